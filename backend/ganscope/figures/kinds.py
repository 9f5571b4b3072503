"""Traces of what several generators make, or of several labels."""

from __future__ import annotations

from collections.abc import Callable

from .theme import Spec


def by_kind(kinds: int, name: str, layer: str, colour: str, trace: Callable[[str, str], Spec]) -> list[Spec]:
    """A trace for all, and where there are several kinds one for each as well, in a colour of its own.

    ``trace`` makes one from its name and its colour.  ``meta`` says which of the two is shown where each has its colour
    (``each``), and of which ``kind`` a trace is.
    """
    if kinds < 2:
        found = [(trace(name, colour), {})]
    else:
        found = [(trace(name, colour), {"each": False})]
        found += [(trace(f"{name} {k + 1}", f"@g{k}"), {"each": True, "kind": k}) for k in range(kinds)]
    return [{**spec, "meta": {**spec["meta"], "layer": layer, **kind}} for spec, kind in found]
