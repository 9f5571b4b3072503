"""Figures as files of their own: they open in a browser that reaches nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import plotly.graph_objects as go
from playwright.sync_api import BrowserContext

from ganscope import figures
from ganscope.figures import panels
from ganscope.figures.theme import dressed

X = np.linspace(-4, 4, 64)
P, Q = np.exp(-(X**2) / 2), np.exp(-((X - 1) ** 2) / 2)
LINE = {
    "x": X, "p_data": P, "p_g": Q, "d": 0 * X + 0.5, "d_star": P / (P + Q), "z": X / 4, "gz": X / 2, "real": X,
    "fake": X, "modes": np.zeros((1, 1)),
}  # fmt: skip
CELLS = np.round(255 * np.outer(P, P)).astype(np.uint8)
PLANE = {
    "p_data": CELLS, "p_g": CELLS, "d": CELLS, "d_star": CELLS, "real": np.c_[X, X], "fake": np.c_[X, -X],
    "modes": np.zeros((1, 2)), "mesh": np.stack(np.meshgrid(X, X), -1), "pull": np.c_[P, Q],
}  # fmt: skip


def seen(view: str, arrays: dict[str, np.ndarray]) -> Any:
    """What a figure takes for a run."""
    meta = {"view": view, "window": [[-4, 4]] * 2, "h": 0.1, "scale": {name: [0, 1 / 255] for name in PLANE}}
    return SimpleNamespace(frame=SimpleNamespace(meta=meta, arrays=arrays))


def test_files_open_without_a_network(tmp_path: Path, context: Callable[..., BrowserContext]) -> None:
    panel: Any = SimpleNamespace(**LINE, where=np.abs(X) < 2)
    made: dict[str, Any] = {
        "line": figures.figure1(seen("1d", LINE)),
        "plane": figures.plane(seen("2d", PLANE), layers="does"),
        "panels": go.Figure(dressed(panels.describe([panel] * 4, [("one", "two")] * 4))),
    }
    alone = context()
    alone.set_offline(True)
    page = alone.new_page()
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    for name, figure in made.items():
        file = tmp_path / f"{name}.html"
        figure.write_html(file)
        page.goto(file.as_uri())
        page.wait_for_selector(".js-plotly-plot .main-svg")
        uids = page.evaluate("document.querySelector('.js-plotly-plot').data.map(({ uid }) => uid)")
        assert uids == [trace.uid for trace in figure.data], name
        lines = page.evaluate("document.querySelectorAll('.js-plotly-plot .scatterlayer .trace').length")
        assert lines >= sum(trace.type == "scatter" for trace in figure.data) - 1, name
    assert errors == [] and all(url.startswith("file:") for url in asked)
