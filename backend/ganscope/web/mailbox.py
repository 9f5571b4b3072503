"""What waits for one viewer, and when it may go: bounded, newest wins.

Frame and history have one slot each.  Events of one type replace each other while unsent, except errors and
notices, of which the newest few are kept.  At most two frames are unacknowledged; while two are, nothing but events
goes.  A history counts with the frames: after one has gone, the next waits for an acknowledgement unless none is due.
So what a viewer that stopped reading can cost is fixed, and once it reads again it gets what is new, not a backlog.

Nothing here knows of sockets or event loops; every method may be called from any thread and returns at once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, NamedTuple

from ganscope.lab.frames import Frame, History

IN_FLIGHT = 2
KEPT = 16
ALONE = frozenset({"error", "notice"})

Event = dict[str, Any]


class Numbered(NamedTuple):
    """A frame on its way, with the number that its viewer will acknowledge."""

    seq: int
    frame: Frame


class Mailbox:
    """``wake`` is called, from the thread that put something, when there is something to take."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        self._lock = threading.Lock()
        self._events: dict[str | tuple[str, int], Event] = {}
        self._frame: Frame | None = None
        self._history: History | None = None
        self._greeted = False
        self._sent = 0
        self._acked = 0
        self._history_out = False
        self._count = 0

    def event(self, event: Event) -> None:
        """Put an event; it takes the place of an unsent one of its type, at the end of the queue."""
        kind = str(event["type"])
        with self._lock:
            self._count += 1
            if kind in ALONE:
                old = [key for key in self._events if isinstance(key, tuple) and key[0] == kind]
                for key in old[: max(0, len(old) - KEPT + 1)]:
                    del self._events[key]
                self._events[kind, self._count] = event
            else:
                self._events.pop(kind, None)
                self._events[kind] = event
        self._wake_if_ready()

    def frame(self, frame: Frame) -> None:
        """Put a frame in place of an unsent one."""
        with self._lock:
            self._frame = frame
        self._wake_if_ready()

    def history(self, history: History) -> None:
        """Put a history in place of an unsent one."""
        with self._lock:
            self._history = history
        self._wake_if_ready()

    def ack(self, seq: int) -> bool:
        """The viewer has painted frame ``seq`` and so is done with all before it.  False if none such was sent."""
        with self._lock:
            if seq > self._sent:
                return False
            if seq > self._acked:
                self._acked = seq
                self._history_out = False
        self._wake_if_ready()
        return True

    @property
    def in_flight(self) -> int:
        """How many frames have gone that were not acknowledged."""
        return self._sent - self._acked

    def take(self) -> Event | Numbered | History | None:
        """The next thing to send, or None.  The first is always the event ``session``."""
        with self._lock:
            return self._next(remove=True)

    def _wake_if_ready(self) -> None:
        with self._lock:
            ready = self._next(remove=False) is not None
        if ready:
            self._wake()

    def _next(self, remove: bool) -> Event | Numbered | History | None:
        if not self._greeted and "session" not in self._events and "refused" not in self._events:
            return None
        if self._events:
            key = next(iter(self._events))
            if not self._greeted:
                key = "session" if "session" in self._events else "refused"
            event = self._events[key]
            if remove:
                del self._events[key]
                self._greeted = True
            return event
        if self.in_flight >= IN_FLIGHT:
            return None
        if self._history is not None and (not self._history_out or not self.in_flight):
            history = self._history
            if remove:
                self._history, self._history_out = None, True
            return history
        if self._frame is not None:
            item = Numbered(self._sent + 1, self._frame)
            if remove:
                self._frame, self._sent = None, item.seq
            return item
        return None
