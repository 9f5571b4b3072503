"""Presets: experiments worth watching, each with what will happen.

The tests of the presets measure what the texts promise.
"""

from __future__ import annotations

from typing import NamedTuple

from ganscope.game.experiment import (
    R1,
    Adam,
    Discriminator,
    Experiment,
    Gaussian,
    Glorot,
    Grid,
    Latent,
    Minimax,
    Network,
    Optimizers,
    Orthogonal,
    Ring,
    Schedule,
    TwoPeaks,
)


class Preset(NamedTuple):
    """An experiment with its name, what it shows, what to look for, and the speed to watch it at.

    ``shown_at`` is the round that the gallery shows.
    """

    name: str
    title: str
    summary: str
    look_for: str
    experiment: Experiment
    shown_at: int
    speed: int | None = None  # rounds per frame; None: as fast as it goes


def _adam(generator: float, discriminator: float, beta1: float, beta2: float) -> Optimizers:
    return Optimizers(
        generator=Adam(learning_rate=generator, beta1=beta1, beta2=beta2),
        discriminator=Adam(learning_rate=discriminator, beta1=beta1, beta2=beta2),
    )


FIGURE_1 = Experiment(
    target=Gaussian(),
    latent=Latent(kind="uniform", dimension=1),
    generator=Network(hidden=(32, 32), activation="elu", init=Glorot()),
    discriminator=Discriminator(hidden=(32, 32), activation="tanh", init=Glorot()),
    penalties=(R1(weight=0.1),),
    optimizers=_adam(3e-4, 3e-3, beta1=0.0, beta2=0.99),
    schedule=Schedule(batch=256),
)

_TWO_PEAKS = Experiment(
    target=TwoPeaks(),
    latent=Latent(kind="uniform", dimension=1),
    generator=Network(hidden=(32, 32), activation="leaky_relu"),
    discriminator=Discriminator(hidden=(32, 32), activation="leaky_relu"),
    penalties=(R1(weight=0.02),),
    optimizers=_adam(5e-4, 2e-3, beta1=0.0, beta2=0.99),
    schedule=Schedule(batch=256),
)

_LEARNED = Experiment(
    target=Ring(),
    generator=Network(hidden=(64, 64)),
    discriminator=Discriminator(hidden=(64, 64)),
    penalties=(R1(weight=0.01),),
    optimizers=_adam(1e-3, 1e-3, beta1=0.0, beta2=0.99),
    schedule=Schedule(batch=256),
)

# papers.md calls it setup C: slow D, fast G, one hidden layer, orthogonal weights of gain .8
_COLLAPSE = Experiment(
    target=Ring(),
    latent=Latent(kind="normal", dimension=16),
    generator=Network(hidden=(128, 128), init=Orthogonal(gain=0.8)),
    discriminator=Discriminator(hidden=(128,), init=Orthogonal(gain=0.8), input_scale=0.25),
    optimizers=_adam(1e-3, 1e-4, beta1=0.5, beta2=0.999),
    schedule=Schedule(batch=256),
)

_STALL = Experiment(
    target=Gaussian(mean=4.0, std=0.5),
    latent=Latent(kind="uniform", dimension=1),
    generator=Network(hidden=(32, 32), activation="elu", init=Glorot()),
    discriminator=Discriminator(hidden=(32, 32), activation="tanh", init=Glorot()),
    objective=Minimax(),
    optimizers=_adam(1e-4, 1e-2, beta1=0.5, beta2=0.999),
    schedule=Schedule(batch=256),
)

PRESETS: tuple[Preset, ...] = (
    Preset(
        "figure-1",
        "Figure 1, live",
        "One Gaussian, uniform noise: Figure 1 of Goodfellow et al. (2014), training.",
        "The green p_g flows onto the dotted p_data, JSD falls below .01, and the blue D settles on ½ everywhere.",
        FIGURE_1,
        shown_at=6000,
    ),
    Preset(
        "two-peaks",
        "Two peaks",
        "Two Gaussians from one-dimensional uniform noise: G has to tear the line apart.",
        "p_g splits and covers both peaks. The arrows leave a gap between them, yet a thin bridge of mass stays: "
        "a continuous G cannot tear, so D* dips there and JSD stays above 0.",
        _TWO_PEAKS,
        shown_at=8000,
    ),
    Preset(
        "ring-learned",
        "Ring of eight, learned",
        "Eight narrow Gaussians (σ .02, radius 2) and a generator that finds them all.",
        "Modes reach 8 of 8, and the averaged generator puts over 85% of its samples within 3σ of one.",
        _LEARNED,
        shown_at=10000,
    ),
    Preset(
        "ring-collapse",
        "Ring of eight, collapsing",
        "The same ring; D learns ten times slower than G. Mode collapse that happens every time.",
        "Nearly all samples sit at one mode; as D catches up they hop to a neighbour, for ever. "
        "To cure it, raise D's learning rate to 0.01, and the speed too: it takes some 10,000 rounds.",
        _COLLAPSE,
        shown_at=1500,
        speed=5,
    ),
    Preset(
        "grid-25",
        "Grid of 25",
        "Twenty-five narrow Gaussians (σ .05) on a square grid.",
        "A few modes first, then nearly all; thin threads between neighbours are what a continuous G cannot avoid.",
        _LEARNED.model_copy(
            update={"target": Grid(), "discriminator": Discriminator(hidden=(64, 64), input_scale=0.5)}
        ),
        shown_at=15_000,
    ),
    Preset(
        "saturating",
        "A saturating loss that stalls",
        "G starts far from the data and minimises log(1 − D(G(z))); D is soon sure, and G feels nothing.",
        "D on fakes goes to 0, the gradient of G with it, and p_g stands still. "
        "To set it free, change the objective to non-saturating.",
        _STALL,
        shown_at=400,
        speed=20,
    ),
)
