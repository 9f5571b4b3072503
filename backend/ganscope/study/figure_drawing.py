"""The four panels drawn as the paper prints them: p_data dotted, p_g solid, D dashed, and z → x = G(z) below."""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from .figure_run import SHARE, Panel, Story

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TITLE = "Figure 1 of Goodfellow et al. (2014), from a real run"

# The page's own palette: Okabe and Ito's, so that no two meanings look alike to a colour-blind eye.
INK, MUTED, FAINT, P_G, D, D_STAR = "#14181d", "#59626d", "#d6dbe1", "#009e73", "#0072b2", "#d55e00"
D_TEXT = "#0067a1"

WIDTH, HEIGHT, DOTS = 11.0, 3.5, 200  # inches, inches, dots an inch in a PNG
ARROWS = 16  # of the 64 that were looked at
LINE_X, LINE_Z = -0.09, -0.47  # heights of the lines of x and z; D runs from 0 to 1
ALMOST_NOTHING = 1e-4  # of the peak of p_data + p_g: below it D* is not drawn
_STYLE: dict[str, Any] = {
    "backend": "agg",
    "font.family": "STIXGeneral",  # comes with matplotlib, so that every machine draws the same letters
    "mathtext.fontset": "stix",
    "font.size": 12.5,
    "svg.fonttype": "path",
    "svg.hashsalt": "ganscope",
    "path.simplify_threshold": 0.02,
    "pdf.fonttype": 42,
}
_CURVES: dict[str, tuple[str, dict[str, Any]]] = {
    "p_data": (
        r"$p_{\mathrm{data}}$",
        {"color": INK, "linewidth": 2.1, "linestyle": (0, (0.01, 1.75)), "dash_capstyle": "round"},
    ),
    "p_g": ("$p_g$", {"color": P_G, "linewidth": 2.1}),
    "d": ("$D$", {"color": D, "linewidth": 1.7, "linestyle": (0, (4.2, 2.0))}),
    "d_star": (
        r"$D^{\ast} = p_{\mathrm{data}}/(p_{\mathrm{data}} + p_g)$ in (b)",
        {"color": D_STAR, "linewidth": 1.0},
    ),
}


def rendered(story: Story, kind: str) -> bytes:
    """The figure as "svg", "png" or "pdf"; without a date, or the same figure would not be the same file."""
    import matplotlib

    metadata = {
        "svg": {"Date": None, "Creator": "ganscope", "Title": TITLE},
        "png": {"Software": "ganscope", "Title": TITLE},
        "pdf": {"CreationDate": None, "Creator": "ganscope", "Producer": None, "Title": TITLE},
    }[kind]
    style: dict[Any, Any] = {**matplotlib.rcParamsDefault, **_STYLE}  # whatever the person's own settings are
    with matplotlib.rc_context(style):
        file = io.BytesIO()
        _draw(story).savefig(file, format=kind, dpi=DOTS, metadata=metadata)
    return file.getvalue()


def _draw(story: Story) -> Figure:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, HEIGHT), facecolor="white")
    axes: Any = figure.subplots(1, 4)
    figure.subplots_adjust(left=0.026, right=0.964, top=0.885, bottom=0.135, wspace=0.14)
    low, high = _range(story.panels)
    top = 1.1 * max(float(max(each.p_data.max(), each.p_g.max())) for each in story.panels)
    lines: dict[str, Any] = {}
    for k, (ax, each, text) in enumerate(zip(axes, story.panels, captions(story), strict=True)):
        ax.set_xlim(low, high)
        ax.set_ylim(LINE_Z - 0.1, 1.03)
        ax.axis("off")
        ax.plot([low, high], [0.5, 0.5], color=FAINT, linewidth=0.8, zorder=0)
        lines |= _curves(ax, each, top, low, high, with_star=k == 1)
        _arrows(ax, each, low, high)
        _names(ax, low, high, first=k == 0, last=k == 3)
        below = {"transform": ax.transAxes, "horizontalalignment": "center", "verticalalignment": "baseline"}
        ax.text(0.5, -0.06, rf"$\mathbf{{({'abcd'[k]})}}$  {text[0]}", fontsize=12.5, **below)
        ax.text(0.5, -0.15, text[1], fontsize=11, color=MUTED, **below)
    figure.legend(
        [lines[name] for name in _CURVES], [label for label, _ in _CURVES.values()], ncols=4, frameon=False,
        loc="upper center", bbox_to_anchor=(0.5, 1.03), handlelength=2.4, columnspacing=3, fontsize=13.5,
    )  # fmt: skip
    return figure


def captions(story: Story) -> list[tuple[str, str]]:
    """Two lines below each panel, in matplotlib's mathematics: what it is, and what was read of it."""
    a, b, c, d = story.panels
    moved = rf"{plural(a.round - story.moved, 'round')} after $p_{{\mathrm{{data}}}}$ was moved"
    return [
        ("near convergence, $D$ partly trained", f"{moved};  JSD = {_jsd(a)}"),
        (r"$G$ frozen, $D$ trained to $D^{\ast}$", rf"JSD = {_jsd(b)};  $|D - D^{{\ast}}| \leq {_bound(b.from_star)}$"),
        (f"after {plural(c.steps, 'step')} of $G$, the same $D$", f"JSD = {_jsd(c)}"),
        (
            r"$p_g = p_{\mathrm{data}}$ and $D =$½",
            rf"round {d.round:,};  JSD = {_jsd(d)};  $|D -$½$| \leq {_bound(d.from_half)}$",
        ),
    ]


def _range(panels: tuple[Panel, ...]) -> tuple[float, float]:
    """Where either density is more than a trace, in any panel, and a little room."""
    seen = np.any([(both := each.p_data + each.p_g) > SHARE / 2 * both.max() for each in panels], axis=0)
    x = panels[0].x[seen]
    room = 0.04 * float(x[-1] - x[0])
    return float(x[0]) - room, float(x[-1]) + room


def _curves(ax: Axes, at: Panel, top: float, low: float, high: float, *, with_star: bool) -> dict[str, Any]:
    both = at.p_data + at.p_g
    heights = {
        "p_g": at.p_g / top,
        "p_data": at.p_data / top,
        "d": at.d,
        "d_star": np.where(both > ALMOST_NOTHING * both.max(), at.d_star, np.nan),
    }
    lines: dict[str, Any] = {}
    for name, height in heights.items():
        if name == "d_star" and not with_star:
            continue
        style: dict[str, Any] = _CURVES[name][1] | {"zorder": 2 + len(lines) / 10}
        shown = (at.x >= low) & (at.x <= high)
        if name == "d":  # paler where there is next to nothing to tell apart
            for side in (at.x < at.x[at.where][0], at.x > at.x[at.where][-1]):
                ax.plot(at.x[shown & side], height[shown & side], **style, alpha=0.35)
            shown &= at.where
        (lines[name],) = ax.plot(at.x[shown], height[shown], **style)
    return lines


def _arrows(ax: Axes, at: Panel, low: float, high: float) -> None:
    """The lines of z and x, and arrows z → G(z) between them; one that leaves the picture has no head."""
    end = max(1.0, float(np.abs(at.z).max()))
    every = len(at.z) // ARROWS
    for z, x in zip(at.z[every // 2 :: every], at.gz[every // 2 :: every], strict=True):
        start = low + (z + end) / (2 * end) * (high - low)
        inside = low <= x <= high
        ax.annotate(
            "", (min(max(x, low), high), LINE_X), (start, LINE_Z), zorder=3,
            arrowprops={
                "arrowstyle": "-|>,head_width=0.13,head_length=0.32" if inside else "-",
                "color": P_G, "linewidth": 0.8, "shrinkA": 0, "shrinkB": 0,
            },
        )  # fmt: skip
    for height in (LINE_X, LINE_Z):
        ax.plot([low, high], [height, height], color=INK, linewidth=1.0, zorder=4, solid_capstyle="butt")


def _names(ax: Axes, low: float, high: float, *, first: bool, last: bool) -> None:
    """What the lines are: the horizontal ones at the left, D's scale at the right."""
    room = 0.025 * (high - low)
    if first:
        for height, name in ((LINE_X, "$x$"), (LINE_Z, "$z$")):
            ax.text(low - room, height, name, fontsize=14, va="center", ha="right", clip_on=False)
    if last:
        for height, name in ((0.0, "0"), (0.5, "½"), (1.0, "1")):
            ax.plot([high, high + room / 2], [height, height], color=D, linewidth=0.9, clip_on=False)
            ax.text(high + room, height, name, fontsize=12, va="center", ha="left", color=D_TEXT)
        ax.plot([high, high], [0, 1], color=D, linewidth=0.9, clip_on=False)
        ax.text(high + 3.4 * room, 0.75, "$D(x)$", fontsize=12, va="center", ha="center", color=D_TEXT, rotation=90)


def plural(n: int, noun: str) -> str:
    """ "1 step", "2,500 steps"."""
    return f"{n:,} {noun}" + "s" * (n != 1)


def _jsd(at: Panel) -> str:
    return f"{at.readings['jsd']:.3f}"


def _bound(value: float) -> str:
    """Rounded up: what stands after ≤ must hold."""
    return f"{math.ceil(1000 * value) / 1000:.3f}"
