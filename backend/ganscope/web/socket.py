"""One websocket: admit it, tie it to a session, then receive and send until one side leaves."""

from __future__ import annotations

import asyncio
import enum
import re
from dataclasses import dataclass, field
from typing import Any

import anyio.to_thread
from starlette.websockets import WebSocket, WebSocketDisconnect

from ganscope.game.said import Said, told
from ganscope.lab.commands import Ack, Charts, Command
from ganscope.lab.engine import Lab, LabFull
from ganscope.lab.session import Session
from ganscope.web import messages, wire
from ganscope.web.mailbox import IN_FLIGHT
from ganscope.web.settings import Settings
from ganscope.web.viewer import SocketViewer

COMMANDS: messages.Reader[Command] = messages.Reader(Command)
SESSION = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Close(enum.IntEnum):
    """Why the server closes a websocket (RFC 6455 and the IANA registry)."""

    GOING_AWAY = 1001
    TRY_AGAIN_LATER = 1013


class Arrival(enum.Enum):
    """How a connection came to its session."""

    NEW = "no session was asked for"
    RESUMED = "the session was alive"
    EXPIRED = "the session asked for is gone; this is a new one"


@dataclass
class Hall:
    """What all connections share.  Touched by the event loop only."""

    lab: Lab
    settings: Settings
    viewers: set[SocketViewer] = field(default_factory=set)
    closing: bool = False

    def announce_closing(self) -> None:
        """Tell every page that the server is about to close."""
        self.closing = True
        for viewer in self.viewers:
            viewer.event({"type": "closing"})


class Turned(Exception):
    """There is no place for this connection; the message is for a person."""


async def live(websocket: WebSocket, hall: Hall) -> None:
    """Serve one page until it leaves.  Its Host and Origin have been checked before."""
    await websocket.accept()
    try:
        session, arrival = await connect(hall, asked_for(websocket))
    except Turned as turned:
        await _refuse(websocket, turned.args[0])
        return
    limits = {
        "message_bytes": hall.settings.message_bytes,
        "orphan_seconds": hall.settings.orphan_seconds,
        "frames_in_flight": IN_FLIGHT,
    }
    viewer = SocketViewer(asyncio.get_running_loop(), arrival is Arrival.RESUMED, limits)
    hall.viewers.add(viewer)
    session.attach(viewer)
    try:
        await _until_one_ends(
            _receive(websocket, session, viewer, hall.settings.message_bytes),
            viewer.send_loop(_sender(websocket)),
        )
    except WebSocketDisconnect:
        pass
    except asyncio.CancelledError:
        if not hall.closing:  # at the end of the server, to be cut off is no news
            raise
    finally:
        session.detach(viewer)
        hall.viewers.discard(viewer)


def asked_for(websocket: WebSocket) -> str | None:
    """The session that a page wants to come back to; None if it names none.  A malformed name is one that is gone."""
    name = websocket.query_params.get("session")
    if not name:
        return None
    return name if SESSION.fullmatch(name) else "-"


async def connect(hall: Hall, name: str | None) -> tuple[Session, Arrival]:
    """Find the session or open one.  Raises :class:`Turned` when the hall or the lab is full."""
    if hall.closing:
        raise Turned(Said("full.closing", "The server is closing."))
    if len(hall.viewers) >= hall.settings.viewers:
        places = hall.settings.viewers
        words = "All {count} places for pages are taken. Close one, or start the server with more (--viewers)."
        raise Turned(Said("full.places", words, count=places))
    known = hall.lab.find(name) if name else None
    if known is not None:
        return known, Arrival.RESUMED
    try:
        session = await anyio.to_thread.run_sync(hall.lab.open, abandon_on_cancel=True)
    except LabFull as full:
        raise Turned(*full.args) from None
    return session, Arrival.EXPIRED if name else Arrival.NEW


async def _refuse(websocket: WebSocket, reason: str) -> None:
    try:
        await websocket.send_text(wire.text({"type": "refused", "reason": reason, **told(reason)}))
        await websocket.close(Close.TRY_AGAIN_LATER, reason[:40])
    except WebSocketDisconnect:
        pass


async def _receive(websocket: WebSocket, session: Session, viewer: SocketViewer, longest: int) -> None:
    while (message := await websocket.receive())["type"] != "websocket.disconnect":
        text = message.get("text")
        try:
            command = COMMANDS.read(text if text is not None else message["bytes"], longest)
            if isinstance(command, Ack):
                _acknowledge(viewer, command.seq)
            elif isinstance(command, Charts):
                session.wish(viewer, command.names)
            else:
                session.submit(command)
        except messages.Refusal as refusal:
            viewer.event(refusal.event())
        await asyncio.sleep(
            0
        )  # receive() returns at once while messages are queued: a flood must not starve the others


def _acknowledge(viewer: SocketViewer, seq: int) -> None:
    if not viewer.mailbox.ack(seq):
        accepts = "the seq of a frame that was sent"
        words = "{field} got {got}; it accepts {accepts}."
        said = Said("error.got", words, field="seq", got=str(seq), accepts=Said("accepts.seq", accepts))
        raise messages.Refusal(said, "seq", str(seq), accepts)


def _sender(websocket: WebSocket) -> Any:
    async def send(data: str | bytes) -> None:
        if isinstance(data, str):
            await websocket.send_text(data)
        else:
            await websocket.send_bytes(data)

    return send


async def _until_one_ends(*loops: Any) -> None:
    """Run coroutines side by side until the first ends, then end the others; raise what any of them raised."""
    tasks = [asyncio.create_task(loop) for loop in loops]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        ends = await asyncio.gather(*tasks, return_exceptions=True)
    for end in ends:
        if isinstance(end, Exception):
            raise end
