"""p_g in the plane, or from a latent of several dimensions: samples, binned and blurred to a stated width h.

The blur is a Gaussian of standard deviation h in total, and p_data is blurred by the same h analytically
(:func:`~ganscope.measure.cells.blurred_masses`), so the pair (p_data,h, p_g,h) is the game with instance noise h.
"""

from __future__ import annotations

import functools
import math
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array, lax

from ganscope.game import latents

PAD = 8
"""Cells beyond each side of the window whose samples are kept: their blur reaches into it."""

MIN_CELLS = 1.0
"""The least h, in cells, that a grid carries without aliasing."""


_KRONECKER = 3  # coordinates; in more of them neighbouring coordinates of the sequence go hand in hand


@functools.lru_cache(maxsize=8)
def latent_points(kind: str, n: int, dimension: int) -> Array:
    """n fixed latents that fill their space more evenly than random ones, the same in every call; [n, dimension].

    They are F_z⁻¹(u), u_k = ½ + kα mod 1 with α_j = φ^(−j), φ^(d+1) = φ + 1 (a Kronecker sequence) in up to 3
    dimensions, and above a Latin hypercube: every coordinate meets each of n equal strata once, in random order.

    Args:
        kind: name of the latent, a row of ``LATENTS``.
        n: number of points.
        dimension: number of coordinates of z.

    References: Roberts, The unreasonable effectiveness of quasirandom sequences (2018); McKay, Beckman and
    Conover (1979).
    """
    u = np.clip(evenly(n, dimension), 2.0**-24, 1 - 2.0**-24)
    with jax.ensure_compile_time_eval():
        return jax.device_put(latents.quantile(kind, u.astype(np.float32)))


@functools.lru_cache(maxsize=8)
def evenly(n: int, dimension: int) -> np.ndarray:
    """The u_k of :func:`latent_points`: n points that are evenly spread in the unit cube, [n, dimension]."""
    if dimension <= _KRONECKER:
        phi = 2.0
        for _ in range(50):
            phi = (1 + phi) ** (1 / (dimension + 1))
        return (0.5 + np.arange(1, n + 1)[:, None] * phi ** -np.arange(1.0, dimension + 1)) % 1
    rng = np.random.default_rng(0)
    return (rng.permuted(np.tile(np.arange(n), (dimension, 1)), axis=1).T + rng.random((n, dimension))) / n


def binned(x: Array, low: Array, high: Array, shape: tuple[int, ...]) -> Array:
    """Samples as masses on cell centres, by the quadratic (triangular-shaped cloud) assignment.

    On each axis a sample at distance f ∈ [−½, ½] cells from the nearest centre gives ½(½ − f)², ¾ − f²,
    ½(½ + f)² to that centre and its two neighbours: the mean is kept, and the variance added is **exactly cell²/4
    for every f** (linear assignment adds f(1 − f)·cell², which depends on where a mode happens to lie).

    Args:
        x: samples, [n, d].
        low, high: the window, [d] each.
        shape: cells of the window in array order, (nx,) or (ny, nx).

    Returns:
        Array of ``shape`` with :data:`PAD` more cells on every side; its sum is the share of samples in it.

    Reference: Hockney and Eastwood, Computer Simulation Using Particles (1988), ch. 5.
    """
    n, d = x.shape
    counts = jnp.asarray(shape[::-1], jnp.float32)  # along x, then y
    padded = tuple(s + 2 * PAD for s in shape)
    t = (x - low) * (counts / (high - low)) - 0.5 + PAD
    nearest = jnp.round(t)
    f = t - nearest
    inside = jnp.all((nearest >= 1) & (nearest <= counts + 2 * PAD - 2), axis=-1)
    shares = jnp.stack([0.5 * (0.5 - f) ** 2, 0.75 - f**2, 0.5 * (0.5 + f) ** 2])  # [3, n, d]
    at = jnp.where(inside[:, None], nearest, 1).astype(jnp.int32) + jnp.arange(-1, 2)[:, None, None]
    if d == 1:
        index, weight = at[..., 0], shares[..., 0]
    else:
        index = at[:, None, :, 1] * padded[1] + at[None, :, :, 0]
        weight = shares[:, None, :, 1] * shares[None, :, :, 0]
    weight = jnp.where(inside, weight, 0) / n
    return jnp.zeros(math.prod(padded)).at[index.ravel()].add(weight.ravel()).reshape(padded)


def blur_matrix(n: int, cell: Any, h: Any) -> Array:
    """The Gaussian that completes :func:`binned` to a total width h on one axis: [n, n + 2 PAD].

    Entry (i, j) is cell·N((i − j + PAD)·cell; 0, h² − cell²/4): binning has already added cell²/4.

    Args:
        n: cells of the window on this axis.
        cell: their size in units of x.
        h: total width in units of x; at least :data:`MIN_CELLS` cells.
    """
    s = jnp.sqrt((h / cell) ** 2 - 0.25)  # in cells
    r = jnp.arange(n, dtype=jnp.float32)[:, None] - jnp.arange(-PAD, n + PAD, dtype=jnp.float32)
    return jnp.exp(-0.5 * (r / s) ** 2) / (s * math.sqrt(2 * math.pi))


def smoothed(x: Array, low: Array, high: Array, blurs: tuple[Array, ...]) -> tuple[Array, Array]:
    """Masses of p_g,h from samples: :func:`binned`, then one matrix product per axis.

    Formula: p_g,h = (1/n) Σ_i N(x_i, h² I), at cell centres times the cell's volume; the total variance
    about each sample is h² on each axis.  Samples farther than PAD cells outside the window do not reach into it.

    Args:
        x: samples, [n, d].
        low, high: the window, [d] each.
        blurs: :func:`blur_matrix` of each axis, in the order x, y.

    Returns:
        (cells, outside []): cells [nx] or [ny, nx], row 0 the lowest y; outside = 1 − their sum.
    """
    shape = tuple(b.shape[0] for b in reversed(blurs))
    grid = binned(x, low, high, shape)
    if len(blurs) == 1:
        cells = jnp.matmul(blurs[0], grid, precision=lax.Precision.HIGHEST)
    else:
        half = jnp.matmul(blurs[1], grid, precision=lax.Precision.HIGHEST)
        cells = jnp.matmul(half, blurs[0].T, precision=lax.Precision.HIGHEST)
    total = jnp.sum(cells)
    return cells / jnp.maximum(total, 1.0), jnp.maximum(1.0 - total, 0.0)
