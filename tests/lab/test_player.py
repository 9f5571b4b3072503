"""A run that can be played and looked at: what it says when it stops, and what it hands on."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from ganscope.game import experiment as e
from ganscope.lab.player import Player


@pytest.mark.parametrize(
    ("player", "steps", "words"),
    [
        ("discriminator", {"k_d": 1}, "the discriminator's"),
        ("discriminator", {"k_g": 1}, "the generator's loss"),
        ("generator", {"k_g": 1}, "the generator's loss"),
        ("generator", {"k_d": 1}, "the discriminator's loss"),
    ],
)
def test_the_reason_names_who_stepped(small: e.Experiment, player: str, steps: dict[str, int], words: str) -> None:
    run = Player(small)
    weights = np.asarray(getattr(run.state, player)).copy()
    weights[0] = np.nan
    run.state = run.state._replace(**{player: jnp.asarray(weights)})
    run.step(**steps)
    assert not run.finite and run.failure().startswith(words)


@pytest.mark.parametrize("average", [False, True])
def test_finer_lines_are_of_the_players_that_are_seen(small: e.Experiment, average: bool) -> None:
    """F, beside which D judges, is averaged with G."""
    plane = small.model_copy(update={"target": e.Ring(), "latent": e.Latent(dimension=2), "reconstructor": e.Veegan()})
    run = Player(plane)
    run.advance(200)
    seen, _ = run.sight(average, frozenset(), 0, still=True).arrive()
    np.testing.assert_allclose(seen.d_fine[1::2, 1::2], seen.d, atol=1e-5)


CHANGES: list[tuple[str, dict[str, Any], bool]] = [
    ("objective", {"objective": e.Minimax()}, True),
    ("activation", {"generator": e.Network(hidden=(8,), activation="tanh")}, True),
    ("penalty", {"penalties": (e.R1(),)}, True),
    ("optimizer", {"optimizers": e.Optimizers(generator=e.SGD())}, True),
    ("latent", {"latent": e.Latent(kind="normal", dimension=1)}, True),
    ("width", {"generator": e.Network(hidden=(9,))}, False),
    ("latent dimension", {"latent": e.Latent(dimension=3)}, False),
    ("seed", {"seed": 5}, False),
]
RARER = ("activation", "penalty", "optimizer", "latent", "latent dimension")


@pytest.mark.parametrize(("name", "change", "kept"), [
    pytest.param(*change, id=change[0], marks=pytest.mark.slow if change[0] in RARER else ()) for change in CHANGES
])  # fmt: skip
def test_a_run_is_handed_on_where_the_networks_fit(
    small: e.Experiment, name: str, change: dict[str, Any], kept: bool
) -> None:
    old = Player(small)
    old.advance(20)
    generator = np.asarray(old.state.generator)
    new = Player(small.model_copy(update=change))
    assert new.inherit(old) == kept
    assert new.round == (20 if kept else 0)
    if kept:
        assert np.array_equal(new.state.generator, generator)
    new.advance(3)
    assert new.finite


def test_a_window_stays_while_the_modes_are_in_it_and_moves_when_they_leave() -> None:
    run = Player(e.Experiment(target=e.TwoPeaks(distance=4.0)))
    first = run.window
    run.edit(run.experiment.model_copy(update={"target": e.TwoPeaks(distance=4.4)}))
    assert run.window == first
    run.edit(run.experiment.model_copy(update={"target": e.TwoPeaks(distance=40.0)}))
    ((low, high),) = run.window
    assert low < -20 and high > 20


@pytest.mark.parametrize("target", [e.Gaussian(), e.Ring()])
def test_a_look_under_way_sees_the_state_it_began_with(small: e.Experiment, target: Any) -> None:
    """Rounds write where the last state stood; the look that was begun before them must not see that."""
    player = Player(small.model_copy(update={"target": target}))
    player.advance(30)
    before = player.look(), player.recorded(0)
    for _ in range(5):
        sight = player.sight(False, frozenset(), 0)
        look, charts = player.advance(200, sight.arrive)
        assert (sight.round, sight.manual, sight.phase, charts) == (player.round - 200, 0, None, {})
        for was, now in zip(jax.tree.leaves(before[0]), jax.tree.leaves(look), strict=True):
            np.testing.assert_array_equal(was, now)
        assert sight.recorded == before[1]
        before = player.look(), player.recorded(0)
