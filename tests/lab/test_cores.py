"""How many processors training takes."""

from __future__ import annotations

import os

import pytest

from ganscope.game.experiment import Discriminator, Experiment, Network, Schedule
from ganscope.lab import cores


def unsay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NPROC", "")  # so that it is put back afterwards
    monkeypatch.delenv("NPROC")


@pytest.mark.parametrize(("usable", "taken"), [(1, "1"), (2, "1"), (8, "7")])
def test_one_processor_is_left(monkeypatch: pytest.MonkeyPatch, usable: int, taken: str) -> None:
    monkeypatch.setattr(cores, "usable", lambda: usable)
    unsay(monkeypatch)
    cores.leave_one()
    assert os.environ["NPROC"] == taken


@pytest.mark.parametrize(("width", "batch", "taken"), [(16, 150, "1"), (64, 256, "1"), (128, 512, None)])
def test_a_small_game_takes_one_processor(
    monkeypatch: pytest.MonkeyPatch, width: int, batch: int, taken: str | None
) -> None:
    unsay(monkeypatch)
    game = Experiment(
        generator=Network(hidden=(width, width)),
        discriminator=Discriminator(hidden=(width, width)),
        schedule=Schedule(batch=batch),
    )
    cores.suit(game)
    assert os.environ.get("NPROC") == taken


def test_who_says_how_many_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NPROC", "3")
    cores.leave_one()
    cores.suit(Experiment())
    assert os.environ["NPROC"] == "3"


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("", "--xla_backend_optimization_level=2"),
        ("--xla_a=1", "--xla_a=1 --xla_backend_optimization_level=2"),
        ("--xla_backend_optimization_level=0 --xla_a=1", "--xla_backend_optimization_level=0 --xla_a=1"),
    ],
)
def test_who_says_how_to_compile_is_heard(monkeypatch: pytest.MonkeyPatch, said: str, heard: str) -> None:
    monkeypatch.setenv("NPROC", "1")
    for prepare in (cores.leave_one, lambda: cores.suit(Experiment())):
        monkeypatch.setenv("XLA_FLAGS", said)
        prepare()
        assert os.environ["XLA_FLAGS"] == heard
