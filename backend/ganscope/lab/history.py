"""The charts' rows: one per frame, thinned as they grow, so that a run of any length fits."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

import numpy as np

ROWS = 800
"""Most rows that are kept."""

MEAN = 8
"""Frames whose rounds say over how many a mean goes."""


class Stretch:
    """After which round the means of a frame begin: over as many rounds as the longest of the last few frames had.

    A frame after few rounds, such as the last one before a pause, so has means of the same kind as those before it, in
    part over rounds of theirs.
    """

    def __init__(self) -> None:
        self._round = self._since = 0
        self._lengths: deque[int] = deque(maxlen=MEAN)

    def since(self, round: int) -> int:
        """Tell the round of a frame; the means of another frame of that round go over the same rounds."""
        if round != self._round:
            self._lengths.append(round - self._round)
            self._round, self._since = round, max(round - max(self._lengths), 0)
        return self._since


class Rows:
    """Readings by round, and the share of samples at each of ``modes`` modes.

    When full, every other row goes, and from then on half as many are taken.
    """

    def __init__(self, columns: tuple[str, ...], modes: int = 0):
        self.columns, self.modes = columns, modes
        self.clear()

    def clear(self) -> None:
        """Forget all rows."""
        self._rounds = np.zeros(ROWS, np.int32)
        self._values = np.full((ROWS, len(self.columns)), np.nan, np.float32)
        self._shares = np.zeros((ROWS, self.modes), np.float32)
        self._count = 0
        self._every = 1
        self._skipped = 0

    def __len__(self) -> int:
        return self._count

    def append(self, round: int, readings: Mapping[str, float], shares: np.ndarray | None = None) -> None:
        """Add what was read at a round; a second row for the last round replaces the first."""
        again = self._count > 0 and self._rounds[self._count - 1] == round
        if not again:
            self._skipped += 1
            if self._skipped < self._every:
                return
            self._skipped = 0
            if self._count == ROWS:
                self._thin()
            self._count += 1
        self._rounds[self._count - 1] = round
        self._values[self._count - 1] = [readings.get(name, np.nan) for name in self.columns]
        self._shares[self._count - 1] = 0 if shares is None else shares

    def _thin(self) -> None:
        kept = -(-ROWS // 2)
        self._rounds[:kept] = self._rounds[::2]
        self._values[:kept] = self._values[::2]
        self._shares[:kept] = self._shares[::2]
        self._count = kept
        self._every *= 2

    def arrays(self) -> dict[str, np.ndarray]:
        """``round`` int32 [rows], each column float32 [rows], NaN where a reading is missing, and ``mode_share``
        float32 [rows, modes]."""
        n = self._count
        columns = {name: self._values[:n, i].copy() for i, name in enumerate(self.columns)}
        return {"round": self._rounds[:n].copy(), **columns, "mode_share": self._shares[:n].copy()}
