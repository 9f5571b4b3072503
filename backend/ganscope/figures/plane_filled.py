"""What fills the traces of the plane, by their names: from a frame to arrays.

The page has the same in ``js/figure/plane_data.js`` and ``js/figure/heat.js``.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from .contours import contours, to_the_rim
from .scales import round_values, scale_end
from .seen import Frame, array, drawn_range, outputs, own, values
from .theme import Spec

ROUND = 7
"""A critic is drawn at about this many round values."""
LONGEST = 0.08
"""The longest arrow of a slope, as a share of the picture's width."""
SPECK = 3
"""Shorter than this an arrow has no direction, pixels."""


def fill(frame: Frame, traces: list[Spec], width: float) -> dict[str, Spec]:
    """The data of these traces, by their names; none of those for which the frame has nothing.

    ``width``: of the plot area, pixels.
    """
    filled: dict[str, Spec] = {}
    for trace in traces:
        meta = trace["meta"]
        data: Spec | None = None
        if trace["type"] == "heatmap":
            data = _field(frame, trace)
        elif meta.get("contour"):
            data = _lines(frame, meta["contour"])
        elif meta["layer"] in MARKS:
            data = MARKS[meta["layer"]](frame, meta, width)
        if data is not None:
            filled[trace["name"]] = data
    return filled


def known(frame: Frame) -> np.ndarray:
    """[rows, columns]: whether either density reaches a step of its scale; where not, D* is a ratio of two zeros."""
    return (np.asarray(frame.arrays["p_data"]) | np.asarray(frame.arrays["p_g"])) != 0


def levels(frame: Frame, contour: Spec) -> list[float]:
    """The levels of a trace of contours: densities in their own units, D as it is drawn, from 0 to 1."""
    if contour.get("shares"):
        peak = 255 * frame.meta["scale"][contour["array"]][1]
        return [share * peak for share in contour["shares"]]
    if contour.get("levels"):
        return list(contour["levels"])
    low, high = drawn_range(frame)
    return [(at - low) / (high - low) for at in round_values(low, high, ROUND)]


def apart(frame: Frame) -> float:
    """How far the lines of a critic are apart."""
    one, other = round_values(*drawn_range(frame), ROUND)[:2]
    return other - one


def _lines(frame: Frame, contour: Spec) -> Spec | None:
    name = contour["array"]
    if name not in frame.arrays:
        return None
    if name == "d" and "d_fine" in frame.arrays:  # on the edges of cells too, so from rim to rim
        grid = values(frame, "d_fine")
        (x_low, x_high), (y_low, y_high) = frame.meta["window"]
        x, y = np.linspace(x_low, x_high, grid.shape[1]), np.linspace(y_low, y_high, grid.shape[0])
    else:
        grid, x, y = to_the_rim(values(frame, name), frame.meta["window"])
    seen = np.pad(known(frame), 1, mode="edge") if name == "d_star" else None
    found = contours(grid, levels(frame, contour), x, y, seen)
    return {"x": found[0], "y": found[1]}


def _output(frame: Frame, name: str) -> np.ndarray:
    return outputs(frame, values(frame, name))


FIELDS: dict[str, tuple[tuple[str, ...], Callable[[Frame], np.ndarray]]] = {
    "p_g": (("p_g",), lambda frame: values(frame, "p_g")),
    "p_data": (("p_data",), lambda frame: values(frame, "p_data")),
    "d_fill": (("d",), lambda frame: _output(frame, "d")),
    "d_star_fill": (("d_star",), lambda frame: _output(frame, "d_star")),
    "difference": (("d", "d_star"), lambda frame: _output(frame, "d") - _output(frame, "d_star")),
    "contribution": (("contribution",), lambda frame: np.asarray(frame.arrays["contribution"], float)),
}
"""Arrays that a field needs, and what stands in its cells."""


def _ends(frame: Frame, name: str, field: np.ndarray) -> tuple[float, float]:
    """The ends of a field's scale: those of D's axis, and of what is there where that has none."""
    low, high = drawn_range(frame)
    if name in ("d_fill", "d_star_fill"):
        return low, high
    if name == "difference":
        return low - high, high - low
    if name in ("p_g", "p_data"):
        return 0.0, scale_end(255 * frame.meta["scale"][name][1])
    most = scale_end(float(np.abs(field[np.isfinite(field)]).max(initial=0)) or 1.0)
    return -most, most


def _field(frame: Frame, trace: Spec) -> Spec | None:
    needed, value = FIELDS[trace["name"]]
    if any(name not in frame.arrays for name in needed):
        return None
    field = value(frame)
    rows, columns = field.shape
    (x_low, x_high), (y_low, y_high) = frame.meta["window"]
    dx, dy = (x_high - x_low) / columns, (y_high - y_low) / rows
    zmin, zmax = _ends(frame, trace["name"], field)
    beside = [values(frame, name) for name in ("p_data", "p_g")]
    beside += [
        _output(frame, name) if name in frame.arrays else np.full(field.shape, np.nan) for name in ("d", "d_star")
    ]
    return {
        "x0": x_low + dx / 2, "dx": dx, "y0": y_low + dy / 2, "dy": dy, "zmin": zmin, "zmax": zmax,
        "z": (np.where(known(frame), field, np.nan) if trace["meta"]["masked"] else field).astype(np.float32),
        "customdata": np.stack(beside, -1).astype(np.float32),
    }  # fmt: skip


def _samples(which: str, labels: str) -> Callable[[Frame, Spec, float], Spec | None]:
    def samples(frame: Frame, meta: Spec, width: float) -> Spec | None:
        found = array(frame, which)
        if found is None or not len(found):
            return None
        x, y = found[own(frame, meta, len(found), labels)].T
        return {"x": x, "y": y}

    return samples


def _points(frame: Frame, meta: Spec, width: float) -> Spec | None:
    at, slope = array(frame, "points"), array(frame, "points_slope")
    if at is None:
        return None
    return {"x": at[:, 0], "y": at[:, 1], "marker": {"color": np.ones(len(at)) if slope is None else slope}}


def _mesh(frame: Frame, meta: Spec, width: float) -> Spec | None:
    """Every second line of the mesh, through all of its nodes, with gaps; a mesh of one row is a curve."""
    mesh = array(frame, "mesh")
    if mesh is None:
        return None
    each = mesh.reshape(-1, *mesh.shape[-3:])
    kept = each[meta["kind"] :][:1] if meta.get("each") else each
    lines = [line for nodes in kept for line in nodes[::2]]
    if mesh.shape[-3] > 1:
        lines += [line for nodes in kept for line in nodes[:, ::2].swapaxes(0, 1)]
    gap = np.full((1, 2), np.nan)
    x, y = np.concatenate([part for line in lines for part in (line, gap)]).T
    return {"x": x, "y": y}


def _pull(frame: Frame, meta: Spec, width: float) -> Spec | None:
    """Slopes as arrows with gaps.  By the square root and on a fixed scale: a slope along which D would gain 1 over
    the longest arrow is as long as that; none is longer."""
    at, slope = array(frame, "fake"), array(frame, "pull")
    if at is None or slope is None:
        return None
    (low, high), _ = frame.meta["window"]
    pixels = width / (high - low)
    slope = np.asarray(slope, float)
    steep = np.hypot(*slope.T)
    length = LONGEST * width * np.minimum(1, np.sqrt(steep * LONGEST * width / pixels))
    seen = length >= SPECK
    start, steep, length = at[: len(slope)][seen], steep[seen], length[seen]
    end = start + (length / pixels / steep)[:, None] * slope[seen]
    points = np.stack([start, end, np.full_like(end, math.nan)], 1).reshape(-1, 2)
    size = np.stack([0 * length, np.minimum(8, 0.8 * length), 0 * length], 1).ravel()
    return {"x": points[:, 0], "y": points[:, 1], "marker": {"size": size}}


MARKS: dict[str, Callable[[Frame, Spec, float], Spec | None]] = {
    "real": _samples("real", "real_label"), "fake": _samples("fake", "fake_label"),
    "modes": _samples("modes", "mode_label"), "points": _points, "mesh": _mesh, "pull": _pull,
}  # fmt: skip
"""Layers of samples and lines."""
