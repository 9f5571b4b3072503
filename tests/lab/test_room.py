"""A server in which many structures are tried lives on: old programs go before the system's limit ends the process."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import jax.numpy as jnp
import numpy as np
import pytest

from ganscope.game import kept
from ganscope.game.experiment import Experiment
from ganscope.lab import room
from ganscope.lab.player import Player

NARROW = Experiment.model_validate({"generator": {"hidden": [2]}, "discriminator": {"hidden": [2]}})


def add(power: int, x: jnp.ndarray) -> jnp.ndarray:
    return jnp.sort(x) ** power


@pytest.fixture
def shares(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """What is used each time that one asks."""
    left: list[float] = []
    monkeypatch.setattr(room, "used", lambda: left.pop(0))
    yield left
    assert left == []


def test_old_programs_go_where_it_is_crowded(shares: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    forgotten: list[int] = []
    monkeypatch.setattr(kept, "forget", forgotten.append)
    shares += [0.59]
    room.make()
    assert forgotten == []
    shares += [0.61, 0.2]
    room.make()
    assert forgotten == [room.FEW]


def test_an_experiment_for_which_there_is_no_room_is_refused_in_words(
    shares: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "forget", lambda most: None)
    shares += [0.61, 0.41]
    with pytest.raises(room.NoRoom, match="Close another page"):
        Player(NARROW)


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="this system does not say what a process has mapped")
def test_a_program_that_is_forgotten_gives_its_memory_back() -> None:
    function, x = kept.Kept(add), np.arange(5, dtype=np.float32)
    function(1, x)
    before = room.used()
    for power in range(2, 12):
        function(power, x)
    grown = room.used()
    assert grown > before
    kept.forget(1)
    gc.collect()
    assert room.used() - before < 0.2 * (grown - before)
    assert list(function(1, x)) == [0, 1, 2, 3, 4]
