"""Fields and Jacobians against differences, and what is refused.  The theory is in tests/game/test_dirac.py."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from ganscope.game import experiment as e
from ganscope.game import rounds, steps
from ganscope.game.split import numbers, structure
from ganscope.measure import stability

RATE = e.SGD(learning_rate=0.1)
SMALL = e.Experiment(
    target=e.Gaussian(), latent=e.Latent(dimension=1), generator=e.Network(hidden=(3,), activation="tanh"),
    discriminator=e.Discriminator(hidden=(4,), activation="tanh"), schedule=e.Schedule(batch=8),
    optimizers=e.Optimizers(generator=RATE, discriminator=RATE), penalties=(e.R1(),),
)  # fmt: skip


def pieces(experiment: e.Experiment) -> Any:
    s, n = structure(experiment), numbers(experiment)
    start = rounds.start(experiment)
    keys = jax.random.split(jax.random.key(1))
    drawing = (jax.jit(each, static_argnums=0) for each in (steps.draw_discriminator, steps.draw_generator))
    draws = stability.Draws(*(draw(s, n, key) for draw, key in zip(drawing, keys, strict=True)))
    return s, n, start.generator, start.discriminator, draws


def differences(f: Any, theta: Any, psi: Any, h: float = 2e-3) -> np.ndarray:
    """Central differences of f at ω, column by column."""
    w, k = np.concatenate([theta, psi]), len(theta)
    moved = [w + sign * h * np.eye(len(w), dtype=np.float32)[i] for i in range(len(w)) for sign in (1, -1)]
    values = np.stack([np.asarray(f(jnp.asarray(x[:k]), jnp.asarray(x[k:]))) for x in moved]).astype(float)
    return (values[::2] - values[1::2]).T / (2 * h)


@pytest.mark.slow
def test_jacobians_are_the_slope_of_their_map() -> None:
    s, n, theta, psi, draws = pieces(SMALL)
    for f, jacobian in ((stability.vector_field, stability.jacobian), (stability.update, stability.update_jacobian)):
        by_hand = differences(lambda g, d, f=f: f(s, n, g, d, draws), theta, psi)
        np.testing.assert_allclose(jacobian(s, n, theta, psi, draws), by_hand, atol=2e-3)


def test_a_simultaneous_round_of_descent_goes_along_the_field() -> None:
    s, n, theta, psi, draws = pieces(SMALL)
    s = s._replace(dynamics="simultaneous")
    v = stability.vector_field(s, n, theta, psi, draws)
    w = jnp.concatenate([theta, psi])
    np.testing.assert_allclose(stability.update(s, n, theta, psi, draws), w + 0.1 * v, atol=1e-6)
    path = stability.trajectory(s, n, theta, psi, draws, 2)
    np.testing.assert_allclose(path[:2], [w, w + 0.1 * v], atol=1e-6)
    again = stability.update(s, n, path[1, : len(theta)], path[1, len(theta) :], draws)
    np.testing.assert_allclose(path[2], again, atol=1e-6)


def test_eigenvalues_come_with_the_largest_real_part_first() -> None:
    matrix = jnp.array([[0.0, 1.0, 0.0], [-1.0, 0.0, 0.0], [0.0, 0.0, -3.0]])
    np.testing.assert_allclose(stability.eigenvalues(matrix), [1j, -1j, -3], atol=1e-12)


DIRAC = SMALL.model_copy(
    update={
        "generator": e.Network(hidden=(), layer="point"), "discriminator": e.Discriminator(hidden=(), layer="linear"),
        "penalties": (), "objective": e.Wasserstein(),
    }
)  # fmt: skip


def test_the_field_of_a_portrait_has_a_row_for_each_psi() -> None:
    """The critic's game is bilinear: dθ/dt = ψ, dψ/dt = mean of the data − θ."""
    s, n, _, _, draws = pieces(DIRAC)
    thetas, psis = np.linspace(-1, 1, 5), np.linspace(-2, 0, 3)
    along, up = stability.field(s, n, thetas, psis, draws)
    mean = float(draws.discriminator.real.mean())
    np.testing.assert_allclose(along, np.tile(psis[:, None], (1, 5)), atol=1e-5)
    np.testing.assert_allclose(up, np.tile(mean - thetas, (3, 1)), atol=1e-5)


def test_what_would_be_wrong_or_too_large_is_refused() -> None:
    large = SMALL.model_copy(update={"generator": e.Network(hidden=(20,))})
    s, n, theta, psi, draws = pieces(large)
    for jacobian in (stability.jacobian, stability.update_jacobian):
        with pytest.raises(ValueError, match="at most 64 parameters of both players; got 74"):
            jacobian(s, n, theta, psi, draws)
    with pytest.raises(ValueError, match="generator must have 1 parameter, to be an axis; got 61"):
        stability.field(s, n, theta, psi, draws)
    adam = s._replace(discriminator_optimizer="adam")
    with pytest.raises(ValueError, match="discriminator's optimizer must be sgd, which remembers nothing; got adam"):
        stability.update(adam, n, theta, psi, draws)
