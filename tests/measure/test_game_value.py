"""V, D*, C(G) and the gap."""

from __future__ import annotations

import math

import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ganscope.measure import (
    cost,
    gap,
    jensen_shannon,
    optimal_discriminator,
    optimal_logit,
    value,
    value_at_optimum,
)  # fmt: skip

LOG4 = math.log(4)

histograms = st.lists(st.integers(0, 1000), min_size=16, max_size=16).filter(any).map(
    lambda counts: jnp.asarray(np.array(counts) / sum(counts), jnp.float32)
)  # fmt: skip
logit_lists = st.lists(st.floats(-30, 30, width=32), min_size=16, max_size=16).map(jnp.asarray)


@given(histograms, histograms, logit_lists)
@settings(max_examples=200)
def test_no_discriminator_beats_the_optimal_one(p: jnp.ndarray, q: jnp.ndarray, logits: jnp.ndarray) -> None:
    v, best, difference = value(p, q, logits), value_at_optimum(p, q), gap(p, q, logits)
    assert float(best) >= float(v) - 1e-6
    assert float(difference) >= 0
    assert float(difference) == pytest.approx(float(best - v), abs=2e-5)


@given(histograms, histograms, logit_lists)
def test_the_value_is_its_definition(p: jnp.ndarray, q: jnp.ndarray, logits: jnp.ndarray) -> None:
    d = 1 / (1 + np.exp(-np.asarray(logits, np.float64)))
    other = 1 / (1 + np.exp(np.asarray(logits, np.float64)))
    assert float(value(p, q, logits)) == pytest.approx(float((p * np.log(d) + q * np.log(other)).sum()), abs=2e-5)


@given(histograms, histograms)
@settings(max_examples=200)
def test_the_cost_is_the_value_at_the_optimum(p: jnp.ndarray, q: jnp.ndarray) -> None:
    """C(G) = −log 4 + 2 JSD, computed from V(G, D*) on one side and from JSD on the other."""
    assert float(value_at_optimum(p, q)) == pytest.approx(float(cost(jensen_shannon(p, q))), abs=1e-5)


@given(histograms, histograms)
def test_the_optimal_logit_attains_it(p: jnp.ndarray, q: jnp.ndarray) -> None:
    logits = jnp.clip(optimal_logit(p, q), -80, 80)
    assert float(gap(p, q, logits)) < 1e-6
    np.testing.assert_allclose(optimal_discriminator(p, q), 1 / (1 + jnp.exp(-logits)), atol=1e-6)


def test_at_equilibrium() -> None:
    """P7: p = q gives D* = ½, V = C = −log 4."""
    p = jnp.asarray([0.1, 0.2, 0.3, 0.4])
    np.testing.assert_array_equal(optimal_discriminator(p, p), 0.5)
    assert float(value(p, p, jnp.zeros(4))) == pytest.approx(-LOG4, abs=1e-6)
    assert float(value_at_optimum(p, p)) == pytest.approx(-LOG4, abs=1e-6)
    assert float(cost(jensen_shannon(p, p))) == pytest.approx(-LOG4, abs=1e-6)
    assert float(gap(p, p, jnp.zeros(4))) == pytest.approx(0, abs=1e-7)


def test_masses_apart_are_told_apart() -> None:
    """P7: disjoint supports give D* = 1 and 0, and C = 0."""
    p, q = jnp.asarray([1.0, 0, 0]), jnp.asarray([0, 1.0, 0])
    np.testing.assert_array_equal(optimal_discriminator(p, q), [1, 0, 0.5])
    np.testing.assert_array_equal(optimal_logit(p, q), [math.inf, -math.inf, 0])
    assert float(value_at_optimum(p, q)) == 0


def test_extreme_logits_stay_finite() -> None:
    p, q = jnp.asarray([0.5, 0.5]), jnp.asarray([0.5, 0.5])
    assert float(value(p, q, jnp.asarray([1e4, -1e4]))) == pytest.approx(-1e4, rel=1e-5)
    assert float(gap(p, q, jnp.asarray([1e4, -1e4]))) == pytest.approx(1e4 - LOG4, rel=1e-5)


@pytest.mark.parametrize("difference", [1e-2, 1e-3, 1e-4])
def test_a_small_gap_is_not_lost_in_rounding(difference: float) -> None:
    p = jnp.full(1000, 1e-3)
    got = float(gap(p, p, jnp.full(1000, difference)))
    assert got == pytest.approx(difference**2 / 4, abs=2e-7)  # 2 KL(½ ‖ σ(ℓ)) ≈ ℓ²/4
