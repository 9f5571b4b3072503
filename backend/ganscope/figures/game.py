"""What figures must know of the game that is played: what D's number means, and where the game ends."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

PARTS = {2: "½", 3: "⅓", 4: "¼", 5: "⅕", 6: "⅙", 8: "⅛"}
QUARTERS = ((0.0, "0"), (0.25, "¼"), (0.5, "½"), (0.75, "¾"), (1.0, "1"))


@dataclass(frozen=True)
class Game:
    """A game as a frame tells it (``meta["game"]``, with the frame's view, labels and generators).

    ``output``: "probability", "score" (a critic) or "relative" (D up to a constant).  ``undecided``: the best D where
    p_g = p_data.  ``equilibrium``: the value there, or None.  ``pack``: samples that D looks at at once.  ``across``:
    whether it looks across a batch.  ``reconstructor``: the kind of F, where D judges pairs (x, z).  ``labels``,
    ``generators``: how many there are; ``latent``: coordinates of z.
    """

    kind: str = "minimax"
    output: str = "probability"
    optimum: bool = True
    undecided: float = 0.5
    equilibrium: float | None = -math.log(4)
    pack: int = 1
    across: bool = False
    reconstructor: str | None = None
    view: str = "1d"
    labels: int = 0
    generators: int = 1
    latent: int = 1

    @classmethod
    def of(cls, meta: Mapping[str, Any]) -> Game:
        """The game of a frame's ``meta``; what it does not say is as in the theory."""
        known = {field.name for field in fields(cls)}
        told = {**meta.get("game", {}), **{name: meta[name] for name in known & meta.keys()}}
        return cls(**{name: value for name, value in told.items() if name in known})

    @property
    def d(self) -> str:
        """D's letter, as Plotly writes it."""
        return "<i>f</i>" if self.output == "score" else "<i>D</i>"

    @property
    def d_star(self) -> str:
        """The letter of the best D."""
        return f"{self.d}*"

    @property
    def d_of_x(self) -> str:
        """D at what it looks at: D(x), D(x, x) of a pack of two, D(x, F(x)) of pairs."""
        inside = "<i>x</i>"
        if self.reconstructor:
            inside = "<i>x</i>, <i>F</i>(<i>x</i>)"
        elif self.pack > 1:
            inside = "<i>x</i>, <i>x</i>" if self.pack == 2 else "<i>x</i>, …, <i>x</i>"
        return f"{self.d}({inside})"

    @property
    def output_title(self) -> str:
        """What stands along D's axis."""
        if self.output == "score":
            return f"critic {self.d_of_x}"
        return f"{self.d_of_x} + const" if self.output == "relative" else self.d_of_x

    @property
    def chances(self) -> tuple[tuple[float, str], ...]:
        """Ticks of a D that is a probability; where it cannot tell stands in the place of the quarter nearest to it."""
        level = self.undecided
        if any(abs(at - level) < 1e-3 for at, _ in QUARTERS):
            return QUARTERS
        kept = [(at, text) for at, text in QUARTERS if at == 0 or abs(at - level) > 0.12]
        return tuple(sorted([*kept, (level, share(level))]))

    @property
    def kinds(self) -> int:
        """How many maps z ↦ x there are: one for each generator, or for each label."""
        return self.labels or self.generators


def share(level: float) -> str:
    """A level of D as it is written: a fraction, or a decimal number.

    >>> share(1 / 3), share(0.3)
    ('⅓', '0.3')
    """
    parts = round(1 / level)
    return PARTS[parts] if abs(1 / level - parts) < 1e-6 and parts in PARTS else f"{level:.2g}"
