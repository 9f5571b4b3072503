"""Modes as the published protocols count them.

A sample is *high quality* within 3σ of its nearest mode; a mode is covered if at least one high-quality sample falls
on it (Srivastava et al., VEEGAN, 2017; 2,500 samples there).  Distances are Mahalanobis, by the mode's own
covariance, which for the published round modes is the Euclidean rule.  Real data in the plane scores
1 − e^(−4.5) = 98.89% high quality.
"""

from __future__ import annotations

from typing import NamedTuple

import jax.numpy as jnp
from jax import Array, lax
from jax.scipy.special import xlogy

from ganscope.game.experiment import MAX_COMPONENTS
from ganscope.game.targets import Interval, Numbers

RADIUS = 3.0
"""A high-quality sample lies within this many σ of its nearest mode."""


class Modes(NamedTuple):
    """What :func:`count_modes` returns.

    ``covered`` [] modes with a high-quality sample; ``high_quality`` [] share of such samples; ``share`` [64] share of
    all samples whose nearest mode is k; ``nearest_share`` [] the largest of them (1 after a total collapse);
    ``reverse_kl`` [] KL(histogram of high-quality samples ‖ weights) in nats, NaN if there are none.
    """

    covered: Array
    high_quality: Array
    share: Array
    nearest_share: Array
    reverse_kl: Array


def nearest_mode(numbers: Numbers, x: Array) -> tuple[Array, Array]:
    """Index [n] of each sample's nearest mode and its Mahalanobis distance [n] in σ; x [n, d].

    Components of weight 0 are never nearest.  The interval is one mode, at distance 0 inside and ∞ outside.
    """
    if isinstance(numbers, Interval):
        inside = (x[:, 0] >= numbers.low) & (x[:, 0] <= numbers.high)
        return jnp.zeros(x.shape[0], jnp.int32), jnp.where(inside, 0.0, jnp.inf)
    delta = x[:, None, :] - numbers.means
    first = delta[..., 0] / numbers.factors[:, 0, 0]
    square = first**2
    if x.shape[-1] == 2:  # forward substitution with the Cholesky factor
        second = (delta[..., 1] - numbers.factors[:, 1, 0] * first) / numbers.factors[:, 1, 1]
        square = square + second**2
    # computed once: XLA would do so in each of both loops below, not always to the same rounding
    square = lax.optimization_barrier(jnp.where(numbers.weights > 0, square, jnp.inf))
    least = jnp.min(square, axis=-1)
    k = jnp.arange(MAX_COMPONENTS, dtype=jnp.int32)
    # the first that attains the minimum: argmin itself is three times as slow on a CPU
    index = jnp.min(jnp.where(square <= least[:, None], k, MAX_COMPONENTS - 1), axis=-1)
    return index, jnp.sqrt(least)


def count_modes(numbers: Numbers, x: Array) -> Modes:
    """Modes covered, shares and quality of samples x [n, d] by the published rule."""
    index, distance = nearest_mode(numbers, x)
    n = x.shape[0]
    good = (distance <= RADIUS).astype(jnp.float32)
    sums = jnp.zeros((MAX_COMPONENTS, 2)).at[index].add(jnp.stack([jnp.ones(n), good], axis=-1))
    share, hits = sums[:, 0] / n, sums[:, 1]
    total = jnp.sum(hits)
    histogram = hits / jnp.maximum(total, 1)
    weights = jnp.where(jnp.arange(MAX_COMPONENTS) == 0, 1.0, 0.0) if isinstance(numbers, Interval) else numbers.weights
    used = jnp.where(weights > 0, weights, 1)
    kl = jnp.sum(jnp.where(weights > 0, xlogy(histogram, histogram / used), 0.0))
    return Modes(
        covered=jnp.sum(hits > 0).astype(jnp.int32),
        high_quality=jnp.mean(good),
        share=share,
        nearest_share=jnp.max(share),
        reverse_kl=jnp.where(total > 0, kl, jnp.nan),
    )
