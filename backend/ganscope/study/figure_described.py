"""The four panels of a story as a Plotly figure: what the files draw."""

from __future__ import annotations

import math

from ganscope.figures import panels
from ganscope.figures.layers import P_DATA
from ganscope.figures.theme import Spec, dressed

from .figure_run import Panel, Story

TITLE = "Figure 1 of Goodfellow et al. (2014), from a real run"


def described(story: Story) -> Spec:
    """Traces and layout, as plotly.js reads them."""
    return dressed(panels.describe(story.panels, captions(story)), lines=panels.LINES)


def captions(story: Story) -> list[tuple[str, str]]:
    """Two lines below each panel: what it is, and what was read of it."""
    a, b, c, d = story.panels
    moved = f"{plural(a.round - story.moved, 'round')} after {P_DATA} was moved"
    star, half = "<i>D</i> − <i>D</i>*", "<i>D</i> − ½"
    return [
        ("near convergence, <i>D</i> partly trained", f"{moved};  JSD = {_jsd(a)}"),
        ("<i>G</i> frozen, <i>D</i> trained to <i>D</i>*", f"JSD = {_jsd(b)};  |{star}| ≤ {_bound(b.from_star)}"),
        (f"after {plural(c.steps, 'step')} of <i>G</i>, the same <i>D</i>", f"JSD = {_jsd(c)}"),
        (
            f"<i>p</i><sub>g</sub> = {P_DATA} and <i>D</i> = ½",
            f"round {d.round:,};  JSD = {_jsd(d)};  |{half}| ≤ {_bound(d.from_half)}",
        ),
    ]


def plural(n: int, noun: str) -> str:
    """ "1 step", "2,500 steps"."""
    return f"{n:,} {noun}" + "s" * (n != 1)


def _jsd(at: Panel) -> str:
    return f"{at.readings['jsd']:.3f}"


def _bound(value: float) -> str:
    """Rounded up: what stands after ≤ must hold."""
    return f"{math.ceil(1000 * value) / 1000:.3f}"
