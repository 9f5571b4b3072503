"""What charts of a game on the line show where somebody asks for it: the map, the plan, and JSD by counting.

A row of :data:`CHARTS` is a pure function of the scene and of G; each is compiled by itself, so that what nobody looks
at costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

from ganscope.game import latents
from ganscope.game.rules import Rule

from . import divergences
from .pushforward import piece_means
from .scenes import SHOWN, Exact, Scene, Spec, generated, through
from .transport import mixed
from .views import middles

NODES = 256
"""Equally likely z at which a map is drawn."""
LINES = 48
"""Lines of a plan."""
INTERVALS = tuple(2**j for j in range(1, 10))
"""Numbers of intervals: each halves the ones before, so what is counted in many is known in few."""

Values = dict[str, Array]


def transport_map(spec: Spec, scene: Scene, generator: Array, p_g: Array) -> Values:
    """G beside the monotone map T(z) = F_data⁻¹(F_z(z)), which takes the law of z to p_data exactly.

    1 − F_z in place of F_z gives the other monotone map, which falls; T is the one that G is nearer to.

    Returns:
        ``map_z`` [256] equally likely z in order; ``map_g`` G and ``map_ideal`` T there, units of x; ``map_off`` []
        E|G(z) − T(z)|, units of x: never less than W1, as (G(z), T(z)) is one way to couple p_g and p_data, and the
        best one where G is monotone the same way; ``map_back`` [] the probability that z lies where G runs against T;
        ``map_falls`` [] whether T falls.

    Reference: Villani, Topics in Optimal Transportation (2003), ch. 2.2.
    """
    assert isinstance(scene.latent, Exact)
    grid, best = scene.latent.grid, scene.latent.quantiles
    values = generated(spec, scene, generator)[:, 0]
    means = piece_means(values, grid, spec.points)
    rising, falling = (jnp.mean(jnp.abs(means - ideal)) for ideal in (best, best[::-1]))
    falls = falling < rising
    forwards = jnp.diff(values) * jnp.where(falls, -1, 1)
    flat = 4 * jnp.finfo(jnp.float32).eps * jnp.max(jnp.abs(values))  # rounding is no fold
    at = jnp.searchsorted(grid.u, middles(NODES))  # nodes of the grid too
    ideal = scene.latent.perfect[at]
    return {
        "map_z": grid.z[at],
        "map_g": values[at],
        "map_ideal": jnp.where(falls, ideal[::-1], ideal),
        "map_off": jnp.minimum(rising, falling),
        "map_back": jnp.sum(jnp.where(forwards < -flat, grid.masses, 0)),
        "map_falls": falls,
    }


def moving_plan(spec: Spec, scene: Scene, generator: Array, p_g: Array) -> Values:
    """The cheapest way to carry p_g to p_data: every quantile of p_g to the same quantile of p_data.

    Formula: W1 = E_u |F_g⁻¹(u) − F_data⁻¹(u)|, u uniform on (0, 1).  The lines are 48 evenly spaced ones of the pairs
    whose mean distance the reading ``w1`` is (4,096 equally likely pieces, or 8,192 samples).

    Returns:
        ``plan_from`` [48] F_g⁻¹(u) and ``plan_to`` [48] F_data⁻¹(u) at u = (k + ½)/48, units of x.

    Reference: Villani, Topics in Optimal Transportation (2003), ch. 2.2.
    """
    x = generated(spec, scene, generator)[..., 0].reshape(spec.kinds, -1)
    if isinstance(scene.latent, Exact):
        grid = scene.latent.grid
        x = jax.vmap(lambda values: piece_means(values, grid, spec.points))(x)
    x = jnp.sort(x.ravel()) if scene.labelled is None else mixed(x, scene.labelled.shares)
    u = (np.arange(LINES) + 0.5) / LINES
    return {"plan_from": x[(u * x.size).astype(int)], "plan_to": scene.latent.quantiles[(u * spec.points).astype(int)]}


def counted_divergence(spec: Spec, scene: Scene, generator: Array, p_g: Array) -> Values:
    """JSD as a histogram estimates it, by the number k of intervals.

    The window is cut into k equal intervals, and what lies outside it is one more; 512 independent samples of either
    side (of p_data those of the picture) are counted in them, and JSD is that of the two shares.  Few intervals do not
    see what differs within one; many see differences that are none: where p_g = p_data, 4·512·JSD is about χ², with one
    degree of freedom less than there are intervals with samples in them.  ``spec.cells`` is a multiple of 512.

    Returns:
        ``count_real``, ``count_fake`` [513] samples in each of 512 intervals, and outside; ``count_jsd`` [9] the
        estimate with 2, 4, …, 512 intervals (:data:`INTERVALS`), nats; ``count_limit`` [9] what it tends to with more
        and more samples: JSD of the masses of the intervals, which rises with k to the JSD that is read.

    Reference: Lin (1991); Wilks (1938) for the χ².
    """
    z = latents.sample(spec.latent, jax.random.key(3), (SHOWN, spec.latent_dimension))
    each = through(spec, scene, generator, z)[..., 0].reshape(-1, SHOWN)
    if scene.labelled is None:
        of = jax.random.randint(jax.random.key(4), (SHOWN,), 0, len(each))
    else:
        of = jax.random.categorical(jax.random.key(4), jnp.log(scene.labelled.shares), shape=(SHOWN,))
    fake = each[of, jnp.arange(SHOWN)]
    cells = scene.p_data.size
    p, q = (jnp.append(m, jnp.maximum(1 - jnp.sum(m), 0)) for m in (scene.masses[:cells], p_g * scene.volume))
    counts = [counted(x, scene.window[0, 0], scene.window[0, 1], INTERVALS[-1]) for x in (scene.real[:, 0], fake)]
    compare = jax.vmap(divergences.jensen_shannon)
    return {
        "count_real": counts[0],
        "count_fake": counts[1],
        "count_jsd": compare(*(ladder(c) / SHOWN for c in counts)),
        "count_limit": compare(ladder(p), ladder(q)),
    }


def counted(x: Array, low: Array, high: Array, k: int) -> Array:
    """Samples x [n] in each of k equal intervals of [low, high), and outside: [k + 1], int32."""
    place = jnp.floor((x - low) * (k / (high - low)))
    inside = (place >= 0) & (place < k)
    return jnp.zeros(k + 1, jnp.int32).at[jnp.where(inside, place, k).astype(jnp.int32)].add(1)


def ladder(cells: Array) -> Array:
    """Cells [n + 1], the last of them outside, as each of :data:`INTERVALS` and outside: [9, 513], the rest 0."""
    merged = [jnp.append(jnp.sum(cells[:-1].reshape(k, -1), axis=1), cells[-1]) for k in INTERVALS]
    return jnp.stack([jnp.pad(m, (0, INTERVALS[-1] + 1 - m.size)) for m in merged])


class Row(NamedTuple):
    """A chart: whether a game has it, and what it shows of (spec, scene, generator [P], p_g of a look)."""

    able: Callable[[Spec], bool]
    values: Callable[[Spec, Scene, Any, Any], Values]


def _on_the_line(spec: Spec) -> bool:
    return spec.dimension == 1


def _one_map_on_the_line(spec: Spec) -> bool:
    return spec.exact and spec.kinds == 1 and not spec.labels


CHARTS: dict[str, Row] = {
    "map": Row(_one_map_on_the_line, jax.jit(transport_map, static_argnums=0)),
    "plan": Row(_on_the_line, jax.jit(moving_plan, static_argnums=0)),
    "counting": Row(_on_the_line, jax.jit(counted_divergence, static_argnums=0)),
}
"""The charts that are computed only for those who look at them, by name."""


def charts(spec: Spec) -> tuple[str, ...]:
    """The names of the charts that a game has."""
    return tuple(name for name, row in CHARTS.items() if row.able(spec))


def chart(name: str, spec: Spec, scene: Scene, generator: Any, p_g: Any) -> Values:
    """What a chart shows of a generator, given by its flat parameters, and of its density in a look."""
    spec = spec._replace(objective=Rule(""), penalties=())  # one program for all games
    return CHARTS[name].values(spec, scene, generator, p_g)
