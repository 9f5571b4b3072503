"""Charts over rounds: a curve each of a column of the history, in the words of the game that is played."""

from __future__ import annotations

import math
from dataclasses import replace

from .chart import ChartDef, between, figures, fixed, level, line, roomy
from .game import Game, share

V = ("v", "V(G, D)", "d", 2.5, "d_text")
V_STAR = ("v_star", "V(G, D*)", "d_star", 2.0, "d_star_text")
LOG_4 = "−log 4"
GAP = "the shaded gap is what D has left to learn"


def is_theory(game: Game) -> bool:
    """Whether the value is that of the theory, V(G, D) ≤ 0 in nats."""
    return game.equilibrium is not None and abs(game.equilibrium + math.log(4)) < 1e-4


def distance(game: Game) -> str:
    """W₁ by the name that it has among the numbers."""
    return "W₁, sliced" if game.view == "2d" else "W₁"


def _level_text(value: float) -> str:
    return LOG_4 if abs(value + math.log(4)) < 1e-4 else f"{value:.4g}".replace("-", "−")


def _value(chart: ChartDef, game: Game) -> ChartDef:
    if is_theory(game) and game.optimum:
        return chart
    if game.kind == "wasserstein":
        return _critic(chart, game)
    end = "" if game.equilibrium is None else f"  Where p_g = p_data it is {_level_text(game.equilibrium)}."
    levels = ()
    if game.equilibrium is not None and math.isfinite(game.equilibrium):
        text = _level_text(game.equilibrium)
        levels = (level(game.equilibrium, text if len(text) <= 6 else f"{game.equilibrium:.3g}".replace("-", "−")),)
    theory = is_theory(game)
    chart = replace(
        chart, unit="nats" if theory else "value", most=chart.most if theory else None, levels=levels, format=roomy(3)
    )
    if not game.optimum:
        help = "The value of the game: D pushes V(G, D) up, G pulls the other way.  The best D is not known for this game, so nothing says how far D has to go."  # noqa: E501
        return replace(chart, traces=(line(*V),), help=help + end)
    # where p_g misses data the best D may be beyond all bounds
    star = line(*V_STAR, bound=True, compared=True)
    return replace(
        chart,
        traces=(between("v", "v_star", (V_STAR[1], V[1])), star, line(*V)),
        help=f"The value of the game.  D pushes V(G, D) up towards V(G, D*), the value of the best D; {GAP}.  G pushes V(G, D) down.{end}",  # noqa: E501
    )


def _critic(chart: ChartDef, game: Game) -> ChartDef:
    chart = replace(chart, most=None, levels=(), format=roomy(3), least=None)
    if game.reconstructor or game.across:
        return replace(
            chart, title="Critic's gap", unit="critic f", traces=(line(*_named("gap")),),
            help="The gap between the critic's means on pairs (x, F(x)) of real samples and on pairs (G(z), z): it estimates W₁ between the pairs, which is not known here."  # noqa: E501
            if game.reconstructor else
            "The gap between the critic's means on a batch of real samples and on a batch of fakes.  This critic looks across the batch, so it estimates no distance of single samples.",  # noqa: E501
        )  # fmt: skip
    if game.pack > 1:
        return replace(
            chart, title="Critic's estimate", unit="units of x", traces=(line(*_named("estimate of packs")),),
            help=f"The gap between the critic's means on packs of {game.pack} real samples and of {game.pack} fakes: it estimates W₁ between the packs, which is larger than that between single samples, and not known here.",  # noqa: E501
        )  # fmt: skip
    return replace(
        chart, title="Critic's estimate", unit="units of x",
        traces=(line("w1", distance(game), "p_g", 2.5, "p_g_text"), line(*_named("estimate"))),
        help="What D estimates beside the truth: the gap between the critic's means on real data and on fakes, and the distance W₁ itself, exact on the line, sliced in the plane.  An estimate above W₁ means that the critic is steeper than 1; below it, that D has more to learn.",  # noqa: E501
    )  # fmt: skip


def _named(name: str) -> tuple[str, str, str, float, str]:
    return V[0], name, *V[2:]


def _outputs(chart: ChartDef, game: Game) -> ChartDef:
    if game.reconstructor:
        alone = _outputs(chart, replace(game, reconstructor=None))
        more = "  D judges pairs: the means are over 512 real samples, each with the z that F gives for it, and 512 fakes, each with the z that it was made of."  # noqa: E501
        return _of(alone, "(x, z)", more)
    if game.across:
        alone = _outputs(chart, replace(game, across=False))
        more = "  D looks across the batch: the means are over one batch of real samples and one of fakes."
        return replace(alone, help=alone.help + more)
    if game.pack > 1:
        alone = _outputs(chart, replace(game, pack=1))
        more = f"  D judges packs: the means are over packs of {game.pack} samples, real ones or fakes."
        return _of(alone, "(x₁, …)", more)
    if game.output == "probability":
        at = game.undecided
        if at == 0.5:
            return chart
        text = share(at)
        return replace(
            chart,
            axes={"y": _ticks(at)},
            levels=(level(at),),
            help=f"What D says on average, on real data and on G's fakes: 1 means real, 0 means fake.  D names every generator, too; where both are {text}, one part in so many as there are generators and data, it cannot tell them apart.",  # noqa: E501
        )
    free = replace(chart, axes={}, levels=(), format=figures(3))
    if game.output == "score":
        help = "What the critic says on average, on real data and on G's fakes.  Only the gap between the two means something; where it is 0, the critic cannot tell them apart."  # noqa: E501
        return replace(free, unit="critic f(x)", title="Mean critic f(x)", help=help)
    help = "What D says on average, on real data and on G's fakes, up to a constant: only the gap between the two means something."  # noqa: E501
    return replace(free, unit="D(x) + constant", title="Mean D(x), up to a constant", help=help)


def _of(chart: ChartDef, arguments: str, more: str) -> ChartDef:
    title, unit = (text.replace("(x)", arguments) for text in (chart.title, chart.unit))
    return replace(chart, title=title, unit=unit, help=chart.help + more)


def _ticks(undecided: float) -> dict[str, list[object]]:
    # a fraction is one letter, and small
    text = f'<span style="font-size:1.3em">{share(undecided)}</span>'
    return {"range": [0, 1], "tickvals": [0, undecided, 1], "ticktext": ["0", text, "1"]}


def _losses(chart: ChartDef, game: Game) -> ChartDef:
    if not game.reconstructor:
        return chart
    d, g = chart.traces
    both = line("g_loss", "G and F", "p_g", 2.25, "p_g_text")
    more = "  G's line holds the loss of F too: they descend the sum."
    return replace(chart, traces=(d, g | both), help=chart.help + more)


def _reconstruction(chart: ChartDef, game: Game) -> ChartDef:
    return replace(chart, needs=None) if game.reconstructor else chart


def _w1(chart: ChartDef, game: Game) -> ChartDef:
    # beside the critic's estimate the same curve need not stand twice
    twice = game.kind == "wasserstein" and game.pack == 1 and not game.across and not game.reconstructor
    traces = (line("w1", distance(game), "p_g", 2.5, "p_g_text"),)
    return replace(chart, traces=traces, rank=9 if twice else chart.rank)


LOG = {"y": {"type": "log", "tickformat": "~g"}}

VALUE = ChartDef(
    "value", "Value", rank=1, unit="nats", words=_value, most=0, levels=(level(-math.log(4), LOG_4),),
    format=roomy(3), least={"how": "bounded", "digits": 2},
    help=f"The value of the game, in nats.  D pushes V(G, D) up towards V(G, D*), the value of the best D; {GAP}.  G pushes V(G, D) down; at p_g = p_data even the best D reaches only −log 4.",  # noqa: E501
    traces=(between("v", "v_star", (V_STAR[1], V[1])), line(*V_STAR, bound=True), line(*V)),
)  # fmt: skip
JSD = ChartDef(
    "jsd", "Divergences", rank=2, unit="nats", axes=LOG, format=figures(2), least={"how": "least", "digits": 2},
    help="How far p_g is from p_data, in nats, on a logarithmic axis.  JSD: Jensen–Shannon, at most log 2.  The dotted floor is what a perfect generator would score here; an arrow says that it is off the axis.  KL(data‖g) is large where p_g misses data, KL(g‖data) where it makes what is no data; infinite values are not drawn.  ≥: some of p_g is outside the picture, which counts as one cell, on the line one at either end, so the value is at least that.",  # noqa: E501
    traces=(
        line("kl_data_g", "KL(data‖g)", "p_data", 2, "ink", dash="8px,4px", hover=".3~g", bound=True),
        line("kl_g_data", "KL(g‖data)", "fake", 2, dash="6px,2.5px,1.5px,2.5px", hover=".3~g", bound=True),
        line("jsd_floor", "floor", "muted", 2, dash="1.5px,2.5px", hover=".3~g", compared=True),
        line("jsd", "JSD", "p_g", 2.5, "p_g_text", hover=".3~g", bound=True, first=True),
    ),
)  # fmt: skip
OUTPUTS = ChartDef(
    "outputs", "Mean D(x)", rank=4, unit="D(x)", words=_outputs, axes={"y": _ticks(0.5)}, format=fixed(3),
    levels=(level(0.5),),
    help="What D says on average, on real data and on G's fakes: 1 means real, 0 means fake.  Where both are ½, D cannot tell them apart.",  # noqa: E501
    # where both are the same, the wider one is seen beside the other
    traces=(line("d_real", "real", "p_data", 2.75, "ink"), line("d_fake", "fake", "p_g", 1.5, "p_g_text")),
)  # fmt: skip
LOSSES = ChartDef(
    "losses", "Losses", rank=5, unit="loss", words=_losses, format=roomy(3),
    help="What D and G each minimise, per sample: each point is the mean over as many rounds as a frame has.  In a game a falling loss does not mean that things get better: look at the divergences.",  # noqa: E501
    traces=(line("d_loss", "D", "d", 2.25, "d_text"), line("g_loss", "G", "p_g", 2.25, "p_g_text")),
)  # fmt: skip
RECONSTRUCTION = ChartDef(
    "reconstruction", "Reconstruction", rank=3.5, unit="units of z, squared", words=_reconstruction, axes=LOG,
    needs={}, reason="No network takes samples back to z: choose a reconstructor.",
    help="E‖z − F(G(z))‖²: how far F, the network that takes samples back to noise, is from the z that a sample of G was made of, in squares of the units of z, on a logarithmic axis.  An F that knows nothing of x is off by the variance of z, 1 for each normal coordinate.  Where G makes one x of many z, no F can tell them apart.",  # noqa: E501
    traces=(line("reconstruction", "E‖z − F(G(z))‖²", "p_g", 2.5, "p_g_text", hover=".3~g"),),
)  # fmt: skip
W1 = ChartDef(
    "w1", "Wasserstein distance", rank=7, unit="units of x", words=_w1, zero=True,
    help="W₁: how far the mass of p_g would have to be carried to become p_data, in the units of x: exact on the line, the mean over directions (sliced) in the plane.",  # noqa: E501
    traces=(line("w1", "W₁", "p_g", 2.5, "p_g_text"),),
)  # fmt: skip
GRADIENTS = ChartDef(
    "gradients", "Gradient norms", rank=8, unit="norm", axes=LOG, format=figures(2),
    help="Length of the gradient of each loss by the weights, on a logarithmic axis; each point is a mean over rounds, as with the losses.  When G's falls towards 0, G has nothing left to learn from D.",  # noqa: E501
    traces=(
        line("d_grad_norm", "D", "d", 2.25, "d_text", hover=".3~g"),
        line("g_grad_norm", "G", "p_g", 2.25, "p_g_text", hover=".3~g"),
    ),
)  # fmt: skip
