"""One page that watches a session: the session's thread puts, the event loop sends."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from ganscope.lab.frames import Frame, History
from ganscope.web import wire
from ganscope.web.mailbox import Mailbox, Numbered

Send = Callable[[str | bytes], Awaitable[None]]


class SocketViewer:
    """A viewer in the lab's sense, whose messages :meth:`send_loop` puts on the wire.

    ``resumed`` and ``limits`` join the event ``session``: what the connection knows and the session does not.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, resumed: bool, limits: Mapping[str, Any]) -> None:
        self._loop = loop
        self._resumed = resumed
        self._limits = dict(limits)
        self._ready = asyncio.Event()
        self.mailbox = Mailbox(self._wake)

    def event(self, event: dict[str, Any]) -> None:
        """Put an event; from any thread, at once."""
        if event["type"] == "session":
            limits = {**event.get("limits", {}), **self._limits}
            event = {**event, "resumed": self._resumed, "limits": limits}
        self.mailbox.event(event)

    def frame(self, frame: Frame) -> None:
        """Put a frame; from any thread, at once.  It replaces one that is still unsent."""
        self.mailbox.frame(frame)

    def history(self, history: History) -> None:
        """Put a history; from any thread, at once.  It replaces one that is still unsent."""
        self.mailbox.history(history)

    def _wake(self) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody is left to read
            self._loop.call_soon_threadsafe(self._ready.set)

    async def send_loop(self, send: Send) -> None:
        """Send whatever may go, for ever.  Encoding waits until then, so what is replaced costs nothing."""
        while True:
            await self._ready.wait()
            self._ready.clear()
            while (item := self.mailbox.take()) is not None:
                await send(encode(item))


def encode(item: dict[str, Any] | Numbered | History) -> str | bytes:
    """An event as JSON text; a frame or a history as bytes in the layout of :mod:`ganscope.web.wire`."""
    if isinstance(item, Numbered):
        return wire.encode("frame", {**item.frame.meta, "seq": item.seq}, item.frame.arrays)
    if isinstance(item, History):
        return wire.encode("history", item.meta, item.arrays)
    return wire.text(item)
