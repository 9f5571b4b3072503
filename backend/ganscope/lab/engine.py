"""The lab: many sessions, one thread that plays them in turn, one that compiles beside it."""

from __future__ import annotations

import secrets
import threading
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import jax

from ganscope.game.experiment import Experiment
from ganscope.game.said import Said

from .player import Player
from .presets import PRESETS
from .session import Session
from .thumbnails import Thumbnails

SETTLED = 60
"""Seconds after which a session that nobody watches may make room for a new one."""


class LabFull(RuntimeError):
    """No room for another session; the message is for the person who asked."""


class Lab:
    """Up to ``sessions`` live sessions; one that nobody watches ends after ``orphan_seconds``.

    One thread owns JAX and gives each session a slice in turn; beside it only compiling and the gallery's pictures,
    kept in ``pictures`` on disk, go on.
    """

    def __init__(self, sessions: int = 16, orphan_seconds: float = 600, pictures: Path | None = None):
        self._most, self._orphan_seconds = sessions, orphan_seconds
        self._sessions: dict[str, Session] = {}
        self._lock = threading.Lock()
        self._bell = threading.Event()
        self._closed = False
        self._compiler = ThreadPoolExecutor(1, thread_name_prefix="ganscope-compiler")
        self._compiler.submit(Player, PRESETS[0].experiment)  # what most people see first
        self.thumbnails = Thumbnails(pictures, lambda: any(s.playing for s in list(self._sessions.values())))
        self._thread = threading.Thread(target=self._run, name="ganscope-engine", daemon=True)
        self._thread.start()

    @property
    def sessions(self) -> int:
        """How many sessions there are."""
        return len(self._sessions)

    @property
    def device(self) -> str:
        """Where JAX computes: cpu, gpu or tpu."""
        return jax.default_backend()

    def open(self, experiment: Experiment | None = None) -> Session:
        """A new session, with Figure 1 unless told otherwise.  Raises :class:`LabFull`."""
        with self._lock:
            self._bury()
            if len(self._sessions) >= self._most:
                self._make_room()
            id = secrets.token_urlsafe(12)
            session = Session(id, experiment or PRESETS[0].experiment, self._compiler, self._bell.set)
            self._sessions[id] = session
        return session

    def find(self, id: str) -> Session | None:
        """A session that lives, or None."""
        with self._lock:
            self._bury()
            return self._sessions.get(id)

    def end(self, id: str) -> None:
        """End a session; its run is gone."""
        with self._lock:
            self._sessions.pop(id, None)

    def close(self) -> None:
        """End all sessions and both threads; a compilation under way is not waited for."""
        self._closed = True
        self._bell.set()
        self.thumbnails.close()
        self._compiler.shutdown(wait=False, cancel_futures=True)
        self._thread.join(timeout=1.0)

    def _bury(self) -> None:
        """Forget sessions that nobody came back to."""
        now = time.monotonic()
        for session in list(self._sessions.values()):
            if session.left is not None and now - session.left > self._orphan_seconds:
                del self._sessions[session.id]

    def _make_room(self) -> None:
        """Let the one go that was left longest ago: first those where nothing was done, then those left for good."""
        now = time.monotonic()
        left = sorted((s.left, s.id) for s in self._sessions.values() if s.left is not None)
        untouched = [id for since, id in left if self._sessions[id].round == 0 and now - since > 1]
        settled = [id for since, id in left if now - since > SETTLED]
        if not (gone := untouched + settled):
            raise LabFull(
                Said(
                    "full.sessions",
                    "All {count} sessions are in use. Close a page of this lab, or start it with more (--sessions).",
                    count=self._most,
                )
            )
        del self._sessions[gone[0]]

    def _run(self) -> None:
        while not self._closed:
            self._bell.clear()
            with self._lock:
                sessions = list(self._sessions.values())
            alone = sum(session.wait(time.monotonic()) is not None for session in sessions) < 2
            waits = []
            for session in sessions:
                wait = session.wait(time.monotonic())
                if wait == 0 and not self._closed:
                    self._serve(session, alone)
                    wait = session.wait(time.monotonic())
                waits.append(wait)
            known = [wait for wait in waits if wait is not None]
            if not known or min(known) > 0:
                self._bell.wait(min(known, default=None))

    def _serve(self, session: Session, alone: bool) -> None:
        try:
            session.work(alone)
        except Exception as error:  # one session's fault must not end the others
            traceback.print_exc()
            session.fail(error)
