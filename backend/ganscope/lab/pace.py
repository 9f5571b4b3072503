"""How a session spends its time: how many rounds a frame gets, how long a slice lasts, and the rates it shows."""

from __future__ import annotations

FRAME = 1 / 26
"""Seconds between two frames, at least."""
SLICE = 0.02
"""Seconds of training between two looks at the commands and at the other sessions."""
ALONE = 0.04
"""The same where there is no other: a frame's rounds in one slice.  Each costs 1 ms more than its rounds alone, two
rounds of 2-64-64."""
FIRST = 4
"""Rounds in the first frame, which tells how long one takes."""
LOOKING = 4.5
"""A frame lasts at least this many times what looking took."""


class Pace:
    """Estimates of what a round and a frame cost, and what follows from them.  Times are seconds."""

    def __init__(self) -> None:
        self.round_seconds = 1e-3
        self.look_seconds = 2e-3
        self.rounds_per_second = 0.0
        self.frames_per_second = 0.0
        self._known = False
        self._rounds = 0
        self._last = 0.0

    def period(self) -> float:
        """Time between two frames."""
        return max(FRAME, LOOKING * self.look_seconds)

    def rounds_per_frame(self) -> int:
        """Rounds that fill what looking leaves of a frame."""
        return max(1, int((self.period() - self.look_seconds) / self.round_seconds)) if self._known else FIRST

    def slice(self, owed: int, alone: bool = False) -> int:
        """How many of the rounds owed go into one slice."""
        fitting = int((ALONE if alone else SLICE) / self.round_seconds) if self._known else FIRST
        return max(1, min(owed, fitting))

    def played(self, n: int, seconds: float) -> None:
        """n rounds took so long."""
        self.round_seconds += (0.3 if self._known else 1.0) * (seconds / n - self.round_seconds)
        self._known = True
        self._rounds += n

    def shown(self, start: float, seconds: float) -> None:
        """The look for a frame, begun at ``start``, took so long."""
        self.look_seconds += 0.2 * (seconds - self.look_seconds)
        passed, self._last = start - self._last, start
        if 0 < passed < 1:
            share = min(1.0, 2 * passed)
            self.rounds_per_second += share * (self._rounds / passed - self.rounds_per_second)
            self.frames_per_second += share * (1 / passed - self.frames_per_second)
        else:  # it was at rest
            self.rounds_per_second = self.frames_per_second = 0.0
        self._rounds = 0
