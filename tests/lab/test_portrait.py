"""The phase portrait against the field that it is made of, and against theory; the field itself: test_stability.py."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from counting import compilations
from moving import moved
from watching import Watcher

from ganscope.game import experiment as e
from ganscope.game import steps
from ganscope.game.split import numbers
from ganscope.lab import commands as c
from ganscope.lab import presets
from ganscope.lab.frames import frame, readings
from ganscope.lab.player import Player
from ganscope.lab.portrait import ARROWS, HALF, drawable, reaching
from ganscope.lab.session import Session
from ganscope.measure import stability

DIRAC = next(preset.experiment for preset in presets.PRESETS if preset.name == "dirac")
STD = 0.3
Open = Callable[..., tuple[Session, Watcher]]


@pytest.fixture(scope="module")
def player() -> Player:
    return Player(DIRAC)


def up(**changes: Any) -> e.Experiment:
    return DIRAC.model_copy(update=changes)


def seen(player: Player) -> tuple[np.ndarray, dict[str, Any]]:
    found = player.portrait()
    assert found is not None
    return found["arrays"]["phase_field"], found["meta"]


def test_arrows_are_the_field_over_many_draws(player: Player) -> None:
    player.edit(DIRAC)
    player.reset()
    field, meta = seen(player)
    assert field.shape == (ARROWS, ARROWS, 2) and field.dtype == np.float32
    assert meta["theta"] == pytest.approx([-HALF, HALF], abs=1e-6) and meta["at"] == [1.0, 1.0]
    s, n = player.structure._replace(batch=2**18), numbers(DIRAC)
    keys = jax.random.split(jax.random.key(3))
    drawing = (jax.jit(each, static_argnums=0) for each in (steps.draw_discriminator, steps.draw_generator))
    draws = stability.Draws(*(draw(s, n, key) for draw, key in zip(drawing, keys, strict=True)))
    cell = 2 * HALF / ARROWS
    for row, column in ((0, 0), (3, 11), (12, 7)):
        theta, psi = (jnp.array([-HALF + (i + 0.5) * cell]) for i in (column, row))
        np.testing.assert_allclose(field[row, column], stability.vector_field(s, n, theta, psi, draws), atol=5e-3)


def test_eigenvalues_are_those_of_theory(player: Player) -> None:
    """Data of width σ: the field at (0, 0) is [[0, ½], [−½, −σ²/4]], and R1 of weight γ takes γ from the last."""
    player.edit(DIRAC)
    _, meta = seen(player)
    for values, pull in (
        (meta["eigenvalues"], STD**2 / 4),
        (seen(Player(up(penalties=(e.R1(weight=0.5),))))[1]["eigenvalues"], STD**2 / 4 + 0.5),
    ):
        np.testing.assert_allclose(values, [[-pull / 2, w := np.sqrt(1 - pull**2) / 2], [-pull / 2, -w]], atol=1e-3)
    assert meta["equilibrium"] == pytest.approx([0, 0], abs=1e-6)


def test_it_follows_the_data(player: Player) -> None:
    player.edit(up(target=e.Gaussian(mean=1.5, std=0.2)))
    _, meta = seen(player)
    assert meta["equilibrium"] == pytest.approx([1.5, 0], abs=1e-3)
    assert np.mean(meta["theta"]) == pytest.approx(1.5, abs=1e-3)


def test_where_the_field_is_nowhere_0_nothing_is_known_of_rest() -> None:
    """Least squares on data at 1: a slope that answers 1 to them leaves G no reason to stop."""
    _, meta = seen(Player(up(objective=e.LeastSquares(), target=e.Gaussian(mean=1.0, std=0.3))))
    assert meta["equilibrium"] is None and meta["eigenvalues"] is None


def test_the_range_grows_in_steps_and_a_reset_brings_it_back(player: Player) -> None:
    player.edit(DIRAC)
    player.reset()
    player.state = player.state._replace(discriminator=jnp.array([7.0]))
    field, meta = seen(player)
    assert meta["psi"] == [-10, 10] and meta["theta"] == pytest.approx([-HALF, HALF], abs=1e-6)
    assert field[-1, 0, 0] > field[0, 0, 0]
    player.state = player.state._replace(discriminator=jnp.array([0.1]))
    assert seen(player)[1]["psi"] == [-10, 10]
    player.reset()
    assert seen(player)[1]["psi"] == [-HALF, HALF]
    assert [reaching(x) for x in (0, 1.9, 1.95, 2.9, 4, 40)] == [2, 2, 3, 5, 5, 50]


def test_other_games_have_none(small: e.Experiment) -> None:
    other = Player(small)
    assert not drawable(other.structure) and other.portrait() is None
    drawn = frame(other, look := other.look(), readings(look, other.recorded(0)), {}, phase=other.portrait())
    assert "phase" not in drawn.meta and "phase_field" not in drawn.arrays


def test_a_frame_can_be_sent(player: Player) -> None:
    player.edit(DIRAC)
    player.reset()
    drawn = frame(
        player, look := player.look(), readings(look, player.recorded(0)), {"round": 0}, phase=player.portrait()
    )
    assert json.loads(json.dumps(drawn.meta["phase"], allow_nan=False)) == drawn.meta["phase"]
    assert drawn.arrays["phase_field"].shape == (ARROWS, ARROWS, 2)
    player.state = player.state._replace(generator=jnp.array([jnp.nan]))
    assert seen(player)[1]["at"] is None
    player.reset()


def test_a_number_that_moves_compiles_nothing_and_a_round_computes_nothing() -> None:
    start = up(penalties=(e.R1(weight=0.1), e.InstanceNoise(std=0.5, until=50)))
    player = Player(start)
    before, _ = seen(player)
    with compilations() as count:
        for _, changed in moved(start):
            player.edit(changed)
            seen(player)
        player.advance(60)
        assert count.programs == 0
    calm, _ = seen(player)
    assert calm is not before and calm.flags.c_contiguous
    player.advance(10)
    assert seen(player)[0] is calm  # the noise has come to its end


def test_only_what_the_field_depends_on_computes_it_again(player: Player) -> None:
    player.edit(DIRAC)
    field, _ = seen(player)
    player.edit(up(optimizers=e.Optimizers(generator=e.SGD(learning_rate=0.3), discriminator=e.SGD(learning_rate=0.1))))
    assert seen(player)[0] is field


def test_rows_say_where_the_players_were(watched: Open) -> None:
    """A page that comes later, or paints few frames, draws the whole way."""
    session, seen = watched(DIRAC)
    session.submit(c.Round(count=3))
    seen.frame_where(lambda m: m["round"] == 3)
    seen.until(lambda: seen.rows is not None and seen.rows.arrays["round"][-1] == 3, "the row")
    assert seen.rows is not None
    at = seen.meta["phase"]["at"]
    rows = seen.rows.arrays
    np.testing.assert_allclose([rows["theta"][-1], rows["psi"][-1]], at, rtol=1e-6)
    assert rows["round"][0] == 0 and rows["theta"][0] != rows["theta"][-1]


def test_rows_of_other_games_have_no_places(watched: Open, small: e.Experiment) -> None:
    _, seen = watched()
    seen.until(lambda: seen.rows is not None, "the first rows")
    assert seen.rows is not None and not {"theta", "psi"} & set(seen.rows.arrays)
