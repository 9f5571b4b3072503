"""What the players play for."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .fields import Model, kind, number


class Minimax(Model):
    """The game of the theory: G minimises what D maximises. While D is sure, this loss is flat for G and G stalls."""

    kind: Literal["minimax"] = kind(
        "minimax", "Minimax (saturating)", formula="G: min E log(1 − D(G(z)))", source="Goodfellow et al. (2014), eq. 1"
    )


class NonSaturating(Model):
    """G maximises the chance that D is fooled: the same fixed point, and a strong pull while D is sure."""

    kind: Literal["non_saturating"] = kind(
        "non_saturating",
        "Non-saturating",
        formula="G: min −E log D(G(z))",
        source="Goodfellow et al. (2014), section 3",
    )


class Switch(Model):
    """Non-saturating first, minimax from a round on: a good start, then the game of the theory."""

    kind: Literal["switch"] = kind("switch", "Switch")
    round: int = number(
        1000, title="Switch at round", help="The first round that is played with the minimax loss.",
        ge=0, le=10_000_000, scale="log", basic=True,
    )  # fmt: skip


Objective = Annotated[Minimax | NonSaturating | Switch, Field(discriminator="kind")]
