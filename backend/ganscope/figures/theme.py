"""Colours, letters and lines of the figures, by theme.

A figure is described as plotly.js reads it, but in tokens: a string that begins with ``@`` names a colour of
:data:`PALETTES`, ``@p_g/0.3`` the same at that opacity.  Sizes are those of a picture 620 pixels high.  :func:`dressed`
puts the colours and sizes of a theme in; the page does the same with those of its style sheet, so a description is sent
once whatever the theme, and a change of theme asks for nothing.
"""

from __future__ import annotations

from typing import Any

Spec = dict[str, Any]
"""A part of a figure: what JSON holds."""

PALETTES: dict[str, dict[str, str]] = {
    "light": {
        "paper": "#ffffff", "raised": "#f6f7f9", "ink": "#14181d", "muted": "#545d68", "line": "#d6dbe1",
        "line_strong": "#7f8995", "p_data": "#14181d", "p_g": "#009e73", "p_g_text": "#007555", "fake": "#00563f",
        "d": "#0072b2", "d_text": "#0067a1", "d_star": "#d55e00", "d_star_text": "#b04d00", "halo": "#ffffff",
        "slope_low": "#6a3fb0", "slope_mid": "#9aa1a9", "slope_high": "#c88a00", "share": "#a8467f",
        "good": "#007555", "bad": "#b3261e",
    },
    "dark": {
        "paper": "#15191e", "raised": "#1d2229", "ink": "#e9ecef", "muted": "#9aa5b1", "line": "#2c333c",
        "line_strong": "#6f7a87", "p_data": "#e9ecef", "p_g": "#2fd0a0", "p_g_text": "#4bdcb0", "fake": "#a6ffdd",
        "d": "#56b4f5", "d_text": "#6cbdf5", "d_star": "#ff8f40", "d_star_text": "#ffa264", "halo": "#15191e",
        "slope_low": "#b393ff", "slope_mid": "#6f7a87", "slope_high": "#ffcf4d", "share": "#e88fc4",
        "good": "#4bdcb0", "bad": "#ff8a80",
    },
    "projector": {
        "paper": "#ffffff", "raised": "#f0f1f3", "ink": "#000000", "muted": "#2f363e", "line": "#a9b1ba",
        "line_strong": "#4b535c", "p_data": "#000000", "p_g": "#008560", "p_g_text": "#005f45", "fake": "#003d2d",
        "d": "#0062a3", "d_text": "#00528a", "d_star": "#c44e00", "d_star_text": "#943b00", "halo": "#ffffff",
        "slope_low": "#4a2590", "slope_mid": "#7d858e", "slope_high": "#a66b00", "share": "#8a2f66",
        "good": "#005f45", "bad": "#9c1510",
    },
}  # fmt: skip
"""One colour per meaning, as in the page's ``css/tokens.css`` (a test compares them)."""

MODES = ("#e69f00", "#56b4e9", "#009e73", "#f0e442", "#0072b2", "#d55e00", "#cc79a7", "#8c8c8c")
"""A colour per mode of the data, in turn (Okabe and Ito)."""

GENERATORS: dict[str, tuple[str, ...]] = {
    "light": ("#6957ff", "#7ade00", "#592500", "#f175ff", "#000078", "#ff9d56", "#aa0a70", "#08cde0"),
    "dark": ("#806bf4", "#f4e749", "#f03938", "#f09ccf", "#3084cf", "#a8a66a", "#ee2595", "#97faad"),
}
"""A colour per generator or label, where there are several; the projector has those of the light theme."""

STROKE = {"light": 1.0, "dark": 1.0, "projector": 1.5}
"""How much thicker a theme's lines are."""

ZOOM = {"light": 1.0, "dark": 1.0, "projector": 1.15}
"""How much larger a theme's letters are."""

FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif'

AXIS: Spec = {
    "color": "@muted", "linecolor": "@line_strong", "gridcolor": "@line", "tickcolor": "@line_strong",
    "ticks": "outside", "ticklen": 5, "showline": True, "zeroline": False, "exponentformat": "power",
    "minexponent": 4, "separatethousands": True, "title": {"font": {"color": "@muted"}, "standoff": 6},
}  # fmt: skip
"""What all axes have in common."""

LAYOUT: Spec = {
    "font": {"family": FONT, "size": 13, "color": "@ink"},
    "paper_bgcolor": "@paper",
    "plot_bgcolor": "@paper",
    "hoverlabel": {"bgcolor": "@paper", "bordercolor": "@line_strong", "font": {"color": "@ink", "size": 13}},
    "modebar": {"color": "@muted", "activecolor": "@ink", "bgcolor": "@paper/0"},
    "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"size": 12.5}},
    "separators": ".\u202f",
    "dragmode": "zoom",
}
"""What all figures have in common."""


def dressed(part: Any, theme: str = "light", *, letters: float = 1.0, lines: float = 1.0) -> Any:
    """A description with the colours of a theme, its letters and lines so much larger.

    Raises KeyError for a theme or a colour that there is none of.

    >>> dressed({"line": {"color": "@d/0.5", "width": 2}}, "projector")
    {'line': {'color': 'rgba(0,98,163,0.5)', 'width': 3.0}}
    """
    palette = colours(theme)
    text, line = letters * ZOOM[theme], lines * STROKE[theme]

    def put(value: Any, name: str = "", around: str = "") -> Any:
        if isinstance(value, str) and value.startswith("@"):
            return colour(value, palette)
        if isinstance(value, dict):
            return {key: put(each, key, name) for key, each in value.items()}
        if isinstance(value, (list, tuple)):
            return [put(each, name, around) for each in value]
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            if name == "size" and around.endswith("font"):
                return value * text
            if (name == "width" and around == "line") or (name == "size" and around == "marker"):
                return value * line
        return value

    return put(part)


def colours(theme: str) -> dict[str, str]:
    """All colours of a theme by name: those of meanings, ``g0``, ``g1`` … of generators, ``m0`` … of modes."""
    generators = GENERATORS.get(theme, GENERATORS["light"])
    return (
        PALETTES[theme]
        | {f"g{k}": each for k, each in enumerate(generators)}
        | {f"m{k}": each for k, each in enumerate(MODES)}
    )


def colour(token: str, palette: dict[str, str]) -> str:
    """``@p_g`` or ``@p_g/0.3`` as CSS.

    >>> colour("@d", PALETTES["light"])
    '#0072b2'
    """
    name, _, opacity = token[1:].partition("/")
    if not opacity:
        return palette[name]
    red, green, blue = (int(palette[name][i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"
