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
    unit: str = "",
    source: str = "",
) -> Any:
    """A numeric field with all that the page needs to draw a control for it."""
    extra: dict[str, Any] = {"x-effect": effect, "x-scale": scale}
    if unit:
        extra["x-unit"] = unit
    if source:
        extra["x-source"] = source
    return Field(default, title=title, description=help, ge=ge, gt=gt, le=le, strict=True, json_schema_extra=extra)


def part(default: Any = ..., *, title: str, help: str, effect: str = "compile", **limits: Any) -> Any:
    """A field that is not a number: a choice, a list, a part of the experiment."""
    return Field(default, title=title, description=help, json_schema_extra={"x-effect": effect}, **limits)


def _kind(name: str, title: str, effect: str = "compile") -> Any:
    return Field(name, title=title, json_schema_extra={"x-effect": effect})


# --- targets -----------------------------------------------------------------------------------------------

_POSITION: dict[str, Any] = {"ge": -100.0, "le": 100.0}
_SPREAD: dict[str, Any] = {"ge": 0.001, "le": 50.0, "scale": "log"}


class Component1D(Model):
    """One Gaussian of a mixture on the line."""

    weight: float = number(1.0, title="Weight", help="Relative weight; the mixture normalises them.", ge=0, le=1e6)
    mean: float = number(title="Mean", help="Centre of the component.", **_POSITION)
    std: float = number(title="σ", help="Standard deviation of the component.", **_SPREAD)


class Component2D(Model):
    """One Gaussian of a mixture in the plane."""

    weight: float = number(1.0, title="Weight", help="Relative weight; the mixture normalises them.", ge=0, le=1e6)
    mean: tuple[
        Annotated[float, Field(strict=True, ge=-100, le=100)], Annotated[float, Field(strict=True, ge=-100, le=100)]
    ] = part(title="Mean", help="Centre (x, y) of the component.", effect="now")
    covariance: tuple[
        tuple[Annotated[float, Field(strict=True)], Annotated[float, Field(strict=True)]],
        tuple[Annotated[float, Field(strict=True)], Annotated[float, Field(strict=True)]],
    ] = part(
        title="Covariance",
        help="Symmetric, positive definite 2×2 matrix ((a, b), (b, c)); standard deviations .001 to 50.",
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
        title="Components", help=f"1 to {MAX_COMPONENTS} Gaussians {of}.", effect="now",
        min_length=1, max_length=MAX_COMPONENTS,
    )  # fmt: skip


class Gaussian(Model):
    """One Gaussian on the line: the target of Fig. 1 in Goodfellow et al. (2014)."""

    kind: Literal["gaussian"] = _kind("gaussian", "One Gaussian", "now")
    mean: float = number(0.0, title="Mean", help="Centre of p_data.", **_POSITION)
    std: float = number(1.0, title="σ", help="Standard deviation of p_data.", **_SPREAD)


class TwoPeaks(Model):
    """Two equal Gaussians on the line, at ± half the distance."""

    kind: Literal["two_peaks"] = _kind("two_peaks", "Two peaks", "now")
    distance: float = number(4.0, title="Distance", help="Distance between the two centres.", ge=0, le=100)
    std: float = number(0.5, title="σ", help="Standard deviation of each peak.", **_SPREAD)


class ThreePeaks(Model):
    """Three unequal Gaussians on the line."""

    kind: Literal["three_peaks"] = _kind("three_peaks", "Three unequal peaks", "now")
    spacing: float = number(3.0, title="Spacing", help="Distance between neighbouring centres.", ge=0, le=50)
    std: float = number(0.4, title="σ", help="Standard deviation of each peak.", **_SPREAD)
    weights: tuple[
        Annotated[float, Field(strict=True, ge=0, le=1e6)],
        Annotated[float, Field(strict=True, ge=0, le=1e6)],
        Annotated[float, Field(strict=True, ge=0, le=1e6)],
    ] = part((0.2, 0.5, 0.3), title="Weights", help="Relative weight of each peak, from left to right.", effect="now")

    @model_validator(mode="after")
    def _some(self) -> ThreePeaks:
        if sum(self.weights) <= 0:
            raise ValueError("weights: at least one must be above 0")
        return self


class Uniform(Model):
    """The uniform distribution on an interval."""

    kind: Literal["uniform"] = _kind("uniform", "Uniform", "compile")
    low: float = number(-1.0, title="From", help="Left end of the interval.", **_POSITION)
    high: float = number(1.0, title="To", help="Right end of the interval.", **_POSITION)

    @model_validator(mode="after")
    def _ordered(self) -> Uniform:
        if self.high - self.low < 0.001:
            raise ValueError(f"high must exceed low by at least .001; got low {self.low:g} and high {self.high:g}")
        return self


class Mixture1D(Model):
    """Any mixture of Gaussians on the line."""

    kind: Literal["mixture_1d"] = _kind("mixture_1d", "Your own mixture (1-D)", "now")
    components: Annotated[tuple[Component1D, ...], AfterValidator(_some_weight)] = _components("on the line")


class Ring(Model):
    """K equal Gaussians, evenly spaced on a circle."""

    kind: Literal["ring"] = _kind("ring", "Ring", "now")
    modes: int = number(8, title="Modes", help="How many Gaussians stand on the circle.", ge=1, le=MAX_COMPONENTS)
    radius: float = number(2.0, title="Radius", help="Radius of the circle.", ge=0, le=100)
    std: float = number(0.02, title="σ", help="Standard deviation of each Gaussian.", **_SPREAD)


class Grid(Model):
    """K×K equal Gaussians on a square grid, centred on the origin."""

    kind: Literal["grid"] = _kind("grid", "Grid", "now")
    side: int = number(5, title="Side K", help="The grid has K×K Gaussians.", ge=1, le=8)
    spacing: float = number(2.0, title="Spacing", help="Distance between neighbouring centres.", ge=0, le=25)
    std: float = number(0.05, title="σ", help="Standard deviation of each Gaussian.", **_SPREAD)


class TwoGaussians(Model):
    """Two equal Gaussians in the plane, side by side."""

    kind: Literal["two_gaussians"] = _kind("two_gaussians", "Two Gaussians", "now")
    distance: float = number(2.0, title="Distance", help="Distance between the two centres.", ge=0, le=100)
    std: float = number(0.3, title="σ", help="Standard deviation of each Gaussian.", **_SPREAD)


class Mixture2D(Model):
    """Any mixture of Gaussians in the plane."""

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
        "normal", title="Distribution", help="Uniform on [−1, 1] in every coordinate, or standard normal."
    )
    dimension: int = number(
        2, title="Dimension", help="Number of coordinates of z.", effect="restart", ge=1, le=MAX_LATENT
    )


class He(Model):
    """Normal weights with variance 2/fan-in (He et al., 2015)."""

    kind: Literal["he"] = _kind("he", "He", "reset")


class Glorot(Model):
    """Uniform weights with variance 2/(fan-in + fan-out) (Glorot and Bengio, 2010)."""

    kind: Literal["glorot"] = _kind("glorot", "Glorot", "reset")


class Orthogonal(Model):
    """Random orthogonal matrices times a gain (Saxe et al., 2014)."""

    kind: Literal["orthogonal"] = _kind("orthogonal", "Orthogonal", "reset")
    gain: float = number(1.0, title="Gain", help="Factor on the orthogonal matrices.", effect="reset", gt=0, le=10)


class Normal(Model):
    """Independent normal weights."""

    kind: Literal["normal"] = _kind("normal", "Normal", "reset")
    std: float = number(
        0.02, title="σ", help="Standard deviation of the weights.", effect="reset", gt=0, le=10, scale="log"
    )


Initialisation = Annotated[He | Glorot | Orthogonal | Normal, Field(discriminator="kind")]
Activation = Literal["relu", "leaky_relu", "elu", "tanh", "sigmoid", "softplus", "gelu", "sin"]
Width = Annotated[int, Field(strict=True, ge=1, le=MAX_WIDTH)]


class Network(Model):
    """A multilayer perceptron with an affine last layer; biases start at 0."""

    hidden: tuple[Width, ...] = part(
        (32, 32),
        title="Hidden layers",
        help=f"Widths, 0 to {MAX_LAYERS} layers of 1 to {MAX_WIDTH} units; none makes the network affine.",
        effect="restart",
        max_length=MAX_LAYERS,
    )
    activation: Activation = part("relu", title="Activation", help="Applied after every hidden layer.")
    init: Initialisation = part(He(), title="Initialisation", help="How weights are drawn.", effect="reset")


class Discriminator(Network):
    """The discriminator; its output is a logit, D(x) = 1/(1 + e^(−logit))."""

    input_scale: float = number(
        1.0, title="Input scale", help="D looks at this number times x.", gt=0, le=100, scale="log"
    )


# --- the game ----------------------------------------------------------------------------------------------


class Minimax(Model):
    """Goodfellow et al. (2014), eq. 1: G minimises E log(1 − D(G(z))); it saturates while D is sure."""

    kind: Literal["minimax"] = _kind("minimax", "Minimax (saturating)")


class NonSaturating(Model):
    """Goodfellow et al. (2014), section 3: G minimises −E log D(G(z))."""

    kind: Literal["non_saturating"] = _kind("non_saturating", "Non-saturating")


class Switch(Model):
    """Non-saturating up to a round, minimax from it on."""

    kind: Literal["switch"] = _kind("switch", "Switch")
    round: int = number(1000, title="Switch at round", help="The first round with the other loss.", ge=0, le=10_000_000)


Objective = Annotated[Minimax | NonSaturating | Switch, Field(discriminator="kind")]


class R1(Model):
    """½ γ E‖∇D(x)‖² on real samples, D as logit (Mescheder et al., 2018, eq. 9)."""

    kind: Literal["r1"] = _kind("r1", "R1")
    weight: float = number(0.1, title="γ", help="Weight of the penalty; 0 switches it off.", ge=0, le=1000)


Penalty = R1

_RATE: dict[str, Any] = {
    "title": "Learning rate", "help": "Step size.", "ge": 0.0, "le": 10.0, "scale": "log",
}  # fmt: skip


class SGD(Model):
    """θ ← θ − η g."""

    kind: Literal["sgd"] = _kind("sgd", "SGD")
    learning_rate: float = number(0.01, **_RATE)


class Momentum(Model):
    """v ← μ v + g, θ ← θ − η v."""

    kind: Literal["momentum"] = _kind("momentum", "Momentum")
    learning_rate: float = number(0.01, **_RATE)
    momentum: float = number(0.9, title="Momentum μ", help="Share of the last step that is kept.", ge=0, le=0.9999)


class RMSProp(Model):
    """s ← ρ s + (1 − ρ) g², θ ← θ − η g/√(s + ε)."""

    kind: Literal["rmsprop"] = _kind("rmsprop", "RMSProp")
    learning_rate: float = number(1e-3, **_RATE)
    decay: float = number(0.9, title="Decay ρ", help="Memory of the squared gradient.", ge=0, le=0.99999)
    epsilon: float = number(1e-8, title="ε", help="Added under the root.", gt=0, le=1, scale="log")


class Adam(Model):
    """Kingma and Ba (2015)."""

    kind: Literal["adam"] = _kind("adam", "Adam")
    learning_rate: float = number(1e-3, **_RATE)
    beta1: float = number(0.5, title="β₁", help="Memory of the gradient.", ge=0, le=0.9999)
    beta2: float = number(0.999, title="β₂", help="Memory of the squared gradient.", ge=0, le=0.99999)
    epsilon: float = number(1e-8, title="ε", help="Added to the root.", gt=0, le=1, scale="log")


Optimizer = Annotated[SGD | Momentum | RMSProp | Adam, Field(discriminator="kind")]


class Optimizers(Model):
    """One optimizer for each player."""

    generator: Optimizer = part(Adam(), title="Generator", help="How G steps.")
    discriminator: Optimizer = part(Adam(), title="Discriminator", help="How D steps.")


class Schedule(Model):
    """What a round consists of (Algorithm 1 of Goodfellow et al., 2014)."""

    batch: int = number(256, title="Batch", help="Samples per step.", effect="compile", ge=1, le=MAX_BATCH, scale="log")
    k_d: int = number(1, title="k_D", help="Discriminator steps per round.", ge=0, le=MAX_STEPS)
    k_g: int = number(1, title="k_G", help="Generator steps per round.", ge=0, le=MAX_STEPS)
    ema: float = number(
        0.999, title="EMA", help="Memory of the averaged generator, per round; 0 is the live one.", ge=0, le=0.99999
    )


class Experiment(Model):
    """Everything that a run depends on; a run is a function of (experiment, round) alone."""

    target: Target = part(Gaussian(), title="Target", help="p_data.")
    latent: Latent = part(Latent(), title="Latent", help="p_z.")
    generator: Network = part(Network(), title="Generator", help="G: z ↦ x.")
    discriminator: Discriminator = part(Discriminator(), title="Discriminator", help="D: x ↦ logit.")
    objective: Objective = part(NonSaturating(), title="Objective", help="What G and D play for.")
    penalties: tuple[Penalty, ...] = part((), title="Penalties", help="Added to the loss of D.", max_length=8)
    optimizers: Optimizers = part(Optimizers(), title="Optimizers", help="How G and D step.")
    schedule: Schedule = part(Schedule(), title="Schedule", help="Batch, steps per round, averaging.")
    seed: int = number(0, title="Seed", help="All randomness follows from it.", effect="restart", ge=0, le=2**32 - 1)

    @model_validator(mode="after")
    def _once(self) -> Experiment:
        kinds = [p.kind for p in self.penalties]
        for kind in kinds:
            if kinds.count(kind) > 1:
                raise ValueError(f"penalties: {kind} is listed twice")
        return self
