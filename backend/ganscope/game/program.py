"""Compiled programs, one per structure."""

from __future__ import annotations

import functools
from typing import Any

import jax
import numpy as np

from .experiment import Experiment
from .kept import Kept
from .rounds import State, play, start
from .split import Numbers, Structure, numbers, structure

_OPTIONS: Any = {"xla_cpu_prefer_vector_width": 512, "xla_cpu_experimental_ynn_fusion_type": ""}
"""For the CPU.  XLA prefers half of what wide processors have: a few percent on every game.  Its matrix products by
YNNPACK are slower than those by Eigen at these sizes: by a tenth on wide nets, by half where another program, such as
a browser, keeps a core busy."""


def options() -> dict[str, Any] | None:
    """What suits the processor, for XLA."""
    return _OPTIONS if jax.default_backend() == "cpu" else None


@functools.cache
def _play() -> Kept:
    # the state is donated: a round writes where the last one stood
    return Kept(play, options(), donate=(1,))


class Program:
    """:func:`~ganscope.game.rounds.play`, compiled ahead for one structure; at most once, from any thread.

    Any numbers and any number of rounds run on it without compiling; what would not fit is refused by JAX, never
    compiled anew.  A state of the experiment, where there is one already, spares making another.
    """

    def __init__(self, experiment: Experiment, state: State | None = None):
        self.structure: Structure = structure(experiment)
        example = numbers(experiment)
        self.compiled: Any = _play().program(
            self.structure, state or start(experiment), example, np.int32(1), example.k_d, example.k_g, np.bool_(False)
        )

    def advance(self, state: State, numbers: Numbers, n: int) -> State:
        """Play n rounds.  ``state`` is donated: use the result in its place."""
        return self.compiled(state, numbers, np.int32(n), numbers.k_d, numbers.k_g, np.bool_(False))

    def step(self, state: State, numbers: Numbers, *, k_d: int = 0, k_g: int = 0) -> State:
        """k_d steps of D, then k_g steps of G, by hand: no round is counted.  ``state`` is donated."""
        return self.compiled(state, numbers, np.int32(1), np.int32(k_d), np.int32(k_g), np.bool_(True))
