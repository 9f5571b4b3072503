"""The charts: every description is a Plotly figure, and what is drawn is what the history holds."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from ganscope.figures import Game, charts_figure, describe
from ganscope.figures.charts import CHARTS, charts
from ganscope.figures.fill import SOURCES, Data, fill
from ganscope.figures.theme import dressed
from ganscope.lab.frames import READINGS

THEORY = Game()
WASSERSTEIN = Game(kind="wasserstein", output="score", equilibrium=0.0)
GAMES = (
    THEORY,
    WASSERSTEIN,
    replace(WASSERSTEIN, view="2d"),
    replace(WASSERSTEIN, pack=2),
    replace(WASSERSTEIN, across=True),
    replace(WASSERSTEIN, reconstructor="veegan"),
    Game(kind="relativistic_average", output="relative", optimum=False, equilibrium=None),
    Game(kind="mad_gan", undecided=1 / 6, equilibrium=-2.7, generators=5),
    Game(kind="d2gan", equilibrium=-2.0),
    Game(kind="f_gan", equilibrium=0.0),
    Game(pack=3),
    Game(across=True),
    Game(reconstructor="ali"),
)


def named(game: Game, name: str) -> Any:
    return next(chart for chart in charts(game) if chart.name == name)


@pytest.mark.parametrize("game", GAMES, ids=lambda game: f"{game.kind}-{game.output}-{game.pack}-{game.reconstructor}")
def test_every_description_is_json_and_a_figure(game: Game) -> None:
    told = json.loads(json.dumps(describe(game)))
    assert [row["name"] for row in told["charts"]] == [chart.name for chart in CHARTS]
    for row in told["charts"]:
        for theme in ("light", "dark", "projector"):
            layout = {f"{axis[0]}axis{axis[1:]}": {**told["axis"], **own} for axis, own in row["axes"].items()}
            figure: Any = go.Figure(dressed(row["traces"], theme), dressed({**told["layout"], **layout}, theme))
            assert len(figure.data) == len(row["traces"]), row["name"]
        assert row["title"] and row["help"].endswith("."), row["name"]
        assert row["needs"] is None or row["reason"], row["name"]
        for trace in row["traces"]:
            assert trace["name"]
            assert trace["meta"]["from"] in SOURCES


def test_curves_are_of_columns_that_a_history_has() -> None:
    for chart in CHARTS:
        for trace in chart.traces:
            if chart.over_rounds and trace["meta"]["from"] == "columns":
                assert trace["meta"]["y"] in READINGS, chart.name


def test_charts_speak_the_words_of_the_game() -> None:
    assert [each["text"] for each in named(THEORY, "value").levels] == ["−log 4"]
    critic = named(replace(WASSERSTEIN, view="2d"), "value")
    assert (critic.title, critic.most) == ("Critic's estimate", None)
    assert [trace["name"] for trace in critic.traces] == ["W₁, sliced", "estimate"]
    assert [trace["name"] for trace in named(replace(WASSERSTEIN, across=True), "value").traces] == ["gap"]
    assert "packs of 2" in named(replace(WASSERSTEIN, pack=2), "value").help
    assert "packs of 3" in named(Game(pack=3), "outputs").help
    assert "across the batch" in named(Game(across=True), "outputs").help
    assert "pairs" in named(Game(reconstructor="ali"), "outputs").help
    for output in ("score", "relative"):
        free = named(Game(output=output), "outputs")
        assert (free.axes, free.levels) == ({}, ())
    for more in ({"pack": 3}, {"across": True}, {"reconstructor": "ali"}):
        assert [trace["meta"]["y"] for trace in named(replace(WASSERSTEIN, **more), "value").traces] == ["v"]
    titles = [chart.title for chart in charts(WASSERSTEIN)]
    assert len(set(titles)) == len(titles)
    assert named(WASSERSTEIN, "w1").rank == 9
    unknown = named(Game(kind="relativistic_average", output="relative", optimum=False, equilibrium=None), "value")
    assert [trace["name"] for trace in unknown.traces] == ["V(G, D)"]
    assert "nothing says how far D has to go" in unknown.help
    assert named(Game(kind="d2gan", equilibrium=-2.0), "value").help.endswith("Where p_g = p_data it is −2.")
    names = named(Game(kind="mad_gan", undecided=1 / 6, equilibrium=-2.7), "outputs")
    assert "⅙" in names.axes["y"]["ticktext"][1]
    assert named(Game(pack=2), "outputs").title == "Mean D(x₁, …)"
    assert named(Game(reconstructor="ali"), "outputs").title == "Mean D(x, z)"
    assert [trace["name"] for trace in named(Game(reconstructor="ali"), "losses").traces] == ["D", "G and F"]
    assert named(Game(reconstructor="ali"), "reconstruction").needs is None
    assert named(THEORY, "reconstruction").needs is not None
    assert named(Game(kind="f_gan"), "f").rank == 1.5


ROWS = {
    "round": np.arange(5, dtype=np.int32),
    "v": np.array([-2, -1.5, -1.4, -1.39, -1.386], np.float32),
    "v_star": np.array([-0.5, np.nan, -1.0, -1.2, -1.38], np.float32),
    "jsd": np.array([0.6, 0.5, 0.3, 0.1, 0.01], np.float32),
    "mode_share": np.array([[1, 0], [0.9, 0.1], [0.7, 0.3], [0.5, 0.5], [0.4, 0.6]], np.float32),
}


def test_what_is_drawn_is_what_the_history_holds() -> None:
    figure: Any = charts_figure(ROWS, names=["jsd", "value"])
    drawn = {trace.name: trace for trace in figure.data}
    assert np.array_equal(drawn["V(G, D)"].y, ROWS["v"])
    assert np.array_equal(drawn["JSD"].y, ROWS["jsd"])
    assert np.array_equal(drawn["JSD"].x, ROWS["round"])
    assert {trace.xaxis for trace in figure.data} == {"x"}  # zooming one zooms all
    assert drawn["JSD"].yaxis != drawn["V(G, D)"].yaxis
    assert drawn["JSD"].legend != drawn["V(G, D)"].legend
    titles = [note.text for note in figure.layout.annotations]
    assert titles == ["<b>Divergences</b>", "<b>Value</b>"]
    with pytest.raises(ValueError, match="names: 'pie' is no chart"):
        charts_figure(ROWS, names=["pie"])


def test_the_gap_has_no_area_where_a_value_is_missing() -> None:
    gap = next(trace for trace in named(THEORY, "value").traces if trace["meta"]["from"] == "between")
    [filled] = fill(gap, Data(ROWS))
    assert 1 not in filled["x"]
    assert np.isfinite(filled["x"]).sum() == 2 * 4


def test_bands_are_the_columns_of_the_shares() -> None:
    [band] = named(THEORY, "modes").traces
    one, two = fill(band, Data(ROWS))
    assert np.array_equal(two["y"], ROWS["mode_share"][:, 1])
    assert (one["name"], two["name"]) == ("mode 1", "mode 2")
