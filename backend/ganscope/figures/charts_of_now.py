"""Charts of what is there now: the modes, the weights, the map, the plan, the phase portrait."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .chart import PERCENT, ChartDef, figures, fixed
from .game import Game
from .theme import Spec

MODES_NEEDED: Spec = {"array": "mode_weight", "least": 2}
ONE_MODE = "The data have one mode only."
ON_THE_LINE = "Only for a target on the line."
DOTS = "2px,3px"


def _trace(kind: str, name: str, source: str, **more: Any) -> Spec:
    """A trace of a frame; ``meta`` gives the source what else it needs."""
    meta = {"from": source, **more.pop("meta", {})}
    shape = {"type": kind, "name": name} | ({"mode": "lines"} if kind == "scatter" else {})
    return shape | more | {"meta": meta}


def _columns(x: str, y: str) -> Spec:
    return {"x": x, "y": y, "of": "frame"}


def _curve(name: str, source: str, colour: str, width: float, *, dash: str = "", **more: Any) -> Spec:
    stroke = {"color": f"@{colour}", "width": width} | ({"dash": dash} if dash else {})
    hover = {"hovertemplate": f"{name}: %{{y:.4~g}}<extra></extra>"}
    return _trace("scatter", name, source, **({} if "hoverinfo" in more else hover), line=stroke, **more)


def _hidden(name: str, source: str, **more: Any) -> Spec:
    return _trace("scatter", name, source, showlegend=False, hoverinfo="skip", **more)


def _x(title: str, **more: Any) -> Spec:
    return {"title": {"text": title}, **more}


MODES = ChartDef(
    "modes", "Modes over rounds", rank=3, unit="share of the samples", needs=MODES_NEEDED, reason=ONE_MODE,
    axes={"y": {**PERCENT, "showgrid": False}}, format={"how": "percent"}, says="mode",
    help="Each colour is one mode of the data; its height is the share of G's samples that are nearest to it.  Bands as even as the weights: all modes found.  One colour fills all: collapse.  The colour changes: G hops to another mode.",  # noqa: E501
    traces=(
        _trace(
            "scatter", "mode %", "bands", stackgroup="modes", line={"width": 0, "shape": "hvh"}, showlegend=False,
            hovertemplate="mode %: %{y:.1%}<extra></extra>",
        ),
    ),
)  # fmt: skip
SHARES = ChartDef(
    "shares", "Samples per mode", rank=6, unit="share of the samples", needs=MODES_NEEDED, reason=ONE_MODE,
    over_rounds=False,
    axes={
        "x": _x("mode", tickformat="d", nticks=12, showgrid=False),
        "y": {"tickformat": ".0%", "hoverformat": ".1%"},
    },
    zero=True, ranges="modes", format={"how": "percent"}, says="mode",
    help="Share of G's samples that are nearest to each mode, in the colours of the chart of modes; the line across it is the mode's weight in the data.",  # noqa: E501
    traces=(
        _trace(
            "bar", "samples", "shares", width=0.7, showlegend=False, hovertemplate="samples: %{y:.1%}<extra></extra>",
        ),
        _trace("scatter", "halo", "across", line={"color": "@paper", "width": 4}, showlegend=False, hoverinfo="skip"),
        _trace(
            "scatter", "weight in the data", "across", line={"color": "@ink", "width": 2},
            hovertemplate="in the data: %{y:.1%}<extra></extra>",
        ),
    ),
)  # fmt: skip
WEIGHTS = ChartDef(
    "weights", "D's weights", unit="share of D's weights", front="clip", over_rounds=False, zero=True, ranges="bins",
    needs={"array": "weights"}, reason="Nothing is known of D's weights here.", says="bound", format={"how": "percent"},
    axes={"x": _x("weight", showgrid=False, hoverformat=".3~g"), "y": {"tickformat": ".0%", "hoverformat": ".1%"}},
    help="How large D's weights and biases are now: the share of them in each of equal bins.  Where weights are clipped the dashed lines are the bound, and most of them soon stand there.",  # noqa: E501
    traces=(
        _trace(
            "bar", "share of D's weights", "bins", marker={"color": "@d"}, showlegend=False,
            hovertemplate="share: %{y:.1%}<extra></extra>",
        ),
        _hidden("bound", "bound", line={"color": "@ink", "width": 1, "dash": "3px,3px"}),
    ),
)  # fmt: skip
MAP = ChartDef(
    "map", "The map z → G(z)", unit="x", over_rounds=False, ranges="map", says="map", needs={"asked": "map"},
    reason="Only for one G, where noise and data are both one number: a target on the line, a latent of dimension 1.",
    axes={"x": _x("z", showgrid=False, hoverformat=".3f"), "y": {}},
    help="G(z) beside the exact map F_data⁻¹(F_z(z)), which makes p_g = p_data: as much noise lies below z as data below its x.  Its mirror image does so too; the one nearer to G is drawn.  Shaded: G runs back, so that several z make the same x.  Off by: E|G(z) − exact(z)| in units of x, never less than W₁ (Villani, 2003, Topics in Optimal Transportation, 2.2).",  # noqa: E501
    traces=(
        _hidden("folds", "folds", fill="toself", fillcolor="@d_star/0.16", line={"width": 0}),
        _curve("G(z)", "columns", "p_g", 2.75, meta=_columns("map_z", "map_g")),
        _curve("exact", "columns", "p_data", 1.75, dash=DOTS, meta=_columns("map_z", "map_ideal")),
    ),
)  # fmt: skip
PLAN = ChartDef(
    "plan", "The cheapest way to move", over_rounds=False, ranges="plan", says="plan", needs={"asked": "plan"},
    reason=ON_THE_LINE,
    axes={"x": _x("x", showgrid=False), "y": {"range": [0, 1], "tickvals": [0, 1], "ticktext": ["G", "data"]}},
    help="How to carry p_g, below, to p_data, above: every line is the same share of mass and goes from a quantile to the same quantile, F_g⁻¹(u) to F_data⁻¹(u), so that none cross.  No other plan moves mass less far: the mean way along x, over all lines of which 48 are drawn, is W₁.  Where all stand upright, p_g = p_data (Villani, 2003, Topics in Optimal Transportation, 2.2).",  # noqa: E501
    traces=(
        # green from G, and more and more of the colour of the data over it
        _hidden("ways", "ways", line={"color": "@p_g", "width": 1.25}, meta={"part": [0, 1]}),
        *(
            _hidden(
                f"ways from {part}", "ways", line={"color": "@p_data/0.25", "width": 1.25}, meta={"part": [part, 1]}
            )
            for part in (0.4, 0.6, 0.8)
        ),
    ),
)  # fmt: skip
COUNTING = ChartDef(
    "counting", "JSD by counting", unit="share of the samples", over_rounds=False, zero=True, ranges="counting",
    says="counting", aside=16, needs={"asked": "counting"}, reason=ON_THE_LINE, format=fixed(3),
    axes={
        "x": _x("x", showgrid=False), "y": {"tickformat": ".0%", "hoverformat": ".1%"},
        "x2": _x("intervals k", type="log", showgrid=False, tickvals=[2, 8, 32, 128, 512]),
        "y2": {"hoverformat": ".3f"},
    },
    help="JSD as a histogram estimates it: 512 samples of the data and 512 of G, counted in k equal intervals of the picture.  Few intervals are blind to what differs within them; many see differences that are none: a perfect G scores about (k − 1)/2048, where k counts those that hold samples.  Dotted: endless samples.  Green: JSD from the densities.  For an image of 784 pixels two intervals a pixel make 2⁷⁸⁴ boxes (Lin, 1991; Wilks, 1938).",  # noqa: E501
    traces=(
        _trace(
            "scatter", "G", "counts", fill="tozeroy", fillcolor="@p_g/0.45", line={"width": 0}, showlegend=False,
            hovertemplate="G: %{y:.1%}<extra></extra>", meta={"array": "count_fake"},
        ),
        _trace(
            "scatter", "data", "counts", line={"color": "@p_data", "width": 1.25}, showlegend=False,
            hovertemplate="data: %{y:.1%}<extra></extra>", meta={"array": "count_real"},
        ),
        _hidden("k", "chosen", line={"color": "@line", "width": 1.5}, xaxis="x2", yaxis="y2", meta={"upright": True}),
        _curve("JSD", "ladder", "p_g", 2.25, legendrank=1002, xaxis="x2", yaxis="y2", meta={"array": "read"}),
        _curve(
            "endless samples", "ladder", "muted", 1.75, dash=DOTS, legendrank=1001, xaxis="x2", yaxis="y2",
            meta={"array": "count_limit"},
        ),
        _curve("counted", "ladder", "p_data", 2.25, xaxis="x2", yaxis="y2", meta={"array": "count_jsd"}),
        _hidden("k now", "chosen", mode="markers", marker={"color": "@ink", "size": 7}, xaxis="x2", yaxis="y2"),
    ),
)  # fmt: skip


def _f(chart: ChartDef, game: Game) -> ChartDef:
    return replace(chart, rank=1.5) if game.kind == "f_gan" else chart


F = ChartDef(
    "f", "f(u) and f*(t)", unit="f(u)", over_rounds=False, ranges="f", says="nothing", aside=16, words=_f,
    needs={"array": "f_u"}, reason="Only an f-GAN has an f: choose it as the objective.",
    axes={"x": _x("u", showgrid=False), "y": {}, "x2": _x("t", showgrid=False), "y2": {}},
    help="Left: f, which weighs the density ratio u = p_data/p_g, with its tangent at u = 1, where both densities agree; a convex f is nowhere below it.  Right: its conjugate f*(t) = max over u of t u − f(u), with which D's bound E T(x) − E f*(T(G(z))) is made; the best D answers T* = f′(u).",  # noqa: E501
    traces=(
        _curve("tangent at u = 1", "tangent", "muted", 1.5, dash="5px,4px", legendrank=1001, hoverinfo="skip"),
        _curve("f(u)", "columns", "ink", 2.5, meta=_columns("f_u", "f_value")),
        _hidden("u = 1", "tangent", mode="markers", marker={"color": "@ink", "size": 6}, meta={"at": 1}),
        _curve("f*(t)", "columns", "d_star", 2.5, xaxis="x2", yaxis="y2", meta=_columns("f_t", "f_conjugate")),
    ),
)  # fmt: skip
PHASE = ChartDef(
    "phase", "Phase portrait", rank=0.5, over_rounds=False, square=True, ranges="phase", says="phase", aside=16,
    needs={"array": "phase_field"}, format=figures(2),
    reason="Only a game with one number a player has a plane of both: G a point, D linear, data on the line.",
    axes={
        "x": _x("θ of G", showgrid=False, zeroline=True, zerolinecolor="@line", mirror=True),
        "y": _x("ψ of D", showgrid=False, zeroline=True, zerolinecolor="@line", mirror=True),
    },
    help="Both players in one plane: θ is where G's point is, ψ how steep D is.  Arrows: where both would move, penalties included; the line: where they went, paler the longer ago; the ring: where nobody moves.  The eigenvalues λ of the field there say what steps without end, infinitely small, would do: real parts below 0 draw the players in, imaginary parts turn them round.  Longer steps drive further out.",  # noqa: E501
    traces=(
        _hidden("field", "field", line={"color": "@line_strong", "width": 0.9}),
        *(
            _hidden(f"so far, {part}", "way", line={"color": f"@ink/{opacity}", "width": 1.75}, meta={"part": part})
            for part, opacity in enumerate((0.35, 0.43, 0.58, 0.78))
        ),
        _trace(
            "scatter", "so far", "way", line={"color": "@ink", "width": 1.75}, meta={"part": 4},
            hovertemplate="%{text}<br>θ %{x:.3~g}, ψ %{y:.3~g}<extra></extra>",
        ),
        _trace(
            "scatter", "rest", "rest", mode="markers", legendrank=1, hovertemplate="rest<extra></extra>",
            marker={"symbol": "circle-open", "color": "@good", "size": 9, "line": {"width": 2.25}},
        ),
        _trace(
            "scatter", "now", "now", mode="markers", showlegend=False,
            hovertemplate="now: θ %{x:.3~g}, ψ %{y:.3~g}<extra></extra>",
            marker={"color": "@ink", "size": 8, "line": {"color": "@paper", "width": 1.25}},
        ),
    ),
)  # fmt: skip
