"""`ganscope tables`: published protocols played here, their figures beside the published ones.

Protocols are in `protocols/`; this writes what came of them, as Markdown for a person and as JSON with every run.
"""

from __future__ import annotations

import json
import math
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jax

import ganscope

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


def main(names: Sequence[str], quick: bool, folder: Path | None) -> int:
    """The command: play the protocols of these names (by default all), and print what came of each or write it.

    In the folder every protocol has two files, NAME.md for a person and NAME.json with every run, written as soon as
    it is played.
    """
    for name in names or PROTOCOLS:
        start = time.monotonic()
        table = PROTOCOLS[name].run(Effort(quick), lambda line, name=name: _tell(f"{name}: {line}"))
        seconds = time.monotonic() - start
        text = markdown(table, seconds, quick)
        if folder is None:
            print(text, flush=True)
            continue
        runs = json.dumps(raw(table, seconds, quick), indent=1, ensure_ascii=False, allow_nan=False)
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
        (folder / f"{name}.json").write_text(runs + "\n", encoding="utf-8")
        _tell(f"{name}: wrote {folder / name}.md and .json ({seconds:.0f} s)")
    return 0


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
