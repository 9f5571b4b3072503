"""p_g on the line, exactly: the pushforward of a scalar latent through the piecewise-linear G.

G is evaluated at the nodes of a fine grid of z and taken as linear in between.  No inverse of G is formed and no
monotonicity assumed: folds, plateaus and a G that collapsed to a point come out right.
"""

from __future__ import annotations

import functools
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

from ganscope.game import latents

_LAST = 24  # 1 − 2⁻²⁴ is the largest float32 below 1


class LatentGrid(NamedTuple):
    """Nodes of a scalar latent in order: u [M + 1] in (0, 1), z = F_z⁻¹(u) [M + 1], masses [M] between them."""

    u: Array
    z: Array
    masses: Array


def tail_segments(pieces: int) -> int:
    """Number of segments that :func:`latent_grid` cuts its first and its last piece into."""
    return _LAST - (pieces.bit_length() - 1)


@functools.lru_cache(maxsize=8)
def latent_grid(kind: str, pieces: int) -> LatentGrid:
    """A grid of ``pieces`` equally likely pieces of z; the outermost two are halved down to u = 2⁻²⁴.

    So a normal z is covered to ±5.3 σ with 1 − 10⁻⁷ of its mass, and the tails are resolved.

    Args:
        kind: name of the latent, a row of ``LATENTS``.
        pieces: a power of two from 2 to 2²⁰.

    Returns:
        LatentGrid with M = pieces + 2·(tail_segments − 1) segments.
    """
    if pieces & (pieces - 1) or not 2 <= pieces <= 2**20:
        raise ValueError(f"pieces must be a power of two from 2 to 2**20; got {pieces}")
    tails = tail_segments(pieces)
    tail = 2.0 ** -np.arange(_LAST, _LAST - tails, -1.0)
    u = np.concatenate([tail, np.arange(1, pieces) / pieces, 1 - tail[::-1]])
    whole = np.concatenate([[0.0], u[1:-1], [1.0]])  # the end segments carry what lies beyond the end nodes
    with jax.ensure_compile_time_eval():
        z = latents.quantile(kind, jnp.asarray(u, jnp.float32))
        return LatentGrid(jnp.asarray(u, jnp.float32), z, jnp.asarray(np.diff(whole), jnp.float32))


def piece_means(values: Array, masses: Array, pieces: int) -> Array:
    """Mean of the piecewise-linear G over each equally likely piece of :func:`latent_grid`.

    Args:
        values: G at the nodes, [M + 1].
        masses: masses of the segments, [M].
        pieces: as given to :func:`latent_grid`.

    Returns:
        [pieces], in the order of z.  Sorted, they are quantiles of p_g.
    """
    t = tail_segments(pieces)
    middle = 0.5 * (values[:-1] + values[1:])
    first = jnp.sum(middle[:t] * masses[:t]) * pieces
    last = jnp.sum(middle[-t:] * masses[-t:]) * pieces
    return jnp.concatenate([first[None], middle[t:-t], last[None]])


def pushforward(values: Array, masses: Array, edges: Array) -> tuple[Array, Array, Array]:
    """Masses of p_g in cells: each segment's mass is spread evenly over its image and summed into bins.

    A segment [a, b] of mass m gives m·|[a, b] ∩ cell|/(b − a) to a cell.  The first and the last cell that it touches
    get their shares directly; the cells between them through a difference array, so the work is O(M + n)
    whatever G does.  A segment inside one cell, of length 0 too, leaves its whole mass there: nothing is divided by a
    small length.  Cells are half open, [e_k, e_{k+1}).

    Args:
        values: G at the nodes of z, in order, [M + 1].
        masses: mass of z between neighbouring nodes, [M].
        edges: equally spaced edges, [n + 1].

    Returns:
        (cells [n], left [], right []): the sum is that of ``masses`` to rounding.  NaN values give NaN.

    Example:
        >>> cells, left, right = pushforward(G(grid.z), grid.masses, edges(-5, 5, 1024))
    """
    n = edges.shape[0] - 1
    t = jnp.clip((values - edges[0]) * (n / (edges[-1] - edges[0])), -1e9, 1e9)  # in cells
    a, b = jnp.minimum(t[:-1], t[1:]), jnp.maximum(t[:-1], t[1:])
    masses = jnp.where(jnp.isnan(a), jnp.nan, masses)
    first, last = jnp.clip(jnp.floor(a), -1, n), jnp.clip(jnp.floor(b), -1, n)  # −1 and n are outside

    several = last > first
    per_cell = masses / jnp.where(several, b - a, 1)
    in_first = jnp.where(several, per_cell * (first + 1 - a), masses)
    in_last = jnp.where(several, per_cell * (b - last), 0)
    # the count tells cells that no segment crosses from those where rounding left a residue
    crossing = jnp.where(last > first + 1, jnp.stack([per_cell, jnp.ones_like(a)]), 0)

    i, j = first.astype(jnp.int32) + 1, last.astype(jnp.int32) + 1
    ends = jnp.zeros(n + 2).at[jnp.concatenate([i, j])].add(jnp.concatenate([in_first, in_last]))
    steps = jnp.concatenate([crossing, -crossing], axis=1).T
    between = jnp.cumsum(jnp.zeros((n + 3, 2)).at[jnp.concatenate([i + 1, j])].add(steps), axis=0)[: n + 2]
    cells = ends + jnp.where(between[:, 1] > 0.5, jnp.maximum(between[:, 0], 0), 0)
    return cells[1:-1], cells[0], cells[-1]
