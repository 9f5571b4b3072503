"""How many processors training takes of those that there are.

XLA takes a thread for every processor, or as many as ``NPROC`` in the environment says, once for a process: each of
these must be called before JAX computes anything.  A person's own ``NPROC`` is left as it is.
"""

from __future__ import annotations

import os

from ganscope.game.experiment import Experiment
from ganscope.game.split import structure

SMALL = 3_000_000
"""Multiplications in the largest product of matrices of a game that one thread plays best.

On 2 cores one is a sixth to two fifths faster than two for 2-64-64 with batch 256 (1 million) and 2-16-16 with batch
150, and a quarter slower for 2-128-128 with batch 512 (8 million).
"""


def usable() -> int:
    """Processors that this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def leave_one() -> None:
    """Leave one processor to the page and to the server itself.

    A step of a game waits for the slowest of its threads: the one that a browser painting 25 frames/s keeps from
    running.
    """
    take(max(1, usable() - 1))


def suit(experiment: Experiment) -> None:
    """One thread for a small game, which several would wait in more than they work; all processors for another."""
    s = structure(experiment)
    largest = max(a * b for spec in (s.generator, s.discriminator) for a, b in spec.layers)
    if s.samples * largest < SMALL:
        take(1)


def take(threads: int) -> None:
    """So many threads."""
    os.environ.setdefault("NPROC", str(threads))


def taken() -> int:
    """How many threads XLA takes."""
    return int(os.environ.get("NPROC", usable()))
