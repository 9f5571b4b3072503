"""A program that a process before has left on disk is not compiled again, and a file that is wrong harms nobody."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from counting import compilations

from ganscope.game.kept import Kept, keep_with
from ganscope.lab import disk


class Pair(NamedTuple):
    x: Any
    more: dict[str, Any]


def f(power: int, pair: Pair, y: Any) -> Pair:
    return Pair(pair.x**power + y, {"sum": jnp.sum(pair.more["z"])})


def add(nothing: int, x: Any, y: Any) -> Any:
    return x + y


PAIR = Pair(np.arange(3, dtype=np.float32), {"z": np.ones((2, 2), np.float32)})
ONE = np.float32(1)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(disk, "_ground", lambda: (str(tmp_path),))
    least = "jax_persistent_cache_min_compile_time_secs"
    before = jax.config.values[least]
    jax.config.update(least, 1e9)  # JAX's own cache keeps nothing of what is compiled here
    keep_with(disk.Disk(tmp_path / "whole"))
    yield tmp_path / "whole"
    keep_with(None)
    jax.config.update(least, before)


def files(folder: Path) -> set[str]:
    return set(os.listdir(folder)) if folder.exists() else set()


def check(result: Pair) -> None:
    np.testing.assert_array_equal(result.x, [1, 2, 5])
    assert float(result.more["sum"]) == 4


def test_what_was_compiled_before_is_read(folder: Path) -> None:
    check(Kept(f)(2, PAIR, ONE))
    assert len(files(folder)) == 1
    with compilations() as count:
        check(Kept(f)(2, PAIR, ONE))  # as another process would: it knows nothing of the first
        assert count.programs == 0
    assert len(files(folder)) == 1


def test_another_process_reads_it(folder: Path) -> None:
    script = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from test_disk import ONE, PAIR, Kept, Path, check, compilations, disk, f, keep_with
keep_with(disk.Disk(Path({str(folder)!r})))
with compilations() as count:
    check(Kept(f)(2, PAIR, ONE))
    print(count.programs)
"""
    ran = [
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    ]
    assert [out.strip() for out in ran] == ["1", "0"]


@pytest.mark.parametrize("found", [b"", b"not a program"])
def test_a_broken_file_is_mended(folder: Path, found: bytes) -> None:
    check(Kept(f)(2, PAIR, ONE))
    (name,) = files(folder)
    whole = (folder / name).read_bytes()
    (folder / name).write_bytes(found)
    with compilations() as count:
        check(Kept(f)(2, PAIR, ONE))
        assert count.programs == 1
    assert abs(len((folder / name).read_bytes()) - len(whole)) < 100 and files(folder) == {name}
    (folder / name).write_bytes(whole[: len(whole) // 2])
    check(Kept(f)(2, PAIR, ONE))


def test_what_is_used_up_is_so_when_read(folder: Path) -> None:
    for _ in range(2):
        x = jnp.arange(3.0)
        Kept(add, donate=(1,))(0, x, ONE)
        assert x.is_deleted()


def test_a_program_of_other_source_or_another_processor_is_not_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check(Kept(f)(2, PAIR, ONE))
    monkeypatch.setattr(disk, "_ground", lambda: ("other", str(folder)))
    with compilations() as count:
        check(Kept(f)(2, PAIR, ONE))
        assert count.programs == 1
    assert len(files(folder)) == 2


def test_what_jax_read_from_its_own_cache_is_not_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would be a part of a program: XLA cannot write again what it has read."""

    @contextmanager
    def hit() -> Iterator[list[str]]:
        yield ["a hit"]

    monkeypatch.setattr(disk, "_hits", hit)
    check(Kept(f)(2, PAIR, ONE))
    assert not files(folder)


def test_the_least_recently_used_file_goes_first(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    x = np.ones(3, np.float32)
    Kept(add)(1, x, ONE)
    (first,) = files(folder)
    Kept(add)(2, x, ONE)
    for name in files(folder):
        os.utime(folder / name, (1, 1))
    Kept(add)(1, x, ONE)  # read
    monkeypatch.setattr(disk, "SIZE", 2.5 * (folder / first).stat().st_size)
    Kept(add)(3, x, ONE)
    assert len(files(folder)) == 2 and first in files(folder)


def test_where_nothing_can_be_written_it_runs_all_the_same(folder: Path) -> None:
    folder.write_text("a file in the place of the folder")
    check(Kept(f)(2, PAIR, ONE))
