"""What is drawn of several generators: a mixture of what each of them makes."""

from __future__ import annotations

import functools
from typing import Any

import jax.numpy as jnp
import numpy as np
import pytest
from scipy import special, stats
from scipy.integrate import quad

from ganscope.game import experiment as e
from ganscope.game import rounds, targets
from ganscope.game.split import numbers, structure
from ganscope.measure import Look, Scene, Spec, look, scene, spec_of
from ganscope.measure.scenes import SHOWN, Exact

N = 3
TARGETS: dict[str, Any] = {"two_peaks": e.TwoPeaks(), "ring": e.Ring()}


def game(target: Any, dimension: int, count: int) -> e.Experiment:
    return e.Experiment(
        target=target,
        latent=e.Latent(kind="normal", dimension=dimension),
        generator=e.Network(count=count, hidden=(6,), activation="tanh"),
        discriminator=e.Discriminator(hidden=(6,)),
        schedule=e.Schedule(batch=N),
    )


@functools.cache
def seen(kind: str, dimension: int) -> tuple[Spec, Scene, Look, list[Look]]:
    """A mixture, and each of its generators alone."""
    target = TARGETS[kind]
    mixture, one = game(target, dimension, N), game(target, dimension, 1)
    n, window = numbers(mixture), targets.window(target)
    spec, alone = (spec_of(structure(each)) for each in (mixture, one))
    state = rounds.start(mixture)
    g = state.generator + jnp.asarray(np.random.default_rng(0).normal(size=state.generator.shape), jnp.float32) * 0.3
    at, single = scene(spec, n.target, window), scene(alone, n.target, window)
    return spec, at, look(spec, at, n, g, state.discriminator), [
        look(alone, single, n, own, state.discriminator) for own in jnp.split(g, N)
    ]  # fmt: skip


@pytest.mark.parametrize("dimension", [1, pytest.param(2, marks=pytest.mark.slow)], ids=["exact", "smoothed"])
def test_on_the_line_the_density_is_the_mean_of_each(dimension: int) -> None:
    spec, at, together, apart = seen("two_peaks", dimension)
    assert spec.exact == (dimension == 1)
    np.testing.assert_allclose(together.p_g, np.mean([each.p_g for each in apart], axis=0), atol=1e-5)
    each = np.asarray(together.views["p_g_each"])
    np.testing.assert_allclose(each, np.stack([one.p_g for one in apart]) / N, atol=1e-5)
    np.testing.assert_allclose(each.sum(0), together.p_g, atol=1e-5)
    total = float(jnp.sum(together.p_g) * at.volume + together.readings["outside"])
    assert total == pytest.approx(1, abs=1e-4)


def test_fakes_and_arrows_are_of_the_generators_in_turn() -> None:
    _, _, together, apart = seen("two_peaks", 1)
    k = np.arange(SHOWN)
    np.testing.assert_allclose(together.fake, np.stack([one.fake for one in apart])[k % N, k], atol=1e-5)
    k = np.arange(len(together.z))
    np.testing.assert_array_equal(together.z, apart[0].z)
    np.testing.assert_allclose(together.gz, np.stack([one.gz for one in apart])[k % N, k], atol=1e-5)


def test_w1_is_that_of_the_mixture() -> None:
    _, at, together, apart = seen("two_peaks", 1)
    assert isinstance(at.latent, Exact)
    x = np.asarray(at.axes[0])
    p_g = np.mean([each.p_g for each in apart], axis=0)
    assert float(together.readings["outside"]) < 1e-6
    wanted = stats.wasserstein_distance(x, x, np.asarray(at.masses[:-2]), p_g)
    assert float(together.readings["w1"]) == pytest.approx(wanted, abs=float(x[1] - x[0]))


@pytest.mark.slow
def test_in_the_plane_too() -> None:
    _, _, together, apart = seen("ring", 2)
    np.testing.assert_allclose(together.p_g, np.mean([each.p_g for each in apart], axis=0), atol=1e-4)
    k = np.arange(SHOWN)
    np.testing.assert_allclose(together.fake, np.stack([one.fake for one in apart])[k % N, k], atol=1e-5)
    np.testing.assert_allclose(together.mesh, np.stack([one.mesh for one in apart]), atol=1e-5)
    np.testing.assert_allclose(together.views["p_g_each"], np.stack([one.p_g for one in apart]) / N, atol=1e-4)


def test_the_value_of_mad_gan_is_that_of_its_theorem() -> None:
    """Three Gaussians Gᵢ(z) = wᵢ z + bᵢ against two: V, V*, the gap and D* by quadrature of the definition."""
    means, stds = (-2.5, 0.0, 3.0), (0.6, 1.5, 0.8)
    mad = e.Experiment(
        target=e.TwoPeaks(),
        latent=e.Latent(kind="normal", dimension=1),
        generator=e.Network(count=N, hidden=()),
        discriminator=e.Discriminator(hidden=()),
        objective=e.MadGan(),
        schedule=e.Schedule(batch=N),
    )
    n, spec = numbers(mad), spec_of(structure(mad))
    at = scene(spec, n.target, targets.window(mad.target))
    g = jnp.asarray(np.stack([stds, means], axis=1).ravel(), jnp.float32)
    w, b = np.array([-0.5, 0.1, 0.6, 0.2]), np.array([0.3, 0.0, -0.2, 0.4])
    got = look(spec, at, n, g, jnp.asarray(np.concatenate([w, b]), jnp.float32))

    def normal(x: Any, mean: float, std: float) -> Any:  # scipy's takes a hundred times as long for one number
        return np.exp(-(((x - mean) / std) ** 2) / 2) / (std * np.sqrt(2 * np.pi))

    def p(x: Any) -> Any:
        return (normal(x, -2, 0.5) + normal(x, 2, 0.5)) / 2

    def q(x: Any) -> Any:
        return sum(normal(x, m, s) for m, s in zip(means, stds, strict=True))

    def logit(x: Any) -> Any:
        o = np.multiply.outer(x, w) + b
        return o[..., N] - special.logsumexp(o[..., :N], axis=-1)

    def integral(f: Any) -> float:
        return quad(f, -12, 12, limit=400, points=[-3, -2, 0, 2, 3])[0]

    v = integral(lambda x: -p(x) * np.logaddexp(0, -logit(x)) - q(x) * np.logaddexp(0, logit(x)))
    best = integral(lambda x: special.xlogy(p(x), p(x) / (p(x) + q(x))) + special.xlogy(q(x), q(x) / (p(x) + q(x))))
    assert float(got.readings["v"]) == pytest.approx(v, abs=1e-3)
    assert float(got.readings["v_star"]) == pytest.approx(best, abs=1e-3)
    assert float(got.readings["gap"]) == pytest.approx(best - v, abs=1e-3)
    assert float(got.equilibrium) == pytest.approx(N * np.log(N) - (N + 1) * np.log(N + 1), abs=1e-5)
    x = np.asarray(at.axes[0])
    seen = p(x) + q(x) > 0.01
    np.testing.assert_allclose(got.d_star[seen], (p(x) / (p(x) + q(x)))[seen], atol=0.01)
    np.testing.assert_allclose(got.d, special.expit(logit(x)), atol=1e-4)
    said = np.asarray(got.fake) * w[:N] + b[:N]
    right = said.argmax(axis=1) == np.arange(SHOWN) % N
    assert float(got.views["named"]) == pytest.approx(right.mean()) and 0.1 < right.mean() < 0.9
