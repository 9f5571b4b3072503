"""The phase portrait of a game with one parameter a player: where both would move, and where that comes to rest.

The field is that of :mod:`ganscope.measure.stability`, on :data:`DRAWS` real samples that stand for the target: equally
likely ones, in an order that has nothing to do with the latents.  Penalties count, learning rates and the order of the
players do not: it is what steps without end, infinitely small, would follow.
"""

from __future__ import annotations

import functools
import math
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array, lax

from ganscope.game import latents, steps
from ganscope.game.split import Numbers, Structure
from ganscope.measure import stability
from ganscope.measure.transport import quantiles

ARROWS = 13
"""Arrows along each axis."""
DRAWS = 1024
HALF = 2.0
"""Half the least range of both parameters; it holds a start at (1, 1)."""

_NEWTON = 12  # steps to the point of rest
_FAR = 4.0  # from the mean of the data with a flat D: a zero of the field out there is no equilibrium, but a desert
_ZERO = 1e-3  # of the field's largest arrow


class Rest(NamedTuple):
    """Where the field is 0: ``point`` [2], ``jacobian`` [2, 2] of the field there, and ``speed`` [] of the field there.

    The last is not 0 where there is no such point.
    """

    point: Array
    jacobian: Array
    speed: Array


def drawable(s: Structure) -> bool:
    """Whether each player has exactly one parameter."""
    return (s.dimension, s.generator.parameters, s.discriminator.parameters) == (1, 1, 1)


class Portrait:
    """The portrait of one structure.  Building it compiles all that :meth:`seen` needs."""

    def __init__(self, s: Structure, numbers: Numbers):
        # Neither the players' optimizers nor their order matter to the field, and so make no other program; nor do the
        # steps that G looks ahead, whose length the field does not know.
        self._structure = s._replace(
            batch=DRAWS, dynamics="simultaneous", unroll=0, generator_optimizer="sgd", discriminator_optimizer="sgd"
        )
        self._range = [HALF, HALF]
        self._numbers: Numbers | None = None
        self._t = -1
        self.seen(numbers, np.zeros(2), 0)

    def forget(self) -> None:
        """The run starts again: the range is the least one."""
        self._range = [HALF, HALF]

    def seen(self, numbers: Numbers, at: np.ndarray, t: int) -> dict[str, Any]:
        """The portrait with the players at ``at``, [2], in round t.

        Computed again only if a number of the game, what schedules make of t, or the range has changed.

        Returns:
            ``arrays``: ``phase_field`` float32 [ARROWS, ARROWS, 2], (dθ/dt, dψ/dt) in the middles of equal cells of
            the range, rows along ψ.
            ``meta``, JSON-able: ``theta``, ``psi`` the range, [low, high]; ``at`` [θ, ψ], None where that is not
            finite; ``equilibrium`` [θ, ψ] where the field is 0, near the mean of the data and a flat D;
            ``eigenvalues`` of the field's Jacobian there, two of [real, imaginary], the largest real part first.  The
            last two are None where the field is 0 nowhere near.
        """
        numbers = numbers._replace(
            generator_optimizer={}, discriminator_optimizer={}, consensus=np.float32(0), k_d=np.int32(1),
            k_g=np.int32(1), ema=np.float32(0),
        )  # fmt: skip
        t = min(t, _settled(numbers))
        if self._numbers is None or t != self._t or not _equal(numbers, self._numbers):
            self._numbers, self._t = numbers, t
            self._draws = _draws(self._structure, numbers)
            self._rest: Rest = jax.device_get(_rest(self._structure, numbers, self._draws, np.int32(t)))
            self._drawn: list[float] = []
        if np.isfinite(at).all():
            away = np.abs(at - self._rest.point)
            self._range = [max(old, reaching(float(new))) for old, new in zip(self._range, away, strict=True)]
        if self._drawn != self._range:
            self._drawn = self._range
            axes = self._rest.point + np.outer(places(ARROWS), self._range).astype(np.float32)
            v = np.asarray(_field(self._structure, numbers, axes, self._draws, np.int32(t)))
            self._field = np.where(np.isfinite(v), v, np.float32(0))
        return {"arrays": {"phase_field": self._field}, "meta": self._meta(at)}

    def _meta(self, at: np.ndarray) -> dict[str, Any]:
        centre = [round(float(x), 6) for x in self._rest.point]  # an axis ends on a round number
        theta, psi = ([middle - reach, middle + reach] for middle, reach in zip(centre, self._range, strict=True))
        still = bool(self._rest.speed <= _ZERO * max(float(np.abs(self._field).max()), 1e-6))
        known = still and bool(np.isfinite(self._rest.jacobian).all())
        values = stability.eigenvalues(self._rest.jacobian) if known else []
        return {
            "theta": theta,
            "psi": psi,
            "at": [float(x) for x in at] if np.isfinite(at).all() else None,
            "equilibrium": centre if known else None,
            "eigenvalues": [[float(value.real), float(value.imag)] for value in values] if known else None,
        }


def places(n: int) -> np.ndarray:
    """The middles of n equal cells of [−1, 1]; [n]."""
    return (2 * np.arange(n) + 1) / n - 1


def reaching(distance: float) -> float:
    """Half a range that holds a distance with a margin: 2, 3, 5, 10, 20, 30, 50 and so on."""
    wanted = max(HALF, 1.05 * distance)
    power = 10.0 ** math.floor(math.log10(wanted))
    return next(lead * power for lead in (1, 2, 3, 5, 10) if lead * power >= wanted)


def _settled(numbers: Numbers) -> int:
    """The round from which on no schedule of the game changes anything."""
    ends = [rule.get("until", 0) for rule in numbers.penalties] + [numbers.objective.get("round", 0)]
    return max(int(end) for end in ends)


def _equal(a: Numbers, b: Numbers) -> bool:
    # A mixture of the same kind has the same leaves; another kind of target is another structure.
    return all(np.array_equal(x, y) for x, y in zip(jax.tree.leaves(a), jax.tree.leaves(b), strict=True))


@functools.partial(jax.jit, static_argnums=0)
def _draws(s: Structure, numbers: Numbers) -> stability.Draws:
    """``s.batch`` equally likely samples of the target, in a shuffled order, with equally likely latents."""
    u = jnp.asarray((np.arange(s.batch) + 0.5) / s.batch, jnp.float32)
    shuffled = np.random.default_rng(0).permutation(s.batch)
    real = quantiles(numbers.target, u)[shuffled, None]
    z = jnp.tile(latents.quantile(s.latent, u)[:, None], (1, s.latent_dimension))
    draw = steps.Draw(real, z, jax.random.key(0))
    return stability.Draws(draw, draw)


@functools.partial(jax.jit, static_argnums=0)
def _rest(s: Structure, numbers: Numbers, draws: stability.Draws, t: Any) -> Rest:
    """Newton's way to a zero of the field from the mean of the data with a flat D, steps at most 1 long."""
    assert draws.discriminator.real is not None
    start = jnp.stack([jnp.mean(draws.discriminator.real), jnp.float32(0)])

    def v(w: Array) -> Array:
        return stability.vector_field(s, numbers, w[:1], w[1:], draws, t)

    def slope(w: Array) -> Array:
        return stability.jacobian(s, numbers, w[:1], w[1:], draws, t)

    def nearer(_: Any, w: Array) -> Array:
        (a, b), (c, d) = slope(w)
        det, field = a * d - b * c, v(w)
        step = -jnp.stack([d * field[0] - b * field[1], a * field[1] - c * field[0]]) / det
        step = jnp.where(jnp.isfinite(step).all(), step, 0)  # a line of zeros: every point of it will do
        new = w + step / jnp.maximum(1, jnp.linalg.norm(step))
        better = (jnp.linalg.norm(v(new)) < jnp.linalg.norm(field)) & (jnp.linalg.norm(new - start) < _FAR)
        return jnp.where(better, new, w)

    w = lax.fori_loop(0, _NEWTON, nearer, start)
    return Rest(w, slope(w), jnp.linalg.norm(v(w)))


@functools.partial(jax.jit, static_argnums=0)
def _field(s: Structure, numbers: Numbers, axes: Any, draws: stability.Draws, t: Any) -> Array:
    """v on the grid of axes [n, 2]: [n, n, 2]."""
    return jnp.stack(stability.field(s, numbers, axes[:, 0], axes[:, 1], draws, t), axis=-1)
