"""Logs of the masses that p_data has in cells: far from its modes a mixture's are less than float32 holds, and not 0.

KL(p_g ‖ p_data) asks for log p_data wherever p_g has mass, 100 σ away too.
"""

from __future__ import annotations

import math
from typing import Any

import jax.numpy as jnp
from jax import Array
from jax.scipy.special import log_ndtr, logsumexp, ndtr

from ganscope.game.targets import Interval, Numbers, log_density

from .cells import reflected, target_masses

_NODES = 1024
"""Of the integral along x over what lies above and below the window."""
_FAR = -8.0
"""Below it a series is more exact than the difference of two functions."""


def log_target_masses(numbers: Numbers, edges: Array) -> tuple[Array, Array, Array]:
    """Logs of :func:`~ganscope.measure.cells.target_masses`, −∞ only where p_data is 0.

    Formula: log Σ w (Φ(b) − Φ(a)), each difference in the lower tail as log Φ(b) + log(1 − Φ(a)/Φ(b)).

    Args:
        numbers: a target with d = 1.
        edges: increasing edges, [n + 1].

    Returns:
        (cells [n], left [], right []), in nats.
    """
    if isinstance(numbers, Interval):
        inside, left, right = target_masses(numbers, edges)
        return jnp.log(inside), jnp.log(left), jnp.log(right)
    z, a, b = reflected(numbers, edges)
    below, weights = log_ndtr(b), jnp.log(numbers.weights)
    cells = logsumexp(below + _log_rest(log_ndtr(a) - below) + weights, axis=1)
    left, right = (logsumexp(log_ndtr(end) + weights) for end in (z[0], -z[-1]))
    return cells, left, right


def log_blurred_masses(numbers: Numbers, points: Array, volume: Any, h: Any, window: Array) -> tuple[Array, Array]:
    """Logs of :func:`~ganscope.measure.cells.blurred_masses`, and of what is outside the window by itself, not as what
    is missing from 1: no rounding hides it.

    Formula: outside, on the line: Φ beyond both ends; in the plane what lies left and right of the window, and
    ∫ p(x) P(y above or below | x) dx over its width, by the midpoint rule.

    Args:
        numbers: a target with d = 1 or 2.
        points: cell centres, [cells, d].
        volume: length or area of a cell, in units of x^d.
        h: width of the blur in units of x, at least about one cell.
        window: (low, high) of each axis, [d, 2].

    Returns:
        (cells [cells], outside []), in nats.
    """
    h = jnp.float32(h)
    cells = log_density(numbers, points, h) + jnp.log(volume)
    low, high = window[0]
    if isinstance(numbers, Interval):
        ends = jnp.array([[low - numbers.high, low - numbers.low], [numbers.low - high, numbers.high - high]]) / h
        near, far = _log_ramp(ends[:, 1]), _log_ramp(ends[:, 0])
        return cells, logsumexp(near + _log_rest(far - near)) + jnp.log(h / (numbers.high - numbers.low))
    weights, mean = jnp.log(numbers.weights), numbers.means
    a = numbers.covariances[:, 0, 0] + h * h
    outside = weights + _log_beyond(low - mean[:, 0], high - mean[:, 0], jnp.sqrt(a))
    if mean.shape[-1] == 2:
        step = (high - low) / _NODES
        x = (low + step * (jnp.arange(_NODES) + 0.5))[:, None] - mean[:, 0]
        b = numbers.covariances[:, 0, 1]
        rest = jnp.sqrt(numbers.covariances[:, 1, 1] + h * h - b * b / a)
        centre = mean[:, 1] + b / a * x
        along = -0.5 * (x * x / a + jnp.log(2 * math.pi * a)) + jnp.log(step)
        beside = logsumexp(along + _log_beyond(window[1, 0] - centre, window[1, 1] - centre, rest), axis=0)
        outside = jnp.logaddexp(outside, weights + beside)
    return cells, logsumexp(outside)


def _log_beyond(low: Array, high: Array, std: Array) -> Array:
    """log of the mass of N(0, std²) outside [low, high]."""
    return jnp.logaddexp(log_ndtr(low / std), log_ndtr(-high / std))


def _log_rest(log_share: Array) -> Array:
    """log(1 − e^t) for t ≤ 0."""
    return jnp.log(-jnp.expm1(jnp.minimum(log_share, -1e-30)))


def _log_ramp(t: Array) -> Array:
    """log ∫ Φ from −∞ to t = log(t Φ(t) + φ(t))."""
    near, far = jnp.maximum(t, _FAR), jnp.minimum(t, _FAR)
    direct = jnp.log(near * ndtr(near) + jnp.exp(-0.5 * near * near) / math.sqrt(2 * math.pi))
    r = far**-2
    series = -0.5 * far * far - 0.5 * math.log(2 * math.pi) + jnp.log(r) + jnp.log1p(-3 * r + 15 * r**2 - 105 * r**3)
    return jnp.where(t > _FAR, direct, series)
