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

from .protocols import PROTOCOLS, Effort, Figure, Row, Table

__all__ = ["main", "markdown", "raw"]


def markdown(tables: Sequence[tuple[Table, float]], quick: bool) -> str:
    """A report of tables, each with the seconds that it took."""
    minutes = sum(seconds for _, seconds in tables) / 60
    lines = [
        "# Published protocols, played here",
        "",
        f"ganscope {ganscope.__version__}, JAX {jax.__version__} on {jax.default_backend()}, {os.cpu_count()} cores, "
        f"{minutes:.0f} minutes. Ours is the mean ± the standard deviation over the seeds.",
    ]
    if quick:
        lines += ["", "**Quick form**: few seeds, a twentieth of the rounds. It shows that the protocols run, no more."]
    for table, seconds in tables:
        lines += ["", f"## {table.title}", "", f"{table.source}. {table.note}", ""]
        lines += _rows(table)
        lines += ["", f"`ganscope tables {table.name}`, {seconds:.0f} s.", ""]
        lines += _settings(table)
    return "\n".join(lines).rstrip() + "\n"


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
    failed = sum(not math.isfinite(value) for value in figure.ours)
    spread = f" ± {_number(figure.deviation)}" if len(figure.ours) > 1 else ""
    return f"{_number(figure.mean)}{spread}" + (f" ({failed} not finite)" if failed else "")


def _number(value: float) -> str:
    if not math.isfinite(value):
        return "–"
    return f"{value:.4g}".replace("-", "−")


def _settings(table: Table) -> list[str]:
    """What each row was played with."""
    lines = []
    for row in table.rows:
        if row.experiment is not None:
            played = f"{row.rounds:,} rounds of " if row.rounds else ""
            lines.append(f"- {row.name}: {played}`{row.experiment.model_dump_json()}`")
    return ["<details><summary>Settings</summary>", "", *lines, "", "</details>"] if lines else []


def raw(tables: Sequence[tuple[Table, float]], quick: bool) -> dict[str, Any]:
    """Every figure of every seed, JSON-able; what is not finite is None."""

    def plain(value: float | None) -> float | None:
        return value if value is not None and math.isfinite(value) else None

    def row(row: Row) -> dict[str, Any]:
        return {
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

    return {
        "ganscope": ganscope.__version__,
        "jax": jax.__version__,
        "backend": jax.default_backend(),
        "quick": quick,
        "tables": [
            {"name": table.name, "source": table.source, "seconds": round(seconds, 1), "rows": [*map(row, table.rows)]}
            for table, seconds in tables
        ],
    }


def main(names: Sequence[str], quick: bool, out: Path | None, runs: Path | None) -> int:
    """The command: play the protocols of these names (all of them by default), then print or write what came of them.

    What was played is written after every protocol, so an interrupted report has all of the tables before.
    """
    played: list[tuple[Table, float]] = []
    for name in names or PROTOCOLS:
        start = time.monotonic()
        table = PROTOCOLS[name].run(Effort(quick), lambda line, name=name: _tell(f"{name}: {line}"))
        played.append((table, time.monotonic() - start))
        _tell(f"{name}: {played[-1][1]:.0f} s")
        if out is not None:
            out.write_text(markdown(played, quick), encoding="utf-8")
        if runs is not None:
            runs.write_text(json.dumps(raw(played, quick), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    if out is None:
        print(markdown(played, quick), end="")
    return 0


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
