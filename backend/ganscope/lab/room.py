"""Whether there is room for another experiment's programs in this process.

Every kernel of a program of XLA takes three mappings of memory, so one structure takes about a thousand, and Linux
allows a process 65,530 of them (``vm.max_map_count``).  Where they are used up LLVM does not say so: the process ends,
and every run in it.
"""

from __future__ import annotations

from ganscope.game import kept
from ganscope.game.said import Said

CROWDED = 0.6
"""The share of what is allowed from which old programs go."""

FEW = 8
"""Programs of each function that stay then; a run that misses one has it compiled, or read from disk, once more."""

FULL = 0.4
"""The share from which, old programs gone, nothing new begins: what plays is left, and what looks at it comes back."""


class NoRoom(RuntimeError):
    """So many experiments are in use that the programs of one more could end the process."""


def make() -> None:
    """Let old programs go where it is crowded.

    Raises:
        NoRoom: if that is not enough.
    """
    if used() > CROWDED:
        kept.forget(FEW)
        if used() > FULL:
            raise NoRoom(
                Said(
                    "error.room",
                    "Its programs would be too many: this server plays as many different experiments at once as its "
                    "system lets a process hold (vm.max_map_count). Close another page of the lab, and try again.",
                )
            )


def used() -> float:
    """The share of mappings that this process has of those it may have; 0 where a system does not count them."""
    try:
        with open("/proc/sys/vm/max_map_count", encoding="ascii") as allowed, open("/proc/self/maps", "rb") as mappings:
            return sum(1 for _ in mappings) / int(allowed.read())
    except (OSError, ValueError):
        return 0.0
