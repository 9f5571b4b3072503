"""A real server and a real browser, whose network ends at this machine."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Route, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))

from lab_page import LabPage, Server, serving

WIDE = {"width": 1280, "height": 720}
# No name but localhost's own resolves: what the page needs, it must get from its server.
ALONE = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-accelerated-2d-canvas", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--no-first-run")  # fmt: skip

Open = Callable[..., LabPage]

expect.set_options(timeout=60_000)  # a busy machine is slow, not wrong


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One browser for all tests; every test has contexts of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=[*QUIET, ALONE])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where compiled programs are kept from one test's server to the next."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def server(cache: Path) -> Iterator[Server]:
    """One server for the tests that leave it as it was."""
    with serving("--sessions", "200", cache=cache) as server:  # the runs of earlier tests are kept for a while
        yield server


def _no_picture_yet(route: Route) -> None:
    route.fulfill(status=202, content_type="application/json", body='{"state": "waiting", "share": 0}')


@pytest.fixture
def context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Browser contexts (as many people as a test needs), closed after it."""
    opened: list[BrowserContext] = []

    def new(*, pictures: bool = False, **options: Any) -> BrowserContext:
        opened.append(browser.new_context(**{"viewport": WIDE, **options}))
        opened[-1].set_default_timeout(90_000)
        if not pictures:  # a run of every preset would train beside every test that opens the gallery
            opened[-1].route("**/thumbnail", _no_picture_yet)
        return opened[-1]

    yield new
    for each in opened:
        each.close()


@pytest.fixture
def lab(server: Server, context: Callable[..., BrowserContext]) -> Iterator[Open]:
    """Opens the page, by default as a newcomer does.  Afterwards its console and its network must have been quiet."""
    opened: list[LabPage] = []

    def open(address: str = "", *, of: BrowserContext | None = None, **options: Any) -> LabPage:
        page = LabPage.in_context(of or context(**options))
        opened.append(page)
        return page.open(f"{server.url}{'#' if address else ''}{address}")

    yield open
    for page in opened:
        assert page.complaints == []
        assert page.foreign == []
