"""What is read and drawn of a game in which both players are told a label."""

from __future__ import annotations

import functools
import math
from typing import Any

import jax.numpy as jnp
import numpy as np
import pytest
from scipy import special, stats
from scipy.integrate import quad

from ganscope.game import experiment as e
from ganscope.game import targets
from ganscope.game.split import numbers, structure
from ganscope.measure import Look, Scene, chart, look, scene, spec_of
from ganscope.measure.scenes import SHOWN
from ganscope.measure.transport import mixed, sliced_wasserstein, slices

THREE = e.ThreePeaks(spacing=3.0, std=0.4, weights=(0.2, 0.5, 0.3))
MEANS, SHARES = np.array([-3.0, 0.0, 3.0]), np.array(THREE.weights)


def game(target: Any, labels: int, dimension: int, **others: Any) -> e.Experiment:
    return e.Experiment(
        target=target, labels=labels, latent=e.Latent(kind="normal", dimension=dimension),
        generator=e.Network(hidden=()), discriminator=e.Discriminator(hidden=()), **others,
    )  # fmt: skip


def seen(experiment: e.Experiment, g: Any, d: Any) -> tuple[Scene, Look]:
    n, spec = numbers(experiment), spec_of(structure(experiment))
    at = scene(spec, n.target, targets.window(experiment.target), labels=n.labels)
    return at, look(spec, at, n, jnp.asarray(g, jnp.float32), jnp.asarray(d, jnp.float32))


def on_the_line(
    means: Any, width: float = 0.4, d: Any = (0.0, 0.0, 0.0, 0.0, 0.0), **others: Any
) -> tuple[Scene, Look]:
    """G(z, y) = width · z + means[y], against three peaks; D affine."""
    return seen(game(THREE, 3, 1, **others), [width, *means, 0.0], d)


def test_a_perfect_generator_of_every_label_is_perfect() -> None:
    _, found = on_the_line(MEANS)
    r = found.readings
    assert float(r["jsd"]) < float(r["jsd_floor"]) + 1e-5
    assert float(r["v_star"]) == pytest.approx(-math.log(4), abs=1e-4)
    assert float(r["cost"]) == pytest.approx(-math.log(4), abs=1e-4)
    assert float(r["w1"]) < 2e-3
    assert float(r["obeyed"]) > 0.999


def test_the_right_samples_under_the_wrong_labels_are_not() -> None:
    """Labels 0 and 2 exchanged: p_g is two unequal peaks short of p_data, and D* tells them by their labels."""
    _, found = on_the_line(MEANS[::-1])
    assert float(found.readings["obeyed"]) == pytest.approx(0.5, abs=0.01)  # the middle one's share
    # of the exchanged labels, half of all samples, the two sides are apart by 6: log 2 each
    assert float(found.readings["cost"]) == pytest.approx(-math.log(4) + 2 * 0.5 * math.log(2), abs=1e-3)
    assert float(found.readings["jsd"]) < 0.02


def test_value_best_value_and_w1_are_those_of_the_definition() -> None:
    means, width, d = np.array([-2.0, 0.5, 2.2]), 0.7, (0.6, 0.5, -0.4, 0.2, 0.1)
    at, found = on_the_line(means, width, d)
    r = found.readings

    def integral(f: Any) -> float:
        return sum(w * quad(lambda x, y=y: f(x, y), -9, 9, limit=200, points=[0])[0] for y, w in enumerate(SHARES))

    p = [functools.partial(stats.norm.pdf, loc=m, scale=0.4) for m in MEANS]
    q = [functools.partial(stats.norm.pdf, loc=m, scale=width) for m in means]
    logit = lambda x, y: d[0] * x + d[1 + y] + d[4]  # noqa: E731
    value = integral(lambda x, y: p[y](x) * special.log_expit(logit(x, y)) + q[y](x) * special.log_expit(-logit(x, y)))

    def best(x: float, y: int) -> float:
        both = p[y](x) + q[y](x)
        return float(special.xlogy(p[y](x), p[y](x) / both) + special.xlogy(q[y](x), q[y](x) / both)) if both else 0.0

    assert float(r["v"]) == pytest.approx(value, abs=1e-3)
    assert float(r["v_star"]) == pytest.approx(integral(best), abs=1e-3)
    assert float(r["gap"]) == pytest.approx(integral(best) - value, abs=1e-3)

    x = np.asarray(at.axes[0], np.float64)
    p_data = SHARES @ np.stack([f(x) for f in p])
    p_g = SHARES @ np.stack([f(x) for f in q])
    np.testing.assert_allclose(found.p_g, p_g, atol=2e-3)
    np.testing.assert_allclose(found.views["p_g_each"], SHARES[:, None] * np.stack([f(x) for f in q]), atol=2e-3)
    # drawn is the mean over the labels that a sample at x can bear: of the best D the best one that is told none
    some = p_data + p_g > 1e-2
    np.testing.assert_allclose(np.asarray(found.d_star)[some], (p_data / (p_data + p_g))[some], atol=5e-3)
    weight = SHARES[:, None] * np.stack([a(x) + b(x) for a, b in zip(p, q, strict=True)])
    mean = np.sum(weight * special.expit(np.stack([logit(x, y) for y in range(3)])), axis=0) / weight.sum(0)
    np.testing.assert_allclose(np.asarray(found.d)[some], mean[some], atol=5e-3)
    assert float(r["w1"]) == pytest.approx(stats.wasserstein_distance(x, x, p_data, p_g), abs=5e-3)
    jsd = float(np.sum(special.rel_entr(p_data, (p_data + p_g) / 2) + special.rel_entr(p_g, (p_data + p_g) / 2)) / 2)
    assert float(r["jsd"]) == pytest.approx(jsd * (x[1] - x[0]), abs=1e-3)


def test_fakes_and_arrows_are_of_the_labels_that_are_said() -> None:
    at, found = on_the_line(MEANS, width=0.1)
    for samples, of in ((found.fake, found.views["fake_label"]), (at.real, found.views["real_label"])):
        np.testing.assert_array_equal(np.rint(np.asarray(samples)[:, 0] / 3 + 1), np.asarray(of))
        np.testing.assert_allclose(np.bincount(np.asarray(of, int)) / SHOWN, SHARES, atol=0.05)
    turn = np.asarray(found.views["fake_label"], int)[: len(found.gz)]
    np.testing.assert_allclose(found.gz, 0.1 * np.asarray(found.z) + MEANS[turn], atol=1e-5)


def test_the_points_of_a_penalty_lie_between_samples_of_one_label() -> None:
    _, found = on_the_line(MEANS, penalties=(e.GradientPenalty(),))
    points = np.asarray(found.views["points"])[:, 0]
    assert (np.abs(points - 3 * np.rint(points / 3)) < 1.6).all()
    assert np.mean(np.abs(points - 3 * np.rint(points / 3)) < 1.2) > 0.99


def test_the_moving_plan_is_that_of_the_whole() -> None:
    experiment = game(THREE, 3, 1)
    n, spec = numbers(experiment), spec_of(structure(experiment))
    at = scene(spec, n.target, targets.window(THREE), labels=n.labels)
    g = jnp.array([0.4, *MEANS, 0.0], jnp.float32)
    plan = chart("plan", spec, at, g, at.p_data)
    np.testing.assert_allclose(plan["plan_from"], plan["plan_to"], atol=0.02)


@pytest.mark.slow
def test_in_the_plane_a_perfect_generator_is_below_the_floor() -> None:
    """Three round Gaussians of unequal weights, p_g smoothed: G(z, y) = σ z + mean y."""
    means, std = np.array([[-2.0, 0.0], [0.5, 1.0], [2.0, -1.0]]), 0.3
    parts = tuple(
        e.Component2D(weight=float(w), mean=tuple(m), covariance=((std**2, 0.0), (0.0, std**2)))
        for w, m in zip(SHARES, means.tolist(), strict=True)
    )
    g = [*(np.eye(2) * std).ravel(), *means.ravel(), 0, 0]
    at, found = seen(game(e.Mixture2D(components=parts), 3, 2), g, [0.3, -0.2, 0.5, -0.5, 0.2, 0.1])
    r = found.readings
    assert float(r["jsd"]) < float(at.floor) < 0.02
    assert float(r["obeyed"]) > 0.99 and float(r["modes"]) == 3
    assert float(r["v_star"]) == pytest.approx(-math.log(4), abs=0.02)
    assert float(r["w1"]) < 0.03
    np.testing.assert_allclose(jnp.sum(found.views["p_g_each"], axis=0), found.p_g, atol=1e-4)
    np.testing.assert_allclose(jnp.sum(at.labelled.masses, axis=0) if at.labelled else 0, at.masses, atol=1e-5)
    assert found.mesh.shape[0] == 3


def test_quantiles_of_a_mixture_are_those_of_its_points() -> None:
    rng = np.random.default_rng(0)
    means, shares = rng.normal(size=(3, 512)), np.array([0.2, 0.5, 0.3])
    drawn = np.concatenate([np.repeat(row, round(10 * w)) for row, w in zip(means, shares, strict=True)])
    u = (np.arange(512) + 0.5) / 512
    found = mixed(jnp.asarray(means, jnp.float32), jnp.asarray(shares, jnp.float32))
    # where a step of theirs falls on one of our u, rounding decides
    assert np.mean(np.abs(found - np.quantile(drawn, u, method="inverted_cdf"))) < 2e-3


def test_a_weight_is_as_good_as_so_many_samples() -> None:
    target = targets.target_numbers(e.Ring())
    x = np.random.default_rng(1).normal(size=(40, 2)).astype(np.float32)
    times = np.arange(40) % 3 + 1
    s = slices(target, np.array([[1.0, 0.0], [0.6, 0.8]]), 64)
    weighted = sliced_wasserstein(jnp.asarray(x), s, jnp.asarray(times / times.mean(), jnp.float32))
    assert float(weighted) == pytest.approx(float(sliced_wasserstein(jnp.asarray(np.repeat(x, times, 0)), s)), abs=1e-5)
