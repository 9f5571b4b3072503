"""Rounds in one leap and in two."""

from __future__ import annotations

from typing import Any

import jax
import numpy as np

from ganscope.game import rounds
from ganscope.game.experiment import Experiment
from ganscope.game.program import Program
from ganscope.game.split import numbers


def same_in_pieces(experiment: Experiment) -> rounds.State:
    """The state after 40 rounds, which is the same, bit for bit, where they are played as 7 and 33."""
    program = Program(experiment)

    def played(*pieces: int) -> Any:
        state = rounds.start(experiment)
        for n in pieces:
            state = program.advance(state, numbers(experiment), n)
        return jax.device_get(state)

    one, other = played(40), played(7, 33)
    assert one.finite and one.round == 40
    for a, b in zip(jax.tree.leaves(one), jax.tree.leaves(other), strict=True):
        np.testing.assert_array_equal(a, b)
    return one
