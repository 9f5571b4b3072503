"""A live session: a run, its history and its viewers, driven by commands.

Commands may come from any thread and are queued; everything else happens on the engine's thread, a slice at a time
(:mod:`.engine`).  Compiling happens beside it: while a new program is made, the old run plays on.
"""

from __future__ import annotations

import queue
import secrets
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any, NamedTuple, Protocol

import numpy as np

from ganscope.game.experiment import MAX_COMPONENTS, Experiment
from ganscope.game.said import Said, told
from ganscope.game.split import Structure, structure

from . import commands as c
from .climb import Climb
from .frames import PLACES, READINGS, Frame, History, frame, history, readings
from .history import Rows, Stretch
from .pace import Pace
from .player import Player, Sight

CHART = 0.25
"""Seconds between two histories."""

WAITING = 256
"""Commands that may wait for the engine."""

ADVICE = Said("stopped.advice", "The weights before it are kept. Lower a learning rate or raise a penalty.")


class Viewer(Protocol):
    """Somebody who watches.  Called from any thread; must return at once."""

    def event(self, event: dict[str, Any]) -> None:
        """Something happened; ``event["type"]`` says what."""

    def frame(self, frame: Frame) -> None:
        """A picture; it replaces one that was not shown yet."""

    def history(self, history: History) -> None:
        """All rows of the charts; they replace those before."""


class _Wish(NamedTuple):
    viewer: Viewer
    charts: frozenset[str]


class _Seeing(NamedTuple):
    """A look that is under way, and what was so when it began."""

    player: Player
    sight: Sight
    meta: dict[str, Any]
    start: float  # monotonic seconds
    charted: bool  # the charts' rows are due


class Session:
    """One person's run.  ``wake`` tells the engine that there is something to do."""

    def __init__(self, id: str, experiment: Experiment, compiler: Executor, wake: Callable[[], None]):
        self.id = id
        self.left: float | None = time.monotonic()
        """Since when nobody watches (monotonic seconds); None while somebody does."""
        self.round = 0
        """Rounds played."""
        self._compiler, self._wake = compiler, wake
        self._commands: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._viewers: list[Viewer] = []
        self._wishes: dict[Viewer, frozenset[str]] = {}  # the charts that each of them shows
        # the run, and the one that is being made for another structure
        self._wanted = experiment
        self._player: Player | None = None
        self._coming: Future[Player] | None = None
        self._coming_structure: Structure | None = None
        self._restart = True  # the coming run starts at round 0, and the old one rests
        self._later: list[c.Command] = []  # what was asked of the coming run
        self._compile_start = 0.0
        # what it is doing
        self._run = secrets.token_urlsafe(6)  # no other session's, nor that of another server
        self._epoch = (
            0  # rises when the past is no longer that of what is shown: pictures and rows say of which they are
        )
        self._playing = False
        self._todo = 0  # rounds asked for by number
        self._owed = 0  # rounds still to play before the next frame
        self._climb: Climb | None = None
        self._climb_wish: c.TrainD | None = None
        self._climb_ready: Future[None] | None = None
        self._charts_ready: Future[None] | None = None
        self._stopped: dict[str, Any] | None = None
        # what it shows
        self._speed: int | None = None
        self._average = False
        self._pace = Pace()
        self._rows = Rows((*READINGS, *PLACES), MAX_COMPONENTS)
        self._dirty = False
        self._seeing: _Seeing | None = None  # not sent yet
        self._stretch = Stretch()
        self._next_frame = self._next_chart = 0.0
        self._compile()

    # --- from any thread ---------------------------------------------------------------------------------

    def attach(self, viewer: Viewer) -> None:
        """Add a viewer; it is told where things stand and shown the latest picture."""
        viewer.event({"type": "session", "id": self.id, "experiment": self._wanted.model_dump(mode="json")})
        viewer.event(self._status())
        self._seeing = None  # it may have lain there since the last viewer left
        with self._lock:
            self._viewers = [*self._viewers, viewer]
            self.left = None
        self._dirty, self._next_chart = True, 0.0
        self._wake()

    def detach(self, viewer: Viewer) -> None:
        """Remove a viewer.  A run that nobody watches waits, and goes on when somebody comes back."""
        with self._lock:
            self._viewers = [v for v in self._viewers if v is not viewer]
            self._wishes.pop(viewer, None)
            if not self._viewers and self.left is None:
                self.left = time.monotonic()

    def wish(self, viewer: Viewer, charts: frozenset[str]) -> None:
        """The charts that a viewer shows now, of those that are computed only for who looks at them."""
        self.submit(_Wish(viewer, charts))

    def submit(self, command: Any) -> None:
        """Queue a command; what comes of it is told to the viewers.  A flood of them is refused."""
        if self._commands.qsize() >= WAITING:
            message = Said(
                "error.flood", "{count} commands are waiting already; this one was not heard.", count=WAITING
            )
            self._refuse(message)
            return
        self._commands.put(command)
        self._wake()

    @property
    def playing(self) -> bool:
        """Whether it trains while somebody watches."""
        return self._playing and bool(self._viewers)

    # --- the engine's thread -----------------------------------------------------------------------------

    def wait(self, now: float) -> float | None:
        """Seconds until there is something to do; None: until woken."""
        made = [future for future in (self._coming, self._climb_ready, self._charts_ready) if future is not None]
        if not self._commands.empty() or any(future.done() for future in made):
            return 0.0
        if self._player is None or not self._viewers:
            return None
        if self._climb is not None or self._owed > 0:
            return 0.0
        busy = self._dirty or (self._active and not self._restart)
        return max(0.0, self._next_frame - now) if busy else None

    def work(self, alone: bool = False) -> None:
        """One slice: hear commands, change over to what was compiled, play a little, show what is due.

        ``alone``: no other session waits for the end of the slice.
        """
        while not self._commands.empty():
            self._send()
            self._obey(self._commands.get())
        self._change_over()
        player = self._player
        if player is None or not self._viewers:
            return
        unseen = self._dirty and not len(self._rows)  # a run is seen where it begins, too
        if self._climb is not None:
            self._climb_on(self._climb)
        elif (self._playing or self._todo) and not self._restart and not unseen:
            if self._owed <= 0 and time.monotonic() >= self._next_frame:
                self._owed = self._todo or self._speed or self._pace.rounds_per_frame()
            if self._owed > 0:
                self._play_on(player, alone)
        if self._dirty and self._owed <= 0 and time.monotonic() >= self._next_frame:
            self._show(player)
            # where rounds follow at once, XLA goes on to them and Python draws meanwhile
            if not (alone and self._endless and not self._restart):
                self._send()

    def fail(self, error: Exception) -> None:
        """Pause after a fault of ours, and say so; the run stays as it is."""
        self._halt()
        self._seeing, self._dirty = None, False  # what failed may be the look
        message = Said("error.lab", "The run was paused by an error in the lab: {error}", error=str(error))
        self._refuse(message)
        self._tell(self._status())

    @property
    def _active(self) -> bool:
        return self._playing or self._todo > 0 or self._climb is not None

    @property
    def _endless(self) -> bool:
        """Whether it plays as fast as it goes."""
        return self._playing and self._speed is None

    def _obey(self, command: c.Command | _Wish) -> None:
        if self._restart and isinstance(command, c.Round | c.StepD | c.StepG | c.TrainD):
            self._later.append(command)
            return
        match command:
            case c.Play():
                self._revive()
                self._halt()
                self._playing = True
            case c.Pause():
                self._halt()
                self._dirty = True  # the last picture and the last rows, of a run that rests
            case c.Round(count=count):
                self._revive()
                asked = self._todo  # a second press may come before the first is played
                self._halt()
                self._todo = asked + count
            case c.StepD():
                self._step(k_d=1)
            case c.StepG():
                self._step(k_g=1)
            case c.TrainD() if self._player and not self._player.best_known:
                message = Said(
                    "error.no_best",
                    "D* is not known for this game, so D cannot be trained to it. To train D alone, set G steps k_G to "
                    "0 and play.",
                )
                self._refuse(message)
            case c.TrainD():
                self._halt()
                self._climb_wish = command
                self._prepare_climb()
            case c.Reset():
                self._start_again(self._wanted)
            case c.NewSeed(seed=seed):
                seed = secrets.randbits(32) if seed is None else seed
                self._start_again(self._wanted.model_copy(update={"seed": seed}))
            case c.Load(experiment=experiment, play=play):
                self._halt()
                self._start_again(experiment)
                self._playing = play
            case c.Edit(experiment=experiment):
                self._edit(experiment)
            case c.Speed(rounds_per_frame=speed):
                self._speed, self._owed = speed, 0
            case c.View(generator=generator):
                self._average, self._dirty = generator == "average", True
            case _Wish(viewer, charts):
                if viewer in self._viewers:
                    self._wishes[viewer] = charts
                self._dirty = True
                return  # nothing has changed for the others
            case c.Ack() | c.Charts():
                return  # of one page: they do not come here
        self._tell(self._status())

    def _halt(self) -> None:
        self._playing, self._todo, self._owed = False, 0, 0
        self._climb, self._climb_wish = None, None
        self._later = []
        self._next_frame = 0.0

    def _revive(self) -> None:
        if self._stopped and self._player:
            self._player.revive()
        self._stopped = None

    # --- what is played ----------------------------------------------------------------------------------

    def _edit(self, experiment: Experiment) -> None:
        if experiment == self._wanted:
            return
        if experiment.seed != self._wanted.seed or self._restart:
            self._start_again(experiment)
            return
        self._wanted = experiment
        if self._player and self._player.fits(experiment):
            self._coming = None
            self._player.edit(experiment)
            self._climb, self._dirty = None, True
        else:
            self._compile()

    def _start_again(self, experiment: Experiment) -> None:
        """Round 0 of an experiment, at once or when its program is there."""
        self._wanted = experiment
        if self._player and self._player.fits(experiment):
            self._coming = None
            self._player.edit(experiment)
            self._player.reset()
            self._begin()
        else:
            self._restart, self._owed, self._climb = True, 0, None
            self._compile()

    def _begin(self) -> None:
        self._rows.clear()
        self._stretch, self.round = Stretch(), 0
        self._epoch += 1
        self._owed, self._climb, self._stopped = 0, None, None
        self._restart, self._dirty = False, True
        self._next_frame = self._next_chart = 0.0

    def _compile(self) -> None:
        """Make a player for the wanted experiment, beside the loop."""
        if self._coming is not None and self._coming_structure == structure(self._wanted):
            return  # it is on its way, and will be edited when it is there
        if self._coming is not None:
            self._coming.cancel()  # if it has not begun
        self._coming_structure = structure(self._wanted)
        self._compile_start = time.monotonic()
        self._coming = self._compiler.submit(Player, self._wanted)
        self._coming.add_done_callback(lambda _: self._wake())
        what = _described(self._wanted)
        self._tell({"type": "compiling", "what": what, **told(what)})

    def _change_over(self) -> None:
        """Go on with what was compiled, if it is there."""
        if self._climb_ready is not None and self._climb_ready.done():
            self._climb_ready = None
            if self._climb_wish and self._player:
                self._climb = Climb(self._player, self._climb_wish.tolerance, self._climb_wish.limit)
                self._climb_wish = None
                self._tell(self._status())
        if self._charts_ready is not None and self._charts_ready.done():
            if error := self._charts_ready.exception():
                self._wishes = {}
                self._refuse(Said("error.chart", "This chart could not be computed. {error}", error=_words(error)))
            self._charts_ready, self._dirty = None, True
        if self._coming is None or not self._coming.done():
            return
        self._send()
        coming, self._coming = self._coming, None
        if error := coming.exception():
            words = "This experiment could not be compiled, so the run goes on as it was. {error}"
            message = Said("error.compiled", words, error=_words(error))
            self._refuse(message)
            if self._player:
                self._wanted, self._restart = self._player.experiment, False
            self._tell(self._status())
            return
        new, old, self._player = coming.result(), self._player, coming.result()
        if new.experiment != self._wanted:
            new.edit(self._wanted)
            new.reset()
        self._pace, self._climb, self._dirty = Pace(), None, True
        if self._restart or old is None or not new.inherit(old):
            self._begin()
        self._tell({"type": "compiled", "seconds": round(time.monotonic() - self._compile_start, 3)})
        self._tell(self._status())
        later, self._later = self._later, []
        for command in later:
            self._obey(command)

    def _prepare_climb(self) -> None:
        if self._player is None:
            return
        self._climb_ready = self._compiler.submit(self._player.prepare_climb)
        self._climb_ready.add_done_callback(lambda _: self._wake())

    def _play_on(self, player: Player, alone: bool) -> None:
        n, start = self._pace.slice(self._owed, alone), time.monotonic()
        seen = player.advance(n, self._send)
        self._pace.played(n, time.monotonic() - max(start, seen))  # XLA looks first
        self._owed -= n
        self._todo = max(0, self._todo - n)
        self._note(player)
        if not self._active:
            self._tell(self._status())

    def _step(self, **steps: int) -> None:
        self._revive()
        asked = self._todo
        self._halt()
        if self._player:
            if asked:
                self._player.advance(self._pace.slice(asked))
            self._player.step(**steps)
            self._note(self._player)

    def _note(self, player: Player) -> None:
        """Take note of what was played, and stop where it was not finite."""
        self.round, self._dirty = player.round, True
        if not player.finite:
            self._halt()
            reason = player.failure()
            self._stopped = {"round": player.round, "reason": reason, "advice": ADVICE}
            self._stopped |= told(reason) | told(ADVICE, "advised")
            self._tell({"type": "stopped", **self._stopped})
            self._tell(self._status())

    def _climb_on(self, climb: Climb) -> None:
        if not climb.over:
            climb.go_on()
        self._dirty = True
        if climb.over:
            self._climb, self._next_frame = None, 0.0
            self._tell({"type": "trained", "gap": climb.gap, "steps": climb.steps, "reached": climb.reached})
            self._tell(self._status())

    # --- what is shown -----------------------------------------------------------------------------------

    def _show(self, player: Player) -> None:
        """Begin to look; :meth:`_send` draws what is seen."""
        start, at = time.monotonic(), time.time()
        sight = player.sight(self._average, self._charts(player), self._stretch.since(self.round), not self._active)
        meta = {
            "time": 1e3 * at,
            "run": self._run,
            "epoch": self._epoch,
            "round": self.round,
            "manual": sight.manual,
            "playing": self._playing,
            "generator": "average" if self._average else "live",
            "rounds_per_second": self._pace.rounds_per_second if self._playing else 0.0,
            "frames_per_second": self._pace.frames_per_second if self._playing else 0.0,
            "measure_ms": 1e3 * self._pace.look_seconds,
        }
        charted = start >= self._next_chart or not self._active
        if charted:
            self._next_chart = start + CHART
        self._seeing, self._dirty = _Seeing(player, sight, meta, start, charted), False
        # as fast as it goes, the rounds themselves fill the frame
        self._next_frame = start if self._endless else start + self._pace.period()

    def _send(self) -> float:
        """Draw what was looked at and hand it to the viewers; returns when XLA was done with it (monotonic)."""
        seeing, self._seeing = self._seeing, None
        if seeing is None:
            return 0.0
        player, sight = seeing.player, seeing.sight
        look, charts = sight.arrive()
        seen = time.monotonic()
        numbers = readings(look, sight.recorded)
        at = sight.phase["meta"]["at"] if sight.phase else None
        places = dict(zip(PLACES, at, strict=True)) if at else {}
        self._rows.append(sight.round, numbers | places, np.asarray(look.mode_share))
        picture = frame(player, look, numbers, seeing.meta, charts, sight.phase)
        rows = history(player, self._rows, seeing.meta) if seeing.charted else None
        for viewer in self._viewers:
            viewer.frame(picture)
            if rows is not None:
                viewer.history(rows)
        self._pace.shown(seeing.start, seen - seeing.start)
        return seen

    def _charts(self, player: Player) -> frozenset[str]:
        """The charts that somebody looks at, without those that are still compiled beside the loop."""
        wishes = (self._wishes.get(viewer, frozenset[str]()) for viewer in self._viewers)
        wanted = frozenset[str]().union(*wishes) & frozenset(player.able)
        if self._charts_ready is None and (new := wanted - player.charts):
            self._charts_ready = self._compiler.submit(player.prepare_charts, new)
            self._charts_ready.add_done_callback(lambda _: self._wake())
        return wanted & player.charts

    def _status(self) -> dict[str, Any]:
        return {
            "type": "status",
            "playing": self._playing,
            "run": self._run,
            "epoch": self._epoch,
            "round": self.round,
            "speed": self._speed,
            "compiling": self._coming is not None or self._climb_ready is not None,
            "busy": "train_d" if self._climb or self._climb_wish else None,
            "experiment": self._wanted.model_dump(mode="json"),
            "view": "average" if self._average else "live",
            "stopped": self._stopped,
        }

    def _refuse(self, message: str) -> None:
        """Tell an error that belongs to no field."""
        error = {"type": "error", "message": message, "field": None, "got": None, "accepts": None}
        self._tell({**error, **told(message)})

    def _tell(self, event: dict[str, Any]) -> None:
        for viewer in self._viewers:
            viewer.event(event)


def _words(error: BaseException) -> str:
    """What a fault says, with its key where it has one."""
    said = error.args[0] if error.args else ""
    return said if isinstance(said, Said) else str(error)


def _described(experiment: Experiment) -> str:
    """What is compiled, for a person."""

    def net(widths: tuple[int, ...]) -> str:
        return "-".join(map(str, widths)) or "affine"

    nets = {"G": experiment.generator, "D": experiment.discriminator}
    if experiment.reconstructor.kind != "none":
        nets["F"] = experiment.reconstructor
    described = ", ".join(f"{player} {net(model.hidden)}" for player, model in nets.items())
    return Said("compiling.nets", "{nets}, batch {batch}", nets=described, batch=experiment.schedule.batch)
