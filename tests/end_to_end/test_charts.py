"""Charts and numbers: each chart is drawn, read, chosen and enlarged; the strip says how the run stands."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import pytest
from lab_page import LabPage
from playwright.sync_api import Locator, expect

LINE = "preset=figure-1&speed=20"
RING = "target.kind=ring&target.std=0.1&speed=20"
LAPTOP = {"width": 1440, "height": 900}
CURVES = ("value", "jsd", "outputs", "losses", "w1", "gradients")
EVERY = [*CURVES, "modes", "shares"]


def chart(page: LabPage, name: str) -> Locator:
    return page.page.locator(f'[data-chart="{name}"]')


def shown(page: LabPage) -> list[str]:
    """The charts that stand there, from top to bottom."""
    return page.page.evaluate("[...document.querySelectorAll('[data-chart]')].map(e => e.dataset.chart)")


FIGURE = "document.querySelector('#charts .js-plotly-plot')"


def drawn(page: LabPage, name: str) -> dict[str, Any]:
    """The traces of a chart in the figure that Plotly has drawn, by name, without what is not finite."""
    page.page.wait_for_function(f"name => {FIGURE}?.data?.some(t => t.uid.startsWith(`${{name}}-`))", arg=name)
    return page.page.evaluate(
        f"""name => Object.fromEntries({FIGURE}.data.filter(t => t.uid.startsWith(`${{name}}-`)).map(t => [t.name,
              {{ x: [...t.x], y: [...t.y].map(y => Number.isFinite(y) ? y : null), xaxis: t.xaxis, yaxis: t.yaxis,
                 visible: t.visible }}]))""",
        name,
    )


def ranges(page: LabPage) -> dict[str, list[float]]:
    """The ranges of all axes of the figure."""
    return page.page.evaluate(
        f"""() => Object.fromEntries(Object.entries({FIGURE}._fullLayout)
              .filter(([key]) => /^[xy]axis/.test(key)).map(([key, axis]) => [key, axis.range]))"""
    )


def inside(page: LabPage, name: str, x: float, y: float = 30) -> tuple[float, float]:
    """A point of the window: so many pixels from the upper left corner of a chart below its title."""
    box = chart(page, name).locator(".plot").bounding_box()
    assert box
    return box["x"] + x, box["y"] + y


def values(page: LabPage, name: str) -> list[str]:
    """What stands beside the curves of a chart."""
    return [text for text in chart(page, name).locator(".plot .value").all_inner_texts() if text]


def number(text: str) -> float:
    return float(text.replace("−", "-").replace("↓", "").replace("%", "").replace("≥\u202f", ""))


def choose(page: LabPage, *names: str) -> None:
    """Show exactly these charts."""
    page.page.get_by_role("button", name="Choose charts").click()
    for chip in page.page.locator("[data-chip]:not([data-chip=''])").all():
        name = chip.get_attribute("data-chip")
        if chip.is_enabled() and (chip.get_attribute("aria-pressed") == "true") != (name in names):
            chip.click()
    page.page.get_by_role("button", name="Done choosing charts").click()


def trained(lab: Any, address: str, **options: Any) -> LabPage:
    page = lab(address, viewport=LAPTOP, **options)
    page.play()
    page.reaches(400)
    up_to_date(page, page.pause())
    return page


def up_to_date(page: LabPage, rounds: int) -> None:
    """Wait until the charts show the round at which the picture stands."""
    expect(page.page.locator(".charts-round")).to_have_text(f"Newest: round {rounds:,}".replace(",", "\u202f"))
    page.page.wait_for_timeout(300)


def test_every_chart_is_drawn_and_says_its_values(lab: Any) -> None:
    page = trained(lab, RING)
    choose(page, *EVERY)
    assert sorted(shown(page)) == sorted(EVERY)
    page.page.wait_for_timeout(300)
    for name in EVERY:
        assert any(trace["y"] for trace in drawn(page, name).values()), name
    assert {trace["xaxis"] for name in CURVES for trace in drawn(page, name).values()} == {"x"}
    assert len({trace["yaxis"] for name in EVERY for trace in drawn(page, name).values()}) == len(EVERY)
    assert drawn(page, "value")["V(G, D)"]["y"][-1] == pytest.approx(page.value("v"), abs=1e-3)
    assert sum(drawn(page, "shares")["samples"]["y"]) == pytest.approx(1, abs=1e-3)
    for name in CURVES:
        said = values(page, name)
        assert said and all(re.search(r"[\d∞]", text) for text in said), name
    v_star, v = (number(text) for text in values(page, "value"))
    assert v == pytest.approx(page.value("v"), abs=1e-3)
    assert v_star == pytest.approx(page.value("v_star"), abs=0.0101)  # a bound has a decimal less in the chart
    assert number(values(page, "w1")[0]) == pytest.approx(page.value("w1"), abs=1e-3)
    mode, share, weight = values(page, "modes")
    assert re.fullmatch(r"mode [1-8]", mode)
    assert number(share) == pytest.approx(number(page.reading("nearest_share")), abs=0.11)
    assert weight == "data 12.5%"
    dashes = page.page.evaluate(
        f"() => {FIGURE}.data.filter(t => /^jsd-(?!newest)/.test(t.uid)).map(t => t.line.dash ?? '')"
    )
    assert len(set(dashes)) == len(dashes) == 4  # in the legend, too, each has its own
    assert len(values(page, "jsd")) == 3  # the floor's number would push the others away
    assert "floor ↓" in drawn(page, "jsd")
    expect(chart(page, "jsd").locator(".plot")).to_have_attribute("aria-label", re.compile("floor, below the axis ↓"))


def test_what_fits_is_shown_and_nothing_is_squeezed(lab: Any) -> None:
    page = trained(lab, RING)
    assert len(shown(page)) >= 5
    plots = page.page.locator(".plots").evaluate("e => [e.clientHeight, e.scrollHeight]")
    assert plots[1] <= plots[0]
    for size in (LAPTOP, {"width": 1280, "height": 720}):
        page.page.set_viewport_size(size)  # type: ignore[arg-type]
        page.page.wait_for_timeout(300)
        assert "value" in shown(page)
        for name in shown(page):
            box = chart(page, name).bounding_box()
            assert box is not None
            assert box["height"] >= 110, (size, name)


@pytest.mark.parametrize("address", [LINE, RING, "preset=dirac&speed=5"])
def test_every_end_value_lies_inside_its_chart(lab: Any, address: str) -> None:
    page = lab(address, viewport={"width": 1280, "height": 720})
    page.page.evaluate("localStorage.setItem('ganscope.theme', 'projector')")
    page.page.reload()
    page.drawn()
    page.play()
    page.reaches(40)
    up_to_date(page, page.pause())
    if "jsd" not in shown(page):
        choose(page, "value", "jsd")
        page.page.wait_for_timeout(300)
    placed = page.page.evaluate(
        """() => [...document.querySelectorAll('#charts [data-chart]:not(.square) .plot')].map(plot => {
             const { top, bottom, right } = plot.getBoundingClientRect();
             const values = [...plot.querySelectorAll('.value')].filter(e => e.textContent);
             const rects = values.map(e => e.getBoundingClientRect());
             const numbered = plot.closest('.numbered') ? 16 : 0;
             return { name: plot.ariaLabel,
                      ends: rects.map(v => [v.top - top, bottom - numbered - v.bottom, right - v.right]),
                      middles: rects.map(v => (v.top + v.bottom) / 2).sort((a, b) => a - b) };
           })"""
    )
    assert any(len(one["ends"]) >= 3 for one in placed)
    for one in placed:
        assert min(min(each) for each in one["ends"]) >= -2, one
        gaps = [b - a for a, b in zip(one["middles"], one["middles"][1:], strict=False)]
        assert min(gaps, default=99) >= 12, one


def test_a_target_with_one_mode_has_no_chart_of_modes(lab: Any) -> None:
    page = trained(lab, LINE)
    assert set(shown(page)).isdisjoint({"modes", "shares"})
    page.page.get_by_role("button", name="Choose charts").click()
    expect(page.page.locator('[data-chip="modes"]')).to_be_disabled()
    expect(page.page.locator('[data-chip="losses"]')).to_be_enabled()


def test_pointing_at_one_chart_reads_all_at_that_round(lab: Any) -> None:
    page = trained(lab, LINE)
    newest = [values(page, name) for name in CURVES]
    drawn(page, "outputs")
    page.page.mouse.move(*inside(page, "outputs", 80))
    page.page.mouse.move(*inside(page, "outputs", 84))
    at = page.page.locator(".charts-round")
    expect(at).to_contain_text("At round")
    assert int(re.sub(r"\D", "", at.inner_text())) < 180
    box = page.page.locator("#charts .hoverlayer .legend")
    expect(box).to_contain_text("real")  # the box at the pointer is of that chart
    expect(box).not_to_contain_text("V(G, D)")
    page.page.wait_for_timeout(200)
    early = [values(page, name) for name in CURVES]
    assert all(a != b for a, b in zip(early, newest, strict=True))
    page.page.mouse.move(5, 5)
    expect(at).to_contain_text("Newest")
    page.page.wait_for_timeout(200)
    assert [values(page, name) for name in CURVES] == newest


def test_charts_are_read_from_the_keyboard(lab: Any) -> None:
    page = trained(lab, LINE)
    stood = page.round
    page.page.locator(".plots").focus()
    page.page.keyboard.press("Home")
    at = page.page.locator(".charts-round")
    expect(at).to_have_text("At round 0")
    page.page.keyboard.press("ArrowRight")
    expect(at).not_to_have_text("At round 0")
    spoken = page.page.locator("#charts [aria-live]")
    expect(spoken).to_contain_text(re.compile(r"Round \d+\. Value, V\(G, D\*\): −?\d"))
    page.page.keyboard.press("Escape")
    expect(at).to_contain_text("Newest")
    assert page.round == stood  # the arrow did not step the run


def test_what_is_computed_only_where_it_is_shown(lab: Any) -> None:
    page = lab(LINE, viewport=LAPTOP)
    page.page.evaluate("localStorage.removeItem('ganscope.intervals')")
    choose(page, "map", "plan", "counting")
    said = {
        "map": r"off by, [\d.]+, (no fold|\d+% back)",
        "plan": r"W₁, [\d.]+",
        "counting": r"64 intervals, estimate [\d.]+, JSD (= |≥\s)[\d.]+",
    }
    for name, words in said.items():
        expect(chart(page, name).locator(".plot")).to_have_attribute("aria-label", re.compile(words))
        page.page.wait_for_function(
            f"name => {FIGURE}?.data?.some(t => t.uid.startsWith(`${{name}}-`) && t.y.length > 20)", arg=name
        )
    assert number(values(page, "plan")[1]) == pytest.approx(page.value("w1"), abs=2e-3)
    slider = page.page.get_by_label("Intervals k")
    slider.press("End")
    expect(chart(page, "counting").locator(".plot")).to_have_attribute("aria-label", re.compile("512 intervals"))
    assert page.round == 0  # the key moved the slider, and nothing else
    page.page.reload()
    page.drawn()
    expect(chart(page, "counting").locator(".plot")).to_have_attribute("aria-label", re.compile("512 intervals, est"))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["map", "plan", "counting"])
def test_a_chart_of_the_line_is_enlarged_on_a_phone_and_gone_in_the_plane(lab: Any, name: str) -> None:
    page = lab(LINE, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.page.locator("#tabs").get_by_role("button", name="Charts").tap()
    choose(page, name)
    expect(chart(page, name).locator(".plot")).to_have_attribute("aria-label", re.compile(r"\d"))
    assert page.page.evaluate("document.documentElement.scrollWidth") <= 390
    chart(page, name).locator(".chart-title").tap()
    expect(page.page.locator("#enlarged .main-svg").first).to_be_visible(timeout=180_000)
    page.page.keyboard.press("Escape")
    page.page.goto(page.page.url.split("#")[0] + "#preset=ring-learned")
    page.page.reload()
    page.drawn()
    page.page.locator("#tabs").get_by_role("button", name="Charts").tap()
    page.page.get_by_role("button", name="Choose charts").tap()
    expect(page.page.locator(f'[data-chip="{name}"]')).to_be_disabled()
    expect(chart(page, name)).to_have_count(0)


def test_charts_are_read_by_touch(lab: Any) -> None:
    page = lab(LINE, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.play()
    page.reaches(300)
    page.pause()
    page.page.locator("#tabs").get_by_role("button", name="Charts").tap()
    chart(page, "value").locator(".plot").scroll_into_view_if_needed()
    drawn(page, "value")
    page.page.touchscreen.tap(*inside(page, "value", 90))
    expect(page.page.locator(".charts-round")).to_contain_text("At round")


def test_the_choice_of_charts_is_kept(lab: Any) -> None:
    page = lab(LINE, viewport=LAPTOP)
    choose(page, "jsd", "gradients")
    assert shown(page) == ["jsd", "gradients"]
    page.page.reload()
    page.drawn()
    assert shown(page) == ["jsd", "gradients"]
    page.page.get_by_role("button", name="Choose charts").click()
    page.page.get_by_role("checkbox", name="Choose for me").check()
    page.page.get_by_role("button", name="Done choosing charts").click()
    many = shown(page)
    page.page.get_by_role("button", name="Choose charts").click()
    assert shown(page) == many  # the chooser takes room, and is not counted
    assert len(many) > 3
    for name in shown(page):
        page.page.locator(f'[data-chip="{name}"]').click()
    expect(page.page.locator(".plots")).to_contain_text("No chart is chosen")


@pytest.mark.parametrize(
    "name", ["value", *(pytest.param(name, marks=pytest.mark.slow) for name in ("modes", "shares"))]
)
def test_a_chart_is_enlarged(lab: Any, name: str) -> None:
    page = trained(lab, RING)
    choose(page, name)
    chart(page, name).get_by_role("button", name="Enlarge").click()
    sheet = page.page.locator("#enlarged")
    expect(sheet.locator(".main-svg").first).to_be_visible(timeout=180_000)
    expect(sheet.locator("g.trace, g.points").first).to_be_attached()
    if name == "value":
        expect(sheet.locator(".g-xtitle")).to_have_text("round")
        assert len(sheet.locator("g[class^=y][class$=tick] text").all_text_contents()) >= 2
    page.page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()


def test_zooming_one_chart_zooms_all_and_a_double_click_shows_the_whole_again(lab: Any) -> None:
    page = trained(lab, LINE)
    drawn(page, "value")
    before = ranges(page)
    x, y = inside(page, "value", 80)
    page.page.mouse.move(x, y)
    page.page.mouse.down()
    page.page.mouse.move(x + 60, y, steps=4)
    page.page.mouse.up()
    page.page.wait_for_timeout(500)
    zoomed = ranges(page)
    assert before["xaxis"][0] < zoomed["xaxis"][0] < zoomed["xaxis"][1] < before["xaxis"][1]
    page.play()
    page.page.wait_for_timeout(1500)
    page.pause()
    assert ranges(page)["xaxis"] == zoomed["xaxis"]  # it stays while the run goes on
    page.page.mouse.dblclick(x + 20, y)
    page.page.wait_for_function(f"() => {FIGURE}._fullLayout.xaxis.range[0] === 0")
    assert ranges(page)["xaxis"][1] >= before["xaxis"][1]


def test_the_legend_hides_a_line_and_its_value(lab: Any) -> None:
    page = trained(lab, LINE)
    drawn(page, "value")
    assert len(values(page, "value")) == 2
    page.page.locator("#charts [class$=toggle]").first.click()
    page.page.wait_for_function(f"() => {FIGURE}.data.filter(t => t.visible === 'legendonly').length === 1")
    page.page.wait_for_timeout(500)
    assert [trace["visible"] for name, trace in drawn(page, "value").items() if name == "V(G, D*)"] == ["legendonly"]
    assert len(values(page, "value")) == 1
    page.play()
    page.page.wait_for_timeout(1200)
    page.pause()
    assert drawn(page, "value")["V(G, D*)"]["visible"] == "legendonly"  # it stays while the run goes on


def test_charts_are_moved_and_their_order_is_kept(lab: Any) -> None:
    page = lab(LINE, viewport=LAPTOP)
    choose(page, "value", "jsd", "losses")
    assert shown(page) == ["value", "jsd", "losses"]
    title = chart(page, "losses").locator(".chart-title")
    title.focus()
    title.press("Alt+ArrowUp")
    assert shown(page) == ["value", "losses", "jsd"]
    expect(title).to_be_focused()
    page.page.get_by_role("button", name="Choose charts").click()
    page.page.get_by_role("button", name="Move Value down").click()
    assert shown(page) == ["losses", "value", "jsd"]
    page.page.reload()
    page.drawn()
    assert shown(page) == ["losses", "value", "jsd"]


def test_the_numbers_are_saved_as_they_are(lab: Any) -> None:
    page = trained(lab, LINE)
    choose(page, "value", "losses")
    curve = drawn(page, "value")["V(G, D)"]
    page.page.mouse.move(*inside(page, "value", 80))
    with page.page.expect_download() as saved:
        page.page.locator('#charts .modebar-btn[data-title="Data as CSV"]').click()
    assert saved.value.suggested_filename == "ganscope-charts.csv"
    head, *lines = Path(saved.value.path()).read_text("utf-8-sig").splitlines()
    assert head.split(",")[0] == "round"
    assert 'Value: V(G, D)"' in head and "Losses: D" in head
    rows = list(csv.DictReader([head, *lines]))
    assert [float(row["round"]) for row in rows] == curve["x"]
    assert [float(row["Value: V(G, D)"]) for row in rows] == pytest.approx(curve["y"])


@pytest.mark.parametrize(("kind", "begins"), [("PNG, for print", b"\x89PNG"), ("SVG", b"<svg")])
def test_charts_are_saved_as_images(lab: Any, kind: str, begins: bytes) -> None:
    page = trained(lab, LINE)
    choose(page, "value", "jsd")
    drawn(page, "jsd")
    page.page.mouse.move(*inside(page, "value", 80))
    with page.page.expect_download() as saved:
        page.page.locator(f'#charts .modebar-btn[data-title="Save as {kind}"]').click()
    data = Path(saved.value.path()).read_bytes()
    assert data.startswith(begins)
    if begins == b"<svg":
        text = data.decode()
        assert "Divergences" in text and "V(G, D*)" in text  # titles and legends, which the page writes over it
        assert values(page, "value")[-1] in text


def test_without_plotly_the_numbers_stand_and_a_sentence_says_why(lab: Any, context: Any) -> None:
    tab = context(viewport=LAPTOP)
    tab.route("**/vendor/plotly.min.js*", lambda route: route.abort())
    page = lab(LINE, of=tab)
    expect(page.page.locator(".charts-trouble")).to_contain_text("did not load")
    page.play()
    page.reaches(100)
    up_to_date(page, page.pause())
    assert number(values(page, "value")[1]) == pytest.approx(page.value("v"), abs=1e-3)
    page.complaints[:] = [each for each in page.complaints if "ERR_FAILED" not in each]


def test_the_strip_says_on_what_the_run_runs_and_how_it_stands(lab: Any) -> None:
    page = lab("preset=figure-1&speed=5&seed=7", viewport=LAPTOP)
    facts = {name: page.page.locator(f'[data-fact="{name}"] .value') for name in ("device", "seed", "cells", "h")}
    expect(facts["device"]).to_have_text(re.compile("CPU|GPU"))
    expect(facts["seed"]).to_have_text("7")
    expect(facts["cells"]).to_have_text(re.compile(r"\d"))
    expect(facts["h"]).to_have_text(re.compile(r"\d"))
    mark = page.page.locator(".mark")
    expect(mark).to_have_text("ready, not trained")
    page.play()
    expect(mark).to_have_text(re.compile(r"training, picture \d+ ms behind|picture lags \d+ ms"))
    page.reaches(50)
    page.pause()
    expect(mark).to_have_text("paused")
    page.page.get_by_role("button", name="What the numbers mean").click()
    meanings = page.page.locator("#meanings")
    expect(meanings).to_contain_text("what D has left to learn")
    expect(meanings).to_contain_text("Mean D(x)")
    page.page.keyboard.press("Escape")
    expect(meanings).to_be_hidden()


def test_a_picture_that_lags_is_marked(lab: Any) -> None:
    page = lab("preset=figure-1&speed=5", viewport=LAPTOP)
    page.play()
    page.reaches(20)
    page.page.evaluate(
        """() => { const until = performance.now() + 3000;
                   (function block() { const end = performance.now() + 400; while (performance.now() < end);
                                       if (end < until) setTimeout(block, 30); })(); }"""
    )
    expect(page.page.locator(".mark")).to_have_attribute("data-tone", "warn", timeout=15_000)
    expect(page.page.locator(".mark")).to_contain_text("picture lags")
    expect(page.page.locator(".mark")).to_have_attribute("data-tone", "good", timeout=15_000)


def test_a_stopped_run_is_marked_with_its_reason(lab: Any) -> None:
    page = lab(
        "preset=figure-1&optimizers.generator.kind=sgd&optimizers.generator.learning_rate=10"
        "&optimizers.discriminator.kind=sgd&optimizers.discriminator.learning_rate=10&generator.activation=relu"
        "&discriminator.activation=relu&penalties=[{%22kind%22:%22r1%22,%22weight%22:1000}]"
    )
    page.command("play").click()  # it stops at once
    mark = page.page.locator(".mark")
    expect(mark).to_have_attribute("data-tone", "bad", timeout=180_000)
    expect(mark).to_contain_text(re.compile(r"stopped at round .+: \w+"))
    page.page.locator('[data-command="reset"]').click()
    expect(mark).to_have_text("ready, not trained")


@pytest.mark.slow
def test_what_a_frame_costs_is_known_by_part(lab: Any) -> None:
    page = trained(lab, RING)
    page.play()
    page.page.wait_for_timeout(2500)
    frames = page.page.evaluate("ganscope.frames()")
    page.pause()
    assert frames["painted"] > 20
    assert frames["rate"] > 0
    assert 0 < frames["age"]["median"] <= frames["age"]["p95"] < 2000
    for part in ("picture", "readings", "charts"):
        assert 0 <= frames["parts"][part]["median"] <= frames["parts"][part]["p95"], part
    assert frames["parts"]["charts"]["median"] < 50
