"""`ganscope tables`: published protocols played here, their figures beside the published ones.

Protocols are in `protocols/`; this writes what came of them, as Markdown for a person and as JSON with every run.
"""

from __future__ import annotations

import json
import math
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jax

import ganscope
from ganscope.lab.cache import use_cache
from ganscope.lab.cores import take, usable

from .protocols import PROTOCOLS, Effort, Figure, Table

__all__ = ["main", "markdown", "raw"]


def markdown(table: Table, seconds: float, quick: bool) -> str:
    """The report of a table that took so many seconds."""
    lines = [
        f"# {table.title}",
        "",
        f"{table.source}. {table.note}",
        "",
        *_rows(table),
        "",
        f"Ours is the mean ± the standard deviation over the seeds. `ganscope tables {table.name}`, {seconds:.0f} s: "
        f"ganscope {ganscope.__version__}, JAX {jax.__version__} on {jax.default_backend()}, {os.cpu_count()} cores.",
    ]
    if quick:
        lines += ["", "**Quick form**: few seeds and at most 200 rounds. It shows that the protocol runs, no more."]
    return "\n".join([*lines, *_settings(table)]) + "\n"


def _rows(table: Table) -> list[str]:
    lines = ["| | figure | published | ours | seeds | verdict |", "|---|---|---:|---:|---:|---|"]
    for row in table.rows:
        said = [row.verdict, *([row.note] if row.note else [])]
        if not row.figures:
            lines.append(_line(row.name, "", "", "", "", ": ".join(said)))
        for i, figure in enumerate(row.figures):
            first = i == 0
            name, verdict = (row.name, "; ".join(said)) if first else ("", "")
            lines.append(_line(name, figure.name, _published(figure), _ours(figure), str(len(figure.ours)), verdict))
    return lines


def _line(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _published(figure: Figure) -> str:
    if figure.published is None:
        return ""
    spread = "" if figure.spread is None else f" ± {_number(figure.spread)}"
    within = "" if figure.tolerance is None else f" (within {_number(figure.tolerance)})"
    return f"{_number(figure.published)}{spread}{within}"


def _ours(figure: Figure) -> str:
    """Mean and deviation of what is finite, and how many values are ∞ or missing."""
    said = []
    if figure.finite:
        said.append(_number(figure.mean) + (f" ± {_number(figure.deviation)}" if len(figure.finite) > 1 else ""))
    for what, count in (("∞", figure.infinite), ("no number", figure.missing)):
        if count:
            said.append(what + (f" for {count} of {len(figure.ours)}" if count < len(figure.ours) else ""))
    return ", ".join(said)


def _number(value: float) -> str:
    return f"{value:.4g}".replace("-", "−")


def _settings(table: Table) -> list[str]:
    """What each row was played with."""
    lines = []
    for row in table.rows:
        if row.experiment is not None:
            played = f"{row.rounds:,} rounds of " if row.rounds else ""
            lines.append(f"- {row.name}: {played}`{row.experiment.model_dump_json()}`")
    return ["", "<details><summary>Settings</summary>", "", *lines, "", "</details>"] if lines else []


def raw(table: Table, seconds: float, quick: bool) -> dict[str, Any]:
    """Every figure of every seed, JSON-able: no number is None, and ∞, which JSON has no number for, "Infinity"."""

    def plain(value: float | None) -> float | str | None:
        if value == math.inf:
            return "Infinity"
        return float(value) if value is not None and math.isfinite(value) else None

    return {
        "table": table.name,
        "source": table.source,
        "quick": quick,
        "seconds": round(seconds, 1),
        "ganscope": ganscope.__version__,
        "jax": jax.__version__,
        "backend": jax.default_backend(),
        "rows": [
            {
                "name": row.name,
                "verdict": row.verdict,
                "note": row.note,
                "rounds": row.rounds,
                "share_of_length": row.share,
                "experiment": row.experiment and row.experiment.model_dump(mode="json"),
                "figures": [
                    {
                        "name": figure.name,
                        "published": plain(figure.published),
                        "spread": plain(figure.spread),
                        "tolerance": plain(figure.tolerance),
                        "ours": [plain(value) for value in figure.ours],
                        "agrees": figure.agrees,
                    }
                    for figure in row.figures
                ],
            }
            for row in table.rows
        ],
    }


@dataclass(frozen=True)
class _Report:
    """What came of a protocol: Markdown, JSON, and the seconds it took."""

    text: str
    runs: str
    seconds: float


def _report(name: str, quick: bool) -> _Report:
    start = time.monotonic()
    table = PROTOCOLS[name].run(Effort(quick), lambda line: _tell(f"{name}: {line}"))
    seconds = time.monotonic() - start
    runs = json.dumps(raw(table, seconds, quick), indent=1, ensure_ascii=False, allow_nan=False)
    return _Report(markdown(table, seconds, quick), runs + "\n", seconds)


def main(names: Sequence[str], quick: bool, folder: Path | None, jobs: int | None = None) -> int:
    """The command: play the protocols of these names (by default all), and print what came of each or write it.

    In the folder every protocol has two files, NAME.md for a person and NAME.json with every run, written as soon as
    it is played.  So many protocols are played at a time, by default one on each processor.
    """
    names = list(names) or list(PROTOCOLS)
    jobs = min(jobs or usable(), len(names))
    for name, report in _reports(names, quick, jobs):
        if folder is None:
            print(report.text, flush=True)
            continue
        (folder / f"{name}.md").write_text(report.text, encoding="utf-8")
        (folder / f"{name}.json").write_text(report.runs, encoding="utf-8")
        _tell(f"{name}: wrote {folder / name}.md and .json ({report.seconds:.0f} s)")
    return 0


def _reports(names: Sequence[str], quick: bool, jobs: int) -> Iterator[tuple[str, _Report]]:
    """Every protocol's report when it is there: one after the other on all processors, or beside each other.

    Two protocols on a processor each are done a quarter sooner than one after the other on two: these networks are
    too small to be divided well.  Each has a process of its own, since XLA takes its threads once for a process.
    """
    if jobs == 1:
        for name in names:
            yield name, _report(name, quick)
        return
    threads = max(1, usable() // jobs)
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, context, initializer=_begin, initargs=(threads,), max_tasks_per_child=1)
    try:
        dearest_first = sorted(names, key=list(PROTOCOLS).index, reverse=True)
        under_way = {pool.submit(_report, name, quick): name for name in dearest_first}
        for done in as_completed(under_way):
            yield under_way[done], done.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            process.terminate()


def _begin(threads: int) -> None:
    """In a process of its own, before JAX computes anything."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the command ends its processes by itself
    take(threads)
    use_cache()


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
