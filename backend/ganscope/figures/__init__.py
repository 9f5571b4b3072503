"""What is seen becomes a Plotly figure, described once: for the page, for a notebook, for a file.

Descriptions are plain JSON in the tokens of :mod:`.theme`, with the traces by name and without data; ``meta`` of a
trace says which arrays of a frame or a history fill it.  :func:`describe` is what the page asks the server for;
:func:`figure1`, :func:`plane` and :func:`charts_figure` fill the same descriptions from a run.

>>> from ganscope import Experiment, figures, run
>>> figures.figure1(run(Experiment(), rounds=5000)).write_html("figure.html")  # doctest: +SKIP
"""

from __future__ import annotations

from typing import Any

from . import figure1_described, plane_described
from .charts import charts
from .charts_filled import charts_figure
from .game import Game
from .runs import figure1, plane
from .seen import Frame, Run
from .theme import AXIS, LAYOUT

__all__ = ["Frame", "Game", "Run", "charts_figure", "describe", "figure1", "plane"]


def describe(game: Game) -> dict[str, Any]:
    """All figures of a game, as the page draws them: JSON, in tokens, without data."""
    return {
        "layout": LAYOUT,
        "axis": AXIS,
        "figure1": figure1_described.describe(game),
        "plane": plane_described.describe(game),
        "charts": [chart.json() for chart in charts(game)],
    }
