"""The figure as a page of its own: one file with the picture, its caption and the run's numbers."""

from __future__ import annotations

import html

from ganscope.figures.theme import PALETTES

from .figure_described import TITLE, described, plural
from .figure_run import SETTLED_D, SETTLED_JSD, SHARE, Panel, Story

_INK, _MUTED, _FAINT = (PALETTES["light"][name] for name in ("ink", "muted", "line"))
_STYLE = f"""
body {{ margin: 2rem auto; max-width: 75rem; padding: 0 1rem; background: #fff; color: {_INK};
  font: 1rem/1.5 system-ui, sans-serif; }}
figure {{ margin: 0; }}
.picture, .numbers {{ overflow-x: auto; }}
.picture > div {{ width: max-content; margin: 0 auto; }}
figcaption, .numbers {{ max-width: 55rem; margin: 1rem auto; }}
sub {{ line-height: 0; }}
table {{ border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; white-space: nowrap; }}
th, td {{ padding: .25rem .75rem; text-align: right; border-bottom: 1px solid {_FAINT}; font-weight: normal; }}
thead th {{ color: {_MUTED}; }}
"""


def page(story: Story, name: str) -> str:
    """HTML that asks for nothing else; ``name`` is the preset's."""
    shown, seed, (a, b, c, _) = html.escape(name), story.experiment.seed, story.panels
    way = "left" if story.shift < 0 else "right"
    again = f"; it had been moved {plural(story.moves - 1, 'time')} before" if story.moves > 1 else ""
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{TITLE}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<figure>
<div class="picture">
{_picture(story)}
</div>
<figcaption>
<p><strong>{TITLE}.</strong> Black, dotted: p<sub>data</sub>. Green: p<sub>g</sub>. Blue, dashed: the discriminator
D, paler where p<sub>data</sub> + p<sub>g</sub> is below {SHARE:.0%} of its peak. Below: where G takes equally likely
z.</p>
<p>The game <em>{shown}</em> (seed {seed}) was played until p<sub>g</sub> had come to p<sub>data</sub>, at round
{story.moved:,}. Then p<sub>data</sub> was moved by {abs(story.shift):.2f} to the {way}{again}.
(a) {plural(a.round - story.moved, "round")} later D is partly trained: it has {a.edge:.0%} of the edge over chance
that the best D would have. (b) From there, G frozen, {plural(b.steps, "step")} of D bring it to
D* = p<sub>data</sub>/(p<sub>data</sub> + p<sub>g</sub>). (c) From there, D frozen, {plural(c.steps, "step")} of G
bring p<sub>g</sub> closer to p<sub>data</sub>. (d) From (a) the run goes on until p<sub>g</sub> = p<sub>data</sub> to a
JSD below {SETTLED_JSD}, and D = ½ to {SETTLED_D} wherever it is not drawn paler.</p>
</figcaption>
</figure>
<div class="numbers">
<table>
<thead><tr>{"".join(f"<th>{head}</th>" for head in _HEADS)}</tr></thead>
<tbody>
{_rows(story)}
</tbody>
</table>
<p>JSD and V in nats, W₁ in units of x; max |D − D*| and max |D − ½| over all x where p<sub>data</sub> + p<sub>g</sub>
is above {SHARE:.0%} of its peak. Made by <code>ganscope figure --preset {shown} --seed {seed}</code>.</p>
</div>
</main>
</body>
</html>
"""


_HEADS = ("panel", "round", "JSD", "W₁", "V(G, D)", "V(G, D*)", "max |D − D*|", "max |D − ½|")


def _rows(story: Story) -> str:
    def row(letter: str, at: Panel) -> str:
        read = at.readings
        numbers = (read["jsd"], read["w1"], read["v"], read["v_star"], at.from_star, at.from_half)
        cells = "".join(f"<td>{value:.4f}</td>".replace("-", "−") for value in numbers)
        return f'<tr><th scope="row">({letter})</th><td>{at.round:,}</td>{cells}</tr>'

    return "\n".join(row(letter, at) for letter, at in zip("abcd", story.panels, strict=True))


def _picture(story: Story) -> str:
    """The figure with all that it needs to be drawn, named for a screen reader."""
    import plotly.graph_objects as go
    import plotly.io

    label = "Four panels of curves: p_data, p_g and D. What each shows is in the caption."
    drawn = plotly.io.to_html(
        go.Figure(described(story)), full_html=False, include_plotlyjs=True, div_id="figure-1",
        config={"displaylogo": False},
    )  # fmt: skip
    return f'<div role="group" aria-label="{label}">{drawn}</div>'
