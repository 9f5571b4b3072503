"""Draws the description of the four panels with matplotlib, which needs no browser: lines, marks, words, a legend.

Nothing is chosen here but the letters: places, colours, widths, dashes and words are those of the description.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import numpy as np

from ganscope.figures.theme import Spec

from .figure_described import TITLE, described
from .figure_run import Story

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INCH, POINT, DOTS = 96, 0.75, 200  # pixels an inch, points a pixel, dots an inch in a PNG
_STYLE: dict[str, Any] = {
    "backend": "agg",
    "font.family": "STIXGeneral",  # comes with matplotlib, so that every machine draws the same letters
    "mathtext.fontset": "stix",
    "svg.fonttype": "path",
    "svg.hashsalt": "ganscope",
    "path.simplify_threshold": 0.02,
    "pdf.fonttype": 42,
    "lines.scale_dashes": False,
}
VERTICAL = {"top": "top", "middle": "center", "bottom": "baseline"}


def rendered(story: Story, kind: str) -> bytes:
    """The figure as "svg", "png" or "pdf"; without a date, or the same figure would not be the same file."""
    import matplotlib

    metadata = {
        "svg": {"Date": None, "Creator": "ganscope", "Title": TITLE},
        "png": {"Software": "ganscope", "Title": TITLE},
        "pdf": {"CreationDate": None, "Creator": "ganscope", "Producer": None, "Title": TITLE},
    }[kind]
    style: dict[Any, Any] = {**matplotlib.rcParamsDefault, **_STYLE}  # whatever the person's own settings are
    with matplotlib.rc_context(style):
        file = io.BytesIO()
        drawn(described(story)).savefig(file, format=kind, dpi=DOTS, metadata=metadata)
    return file.getvalue()


def drawn(spec: Spec) -> Figure:
    """A description of lines and marks, as Plotly reads it, drawn by matplotlib."""
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

    layout = spec["layout"]
    size = layout["width"] / INCH, layout["height"] / INCH
    figure = Figure(figsize=size, facecolor=rgba(layout["paper_bgcolor"]))
    axes: dict[tuple[str, str], Axes] = {}
    listed: list[tuple[float, Any, str]] = []
    for trace in spec["data"]:
        pair = trace.get("xaxis", "x"), trace.get("yaxis", "y")
        if pair not in axes:
            axes[pair] = _axes(figure, layout, *pair)
        line = (_marks if trace["mode"] == "markers" else _line)(axes[pair], trace)
        if trace["showlegend"]:
            listed.append((trace["legendrank"], line, mathtext(trace["name"])))
    for shape in layout["shapes"]:
        ends = [shape["x0"], shape["x1"]], [shape["y0"], shape["y1"]]
        style = _stroke(shape["line"])
        figure.add_artist(Line2D(*ends, transform=figure.transFigure, solid_capstyle="butt", **style))
    for note in layout["annotations"]:
        figure.text(
            note["x"], note["y"], mathtext(note["text"]), fontsize=POINT * note["font"]["size"],
            color=rgba(note["font"]["color"]), ha=note["xanchor"], va=VERTICAL[note["yanchor"]],
        )  # fmt: skip
    listed.sort(key=lambda row: row[0])
    where = layout["legend"]
    corner: Any = f"{where['yanchor']} {where['xanchor']}".replace("top", "upper").replace("bottom", "lower")
    figure.legend(
        [line for _, line, _ in listed], [name for _, _, name in listed], ncols=max(len(listed), 1), frameon=False,
        loc=corner,
        bbox_to_anchor=(where["x"], where["y"] + 0.03), handlelength=2.4, columnspacing=3,
        fontsize=POINT * where["font"]["size"],
    )  # fmt: skip
    return figure


def _axes(figure: Figure, layout: Spec, x: str, y: str) -> Axes:
    """Where both axes are, without anything of its own but what the description shows of the y axis."""
    across, up = layout[f"xaxis{x[1:]}"], layout[f"yaxis{y[1:]}"]
    (left, right), (foot, head) = across["domain"], up["domain"]
    axes = figure.add_axes((left, foot, right - left, head - foot))
    axes.patch.set_visible(False)
    axes.set_xlim(*across["range"])
    axes.set_ylim(*up["range"])
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.xaxis.set_visible(False)
    if up.get("visible") is False:
        axes.yaxis.set_visible(False)
        return axes
    side = up.get("side", "left")
    axes.spines[side].set(visible=True, color=rgba(up["linecolor"]), linewidth=POINT)
    axes.yaxis.set_ticks_position(side)
    axes.yaxis.set_label_position(side)
    axes.set_yticks(up["tickvals"], [mathtext(text) for text in up["ticktext"]])
    axes.tick_params(
        axis="y", length=POINT * up["ticklen"], width=POINT, color=rgba(up["tickcolor"]), pad=2,
        labelcolor=rgba(up["color"]), labelsize=POINT * up["tickfont"]["size"],
    )  # fmt: skip
    title = up["title"]
    axes.set_ylabel(
        mathtext(title["text"]), fontsize=POINT * title["font"]["size"], color=rgba(title["font"]["color"]),
        labelpad=POINT * title["standoff"],
    )  # fmt: skip
    return axes


def _stroke(line: Spec) -> dict[str, Any]:
    dashes = [POINT * float(length) for length in re.findall(r"[\d.]+(?=px)", line.get("dash", ""))]
    style = (0, tuple(dashes)) if dashes else "solid"
    return {"color": rgba(line["color"]), "linewidth": POINT * line["width"], "linestyle": style}


def _line(axes: Axes, trace: Spec) -> Any:
    x, y = np.asarray(trace["x"], float), np.asarray(trace["y"], float)
    return axes.plot(x, y, **_stroke(trace["line"]), alpha=trace.get("opacity"))[0]


def _marks(axes: Axes, trace: Spec) -> None:
    """Arrow heads: triangles with their tips at the places, turned by their angles; of the shape of Plotly's."""
    from matplotlib.path import Path

    low, up = np.cos(0.4 * np.pi), np.sin(0.4 * np.pi)
    marker = trace["marker"]
    for x, y, angle in zip(trace["x"], trace["y"], np.radians(marker["angle"]), strict=True):
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        outline = np.array([[0, 0], [-low, -up], [low, -up], [0, 0]]) @ turn
        axes.plot(
            [x], [y], marker=Path(outline, closed=True), color=rgba(marker["color"]), clip_on=False,
            markersize=2 * POINT * marker["size"] * np.abs(outline).max(), markeredgewidth=0,
        )  # fmt: skip


def rgba(colour: str) -> Any:
    """A colour of a style sheet as matplotlib reads it.

    >>> rgba("rgba(0,102,255,0.5)")
    (0.0, 0.4, 1.0, 0.5)
    """
    if not colour.startswith("rgba"):
        return colour
    red, green, blue, opacity = (float(part) for part in re.findall(r"[\d.]+", colour))
    return red / 255, green / 255, blue / 255, opacity


def mathtext(text: str) -> str:
    """Plotly's mark-up in matplotlib's: italic letters, what stands low, bold.

    >>> mathtext("<i>p</i><sub>data</sub> was moved")
    '$p_{\\\\mathrm{data}}$ was moved'
    """

    def math(found: re.Match[str]) -> str:
        letter, low = found[1], found[2]
        if low is None:
            return f"${letter}$"
        return f"${letter}_{{{low}}}$" if len(low) == 1 else rf"${letter}_{{\mathrm{{{low}}}}}$"

    text = re.sub(r"<b>([^<]*)</b>", r"$\\mathbf{\1}$", text)
    text = re.sub(r"<i>([^<]*)</i>\*", r"$\1^{\\ast}$", text)
    return re.sub(r"<i>([^<]*)</i>(?:<sub>([^<]*)</sub>)?", math, text)
