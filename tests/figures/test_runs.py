"""Figures of runs: what is drawn is what the frame holds, in every set of layers and every theme."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.interpolate import RegularGridInterpolator
from scipy.stats import norm

from ganscope import figures
from ganscope.figures import figure1_filled
from ganscope.figures.contours import contours
from ganscope.figures.layers import LAYERS, SETS
from ganscope.figures.plane_filled import known
from ganscope.figures.scales import nice_step, round_values, scale_end
from ganscope.figures.seen import values
from ganscope.figures.theme import PALETTES
from ganscope.lab.headless import Run, run
from ganscope.lab.presets import FIGURE_1, PRESETS

NAMED = {preset.name: preset for preset in PRESETS}


@pytest.fixture(scope="module")
def line() -> Run:
    """A run on the line."""
    return run(FIGURE_1, 100)


@pytest.fixture(scope="module")
def ring() -> Run:
    """A run in the plane."""
    return run(NAMED["ring-learned"].experiment, 40)


def drawn(figure: Any) -> dict[str, Any]:
    """Traces by the names that the description has for them."""
    return {str(trace.uid): trace for trace in figure.data}


@pytest.mark.parametrize("theme", PALETTES)
def test_every_set_and_every_layer_is_a_figure(line: Run, ring: Run, theme: str) -> None:
    for view, draw, one in (("1d", figures.figure1, line), ("2d", figures.plane, ring)):
        for name in SETS[view]:
            figure: Any = draw(one, layers=name, theme=theme)
            assert figure.layout.showlegend and "@" not in str(figure.to_plotly_json()["layout"])
            listed = [trace.name for trace in figure.data if trace.showlegend]
            assert listed and len(set(listed)) == len(listed), name
        for name in LAYERS[view]:
            draw(one, layers=[name], theme=theme)


def test_the_data_are_a_normal_density(line: Run) -> None:
    trace = drawn(figures.figure1(line))["p_data"]
    assert np.abs(trace.y - norm.pdf(trace.x)).max() < 1e-4


def test_curves_samples_and_arrows_are_those_of_the_frame(line: Run) -> None:
    found = line.frame.arrays
    traces = drawn(figures.figure1(line, layers=LAYERS["1d"]))
    for name in ("p_data", "p_g", "d", "d_star"):
        assert np.array_equal(traces[name].y, found[name]) and np.array_equal(traces[name].x, found["x"])
        assert re.search(r"%\{y:", traces[name].hovertemplate)
    for name in ("real", "fake"):
        assert np.array_equal(traces[name].x[1::3], found[name])
    assert np.isin(traces["arrows"].x[::3].astype(np.float32), found["z"]).all()
    low, high = line.frame.meta["window"][0]
    ends = low + (traces["arrows"].x[1::3] + 1) / 2 * (high - low)  # uniform noise: z from −1 to 1
    assert np.allclose(ends, found["gz"][np.isin(found["z"], traces["arrows"].x[::3].astype(np.float32))], atol=1e-4)
    assert np.array_equal(traces["modes"].x, found["modes"][:, 0])
    assert line.readings["jsd"] == line.frame.meta["readings"]["jsd"]
    assert line.frame.meta["round"] == line.rounds == 100


def test_contours_are_where_d_has_their_levels(ring: Run) -> None:
    frame = ring.frame
    traces = drawn(figures.plane(ring, layers=["d", "d_star", "p_data_lines", "real", "fake", "mesh", "pull"]))
    grid, (low, high) = values(frame, "d_fine"), frame.meta["window"][0]
    side = np.linspace(low, high, len(grid))
    at = RegularGridInterpolator((side, side), grid)
    for name, levels in (("d", {0.1, 0.25, 0.75, 0.9}), ("d = ½", {0.5})):
        x, y = (np.asarray(part, float) for part in (traces[name].x, traces[name].y))
        said = at(np.stack([y, x], 1)[np.isfinite(x)].clip(low, high))
        assert all(min(abs(value - level) for level in levels) < 1e-4 for value in said)
    assert np.isfinite(np.asarray(traces["d = ½"].x, float)).any()
    for name in ("real", "fake"):
        assert np.array_equal(np.stack([traces[name].x, traces[name].y], 1), frame.arrays[name])
    nodes = frame.arrays["mesh"]
    assert np.array_equal(traces["mesh"].x[: nodes.shape[1]], nodes[0, :, 0])
    starts = np.stack([traces["pull"].x[::3], traces["pull"].y[::3]], 1)
    assert np.isin(starts.astype(np.float32), frame.arrays["fake"][: len(frame.arrays["pull"])]).all()


def test_a_field_is_the_frame_s_grid_and_says_all_that_is_there(ring: Run) -> None:
    frame = ring.frame
    field = drawn(figures.plane(ring, layers="theory"))["difference"]
    there = known(frame)
    assert np.array_equal(np.isfinite(field.z), there)
    assert np.allclose(field.z[there], (values(frame, "d") - values(frame, "d_star"))[there], atol=1e-6)
    assert np.allclose(field.customdata[..., 0], values(frame, "p_data"), atol=1e-6)
    asked = {int(k) for k in re.findall(r"customdata\[(\d)\]", field.hovertemplate)}
    assert asked == set(range(field.customdata.shape[-1]))
    assert (field.zmin, field.zmax) == (-1, 1)


def test_charts_of_what_is_there_now_need_no_history(ring: Run) -> None:
    figure: Any = figures.charts_figure(ring)
    assert {"<b>Samples per mode</b>", "<b>D's weights</b>"} <= {note.text for note in figure.layout.annotations}
    [shares] = [trace for trace in figure.data if trace.name == "samples"]
    assert np.array_equal(shares.y, ring.frame.arrays["mode_share"])


def test_what_there_is_not_is_refused_by_name(line: Run, ring: Run) -> None:
    with pytest.raises(ValueError, match=r"run: its data lie in the plane; figures\.plane\(run\)"):
        figures.figure1(ring)
    with pytest.raises(ValueError, match=r"run: its data lie on the line; figures\.figure1\(run\)"):
        figures.plane(line)
    with pytest.raises(ValueError, match="layers: 'pie' is no set; there are overview, sees"):
        figures.figure1(line, layers="pie")
    with pytest.raises(ValueError, match="layers: 'pie' is no layer"):
        figures.figure1(line, layers=["d", "pie"])
    with pytest.raises(ValueError, match="layers: one fill at a time; got p_g, d_fill"):
        figures.plane(ring, layers=["p_g", "d_fill"])
    with pytest.raises(ValueError, match="theme: 'pink' is none; there are light"):
        figures.plane(ring, theme="pink")


def test_several_generators_have_a_colour_each(line: Run) -> None:
    """Made of a frame of one: what is drawn is told by the meta and the arrays alone."""
    frame = line.frame
    both = {**frame.arrays, "p_g_each": np.stack([frame.arrays["p_g"] / 2] * 2)}
    made: Any = SimpleNamespace(frame=SimpleNamespace(meta={**frame.meta, "generators": 2}, arrays=both))
    traces = drawn(figures.figure1(made, layers=["p_g", "each", "fake", "notes"]))
    assert {"p_g 1", "p_g 2", "fake 1", "fake 2", "numbers"} <= traces.keys() and "fake" not in traces
    assert traces["p_g 1"].line.color != traces["p_g 2"].line.color
    assert np.array_equal(traces["fake 2"].x[1::3], frame.arrays["fake"][1::2])


def test_layers_and_sets_are_the_page_s(repository: Path) -> None:
    text = (repository / "frontend" / "js" / "run" / "layers.js").read_text(encoding="utf-8")
    for view in ("1d", "2d"):
        rows, sets = (re.findall(rf'"{view}": \[\n(.*?)\n  \]', text, re.DOTALL)[k] for k in (0, 1))
        assert tuple(re.findall(r'\{ name: "(\w+)"', rows)) == LAYERS[view]
        told = re.findall(r'\{ name: "(\w+)".*layers: \[(.*?)\]', sets)
        assert {name: tuple(re.findall(r"\w+", layers)) for name, layers in told} == SETS[view]


@given(arrays(np.float64, (5, 7), elements=st.floats(0, 1)), st.floats(0.05, 0.95))
def test_contours_lie_at_their_level(grid: np.ndarray, level: float) -> None:
    rows, columns = np.arange(5.0), np.arange(7.0)
    x, y = contours(grid, [level], columns, rows)
    there = np.isfinite(x)
    at = np.stack([y[there].clip(0, 4), x[there].clip(0, 6)], 1)
    said = RegularGridInterpolator((rows, columns), grid)(at)
    assert np.allclose(said, level, atol=1e-6)


@given(st.lists(st.floats(-3, 3, width=32), max_size=9).map(np.array))
def test_a_comb_has_a_tooth_for_every_sample(samples: np.ndarray) -> None:
    comb = figure1_filled.comb(samples)
    assert np.array_equal(comb["x"].reshape(-1, 3).mean(1), samples.astype(float)) or len(samples)
    assert len(comb["x"]) == len(comb["y"]) == 3 * len(samples)
    assert np.array_equal(comb["y"][1::3], np.ones(len(samples)))


@given(st.floats(1e-6, 1e6), st.integers(2, 12))
def test_steps_and_ends_are_round(span: float, count: int) -> None:
    step = nice_step(span, count)
    assert span / count <= step * (1 + 1e-9) <= 2.51 * span / count
    assert span * (1 - 1e-6) <= scale_end(span) <= 1.7 * span
    assert len(round_values(-span / 3, span, count)) >= 2
