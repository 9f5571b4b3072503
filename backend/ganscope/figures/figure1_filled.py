"""What fills the traces of Figure 1, by their names: from a frame to arrays.

The page has the same in ``js/figure/figure1_data.js``.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from .game import Game
from .scales import nice_step, rounded
from .seen import Frame, array, drawn_range, outputs, outside, own
from .theme import Spec

HEADED = 5
"""Of the arrows so many have one head."""
APART = 5
"""Pixels between two arrows, at least, if that takes no more than seven of eight away."""
RIM = 0.005
"""Of an axis, beyond its ends: room for half of a line that runs along one."""
NEAR = 0.012
"""Between a peak and its name, as a share of the axis."""
OUTSIDE = 0.05
"""From this share of p_g outside the picture on, it is said."""


@dataclass(frozen=True)
class Axes:
    """What the axes show: of x, of the densities, of D, of z (None where there are no arrows); ``width``, ``aspect``:
    pixels of a panel, and how many times as wide as high the lower one is."""

    x: tuple[float, float]
    density: tuple[float, float]
    output: tuple[float, float]
    z: tuple[float, float] | None
    width: float = 700.0
    aspect: float = 8.0

    @classmethod
    def of(cls, frame: Frame, **more: float) -> Axes:
        """Those of a whole picture."""
        top = density_top(np.asarray(frame.arrays["p_data"]))
        low, high = (0.0, 1.0) if drawn_range(frame) == (0.0, 1.0) else rounded(*drawn_range(frame))
        rim = RIM * (high - low)
        x = frame.meta["window"][0]
        return cls((x[0], x[1]), (-RIM * top, (1 + RIM) * top), (low - rim, high + rim), latent_range(frame), **more)

    def onto_z(self, x: np.ndarray) -> np.ndarray:
        """Places on the line of x, in the units of the axis of z."""
        assert self.z is not None
        share = (np.asarray(x, float) - self.x[0]) / (self.x[1] - self.x[0])
        return self.z[0] + share * (self.z[1] - self.z[0])


def density_top(p_data: np.ndarray) -> float:
    """Where the axis of densities ends: by p_data alone, so that it stands still while p_g moves."""
    room = 1.6 * float(f"{float(p_data.max()):.3g}") or 1.0
    step = nice_step(room, 8)
    return math.ceil(room / step - 1e-9) * step


def latent_range(frame: Frame) -> tuple[float, float] | None:
    """The line of z, symmetric and a little wider than the outermost arrow."""
    z = array(frame, "z")
    if z is None or len(z) < 2:
        return None
    most = float(np.abs(z).max())
    end = 1.0 if most <= 1 else math.ceil(2 * most) / 2
    return -end, end


def fill(frame: Frame, traces: list[Spec], axes: Axes) -> dict[str, Spec]:
    """The data of these traces, by their names; none of those for which the frame has nothing."""
    filled: dict[str, Spec] = {}
    for trace in traces:
        meta, name = trace["meta"], trace["name"]
        arrays = meta.get("arrays", {})
        found = array(frame, arrays["y"]) if "y" in arrays else None
        if found is not None:
            y = outputs(frame, found) if trace.get("yaxis") == "y2" else found
            data: Spec | None = {"x": array(frame, arrays["x"]), "y": y}
        elif name in NAMED:
            data = NAMED[name](frame, traces, axes)
        else:
            data = SPECIAL[meta["layer"]](frame, name, meta, axes) if meta["layer"] in SPECIAL else None
        if data is not None and len(data["x"]):
            filled[name] = data
    return filled


def comb(samples: np.ndarray) -> Spec:
    """Samples [n] as one line that goes up and down at each of them, from below the lane that it is seen in.

    >>> comb(np.array([2.0]))["x"].tolist(), comb(np.array([2.0]))["y"].tolist()
    ([2.0, 2.0, 2.0], [-1.0, 1.0, -1.0])
    """
    return {"x": np.repeat(samples, 3), "y": np.tile(np.array([-1, 1, -1], np.float32), len(samples))}


def arrows(start: np.ndarray, end: np.ndarray) -> Spec:
    """Arrows from 0 to 1 as one line with gaps: x and y of [3 n] points."""
    gaps = np.full(len(start), np.nan)
    return {"x": np.stack([start, end, gaps], 1).ravel(), "y": np.tile([0, 1, np.nan], len(start))}


def heads(start: np.ndarray, end: np.ndarray, axes: Axes) -> Spec:
    """Heads of arrows from 0 to 1, where they are inside: their places and angles, degrees clockwise from upwards."""
    assert axes.z is not None
    low, high = axes.z
    inside = (end >= low) & (end <= high)
    way = (end - start)[inside] / (high - low) * axes.aspect
    return {"x": end[inside], "y": np.ones(inside.sum()), "marker": {"angle": np.degrees(np.arctan2(way, 1))}}


def thinned(places: np.ndarray, every: int) -> np.ndarray:
    """One of so many, at equal distances, with the first and the last."""
    count = -(-len(places) // every)
    if every == 1 or count < 2:
        return places
    return places[np.floor(np.arange(count) * (len(places) - 1) / (count - 1) + 0.5).astype(int)]


def _thinning(z: np.ndarray, axes: Axes) -> int:
    """Of how many arrows one is drawn: by the middle, where noise is dense."""
    assert axes.z is not None
    low, high = len(z) >> 2, (3 * len(z)) >> 2
    per_unit = axes.width / (axes.z[1] - axes.z[0])
    room = float(z[high] - z[low]) * per_unit / (high - low) if high > low else APART
    return 2 ** min(3, max(0, math.ceil(math.log2(APART / max(room, 1e-3)))))


def _samples(which: str) -> Callable[[Frame, str, Spec, Axes], Spec | None]:
    def samples(frame: Frame, name: str, meta: Spec, axes: Axes) -> Spec | None:
        found = array(frame, which)
        return None if found is None else comb(found[own(frame, meta, len(found), f"{which}_label")])

    return samples


def _arrows(frame: Frame, name: str, meta: Spec, axes: Axes) -> Spec | None:
    z, gz = array(frame, "z"), array(frame, "gz")
    if z is None or gz is None or axes.z is None:
        return None
    places = own(frame, meta, len(z), "fake_label")
    places = thinned(places, 2 if meta.get("each") else _thinning(z, axes))
    start, end = np.asarray(z[places], float), axes.onto_z(gz[places])
    if not name.startswith("heads"):
        return arrows(start, end)
    return heads(start[HEADED >> 1 :: HEADED], end[HEADED >> 1 :: HEADED], axes)


def _contribution(frame: Frame, name: str, meta: Spec, axes: Axes) -> Spec | None:
    values = array(frame, "contribution")
    if values is None:
        return None
    finite = np.isfinite(values)
    peak = float(np.abs(values[finite]).max(initial=0)) or 1.0
    return {"x": array(frame, "x"), "y": np.where(finite, values / peak, 1)}


def _points(frame: Frame, name: str, meta: Spec, axes: Axes) -> Spec | None:
    at, slope = array(frame, "points"), array(frame, "points_slope")
    if at is None:
        return None
    at = np.ravel(at)
    return {"x": at, "y": np.full(len(at), 1.6), "marker": {"color": np.ones(len(at)) if slope is None else slope}}


def _modes(frame: Frame, name: str, meta: Spec, axes: Axes) -> Spec:
    at = np.ravel(frame.arrays.get("modes", np.empty(0)))
    return {"x": at, "y": np.full(len(at), 0.55)}


SPECIAL: dict[str, Callable[[Frame, str, Spec, Axes], Spec | None]] = {
    "real": _samples("real"), "fake": _samples("fake"), "arrows": _arrows, "contribution": _contribution,
    "points": _points, "modes": _modes,
}  # fmt: skip
"""Layers that are more than an array over another."""


def _level(frame: Frame, traces: list[Spec], axes: Axes) -> Spec | None:
    game = Game.of(frame.meta)
    if game.output != "probability" or not {"d", "d_star"} & {trace["name"] for trace in traces}:
        return None
    return {"x": list(axes.x), "y": [game.undecided] * 2}


def _peaks(frame: Frame, traces: list[Spec], axes: Axes) -> Spec:
    """Names of the densities on their peaks; of two that share one, p_g's stands below it."""
    shown = {trace["name"]: trace for trace in traces}
    x, there, places, colours = np.asarray(frame.arrays["x"]), [], [], []
    for name in ("p_data", "p_g"):
        if name not in shown:
            continue
        values = np.asarray(frame.arrays[name])
        peak = int(values.argmax())
        place = float(x[peak]), min(float(values[peak]), axes.density[1])
        there.append(shown[name]["meta"]["shown"])
        places.append(place)
        colours.append({"p_data": "@ink", "p_g": "@p_g_text"}[name])
    if not places:
        return {"x": [], "y": []}
    near = len(places) == 2 and abs(places[0][0] - places[1][0]) < 0.08 * (axes.x[1] - axes.x[0])
    lower = min(range(len(places)), key=lambda k: places[k][1]) if near else -1
    full = [y > 0.9 * axes.density[1] for _, y in places]
    return {
        "x": [x for x, _ in places], "text": there,
        "y": [y + (-NEAR if k == lower or full[k] else NEAR) * axes.density[1] for k, (_, y) in enumerate(places)],
        "textposition": [f"{'bottom' if k == lower or full[k] else 'top'} center" for k in range(len(places))],
        "textfont": {"color": colours},
    }  # fmt: skip


def _ends(frame: Frame, traces: list[Spec], axes: Axes) -> Spec:
    """Names of D and D*, near the left end and near the right one."""
    shown = {trace["name"]: trace for trace in traces}
    x = np.asarray(frame.arrays["x"])
    own = [(name, share) for name, share in (("d", 0.07), ("d_star", 0.93)) if name in shown]
    places = [int(share * (len(x) - 1)) for _, share in own]
    heights = [float(outputs(frame, frame.arrays[name])[k]) for (name, _), k in zip(own, places, strict=True)]
    middle = sum(axes.output) / 2
    return {
        "x": [float(x[k]) for k in places], "y": heights, "text": [shown[name]["meta"]["shown"] for name, _ in own],
        "textposition": [f"{'bottom' if height > middle else 'top'} center" for height in heights],
        "textfont": {"color": [f"@{name}_text" for name, _ in own]},
    }  # fmt: skip


def _numbers(frame: Frame, traces: list[Spec], axes: Axes) -> Spec:
    """Numbers of generators or labels, on the peaks of their densities."""
    each = [trace for trace in traces if trace["meta"]["layer"] == "each"]
    x = np.asarray(frame.arrays["x"])
    rows = [np.asarray(array(frame, trace["meta"]["arrays"]["y"])) for trace in each if "p_g_each" in frame.arrays]
    return {
        "x": [float(x[row.argmax()]) for row in rows],
        "y": [min(float(row.max()), 0.9 * axes.density[1]) for row in rows],
        "text": [f"<b>{k + 1}</b>" for k in range(len(rows))],
        "textfont": {"color": [trace["line"]["color"] for trace in each[: len(rows)]]},
    }


def _notes(frame: Frame, traces: list[Spec], axes: Axes) -> Spec:
    """How high p_g reaches beyond the panel, and how much of it is outside at a side."""
    from .figure1_described import WORDS

    (low, high), top = axes.x, axes.density[1]
    said: list[tuple[float, float, str, str]] = []
    p_g, x, room = np.asarray(frame.arrays["p_g"]), frame.arrays["x"], 0.01 * (high - low)
    at, peak = float(x[p_g.argmax()]), float(p_g.max())
    if peak > top and any(trace["name"] == "p_g" for trace in traces):
        right = at < (low + high) / 2
        text = WORDS["point"] if (p_g > 0).sum() == 1 else WORDS["reaches"].format(height=f"{peak:.3g}")
        words, side = (f"↑ {text}", "middle right") if right else (f"{text} ↑", "middle left")
        said.append((at + (room if right else -room), 0.965 * top, words, side))
    if (share := outside(frame)) >= OUTSIDE:
        fake = np.asarray(frame.arrays["fake"])
        text = WORDS["outside"].format(share=round(100 * share))
        right = (fake > high).sum() >= (fake < low).sum()
        words, side = (f"{text} →", "middle left") if right else (f"← {text}", "middle right")
        said.append((high - room if right else low + room, 0.2 * top, words, side))
    return {name: [row[k] for row in said] for k, name in enumerate(("x", "y", "text", "textposition"))}


NAMED: dict[str, Callable[[Frame, list[Spec], Axes], Any]] = {
    "level": _level, "names_p": _peaks, "names_d": _ends, "numbers": _numbers, "notes": _notes,
}  # fmt: skip
"""Traces that are not of one array."""
