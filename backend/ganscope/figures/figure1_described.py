"""Figure 1 of Goodfellow et al. (2014): p_data dotted, p_g solid, D dashed, D* thin; below, z → x = G(z).

The upper panel has two scales: densities on the left, D on the right.  Samples stand as ticks in lanes on the line of
x.  In the lower panel arrows lead from equally likely z, on the axis at its foot, to G(z) on the line at its top.
"""

from __future__ import annotations

from typing import Any

from .game import Game
from .kinds import by_kind
from .theme import AXIS, LAYOUT, Spec

UPPER = (0.33, 1.0)
"""Where the panel of the densities is, as shares of the height; without arrows it has all of it."""
LOWER = (0.0, 0.2)
LANE = 0.026
"""Height of a lane of samples."""
PEAK = 0.2
"""The largest contribution to a divergence reaches so high in the panel."""


def describe(game: Game) -> Spec:
    """The figure of a game on the line, without data; ``alone`` is its layout where no arrows are drawn."""
    return {
        "data": _traces(game),
        "layout": _layout(game, UPPER),
        "alone": _layout(game, (0.0, 1.0)),
        "narrow": NARROW,
        "words": WORDS | {"d": game.d, "d_star": game.d_star},
        "colours": {"p_data": "@ink", "p_g": "@p_g_text", "d": "@d_text", "d_star": "@d_star_text"},
    }


NARROW: Spec = {
    "margin": {"l": 38, "r": 32, "t": 12, "b": 28},
    "xaxis": {"nticks": 6},
    "xaxis2": {"nticks": 5},
    "yaxis": {"title": {"text": ""}, "nticks": 5},
    "yaxis2": {"title": {"text": ""}},
}
"""What else the layout is where there is little room."""

WORDS = {
    "p_data": "<i>p</i><sub>data</sub>",
    "p_g": "<i>p</i><sub>g</sub>",
    "contracts": "→ contracts ←",
    "expands": "← expands →",
    "folds": "<i>G</i> folds",
    "reaches": "<i>p</i><sub>g</sub> reaches {height}",
    "point": "<i>p</i><sub>g</sub> is one point, counted as one cell",
    "outside": "{share}% of <i>p</i><sub>g</sub> is outside the picture",
    "all_outside": "all of <i>G</i>(<i>z</i>) far outside the picture",
}
"""What is written among the curves."""


def _layout(game: Game, upper: tuple[float, float]) -> Spec:
    foot = upper[0]
    lane = LANE * (upper[1] - foot)
    d_axis: Spec = {"tickvals": [at for at, _ in game.chances], "ticktext": [text for _, text in game.chances]}
    hidden: Spec = {"visible": False, "fixedrange": True, "range": [0, 1]}
    return {
        **LAYOUT,
        "plot_bgcolor": "@paper/0",  # each lane has a ground of its own, which would hide the curves below it
        "margin": {"l": 56, "r": 56, "t": 14, "b": 34, "autoexpand": False},
        "showlegend": False,
        "hovermode": "x unified",
        "hoverdistance": -1,
        "xaxis": {
            **AXIS,
            "anchor": "y",
            "showgrid": False,
            "hoverformat": ".4~g",
            "unifiedhovertitle": {"text": "<i>x</i> = %{x:.3~f}"},
        },
        "xaxis2": {**AXIS, "anchor": "y6", "showgrid": False, "fixedrange": True},
        "yaxis": {**AXIS, "domain": list(upper), "title": {**AXIS["title"], "text": "density"}, "nticks": 6},
        "yaxis2": {
            **AXIS,
            "overlaying": "y",
            "side": "right",
            "showgrid": False,
            "color": "@d_text",
            "linecolor": "@line_strong",
            "title": {"text": game.output_title, "font": {"color": "@d_text"}, "standoff": 8},
            **(d_axis if game.output != "score" else {}),
            "range": [0, 1],
        },
        "yaxis3": {**hidden, "domain": [foot, foot + lane]},
        "yaxis4": {**hidden, "domain": [foot + 1.3 * lane, foot + 2.3 * lane]},
        "yaxis5": {**hidden, "overlaying": "y", "range": [0, 1 / PEAK]},
        "yaxis6": {**hidden, "domain": list(LOWER)},
        "shapes": [edge(LOWER[1])] if foot > 0 else [],
        "annotations": [_name("x", LOWER[1]), _name("z", LOWER[0])] if foot > 0 else [_name("x", 0.0, beside=True)],
    }


def edge(at: float) -> Spec:
    """The line of x in the lower panel."""
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "yref": "paper",
        "y0": at,
        "y1": at,
        "line": {"color": "@line_strong", "width": 1},
    }


def _name(letter: str, at: float, *, beside: bool = False) -> Spec:
    place = (
        {"x": 1, "xanchor": "left", "xshift": 10, "yshift": -16}
        if beside
        else {"x": 0, "xanchor": "right", "xshift": -14}
    )
    return {
        "text": f"<i>{letter}</i>",
        "xref": "paper",
        "yref": "paper",
        "y": at,
        "yanchor": "middle",
        "showarrow": False,
        "font": {"size": 15, "color": "@ink"},
        **place,
    }


def _traces(game: Game) -> list[Spec]:
    each = range(game.kinds) if game.kinds > 1 else range(0)
    densities = [
        _curve(f"p_g {k + 1}", "each", "p_g_each", f"@g{k}", 1.6, "", shown=f"<i>p</i><sub>g</sub> {k + 1}", row=k)
        for k in each
    ]
    return [
        {
            **_line("contribution", "contribution", "@share/0.9", 1),
            "yaxis": "y5",
            "fill": "tozeroy",
            "fillcolor": "@share/0.3",
            "hoverinfo": "skip",
            "meta": {"layer": "contribution", "arrays": {"x": "x"}},
        },
        _curve("d_star", "d_star", "d_star", "@d_star", 1.4, "", shown=game.d_star, axis="y2"),
        {
            **_line("difference", "difference", "@d_star/0", 0),
            "yaxis": "y2",
            "fill": "tonexty",
            "fillcolor": "@d_star/0.16",
            "hoverinfo": "skip",
            "meta": {"layer": "difference", "arrays": {"x": "x", "y": "d"}},
        },
        _curve("p_g", "p_g", "p_g", "@p_g", 3, "", shown="<i>p</i><sub>g</sub>"),
        _curve("p_data", "p_data", "p_data", "@p_data", 3, "3px,3.5px", shown="<i>p</i><sub>data</sub>"),
        *densities,
        _curve("d", "d", "d", "@d", 2.4, "8px,5px", shown=game.d, axis="y2"),
        *by_kind(
            game.labels,
            "real",
            "real",
            "@p_data",
            lambda name, colour: {**_line(name, "real", f"{colour}/0.5", 1), "yaxis": "y4"},
        ),
        *by_kind(
            game.kinds,
            "fake",
            "fake",
            "@p_g",
            lambda name, colour: {**_line(name, "fake", f"{colour}/0.5", 1), "yaxis": "y3"},
        ),
        {
            "type": "scatter",
            "mode": "markers",
            "name": "points",
            "yaxis": "y4",
            "cliponaxis": False,
            "hoverinfo": "skip",
            "showlegend": False,
            "marker": {"size": 5, "cmin": 0, "cmax": 2, "colorscale": SLOPES, "showscale": False},
            "meta": {"layer": "points", "arrays": {"x": "points", "marker.color": "points_slope"}},
        },
        *by_kind(
            game.kinds,
            "arrows",
            "arrows",
            "@p_g",
            lambda name, colour: {**_line(name, "arrows", f"{colour}/0.85", 1.25), "xaxis": "x2", "yaxis": "y6"},
        ),
        *by_kind(game.kinds, "heads", "arrows", "@p_g", lambda name, colour: _heads(name, colour)),
        {
            "type": "scatter",
            "mode": "markers",
            "name": "modes",
            "yaxis": "y3",
            "hoverinfo": "skip",
            "showlegend": False,
            "cliponaxis": False,
            "marker": {
                "symbol": "triangle-up",
                "size": 12,
                "color": "@p_data",
                "line": {"color": "@halo", "width": 1.5},
            },
            "meta": {"layer": "modes", "arrays": {"x": "modes"}},
        },
        {
            **_line("level", "notes", "@d_text/0.55", 1),
            "yaxis": "y2",
            "line": {"color": "@d_text/0.55", "width": 1, "dash": "2px,4px"},
        },
        {**_words("numbers", "y", 13), "textposition": "top center"},
        _words("names_p", "y", 16),
        _words("names_d", "y2", 16),
        {**_words("notes", "y", 13), "textfont": {"size": 13, "color": "@p_g_text", "shadow": "auto"}},
        {
            **_words("deeds", "y6", 12.5),
            "xaxis": "x2",
            "textfont": {"size": 12.5, "color": "@p_g_text", "shadow": "auto"},
        },
    ]


SLOPES: list[list[Any]] = [
    [0, "@slope_low"],
    [0.25, "@slope_low/0.7"],
    [0.5, "@slope_mid"],
    [0.75, "@slope_high/0.7"],
    [1, "@slope_high"],
]
"""D's slope where a penalty looks at it: flat, 1, steep."""


def _line(name: str, layer: str, colour: str, width: float) -> Spec:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "hoverinfo": "skip",
        "showlegend": False,
        "line": {"color": colour, "width": width, "simplify": False},
        "meta": {"layer": layer},
    }


def _curve(
    name: str,
    layer: str,
    array: str,
    colour: str,
    width: float,
    dash: str,
    *,
    shown: str,
    axis: str = "y",
    row: int | None = None,
) -> Spec:
    arrays = {"x": "x", "y": array if row is None else f"{array}[{row}]"}
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "yaxis": axis,
        "showlegend": True,
        # Simplified, a curve has corners that can be seen on a fine screen.
        "line": {"color": colour, "width": width, "simplify": False, **({"dash": dash} if dash else {})},
        "hovertemplate": f"{shown} %{{y:.3~g}}<extra></extra>",
        "meta": {"layer": layer, "shown": shown, "arrays": arrays},
    }


def _heads(name: str, colour: str) -> Spec:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "xaxis": "x2",
        "yaxis": "y6",
        "hoverinfo": "skip",
        "showlegend": False,
        "cliponaxis": False,
        "marker": {"symbol": "arrow", "size": 9, "color": colour, "line": {"color": "@halo", "width": 0.75}},
        "meta": {"layer": "arrows"},
    }


def _words(name: str, axis: str, size: float) -> Spec:
    return {
        "type": "scatter",
        "mode": "text",
        "name": name,
        "yaxis": axis,
        "hoverinfo": "skip",
        "showlegend": False,
        "cliponaxis": False,
        "textfont": {"size": size, "shadow": "auto"},
        "meta": {"layer": "notes"},
    }
