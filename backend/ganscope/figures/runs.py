"""Figures of a run, for a notebook or a file: the page's own descriptions, filled from the run's frame."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from . import figure1_described, figure1_filled, plane_described, plane_filled
from .figure1_filled import OUTSIDE, Axes
from .game import Game
from .layers import chosen, titles
from .seen import Frame, Run, outside, visible
from .theme import PALETTES, Spec, dressed

if TYPE_CHECKING:
    import plotly.graph_objects as go

LETTER = 13
"""Pixels of the letters that figures are described in."""


def figure1(
    run: Run, *, layers: str | Iterable[str] = "overview", theme: str = "light", width: int = 820, height: int = 560
) -> go.Figure:
    """Figure 1 of Goodfellow et al. (2014) of a run on the line: p_data dotted, p_g solid, D dashed, D* thin, and
    below them z → x = G(z).

    D* = p_data / (p_data + p_g); densities per unit of x on the left axis, D on the right one.  Curves have 512 points,
    the means of whole groups of cells, so that mass is kept.

    Args:
        run: anything with a ``frame`` (:class:`~ganscope.figures.Frame`), such as what :func:`ganscope.run` returns.
        layers: "overview", "sees" (what D sees), "does" (what G does) or "theory", as on the page; or names of layers:
            p_data, p_g, each, d, d_star, difference, arrows, real, fake, modes, notes, points, contribution.  What the
            run has nothing for is left out.
        theme: "light", "dark" or "projector".
        width: pixels; ``height`` too.

    Returns a figure whose traces have the layers' names in ``uid``.

    Raises ValueError for a run in the plane, or a set, layer or theme that there is none of.

    >>> from ganscope import Experiment, figures, run
    >>> figures.figure1(run(Experiment(), 5000))  # doctest: +SKIP
    """
    frame = _frame(run, "1d", theme)
    game = Game.of(frame.meta)
    told = figure1_described.describe(game)
    names = chosen(frame, layers)
    traces = visible(told["data"], names)
    lower = "arrows" in names and figure1_filled.latent_range(frame) is not None
    layout: Spec = told["layout"] if lower else told["alone"]
    margin = {**layout["margin"], "t": 64}
    low, high = layout["yaxis6"]["domain"]
    across, up = width - margin["l"] - margin["r"], height - margin["t"] - margin["b"]
    axes = Axes.of(frame, width=across, aspect=across / ((high - low) * up))
    densities, output = names & {"p_data", "p_g", "each"}, names & {"d", "d_star", "difference"}
    bare = {"showticklabels": False, "ticks": "", "title": {"text": ""}}
    layout = {
        **layout, "width": width, "height": height, "margin": margin, "showlegend": True,
        "xaxis": {**layout["xaxis"], "range": axes.x},
        "xaxis2": {**layout["xaxis2"], **({"range": axes.z} if lower else {"visible": False})},
        "yaxis": {**layout["yaxis"], "range": axes.density, **({} if densities else bare)},
        "yaxis2": {**layout["yaxis2"], "range": axes.output, **({} if output else bare)},
    }  # fmt: skip
    return _figure(traces, figure1_filled.fill(frame, traces, axes), layout, game, theme)


def plane(run: Run, *, layers: str | Iterable[str] = "overview", theme: str = "light", width: int = 620) -> go.Figure:
    """The picture of a run in the plane: a field by colour, contours of D at .1, .25, ½ (heavy), .75 and .9, samples,
    G's mesh of noise, D's slopes ∇ₓD at fakes.

    Densities are per unit of area, smoothed by h; D* = p_data / (p_data + p_g) is left out where neither reaches 1/255
    of its scale.

    Args:
        run: anything with a ``frame`` (:class:`~ganscope.figures.Frame`), such as what :func:`ganscope.run` returns.
        layers: "overview", "sees" (what D sees), "does" (what G does) or "theory", as on the page; or names of layers:
            one fill (p_g, p_data, d_fill, d_star_fill, difference, contribution), and d, d_star, p_data_lines, real,
            fake, each, modes, mesh, pull, points.  What the run has nothing for is left out.
        theme: "light", "dark" or "projector".
        width: pixels; the height follows, for the picture is a square.

    Returns a figure whose traces have the layers' names in ``uid``.

    Raises ValueError for a run on the line, or a set, layer or theme that there is none of.

    >>> from ganscope import Experiment, figures, run
    >>> ring = run(Experiment.model_validate({"target": {"kind": "ring"}}), 5000)  # doctest: +SKIP
    >>> figures.plane(ring, layers="does")  # doctest: +SKIP
    """
    frame = _frame(run, "2d", theme)
    game = Game.of(frame.meta)
    told = plane_described.describe(game)
    names = chosen(frame, layers)
    traces = visible(told["data"], names)
    window = frame.meta["window"]
    margin = {"l": 44, "r": 92, "t": 64, "b": 62, "autoexpand": False}
    side = width - margin["l"] - margin["r"]
    layout: Spec = {
        **told["layout"], "width": width, "height": side + margin["t"] + margin["b"], "margin": margin,
        "showlegend": True, "annotations": _captions(frame, told, names, side),
        "legend": {**told["layout"]["legend"], "itemsizing": "constant"},
        **{f"{axis}axis": {**told["layout"][f"{axis}axis"], "range": window[k]} for k, axis in enumerate("xy")},
    }  # fmt: skip
    if any(trace["meta"].get("masked") for trace in traces):
        (x0, x1), (y0, y1) = window
        empty = {"type": "rect", "x0": x0, "x1": x1, "y0": y0, "y1": y1, "layer": "below"}
        layout["shapes"] = [{**empty, "fillcolor": "@ink/0.17", "line": {"width": 0}}]
    return _figure(traces, plane_filled.fill(frame, traces, side), layout, game, theme)


def _frame(run: Run, view: str, theme: str) -> Frame:
    frame = run.frame
    if theme not in PALETTES:
        raise ValueError(f"theme: {theme!r} is none; there are {', '.join(PALETTES)}")
    if frame.meta["view"] != view:
        where, other = ("in the plane", "plane") if view == "1d" else ("on the line", "figure1")
        raise ValueError(f"run: its data lie {where}; figures.{other}(run) draws them")
    return frame


def _figure(traces: list[Spec], filled: dict[str, Spec], layout: Spec, game: Game, theme: str) -> go.Figure:
    """The traces that have data, the first of each layer in the legend."""
    import plotly.graph_objects as go

    called, listed = titles(game), set()
    data: list[Spec] = []
    for trace in traces:
        name, meta = trace["name"], trace["meta"]
        if name not in filled:
            continue
        whole: dict[str, Any] = merged(trace, filled[name])
        layer = meta["layer"]
        whole |= {"uid": name, "name": meta.get("shown") or called.get(layer, name)}
        if layer in called:
            whole["legendrank"] = 1000 + [*called].index(layer)
        if trace["type"] != "heatmap":
            whole |= {"legendgroup": layer if layer != "each" else name, "showlegend": _listed(trace, listed, called)}
        data.append(whole)
    return go.Figure(dressed(data, theme), dressed(layout, theme))


def _listed(trace: Spec, listed: set[str], called: dict[str, str]) -> bool:
    """Whether a trace stands in the legend: what has a name, once."""
    meta, layer = trace["meta"], trace["meta"]["layer"]
    if layer == "each":
        return True
    if layer not in called or layer in listed or trace["name"].startswith(("halo", "heads")) or meta.get("fill"):
        return False
    listed.add(layer)
    return True


def merged(one: Spec, other: Spec) -> Spec:
    """A description with more in it, dictionaries part by part."""
    both = {**one, **other}
    for name in one.keys() & other.keys():
        if isinstance(one[name], dict) and isinstance(other[name], dict):
            both[name] = merged(one[name], other[name])
    return both


def _captions(frame: Frame, told: Spec, layers: frozenset[str], width: float) -> list[Spec]:
    """What is said below, as much as there is room for, and how much of p_g is not seen."""
    rows = [row for row in told["captions"] if layers.issuperset(row["layers"])]
    more = [{*row["layers"]} for row in rows]
    rows = [row for row in rows if not any(other > {*row["layers"]} for other in more)]
    critic = Game.of(frame.meta).output == "score"
    words = {"h": f"{frame.meta['h']:.2g}", "apart": f"{plane_filled.apart(frame):.3g}" if critic else ""}

    def said(form: str, count: int) -> str:
        texts = dict.fromkeys(row[form].format(**words) for row in rows[:count])
        return " · ".join(texts)

    room = width / (0.42 * LETTER)
    tried = [said(form, count) for count in range(len(rows), 0, -1) for form in ("text", "brief")]
    line = next((text for text in tried if len(re.sub("<[^>]*>", "", text)) <= room), "")
    notes: list[Spec] = []
    paper: Spec = {"xref": "paper", "yref": "paper", "showarrow": False}
    if line:
        below = {"x": 1, "xanchor": "right", "y": 0, "yanchor": "middle", "yshift": -2.9 * LETTER}
        notes.append({**paper, **below, "text": line, "font": {"size": 12, "color": "@muted"}})
    if (share := outside(frame)) >= OUTSIDE:
        inside = {"x": 0, "xanchor": "left", "xshift": 5, "y": 1, "yanchor": "top", "yshift": -5}
        text = told["words"]["outside"].format(share=round(100 * share))
        font = {"size": LETTER, "color": "@p_g_text"}
        notes.append({**paper, **inside, "text": text, "bgcolor": "@paper/0.88", "font": font})
    return notes
