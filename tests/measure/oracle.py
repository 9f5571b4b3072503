"""The oracles' side of a comparison: mixtures in float64 NumPy and scipy, and strategies that draw them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st
from scipy import integrate, stats
from scipy.special import logsumexp, ndtr, roots_legendre

from ganscope.game.targets import Component, Mixture, mixture


@dataclass(frozen=True)
class Line:
    """A Gaussian mixture on the line, in float64."""

    weights: np.ndarray
    means: np.ndarray
    stds: np.ndarray

    def pdf(self, x: float | np.ndarray) -> np.ndarray:
        return stats.norm.pdf(np.asarray(x)[..., None], self.means, self.stds) @ self.weights

    def logpdf(self, x: float | np.ndarray) -> np.ndarray:
        each = stats.norm.logpdf(np.asarray(x)[..., None], self.means, self.stds)
        return np.asarray(logsumexp(each, b=self.weights, axis=-1))

    def cdf(self, x: float | np.ndarray) -> np.ndarray:
        return ndtr((np.asarray(x)[..., None] - self.means) / self.stds) @ self.weights

    def survival(self, x: float | np.ndarray) -> np.ndarray:
        return ndtr((self.means - np.asarray(x)[..., None]) / self.stds) @ self.weights

    def quantile(self, u: np.ndarray, above: np.ndarray | None = None) -> np.ndarray:
        """By bisection; ``above`` = 1 − u where u itself is too near 1 to tell."""
        above = 1 - u if above is None else above
        low = np.full(u.shape, np.min(self.means - 14 * self.stds))
        high = np.full(u.shape, np.max(self.means + 14 * self.stds))
        for _ in range(50):
            middle = (low + high) / 2
            below = np.where(u < 0.5, self.cdf(middle) < u, self.survival(middle) > above)
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        return (low + high) / 2

    @property
    def numbers(self) -> Mixture:
        return mixture(
            [Component(w, [m], [[s * s]]) for w, m, s in zip(self.weights, self.means, self.stds, strict=True)]
        )

    @property
    def window(self) -> tuple[float, float]:
        return float(np.min(self.means - 5 * self.stds)), float(np.max(self.means + 5 * self.stds))


def line(*parts: tuple[float, float, float]) -> Line:
    """From (weight, mean, std) triples."""
    w, m, s = (np.array(column, np.float64) for column in zip(*parts, strict=True))
    return Line(w / w.sum(), m, s)


def _grid(start: float, stop: float, step: float) -> st.SearchStrategy[float]:
    return st.integers(round(start / step), round(stop / step)).map(lambda k: k * step)


lines = st.lists(st.tuples(_grid(0.1, 1, 0.05), _grid(-3, 3, 0.1), _grid(0.2, 1.5, 0.05)), min_size=1, max_size=5).map(
    lambda parts: line(*parts)
)
"""Mixtures of 1 to 5 Gaussians with means in ±3 and σ from .2 to 1.5."""


@st.composite
def planes(draw: st.DrawFn) -> list[Component]:
    """1 to 5 Gaussians in the plane with means in ±2 and any orientation; σ from .2 to .8."""
    parts = []
    for _ in range(draw(st.integers(1, 5))):
        a, b = draw(_grid(0.2, 0.8, 0.05)), draw(_grid(0.2, 0.8, 0.05))
        turn = draw(_grid(0, 3, 0.25))
        r = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        covariance = r @ np.diag([a * a, b * b]) @ r.T
        covariance[0, 1] = covariance[1, 0]
        mean = [draw(_grid(-2, 2, 0.1)), draw(_grid(-2, 2, 0.1))]
        parts.append(Component(draw(_grid(0.1, 1, 0.05)), mean, covariance.tolist()))
    return parts


def plane_pdf(parts: list[Component], x: np.ndarray, h: float = 0.0) -> np.ndarray:
    """Density of the mixture convolved with N(0, h² I) at x [..., 2]."""
    total = sum(p.weight for p in parts)
    density = np.zeros(x.shape[:-1])
    for p in parts:
        covariance: Any = np.array(p.covariance) + h * h * np.eye(2)
        density += p.weight / total * stats.multivariate_normal.pdf(x, p.mean, covariance)
    return density


def quad(f: Callable[[float], float], low: float, high: float) -> float:
    """∫ f over [low, high] by scipy's adaptive quadrature; f takes a number."""
    return integrate.quad(f, low, high, epsabs=1e-9, epsrel=1e-9, limit=200)[0]


def gauss(f: Callable[[np.ndarray], np.ndarray], low: float, high: float, pieces: int = 400) -> float:
    """∫ f over [low, high] by scipy's Gauss–Legendre rule of 12 points on each of many pieces; f takes arrays."""
    nodes, weights = roots_legendre(12)
    half = (high - low) / pieces / 2
    middles = low + half * (2 * np.arange(pieces) + 1)
    return float(half * np.sum(f((middles[:, None] + half * nodes).ravel()).reshape(pieces, 12) @ weights))


def divergences(p: Line, q: Line) -> dict[str, float]:
    """JSD, both KLs, TV and W1 of two mixtures by quadrature of their densities and distribution functions."""
    low = min(p.window[0], q.window[0]) - 10
    high = max(p.window[1], q.window[1]) + 10

    def log_ratio(x: np.ndarray, a: Line, b: Line) -> np.ndarray:
        return a.logpdf(x) - b.logpdf(x)

    def half(x: np.ndarray, a: Line, b: Line) -> np.ndarray:
        return 0.5 * a.pdf(x) * (np.log(2) - np.logaddexp(0, -log_ratio(x, a, b)))

    return {
        "jsd": gauss(lambda x: half(x, p, q) + half(x, q, p), low, high),
        "kl_data_g": gauss(lambda x: p.pdf(x) * log_ratio(x, p, q), low, high),
        "kl_g_data": gauss(lambda x: q.pdf(x) * log_ratio(x, q, p), low, high),
        "tv": gauss(lambda x: 0.5 * np.abs(p.pdf(x) - q.pdf(x)), low, high),
        "w1": gauss(lambda x: np.abs(p.cdf(x) - q.cdf(x)), low, high),
    }
