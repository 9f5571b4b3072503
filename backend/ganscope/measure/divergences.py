"""Divergences between two sets of masses on the same cells, in nats.

``p`` and ``q`` have the same shape, are ≥ 0 and sum to 1 (the mass outside the window is a cell too).  Merging points
into cells can only lower these divergences, so each is a lower bound that rises to the truth as cells shrink.
"""

from __future__ import annotations

import jax.numpy as jnp
from jax import Array
from jax.scipy.special import xlog1py, xlogy

RESOLUTION = 1e-6
"""Masses that cannot be told from none in float32 sums."""
_SMALL = 1e-30
"""A mass below it is taken from its log, where that is known."""


def jensen_shannon(p: Array, q: Array) -> Array:
    """JSD(p, q) = ½ KL(p ‖ m) + ½ KL(q ‖ m), m = (p + q)/2; 0 to log 2 nats, [].

    Computed as Σ ¼ s [(1 + r) log(1 + r) + (1 − r) log(1 − r)] with s = p + q and r = (p − q)/s: every term is ≥ 0
    and nothing cancels where p ≈ q.

    Reference: Lin (1991); Goodfellow et al. (2014), Theorem 1.
    """
    s = p + q
    r = (p - q) / jnp.where(s > 0, s, 1)
    return jnp.maximum(jnp.sum(0.25 * s * (xlog1py(1 + r, r) + xlog1py(1 - r, -r))), 0.0)


def kullback_leibler(
    p: Array, q: Array, log_q: Array | None = None, *, resolution: float = RESOLUTION
) -> Array:  # fmt: skip
    """KL(p ‖ q) = Σ p log(p/q) in nats, 0 log 0 = 0; [].

    It is +∞ where q has no mass and p has, as the definition says: a generator with a bounded range is infinitely
    far from a Gaussian in KL(p_data ‖ p_g).  Only what is below the resolution of sums is forgiven: the result is
    infinite if the cells without q hold more than ``resolution`` of p, and else leaves these cells out.

    Args:
        p, q: masses.
        log_q: logs of q, which hold what float32 does not: without them a mass below e^(−87) is none.
        resolution: as above.
    """
    if log_q is None:
        none, tail, known = q <= 0, jnp.zeros_like(q), q > 0
    else:
        none, known = jnp.isneginf(log_q), q > _SMALL
        tail = jnp.where(none | known, 0.0, xlogy(p, p) - p * jnp.where(none, 0.0, log_q))
    finite = jnp.sum(jnp.where(known, xlogy(p, p / jnp.where(known, q, 1.0)), tail))
    missed = jnp.sum(jnp.where(none, p, 0.0))
    return jnp.where(missed > resolution, jnp.inf, jnp.maximum(finite, 0.0))


def total_variation(p: Array, q: Array) -> Array:
    """TV(p, q) = ½ Σ |p − q|; 0 to 1, []."""
    return 0.5 * jnp.sum(jnp.abs(p - q))
