"""The command line, as a person or a script uses it."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import ganscope
from ganscope.cli import main
from ganscope.game import f_divergences
from ganscope.game.networks import INITIALISATIONS
from ganscope.game.objectives import OBJECTIVES
from ganscope.game.optimizers import OPTIMIZERS
from ganscope.game.penalties import PENALTIES
from ganscope.lab.frames import READINGS
from ganscope.lab.presets import PRESETS
from ganscope.web import wire

SMALL = {"generator": {"hidden": [4]}, "discriminator": {"hidden": [4]}, "schedule": {"batch": 16}}


@pytest.fixture(autouse=True)
def _no_cache_of_the_person(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ganscope.lab.cache.use_cache", lambda: None)


@pytest.fixture
def small(tmp_path: Path) -> str:
    path = tmp_path / "small.json"
    path.write_text(json.dumps(SMALL))
    return str(path)


def test_json_is_one_object_of_all_measures_and_nothing_else(small: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", small, "--rounds", "20", "--json", "--seed", "3"]) == 0
    out, err = capsys.readouterr()
    report = json.loads(out)
    assert err == ""
    assert report["rounds"] == report["asked"] == 20 and report["stopped"] is None
    assert report["experiment"]["seed"] == 3
    assert set(report["readings"]) == set(report["average"]) == set(READINGS)


def test_python_and_the_command_line_give_the_same_run(small: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["train", small, "--rounds", "50", "--json"])
    report = json.loads(capsys.readouterr().out)
    run = ganscope.run(ganscope.Experiment.model_validate(SMALL), 50)
    assert run.report()["readings"] == report["readings"]


def test_a_table_is_printed_for_a_person(small: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", small, "--rounds", "5"]) == 0
    out = capsys.readouterr().out
    assert "5 rounds" in out and all(name in out for name in READINGS)


def test_an_experiment_can_come_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(SMALL)))
    assert main(["train", "-", "--rounds", "0", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rounds"] == 0


def test_out_keeps_the_report_and_the_weights(small: str, tmp_path: Path) -> None:
    assert main(["train", small, "--rounds", "5", "--json", "--out", str(tmp_path / "run.safetensors")]) == 0
    kind, meta, arrays = wire.decode((tmp_path / "run.safetensors").read_bytes())
    assert kind == "run" and meta["rounds"] == 5
    assert set(arrays) == {"generator", "discriminator", "average"}
    assert all(np.isfinite(a).all() for a in arrays.values())
    assert main(["train", small, "--rounds", "5", "--json", "--out", str(tmp_path / "run.json")]) == 0
    assert json.loads((tmp_path / "run.json").read_text())["readings"] == meta["readings"]


def test_a_run_that_diverges_says_so_and_still_reports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wild = {"kind": "normal", "std": 10.0}
    sgd = {"kind": "sgd", "learning_rate": 10.0}
    path = tmp_path / "wild.json"
    path.write_text(
        json.dumps({
            "generator": {"hidden": [8], "init": wild}, "discriminator": {"hidden": [8], "init": wild},
            "optimizers": {"generator": sgd, "discriminator": sgd}, "schedule": {"batch": 16},
        })
    )  # fmt: skip
    assert main(["train", str(path), "--rounds", "100000", "--json"]) == 1
    out, err = capsys.readouterr()
    report = json.loads(out)
    assert report["rounds"] < 100_000 and "became" in report["stopped"]
    assert "stopped at round" in err


REFUSED: list[tuple[list[str], str]] = [
    (["train", "nowhere.json", "--rounds", "1"], "nowhere.json"),
    (["train", "figure-1", "--rounds", "1", "--out", "x.txt"], ".safetensors"),
    (["train", "figure-1", "--rounds", "1", "--out", "no/such/folder/x.json"], "no/such/folder"),
    (["preset", "figure-2"], "figure-1"),
    (["paint"], "unknown command"),
    (["serve", "--port", "99999"], "--port"),
]


@pytest.mark.parametrize(("arguments", "named"), REFUSED, ids=[" ".join(a) for a, _ in REFUSED])
def test_what_cannot_be_done_is_refused_in_words(
    arguments: list[str], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert named in err and out == "" and "Traceback" not in err


@pytest.mark.parametrize("rounds", ["-1", "1.5", "many", "４"])
def test_rounds_are_a_whole_number(rounds: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["train", "figure-1", "--rounds", rounds])
    assert stop.value.code == 2 and "whole number" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "named"),
    [('{"target": {"kind": "ring", "std": -1}}', "target.std"), ("{", "JSON"), ('{"speed": 1}', "speed")],
)
def test_an_experiment_that_makes_no_sense_names_its_field(
    text: str, named: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "wrong.json"
    path.write_text(text)
    assert main(["train", str(path), "--rounds", "1"]) == 2
    assert named in capsys.readouterr().err


def test_list_has_every_member_with_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--json"]) == 0
    tables: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert set(tables["preset"]) == {preset.name for preset in PRESETS}
    assert {"ring", "grid", "gaussian"} <= set(tables["target"])
    assert set(tables["penalty"]) == set(PENALTIES) and set(tables["objective"]) == set(OBJECTIVES)
    assert set(tables["divergence"]) == {*f_divergences.ROWS, "formula"}
    assert set(tables["optimizer"]) == set(OPTIMIZERS) and set(tables["initialisation"]) == set(INITIALISATIONS)
    assert all(line for members in tables.values() for line in members.values())
    assert main(["list"]) == 0
    assert "non_saturating" in capsys.readouterr().out


def test_schema_and_preset_print_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "Experiment"
    for preset in PRESETS:
        assert main(["preset", preset.name]) == 0
        assert ganscope.Experiment.model_validate_json(capsys.readouterr().out) == preset.experiment


def test_the_package_offers_the_measures_by_name() -> None:
    assert float(ganscope.jensen_shannon(np.array([1.0, 0.0]), np.array([0.0, 1.0]))) == pytest.approx(np.log(2))
    with pytest.raises(AttributeError, match="no attribute 'jensen'"):
        _ = ganscope.jensen
