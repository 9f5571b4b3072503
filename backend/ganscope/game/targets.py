"""Targets: p_data as sampler, log-density, distribution function and list of modes.

Two families cover the table: a mixture of Gaussians, padded to ``MAX_COMPONENTS`` so that its means,
covariances and weights are traced numbers, and an interval.  A row of :data:`TARGETS` turns the fields of an
experiment into components; everything else follows from the family.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array
from jax.scipy.stats import norm

from .experiment import MAX_COMPONENTS

_INDEX_BITS = 6  # 64 components
_CUT_BITS = 32 - _INDEX_BITS


class Component(NamedTuple):
    """One Gaussian: relative weight, mean (d numbers), covariance (d×d numbers)."""

    weight: float
    mean: Sequence[float]
    covariance: Sequence[Sequence[float]]


class Mixture(NamedTuple):
    """Σ_k w_k N(μ_k, Σ_k) with K = 64 rows; rows of weight 0 are padding.

    ``weights`` [K] sum to 1, ``means`` [K, d], ``covariances`` [K, d, d], ``factors`` [K, d, d] their lower
    Cholesky factors.  ``cuts`` [K] (uint32) and ``aliases`` [K] are Walker's table for sampling in O(1).
    """

    weights: Any
    means: Any
    covariances: Any
    factors: Any
    cuts: Any
    aliases: Any


class Interval(NamedTuple):
    """The uniform distribution on [low, high]."""

    low: Any
    high: Any


Numbers = Mixture | Interval


class Row(NamedTuple):
    """A member of the table: its dimension and what it consists of."""

    dimension: int
    components: Callable[[Any], list[Component]] | None  # None: an interval


def _round(std: float, *mean: float, weight: float = 1.0) -> Component:
    """An isotropic component."""
    d = len(mean)
    return Component(weight, mean, [[std * std if i == j else 0.0 for j in range(d)] for i in range(d)])


def _ring(t: Any) -> list[Component]:
    angles = [2 * math.pi * k / t.modes for k in range(t.modes)]
    return [_round(t.std, t.radius * math.cos(a), t.radius * math.sin(a)) for a in angles]


def _grid(t: Any) -> list[Component]:
    ticks = [(k - (t.side - 1) / 2) * t.spacing for k in range(t.side)]
    return [_round(t.std, x, y) for y in ticks for x in ticks]


TARGETS: dict[str, Row] = {
    "gaussian": Row(1, lambda t: [_round(t.std, t.mean)]),
    "two_peaks": Row(1, lambda t: [_round(t.std, -t.distance / 2), _round(t.std, t.distance / 2)]),
    "three_peaks": Row(1, lambda t: [_round(t.std, (k - 1) * t.spacing, weight=w) for k, w in enumerate(t.weights)]),
    "uniform": Row(1, None),
    "mixture_1d": Row(1, lambda t: [_round(c.std, c.mean, weight=c.weight) for c in t.components]),
    "ring": Row(2, _ring),
    "grid": Row(2, _grid),
    "two_gaussians": Row(2, lambda t: [_round(t.std, -t.distance / 2, 0.0), _round(t.std, t.distance / 2, 0.0)]),
    "mixture_2d": Row(2, lambda t: [Component(c.weight, c.mean, c.covariance) for c in t.components]),
}


def dimension(target: Any) -> int:
    """Number of coordinates of x: 1 or 2."""
    return TARGETS[target.kind].dimension


def components(target: Any) -> list[Component]:
    """The Gaussians that a target consists of; none for the interval."""
    row = TARGETS[target.kind]
    return row.components(target) if row.components else []


def target_numbers(target: Any) -> Numbers:
    """The traced numbers of a target (float32 NumPy arrays), computed in float64 on the host."""
    if TARGETS[target.kind].components is None:
        return Interval(np.float32(target.low), np.float32(target.high))
    return mixture(components(target))


def mixture(parts: Sequence[Component]) -> Mixture:
    """Pad components to :class:`Mixture`; their number is at most 64 and their weights need not sum to 1."""
    if not 1 <= len(parts) <= MAX_COMPONENTS:
        raise ValueError(f"a mixture has 1 to {MAX_COMPONENTS} components; got {len(parts)}")
    d = len(parts[0].mean)
    weights = np.zeros(MAX_COMPONENTS)
    weights[: len(parts)] = [p.weight for p in parts]
    weights /= weights.sum()
    means = np.zeros((MAX_COMPONENTS, d))
    means[: len(parts)] = [p.mean for p in parts]
    covariances = np.tile(np.eye(d), (MAX_COMPONENTS, 1, 1))
    covariances[: len(parts)] = [p.covariance for p in parts]
    cuts, aliases = _walker(weights)
    f32 = np.float32
    return Mixture(
        weights.astype(f32), means.astype(f32), covariances.astype(f32),
        np.linalg.cholesky(covariances).astype(f32), cuts, aliases,
    )  # fmt: skip


def _walker(weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Walker's alias table: cell k keeps k below its cut and gives its alias above it."""
    k = len(weights)
    share = weights * k
    aliases = np.arange(k, dtype=np.int32)
    small = [i for i in range(k) if share[i] < 1]
    large = [i for i in range(k) if share[i] >= 1]
    while small and large:
        s, g = small.pop(), large[-1]
        aliases[s] = g
        share[g] -= 1 - share[s]
        if share[g] < 1:
            small.append(large.pop())
    for i in small:  # what rounding left over: a component never gives way to one of weight 0
        share[i] = 1.0 if weights[i] > 0 else 0.0
        aliases[i] = i if weights[i] > 0 else int(np.argmax(weights))
    cuts = np.minimum(np.round(share * 2**_CUT_BITS), 2**_CUT_BITS)
    return cuts.astype(np.uint32), aliases


def sample(numbers: Numbers, key: Array, n: int) -> Array:
    """n independent samples of p_data, [n, d]."""
    if isinstance(numbers, Interval):
        return jax.random.uniform(key, (n, 1)) * (numbers.high - numbers.low) + numbers.low
    return sample_known(numbers, key, n)[0]


def sample_known(numbers: Numbers, key: Array, n: int) -> tuple[Array, Array]:
    """:func:`sample`, and which component each comes from, [n]."""
    which, noise = jax.random.split(key)
    k = sample_components(numbers, which, n)
    return sample_of(numbers, k, noise), k


def sample_components(numbers: Numbers, key: Array, n: int) -> Array:
    """n independent components of a mixture by their weights, [n]."""
    assert isinstance(numbers, Mixture)
    bits = jax.random.bits(key, (n,), jnp.uint32)
    cell = (bits >> _CUT_BITS).astype(jnp.int32)
    kept = (bits & jnp.uint32(2**_CUT_BITS - 1)) < numbers.cuts[cell]
    return jnp.where(kept, cell, numbers.aliases[cell])


def sample_of(numbers: Numbers, k: Array, key: Array) -> Array:
    """One sample of each of these components [n] of a mixture, [n, d]."""
    assert isinstance(numbers, Mixture)
    e = jax.random.normal(key, (k.shape[0], numbers.means.shape[-1]))
    return numbers.means[k] + jnp.sum(numbers.factors[k] * e[:, None, :], axis=-1)


def labels(target: Any, n: int) -> np.ndarray:
    """The label, 0 to n − 1, of each of 64 components: those with a weight, in their order, in n nearly equal groups.

    Component number i of K has label ⌊i n / K⌋, so each of n ≤ K labels has a component.  Those of weight 0 have 0.
    """
    label = np.zeros(MAX_COMPONENTS, np.int32)
    used = [k for k, part in enumerate(components(target)) if part.weight > 0]
    label[used] = np.arange(len(used)) * n // max(len(used), 1)
    return label


def log_density(numbers: Numbers, x: Array, h: Any = 0.0) -> Array:
    """log of the density of p_data * N(0, h² I) at x [n, d]; [n], in nats per unit of x^d.  h = 0 is p_data."""
    h = jnp.float32(h)
    if isinstance(numbers, Interval):
        return _interval_log_density(numbers, x[:, 0], h)
    d = numbers.means.shape[-1]
    covariances = numbers.covariances + h * h * jnp.eye(d)
    delta = x[:, None, :] - numbers.means
    if d == 1:
        determinant = covariances[:, 0, 0]
        distance = delta[..., 0] ** 2 / determinant
    else:
        a, b, c = covariances[:, 0, 0], covariances[:, 0, 1], covariances[:, 1, 1]
        # whitened by the Cholesky factor: a − b²/c would cancel for long thin components
        first = delta[..., 0] / jnp.sqrt(a)
        rest = c - b * b / a
        second = (delta[..., 1] - delta[..., 0] * b / a) / jnp.sqrt(rest)
        determinant = a * rest
        distance = first**2 + second**2
    constant = jnp.log(numbers.weights) - 0.5 * jnp.log(determinant) - 0.5 * d * math.log(2 * math.pi)
    return jax.nn.logsumexp(constant - 0.5 * distance, axis=-1)


def _interval_log_density(numbers: Interval, x: Array, h: Array) -> Array:
    inside = (x >= numbers.low) & (x <= numbers.high)
    width = jnp.where(h > 0, h, 1.0)
    # the tail beyond x on the nearer side, so that far outside nothing cancels
    left, right = (x - numbers.low) / width, (x - numbers.high) / width
    flip = left + right > 0
    left, right = jnp.where(flip, -right, left), jnp.where(flip, -left, right)
    blurred = norm.cdf(left) - norm.cdf(right)
    mass = jnp.where(h > 0, blurred, inside.astype(x.dtype))
    return jnp.log(mass) - jnp.log(numbers.high - numbers.low)


def cumulative(numbers: Numbers, x: Array) -> Array:
    """The distribution function P(X ≤ x) of a target on the line; x [n], [n]."""
    if isinstance(numbers, Interval):
        return jnp.clip((x - numbers.low) / (numbers.high - numbers.low), 0.0, 1.0)
    if numbers.means.shape[-1] != 1:
        raise ValueError(f"only a target on the line has a distribution function; got d = {numbers.means.shape[-1]}")
    z = (x[:, None] - numbers.means[:, 0]) / numbers.factors[:, 0, 0]
    return norm.cdf(z) @ numbers.weights


def window(target: Any) -> tuple[tuple[float, float], ...]:
    """The picture's range on each axis: 4σ around every mode, a quarter more, rounded outwards; square in 2-D."""
    if TARGETS[target.kind].components is None:
        ends = np.array([[target.low, target.high]])
    else:
        parts = [p for p in components(target) if p.weight > 0]
        means = np.array([p.mean for p in parts])
        spread = 4 * np.sqrt(np.array([np.diag(p.covariance) for p in parts]))
        ends = np.stack([(means - spread).min(0), (means + spread).max(0)], axis=-1)
    middle = ends.mean(-1)
    half = np.full(len(ends), np.max(ends[:, 1] - ends[:, 0]) / 2 * 1.25)
    step = 10 ** math.floor(math.log10(half[0])) / 2
    return tuple(
        (float(math.floor((m - r) / step) * step), float(math.ceil((m + r) / step) * step))
        for m, r in zip(middle, half, strict=True)
    )
