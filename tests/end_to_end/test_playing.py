"""Play, pause, single steps, D to D*, reset, seed, speed: by mouse and by keyboard."""

from __future__ import annotations

import re
from typing import Any

import pytest
from lab_page import wait_until
from playwright.sync_api import expect

SLOW = "preset=figure-1&speed=1"


def test_a_newcomer_finds_figure_1_drawn_and_ready(lab: Any) -> None:
    page = lab()
    expect(page.page).to_have_title(re.compile("Figure 1"))
    assert page.round == 0
    assert page.picture.get_attribute("data-view") == "1d"
    page.page.wait_for_url("**preset=figure-1**")
    for name in ("v", "v_star", "gap", "jsd", "jsd_floor", "tv", "w1"):
        assert page.value(name) >= (-2 if name.startswith("v") else 0), name
    expect(page.page.locator("#link-state")).to_have_text("connected")


def test_play_trains_and_pause_stops(lab: Any) -> None:
    page = lab(SLOW)
    untrained = page.image()
    page.play()
    page.reaches(20)
    stood = page.pause()
    page.page.wait_for_timeout(500)
    assert page.round == stood
    assert page.image() != untrained
    assert page.reading("round").replace("\u202f", "") == str(stood)


@pytest.mark.slow
def test_figure_1_comes_to_rest_as_the_theory_says(lab: Any) -> None:
    page = lab()
    before = page.value("jsd")
    page.play()
    page.page.wait_for_timeout(8000)
    page.pause()
    assert page.value("jsd") < 0.25 * before
    assert page.value("v_star") == pytest.approx(-1.3863 + 2 * page.value("jsd"), abs=2e-3)
    assert page.value("gap") >= 0


def test_single_rounds_and_steps(lab: Any) -> None:
    page = lab(SLOW)
    page.command("round").click()
    page.shows(1)
    page.command("round").click()
    page.shows(2)
    for step in ("step_d", "step_g"):
        before, seen = page.image(), page.picture.get_attribute("data-seq")
        page.command(step).click()
        expect(page.picture).not_to_have_attribute("data-seq", seen or "")
        page.page.wait_for_timeout(300)
        assert page.image() != before
        assert page.round == 2


def test_the_same_steps_draw_the_same_picture(lab: Any) -> None:
    pages = [lab(SLOW), lab(SLOW)]
    for page in pages:
        page.image()  # once a canvas has been read, Chromium may raster it another way
        for number in (1, 2, 3):
            page.command("round").click()
            page.shows(number)
        page.page.wait_for_timeout(300)
    assert pages[0].image() == pages[1].image()


def test_d_is_trained_to_its_optimum(lab: Any) -> None:
    page = lab(SLOW)
    page.command("train_d").click()
    expect(page.message("trained")).to_contain_text("gap", timeout=180_000)
    assert page.value("gap") < 0.02
    assert page.round == 0


def test_reset_and_new_seed(lab: Any) -> None:
    page = lab(SLOW)
    page.image()  # once a canvas has been read, Chromium rasters it another way
    images = []
    for _ in range(2):
        page.command("round").click()
        page.shows(1)
        page.command("reset").click()
        page.shows(0)
        page.page.wait_for_timeout(300)
        images.append(page.image())
    start, again = images
    assert again == start
    page.command("new_seed").click()
    expect(page.page.locator("#title")).not_to_contain_text(re.compile(r"seed 0$"))
    assert re.search(r"seed=\d+", page.address)
    page.drawn()
    assert page.image() != start


@pytest.mark.slow
def test_speed_goes_from_one_round_a_frame_to_as_fast_as_it_goes(lab: Any) -> None:
    page = lab(SLOW)
    slider = page.page.get_by_label("Speed")
    assert slider.get_attribute("aria-valuetext") == "1 round a frame"
    slider.focus()
    slider.press("End")
    assert slider.get_attribute("aria-valuetext") == "as fast as it goes"
    page.play()
    page.page.wait_for_timeout(2500)
    fast = page.round
    slider.focus()
    slider.press("Home")
    page.page.wait_for_timeout(500)
    before = page.round
    page.page.wait_for_timeout(2000)
    assert page.round - before < 0.3 * fast
    page.pause()
    assert "speed=1" in page.address


def test_the_averaged_generator_is_another_picture(lab: Any) -> None:
    page = lab("preset=figure-1&speed=10")
    page.play()
    page.reaches(300)
    page.pause()
    live = page.image()
    page.page.get_by_role("button", name="Average").click()
    wait_until(lambda: page.image() != live)
    assert "view=average" in page.address
    page.page.get_by_role("button", name="Live G").click()
    wait_until(lambda: page.image() == live)


def test_everything_is_played_from_the_keyboard(lab: Any) -> None:
    page = lab(SLOW)
    keys = page.page.keyboard
    keys.press("ArrowRight")
    page.shows(1)
    seen = page.picture.get_attribute("data-seq")
    keys.press("d")
    expect(page.picture).not_to_have_attribute("data-seq", seen or "")
    keys.press("g")
    keys.press("Space")
    expect(page.command("play")).to_have_attribute("aria-label", "Pause (space)")
    page.reaches(5)
    keys.press("Space")
    expect(page.command("play")).to_have_attribute("aria-label", "Play (space)")
    page.stands()
    keys.press("r")
    page.shows(0)
    keys.press("t")
    expect(page.message("trained")).to_be_visible(timeout=180_000)
    keys.press("n")
    expect(page.page.locator("#title")).not_to_contain_text(re.compile(r"seed 0$"))


def test_keys_typed_into_a_field_are_text(lab: Any) -> None:
    page = lab(SLOW)
    page.field("target.mean").click()
    page.page.keyboard.type("rdg n")
    page.page.wait_for_timeout(400)
    assert page.round == 0
    expect(page.command("play")).to_have_attribute("aria-pressed", "false")
    page.page.keyboard.press("Escape")
    assert page.field("target.mean").input_value() == "0"
