"""`ganscope bench page`: what a person gets to see, measured in a real Chromium against a real server.

**Arriving.**  Three visits of the start page, each with an empty browser cache, and play pressed on the first picture:
`cold` to a new server that has never compiled anything, `cached` to a new server with what the first has compiled on
disk, and `warm` to that server again.  Times are from the navigation to the first picture, and to the first one that
shows a trained round.  The page's weight is what the server sent on the last visit.

**Playing.**  Figure 1 and the learned ring at full speed in a window of 1440 × 900, as a newcomer sees them; the ring
with every layer on, zoomed in, with a mouse that moves along the picture thirty times a second, and with a second
picture beside the first (:data:`SCENES`).  Painted frames, rounds and redraws of the charts are counted over the same
seconds; an age is the time from measuring a state to having painted it; busy is the share of those seconds that the
page's main thread was at work (the browser's ``TaskDuration``).  The same experiment runs headless in turns with the
page, so that a busy machine is busy for both; a rate is the median over the turns, a share the median of the shares
within a turn.  What the page lacks is not measured: a dash.

**Long tasks** are turns of the page's main thread over 50 ms (PerformanceObserver), after its first picture on a
visit, in the seconds that are counted while it plays.

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
from collections.abc import Callable, Sequence
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

SETTLING = 2.0
"""Seconds between pressing play and counting."""
MINUTE = 60.0

Tell = Callable[[str], Any]


@dataclass(frozen=True)
class Scene:
    """A preset, and what is done to its page."""

    preset: str
    every_layer: bool = False
    zoomed: bool = False
    hovered: bool = False
    twin: bool = False


RING = "ring-learned"
SCENES = {
    "figure-1": Scene("figure-1"),
    "ring": Scene(RING),
    "ring-all": Scene(RING, every_layer=True),
    "ring-zoomed": Scene(RING, zoomed=True),
    "ring-hovered": Scene(RING, hovered=True),
    "ring-twin": Scene(RING, twin=True),
}
"""What is played, by name, in the order of the table."""


@dataclass(frozen=True)
class Tasks:
    """Long tasks: how many over 50 and over 100 ms, and the longest (0 if none), in ms."""

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
    """Medians over the turns; milliseconds.  ``parts``: main-thread time per frame by part of the page; ``busy``: share
    of the time that the main thread was at work; ``redraws``: of the charts, per second; ``tasks`` of all turns.

    ``age`` and ``parts`` are empty, and ``redraws`` None, where the page does not tell them.
    """

    scene: str
    frames_per_second: float
    rounds_per_second: float
    headless: float
    share: float
    bytes_per_frame: int
    age: dict[str, float]
    frame: dict[str, float]
    parts: dict[str, dict[str, float]]
    busy: float
    redraws: float | None
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
    """Everything, and what it was measured on; ``load`` is the machine's (1-minute average) before we began;
    ``lacking`` are the scenes that this page cannot show."""

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
    lacking: list[str]
    soak: Soak | None


def bench(
    *, turns: int = 3, seconds: float = 6.0, soak: float = 0.0, only: Sequence[str] = (),
    tell: Tell = lambda line: None,
) -> Report:  # fmt: skip
    """Measure everything, or ``only`` these of :data:`SCENES` and nobody's arriving; ``tell`` gets the table line by
    line as it grows.  Raises :class:`Missing`."""
    with tempfile.TemporaryDirectory(prefix="ganscope-bench-") as folder, chromium() as browser:
        cache = Path(folder)
        load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
        if load is not None and load > BUSY:
            tell(f"The machine is busy (load {load:.1f}): times will be long, rates low.")
        visits: list[Visit] = []

        def note(visit: Visit) -> None:
            visits.append(visit)
            tell(_visit_row(visit))

        if not only:
            tell(_VISITS)
            with serving(cache) as server:
                note(_visit(browser, server.url, "cold"))
        with serving(cache) as server:
            if not only:
                note(_visit(browser, server.url, "cached"))
                note(_visit(browser, server.url, "warm"))
                tell(f"page weight, as sent: {visits[-1].bytes / 1e6:.2f} MB in {visits[-1].answers} answers\n")
            device = _device(server.url)
            names = [name for name in SCENES if not only or name in only]
            playing = _played(browser, server.url, names, turns, seconds, tell)
            soaked = _soak(browser, server.url, soak, turns, seconds, tell) if soak > 0 else None
        return Report(
            browser=f"Chromium {browser.version}", device=device, machine=platform.platform(),
            cpus=os.cpu_count() or 1, viewport=VIEWPORT, load=load, turns=turns, seconds=seconds, visits=visits,
            playing=playing, lacking=[name for name in names if name not in {one.scene for one in playing}],
            soak=soaked,
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
class _Count:
    """Over some seconds: painted frames/s, rounds/s, redraws/s, share of the time that the main thread was at work, and
    durations of long tasks; and the page's state after them."""

    frames: float
    rounds: float
    redraws: float | None
    busy: float
    tasks: list[float]
    state: dict[str, Any]


@dataclass
class _Turn:
    count: _Count
    headless: float


def _played(browser: Browser, url: str, names: list[str], turns: int, seconds: float, tell: Tell) -> list[Playing]:
    """Each experiment headless, then the pages that play it; in turns."""
    games: dict[str, list[str]] = {}
    for name in names:
        games.setdefault(SCENES[name].preset, []).append(name)
    with ExitStack() as closing:
        tabs = {name: _ready(browser, url, closing, SCENES[name]) for name in names}
        headless = {preset: closing.enter_context(ours(_experiment(preset)))[0] for preset in games}
        done: dict[str, list[_Turn]] = {name: [] for name in names}
        for _ in range(turns):
            for preset, its in games.items():
                rate = headless[preset](seconds / 2)
                for name in its:
                    if tab := tabs[name]:
                        done[name].append(_Turn(_turn(tab, seconds, SCENES[name].hovered), rate))
        tell(_PLAYING)
        results: list[Playing] = []
        for name in names:
            if done[name]:
                results.append(_summed(name, done[name]))
                tell(_playing_row(results[-1]))
            else:
                tell(_lacking_row(name))
        for result in results:
            tell(_parts_row(result))
        return results


def _experiment(preset: str) -> Experiment:
    return next(each.experiment for each in PRESETS if each.name == preset)


def _ready(browser: Browser, url: str, closing: ExitStack, scene: Scene) -> Tab | None:
    """Open a scene at full speed, play until everything is compiled, then pause; None where the page lacks it."""
    address = f"{url}#preset={scene.preset}&speed=max"
    tab = open_tab(browser, address)
    closing.callback(tab.close)
    tab.times(trained=False)
    if scene.every_layer:
        tab.go(f"{address}&show={tab.all_layers()}")
    if (scene.zoomed and not tab.zoom()) or (scene.twin and not tab.twin()):
        return None
    tab.play(True)
    tab.trains()
    tab.wait(SETTLING)
    tab.play(False)
    return tab


def _counted(tab: Tab, seconds: float, hovered: bool = False) -> _Count:
    before, busy_before = tab.state(), tab.busy()
    (tab.hover if hovered else tab.wait)(seconds)
    after, busy_after = tab.state(), tab.busy()
    spent = (after["now"] - before["now"]) / 1e3
    redraws = (before["redraws"], after["redraws"])
    return _Count(
        frames=(after["frames"]["painted"] - before["frames"]["painted"]) / spent,
        rounds=(after["round"] - before["round"]) / spent,
        redraws=None if None in redraws else (redraws[1] - redraws[0]) / spent,
        busy=(busy_after.work - busy_before.work) / (busy_after.at - busy_before.at),
        tasks=tab.tasks(before["now"], after["now"]),
        state=after,
    )


def _turn(tab: Tab, seconds: float, hovered: bool = False) -> _Count:
    tab.page.bring_to_front()
    tab.play(True)
    tab.wait(SETTLING)
    count = _counted(tab, seconds, hovered)
    tab.play(False)
    return count


def _summed(scene: str, turns: list[_Turn]) -> Playing:
    def over(pick: Callable[[_Turn], float]) -> float:
        return statistics.median(pick(turn) for turn in turns)

    def each(pick: Callable[[dict[str, Any]], dict[str, float] | None]) -> dict[str, float]:
        told = [found for turn in turns if (found := pick(turn.count.state["frames"]))]
        return {key: statistics.median(one[key] for one in told) for key in ("median", "p95")} if told else {}

    names = turns[-1].count.state["frames"].get("parts", {})
    redraws = [turn.count.redraws for turn in turns if turn.count.redraws is not None]
    return Playing(
        scene=scene,
        frames_per_second=over(lambda turn: turn.count.frames),
        rounds_per_second=over(lambda turn: turn.count.rounds),
        headless=over(lambda turn: turn.headless),
        share=over(lambda turn: turn.count.rounds / turn.headless),
        bytes_per_frame=round(over(lambda turn: statistics.median(turn.count.state["sizes"]))),
        age=each(lambda frames: frames.get("age")),
        frame=each(lambda frames: frames),
        parts={name: each(lambda frames, name=name: frames["parts"].get(name)) for name in names},
        busy=over(lambda turn: turn.count.busy),
        redraws=statistics.median(redraws) if redraws else None,
        tasks=_tasks([task for turn in turns for task in turn.count.tasks]),
    )


def _soak(browser: Browser, url: str, minutes: float, turns: int, seconds: float, tell: Tell) -> Soak:
    """Train without a pause, then in turns with a page that has just come."""
    with ExitStack() as closing:
        tab = _ready(browser, url, closing, SCENES["ring"])
        assert tab is not None
        tab.play(True)
        end = time.monotonic() + MINUTE * minutes
        first = min(MINUTE, MINUTE * minutes / 2)
        frames_first = _counted(tab, first).frames
        heap_first = tab.heap()
        tell(f"\nsoak: after {first:.0f} s {heap_first / 1e6:.1f} MB of heap, {frames_first:.1f} frames/s")
        while (left := end - time.monotonic()) > MINUTE:
            tab.wait(min(left - MINUTE, MINUTE))
        last = _counted(tab, max(end - time.monotonic(), 1.0))
        heap_last = tab.heap()
        tell(f"soak: after {minutes:g} minutes {heap_last / 1e6:.1f} MB, {last.frames:.1f} frames/s")
        tab.play(False)
        fresh = _ready(browser, url, closing, SCENES["ring"])
        assert fresh is not None
        pairs = [(_turn(tab, seconds), _turn(fresh, seconds)) for _ in range(turns)]
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
            frames_last=last.frames, rounds=int(last.state["round"]), frames_old=old[0], rounds_old=old[1],
            frames_fresh=new[0], rounds_fresh=new[1],
        )  # fmt: skip


_VISITS = f"{'visit':<10}{'first picture':>15}{'first trained':>15}{'tasks >50 ms':>14}{'>100 ms':>9}{'longest':>10}"
_PLAYING = (
    f"{'scene':<13}{'frames/s':>9}{'rounds/s':>10}{'headless':>10}{'share':>7}{'age':>9}{'busy':>6}"
    f"{'redraws/s':>11}{'kB/frame':>10}{'tasks >50 ms':>14}{'>100 ms':>9}{'longest':>10}"
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
        f"{result.scene:<13}{result.frames_per_second:>9.1f}{result.rounds_per_second:>10,.0f}"
        f"{result.headless:>10,.0f}{result.share:>7.0%}{_ms(result.age.get('median')):>9}{result.busy:>6.0%}"
        f"{'–' if result.redraws is None else f'{result.redraws:.1f}':>11}{result.bytes_per_frame / 1e3:>10.1f}"
        f"{_tasks_row(result.tasks)}"
    )


def _lacking_row(scene: str) -> str:
    """Of a scene that the page cannot show."""
    return f"{scene:<13}" + "".join(f"{'–':>{width}}" for width in (9, 10, 10, 7, 9, 6, 11, 10, 14, 9, 10))


def _parts_row(result: Playing) -> str:
    def one(name: str, part: dict[str, float]) -> str:
        return f"{name} {part['median']:.1f} (p95 {part['p95']:.1f})"

    parts = [one(name, part) for name, part in result.parts.items() if part]
    return f"main thread per frame, {result.scene}, ms: " + "; ".join([one("in all", result.frame), *parts])


def main(
    *, as_json: bool = False, turns: int = 3, seconds: float = 6.0, soak: float = 0.0, only: Sequence[str] = ()
) -> int:
    """The command: the table on stdout, or with ``as_json`` one JSON object there and the table on stderr."""
    stream = sys.stderr if as_json else sys.stdout
    try:
        report = bench(
            turns=turns, seconds=seconds, soak=soak, only=only, tell=lambda line: print(line, file=stream, flush=True)
        )
    except Missing as error:
        print(f"ganscope bench page: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("ganscope bench page: interrupted", file=sys.stderr)
        return 130
    if as_json:
        print(json.dumps(asdict(report)))
    return 0
