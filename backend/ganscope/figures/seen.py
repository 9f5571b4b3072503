"""What a figure is filled from: a frame's arrays by name, as far as figures must know them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

import numpy as np

from .theme import Spec


class Frame(Protocol):
    """One picture of a run: ``meta`` is JSON-able, ``arrays`` are what was looked at.

    On the line curves have shape [512] and samples [n]; in the plane grids are [rows, columns] in whole numbers,
    value = ``meta["scale"][name][0] + meta["scale"][name][1]`` · number, and samples are [n, 2].
    """

    @property
    def meta(self) -> Mapping[str, Any]:
        """Window, game, readings, scales."""
        ...

    @property
    def arrays(self) -> Mapping[str, np.ndarray]:
        """Curves, grids, samples, by name."""
        ...


class Run(Protocol):
    """Whatever has a frame: what :func:`ganscope.run` returns has."""

    @property
    def frame(self) -> Frame:
        """The picture of its state."""
        ...


def array(frame: Frame, name: str) -> np.ndarray | None:
    """An array by name, ``p_g_each[2]`` a row of one; None where the frame has none."""
    found = re.fullmatch(r"(\w+?)(?:\[(\d+)\])?", name)
    if found is None or found[1] not in frame.arrays:
        return None
    values = np.asarray(frame.arrays[found[1]])
    return values if found[2] is None else values[int(found[2])]


def values(frame: Frame, name: str) -> np.ndarray:
    """A grid in its own units, float64."""
    offset, step = (frame.meta.get("scale") or {}).get(name, (0.0, 1.0))
    return offset + step * np.asarray(frame.arrays[name], float)


def drawn_range(frame: Frame) -> tuple[float, float]:
    """What stands at 0 and 1 of the drawn D: other than that only where it is a critic."""
    game = frame.meta.get("game") or {}
    low, high = game.get("range") or (0.0, 1.0)
    return (low, high) if game.get("output") == "score" and high > low else (0.0, 1.0)


def outputs(frame: Frame, drawn: np.ndarray) -> np.ndarray:
    """D as the game has its numbers, from what was drawn between 0 and 1."""
    low, high = drawn_range(frame)
    return drawn if (low, high) == (0.0, 1.0) else low + (high - low) * drawn


def visible(traces: Iterable[Spec], layers: frozenset[str]) -> list[Spec]:
    """The traces of these layers: in one colour, or with the layer ``each`` in one for each generator or label."""
    return [
        trace
        for trace in traces
        if ((meta := trace["meta"])["layer"] in layers or meta.get("fill") in layers)
        and meta.get("each") in (None, "each" in layers)
    ]


def own(frame: Frame, meta: Spec, count: int, labels: str) -> np.ndarray:
    """Which of so many samples are of a trace: all, or those of its generator or label."""
    if not meta.get("each"):
        return np.arange(count)
    if labels == "mode_label":
        return np.flatnonzero(np.arange(count) * frame.meta.get("labels", 0) // max(count, 1) == meta["kind"])
    kinds = array(frame, labels)
    kinds = np.arange(count) % frame.meta.get("generators", 1) if kinds is None else kinds
    return np.flatnonzero(kinds == meta["kind"])


def outside(frame: Frame) -> float:
    """The share of p_g outside the picture."""
    return float((frame.meta.get("readings") or {}).get("outside") or 0.0)
