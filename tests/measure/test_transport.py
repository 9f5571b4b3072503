"""W1 on the line and sliced in the plane, and the quantiles it stands on."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import ot as pot
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import Line, gauss, line, lines, planes
from scipy import stats

from ganscope import measure
from ganscope.game.targets import Component, Interval, mixture, sample
from ganscope.measure import half_circle

ot: Any = pot  # its annotations depend on what log= is given

quantiles, wasserstein = jax.jit(measure.quantiles), jax.jit(measure.wasserstein)
slices, sliced_wasserstein = jax.jit(measure.slices, static_argnums=2), jax.jit(measure.sliced_wasserstein)


@given(lines)
@settings(max_examples=12)
def test_quantiles_invert_the_distribution_function(p: Line) -> None:
    u = (np.arange(512) + 0.5) / 512
    x = quantiles(p.numbers, jnp.asarray(u, jnp.float32))
    np.testing.assert_allclose(p.cdf(np.asarray(x, np.float64)), u, atol=1e-6)


@pytest.mark.parametrize(
    "p", [line((1, 50, 0.001)), line((1, -90, 0.001), (3, 90, 20)), line((1, 0, 50), (1, 0, 0.01))]
)
def test_quantiles_of_very_unequal_widths(p: Line) -> None:
    u = np.array([1e-5, 0.01, 0.2, 0.4999, 0.6, 0.9, 0.999])
    x = quantiles(p.numbers, jnp.asarray(u, jnp.float32))
    truth = p.quantile(u)
    np.testing.assert_allclose(p.cdf(np.asarray(x, np.float64)), u, atol=2e-2)  # float32 at 50 is .4% of σ .001
    np.testing.assert_array_less(np.abs(x - truth), 2e-5 * (1 + np.abs(truth)))


def test_quantiles_of_an_interval() -> None:
    np.testing.assert_allclose(
        quantiles(Interval(np.float32(-2), np.float32(6)), jnp.array([0.0, 0.25, 1.0])), [-2, 0, 6]
    )


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=20)
def test_w1_of_points_agrees_with_pot_and_scipy(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x, y = rng.normal(size=500).astype(np.float32), rng.exponential(size=500).astype(np.float32)
    got = float(wasserstein(jnp.asarray(x), jnp.asarray(y)))
    assert got == pytest.approx(float(ot.wasserstein_1d(x, y)), abs=1e-5)
    assert got == pytest.approx(stats.wasserstein_distance(x, y), abs=1e-5)


@pytest.mark.parametrize("theta", [0.0, 0.01, 1.0, -3.0, 1000.0])
def test_parallel_lines(theta: float) -> None:
    """P7: W1 = |θ|, however far."""
    x = jnp.linspace(0, 1, 128)
    assert float(wasserstein(x, x + theta)) == pytest.approx(abs(theta), rel=1e-4, abs=1e-6)


@given(lines, lines)
@settings(max_examples=15)
def test_a_slice_on_the_line_is_w1_by_quadrature(p: Line, q: Line) -> None:
    x = q.quantile((np.arange(8192) + 0.5) / 8192)
    target = slices(p.numbers, np.ones((1, 1)), 512)
    got = float(sliced_wasserstein(jnp.asarray(x, jnp.float32)[:, None], target))
    truth = gauss(lambda t: np.abs(p.cdf(t) - q.cdf(t)), -16, 16)
    assert got == pytest.approx(truth, abs=1e-3)


@given(planes(), st.integers(0, 2**32 - 1))
@settings(max_examples=5)
def test_sliced_w1_agrees_with_pot_along_the_same_directions(parts: list[Component], seed: int) -> None:
    numbers = mixture(parts)
    directions = half_circle(16)
    rng = np.random.default_rng(seed)
    x = (rng.normal(size=(2000, 2)) @ rng.normal(size=(2, 2)) + rng.normal(size=2)).astype(np.float32)
    got = float(sliced_wasserstein(jnp.asarray(x), slices(numbers, directions, 512)))
    # the target's own projections, as quantiles of the mixtures that they are
    u = (np.arange(4000) + 0.5) / 4000
    total = sum(p.weight for p in parts)
    each = []
    for direction in directions.astype(float):
        projected = line(
            *((p.weight / total, direction @ p.mean, np.sqrt(direction @ p.covariance @ direction)) for p in parts)
        )
        each.append(ot.wasserstein_1d(x.astype(float) @ direction, projected.quantile(u)))
    assert got == pytest.approx(float(np.mean(each)), abs=1e-3)


@pytest.mark.slow
def test_sliced_w1_agrees_with_pots_own() -> None:
    parts = [Component(1, [2.0, 0.0], [[0.04, 0.0], [0.0, 0.04]]), Component(2, [-1.0, 1.0], [[0.3, 0.1], [0.1, 0.2]])]
    numbers = mixture(parts)
    real = np.asarray(sample(numbers, jax.random.key(3), 100_000))
    x = np.random.default_rng(0).normal(size=(4000, 2)).astype(np.float32)
    directions = half_circle(16)
    got = float(sliced_wasserstein(jnp.asarray(x), slices(numbers, directions, 512)))
    theirs = ot.sliced_wasserstein_distance(x, real, projections=directions.T.copy(), p=1)
    assert got == pytest.approx(float(theirs), abs=5e-3)


def test_a_far_point_counts_in_full() -> None:
    numbers = mixture([Component(1, [0.0, 0.0], [[1.0, 0.0], [0.0, 1.0]])])
    directions = half_circle(16)
    got = float(sliced_wasserstein(jnp.full((64, 2), 1000.0), slices(numbers, directions, 512)))
    assert got == pytest.approx(1000 * np.abs(directions.sum(axis=1)).mean(), rel=1e-3)


def test_real_samples_are_close() -> None:
    numbers = mixture([Component(1, [0.0, 0.0], [[1.0, 0.3], [0.3, 0.5]])])
    real = sample(numbers, jax.random.key(0), 8192)
    assert float(sliced_wasserstein(real, slices(numbers, half_circle(16), 512))) < 0.02


def test_an_interval_on_the_line() -> None:
    target = slices(Interval(np.float32(-1), np.float32(1)), np.ones((1, 1)), 512)
    points = jnp.linspace(-1, 1, 4097)[:, None]
    assert float(sliced_wasserstein(points[:-1] + 1 / 4096, target)) < 1e-4
    assert float(sliced_wasserstein(points * 0, target)) == pytest.approx(0.5, abs=1e-4)
    assert float(sliced_wasserstein(points + 3, target)) == pytest.approx(3, abs=1e-3)
