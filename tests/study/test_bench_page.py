"""The page's benchmark: a short one for real, and what it says where something is missing."""

from __future__ import annotations

import dataclasses
import json
import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest

from ganscope.cli import main
from ganscope.study import bench_browser, bench_page

T = TypeVar("T")
NOTHING = bench_page.Tasks(0, 0, 0.0)


def counted(frames: float, rounds: float, state: dict[str, Any], redraws: float | None = None) -> bench_page._Count:
    return bench_page._Count(frames, rounds, redraws, 0.25, [60.0], state)


def apart(work: Callable[[], T]) -> T:
    """On a thread of its own: Playwright runs once in a thread, and the browser tests may have it in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


@pytest.mark.slow
@pytest.mark.timeout(900)  # three servers and four compilations; on a busy machine minutes
def test_a_real_page_is_measured(chromium: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", chromium)
    told: list[str] = []
    report = apart(lambda: bench_page.bench(turns=1, seconds=1.5, soak=0.06, tell=told.append))
    assert report.browser.startswith("Chromium ") and report.device and report.viewport == (1440, 900)

    assert [visit.cache for visit in report.visits] == ["cold", "cached", "warm"]
    for visit in report.visits:
        assert 0 < visit.first_picture < visit.first_trained
        assert 50_000 < visit.bytes < 5_000_000 and 5 < visit.answers < 20
    cold, cached, warm = report.visits
    assert cold.first_picture > warm.first_picture
    assert cold.bytes == pytest.approx(cached.bytes, rel=0.2)  # no visit finds the browser's cache filled

    assert [result.scene for result in report.playing] + report.lacking == [*bench_page.SCENES] or report.lacking
    assert {"figure-1", "ring", "ring-all", "ring-hovered", "ring-twin"} <= {each.scene for each in report.playing}
    for result in report.playing:
        assert 0 < result.busy <= 1.05 and result.redraws is not None and 0 < result.redraws < 61
        assert 0 < result.frames_per_second <= 61
        assert result.rounds_per_second > 0 and 0 < result.share < 2
        assert result.share == pytest.approx(result.rounds_per_second / result.headless)
        assert 10_000 < result.bytes_per_frame < 500_000  # four grids of 96²
        assert result.frame["median"] > 0 and result.parts["picture"]["median"] > 0
        assert 0 < result.age["median"] < 10_000

    assert report.soak is not None
    assert 1e6 < report.soak.heap_first < 2e8 and 1e6 < report.soak.heap_last < 2e8
    assert report.soak.frames_first > 0 and report.soak.frames_last > 0 and report.soak.rounds > 0
    assert min(report.soak.frames_old, report.soak.frames_fresh, report.soak.rounds_old, report.soak.rounds_fresh) > 0
    assert json.loads(json.dumps(dataclasses.asdict(report)))["visits"][0]["cache"] == "cold"
    table = "\n".join(told)
    for words in ("cold", "cached", "warm", "page weight", *bench_page.SCENES, "picture", "soak"):
        assert words in table


def test_a_page_that_tells_nothing_of_its_frames_is_measured_all_the_same() -> None:
    state = {"frames": {"median": 2.0, "p95": 4.0, "painted": 90}, "sizes": [10, 30, 20]}
    turns = [
        bench_page._Turn(counted(frames, rounds, state), 1000.0) for frames, rounds in ((30.0, 900.0), (20.0, 500.0))
    ]
    result = bench_page._summed("ring", turns)
    assert (result.frames_per_second, result.share, result.bytes_per_frame) == (25.0, 0.7, 20)
    assert (result.age, result.parts, result.frame) == ({}, {}, {"median": 2.0, "p95": 4.0})
    assert (result.busy, result.redraws, result.tasks) == (0.25, None, bench_page.Tasks(2, 0, 60.0))
    assert "–" in bench_page._playing_row(result) and "in all 2.0" in bench_page._parts_row(result)


def test_the_table_is_readable_and_its_columns_stand_below_their_heads() -> None:
    state = {
        "frames": {"median": 2.0, "p95": 4.0, "painted": 90, "age": {"median": 12_345.0, "p95": 1.0}},
        "sizes": [1],
    }
    turn = bench_page._Turn(counted(60.0, 123_456.0, state, 59.9), 654_321.0)
    rows = [bench_page._playing_row(bench_page._summed(name, [turn])) for name in bench_page.SCENES]
    for row in (*rows, bench_page._lacking_row("ring-zoomed")):
        assert len(row) == len(bench_page._PLAYING) <= 120
    assert bench_page._lacking_row("ring-zoomed").split() == ["ring-zoomed", *["–"] * 11]
    assert "59.9" in rows[0] and rows[0].endswith("60 ms")


def test_a_scene_can_be_asked_for_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "page", "--only", "ring", "--only", "square"]) == 2
    err = capsys.readouterr().err
    assert "square" in err and "ring-hovered" in err


def test_long_tasks_are_counted_over_both_limits() -> None:
    assert bench_page._tasks([60.0, 140.0, 90.0]) == bench_page.Tasks(3, 1, 140.0)
    assert bench_page._tasks([]) == NOTHING


def test_a_missing_playwright_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(sys.modules, "playwright.sync_api", None)
    assert main(["bench", "page"]) == 1
    out, err = capsys.readouterr()
    assert "ganscope[bench]" in err and out == ""


def test_a_missing_chromium_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(bench_browser.shutil, "which", lambda name: None)
    exists = os.path.exists
    monkeypatch.setattr(
        bench_browser.os.path, "exists", lambda path: "chrom" not in os.path.basename(path) and exists(path)
    )
    assert apart(lambda: main(["bench", "page"])) == 1
    assert "no Chromium was found" in capsys.readouterr().err


def test_a_chromium_that_does_not_start_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CHROMIUM", "false")
    assert apart(lambda: main(["bench", "page"])) == 1
    assert "did not start" in capsys.readouterr().err


@pytest.mark.parametrize("minutes", ["0", "-1", "long", "nan", "inf"])
def test_a_soak_lasts_some_minutes(minutes: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["bench", "page", "--soak", minutes])
    assert stop.value.code == 2 and "minutes" in capsys.readouterr().err
