"""One lab for all tests of a module: what is compiled for one is there for the next."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from watching import Watcher

from ganscope.game.experiment import Discriminator, Experiment, Gaussian, Latent, Network, Schedule
from ganscope.lab.engine import Lab
from ganscope.lab.session import Session

SMALL = Experiment(
    target=Gaussian(),
    latent=Latent(kind="uniform", dimension=1),
    generator=Network(hidden=(8,), activation="elu"),
    discriminator=Discriminator(hidden=(8,), activation="tanh"),
    schedule=Schedule(batch=32),
)


@pytest.fixture
def small() -> Experiment:
    """A game that compiles quickly."""
    return SMALL


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    lab = Lab(sessions=8, orphan_seconds=600)
    yield lab
    lab.close()


@pytest.fixture
def watched(lab: Lab) -> Iterator[Callable[..., tuple[Session, Watcher]]]:
    """Open a session and watch it; it ends with the test."""
    opened: list[tuple[Session, Watcher]] = []

    def open(experiment: Experiment = SMALL) -> tuple[Session, Watcher]:
        session, watcher = lab.open(experiment), Watcher()
        session.attach(watcher)
        opened.append((session, watcher))
        watcher.until(lambda: watcher.last is not None, "the first frame")
        return session, watcher

    yield open
    for session, watcher in opened:
        session.detach(watcher)
        lab.end(session.id)
