"""`ganscope bench page`: what a person gets to see, measured in a real Chromium against a real server.

**Arriving.**  Three visits of the start page, each with an empty browser cache, and play pressed on the first picture:
`cold` to a new server that has never compiled anything, `cached` to a new server with what the first has compiled on
disk, and `warm` to that server again.  Times are from the navigation to the first picture, and to the first one that
shows a trained round.  The page's weight is what the server sent on the last visit.

**Playing.**  The learned ring at full speed in a window of 1440 × 900, with the layers that a newcomer sees and with
every layer on.  Painted frames and rounds are counted over the same seconds; an age is the time from measuring a state
to having painted it.  The same experiment runs headless in turns with the page, so that a busy machine is busy for
both; a rate is the median over the turns, a share the median of the shares within a turn.

**Long tasks** are turns of the page's main thread over 50 ms, after its first picture (PerformanceObserver).

**Soak.**  With `--soak MINUTES` one more run plays without a pause; the page's heap (JavaScript, document and array
buffers) is read after a forced garbage collection when the first minute is over and at the end.  Then a fresh page
plays in turns with the old one, which tells what the time has done to the page from what the machine does that hour.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganscope.game.experiment import Experiment
from ganscope.lab.presets import PRESETS

from .bench_browser import VIEWPORT, Missing, Tab, chromium, open_tab, serving
from .bench_train import BUSY
from .jax_loop import ours

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PRESET = "ring-learned"
SETTLING = 2.0
"""Seconds between pressing play and counting."""
MINUTE = 60.0

Tell = Callable[[str], Any]


@dataclass(frozen=True)
class Tasks:
    """Long tasks after the first picture: how many over 50 and over 100 ms, and the longest (0 if none), in ms."""

    over_50: int
    over_100: int
    longest: float


@dataclass(frozen=True)
class Visit:
    """Milliseconds from the navigation; bytes and number of the server's answers, as sent."""

    cache: str
    first_picture: float
    first_trained: float
    bytes: int
    answers: int
    tasks: Tasks


@dataclass(frozen=True)
class Playing:
    """Medians over the turns; milliseconds.  ``parts``: main-thread time per frame by part of the page.

    ``age`` and ``parts`` are empty where the page does not tell them.
    """

    layers: str
    frames_per_second: float
    rounds_per_second: float
    headless: float
    share: float
    bytes_per_frame: int
    age: dict[str, float]
    frame: dict[str, float]
    parts: dict[str, dict[str, float]]
    tasks: Tasks


@dataclass(frozen=True)
class Soak:
    """Bytes of the page's heap and frames/s, in the first minute and in the last; then frames/s and rounds/s in turns
    with a fresh page, medians."""

    minutes: float
    heap_first: int
    heap_last: int
    frames_first: float
    frames_last: float
    rounds: int
    frames_old: float
    frames_fresh: float
    rounds_old: float
    rounds_fresh: float


@dataclass(frozen=True)
class Report:
    """Everything, and what it was measured on; ``load`` is the machine's (1-minute average) before we began."""

    browser: str
    device: str
    machine: str
    cpus: int
    viewport: tuple[int, int]
    load: float | None
    turns: int
    seconds: float
    visits: list[Visit]
    playing: list[Playing]
    soak: Soak | None


def bench(*, turns: int = 3, seconds: float = 6.0, soak: float = 0.0, tell: Tell = lambda line: None) -> Report:
    """Measure everything; ``tell`` gets the table line by line as it grows.  Raises :class:`Missing`."""
    with tempfile.TemporaryDirectory(prefix="ganscope-bench-") as folder, chromium() as browser:
        cache = Path(folder)
        load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
        if load is not None and load > BUSY:
            tell(f"The machine is busy (load {load:.1f}): times will be long, rates low.")
        visits: list[Visit] = []

        def note(visit: Visit) -> None:
            visits.append(visit)
            tell(_visit_row(visit))

        tell(_VISITS)
        with serving(cache) as server:
            note(_visit(browser, server.url, "cold"))
        with serving(cache) as server:
            note(_visit(browser, server.url, "cached"))
            note(_visit(browser, server.url, "warm"))
            device = _device(server.url)
            tell(f"page weight, as sent: {visits[-1].bytes / 1e6:.2f} MB in {visits[-1].answers} answers\n")
            playing = _played(browser, server.url, turns, seconds, tell)
            soaked = _soak(browser, server.url, soak, turns, seconds, tell) if soak > 0 else None
        return Report(
            browser=f"Chromium {browser.version}", device=device, machine=platform.platform(),
            cpus=os.cpu_count() or 1, viewport=VIEWPORT, load=load, turns=turns, seconds=seconds, visits=visits,
            playing=playing, soak=soaked,
        )  # fmt: skip


def _device(url: str) -> str:
    with urllib.request.urlopen(f"{url}healthz", timeout=30) as answer:
        return str(json.load(answer)["device"])


def _tasks(durations: list[float]) -> Tasks:
    return Tasks(len(durations), sum(ms > 100 for ms in durations), max(durations, default=0.0))


def _visit(browser: Browser, url: str, cache: str) -> Visit:
    """Arrive as a newcomer, and press play on the first picture."""
    tab = open_tab(browser, url, play_at_once=True)
    try:
        times = tab.times(trained=True)
        tab.wait(2.0)  # what the page fetches late, and what it does after the first frames, belongs to it
        return Visit(
            cache, times["picture"], times["trained"], round(sum(tab.sent)), len(tab.sent), _tasks(tab.tasks())
        )
    finally:
        tab.close()


@dataclass
class _Turn:
    frames: float
    rounds: float
    headless: float
    state: dict[str, Any]


def _played(browser: Browser, url: str, turns: int, seconds: float, tell: Tell) -> list[Playing]:
    """The page with the default layers, headless, the page with every layer; in turns."""
    experiment: Experiment = next(preset.experiment for preset in PRESETS if preset.name == PRESET)
    with ours(experiment) as (headless, _), ExitStack() as closing:
        tabs = {"default": _ready(browser, url, closing)}
        tabs["all"] = _ready(browser, url, closing, f"&show={tabs['default'].all_layers()}")
        done: dict[str, list[_Turn]] = {name: [] for name in tabs}
        begun = {name: float(tab.page.evaluate("performance.now()")) for name, tab in tabs.items()}
        for _ in range(turns):
            rate = headless(seconds / 2)
            for name, tab in tabs.items():
                done[name].append(_turn(tab, seconds, rate))
        tell(_PLAYING)
        results: list[Playing] = []
        for name, tab in tabs.items():
            results.append(_summed(name, done[name], _tasks(tab.tasks(begun[name]))))
            tell(_playing_row(results[-1]))
        for result in results:
            tell(_parts_row(result))
        return results


def _ready(browser: Browser, url: str, closing: ExitStack, more: str = "") -> Tab:
    """Open the learned ring at full speed, play until everything is compiled, then pause."""
    tab = open_tab(browser, f"{url}#preset={PRESET}&speed=max{more}")
    closing.callback(tab.close)
    tab.times(trained=False)
    tab.play(True)
    tab.trains()
    tab.wait(SETTLING)
    tab.play(False)
    return tab


def _counted(tab: Tab, seconds: float) -> tuple[float, float, dict[str, Any]]:
    """Painted frames/s and rounds/s over so many seconds, and the page's state after them."""
    before = tab.state()
    tab.wait(seconds)
    after = tab.state()
    spent = (after["now"] - before["now"]) / 1e3
    frames = (after["frames"]["painted"] - before["frames"]["painted"]) / spent
    return frames, (after["round"] - before["round"]) / spent, after


def _turn(tab: Tab, seconds: float, headless: float) -> _Turn:
    tab.page.bring_to_front()
    tab.play(True)
    tab.wait(SETTLING)
    frames, rounds, state = _counted(tab, seconds)
    tab.play(False)
    return _Turn(frames, rounds, headless, state)


def _summed(layers: str, turns: list[_Turn], tasks: Tasks) -> Playing:
    def over(pick: Callable[[_Turn], float]) -> float:
        return statistics.median(pick(turn) for turn in turns)

    def each(pick: Callable[[dict[str, Any]], dict[str, float] | None]) -> dict[str, float]:
        told = [found for turn in turns if (found := pick(turn.state["frames"]))]
        return {key: statistics.median(one[key] for one in told) for key in ("median", "p95")} if told else {}

    names = turns[-1].state["frames"].get("parts", {})
    return Playing(
        layers=layers,
        frames_per_second=over(lambda turn: turn.frames),
        rounds_per_second=over(lambda turn: turn.rounds),
        headless=over(lambda turn: turn.headless),
        share=over(lambda turn: turn.rounds / turn.headless),
        bytes_per_frame=round(over(lambda turn: statistics.median(turn.state["sizes"]))),
        age=each(lambda frames: frames.get("age")),
        frame=each(lambda frames: frames),
        parts={name: each(lambda frames, name=name: frames["parts"].get(name)) for name in names},
        tasks=tasks,
    )


def _soak(browser: Browser, url: str, minutes: float, turns: int, seconds: float, tell: Tell) -> Soak:
    """Train without a pause, then in turns with a page that has just come."""
    with ExitStack() as closing:
        tab = _ready(browser, url, closing)
        tab.play(True)
        end = time.monotonic() + MINUTE * minutes
        first = min(MINUTE, MINUTE * minutes / 2)
        frames_first, _, _ = _counted(tab, first)
        heap_first = tab.heap()
        tell(f"\nsoak: after {first:.0f} s {heap_first / 1e6:.1f} MB of heap, {frames_first:.1f} frames/s")
        while (left := end - time.monotonic()) > MINUTE:
            tab.wait(min(left - MINUTE, MINUTE))
        frames_last, _, state = _counted(tab, max(end - time.monotonic(), 1.0))
        heap_last = tab.heap()
        tell(f"soak: after {minutes:g} minutes {heap_last / 1e6:.1f} MB, {frames_last:.1f} frames/s")
        tab.play(False)
        fresh = _ready(browser, url, closing)
        pairs = [(_turn(tab, seconds, 0.0), _turn(fresh, seconds, 0.0)) for _ in range(turns)]
        old, new = (
            (statistics.median(pair[i].frames for pair in pairs), statistics.median(pair[i].rounds for pair in pairs))
            for i in (0, 1)
        )
        tell(
            f"soak: in turns with a fresh page {old[0]:.1f} and {new[0]:.1f} frames/s, "
            f"{old[1]:,.0f} and {new[1]:,.0f} rounds/s"
        )
        return Soak(
            minutes=minutes, heap_first=heap_first, heap_last=heap_last, frames_first=frames_first,
            frames_last=frames_last, rounds=int(state["round"]), frames_old=old[0], rounds_old=old[1],
            frames_fresh=new[0], rounds_fresh=new[1],
        )  # fmt: skip


_VISITS = f"{'visit':<10}{'first picture':>15}{'first trained':>15}{'tasks >50 ms':>14}{'>100 ms':>9}{'longest':>10}"
_PLAYING = (
    f"{'layers':<10}{'frames/s':>10}{'rounds/s':>10}{'headless':>10}{'share':>8}{'bytes/frame':>13}{'age':>9}"
    f"{'tasks >50 ms':>14}{'>100 ms':>9}{'longest':>10}"
)


def _ms(value: float | None) -> str:
    return f"{value:,.0f} ms" if value is not None else "–"


def _tasks_row(tasks: Tasks) -> str:
    return f"{tasks.over_50:>14}{tasks.over_100:>9}{_ms(tasks.longest) if tasks.over_50 else '–':>10}"


def _visit_row(visit: Visit) -> str:
    times = f"{_ms(visit.first_picture):>15}{_ms(visit.first_trained):>15}"
    return f"{visit.cache:<10}{times}{_tasks_row(visit.tasks)}"


def _playing_row(result: Playing) -> str:
    return (
        f"{result.layers:<10}{result.frames_per_second:>10.1f}{result.rounds_per_second:>10,.0f}"
        f"{result.headless:>10,.0f}{result.share:>8.0%}{result.bytes_per_frame:>13,}"
        f"{_ms(result.age.get('median')):>9}{_tasks_row(result.tasks)}"
    )


def _parts_row(result: Playing) -> str:
    def one(name: str, part: dict[str, float]) -> str:
        return f"{name} {part['median']:.1f} (p95 {part['p95']:.1f})"

    parts = [one(name, part) for name, part in result.parts.items() if part]
    return f"main thread per frame, {result.layers} layers, ms: " + "; ".join([one("in all", result.frame), *parts])


def main(*, as_json: bool = False, turns: int = 3, seconds: float = 6.0, soak: float = 0.0) -> int:
    """The command: the table on stdout, or with ``as_json`` one JSON object there and the table on stderr."""
    stream = sys.stderr if as_json else sys.stdout
    try:
        report = bench(turns=turns, seconds=seconds, soak=soak, tell=lambda line: print(line, file=stream, flush=True))
    except Missing as error:
        print(f"ganscope bench page: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("ganscope bench page: interrupted", file=sys.stderr)
        return 130
    if as_json:
        print(json.dumps(asdict(report)))
    return 0
