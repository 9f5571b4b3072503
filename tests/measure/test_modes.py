"""Modes by the published rule."""

from __future__ import annotations

import math
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from oracle import planes
from scipy.spatial.distance import cdist

from ganscope import measure
from ganscope.game.experiment import Grid, Ring
from ganscope.game.targets import Component, Interval, mixture, sample, target_numbers

count_modes, nearest_mode = jax.jit(measure.count_modes), jax.jit(measure.nearest_mode)

RING: Any = target_numbers(Ring(std=0.02))
GRID: Any = target_numbers(Grid(std=0.05))


@pytest.mark.parametrize(("numbers", "modes", "kl"), [(RING, 8, 0.0014), (GRID, 25, 0.0047)])
def test_real_data(numbers: Any, modes: int, kl: float) -> None:
    """2,500 real samples: 98.9% ± 0.6% high quality, all modes, and the published reverse KL of perfect sampling."""
    drawn = jax.jit(lambda numbers, key: sample(numbers, key, 2500))
    found = [count_modes(numbers, drawn(numbers, jax.random.key(seed))) for seed in range(20)]
    for m in found:
        assert abs(float(m.high_quality) - 0.989) <= 0.006
        assert int(m.covered) == modes
    assert np.mean([float(m.high_quality) for m in found]) == pytest.approx(1 - math.exp(-4.5), abs=0.001)
    assert np.mean([float(m.reverse_kl) for m in found]) == pytest.approx(kl, rel=0.25)


@pytest.mark.parametrize("k", [1, 2, 5, 8])  # of whose samples there are 840
def test_k_of_eight_modes_hit_alike(k: int) -> None:
    """The reverse KL is log(8/k)."""
    m = count_modes(RING, jnp.tile(jnp.asarray(RING.means[:k]), (840 // k, 1)))
    assert int(m.covered) == k
    assert float(m.high_quality) == 1
    assert float(m.reverse_kl) == pytest.approx(math.log(8 / k), abs=1e-5)
    assert float(m.nearest_share) == pytest.approx(1 / k)
    np.testing.assert_allclose(m.share, [1 / k] * k + [0] * (64 - k), atol=1e-6)


def test_total_collapse_between_two_modes() -> None:
    m = count_modes(RING, jnp.tile(jnp.array([[1.9, 0.4]]), (2500, 1)))
    assert float(m.nearest_share) == 1
    assert float(m.high_quality) == 0
    assert int(m.covered) == 0
    assert math.isnan(float(m.reverse_kl))


@given(planes())
@settings(max_examples=20)
def test_distances_are_scipys_mahalanobis(parts: list[Component]) -> None:
    x = np.random.default_rng(0).normal(size=(300, 2)) * 2
    truth = np.stack([cdist(x, [p.mean], "mahalanobis", VI=np.linalg.inv(p.covariance))[:, 0] for p in parts], axis=-1)
    index, distance = nearest_mode(mixture(parts), jnp.asarray(x, jnp.float32))
    np.testing.assert_allclose(distance, truth.min(-1), rtol=1e-3, atol=1e-4)
    np.testing.assert_allclose(truth[np.arange(300), index], truth.min(-1), rtol=1e-3, atol=1e-4)


def test_three_sigma_is_the_border() -> None:
    numbers = mixture([Component(1, [0.0, 0.0], [[4.0, 0.0], [0.0, 0.25]])])
    m = count_modes(numbers, jnp.array([[5.99, 0.0], [6.01, 0.0], [0.0, 1.49], [0.0, 1.51]]))
    assert float(m.high_quality) == 0.5


def test_padding_and_components_without_weight_never_win() -> None:
    numbers = mixture([Component(1, [5.0], [[1.0]]), Component(0, [0.0], [[1.0]])])
    index, distance = nearest_mode(numbers, jnp.array([[0.0], [5.0]]))
    np.testing.assert_array_equal(index, [0, 0])
    np.testing.assert_allclose(distance, [5, 0], atol=1e-6)


def test_one_sample_is_enough_to_cover_a_mode() -> None:
    x = jnp.tile(jnp.asarray(RING.means[:1]), (2500, 1)).at[7].set(jnp.asarray(RING.means[3]))
    assert int(count_modes(RING, x).covered) == 2


def test_an_interval_is_one_mode() -> None:
    m = count_modes(Interval(np.float32(-1), np.float32(1)), jnp.array([[0.0], [1.0], [1.1], [-3.0]]))
    assert (int(m.covered), float(m.high_quality), float(m.nearest_share), float(m.reverse_kl)) == (1, 0.5, 1, 0)
