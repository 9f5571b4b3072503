"""All charts, in the order of the page.

A new curve over rounds is one :class:`ChartDef` here or in :mod:`.charts_over_rounds`, nothing else: the page, its
help, its chooser, the export and :func:`~.charts_filled.charts_figure` read this table.
"""

from __future__ import annotations

from .chart import ChartDef
from .charts_of_now import COUNTING, MAP, MODES, PHASE, PLAN, SHARES, WEIGHTS, F
from .charts_over_rounds import GRADIENTS, JSD, LOSSES, OUTPUTS, RECONSTRUCTION, VALUE, W1
from .game import Game

CHARTS: tuple[ChartDef, ...] = (
    PHASE, VALUE, JSD, MODES, OUTPUTS, LOSSES, RECONSTRUCTION, W1, GRADIENTS, SHARES, MAP, PLAN, COUNTING, F, WEIGHTS,
)  # fmt: skip


def charts(game: Game) -> list[ChartDef]:
    """The table in the words of a game."""
    return [chart.words(chart, game) for chart in CHARTS]
