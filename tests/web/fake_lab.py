"""A lab without mathematics: sessions that make frames at a fixed rate, for tests of what is around them.

Frames look like the real ones in size and kind.  As a program (``python fake_lab.py --port …``) it serves them.
"""

from __future__ import annotations

import itertools
import math
import threading
import time
from dataclasses import dataclass, field
from typing import Any, cast

import numpy as np

from ganscope.game.experiment import Experiment
from ganscope.lab.engine import LabFull
from ganscope.lab.frames import Frame, History
from ganscope.lab.presets import PRESETS


def frame(n: int, playing: bool, two: bool = False) -> Frame:
    """A frame of the size of a real one: 1-D about 17 KB, 2-D about 110 KB."""
    x = np.linspace(-5, 5, 512, dtype=np.float32)
    shift = math.sin(n / 40)
    p, q = np.exp(-(x**2) / 2) / 2.5066, np.exp(-((x - shift) ** 2) / 2) / 2.5066
    z = np.linspace(-1, 1, 33, dtype=np.float32)
    draws = np.random.default_rng(0).normal(size=512).astype(np.float32)
    meta = {
        "run": "fake", "epoch": 1, "round": n, "playing": playing, "view": "1d",
        "generator": "live", "rounds_per_second": 1000.0,
        "frames_per_second": 60.0, "measure_ms": 1.0, "window": [[-5, 5]], "h": 0.02, "scale": {},
        "readings": {"v": -1.386, "v_star": -1.38, "gap": 0.006, "cost": -1.38, "jsd": abs(shift) / 10,
                     "jsd_floor": 1e-4, "kl_data_g": math.inf, "w1": abs(shift)},
    }  # fmt: skip
    arrays = {
        "x": x, "p_data": p, "p_g": q, "d": p / (p + q), "d_star": p / (p + q), "z": z, "gz": 2 * z + shift,
        "real": draws, "fake": draws + np.float32(shift), "mode_share": np.ones(1, np.float32),
        "mode_weight": np.ones(1, np.float32),
    }  # fmt: skip
    if two:
        grid = np.outer(q[::4], q[::4])
        meta |= {"view": "2d", "window": [[-5, 5], [-5, 5]], "scale": {"p_g": [0, 0.001], "p_data": [0, 0.001],
                 "d": [0, 1 / 65535], "d_star": [0, 1 / 65535]}}  # fmt: skip
        arrays = {
            "p_data": (grid * 255).astype(np.uint8), "p_g": (grid * 255).astype(np.uint8),
            "d": (grid * 65535).astype(np.uint16), "d_star": (grid * 65535).astype(np.uint16),
            "real": np.stack([draws, draws[::-1]], 1), "fake": np.stack([draws[::-1], draws], 1),
            "modes": np.zeros((1, 2), np.float32), "mode_share": np.ones(1, np.float32),
            "mode_weight": np.ones(1, np.float32),
        }  # fmt: skip
    return Frame(meta, arrays)


def history(n: int) -> History:
    """800 rows of 25 columns: 83 KB."""
    columns = ["v", "v_star", "jsd", "jsd_floor", "gap", "d_loss", "g_loss", *(f"c{i}" for i in range(18))]
    rounds = np.linspace(0, n, 800).astype(np.int32)
    values = np.sin(rounds / 50).astype(np.float32)
    return History(
        {"run": "fake", "epoch": 1, "round": n, "rows": 800}, {"round": rounds, **dict.fromkeys(columns, values)}
    )


@dataclass
class FakeSession:
    """Makes frames in a thread of its own while it plays."""

    id: str
    rate: float
    experiment: Experiment = field(default_factory=Experiment)
    commands: list[Any] = field(default_factory=list)
    viewers: list[Any] = field(default_factory=list)
    wishes: dict[Any, frozenset[str]] = field(default_factory=dict)
    playing: bool = False
    round: int = 0
    closed: bool = False

    def __post_init__(self) -> None:
        threading.Thread(target=self._run, daemon=True).start()

    def attach(self, viewer: Any) -> None:
        viewer.event({"type": "session", "id": self.id, "experiment": self.experiment.model_dump(mode="json"),
                      "limits": {}})  # fmt: skip
        viewer.event(self._status())
        viewer.frame(frame(self.round, self.playing))
        self.viewers = [*self.viewers, viewer]

    def detach(self, viewer: Any) -> None:
        self.viewers = [v for v in self.viewers if v is not viewer]

    def wish(self, viewer: Any, charts: frozenset[str]) -> None:
        self.wishes[viewer] = charts

    def submit(self, command: Any) -> None:
        self.commands.append(command)
        if command.type in ("play", "pause"):
            self.playing = command.type == "play"
        elif command.type == "round":
            self.round += command.count
        elif command.type in ("edit", "load"):
            self.experiment = command.experiment
        for viewer in self.viewers:
            viewer.event(self._status())
            viewer.frame(self._frame())

    def _frame(self) -> Frame:
        return frame(self.round, self.playing, two=self.experiment.target.kind in ("ring", "grid", "mixture_2d"))

    def _status(self) -> dict[str, Any]:
        return {"type": "status", "playing": self.playing, "run": "fake", "epoch": 1,
                "round": self.round, "speed": 1, "compiling": False,
                "busy": None, "experiment": self.experiment.model_dump(mode="json"), "view": "live",
                "stopped": None}  # fmt: skip

    def _run(self) -> None:
        start = time.perf_counter()
        for tick in itertools.count():
            if self.closed:
                return
            if self.playing:
                self.round += 1
                new = self._frame()
                for viewer in self.viewers:
                    viewer.frame(new)
                    if tick % 15 == 0:
                        viewer.history(history(self.round))
                        viewer.event(self._status())
            time.sleep(max(0.0, start + (tick + 1) / self.rate - time.perf_counter()))


class FakeThumbnails:
    """Made at the second question."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    def ask(self, name: str) -> Frame | float:
        if name not in {preset.name for preset in PRESETS}:
            raise KeyError(name)
        if name in self.asked:
            return frame(7, False)
        self.asked.add(name)
        return 0.5


class FakeLab:
    """``rate``: frames per second of a session that plays.  ``stuck``: seconds that :meth:`close` takes."""

    def __init__(self, limit: int = 8, rate: float = 60.0, stuck: float = 0.0) -> None:
        self.limit, self.rate, self.stuck = limit, rate, stuck
        self.device = "cpu"
        self.live: dict[str, FakeSession] = {}
        self._numbers = itertools.count(1)
        self.thumbnails = FakeThumbnails()

    @property
    def sessions(self) -> int:
        return len(self.live)

    def open(self, experiment: Experiment | None = None) -> FakeSession:
        if len(self.live) >= self.limit:
            raise LabFull(f"All {self.limit} sessions are taken.")
        session = FakeSession(f"s{next(self._numbers)}", self.rate, experiment or Experiment())
        self.live[session.id] = session
        return session

    def find(self, id: str) -> FakeSession | None:
        return self.live.get(id)

    def close(self) -> None:
        for session in self.live.values():
            session.closed = True
        time.sleep(self.stuck)


def main() -> None:
    """Serve the fake lab: settings as flags, and ``--rate``, ``--limit``, ``--stuck``, ``--open``."""
    import argparse
    import os

    from ganscope.web import settings
    from ganscope.web.server import serve

    parser = argparse.ArgumentParser()
    settings.add_arguments(parser)
    parser.add_argument("--rate", type=float, default=60.0)
    parser.add_argument("--limit", type=int, default=8)
    parser.add_argument("--stuck", type=float, default=0.0)
    parser.add_argument("--open", action="store_true")
    given = vars(parser.parse_args())
    lab = FakeLab(given.pop("limit"), given.pop("rate"), given.pop("stuck"))
    show = given.pop("open")
    serve(settings.read(os.environ, given), cast("Any", lab), open_browser=show)


if __name__ == "__main__":
    main()
