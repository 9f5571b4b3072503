"""A run without a picture: train, then read everything once."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import jax.numpy as jnp
import numpy as np

from ganscope.game.experiment import Experiment

from .frames import Frame, frame, readings
from .player import Player

SECONDS = 0.25
"""Time between two reports of progress."""


@dataclass(frozen=True)
class Run:
    """What came of a run.

    ``readings`` are the measures of the live generator, ``average`` those of its moving average (nats, units of x,
    shares; see :class:`ganscope.measure.Look`); ``parameters`` the flat weights by name; ``stopped`` why the run ended
    before ``asked`` rounds, or None; ``seconds`` is training alone, without compiling.
    """

    experiment: Experiment
    asked: int
    rounds: int
    seconds: float
    stopped: str | None
    readings: dict[str, float]
    average: dict[str, float]
    parameters: dict[str, np.ndarray]

    @property
    def frame(self) -> Frame:
        """The picture of the live generator at the end, as the page shows it at rest: what
        :func:`ganscope.figures.figure1` and :func:`ganscope.figures.plane` are filled from.

        It is looked at when it is first asked for, which compiles nothing in the process that ran.  There are no rows
        of a history: a run without a picture reads once, at the end.

        >>> run(Experiment(), 1000).frame.arrays["p_g"].shape  # doctest: +SKIP
        (512,)
        """
        return self._frame

    @cached_property
    def _frame(self) -> Frame:
        player = Player(self.experiment)
        player.state = player.state._replace(
            generator=jnp.asarray(self.parameters["generator"]),
            discriminator=jnp.asarray(self.parameters["discriminator"]),
            average=jnp.asarray(self.parameters["average"]),
            round=jnp.asarray(self.rounds, player.state.round.dtype),
        )
        sight = player.sight(average=False, charts=frozenset(), since=0, still=True)
        look, charts = sight.arrive()
        return frame(player, look, self.readings, {"round": self.rounds, "generator": "live"}, charts, sight.phase)

    def report(self) -> dict[str, Any]:
        """Everything but the weights, JSON-able; what is not finite is None."""

        def plain(values: dict[str, float]) -> dict[str, float | None]:
            return {name: value if np.isfinite(value) else None for name, value in values.items()}

        return {
            "experiment": self.experiment.model_dump(mode="json"),
            "asked": self.asked,
            "rounds": self.rounds,
            "seconds": self.seconds,
            "stopped": self.stopped,
            "readings": plain(self.readings),
            "average": plain(self.average),
        }


def run(experiment: Experiment, rounds: int, *, progress: Callable[[int, float], None] | None = None) -> Run:
    """Play an experiment for a number of rounds and read everything.

    ``progress`` is called now and then with the rounds played and the seconds they took; when it raises
    ``KeyboardInterrupt``, or the person does, the run ends there and what it has is returned.

    >>> run(Experiment(), 1000).readings["jsd"]  # doctest: +SKIP
    """
    if rounds < 0:
        raise ValueError(f"rounds must be 0 or more; got {rounds}")
    player = Player(experiment)
    stopped, piece, start = None, 16, time.perf_counter()
    seconds = 0.0
    try:
        while player.round < rounds and player.finite:
            before = time.perf_counter()
            player.advance(min(piece, rounds - player.round))
            took = max(time.perf_counter() - before, 1e-6)
            piece = int(min(max(piece * SECONDS / took, 1), 8 * piece))
            seconds = time.perf_counter() - start
            if progress:
                progress(player.round, seconds)
    except KeyboardInterrupt:
        stopped = "interrupted"
    if not player.finite:
        stopped = player.failure()
    state = player.state
    return Run(
        experiment=experiment,
        asked=rounds,
        rounds=player.round,
        seconds=seconds,
        stopped=stopped,
        readings=readings(player.look(), player.recorded(0)),
        average=readings(player.look(average=True), player.recorded(0)),
        parameters={
            "generator": np.asarray(state.generator),
            "discriminator": np.asarray(state.discriminator),
            "average": np.asarray(state.average),
        },
    )
