"""What a picture of the plane shows beside densities: the latent space as G warps it, and where D pulls a sample."""

from __future__ import annotations

from collections.abc import Callable

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

from ganscope.game import latents, networks, reconstructors

MESH = 33
"""Nodes on a side of the mesh."""
CURVE = 257
"""Nodes of the curve that a mesh becomes where z is a number."""


def latent_mesh(kind: str, dimension: int) -> np.ndarray:
    """Nodes of a grid in latent space, at evenly spaced quantiles of its first two coordinates, the others at 0.

    Of a z with two coordinates each cell between four nodes has the same probability, so a wide cell of G(mesh) means a
    thin density; of a longer one the mesh is the slice through the middle, and samples lie beside it.

    Args:
        kind: name of the latent, a row of ``LATENTS``.
        dimension: number of coordinates of z.

    Returns:
        [MESH, MESH, dimension], rows along the second coordinate; [1, CURVE, 1] where z is a number.
    """
    with jax.ensure_compile_time_eval():
        if dimension == 1:
            return np.asarray(latents.quantile(kind, middles(CURVE)))[None, :, None]
        u = np.asarray(latents.quantile(kind, middles(MESH)))
        first, second = np.meshgrid(u, u)
        rest = np.zeros((MESH, MESH, dimension - 2), np.float32)
        return np.concatenate([first[..., None], second[..., None], rest], axis=-1)


def middles(n: int) -> np.ndarray:
    """The middles of n equal parts of (0, 1); [n]."""
    return ((np.arange(n) + 0.5) / n).astype(np.float32)


def pull(
    spec: networks.Spec, discriminator: Array, input_scale: Array, x: Array, batch: Array | None = None,
    z: Array | None = None, odds: Callable[[Array], Array] = lambda outputs: outputs, labels: Array | None = None,
    n: int = 0,
) -> Array:  # fmt: skip
    """∇ₓD(x) at samples x [n, d]: [n, d], per unit of x; the way in which D would have a fake move.

    A D that looks at m samples at once has each of them as the first of a pack, with the m − 1 samples that follow it;
    one that looks across the batch has each in the place of the first of ``batch`` [b, d]; one that judges pairs has
    each with its own z [n, k], which is held; one that is told one of n labels is told these [n].  ``odds`` makes
    log-odds of D's outputs.
    D is a probability, so arrows are short where D is sure either way: that is the gradient that vanishes.
    """

    pack = 1 if z is not None else (spec.sizes[0] - n) // x.shape[1]
    others = [jnp.roll(x, -j, axis=0) for j in range(1, pack)]

    def total(x: Array) -> Array:
        at = (jnp.concatenate([x, *others], axis=1) if others else x) * input_scale
        at = at if z is None else reconstructors.pairs(at, z)
        among = None if batch is None else batch * input_scale
        told = networks.with_labels(at, labels, n)
        return jnp.sum(jax.nn.sigmoid(odds(networks.output(spec, discriminator, told, among))))

    return jax.grad(total)(x)
