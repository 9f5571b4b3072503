"""What the data can be."""

from __future__ import annotations

import math
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from ganscope.game.said import Unfit

from .fields import MAX_COMPONENTS, Model, kind, number, part

_POSITION: dict[str, Any] = {"ge": -200.0, "le": 200.0}
_SPREAD: dict[str, Any] = {"ge": 0.001, "le": 50.0, "scale": "log"}
_WIDTH: dict[str, Any] = {**_SPREAD, "basic": True}
_WEIGHT: dict[str, Any] = {
    "title": "Weight", "ge": 0, "le": 1e6, "scale": "log", "formula": "$p_data(x) = Σ wₖ N(x; μₖ, Σₖ) / Σ wₖ$",
    "help": "How much of the data comes from this Gaussian, beside the others. Only the ratio of the weights counts.",
}  # fmt: skip


class Component1D(Model):
    """One Gaussian of a mixture on the line."""

    weight: float = number(1.0, **_WEIGHT)
    mean: float = number(
        title="Mean", help="Where this Gaussian stands. It can be dragged in the picture too.", **_POSITION
    )
    std: float = number(title="Width σ", help="Standard deviation of this Gaussian: how wide it is.", **_SPREAD)


class Component2D(Model):
    """One Gaussian of a mixture in the plane."""

    weight: float = number(1.0, **_WEIGHT)
    mean: tuple[
        Annotated[float, Field(strict=True, ge=-100, le=100)], Annotated[float, Field(strict=True, ge=-100, le=100)]
    ] = part(
        title="Mean", help="Where this Gaussian stands: x, then y. It can be dragged in the picture too.", effect="now"
    )
    covariance: tuple[
        tuple[Annotated[float, Field(strict=True)], Annotated[float, Field(strict=True)]],
        tuple[Annotated[float, Field(strict=True)], Annotated[float, Field(strict=True)]],
    ] = part(
        title="Covariance",
        help="How wide the Gaussian is along x and along y, and how much it is tilted (correlation, between −1 and 1). "
        "Standard deviations from .001 to 50.",
        formula="$Σ = ((σx², ρ σx σy), (ρ σx σy, σy²))$",
        effect="now",
    )

    @model_validator(mode="after")
    def _definite(self) -> Component2D:
        (a, b), (c, d) = self.covariance
        if b != c:
            raise Unfit(
                "unfit.symmetric", "{field} must be symmetric; got {b} and {c} off the diagonal",
                field="covariance", b=f"{b:g}", c=f"{c:g}",
            )  # fmt: skip
        half, radius = (a + d) / 2, math.hypot((a - d) / 2, b)
        if not half - radius >= 1e-6 * (1 - 1e-6) or half + radius > 2500 * (1 + 1e-6):
            raise Unfit(
                "unfit.definite",
                "{field} must be positive definite with standard deviations from .001 to 50; its eigenvalues are {low} "
                "and {high}",
                field="covariance", low=f"{half - radius:.4g}", high=f"{half + radius:.4g}",
            )  # fmt: skip
        return self


def _some_weight(components: Any) -> Any:
    if sum(c.weight for c in components) <= 0:
        raise Unfit("unfit.weights", "at least one component needs a weight above 0")
    return components


def _components(of: str) -> Any:
    return part(
        title="Components", help=f"The Gaussians that the data comes from: 1 to {MAX_COMPONENTS} of them {of}.",
        effect="now", basic=True, min_length=1, max_length=MAX_COMPONENTS,
    )  # fmt: skip


class Gaussian(Model):
    """One bell curve on the line: the target of Figure 1."""

    kind: Literal["gaussian"] = kind(
        "gaussian", "One Gaussian", "now", formula="$p_data = N(μ, σ²)$", source="Goodfellow et al. (2014), fig. 1"
    )
    mean: float = number(
        0.0, title="Mean", help="Where the middle of the data is. It can be dragged in the picture too.", **_POSITION
    )
    std: float = number(1.0, title="Width σ", help="Standard deviation of the data: how wide the bell is.", **_WIDTH)


class TwoPeaks(Model):
    """Two equal Gaussians on the line, with a gap between them that G has to cross."""

    kind: Literal["two_peaks"] = kind(
        "two_peaks", "Two peaks", "now", formula="$p_data = ½ N(−d/2, σ²) + ½ N(d/2, σ²)$"
    )
    distance: float = number(
        4.0, title="Distance", help="Distance d between the centres of the peaks: the wider, the harder for G.",
        ge=0, le=100,
    )  # fmt: skip
    std: float = number(0.5, title="Width σ", help="Standard deviation of each peak: how wide it is.", **_WIDTH)


class ThreePeaks(Model):
    """Three Gaussians on the line that are not equally heavy: does G give each its share?"""

    kind: Literal["three_peaks"] = kind(
        "three_peaks", "Three unequal peaks", "now", formula="$p_data ∝ w₁ N(−d, σ²) + w₂ N(0, σ²) + w₃ N(d, σ²)$"
    )
    spacing: float = number(3.0, title="Spacing", help="Distance d between neighbouring peaks.", ge=0, le=50)
    std: float = number(0.4, title="Width σ", help="Standard deviation of each peak: how wide it is.", **_WIDTH)
    weights: tuple[
        Annotated[float, Field(strict=True, ge=0, le=1e6)],
        Annotated[float, Field(strict=True, ge=0, le=1e6)],
        Annotated[float, Field(strict=True, ge=0, le=1e6)],
    ] = part(
        (0.2, 0.5, 0.3),
        title="Weights",
        help="How heavy each peak is, from left to right; only the ratio counts.",
        effect="now",
    )

    @model_validator(mode="after")
    def _some(self) -> ThreePeaks:
        if sum(self.weights) <= 0:
            raise Unfit("unfit.peaks", "{field}: at least one must be above 0", field="weights")
        return self


class Uniform(Model):
    """A flat block on the line, with sharp ends that a smooth G can only come near."""

    kind: Literal["uniform"] = kind("uniform", "Uniform", "compile", formula="$p_data = U(a, b)$", preset="figure-1")
    low: float = number(-1.0, title="Low", help="Left end a of the interval.", basic=True, **_POSITION)
    high: float = number(1.0, title="High", help="Right end b of the interval.", basic=True, **_POSITION)

    @model_validator(mode="after")
    def _ordered(self) -> Uniform:
        if self.high - self.low < 0.001:
            raise Unfit(
                "unfit.ordered", "{field} must exceed low by at least .001; got low {low} and high {high}",
                field="high", low=f"{self.low:g}", high=f"{self.high:g}",
            )  # fmt: skip
        return self


class Mixture1D(Model):
    """Gaussians on the line, as many as you like and wherever you put them."""

    kind: Literal["mixture_1d"] = kind(
        "mixture_1d", "Your own mixture (1-D)", "now", formula="$p_data = Σ wₖ N(μₖ, σₖ²) / Σ wₖ$"
    )
    components: Annotated[tuple[Component1D, ...], AfterValidator(_some_weight)] = _components("on the line")


class Ring(Model):
    """Equal Gaussians, evenly spaced on a circle: the classic test for mode collapse."""

    kind: Literal["ring"] = kind(
        "ring", "Ring", "now", formula="$p_data = (1/n) Σₖ N(r (cos 2πk/n, sin 2πk/n), σ² I)$",
        source="Metz et al. (2017), Unrolled GANs, section 3.1",
    )  # fmt: skip
    modes: int = number(
        8, title="Modes", help="How many Gaussians stand on the circle. A good G finds them all.",
        ge=1, le=MAX_COMPONENTS, basic=True,
    )  # fmt: skip
    radius: float = number(2.0, title="Radius", help="Radius of the circle.", ge=0, le=100)
    std: float = number(
        0.02, title="Width σ", help="Standard deviation of each Gaussian. Narrow ones are harder to hit.", **_WIDTH
    )


class Grid(Model):
    """Equal Gaussians on a square grid: many modes to find."""

    kind: Literal["grid"] = kind(
        "grid", "Grid", "now", formula="$p_data = (1/K²) Σⱼₖ N(d (j − (K − 1)/2, k − (K − 1)/2), σ² I), j, k < K$",
        source="Dumoulin et al. (2017), Adversarially Learned Inference",
    )  # fmt: skip
    side: int = number(5, title="Side K", help="The grid has K×K Gaussians.", ge=1, le=8, basic=True)
    spacing: float = number(2.0, title="Spacing", help="Distance between neighbouring Gaussians.", ge=0, le=25)
    std: float = number(
        0.05, title="Width σ", help="Standard deviation of each Gaussian. Narrow ones are harder to hit.", **_WIDTH
    )


class TwoGaussians(Model):
    """Two equal Gaussians in the plane, side by side."""

    kind: Literal["two_gaussians"] = kind(
        "two_gaussians", "Two Gaussians", "now", preset="ring-learned",
        formula="$p_data = ½ N((−d/2, 0), σ² I) + ½ N((d/2, 0), σ² I)$",
    )  # fmt: skip
    distance: float = number(2.0, title="Distance", help="Distance between the two centres.", ge=0, le=100)
    std: float = number(0.3, title="Width σ", help="Standard deviation of each Gaussian: how wide it is.", **_WIDTH)


class Mixture2D(Model):
    """Gaussians in the plane, as many as you like and wherever you put them."""

    kind: Literal["mixture_2d"] = kind(
        "mixture_2d", "Your own mixture (2-D)", "now", preset="ring-learned",
        formula="$p_data = Σ wₖ N(μₖ, Σₖ) / Σ wₖ$",
    )  # fmt: skip
    components: Annotated[tuple[Component2D, ...], AfterValidator(_some_weight)] = _components("in the plane")


Target = Annotated[
    Gaussian | TwoPeaks | ThreePeaks | Uniform | Mixture1D | Ring | Grid | TwoGaussians | Mixture2D,
    Field(discriminator="kind"),
]
