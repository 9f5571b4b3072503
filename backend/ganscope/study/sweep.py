"""Runs that differ in the seed alone, trained as one program."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

from ganscope import measure
from ganscope.game import latents, rounds, steps, targets
from ganscope.game.experiment import Experiment
from ganscope.game.program import options
from ganscope.game.split import Numbers, Structure, numbers, structure

SAMPLES = 2500
"""Samples of G that modes are counted among, as VEEGAN's authors do (Srivastava et al., 2017)."""

_PIECE = 500  # rounds between two reports of progress


class Sweep:
    """One run per seed, side by side (``vmap``): run i draws what the experiment with ``seeds[i]`` draws alone.

    >>> sweep = Sweep(Experiment(), range(8))
    >>> sweep.advance(1000)
    >>> sweep.modes()["modes"]  # one number per seed
    """

    def __init__(self, experiment: Experiment, seeds: Sequence[int]):
        self.experiment = experiment
        self.seeds = tuple(seeds)
        self.structure: Structure = structure(experiment)
        self.numbers: Numbers = numbers(experiment)
        starts = [rounds.start(experiment.model_copy(update={"seed": seed})) for seed in self.seeds]
        self.state: rounds.State = jax.tree.map(lambda *leaves: jnp.stack(leaves), *starts)
        one = functools.partial(rounds.advance, self.structure)
        together = jax.jit(jax.vmap(one, in_axes=(0, None, None)), donate_argnums=0, compiler_options=options())
        self._advance: Any = together.lower(self.state, self.numbers, np.int32(1)).compile()

    @property
    def round(self) -> int:
        """Rounds played by the runs that are still finite."""
        return int(jnp.max(self.state.round))

    def advance(self, n: int, tell: Callable[[int], None] | None = None) -> None:
        """Play n rounds of every run; a run that is no longer finite stops where it was."""
        end = self.round + n
        while n > 0:
            piece = min(n, _PIECE)
            self.state = self._advance(self.state, self.numbers, np.int32(piece))
            n -= piece
            if tell:
                self.state.round.block_until_ready()  # JAX would run ahead of what is played
                tell(end - n)

    def finite(self) -> np.ndarray:
        """Which runs are; [seeds]."""
        return np.asarray(self.state.finite)

    def samples(self, n: int = SAMPLES) -> Array:
        """n samples of every G, [seeds, n, d]; the same latents for all, and the same in every call."""
        return _samples(self.structure, self.numbers, self.state.generator, n)

    def modes(self) -> dict[str, tuple[float, ...]]:
        """Modes by the published rule on :data:`SAMPLES` samples, one figure per seed.

        ``modes`` covered, ``high_quality`` share, ``nearest_share`` of the mode that is hit most, and ``reverse_kl`` of
        high-quality samples, in nats.

        A run that is no longer finite has none: NaN.
        """
        found = _counted(self.numbers.target, self.samples())
        whole = self.finite()
        columns = {
            "modes": found.covered, "high_quality": found.high_quality, "nearest_share": found.nearest_share,
            "reverse_kl": found.reverse_kl,
        }  # fmt: skip
        return {name: _plain(np.where(whole, np.asarray(column), np.nan)) for name, column in columns.items()}

    def readings(self, *names: str, average: bool = False) -> dict[str, tuple[float, ...]]:
        """Measures of the lab (:class:`ganscope.measure.Look`) by name, one figure per seed.

        With ``average`` those of the moving average of G.
        """
        spec = measure.spec_of(self.structure)
        window = targets.window(self.experiment.target)
        scene = measure.scene(spec, self.numbers.target, window, labels=self.numbers.labels)
        state = self.state
        generators = state.average if average else state.generator
        looks = [
            measure.look(spec, scene, self.numbers, generators[i], state.discriminator[i], state.round[i]).readings
            for i in range(len(self.seeds))
        ]
        return {name: _plain(np.array([float(look[name]) for look in looks])) for name in names}


def _plain(values: np.ndarray) -> tuple[float, ...]:
    return tuple(float(v) for v in values)


@functools.partial(jax.jit, static_argnums=(0, 3))
def _samples(s: Structure, numbers: Numbers, generators: Array, n: int) -> Array:
    z = latents.sample(s.latent, jax.random.key(0), (n, s.latent_dimension))
    labels = None
    if s.labels:
        labels = numbers.labels[targets.sample_components(numbers.target, jax.random.key(1), n)]
    return jax.vmap(lambda g: steps.generated(s, g, z, labels))(generators)


@jax.jit
def _counted(target: Any, x: Array) -> Any:
    return jax.vmap(lambda x: measure.count_modes(target, x))(x)
