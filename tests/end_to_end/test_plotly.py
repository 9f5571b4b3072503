"""Plotly is the drawing: its traces hold what was sent, its zoom holds, its files hold the picture."""

from __future__ import annotations

import csv
import io
import re
import struct
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from lab_page import PATIENCE, LabPage, Server
from playwright.sync_api import BrowserContext, Route, WebSocket, expect
from scipy.stats import norm

from ganscope.web.wire import Message, decode

FIGURE = "preset=figure-1&speed=20"
RING = "target.kind=ring&target.std=0.1&speed=20"
WIDE = {"width": 1440, "height": 900}


@pytest.fixture
def heard(server: Server, context: Callable[..., BrowserContext]) -> Callable[[str], tuple[LabPage, list[Message]]]:
    """Opens an address in a page whose frames are kept as they were sent."""

    def open(address: str) -> tuple[LabPage, list[Message]]:
        page = LabPage.in_context(context(viewport=WIDE, accept_downloads=True))
        frames: list[Message] = []

        def keep(data: str | bytes) -> None:
            if isinstance(data, bytes) and (message := decode(data)).kind == "frame":
                frames.append(message)

        def listen(socket: WebSocket) -> None:
            socket.on("framereceived", keep)

        page.page.on("websocket", listen)
        return page.open(f"{server.url}#{address}"), frames

    return open


def standing(page: LabPage, frames: list[Message]) -> Message:
    """The frame that rests in the picture."""
    page.rests()
    seq = int(page.picture.get_attribute("data-seq") or -1)
    return next(frame for frame in frames if frame.meta["seq"] == seq)


def trained(page: LabPage, rounds: int = 200) -> None:
    page.play()
    page.reaches(rounds)
    page.pause()


def test_figure_1_s_traces_are_the_arrays_that_were_sent(heard: Any) -> None:
    page, frames = heard(FIGURE)
    trained(page)
    frame = standing(page, frames)
    for name in ("p_data", "p_g", "d", "d_star"):
        trace = page.trace(name)
        assert np.array_equal(np.array(trace["y"], np.float32), frame.arrays[name]), name
        assert np.array_equal(np.array(trace["x"], np.float32), frame.arrays["x"]), name


def test_the_plane_s_traces_are_the_arrays_that_were_sent_and_up_is_up(heard: Any) -> None:
    page, frames = heard(f"{RING}&show=p_data_lines,mesh,pull")
    trained(page)
    frame = standing(page, frames)
    offset, step = frame.meta["scale"]["p_g"]
    assert np.array_equal(page.trace("p_g")["z"], offset + step * frame.arrays["p_g"].astype(np.float64))
    for name in ("real", "fake"):
        trace = page.trace(name)
        assert np.array_equal(np.array([trace["x"], trace["y"]], np.float32).T, frame.arrays[name]), name
    field = page.trace("p_g")
    assert field["y0"] < field["y0"] + field["dy"] and field["x0"] == pytest.approx(-3 + field["dx"] / 2, abs=3)
    # Plotly's own axes: more is further up and further to the right.
    places = page.picture.evaluate(
        """host => { const plot = host.querySelector('.js-plotly-plot');
                     const at = axis => [...plot.querySelectorAll(`.${axis}tick text`)].map(text => {
                         const { left, top, width, height } = text.getBoundingClientRect();
                         const middle = axis === 'x' ? left + width / 2 : top + height / 2;
                         return [Number(text.textContent.replace('−', '-')), middle]; });
                     return { x: at('x'), y: at('y') }; }"""
    )
    xs, ys = sorted(places["x"]), sorted(places["y"])
    assert [at for _, at in xs] == sorted(at for _, at in xs) and len(xs) > 3
    assert [at for _, at in ys] == sorted((at for _, at in ys), reverse=True) and len(ys) > 3


def test_a_person_zooms_while_it_trains_and_goes_back(lab: Any) -> None:
    page = lab(RING, viewport=WIDE)
    page.rests()
    ranges = """host => { const { xaxis, yaxis } = host.querySelector('.js-plotly-plot').layout;
                          return [xaxis.range, yaxis.range]; }"""
    whole = page.picture.evaluate(ranges)
    page.play()
    page.reaches(40)
    area = page.page.locator("#picture .area").bounding_box()
    x, y, side = area["x"], area["y"], area["width"]
    page.page.mouse.move(x + 0.55 * side, y + 0.1 * side)
    page.page.mouse.down()
    page.page.mouse.move(x + 0.9 * side, y + 0.45 * side, steps=5)
    page.page.mouse.up()
    page.page.wait_for_timeout(500)
    (low, high), (foot, top) = page.picture.evaluate(ranges)
    (left, right), (bottom, head) = whole
    assert (low - left) / (right - left) == pytest.approx(0.55, abs=0.02)
    assert (high - left) / (right - left) == pytest.approx(0.9, abs=0.02)
    assert (top - bottom) / (head - bottom) == pytest.approx(0.9, abs=0.02)
    seen = page.round
    page.reaches(seen + 40)  # it trains on, and what is painted follows the axes:
    field = page.page.locator("#picture canvas.under").bounding_box()
    assert field["width"] == pytest.approx(side * (right - left) / (high - low), rel=0.02)
    assert page.picture.evaluate(ranges) == [[low, high], [foot, top]]
    page.page.mouse.dblclick(x + 0.5 * side, y + 0.5 * side)
    page.page.wait_for_timeout(500)
    assert page.picture.evaluate(ranges) == whole
    page.pause()


def test_a_file_holds_the_picture(heard: Any, tmp_path: Path) -> None:
    page, frames = heard(FIGURE)
    trained(page)
    frame = standing(page, frames)
    page.picture.hover()
    files = {kind: save(page, kind, tmp_path) for kind in ("PNG", "SVG", "CSV")}
    width, height = struct.unpack(">II", files["PNG"][16:24])
    assert files["PNG"].startswith(b"\x89PNG") and width >= 2000 and height > 1000  # 7 inches of print at 300 dots
    x, y = curve(files["SVG"].decode(), page, "p_data")
    assert np.abs(y - norm.pdf(x)).max() < 2e-3
    rows = list(csv.DictReader(io.StringIO(files["CSV"].decode("utf-8-sig"))))
    for name in ("x", "p_data", "p_g", "d", "d_star"):
        assert np.array_equal(np.array([row[name] for row in rows], np.float32), frame.arrays[name]), name


def test_a_file_saved_while_it_plays_holds_what_the_canvas_shows(lab: Any, tmp_path: Path) -> None:
    page = lab(RING, viewport=WIDE)
    page.play()
    page.reaches(100)
    page.picture.hover()
    svg = save(page, "SVG", tmp_path).decode()
    table = save(page, "CSV", tmp_path).decode("utf-8-sig")
    assert svg.count("<image") >= 1  # the field
    assert len(re.findall(r'class="point"', svg)) >= 1000  # samples, real and fake
    assert len(re.findall(r'class="js-line"', svg)) >= 2  # contours
    p_g = np.array([float(row["p_g"]) for row in csv.DictReader(io.StringIO(table))])
    cells = round(len(p_g) ** 0.5)
    assert len(p_g) == cells**2 and p_g.min() >= 0 and p_g.max() > 0
    page.pause()


def test_without_plotly_the_page_says_so_and_goes_on_with_numbers(
    server: Server, context: Callable[..., BrowserContext]
) -> None:
    mine = context(viewport=WIDE)

    def refuse(route: Route) -> None:
        route.abort()

    mine.route("**/vendor/plotly*", refuse)
    page = LabPage.in_context(mine)
    page.page.goto(f"{server.url}#{FIGURE}")
    expect(page.page.locator("#picture .trouble")).to_contain_text("cannot be drawn", timeout=PATIENCE)
    page.play()
    page.reaches(100)
    assert page.value("jsd") > 0
    assert page.page.evaluate("typeof Plotly") == "undefined"


def save(page: LabPage, kind: str, folder: Path) -> bytes:
    """The bytes of the file that a button of the modebar saves."""
    with page.page.expect_download() as download:
        page.page.locator(f'#picture .modebar-btn[data-title*="{kind}"]').click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path.read_bytes()


def curve(svg: str, page: LabPage, name: str) -> tuple[np.ndarray, np.ndarray]:
    """A density's curve in an SVG of Figure 1, in the units of its axes."""
    layout = page.picture.evaluate(
        """host => { const { layout } = host.querySelector('.js-plotly-plot');
                     const { width, height, margin: { l, r, t, b }, xaxis, yaxis } = layout;
                     const tall = (height - t - b) * (yaxis.domain[1] - yaxis.domain[0]);
                     return { width: width - l - r, height: tall, x: xaxis.range, y: yaxis.range }; }"""
    )
    densities = [
        trace["name"] for trace in page.traces() if trace.get("yaxis", "y") == "y" and trace["mode"] == "lines"
    ]
    root = ET.fromstring(svg)
    [plot] = [group for group in root.iter("{http://www.w3.org/2000/svg}g") if group.get("class") == "xy"][:1]
    lines = [path for path in plot.iter("{http://www.w3.org/2000/svg}path") if path.get("class") == "js-line"]
    points = re.findall(r"[ML]?(-?[\d.]+),(-?[\d.]+)", lines[densities.index(name)].get("d") or "")
    px, py = np.array(points, float).T
    (low, high), (foot, top) = layout["x"], layout["y"]
    return low + px / layout["width"] * (high - low), top - py / layout["height"] * (top - foot)
