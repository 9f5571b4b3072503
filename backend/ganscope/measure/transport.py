"""Wasserstein-1: the least mean distance that mass must be moved, in units of x."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array
from jax.scipy.special import ndtr
from jax.scipy.stats import norm

from ganscope.game.targets import Interval, Numbers, cumulative

_REACH = 6.0  # σ; 10⁻⁹ of a Gaussian lies beyond
_NODES = 128  # per component, where a quantile is looked for


def quantiles(numbers: Numbers, u: Array) -> Array:
    """F_data⁻¹(u) of a target on the line; u [n] in (0, 1), [n] in units of x.

    The distribution function is tabulated at nodes within 6σ of every component, which brackets each quantile by a
    tenth of the narrowest σ there; three steps of regula falsi follow.
    """
    if isinstance(numbers, Interval):
        return numbers.low + u * (numbers.high - numbers.low)
    t = jnp.linspace(-_REACH, _REACH, _NODES, dtype=jnp.float32)
    x = jnp.sort((numbers.means[:, 0, None] + numbers.factors[:, 0, 0, None] * t).ravel())
    f = jax.lax.cummax(cumulative(numbers, x))
    right = jnp.clip(jnp.searchsorted(f, u), 1, x.shape[0] - 1)
    a, b, fa, fb = x[right - 1], x[right], f[right - 1], f[right]

    def between(a: Array, b: Array, fa: Array, fb: Array) -> Array:
        share = jnp.where(fb > fa, (u - fa) / jnp.where(fb > fa, fb - fa, 1), 0.5)
        return a + jnp.clip(share, 0, 1) * (b - a)

    for _ in range(3):
        x = between(a, b, fa, fb)
        fx = cumulative(numbers, x)
        low = fx < u
        a, fa = jnp.where(low, x, a), jnp.where(low, fx, fa)
        b, fb = jnp.where(low, b, x), jnp.where(low, fb, fx)
    return between(a, b, fa, fb)


def wasserstein(x: Array, y: Array) -> Array:
    """W1 = ∫ |F_x⁻¹(u) − F_y⁻¹(u)| du of two equal numbers of points on the line, exactly; x, y [n], [].

    The sorted points are coupled in order.  Nothing is truncated: a point far outside the picture counts in full.
    """
    return jnp.mean(jnp.abs(jnp.sort(x) - jnp.sort(y)))


def mixed(means: Array, shares: Array) -> Array:
    """Quantiles of a mixture on the line: n distributions, each as m equally likely points, with their shares.

    Args:
        means: [n, m].
        shares: [n], of sum 1.

    Returns:
        [m], the mixture's quantiles at the middles of m equal parts of (0, 1): for :func:`wasserstein`.
    """
    n, m = means.shape
    order = jnp.argsort(means.ravel())
    upto = jnp.cumsum(jnp.repeat(shares / m, m)[order])
    u = (jnp.arange(m, dtype=jnp.float32) + 0.5) / m * upto[-1]
    return means.ravel()[order][jnp.clip(jnp.searchsorted(upto, u), 0, n * m - 1)]


class Slices(NamedTuple):
    """A target seen along K directions.

    ``directions`` [K, d]; ``low``, ``high`` [K] its range there; ``integrals`` [K, b] ∫ F dx of the projection's
    distribution function over b equal cells of that range.
    """

    directions: Array
    low: Array
    high: Array
    integrals: Array


def half_circle(n: int) -> np.ndarray:
    """n unit vectors at angles π(k + ½)/n: evenly spaced, since opposite directions give the same slice; [n, 2]."""
    angles = math.pi * (np.arange(n) + 0.5) / n
    return np.stack([np.cos(angles), np.sin(angles)], axis=-1).astype(np.float32)


def slices(numbers: Numbers, directions: Any, bins: int) -> Slices:
    """Project a target on directions; each projection of a Gaussian mixture is one, on the line.

    Formula for a component, with z = (x − μ)/σ and g(z) = zΦ(z) + φ(z): the antiderivative of Φ(z) is
    max(x − μ, 0) + σ g(−|z|), written so that nothing cancels above μ.

    Args:
        numbers: a target with d coordinates.
        directions: unit vectors, [K, d]; [[1.]] on the line.
        bins: cells of each slice.
    """
    directions = jnp.asarray(directions, jnp.float32)
    k = jnp.arange(bins + 1, dtype=jnp.float32) / bins
    if isinstance(numbers, Interval):
        width = numbers.high - numbers.low
        middle = (k[:-1] + k[1:]) / 2 * (width / bins)
        low, high = jnp.float32(numbers.low)[None], jnp.float32(numbers.high)[None]
        return Slices(directions, low, high, middle[None])

    means = directions @ numbers.means.T  # [K, components]
    stds = jnp.sqrt(jnp.einsum("ki,cij,kj->kc", directions, numbers.covariances, directions))
    used = numbers.weights > 0
    low = jnp.min(jnp.where(used, means - _REACH * stds, jnp.inf), axis=-1)
    high = jnp.max(jnp.where(used, means + _REACH * stds, -jnp.inf), axis=-1)

    def integrals(mean: Array, std: Array, low: Array, high: Array) -> Array:
        x = (low * (1 - k) + high * k)[:, None] - mean
        z = -jnp.abs(x / std)
        tail = std * (z * ndtr(z) + norm.pdf(z))
        above = jnp.maximum(x, 0)
        return (jnp.diff(above, axis=0) + jnp.diff(tail, axis=0)) @ numbers.weights

    return Slices(directions, low, high, jax.vmap(integrals)(means, stds, low, high))


def sliced_wasserstein(x: Array, target: Slices, weights: Array | float = 1.0) -> Array:
    """Sliced W1: the mean over directions of W1 = ∫ |F_g − F| dx between projected samples and projected target; [].

    ∫ F_g over a cell is exact for the samples and ∫ F over it exact for the target (the target's own projections, not a
    sample of it), so all that is lost is a change of sign inside one of the b cells.  Samples beyond the target's
    range count with their full distance.  With one direction [[1.]] it is W1 on the line.

    Args:
        x: samples, [n, d].
        target: from :func:`slices`.
        weights: of the samples [n], with mean 1.

    Reference: Bonneel, Rabin, Peyré and Pfister (2015).
    """
    n, (count, bins) = len(x), target.integrals.shape
    y = target.directions @ x.T  # [K, n]
    low, high = target.low[:, None], target.high[:, None]
    cell = (high - low) / bins
    place = (y - low) / cell
    t = jnp.clip(place, 0, bins)
    i = jnp.minimum(jnp.floor(t), bins - 1)
    rest = i + 1 - t  # of this cell lies right of the sample
    each = jnp.stack([jnp.ones_like(t), rest], axis=-1) * jnp.reshape(weights, (-1, 1))
    at = i.astype(jnp.int32) + bins * jnp.arange(count, dtype=jnp.int32)[:, None]
    # one scatter for all directions
    sums = jnp.zeros((count * bins, 2)).at[at.ravel()].add(each.reshape(-1, 2)).reshape(count, bins, 2)
    before = jnp.cumsum(sums[..., 0], axis=1) - sums[..., 0]
    inner = jnp.sum(jnp.abs((before + sums[..., 1]) * (cell / n) - target.integrals), axis=1)
    beyond = jnp.mean(weights * jnp.abs(place - t), axis=1) * cell[:, 0]
    return jnp.mean(inner + beyond)
