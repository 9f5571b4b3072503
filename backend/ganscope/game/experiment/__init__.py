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
distance from 1), ``x-unit``, ``x-formula``, ``x-source``, ``x-control`` (a control of its own), ``x-preset`` (the
preset to try a member of a family in, or a choice, that no preset plays), and ``x-basic`` for the few fields that a
newcomer is shown.
"""

from __future__ import annotations

from pydantic import model_validator

from ganscope.game.said import Unfit

from .fields import (
    MAX_BATCH,
    MAX_COMPONENTS,
    MAX_GENERATORS,
    MAX_LABELS,
    MAX_LATENT,
    MAX_LAYERS,
    MAX_PACK,
    MAX_STEPS,
    MAX_TOGETHER,
    MAX_WIDTH,
    Model,
    number,
    part,
)
from .networks import (
    MAX_FEATURES,
    Activation,
    Constant,
    Discriminator,
    Glorot,
    He,
    Initialisation,
    Latent,
    Network,
    Normal,
    Orthogonal,
    Width,
)
from .objectives import (
    GAN,
    JS,
    KL,
    Alpha,
    D2Gan,
    Divergence,
    FGan,
    Formula,
    Hellinger,
    Hinge,
    Jeffrey,
    LeastSquares,
    LogRatio,
    MadGan,
    Minimax,
    Neyman,
    NonSaturating,
    Objective,
    Pearson,
    Relativistic,
    RelativisticAverage,
    ReverseKL,
    Switch,
    TotalVariation,
    Wasserstein,
)
from .optimizers import SGD, Adam, Momentum, OptimisticAdam, OptimisticGradient, Optimizer, Optimizers, RMSProp
from .penalties import R1, R2, Clip, GradientPenalty, InstanceNoise, Penalty, WeightDecay
from .reconstructors import ALI, BiGAN, NoReconstructor, Reconstructor, Veegan
from .schedule import Alternating, Consensus, Dynamics, Extragradient, Schedule, Simultaneous
from .targets import (
    Component1D,
    Component2D,
    Gaussian,
    Grid,
    Mixture1D,
    Mixture2D,
    Ring,
    Target,
    ThreePeaks,
    TwoGaussians,
    TwoPeaks,
    Uniform,
)

__all__ = [
    "ALI",
    "GAN",
    "JS",
    "KL",
    "MAX_BATCH",
    "MAX_COMPONENTS",
    "MAX_FEATURES",
    "MAX_GENERATORS",
    "MAX_LABELS",
    "MAX_LATENT",
    "MAX_LAYERS",
    "MAX_PACK",
    "MAX_STEPS",
    "MAX_TOGETHER",
    "MAX_WIDTH",
    "R1",
    "R2",
    "SGD",
    "Activation",
    "Adam",
    "Alpha",
    "Alternating",
    "BiGAN",
    "Clip",
    "Component1D",
    "Component2D",
    "Consensus",
    "Constant",
    "D2Gan",
    "Discriminator",
    "Divergence",
    "Dynamics",
    "Experiment",
    "Extragradient",
    "FGan",
    "Formula",
    "Gaussian",
    "Glorot",
    "GradientPenalty",
    "Grid",
    "He",
    "Hellinger",
    "Hinge",
    "Initialisation",
    "InstanceNoise",
    "Jeffrey",
    "Latent",
    "LeastSquares",
    "LogRatio",
    "MadGan",
    "Minimax",
    "Mixture1D",
    "Mixture2D",
    "Model",
    "Momentum",
    "Network",
    "Neyman",
    "NoReconstructor",
    "NonSaturating",
    "Normal",
    "Objective",
    "OptimisticAdam",
    "OptimisticGradient",
    "Optimizer",
    "Optimizers",
    "Orthogonal",
    "Pearson",
    "Penalty",
    "RMSProp",
    "Reconstructor",
    "Relativistic",
    "RelativisticAverage",
    "ReverseKL",
    "Ring",
    "Schedule",
    "Simultaneous",
    "Switch",
    "Target",
    "ThreePeaks",
    "TotalVariation",
    "TwoGaussians",
    "TwoPeaks",
    "Uniform",
    "Veegan",
    "Wasserstein",
    "WeightDecay",
    "Width",
]


_ON_SLOPES = ("r1", "r2", "gradient_penalty")  # penalties on the slope of D at single samples


class Experiment(Model):
    """Everything that a run depends on; a run is a function of (experiment, round) alone."""

    target: Target = part(
        Gaussian(),
        title="Target",
        help="$p_data$: the distribution that the real samples come from, and that G should learn.",
        basic=True,
    )
    latent: Latent = part(Latent(), title="Latent", help="$p_z$: the noise that G turns into samples.")
    labels: int = number(
        0, title="Labels", effect="restart", ge=0, le=MAX_LABELS,
        formula="$G: (z, y) ↦ x, D: (x, y) ↦ logit$", source="Mirza and Osindero (2014), conditional GAN",
        help="G and D are both told a label y. A real sample has that of the Gaussian it comes from, and G is asked "
        "for samples of every label. There are at most as many labels as Gaussians; with fewer, neighbours in the list "
        "share one. 0 is the game without labels.",
    )  # fmt: skip
    generator: Network = part(
        Network(), title="Generator", help="G turns noise z into samples x.", formula="$G: z ↦ x$"
    )
    discriminator: Discriminator = part(
        Discriminator(), title="Discriminator", help="D says how likely it is that x is real.", formula="$D: x ↦ logit$"
    )
    reconstructor: Reconstructor = part(
        NoReconstructor(),
        title="Reconstructor",
        help="A third network F that takes a sample back to the noise z it may have come from. D then judges pairs: "
        "real x with F's z, or G's sample with the z that it was made of.",
        formula="$F: x ↦ z,  D: (x, z) ↦ logit$",
        source="Srivastava et al. (2017); Dumoulin et al. (2017); Donahue et al. (2017)",
    )
    objective: Objective = part(
        NonSaturating(),
        title="Objective",
        help="What the players play for. D always maximises the value of the game: that of the first GAN is below, "
        "those of the others stand with them. For G there is a choice.",
        formula="$V(G, D) = E log D(x) + E log(1 − D(G(z)))$",
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
                raise Unfit("unfit.twice", "{field}: {kind} is listed twice", field="penalties", kind=kind)
        self._together()
        self._in_pairs()
        self._two()
        self._labelled()
        batch, count = self.schedule.batch, self.generator.count
        if count > 1 < self.discriminator.pack:
            raise Unfit(
                "unfit.pack_of_generators",
                "{field} must be 1 where generator.count is above 1: every batch is split evenly among the generators, "
                "so the fakes of a pack would not be independent; got {got}",
                field="discriminator.pack", got=self.discriminator.pack,
            )  # fmt: skip
        if batch % count:
            raise Unfit(
                "unfit.batch_of_generators",
                "{field} must be a multiple of generator.count, which is {count}, such as {near}; got {got}",
                field="schedule.batch", count=count, near=max(batch // count, 1) * count, got=batch,
            )  # fmt: skip
        if self.generator.norm == "batch" and batch < 2 * count:
            words = "{field} must be at least {least} where generator.norm is batch; got {got}"
            if count > 1:
                words = (
                    "{field} must be at least {least} where generator.norm is batch and generator.count is {count}; "
                    "got {got}"
                )
            raise Unfit(
                "unfit.batch_norm_of_generators" if count > 1 else "unfit.batch_norm", words,
                field="schedule.batch", least=2 * count, count=count, got=batch,
            )  # fmt: skip
        return self

    def _in_pairs(self) -> None:
        """What a D that judges pairs (x, z) cannot be played with."""
        if (kind := self.reconstructor.kind) == "none":
            return
        for name, got, only in (
            ("generator.count", self.generator.count, 1),
            ("discriminator.pack", self.discriminator.pack, 1),
            ("discriminator.across", self.discriminator.across, "none"),
            ("labels", self.labels, 0),
            ("schedule.unroll", self.schedule.unroll, 0),
        ):
            if got != only:
                raise Unfit(
                    "unfit.pairs", "{field} must be {only} where reconstructor is {kind}; got {got}",
                    field=name, only=only, kind=kind, got=got,
                )  # fmt: skip
        if self.schedule.dynamics.kind == "consensus":
            raise Unfit(
                "unfit.pairs_consensus",
                "{field} must be alternating, simultaneous or extragradient where reconstructor is {kind}; got "
                "consensus",
                field="schedule.dynamics", kind=kind,
            )  # fmt: skip
        if self.objective.kind == "mad_gan":
            raise Unfit(
                "unfit.pairs_named",
                "{field} must not be mad_gan, whose D names generators, where reconstructor is {kind}",
                field="objective", kind=kind,
            )  # fmt: skip
        if kind != "veegan" and self.objective.kind in ("least_squares", "f_gan"):
            raise Unfit(
                "unfit.pairs_objective",
                "{field} must be one in which real and fake can change places, such as non_saturating, where "
                "reconstructor is {kind}: F plays for G's loss with the sides exchanged; got {got}",
                field="objective", kind=kind, got=self.objective.kind,
            )  # fmt: skip
        for penalty in self.penalties:
            if penalty.kind in _ON_SLOPES:
                raise Unfit(
                    "unfit.pairs_penalty",
                    "{field}: {penalty} needs D's slope at x alone, and D judges pairs where reconstructor is {kind}",
                    field="penalties", penalty=penalty.kind, kind=kind,
                )  # fmt: skip

    def _labelled(self) -> None:
        """What a game with labels cannot be."""
        if not self.labels:
            return
        from ganscope.game.targets import components  # which is built on this module

        modes = sum(part.weight > 0 for part in components(self.target))
        if self.labels > modes:
            words = "{field} must be 0: the uniform target has no Gaussians that could be labelled; got {got}"
            if modes:
                words = (
                    "{field} must be at most {modes}: the target has no more than {modes} Gaussians of a weight above "
                    "0; got {got}"
                )
            code = "unfit.labels" if modes else "unfit.labels_uniform"
            raise Unfit(code, words, field="labels", modes=modes, got=self.labels)
        for name, got, only in (
            ("generator.count", self.generator.count, 1),
            ("discriminator.pack", self.discriminator.pack, 1),
            ("discriminator.across", self.discriminator.across, "none"),
        ):
            if got != only:
                raise Unfit(
                    "unfit.labelled", "{field} must be {only} where labels is above 0; got {got}",
                    field=name, only=only, got=got,
                )  # fmt: skip
        if self.objective.kind == "relativistic":
            raise Unfit(
                "unfit.labelled_relativistic",
                "{field} must not be relativistic where labels is above 0, for only samples of one label can be "
                "compared; got relativistic",
                field="objective",
            )
        if self.objective.kind == "d2gan":
            raise Unfit(
                "unfit.labelled_two", "{field} must be 0 where there are two discriminators (d2gan); got {got}",
                field="labels", got=self.labels,
            )  # fmt: skip

    def _together(self) -> None:
        """What a D that looks across the batch cannot be played with."""
        if (across := self.discriminator.across) == "none":
            return
        if not 2 <= self.schedule.batch <= MAX_TOGETHER:
            raise Unfit(
                "unfit.across_batch",
                "{field} must be from 2 to {most} where discriminator.across is {across}; got {got}",
                field="schedule.batch", most=MAX_TOGETHER, across=across, got=self.schedule.batch,
            )  # fmt: skip
        if self.discriminator.pack > 1:
            raise Unfit(
                "unfit.across_pack", "{field} must be 1 where discriminator.across is {across}; got {got}",
                field="discriminator.pack", across=across, got=self.discriminator.pack,
            )  # fmt: skip
        if self.objective.kind == "mad_gan":
            raise Unfit(
                "unfit.across_named", "{field} must be none where D names generators (mad_gan); got {got}",
                field="discriminator.across", got=across,
            )  # fmt: skip
        for penalty in self.penalties:
            if penalty.kind in _ON_SLOPES:
                raise Unfit(
                    "unfit.across_penalty",
                    "{field}: {penalty} needs D's slope at one sample, and D must not look across the batch then "
                    "(Gulrajani et al., 2017, section 4): set discriminator.across to none; got {got}",
                    field="penalties", penalty=penalty.kind, got=across,
                )  # fmt: skip

    def _two(self) -> None:
        """What two discriminators cannot be played with."""
        if self.objective.kind != "d2gan":
            return
        if (across := self.discriminator.across) != "none":
            raise Unfit(
                "unfit.two_across", "{field} must be none where there are two of them (d2gan); got {got}",
                field="discriminator.across", got=across,
            )  # fmt: skip
        if (kind := self.reconstructor.kind) != "none":
            raise Unfit(
                "unfit.two_pairs", "{field} must be none where there are two discriminators (d2gan); got {got}",
                field="reconstructor", got=kind,
            )  # fmt: skip
        for penalty in self.penalties:
            if penalty.kind in _ON_SLOPES:
                raise Unfit(
                    "unfit.two_penalty",
                    "{field}: {penalty} is on the slope of one discriminator, and d2gan has two; weight_decay, clip "
                    "and instance_noise go with it",
                    field="penalties", penalty=penalty.kind,
                )  # fmt: skip
