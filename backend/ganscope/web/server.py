"""Serve the lab: choose a port, print the address, open the browser, close within seconds."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import errno
import logging
import os
import secrets
import signal
import socket
import sys
import threading
import time
import webbrowser
from collections.abc import Callable, Iterator

import uvicorn
from starlette.types import ASGIApp

from ganscope.lab.engine import Lab
from ganscope.web.app import create_app
from ganscope.web.guard import is_loopback
from ganscope.web.settings import Settings
from ganscope.web.socket import Hall

PORTS_TRIED = 20
SEND_BUFFER = (
    128 * 1024
)  # of each connection, in the kernel; left to itself it grows to 4 MB for a page that stopped reading
SILENCE = 60  # seconds after which a page that answers nothing is given up; it may come back to its session
HARD_LIMIT = 1024 * 1024  # longer messages close the connection; those over settings.message_bytes are answered
CLOSING_SECONDS = 1.0
OURS = "ganscope-"  # what the names of the lab's threads begin with


class PortTaken(OSError):
    """No port could be had; the message is for a person."""


def bind(host: str, port: int) -> socket.socket:
    """A listening socket on the port, or on the first free one of the next few.  Raises :class:`PortTaken`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    last = min(port + PORTS_TRIED, 65536) if port else 1
    for candidate in range(port, last):
        # by its protocol, which asyncio looks at before it switches Nagle's delay (40 ms an answer) off
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)  # accepted sockets inherit it
        if hasattr(socket, "TCP_USER_TIMEOUT"):  # or a connection that is closed while its page reads nothing stays
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 1500 * SILENCE)
        try:
            listener.bind((host, candidate))
            listener.listen(128)
        except OSError as error:
            listener.close()
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise PortTaken(error.errno, f"cannot listen on {host}: {error.strerror}") from error
        else:
            return listener
    raise PortTaken(errno.EADDRINUSE, f"ports {port} to {last - 1} on {host} are all taken; choose another with --port")


def url(host: str, port: int) -> str:
    """The address to type into a browser on this machine."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)
    return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"


class LabServer(uvicorn.Server):
    """uvicorn's server, which says when it is ready, bids the pages farewell, and takes a signal for an answer."""

    def __init__(self, config: uvicorn.Config, hall: Hall, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self.hall = hall
        self.ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self.ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.hall.announce_closing()
        await asyncio.sleep(0.05)
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        # uvicorn raises the signal once more after it has closed; here to close was all that was asked.
        with contextlib.ExitStack() as stack:
            if threading.current_thread() is threading.main_thread():
                for number in (signal.SIGINT, signal.SIGTERM):
                    stack.callback(signal.signal, number, signal.signal(number, self.handle_exit))
            yield


def config(app: ASGIApp) -> uvicorn.Config:
    """How uvicorn runs the application."""
    made = uvicorn.Config(
        app,
        ws="websockets-sansio",
        ws_max_size=HARD_LIMIT,
        ws_ping_interval=SILENCE / 2,
        ws_ping_timeout=SILENCE,
        ws_per_message_deflate=False,  # frames hardly shrink, and to try costs more than to send them
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
        lifespan="off",
    )
    logging.getLogger("uvicorn.error").addFilter(_worth_a_line)
    return made


def _worth_a_line(record: logging.LogRecord) -> bool:
    # uvicorn says this after every handshake that was answered with a refusal, although the answer was complete.
    return record.msg != "ASGI callable returned without completing handshake."


def serve(settings: Settings, lab: Lab, open_browser: bool = True) -> None:
    """Serve until Ctrl-C or SIGTERM, then close the lab.  Returns within 3 s of the signal, whatever the lab is doing:
    where a compilation does not end in time, the process ends instead.  Raises :class:`PortTaken`."""
    listener = bind(settings.host, settings.port)
    port = listener.getsockname()[1]
    if not is_loopback(settings.host) and not settings.token:
        settings = dataclasses.replace(settings, token=secrets.token_urlsafe(16))
    app = create_app(lab, settings)
    address = url(settings.host, port)

    def ready() -> None:
        if settings.port not in (0, port):
            say(f"Port {settings.port} is taken; using {port}.")
        say(f"ganscope is at {address}  (Ctrl-C ends it)")
        if not is_loopback(settings.host):
            say(f"Scripts on other machines need ?token={settings.token}")
        if open_browser:
            show(address)

    with contextlib.suppress(KeyboardInterrupt):
        LabServer(config(app), app.state.hall, ready).run(sockets=[listener])
    _close(lab)


def say(line: str) -> None:
    """Print to the terminal at once."""
    print(line, file=sys.stderr, flush=True)


def show(address: str) -> None:
    """Open the browser, beside the server.  Not without a display: a text browser would take over the terminal."""
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return
    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def _close(lab: Lab) -> None:
    end = time.monotonic() + CLOSING_SECONDS
    closing = threading.Thread(target=lab.close, name=f"{OURS}closing", daemon=True)
    closing.start()
    closing.join(CLOSING_SECONDS)
    for thread in threading.enumerate():
        if thread.name.startswith(OURS):
            thread.join(max(0.0, end - time.monotonic()))
    if any(thread.name.startswith(OURS) for thread in threading.enumerate()):
        # XLA cannot be interrupted: Python would wait for a compilation, or unload XLA under a running thread.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)
