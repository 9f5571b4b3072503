"""The controls of the experiment: basics and all, help, undo, back to the preset, networks as pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from lab_page import LabPage
from playwright.sync_api import Locator, expect

SLOW = "preset=figure-1&speed=2"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
RATE = "optimizers.discriminator.learning_rate"


def tool(page: LabPage, name: str) -> Locator:
    return page.page.locator(f'[data-tool="{name}"]')


def widths(page: LabPage, player: str) -> list[str]:
    return [box.input_value() for box in page.page.locator(f'[data-path^="{player}.hidden."]').all()]


def leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[str]:
    """The path of every control that an experiment of one-dimensional parts needs."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, (*path, key))
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from leaves(item, (*path, str(i)))
    elif path != ("penalties", "0", "kind"):  # a penalty has no other kind to become
        yield ".".join(path)


def test_a_newcomer_sees_the_basics_and_an_expert_every_field(lab: Any) -> None:
    page = lab("preset=figure-1")
    basics = [f for f in page.page.locator("#form .field").all() if f.is_visible()]
    assert 8 <= len(basics) <= 10, [f.inner_text() for f in basics]
    preset = page.page.evaluate("fetch('api/presets').then((a) => a.json()).then(([p]) => p.experiment)")
    page.page.locator('button[data-level="all"]').click()
    for head in page.page.locator("#form .group-head").all():
        if head.get_attribute("aria-expanded") == "false":
            head.click()
    for path in leaves(preset):
        control = page.page.locator(f'#form [data-path="{path}"]')
        expect(control).to_be_visible()
        named = control.evaluate("e => e.getAttribute('aria-label') || e.labels[0]?.textContent")
        assert named, path
    page.page.reload()
    page.drawn()
    expect(page.page.locator('button[data-level="all"]')).to_have_attribute("aria-pressed", "true")


def test_what_the_basics_do_not_show_is_counted_where_it_is_found(lab: Any) -> None:
    page = lab("preset=figure-1&optimizers.generator.beta1=0.3&schedule.k_g=2")
    every = page.page.locator('button[data-level="all"]')
    expect(every).to_contain_text("2")
    expect(every).to_have_attribute(
        "aria-label", "All settings: 2 settings that are not shown here differ from the preset"
    )
    every.click()
    expect(every).not_to_contain_text("2")


def test_a_drag_is_one_step_that_is_undone_and_done_again(lab: Any) -> None:
    page = lab(SLOW)
    page.play()
    page.reaches(5)
    std = page.field("target.std")
    slider = page.row("target.std").get_by_role("slider")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2
    page.page.mouse.move(box["x"] + box["width"] / 2, middle)
    page.page.mouse.down()
    page.page.mouse.move(box["x"] + 0.9 * box["width"], middle, steps=12)
    page.page.mouse.up()
    dragged = std.input_value()
    assert float(dragged) > 2
    expect(tool(page, "undo")).to_have_accessible_name("Undo: Width σ")
    page.page.keyboard.press("Control+z")
    expect(std).to_have_value("1")
    expect(tool(page, "undo")).to_have_attribute("aria-disabled", "true")
    page.page.wait_for_timeout(1200)  # the server has it too: it is not brought back
    expect(std).to_have_value("1")
    page.page.keyboard.press("Control+Shift+Z")
    expect(std).to_have_value(dragged)
    tool(page, "undo").click()
    expect(std).to_have_value("1")
    tool(page, "redo").click()
    expect(std).to_have_value(dragged)
    expect(page.command("play")).to_have_attribute("aria-pressed", "true")


def test_undo_leaves_typing_alone_and_takes_back_what_was_typed(lab: Any) -> None:
    page = lab(SLOW)
    page.type("target.mean", "1")
    rate = page.field(RATE)
    rate.click()
    rate.press_sequentially("7")
    page.page.keyboard.press("Control+z")
    rate.press("Escape")
    expect(page.field("target.mean")).to_have_value("1")
    page.type(RATE, "0.01")
    page.page.keyboard.press("Control+z")  # still in the box, which holds nothing new
    expect(rate).to_have_value("0.003")
    expect(page.field("target.mean")).to_have_value("1")
    page.page.keyboard.press("Control+z")
    expect(page.field("target.mean")).to_have_value("0")


def test_a_refused_value_is_no_step(lab: Any) -> None:
    page = lab(SLOW)
    page.type("target.mean", "1")
    page.type(RATE, "99")
    expect(page.field(RATE)).to_have_attribute("aria-invalid", "true")
    expect(tool(page, "undo")).to_have_accessible_name("Undo: Mean")


def test_a_new_start_is_undone(lab: Any) -> None:
    page = lab(SLOW)
    page.type("target.std", "0.5")
    page.page.evaluate("location.hash = '#preset=saturating'")
    expect(page.field("objective.kind")).to_have_value("minimax")
    page.page.keyboard.press("Control+z")
    expect(page.field("objective.kind")).to_have_value("non_saturating")
    expect(page.field("target.std")).to_have_value("0.5")
    page.drawn()
    assert page.address.startswith("preset=figure-1")


def test_a_field_and_everything_go_back_to_the_preset(lab: Any) -> None:
    page = lab(SLOW)
    back = page.row(RATE).locator(".back")
    expect(back).to_be_hidden()
    page.type(RATE, "0.02")
    expect(back).to_have_accessible_name("D Learning rate: back to 0.003, as in the preset")
    back.click()
    expect(page.field(RATE)).to_have_value("0.003")
    expect(back).to_be_hidden()
    expect(page.field(RATE)).to_be_focused()
    page.field("objective.kind").select_option("minimax")
    page.type("target.mean", "2")
    tool(page, "preset-values").click()
    expect(page.field("objective.kind")).to_have_value("non_saturating")
    expect(page.field("target.mean")).to_have_value("0")
    page.drawn()
    assert page.address == SLOW


def test_the_help_of_a_choice_opens_a_preset_with_the_choice_made(lab: Any) -> None:
    page = lab("preset=figure-1&seed=3")
    mark = page.row("objective.kind").locator(".toggletip")
    mark.focus()
    page.page.keyboard.press("Enter")
    card = page.page.get_by_role("dialog", name="Objective")
    page.page.keyboard.press("Tab")
    expect(card.get_by_role("link").first).to_be_focused()
    card.locator("dt:text-is('Least squares') + dd").get_by_role("link", name="Figure 1, live").press("Enter")
    expect(card).to_be_hidden()
    expect(page.field("objective.kind")).to_have_value("least_squares")
    expect(page.page).to_have_url(re.compile("#preset=figure-1&objective.kind=least_squares$"))
    page.drawn()


def test_help_by_keyboard_says_what_a_field_does(lab: Any) -> None:
    page = lab(SLOW)
    mark = page.row(RATE).locator(".toggletip")
    expect(mark).to_have_accessible_name("Help: D Learning rate")
    mark.focus()
    page.page.keyboard.press("Enter")
    card = page.page.get_by_role("dialog", name="D Learning rate")
    expect(card).to_be_visible()
    expect(card).to_be_focused()
    for part in ("How far one step goes", "η", "0 to 10", "0.001", "0.003", "next round"):
        expect(card).to_contain_text(part)
    page.page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(mark).to_be_focused()
    mark.click()
    expect(card).to_be_visible()
    mark.click()
    expect(card).to_be_hidden()
    page.row("objective.kind").locator(".toggletip").click()
    kinds = page.page.get_by_role("dialog", name="Objective")
    for part in ("Minimax", "Non-saturating", "eq. 1", "compiled"):
        expect(kinds).to_contain_text(part)
    page.page.locator("#title").click()
    expect(kinds).to_be_hidden()


@pytest.mark.slow
def test_a_network_is_changed_by_keyboard(lab: Any) -> None:
    page = lab(SLOW)
    expect(page.row("generator.hidden.0").locator(".badge")).to_have_text("restarts")
    add = page.page.get_by_role("button", name="Add a layer to G before layer 1")
    assert "restarts" in (add.get_attribute("aria-label") or "")
    add.focus()
    page.page.keyboard.press("Enter")
    expect(page.field("generator.hidden.0")).to_be_focused()
    assert widths(page, "generator") == ["32", "32", "32"]
    page.page.keyboard.press("ArrowUp")
    expect(page.field("generator.hidden.0")).to_have_value("33")
    page.page.get_by_role("button", name="Wider layer 1 of G").press("Enter")
    expect(page.field("generator.hidden.0")).to_have_value("48")
    page.page.get_by_role("button", name="Remove layer 2 of G").press("Enter")
    assert widths(page, "generator") == ["48", "32"]
    assert "generator.hidden=[48,32]" in page.address
    for _ in range(4):
        page.page.keyboard.press("Control+z")
    assert widths(page, "generator") == ["32", "32"]
    # At once, so that one program is compiled and not eight.
    page.page.evaluate(
        "for (let i = 0; i < 3; i++) document.querySelector('[data-add=\"discriminator.hidden\"]').click()"
    )
    assert widths(page, "discriminator") == ["32"] * 5
    assert page.page.locator('[data-add="discriminator.hidden"]').count() == 0  # five is the most
    page.page.evaluate(
        "for (let i = 0; i < 5; i++) document.querySelector('[aria-label^=\"Remove layer 1 of D\"]').click()"
    )
    assert widths(page, "discriminator") == []
    expect(page.page.locator("#form")).to_contain_text("no hidden layer: affine")
    page.drawn()
    page.command("round").click()
    page.shows(1)


def test_controls_under_a_finger(lab: Any) -> None:
    page = lab(SLOW, **PHONE)
    page.page.locator('[data-tab="experiment"]').tap()
    page.page.get_by_role("button", name="Add a layer to G before layer 1").tap()
    expect(page.field("generator.hidden.2")).to_be_visible()
    page.page.get_by_role("button", name="Narrower layer 1 of G").tap()
    assert widths(page, "generator") == ["24", "32", "32"]
    page.page.get_by_role("button", name="Remove layer 3 of G").tap()
    assert widths(page, "generator") == ["24", "32"]
    tool(page, "undo").tap()
    assert widths(page, "generator") == ["24", "32", "32"]
    page.row("schedule.k_d").locator(".toggletip").tap()
    card = page.page.get_by_role("dialog", name="D steps")
    expect(card).to_be_visible()
    box = card.bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= 390
    card.get_by_role("button", name="Close").tap()
    expect(card).to_be_hidden()
    for name in ("undo", "redo", "preset-values"):
        size = tool(page, name).bounding_box()
        assert size and min(size["width"], size["height"]) >= 44
    page.drawn()


@pytest.mark.slow
def test_components_of_a_mixture_fold_and_follow(lab: Any) -> None:
    page = lab("target.kind=two_peaks&target.distance=3&speed=2")
    page.field("target.kind").select_option("mixture_1d")
    items = page.page.locator('[data-group="target"] .item')
    expect(items).to_have_count(2)
    page.page.locator('[data-add="target.components"]').click()
    expect(items).to_have_count(3)
    page.type("target.components.0.mean", "-2.5")
    expect(items.first.locator(".digest")).to_have_text("−2.5, σ 0.5")
    page.page.get_by_role("button", name="Remove Component 2").click()
    expect(items).to_have_count(2)
    page.drawn()


def test_a_finger_that_scrolls_past_a_slider_leaves_it(lab: Any) -> None:
    page = lab(SLOW, **PHONE)
    page.page.locator('[data-tab="experiment"]').tap()
    field = page.field("target.std")
    slider = page.row("target.std").locator(".slide")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box
    x, y = box["x"] + 0.8 * box["width"], box["y"] + box["height"] / 2
    touch = page.page.context.new_cdp_session(page.page)

    def swipe(*points: tuple[float, float]) -> None:
        for kind, at in zip(("touchStart", *["touchMove"] * len(points)), points, strict=False):
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": at[0], "y": at[1]}]})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    was, scrolled = field.input_value(), "document.querySelector('#rail').scrollTop"
    top = page.page.evaluate(scrolled)
    swipe(*[(x, y - 12 * k) for k in range(8)])
    assert page.page.evaluate(scrolled) > top
    assert field.input_value() == was
    slider.hover(trial=True)  # waits until what was scrolled rests
    box = slider.bounding_box()
    assert box
    y = box["y"] + box["height"] / 2
    swipe(*[(x - 0.05 * k * box["width"], y) for k in range(8)])
    expect(field).not_to_have_value(was)
    along = field.input_value()
    assert float(along) < float(was)
    page.page.touchscreen.tap(box["x"] + 0.95 * box["width"], y)
    expect(field).not_to_have_value(along)
    assert float(field.input_value()) > float(was)
    page.drawn()
    assert f"target.std={float(field.input_value()):g}" in page.address
