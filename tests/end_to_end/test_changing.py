"""Changing the experiment: numbers, structure, presets, the address, the picture itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from lab_page import LabPage, Server
from playwright.sync_api import BrowserContext, WebSocketRoute, expect

from ganscope.web.wire import decode

SLOW = "preset=figure-1&speed=2"
LEARNING_RATE = "optimizers.generator.learning_rate"


def test_a_number_changes_while_it_plays(lab: Any) -> None:
    page = lab(SLOW)
    page.play()
    page.reaches(30)
    page.type("target.std", "0.5")
    page.page.wait_for_timeout(1500)
    expect(page.command("play")).to_have_attribute("aria-pressed", "true")
    after = page.round
    assert after > 30
    page.reaches(after + 10)
    assert page.message("compiling").count() == 0
    assert "target.std=0.5" in page.address
    assert page.field("target.std").input_value() == "0.5"


def test_a_slider_changes_a_number(lab: Any) -> None:
    page = lab(SLOW)
    before = page.image()
    slider = page.field("target.std").locator("xpath=ancestor::div[1]//input[@type='range']")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    page.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.page.mouse.down()
    page.page.mouse.move(box["x"] + 0.75 * box["width"], box["y"] + box["height"] / 2, steps=8)
    page.page.mouse.up()
    page.page.wait_for_timeout(1200)
    assert float(page.field("target.std").input_value()) > 1
    assert page.image() != before


def test_every_effect_is_said_before_a_field_is_touched(lab: Any) -> None:
    page = lab(SLOW)
    for path, word in {
        "target.mean": "live", "schedule.batch": "compiles", "latent.dimension": "restarts",
        "generator.init.kind": "at reset",
    }.items():  # fmt: skip
        field = page.field(path).locator("xpath=ancestor::div[contains(@class, 'field')][1]")
        expect(field.locator(".badge")).to_have_text(word)
    expect(page.field("target.kind").locator("option[value=ring]")).to_have_text("Ring (restarts)")


@pytest.mark.slow
def test_another_activation_compiles_and_the_run_goes_on(lab: Any) -> None:
    page = lab(SLOW)
    page.play()
    page.reaches(20)
    page.field("generator.activation").select_option("softplus")
    expect(page.message("compiling")).to_be_visible(timeout=10_000)
    expect(page.message("compiling")).to_have_count(0, timeout=180_000)
    page.page.wait_for_timeout(500)
    assert page.round > 20
    page.reaches(page.round + 5)
    assert "generator.activation=softplus" in page.address


def test_layers_are_added_and_removed(lab: Any) -> None:
    page = lab(SLOW)
    page.field("generator.hidden.0")
    page.page.locator('[data-add="generator.hidden"]').click()
    expect(page.field("generator.hidden.2")).to_have_value("32")
    page.page.get_by_role("button", name="Remove layer 1 of G").click()
    page.type("generator.hidden.0", "16")
    page.page.wait_for_timeout(300)
    page.drawn()
    assert "generator.hidden=[16,32]" in page.address
    page.command("round").click()
    page.shows(1)


def test_penalties_and_optimizers_change_kind(lab: Any) -> None:
    page = lab(SLOW)
    page.field("optimizers.generator.kind").select_option("momentum")
    expect(page.field("optimizers.generator.momentum")).to_have_value("0.9")
    page.field("penalties")
    page.page.get_by_role("button", name="Remove R1").click()
    expect(page.field("penalties.0.weight")).to_have_count(0)
    page.page.locator('[data-add="penalties"]').get_by_text("R1", exact=False).first.click()
    expect(page.field("penalties.0.weight")).to_have_value("0.1")
    page.drawn()
    assert "optimizers.generator.kind=momentum" in page.address


@pytest.mark.slow
def test_a_learning_rate_outlives_a_change_of_optimizer(lab: Any) -> None:
    page = lab(SLOW)
    rate = page.field(LEARNING_RATE).input_value()
    page.field("optimizers.generator.kind").select_option("rmsprop")
    expect(page.field(LEARNING_RATE)).to_have_value(rate)


FEW = ("figure-1", "saturating")


@pytest.mark.parametrize("few", [True, pytest.param(False, marks=pytest.mark.slow)], ids=["few", "all"])
def test_every_preset_opens_and_says_what_will_happen(lab: Any, few: bool) -> None:
    page = lab()
    buttons = page.page.locator("[data-preset]")
    for name in FEW if few else [button.get_attribute("data-preset") for button in buttons.all()]:
        chosen = page.page.locator(f'[data-preset="{name}"]')
        page.page.locator(".others > summary").click()
        chosen.click()
        expect(chosen).to_have_attribute("aria-pressed", "true")
        expect(page.page.locator(f"#about-{name}")).to_be_visible()
        assert len(page.page.locator(f"#about-{name}").inner_text()) > 40
        page.drawn()
        assert f"preset={name}" in page.address
        page.command("round").click()
        page.shows(1)


@pytest.mark.slow
def test_the_address_opens_the_same_experiment_elsewhere(lab: Any) -> None:
    page = lab(SLOW)
    page.type("target.mean", "1.5")
    page.type("seed", "7")
    page.field("objective.kind").select_option("minimax")
    page.drawn()
    page.image()  # once a canvas has been read, Chromium may raster it another way
    page.command("round").click()
    page.shows(1)
    address = page.address
    assert address.count("=") == 5, address  # preset, three changes, speed: nothing that is as the preset has it
    other = lab(address)
    assert other.field("target.mean").input_value() == "1.5"
    assert other.field("seed").input_value() == "7"
    assert other.field("objective.kind").input_value() == "minimax"
    assert other.round == 0
    other.image()
    other.command("round").click()
    other.shows(1)
    for each in (page, other):
        each.page.wait_for_timeout(300)
    assert other.image() == page.image()


def test_a_new_address_in_the_same_tab_is_followed(lab: Any) -> None:
    page = lab(SLOW)
    page.page.evaluate("location.hash = '#preset=figure-1&target.mean=2&speed=5'")
    expect(page.field("target.mean")).to_have_value("2")
    page.drawn()
    assert page.page.get_by_label("Speed").get_attribute("aria-valuetext") == "5 rounds a frame"


def test_what_means_nothing_in_an_address_is_said(lab: Any) -> None:
    page = lab("preset=figure-1&colour=red")
    expect(page.message("address")).to_contain_text("colour=red")


def test_a_refused_address_opens_the_preset_that_it_names(lab: Any) -> None:
    page = lab("preset=two-peaks&target.std=-3&speed=20")
    expect(page.page.locator('[data-message="error"], [data-message="field"]')).to_contain_text("−3")
    assert page.address == "preset=two-peaks&speed=20"
    assert page.field("target.kind").input_value() == "two_peaks"
    page.command("round").click()
    page.shows(1)


def test_a_reload_comes_back_to_the_run(lab: Any) -> None:
    page = lab(SLOW)
    page.play()
    page.reaches(40)
    stood = page.pause()
    page.page.reload()
    page.drawn()
    assert page.round == stood
    assert "speed=2" in page.address


def test_a_tab_opened_from_this_one_has_a_run_of_its_own(lab: Any, context: Any) -> None:
    page = lab(SLOW)
    page.command("round").click()
    page.shows(1)
    with page.page.expect_popup() as popup:
        page.page.evaluate("void window.open(location.href)")
    other = LabPage.watch(popup.value)
    other.drawn()
    assert other.round == 0
    other.command("round").click()
    other.command("round").click()
    other.shows(2)
    page.page.wait_for_timeout(300)
    assert page.round == 1
    assert other.complaints == []


@pytest.mark.parametrize("value", ["20", *(pytest.param(text, marks=pytest.mark.slow) for text in ("", "-1", "abc"))])
def test_an_error_stands_at_its_field_which_keeps_what_was_typed(lab: Any, value: str) -> None:
    page = lab(SLOW)
    page.play()
    good = page.field(LEARNING_RATE).input_value()
    page.type(LEARNING_RATE, value)
    field = page.field(LEARNING_RATE)
    expect(field).to_have_attribute("aria-invalid", "true")
    wrong = page.page.locator(f"#{field.get_attribute('aria-describedby')}")
    expect(wrong).to_be_visible()
    expect(wrong).to_contain_text(value or "number")
    page.page.wait_for_timeout(1200)
    assert field.input_value() == value
    before = page.round
    page.reaches(before + 5)
    page.type("target.mean", "0.5")  # another field still works
    page.page.wait_for_timeout(1000)
    assert "target.mean=0.5" in page.address
    assert field.input_value() == value
    page.type(LEARNING_RATE, "0.002")
    expect(field).not_to_have_attribute("aria-invalid", "true")
    page.page.wait_for_timeout(900)
    assert page.field(LEARNING_RATE).input_value() == "0.002" != good


@pytest.mark.parametrize(
    "compiled", [pytest.param(True, marks=pytest.mark.slow), False], ids=["compiled", "while_it_compiles"]
)
def test_an_error_of_several_fields_stands_at_their_group(lab: Any, compiled: bool) -> None:
    page = lab(SLOW)
    page.field("target.kind").select_option("uniform")
    page.command("round").click()  # sends the change, too
    if compiled:
        page.shows(1)
        page.drawn()
    page.type("target.low", "3")
    group = page.page.locator('[data-group="target"]')
    expect(group.locator(".field-error:visible")).to_contain_text("High must exceed low")
    expect(page.field("target.low")).to_have_value("3")
    expect(page.field("target.kind")).to_have_value("uniform")


def test_a_gaussian_is_dragged_along_the_line(lab: Any) -> None:
    page = lab(SLOW)
    page.play()
    page.reaches(5)
    box = page.picture.bounding_box()
    # The handle stands on the line of x at 0: the middle of the axes.
    x = box["x"] + 60 + (box["width"] - 116) / 2
    y = next(top for top in range(int(box["y"]) + 100, int(box["y"] + box["height"]), 6) if _grabs(page, x, top))
    page.page.mouse.down()
    page.page.mouse.move(x + 80, y, steps=6)
    page.page.mouse.up()
    page.page.wait_for_timeout(900)
    assert float(page.field("target.mean").input_value()) > 0.3
    assert page.message("compiling").count() == 0
    expect(page.command("play")).to_have_attribute("aria-pressed", "true")


def _grabs(page: LabPage, x: float, y: float) -> bool:
    page.page.mouse.move(x, y)
    return "can-drag" in (page.picture.get_attribute("class") or "")


def test_a_mode_of_a_ring_is_dragged_in_the_plane(lab: Any) -> None:
    page = lab("target.kind=ring&target.std=0.1&speed=2")
    assert page.picture.get_attribute("data-view") == "2d"
    box = page.picture.bounding_box()
    found = None
    for x in range(int(box["x"] + box["width"] * 0.55), int(box["x"] + box["width"]), 12):
        if _grabs(page, x, box["y"] + 12 + (box["height"] - 46) / 2):
            found = x
            break
    assert found is not None
    page.page.mouse.down()
    page.page.mouse.move(found - 60, box["y"] + 12 + (box["height"] - 46) / 2 + 10, steps=6)
    page.page.mouse.up()
    expect(page.field("target.kind")).to_have_value("mixture_2d")
    assert page.page.locator('[data-group="target"] .item').count() == 8
    page.page.wait_for_timeout(900)
    assert page.message("compiling").count() == 0


def test_a_new_run_is_awaited_until_its_picture_is_there(lab: Any, context: Callable[..., BrowserContext]) -> None:
    person = context()
    told: list[str] = []
    held: list[Callable[[], None]] = []

    def slow(page: WebSocketRoute) -> None:
        server = page.connect_to_server()

        def brought(message: str | bytes) -> None:
            if isinstance(message, bytes) and decode(message).meta.get("view") == "2d":
                held.append(lambda: page.send(message))
            else:
                page.send(message)
                told.append(str(message))

        server.on_message(brought)

    person.route_web_socket("**/ws*", slow)
    page = lab(of=person)
    page.page.evaluate("location.hash = 'target.kind=ring'")
    for _ in range(300):
        page.page.wait_for_timeout(100)
        if held and any('"compiling":false' in each and '"ring"' in each for each in told):
            break
    page.page.wait_for_timeout(300)  # in which the page would take the run for there
    expect(page.picture).to_have_class(re.compile("waiting"))
    assert page.picture.get_attribute("data-view") == "1d"
    held[-1]()
    expect(page.picture).not_to_have_class(re.compile("waiting"))
    assert page.picture.get_attribute("data-view") == "2d"


def test_layers_of_the_picture_are_switched(lab: Any) -> None:
    page = lab(SLOW)
    full = page.image()
    page.page.locator('[data-layer="d_star"]').click()
    expect(page.page.locator('[data-layer="d_star"]')).to_have_attribute("aria-pressed", "false")
    assert page.image() != full
    assert "show=-d_star" in page.address


def test_two_people_have_runs_of_their_own(server: Server, context: Callable[..., BrowserContext], lab: Any) -> None:
    one, two = lab(SLOW), lab(SLOW)
    one.play()
    one.reaches(20)
    assert two.round == 0
    one.pause()


def test_the_link_is_copied(lab: Any, context: Callable[..., BrowserContext], server: Server) -> None:
    mine = context(permissions=["clipboard-read", "clipboard-write"])
    page = lab(SLOW, of=mine)
    page.type("target.mean", "1")
    page.page.get_by_role("button", name="Copy link").click()
    expect(page.message("share")).to_be_visible()
    assert re.search("target.mean=1", page.page.evaluate("navigator.clipboard.readText()"))
