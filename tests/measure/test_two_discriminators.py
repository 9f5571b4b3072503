"""What is drawn and read of D2GAN: two networks, and what they say together."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np
import pytest
from scipy import stats
from scipy.integrate import quad

from ganscope.game import experiment as e
from ganscope.game import targets
from ganscope.game.split import numbers, structure
from ganscope.measure import look, scene, spec_of

ALPHA, BETA = 0.3, 0.7


def test_the_value_of_d2gan_is_that_of_its_theorem() -> None:
    """p_g = N(.5, 1.2²) against N(0, 1), both D affine before their softplus: V, V*, the gap and D by quadrature."""
    game = e.Experiment(
        latent=e.Latent(kind="normal", dimension=1),
        generator=e.Network(hidden=()),
        discriminator=e.Discriminator(hidden=()),
        objective=e.D2Gan(alpha=ALPHA, beta=BETA),
    )
    n, spec = numbers(game), spec_of(structure(game))
    at = scene(spec, n.target, targets.window(game.target))
    got = look(spec, at, n, jnp.array([1.2, 0.5]), jnp.array([0.4, 0.2, -0.3, 0.1]))

    def positive(x: Any, w: float, b: float) -> Any:
        return np.log1p(np.exp(w * x + b))

    def first(x: Any) -> Any:
        return positive(x, 0.4, 0.2)

    def second(x: Any) -> Any:
        return positive(x, -0.3, 0.1)

    def p(x: Any) -> Any:
        return stats.norm.pdf(x, 0, 1)

    def q(x: Any) -> Any:
        return stats.norm.pdf(x, 0.5, 1.2)

    def integral(f: Any) -> float:
        return quad(f, -9, 9, limit=400, points=[-3, 0, 3])[0]

    v = integral(lambda x: p(x) * (ALPHA * np.log(first(x)) - second(x)) + q(x) * (BETA * np.log(second(x)) - first(x)))
    kl, reverse = (integral(lambda x, a=a, b=b: a(x) * np.log(a(x) / b(x))) for a, b in ((p, q), (q, p)))
    best = ALPHA * (np.log(ALPHA) - 1) + BETA * (np.log(BETA) - 1) + ALPHA * kl + BETA * reverse
    assert float(got.readings["v"]) == pytest.approx(v, abs=1e-3)
    assert float(got.readings["v_star"]) == pytest.approx(best, abs=1e-3)
    assert float(got.readings["gap"]) == pytest.approx(best - v, abs=2e-3)
    assert float(got.equilibrium) == pytest.approx(best - ALPHA * kl - BETA * reverse, abs=1e-5)
    x = np.asarray(at.axes[0])
    # what both together believe: of the ratios D₁/α and β/D₂ the geometric mean
    ratio = np.sqrt(first(x) / ALPHA * BETA / second(x))
    np.testing.assert_allclose(got.d, ratio / (1 + ratio), atol=1e-4)
    np.testing.assert_allclose(got.output, np.log(ratio), atol=1e-4)
    seen = np.minimum(p(x), q(x)) > 1e-3
    np.testing.assert_allclose(got.d_star[seen], (p(x) / (p(x) + q(x)))[seen], atol=0.01)


@pytest.mark.slow
def test_in_the_plane_it_has_all_that_is_drawn() -> None:
    game = e.Experiment(
        target=e.TwoGaussians(), generator=e.Network(hidden=()), discriminator=e.Discriminator(hidden=()),
        objective=e.D2Gan(),
    )  # fmt: skip
    n, spec = numbers(game), spec_of(structure(game), cells=16, points=64)
    at = scene(spec, n.target, targets.window(game.target))
    # D₁ = softplus(x₁ − x₂) and D₂ = softplus(x₂ − x₁): log-odds ½ log D₁/D₂, the same along x₁ − x₂ only
    got = look(spec, at, n, jnp.eye(3, 2).ravel(), jnp.array([1.0, -1.0, 0.0, -1.0, 1.0, 0.0]))
    u = np.asarray(at.points) @ [1.0, -1.0]
    odds = 0.5 * np.log(np.log1p(np.exp(u)) / np.log1p(np.exp(-u)))
    np.testing.assert_allclose(np.ravel(got.output), odds, atol=1e-4)
    np.testing.assert_allclose(np.ravel(got.d), 1 / (1 + np.exp(-odds)), atol=1e-4)
    np.testing.assert_allclose(got.pull.sum(axis=1), 0, atol=1e-6)
    assert (np.asarray(got.pull)[:, 0] > 0).all()
    assert float(got.readings["gap"]) >= 0
