"""How many processors training takes of those that there are."""

from __future__ import annotations

import os


def usable() -> int:
    """Processors that this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def leave_one() -> None:
    """Leave one processor to the page and to the server itself; call it before JAX computes anything.

    XLA takes a thread for every processor, and a step of a game waits for the slowest of them: the one that a browser
    painting 25 frames/s keeps from running.  ``NPROC``, which XLA reads, is left as it is where it is set.
    """
    os.environ.setdefault("NPROC", str(max(1, usable() - 1)))
