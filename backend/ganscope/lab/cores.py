"""How many processors training takes of those that there are, and how hard XLA's compiler tries.

XLA takes a thread for every processor, or as many as ``NPROC`` in the environment says, and reads ``XLA_FLAGS``, once
for a process: each of these must be called before JAX computes anything.  What a person has set is left as it is.
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

LEVEL = "--xla_backend_optimization_level"
"""Of LLVM.  XLA takes 3; at 2 the first picture of Figure 1 is compiled in 5.3 to 6.6 s in place of 6.2 to 10.0, its
rounds are a tenth faster, those of 2-64-64 as fast, and the numbers the same to the bit but for sums of several
generators."""


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
    _compile_soon()


def suit(experiment: Experiment) -> None:
    """One thread for a small game, which several would wait in more than they work; all processors for another."""
    s = structure(experiment)
    largest = max(a * b for spec in (s.generator, s.discriminator) for a, b in spec.layers)
    if s.samples * largest < SMALL:
        take(1)
    _compile_soon()


def take(threads: int) -> None:
    """So many threads."""
    os.environ.setdefault("NPROC", str(threads))


def _compile_soon() -> None:
    flags = os.environ.get("XLA_FLAGS", "")
    if LEVEL not in flags:
        os.environ["XLA_FLAGS"] = f"{flags} {LEVEL}=2".strip()


def taken() -> int:
    """How many threads XLA takes."""
    return int(os.environ.get("NPROC", usable()))
