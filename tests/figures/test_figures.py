"""Descriptions of figures: what Plotly accepts, in the page's colours, the same in every game."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ganscope.figures import Game, describe
from ganscope.figures.theme import GENERATORS, MODES, PALETTES, STROKE, ZOOM, dressed

GAMES = {
    "theory": Game(),
    "generators": Game(kind="mad_gan", generators=3, undecided=0.25),
    "critic": Game(kind="wasserstein", output="score", equilibrium=0.0, view="2d"),
    "labels": Game(labels=8, generators=1, view="2d", latent=16),
    "pairs": Game(output="relative", optimum=False, reconstructor="ali", pack=1, equilibrium=None),
    "packs": Game(pack=3, across=True),
}


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize("name", GAMES)
def test_plotly_accepts_every_description(name: str, theme: str) -> None:
    for figure in ("figure1", "plane"):
        told = dressed(describe(GAMES[name])[figure], theme)
        made = go.Figure(data=told["data"], layout=told["layout"])
        assert [trace["name"] for trace in made.to_plotly_json()["data"]] == [trace["name"] for trace in told["data"]]
        assert "@" not in json.dumps([{**trace, "meta": {}} for trace in told["data"]])


def test_a_trace_has_a_name_and_a_layer() -> None:
    for game in GAMES.values():
        for figure in ("figure1", "plane"):
            traces = describe(game)[figure]["data"]
            names = [trace["name"] for trace in traces]
            assert len(set(names)) == len(names)
            assert all(trace["meta"]["layer"] for trace in traces)


def test_figure_1_is_drawn_as_the_paper_prints_it() -> None:
    told = dressed(describe(Game())["figure1"])
    line = {trace["name"]: trace["line"] for trace in told["data"] if "line" in trace}
    assert "dash" in line["p_data"] and line["p_data"]["color"] == PALETTES["light"]["ink"]
    assert "dash" not in line["p_g"] and line["p_g"]["color"] == "#009e73"
    assert "dash" in line["d"] and line["d"]["color"] == "#0072b2"
    assert told["layout"]["yaxis2"]["ticktext"] == ["0", "¼", "½", "¾", "1"]


def test_the_words_of_a_game() -> None:
    assert describe(GAMES["critic"])["figure1"]["layout"]["yaxis2"]["title"]["text"] == "critic <i>f</i>(<i>x</i>)"
    assert "tickvals" not in describe(GAMES["critic"])["figure1"]["layout"]["yaxis2"]
    assert describe(GAMES["packs"])["figure1"]["layout"]["yaxis2"]["title"]["text"].count("<i>x</i>") == 2
    levels = describe(GAMES["generators"])["plane"]["data"]
    assert any(trace["name"] == "d = ¼" for trace in levels)


@given(level=st.floats(0.05, 0.95))
def test_the_level_where_d_cannot_tell_is_always_a_tick(level: float) -> None:
    ticks = Game(undecided=level).chances
    assert min(abs(at - level) for at, _ in ticks) < 1.1e-3
    assert [at for at, _ in ticks] == sorted(at for at, _ in ticks)


def test_colours_and_sizes_are_those_of_the_page(repository: Path) -> None:
    css = (repository / "frontend" / "css" / "tokens.css").read_text()
    common = css[: css.index(':root[data-theme="dark"]')]
    parts = {
        "light": common,
        "dark": css[css.index(':root[data-theme="dark"]') : css.index(':root[data-theme="projector"]')],
        "projector": css[css.index(':root[data-theme="projector"]') :],
    }
    other = {"share": "share-of-f"}
    for theme, text in parts.items():
        for name, colour in PALETTES[theme].items():
            assert f"--{other.get(name, name.replace('_', '-'))}: {colour};" in text, (theme, name)
    assert f"--modes: {' '.join(MODES)};" in css
    for theme, colours in GENERATORS.items():
        assert f"--generators: {' '.join(colours)};" in parts[theme]
    for name, values in (("stroke", STROKE), ("zoom", ZOOM)):
        for theme, value in values.items():
            found = re.search(rf"--{name}: ([\d.]+);", parts[theme])
            assert float(found[1]) == value if found else value == 1


def test_the_page_s_tests_read_what_is_described(repository: Path) -> None:
    """Write it anew with: python tests/figures/test_figures.py"""
    assert json.loads(_kept(repository).read_text()) == json.loads(json.dumps(_described()))


def _kept(repository: Path) -> Path:
    return repository / "tests" / "frontend" / "described.json"


def _described() -> dict[str, Any]:
    return {name: describe(GAMES[name]) for name in ("theory", "generators")}


if __name__ == "__main__":
    _kept(Path(__file__).resolve().parents[2]).write_text(json.dumps(_described(), ensure_ascii=False) + "\n")
