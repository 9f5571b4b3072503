"""What is added to the loss of D, what its weights must keep to, and what blurs its sight."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from .fields import Model, kind, number, part

_GAMMA: dict[str, Any] = {
    "title": "γ", "ge": 0, "le": 1000, "scale": "log",
    "help": "How strong the penalty is. 0 switches it off; much of it makes D slow and soft.",
}  # fmt: skip


class R1(Model):
    """Keeps D flat around the real data, which stops the two players from circling each other."""

    kind: Literal["r1"] = kind(
        "r1", "R1", formula="$½ γ E‖∇D(x)‖²$, $x$ real, $D$ as logit", source="Mescheder et al. (2018), eq. 9"
    )
    weight: float = number(0.1, **_GAMMA)


class R2(Model):
    """Keeps D flat around the fakes. With R1 and the relativistic objective it makes R3GAN."""

    kind: Literal["r2"] = kind(
        "r2",
        "R2",
        formula="$½ γ E‖∇D(G(z))‖²$, $D$ as logit",
        source="Mescheder et al. (2018), R₂; Huang et al. (2024), R3GAN",
    )
    weight: float = number(0.1, **_GAMMA)


class GradientPenalty(Model):
    """Wants D to rise by the same amount everywhere it looks: with slope 1 a critic measures the distance W₁."""

    kind: Literal["gradient_penalty"] = kind(
        "gradient_penalty",
        "Gradient penalty",
        formula="$λ E(‖∇D(x̂)‖ − k)²$",
        source="Gulrajani et al. (2017), WGAN-GP, eq. 3",
    )
    weight: float = number(
        10.0, title="λ", ge=0, le=1000, scale="log",
        help="How strong the penalty is; 0 switches it off. A weak one lets the slope exceed k, and the distance "
        "that a critic gives comes out too large.",
    )  # fmt: skip
    target: float = number(
        1.0, title="Slope k", help="The slope that D should have.", gt=0, le=100, scale="log",
        formula="$λ E(‖∇D(x̂)‖ − k)²$",
    )  # fmt: skip
    form: Literal["two_sided", "one_sided", "one_sided_linear"] = part(
        "two_sided",
        title="Form",
        help="What is punished: every slope other than k, or only steeper ones, by the square of the excess or by "
        "the excess itself.",
        formula="two_sided: $(‖∇D‖ − k)²$; one_sided: $max(0, ‖∇D‖ − k)²$; one_sided_linear: $max(0, ‖∇D‖ − k)$",
        source="Gulrajani et al. (2017), eq. 3; Petzka et al. (2018), WGAN-LP",
        preset="wgan-gp",
    )
    at: Literal["lines", "real", "fake", "around"] = part(
        "lines",
        title="Where",
        help="The points x̂ where the slope is looked at: anywhere on lines between a real sample and a fake, at the "
        "real samples, at the fakes, or around the real samples.",
        formula="lines: $x̂ = ε x + (1 − ε) G(z), ε ~ U(0, 1)$; around: $x̂ = x + c σ(x) u, u ~ U(0, 1)ᵈ$",
        source="lines: Gulrajani et al. (2017), algorithm 1; around: Kodali et al. (2017), DRAGAN",
        preset="dragan",
    )
    width: float = number(
        0.5, title="Width c", ge=0, le=100,
        help="How far around the real samples, in standard deviations of the batch. Only where the points lie "
        "around the real samples.",
        formula="$x̂ = x + c σ(x) u, u ~ U(0, 1)ᵈ$", source="Kodali et al. (2017), DRAGAN",
    )  # fmt: skip


class WeightDecay(Model):
    """Pulls D's weights towards 0, and so its slope with them; its biases are free."""

    kind: Literal["weight_decay"] = kind(
        "weight_decay", "Weight decay", formula="$½ λ‖W‖²$", source="Krogh and Hertz (1992)", preset="two-peaks"
    )
    weight: float = number(
        1e-3, title="λ", help="How strong the pull is; 0 switches it off.", ge=0, le=100, scale="log"
    )


class Clip(Model):
    """Cuts D's weights back after every step: the first way to keep a critic's slope bounded, and a rough one, for
    most weights end up at the bound."""

    kind: Literal["clip"] = kind(
        "clip",
        "Weight clipping",
        formula="$w ← max(−c, min(w, c))$",
        source="Arjovsky et al. (2017), WGAN, algorithm 1",
    )
    bound: float = number(
        0.1, title="Bound c", gt=0, le=10, scale="log",
        help="The largest size of a weight or a bias of D. Small ones make D flat, large ones let it grow slowly.",
    )  # fmt: skip


class InstanceNoise(Model):
    """Blurs real samples and fakes before D sees them, so that they overlap and D cannot be sure too early."""

    kind: Literal["instance_noise"] = kind(
        "instance_noise",
        "Instance noise",
        formula="$D(x + σ_t ε), ε ~ N(0, I), σ_t = σ₀ max(0, 1 − t/T)$",
        source="Sønderby et al. (2017); Arjovsky and Bottou (2017), section 3",
    )
    std: float = number(
        0.5, title="Noise σ₀", help="Standard deviation of the noise at round 0; 0 switches it off.",
        ge=0, le=100, scale="log",
    )  # fmt: skip
    until: int = number(
        0, title="Gone at round T", ge=0, le=10_000_000, scale="log", unit="rounds",
        help="The noise fades on a straight line and is gone from this round on. 0 keeps it for ever.",
    )  # fmt: skip


Penalty = Annotated[R1 | R2 | GradientPenalty | WeightDecay | Clip | InstanceNoise, Field(discriminator="kind")]
