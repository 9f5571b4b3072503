"""Masses of p_data in cells."""

from __future__ import annotations

import itertools

import jax
import jax.numpy as jnp
import numpy as np
from hypothesis import given, settings
from oracle import Line, line, lines, plane_pdf, planes, quad
from scipy import integrate, stats

from ganscope import measure
from ganscope.game.targets import Component, Interval, mixture
from ganscope.measure import centres, edges, grid_points

target_masses, blurred_masses = jax.jit(measure.target_masses), jax.jit(measure.blurred_masses)


def test_edges_are_exact_at_both_ends() -> None:
    e = np.asarray(edges(-0.3, 0.7, 1000))
    assert e[0] == np.float32(-0.3)
    assert e[-1] == np.float32(0.7)
    np.testing.assert_allclose(np.diff(e), 1e-3, atol=1e-7)
    np.testing.assert_allclose(centres(edges(0, 4, 4)), [0.5, 1.5, 2.5, 3.5])


def test_grid_points_run_along_x_first() -> None:
    points = grid_points((jnp.array([0.0, 1, 2]), jnp.array([10.0, 20])))
    np.testing.assert_array_equal(points, [[0, 10], [1, 10], [2, 10], [0, 20], [1, 20], [2, 20]])


@given(lines)
@settings(max_examples=30)
def test_a_mixtures_masses_are_those_of_scipy_and_sum_to_one(p: Line) -> None:
    e = edges(*p.window, 256)
    cells, left, right = target_masses(p.numbers, e)
    assert abs(float(cells.sum() + left + right) - 1) < 2e-6
    truth = np.diff(p.cdf(np.asarray(e, np.float64)))
    np.testing.assert_allclose(cells, truth, atol=2e-7)


def test_masses_agree_with_quadrature_of_the_density() -> None:
    p = line((0.3, -1, 0.3), (0.7, 1.5, 0.8))
    e = edges(-4, 5, 30)
    cells, *_ = target_masses(p.numbers, e)
    truth = [quad(lambda x: float(p.pdf(x)), float(a), float(b)) for a, b in itertools.pairwise(e)]
    np.testing.assert_allclose(cells, truth, atol=2e-7)


def test_the_upper_tail_is_as_accurate_as_the_lower() -> None:
    cells, left, right = target_masses(line((1, 0, 1)).numbers, edges(-9, 9, 90))
    np.testing.assert_allclose(cells, cells[::-1], rtol=2e-4)
    truth = np.diff(stats.norm.cdf(np.linspace(-9, 9, 91)[:46]))
    np.testing.assert_allclose(cells[:45], truth, rtol=1e-4)
    np.testing.assert_allclose([left, right], stats.norm.sf(9), rtol=1e-4)


def test_an_interval_gives_each_cell_its_overlap() -> None:
    target = Interval(np.float32(-1), np.float32(1))
    cells, left, right = target_masses(target, edges(-1.5, 1.5, 4))
    np.testing.assert_allclose(cells, [0.125, 0.375, 0.375, 0.125], atol=1e-7)
    assert float(left) == float(right) == 0
    cells, left, right = target_masses(target, edges(-0.5, 0.5, 4))
    np.testing.assert_allclose([*cells, left, right], [0.125] * 4 + [0.25, 0.25], atol=1e-7)


@given(planes())
@settings(max_examples=10)
def test_blurred_masses_in_the_plane_are_the_analytic_density_and_sum_to_one(parts: list[Component]) -> None:
    n, h = 64, 0.2
    axis = centres(edges(-6, 6, n))
    points = grid_points((axis, axis))
    cells, outside = blurred_masses(mixture(parts), points, (12 / n) ** 2, h)
    np.testing.assert_allclose(cells, plane_pdf(parts, np.asarray(points), h) * (12 / n) ** 2, atol=1e-7)
    assert abs(float(cells.sum() + outside) - 1) < 1e-5
    assert float(outside) < 1e-4


def test_the_mass_outside_a_small_window_is_reported() -> None:
    parts = [Component(1.0, [0.3, -0.2], [[0.5, 0.2], [0.2, 0.4]])]
    axis = centres(edges(-1, 1, 64))
    cells, outside = blurred_masses(mixture(parts), grid_points((axis, axis)), (2 / 64) ** 2, 0.1)
    inside = integrate.dblquad(lambda y, x: float(plane_pdf(parts, np.array([x, y]), 0.1)), -1, 1, -1, 1)[0]
    np.testing.assert_allclose([cells.sum(), outside], [inside, 1 - inside], atol=2e-4)


def test_blurred_masses_of_an_interval_on_the_line() -> None:
    e = edges(-2, 2, 256)
    cells, outside = blurred_masses(
        Interval(np.float32(-1), np.float32(1)), centres(e)[:, None], 4 / 256, np.float32(0.05)
    )
    x = np.asarray(e, np.float64)
    antiderivative = lambda a: 0.05 * (a * stats.norm.cdf(a) + stats.norm.pdf(a))  # noqa: E731
    blurred_cdf = (antiderivative((x + 1) / 0.05) - antiderivative((x - 1) / 0.05)) / 2
    np.testing.assert_allclose(cells, np.diff(blurred_cdf), atol=1e-5)
    assert float(outside) < 1e-6
