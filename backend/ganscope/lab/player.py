"""A run that can be played and looked at: an experiment, its compiled programs and its state."""

from __future__ import annotations

import functools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

import jax
import jax.numpy as jnp
import numpy as np

from ganscope import measure
from ganscope.game import networks, objectives, rounds, targets
from ganscope.game.experiment import Experiment
from ganscope.game.program import Program
from ganscope.game.said import Said
from ganscope.game.split import Structure, numbers, structure
from ganscope.measure import Look, Scene, Spec

from . import room
from .portrait import Portrait, drawable

T = TypeVar("T")

Window = tuple[tuple[float, float], ...]
Charts = dict[str, dict[str, np.ndarray]]
"""What each chart that was asked for shows, by its name."""


@dataclass(frozen=True)
class Sight:
    """A state that is looked at.  XLA may still be at it; the player can be played on meanwhile."""

    round: int
    manual: int
    """Steps by hand so far."""
    recorded: dict[str, float]
    """See :meth:`Player.recorded`."""
    phase: dict[str, Any] | None
    """See :meth:`Player.portrait`."""
    coming: tuple[Look, dict[str, Any]]
    """On the device."""

    def arrive(self) -> tuple[Look, Charts]:
        """What is seen, as NumPy arrays; waits for it."""
        return jax.device_get(self.coming)


class Player:
    """One run.  Building it compiles what its structure needs; afterwards nothing does.

    ``experiment``, ``state`` and ``scene`` are what the run is now.  Not thread-safe.

    Raises:
        NoRoom: if this process holds too many programs.
    """

    def __init__(self, experiment: Experiment):
        room.make()
        self.experiment = experiment
        self.structure: Structure = structure(experiment)
        self._numbers = numbers(experiment)
        self.spec: Spec = measure.spec_of(self.structure)
        self.window: Window = targets.window(experiment.target)
        self.state: rounds.State = rounds.start(experiment)
        self.able: tuple[str, ...] = measure.charts(self.spec)
        """The charts that this game has of those that are computed where somebody looks at them."""
        self._stepped = False, False
        self.charts: frozenset[str] = frozenset()
        """What :meth:`prepare_charts` has compiled."""
        self._portrait = Portrait(self.structure, self._numbers) if drawable(self.structure) else None
        # half of the wait is for what plays, half for what looks
        with ThreadPoolExecutor(1, thread_name_prefix="ganscope-program") as beside:
            program = beside.submit(Program, experiment, self.state)
            self.scene: Scene = self._scene()
            seen = self.look()
            if self.spec.fine:
                self._finer(seen, self.state.generator)
        self._program: Program = program.result()

    def _scene(self) -> Scene:
        return measure.scene(self.spec, self._numbers.target, self.window, labels=self._numbers.labels)

    @property
    def round(self) -> int:
        """Rounds played."""
        return int(self.state.round)

    @property
    def finite(self) -> bool:
        """False once a round has produced a NaN or an infinity."""
        return bool(self.state.finite)

    @property
    def best_known(self) -> bool:
        """Whether D has a best response that :meth:`climber` can go to."""
        alone = self.structure.discriminator.across == "none" and self.structure.reconstructor is None
        return alone and objectives.losses(self.structure.objective).optimum is not None

    @property
    def _named(self) -> int:
        """How many generators D names."""
        return objectives.losses(self.structure.objective).names

    def advance(self, n: int, meanwhile: Callable[[], T] = lambda: None) -> T:
        """Play n rounds, or fewer if one is not finite, and call ``meanwhile``; returns what that does, when both are
        over."""
        self._stepped = int(self._numbers.k_d) > 0, int(self._numbers.k_g) > 0
        self.state = self._program.advance(self.state, self._numbers, n)
        done = meanwhile()
        self.state.round.block_until_ready()
        return done

    def step(self, *, k_d: int = 0, k_g: int = 0) -> None:
        """Steps of D, then of G, by hand; no round is counted."""
        self._stepped = k_d > 0, k_g > 0
        self.state = self._program.step(self.state, self._numbers, k_d=k_d, k_g=k_g)
        self.state.round.block_until_ready()

    def look(self, average: bool = False) -> Look:
        """All that is drawn and read of the live generator or of its moving average, as NumPy arrays."""
        return jax.device_get(self._looked(average))

    def _looked(self, average: bool) -> Look:
        return measure.look(
            self.spec, self.scene, self._numbers, self._shown(average), self.state.discriminator, self.state.round
        )

    def _finer(self, seen: Look, generator: jax.Array) -> jax.Array:
        return measure.finer(self.spec, self.scene, self._numbers, generator, self.state.discriminator, seen)

    def _shown(self, average: bool) -> jax.Array:
        return self.state.average if average else self.state.generator

    def sight(self, average: bool, charts: frozenset[str], since: int, still: bool = False) -> Sight:
        """Begin to look, at what these of :data:`~ganscope.measure.line.CHARTS` show too; returns at once.

        ``since``: the means of the record are over the rounds after that.  ``still``: the picture will stay, so that
        its lines are worth :func:`~ganscope.measure.finer`.
        """
        seen, generator = self._looked(average), self._shown(average)
        if still and self.spec.fine:
            seen = seen._replace(d_fine=self._finer(seen, generator))
        drawn = {name: measure.chart(name, self.spec, self.scene, generator, seen.p_g) for name in charts}
        return Sight(self.round, int(self.state.manual), self.recorded(since), self.portrait(), (seen, drawn))

    def prepare_charts(self, names: frozenset[str]) -> None:
        """Compile what :meth:`sight` needs of these charts; it changes nothing, so it may run beside the loop."""
        g, p_g = jnp.zeros(self.structure.generator_parameters), np.zeros(self.scene.p_data.shape, np.float32)
        for name in names:
            measure.chart(name, self.spec, self.scene, g, p_g)
            self.charts |= {name}

    def portrait(self) -> dict[str, Any] | None:
        """The phase portrait, see :meth:`Portrait.seen`; None unless each player has exactly one parameter."""
        if self._portrait is None:
            return None
        at = np.concatenate(jax.device_get((self.state.generator, self.state.discriminator)))
        return self._portrait.seen(self._numbers, at, self.round)

    def recorded(self, since: int) -> dict[str, float]:
        """Means over the rounds after ``since`` of what every round records; the latest row if there are none."""
        record = np.asarray(self.state.record)
        last = self.round
        first = max(since, last - rounds.RECORD)
        rows = np.arange(first, last) % rounds.RECORD if last > first else np.array([last % rounds.RECORD])
        picked = record[rows]
        known = ~np.isnan(picked)
        means = np.where(known, picked, 0).sum(0) / np.maximum(known.sum(0), 1)
        means[~known.any(0)] = np.nan
        return {name: float(mean) for name, mean in zip(rounds.COLUMNS, means, strict=True)}

    def failure(self) -> str:
        """What was not finite in the round that stopped the run."""
        row = np.asarray(self.state.record)[self.round % rounds.RECORD]
        d_stepped, g_stepped = self._stepped  # who did not has NaN in the record
        for name, stepped, words in (
            ("d_loss", d_stepped, "the discriminator's loss became {what}"),
            ("penalty", d_stepped, "the penalty became {what}"),
            ("d_grad_norm", d_stepped, "the discriminator's gradient became {what}"),
            ("g_loss", g_stepped, "the generator's loss became {what}"),
            ("g_grad_norm", g_stepped, "the generator's gradient became {what}"),
        ):
            value = row[rounds.COLUMNS.index(name)]
            if stepped and not np.isfinite(value):
                what = "NaN" if np.isnan(value) else Said("stopped.infinite", "infinite")
                return Said(f"stopped.{name}", words, what=what)
        return Said("stopped.weights", "the weights became infinite or NaN")

    def fits(self, experiment: Experiment) -> bool:
        """Whether another experiment runs on the same programs."""
        return structure(experiment) == self.structure

    def edit(self, experiment: Experiment) -> None:
        """Change numbers; weights, round and all else stay.  Another seed counts from the next reset."""
        if not self.fits(experiment):
            raise ValueError("another structure needs another player")
        moved = experiment.target != self.experiment.target
        self.experiment = experiment
        self._numbers = numbers(experiment)
        if moved:
            self.window = _steady(targets.window(experiment.target), self.window)
            self.scene = self._scene()

    def reset(self) -> None:
        """Back to round 0, with the weights of the seed."""
        self.state = rounds.start(self.experiment)
        if self._portrait:
            self._portrait.forget()
        window = targets.window(self.experiment.target)
        if window != self.window:
            self.window = window
            self.scene = self._scene()

    def inherit(self, other: Player) -> bool:
        """Take over the run of another player where the networks have the same shapes; says whether they did.

        The other one is done for: its state is this one's now.  An optimizer of another kind starts afresh;
        everything else goes on.
        """
        old, new = other.structure, self.structure
        if _shapes(old) != _shapes(new) or other.experiment.seed != self.experiment.seed:
            return False
        state = other.state
        if old.generator_optimizer != new.generator_optimizer:
            state = state._replace(generator_optimizer=self.state.generator_optimizer)
        if old.discriminator_optimizer != new.discriminator_optimizer:
            state = state._replace(discriminator_optimizer=self.state.discriminator_optimizer)
        self.state = state
        self.window = _steady(self.window, other.window)
        self.scene = self._scene()
        return True

    def revive(self) -> None:
        """Let a run that stopped go on from its last finite state."""
        self.state = self.state._replace(finite=jnp.bool_(True))

    def prepare_climb(self) -> None:
        """Compile what :meth:`climber` needs; it changes nothing, so it may run beside the loop."""
        d = jnp.zeros(self.structure.discriminator.parameters)
        p = jnp.ones(self.scene.p_data.size)
        each = jnp.stack([p] * self.structure.labels) if self.structure.labels else None
        points, p, q = self._ground(p, p, each)
        q = jnp.stack([q] * self._named) if self._named > 1 else q
        self._climb(measure.start_climb(d), points, p, q, 0)

    def climber(self) -> Callable[[int], float]:
        """D's climb to its best response, G frozen: a function that takes n steps and returns D's loss in nats."""
        seen = self.look()
        p, q = self.scene.masses[: self.scene.p_data.size], jnp.ravel(seen.p_g) * self.scene.volume
        each = seen.views.get("p_g_each")
        each = None if each is None else jnp.reshape(each, (len(each), -1)) * self.scene.volume
        points, p, q = self._ground(p, q, each)
        if self._named > 1:
            assert each is not None
            q = each * len(each)
        at = measure.start_climb(self.state.discriminator)

        def take(n: int) -> float:
            nonlocal at
            at = self._climb(at, points, p, q, n)
            self.state = self.state._replace(discriminator=jnp.array(at.discriminator))
            return float(at.loss)

        return take

    def _ground(self, p: Any, q: Any, each: Any) -> tuple[Any, Any, Any]:
        """What D climbs on: the cells with these masses, those of all labels (``each`` of p_g), or packs of cells; D's
        input scale is applied to the points."""
        points = self.scene.points * self._numbers.input_scale
        if (labelled := self.scene.labelled) is not None:
            n = self.structure.labels
            points = jnp.concatenate([networks.with_labels(points, jnp.array([y]), n) for y in range(n)])
            return points, labelled.masses[:, : self.scene.p_data.size].ravel(), each.ravel()
        return (points, p, q) if self.structure.pack == 1 else measure.to_climb(points, p, q, self.structure.pack)

    def _climb(self, at: Any, points: Any, p: Any, q: Any, n: int) -> Any:
        s = self.structure
        return _climb(s.discriminator, s.objective, self._numbers.objective, at, points, p, q, np.int32(n))


def _shapes(s: Structure) -> list[Any]:
    """Runs that are equal in this can go on with each other's parameters."""
    f = s.reconstructor and (s.reconstructor.kind, s.reconstructor.spec.shape)
    return [s.generator.shape, s.discriminator.shape, f]


_climb: Any = functools.partial(jax.jit, static_argnums=(0, 1))(measure.climb)


def _steady(new: Window, old: Window) -> Window:
    """Keep the old window while it holds the new one's modes and is not much too wide: a picture should not jump."""
    if len(new) != len(old):
        return new
    for (a, b), (low, high) in zip(new, old, strict=True):
        inner = 0.1 * (b - a)  # the window leaves a quarter of the half-width around the modes
        if a + inner < low or b - inner > high or (high - low) > 3 * (b - a):
            return new
    return old
