"""JSD, KL and TV on masses."""

from __future__ import annotations

import math

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import jensenshannon
from scipy.stats import entropy

from ganscope import measure

jensen_shannon, total_variation = jax.jit(measure.jensen_shannon), jax.jit(measure.total_variation)
kullback_leibler = jax.jit(measure.kullback_leibler)

histograms = st.lists(st.integers(0, 1000), min_size=32, max_size=32).filter(any).map(
    lambda counts: np.array(counts) / sum(counts)
)  # fmt: skip


@given(histograms, histograms)
@settings(max_examples=200)
def test_they_agree_with_scipy(p: np.ndarray, q: np.ndarray) -> None:
    p32, q32 = jnp.asarray(p, jnp.float32), jnp.asarray(q, jnp.float32)
    assert float(jensen_shannon(p32, q32)) == pytest.approx(jensenshannon(p, q) ** 2, abs=1e-6)
    assert float(total_variation(p32, q32)) == pytest.approx(np.abs(p - q).sum() / 2, abs=1e-6)
    assert float(kullback_leibler(p32, q32)) == pytest.approx(entropy(p, q), abs=1e-5)


@given(histograms, histograms)
@settings(max_examples=100)
def test_bounds_and_symmetry(p: np.ndarray, q: np.ndarray) -> None:
    p32, q32 = jnp.asarray(p, jnp.float32), jnp.asarray(q, jnp.float32)
    jsd, tv = float(jensen_shannon(p32, q32)), float(total_variation(p32, q32))
    assert 0 <= jsd <= math.log(2) + 1e-6
    assert 0 <= tv <= 1 + 1e-6
    assert jsd == pytest.approx(float(jensen_shannon(q32, p32)), abs=1e-7)
    assert tv**2 / 2 <= jsd + 1e-6  # Lin (1991) with Pinsker
    assert jsd <= tv * math.log(2) + 1e-6


@given(histograms)
def test_no_distance_to_itself(p: np.ndarray) -> None:
    p32 = jnp.asarray(p, jnp.float32)
    assert float(jensen_shannon(p32, p32)) == 0
    assert float(kullback_leibler(p32, p32)) == 0
    assert float(total_variation(p32, p32)) == 0


def test_small_divergences_are_not_lost_in_rounding() -> None:
    p = np.full(1000, 1e-3)
    q = p * (1 + 1e-3 * np.where(np.arange(1000) % 2, 1, -1))
    got = float(jensen_shannon(jnp.asarray(p, jnp.float32), jnp.asarray(q, jnp.float32)))
    assert got == pytest.approx(jensenshannon(p, q) ** 2, rel=1e-2)  # 1.25e-7


def test_masses_apart_are_as_far_as_can_be() -> None:
    p, q = jnp.array([0.5, 0.5, 0, 0]), jnp.array([0, 0, 0.5, 0.5])
    assert float(jensen_shannon(p, q)) == pytest.approx(math.log(2))
    assert float(total_variation(p, q)) == 1
    assert float(kullback_leibler(p, q)) == float(kullback_leibler(q, p)) == math.inf


def test_kl_forgives_only_what_is_below_the_resolution() -> None:
    q = jnp.array([0.5, 0.5, 0.0])
    assert float(kullback_leibler(jnp.array([0.5, 0.5 - 1e-7, 1e-7]), q)) < 1e-5
    assert float(kullback_leibler(jnp.array([0.5, 0.499, 0.001]), q)) == math.inf
    assert float(kullback_leibler(jnp.array([0.5, 0.5 - 1e-7, 1e-7]), q, resolution=0.0)) == math.inf


def test_parallel_lines() -> None:
    """P7: two segments at distance θ ≠ 0 in the plane, as masses on a grid that tells them apart."""
    p, q = jnp.zeros((8, 8)).at[:, 2].set(1 / 8), jnp.zeros((8, 8)).at[:, 5].set(1 / 8)
    assert float(jensen_shannon(p, q)) == pytest.approx(math.log(2), abs=1e-6)
    assert float(total_variation(p, q)) == pytest.approx(1, abs=1e-6)
    assert float(kullback_leibler(p, q)) == math.inf
