"""Slopes, bounds on the Lipschitz constant, points of penalties and the histogram of weights."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from ganscope.game import networks, penalties
from ganscope.game.experiment import R1, R2, GradientPenalty, WeightDecay
from ganscope.measure import lipschitz

slope, estimate = (jax.jit(each, static_argnums=0) for each in (lipschitz.slope, lipschitz.estimate))
weight_histogram = jax.jit(lipschitz.weight_histogram, static_argnames=("spec", "bins"))
KEY = jax.random.key(0)
SPECS = {
    "plain": networks.Spec((2, 8, 8, 1), "relu"),
    "maxout": networks.Spec((2, 6, 6, 1), "maxout"),
    "residual": networks.Spec((2, 8, 8, 8, 1), "tanh", layer="residual"),
    "spectral": networks.Spec((2, 8, 8, 1), "leaky_relu", norm="spectral"),
    "fourier": networks.Spec((2, 8, 1), "softplus", features=4, feature_scale=0.5),
    "linear": networks.Spec((2, 1), "relu", layer="linear"),
}


def drawn(spec: networks.Spec, seed: int = 0) -> jax.Array:
    return jnp.asarray(np.random.default_rng(seed).standard_normal(spec.parameters), jnp.float32)


def affine(*weights: float) -> tuple[networks.Spec, jax.Array]:
    """D(x) = w·x + 7."""
    return networks.Spec((len(weights), 1), "relu"), jnp.array([*weights, 7.0])


def test_a_linear_discriminator_has_one_slope() -> None:
    spec, parameters = affine(3.0, -4.0)
    x = jax.random.normal(KEY, (10, 2))
    np.testing.assert_allclose(slope(spec, parameters, 1.0, x), np.full(10, 5), rtol=1e-6)
    found = estimate(spec, parameters, 2.0, x)
    assert [float(v) for v in found] == pytest.approx([10, 10], rel=1e-5)


def test_the_slope_is_that_of_finite_differences() -> None:
    spec = networks.Spec((1, 16, 1), "tanh")
    parameters, x, h = drawn(spec), jnp.linspace(-2, 2, 41)[:, None], 1e-2

    def d(x: jax.Array) -> np.ndarray:
        return np.asarray(networks.apply(spec, parameters, 0.7 * x)[:, 0], np.float64)

    expected = np.abs(d(x + h) - d(x - h)) / (2 * h)
    np.testing.assert_allclose(slope(spec, parameters, 0.7, x), expected, atol=5e-3)


@pytest.mark.parametrize("name", SPECS)
def test_no_slope_passes_the_upper_bound(name: str) -> None:
    spec, x = SPECS[name], jax.random.normal(KEY, (2000, 2))
    for seed in range(3):
        found = estimate(spec, drawn(spec, seed), 1.5, x)
        assert 0 < float(found.least) <= float(found.most) * 1.0001 < np.inf
        assert float(found.least) == pytest.approx(float(slope(spec, drawn(spec, seed), 1.5, x).max()), rel=1e-6)


def test_the_upper_bound_is_the_product_of_singular_values() -> None:
    spec = networks.Spec((2, 8, 5, 1), "sigmoid")
    parameters = np.asarray(drawn(spec))
    expected = 3 * 0.25**2
    for m in networks.matrices(spec, parameters):
        expected *= np.linalg.svd(m[:-1], compute_uv=False)[0]
    found = estimate(spec, jnp.asarray(parameters), 3.0, jnp.zeros((1, 2)))
    assert float(found.most) == pytest.approx(expected, rel=1e-4)


def test_spectral_normalisation_bounds_the_slope_by_the_input_scale() -> None:
    spec = SPECS["spectral"]
    assert float(estimate(spec, drawn(spec), 2.0, jnp.zeros((1, 2))).most) == pytest.approx(2, rel=1e-2)


def test_under_layer_norm_there_is_no_upper_bound() -> None:
    spec = networks.Spec((2, 8, 1), "relu", norm="layer")
    found = estimate(spec, drawn(spec), 1.0, jnp.ones((1, 2)))
    assert np.isfinite(found.least) and np.isinf(found.most)


@pytest.mark.parametrize("name", networks.ACTIVATIONS)
def test_the_steepest_slope_of_every_activation(name: str) -> None:
    pieces = networks.PIECES if name == "maxout" else 1
    x = jnp.linspace(-10, 10, 20001)[:, None] * jnp.eye(1, pieces)
    y = np.asarray(networks.ACTIVATIONS[name](x))[:, 0]
    assert np.abs(np.diff(y)).max() / 1e-3 == pytest.approx(lipschitz.STEEPEST[name], rel=2e-3)


@pytest.mark.slow
def test_estimates_of_many_networks_at_once() -> None:
    spec, x = SPECS["plain"], jax.random.normal(KEY, (20, 2))
    many = jnp.stack([drawn(spec, seed) for seed in range(3)])
    together = jax.jit(jax.vmap(lambda p: estimate(spec, p, 1.0, x)))(many)
    for i in range(3):
        alone = estimate(spec, many[i], 1.0, x)
        np.testing.assert_allclose([together.least[i], together.most[i]], alone, rtol=1e-4)
    assert jax.vmap(lambda p: weight_histogram(spec, p))(many).shares.shape == (3, 41)


# --- points ------------------------------------------------------------------------------------------------

REAL = jax.random.normal(KEY, (30, 2))
FAKE = 3 + jax.random.normal(jax.random.key(1), (30, 2))


@pytest.mark.parametrize(
    ("models", "x"),
    [((R1(),), REAL), ((R2(),), FAKE), ((WeightDecay(), R2(), R1()), FAKE), ((GradientPenalty(at="real"), R2()), REAL)],
    ids=str,
)
def test_the_first_penalty_on_slopes_says_where_to_look(models: tuple[Any, ...], x: jax.Array) -> None:
    rules = tuple(penalties.rule(m) for m in models)
    n = tuple(penalties.PENALTIES[m.kind].numbers(m) for m in models)
    found = penalties.points(rules, REAL, FAKE, n, KEY)
    assert found is not None
    np.testing.assert_array_equal(found, x)


def test_without_a_penalty_on_slopes_there_are_no_points() -> None:
    rules, n = (penalties.rule(WeightDecay()),), ({"weight": np.float32(1)},)
    assert penalties.points(rules, REAL, FAKE, n, KEY) is None
    assert penalties.points((), REAL, FAKE, (), KEY) is None


def test_drawn_points_are_those_that_the_penalty_looks_at() -> None:
    """The penalty's value is the mean over the drawn points, for a key that draws them: it is the same rule."""
    models = (WeightDecay(weight=0), GradientPenalty(weight=1, at="lines"))
    rules = tuple(penalties.rule(m) for m in models)
    n = tuple(penalties.PENALTIES[m.kind].numbers(m) for m in models)
    spec = networks.Spec((2, 8, 1), "tanh")
    parameters = drawn(spec)
    x = penalties.points(rules, REAL, FAKE, n, KEY)
    assert x is not None
    expected = np.mean((np.asarray(slope(spec, parameters, 1.0, x)) - 1) ** 2)
    value = penalties.total(
        rules, spec, parameters, lambda x: networks.apply(spec, parameters, x)[:, 0], REAL, FAKE, n, KEY
    )
    assert float(value) == pytest.approx(expected, rel=1e-5)


# --- weights -----------------------------------------------------------------------------------------------


def test_clipped_weights_pile_up_in_the_outer_bins() -> None:
    spec = networks.Spec((2, 32, 1), "relu")
    found = weight_histogram(spec, jnp.clip(drawn(spec), -0.01, 0.01))
    assert float(found.most) == pytest.approx(0.01)
    shares = np.asarray(found.shares)
    assert shares[0] + shares[-1] > 0.9 and shares.sum() == pytest.approx(1, abs=1e-5)


def test_the_histogram_counts_weights_and_no_biases() -> None:
    spec = networks.Spec((3, 1), "relu")
    found = weight_histogram(spec, jnp.array([-2.0, 0.1, 2.0, 100.0]), bins=5)
    np.testing.assert_allclose(found.shares, np.array([1, 0, 1, 0, 1]) / 3, rtol=1e-6)
    assert float(found.most) == 2


def test_the_histogram_is_numpys() -> None:
    spec = SPECS["plain"]
    weights = np.concatenate([m[:-1].ravel() for m in networks.matrices(spec, np.asarray(drawn(spec)))])
    m = np.abs(weights).max()
    expected, _ = np.histogram(weights, bins=41, range=(-m, m))
    np.testing.assert_allclose(weight_histogram(spec, drawn(spec)).shares, expected / weights.size, atol=1e-6)


def test_weights_that_are_all_0_fill_the_middle_bin() -> None:
    spec = networks.Spec((2, 4, 1), "relu")
    found = weight_histogram(spec, jnp.zeros(spec.parameters))
    assert float(found.shares[20]) == pytest.approx(1, abs=1e-5) and float(found.most) == 0
