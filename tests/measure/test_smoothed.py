"""p_g from samples, binned and blurred: the width is the one that p_data is blurred by."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.stats import qmc

from ganscope.game.targets import Component, mixture
from ganscope.measure import binned, blur_matrix, blurred_masses, centres, edges, grid_points, latent_points
from ganscope.measure import smoothed as eager_smoothed
from ganscope.measure.smoothed import PAD

smoothed = jax.jit(eager_smoothed)
N = 96
LOW, HIGH = jnp.array([-3.0, -2.0]), jnp.array([3.0, 2.5])
CELL = np.array([6 / N, 4.5 / N])
AXES = centres(edges(-3, 3, N)), centres(edges(-2, 2.5, N))


def blurs(h: float) -> tuple[jax.Array, ...]:
    return tuple(blur_matrix(N, c, h) for c in CELL)


@given(st.floats(-1, 1, width=32), st.floats(-1, 1, width=32), st.sampled_from([0.0625, 0.09375, 0.2]))
@settings(max_examples=60)
def test_one_sample_becomes_a_gaussian_of_exactly_that_width(x: float, y: float, h: float) -> None:
    cells, outside = smoothed(jnp.array([[x, y]]), LOW, HIGH, blurs(h))
    assert float(outside) < 1e-5
    cells = np.asarray(cells, np.float64)
    for k, (axis, at) in enumerate(zip(AXES, (x, y), strict=True)):
        c, mass = np.asarray(axis, np.float64), cells.sum(axis=k)
        mean = (c * mass).sum()
        assert mean == pytest.approx(at, abs=2e-5)
        assert ((c - mean) ** 2 * mass).sum() == pytest.approx(h * h, rel=1e-3)


@given(st.floats(-0.5, 0.5, width=32), st.floats(-0.5, 0.5, width=32))
@settings(max_examples=30)
def test_it_is_the_gaussian_that_p_data_is_blurred_by(x: float, y: float) -> None:
    """A target of one very narrow mode and a generator collapsed on its centre give the same masses, wherever it is."""
    h = 1.5 * float(CELL.max())
    target = mixture([Component(1.0, [x, y], [[1e-6, 0.0], [0.0, 1e-6]])])
    p, _ = blurred_masses(target, grid_points(AXES), CELL.prod(), h)
    q, _ = smoothed(jnp.array([[x, y]]), LOW, HIGH, blurs(h))
    assert np.abs(np.asarray(p).reshape(N, N) - q).sum() / 2 < 0.015  # total variation
    assert np.abs(np.asarray(p).reshape(N, N) - q).max() < 0.02 * float(p.max())


def test_linear_assignment_would_not_do() -> None:
    """Why the quadratic one: its added variance, cell²/4, does not depend on where in the cell a sample lies."""
    window = jnp.array([0.0]), jnp.array([20.0])
    c = np.arange(20 + 2 * PAD) + 0.5 - PAD
    for f in (0.0, 0.1, 0.25, 0.4, 0.5, 0.77):
        mass = np.asarray(binned(jnp.array([[10.5 + f]]), *window, (20,)), np.float64)
        assert (c * mass).sum() == pytest.approx(10.5 + f, abs=1e-5)
        assert ((c - 10.5 - f) ** 2 * mass).sum() == pytest.approx(0.25, abs=1e-5)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=10)
def test_the_plane_agrees_with_a_kernel_density_estimate(seed: int) -> None:
    h = 0.15
    x = np.random.default_rng(seed).normal(size=(200, 2)).astype(np.float32)
    cells, _ = smoothed(jnp.asarray(x), LOW, HIGH, blurs(h))
    kernels = [stats.norm.pdf(np.asarray(a)[:, None], x[:, k], h) * CELL[k] for k, a in enumerate(AXES)]
    truth = kernels[1] @ kernels[0].T / len(x)
    np.testing.assert_allclose(cells, truth, atol=0.02 * truth.max())
    assert np.abs(np.asarray(cells) - truth).sum() / 2 < 0.003


def test_the_first_row_is_the_lowest_y() -> None:
    cells, _ = smoothed(jnp.array([[2.0, -1.5]]), LOW, HIGH, blurs(0.1))
    row, column = np.unravel_index(int(np.argmax(cells)), (N, N))
    assert AXES[0][column] == pytest.approx(2, abs=0.04)
    assert AXES[1][row] == pytest.approx(-1.5, abs=0.04)


def test_mass_outside_is_reported_and_mass_at_the_edge_is_shared() -> None:
    x = jnp.array([[0.0, 0], [-3, 0], [50, 0], [1e20, jnp.inf]])
    cells, outside = smoothed(x, LOW, HIGH, blurs(0.1))
    np.testing.assert_allclose(cells.sum(), 0.25 + 0.125, atol=2e-3)
    np.testing.assert_allclose(outside, 1 - cells.sum(), atol=1e-6)


def test_a_sample_just_outside_reaches_in_as_its_blur_does() -> None:
    h, at = 0.2, 3.1
    cells, _ = smoothed(jnp.array([[at, 0.0]]), LOW, HIGH, blurs(h))
    np.testing.assert_allclose(cells.sum(), stats.norm.cdf(3.0, at, h), atol=5e-3)


def test_on_the_line() -> None:
    n, h = 512, 0.05
    x = jnp.array([[0.1], [0.1], [1.0], [9.0]])
    cells, outside = smoothed(x, jnp.array([-5.0]), jnp.array([5.0]), (blur_matrix(n, 10 / n, h),))
    c = np.asarray(centres(edges(-5, 5, n)))
    truth = (0.5 * stats.norm.pdf(c, 0.1, h) + 0.25 * stats.norm.pdf(c, 1, h)) * 10 / n
    np.testing.assert_allclose(cells, truth, atol=0.01 * truth.max())
    assert float(outside) == pytest.approx(0.25, abs=1e-5)


@pytest.mark.parametrize(("kind", "law"), [("uniform", stats.uniform(-1, 2)), ("normal", stats.norm())])
@pytest.mark.parametrize("dimension", [1, 2, 3, 4, 16, 256])
def test_latent_points_follow_their_law_better_than_random_ones(kind: str, law: Any, dimension: int) -> None:
    z = np.asarray(latent_points(kind, 8192, dimension))
    assert z.shape == (8192, dimension)
    assert np.isfinite(z).all()
    for k in {0, dimension // 2, dimension - 1}:
        assert stats.kstest(z[:, k], law.cdf).statistic < 16 / 8192  # random points: 80/8192
    if dimension > 1:
        assert np.abs(np.corrcoef(z.T) - np.eye(dimension)).max() < 0.055  # of 32,640 random pairs: .05


@pytest.mark.parametrize("dimension", [2, 3])
def test_few_coordinates_fill_the_cube_evenly(dimension: int) -> None:
    u = (np.asarray(latent_points("uniform", 1024, dimension), np.float64) + 1) / 2
    random = np.random.default_rng(0).random((1024, dimension))
    assert qmc.discrepancy(u) < qmc.discrepancy(random) / 5


def test_latent_points_are_the_same_in_every_call() -> None:
    first = np.asarray(latent_points("normal", 256, 3))
    latent_points.cache_clear()
    np.testing.assert_array_equal(first, latent_points("normal", 256, 3))
