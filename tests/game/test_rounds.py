"""Rounds: a run is a function of (experiment, round), however it is cut, watched or interrupted."""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
import numpy as np
import pytest

from ganscope.game import networks, rounds, steps
from ganscope.game.experiment import (
    R1,
    SGD,
    Adam,
    Discriminator,
    Experiment,
    Grid,
    Latent,
    Minimax,
    Network,
    Normal,
    Optimizers,
    Ring,
    Schedule,
    Switch,
    Uniform,
)
from ganscope.game.program import Program
from ganscope.game.split import numbers

SMALL = Experiment(
    target=Ring(), generator=Network(hidden=(16, 16)), discriminator=Discriminator(hidden=(16, 16)),
    schedule=Schedule(batch=64),
)  # fmt: skip


def up(model: Any, **changes: Any) -> Any:
    return model.model_copy(update=changes)


def play(experiment: Experiment, *leaps: int) -> rounds.State:
    compiled, n = Program(experiment), numbers(experiment)
    state = rounds.start(experiment)
    for leap in leaps:
        state = compiled.advance(state, n, leap)
    return jax.device_get(state)


def same(a: Any, b: Any) -> bool:
    pairs = zip(jax.tree.leaves(a), jax.tree.leaves(b), strict=True)
    return all(np.array_equal(x, y, equal_nan=True) for x, y in pairs)


CUTS = {
    "bulk draws": SMALL,
    "many steps a round": up(SMALL, target=Grid(), schedule=Schedule(batch=32, k_d=5, k_g=3)),
    "draws too large for a block": Experiment(
        target=Uniform(), latent=Latent(kind="uniform", dimension=256), generator=Network(hidden=(8,)),
        discriminator=Discriminator(hidden=(8,)), schedule=Schedule(batch=300), penalties=(R1(),),
    ),
}  # fmt: skip


@pytest.mark.usefixtures("well_compiled")
@pytest.mark.parametrize("name", CUTS)
def test_one_leap_ten_leaps_and_a_thousand_rounds_are_the_same_bits(name: str) -> None:
    whole = play(CUTS[name], 1000)
    assert int(whole.round) == 1000 and bool(whole.finite)
    assert same(whole, play(CUTS[name], *[100] * 10))
    assert same(whole, play(CUTS[name], *[1] * 1000))
    assert same(whole, play(CUTS[name], 333, 1, 0, 666))


def test_another_seed_is_another_run_and_the_same_seed_the_same() -> None:
    assert same(play(SMALL, 50), play(SMALL, 50))
    other = play(up(SMALL, seed=1), 50)
    assert not np.array_equal(play(SMALL, 50).generator, other.generator)


def test_steps_by_hand_count_no_round_and_move_one_player() -> None:
    compiled, n = Program(SMALL), numbers(SMALL)
    before = jax.device_get(compiled.advance(rounds.start(SMALL), n, 10))
    d = jax.device_get(compiled.step(jax.device_put(before), n, k_d=1))
    g = jax.device_get(compiled.step(jax.device_put(before), n, k_g=1))
    assert (int(d.round), int(d.manual)) == (int(g.round), int(g.manual)) == (10, 1)
    assert np.array_equal(d.generator, before.generator) and not np.array_equal(d.discriminator, before.discriminator)
    assert np.array_equal(g.discriminator, before.discriminator) and not np.array_equal(g.generator, before.generator)
    # the same button twice is two different steps
    twice = jax.device_get(compiled.step(jax.device_put(d), n, k_d=1))
    assert not np.allclose(twice.discriminator - d.discriminator, d.discriminator - before.discriminator)


@pytest.mark.parametrize(("k_d", "k_g"), [(0, 1), (1, 0), (0, 0), (32, 1), (2, 32)])
def test_any_number_of_steps_runs_on_the_same_program(k_d: int, k_g: int) -> None:
    experiment = up(SMALL, schedule=Schedule(batch=64, k_d=k_d, k_g=k_g))
    assert Program(experiment).compiled is Program(SMALL).compiled
    start, end = jax.device_get(rounds.start(experiment)), play(experiment, 3)
    assert int(end.round) == 3
    assert np.array_equal(start.discriminator, end.discriminator) == (k_d == 0)
    assert np.array_equal(start.generator, end.generator) == (k_g == 0)
    row = dict(zip(rounds.COLUMNS, end.record[2], strict=True))
    assert np.isnan(row["d_loss"]) == (k_d == 0) and np.isnan(row["g_loss"]) == (k_g == 0)


class First(NamedTuple):
    """Round 0 of an experiment: where it starts, where it ends, and what its two steps drew."""

    structure: Any
    start: rounds.State
    after: rounds.State
    real: Any
    z_d: Any
    z_g: Any

    def d(self, parameters: Any, x: Any) -> Any:
        """D(x), a probability."""
        return jax.nn.sigmoid(networks.apply(self.structure.discriminator, parameters, x)[:, 0])

    def g(self, parameters: Any, z: Any) -> Any:
        return networks.apply(self.structure.generator, parameters, z)


def first_round(experiment: Experiment) -> First:
    compiled, n = Program(experiment), numbers(experiment)
    start = jax.device_get(rounds.start(experiment))
    key = jax.random.fold_in(jax.random.wrap_key_data(start.key), 0)
    for_d = jax.jit(steps.draw_discriminator, static_argnums=0)(compiled.structure, n, jax.random.fold_in(key, 0))
    for_g = jax.jit(steps.draw_generator, static_argnums=0)(compiled.structure, n, jax.random.fold_in(key, 2**16))
    return First(
        compiled.structure, start, jax.device_get(compiled.advance(rounds.start(experiment), n, 1)),
        for_d.real if for_g.real is None else for_g.real, for_d.z, for_g.z,
    )  # fmt: skip


def test_a_round_with_plain_descent_is_algorithm_1() -> None:
    """One round with SGD, recomputed from the definition: first D on V, then G against the new D."""
    experiment = up(
        SMALL, optimizers=Optimizers(generator=SGD(learning_rate=0.1), discriminator=SGD(learning_rate=0.1))
    )
    first = first_round(experiment)
    start, after = first.start, first.after
    fake = first.g(start.generator, first.z_d)

    def d_loss(d: Any) -> Any:
        return -(jax.numpy.log(first.d(d, first.real)).mean() + jax.numpy.log(1 - first.d(d, fake)).mean())

    d = start.discriminator - 0.1 * jax.jit(jax.grad(d_loss))(start.discriminator)
    np.testing.assert_allclose(after.discriminator, d, atol=2e-5)

    def g_loss(g: Any) -> Any:
        return -jax.numpy.log(first.d(d, first.g(g, first.z_g))).mean()

    g = start.generator - 0.1 * jax.jit(jax.grad(g_loss))(start.generator)
    np.testing.assert_allclose(after.generator, g, atol=2e-5)
    np.testing.assert_allclose(after.record[0][0], d_loss(start.discriminator), rtol=1e-4)
    np.testing.assert_allclose(after.record[0][1], g_loss(start.generator), rtol=1e-4)


SECOND_ORDER = [pytest.param(kind, marks=pytest.mark.slow) for kind in ("extragradient", "consensus")]


@pytest.mark.parametrize("kind", ["simultaneous", *SECOND_ORDER])
def test_a_round_of_each_other_update_is_its_definition(kind: str) -> None:
    """One round with SGD on the minimax game, recomputed by autodiff from V alone; D first is the other test's."""
    rate, weight = 0.1, 0.3
    sgd = SGD(learning_rate=rate)
    dynamics = {"kind": kind} | ({"weight": weight} if kind == "consensus" else {})
    experiment = up(
        SMALL, objective=Minimax(), optimizers=Optimizers(generator=sgd, discriminator=sgd),
        schedule=Schedule.model_validate({"batch": 64, "dynamics": dynamics}),
    )  # fmt: skip
    first = first_round(experiment)
    start, after = first.start, first.after

    def v(d: Any, g: Any) -> Any:
        """Minus what D and what G descend: (ascent of D on its batch, descent of G on its own)."""
        fake = first.g(g, first.z_d)
        loss_d = -(jax.numpy.log(first.d(d, first.real)).mean() + jax.numpy.log(1 - first.d(d, fake)).mean())
        loss_g = jax.numpy.log(1 - first.d(d, first.g(g, first.z_g))).mean()
        return loss_d, loss_g

    def field(d: Any, g: Any) -> Any:
        return jax.grad(lambda d: v(d, g)[0])(d), jax.grad(lambda g: v(d, g)[1])(g)

    d, g = start.discriminator, start.generator
    v_d, v_g = jax.jit(field)(d, g)
    if kind == "extragradient":
        v_d, v_g = jax.jit(field)(d - rate * v_d, g - rate * v_g)
    if kind == "consensus":

        def half(d: Any, g: Any) -> Any:
            return 0.5 * sum((part**2).sum() for part in field(d, g))

        r_d, r_g = jax.jit(jax.grad(half, argnums=(0, 1)))(d, g)
        v_d, v_g = v_d + weight * r_d, v_g + weight * r_g
    np.testing.assert_allclose(after.discriminator, d - rate * v_d, atol=2e-5)
    np.testing.assert_allclose(after.generator, g - rate * v_g, atol=2e-5)


@pytest.mark.parametrize("optimizer", ["sgd", pytest.param("adam", marks=pytest.mark.slow)])
def test_an_unrolled_generator_learns_from_the_d_that_would_answer(optimizer: str) -> None:
    """Two steps of D ahead, differentiated through: by hand with SGD; with Adam every dead unit must do no harm."""
    rate = 0.1
    kind = SGD(learning_rate=rate) if optimizer == "sgd" else Adam(learning_rate=1e-3)
    experiment = up(
        SMALL, optimizers=Optimizers(generator=kind, discriminator=kind), schedule=Schedule(batch=64, k_d=0, unroll=2)
    )
    first = first_round(experiment)
    start, after = first.start, first.after
    assert bool(after.finite) and not np.array_equal(after.generator, start.generator)
    np.testing.assert_array_equal(after.discriminator, start.discriminator)
    if optimizer == "adam":
        return

    def g_loss(g: Any) -> Any:
        d, fake = start.discriminator, first.g(g, first.z_g)
        for _ in range(2):
            d = d - rate * jax.grad(
                lambda d: -jax.numpy.log(first.d(d, first.real)).mean() - jax.numpy.log(1 - first.d(d, fake)).mean()
            )(d)
        return -jax.numpy.log(first.d(d, fake)).mean()

    expected = start.generator - rate * jax.jit(jax.grad(g_loss))(start.generator)
    np.testing.assert_allclose(after.generator, expected, atol=2e-5)


def test_the_average_is_the_exponential_moving_average_of_g() -> None:
    experiment = up(SMALL, schedule=Schedule(batch=64, ema=0.9))
    compiled, n, state = Program(experiment), numbers(experiment), rounds.start(experiment)
    expected = np.asarray(state.generator)
    for _ in range(20):
        state = compiled.advance(state, n, 1)
        expected = 0.9 * expected + 0.1 * np.asarray(state.generator)
    np.testing.assert_allclose(state.average, expected, atol=1e-5)


def test_the_switch_changes_the_loss_at_its_round() -> None:
    record = play(up(SMALL, objective=Switch(round=5)), 10).record[:10, rounds.COLUMNS.index("g_loss")]
    assert (record[:5] > 0).all()  # −log D
    assert (record[5:] < 0).all()  # log(1 − D)


WILD = Optimizers(generator=SGD(learning_rate=10.0), discriminator=SGD(learning_rate=10.0))


def test_a_run_that_diverges_stops_with_the_last_finite_state() -> None:
    experiment = up(
        SMALL, optimizers=WILD, generator=Network(hidden=(16, 16), init=Normal(std=10.0)),
        discriminator=Discriminator(hidden=(16, 16), init=Normal(std=10.0)),
    )  # fmt: skip
    end = play(experiment, 100_000)
    t = int(end.round)
    assert not end.finite and t < 100_000
    for values in (end.generator, end.discriminator, end.average):
        assert np.isfinite(values).all()
    assert not np.isfinite(end.record[t % rounds.RECORD]).all()
    before = play(experiment, t)  # the rounds before the one that failed
    assert before.finite and np.array_equal(before.generator, end.generator)
    assert same(play(experiment, t, 5)._replace(record=0), end._replace(record=0))


@pytest.mark.parametrize("player", ["generator", "discriminator"])
@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_value_that_is_not_finite_stops_the_run_at_its_round(player: str, value: float) -> None:
    compiled, n = Program(SMALL), numbers(SMALL)
    state = compiled.advance(rounds.start(SMALL), n, 7)
    weights = np.asarray(getattr(state, player)).copy()
    weights[0] = value
    end = compiled.advance(state._replace(**{player: jax.numpy.asarray(weights)}), n, 100)
    assert not end.finite and int(end.round) == 7


def test_a_structure_is_compiled_once_from_any_thread() -> None:
    from concurrent.futures import ThreadPoolExecutor

    none, sgd = (), SGD()
    experiment = Experiment(  # no other test has it, and it takes a second
        generator=Network(hidden=none), discriminator=Discriminator(hidden=none), schedule=Schedule(batch=17),
        optimizers=Optimizers(generator=sgd, discriminator=sgd),
    )  # fmt: skip
    with ThreadPoolExecutor(4) as pool:
        programs = list(pool.map(lambda _: Program(experiment).compiled, range(4)))
    assert len({id(p) for p in programs}) == 1
