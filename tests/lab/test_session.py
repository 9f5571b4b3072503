"""A live session, through its commands and what its viewers are told."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import jax.numpy as jnp
import numpy as np
import pytest
from counting import compilations
from moving import moved
from watching import Watcher

from ganscope.game import experiment as e
from ganscope.game import rounds
from ganscope.game.program import Program
from ganscope.game.split import numbers
from ganscope.lab import commands as c
from ganscope.lab.session import Session

Open = Callable[..., tuple[Session, Watcher]]


def up(model: Any, **changes: Any) -> Any:
    return model.model_copy(update=changes)


@pytest.fixture
def held() -> Iterator[threading.Event]:
    """What the compiler is given to wait for."""
    event = threading.Event()
    yield event
    event.set()


def test_a_session_shows_round_0_before_anything_is_played(watched: Open, small: e.Experiment) -> None:
    session, seen = watched()
    assert seen.events[0]["type"] == "session" and seen.events[0]["id"] == session.id
    assert seen.meta["round"] == 0 and not seen.meta["playing"]
    assert seen.status["experiment"] == small.model_dump(mode="json")
    seen.until(lambda: seen.rows is not None, "the first rows")  # they follow the first frame
    assert seen.rows is not None and list(seen.rows.arrays["round"]) == [0]


def test_play_and_pause(watched: Open) -> None:
    session, seen = watched()
    session.submit(c.Play())
    seen.frame_where(lambda m: m["round"] > 20 and m["playing"])
    session.submit(c.Pause())
    paused = seen.frame_where(lambda m: not m["playing"])["round"] if not seen.meta["playing"] else None
    seen.until(lambda: not seen.status["playing"], "the pause")
    at = seen.settled()["round"]
    time.sleep(0.3)
    assert seen.meta["round"] == at >= (paused or 0)
    assert not seen.meta["playing"]
    assert seen.rows is not None and seen.rows.arrays["round"][-1] == at


def test_a_picture_that_stays_has_the_finer_lines_of_d(watched: Open, small: e.Experiment) -> None:
    session, seen = watched(up(small, target=e.Ring(), latent=up(small.latent, dimension=2)))

    def fine() -> Any:
        assert seen.last is not None
        return seen.last.arrays.get("d_fine")

    assert fine().shape == (193, 193)
    with compilations() as count:
        session.submit(c.Play())
        seen.frame_where(lambda m: m["round"] > 20 and m["playing"])
        assert fine() is None
        session.submit(c.Pause())
        seen.frame_where(lambda m: not m["playing"])
        assert seen.last is not None
        np.testing.assert_allclose(fine()[1::2, 1::2], seen.last.arrays["d"], atol=1)  # of 65,535
        assert count.programs == 0


def test_what_is_watched_is_what_is_computed(watched: Open, small: e.Experiment) -> None:
    """Playing live, with frames, pauses and single rounds, gives the bits of one leap."""
    session, seen = watched()
    session.submit(c.Play())
    seen.frame_where(lambda m: m["round"] > 50)
    session.submit(c.Pause())
    session.submit(c.Round(count=3))
    session.submit(c.Speed(rounds_per_frame=7))
    session.submit(c.Play())
    t = seen.frame_where(lambda m: m["round"] > 200)["round"]
    session.submit(c.Pause())
    seen.until(lambda: not seen.status["playing"], "the pause")
    seen.settled()
    t = seen.meta["round"]
    leap = Program(small).advance(rounds.start(small), numbers(small), t)
    assert session._player is not None
    state = session._player.state
    for name in ("generator", "discriminator", "average", "record"):
        assert np.array_equal(getattr(state, name), getattr(leap, name), equal_nan=True), name


def test_presses_that_come_at_once_all_count(watched: Open) -> None:
    session, seen = watched()
    seen.frame_where(lambda m: m["round"] == 0)
    for _ in range(20):
        session.submit(c.Round())
    seen.frame_where(lambda m: m["round"] == 20)
    for _ in range(5):
        session.submit(c.Round())
        session.submit(c.StepD())
    assert seen.frame_where(lambda m: m["manual"] == 5)["round"] == 25


def test_rounds_and_steps_by_hand(watched: Open) -> None:
    session, seen = watched()
    session.submit(c.Round())
    assert seen.frame_where(lambda m: m["round"] == 1)["manual"] == 0
    session.submit(c.Round(count=41))
    seen.frame_where(lambda m: m["round"] == 42)
    d, p_g = seen.last.arrays["d"].copy(), seen.last.arrays["p_g"].copy()  # pyright: ignore[reportOptionalMemberAccess]
    session.submit(c.StepD())
    seen.frame_where(lambda m: m["manual"] == 1)
    assert seen.last is not None
    assert not np.array_equal(seen.last.arrays["d"], d) and np.array_equal(seen.last.arrays["p_g"], p_g)
    d = seen.last.arrays["d"].copy()
    session.submit(c.StepG())
    seen.frame_where(lambda m: m["manual"] == 2)
    assert np.array_equal(seen.last.arrays["d"], d) and not np.array_equal(seen.last.arrays["p_g"], p_g)
    assert seen.meta["round"] == 42


def test_train_d_reaches_the_tolerance_with_g_frozen(watched: Open) -> None:
    session, seen = watched(None or up(e.Experiment(), latent=e.Latent(kind="normal", dimension=1)))
    session.submit(c.Round(count=100))
    seen.frame_where(lambda m: m["round"] == 100)
    assert seen.last is not None
    p_g, gap = seen.last.arrays["p_g"].copy(), seen.meta["readings"]["gap"]
    session.submit(c.TrainD(tolerance=gap / 10))
    seen.until(lambda: bool(seen.of("trained")), "the end of the climb")
    trained = seen.of("trained")[-1]
    assert trained["reached"] and trained["gap"] <= gap / 10
    after = seen.frame_where(lambda m: m["readings"]["gap"] <= gap / 10)
    assert after["round"] == 100 and np.array_equal(seen.last.arrays["p_g"], p_g)
    assert seen.status["busy"] is None


def test_train_d_ends_at_its_limit(watched: Open) -> None:
    session, seen = watched()
    session.submit(c.TrainD(tolerance=0, limit=3))
    seen.until(lambda: bool(seen.of("trained")), "the end of the climb")
    assert seen.of("trained")[-1]["steps"] == 3 and not seen.of("trained")[-1]["reached"]


def test_a_picture_rows_and_a_status_say_of_which_run_and_epoch_they_are(watched: Open, small: e.Experiment) -> None:
    session, seen = watched()
    first = seen.frame_where(lambda m: m["round"] == 0)
    for again in (c.Reset(), c.NewSeed(seed=4), c.Load(experiment=small), c.Reset()):
        before = seen.meta["epoch"]
        session.submit(again)
        assert seen.frame_where(lambda m, before=before: m["epoch"] == before + 1)["round"] == 0
        seen.until(lambda: seen.rows is not None and seen.rows.meta["epoch"] == seen.meta["epoch"], "its rows")
        assert seen.status["epoch"] == seen.meta["epoch"]
    session.submit(c.StepG())
    session.submit(c.Edit(experiment=up(small, optimizers=e.Optimizers(generator=e.Adam(learning_rate=1e-3)))))
    session.submit(c.Round(count=3))
    now = seen.frame_where(lambda m: m["round"] == 3)
    assert now["epoch"] == first["epoch"] + 4  # what a person does to a run that goes on leaves its past as it is
    assert seen.rows is not None and now["run"] == first["run"] == seen.status["run"] == seen.rows.meta["run"]


def test_no_two_sessions_are_one_run(watched: Open) -> None:
    assert watched()[1].meta["run"] != watched()[1].meta["run"]


def test_reset_repeats_the_run_and_a_new_seed_changes_it(watched: Open) -> None:
    session, seen = watched()
    assert seen.last is not None
    first = seen.last.arrays["p_g"].copy()
    session.submit(c.Round(count=30))
    seen.frame_where(lambda m: m["round"] == 30)
    thirty = seen.last.arrays["p_g"].copy()
    session.submit(c.Reset())
    seen.frame_where(lambda m: m["round"] == 0)
    assert np.array_equal(seen.last.arrays["p_g"], first)
    session.submit(c.Round(count=30))
    seen.frame_where(lambda m: m["round"] == 30)
    assert np.array_equal(seen.last.arrays["p_g"], thirty)
    session.submit(c.NewSeed())
    seen.frame_where(lambda m: m["round"] == 0)
    assert not np.array_equal(seen.last.arrays["p_g"], first)
    session.submit(c.NewSeed(seed=0))
    seen.until(lambda: seen.status["experiment"]["seed"] == 0, "seed 0")
    seen.settled()
    assert np.array_equal(seen.last.arrays["p_g"], first)


def test_a_chart_is_computed_only_while_somebody_shows_it(watched: Open) -> None:
    session, seen = watched()

    def shown(*names: str) -> None:
        seen.until(
            lambda: {name for name, of in seen.meta["charts"].items() if of is not None} == set(names), f"{names}"
        )

    shown()
    assert seen.last is not None and set(seen.meta["charts"]) == {"map", "plan", "counting"}
    plain = set(seen.last.arrays)
    session.wish(seen, frozenset({"map", "plan"}))
    shown("map", "plan")
    assert set(seen.last.arrays) - plain == {"map_z", "map_g", "map_ideal", "plan_from", "plan_to"}
    assert set(seen.meta["charts"]["map"]) == {"off", "back", "falls"}
    assert seen.meta["charts"]["map"]["off"] >= seen.meta["readings"]["w1"]
    session.submit(c.Round(count=3))
    seen.frame_where(lambda m: m["round"] == 3)
    shown("map", "plan")
    session.wish(seen, frozenset())
    shown()
    other = Watcher()
    session.attach(other)
    session.wish(other, frozenset({"plan"}))
    shown("plan")  # a picture is the same for all who watch
    session.detach(other)
    session.submit(c.Round())
    seen.frame_where(lambda m: m["round"] == 4)
    shown()
    assert set(seen.last.arrays) == plain


@pytest.mark.parametrize("rounds_per_frame", [1, 10])
def test_speed_is_rounds_per_frame(watched: Open, rounds_per_frame: int) -> None:
    session, seen = watched()
    shown: list[int] = []
    take = seen.frame
    seen.frame = lambda frame: (shown.append(frame.meta["round"]), take(frame))[1]
    session.submit(c.Speed(rounds_per_frame=rounds_per_frame))
    session.submit(c.Play())
    seen.frame_where(lambda m: m["round"] >= 8 * rounds_per_frame)
    session.submit(c.Pause())
    steps = np.diff(shown[:7])
    assert (steps[1:] == rounds_per_frame).all(), shown


COMPONENT = e.Component2D(mean=(0.5, 0.5), covariance=((0.5, 0.1), (0.1, 0.4)))
ON_THE_LINE = up(
    e.Experiment(), target=e.ThreePeaks(), latent=e.Latent(kind="uniform", dimension=1),
    penalties=(e.R1(weight=0.0),), objective=e.Switch(round=10),
    optimizers=e.Optimizers(generator=e.RMSProp(), discriminator=e.Momentum()),
)  # fmt: skip
IN_THE_PLANE = up(e.Experiment(), target=e.Mixture2D(components=(COMPONENT, COMPONENT)))


@pytest.mark.parametrize("start", [ON_THE_LINE, pytest.param(IN_THE_PLANE, marks=pytest.mark.slow)])
def test_every_number_moves_while_playing_without_a_compilation(watched: Open, start: e.Experiment) -> None:
    """Every numeric field, and the means, weights and covariances of a mixture: no program is compiled."""
    session, seen = watched(start)
    session.submit(c.Play())
    seen.frame_where(lambda m: m["round"] > 0)
    edits = [(path, changed) for path, changed in moved(start) if "covariance" not in path]
    assert len(edits) > 12
    with compilations() as count:
        for path, changed in edits:
            before = seen.frames
            session.submit(c.Edit(experiment=changed))
            wanted = changed.model_dump(mode="json")
            seen.shows(wanted, before + 2)
            assert seen.status["playing"] and not seen.of("compiling"), path
        assert count.programs == 0


def test_dragging_between_targets_of_a_dimension_compiles_nothing(watched: Open) -> None:
    session, seen = watched(e.Experiment(target=e.Ring()))
    session.submit(c.Play())
    seen.frame_where(lambda m: m["round"] > 0)
    with compilations() as count:
        for target in (e.Grid(), e.TwoGaussians(), e.Ring(modes=3, radius=1.0)):
            session.submit(c.Edit(experiment=e.Experiment(target=target)))
            seen.shows(e.Experiment(target=target).model_dump(mode="json"), seen.frames + 2)
        assert count.programs == 0
    assert seen.meta["round"] > 0


def test_a_change_of_structure_compiles_beside_and_keeps_the_weights(watched: Open, small: e.Experiment) -> None:
    session, seen = watched()
    session.submit(c.Play())
    seen.frame_where(lambda m: m["round"] > 20)
    session.submit(c.Edit(experiment=up(small, objective=e.Minimax(), schedule=e.Schedule(batch=48))))
    seen.until(lambda: bool(seen.of("compiling")), "the announcement")
    at = seen.meta["round"]
    seen.until(lambda: bool(seen.of("compiled")), "the end of compiling")
    seen.frame_where(lambda m: m["round"] > at)
    assert seen.rows is not None and seen.status["playing"]
    assert (np.diff(seen.rows.arrays["round"]) > 0).all()  # one run, without a restart


def test_a_change_of_width_starts_again(watched: Open, small: e.Experiment) -> None:
    session, seen = watched()
    session.submit(c.Round(count=50))
    seen.frame_where(lambda m: m["round"] == 50)
    session.submit(c.Edit(experiment=up(small, generator=e.Network(hidden=(9,)))))
    seen.until(lambda: bool(seen.of("compiled")), "the end of compiling")
    seen.frame_where(lambda m: m["round"] == 0)
    assert not seen.status["playing"]


def test_what_is_asked_while_a_new_run_is_made_is_done_on_that_run(watched: Open, small: e.Experiment) -> None:
    session, seen = watched()
    session.submit(c.Load(experiment=up(small, generator=e.Network(hidden=(7,)))))
    session.submit(c.StepD())
    session.submit(c.Round(count=5))
    seen.frame_where(lambda m: m["round"] == 5 and m["manual"] == 1)
    assert session._player is not None and session._player.experiment.generator.hidden == (7,)


def test_while_a_new_run_is_made_the_old_one_can_be_looked_at(
    watched: Open, small: e.Experiment, held: threading.Event
) -> None:
    session, seen = watched()
    session.submit(c.Play())
    seen.frame_where(lambda m: m["round"] > 20)
    session._compiler.submit(held.wait)
    session.submit(c.Load(experiment=up(small, generator=e.Network(hidden=(11,))), play=True))
    session.submit(c.View(generator="average"))
    seen.frame_where(lambda m: m["generator"] == "average")
    late = Watcher()
    session.attach(late)
    late.frame_where(lambda m: m["generator"] == "average")
    assert not seen.of("compiled")[1:]
    session.detach(late)
    held.set()
    seen.frame_where(lambda m: m["playing"] and m["round"] > 0 and m["epoch"] == 2)


def test_a_restart_that_waits_for_its_program_keeps_no_processor_busy(
    watched: Open, small: e.Experiment, held: threading.Event
) -> None:
    session, seen = watched()
    session._compiler.submit(held.wait)
    session.submit(c.Speed(rounds_per_frame=100_000))
    session.submit(c.Play())
    seen.until(lambda: seen.status["playing"], "the start")
    time.sleep(0.3)  # so it is between two frames
    session.submit(c.Edit(experiment=up(small, generator=e.Network(hidden=(12,)))))
    session.submit(c.NewSeed(seed=3))
    seen.until(lambda: seen.status["experiment"]["seed"] == 3, "the new seed")
    waits = [session.wait(time.monotonic()) for _ in range(20) if not time.sleep(0.05)]
    assert waits[-10:] == [None] * 10


def test_a_loaded_experiment_starts_at_round_0_and_plays_if_asked(watched: Open) -> None:
    session, seen = watched()
    session.submit(c.Round(count=10))
    seen.frame_where(lambda m: m["round"] == 10)
    session.submit(c.Load(experiment=e.Experiment(target=e.Ring()), play=True))
    seen.frame_where(lambda m: m["view"] == "2d" and m["round"] > 0 and m["playing"])


def test_a_run_that_plays_at_once_is_seen_at_round_0_first(watched: Open, small: e.Experiment) -> None:
    """The charts begin there."""
    session, seen = watched()

    def rows_from_0() -> bool:
        rows = seen.rows
        return rows is not None and rows.meta["epoch"] == seen.meta["epoch"] and list(rows.arrays["round"][:1]) == [0]

    for again in (c.Load(experiment=small, play=True), c.Reset(), c.NewSeed(seed=9)):
        epoch = seen.settled()["epoch"]
        session.submit(again)
        seen.frame_where(lambda m, epoch=epoch: m["epoch"] > epoch and m["round"] > 0 and m["playing"])
        seen.until(rows_from_0, "a row of round 0")


def test_the_average_is_shown_when_asked(watched: Open) -> None:
    session, seen = watched()
    session.submit(c.Round(count=200))
    seen.frame_where(lambda m: m["round"] == 200)
    assert seen.last is not None
    live = seen.last.arrays["p_g"].copy()
    session.submit(c.View(generator="average"))
    seen.frame_where(lambda m: m["generator"] == "average")
    assert not np.array_equal(seen.last.arrays["p_g"], live)


def test_a_run_that_diverges_stops_says_why_and_can_go_on(watched: Open, small: e.Experiment) -> None:
    wild = e.SGD(learning_rate=10.0)
    blowing_up = up(
        small, optimizers=e.Optimizers(generator=wild, discriminator=wild),
        generator=e.Network(hidden=(8,), activation="elu", init=e.Normal(std=10.0)),
        discriminator=e.Discriminator(hidden=(8,), activation="elu", init=e.Normal(std=10.0)),
    )  # fmt: skip
    session, seen = watched(blowing_up)
    session.submit(c.Play())
    seen.until(lambda: bool(seen.of("stopped")), "the stop")
    stopped = seen.of("stopped")[-1]
    assert "became" in stopped["reason"] and stopped["advice"]
    seen.settled()
    assert seen.status["stopped"]["round"] == stopped["round"] == seen.meta["round"]
    assert all(np.isfinite(a).all() for a in seen.last.arrays.values())  # pyright: ignore[reportOptionalMemberAccess]
    # an edit alone does not start it; a reset gives a run that can be played
    tame, nets = e.SGD(learning_rate=0.01), {"hidden": (8,), "activation": "elu"}
    calm = {"generator": e.Network(**nets), "discriminator": e.Discriminator(**nets)}
    session.submit(c.Edit(experiment=up(small, optimizers=e.Optimizers(generator=tame, discriminator=tame), **calm)))
    session.submit(c.Reset())
    session.submit(c.Round(count=5))
    seen.frame_where(lambda m: m["round"] == 5)
    assert seen.status["stopped"] is None


def test_a_stopped_run_goes_on_from_its_last_finite_state(watched: Open, small: e.Experiment) -> None:
    session, seen = watched()
    session.submit(c.Round(count=5))
    seen.frame_where(lambda m: m["round"] == 5)
    player = session._player
    assert player is not None
    player.state = player.state._replace(finite=jnp.bool_(False))
    session._stopped = {"round": 5, "reason": "a test", "advice": ""}
    session.submit(c.StepD())
    seen.frame_where(lambda m: m["manual"] == 1)
    session.submit(c.Round(count=5))
    seen.frame_where(lambda m: m["round"] == 10)


def test_nobody_watching_means_nothing_is_played_and_who_comes_back_sees_nothing_old(watched: Open) -> None:
    session, seen = watched()
    session.submit(c.Play())
    seen.frame_where(lambda m: m["round"] > 20)
    session.detach(seen)
    time.sleep(0.2)
    left = session.round
    time.sleep(0.3)
    assert session.round == left
    seen.first, came = None, 1e3 * time.time()
    session.attach(seen)
    seen.frame_where(lambda m: m["round"] > left)
    assert seen.first is not None and seen.first.meta["time"] >= came


def test_two_sessions_share_the_time(watched: Open) -> None:
    (one, first), (two, second) = watched(), watched()
    for session in (one, two):
        session.submit(c.Play())
    first.frame_where(lambda m: m["round"] > 100)
    second.frame_where(lambda m: m["round"] > 100)
    a, b = one.round, two.round
    first.frame_where(lambda m: m["round"] > a + 300)
    assert two.round - b > 30


def test_a_fault_in_one_session_is_told_and_ends_no_other(
    watched: Open, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (one, first), (two, second) = watched(), watched()
    assert one._player is not None
    monkeypatch.setattr(one._player, "advance", lambda *_: 1 / 0)
    one.submit(c.Play())
    first.until(lambda: bool(first.of("error")), "the error")
    assert not first.status["playing"]
    two.submit(c.Round(count=5))
    second.frame_where(lambda m: m["round"] == 5)
    assert "ZeroDivisionError" in capfd.readouterr().err
