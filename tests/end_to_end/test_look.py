"""The page on the screens that it is made for: nothing clipped, nothing beside the screen, everything named."""

from __future__ import annotations

from typing import Any

import pytest

SCREENS = {"laptop": (1440, 900), "projector": (1280, 720), "phone": (390, 844)}
FIGURE = "preset=figure-1&speed=20"
RING = "target.kind=ring&target.std=0.1&speed=20"


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
@pytest.mark.parametrize("screen", SCREENS)
def test_nothing_is_clipped(lab: Any, screen: str, scheme: str) -> None:
    width, height = SCREENS[screen]
    page = lab(FIGURE, viewport={"width": width, "height": height}, color_scheme=scheme)
    page.play()
    page.reaches(100)
    page.pause()
    size = page.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    assert size[0] <= width
    assert size[1] <= height
    if screen == "phone":
        page.page.locator(".unfold").click()
    for name in ("#picture", "#transport", "[data-command=play]", "[data-command=new_seed]", "#layers"):
        box = page.page.locator(name).bounding_box()
        assert box["x"] >= 0, name
        assert box["y"] >= 0, name
        assert box["x"] + box["width"] <= width, name
        assert box["y"] + box["height"] <= height, name
    overflowing = page.page.evaluate(
        """() => [...document.querySelectorAll('.reading .value, .transport button, .title, .digest')]
                 .filter(e => e.offsetParent && getComputedStyle(e).textOverflow !== 'ellipsis'
                              && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline')
                 .map(e => e.textContent)"""
    )
    assert overflowing == []


def test_a_phone_shows_one_panel_at_a_time(lab: Any) -> None:
    page = lab(FIGURE, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    panels = {"Numbers": "#readings", "Charts": "#charts", "Presets": "#presets", "Experiment": "#form"}
    for tab, panel in panels.items():
        page.page.locator("#tabs").get_by_role("button", name=tab).tap()
        for other in panels.values():
            assert page.page.locator(other).is_visible() == (other == panel), (tab, other)
    page.command("play").tap()
    page.reaches(20)


def test_everything_that_can_be_touched_has_a_name(lab: Any) -> None:
    page = lab(RING)
    page.page.evaluate("document.querySelectorAll('details').forEach(group => { group.open = true; })")
    nameless = page.page.evaluate(
        """() => [...document.querySelectorAll('button, input, select, summary')]
                 .filter(e => e.getAttribute('aria-hidden') !== 'true')
                 .filter(e => !(e.getAttribute('aria-label') || e.textContent.trim() || (e.labels && e.labels.length)
                                || e.getAttribute('aria-labelledby')))
                 .map(e => e.outerHTML)"""
    )
    assert nameless == []


def test_the_plane_is_drawn(lab: Any) -> None:
    page = lab(RING)
    page.play()
    page.reaches(200)
    page.pause()
    assert page.picture.get_attribute("data-view") == "2d"
    z = page.trace("p_g")["z"]
    assert len(z) >= 64
    assert len({value for row in z for value in row}) > 10
    assert page.reading("modes").endswith("/ 8")


@pytest.mark.slow
def test_a_frame_costs_the_page_little(lab: Any) -> None:
    page = lab(RING)
    page.play()
    page.page.wait_for_timeout(4000)
    cost = page.page.evaluate("ganscope.frames()")
    page.pause()
    assert cost["frames"] > 20
    assert cost["median"] < 8, cost
