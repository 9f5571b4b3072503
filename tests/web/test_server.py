"""Promises about the process: kept by a real one."""

from __future__ import annotations

import asyncio
import contextlib
import re
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from client import page
from process import serving
from websockets.exceptions import ConnectionClosed, InvalidStatus

from ganscope.web import server
from ganscope.web.server import PortTaken, bind, url


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "term"])
def test_a_busy_server_closes_within_three_seconds_and_says_goodbye(number: int) -> None:
    with serving("--port", "0") as process, page(process.port) as tab, page(process.port) as idle:
        for each in (tab, idle):
            each.event("session")
            each.send({"type": "play"})
        for _ in range(5):
            tab.frame()
        process.popen.send_signal(number)
        start = time.monotonic()
        with pytest.raises(ConnectionClosed) as closed:
            tab.event("never")
        assert {"type": "closing"} in tab.events
        assert closed.value.rcvd is not None and closed.value.rcvd.code == 1012
        printed, _ = process.popen.communicate(timeout=10)
        assert time.monotonic() - start < 3
        assert printed == "" and process.popen.returncode == 0


def test_a_refused_page_leaves_no_trace_in_the_log() -> None:
    with serving("--port", "0") as process:
        with pytest.raises(InvalidStatus), page(process.port, origin="http://evil.example"):
            pass
        _, printed = process.stop()
        assert printed == ""


def test_a_lab_that_does_not_close_is_left() -> None:
    with serving("--port", "0", "--stuck", "60") as process, page(process.port) as tab:
        tab.event("session")
        seconds, printed = process.stop()
        assert seconds < 3 and printed == "" and process.popen.returncode == 0


def test_a_page_that_reads_nothing_does_not_hold_up_the_end() -> None:
    with serving("--port", "0", "--rate", "200") as process, page(process.port) as tab:
        tab.event("session")
        tab.send({"type": "edit", "experiment": {"target": {"kind": "ring"}}})
        tab.send({"type": "play"})
        for seq in range(1, 400):  # acknowledge at random, so that the server goes on until its buffers are full
            with contextlib.suppress(ConnectionClosed):
                tab.connection.send(f'{{"type": "ack", "seq": {seq}}}')
            time.sleep(0.003)
        seconds, printed = process.stop()
        assert seconds < 3 and "Traceback" not in printed


def test_the_next_free_port_is_taken_and_said() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        with serving("--port", str(taken)) as process:
            assert process.port > taken
            assert f"Port {taken} is taken; using {process.port}." in process.greeting
            assert f"ganscope is at http://127.0.0.1:{process.port}/" in process.greeting


async def _delayed() -> int:
    """TCP_NODELAY of a connection that asyncio accepts on our socket."""
    seen: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def accepted(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.set_result(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()

    with bind("127.0.0.1", 0) as listener:
        async with await asyncio.start_server(accepted, sock=listener):
            _, writer = await asyncio.open_connection(*listener.getsockname())
            writer.close()
            return await seen


def test_no_answer_waits_for_the_one_before_to_be_acknowledged() -> None:
    with ThreadPoolExecutor(1) as thread:  # the browser's tests may have left a loop in this one
        assert thread.submit(lambda: asyncio.run(_delayed())).result()


def test_no_port_at_all_is_an_error_in_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "PORTS_TRIED", 1)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(PortTaken, match=r"are all taken; choose another with --port"):
            bind("127.0.0.1", other.getsockname()[1])
    with pytest.raises(PortTaken, match=r"cannot listen on 203\.0\.113\.1"):
        bind("203.0.113.1", 0)


def test_the_token_is_shown_when_other_machines_may_come() -> None:
    with serving("--port", "0", "--host", "0.0.0.0") as process, page(process.port) as tab:
        assert tab.event("session")
        assert re.search(r"need \?token=\S{16,}", process.line())
    with serving("--port", "0", "--host", "0.0.0.0", "--token", "mine") as process:
        assert "?token=mine" in process.line()


@pytest.mark.parametrize(
    ("host", "shown"),
    [("127.0.0.1", "http://127.0.0.1:1/"), ("0.0.0.0", "http://127.0.0.1:1/"), ("::1", "http://[::1]:1/")],
)
def test_url(host: str, shown: str) -> None:
    assert url(host, 1) == shown
