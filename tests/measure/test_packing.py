"""V and D* of packs against one-dimensional quadrature, closed forms and the best response itself.

With p_data = N(0, 1) and p_g = N(1, 1) the log-ratio of a sample is ½ − x, and that of m samples is normal: mean ±m/2
under P or Q, variance m.
"""

from __future__ import annotations

import math
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from oracle import gauss
from scipy import stats

from ganscope.game import experiment as e
from ganscope.game import objectives, targets
from ganscope.game.split import numbers, structure
from ganscope.measure import climb, look, scene, spec_of, spread_packs, start_climb, to_climb
from ganscope.measure.packing import PACKS
from ganscope.measure.playing import best_outputs, gap, value

EDGES = np.linspace(-7.5, 8.5, 1025)
X = (EDGES[1:] + EDGES[:-1]) / 2
P, Q = (jnp.asarray(np.diff(stats.norm.cdf(EDGES, mean)), jnp.float32) for mean in (0, 1))


def packed(m: int, **more: Any) -> e.Experiment:
    return e.Experiment(
        target=e.Gaussian(),
        latent=e.Latent(kind="normal", dimension=1),
        generator=e.Network(hidden=()),
        discriminator=e.Discriminator(hidden=(), pack=m),
        **more,
    )


def over_ratio(f: Any, mean: float, variance: float) -> float:
    """E f(L) for a normal L, in double precision."""
    std = math.sqrt(variance)
    return gauss(lambda x: stats.norm.pdf(x, mean, std) * f(x), mean - 12 * std, mean + 12 * std)


def sure(x: Any) -> Any:
    return -np.logaddexp(0, -x)  # log σ


V_STAR: dict[str, tuple[Any, Any]] = {
    "cross entropy": (
        e.NonSaturating(),
        lambda m: over_ratio(sure, m / 2, m) + over_ratio(lambda x: sure(-x), -m / 2, m),
    ),
    "KL, m times that of one": (e.FGan(), lambda m: m / 2),
    "relativistic": (e.Relativistic(), lambda m: over_ratio(sure, m, 2 * m)),
    "hinge": (e.Hinge(), lambda m: -4 * stats.norm.cdf(-math.sqrt(m) / 2)),
}


@pytest.mark.parametrize("m", [2, 3, 8])
@pytest.mark.parametrize("name", V_STAR)
def test_the_value_of_the_best_d_of_packs(name: str, m: int) -> None:
    model, truth = V_STAR[name]
    rule, n = objectives.rule(model), objectives.OBJECTIVES[model.kind].numbers(model)
    packs = spread_packs(P, Q, m)
    optimum = objectives.losses(rule).optimum
    assert optimum is not None and packs.cells.shape == (PACKS, m)
    best = optimum(packs.log_ratio, n)
    assert float(value(rule, n, packs.p, packs.q, best)) == pytest.approx(truth(m), abs=0.01, rel=0.02)
    away = best + 0.3 * jnp.sin(jnp.arange(PACKS))  # D* is at its best at every pack
    if name != "relativistic":
        assert float(gap(rule, n, packs.p, packs.q, away, best)) > 0
    assert float(value(rule, n, packs.p, packs.q, away)) < float(value(rule, n, packs.p, packs.q, best))


def test_with_p_equal_to_q_the_value_is_exact() -> None:
    rule = objectives.rule(e.Minimax())
    packs = spread_packs(P, P, 4)
    zero = jnp.zeros(PACKS)
    assert float(value(rule, {"real_label": np.float32(1)}, packs.p, packs.q, zero)) == pytest.approx(-math.log(4))
    np.testing.assert_array_equal(packs.log_ratio, 0)


def test_what_does_not_overlap_is_told_apart_by_any_pack() -> None:
    p, q = jnp.array([0.5, 0.5, 0, 0]), jnp.array([0, 0.25, 0.75, 0])
    packs = spread_packs(p, q, 3)
    assert not np.isnan(packs.log_ratio).any()
    assert float(jnp.sum(packs.p)) == pytest.approx(1) == float(jnp.sum(packs.q))
    known = np.isfinite(packs.log_ratio)  # only where all three are in the second cell
    assert (np.asarray(packs.cells)[known] == 1).all()
    assert float(jnp.sum(packs.p[known])) == pytest.approx(1 / 8, abs=0.01)
    assert float(jnp.sum(packs.q[known])) == pytest.approx(1 / 64, abs=0.01)


def test_on_the_line_the_picture_is_d_of_equal_samples_and_v_that_of_packs() -> None:
    """m = 2, G(z) = 1 + z, D's logit 1.2 − .8 x₁ − .5 x₂, by two-dimensional quadrature."""
    experiment = packed(2)
    spec, n = spec_of(structure(experiment)), numbers(experiment)
    s = scene(spec, n.target, ((-7.5, 8.5),))
    d = jnp.array([-0.8, -0.5, 1.2])
    frame = look(spec, s, n, jnp.ones(2), d)
    x = np.asarray(s.points[:, 0], np.float64)
    seen = np.abs(x - 0.5) < 3
    np.testing.assert_allclose(frame.d_star[seen], 1 / (1 + np.exp(2 * x - 1))[seen], atol=0.01)
    np.testing.assert_allclose(frame.d, 1 / (1 + np.exp(1.3 * x - 1.2)), atol=1e-4)
    a, b = np.meshgrid(np.linspace(-7, 8, 601), np.linspace(-7, 8, 601))
    area = (a[0, 1] - a[0, 0]) ** 2
    p, q = stats.norm.pdf(a) * stats.norm.pdf(b), stats.norm.pdf(a, 1) * stats.norm.pdf(b, 1)
    logit = 1.2 - 0.8 * a - 0.5 * b
    v = float(np.sum(p * sure(logit) + q * sure(-logit)) * area)
    v_star = float(np.sum(p * sure(1 - a - b) + q * sure(a + b - 1)) * area)
    got = {name: float(number) for name, number in frame.readings.items()}
    assert got["v"] == pytest.approx(v, abs=3e-3) and got["v_star"] == pytest.approx(v_star, abs=3e-3)
    assert got["gap"] == pytest.approx(v_star - v, abs=1e-3)
    assert got["d_real"] == pytest.approx(float(np.sum(p / (1 + np.exp(-logit))) * area), abs=3e-3)
    assert got["d_fake"] == pytest.approx(float(np.sum(q / (1 + np.exp(-logit))) * area), abs=3e-3)
    assert got["cost"] == pytest.approx(V_STAR["cross entropy"][1](1), abs=1e-3)  # C(G) is of single samples


def test_packs_of_fakes_that_left_the_window_are_judged_where_they_are() -> None:
    experiment = packed(2)
    spec, n = spec_of(structure(experiment)), numbers(experiment)
    s = scene(spec, n.target, ((-5.0, 5.0),))
    frame = look(spec, s, n, jnp.array([0.0, 100.0]), jnp.array([-0.05, -0.05, 0.0]))  # G(z) = 100
    assert float(frame.readings["d_fake"]) == pytest.approx(1 / (1 + math.exp(10)), rel=1e-3)


@pytest.mark.slow
def test_in_the_plane_slopes_are_those_of_packs() -> None:
    """D = w·(x₁, x₂, x₃): a fake is pulled by D's slope in its first place, penalties see the slope of the pack."""
    experiment = packed(3, penalties=(e.R1(),)).model_copy(
        update={"target": e.Ring(), "latent": e.Latent(), "discriminator": e.Discriminator(hidden=(), pack=3)}
    )
    spec, n = spec_of(structure(experiment), cells=24, points=512), numbers(experiment)
    s = scene(spec, n.target, targets.window(experiment.target))
    w = np.array([0.3, -0.4, 0.0, 1.2, 0.5, -0.2], np.float32)
    frame = look(spec, s, n, jnp.asarray(np.random.default_rng(0).normal(size=6), jnp.float32), jnp.asarray([*w, 0.1]))
    fake = np.asarray(frame.fake)
    pulled = fake[: len(frame.pull)]
    packs = np.concatenate([np.roll(pulled, -j, axis=0) for j in range(3)], axis=1)
    chance = 1 / (1 + np.exp(-(packs @ w + 0.1)))
    np.testing.assert_allclose(frame.pull, (chance * (1 - chance))[:, None] * w[:2], atol=1e-5)
    np.testing.assert_array_equal(frame.views["points"], s.real[:192])
    np.testing.assert_allclose(frame.views["points_slope"], np.linalg.norm(w), rtol=1e-5)


def test_an_affine_d_climbs_to_the_best_d_of_packs() -> None:
    """Its logit is the log-ratio 1 − x₁ − x₂, and so it reaches it."""
    experiment = packed(2)
    s, n = structure(experiment), numbers(experiment)
    x, p, q = to_climb(jnp.asarray(X[:, None], jnp.float32), P, Q, 2)
    take = jax.jit(climb, static_argnums=(0, 1))
    done = take(s.discriminator, s.objective, n.objective, start_climb(jnp.zeros(3)), x, p, q, 60)
    np.testing.assert_allclose(done.discriminator, [-1, -1, 1], atol=2e-3)


def test_the_best_critic_of_packs_is_not_known() -> None:
    """W₁ of packs is not that of samples."""
    rule = objectives.rule(e.Wasserstein())
    assert best_outputs(rule, {}, P, Q, line=len(P)) is not None
    assert best_outputs(rule, {}, P, Q, line=len(P), pack=2) is None


@pytest.mark.slow
def test_a_relativistic_d_of_packs_is_drawn_with_its_mean_over_packs_at_a_half() -> None:
    experiment = packed(2, objective=e.Relativistic())
    spec, n = spec_of(structure(experiment), cells=64, points=256), numbers(experiment)
    s = scene(spec, n.target, ((-7.5, 8.5),))
    frame = look(spec, s, n, jnp.ones(2), jnp.array([-1.0, -1.0, 5.0]))
    assert float(frame.readings["d_real"] + frame.readings["d_fake"]) == pytest.approx(1, abs=1e-4)
    x = np.asarray(s.points[:, 0])
    np.testing.assert_allclose(frame.d, 1 / (1 + np.exp(2 * x - 1)), atol=0.01)
