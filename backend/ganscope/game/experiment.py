"""The one description of a run.

An :class:`Experiment` is frozen, validated and readable as JSON.  The command line reads it from a file, the
page carries it in its address and builds its controls from the JSON Schema, and a saved run begins with it.

Titles, units, ranges and help are written here and nowhere else.  Every field says what a change of it costs a
run that is under way (``x-effect``):

``now``
    a traced number: it takes effect at the next round, and nothing is compiled;
``compile``
    part of the structure: a program is compiled beside the running one, and the run goes on with its weights;
``restart``
    the networks no longer fit: the run starts again from round 0;
``reset``
    used only when weights are drawn: it waits for the next reset.

Other hints for the page: ``x-scale`` (how a slider moves: ``linear``, ``log``, or ``one_minus``, which is log in the
distance from 1), ``x-unit``, ``x-formula``, ``x-source``, ``x-control`` (a control of its own), and ``x-basic`` for the
few fields that a newcomer is shown.
"""

from __future__ import annotations

import math
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

MAX_COMPONENTS = 64
MAX_STEPS = 32
MAX_LAYERS = 5
MAX_WIDTH = 512
MAX_LATENT = 256
MAX_BATCH = 4096


class Model(BaseModel):
    """Frozen, without unknown fields, without NaN or infinity."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


def number(
    default: Any = ...,
    *,
    title: str,
    help: str,
    effect: str = "now",
    ge: float | None = None,
    gt: float | None = None,
    le: float | None = None,
    scale: str = "linear",
    **hints: Any,
) -> Any:
    """A numeric field with all that the page needs to draw a control for it."""
    extra = _hints(effect, scale=scale, **hints)
    return Field(default, title=title, description=help, ge=ge, gt=gt, le=le, strict=True, json_schema_extra=extra)


def part(
    default: Any = ..., *, title: str, help: str, effect: str = "compile", formula: str = "", source: str = "",
    control: str = "", basic: bool = False, **limits: Any,
) -> Any:  # fmt: skip
    """A field that is not a number: a choice, a list, a part of the experiment."""
    extra = _hints(effect, formula=formula, source=source, control=control, basic=basic)
    return Field(default, title=title, description=help, json_schema_extra=extra, **limits)


def _kind(name: str, title: str, effect: str = "compile", **hints: Any) -> Any:
    return Field(name, title=title, json_schema_extra=_hints(effect, **hints))


def _hints(
    effect: str, *, scale: str = "", unit: str = "", formula: str = "", source: str = "", control: str = "",
    basic: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """What the page is told beside JSON Schema's own words; a hint that says nothing is left out."""
    said = {"effect": effect, "scale": scale, "unit": unit, "formula": formula, "source": source, "control": control,
            "basic": basic}  # fmt: skip
    return {f"x-{name}": value for name, value in said.items() if value}


# --- targets -----------------------------------------------------------------------------------------------

_POSITION: dict[str, Any] = {"ge": -100.0, "le": 100.0}
_SPREAD: dict[str, Any] = {"ge": 0.001, "le": 50.0, "scale": "log"}
_WIDTH: dict[str, Any] = {**_SPREAD, "basic": True}
_WEIGHT: dict[str, Any] = {
    "title": "Weight", "ge": 0, "le": 1e6, "scale": "log", "formula": "p_data(x) = Σ wₖ N(x; μₖ, Σₖ) / Σ wₖ",
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
        formula="Σ = ((σx², ρ σx σy), (ρ σx σy, σy²))",
        effect="now",
    )

    @model_validator(mode="after")
    def _definite(self) -> Component2D:
        (a, b), (c, d) = self.covariance
        if b != c:
            raise ValueError(f"covariance must be symmetric; got {b:g} and {c:g} off the diagonal")
        half, radius = (a + d) / 2, math.hypot((a - d) / 2, b)
        if not half - radius >= 1e-6 * (1 - 1e-6) or half + radius > 2500 * (1 + 1e-6):
            raise ValueError(
                f"covariance must be positive definite with standard deviations from .001 to 50; "
                f"its eigenvalues are {half - radius:.4g} and {half + radius:.4g}"
            )
        return self


def _some_weight(components: Any) -> Any:
    if sum(c.weight for c in components) <= 0:
        raise ValueError("at least one component needs a weight above 0")
    return components


def _components(of: str) -> Any:
    return part(
        title="Components", help=f"The Gaussians that the data comes from: 1 to {MAX_COMPONENTS} of them {of}.",
        effect="now", basic=True, min_length=1, max_length=MAX_COMPONENTS,
    )  # fmt: skip


class Gaussian(Model):
    """One bell curve on the line: the target of Figure 1."""

    kind: Literal["gaussian"] = _kind(
        "gaussian", "One Gaussian", "now", formula="p_data = N(μ, σ²)", source="Goodfellow et al. (2014), fig. 1"
    )
    mean: float = number(
        0.0, title="Mean", help="Where the middle of the data is. It can be dragged in the picture too.", **_POSITION
    )
    std: float = number(1.0, title="Width σ", help="Standard deviation of the data: how wide the bell is.", **_WIDTH)


class TwoPeaks(Model):
    """Two equal Gaussians on the line, with a gap between them that G has to cross."""

    kind: Literal["two_peaks"] = _kind("two_peaks", "Two peaks", "now", formula="p_data = ½ N(−d/2, σ²) + ½ N(d/2, σ²)")
    distance: float = number(
        4.0, title="Distance", help="Distance d between the centres of the peaks: the wider, the harder for G.",
        ge=0, le=100,
    )  # fmt: skip
    std: float = number(0.5, title="Width σ", help="Standard deviation of each peak: how wide it is.", **_WIDTH)


class ThreePeaks(Model):
    """Three Gaussians on the line that are not equally heavy: does G give each its share?"""

    kind: Literal["three_peaks"] = _kind(
        "three_peaks", "Three unequal peaks", "now", formula="p_data ∝ w₁ N(−d, σ²) + w₂ N(0, σ²) + w₃ N(d, σ²)"
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
            raise ValueError("weights: at least one must be above 0")
        return self


class Uniform(Model):
    """A flat block on the line, with sharp ends that a smooth G can only come near."""

    kind: Literal["uniform"] = _kind("uniform", "Uniform", "compile", formula="p_data = U(a, b)")
    low: float = number(-1.0, title="From", help="Left end a of the interval.", basic=True, **_POSITION)
    high: float = number(1.0, title="To", help="Right end b of the interval.", basic=True, **_POSITION)

    @model_validator(mode="after")
    def _ordered(self) -> Uniform:
        if self.high - self.low < 0.001:
            raise ValueError(f"high must exceed low by at least .001; got low {self.low:g} and high {self.high:g}")
        return self


class Mixture1D(Model):
    """Gaussians on the line, as many as you like and wherever you put them."""

    kind: Literal["mixture_1d"] = _kind("mixture_1d", "Your own mixture (1-D)", "now")
    components: Annotated[tuple[Component1D, ...], AfterValidator(_some_weight)] = _components("on the line")


class Ring(Model):
    """Equal Gaussians, evenly spaced on a circle: the classic test for mode collapse."""

    kind: Literal["ring"] = _kind("ring", "Ring", "now", source="Metz et al. (2017), Unrolled GANs, section 3.1")
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

    kind: Literal["grid"] = _kind(
        "grid", "Grid", "now", source="Dumoulin et al. (2017), Adversarially Learned Inference"
    )
    side: int = number(5, title="Side K", help="The grid has K×K Gaussians.", ge=1, le=8, basic=True)
    spacing: float = number(2.0, title="Spacing", help="Distance between neighbouring Gaussians.", ge=0, le=25)
    std: float = number(
        0.05, title="Width σ", help="Standard deviation of each Gaussian. Narrow ones are harder to hit.", **_WIDTH
    )


class TwoGaussians(Model):
    """Two equal Gaussians in the plane, side by side."""

    kind: Literal["two_gaussians"] = _kind("two_gaussians", "Two Gaussians", "now")
    distance: float = number(2.0, title="Distance", help="Distance between the two centres.", ge=0, le=100)
    std: float = number(0.3, title="Width σ", help="Standard deviation of each Gaussian: how wide it is.", **_WIDTH)


class Mixture2D(Model):
    """Gaussians in the plane, as many as you like and wherever you put them."""

    kind: Literal["mixture_2d"] = _kind("mixture_2d", "Your own mixture (2-D)", "now")
    components: Annotated[tuple[Component2D, ...], AfterValidator(_some_weight)] = _components("in the plane")


Target = Annotated[
    Gaussian | TwoPeaks | ThreePeaks | Uniform | Mixture1D | Ring | Grid | TwoGaussians | Mixture2D,
    Field(discriminator="kind"),
]

# --- networks ----------------------------------------------------------------------------------------------


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

    kind: Literal["he"] = _kind("he", "He", "reset", formula="w ~ N(0, 2 / fan-in)", source="He et al. (2015)")


class Glorot(Model):
    """Uniform weights that suit tanh and sigmoid networks."""

    kind: Literal["glorot"] = _kind(
        "glorot", "Glorot", "reset", formula="Var w = 2 / (fan-in + fan-out)", source="Glorot and Bengio (2010)"
    )


class Orthogonal(Model):
    """Random rotations times a gain: no direction of the signal is lost."""

    kind: Literal["orthogonal"] = _kind(
        "orthogonal", "Orthogonal", "reset", formula="W = gain · Q, QᵀQ = I", source="Saxe et al. (2014)"
    )
    gain: float = number(
        1.0, title="Gain", help="Factor on the rotations: above 1 the signal grows from layer to layer.",
        effect="reset", gt=0, le=10,
    )  # fmt: skip


class Normal(Model):
    """Independent normal weights of one size, whatever the width."""

    kind: Literal["normal"] = _kind("normal", "Normal", "reset", formula="w ~ N(0, σ²)")
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


# --- the game ----------------------------------------------------------------------------------------------


class Minimax(Model):
    """The game of the theory: G minimises what D maximises. While D is sure, this loss is flat for G and G stalls."""

    kind: Literal["minimax"] = _kind(
        "minimax", "Minimax (saturating)", formula="G: min E log(1 − D(G(z)))", source="Goodfellow et al. (2014), eq. 1"
    )


class NonSaturating(Model):
    """G maximises the chance that D is fooled: the same fixed point, and a strong pull while D is sure."""

    kind: Literal["non_saturating"] = _kind(
        "non_saturating",
        "Non-saturating",
        formula="G: min −E log D(G(z))",
        source="Goodfellow et al. (2014), section 3",
    )


class Switch(Model):
    """Non-saturating first, minimax from a round on: a good start, then the game of the theory."""

    kind: Literal["switch"] = _kind("switch", "Switch")
    round: int = number(
        1000, title="Switch at round", help="The first round that is played with the minimax loss.",
        ge=0, le=10_000_000, scale="log", basic=True,
    )  # fmt: skip


Objective = Annotated[Minimax | NonSaturating | Switch, Field(discriminator="kind")]


class R1(Model):
    """Keeps D flat around the real data, which stops the two players from circling each other."""

    kind: Literal["r1"] = _kind(
        "r1", "R1", formula="½ γ E‖∇D(x)‖², x real, D as logit", source="Mescheder et al. (2018), eq. 9"
    )
    weight: float = number(
        0.1, title="γ", help="How strong the penalty is. 0 switches it off; much of it makes D slow and soft.",
        ge=0, le=1000, scale="log",
    )  # fmt: skip


Penalty = R1

_RATE: dict[str, Any] = {
    "title": "Learning rate", "ge": 0.0, "le": 10.0, "scale": "log", "formula": "η in θ ← θ − η · step", "basic": True,
    "help": "How far one step goes. Too small is slow, too large is wild. The larger rate leads the other.",
}  # fmt: skip


class SGD(Model):
    """One step down the gradient, and nothing remembered."""

    kind: Literal["sgd"] = _kind("sgd", "SGD", formula="θ ← θ − η g")
    learning_rate: float = number(0.01, **_RATE)


class Momentum(Model):
    """A ball that rolls: part of the last step is kept. In a game this tends to circle."""

    kind: Literal["momentum"] = _kind(
        "momentum", "Momentum", formula="v ← μ v + g,  θ ← θ − η v", source="Polyak (1964)"
    )
    learning_rate: float = number(0.01, **_RATE)
    momentum: float = number(
        0.9, title="Momentum μ", help="Share of the last step that is kept.", ge=0, le=0.9999, scale="one_minus"
    )


class RMSProp(Model):
    """Steps of about one size, whatever the size of the gradient."""

    kind: Literal["rmsprop"] = _kind(
        "rmsprop", "RMSProp", formula="s ← ρ s + (1 − ρ) g²,  θ ← θ − η g/√(s + ε)",
        source="Tieleman and Hinton (2012), lecture 6.5",
    )  # fmt: skip
    learning_rate: float = number(1e-3, **_RATE)
    decay: float = number(
        0.9,
        title="Decay ρ",
        help="How long the size of the gradient is remembered.",
        ge=0,
        le=0.99999,
        scale="one_minus",
    )
    epsilon: float = number(
        1e-8, title="ε", help="A small number under the root, against division by 0.", gt=0, le=1, scale="log"
    )


class Adam(Model):
    """Momentum and steps of about one size, together: what most GANs are trained with."""

    kind: Literal["adam"] = _kind(
        "adam", "Adam", formula="m ← β₁ m + (1 − β₁) g,  s ← β₂ s + (1 − β₂) g²,  θ ← θ − η m̂/(√ŝ + ε)",
        source="Kingma and Ba (2015)",
    )  # fmt: skip
    learning_rate: float = number(1e-3, **_RATE)
    beta1: float = number(
        0.5, title="β₁", ge=0, le=0.9999, scale="one_minus",
        help="How long the gradient is remembered. GANs like less than the usual .9: .5, or 0.",
        source="Radford et al. (2016), DCGAN, section 4",
    )  # fmt: skip
    beta2: float = number(
        0.999, title="β₂", help="How long the size of the gradient is remembered.", ge=0, le=0.99999, scale="one_minus"
    )
    epsilon: float = number(
        1e-8, title="ε", help="A small number beside the root, against division by 0.", gt=0, le=1, scale="log"
    )


Optimizer = Annotated[SGD | Momentum | RMSProp | Adam, Field(discriminator="kind")]


class Optimizers(Model):
    """One optimizer for each player."""

    generator: Optimizer = part(Adam(), title="Optimizer", help="How G turns its gradient into a step.")
    discriminator: Optimizer = part(Adam(), title="Optimizer", help="How D turns its gradient into a step.")


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


class Experiment(Model):
    """Everything that a run depends on; a run is a function of (experiment, round) alone."""

    target: Target = part(
        Gaussian(),
        title="Target",
        help="p_data: the distribution that the real samples come from, and that G should learn.",
        basic=True,
    )
    latent: Latent = part(Latent(), title="Latent", help="p_z: the noise that G turns into samples.")
    generator: Network = part(Network(), title="Generator", help="G turns noise z into samples x.", formula="G: z ↦ x")
    discriminator: Discriminator = part(
        Discriminator(), title="Discriminator", help="D says how likely it is that x is real.", formula="D: x ↦ logit"
    )
    objective: Objective = part(
        NonSaturating(),
        title="Objective",
        help="What the players play for. D always maximises V(G, D); G has a choice.",
        formula="V(G, D) = E log D(x) + E log(1 − D(G(z)))",
        source="Goodfellow et al. (2014)",
        basic=True,
    )
    penalties: tuple[Penalty, ...] = part(
        (), title="Penalties", help="Terms that are added to the loss of D to tame it.", max_length=8
    )
    optimizers: Optimizers = part(Optimizers(), title="Optimizers", help="How G and D turn gradients into steps.")
    schedule: Schedule = part(
        Schedule(), title="Schedule", help="What one round consists of.", source="Goodfellow et al. (2014), algorithm 1"
    )
    seed: int = number(
        0,
        title="Seed",
        help="All random numbers of a run follow from it: the same seed gives the same run.",
        effect="restart",
        ge=0,
        le=2**32 - 1,
    )

    @model_validator(mode="after")
    def _once(self) -> Experiment:
        kinds = [p.kind for p in self.penalties]
        for kind in kinds:
            if kinds.count(kind) > 1:
                raise ValueError(f"penalties: {kind} is listed twice")
        return self
