"""When something goes wrong: a run that stops, a server that goes, no room, a page that cannot start."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lab_page import LabPage, serving
from playwright.sync_api import BrowserContext, expect

EXPLODES = (
    "preset=figure-1&optimizers.generator.kind=sgd&optimizers.generator.learning_rate=10"
    "&optimizers.discriminator.kind=sgd&optimizers.discriminator.learning_rate=10&generator.activation=relu"
    "&discriminator.activation=relu&penalties=[{%22kind%22:%22r1%22,%22weight%22:1000}]"
)


def test_a_run_that_is_no_longer_finite_stops_and_says_why(lab: Any) -> None:
    page = lab(EXPLODES)
    page.command("play").click()  # it stops at once
    stopped = page.message("stopped")
    expect(stopped).to_contain_text("Stopped at round", timeout=180_000)
    expect(stopped).to_contain_text("Lower a learning rate")
    expect(page.command("play")).to_have_attribute("aria-pressed", "false")
    page.page.reload()  # a page that comes later is told as well
    expect(page.message("stopped")).to_contain_text("Stopped at round", timeout=180_000)
    page.message("stopped").get_by_role("button", name="Close").click()  # to look at the run
    page.page.locator('[data-view="average"]').click()
    page.page.wait_for_timeout(500)
    expect(page.message("stopped")).to_have_count(0)
    expect(page.page.locator(".mark")).to_contain_text(re.compile(r"stopped at round \d+: .*loss became"))
    page.command("reset").click()
    page.shows(0)


def test_a_lost_server_is_said_and_its_return_found(context: Callable[..., BrowserContext], cache: Path) -> None:
    with serving(cache=cache) as server:
        page = LabPage.in_context(context())
        page.open(f"{server.url}#preset=figure-1&speed=1&target.mean=0.5")
        page.command("round").click()
        page.shows(1)
        server.process.kill()
        expect(page.message("lost")).to_contain_text("connection is lost", timeout=10_000)
        expect(page.command("round")).to_be_disabled()
        picture = page.image()
        assert len(picture) > 1000  # what was drawn stays
    with serving(cache=cache, port=server.port):
        expect(page.page.locator("#link-state")).to_have_attribute("data-link", "open", timeout=180_000)
        expect(page.message("lost")).to_have_count(0)
        expect(page.message("restarted")).to_be_visible()
        page.drawn()
        page.shows(0)
        assert page.field("target.mean").input_value() == "0.5"
        assert page.foreign == []


@pytest.mark.slow
def test_a_full_server_says_so_and_lets_in_later(context: Callable[..., BrowserContext], cache: Path) -> None:
    with serving("--sessions", "1", "--orphan-seconds", "0", cache=cache) as server:
        first = LabPage.in_context(context())
        first.open(f"{server.url}#preset=figure-1&speed=1")
        first.command("round").click()
        first.shows(1)
        second = LabPage.in_context(context())
        second.page.goto(server.url)
        expect(second.message("refused")).to_contain_text("1 sessions", timeout=10_000)
        third = LabPage.in_context(context())
        third.page.goto(server.url)
        expect(third.message("refused")).to_be_visible()
        first.page.close()
        second.page.wait_for_timeout(500)
        second.message("refused").get_by_role("button", name="Try again").click()
        second.drawn()
        expect(second.message("refused")).to_have_count(0)
        second.page.close()
        third.drawn()  # by itself
        assert second.complaints == third.complaints == []


def test_a_page_whose_server_is_away_offers_to_try_again(lab: Any, context: Any, server: Any) -> None:
    mine = context()
    mine.route("**/api/presets", lambda route: route.fulfill(status=503, body="{}"))
    page = LabPage.in_context(mine)
    page.page.goto(server.url)
    expect(page.message("start")).to_contain_text("503")
    mine.unroute("**/api/presets")
    page.message("start").get_by_role("button", name="Try again").click()
    page.drawn()
