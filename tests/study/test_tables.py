"""`ganscope tables`: what is claimed of a published figure follows from the figures, and nothing else."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ganscope.cli import main
from ganscope.game.experiment import Experiment
from ganscope.study import tables
from ganscope.study.protocols import PROTOCOLS, Effort, Figure, Row, Table

NAN, INFINITY = math.nan, math.inf
UNTRAINED = ("theory", "f-divergences", "dirac")


def silent(line: str) -> None:
    pass


@pytest.mark.parametrize(("row", "verdict"), [
    (Row("a", (Figure("x", (1.0, 1.2), 1.0, 0.2),)), "reproduced"),
    (Row("a", (Figure("x", (1.0, 1.2), 1.0, 0.2), Figure("y", (5.0,), 3.0))), "reproduced"),
    (Row("a", (Figure("x", (1.0, 1.2), 1.0, 0.2), Figure("y", (5.0,), 3.0, 1.0))), "not reproduced"),
    (Row("a", (Figure("x", (1.0, NAN), 1.0, 0.2),)), "not reproduced"),
    (Row("a", (Figure("x", (1.0, INFINITY), 1.0, 0.2),)), "not reproduced"),
    (Row("a", (Figure("x", (1.0,), 1.0),)), "reported"),
    (Row("a", (Figure("x", (1.0,), 1.0, 0.2),), share=0.25), "not comparable: 25% of the length"),
    (Row("a", (), note="why"), "not run"),
])  # fmt: skip
def test_a_verdict_is_what_the_figures_say(row: Row, verdict: str) -> None:
    assert row.verdict == verdict


@pytest.mark.parametrize("other", [NAN, INFINITY])
def test_mean_and_deviation_are_of_what_is_finite(other: float) -> None:
    figure = Figure("x", (1.0, other, 3.0))
    assert figure.mean == 2 and figure.deviation == pytest.approx(math.sqrt(2))
    assert math.isnan(Figure("x", (other,)).mean) and Figure("x", (4.0,)).deviation == 0


@pytest.mark.parametrize("name", UNTRAINED)
def test_what_needs_no_training_is_reproduced(name: str) -> None:
    """In full: the quick form of these is the same."""
    table = PROTOCOLS[name].run(Effort(), silent)
    assert [row.name for row in table.rows if row.verdict != "reproduced"] == []


def check(table: Table) -> None:
    assert table.source and table.note and table.rows
    json.dumps(tables.raw(table, 1.0, quick=True), allow_nan=False)
    for row in table.rows:
        assert row.figures or row.note
        for figure in row.figures:
            # G may leave out part of the data; and of no sample of quality there is no histogram
            endless, empty = figure.name.startswith("KL("), figure.name.startswith("reverse KL")
            sound = len(figure.finite) + endless * figure.infinite + empty * figure.missing
            assert figure.ours and sound == len(figure.ours), (row.name, figure.name, figure.ours)
        if row.experiment is not None:
            assert Experiment.model_validate_json(row.experiment.model_dump_json()) == row.experiment


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("name", [name for name in PROTOCOLS if name not in UNTRAINED])
def test_every_protocol_runs_in_its_quick_form(name: str) -> None:
    table = PROTOCOLS[name].run(Effort(quick=True), silent)
    check(table)
    for row in table.rows:
        assert row.verdict != "reproduced"  # too short to claim it


def test_the_command_writes_a_report_and_every_run(tmp_path: Path, capsys: Any) -> None:
    assert main(["tables", "theory", "--out", str(tmp_path)]) == 0
    assert "theory" in capsys.readouterr().err
    text, found = (tmp_path / "theory.md").read_text(), json.loads((tmp_path / "theory.json").read_text())
    assert "# What must hold" in text and "Goodfellow et al. (2014)" in text
    assert [row["verdict"] for row in found["rows"]] == ["reproduced"] * 4
    for row in found["rows"]:
        for figure in row["figures"]:
            assert figure["name"] in text
    lines = [line.replace("\\|", "") for line in text.splitlines() if line.startswith("|")]
    assert {line.count("|") for line in lines} == {7}


def test_protocols_beside_each_other_are_those_one_by_one(tmp_path: Path) -> None:
    found = []
    for jobs in ("1", "2"):
        folder = tmp_path / jobs
        folder.mkdir()
        assert main(["tables", "theory", "f-divergences", "--jobs", jobs, "--out", str(folder)]) == 0
        read = {file.stem: json.loads(file.read_text()) for file in folder.glob("*.json")}
        found.append({name: table["rows"] for name, table in read.items()})
    assert found[0] == found[1] and set(found[0]) == {"theory", "f-divergences"}


@pytest.mark.parametrize("jobs", ["0", "-1", "65", "two"])
def test_some_protocols_are_played_at_a_time(jobs: str, capsys: Any) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["tables", "theory", "--jobs", jobs])
    assert stop.value.code == 2 and "from 1 to 64" in capsys.readouterr().err


@pytest.mark.parametrize(("arguments", "words"), [
    (["tables", "thoery"], ("thoery", "theory", "f-gan")),
    (["tables", "--out", "/no/such/folder"], ("--out", "/no/such/folder")),
])  # fmt: skip
def test_what_cannot_be_used_is_named_before_anything_is_played(
    arguments: list[str], words: tuple[str, ...], capsys: Any
) -> None:
    assert main(arguments) == 2
    said = capsys.readouterr().err
    assert all(word in said for word in words)


@pytest.mark.parametrize(("ours", "said", "written"), [
    ((1.0, NAN), "1, no number for 1 of 2", [1.0, None]),
    ((1.0, 2.0, INFINITY), "1.5 ± 0.7071, ∞ for 1 of 3", [1.0, 2.0, "Infinity"]),
    ((INFINITY, INFINITY), "∞", ["Infinity", "Infinity"]),
    ((INFINITY, NAN), "∞ for 1 of 2, no number for 1 of 2", ["Infinity", None]),
    ((NAN,), "no number", [None]),
])  # fmt: skip
def test_infinity_is_a_figure_and_no_number_is_said(ours: tuple[float, ...], said: str, written: list[Any]) -> None:
    table = Table("t", "T", "S", "N", (Row("r", (Figure("x", tuple(np.array(ours, np.float32)), 1.0, 0.5),)),))
    assert f"| {said} |" in tables.markdown(table, 1.0, quick=False)
    (row,) = tables.raw(table, 1.0, quick=False)["rows"]
    assert row["figures"][0]["ours"] == written and row["figures"][0]["agrees"] is False
    read = [NAN if value is None else float(value) for value in written]
    np.testing.assert_array_equal(read, ours)  # float() knows the word, as Number() of JavaScript does
    assert json.loads(json.dumps(row, allow_nan=False)) == row


def test_a_figure_of_float64_is_written_too() -> None:
    assert json.dumps(Figure("x", tuple(np.array([1.0])), 1.0, 0.5).agrees) == "true"
