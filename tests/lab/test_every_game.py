"""Every game is played: it trains, twice the same, stops at a NaN, and its D reaches what theory says it measures."""

from __future__ import annotations

from typing import Any, NamedTuple, get_args

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy.stats import norm

from ganscope.game import experiment as e
from ganscope.game import networks, objectives, rounds
from ganscope.game.program import Program, program
from ganscope.game.split import numbers
from ganscope.measure import playing

# With p_data = N(0, 1) and p_g = N(1, 1) frozen, the best log-ratio is the line ½ − x.
BASE = e.Experiment(
    target=e.Gaussian(),
    latent=e.Latent(kind="normal", dimension=1),
    generator=e.Network(hidden=()),
    discriminator=e.Discriminator(hidden=(16, 16), activation="tanh", init=e.Glorot()),
    optimizers=e.Optimizers(
        generator=e.Adam(learning_rate=1e-3), discriminator=e.Adam(learning_rate=3e-3, beta1=0.5, beta2=0.99)
    ),
    schedule=e.Schedule(batch=512),
)
X = np.linspace(-7, 8, 3001)


def kinds(union: Any) -> list[Any]:
    return list(get_args(get_args(union)[0]))


CASES: dict[str, Any] = {
    **{m.model_fields["kind"].default: m() for m in kinds(e.Objective) if m is not e.FGan},
    **{f"f_gan, {m.model_fields['kind'].default}": e.FGan(divergence=m()) for m in kinds(e.Divergence)},
    "f_gan, jeffrey, nowozin, trick": e.FGan(divergence=e.Jeffrey(), form="nowozin", generator="trick"),
}


class Game(NamedTuple):
    experiment: e.Experiment
    compiled: Program


@pytest.fixture(scope="module", params=CASES)
def game(request: pytest.FixtureRequest) -> Game:
    experiment = BASE.model_copy(update={"objective": CASES[request.param]})
    return Game(experiment, program(experiment))


def frozen(experiment: e.Experiment) -> rounds.State:
    """Round 0 with G(z) = 1 + z."""
    return rounds.start(experiment)._replace(generator=jnp.ones(2), average=jnp.ones(2))


def test_it_trains_to_finite_numbers_and_twice_the_same(game: Game) -> None:
    experiment, compiled = game
    runs = [compiled.advance(rounds.start(experiment), numbers(experiment), 200) for _ in range(2)]
    one, two = jax.device_get(runs)
    assert int(one.round) == 200 and bool(one.finite)
    assert np.isfinite(one.record[:200]).all()
    for a, b in zip(jax.tree.leaves(one), jax.tree.leaves(two), strict=True):
        np.testing.assert_array_equal(a, b)


def test_a_nan_stops_it_where_it_was(game: Game) -> None:
    experiment, compiled = game
    state = compiled.advance(rounds.start(experiment), numbers(experiment), 20)
    before = np.asarray(state.generator)
    broken = state._replace(discriminator=state.discriminator.at[0].set(jnp.nan))
    after = jax.device_get(compiled.advance(broken, numbers(experiment), 20))
    assert not bool(after.finite) and int(after.round) == 20
    np.testing.assert_array_equal(after.generator, before)
    assert np.isnan(after.record[20][rounds.COLUMNS.index("d_loss")])


def test_its_discriminator_reaches_the_divergence(game: Game) -> None:
    """A frozen G: V(G, D) within 5% of V(G, D*) on the scale from the equilibrium, both by quadrature."""
    experiment, compiled = game
    rule, n = compiled.structure.objective, numbers(experiment)
    if objectives.losses(rule).optimum is None:
        pytest.skip("the best D of this game is not known; test_lipschitz.py measures the critic")
    state = compiled.advance(frozen(experiment), n._replace(k_g=np.int32(0)), 4000)
    slow = {**n.discriminator_optimizer, "learning_rate": np.float32(3e-4)}
    state = compiled.advance(state, n._replace(k_g=np.int32(0), discriminator_optimizer=slow), 2000)
    assert bool(state.finite)
    step = X[1] - X[0]
    p, q = (jnp.asarray(norm.pdf(X, mean) * step, jnp.float32) for mean in (0, 1))
    outputs = networks.apply(compiled.structure.discriminator, state.discriminator, jnp.asarray(X[:, None]))[:, 0]
    best = playing.best_outputs(rule, n.objective, p, q)
    assert best is not None
    floor = float(objectives.equilibrium(rule, n.objective))
    reached = float(playing.value(rule, n.objective, p, q, outputs)) - floor
    at_best = float(playing.value(rule, n.objective, p, q, jnp.clip(best, -60, 60))) - floor
    assert reached == pytest.approx(at_best, rel=0.05)
    gap = float(playing.gap(rule, n.objective, p, q, outputs, best))
    assert gap >= -1e-4 and gap == pytest.approx(at_best - reached, abs=2e-3)
