"""A viewer for tests, and waiting with patience: the first compilation on a busy machine takes long."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from ganscope.lab.frames import Frame, History

PATIENCE = 120


class Watcher:
    """Remembers what a session told it."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.frames = 0
        self.first: Frame | None = None
        self.last: Frame | None = None
        self.rows: History | None = None
        self._news = threading.Condition()

    def event(self, event: dict[str, Any]) -> None:
        with self._news:
            self.events.append(event)
            self._news.notify_all()

    def frame(self, frame: Frame) -> None:
        with self._news:
            self.frames += 1
            self.first, self.last = self.first or frame, frame
            self._news.notify_all()

    def history(self, history: History) -> None:
        with self._news:
            self.rows = history
            self._news.notify_all()

    def until(self, holds: Callable[[], bool], what: str = "it") -> None:
        """Wait until something holds."""
        with self._news:
            if not self._news.wait_for(holds, PATIENCE):
                raise AssertionError(f"{what} did not happen; the last events are {self.events[-3:]}")

    def of(self, kind: str) -> list[dict[str, Any]]:
        """All events of a type."""
        return [event for event in self.events if event["type"] == kind]

    @property
    def status(self) -> dict[str, Any]:
        return self.of("status")[-1]

    @property
    def meta(self) -> dict[str, Any]:
        assert self.last is not None
        return self.last.meta

    def frame_where(self, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Wait for a frame whose meta is as asked, and return that."""
        self.until(lambda: self.last is not None and holds(self.last.meta), "such a frame")
        return self.meta

    def settled(self) -> dict[str, Any]:
        """Wait until nothing is compiled and a frame shows the round of the status."""
        self.until(lambda: bool(self.of("status")) and not self.status["compiling"], "the end of compiling")
        time.sleep(0.2)
        return self.meta

    def shows(self, experiment: dict[str, Any], frames: int) -> None:
        """Wait until the session plays an experiment and has sent so many frames."""
        self.until(lambda: self.status["experiment"] == experiment and self.frames >= frames, "the edit")
