"""The four-panel figure: what each panel claims, on the data behind it, and the files."""

from __future__ import annotations

import dataclasses
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from ganscope.cli import main
from ganscope.figures import Game, figure1_described, panels
from ganscope.figures.theme import PALETTES, colour, dressed
from ganscope.game import targets
from ganscope.game.experiment import (
    SGD,
    Experiment,
    Gaussian,
    Latent,
    Mixture1D,
    Normal,
    Optimizers,
    Ring,
    TwoPeaks,
    Uniform,
)
from ganscope.lab.presets import FIGURE_1
from ganscope.study import figure, figure_run
from ganscope.study.figure_described import described
from ganscope.study.figure_drawing import mathtext, rendered
from ganscope.study.figure_page import page
from ganscope.study.figure_run import NoFigure, Panel, Story


@pytest.fixture(scope="module")
def told() -> list[str]:
    """What was told on the way to the story."""
    return []


@pytest.fixture(scope="module")
def story(told: list[str], well_compiled: None) -> Story:
    """One run for all tests."""
    return figure_run.story(FIGURE_1, told.append)


def loud(at: Panel) -> np.ndarray:
    """Where p_data + p_g exceeds 1% of its peak."""
    both = at.p_data + at.p_g
    return both > 0.01 * both.max()


def jsd(at: Panel) -> float:
    """The Jensen–Shannon divergence in nats, from the curves that are drawn."""
    p, q = at.p_data / at.p_data.sum(), at.p_g / at.p_g.sum()
    m = (p + q) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        return float(sum(np.nansum(a * np.log(a / m)) for a in (p, q)) / 2)


def test_a_p_g_is_near_and_d_partly_trained(story: Story) -> None:
    a = story.panels[0]
    assert a.round > story.moved
    assert 0.02 < jsd(a) < 0.2
    assert a.readings["w1"] > 0.25  # visibly beside p_data, whose σ is 1
    best = a.readings["v_star"] + np.log(4)
    assert 0.2 < (a.readings["v"] + np.log(4)) / best < 0.8
    assert a.readings["d_real"] > a.readings["d_fake"]


def test_b_g_is_frozen_and_d_is_d_star(story: Story) -> None:
    a, b, _, _ = story.panels
    assert np.array_equal(a.p_g, b.p_g) and np.array_equal(a.gz, b.gz)
    d_star = b.p_data / (b.p_data + b.p_g)
    assert np.abs(b.d - d_star)[loud(b)].max() < 0.03
    assert b.steps > 0 and b.round == a.round


def test_c_g_has_moved_towards_the_data_and_d_has_not(story: Story) -> None:
    _, b, c, _ = story.panels
    assert np.array_equal(b.d, c.d)
    assert c.steps > 0 and jsd(c) < 0.8 * jsd(b) and c.readings["w1"] < 0.8 * b.readings["w1"]
    mean_b, mean_c = (float(at.x @ at.p_g / at.p_g.sum()) for at in (b, c))
    assert (mean_c - mean_b) * story.shift > 0


def test_d_p_g_is_p_data_and_d_is_a_half(story: Story) -> None:
    a, _, _, d = story.panels
    assert d.round > a.round and np.array_equal(d.p_data, a.p_data)
    assert np.abs(d.d - 0.5)[loud(d)].max() < 0.05
    assert d.readings["jsd"] < 0.01 and jsd(d) < 0.01
    assert d.readings["jsd"] == pytest.approx(jsd(d), abs=1e-3)


def test_what_is_told_is_what_was_found(story: Story, told: list[str]) -> None:
    assert story.shift == pytest.approx(-1.0, abs=0.01)  # one standard deviation
    for name, at in zip("abcd", story.panels, strict=True):
        (line,) = [line for line in told if line.startswith(f"({name})")]
        assert f"round {at.round:,}" in line and f"JSD {at.readings['jsd']:.4f}" in line


@pytest.mark.parametrize("run", ["drawn", pytest.param("played", marks=pytest.mark.slow)])
def test_again_gives_the_same_bytes(story: Story, run: str) -> None:
    again = figure_run.story(FIGURE_1) if run == "played" else story
    assert rendered(again, "svg") == rendered(story, "svg")
    assert page(again, "figure-1") == page(story, "figure-1")


def test_the_files_are_what_their_names_say(
    story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(figure, "story", lambda experiment, tell: story)
    monkeypatch.setattr("ganscope.lab.cache.use_cache", lambda: None)
    written: dict[str, bytes] = {}
    for suffix in figure.SUFFIXES:
        out = tmp_path / f"figure{suffix}"
        assert main(["figure", "--out", str(out)]) == 0
        assert str(out) in capsys.readouterr().err
        written[suffix] = out.read_bytes()
    root = ElementTree.fromstring(written[".svg"])
    assert root.tag.endswith("svg") and b"<dc:date>" not in written[".svg"] and b"<image" not in written[".svg"]
    assert written[".png"].startswith(b"\x89PNG") and written[".pdf"].startswith(b"%PDF")
    text = written[".html"].decode()
    scripts = re.findall(r"<script([^>]*)>", text)
    around = re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
    assert scripts and not any("src" in given for given in scripts)
    assert "src=" not in around and "<link" not in around and "http" not in around
    assert text.count("Plotly.newPlot(") >= 1 and around.count('id="figure-1"') == 1
    for at in story.panels:
        assert f"<td>{at.round:,}</td><td>{at.readings['jsd']:.4f}</td>" in text


def test_every_file_draws_one_description(story: Story) -> None:
    spec = described(story)
    made: Any = go.Figure(spec)
    names = {trace["name"]: trace for trace in figure1_described.describe(Game())["data"]}
    for k, at in enumerate(story.panels):
        traces = {str(trace.uid)[2:]: trace for trace in made.data if str(trace.uid).startswith("abcd"[k])}
        assert ("d_star" in traces) == (k == 1)
        shown = np.isin(at.x, traces["p_g"].x)
        assert np.array_equal(traces["p_g"].y, at.p_g[shown]) and np.array_equal(traces["p_data"].y, at.p_data[shown])
        assert np.array_equal(traces["d"].y, np.where(at.where, at.d, np.nan)[shown], equal_nan=True)
        for name in traces.keys() & names.keys() - {"heads", "level"}:  # the large figure's colours, widths, dashes
            style = dressed(names[name]["line"], lines=panels.LINES)
            line = dressed(names[name], lines=panels.LINES)["line"]
            assert traces[name].line.color == style["color"]
            assert (traces[name].line.width, traces[name].line.dash) == (line["width"], line.get("dash"))
    svg = rendered(story, "svg").decode()
    for name in ("p_data", "p_g", "d", "d_star"):
        assert colour(names[name]["line"]["color"], PALETTES["light"]) in svg
    assert len(made.layout.annotations) == 2 * 4 + 2


def test_markup_becomes_mathematics() -> None:
    assert mathtext("<b>(b)</b>  <i>G</i> frozen, <i>D</i> = ½") == r"$\mathbf{(b)}$  $G$ frozen, $D$ = ½"
    assert mathtext("|<i>D</i> − <i>D</i>*|") == r"|$D$ − $D^{\ast}$|"
    assert mathtext("<i>p</i><sub>data</sub>, <i>p</i><sub>g</sub>") == r"$p_{\mathrm{data}}$, $p_{g}$"


def test_a_moved_target_is_the_same_one_elsewhere() -> None:
    moved = figure_run.shifted(TwoPeaks(distance=4.0, std=0.5), 1.5)
    assert isinstance(moved, Mixture1D)
    assert [part.mean[0] for part in targets.components(moved)] == [-0.5, 3.5]
    assert [component.std for component in moved.components] == pytest.approx([0.5, 0.5])
    assert figure_run.shifted(Uniform(low=-1, high=1), -0.5) == Uniform(low=-1.5, high=0.5)


def test_the_moment_of_a_is_sought_again_where_it_did_not_serve(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[float] = []
    found = dataclasses.replace(story.panels[0], round=0)

    class Player:
        experiment, finite, round, state = FIGURE_1, True, 0, np.zeros(1)

        def __init__(self, experiment: Experiment) -> None: ...

        def edit(self, experiment: Experiment) -> None:
            self.experiment = experiment
            asked.append(targets.components(experiment.target)[0].mean[0])

    monkeypatch.setattr(figure_run, "Player", Player)
    monkeypatch.setattr(figure_run, "panel", lambda player, steps=0: found)
    monkeypatch.setattr(figure_run, "_settle", lambda *given: found)
    monkeypatch.setattr(figure_run, "_best_settled", lambda player, best: best)
    monkeypatch.setattr(figure_run, "_partly_trained", lambda player: found)
    answers = iter([None, (story.panels[1], story.panels[2])])
    monkeypatch.setattr(figure_run, "_climbed_and_moved", lambda *given: next(answers))
    second = figure_run.story(FIGURE_1)
    assert second.moves == 2 and second.shift == -asked[0] == pytest.approx(1.0, abs=0.01)
    assert asked[1] == pytest.approx(0.0, abs=1e-6)

    monkeypatch.setattr(figure_run, "_climbed_and_moved", lambda *given: None)
    with pytest.raises(NoFigure, match=r"moved 6 times"):
        figure_run.story(FIGURE_1)


def test_a_run_that_does_not_converge_says_how_far_it_came() -> None:
    with pytest.raises(NoFigure, match=r"in 100 rounds p_g did not come to p_data: .* JSD 0\.\d+ and .* up to"):
        figure_run.story(FIGURE_1, limit=100)


def test_a_run_that_diverges_says_why() -> None:
    wild, sgd = Normal(std=10.0), SGD(learning_rate=10.0)
    experiment = FIGURE_1.model_copy(
        update={
            "target": Gaussian(mean=3.0),
            "generator": FIGURE_1.generator.model_copy(update={"init": wild, "activation": "relu"}),
            "discriminator": FIGURE_1.discriminator.model_copy(update={"init": wild, "activation": "relu"}),
            "optimizers": Optimizers(generator=sgd, discriminator=sgd),
        }
    )
    with pytest.raises(NoFigure, match=r"stopped at round [\d,]+: .* became"):
        figure_run.story(experiment)


@pytest.mark.parametrize(
    ("change", "named"), [({"target": Ring()}, "2 dimensions"), ({"latent": Latent(dimension=3)}, "z has 3 dimensions")]
)
def test_games_off_the_line_are_refused(change: dict[str, object], named: str) -> None:
    experiment = FIGURE_1.model_copy(update=change)
    assert named in (figure_run.refusal(experiment) or "")
    with pytest.raises(NoFigure, match=named):
        figure_run.story(experiment)


REFUSED: list[tuple[list[str], str]] = [
    (["--out", "figure.gif"], ".svg, .png, .pdf or .html"),
    (["--out", "figure"], ".svg, .png, .pdf or .html"),
    (["--out", "no/such/folder/figure.svg"], "no/such/folder"),
    (["--preset", "figure-2", "--out", "figure.svg"], "figure-1"),
    (["--preset", "ring-learned", "--out", "figure.svg"], "2 dimensions"),
]


@pytest.mark.parametrize(("arguments", "named"), REFUSED, ids=[" ".join(given) for given, _ in REFUSED])
def test_what_cannot_be_drawn_is_refused_before_anything_is_played(
    arguments: list[str],
    named: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["figure", *arguments]) == 2
    out, err = capsys.readouterr()
    assert named in err and out == "" and "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_a_run_without_a_figure_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seeds: list[int] = []

    def hopeless(experiment: Experiment, tell: object) -> Story:
        seeds.append(experiment.seed)
        raise NoFigure("p_g stood still")

    monkeypatch.setattr(figure, "story", hopeless)
    monkeypatch.setattr("ganscope.lab.cache.use_cache", lambda: None)
    assert main(["figure", "--preset", "two-peaks", "--seed", "7", "--out", str(tmp_path / "figure.svg")]) == 1
    assert "two-peaks: p_g stood still" in capsys.readouterr().err
    assert seeds == [7] and list(tmp_path.iterdir()) == []
