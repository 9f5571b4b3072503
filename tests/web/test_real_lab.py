"""The real lab behind a real server, in a process of its own."""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Iterator

import numpy as np
import pytest
from client import Page, page
from process import Process, serving
from websockets.exceptions import ConnectionClosed

SESSIONS = 3
PATIENCE = 120  # seconds; a first compilation on a busy machine


@pytest.fixture(scope="module")
def lab() -> Iterator[Process]:
    with serving("--port", "0", "--sessions", str(SESSIONS), program="real_lab.py") as process:
        yield process


def until_round(tab: Page, least: int) -> int:
    while (now := tab.frame(timeout=PATIENCE).meta["round"]) < least:
        pass
    return now


def test_figure_1_plays_and_a_dropped_page_resumes(lab: Process) -> None:
    with page(lab.port) as tab:
        session = tab.event("session")
        assert session["resumed"] is False and session["experiment"]["target"]["kind"] == "gaussian"
        first = tab.frame(timeout=PATIENCE)
        n = len(first.arrays["x"])
        for name in ("x", "p_data", "p_g", "d", "d_star"):
            assert first.arrays[name].dtype == np.float32 and first.arrays[name].shape == (n,)
        assert first.arrays["z"].shape == first.arrays["gz"].shape
        assert {"v", "v_star", "gap", "jsd", "jsd_floor", "w1"} <= first.meta["readings"].keys()
        tab.send({"type": "play"})
        assert tab.event("status")["playing"] is True
        reached = until_round(tab, 50)
        tab.connection.socket.close()  # no goodbye
    with page(lab.port, session=session["id"]) as tab:
        again = tab.event("session")
        assert again["id"] == session["id"] and again["resumed"] is True
        assert until_round(tab, reached) >= reached
        tab.send({"type": "pause"})


def test_a_ring_is_seen_in_two_dimensions_and_a_bad_number_is_named(lab: Process) -> None:
    with page(lab.port) as tab:
        experiment = {"target": {"kind": "ring"}, "generator": {"hidden": [8]}, "discriminator": {"hidden": [8]}}
        tab.send({"type": "load", "experiment": experiment, "play": True})
        while (frame := tab.frame(timeout=PATIENCE)).meta["view"] != "2d" or frame.meta["round"] == 0:
            pass
        assert frame.arrays["p_g"].dtype == np.uint8 and frame.arrays["p_g"].ndim == 2
        assert frame.arrays["d"].dtype == np.uint16
        assert frame.arrays["modes"].shape == (8, 2)
        assert len(frame.meta["scale"]["p_g"]) == 2
        before = frame.meta["round"]
        experiment["target"]["radius"] = 101
        tab.send({"type": "edit", "experiment": experiment})
        error = tab.event("error")
        assert (error["field"], error["got"], error["accepts"]) == (
            "experiment.target.radius",
            "101",
            "a number from 0 to 100",
        )
        assert until_round(tab, before + 1) > before


def test_a_full_lab_refuses(lab: Process) -> None:
    # Sessions that the tests above have just left may still have their places.
    with contextlib.ExitStack() as pages:
        tabs = [pages.enter_context(page(lab.port)) for _ in range(SESSIONS + 1)]
        firsts = [tab.receive() for tab in tabs]
        refusals = [first["reason"] for first in firsts if isinstance(first, dict) and first["type"] == "refused"]
        assert refusals and all("--sessions" in reason for reason in refusals)


@pytest.mark.parametrize("compiling", [False, True], ids=["playing", "playing and compiling"])
def test_a_busy_lab_closes_within_three_seconds_without_a_traceback(compiling: bool) -> None:
    with serving("--port", "0", program="real_lab.py") as process, page(process.port) as tab:
        tab.event("session")
        tab.send({"type": "play"})
        until_round(tab, 20)
        if compiling:
            big = {"hidden": [512, 511, 512, 511, 512], "activation": "gelu"}
            tab.send({"type": "edit", "experiment": {"generator": big, "discriminator": big}})
            tab.event("compiling")
            time.sleep(0.2)
        start = time.monotonic()
        process.popen.send_signal(signal.SIGINT)
        with pytest.raises(ConnectionClosed):
            tab.event("never", timeout=10)
        printed, _ = process.popen.communicate(timeout=30)
        assert time.monotonic() - start < 3
        assert "Traceback" not in printed and process.popen.returncode == 0
        assert tab.events[-1] == {"type": "closing"}
