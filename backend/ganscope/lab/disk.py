"""Programs on disk, whole, for the next process.

JAX's cache on disk saves the work of XLA alone.  What comes before it, tracing and lowering in Python, takes three
times as long as reading a program that XLA has made; so here the executable itself is kept, under a key of all that it
follows from.  To read one runs code: the folder must be the user's alone, as :func:`ganscope.lab.cache.use_cache` sees
to.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import pickle
import platform
import threading
import zlib
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jax
from jax.experimental import serialize_executable

from .cores import taken

SIZE = 256 * 1024 * 1024
"""Bytes that the files may take; the least recently used goes first."""


class Disk:
    """A :data:`~ganscope.game.kept.Keeper` of files in a folder, from any thread and any process."""

    def __init__(self, folder: Path):
        self.folder = folder

    def __call__(self, name: str, description: str, arguments: Any, make: Callable[[str], Any]) -> Any:
        key = _digest(description, *_ground())
        path = self.folder / f"{name}-{key}"
        program = _read(path, arguments)
        if program is None:
            # JAX's cache goes by the name too, so of a marked one it has nothing unless our file is gone; what it has
            # read itself cannot be written again
            with _hits() as hits:
                program = make(f"_{key[:12]}")
            if not hits:
                _write(path, program)
        return program


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


_SETTINGS = "jax_enable_x64", "jax_default_matmul_precision", "jax_threefry_partitionable", "jax_debug_nans"


@functools.cache
def _ground() -> tuple[str, ...]:
    """What every program follows from: our source and what it stands on, the processor, and how it is to be used."""
    package = Path(__file__).parent.parent
    sources = [
        path.read_text("utf-8") for part in ("game", "measure") for path in sorted((package / part).rglob("*.py"))
    ]
    backend = jax.devices()[0]
    return (
        _digest(*sources), *(version(name) for name in ("jax", "jaxlib", "optax")), platform.python_version(),
        backend.platform, backend.device_kind, backend.client.platform_version, _processor(),
        os.environ.get("XLA_FLAGS", ""), str(taken()),  # threads that share the work
        *(f"{name} {jax.config.values[name]}" for name in _SETTINGS),
    )  # fmt: skip


def _processor() -> str:
    """What the processor is and can do: a program for another may use what this one has not."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return f"{platform.machine()} {platform.processor()}"
    told = ("model name", "flags", "Features", "CPU implementer", "CPU part")
    return "\n".join(sorted({line for line in lines if line.startswith(told)}))


def _read(path: Path, arguments: tuple[Any, ...]) -> Any | None:
    """The program in a file; None where there is none that can be used."""
    try:
        executable, result = pickle.loads(zlib.decompress(path.read_bytes()))
        takes, gives = jax.tree.structure((arguments, {})), jax.tree.structure(result)
        program = serialize_executable.deserialize_and_load(executable, takes, gives)
        os.utime(path)
    except Exception:  # there is none, or a broken one: whatever broke it must not keep anybody from playing
        return None
    return program


def _write(path: Path, program: Any) -> None:
    """Keep a program; where that cannot be, the next process compiles it."""
    with contextlib.suppress(Exception):
        executable, _, gives = serialize_executable.serialize(program)
        result = jax.tree.unflatten(gives, range(gives.num_leaves))  # a tree's structure itself cannot be written
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
        beside.write_bytes(zlib.compress(pickle.dumps((executable, result)), 1))
        beside.replace(path)
        _make_room(path.parent)


def _make_room(folder: Path) -> None:
    """Let go of what was not used for longest."""
    known = sorted(
        ((entry.stat().st_mtime, entry.stat().st_size, entry.path) for entry in os.scandir(folder)), reverse=True
    )
    total = 0
    for _, size, path in known:
        total += size
        if total > SIZE:
            os.unlink(path)


_of_thread = threading.local()


def _listen(event: str, **_: Any) -> None:
    if event == "/jax/compilation_cache/cache_hits" and (hits := getattr(_of_thread, "hits", None)) is not None:
        hits.append(event)


jax.monitoring.register_event_listener(_listen)


@contextlib.contextmanager
def _hits() -> Iterator[list[str]]:
    """What JAX's cache gives on this thread within the block."""
    hits: list[str] = []
    _of_thread.hits = hits
    try:
        yield hits
    finally:
        _of_thread.hits = None
