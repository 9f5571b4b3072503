"""What the server says is what its table declares, of games of every kind; and the page's types are written from it."""

from __future__ import annotations

import contextlib
import re
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import page_types
import pytest
from client import Page, page

from ganscope.game.experiment import Experiment
from ganscope.lab.engine import Lab
from ganscope.lab.frames import PLACES, READINGS
from ganscope.lab.presets import PRESETS
from ganscope.lab.thumbnails import Thumbnails
from ganscope.web import contract, wire
from ganscope.web.app import create_app, preset_row
from ganscope.web.server import LabServer, bind, config
from ganscope.web.settings import Settings

PATIENCE = 120  # seconds; a first compilation on a busy machine


def small(name: str, **more: Any) -> Any:
    """The experiment of a preset with networks that compile quickly."""
    raw = next(preset for preset in PRESETS if preset.name == name).experiment.model_dump(mode="json")
    for player in ("generator", "discriminator"):
        if raw[player]["hidden"]:
            raw[player]["hidden"] = [8]
    raw["schedule"]["batch"] = 32
    return Experiment.model_validate(raw | more).model_dump(mode="json")


GAMES = {
    "on the line": lambda: small("figure-1"),
    "in the plane": lambda: small("ring-learned"),
    "labels": lambda: small("ring-labels", labels=2),
    "several generators": lambda: small("mad-gan"),
    "an f-GAN": lambda: small("f-gan-kl"),
    "an f-GAN in the plane": lambda: small("ring-learned", objective={"kind": "f_gan"}, penalties=[]),
    "packs": lambda: small("ring-packed"),
    "across the batch": lambda: small("ring-minibatch"),
    "pairs": lambda: small("ring-veegan"),
    "a critic": lambda: small("wgan-clipping"),
    "one number a player": lambda: small("dirac"),
}


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A real lab behind a real socket, in a thread of this process."""
    lab, listener = Lab(), bind("127.0.0.1", 0)
    app = create_app(lab, Settings())
    server = LabServer(config(app), app.state.hall, lambda: None)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield listener.getsockname()[1]
    server.should_exit = True
    thread.join(5)
    lab.close()


class Checked:
    """Reads a page's messages, each compared with the table."""

    def __init__(self, tab: Page) -> None:
        self.tab = tab
        self.kinds: set[str] = set()
        self.last: dict[str, dict[str, Any]] = {}
        self.arrays: dict[str, set[str]] = {"frame": set(), "history": set()}

    def until(self, holds: Callable[[str, dict[str, Any]], bool]) -> dict[str, Any]:
        """Read on to a message of which that is so; its fields, or what stands beside its arrays."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            message = self.tab.receive(timeout=PATIENCE)
            if isinstance(message, wire.Message):
                kind, said = message.kind, dict(message.meta)
                assert kind in ("frame", "history")
                assert contract.faults(kind, message.meta, message.arrays) == []
                self.arrays[kind] |= message.arrays.keys()
                if kind == "frame":
                    self.tab.send({"type": "ack", "seq": said["seq"]})
            else:
                kind, said = message["type"], message
                assert contract.event_faults(wire.text(message)) == []
            self.kinds.add(kind)
            self.last[kind] = said
            if holds(kind, said):
                return said
        raise AssertionError(f"it did not come; the last were {self.last.keys()}")


@pytest.mark.parametrize("game", GAMES)
def test_every_message_of_a_game_is_as_declared(game: str, port: int) -> None:
    with page(port) as tab:
        seen = Checked(tab)
        tab.send({"type": "load", "experiment": GAMES[game](), "play": True})
        tab.send({"type": "charts", "names": ["map", "plan", "counting"]})
        seen.until(lambda kind, said: kind == "status" and not said["compiling"] and said["playing"])
        epoch = seen.last["status"]["epoch"]
        first = seen.until(lambda kind, said: kind == "frame" and said["epoch"] == epoch and said["round"] > 50)
        assert first["run"] == seen.last["status"]["run"]
        computed = lambda said: None not in said["charts"].values()  # noqa: E731
        seen.until(lambda kind, said: kind == "frame" and computed(said))
        seen.until(lambda kind, said: kind == "history" and said["epoch"] == epoch and said["rows"] > 1)
        for command in ("pause", "step_d", "step_g", "round"):
            tab.send({"type": command})
        tab.send({"type": "view", "generator": "average"})
        seen.until(lambda kind, said: kind == "frame" and said["generator"] == "average" and not said["playing"])
        tab.send({"type": "reset"})
        again = seen.until(lambda kind, said: kind == "frame" and said["epoch"] > epoch)
        assert again["run"] == first["run"] and again["round"] == 0
        if game == "one number a player":
            assert {"theta", "psi"} <= seen.arrays["history"] and "phase_field" in seen.arrays["frame"]


def test_every_event_of_a_climb_and_of_an_error_is_as_declared(port: int) -> None:
    with page(port) as tab:
        seen = Checked(tab)
        tab.send({"type": "load", "experiment": small("figure-1")})
        tab.send({"type": "train_d", "tolerance": 0, "limit": 3})
        seen.until(lambda kind, said: kind == "trained")
        tab.send({"type": "speed", "rounds_per_frame": 0})
        assert seen.until(lambda kind, said: kind == "error")["field"] == "rounds_per_frame"
        sgd, far = {"kind": "sgd", "learning_rate": 10.0}, {"kind": "normal", "std": 10.0}
        net = {"hidden": [8], "activation": "elu", "init": far}
        bad = {"optimizers": {"generator": sgd, "discriminator": sgd}, "generator": net, "discriminator": net}
        tab.send({"type": "load", "experiment": small("figure-1", **bad), "play": True})
        seen.until(lambda kind, said: kind == "stopped")
        seen.until(lambda kind, said: kind == "status" and said["stopped"] is not None)
        assert {"session", "status", "compiling", "compiled"} <= seen.kinds


def test_another_session_is_another_run(port: int) -> None:
    with contextlib.ExitStack() as pages:
        runs = [pages.enter_context(page(port)).event("status")["run"] for _ in range(2)]
    assert runs[0] != runs[1]


def test_the_gallery_s_pictures_and_the_presets_are_as_declared() -> None:
    preset = PRESETS[0]._replace(experiment=Experiment.model_validate(small("figure-1")), shown_at=3)
    picture = Thumbnails(None).make(preset)
    message = wire.decode(wire.encode("frame", picture.meta, picture.arrays))
    assert contract.faults("picture", message.meta, message.arrays) == []
    for each in PRESETS:
        contract.Preset.model_validate_json(wire.text(preset_row(each)))


def test_what_is_not_as_declared_is_told() -> None:
    meta = {"run": "a", "epoch": 1, "round": 3, "rows": 2}
    rows = {name: np.zeros(2, np.float32) for name in READINGS}
    rows |= {"round": np.zeros(2, np.int32), "mode_share": np.zeros((2, 1), np.float32)}
    assert contract.faults("history", meta, rows) == []
    for change, words in (
        ({"round": np.zeros(2, np.float32)}, "round is F32, declared as I32"),
        ({"v": np.zeros(3, np.float32)}, "v has shape (3,)"),
        ({"mode_share": np.zeros(2, np.float32)}, "mode_share has shape (2,)"),
        ({"w2": np.zeros(2, np.float32)}, "w2 is not declared"),
    ):
        (fault,) = contract.faults("history", meta, rows | change)
        assert words in fault
    (fault,) = contract.faults("history", meta, {name: rows[name] for name in rows if name != "jsd"})
    assert "jsd is missing" in fault
    for change, words in (({"epoch": 1.5}, "epoch"), ({"epochs": 1}, "epochs"), ({"run": 7}, "run")):
        assert words in contract.faults("history", meta | change, rows)[0]
    event = {"type": "error", "message": "No.", "field": None, "got": None, "accepts": None}
    assert contract.event_faults(wire.text(event)) == []
    for change in ({"type": "other"}, {"code": 3}, {"message": None}):
        assert contract.event_faults(wire.text(event | change))


def test_the_page_s_types_are_what_the_table_makes_now() -> None:
    written = page_types.FILE.read_text(encoding="utf-8")
    assert written == page_types.written(), "make page-types writes them anew"
    code = re.sub(r"/\*\*.*?\*/|//.*", "", written)
    names = [line.split()[2] for line in code.splitlines() if line.startswith("export type")]
    assert len(names) == len(set(names)) > 80 and not re.search(r"\bany\b", code)
    for name in (*contract.LINE, *contract.PLANE, *(set(contract.ROWS) - set(PLACES))):
        assert f" {name}: Tensor<" in written or f" {name}?: Tensor<" in written
