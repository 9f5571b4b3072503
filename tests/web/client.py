"""A page without a browser: a websocket client that reads, acknowledges and remembers."""

from __future__ import annotations

import contextlib
import json
import socket
import time
from collections.abc import Iterator
from typing import Any

from websockets.sync.client import ClientConnection, connect

from ganscope.web import wire


class Page:
    """``events`` are all that came; messages are read by the methods only."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.events: list[dict[str, Any]] = []

    def send(self, message: dict[str, Any] | str | bytes) -> None:
        self.connection.send(json.dumps(message) if isinstance(message, dict) else message)

    def receive(self, timeout: float = 5) -> dict[str, Any] | wire.Message:
        """The next message: an event, or a frame or history."""
        data = self.connection.recv(timeout)
        if isinstance(data, bytes):
            return wire.decode(data)
        event = json.loads(data)
        self.events.append(event)
        return event

    def event(self, kind: str, timeout: float = 5) -> dict[str, Any]:
        """Read on to the next event of this type."""
        while True:
            message = self.receive(timeout)
            if isinstance(message, dict) and message["type"] == kind:
                return message

    def frame(self, ack: bool = True, timeout: float = 5) -> wire.Message:
        """Read on to the next frame, and acknowledge it."""
        while True:
            message = self.receive(timeout)
            if isinstance(message, wire.Message) and message.kind == "frame":
                if ack:
                    self.send({"type": "ack", "seq": message.meta["seq"]})
                return message

    def frames(self, seconds: float = 0.3) -> int:
        """How many frames come within this time, without any being acknowledged."""
        count, end = 0, time.monotonic() + seconds
        with contextlib.suppress(TimeoutError):
            while (left := end - time.monotonic()) > 0:
                message = self.receive(left)
                count += isinstance(message, wire.Message) and message.kind == "frame"
        return count


@contextlib.contextmanager
def page(
    port: int, session: str | None = None, origin: str | None = None, host: str | None = None, path: str = "/ws"
) -> Iterator[Page]:
    """Connect to a server on this machine; ``host`` and ``origin`` are what the headers say."""
    query = f"?session={session}" if session is not None else ""
    plug = socket.create_connection(("127.0.0.1", port))
    url = f"ws://{host or f'127.0.0.1:{port}'}{path}{query}"
    with connect(url, sock=plug, origin=origin, compression=None, max_size=None, close_timeout=2) as connection:  # type: ignore[arg-type]
        yield Page(connection)
