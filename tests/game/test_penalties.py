"""Penalties and constraints against closed forms, finite differences, and real runs."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax.test_util import check_grads

from ganscope.game import networks, penalties, rounds
from ganscope.game.experiment import (
    R1,
    R2,
    SGD,
    Clip,
    Discriminator,
    Experiment,
    Gaussian,
    GradientPenalty,
    InstanceNoise,
    Latent,
    LeastSquares,
    Network,
    Optimizers,
    Relativistic,
    Ring,
    RMSProp,
    Schedule,
    Wasserstein,
    WeightDecay,
)
from ganscope.game.program import Program
from ganscope.game.split import numbers

KEY = jax.random.key(0)
REAL = jax.random.normal(KEY, (50, 2))
FAKE = 5 + jax.random.normal(jax.random.key(1), (50, 2))
SPEC = networks.Spec((2, 5, 4, 1), "tanh")
PARAMETERS = jnp.asarray(0.5 * np.random.default_rng(0).standard_normal(SPEC.parameters), jnp.float32)
FORMS = ("two_sided", "one_sided", "one_sided_linear")
PLACES = ("lines", "real", "fake", "around")


def total(models: tuple[Any, ...], logit: Any = None, parameters: jax.Array = PARAMETERS) -> jax.Array:
    """What an experiment with these penalties adds to D's loss, on REAL and FAKE."""
    rules = tuple(penalties.rule(m) for m in models)
    n = tuple(penalties.PENALTIES[m.kind].numbers(m) for m in models)
    logit = logit or (lambda x: networks.apply(SPEC, parameters, x)[:, 0])
    return penalties.total(rules, SPEC, parameters, logit, REAL, FAKE, n, KEY)


def points(model: Any) -> np.ndarray:
    n = penalties.PENALTIES[model.kind].numbers(model)
    found = penalties.points((penalties.rule(model),), REAL, FAKE, (n,), KEY)
    assert found is not None
    return np.asarray(found)


# --- values ------------------------------------------------------------------------------------------------

SLOPE_5 = jnp.array([3.0, -4.0])

LINEAR: list[tuple[Any, float]] = [
    (R1(weight=2), 2 * 12.5),
    (R2(weight=3), 3 * 12.5),
    *((GradientPenalty(weight=2, target=1, form=f, at=a), 2 * v) for f, v in zip(FORMS, (16, 16, 4), strict=True)
      for a in PLACES),
    *((GradientPenalty(weight=2, target=7, form=f), 2 * v) for f, v in zip(FORMS, (4, 0, 0), strict=True)),
]  # fmt: skip


@pytest.mark.parametrize(("model", "expected"), LINEAR, ids=str)
def test_a_linear_discriminator_of_slope_5(model: Any, expected: float) -> None:
    assert float(total((model,), lambda x: x @ SLOPE_5 + 1)) == pytest.approx(expected, rel=1e-5)


def test_a_quadratic_discriminator() -> None:
    """Output ½|x|², slope x: ½ E|x|² at either side, E(|x̂| − 1)² at the points of the gradient penalty."""

    def logit(x: jax.Array) -> jax.Array:
        return 0.5 * jnp.sum(x**2, -1)

    for model, x in ((R1(weight=1), REAL), (R2(weight=1), FAKE)):
        expected = 0.5 * np.mean(np.sum(np.asarray(x) ** 2, axis=1))
        assert float(total((model,), logit)) == pytest.approx(expected, rel=1e-5)
    for at in PLACES:
        model = GradientPenalty(weight=1, at=at)
        excess = np.linalg.norm(points(model), axis=1) - 1
        assert float(total((model,), logit)) == pytest.approx(np.mean(excess**2), rel=1e-5)
        model = GradientPenalty(weight=1, at=at, form="one_sided_linear")
        assert float(total((model,), logit)) == pytest.approx(np.mean(np.maximum(excess, 0)), rel=1e-5)


def test_weight_decay_leaves_biases_alone() -> None:
    matrices = networks.matrices(SPEC, np.asarray(PARAMETERS))
    expected = 0.5 * sum(float((m[:-1] ** 2).sum()) for m in matrices)
    assert float(total((WeightDecay(weight=4),))) == pytest.approx(4 * expected, rel=1e-5)
    gradient = jax.grad(lambda p: total((WeightDecay(weight=4),), parameters=p))(PARAMETERS)
    for own, w in zip(networks.matrices(SPEC, gradient), matrices, strict=True):
        np.testing.assert_allclose(own[:-1], 4 * w[:-1], rtol=1e-5)
        np.testing.assert_array_equal(own[-1], 0)


def network_in_double(x: np.ndarray) -> np.ndarray:
    """The network of SPEC and PARAMETERS in NumPy."""
    *hidden, last = networks.matrices(SPEC, np.asarray(PARAMETERS, np.float64))
    for m in hidden:
        x = np.tanh(x @ m[:-1] + m[-1])
    return (x @ last[:-1] + last[-1])[:, 0]


@pytest.mark.parametrize("at", PLACES)
def test_the_slope_is_that_of_finite_differences(at: Any) -> None:
    model = GradientPenalty(weight=1, target=0.1, at=at)
    x, h = np.asarray(points(model), np.float64), 1e-6
    steps = h * np.eye(2)
    slopes = np.stack([(network_in_double(x + e) - network_in_double(x - e)) / (2 * h) for e in steps], axis=1)
    expected = np.mean((np.linalg.norm(slopes, axis=1) - 0.1) ** 2)
    assert float(total((model,))) == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("form", FORMS)
def test_the_gradient_in_the_weights_is_that_of_finite_differences(form: Any) -> None:
    models = (R1(weight=0.5), GradientPenalty(weight=1, target=0.05, form=form), R2(weight=0.5), WeightDecay(weight=1))
    check_grads(lambda p: total(models, parameters=p), (PARAMETERS,), 1, ["rev"], atol=5e-3, rtol=5e-3, eps=1e-2)


@pytest.mark.parametrize("form", FORMS)
def test_where_the_discriminator_is_flat_gradients_are_finite(form: Any) -> None:
    """Second derivatives too: consensus updates take them."""
    gradient = jax.grad(lambda p: total((GradientPenalty(weight=1, form=form),), parameters=p))
    both = jax.jit(lambda p: (gradient(p), jax.grad(lambda p: jnp.sum(gradient(p) ** 2))(p)))
    for flat in (jnp.zeros(SPEC.parameters), 1e-12 * PARAMETERS):
        first, second = both(flat)
        assert np.isfinite(first).all() and np.isfinite(second).all()


@pytest.mark.parametrize(
    "model", [R1(weight=0), R2(weight=0), GradientPenalty(weight=0), WeightDecay(weight=0)], ids=lambda m: m.kind
)
def test_a_weight_of_0_is_off(model: Any) -> None:
    value, gradient = jax.value_and_grad(lambda p: total((model,), parameters=p))(PARAMETERS)
    assert float(value) == 0 and not np.asarray(gradient).any()


def test_penalties_add_up() -> None:
    models = (R1(weight=0.5), GradientPenalty(weight=1, at="fake"), R2(weight=2), WeightDecay(weight=0.1))
    constraints = (Clip(bound=0.01), InstanceNoise(std=1.0))
    alone = sum(float(total((m,))) for m in models)
    assert float(total(models)) == pytest.approx(alone, rel=1e-5)
    assert float(total((*models, *constraints))) == float(total(models))
    assert float(total(constraints)) == 0 == float(total(()))


# --- points ------------------------------------------------------------------------------------------------


def test_points_on_lines_lie_between_their_pair() -> None:
    x = points(GradientPenalty(at="lines"))
    share = (x - FAKE) / (REAL - FAKE)
    np.testing.assert_allclose(share[:, 0], share[:, 1], atol=1e-4)  # one ε for both coordinates
    assert share.min() >= 0 and share.max() <= 1
    assert share[:, 0].mean() == pytest.approx(0.5, abs=0.15) and share[:, 0].std() == pytest.approx(12**-0.5, abs=0.08)


@pytest.mark.parametrize(
    ("model", "x"),
    [(R1(), REAL), (R2(), FAKE), (GradientPenalty(at="real"), REAL), (GradientPenalty(at="fake"), FAKE)],
    ids=str,
)
def test_points_at_samples(model: Any, x: jax.Array) -> None:
    np.testing.assert_array_equal(points(model), x)


def test_points_around_lie_in_a_box_of_the_batchs_own_size() -> None:
    share = (points(GradientPenalty(at="around", width=2.0)) - REAL) / (2 * np.std(REAL, axis=0))
    assert share.min() >= -1e-5 and share.max() <= 1 + 1e-5
    assert share.mean() == pytest.approx(0.5, abs=0.1)
    assert abs(np.corrcoef(share.T)[0, 1]) < 0.4  # a u of its own for every coordinate
    np.testing.assert_array_equal(points(GradientPenalty(at="around", width=0.0)), REAL)


def test_the_first_penalty_on_slopes_has_the_points() -> None:
    models = (WeightDecay(), R2(), R1(), GradientPenalty())
    rules = tuple(penalties.rule(m) for m in models)
    n = tuple(penalties.PENALTIES[m.kind].numbers(m) for m in models)
    found = penalties.points(rules, REAL, FAKE, n, KEY)
    assert found is not None
    np.testing.assert_array_equal(found, FAKE)
    assert penalties.points(rules[:1], REAL, FAKE, n[:1], KEY) is None


# --- constraints and noise ---------------------------------------------------------------------------------


def test_noise_fades_on_a_line_and_variances_add() -> None:
    def std(t: int, *models: Any) -> float:
        n = tuple(penalties.PENALTIES[m.kind].numbers(m) for m in models)
        return float(penalties.noise(tuple(penalties.rule(m) for m in models), n, jnp.int32(t)))

    fading, lasting = InstanceNoise(std=0.8, until=100), InstanceNoise(std=0.6)
    assert [std(t, fading) for t in (0, 25, 50, 99, 100, 10_000)] == pytest.approx([0.8, 0.6, 0.4, 0.008, 0, 0])
    assert [std(t, lasting) for t in (0, 10_000_000)] == pytest.approx([0.6, 0.6])
    assert std(0, InstanceNoise(std=0.8, until=1)) == pytest.approx(0.8) and std(1, InstanceNoise(until=1)) == 0
    assert std(0, fading, lasting) == pytest.approx(1.0)
    assert std(0, R1()) == 0
    assert penalties.blurs((penalties.rule(fading),)) and not penalties.blurs((penalties.rule(R1()),))


def play(experiment: Experiment, n: int, state: rounds.State | None = None) -> rounds.State:
    state = rounds.start(experiment) if state is None else state
    return jax.device_get(Program(experiment).advance(state, numbers(experiment), n))


def test_the_discriminator_sees_the_noise_on_both_sides() -> None:
    """A linear D of slope w under least squares has the loss ½ w² (E x² + E x_g²): that is .25 + σ_t² here, at w = 1.

    Nothing learns, so the losses of the rounds are the noise as it fades.
    """
    rest = SGD(learning_rate=0.0)
    experiment = Experiment(
        target=Gaussian(std=0.5), latent=Latent(dimension=1), generator=Network(hidden=()),
        discriminator=Discriminator(hidden=()), objective=LeastSquares(a=0.0, b=1e-3, c=1.0),
        penalties=(InstanceNoise(std=2.0, until=8),), optimizers=Optimizers(generator=rest, discriminator=rest),
        schedule=Schedule(batch=4096),
    )  # fmt: skip
    start = rounds.start(experiment)._replace(generator=jnp.array([0.5, 0.0]), discriminator=jnp.array([1.0, 0.0]))
    record = play(experiment, 12, start).record[:12]
    std = 2 * np.maximum(0, 1 - np.arange(12) / 8)
    np.testing.assert_allclose(record[:, rounds.COLUMNS.index("d_loss")], 0.25 + std**2, rtol=0.07)
    # G's loss ½ E(D(G) − 1)² = ½ (1 + .25 + σ_t²): G plays against the same noise
    np.testing.assert_allclose(record[:, rounds.COLUMNS.index("g_loss")], 0.5 * (1.25 + std**2), rtol=0.07)


def test_clipped_weights_stay_in_bounds_and_pile_up_there() -> None:
    """Arjovsky et al. (2017) choose RMSProp and c = .01; Gulrajani et al. (2017), fig. 1b, see the two piles."""
    experiment = Experiment(
        discriminator=Discriminator(hidden=(16, 16)), generator=Network(hidden=(8,)), objective=Wasserstein(),
        penalties=(Clip(bound=0.01),), optimizers=Optimizers(discriminator=RMSProp(learning_rate=1e-3)),
        schedule=Schedule(batch=64),
    )  # fmt: skip
    state, compiled = rounds.start(experiment), Program(experiment)
    for _ in range(50):
        state = compiled.advance(state, numbers(experiment), 1)
        assert np.abs(state.discriminator).max() <= np.float32(0.01)
    share = np.mean(np.abs(np.asarray(state.discriminator)) >= np.float32(0.01))
    assert share > 0.5


# --- every row in real runs --------------------------------------------------------------------------------

OFF: dict[str, Any] = {
    m.kind: m
    for m in (R1(weight=0), R2(weight=0), GradientPenalty(weight=0), WeightDecay(weight=0), Clip(bound=10),
              InstanceNoise(std=0))
}  # fmt: skip
ON: dict[str, Any] = {
    m.kind: m
    for m in (R1(weight=0.5), R2(weight=0.5), GradientPenalty(weight=10), WeightDecay(weight=0.1), Clip(bound=0.1),
              InstanceNoise(std=0.5, until=100))
}  # fmt: skip
TARGETS: dict[str, Any] = {"ring": Ring(), "gaussian": Gaussian()}


def experiment_with(target: str, *on: str) -> Experiment:
    """Every penalty is there, for one program; those that are not named do nothing."""
    return Experiment(
        target=TARGETS[target], generator=Network(hidden=(8,)), discriminator=Discriminator(hidden=(8,)),
        objective=Relativistic(), penalties=tuple(ON[k] if k in on else OFF[k] for k in OFF),
        schedule=Schedule(batch=32),
    )  # fmt: skip


def test_every_penalty_is_played() -> None:
    assert set(OFF) == set(ON) == set(penalties.PENALTIES)


TOGETHER = ("clip", "gradient_penalty", "r1", "instance_noise")


@pytest.mark.parametrize(
    ("target", "on"),
    [
        *(("gaussian", (name,)) for name in ON),
        *(pytest.param("ring", (name,), marks=pytest.mark.slow) for name in ON),
        ("gaussian", TOGETHER),
        ("ring", TOGETHER),
    ],
    ids=str,
)
def test_a_run_is_finite_differs_and_repeats(target: str, on: tuple[str, ...]) -> None:
    experiment = experiment_with(target, *on)
    assert Experiment.model_validate_json(experiment.model_dump_json()) == experiment
    assert Program(experiment).compiled is Program(experiment_with(target)).compiled  # all of their numbers are traced
    end = play(experiment, 200)
    assert bool(end.finite) and int(end.round) == 200
    assert np.isfinite(end.record[:200]).all()
    again = play(experiment, 200)
    for a, b in zip(jax.tree.leaves(end), jax.tree.leaves(again), strict=True):
        np.testing.assert_array_equal(a, b)
    assert not np.array_equal(end.discriminator, play(experiment_with(target), 200).discriminator)


@pytest.mark.slow
def test_penalties_of_weight_0_make_the_same_run_as_none() -> None:
    without = Experiment(
        generator=Network(hidden=(8,)), discriminator=Discriminator(hidden=(8,)), schedule=Schedule(batch=32)
    )
    off = tuple(OFF[k] for k in ("r1", "r2", "gradient_penalty", "weight_decay", "clip"))
    a, b = play(without, 20), play(without.model_copy(update={"penalties": off}), 20)
    # two programs may round differently
    np.testing.assert_allclose(a.discriminator, b.discriminator, atol=1e-6)
    np.testing.assert_allclose(a.generator, b.generator, atol=1e-6)
    assert not b.record[:20, rounds.COLUMNS.index("penalty")].any()
