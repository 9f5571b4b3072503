"""Where an experiment splits into what is compiled and what is traced.

``structure`` is hashable and holds whatever changes shapes or code; ``numbers`` is a pytree of float32 and int32
NumPy scalars and padded arrays.  All casts happen here: a Python float or a weakly typed array in their place
would compile a second program.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from . import objectives, penalties, reconstructors, targets
from .experiment import Experiment
from .networks import Spec
from .optimizers import numbers as optimizer_numbers
from .rules import Rule
from .targets import Numbers as TargetNumbers
from .targets import dimension, target_numbers


class Structure(NamedTuple):
    """The static half: one compiled program each."""

    dimension: int
    interval: bool
    latent: str
    generator: Spec
    discriminator: Spec
    reconstructor: reconstructors.Reconstructor | None
    objective: Rule
    penalties: tuple[Rule, ...]
    generator_optimizer: str
    discriminator_optimizer: str
    dynamics: str
    unroll: int
    batch: int
    labels: int = 0

    @property
    def latent_dimension(self) -> int:
        """Number of coordinates of z."""
        return self.generator.sizes[0] - self.labels

    @property
    def pack(self) -> int:
        """How many samples D looks at at once."""
        beside = self.latent_dimension if self.reconstructor else self.labels
        return (self.discriminator.sizes[0] - beside) // self.dimension

    @property
    def generator_parameters(self) -> int:
        """Length of G's flat vector: its own parameters, and behind them those of a reconstructor."""
        return self.generator.parameters + (self.reconstructor.spec.parameters if self.reconstructor else 0)

    @property
    def samples(self) -> int:
        """How many real samples, and how many latents, a step draws: a batch of packs."""
        return self.batch * self.pack


class Numbers(NamedTuple):
    """The traced half.  ``labels`` [64] is the label of each component of the target, where players are told labels."""

    target: TargetNumbers
    input_scale: Any
    reconstructor: dict[str, Any]
    objective: dict[str, Any]
    penalties: tuple[dict[str, Any], ...]
    generator_optimizer: dict[str, Any]
    discriminator_optimizer: dict[str, Any]
    consensus: Any
    k_d: Any
    k_g: Any
    ema: Any
    labels: Any = ()


def structure(experiment: Experiment) -> Structure:
    """The static half of an experiment."""
    d = dimension(experiment.target)
    g, critic = experiment.generator, experiment.discriminator
    objective, labels = objectives.rule(experiment.objective, g.count), experiment.labels
    latent = experiment.latent.dimension
    reconstructor = reconstructors.of(experiment.reconstructor, d, latent)
    seen = critic.pack * d + (latent if reconstructor else labels)
    return Structure(
        dimension=d,
        interval=experiment.target.kind == "uniform",
        latent=experiment.latent.kind,
        generator=Spec.of(g, latent + labels, d),
        discriminator=Spec.of(critic, seen, objectives.outputs(objective))._replace(
            members=objectives.losses(objective).players
        ),
        reconstructor=reconstructor,
        objective=objective,
        penalties=tuple(penalties.rule(p) for p in experiment.penalties),
        generator_optimizer=experiment.optimizers.generator.kind,
        discriminator_optimizer=experiment.optimizers.discriminator.kind,
        dynamics=experiment.schedule.dynamics.kind,
        unroll=experiment.schedule.unroll,
        batch=experiment.schedule.batch,
        labels=labels,
    )


def numbers(experiment: Experiment) -> Numbers:
    """The traced half of an experiment."""
    return Numbers(
        target=target_numbers(experiment.target),
        input_scale=np.float32(experiment.discriminator.input_scale),
        reconstructor=reconstructors.numbers(experiment.reconstructor),
        objective=objectives.OBJECTIVES[experiment.objective.kind].numbers(experiment.objective),
        penalties=tuple(penalties.PENALTIES[p.kind].numbers(p) for p in experiment.penalties),
        generator_optimizer=optimizer_numbers(experiment.optimizers.generator),
        discriminator_optimizer=optimizer_numbers(experiment.optimizers.discriminator),
        consensus=np.float32(getattr(experiment.schedule.dynamics, "weight", 0)),
        k_d=np.int32(experiment.schedule.k_d),
        k_g=np.int32(experiment.schedule.k_g),
        ema=np.float32(experiment.schedule.ema),
        labels=targets.labels(experiment.target, experiment.labels) if experiment.labels else (),
    )
