"""A third network that takes samples back to noise, so that D judges pairs."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .fields import Model, kind, number
from .networks import Perceptron


class NoReconstructor(Model):
    """D judges x alone."""

    kind: Literal["none"] = kind("none", "None", "restart")


class Veegan(Perceptron):
    """F learns which z a sample of G came from, and G to make samples that tell; noise that is far apart cannot all
    become one mode then. D judges pairs of x and z."""

    kind: Literal["veegan"] = kind(
        "veegan", "VEEGAN", "restart", source="Srivastava et al. (2017), algorithm 1",
        formula="$D: (x, F(x) + σε)$ or $(G(z), z)$?  $F: min λ E‖z − F(G(z))‖²,  G: min L_G + λ E‖z − F(G(z))‖²$",
    )  # fmt: skip
    weight: float = number(
        1.0, title="λ", ge=0, le=100, scale="log", formula="$λ E‖z − F(G(z))‖²$",
        help="How much F, and G beside its own loss, care that F finds z again. 0 leaves F as it was drawn.",
    )  # fmt: skip
    noise: float = number(
        1.0, title="Noise σ", ge=0, le=10, scale="log", formula="$(x, F(x) + σε), ε ~ N(0, I)$",
        help="What is added to F(x) before D sees it beside a real x. F says where z is likely, not which it was: "
        "without noise what it says lies closer together than z does, and D knows real pairs by that.",
        source="Srivastava et al. (2017), section 3: p(z|x)",
    )  # fmt: skip


class ALI(Perceptron):
    """F makes z of data as G makes data of z, and both want D to confuse their pairs. F gives a normal law for z, its
    mean and its width, and z is drawn from that."""

    kind: Literal["ali"] = kind(
        "ali", "ALI", "restart", preset="ring-veegan", source="Dumoulin et al. (2017), algorithm 1",
        formula="$D: (x, μ(x) + s(x) ε)$ or $(G(z), z)$?  $F: L_G$ with the sides exchanged",
    )  # fmt: skip


class BiGAN(Perceptron):
    """ALI whose F gives one z for every x, without chance."""

    kind: Literal["bigan"] = kind(
        "bigan", "BiGAN", "restart", preset="ring-veegan", source="Donahue et al. (2017), section 3",
        formula="$D: (x, F(x))$ or $(G(z), z)$?  $F: L_G$ with the sides exchanged",
    )  # fmt: skip


Reconstructor = Annotated[NoReconstructor | Veegan | ALI | BiGAN, Field(discriminator="kind")]
