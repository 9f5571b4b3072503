"""A real server and a real Chromium for `ganscope bench page`, and what is asked of a page in it."""

from __future__ import annotations

import contextlib
import math
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from playwright.sync_api import Browser, CDPSession, Page

VIEWPORT = 1440, 900
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 120.0
"""Seconds for a cold compilation on a busy machine."""

NO_PLAYWRIGHT = "Playwright, which drives the browser, is not installed: pip install 'ganscope[bench]'"
NO_CHROMIUM = (
    "no Chromium was found: install one (Debian: apt install chromium), let Playwright fetch its own "
    "(playwright install chromium), or name one: CHROMIUM=/path/to/chromium"
)

# Runs in the page before its own scripts.  Times are milliseconds since the navigation began.
_WATCH = """
(() => {
  const bench = { picture: null, trained: null, pressed: false, tasks: [], sizes: [] };
  globalThis.bench = bench;
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) bench.tasks.push([startTime, duration]);
  }).observe({ type: "longtask", buffered: true });

  const Plain = WebSocket;
  globalThis.WebSocket = class extends Plain {
    constructor(...args) {
      super(...args);
      this.addEventListener("message", ({ data }) => {
        const size = data.byteLength ?? data.size;
        if (size === undefined) return;
        bench.sizes.push(size);
        if (bench.sizes.length > 240) bench.sizes.shift();
      });
    }
  };

  // What was drawn in this turn is on the screen when the next one begins.
  const onScreen = (name) => setTimeout(() => { bench[name] ??= performance.now(); });
  const press = () => {
    const button = document.querySelector('[data-command="play"]');
    if (button && !button.disabled) button.click();
    else requestAnimationFrame(press);
  };
  const look = () => {
    const picture = document.getElementById("picture");
    if (picture?.dataset.seq === undefined || picture.classList.contains("waiting")) return;
    if (bench.picture === null) onScreen("picture");
    if (Number(picture.dataset.round) > 0) onScreen("trained");
    if (PLAY_AT_ONCE && !bench.pressed) {
      bench.pressed = true;
      setTimeout(press);
    }
  };
  new MutationObserver(look).observe(document, {
    subtree: true, childList: true, attributes: true, attributeFilter: ["data-seq", "data-round", "class"],
  });
})();
"""

_STATE = """
() => ({
  now: performance.now(),
  round: Number(document.getElementById("picture").dataset.round),
  frames: globalThis.ganscope.frames(),
  redraws: globalThis.ganscope.redraws ?? null,
  sizes: bench.sizes,
})
"""

# To the inner third of what the picture shows; false where it is not drawn by Plotly.
_ZOOM = """
async () => {
  const element = document.querySelector("#picture .js-plotly-plot");
  const { Plotly } = globalThis;
  if (!element || !Plotly) return false;
  const change = {};
  for (const axis of ["xaxis", "yaxis"]) {
    const range = element._fullLayout?.[axis]?.range;
    if (!range) continue;
    const [low, high] = range.map(Number);
    change[`${axis}.range`] = [low + (high - low) / 3, high - (high - low) / 3];
  }
  await Plotly.relayout(element, change);
  return true;
}
"""

HOVERS = 30
"""Times per second that the mouse moves over the picture."""


class Busy(NamedTuple):
    """The browser's clock and how long the page's main thread had been at work until then; seconds."""

    at: float
    work: float


class Missing(Exception):
    """Something that the benchmark stands on is not installed; the message says what, and how to get it."""


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium: `$CHROMIUM`, one on PATH, or Playwright's own.  Raises :class:`Missing`."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ModuleNotFoundError:
        raise Missing(NO_PLAYWRIGHT) from None
    with sync_playwright() as playwright:
        named = os.environ.get("CHROMIUM", "")
        found = [path for name in (named, *CHROMIUM_NAMES) if name and (path := shutil.which(name))]
        path = found[0] if found else playwright.chromium.executable_path
        if not os.path.exists(path):
            raise Missing(NO_CHROMIUM)
        root = hasattr(os, "geteuid") and os.geteuid() == 0  # Chromium has no sandbox for root
        try:
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"] if root else [])
        except Error as error:
            raise Missing(f"{path} did not start: {error.message.splitlines()[0]}") from None
        try:
            yield browser
        finally:
            browser.close()


@dataclass(frozen=True)
class Server:
    """``ganscope serve`` as a process of its own."""

    url: str
    process: subprocess.Popen[str]


@contextlib.contextmanager
def serving(cache: Path) -> Iterator[Server]:
    """Run a server, whose compiled programs are kept in a directory, until the block ends."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GANSCOPE_")}
    environment.pop("JAX_COMPILATION_CACHE_DIR", None)  # it would take precedence
    environment["XDG_CACHE_HOME"] = str(cache)
    environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    command = [sys.executable, "-m", "ganscope", "serve", "--no-browser", "--port", "0"]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    assert process.stderr is not None
    printed = ""
    try:
        while (found := re.search(r"(http://\S+:\d+/)", printed)) is None:
            line = process.stderr.readline()
            if not line:
                raise RuntimeError(f"the server did not start: {printed.strip() or 'it said nothing'}")
            printed += line
        yield Server(found[1], process)
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with status {process.returncode}: {process.stderr.read().strip()}")
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=10)
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


@dataclass
class Tab:
    """A page in a context of its own: no cache, no cookies, nothing remembered."""

    page: Page
    cdp: CDPSession
    sent: list[float] = field(default_factory=list)
    """Bytes of every answer as sent: headers, and bodies as compressed."""

    def times(self, *, trained: bool) -> dict[str, float]:
        """Milliseconds after the navigation to the first picture and, where asked for, the first trained one."""
        self.page.wait_for_function(
            f"() => bench.{'trained' if trained else 'picture'} !== null", timeout=1e3 * PATIENCE
        )
        return self.page.evaluate("({ picture: bench.picture, trained: bench.trained })")

    def tasks(self, since: float = 0.0, until: float = math.inf) -> list[float]:
        """Durations of the long tasks (over 50 ms) that began after the first picture, and between these times."""
        return self.page.evaluate(
            """([since, until]) => bench.tasks
                 .filter(([start]) => start >= Math.max(since, bench.picture) && start <= until).map(([, ms]) => ms)""",
            [since, min(until, 1e15)],
        )

    def busy(self) -> Busy:
        """How long the main thread has worked."""
        told = {each["name"]: each["value"] for each in self.cdp.send("Performance.getMetrics")["metrics"]}
        return Busy(told["Timestamp"], told["TaskDuration"])

    def go(self, address: str) -> None:
        """Change the address's hash, as a link to another view of the same page does, and wait for its picture."""
        self.page.evaluate("(hash) => { location.hash = hash; }", address.partition("#")[2])
        self.wait(0.5)
        self.page.wait_for_function(
            "() => !document.getElementById('picture').classList.contains('waiting')", timeout=1e3 * PATIENCE
        )

    def zoom(self) -> bool:
        """Zoom into the middle of the picture; says whether this page can."""
        return self.page.evaluate(_ZOOM)

    def twin(self) -> bool:
        """Show a second picture beside the first; says whether this page can."""
        button = self.page.locator(".twin-toggle")
        if button.count() == 0 or not button.is_visible():
            return False
        if button.get_attribute("aria-pressed") != "true":
            button.click(timeout=1e3 * PATIENCE)
        return True

    def hover(self, seconds: float) -> None:
        """Move the mouse along the picture and back, :data:`HOVERS` times a second."""
        box = self.page.locator("#picture").bounding_box()
        assert box is not None
        start, n = time.perf_counter(), 0
        while (spent := time.perf_counter() - start) < seconds:
            along = 1 - abs(1 - spent % 2)  # there in a second, and back in one
            self.page.mouse.move(box["x"] + (0.15 + 0.7 * along) * box["width"], box["y"] + 0.55 * box["height"])
            n += 1
            if (rest := start + n / HOVERS - time.perf_counter()) > 0:
                self.wait(rest)

    def play(self, playing: bool) -> None:
        """Press play or pause, unless it is what the page does already."""
        button = self.page.locator('[data-command="play"]')
        if (button.get_attribute("aria-pressed") == "true") != playing:
            button.click(timeout=1e3 * PATIENCE)
        pressed = f'() => document.querySelector(\'[data-command="play"][aria-pressed="{str(playing).lower()}"]\')'
        self.page.wait_for_function(pressed, timeout=1e3 * PATIENCE)

    def trains(self) -> None:
        """Wait until a round later than now is on the screen: whatever had to be compiled is."""
        round_now = self.page.evaluate("Number(document.getElementById('picture').dataset.round)")
        self.page.wait_for_function(
            "n => Number(document.getElementById('picture').dataset.round) > n", arg=round_now, timeout=1e3 * PATIENCE
        )

    def wait(self, seconds: float) -> None:
        self.page.wait_for_timeout(1e3 * seconds)

    def state(self) -> dict[str, Any]:
        """The round on the screen, and what the page knows of its frames."""
        return self.page.evaluate(_STATE)

    def all_layers(self) -> str:
        """Every layer of a 2-D picture, as an address names them; of the backgrounds, which exclude each other, one."""
        names = self.page.evaluate(
            """async () => {
                 const { LAYERS } = await import(new URL("js/run/layers.js", document.baseURI));
                 const [ground] = LAYERS["2d"].filter((layer) => layer.ground).slice(-1);
                 return [ground, ...LAYERS["2d"].filter((layer) => !layer.ground)].map((layer) => layer.name);
               }"""
        )
        return ",".join(names)

    def heap(self) -> int:
        """Bytes of the page's objects, document and array buffers that are in use after a full garbage collection."""
        for _ in range(2):  # what finalizers let go of falls in the second
            self.cdp.send("HeapProfiler.collectGarbage")
        used = self.cdp.send("Runtime.getHeapUsage")
        return round(sum(used.get(part, 0) for part in ("usedSize", "embedderHeapUsedSize", "backingStorageSize")))

    def close(self) -> None:
        self.page.context.close()


def open_tab(browser: Browser, url: str, *, play_at_once: bool = False) -> Tab:
    """Navigate a new tab to an address, where its time begins; ``play_at_once`` presses play on the first picture."""
    width, height = VIEWPORT
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    tab = Tab(page, context.new_cdp_session(page))
    tab.cdp.on("Network.loadingFinished", lambda event: tab.sent.append(event["encodedDataLength"]))
    tab.cdp.send("Network.enable")
    tab.cdp.send("Performance.enable")
    page.add_init_script(_WATCH.replace("PLAY_AT_ONCE", str(play_at_once).lower()))
    page.goto(url, wait_until="commit")
    return tab
