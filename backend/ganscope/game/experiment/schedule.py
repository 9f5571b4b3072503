"""What a round consists of."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from ganscope.game.said import Unfit

from .fields import MAX_BATCH, MAX_STEPS, MAX_UNROLL, Model, kind, number, part


class Alternating(Model):
    """D moves first, then G answers the D that has moved."""

    kind: Literal["alternating"] = kind(
        "alternating", "Alternating", formula="$ψ ← ψ − η ∇L_D(θ, ψ)$, then $θ ← θ − η ∇L_G(θ, ψ)$",
        source="Goodfellow et al. (2014), algorithm 1",
    )  # fmt: skip


class Simultaneous(Model):
    """Both move from the same point, neither having seen the other's step; where they turn, they spiral outwards."""

    kind: Literal["simultaneous"] = kind(
        "simultaneous", "Simultaneous", formula="$(ψ, θ) ← (ψ, θ) − η (∇L_D, ∇L_G)(θ, ψ)$",
        source="Mescheder et al. (2017), algorithm 1", preset="dirac",
    )  # fmt: skip


class Extragradient(Model):
    """Both take a step to look ahead, and then the real step from where they were, with the gradient found there."""

    kind: Literal["extragradient"] = kind(
        "extragradient", "Extragradient", formula="$ω′ = ω − η v(ω),  ω ← ω − η v(ω′)$",
        source="Korpelevich (1976); Gidel et al. (2019), algorithm 3", preset="dirac",
    )  # fmt: skip


class Consensus(Model):
    """Both also make the gradients of both small, which damps the turning."""

    kind: Literal["consensus"] = kind(
        "consensus", "Consensus", formula="$ω ← ω − η (v(ω) + γ ∇ ½‖v(ω)‖²)$",
        source="Mescheder et al. (2017), algorithm 2", preset="dirac",
    )  # fmt: skip
    weight: float = number(
        0.1, title="γ", help="How much the players care for small gradients, beside their own loss.",
        ge=0, le=100, scale="log",
    )  # fmt: skip


Dynamics = Annotated[Alternating | Simultaneous | Extragradient | Consensus, Field(discriminator="kind")]


class Schedule(Model):
    """What a round consists of (Algorithm 1 of Goodfellow et al., 2014)."""

    batch: int = number(
        256, title="Batch", effect="compile", ge=1, le=MAX_BATCH, scale="log", unit="samples", basic=True,
        help="How many real and how many fake samples every step sees (or packs of them, where D judges packs). "
        "Larger ones are steadier and take longer.",
    )  # fmt: skip
    k_d: int = number(
        1, title="D steps $k_D$", ge=0, le=MAX_STEPS, unit="per round", basic=True,
        help="Steps of D in every round, before G moves. More keep D nearer to D*; 0 freezes D.",
        source="Goodfellow et al. (2014), algorithm 1 (k)",
    )  # fmt: skip
    k_g: int = number(
        1, title="G steps $k_G$", ge=0, le=MAX_STEPS, unit="per round",
        help="Steps of G in every round, after D. 0 freezes G: D then climbs to D*.",
    )  # fmt: skip
    unroll: int = number(
        0, title="Unrolled steps", effect="compile", ge=0, le=MAX_UNROLL, unit="of D",
        help="Before G moves it looks so many steps of D ahead, and learns from the D that would answer it. It works "
        "against mode collapse, and takes the time of that many more steps. 0 switches it off.",
        formula="$G: min L_G(θ, ψᵤ(θ, ψ))$, $ψᵤ$ after $u$ steps of $D$", source="Metz et al. (2017), section 2.2",
    )  # fmt: skip
    ema: float = number(
        0.999, title="EMA", ge=0, le=0.99999, scale="one_minus", formula="$θ̄ ← ε θ̄ + (1 − ε) θ$, once a round",
        help="How long the averaged generator remembers; 0 is the live one. It does not change the training.",
        source="Yazıcı et al. (2019)",
    )  # fmt: skip
    dynamics: Dynamics = part(
        Alternating(),
        title="Updates",
        help="In which order the players move, and what they look at before they do.",
    )

    @model_validator(mode="after")
    def _jointly(self) -> Schedule:
        if self.dynamics.kind in ("extragradient", "consensus"):
            for name in ("k_d", "k_g"):
                if getattr(self, name) > 1:
                    raise Unfit(
                        "unfit.as_one", "{field} must be 0 or 1 where both players move as one ({kind}); got {got}",
                        field=name, kind=self.dynamics.kind, got=getattr(self, name),
                    )  # fmt: skip
        return self
