"""Data for the traces of a description: ``meta["from"]`` names what fills it, in the table :data:`SOURCES`.

The page has the same table in ``js/charts/sources.js``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .theme import MODES, Spec

Arrays = Mapping[str, np.ndarray]
HEAD = ((math.cos(2.6), math.sin(2.6)), (math.cos(2.6), -math.sin(2.6)))
"""The barbs of an arrow, from its tip, where it points along (1, 0)."""


@dataclass(frozen=True)
class Data:
    """What charts show: the rows of a history, and the arrays and ``meta`` of a frame.

    ``intervals``: how many samples are counted in; ``bound``: at which D's weights are clipped.
    """

    rows: Arrays
    now: Arrays = field(default_factory=dict)
    meta: Mapping[str, Any] = field(default_factory=dict)
    intervals: int = 64
    bound: float | None = None

    def get(self, name: str, of: str = "") -> np.ndarray:
        """An array of the frame or of the history, or what neither has: an empty one."""
        first, second = (self.now, self.rows) if of == "frame" else (self.rows, self.now)
        return np.asarray(first.get(name, second.get(name, ())))


def fill(trace: Spec, data: Data) -> list[Spec]:
    """The trace with its data; none where there are none, several where it stands for several.

    >>> [each] = fill({"meta": {"from": "columns", "x": "round", "y": "v"}}, Data({"round": [0, 1], "v": [-2, -1]}))
    >>> each["y"].tolist()
    [-2, -1]
    """
    meta = {"of": "", **trace.get("meta", {})}
    return [{**trace, **filled} for filled in SOURCES[meta["from"]](meta, data)]


def _xy(x: Any, y: Any) -> list[Spec]:
    x, y = np.asarray(x), np.asarray(y)
    return [{"x": x, "y": y}] if len(x) and len(y) else []


def _columns(meta: Spec, data: Data) -> list[Spec]:
    return _xy(data.get(meta["x"], meta["of"]), data.get(meta["y"], meta["of"]))


def _between(meta: Spec, data: Data) -> list[Spec]:
    x, low, high = (data.get(name) for name in ("round", meta["low"], meta["high"]))
    if not len(low) or not len(high):
        return []
    there = np.isfinite(low) & np.isfinite(high)
    runs = [run for run in np.split(np.arange(len(x)), np.flatnonzero(np.diff(there)) + 1) if there[run[0]]]
    gap = [np.nan]
    return _xy(
        np.concatenate([np.r_[x[run], x[run][::-1], gap] for run in runs] or [[]]),
        np.concatenate([np.r_[high[run], low[run][::-1], gap] for run in runs] or [[]]),
    )


def _bands(meta: Spec, data: Data) -> list[Spec]:
    shares = np.atleast_2d(data.get("mode_share"))
    return [
        {
            "x": data.get("round"), "y": share, "name": f"mode {k + 1}", "fillcolor": MODES[k % len(MODES)],
            "hovertemplate": f"mode {k + 1}: %{{y:.1%}}<extra></extra>",
        }
        for k, share in enumerate(shares.T)
    ]  # fmt: skip


def _numbers(values: np.ndarray) -> np.ndarray:
    return np.arange(1, len(values) + 1)


def _shares(meta: Spec, data: Data) -> list[Spec]:
    shares = data.get("mode_share", "frame")
    shares = shares[-1] if shares.ndim == 2 else shares
    colours = [MODES[k % len(MODES)] for k in range(len(shares))]
    return [{**each, "marker": {"color": colours}} for each in _xy(_numbers(shares), shares)]


def _across(meta: Spec, data: Data) -> list[Spec]:
    """A short line across each bar, at the height of its mode's weight."""
    weights = data.get("mode_weight")
    at = _numbers(weights)
    return _xy(np.c_[at - 0.44, at, at + 0.44, at + np.nan].ravel(), np.c_[weights, weights, weights, weights].ravel())


def _bins(meta: Spec, data: Data) -> list[Spec]:
    shares = data.get("weights")
    limit = (data.meta.get("weights") or {}).get("limit", 1.0)
    return _xy(limit * ((2 * _numbers(shares) - 1) / max(len(shares), 1) - 1), shares)


def _bound(meta: Spec, data: Data) -> list[Spec]:
    limit = (data.meta.get("weights") or {}).get("limit", 0.0)
    if data.bound is None or data.bound > limit * (1 + 1e-6):
        return []
    return _xy([-data.bound, -data.bound, np.nan, data.bound, data.bound], [0, 2, np.nan, 0, 2])


def _folds(meta: Spec, data: Data) -> list[Spec]:
    """Where G runs against the map, over the whole height."""
    z, g, ideal = (data.get(name) for name in ("map_z", "map_g", "map_ideal"))
    if not len(z):
        return []
    falls = ((data.meta.get("charts") or {}).get("map") or {}).get("falls", ideal[-1] < ideal[0])
    back = np.diff(g) * (-1 if falls else 1) <= -1e-6 * abs(ideal[-1] - ideal[0])
    x, y = [], []
    low, high = min(g.min(), ideal.min()), max(g.max(), ideal.max())
    low, high = 2 * low - high, 2 * high - low  # beyond the ends of the axis
    for i in np.flatnonzero(back):
        x += [z[i], z[i], z[i + 1], z[i + 1], np.nan]
        y += [low, high, high, low, np.nan]
    return _xy(x, y)


def _ways(meta: Spec, data: Data) -> list[Spec]:
    """A part of the way of every line of the plan."""
    start, to = data.get("plan_from"), data.get("plan_to")
    low, high = meta["part"]
    ends = [start + part * (to - start) for part in (low, high)]
    return _xy(np.c_[ends[0], ends[1], start + np.nan].ravel(), np.tile([low, high, np.nan], len(start)))


def _merged(counts: np.ndarray, k: int) -> np.ndarray:
    return counts[:-1].reshape(k, -1).sum(1) / max(counts.sum(), 1)


def _counts(meta: Spec, data: Data) -> list[Spec]:
    counts = data.get(meta["array"]).astype(float)
    if not len(counts):
        return []
    low, high = data.meta["window"][0]
    edges = np.linspace(low, high, data.intervals + 1)
    shares = _merged(counts, data.intervals)
    return _xy(np.repeat(edges, 2), np.r_[0, np.repeat(shares, 2), 0])


def _ladder(meta: Spec, data: Data) -> list[Spec]:
    values = data.get(meta["array"] if meta["array"] != "read" else "count_jsd")
    if meta["array"] == "read":
        values = np.full(len(values), (data.meta.get("readings") or {}).get("jsd") or np.nan)
    return _xy(2 ** _numbers(values), values)


def _chosen(meta: Spec, data: Data) -> list[Spec]:
    values = data.get("count_jsd")
    if not len(values):
        return []
    if meta.get("upright"):
        return _xy([data.intervals] * 2, [0, 1])
    return _xy([data.intervals], [values[int(math.log2(data.intervals)) - 1]])


def _tangent(meta: Spec, data: Data) -> list[Spec]:
    u, value, t = (data.get(name) for name in ("f_u", "f_value", "f_t"))
    if not len(u):
        return []
    x = np.array([meta["at"]] if "at" in meta else [0.0, 4.0])
    return _xy(x, np.interp(1, u, value) + np.interp(1, u, t) * (x - 1))


def _field(meta: Spec, data: Data) -> list[Spec]:
    """Arrows in the middles of equal cells; the square of their length is in proportion to the speed."""
    field, plane = data.get("phase_field"), data.meta.get("phase")
    if not len(field) or not plane:
        return []
    low, span = (np.array([plane["theta"][i], plane["psi"][i]]) for i in (0, 1))
    span, count = span - low, len(field)
    flow = np.reshape(field, (-1, 2)) / span
    speed = np.hypot(*flow.T)[:, None]
    seen = speed[:, 0] > 1e-4 * speed.max()
    flow, speed = flow[seen], speed[seen]
    middles = np.c_[np.tile(np.arange(count), count), np.repeat(np.arange(count), count)][seen] + 0.5
    arrow = 0.82 * np.sqrt(speed / speed.max()) * flow / speed
    tip, (along, up) = middles + arrow / 2, (arrow / np.hypot(*arrow.T)[:, None]).T
    barbs = [tip + 0.15 * np.c_[c * along - s * up, s * along + c * up] for c, s in HEAD]
    points = np.stack([middles - arrow / 2, tip, barbs[0], tip, barbs[1], tip + np.nan], 1).reshape(-1, 2)
    return _xy(*(low + points / count * span).T)


def _way(meta: Spec, data: Data) -> list[Spec]:
    """A fifth of the way so far, the oldest first."""
    theta, psi = data.get("theta"), data.get("psi")
    low, high = (len(theta) * part // 5 for part in (meta["part"], meta["part"] + 1))
    return _xy(theta[low : high + 1], psi[low : high + 1])


def _point(name: str) -> Callable[[Spec, Data], list[Spec]]:
    def point(meta: Spec, data: Data) -> list[Spec]:
        at = (data.meta.get("phase") or {}).get(name)
        return _xy([at[0]], [at[1]]) if at else []

    return point


SOURCES: dict[str, Callable[[Spec, Data], list[Spec]]] = {
    "columns": _columns, "between": _between, "bands": _bands, "shares": _shares, "across": _across, "bins": _bins,
    "bound": _bound, "folds": _folds, "ways": _ways, "counts": _counts, "ladder": _ladder, "chosen": _chosen,
    "tangent": _tangent, "field": _field, "way": _way, "rest": _point("equilibrium"), "now": _point("at"),
}  # fmt: skip
