"""The charts of a run as one Plotly figure, for a notebook or a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from .chart import ChartDef
from .charts import charts
from .fill import Data, fill
from .game import Game
from .seen import Run
from .theme import AXIS, LAYOUT, Spec, dressed

if TYPE_CHECKING:
    import plotly.graph_objects as go

HEIGHT, GAP = 170, 46
"""Pixels of a chart, and between two."""


def charts_figure(
    history: Mapping[str, Any] | Run, frame: Any = None, *, names: Sequence[str] | None = None, theme: str = "light",
    game: Game | None = None, width: int = 720,
) -> go.Figure:  # fmt: skip
    """The charts of a history: its arrays by name, as :class:`~ganscope.lab.frames.History` has them.

    ``history`` can be a run instead, which has a ``frame``: what :func:`ganscope.run` returns has no rows, so these are
    the charts of what is there at its end.  ``frame`` (a :class:`~ganscope.figures.Frame`) gives the charts of what is
    there now, and the game.  ``names``: which charts, from top to bottom; left out, those over rounds that there are,
    or where there are no rows those of now.  All of them share one axis of rounds: what is zoomed in one is zoomed in
    all.  ``width``: pixels.

    Raises ValueError for a name that no chart has.

    >>> from ganscope import Experiment, figures, run
    >>> figures.charts_figure(run(Experiment(), 5000), names=["weights"])  # doctest: +SKIP
    """
    import plotly.graph_objects as go

    if not isinstance(history, Mapping):
        history, frame = {}, history.frame
    meta = {} if frame is None else frame.meta
    data = Data(history, {} if frame is None else frame.arrays, meta)
    rows = {row.name: row for row in charts(game or Game.of(meta))}
    if unknown := [name for name in names or () if name not in rows]:
        raise ValueError(f"names: {unknown[0]!r} is no chart; there are {', '.join(rows)}")
    chosen = (
        [rows[name] for name in names] if names else [row for row in rows.values() if row.over_rounds == bool(history)]
    )
    filled = [(row, traces) for row in chosen if (traces := _traces(row, data))]
    spec = _figure(filled, width)
    return go.Figure(dressed(spec["traces"], theme), dressed(spec["layout"], theme))


def _traces(row: ChartDef, data: Data) -> list[Spec]:
    if row.needs == {} or (row.needs and "least" in row.needs and len(data.get(row.needs["array"])) < 2):
        return []
    found = [each for trace in row.traces for each in fill(trace, data)]
    return found if any(np.size(each.get("y", ())) for each in found) else []


def _figure(filled: list[tuple[ChartDef, list[Spec]]], width: int) -> dict[str, Any]:
    """Traces and layout: one chart below the other, each with its title and its legend above it."""
    height = max(len(filled), 1) * (HEIGHT + GAP) + 40
    traces: list[Spec] = []
    layout: Spec = {
        **LAYOUT, "width": width, "height": height, "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "hovermode": "x unified", "hoversubplots": "axis", "bargap": 0.16, "annotations": [], "shapes": [],
    }  # fmt: skip
    left, right = 64 / width, 1 - 24 / width
    rounds = [place for place, (row, _) in enumerate(filled) if row.over_rounds]
    for place, (row, found) in enumerate(filled):
        foot = 1 - ((place + 1) * (HEIGHT + GAP) - 8) / height
        head = foot + HEIGHT / height
        legend = "legend" if place == 0 else f"legend{place + 1}"
        layout[legend] = {
            **LAYOUT["legend"], "x": right, "xanchor": "right", "y": head, "yanchor": "bottom", "bgcolor": "@paper/0",
        }  # fmt: skip
        layout["annotations"].append(_text(f"<b>{row.title}</b>", 16 / width, head + 4 / height, "left", "bottom"))
        ids = {}
        for axis in ("x", "y", "x2", "y2"):
            if axis not in row.axes and axis not in ("x", "y"):
                continue
            shared = axis == "x" and row.over_rounds
            ids[axis] = "x" if shared else f"{axis[0]}{2 * place + (3 if axis.endswith('2') else 2)}"
        half = "x2" in row.axes
        for axis, name in ids.items():
            own: Spec = {**AXIS, **row.axes.get(axis, {})}
            if axis[0] == "x":
                own["anchor"] = ids["y2" if axis.endswith("2") else "y"]
                own["domain"] = _half(left, right, axis) if half else [left, right]
                if name == "x":
                    own |= {"title": {"text": "round"}, "hoverformat": ",d", "showgrid": False, "showspikes": True}
                    own["anchor"] = f"y{2 * rounds[-1] + 2}"
            else:
                own["domain"] = [foot, head]
                own["anchor"] = ids["x2" if axis.endswith("2") else "x"]
                own["title"] = {"text": row.unit} if axis == "y" else {}
                if row.zero and axis == "y":
                    own["rangemode"] = "tozero"
            layout[f"{name[0]}axis{name[1:]}"] = own
        for trace in found:
            at = {axis: ids[trace.get(axis, axis[0])] for axis in ("xaxis", "yaxis")}
            traces.append({**trace, **at, "legend": legend})
        for each in row.levels:
            y = {"yref": ids["y"], "y0": each["at"], "y1": each["at"]}
            layout["shapes"].append(
                {
                    "type": "line", "xref": "paper", "x0": left, "x1": right, **y, "label": {"text": each["text"]},
                    "line": {"color": "@ink", "width": 1, "dash": "2px,3px"},
                }
            )  # fmt: skip
    return {"traces": traces, "layout": layout}


def _half(left: float, right: float, axis: str) -> list[float]:
    middle, gap = (left + right) / 2, 0.035
    return [middle + gap, right] if axis.endswith("2") else [left, middle - gap]


def _text(text: str, x: float, y: float, xanchor: str, yanchor: str) -> Spec:
    where = {"xref": "paper", "yref": "paper", "x": x, "y": y, "xanchor": xanchor, "yanchor": yanchor}
    return {"text": text, "showarrow": False, **where}
