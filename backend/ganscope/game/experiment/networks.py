"""What G and D can be, and where the noise comes from."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .fields import MAX_LATENT, MAX_LAYERS, MAX_WIDTH, Model, kind, number, part


class Latent(Model):
    """Where the generator's noise z comes from."""

    kind: Literal["uniform", "normal"] = part(
        "normal",
        title="Distribution",
        help="What the noise z is drawn from: flat on [−1, 1] in every coordinate, or a standard normal.",
        formula="z ~ U(−1, 1)ⁿ or z ~ N(0, I)",
    )
    dimension: int = number(
        2,
        title="Dimension",
        help="How many numbers z has. With fewer than the data has, G can only draw a curve.",
        effect="restart",
        ge=1,
        le=MAX_LATENT,
        scale="log",
    )


class He(Model):
    """Normal weights that keep the size of the signal in ReLU networks."""

    kind: Literal["he"] = kind("he", "He", "reset", formula="w ~ N(0, 2 / fan-in)", source="He et al. (2015)")


class Glorot(Model):
    """Uniform weights that suit tanh and sigmoid networks."""

    kind: Literal["glorot"] = kind(
        "glorot", "Glorot", "reset", formula="Var w = 2 / (fan-in + fan-out)", source="Glorot and Bengio (2010)"
    )


class Orthogonal(Model):
    """Random rotations times a gain: no direction of the signal is lost."""

    kind: Literal["orthogonal"] = kind(
        "orthogonal", "Orthogonal", "reset", formula="W = gain · Q, QᵀQ = I", source="Saxe et al. (2014)"
    )
    gain: float = number(
        1.0, title="Gain", help="Factor on the rotations: above 1 the signal grows from layer to layer.",
        effect="reset", gt=0, le=10,
    )  # fmt: skip


class Normal(Model):
    """Independent normal weights of one size, whatever the width."""

    kind: Literal["normal"] = kind("normal", "Normal", "reset", formula="w ~ N(0, σ²)")
    std: float = number(
        0.02, title="σ", help="Standard deviation of the weights. Small ones start the network nearly constant.",
        effect="reset", gt=0, le=10, scale="log",
    )  # fmt: skip


Initialisation = Annotated[He | Glorot | Orthogonal | Normal, Field(discriminator="kind")]
Activation = Literal["relu", "leaky_relu", "elu", "tanh", "sigmoid", "softplus", "gelu", "sin"]
Width = Annotated[int, Field(strict=True, ge=1, le=MAX_WIDTH)]


class Network(Model):
    """A multilayer perceptron with an affine last layer; biases start at 0."""

    hidden: tuple[Width, ...] = part(
        (32, 32),
        title="Hidden layers",
        help=f"Its layers and how many units each has: 0 to {MAX_LAYERS} layers of 1 to {MAX_WIDTH} units. "
        "More units bend more freely and cost more time; without hidden layers the network is affine.",
        formula="x ↦ Wₙ a(… a(W₁ x + b₁) …) + bₙ",
        effect="restart",
        control="network",
        basic=True,
        max_length=MAX_LAYERS,
    )
    activation: Activation = part(
        "relu",
        title="Activation",
        help="The bend a that is applied after every hidden layer. With ReLU, G is made of straight pieces; with tanh "
        "and the like it is smooth.",
    )
    init: Initialisation = part(
        He(),
        title="Initialisation",
        help="How the weights are drawn when a run starts; biases start at 0.",
        effect="reset",
    )


class Discriminator(Network):
    """The discriminator; its output is a logit, D(x) = 1/(1 + e^(−logit))."""

    input_scale: float = number(
        1.0,
        title="Input scale",
        help="D looks at this number times x. A larger one lets D see finer detail.",
        formula="D(x) = σ(f(s · x))",
        gt=0,
        le=100,
        scale="log",
    )
