"""Who may talk to the server: Host and Origin of every request, and a token for scripts from elsewhere.

- *Host* must name this server.  A page whose own name was made to point at this machine (DNS rebinding) still sends
  its own name.  The port is left open: a container's may be published under another one.
- *Origin*, which every browser sends when it opens a websocket, must equal the address that the request was sent to:
  scheme, host and port, compared as a tuple.  A page on another port of the same machine is a stranger.
- A websocket without an Origin comes from a script, not a page: allowed from this machine, from elsewhere with the
  server's token.

Refusals come before a websocket is accepted, as HTTP status 403 with a reason in plain words.
CORS rules do not cover websockets, so this cannot be left to them.
"""

from __future__ import annotations

import hmac
import ipaddress
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

PORTS = {"http": 80, "https": 443}
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Address(NamedTuple):
    """Where a page comes from, or a request goes to."""

    scheme: str
    host: str
    port: int


class Request(NamedTuple):
    """What the rules look at.  ``scheme`` is http or https, also for websockets; ``client`` the peer's IP address."""

    websocket: bool
    scheme: str
    hosts: tuple[str, ...]
    origins: tuple[str, ...]
    client: str | None
    token: str


@dataclass(frozen=True)
class Rules:
    """``names``: the hosts that are ours; with ``anywhere``, every bare IP address is too.  ``pages``: more origins."""

    names: frozenset[str]
    anywhere: bool
    pages: frozenset[Address]
    token: str


def address(text: str) -> Address | None:
    """Parse ``scheme://host[:port]``; None for anything else, such as ``null``."""
    try:
        parts = urlsplit(text)
        scheme, host, port = parts.scheme, parts.hostname, parts.port
    except ValueError:
        return None
    extra = parts.path or parts.query or parts.fragment or parts.username is not None or parts.password is not None
    if scheme not in PORTS or not host or extra or any(c.isspace() for c in text):
        return None
    return Address(scheme, host.lower().removesuffix("."), PORTS[scheme] if port is None else port)


def is_loopback(host: str | None) -> bool:
    """Is this host (a name or an IP address) this machine's own loopback?"""
    ip = _ip(host or "")
    return host == "localhost" if ip is None else ip.is_loopback


def _ip(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        ip = ipaddress.ip_address(host)
    except ValueError:
        return None
    mapped = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
    return mapped or ip


def rules(host: str, origins: Iterable[str] = (), token: str = "") -> Rules:
    """The rules of a server that listens on ``host`` and is also reached at ``origins``.

    On loopback, only loopback's names are ours.  Elsewhere the machine's name, and every bare IP address (no name, so
    nothing to rebind), are too.  Raises ValueError for an origin that is not ``scheme://host[:port]``.
    """
    pages: set[Address] = set()
    for text in origins:
        page = address(text)
        if page is None:
            raise ValueError(f"origins got {text!r}; it accepts addresses such as https://gan.example.org")
        pages.add(page)
    names = LOOPBACK | {page.host for page in pages}
    if is_loopback(host):
        return Rules(names | {host}, False, frozenset(pages), token)
    here = {name.lower() for name in (host, socket.gethostname(), socket.getfqdn()) if name}
    return Rules(names | here, True, frozenset(pages), token)


def refusal(request: Request, rules: Rules) -> str | None:
    """Why this request is refused, in plain words; None if it is welcome."""
    target = address(f"{request.scheme}://{request.hosts[0]}") if len(request.hosts) == 1 else None
    if target is None:
        return "The request needs exactly one Host header that names this server."
    if target.host not in rules.names and not (rules.anywhere and _ip(target.host) is not None):
        known = ", ".join(sorted(rules.names))
        return f"Host {request.hosts[0]!r} is not this server; it answers to {known}. More can be set with --origins."
    if request.origins:
        page = address(request.origins[0]) if len(request.origins) == 1 else None
        if page is None or (page != target and page not in rules.pages):
            return f"Origin {', '.join(request.origins)!r} is foreign; only this server's own page may connect."
    elif request.websocket and not is_loopback(request.client) and not _knows(request.token, rules.token):
        return "A script from another machine needs the server's token: ?token=… or Authorization: Bearer …"
    return None


def _knows(shown: str, token: str) -> bool:
    return token != "" and hmac.compare_digest(shown.encode(), token.encode())


def request_of(scope: Scope) -> Request:
    """What the rules need of an ASGI scope."""
    headers = Headers(scope=scope)
    shown = headers.get("authorization", "").removeprefix("Bearer ").strip()
    query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
    return Request(
        websocket=scope["type"] == "websocket",
        scheme="https" if scope["scheme"] in ("https", "wss") else "http",
        hosts=tuple(headers.getlist("host")),
        origins=tuple(headers.getlist("origin")),
        client=scope["client"][0] if scope.get("client") else None,
        token=shown or query.get("token", [""])[0],
    )


class Guard:
    """ASGI middleware that applies :func:`refusal` to every HTTP request and websocket handshake."""

    def __init__(self, app: ASGIApp, rules: Rules) -> None:
        self.app = app
        self.rules = rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        reason = refusal(request_of(scope), self.rules)
        if reason is None:
            await self.app(scope, receive, send)
        elif scope["type"] == "http" or "websocket.http.response" in scope.get("extensions", {}):
            await PlainTextResponse(reason + "\n", status_code=403)(scope, receive, send)
        else:
            await WebSocketClose(1008, reason)(scope, receive, send)
