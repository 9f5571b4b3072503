"""`ganscope figure`: the four panels of Figure 1 (Goodfellow et al., 2014) from a real run, as a file.

The moments are found in `figure_run.py`, and `figure_described.py` makes a Plotly figure of them: `figure_page.py` puts
a page around it, `figure_drawing.py` draws it where there is no browser.
"""

from __future__ import annotations

import sys
from pathlib import Path

from ganscope.game.experiment import Experiment

from . import files
from .figure_drawing import rendered
from .figure_page import page
from .figure_run import NoFigure, Story, refusal, story

__all__ = ["SUFFIXES", "NoFigure", "main", "refusal", "save", "unwritable"]

SUFFIXES = (".svg", ".png", ".pdf", ".html")
"""What a figure can be written as."""


def unwritable(path: Path) -> str | None:
    """Why no figure can be written there, or None; asked before the run, not after it."""
    if path.suffix.lower() not in SUFFIXES:
        return f"got {str(path)!r}; it accepts a file that ends in {', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}"
    return files.unwritable(path)


def save(found: Story, path: Path, name: str) -> None:
    """Write the figure of the preset of this name, as what the suffix says.  The same story gives the same bytes."""
    kind = path.suffix.lower().removeprefix(".")
    path.write_bytes(page(found, name).encode() if kind == "html" else rendered(found, kind))


def main(experiment: Experiment, name: str, path: Path) -> int:
    """The command: play, draw, write; every stage is told on stderr.  Raises :class:`NoFigure`."""
    found = story(experiment, tell=lambda line: print(f"{name}: {line}", file=sys.stderr, flush=True))
    save(found, path, name)
    print(f"wrote {path}", file=sys.stderr)
    return 0
