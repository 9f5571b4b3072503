"""One chart: what it is, when it is there, and how it is drawn."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .game import Game
from .theme import Spec

PERCENT: Spec = {"tickvals": [0, 0.5, 1], "ticktext": ["0%", "50%", "100%"], "range": [0, 1], "hoverformat": ".1%"}


def fixed(decimals: int) -> Spec:
    """A number with so many decimals."""
    return {"how": "fixed", "digits": decimals}


def roomy(decimals: int) -> Spec:
    """The same, with fewer digits where it is too large to have room for them."""
    return {"how": "roomy", "digits": decimals}


def figures(digits: int) -> Spec:
    """A number with so many significant digits."""
    return {"how": "figures", "digits": digits}


def level(at: float, text: str = "") -> Spec:
    """A level with a meaning; its text stands beside the axis."""
    return {"at": at, "text": text}


@dataclass(frozen=True)
class ChartDef:
    """A row of the table of charts.

    ``rank``: which charts are shown where not all fit, the lowest first; an infinite one only where it is chosen.
    ``needs``: what a frame must hold (``array``, at ``least`` so long) or be able to compute (``asked``), else
    ``reason`` is told; ``front``: the kind of penalty with which it comes to the front.  ``over_rounds``: whether it
    has the axis of rounds.  ``axes``: Plotly's axes by their places in the chart, ``x``, ``y``, ``x2``, ``y2``;
    ``zero``, ``most``: where the first y axis begins, and what no value exceeds; ``ranges``: the name of a rule for
    axes that follow their data otherwise.  ``levels``: see :func:`level`.  ``format``, ``least``: how values are
    written, and lower bounds.  ``says``: what stands beside it; ``aside``: room for that, pixels.  ``traces``:
    Plotly's, in tokens, without data; ``meta`` of each says what fills it (:mod:`.fill`).  ``words``: the same chart
    in the words of a game.
    """

    name: str
    title: str
    help: str
    traces: tuple[Spec, ...]
    rank: float = math.inf
    unit: str = ""
    needs: Spec | None = None
    reason: str = ""
    front: str | None = None
    over_rounds: bool = True
    square: bool = False
    axes: dict[str, Spec] = field(default_factory=dict)
    zero: bool = False
    most: float | None = None
    ranges: str | None = None
    levels: tuple[Spec, ...] = ()
    format: Spec = field(default_factory=lambda: figures(3))
    least: Spec | None = None
    says: str = "lines"
    aside: int = 84
    words: Callable[[ChartDef, Game], ChartDef] = lambda chart, game: chart

    def json(self) -> dict[str, Any]:
        """As the page reads it."""
        row = {name: value for name, value in vars(self).items() if name != "words"}
        return row | {"rank": self.rank if math.isfinite(self.rank) else None}


def line(
    column: str, name: str, colour: str, width: float, text: str | None = None, *, x: str = "round", hover: str = ".3f",
    bound: bool = False, compared: bool = False, first: bool = False, **more: Any,
) -> Spec:  # fmt: skip
    """A curve of a column.

    ``text``: the colour of its values.  ``bound``: they are lower bounds where some of p_g is outside the picture.
    ``compared``: it only serves for comparison, the axis need not reach it.  ``first``: the first in the legend.
    """
    dash = {"dash": more.pop("dash")} if "dash" in more else {}
    # while values may be bounds, each has its sign before it
    value = f"%{{text}}%{{y:{hover}}}" if bound else f"%{{y:{hover}}}"
    return {
        "type": "scatter", "mode": "lines", "name": name,
        "line": {"color": f"@{colour}", "width": width, **dash},
        "legendrank": 1 if first else 1000,
        "hovertemplate": f"{name}: {value}<extra></extra>",
        "meta": {
            "from": "columns", "x": x, "y": column, "colour": f"@{text or colour}", "bound": bound,
            "compared": compared,
        },
        **more,
    }  # fmt: skip


def between(low: str, high: str, names: tuple[str, str]) -> Spec:
    """The area between two curves, while neither is hidden."""
    return {
        "type": "scatter", "mode": "lines", "name": f"{names[0]} − {names[1]}", "fill": "toself",
        "fillcolor": "@d_star/0.16", "line": {"width": 0, "color": "@d_star"}, "hoverinfo": "skip", "showlegend": False,
        "meta": {"from": "between", "low": low, "high": high, "while": list(names)},
    }  # fmt: skip
