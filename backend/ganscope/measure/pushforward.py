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
from jax import Array, lax

from ganscope.game import latents

_LAST = 120  # 2⁻¹²⁰ is near the least that float32 holds in full


class LatentGrid(NamedTuple):
    """Nodes of a scalar latent in order: u [M + 1] in (0, 1], z = F_z⁻¹(u) [M + 1], masses [M] between them.

    ``piece`` [M] (int32) says which of the equally likely pieces of z a segment belongs to.  The last nodes have u = 1
    to rounding; their z and masses are as exact as those of the first.
    """

    u: Array
    z: Array
    masses: Array
    piece: Array


@functools.lru_cache(maxsize=8)
def latent_grid(kind: str, pieces: int) -> LatentGrid:
    """A grid of ``pieces`` equally likely pieces of z, cut finer towards both ends.

    No segment holds more than 1/64 of the mass beyond it (1/32 beyond 3.5 σ, 1/8 beyond 4.8 σ): the density
    of a normal z, taken as constant over a segment, has no steps that the ratio D* would show as teeth.  Cells of 0.01
    to 0.04 σ hold what they should to 0.3% out to 4.5 σ and to 3% out to 10 σ.  Segments go on down to u = 2⁻¹²⁰,
    z = ±12.6: a p_g that is narrower than p_data still has mass under p_data's tails, and KL(p_data ‖ p_g) is finite as
    it should be.  Masses are powers of two, so that sums of them are hardly rounded.

    Args:
        kind: name of the latent, a row of ``LATENTS``; symmetric about 0, as all of them are.
        pieces: a power of two from 2 to 2²⁰; with 4096, M = 6,800.
    """
    if pieces & (pieces - 1) or not 2 <= pieces <= 2**20:
        raise ValueError(f"pieces must be a power of two from 2 to 2**20; got {pieces}")
    first = pieces.bit_length() - 1
    cuts = [(2.0**-e, 32 if e <= first + 7 else 8) for e in range(_LAST, first, -1)]  # octaves of the outermost piece
    cuts += [(k / pieces, max(64 >> (k.bit_length() - 1), 1)) for k in range(1, pieces // 2)]
    ends = [low for low, _ in cuts[1:]] + [0.5]
    inner = [np.linspace(low, high, n, endpoint=False) for (low, n), high in zip(cuts, ends, strict=True)]
    half = np.concatenate([*inner, [0.5]])  # up to the median
    masses = np.diff(half)
    masses[0] += half[0]  # what lies beyond the end node
    piece = np.floor((half[1:] + half[:-1]) / 2 * pieces).astype(np.int32)
    with jax.ensure_compile_time_eval():
        z = np.asarray(latents.quantile(kind, half.astype(np.float32)))
        u = np.concatenate([half, 1 - half[-2::-1]]).astype(np.float32)
        z = np.concatenate([z, -z[-2::-1]])
        masses = np.concatenate([masses, masses[::-1]]).astype(np.float32)
        piece = np.concatenate([piece, pieces - 1 - piece[::-1]])
        return LatentGrid(*jax.device_put((u, z, masses, piece)))


def piece_means(values: Array, grid: LatentGrid, pieces: int) -> Array:
    """Mean of the piecewise-linear G over each equally likely piece of z.

    Args:
        values: G at the nodes of ``grid``, [M + 1].
        grid: from :func:`latent_grid`.
        pieces: as given to it.

    Returns:
        [pieces], in the order of z.  Sorted, they are quantiles of p_g.
    """
    middle = 0.5 * (values[:-1] + values[1:])
    return jnp.zeros(pieces).at[grid.piece].add(middle * grid.masses) * pieces


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
    steps = jnp.zeros((n + 3, 2)).at[jnp.concatenate([i + 1, j])].add(jnp.concatenate([crossing, -crossing], axis=1).T)
    # summed from either side: a tail is exact from its own, where nothing larger has left a residue yet
    forwards = jnp.cumsum(steps, axis=0)[: n + 2]
    backwards = -jnp.cumsum(steps[::-1], axis=0)[n + 1 :: -1, 0]
    left, right = lax.cummax(forwards[:, 0]), lax.cummax(backwards, reverse=True)
    between = jnp.maximum(jnp.where(left <= right, forwards[:, 0], backwards), 0)
    cells = ends + jnp.where(forwards[:, 1] > 0.5, between, 0)
    return cells[1:-1], cells[0], cells[-1]
