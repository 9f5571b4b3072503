"""The four panels of Figure 1 of Goodfellow et al. (2014), as the paper prints them side by side.

Each is a small :mod:`.figure1_described`: its curves have the colours, widths and dashes of that figure's traces, by
name.  Densities and D share a height; below, arrows lead from equally likely z to G(z).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from . import figure1_described
from .figure1_filled import Axes, arrows, heads
from .game import Game
from .layers import P_DATA, P_G
from .theme import LAYOUT, Spec

WIDTH, HEIGHT = 1160, 360
"""Pixels."""
LEFT, RIGHT, GAP = 0.026, 0.952, 0.03
"""Where the panels are across the picture, and the room between two, as shares of its width."""
UPPER, LOWER = (0.4, 0.875), (0.18, 0.355)
"""Where curves and arrows are, as shares of the height."""
LINES = 0.9
"""Lines and marks of the large figure, in these small panels."""
ROOM = 0.01
"""Of an axis, beyond its ends: room for half of a line that runs along one."""
ARROWS = 16
"""Of those that were looked at."""
TRACE = 0.005
"""Of the peak of p_data + p_g: what is above it in any panel is in the picture."""
ALMOST_NOTHING = 1e-4
"""The same: below it D* is not drawn."""
PALE = 0.35
"""Opacity of D where nobody tells it anything."""
FONT = '"STIX Two Text", STIXGeneral, "Liberation Serif", "Times New Roman", Times, serif'


class Panel(Protocol):
    """One panel: ``x`` [n] centres of cells, ``p_data``, ``p_g`` [n] densities, ``d``, ``d_star`` [n] probabilities,
    ``z``, ``gz`` [m] arrows, and ``where`` [n] the cells on which D counts."""

    @property
    def x(self) -> np.ndarray: ...
    @property
    def p_data(self) -> np.ndarray: ...
    @property
    def p_g(self) -> np.ndarray: ...
    @property
    def d(self) -> np.ndarray: ...
    @property
    def d_star(self) -> np.ndarray: ...
    @property
    def z(self) -> np.ndarray: ...
    @property
    def gz(self) -> np.ndarray: ...
    @property
    def where(self) -> np.ndarray: ...


def describe(panels: Sequence[Panel], captions: Sequence[tuple[str, str]], star: int = 1) -> Spec:
    """The figure with its data, in tokens.

    ``captions``: two lines below each panel, as Plotly writes them.  ``star``: the panel that has D* as well.
    """
    seen = _range(panels)
    top = 1.06 * max(float(max(each.p_data.max(), each.p_g.max())) for each in panels)
    data: list[Spec] = []
    layout: Spec = {
        **LAYOUT, "width": WIDTH, "height": HEIGHT, "margin": {"l": 0, "r": 0, "t": 0, "b": 0, "autoexpand": False},
        "font": {"family": FONT, "size": 16, "color": "@ink"}, "showlegend": True, "hovermode": "x unified",
        "legend": {
            "orientation": "h", "x": 0.5, "xanchor": "center", "y": 1.0, "yanchor": "top", "font": {"size": 18},
            "bgcolor": "@paper/0",
        },
        "shapes": [], "annotations": [],
    }  # fmt: skip
    across = (RIGHT - LEFT - GAP * (len(panels) - 1)) / len(panels)
    aspect = across * WIDTH / ((LOWER[1] - LOWER[0]) * HEIGHT)
    for k, (each, caption) in enumerate(zip(panels, captions, strict=True)):
        end = max(1.0, float(np.abs(each.z).max()))
        axes = Axes(seen, (0.0, top), (0.0, 1.0), (-end, end), aspect=aspect)
        left = LEFT + k * (across + GAP)
        domain = (left, left + across)
        data += _traces(k, each, axes, with_star=k == star)
        layout |= _axes(k, axes, domain, last=k == len(panels) - 1)
        for height in LOWER:
            layout["shapes"].append({**figure1_described.edge(height), "x0": domain[0], "x1": domain[1]})
        middle = left + across / 2
        layout["annotations"] += [
            _text(f"<b>({'abcdefgh'[k]})</b>  {caption[0]}", middle, 0.085, 14.5),
            _text(caption[1], middle, 0.018, 12.5, "@muted"),
        ]
    for name, height in (("<i>x</i>", LOWER[1]), ("<i>z</i>", LOWER[0])):
        beside = {"xanchor": "right", "yanchor": "middle"}
        layout["annotations"].append({**_text(name, LEFT - 0.006, height, 18.5), **beside})
    return {"data": data, "layout": layout}


def _range(panels: Sequence[Panel]) -> tuple[float, float]:
    """Where either density is more than a trace, in any panel, and a little room."""
    seen = np.any([(both := each.p_data + each.p_g) > TRACE * both.max() for each in panels], axis=0)
    x = panels[0].x[seen]
    room = 0.04 * float(x[-1] - x[0])
    return float(x[0]) - room, float(x[-1]) + room


def _id(letter: str, number: int) -> str:
    return letter if number == 1 else f"{letter}{number}"


def _ids(k: int) -> dict[str, str]:
    """The axes of a panel by what they are of."""
    return {
        "x": _id("x", 2 * k + 1), "z": _id("x", 2 * k + 2), "density": _id("y", 3 * k + 1),
        "output": _id("y", 3 * k + 2), "arrows": _id("y", 3 * k + 3),
    }  # fmt: skip


def _axes(k: int, axes: Axes, domain: tuple[float, float], *, last: bool) -> Spec:
    ids = _ids(k)
    upper, lower = {"domain": list(UPPER), "fixedrange": True}, {"domain": list(LOWER), "fixedrange": True}
    hidden: Spec = {"visible": False}
    d_axis = figure1_described.describe(Game())["layout"]["yaxis2"]
    ends = {"tickvals": [0, 0.5, 1], "ticktext": ["0", "½", "1"], "tickfont": {"size": 16}, "ticklen": 4}
    title = {**d_axis["title"], "standoff": 6, "font": {**d_axis["title"]["font"], "size": 16}}
    shown = {**d_axis, **ends, "title": title} if last else hidden
    top = axes.density[1]
    found: dict[str, Spec] = {
        ids["x"]: {
            "domain": list(domain), "range": list(axes.x), "anchor": ids["density"], "showgrid": False,
            "zeroline": False, "showline": False, "showticklabels": False, "hoverformat": ".4~g",
            "unifiedhovertitle": {"text": "<i>x</i> = %{x:.3~f}"},
        },
        ids["z"]: {**hidden, "domain": list(domain), "range": list(axes.z or ()), "anchor": ids["arrows"]},
        ids["density"]: {**hidden, **upper, "range": [-ROOM * top, (1 + ROOM) * top], "anchor": ids["x"]},
        ids["output"]: {
            **shown, **upper, "range": [-ROOM, 1 + ROOM], "anchor": ids["x"], "overlaying": ids["density"],
            "side": "right",
        },
        ids["arrows"]: {**hidden, **lower, "range": [0, 1], "anchor": ids["z"]},
    }  # fmt: skip
    return {f"{name[0]}axis{name[1:]}": spec for name, spec in found.items()}


def _traces(k: int, at: Panel, axes: Axes, *, with_star: bool) -> list[Spec]:
    """The curves in the styles of the large figure's, and the arrows."""
    ids, styles = _ids(k), {trace["name"]: trace for trace in figure1_described.describe(Game())["data"]}
    inside = (at.x >= axes.x[0]) & (at.x <= axes.x[1])
    both = at.p_data + at.p_g
    curves: dict[str, tuple[np.ndarray, str]] = {
        "d_star": (np.where(both > ALMOST_NOTHING * both.max(), at.d_star, np.nan), "output"),
        "p_g": (at.p_g, "density"),
        "p_data": (at.p_data, "density"),
        "d": (np.where(at.where, at.d, np.nan), "output"),
    }
    if not with_star:
        del curves["d_star"]
    named = {"p_data": P_DATA, "p_g": P_G, "d": "<i>D</i>", "d_star": f"<i>D</i>* = {P_DATA}/({P_DATA} + {P_G}) in (b)"}
    upper = {"xaxis": ids["x"]}
    level = {"x": list(axes.x), "y": [0.5, 0.5], "yaxis": ids["output"], **upper}
    found: list[Spec] = [_styled(styles["level"], k, level)]
    for name, (values, axis) in curves.items():
        data = {"x": at.x[inside], "y": values[inside], "yaxis": ids[axis], **upper}
        shown = {"name": named[name], "showlegend": with_star, "legendrank": 1000 + [*named].index(name)}
        found.append(_styled(styles[name], k, data | shown))
    first, last = np.flatnonzero(at.where)[[0, -1]]
    pale = np.where((np.arange(len(at.x)) <= first) | (np.arange(len(at.x)) >= last), at.d, np.nan)
    beside = {"opacity": PALE, "showlegend": False, "hoverinfo": "skip", "hovertemplate": None}
    data = {"x": at.x[inside], "y": pale[inside], "yaxis": ids["output"], "uid": f"{'abcdefgh'[k]} d pale"}
    found.append(_styled(styles["d"], k, data | beside | upper))
    every = max(1, len(at.z) // ARROWS)
    start, end = np.asarray(at.z[every // 2 :: every], float), axes.onto_z(at.gz[every // 2 :: every])
    lower = {"xaxis": ids["z"], "yaxis": ids["arrows"]}
    found.append(_styled(styles["arrows"], k, arrows(start, end) | lower))
    points = heads(start, end, axes)
    marker = {**styles["heads"]["marker"], **points["marker"]}
    return [*found, _styled(styles["heads"], k, {**points, "marker": marker} | lower)]


def _styled(style: Spec, k: int, data: Spec) -> Spec:
    whole = {**style, "uid": f"{'abcdefgh'[k]} {style['name']}", **data}
    return {name: value for name, value in whole.items() if name != "meta" and value is not None}


def _text(text: str, x: float, y: float, size: float, colour: str = "@ink") -> Spec:
    return {
        "text": text, "x": x, "y": y, "xref": "paper", "yref": "paper", "xanchor": "center", "yanchor": "bottom",
        "showarrow": False, "borderpad": 0, "font": {"size": size, "color": colour},
    }  # fmt: skip
