"""Logs of p_data's masses where float32 holds none, and KL(p_g ‖ p_data) that needs them."""

from __future__ import annotations

import math

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from oracle import Line, line, lines, plane_pdf, planes
from scipy import integrate, stats
from scipy.special import log_ndtr, logsumexp

from ganscope import measure
from ganscope.game.targets import Component, Interval, mixture
from ganscope.measure import centres, edges, grid_points

log_target_masses = jax.jit(measure.log_target_masses)
log_blurred_masses = jax.jit(measure.log_blurred_masses)
WINDOW = ((-6.0, 6.0), (-6.0, 6.0))
N = 64
POINTS = grid_points((centres(edges(-6, 6, N)),) * 2)
VOLUME = (12 / N) ** 2


def in_float64(p: Line, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """log(F(b) − F(a)), each component from its nearer tail."""
    a, b = ((end[:, None] - p.means) / p.stds for end in (a, b))
    flip = a + b > 0
    a, b = np.where(flip, -b, a), np.where(flip, -a, b)
    rest = np.log(-np.expm1(log_ndtr(a) - log_ndtr(b)))
    return np.asarray(logsumexp(log_ndtr(b) + rest, b=p.weights, axis=1))


@given(lines)
@settings(max_examples=30)
def test_logs_of_a_mixtures_masses_are_those_of_float64_a_hundred_deviations_out(p: Line) -> None:
    e = np.asarray(edges(-40, 40, 512), np.float64)
    cells, left, right = log_target_masses(p.numbers, jnp.asarray(e, jnp.float32))
    truth = in_float64(p, e[:-1], e[1:])
    assert truth.min() < -250  # float32 ends at −87
    np.testing.assert_allclose(cells, truth, rtol=2e-5, atol=1e-3)
    ends = in_float64(p, np.array([-1e6, 40.0]), np.array([-40.0, 1e6]))
    np.testing.assert_allclose([left, right], ends, rtol=1e-5, atol=1e-3)


def test_only_an_interval_has_cells_of_no_mass() -> None:
    target = Interval(np.float32(-1), np.float32(1))
    cells, left, right = log_target_masses(target, edges(-1.5, 1.5, 6))
    np.testing.assert_allclose(cells, [-math.inf, *[math.log(0.25)] * 4, -math.inf], atol=1e-6)
    assert float(left) == float(right) == -math.inf


@given(planes())
@settings(max_examples=10)
def test_in_the_plane_they_are_logs_of_the_masses_and_all_sum_to_one(parts: list[Component]) -> None:
    cells, outside = log_blurred_masses(mixture(parts), POINTS, VOLUME, 0.2, np.array(WINDOW, np.float32))
    truth = plane_pdf(parts, np.asarray(POINTS), 0.2) * VOLUME
    seen = truth > 1e-200
    np.testing.assert_allclose(cells[seen], np.log(truth[seen]), rtol=1e-4, atol=1e-3)
    assert np.exp(np.float64(cells)).sum() + math.exp(float(outside)) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize(
    ("mean", "covariance"),
    [
        ((0.0, 0.0), [[0.04, 0], [0, 0.04]]),  # e^(−432)
        ((1.0, -3.0), [[0.3, 0.1], [0.1, 0.2]]),
        ((-2.0, 2.0), [[1.0, 0.95], [0.95, 1.0]]),
        ((5.5, 9.0), [[0.5, -0.2], [-0.2, 0.4]]),  # most of it
    ],
)
def test_what_is_outside_the_plane_is_known_by_itself(mean: tuple[float, float], covariance: list[list[float]]) -> None:
    """Against an integral along y, in float64, of what lies left and right."""
    h = 0.2
    (a, b), (_, c) = np.array(covariance) + h * h * np.eye(2)
    beyond = lambda low, high, s: np.logaddexp(log_ndtr(low / s), log_ndtr(-high / s))  # noqa: E731
    y = np.linspace(-6, 6, 20_001) - mean[1]
    at = mean[0] + b / c * y
    along = stats.norm.logpdf(y, 0, math.sqrt(c)) + beyond(-6 - at, 6 - at, math.sqrt(a - b * b / c))
    highest = along.max()
    beside = highest + math.log(integrate.trapezoid(np.exp(along - highest), y))
    truth = np.logaddexp(beyond(-6 - mean[1], 6 - mean[1], math.sqrt(c)), beside)
    parts = mixture([Component(1.0, list(mean), covariance)])
    _, outside = log_blurred_masses(parts, POINTS, VOLUME, h, np.array(WINDOW, np.float32))
    assert float(outside) == pytest.approx(truth, rel=1e-4, abs=1e-4)


@pytest.mark.parametrize("edge", [1.0, 1.02, 1.3, 2.0])
def test_what_is_outside_a_blurred_interval(edge: float) -> None:
    h, target = 0.05, Interval(np.float32(-1), np.float32(1))
    u = np.linspace(-1, 1, 200_001)
    each = np.logaddexp(log_ndtr((u - edge) / h), log_ndtr((-edge - u) / h))
    truth = each.max() + math.log(integrate.trapezoid(np.exp(each - each.max()), u) / 2)
    _, outside = log_blurred_masses(target, jnp.zeros((1, 1)), 0.01, h, np.array([[-edge, edge]], np.float32))
    assert float(outside) == pytest.approx(truth, rel=1e-3, abs=1e-3)


@pytest.mark.parametrize(("apart", "std"), [(0.5, 0.9), (12, 1.0), (30, 0.5), (100, 2.0)])
def test_kl_of_gaussians_is_the_closed_form_however_far_they_are(apart: float, std: float) -> None:
    """KL(N(d, s²) ‖ N(0, 1)) = ½ (s² + d² − 1) − log s, 5,000 nats at d = 100."""
    p, q = line((1, 0, 1)), line((1, apart, std))
    e = edges(-10, apart + 8 * std, 2048)
    masses = lambda of, by: jnp.concatenate([jnp.ravel(m) for m in by(of.numbers, e)])  # noqa: E731
    data, made = (masses(of, measure.target_masses) for of in (p, q))
    found = measure.kullback_leibler(made, data, masses(p, log_target_masses))
    assert float(found) == pytest.approx((std**2 + apart**2 - 1) / 2 - math.log(std), rel=2e-3, abs=1e-3)


def test_logs_of_masses_say_nothing_where_p_has_none() -> None:
    p, q = jnp.array([0.5, 0.5, 0.0]), jnp.array([0.5, 0.0, 0.5])
    log_q = jnp.array([math.log(0.5), -math.inf, math.log(0.5)])
    assert float(measure.kullback_leibler(p, q, log_q)) == math.inf
    assert float(measure.kullback_leibler(p, q, log_q.at[1].set(-200.0))) == pytest.approx(
        0.5 * (math.log(0.5) + 200), rel=1e-6
    )
    assert float(measure.kullback_leibler(q, q, jnp.log(q))) == 0
