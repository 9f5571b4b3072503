"""What G and D can be, and where the noise comes from."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from ganscope.game.said import Unfit

from .fields import MAX_GENERATORS, MAX_LATENT, MAX_LAYERS, MAX_PACK, MAX_WIDTH, Model, kind, number, part

MAX_FEATURES = 256


class Latent(Model):
    """Where the generator's noise z comes from."""

    kind: Literal["uniform", "normal"] = part(
        "normal",
        title="Distribution",
        help="What the noise z is drawn from: flat on [−1, 1] in every coordinate, or a standard normal.",
        formula="$z ~ U(−1, 1)ⁿ$ or $z ~ N(0, I)$",
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

    kind: Literal["he"] = kind("he", "He", "reset", formula="$w ~ N(0, 2 / fan-in)$", source="He et al. (2015)")


class Glorot(Model):
    """Uniform weights that suit tanh and sigmoid networks."""

    kind: Literal["glorot"] = kind(
        "glorot", "Glorot", "reset", formula="$Var w = 2 / (fan-in + fan-out)$", source="Glorot and Bengio (2010)"
    )


class Orthogonal(Model):
    """Random rotations times a gain: no direction of the signal is lost."""

    kind: Literal["orthogonal"] = kind(
        "orthogonal", "Orthogonal", "reset", formula="$W = gain · Q, QᵀQ = I$", source="Saxe et al. (2014)"
    )
    gain: float = number(
        1.0, title="Gain", help="Factor on the rotations: above 1 the signal grows from layer to layer.",
        effect="reset", gt=0, le=10,
    )  # fmt: skip


class Normal(Model):
    """Independent normal weights of one size, whatever the width."""

    kind: Literal["normal"] = kind("normal", "Normal", "reset", formula="$w ~ N(0, σ²)$", preset="ring-learned")
    std: float = number(
        0.02, title="σ", help="Standard deviation of the weights. Small ones start the network nearly constant.",
        effect="reset", gt=0, le=10, scale="log",
    )  # fmt: skip


class Constant(Model):
    """One value for every weight: a start that is known to the digit, as the games with one weight a player want it."""

    kind: Literal["constant"] = kind("constant", "Constant", "reset", formula="$w = c$")
    value: float = number(
        1.0, title="c", effect="reset", ge=-100, le=100,
        help="Every weight starts here. Units of one hidden layer that start alike stay alike.",
    )  # fmt: skip


Initialisation = Annotated[He | Glorot | Orthogonal | Normal | Constant, Field(discriminator="kind")]
Activation = Literal["relu", "leaky_relu", "elu", "tanh", "sigmoid", "softplus", "gelu", "sin", "maxout"]
Width = Annotated[int, Field(strict=True, ge=1, le=MAX_WIDTH)]

_LAYER: dict[str, Any] = {
    "title": "Layers", "effect": "restart", "formula": "residual: $x ↦ x + a(W x + b)$",
    "source": "He et al. (2016), residual networks", "preset": "ring-learned",
}  # fmt: skip
_NORM_HELP = (
    "What is done to hidden layers before they bend. Layer: mean 0 and variance 1 over the units of a layer. Spectral: "
    "every weight matrix is divided by its largest singular value, so that the network cannot be steep."
)


class Perceptron(Model):
    """What both players' networks have."""

    hidden: tuple[Width, ...] = part(
        (32, 32),
        title="Hidden layers",
        help=f"Its layers and how many units each has: 0 to {MAX_LAYERS} layers of 1 to {MAX_WIDTH} units. "
        "More units bend more freely and cost more time; without hidden layers the network is affine.",
        formula="$x ↦ Wₙ a(… a(W₁ x + b₁) …) + bₙ$",
        effect="restart",
        control="network",
        basic=True,
        max_length=MAX_LAYERS,
    )
    activation: Activation = part(
        "relu",
        title="Activation",
        help="The bend a that is applied after every hidden layer. With ReLU, G is made of straight pieces; with tanh "
        "and the like it is smooth. Maxout takes the largest of 5 affine functions, with 5 times the weights; a change "
        "to or from it restarts the run.",
        source="maxout: Goodfellow et al. (2013)",
        preset="figure-1",
    )
    init: Initialisation = part(
        He(),
        title="Initialisation",
        help="How the weights are drawn when a run starts; biases start at 0.",
        effect="reset",
    )
    features: int = number(
        0, title="Fourier features", effect="restart", ge=0, le=MAX_FEATURES, scale="log", unit="frequencies",
        formula="$x ↦ (sin 2πBx, cos 2πBx), B ~ N(0, scale²)$, not trained", source="Tancik et al. (2020)",
        help="The network looks at so many sines and cosines of its input in place of the input itself, which lets it "
        "learn fine detail. 0 switches them off.",
    )  # fmt: skip
    feature_scale: float = number(
        1.0, title="Frequency scale", effect="compile", gt=0, le=100, scale="log", source="Tancik et al. (2020)",
        help="How high the frequencies of the Fourier features are, in turns per unit of the input: higher ones see "
        "finer detail and make a rougher function. Without features it has no effect.",
    )  # fmt: skip

    @model_validator(mode="after")
    def _possible(self) -> Any:
        layer, norm = getattr(self, "layer", "plain"), getattr(self, "norm", "none")
        if layer in ("point", "linear") and self.hidden:
            raise Unfit(
                "unfit.hidden_of_layer", "{field} must be empty where layer is {layer}; got {got}",
                field="hidden", layer=layer, got=list(self.hidden),
            )  # fmt: skip
        if layer == "point":
            for name, got, only in (("norm", norm, "none"), ("features", self.features, 0)):
                if got != only:
                    raise Unfit(
                        "unfit.point", "{field} must be {only} where layer is point, which has no input; got {got}",
                        field=name, only=only, got=got,
                    )  # fmt: skip
        if (across := getattr(self, "across", "none")) != "none" and not self.hidden:
            raise Unfit(
                "unfit.across_of_nothing",
                "{field} must be none where hidden is empty, for it looks at a hidden layer; got {got}",
                field="across", got=across,
            )  # fmt: skip
        if norm in ("layer", "batch") and not self.hidden:
            raise Unfit(
                "unfit.norm_of_nothing", "{field} must be none or spectral where hidden is empty; got {got}",
                field="norm", got=norm,
            )  # fmt: skip
        if norm == "layer" and 1 in self.hidden and self.activation != "maxout":
            raise Unfit(
                "unfit.norm_of_one",
                "{field} must have at least 2 units in every layer where norm is layer, which makes 1 unit constant; "
                "got {got}",
                field="hidden", got=list(self.hidden),
            )  # fmt: skip
        if norm == "layer" and self.init.kind == "constant":
            raise Unfit(
                "unfit.norm_of_alike",
                "{field} must be he, glorot, orthogonal or normal where norm is layer, which makes units that start "
                "alike 0 for ever; got constant",
                field="init",
            )
        return self


class Network(Perceptron):
    """A multilayer perceptron with an affine last layer, or several; biases start at 0."""

    count: int = number(
        1, title="Generators", effect="restart", ge=1, le=MAX_GENERATORS, scale="log", unit="networks",
        formula="$p_g = (1/n) Σᵢ p_gᵢ$", source="Ghosh et al. (2018), MAD-GAN",
        help="So many networks of this shape, each with weights of its own, make up G: a sample comes from any of them "
        "with the same chance. Every batch is split evenly, so its size must be a multiple of their number. Several "
        "can cover modes that lie apart without a bridge between them.",
    )  # fmt: skip
    layer: Literal["plain", "residual", "point"] = part(
        "plain",
        help="What one layer does. Residual: a hidden layer after the first that is as wide as the one before adds its "
        "input to its output. Point: no network, G is a point θ whatever z is (without hidden layers only), as in the "
        "Dirac-GAN.",
        **_LAYER,
    )
    norm: Literal["none", "layer", "batch", "spectral"] = part(
        "none",
        title="Normalisation",
        help=_NORM_HELP + " Batch: mean 0 and variance 1 of every unit over the batch that G is applied to; nothing is "
        "remembered from batch to batch, so a sample depends on the others of its batch.",
        formula="$a(norm(W x + b))$, without a learned gain",
        source="Ba et al. (2016); Ioffe and Szegedy (2015); Miyato et al. (2018)",
        preset="ring-learned",
    )


class Discriminator(Perceptron):
    """The discriminator; its output is a logit, $D(x) = 1/(1 + e^{−logit})$."""

    input_scale: float = number(
        1.0,
        title="Input scale",
        help="D looks at this number times x. A larger one lets D see finer detail.",
        formula="$D(x) = σ(f(s · x))$",
        gt=0,
        le=100,
        scale="log",
    )
    pack: int = number(
        1, title="Pack m", effect="restart", ge=1, le=MAX_PACK, unit="samples",
        help="D judges so many samples at once, all real or all fake, and a batch is so many packs. A pack of fakes "
        "that are all alike gives a collapsed G away. The picture shows D of m equal samples.",
        formula="$D: (x₁, …, xₘ) ↦ logit, D*(x, …, x) = p^m/(p^m + q^m)$", source="Lin et al. (2018), PacGAN",
    )  # fmt: skip
    across: Literal["none", "stddev", "discrimination"] = part(
        "none", title="Across the batch", effect="restart",
        help="What D's last layer sees of the batch that a sample is in, all real or all fake, so that G cannot hide "
        "that its samples are alike. Standard deviation: how far the last hidden layer spreads, one number. "
        "Discrimination: how near each sample is to the others, by 4 kernels of size 4. The picture shows D of a "
        "sample in a batch of fakes; the best such D is not known.",
        formula="stddev: $E_f σ_batch(h_f)$; discrimination: $o_b(x_i) = Σ_j exp(−‖M_ib − M_jb‖₁), M = h T$",
        source="Karras et al. (2018), section 3; Salimans et al. (2016), section 3.2", preset="ring-minibatch",
    )  # fmt: skip
    layer: Literal["plain", "residual", "linear"] = part(
        "plain",
        help="What one layer does. Residual: a hidden layer after the first that is as wide as the one before adds its "
        "input to its output. Linear: D's output is ψ·x, without bias (without hidden layers only), as in the "
        "Dirac-GAN.",
        **_LAYER,
    )
    # batch norm would make D(x) depend on the other samples: there would be no D to draw
    norm: Literal["none", "layer", "spectral"] = part(
        "none",
        title="Normalisation",
        help=_NORM_HELP,
        formula="$a(norm(W x + b))$, without a learned gain",
        source="Ba et al. (2016); Miyato et al. (2018)",
        preset="ring-learned",
    )
