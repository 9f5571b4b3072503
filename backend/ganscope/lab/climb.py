"""D on its way to D*, G frozen: what the button "train D to D*" does, a slice at a time."""

from __future__ import annotations

import time

from .pace import SLICE
from .player import Player

STALLED = 0.02
"""A climb that lowers the gap by less than this share in 1,000 steps has reached what the network can do."""
_WINDOW = 1000


class Climb:
    """L-BFGS on V(G, ·) until the gap is below the tolerance, it stalls, or the limit of steps is reached."""

    def __init__(self, player: Player, tolerance: float, limit: int):
        self._player = player
        self._take = player.climber()
        self._tolerance, self._limit = tolerance, limit
        self._step_seconds = 1e-3
        self.steps = 0
        self.gap = float(player.look().readings["gap"])
        self._milestone = (0, self.gap)
        self._stalled = False

    @property
    def reached(self) -> bool:
        """Whether the gap is below the tolerance."""
        return self.gap <= self._tolerance

    @property
    def over(self) -> bool:
        """Whether there is nothing left to do."""
        return self.reached or self._stalled or self.steps >= self._limit

    def go_on(self) -> None:
        """Take as many steps as fit a slice."""
        n = max(1, min(int(SLICE / self._step_seconds), self._limit - self.steps))
        start = time.monotonic()
        self._take(n)
        self._step_seconds += 0.3 * ((time.monotonic() - start) / n - self._step_seconds)
        self.steps += n
        self.gap = float(self._player.look().readings["gap"])
        at, gap = self._milestone
        if self.steps - at >= _WINDOW:
            self._stalled = gap - self.gap < STALLED * gap
            self._milestone = (self.steps, self.gap)
