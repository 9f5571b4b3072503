"""What a published table becomes here: rows of figures, each with the published one, ours per seed, and a verdict."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from ganscope.game.experiment import Experiment
from ganscope.study.sweep import Sweep

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Effort:
    """How much of a protocol is run."""

    quick: bool = False

    def rounds(self, full: int) -> int:
        """Rounds of a run whose full form has so many."""
        return min(max(full // 20, 20), 200) if self.quick else full

    def seeds(self, full: int) -> range:
        """Seeds of a row whose full form has so many."""
        return range(min(full, 2) if self.quick else full)


@dataclass(frozen=True)
class Figure:
    """One number of a row.

    ``published`` is the paper's, None where it gives none; ``ours`` has one value per seed (a value that does not
    depend on a seed stands alone), NaN for a run that gave none and ∞ where that is the value, as a divergence's is
    between laws of which one leaves out what the other has; ``tolerance`` is how far our mean may be from it, None
    where no agreement is claimed; ``spread`` the standard error that the paper gives, or None.
    """

    name: str
    ours: tuple[float, ...]
    published: float | None = None
    tolerance: float | None = None
    spread: float | None = None

    @property
    def finite(self) -> tuple[float, ...]:
        """The values that are."""
        return tuple(value for value in self.ours if math.isfinite(value))

    @property
    def infinite(self) -> int:
        """How many are ∞."""
        return self.ours.count(math.inf)

    @property
    def missing(self) -> int:
        """How many runs gave no number."""
        return len(self.ours) - len(self.finite) - self.infinite

    @property
    def mean(self) -> float:
        """Of the finite values; NaN if there are none."""
        return sum(self.finite) / len(self.finite) if self.finite else math.nan

    @property
    def deviation(self) -> float:
        """Standard deviation of the finite values, with n − 1; 0 for one of them."""
        if len(self.finite) < 2:
            return 0.0
        return math.sqrt(sum((value - self.mean) ** 2 for value in self.finite) / (len(self.finite) - 1))

    @property
    def agrees(self) -> bool | None:
        """Whether our mean is within the tolerance and every value is finite; None where nothing is claimed."""
        if self.published is None or self.tolerance is None:
            return None
        return len(self.finite) == len(self.ours) and bool(abs(self.mean - self.published) <= self.tolerance)


@dataclass(frozen=True)
class Row:
    """One row of a table.

    ``experiment`` and ``rounds`` are what was run (None and 0 where nothing is trained); ``share`` which part of the
    published length that is; ``note`` what a reader must know, among it why a row is not run.
    """

    name: str
    figures: tuple[Figure, ...]
    experiment: Experiment | None = None
    rounds: int = 0
    share: float = 1.0
    note: str = ""

    @property
    def verdict(self) -> str:
        """In words: what the figures with a tolerance say, if the row was played at its published length."""
        if not self.figures:
            return "not run"
        if self.share < 1:
            return f"not comparable: {100 * self.share:.2g}% of the length"
        said = [figure.agrees for figure in self.figures if figure.agrees is not None]
        if not said:
            return "reported"
        return "reproduced" if all(said) else "not reproduced"


@dataclass(frozen=True)
class Table:
    """A protocol as it was run here."""

    name: str
    title: str
    source: str
    note: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Protocol:
    """A protocol that can be run: ``run(effort, tell)`` plays it and gives its table."""

    name: str
    title: str
    run: Callable[[Effort, Tell], Table]


def played(name: str, experiment: Experiment, seeds: range, rounds: int, tell: Tell) -> Sweep:
    """A sweep after so many rounds, of which is told by the name of its row."""
    sweep = Sweep(experiment, seeds)
    sweep.advance(rounds, lambda t: tell(f"{name}: round {t:,} of {rounds:,}"))
    return sweep


def percent(shares: tuple[float, ...]) -> tuple[float, ...]:
    """Shares in percent."""
    return tuple(100 * share for share in shares)
