"""A server on a real socket for the tests of the web layer."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from fake_lab import FakeLab
from running import Running, Start

from ganscope.web.app import create_app
from ganscope.web.server import LabServer, bind, config
from ganscope.web.settings import Settings


@pytest.fixture
def start() -> Iterator[Start]:
    """Start servers; all are stopped after the test."""
    servers: list[tuple[LabServer, threading.Thread, FakeLab]] = []

    def begin(lab: FakeLab | None = None, **given: object) -> Running:
        lab = lab or FakeLab()
        settings = Settings(**given)  # type: ignore[arg-type]
        listener = bind("127.0.0.1", 0)
        app = create_app(lab, settings)  # pyright: ignore[reportArgumentType]
        server = LabServer(config(app), app.state.hall, lambda: None)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        port = listener.getsockname()[1]
        while not server.started:
            time.sleep(0.01)
        servers.append((server, thread, lab))
        return Running(lab, port)

    yield begin
    for server, thread, lab in servers:
        server.should_exit = True
        thread.join(5)
        lab.close()
        assert not thread.is_alive()
