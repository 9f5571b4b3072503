"""What a round consists of."""

from __future__ import annotations

from .fields import MAX_BATCH, MAX_STEPS, Model, number


class Schedule(Model):
    """What a round consists of (Algorithm 1 of Goodfellow et al., 2014)."""

    batch: int = number(
        256, title="Batch", effect="compile", ge=1, le=MAX_BATCH, scale="log", unit="samples", basic=True,
        help="How many real and how many fake samples every step sees. Larger ones are steadier and take longer.",
    )  # fmt: skip
    k_d: int = number(
        1, title="D steps k_D", ge=0, le=MAX_STEPS, unit="per round", basic=True,
        help="Steps of D in every round, before G moves. More keep D nearer to D*; 0 freezes D.",
        source="Goodfellow et al. (2014), algorithm 1 (k)",
    )  # fmt: skip
    k_g: int = number(
        1, title="G steps k_G", ge=0, le=MAX_STEPS, unit="per round",
        help="Steps of G in every round, after D. 0 freezes G: D then climbs to D*.",
    )  # fmt: skip
    ema: float = number(
        0.999, title="EMA", ge=0, le=0.99999, scale="one_minus", formula="θ̄ ← ε θ̄ + (1 − ε) θ, once a round",
        help="How long the averaged generator remembers; 0 is the live one. It does not change the training.",
        source="Yazıcı et al. (2019)",
    )  # fmt: skip
