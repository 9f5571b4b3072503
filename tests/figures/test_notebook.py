"""In a notebook a figure shows itself."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

CELLS = (
    "from ganscope import Experiment, figures, run",
    "line = run(Experiment(), rounds=200)\nfigures.figure1(line)",
    'ring = run(Experiment.model_validate({"target": {"kind": "ring"}}), rounds=200)\nfigures.plane(ring)',
)
PLOTLY = "application/vnd.plotly.v1+json"


@pytest.mark.filterwarnings("ignore")  # of Jupyter's, about itself
def test_figures_show_themselves(repository: Path, tmp_path: Path) -> None:
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    backend = str(repository / "backend")
    client = NotebookClient(book, timeout=200, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}})
    client.execute(env={**os.environ, "PYTHONPATH": backend, "IPYTHONDIR": str(tmp_path)})
    for cell, name in zip(book.cells[1:], ("p_g", "p_g"), strict=True):
        [shown] = [output.data[PLOTLY] for output in cell.outputs if PLOTLY in output.get("data", {})]
        assert name in [trace["uid"] for trace in shown["data"]]
