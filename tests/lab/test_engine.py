"""The lab: how many sessions there can be, and when they end."""

from __future__ import annotations

import threading
import time

import pytest
from watching import Watcher

from ganscope.game.experiment import Experiment
from ganscope.lab import commands as c
from ganscope.lab import engine
from ganscope.lab.engine import Lab, LabFull


def test_a_full_lab_refuses_in_words(small: Experiment) -> None:
    lab = Lab(sessions=2)
    try:
        for _ in range(2):
            lab.open(small).attach(Watcher())
        with pytest.raises(LabFull, match="All 2 sessions are in use"):
            lab.open(small)
        assert lab.sessions == 2
    finally:
        lab.close()


def test_a_session_that_was_left_at_round_0_makes_room(small: Experiment, monkeypatch: pytest.MonkeyPatch) -> None:
    lab = Lab(sessions=1)
    try:
        first = lab.open(small)
        assert first.left is not None
        first.left -= 2
        second = lab.open(small)
        assert lab.find(first.id) is None and lab.find(second.id) is second
        # one with work in it is kept until it is settled that nobody comes back
        second.round, second.left = 10, time.monotonic() - 2
        with pytest.raises(LabFull):
            lab.open(small)
        monkeypatch.setattr(engine, "SETTLED", 1)
        lab.open(small)
        assert lab.find(second.id) is None
    finally:
        lab.close()


def test_an_orphan_ends_after_its_time_and_not_before(small: Experiment) -> None:
    lab = Lab(sessions=3, orphan_seconds=100)
    try:
        orphan, watched = lab.open(small), lab.open(small)
        watched.attach(Watcher())
        assert orphan.left is not None
        orphan.left -= 99
        assert lab.find(orphan.id) is orphan
        orphan.left -= 2
        assert lab.find(orphan.id) is None and lab.find(watched.id) is watched
    finally:
        lab.close()


def test_closing_a_busy_lab_ends_its_threads(small: Experiment) -> None:
    lab, watcher = Lab(), Watcher()
    session = lab.open(small)
    session.attach(watcher)
    session.submit(c.Play())
    watcher.frame_where(lambda meta: meta["round"] > 0)
    start = time.monotonic()
    lab.close()
    assert time.monotonic() - start < 3
    assert not [t for t in threading.enumerate() if t.name == "ganscope-engine"]
