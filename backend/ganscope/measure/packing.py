"""The game of a D that looks at m samples at once: V and D* over packs (Lin et al., 2018, section 3).

D tells packs of m real samples from packs of m fakes, so it plays between P = p^m and Q = q^m, the laws of m
independent samples of p_data or of p_g.  Its best answer to a pack has the log-ratio Σ_j log p(x_j)/q(x_j), and to m
equal samples m log p/q, which is where it can be drawn.  Sums over all packs of cells are out of reach: they are taken
over evenly spread ones.
"""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax import Array

from .game_value import optimal_logit
from .playing import spread
from .smoothed import evenly

PACKS = 8192


class Packs(NamedTuple):
    """Packs of cells [n, m], and what stands for the two laws on them: masses ``p``, ``q`` [n] that sum to 1.

    ``log_ratio`` [n] is log P/Q, ±∞ allowed.
    """

    cells: Array
    p: Array
    q: Array
    log_ratio: Array


def spread_packs(p: Array, q: Array, m: int, shift: float = 0.0) -> Packs:
    """:data:`PACKS` packs of m cells, half of them evenly spread under P, half under Q.

    Together they are spread under (P + Q)/2, so that E_P f = E 2 f P/(P + Q): each pack counts for both sides, by its
    share P/(P + Q) = σ(log P/Q) of the one and the rest of the other.  So V(G, D*) − V(G, D) is a sum of terms that
    cannot be negative, and V(G, D*) is exact where p = q.

    Args:
        p, q: masses [cells] of p_data and p_g.
        m: samples in a pack.
        shift: moves the even points round the unit cube: other packs of the same kind.
    """
    u = (evenly(PACKS // 2, m) + shift) % 1
    cells = jnp.concatenate([spread(p, u), spread(q, u)])
    log_ratio = jnp.sum(jnp.log(p)[cells], axis=1) - jnp.sum(jnp.log(q)[cells], axis=1)
    of_p, of_q = jax.nn.sigmoid(log_ratio), jax.nn.sigmoid(-log_ratio)
    return Packs(cells, of_p / jnp.sum(of_p), of_q / jnp.sum(of_q), log_ratio)


_ALIKE = 0.25


def to_climb(points: Array, p: Array, q: Array, m: int) -> tuple[Array, Array, Array]:
    """What a D climbs on to its best response: packs of the places ``points`` [cells, d], and their masses.

    The best D is best at every pack by itself, so any weights that leave P/Q as it is lead to it.  A quarter of the
    weight is on packs of equal samples, where D is drawn; the other packs are not those of :func:`spread_packs` as V is
    read on them, so that the gap that is left was not closed by heart.

    Returns:
        (points [n, m d], p [n], q [n]).
    """
    packs = spread_packs(p, q, m, shift=0.5)
    same = m * optimal_logit(p, q)
    weight = _ALIKE * (p + q)
    x = jnp.concatenate([points[packs.cells].reshape(len(packs.cells), -1), alike(points, m)])

    def masses(own: Array, ratio: Array) -> Array:
        return jnp.concatenate([(1 - _ALIKE) * own, weight * jax.nn.sigmoid(ratio)])

    return x, masses(packs.p, same), masses(packs.q, -same)


def alike(x: Array, m: int) -> Array:
    """Packs of m equal samples: x [n, d] → [n, m d]."""
    return x if m == 1 else jnp.tile(x, (1, m))


def in_packs(x: Array, m: int) -> Array:
    """Samples [n, d] side by side, in their order: [⌊n/m⌋, m d]; what makes no whole pack is left out."""
    n, d = x.shape
    return x if m == 1 else x[: n // m * m].reshape(-1, m * d)
