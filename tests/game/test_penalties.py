"""Penalties against closed forms."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from ganscope.game import penalties

KEY = jax.random.key(0)


def test_r1_of_a_linear_discriminator_is_half_its_squared_slope() -> None:
    w = jnp.array([3.0, -4.0])
    x = jax.random.normal(KEY, (20, 2))
    assert float(penalties.r1(lambda x: x @ w + 1, x, x, KEY)) == pytest.approx(12.5)


def test_r1_of_a_quadratic_discriminator() -> None:
    """logit = ½|x|², slope x: ½ E|x|²."""
    x = jax.random.normal(KEY, (50, 2))
    expected = 0.5 * np.mean(np.sum(np.asarray(x) ** 2, axis=1))
    assert float(penalties.r1(lambda x: 0.5 * jnp.sum(x**2, -1), x, x, KEY)) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("weight", [0.0, 0.5, 2.0])
def test_the_total_is_weighted_and_zero_is_off(weight: float) -> None:
    x = jnp.ones((4, 2))
    numbers = ({"weight": np.float32(weight)},)
    total = penalties.total(("r1",), lambda x: 2 * x[:, 0], x, x, numbers, KEY)
    assert float(total) == pytest.approx(2 * weight)


def test_no_penalties_cost_nothing() -> None:
    assert float(penalties.total((), lambda x: x[:, 0], jnp.ones((1, 1)), jnp.ones((1, 1)), (), KEY)) == 0
