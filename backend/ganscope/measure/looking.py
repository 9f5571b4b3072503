"""What a live session looks at: everything that is drawn and read of one state of the game.

:func:`~ganscope.measure.scenes.scene` is computed when the target, the window or h changes, :func:`look` for every
frame.  Both are compiled once per :class:`~ganscope.measure.scenes.Spec`; every number is traced, and :func:`look` can
be ``vmap``-ped over parameters.
"""

from __future__ import annotations

import functools
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax import Array

from ganscope.game import networks
from ganscope.game.split import Numbers

from . import cells, divergences, game_value
from .modes import count_modes
from .pushforward import piece_means, pushforward
from .scenes import COUNTED, SHOWN, Exact, Scene, Spec, joined, scene, spec_of
from .smoothed import smoothed
from .transport import sliced_wasserstein, wasserstein
from .views import latent_mesh, pull

__all__ = ["ARROWS", "Look", "Scene", "Spec", "look", "look_at", "scene", "spec_of"]

ARROWS = 64
"""Arrows z → G(z) on the line."""
PULLED = 128
"""Fakes in the plane that have an arrow ∇ₓD."""


class Look(NamedTuple):
    """One frame.  Grids are [n] or [n, n] like ``Scene.p_data``.

    ``p_g`` density (p_g,h when smoothed); ``d``, ``d_star`` probabilities, ``d_logit``, ``d_star_logit`` their logits;
    ``fake`` [SHOWN, d] samples; ``z``, ``gz`` [ARROWS] arrows, equally likely z in order ([0] when smoothed);
    ``mesh`` [m, m, 2] or [1, n, 2] where G takes the grid of latents, ``pull`` [PULLED, 2] the slope ∇ₓD at the first
    fakes (both [0] on the line); ``mode_share`` [64] share of the fakes nearest each mode; ``readings``, scalars:

    - nats: ``v``, ``v_star``, ``gap``, ``cost``, ``jsd``, ``jsd_floor``, ``kl_data_g``, ``kl_g_data``, ``mode_kl``;
    - units of x: ``w1``, sliced in the plane;
    - shares: ``tv``, ``outside`` (mass of p_g outside the window), ``high_quality``, ``nearest_share``, ``d_real``,
      ``d_fake`` (mean D under p_data and p_g);
    - a number: ``modes``, those covered.
    """

    p_g: Array
    d: Array
    d_star: Array
    d_logit: Array
    d_star_logit: Array
    fake: Array
    z: Array
    gz: Array
    mesh: Array
    pull: Array
    mode_share: Array
    readings: dict[str, Array]


@functools.partial(jax.jit, static_argnums=0)
def look(spec: Spec, scene: Scene, numbers: Numbers, generator: Array, discriminator: Array) -> Look:
    """Everything that is drawn and read of one pair of players.

    Args:
        spec: as given to :func:`scene`.
        scene: its result.
        numbers: the traced half of the experiment (its target and D's input scale are used).
        generator, discriminator: flat parameter vectors.
    """
    z = scene.latent.grid.z[:, None] if isinstance(scene.latent, Exact) else scene.latent.points
    seen = look_at(spec, scene, numbers, networks.apply(spec.generator, generator, z), discriminator)
    if spec.dimension == 1:
        return seen
    nodes = latent_mesh(spec.latent, spec.generator.sizes[0])
    mesh = networks.apply(spec.generator, generator, nodes.reshape(-1, nodes.shape[-1]))
    return seen._replace(mesh=mesh.reshape(*nodes.shape[:2], 2))


@functools.partial(jax.jit, static_argnums=0)
def look_at(spec: Spec, scene: Scene, numbers: Numbers, x: Array, discriminator: Array) -> Look:
    """:func:`look` for a generator given by its values, not its parameters; there is no mesh then.

    Args:
        x: G at the scene's latents: at the nodes of the grid [M + 1, 1] when exact, else samples [points, d].
    """
    z = gz = jnp.zeros(0)
    if isinstance(scene.latent, Exact):
        grid, values = scene.latent.grid, x[:, 0]
        e = cells.edges(scene.window[0, 0], scene.window[0, 1], spec.cells)
        masses = joined(pushforward(values, grid.masses, e))
        counted = jnp.interp(scene.latent.picks, grid.u, values)[:, None]
        w1 = wasserstein(piece_means(values, grid, spec.points), scene.latent.quantiles)
        arrows = (jnp.arange(ARROWS, dtype=jnp.float32) + 0.5) / ARROWS
        z, gz = jnp.interp(arrows, grid.u, grid.z), jnp.interp(arrows, grid.u, values)
    else:
        masses = joined(smoothed(x, scene.window[:, 0], scene.window[:, 1], scene.latent.blurs))
        counted = x[:COUNTED]
        w1 = sliced_wasserstein(x, scene.latent.slices)

    shape, size = scene.p_data.shape, scene.p_data.size
    fake = counted[:SHOWN]
    slope = jnp.zeros(0)
    if spec.dimension == 2:
        slope = pull(spec.discriminator, discriminator, numbers.input_scale, fake[:PULLED])
    at = jnp.concatenate([scene.points, fake]) * numbers.input_scale
    logits = networks.apply(spec.discriminator, discriminator, at)[:, 0]
    on_grid, on_fake = logits[:size], logits[size:]
    everywhere = jnp.concatenate([on_grid, _outside_logits(scene, on_grid.reshape(shape), fake, on_fake)])
    p, q = scene.masses, masses
    d, jsd, modes = jax.nn.sigmoid(everywhere), divergences.jensen_shannon(p, q), count_modes(numbers.target, counted)
    readings = {
        "v": game_value.value(p, q, everywhere),
        "v_star": game_value.value_at_optimum(p, q),
        "gap": game_value.gap(p, q, everywhere),
        "cost": game_value.cost(jsd),
        "jsd": jsd,
        "jsd_floor": scene.floor,
        "kl_data_g": divergences.kullback_leibler(p, q),
        "kl_g_data": divergences.kullback_leibler(q, p),
        "tv": divergences.total_variation(p, q),
        "w1": w1,
        "outside": jnp.sum(q[size:]),
        "modes": modes.covered,
        "high_quality": modes.high_quality,
        "nearest_share": modes.nearest_share,
        "mode_kl": modes.reverse_kl,
        "d_real": jnp.sum(p * d),
        "d_fake": jnp.sum(q * d),
    }
    return Look(
        p_g=(q[:size] / scene.volume).reshape(shape),
        d=d[:size].reshape(shape),
        d_star=game_value.optimal_discriminator(p, q)[:size].reshape(shape),
        d_logit=on_grid.reshape(shape),
        d_star_logit=game_value.optimal_logit(p, q)[:size].reshape(shape),
        fake=fake, z=z, gz=gz, mesh=jnp.zeros(0), pull=slope, mode_share=modes.share, readings=readings,
    )  # fmt: skip


def _outside_logits(scene: Scene, grid: Array, fake: Array, on_fake: Array) -> Array:
    """D's logit on the cells outside the window: the mean over the fakes there, or D at the window's edge if none."""

    def mean(there: Array, edge: Array) -> Array:
        n = jnp.sum(there)
        return jnp.where(n > 0, jnp.sum(jnp.where(there, on_fake, 0)) / jnp.maximum(n, 1), edge)

    low, high = scene.window.T
    if isinstance(scene.latent, Exact):
        return jnp.stack([mean(fake[:, 0] < low[0], grid[0]), mean(fake[:, 0] >= high[0], grid[-1])])
    edge = grid[jnp.array([0, -1])]
    if grid.ndim == 2:
        edge = jnp.concatenate([edge.ravel(), grid[:, 0], grid[:, -1]])
    return mean(jnp.any((fake < low) | (fake >= high), axis=-1), jnp.mean(edge))[None]
