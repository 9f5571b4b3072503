"""Losses against their formulae in float64, gradients against finite differences."""

from __future__ import annotations

import math
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from ganscope.game.objectives import OBJECTIVES


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def v(real: np.ndarray, fake: np.ndarray) -> float:
    return float(np.mean(np.log(sigmoid(real))) + np.mean(np.log(1 - sigmoid(fake))))


def saturating(fake: np.ndarray) -> float:
    return float(np.mean(np.log(1 - sigmoid(fake))))


def non_saturating(fake: np.ndarray) -> float:
    return float(-np.mean(np.log(sigmoid(fake))))


# name, numbers, round, formula of G's loss
CASES: list[tuple[str, dict[str, Any], int, Any]] = [
    ("minimax", {}, 0, saturating),
    ("non_saturating", {}, 0, non_saturating),
    ("switch", {"round": np.int32(10)}, 9, non_saturating),
    ("switch", {"round": np.int32(10)}, 10, saturating),
]


def test_every_objective_is_tested() -> None:
    assert {name for name, *_ in CASES} == set(OBJECTIVES)


@pytest.mark.parametrize(("name", "numbers", "t", "formula"), CASES)
def test_losses_are_their_formulae(name: str, numbers: dict[str, Any], t: int, formula: Any) -> None:
    rng = np.random.default_rng(0)
    real, fake = rng.normal(size=50) * 3, rng.normal(size=50) * 3
    row, at = OBJECTIVES[name], jnp.int32(t)
    assert float(row.discriminator(jnp.array(real), jnp.array(fake), numbers, at)) == pytest.approx(
        -v(real, fake), rel=1e-5
    )
    assert float(row.generator(jnp.array(fake), numbers, at)) == pytest.approx(formula(fake), rel=1e-5)


@pytest.mark.parametrize(("name", "numbers", "t", "formula"), CASES)
def test_gradients_agree_with_finite_differences(name: str, numbers: dict[str, Any], t: int, formula: Any) -> None:
    rng = np.random.default_rng(1)
    real, fake = rng.normal(size=5), rng.normal(size=5)
    row, at, h = OBJECTIVES[name], jnp.int32(t), 1e-6
    of_g = jax.grad(lambda x: row.generator(x, numbers, at))(jnp.array(fake))
    of_d = jax.grad(lambda x: row.discriminator(x, jnp.array(fake), numbers, at))(jnp.array(real))
    for i in range(5):
        step = h * np.eye(5)[i]
        assert float(of_g[i]) == pytest.approx((formula(fake + step) - formula(fake - step)) / (2 * h), abs=1e-5)
        assert float(of_d[i]) == pytest.approx(-(v(real + step, fake) - v(real - step, fake)) / (2 * h), abs=1e-5)


@pytest.mark.parametrize(("name", "numbers", "t", "formula"), CASES)
@pytest.mark.parametrize("size", [50.0, 1e4])
def test_losses_are_finite_for_any_logit(name: str, numbers: dict[str, Any], t: int, formula: Any, size: float) -> None:
    logits = jnp.array([-size, size])
    row, at = OBJECTIVES[name], jnp.int32(t)
    values = row.discriminator(logits, logits, numbers, at), row.generator(logits, numbers, at)
    slopes = jax.grad(lambda x: row.generator(x, numbers, at))(logits)
    assert np.isfinite(values).all() and np.isfinite(slopes).all()


def test_at_the_equilibrium_the_losses_are_log_4_and_log_2() -> None:
    """P7: D = ½ everywhere."""
    half = jnp.zeros(10)
    assert float(OBJECTIVES["minimax"].discriminator(half, half, {}, jnp.int32(0))) == pytest.approx(math.log(4))
    assert float(OBJECTIVES["non_saturating"].generator(half, {}, jnp.int32(0))) == pytest.approx(math.log(2))


def test_the_saturating_gradient_vanishes_where_d_is_sure() -> None:
    sure = jnp.full(4, -15.0)
    weak = jax.grad(lambda x: OBJECTIVES["minimax"].generator(x, {}, jnp.int32(0)))(sure)
    strong = jax.grad(lambda x: OBJECTIVES["non_saturating"].generator(x, {}, jnp.int32(0)))(sure)
    assert float(jnp.abs(strong / weak).min()) > 1e6
