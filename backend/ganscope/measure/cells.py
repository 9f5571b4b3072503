"""Cells: the picture's window cut into boxes, and the probability that p_data has in each of them.

Every measure works on masses, not densities: a mass is a number in [0, 1], a sum of masses needs no quadrature rule,
and what lies outside the window is one more cell, or one on either side of a line.
"""

from __future__ import annotations

import math
from typing import Any

import jax.numpy as jnp
from jax import Array
from jax.scipy.special import ndtr

from ganscope.game.targets import Interval, Mixture, Numbers, log_density


def edges(low: Any, high: Any, n: int) -> Array:
    """The n + 1 edges of n equal cells on [low, high]: low + (high − low)·k/n, with both ends exact; [n + 1]."""
    low, high = jnp.asarray(low, jnp.float32), jnp.asarray(high, jnp.float32)
    k = jnp.arange(n + 1, dtype=jnp.float32) / n
    return low * (1 - k) + high * k


def centres(edges: Array) -> Array:
    """Midpoints of cells: (e_k + e_{k+1})/2; edges [n + 1], result [n]."""
    return 0.5 * (edges[:-1] + edges[1:])


def grid_points(axes: tuple[Array, ...]) -> Array:
    """All cell centres as points: axes (x [n],) → [n, 1]; (x [nx], y [ny]) → [ny·nx, 2], x running fastest."""
    if len(axes) == 1:
        return axes[0][:, None]
    x, y = axes
    return jnp.stack(jnp.broadcast_arrays(x[None, :], y[:, None]), axis=-1).reshape(-1, 2)


def target_masses(numbers: Numbers, edges: Array) -> tuple[Array, Array, Array]:
    """Exact masses of a target on the line: ∫ p_data over each cell.

    Formula: F(e_{k+1}) − F(e_k), for a mixture summed over its components, each reflected into its lower tail
    first (Φ(b) − Φ(a) = Φ(−a) − Φ(−b)), so that the upper tail is as accurate as the lower one.

    Args:
        numbers: a target with d = 1.
        edges: increasing edges, [n + 1].

    Returns:
        (cells [n], left [], right []): the masses inside each cell and beyond either end; they sum to 1.
    """
    if isinstance(numbers, Interval):
        width = numbers.high - numbers.low
        overlap = jnp.minimum(edges[1:], numbers.high) - jnp.maximum(edges[:-1], numbers.low)
        left = jnp.clip(edges[0] - numbers.low, 0, width) / width
        right = jnp.clip(numbers.high - edges[-1], 0, width) / width
        return jnp.maximum(overlap, 0) / width, left, right
    z, a, b = reflected(numbers, edges)
    cells = (ndtr(b) - ndtr(a)) @ numbers.weights
    return jnp.maximum(cells, 0), ndtr(z[0]) @ numbers.weights, ndtr(-z[-1]) @ numbers.weights


def reflected(numbers: Mixture, edges: Array) -> tuple[Array, Array, Array]:
    """Edges in standard deviations of each component of a mixture on the line, z [n + 1, 64], and the ends a ≤ b of
    the cells, [n, 64], each cell in the component's lower tail."""
    z = (edges[:, None] - numbers.means[:, 0]) / numbers.factors[:, 0, 0]
    a, b = z[:-1], z[1:]
    flip = a + b > 0
    return z, jnp.where(flip, -b, a), jnp.where(flip, -a, b)


def blurred_masses(numbers: Numbers, points: Array, volume: Any, h: Any) -> tuple[Array, Array]:
    """Masses of p_data * N(0, h² I) by its analytic density at cell centres, times the cell's volume.

    For h of a cell or more this midpoint rule is exact to float32 (its error falls as e^(−2π²h²/cell²)), so the
    sum is honest: what is missing from 1 lies outside the window.  Where rounding makes the sum exceed 1, the
    masses are divided by it.

    Args:
        numbers: a target with d = 1 or 2.
        points: cell centres, [cells, d].
        volume: length or area of a cell, in units of x^d.
        h: width of the blur in units of x, at least about one cell.

    Returns:
        (cells [cells], outside []).
    """
    cells = jnp.exp(log_density(numbers, points, h)) * volume
    total = jnp.sum(cells)
    return cells / jnp.maximum(total, 1.0), jnp.maximum(1.0 - total, 0.0)


def blurred(masses: Array, shape: tuple[int, ...], cell: Array, std: Array) -> Array:
    """Masses on cells after a Gaussian of standard deviation ``std`` (units of x), within the window; no mass is lost.

    Args:
        masses: [cells + outside], the grid first; what is outside stays there.
        shape: of the grid, (nx,) or (ny, nx).
        cell: size of a cell on each axis, [d], in the order x, y.
        std: of the blur; below .3 cells there is none.
    """
    size = math.prod(shape)
    grid = masses[:size].reshape(shape)
    for axis, n in enumerate(shape):
        width = jnp.maximum(std / cell[len(shape) - 1 - axis], 0.3)
        away = jnp.arange(n, dtype=jnp.float32)[:, None] - jnp.arange(n, dtype=jnp.float32)
        kernel = jnp.exp(-0.5 * (away / width) ** 2)
        kernel = jnp.where(std / cell[len(shape) - 1 - axis] < 0.3, jnp.eye(n), kernel / jnp.sum(kernel, axis=0))
        grid = jnp.moveaxis(jnp.tensordot(kernel, grid, axes=(1, axis), precision="highest"), 0, axis)
    return jnp.concatenate([grid.ravel(), masses[size:]])
