"""Targets against scipy: densities integrate to 1, samples come from them, modes are where they are said to be."""

from __future__ import annotations

import itertools
import math
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from ganscope.game import experiment as e
from ganscope.game import targets
from ganscope.game.targets import Component, Interval

EVERY: list[Any] = [
    e.Gaussian(mean=0.5, std=2.0),
    e.TwoPeaks(),
    e.ThreePeaks(),
    e.Uniform(low=-2.0, high=0.5),
    e.Mixture1D(components=(e.Component1D(mean=0, std=1), e.Component1D(weight=3, mean=5, std=0.1))),
    e.Ring(),
    e.Grid(),
    e.TwoGaussians(),
    e.Mixture2D(components=(e.Component2D(mean=(1, 2), covariance=((1, 0.9), (0.9, 1))),)),
]

log_density, sample = jax.jit(targets.log_density), jax.jit(targets.sample, static_argnums=2)
finite = st.floats(-20, 20, width=32)
weights = st.floats(0.0625, 8, width=32)


@st.composite
def on_the_line(draw: st.DrawFn) -> list[Component]:
    n = draw(st.integers(1, 6))
    stds = [draw(st.floats(0.05, 4)) for _ in range(n)]
    return [Component(draw(weights), [draw(finite)], [[s * s]]) for s in stds]


@st.composite
def in_the_plane(draw: st.DrawFn) -> list[Component]:
    parts = []
    for _ in range(draw(st.integers(1, 4))):
        a, b, turn = draw(st.floats(0.1, 2)), draw(st.floats(0.1, 2)), draw(st.floats(0, math.pi))
        c, s = math.cos(turn), math.sin(turn)
        rotation = np.array([[c, -s], [s, c]])
        covariance = rotation @ np.diag([a * a, b * b]) @ rotation.T
        parts.append(Component(draw(weights), [draw(st.floats(-3, 3)), draw(st.floats(-3, 3))], covariance.tolist()))
    return parts


def density(numbers: Any, x: np.ndarray, h: float = 0.0) -> np.ndarray:
    return np.exp(np.asarray(log_density(numbers, jnp.asarray(x, jnp.float32), h), dtype=float))


def share(parts: list[Component]) -> np.ndarray:
    w = np.array([p.weight for p in parts])
    return w / w.sum()


@given(on_the_line(), st.sampled_from([0.0, 0.3]))
@settings(max_examples=25)
def test_a_mixture_on_the_line_integrates_to_one(parts: list[Component], h: float) -> None:
    numbers = targets.mixture(parts)
    total = 0.0
    ends = sorted({p.mean[0] + k * math.hypot(math.sqrt(p.covariance[0][0]), h) for p in parts for k in range(-8, 9)})
    nodes, node_weights = np.polynomial.legendre.leggauss(20)
    for low, high in itertools.pairwise(ends):  # quadrature between all the marks of all components
        x = (high - low) / 2 * nodes + (high + low) / 2
        total += (high - low) / 2 * float(node_weights @ density(numbers, x[:, None], h))
    assert total == pytest.approx(1, abs=1e-4)


@given(in_the_plane())
@settings(max_examples=10)
def test_a_mixture_in_the_plane_integrates_to_one(parts: list[Component]) -> None:
    numbers = targets.mixture(parts)
    axis = np.linspace(-16, 16, 321)  # the trapezium rule is exact to rounding for smooth functions that vanish
    x, y = np.meshgrid(axis, axis)
    values = density(numbers, np.stack([x.ravel(), y.ravel()], -1)).reshape(321, 321)
    assert np.trapezoid(np.trapezoid(values, axis), axis) == pytest.approx(1, abs=1e-4)


@given(on_the_line())
@settings(max_examples=25)
def test_samples_on_the_line_pass_kolmogorov_smirnov(parts: list[Component]) -> None:
    numbers = targets.mixture(parts)
    x = np.asarray(sample(numbers, jax.random.key(7), 20_000))[:, 0]
    w = share(parts)

    def cdf(t: np.ndarray) -> np.ndarray:
        each = [stats.norm.cdf(t, p.mean[0], math.sqrt(p.covariance[0][0])) for p in parts]
        return w @ np.array(each)

    assert stats.kstest(x, cdf).pvalue > 1e-4


@given(in_the_plane())
@settings(max_examples=15)
def test_samples_in_the_plane_pass_kolmogorov_smirnov_along_any_direction(parts: list[Component]) -> None:
    """Cramér and Wold: a law is known by its projections, and those of a mixture of Gaussians are mixtures."""
    numbers, w = targets.mixture(parts), share(parts)
    x = np.asarray(sample(numbers, jax.random.key(11), 20_000))
    for angle in (0.0, 0.7, math.pi / 2, 2.3):
        v = np.array([math.cos(angle), math.sin(angle)])

        def cdf(t: np.ndarray, v: np.ndarray = v) -> np.ndarray:
            each = [stats.norm.cdf(t, v @ np.array(p.mean), math.sqrt(v @ np.array(p.covariance) @ v)) for p in parts]
            return w @ np.array(each)

        assert stats.kstest(x @ v, cdf).pvalue > 1e-4


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=64).filter(lambda w: sum(w) > 1e-3))
@settings(max_examples=50)
def test_the_alias_table_has_the_weights(w: list[float]) -> None:
    numbers = targets.mixture([Component(x, [float(i)], [[1.0]]) for i, x in enumerate(w)])
    kept = np.asarray(numbers.cuts, dtype=float) / 2**26 / 64
    probability = kept.copy()
    np.add.at(probability, np.asarray(numbers.aliases), 1 / 64 - kept)
    expected = np.zeros(64)
    expected[: len(w)] = np.array(w) / sum(w)
    np.testing.assert_allclose(probability, expected, atol=1e-7)
    assert not probability[expected == 0].any()


@pytest.mark.parametrize("target", [t for t in EVERY if targets.dimension(t) == 1], ids=lambda t: t.kind)
def test_the_distribution_function_is_the_integral_of_the_density(target: Any) -> None:
    numbers = targets.target_numbers(target)
    ((low, high),) = targets.window(target)
    for at in np.linspace(low, high, 9)[1:-1]:
        points = [p.mean[0] for p in targets.components(target)] or [target.low, target.high]
        exact, _ = integrate.quad(
            lambda x: float(density(numbers, np.array([[x]]))[0]), low, at, points=sorted(points), limit=200
        )
        assert float(targets.cumulative(numbers, jnp.array([at], jnp.float32))[0]) == pytest.approx(exact, abs=1e-4)


@pytest.mark.parametrize("h", [0.05, 0.4])
def test_the_blurred_interval_is_a_convolution(h: float) -> None:
    numbers = Interval(np.float32(-1), np.float32(2))
    for x in (-3.0, -1.1, 0.0, 1.9, 2.4, 5.0):
        exact, _ = integrate.quad(lambda u, x=x: stats.norm.pdf(x - u, scale=h) / 3, -1, 2, points=[min(max(x, -1), 2)])
        assert density(numbers, np.array([[x]]), h)[0] == pytest.approx(exact, rel=1e-3, abs=1e-12)


@pytest.mark.parametrize("target", EVERY, ids=lambda t: t.kind)
def test_every_target_fits_its_window(target: Any) -> None:
    numbers, ranges = targets.target_numbers(target), targets.window(target)
    x = np.asarray(sample(numbers, jax.random.key(0), 4096))
    assert x.shape == (4096, targets.dimension(target)) and x.dtype == np.float32
    for axis, (low, high) in enumerate(ranges):
        assert np.mean((x[:, axis] > low) & (x[:, axis] < high)) > 0.999
    if len(ranges) == 2:
        assert ranges[0][1] - ranges[0][0] == ranges[1][1] - ranges[1][0]


def test_modes_stand_where_the_names_say() -> None:
    ring = np.array([p.mean for p in targets.components(e.Ring(modes=5, radius=3.0))])
    np.testing.assert_allclose(np.hypot(*ring.T), 3)
    np.testing.assert_allclose(np.diff(np.unwrap(np.arctan2(ring[:, 1], ring[:, 0]))), 2 * math.pi / 5)
    grid = {tuple(p.mean) for p in targets.components(e.Grid())}
    assert grid == {(x, y) for x in range(-4, 5, 2) for y in range(-4, 5, 2)}
    assert [p.mean[0] for p in targets.components(e.TwoPeaks(distance=6.0))] == [-3.0, 3.0]


def test_sixty_five_components_are_refused() -> None:
    with pytest.raises(ValueError, match="64"):
        targets.mixture([Component(1.0, [0.0], [[1.0]])] * 65)
