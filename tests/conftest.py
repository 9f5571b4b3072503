"""What every test stands on: JAX on the CPU, Hypothesis without luck, and a browser for those that ask."""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from xdist.scheduler import LoadScopeScheduling

# Before the first import of jax.  Bits differ between devices, and some tests compare bits.
os.environ.setdefault("JAX_PLATFORMS", "cpu")

# Most of the time goes into compiling.  With its older emitters, LLVM at -O0 and a program in one piece, XLA takes a
# fifth of it.  The servers of tests/web, which play Figure 1 and a ring, compile as everybody's do.
os.environ.setdefault(
    "XLA_FLAGS",
    "--xla_cpu_use_fusion_emitters=false --xla_backend_optimization_level=0 --xla_cpu_parallel_codegen_split_count=1",
)

# What one test or one test's server has compiled is there for the next, in every worker; nothing of it for the next
# run.  The cache is a bounded one, because only that is locked against another process.
if "PYTEST_XDIST_WORKER" not in os.environ:  # workers inherit it
    _cache = tempfile.mkdtemp(prefix="ganscope-test-")
    atexit.register(shutil.rmtree, _cache, ignore_errors=True)
    os.environ["JAX_COMPILATION_CACHE_DIR"] = _cache
os.environ["JAX_COMPILATION_CACHE_MAX_SIZE"] = str(2**30)
# Of what takes long alone: each new entry costs a look at all others, under a lock that everybody waits for.
os.environ["JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS"] = "0.2"
os.environ["JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES"] = "-1"

# The first example of a jitted function compiles, so a deadline measures nothing.  The same examples on every run:
# what fails on a reviewer's machine fails on the author's.
hypothesis.settings.register_profile("ganscope", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ganscope")

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


HANDS = ("changing", "controls", "games", "playing")
"""Files of tests/end_to_end about what a person does."""


class _Sides(LoadScopeScheduling):
    """The tests of a file share a worker, with their server or lab; those that need a browser share two, one for what a
    person does and one for what a person sees.  They come first: they wait more than they work, so they go well beside
    tests that work."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        folder, _, name = file.rpartition("/test_")
        if not folder.endswith("/end_to_end"):
            return file
        return "hands" if name.removesuffix(".py") in HANDS else "eyes"

    def _assign_work_unit(self, node: Any) -> None:
        for side in ("hands", "eyes"):
            if side in self.workqueue:
                self.workqueue.move_to_end(side, last=False)
        super()._assign_work_unit(node)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> _Sides:
    """Who plays on which side."""
    return _Sides(config, log)


def pytest_collection_finish() -> None:
    """Tracing makes many objects that live long: Python need not look through them, and all modules, so often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the person who runs the tests reaches them."""
    for name in [name for name in os.environ if name.startswith("GANSCOPE_")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="module", autouse=True)
def _room() -> Iterator[None]:
    """A worker plays more different games than a server ever does; what the last file compiled goes with it."""
    yield
    if "jax" in sys.modules:
        import jax

        from ganscope.game import kept
        from ganscope.lab import room

        if room.used() > 0.3:
            kept.forget(0)
            jax.clear_caches()


@pytest.fixture(scope="module")
def well_compiled() -> Iterator[None]:
    """Programs of games at -O1, for those that play thousands of rounds."""
    from ganscope.game import program

    options = program.options()
    assert options is not None
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(options, "xla_backend_optimization_level", 1)
        yield


@pytest.fixture(scope="session")
def repository() -> Path:
    """The folder that holds pyproject.toml."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def chromium() -> Iterator[str]:
    """The path of a Chromium: `$CHROMIUM`, one on PATH, or Playwright's own, as tests/chromium.sh provides them."""
    for name in (os.environ.get("CHROMIUM", ""), *CHROMIUM_NAMES):
        if name and (found := shutil.which(name)):
            yield found
            return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    if not os.path.exists(path):
        pytest.fail("no Chromium: `make browser` provides one")
    yield path
