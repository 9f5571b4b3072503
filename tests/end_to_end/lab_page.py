"""The page as a person uses it, and a server of its own for each group of tests."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, expect

PLAIN = """const plain = value => value === null || typeof value !== 'object' ? value
        : typeof value.length === 'number' ? Array.from(value, plain)
        : Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
    const traces = plot => (plot?.data ?? []).filter(trace => trace.visible !== false)
        .map(({ uid, ...trace }) => plain(trace));"""
STANDS = """host => { PLAIN
    const plot = host.querySelector('.js-plotly-plot');
    const area = host.querySelector('.area');
    const sheets = area.hidden ? [] : [...area.querySelectorAll('canvas')].filter(sheet => !sheet.hidden);
    const { annotations, xaxis, yaxis, shapes, width, height } = plot?.layout ?? {};
    const ranges = { x: xaxis?.range, y: yaxis?.range };
    const axes = plain({ annotations, shapes, width, height, colour: xaxis?.color, ...ranges });
    // Where a name stands depends on where it stood.
    const seen = traces(plot).filter(({ name }) => !name.startsWith('names'));
    return JSON.stringify([sheets.map(sheet => sheet.toDataURL()), seen, axes]); }""".replace("PLAIN", PLAIN)
"""What stands in a picture, as text to compare: Plotly's traces and axes, and what is painted until they stand."""

RESTS = "() => { const { rests, seq } = document.getElementById('picture').dataset; return rests === seq; }"

BACKEND = Path(__file__).resolve().parents[2] / "backend"
SECONDS = 1000.0
PATIENCE = 180 * SECONDS
"""Long enough for a cold compilation on a busy machine."""


@dataclass
class Server:
    """``python -m ganscope serve`` as a process of its own."""

    process: subprocess.Popen[str]
    port: int

    @property
    def url(self) -> str:
        """Where its page is."""
        return f"http://127.0.0.1:{self.port}/"


@contextlib.contextmanager
def serving(*arguments: str, cache: Path, port: int = 0, backend: Path = BACKEND) -> Iterator[Server]:
    """Run the server until the block ends; then it must have closed by itself, without a traceback."""
    environment = {
        **os.environ, "PYTHONPATH": str(backend), "JAX_PLATFORMS": "cpu", "XDG_CACHE_HOME": str(cache),
        "PYTHONUNBUFFERED": "1",
        # better compiled than what tests play themselves: a page waits for many rounds
        "XLA_FLAGS": os.environ.get("XLA_FLAGS", "").replace("optimization_level=0", "optimization_level=1"),
    }  # fmt: skip
    command = [sys.executable, "-m", "ganscope", "serve", "--no-browser", "--port", str(port), *arguments]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None
    printed = ""
    try:
        while (found := re.search(r"http://\S+:(\d+)/", printed)) is None:
            line = process.stdout.readline()
            assert line, printed
            printed += line
        yield Server(process, int(found[1]))
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            printed += process.communicate(timeout=10)[0]
            assert "Traceback" not in printed, printed
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@dataclass
class LabPage:
    """One open page.  What its console says and what it asks of other machines is kept, to be none in the end."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    @classmethod
    def in_context(cls, context: BrowserContext) -> LabPage:
        """A new tab."""
        return cls.watch(context.new_page())

    @classmethod
    def watch(cls, page: Page) -> LabPage:
        """Keep what this tab complains about."""
        lab = cls(page)

        def console(message: ConsoleMessage) -> None:
            if message.type in ("error", "warning"):
                lab.complaints.append(f"{message.type}: {message.text}")

        def request(url: str) -> None:
            if urlsplit(url).hostname not in ("127.0.0.1", None):
                lab.foreign.append(url)

        page.on("console", console)
        page.on("pageerror", lambda error: lab.complaints.append(f"exception: {error}"))
        page.on("request", lambda asked: request(asked.url))
        page.on("websocket", lambda socket: request(socket.url))
        return lab

    def open(self, url: str) -> LabPage:
        """Go to an address and wait until the run that it names is drawn."""
        self.page.goto(url)
        self.drawn()
        return self

    def drawn(self) -> None:
        """Wait until the picture shows the run that was asked for."""
        try:
            expect(self.picture).to_have_attribute("data-seq", re.compile(r"\d+"), timeout=PATIENCE)
            expect(self.picture).not_to_have_class(re.compile("waiting"), timeout=PATIENCE)
            expect(self.message("compiling")).to_have_count(0, timeout=PATIENCE)
        except AssertionError as error:
            error.add_note(f"the page says: {self.page.locator('#messages').inner_text()!r}")
            raise

    @property
    def picture(self) -> Locator:
        return self.page.locator("#picture")

    def message(self, subject: str) -> Locator:
        """The message about a subject, where there is one."""
        return self.page.locator(f'[data-message="{subject}"]')

    def command(self, name: str) -> Locator:
        """A button of the transport."""
        return self.page.locator(f'[data-command="{name}"]')

    def field(self, path: str) -> Locator:
        """The control of a field of the experiment; where it is out of sight, what folds it away is opened."""
        group = self.page.locator(f'[data-group="{path.split(".")[0]}"]')
        control = group.locator(f'[data-path="{path}"]')
        if control.count() and control.is_visible():
            return control
        self.page.locator('button[data-level="all"]').click()
        if "folded" in (group.get_attribute("class") or ""):
            group.locator(".group-head").click()
        for item in group.locator("details:not([open])", has=control).all():
            item.locator("summary").click()
        return control

    def row(self, path: str) -> Locator:
        """What stands around a field's control: its name, its help, its badge."""
        return self.field(path).locator("xpath=ancestor::div[contains(concat(' ', @class, ' '), ' field ')][1]")

    def type(self, path: str, value: str) -> None:
        """Type a value and leave the field."""
        control = self.field(path)
        control.fill(value)
        control.press("Enter")

    @property
    def round(self) -> int:
        """The round that the picture shows."""
        return int(self.picture.get_attribute("data-round") or -1)

    def reading(self, name: str) -> str:
        """A number under the picture."""
        return self.page.locator(f'[data-reading="{name}"] .value').inner_text()

    def value(self, name: str) -> float:
        """A number under the picture, as a number."""
        return float(self.reading(name).replace("−", "-").replace("\u202f", "").replace("≥", ""))

    def reaches(self, rounds: int) -> None:
        """Wait until the picture shows this round or a later one."""
        self.page.wait_for_function(
            "n => Number(document.getElementById('picture').dataset.round) >= n", arg=rounds, timeout=PATIENCE
        )

    def shows(self, rounds: int) -> None:
        """Wait until the picture shows exactly this round."""
        expect(self.picture).to_have_attribute("data-round", str(rounds), timeout=PATIENCE)

    def stands(self) -> int:
        """Wait until the round no longer changes; returns it."""
        before = -1
        while before != (now := self.round):
            before = now
            self.page.wait_for_timeout(400)
        return now

    def play(self) -> None:
        """Press play, and wait until it plays."""
        self.command("play").click()
        expect(self.command("play")).to_have_attribute("aria-pressed", "true")

    def pause(self) -> int:
        """Press pause; returns the round at which it stands."""
        self.command("play").click()
        expect(self.command("play")).to_have_attribute("aria-pressed", "false")
        return self.stands()

    @property
    def address(self) -> str:
        """What stands behind the # once the address has caught up with the page."""
        self.page.wait_for_timeout(300)
        return urlsplit(self.page.url).fragment

    def image(self) -> str:
        """What stands in the picture, as text to compare."""
        self.rests()
        return self.picture.evaluate(STANDS)

    def rests(self) -> None:
        """Wait until Plotly's traces are those of the frame that is shown, where nothing plays."""
        if self.command("play").get_attribute("aria-pressed") != "true":
            self.page.wait_for_function(RESTS, timeout=PATIENCE)

    def traces(self) -> list[dict[str, Any]]:
        """The traces that are seen in the picture, once it rests."""
        self.rests()
        return self.picture.evaluate(f"host => {{ {PLAIN} return traces(host.querySelector('.js-plotly-plot')); }}")

    def trace(self, name: str) -> dict[str, Any]:
        """One of them."""
        return next(trace for trace in self.traces() if trace["name"] == name)


def wait_until(true: object, seconds: float = 90.0) -> None:
    """Wait until a function of no arguments answers yes."""
    end = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.1)
