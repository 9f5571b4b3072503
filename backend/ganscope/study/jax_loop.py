"""Our side of the benchmarks: the compiled loop, in a process that begins as `ganscope train` does.

``python -m ganscope.study.jax_loop EXPERIMENT``, an experiment's JSON, compiles it and plays its first rounds, greets
with ``{"threads": …}`` and answers ``{"seconds": …}`` with ``{"rate": …}``, rounds per second over that time.
"""

from __future__ import annotations

import functools
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import jax

from ganscope.game.experiment import Experiment
from ganscope.game.program import Program
from ganscope.game.rounds import start
from ganscope.game.split import numbers
from ganscope.lab import cores

from .worker import worker

Timed = Callable[[float], float]
"""Works for at least so many seconds and returns rounds (or products) per second."""


def per_second(work: Callable[[], int], seconds: float) -> float:
    """Units of work per second, over at least so many seconds."""
    done, start = 0, time.perf_counter()
    while (spent := time.perf_counter() - start) < seconds:
        done += work()
    return done / spent


def loop(play: Experiment) -> Timed:
    """The compiled loop, past its compilation and first rounds, in leaps of about a tenth of a second."""
    compiled, traced = Program(play), numbers(play)
    state = start(play)

    def leap(n: int) -> int:
        nonlocal state
        before = int(state.round)
        state = jax.block_until_ready(compiled.advance(state, traced, n))
        if int(state.round) != before + n:
            raise RuntimeError(f"the run stopped at round {int(state.round)}: a value was not finite")
        return n

    leap(32)
    n = max(1, round(per_second(lambda: leap(32), 0.2) / 10))
    return functools.partial(per_second, functools.partial(leap, n))


@contextmanager
def ours(play: Experiment) -> Iterator[tuple[Timed, int]]:
    """The loop in a process of its own, and the number of threads that it took."""
    with worker("-m", "ganscope.study.jax_loop", play.model_dump_json()) as process:
        yield lambda seconds: process.ask(seconds=seconds)["rate"], process.greeting["threads"]


def serve(experiment: str) -> None:
    """Answer questions until stdin ends."""
    play = Experiment.model_validate_json(experiment)
    cores.suit(play)
    timed = loop(play)
    print(json.dumps({"threads": cores.taken()}), flush=True)
    for line in sys.stdin:
        print(json.dumps({"rate": timed(json.loads(line)["seconds"])}), flush=True)


if __name__ == "__main__":
    serve(sys.argv[1])
