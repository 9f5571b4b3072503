"""What is seen becomes a Plotly figure, described once: for the page, for a notebook, for a file.

Descriptions are plain JSON in the tokens of :mod:`.theme`, with the traces by name and without data; ``meta`` of a
trace says which arrays of a frame or a history fill it.  :func:`describe` is what the page asks the server for.
"""

from __future__ import annotations

from typing import Any

from . import figure1, plane
from .charts import charts
from .charts_figure import charts_figure
from .game import Game
from .theme import AXIS, LAYOUT

__all__ = ["Game", "charts_figure", "describe"]


def describe(game: Game) -> dict[str, Any]:
    """All figures of a game, as the page draws them: JSON, in tokens, without data."""
    return {
        "layout": LAYOUT,
        "axis": AXIS,
        "figure1": figure1.describe(game),
        "plane": plane.describe(game),
        "charts": [chart.json() for chart in charts(game)],
    }
