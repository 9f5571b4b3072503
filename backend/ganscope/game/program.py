"""Compiled programs, one per structure."""

from __future__ import annotations

import functools
import threading
from typing import Any

import jax
import numpy as np

from .experiment import Experiment
from .rounds import State, play, start
from .split import Numbers, Structure, numbers, structure

KEPT = 64
"""Structures whose program is kept; the least recently used goes first."""


_OPTIONS: Any = {"xla_cpu_prefer_vector_width": 512, "xla_cpu_experimental_ynn_fusion_type": ""}
"""For the CPU.  XLA prefers half of what wide processors have: a few percent on every game.  Its matrix products by
YNNPACK are slower than those by Eigen at these sizes: by a tenth on wide nets, by half where another program, such as
a browser, keeps a core busy."""


def compiled(lowered: Any) -> Any:
    """The program of a lowered function, with what suits the processor."""
    return lowered.compile(_OPTIONS if jax.default_backend() == "cpu" else None)


class Program:
    """:func:`~ganscope.game.rounds.play`, compiled ahead for one structure.

    Any numbers and any number of rounds run on it without compiling; what would not fit is refused by JAX, never
    compiled anew.
    """

    def __init__(self, experiment: Experiment):
        self.structure: Structure = structure(experiment)
        example = numbers(experiment)
        # the state is donated: a round writes where the last one stood
        jitted = jax.jit(play, static_argnums=0, donate_argnums=1)
        lowered = jitted.lower(
            self.structure, start(experiment), example, np.int32(1), example.k_d, example.k_g, np.bool_(False)
        )
        self._play: Any = compiled(lowered)

    def advance(self, state: State, numbers: Numbers, n: int) -> State:
        """Play n rounds.  ``state`` is donated: use the result in its place."""
        return self._play(state, numbers, np.int32(n), numbers.k_d, numbers.k_g, np.bool_(False))

    def step(self, state: State, numbers: Numbers, *, k_d: int = 0, k_g: int = 0) -> State:
        """k_d steps of D, then k_g steps of G, by hand: no round is counted.  ``state`` is donated."""
        return self._play(state, numbers, np.int32(1), np.int32(k_d), np.int32(k_g), np.bool_(True))


_lock = threading.Lock()


@functools.lru_cache(maxsize=KEPT)
def _slot(s: Structure) -> dict[str, Any]:
    return {"lock": threading.Lock(), "program": None}


def program(experiment: Experiment) -> Program:
    """The compiled program of an experiment's structure; from any thread, compiled at most once."""
    with _lock:
        slot = _slot(structure(experiment))
    with slot["lock"]:
        if slot["program"] is None:
            slot["program"] = Program(experiment)
        return slot["program"]
