"""Presets: experiments worth watching, each with what will happen.

The tests of the presets measure what the texts promise.
"""

from __future__ import annotations

from typing import NamedTuple

from ganscope.game.experiment import (
    KL,
    R1,
    R2,
    SGD,
    Adam,
    Clip,
    Component1D,
    Constant,
    D2Gan,
    Discriminator,
    Experiment,
    FGan,
    Gaussian,
    Glorot,
    GradientPenalty,
    Grid,
    Hinge,
    InstanceNoise,
    Latent,
    LogRatio,
    MadGan,
    Minimax,
    Mixture1D,
    Network,
    Optimizers,
    Orthogonal,
    Relativistic,
    ReverseKL,
    Ring,
    RMSProp,
    Schedule,
    ThreePeaks,
    TwoPeaks,
    Veegan,
    Wasserstein,
)


class Preset(NamedTuple):
    """An experiment with its name, what it shows, what to look for, and the speed to watch it at.

    ``shown_at`` is the round that the gallery shows; ``charts`` are those of the page that it brings to the front.
    """

    name: str
    title: str
    summary: str
    look_for: str
    experiment: Experiment
    shown_at: int
    speed: int | None = None  # rounds per frame; None: as fast as it goes
    charts: tuple[str, ...] = ()


def adam(generator: float, discriminator: float, beta1: float, beta2: float = 0.999) -> Optimizers:
    """Adam for both players, each at its learning rate."""
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
    optimizers=adam(3e-4, 3e-3, beta1=0.0, beta2=0.99),
    schedule=Schedule(batch=256),
)

_TWO_PEAKS = Experiment(
    target=TwoPeaks(),
    latent=Latent(kind="uniform", dimension=1),
    generator=Network(hidden=(32, 32), activation="leaky_relu"),
    discriminator=Discriminator(hidden=(32, 32), activation="leaky_relu"),
    penalties=(R1(weight=0.02),),
    optimizers=adam(5e-4, 2e-3, beta1=0.0, beta2=0.99),
    schedule=Schedule(batch=256),
)

_LEARNED = Experiment(
    target=Ring(),
    generator=Network(hidden=(64, 64)),
    discriminator=Discriminator(hidden=(64, 64)),
    penalties=(R1(weight=0.01),),
    optimizers=adam(1e-3, 1e-3, beta1=0.0, beta2=0.99),
    schedule=Schedule(batch=256),
)

# slow D, fast G, one hidden layer of D, orthogonal weights of gain .8
COLLAPSE = Experiment(
    target=Ring(),
    latent=Latent(kind="normal", dimension=16),
    generator=Network(hidden=(128, 128), init=Orthogonal(gain=0.8)),
    discriminator=Discriminator(hidden=(128,), init=Orthogonal(gain=0.8), input_scale=0.25),
    optimizers=adam(1e-3, 1e-4, beta1=0.5, beta2=0.999),
    schedule=Schedule(batch=256),
)

_STALL = Experiment(
    target=Gaussian(mean=4.0, std=0.5),
    latent=Latent(kind="uniform", dimension=1),
    generator=Network(hidden=(32, 32), activation="elu", init=Glorot()),
    discriminator=Discriminator(hidden=(32, 32), activation="tanh", init=Glorot()),
    objective=Minimax(),
    optimizers=adam(1e-4, 1e-2, beta1=0.5, beta2=0.999),
    schedule=Schedule(batch=256),
)

_NOISE = _STALL.model_copy(update={"penalties": (InstanceNoise(std=2.0, until=20_000),)})

# the mixture of Nowozin et al. (2016), table 3, and an affine G, which cannot fit it
COMPROMISE = Experiment(
    target=Mixture1D(
        components=(
            Component1D(weight=0.33, mean=-1.0, std=0.255),
            Component1D(weight=0.67, mean=2.0, std=1.415),
        )
    ),
    latent=Latent(kind="normal", dimension=1),
    generator=Network(hidden=(), init=Constant(value=1.0)),
    discriminator=Discriminator(hidden=(64, 64), activation="tanh", init=Glorot()),
    objective=FGan(divergence=KL()),
    optimizers=Optimizers(generator=SGD(learning_rate=0.01), discriminator=SGD(learning_rate=0.01)),
    schedule=Schedule(batch=1024),
)

_CLIPPED = Experiment(
    target=TwoPeaks(),
    generator=Network(hidden=(64, 64)),
    discriminator=Discriminator(hidden=(64, 64)),
    objective=Wasserstein(),
    penalties=(Clip(bound=0.1),),
    optimizers=Optimizers(generator=RMSProp(learning_rate=5e-4), discriminator=RMSProp(learning_rate=5e-4)),
    schedule=Schedule(k_d=5),
)

# z of as many coordinates as x has, or F could not tell z whatever G did
_VEEGAN = COLLAPSE.model_copy(
    update={
        "latent": Latent(kind="normal", dimension=2),
        "reconstructor": Veegan(hidden=(64, 64), weight=0.1, noise=0.3),
        "objective": LogRatio(),
    }
)

# the mixture of Ghosh et al. (2018) on the line; small generators, which cannot all learn everything
_MAD_GAN = Experiment(
    target=Mixture1D(
        components=tuple(
            Component1D(mean=mean, std=std)
            for mean, std in ((10.0, 3.0), (20.0, 3.0), (60.0, 2.0), (80.0, 2.0), (110.0, 1.0))
        )
    ),
    latent=Latent(kind="normal", dimension=1),
    generator=Network(count=4, hidden=(8,), activation="elu"),
    discriminator=Discriminator(hidden=(64, 64), activation="elu", input_scale=0.05),
    objective=MadGan(),
    penalties=(R1(weight=0.3),),
    optimizers=adam(5e-3, 2e-3, beta1=0.5, beta2=0.99),
    schedule=Schedule(batch=256),
)

# one Gaussian that stands still against two peaks: only D learns, and says how far apart they are
_MEASURED = Experiment(
    target=TwoPeaks(),
    latent=Latent(kind="normal", dimension=1),
    generator=Network(hidden=(), init=Constant(value=2.0)),
    discriminator=Discriminator(hidden=(32, 32), activation="tanh", init=Glorot()),
    objective=Minimax(),
    optimizers=adam(1e-3, 1e-3, beta1=0.5),
    schedule=Schedule(batch=256, k_g=0),
)

_CRITIC = _MEASURED.model_copy(
    update={
        "generator": Network(hidden=(), init=Constant(value=0.5)),
        "discriminator": Discriminator(hidden=(64, 64)),
        "objective": Wasserstein(),
        "penalties": (GradientPenalty(weight=30.0, form="one_sided"),),
        "optimizers": adam(1e-3, 1e-3, beta1=0.5, beta2=0.9),
    }
)

_DIRAC = Experiment(
    target=Gaussian(std=0.3),
    latent=Latent(kind="uniform", dimension=1),
    generator=Network(hidden=(), layer="point", init=Constant(value=1.0)),
    discriminator=Discriminator(hidden=(), layer="linear", init=Constant(value=1.0)),
    objective=Minimax(),
    optimizers=Optimizers(generator=SGD(learning_rate=0.05), discriminator=SGD(learning_rate=0.05)),
)

PRESETS: tuple[Preset, ...] = (
    Preset(
        "figure-1",
        "Figure 1, live",
        "One Gaussian, uniform noise: Figure 1 of Goodfellow et al. (2014), training.",
        "The green $p_g$ flows onto the dotted $p_data$, JSD falls below 0.01, and the blue D settles on ½, last at "
        "its ends.",
        FIGURE_1,
        shown_at=6000,
    ),
    Preset(
        "two-peaks",
        "Two peaks",
        "Two Gaussians from one-dimensional uniform noise: G has to tear the line apart.",
        "$p_g$ splits and covers both peaks. The arrows leave a gap between them, yet a thin bridge of mass stays: "
        "a continuous G cannot tear, so D* dips there and JSD stays above 0.",
        _TWO_PEAKS,
        shown_at=8000,
    ),
    Preset(
        "staircase",
        "A map that is a staircase",
        "Three peaks of unequal weight from one uniform number: the exact map has a step for each.",
        "In the chart of the map the curve of G leans on the steps of the exact one. Where it runs back, several z "
        "make the same x, and G is off by more than W₁. A histogram of 512 intervals gives a JSD far above the true "
        "one.",
        _TWO_PEAKS.model_copy(update={"target": ThreePeaks()}),
        shown_at=3000,
        charts=("map", "plan", "counting"),
    ),
    Preset(
        "ring-learned",
        "Ring of eight, learned",
        "Eight narrow Gaussians ($σ = 0.02$, radius 2) and a generator that finds them all.",
        "Modes reach 8 of 8, and the averaged generator puts over 85% of its samples within 3σ of one.",
        _LEARNED,
        shown_at=10000,
    ),
    Preset(
        "ring-collapse",
        "Ring of eight, collapsing",
        "Eight narrow Gaussians on a ring, and a D that learns ten times slower than G: mode collapse, every time.",
        "Nearly all samples crowd at or near one mode, so that modes reads 0 or 1; as D catches up they hop to a "
        "neighbour, for ever. To cure it, raise D's learning rate to 0.01 (and, to wait less, the speed): it takes "
        "some 10,000 rounds more.",
        COLLAPSE,
        shown_at=1500,
        speed=5,
    ),
    Preset(
        "ring-unrolled",
        "Ring of eight, unrolled",
        "The game that collapses, but before G moves it looks ten steps of D ahead (unrolled GAN).",
        "No collapse: G learns from the D that would answer it, so it gains nothing by sitting at one mode. By round "
        "2,000 no mode has more than half of the samples. Every round takes the time of many.",
        COLLAPSE.model_copy(update={"schedule": Schedule(batch=256, unroll=10)}),
        shown_at=2000,
    ),
    Preset(
        "ring-packed",
        "Ring of eight, packed",
        "The game that collapses, but D judges two samples at once (PacGAN): fakes that are alike give G away.",
        "No collapse: by round 2,000 no mode has more than a quarter of the samples, and most of the eight are found. "
        "Set D's pack to 1, and G sits at one mode again. What is drawn is D of two equal samples.",
        COLLAPSE.model_copy(update={"discriminator": COLLAPSE.discriminator.model_copy(update={"pack": 2})}),
        shown_at=6000,
    ),
    Preset(
        "ring-minibatch",
        "Ring of eight, minibatch discrimination",
        "The game that collapses, but D also sees how near a sample is to the others of its batch.",
        "No collapse: fakes that are alike give G away, and by round 2,000 no mode has more than a quarter of the "
        "samples. What is drawn is D of a sample among fakes; the best such D is not known. Every round takes longer.",
        COLLAPSE.model_copy(
            update={"discriminator": COLLAPSE.discriminator.model_copy(update={"across": "discrimination"})}
        ),
        shown_at=3000,
    ),
    Preset(
        "ring-veegan",
        "Ring of eight, VEEGAN",
        "The game that collapses, with z in the plane and a third network F that takes samples back to noise; D judges "
        "pairs.",
        "No collapse: at one mode F could not tell which z a sample was made of, so G spreads; by round 2,000 no mode "
        "has more than a third of the samples. It is spread, not sharp: few lie within 3σ, and later some modes gain "
        "what others lose. Watch the reconstruction $E‖z − F(G(z))‖²$; then set the reconstructor to none, and G sits "
        "at one mode or two.",
        _VEEGAN,
        shown_at=3000,
        speed=10,
    ),
    Preset(
        "ring-labels",
        "Ring of eight, with labels",
        "The game that collapses, but G and D are told which of the eight Gaussians is meant (conditional GAN).",
        "No collapse: every label has a colour of its own, and by round 2,000 its samples are at the mode of that "
        "colour: G makes what it is asked for. Set labels to 0, and G sits at one mode again. D is drawn as its mean "
        "over the labels.",
        COLLAPSE.model_copy(update={"labels": 8}),
        shown_at=3000,
    ),
    Preset(
        "mad-gan",
        "MAD-GAN",
        "Five modes and four small generators, each in its own colour; D also names the generator of a fake.",
        "All five modes are found, and the generators share them out: by round 10,000 each of the averaged ones has "
        "over 80% of its samples at one mode or two. At $p_g = p_data$ the best D is ⅕ and not ½, since it chooses "
        "among five, and V(G, D*) is $4 log 4 − 5 log 5 = −2.50$.",
        _MAD_GAN,
        shown_at=10_000,
    ),
    Preset(
        "d2gan",
        "Two discriminators",
        "One D is rewarded for real samples and one for fakes, so G pays for data that it misses and for samples off "
        "the data (D2GAN).",
        "All eight modes by round 4,000, and V(G, D) comes to −2, its value where $p_g = p_data$. What is drawn is "
        "what both together believe, from the ratios $p_data/p_g = D₁ = 1/D₂$ that they learn.",
        _LEARNED.model_copy(
            update={
                "target": Ring(std=0.141),
                "objective": D2Gan(),
                "penalties": (),
                "optimizers": adam(3e-4, 1e-3, beta1=0.5),
            }
        ),
        shown_at=6000,
    ),
    Preset(
        "grid-25",
        "Grid of 25",
        "Twenty-five narrow Gaussians ($σ = 0.05$) on a square grid.",
        "A few modes first, then nearly all; thin threads between neighbours are what a continuous G cannot avoid.",
        _LEARNED.model_copy(
            update={"target": Grid(), "discriminator": Discriminator(hidden=(64, 64), input_scale=0.5)}
        ),
        shown_at=15_000,
    ),
    Preset(
        "saturating",
        "A saturating loss that stalls",
        "G starts far from the data and minimises $log(1 − D(G(z)))$; D is soon sure, and G feels nothing.",
        "D on fakes goes to 0, the gradient of G with it, and $p_g$ stands still. "
        "To set it free, change the objective to non-saturating.",
        _STALL,
        shown_at=400,
        speed=20,
    ),
    Preset(
        "stale-d",
        "Thirty steps of G for one of D",
        "Figure 1 with $k_G = 30$: G runs away from a D that cannot follow.",
        "D says ½ everywhere and V(G, D) is $−log 4$, as if all were learned; but V(G, D*) and JSD grow: a D that is "
        "not at its best says nothing of $p_g$. Set $k_G$ to 1, and JSD falls again.",
        FIGURE_1.model_copy(update={"schedule": Schedule(batch=256, k_g=30)}),
        shown_at=2000,
        speed=2,
    ),
    Preset(
        "instance-noise",
        "Instance noise frees it",
        "The same far start and the same flat loss, but D sees data and fakes through noise, less of it every round.",
        "Blurred, the two overlap, so D cannot be sure and G feels where to go: $p_g$ reaches the data. "
        "The noise is gone by round 20,000.",
        _NOISE,
        shown_at=1500,
        speed=20,
    ),
    Preset(
        "f-gan-kl",
        "KL covers both modes",
        "$G(z) = μ + σz$ cannot be a mixture; which wrong Gaussian it becomes is the divergence's choice.",
        "KL makes G broad, μ about 1.0 and σ about 1.8: to miss data costs most. "
        "Then set the divergence to reverse KL, and G moves onto the heavy mode.",
        COMPROMISE,
        shown_at=6000,
    ),
    Preset(
        "f-gan-reverse-kl",
        "Reverse KL prefers one mode",
        "The same mixture and the same G, played for $KL(p_g‖p_data)$: samples where no data are cost most.",
        "G settles on the heavy mode, μ about 1.6 and σ about 1.6, and leaves the narrow one to the left almost alone.",
        COMPROMISE.model_copy(update={"objective": FGan(divergence=ReverseKL())}),
        shown_at=6000,
    ),
    Preset(
        "wgan-clipping",
        "Wasserstein, clipped weights",
        "D is a critic without a sigmoid; its weights are cut to [−0.1, 0.1] after every step.",
        "Both peaks are found. Open the chart of D's weights: they pile up at the two ends, so the critic can only "
        "draw simple slopes.",
        _CLIPPED,
        shown_at=4000,
    ),
    Preset(
        "wgan-gp",
        "Wasserstein, gradient penalty",
        "A critic whose slope is held near 1 on the lines between data and fakes.",
        "All eight modes by round 1,000. The critic's estimate falls with the distance W₁ that is left; "
        "switch on the penalty's points to see where the slope is held.",
        _LEARNED.model_copy(
            update={
                "objective": Wasserstein(),
                "penalties": (GradientPenalty(weight=0.1),),
                "optimizers": adam(1e-3, 1e-3, beta1=0.5, beta2=0.9),
                "schedule": Schedule(k_d=5),
            }
        ),
        shown_at=6000,
    ),
    Preset(
        "dragan",
        "DRAGAN: flat around the data",
        "The slope of D is held near 1 around the real samples, where it would become a cliff.",
        "Seven modes or eight by round 3,000, with the loss of the first GANs. Switch on the penalty's points: they "
        "lie in a cloud around the data, and none between data and fakes.",
        _LEARNED.model_copy(
            update={
                "penalties": (GradientPenalty(weight=10.0, at="around"),),
                "optimizers": adam(1e-3, 1e-3, beta1=0.5, beta2=0.9),
            }
        ),
        shown_at=6000,
    ),
    Preset(
        "r3gan",
        "Relativistic, R1 and R2",
        "D only says which of a pair is real, and is kept flat at data and at fakes: the game of R3GAN.",
        "All eight modes by round 4,000, without any trick; D means nothing but for differences, so it is drawn "
        "with its middle at ½.",
        _LEARNED.model_copy(update={"objective": Relativistic(), "penalties": (R1(weight=0.01), R2(weight=0.01))}),
        shown_at=10_000,
    ),
    Preset(
        "hinge-spectral",
        "Hinge loss, spectral norm",
        "Every weight matrix of D is divided by its largest singular value: D cannot be steep anywhere.",
        "All eight modes by round 1,000, with a critic that never saturates.",
        _LEARNED.model_copy(
            update={
                "objective": Hinge(),
                "penalties": (),
                "discriminator": Discriminator(hidden=(64, 64), norm="spectral", input_scale=4.0),
                "optimizers": adam(5e-4, 1e-3, beta1=0.0, beta2=0.9),
            }
        ),
        shown_at=8000,
    ),
    Preset(
        "counting",
        "A distance by counting",
        "How far apart are two densities? Counted in intervals, or learned by a D against a G that stands still.",
        "In the chart JSD by counting, 2 intervals hardly see a difference and 512 see half as much again as there is; "
        "only some in between come near the green line. V(G, D) climbs to $V(G, D*) = −log 4 + 2·JSD$: D learns the "
        "same distance from the same samples, without any interval.",
        _MEASURED,
        shown_at=1500,
        speed=5,
        charts=("counting",),
    ),
    Preset(
        "neural-distance",
        "A neural distance",
        "G stands still, and a critic of slope 1 learns how far its samples have to be carried to the data.",
        "The critic soon falls to the middle and rises again, with slope 1, and its estimate stands within 5% of $W₁ = "
        "1.60$, the mean way in the moving plan. Set $k_G$ to 1, and G goes down that slope until W₁ is 0.73: no "
        "single Gaussian comes nearer to two peaks.",
        _CRITIC,
        shown_at=1000,
        speed=1,
        charts=("plan",),
    ),
    Preset(
        "dirac",
        "The smallest GAN",
        "G is one point, D is one slope: the Dirac-GAN, whose players chase each other in a circle.",
        "The point swings from side to side of the data and comes to rest only slowly. Add R1 with $γ = 0.3$ and it "
        "stops within 400 rounds; set the updates to simultaneous and the swings last longer.",
        _DIRAC,
        shown_at=60,
        speed=1,
    ),
)
