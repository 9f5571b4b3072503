"""Every game is played: it trains, twice the same, stops at a NaN, and its D reaches what theory says it measures."""

from __future__ import annotations

import functools
from typing import Any, NamedTuple, get_args

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy.stats import norm

from ganscope.game import experiment as e
from ganscope.game import networks, objectives, rounds, steps
from ganscope.game.split import Numbers, Structure, numbers, structure
from ganscope.lab.player import Player
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
    """What :func:`trained` needs: the two halves of the experiment, and its first state."""

    structure: Structure
    numbers: Numbers
    start: rounds.State


# Of the f-GANs, which are rows of one code, the others are with what takes long.
FEW = {"f_gan, kl", "f_gan, formula", "f_gan, jeffrey, nowozin, trick"}
PARAMS = [
    pytest.param(name, marks=pytest.mark.slow) if name.startswith("f_gan") and name not in FEW else name
    for name in CASES
]


@pytest.fixture(scope="module", params=PARAMS)
def game(request: pytest.FixtureRequest) -> Game:
    experiment = BASE.model_copy(update={"objective": CASES[request.param]})
    return Game(structure(experiment), numbers(experiment), rounds.start(experiment))


@functools.partial(jax.jit, static_argnums=0, compiler_options={"xla_backend_optimization_level": 1})
def trained(s: Structure, n: Numbers, players: Any, k_g: Any, rate: Any, length: Any) -> Any:
    """Rounds of the step functions, without what a live run has around them: it compiles in a quarter of the time.

    Better compiled than other tests' programs, which do not run as long.
    """
    tuned = n._replace(discriminator_optimizer={**n.discriminator_optimizer, "learning_rate": rate})

    def round(t: Any, carry: Any) -> Any:
        d, g, _ = carry
        keys = jax.random.split(jax.random.fold_in(jax.random.key(0), t))
        d, of_d = steps.step_discriminator(
            s, tuned, d, g.parameters, steps.draw_discriminator(s, tuned, keys[0]), jnp.int32(t)
        )
        draw = steps.draw_generator(s, tuned, keys[1])

        def move(_: Any, carry: Any) -> Any:
            moved, of_g = steps.step_generator(s, tuned, carry[0], d.parameters, draw, jnp.int32(t), d.memory)
            return moved, of_g.loss

        g, loss = jax.lax.fori_loop(0, k_g, move, (g, jnp.float32(0)))
        return d, g, of_d.loss + loss

    return jax.lax.fori_loop(0, length, round, (*players, jnp.float32(0)))


def players(state: rounds.State, generator: Any = None) -> Any:
    """D and G at round 0."""
    g = state.generator if generator is None else generator
    return (
        steps.Player(state.discriminator, state.discriminator_optimizer),
        steps.Player(g, state.generator_optimizer),
    )


def test_it_trains_to_finite_numbers_and_twice_the_same(game: Game) -> None:
    runs = [trained(game.structure, game.numbers, players(game.start), 1, np.float32(3e-3), 200) for _ in range(2)]
    one, two = jax.device_get(runs)
    assert all(np.isfinite(leaf).all() for leaf in jax.tree.leaves(one))
    assert not np.array_equal(one[1].parameters, game.start.generator)
    for a, b in zip(jax.tree.leaves(one), jax.tree.leaves(two), strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("name", [
    name if name == "f_gan, formula" else pytest.param(name, marks=pytest.mark.slow)
    for name in CASES
])  # fmt: skip
def test_a_nan_stops_a_live_run_where_it_was(name: str) -> None:
    player = Player(BASE.model_copy(update={"objective": CASES[name]}))
    player.advance(20)
    before = np.asarray(player.state.generator)
    broken = player.state.discriminator.at[0].set(jnp.nan)
    player.state = player.state._replace(discriminator=broken)
    player.advance(20)
    assert not player.finite and player.round == 20
    assert player.failure() == "the discriminator's loss became NaN"
    np.testing.assert_array_equal(player.state.generator, before)


def test_its_discriminator_reaches_the_divergence(game: Game) -> None:
    """A frozen G: V(G, D) within 5% of V(G, D*) on the scale from the equilibrium, both by quadrature."""
    s, n, start = game
    rule = s.objective
    if objectives.losses(rule).optimum is None:
        pytest.skip("the best D of this game is not known; test_lipschitz.py measures the critic")
    now = players(start, jnp.ones(2))  # G(z) = 1 + z
    for rate, length in ((3e-3, 2000), (3e-4, 1000)):
        now = trained(s, n, now, 0, np.float32(rate), length)[:2]
    step = X[1] - X[0]
    p, q = (jnp.asarray(norm.pdf(X, mean) * step, jnp.float32) for mean in (0, 1))
    outputs = networks.output(s.discriminator, now[0].parameters, jnp.asarray(X[:, None]))
    best = playing.best_outputs(rule, n.objective, p, q)
    assert best is not None
    floor = float(objectives.equilibrium(rule, n.objective))
    reached = float(playing.value(rule, n.objective, p, q, outputs)) - floor
    at_best = float(playing.value(rule, n.objective, p, q, jnp.clip(best, -60, 60))) - floor
    assert reached == pytest.approx(at_best, rel=0.05)
    gap = float(playing.gap(rule, n.objective, p, q, outputs, best))
    assert gap >= -1e-4 and gap == pytest.approx(at_best - reached, abs=2e-3)
