"""The picture: its layers, its sets, its backgrounds, the second picture, what the pointer reads, small pictures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from lab_page import STANDS, LabPage
from playwright.sync_api import BrowserContext, Locator, expect

FIGURE = "preset=figure-1&speed=20"
RING = "target.kind=ring&target.std=0.1&speed=20"
LAPTOP = {"width": 1440, "height": 900}
DESKTOP = {"width": 1920, "height": 1080}
LAYERS = {
    FIGURE: ["p_data", "p_g", "d", "d_star", "difference", "arrows", "real", "fake", "modes", "notes", "points"],
    RING: ["d", "d_star", "p_data_lines", "real", "fake", "modes", "mesh", "pull"],
}
GROUNDS = ["p_g", "p_data", "d_fill", "d_star_fill", "difference"]
SETS = ["overview", "sees", "does", "theory"]


def drawn(picture: Locator) -> str:
    """What stands in a picture, as text to compare."""
    picture.page.wait_for_function("host => host.dataset.rests === host.dataset.seq", arg=picture.element_handle())
    return picture.evaluate(STANDS)


def layer(page: LabPage, name: str) -> Locator:
    """The switch of a layer of the first picture."""
    return page.page.locator(f'#layers [data-layer="{name}"]')


def trained(lab: Any, address: str, **options: Any) -> Any:
    """A run that has gone some way and stands."""
    page = lab(address, **options)
    page.play()
    page.reaches(200)
    page.pause()
    return page


@pytest.mark.parametrize("address", LAYERS)
def test_every_layer_is_switched(lab: Any, address: str) -> None:
    page = trained(lab, address)
    for name in LAYERS[address]:
        was = layer(page, name).get_attribute("aria-pressed")
        before = drawn(page.picture)
        layer(page, name).click()
        expect(layer(page, name)).to_have_attribute("aria-pressed", "false" if was == "true" else "true")
        assert drawn(page.picture) != before, name
        layer(page, name).press("Enter")  # the keyboard, back again
        expect(layer(page, name)).to_have_attribute("aria-pressed", was or "")
        assert drawn(page.picture) == before, name
    # the others have nothing to show in this game
    enabled = page.page.locator("#layers [data-layer]:not([aria-disabled=true])")
    assert enabled.count() == len(LAYERS[address])


def test_every_background_fills_the_plane(lab: Any) -> None:
    page = trained(lab, RING)
    ground = page.page.get_by_label("Fill").first
    seen = set()
    for name in GROUNDS:
        ground.select_option(name)
        page.page.wait_for_timeout(50)
        seen.add(drawn(page.picture))
        [z] = [trace["z"] for trace in page.traces() if trace["type"] == "heatmap"]
        assert len({value for row in z for value in row if value is not None}) > 10, name
    assert len(seen) == len(GROUNDS)
    ground.select_option("")
    page.page.wait_for_timeout(50)
    assert drawn(page.picture) and all(trace["type"] != "heatmap" for trace in page.traces())
    assert "show=-p_g" in page.address


@pytest.mark.parametrize("address", LAYERS)
def test_a_set_is_one_click_away(lab: Any, address: str) -> None:
    page = trained(lab, address)
    seen = set()
    for name in SETS:
        button = page.page.locator(f'#layers [data-set="{name}"]')
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
        assert page.page.locator('#layers [data-set][aria-pressed="true"]').count() == 1
        seen.add(drawn(page.picture))
    assert len(seen) == len(SETS)
    # One layer more is no longer that set.
    layer(page, "real").click()
    expect(page.page.locator('#layers [data-set][aria-pressed="true"]')).to_have_count(0)


def test_the_layers_stand_in_the_address(lab: Any) -> None:
    page = lab(FIGURE)
    page.page.locator('#layers [data-set="theory"]').click()
    layer(page, "d").click()
    layer(page, "real").click()
    assert "show=theory,-d,real" in page.address
    other = lab(page.address)
    assert drawn(other.picture) == drawn(page.picture)


def test_an_older_address_hides_its_layers(lab: Any) -> None:
    page = lab(f"{FIGURE}&hide=d_star,p_g")
    for name, pressed in {"d_star": "false", "p_g": "false", "d": "true", "p_data": "true"}.items():
        expect(layer(page, name)).to_have_attribute("aria-pressed", pressed)


def test_layers_change_while_it_plays(lab: Any) -> None:
    page = lab(RING)
    page.play()
    for name in LAYERS[RING]:
        layer(page, name).click()
    for name in GROUNDS:
        page.page.get_by_label("Fill").first.select_option(name)
    seen = page.round
    page.reaches(seen + 40)


def test_a_wide_page_has_a_second_picture_with_layers_of_its_own(lab: Any) -> None:
    page = trained(lab, RING, viewport=DESKTOP)
    twin = page.page.locator(".view.twin .picture")
    expect(twin).to_be_visible()
    assert twin.get_attribute("data-seq") == page.picture.get_attribute("data-seq")
    first, second = drawn(page.picture), drawn(twin)
    page.page.locator('.view.twin [data-set="does"]').click()
    assert drawn(twin) != second
    assert drawn(page.picture) == first
    assert "twin=does" in page.address
    assert page.page.evaluate("document.documentElement.scrollWidth") <= DESKTOP["width"]


def test_a_second_picture_is_asked_for_and_remembered(lab: Any, context: Callable[..., BrowserContext]) -> None:
    mine = context(viewport=LAPTOP)
    page = lab(FIGURE, of=mine)
    twin = page.page.locator(".view.twin")
    expect(twin).to_be_hidden()
    button = page.page.get_by_role("button", name="Second picture")
    button.click()
    expect(twin).to_be_visible()
    expect(button).to_have_attribute("aria-pressed", "true")
    page.page.locator('.view.twin [data-set="theory"]').click()
    again = lab(FIGURE, of=mine)
    expect(again.page.locator(".view.twin")).to_be_visible()
    expect(again.page.locator('.view.twin [data-set="theory"]')).to_have_attribute("aria-pressed", "true")
    again.page.get_by_role("button", name="Second picture").click()
    expect(again.page.locator(".view.twin")).to_be_hidden()


def test_a_phone_has_one_picture_and_reads_it_by_touch(lab: Any) -> None:
    page = trained(lab, RING, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    expect(page.page.locator(".view.twin")).to_be_hidden()
    page.page.locator('#layers [data-set="sees"]').tap()
    expect(layer(page, "fake")).to_have_attribute("aria-pressed", "true")
    box = page.picture.bounding_box()
    page.page.touchscreen.tap(box["x"] + box["width"] * 0.42, box["y"] + box["height"] * 0.4)
    tip = page.page.locator("#picture .tip")
    expect(tip).to_contain_text("D*")
    page.page.locator('#layers [data-set="sees"]').tap()
    expect(tip).to_be_hidden()


@pytest.mark.parametrize("address", LAYERS)
def test_the_pointer_reads_what_stands_there(lab: Any, address: str) -> None:
    page = trained(lab, address)
    page.rests()
    box = page.picture.bounding_box()
    page.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.3)
    if address == FIGURE:
        label = page.page.locator("#picture .hoverlayer")
        for name in ("x = ", "pdata", "pg", "D ", "D* "):
            expect(label).to_contain_text(name)
        page.page.mouse.move(5, 5)
        expect(label).not_to_contain_text("pdata")
        return
    tip = page.page.locator("#picture .tip")
    names = tip.locator("dt").all_inner_texts()
    assert [name.replace("\n", "") for name in names] == ["x", "pdata", "pg", "D", "D*", "nearest mode"]
    page.page.mouse.move(5, 5)
    expect(tip).to_be_hidden()


def test_the_picture_says_what_it_shows(lab: Any) -> None:
    page = lab(FIGURE)
    expect(layer(page, "each")).to_be_hidden()  # one generator
    page.page.locator('#layers [data-set="does"]').click()
    label = "Figure 1, over the line of x: p_data, p_g, z → G(z), fake, modes, notes"
    expect(page.picture).to_have_attribute("aria-label", label)


@pytest.mark.parametrize("preset", ["figure-1", pytest.param("ring-learned", marks=pytest.mark.slow)])
def test_a_frame_is_drawn_small(lab: Any, preset: str) -> None:
    page = lab(FIGURE, pictures=True)
    colours = page.page.evaluate(
        """async preset => {
             let answer;
             do {
               answer = await fetch(`api/presets/${preset}/thumbnail`);
               if (answer.status === 202) await new Promise(done => setTimeout(done, 500));
             } while (answer.status === 202);
             const { decode } = await import('/js/wire/wire.js');
             const { thumbnail } = await import('/js/figure/thumbnail.js');
             const described = await (await fetch('api/figures')).json();
             const canvas = document.createElement('canvas');
             [canvas.width, canvas.height] = [240, 180];
             const frame = decode(await answer.arrayBuffer());
             thumbnail(canvas, frame, described);
             const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
             return [canvas.width, new Set(new Uint32Array(data.buffer)).size];
           }""",
        preset,
    )
    assert colours[0] == 240
    assert colours[1] > 50


@pytest.mark.parametrize(
    ("layers", "limit"),
    [
        pytest.param("", 6, marks=pytest.mark.slow),
        pytest.param("theory,p_data_lines,real,fake,modes,mesh,pull", 20, marks=pytest.mark.slow),
    ],
)
def test_painting_keeps_to_its_budget(lab: Any, layers: str, limit: float) -> None:
    page = lab(f"{RING}&show={layers}", viewport=LAPTOP)
    page.play()
    page.page.wait_for_timeout(4000)
    cost = page.page.evaluate("ganscope.frames().parts.picture")
    page.pause()
    assert cost["median"] < limit, cost
