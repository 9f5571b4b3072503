"""The plane: a field by colour, contours, samples, G's mesh of noise and D's slopes.

The page paints what moves on a canvas in the plot area, in the colours, widths and levels of these traces, and fills
the traces themselves whenever the run rests.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .figure1_described import SLOPES
from .game import Game, share
from .kinds import by_kind
from .theme import AXIS, LAYOUT, Spec

LEVELS = (0.1, 0.25, 0.75, 0.9)
"""Where D is a probability it is drawn at these levels, and heavier where it cannot tell, mostly at ½."""
SHARES = (0.05, 0.25, 0.5, 0.75)
"""p_data is drawn at these shares of its peak."""
STEPS = 24
"""Stops of a colour scale that goes by the square root."""


def describe(game: Game) -> Spec:
    """The figure of a game in the plane, without data; ``narrow`` is what else the layout is where it is narrow."""
    return {
        "data": [*_fields(game), *_lines(game), *_points(game)],
        "layout": _layout(),
        "captions": _captions(game),
        "words": WORDS,
    }


WORDS = {
    "outside": "{share}% of <i>p</i><sub>g</sub> is outside the picture",
    "outside_brief": "{share}% of <i>p</i><sub>g</sub> outside",
}


def _layout() -> Spec:
    axis = {**AXIS, "showgrid": False, "mirror": True, "ticks": "outside"}
    return {
        **LAYOUT,
        "margin": {"l": 40, "r": 92, "t": 12, "b": 46, "autoexpand": False},
        "showlegend": False,
        "hovermode": "closest",
        "xaxis": {**axis, "constrain": "range"},
        "yaxis": {**axis, "scaleanchor": "x", "constrain": "range"},
    }


def rising(colour: str, full: float) -> list[list[Any]]:
    """A scale from nothing to a colour, by the square root: what is faint is seen."""
    return [[(i / STEPS) ** 2, f"{colour}/{full * i / STEPS:.4f}"] for i in range(STEPS + 1)]


def diverging(low: str, high: str, full: float) -> list[list[Any]]:
    """The same on either side of a middle that is 0."""
    half = STEPS // 2
    below = [[0.5 - 0.5 * (i / half) ** 2, f"{low}/{full * i / half:.4f}"] for i in range(half, -1, -1)]
    above = [[0.5 + 0.5 * (i / half) ** 2, f"{high}/{full * i / half:.4f}"] for i in range(1, half + 1)]
    return [*below, *above]


def _fields(game: Game) -> list[Spec]:
    ticks: Spec = {}
    if game.output != "score":
        ticks = {"tickvals": [at for at, _ in game.chances], "ticktext": [text for _, text in game.chances]}
    apart = (
        {"tickvals": [-1, -0.5, 0, 0.5, 1], "ticktext": ["−1", "−½", "0", "½", "1"]} if game.output != "score" else {}
    )
    return [
        _field("p_g", "<i>p</i><sub>g</sub>", rising("@p_g", 0.92)),
        _field("p_data", "<i>p</i><sub>data</sub>", rising("@ink", 0.92)),
        _field("d_fill", game.d, [[0, "@d/0"], [1, "@d/0.78"]], **ticks),
        _field("d_star_fill", game.d_star, [[0, "@d_star/0"], [1, "@d_star/0.78"]], masked=True, **ticks),
        _field(
            "difference",
            f"{game.d} − {game.d_star}",
            diverging("@d_star", "@d", 0.9),
            masked=True,
            signed=True,
            **apart,
        ),
        _field("contribution", "to <i>D</i><sub>f</sub>", diverging("@muted", "@share", 0.9), signed=True),
    ]


def _field(
    name: str, title: str, scale: list[list[Any]], *, masked: bool = False, signed: bool = False, **ticks: Any
) -> Spec:
    """A heat map.  ``masked``: grey where neither density is there; ``signed``: its scale has 0 in the middle."""
    return {
        "type": "heatmap",
        "name": name,
        "colorscale": scale,
        "zsmooth": "fast",
        "zauto": False,
        "showlegend": False,
        "colorbar": {
            "title": {"text": title, "font": {"size": 15, "color": "@ink"}, "side": "top"},
            "thickness": 13,
            "len": 0.8,
            "x": 1.02,
            "y": 1,
            "yanchor": "top",
            "xpad": 6,
            "ypad": 0,
            "outlinewidth": 1,
            "outlinecolor": "@line_strong",
            "tickcolor": "@line_strong",
            "ticks": "outside",
            "ticklen": 4,
            "tickfont": {"size": 13, "color": "@muted"},
            **ticks,
        },
        "hovertemplate": HOVER,
        "meta": {"layer": name, "masked": masked, "signed": signed},
    }


HOVER = (
    "<i>x</i> %{x:.3~f}, %{y:.3~f}<br><i>p</i><sub>data</sub> %{customdata[0]:.2~g}<br><i>p</i><sub>g</sub> "
    "%{customdata[1]:.2~g}<br>D %{customdata[2]:.3~f}<br>D* %{customdata[3]:.3~f}<extra></extra>"
)


def _lines(game: Game) -> list[Spec]:
    return [
        _line("p_data_lines", "p_data_lines", "@ink/0.6", 1, {"array": "p_data", "shares": list(SHARES)}),
        *_output(game, "d_star", "@d_star", "@d_star_text", 1, 0.77, 1.9),
        *_output(game, "d", "@d", "@d_text", 1, 1.0, 2.9),
        *by_kind(
            game.kinds, "mesh", "mesh", "@p_g", lambda name, colour: _line(name, "mesh", f"{colour}/0.7", 1, None)
        ),
    ]


def _output(game: Game, name: str, thin: str, heavy: str, width: float, opacity: float, wide: float) -> list[Spec]:
    """D or D* as lines: thin ones at its levels, a heavy one where it cannot tell, which its own fill has too."""
    level = game.undecided
    levels = list(LEVELS) if level == 0.5 else [*LEVELS, 0.5]
    probability = game.output == "probability"
    lines = [
        _line(
            name,
            name,
            f"{thin}/{opacity}",
            width,
            {"array": name, "levels": levels if game.output != "score" else None},
        )
    ]
    if probability:
        heavy_line = _line(f"{name} = {share(level)}", name, heavy, wide, {"array": name, "levels": [level]})
        heavy_line["meta"]["fill"] = f"{name}_fill"
        lines.append(heavy_line)
    return lines


def _line(name: str, layer: str, colour: str, width: float, contour: Spec | None) -> Spec:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "hoverinfo": "skip",
        "connectgaps": False,
        "line": {"color": colour, "width": width, "simplify": False},
        "meta": {"layer": layer, "contour": contour},
    }


def _points(game: Game) -> list[Spec]:
    def marks(symbol: str, size: float, line: float, opacity: float) -> Callable[[str, str], Spec]:
        def trace(name: str, colour: str) -> Spec:
            rim: Spec = {"color": colour, "width": line}
            marker: Spec = {"symbol": symbol, "size": size, "color": colour, "line": rim, "opacity": opacity}
            return {
                "type": "scatter",
                "mode": "markers",
                "name": name,
                "hoverinfo": "skip",
                "marker": marker,
                "meta": {},
            }

        return trace

    def pull(name: str, colour: str) -> Spec:
        return {
            "type": "scatter",
            "mode": "lines+markers",
            "name": name,
            "hoverinfo": "skip",
            "line": {"color": colour, "width": 1.3, "simplify": False},
            "marker": {"symbol": "arrow", "angleref": "previous", "color": colour, "line": {"width": 0}},
            "meta": {"layer": "pull"},
        }

    return [
        {**marks("circle-open", 16, 3.5, 1)("modes_halo", "@halo"), "meta": {"layer": "modes"}},
        *by_kind(game.labels, "modes", "modes", "@p_data", marks("circle-open", 16, 1.4, 1)),
        *by_kind(game.labels, "real", "real", "@p_data", marks("cross-thin-open", 3.2, 1, 0.6)),
        *by_kind(game.kinds, "fake", "fake", "@fake", marks("square", 2.6, 0, 0.85)),
        pull("pull", "@d"),
        {
            "type": "scatter",
            "mode": "markers",
            "name": "points",
            "hoverinfo": "skip",
            "marker": {
                "size": 5,
                "cmin": 0,
                "cmax": 2,
                "colorscale": SLOPES,
                "showscale": True,
                "colorbar": {
                    "orientation": "h",
                    "len": 0.26,
                    "lenmode": "fraction",
                    "thickness": 8,
                    "x": 0.99,
                    "xanchor": "right",
                    "y": 0.99,
                    "yanchor": "top",
                    "tickvals": [0, 1, 2],
                    "ticktext": ["0", "1", "≥ 2"],
                    "outlinewidth": 0,
                    "bgcolor": "@paper/0.85",
                    "title": {"text": f"‖∇{game.d}‖", "font": {"size": 12, "color": "@ink"}},
                    "tickfont": {"size": 12, "color": "@muted"},
                },
            },
            "meta": {"layer": "points"},
        },
    ]


def _captions(game: Game) -> list[Spec]:
    """What is said below, the most telling first: with which layers, in full, and where there is little room."""
    thin = ".1 ¼ ¾ .9" if game.undecided == 0.5 else ".1 ¼ ½ ¾ .9"
    heavy = f"heavy {share(game.undecided)}, " if game.output == "probability" else ""
    mean = "mean " if game.labels else ""
    d = game.d_of_x if game.pack > 1 else f"{mean}{game.d}"
    levels = f"{heavy}{thin}" if game.output != "score" else "{apart} apart"
    slice_ = "<i>z</i>₁ and <i>z</i>₂, all other <i>z</i> = 0"
    rows: list[tuple[list[str], str, str]] = [
        (["mesh"], f"mesh: {slice_}", "mesh: <i>z</i>₁, <i>z</i>₂ only") if game.latent > 2 else ([], "", ""),
        (["p_data_lines"], "<i>p</i><sub>data</sub>: .05 ¼ ½ ¾ of its peak", ""),
        (["pull"], f"∇{game.d}: lengths by the square root", f"∇{game.d} by √"),
        (["d", "d_star"], f"contours of {d} and {game.d_star}: {levels}", f"{d}, {game.d_star}: {levels}"),
        (["d"], f"contours of {d}: {levels}", f"{d}: {levels}"),
        (["d_star"], f"contours of {game.d_star}: {levels}", f"{game.d_star}: {levels}"),
        (["d_star_fill"], "grey: no density", "grey: empty"),
        (["difference"], "grey: no density", "grey: empty"),
        *(([name], "densities smoothed by <i>h</i> = {h}", "<i>h</i> = {h}") for name in SMOOTHED),
    ]
    return [{"layers": layers, "text": text, "brief": brief or text} for layers, text, brief in rows if layers]


SMOOTHED = ("p_g", "p_data", "p_data_lines", "d_star", "d_star_fill", "difference")
"""What follows from the densities, which are smoothed by h."""
