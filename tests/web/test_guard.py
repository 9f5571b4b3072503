from __future__ import annotations

import pytest

from ganscope.web.guard import Address, Request, address, refusal, request_of, rules

HOME = rules("127.0.0.1")
OPEN = rules("0.0.0.0", ["https://gan.example.org"], token="secret")


def ask(
    host: str | None = "localhost:8000",
    origin: str | None = None,
    client: str | None = "127.0.0.1",
    scheme: str = "http",
    websocket: bool = True,
    token: str = "",
) -> Request:
    return Request(
        websocket, scheme, (host,) if host is not None else (), (origin,) if origin is not None else (), client, token
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://localhost:8000", Address("http", "localhost", 8000)),
        ("http://LOCALHOST", Address("http", "localhost", 80)),
        ("https://gan.example.org", Address("https", "gan.example.org", 443)),
        ("http://[::1]:8000", Address("http", "::1", 8000)),
        ("http://localhost.:80", Address("http", "localhost", 80)),
        ("null", None),
        ("", None),
        ("localhost:8000", None),
        ("file://", None),
        ("http://", None),
        ("http://localhost:99999", None),
        ("http://localhost:x", None),
        ("http://user@localhost:8000", None),
        ("http://localhost:8000/path", None),
        ("http://localhost:8000 ", None),
        ("http://[::1", None),
        ("ws://localhost:8000", None),
    ],
)
def test_address(text: str, expected: Address | None) -> None:
    assert address(text) == expected


@pytest.mark.parametrize(
    "request_",
    [
        ask(),
        ask("127.0.0.1:8000", "http://127.0.0.1:8000"),
        ask("[::1]:8000", "http://[::1]:8000"),
        ask("localhost:9000", "http://localhost:9000"),  # a container's port, published under another
        ask("LocalHost:8000", "http://localhost:8000"),
        ask("localhost", "http://localhost"),
        ask("localhost:80", "http://localhost"),
        ask("localhost", "https://localhost:443", scheme="https"),
        ask(websocket=False),
        ask(client="::ffff:127.0.0.1"),
        ask(client="::1"),
    ],
)
def test_welcome_at_home(request_: Request) -> None:
    assert refusal(request_, HOME) is None


@pytest.mark.parametrize("websocket", [True, False])
@pytest.mark.parametrize(
    ("host", "origin", "says"),
    [
        (None, None, "exactly one Host"),
        ("", None, "exactly one Host"),
        ("evil.example:8000", None, "Host 'evil.example:8000' is not this server"),
        ("evil.example:8000", "http://evil.example:8000", "Host 'evil.example:8000'"),  # DNS rebinding
        ("localhost.evil.example:8000", None, "Host"),
        ("127.0.0.1.evil.example", None, "Host"),
        ("192.168.1.7:8000", None, "Host"),
        ("localhost:8000/x", None, "exactly one Host"),
        ("localhost:8000@evil.example", None, "exactly one Host"),
        ("localhost:8000", "http://evil.example", "Origin 'http://evil.example' is foreign"),
        ("localhost:8000", "http://evil.example:8000", "Origin"),
        ("localhost:8000", "http://localhost:8001", "Origin"),  # another server on this machine
        ("localhost:8000", "http://localhost", "Origin"),
        ("localhost:8000", "https://localhost:8000", "Origin"),
        ("localhost:8000", "http://127.0.0.1:8000", "Origin"),
        ("localhost:8000", "http://localhost:8000.evil.example", "Origin"),
        ("localhost:8000", "http://localhost:80000", "Origin"),
        ("localhost:8000", "null", "Origin 'null'"),
        ("localhost:8000", "", "Origin"),
    ],
)
def test_refused_at_home(host: str | None, origin: str | None, says: str, websocket: bool) -> None:
    reason = refusal(ask(host, origin, websocket=websocket), HOME)
    assert reason is not None and says in reason


def test_a_header_given_twice_is_refused() -> None:
    assert refusal(Request(True, "http", ("localhost", "evil.example"), (), "127.0.0.1", ""), HOME)
    both = ("http://localhost:8000", "http://evil.example")
    assert refusal(Request(True, "http", ("localhost:8000",), both, "127.0.0.1", ""), HOME)


@pytest.mark.parametrize(
    ("request_", "welcome"),
    [
        (ask("192.168.1.7:8000", "http://192.168.1.7:8000", "192.168.1.9"), True),
        (ask("192.168.1.7:8000", "http://192.168.1.8:8000", "192.168.1.9"), False),
        (ask("evil.example:8000", "http://evil.example:8000", "192.168.1.9"), False),
        (ask("192.168.1.7:8000", None, "192.168.1.9"), False),
        (ask("192.168.1.7:8000", None, None), False),
        (ask("192.168.1.7:8000", None, "192.168.1.9", token="secret"), True),
        (ask("192.168.1.7:8000", None, "192.168.1.9", token="sécret"), False),
        (ask("192.168.1.7:8000", None, "192.168.1.9", websocket=False), True),
        (ask("192.168.1.7:8000", "http://evil.example", "192.168.1.9", token="secret"), False),
        (ask("gan.example.org", "https://gan.example.org", "10.0.0.1"), True),  # a proxy that ends TLS
        (ask("gan.example.org", "http://gan.example.org.evil", "10.0.0.1"), False),
    ],
)
def test_open_to_the_network(request_: Request, welcome: bool) -> None:
    assert (refusal(request_, OPEN) is None) is welcome


def test_without_a_token_of_the_server_no_token_opens() -> None:
    assert refusal(ask("10.0.0.2", None, "10.0.0.1", token=""), rules("0.0.0.0"))


def test_an_origin_that_is_none_is_named() -> None:
    with pytest.raises(ValueError, match=r"origins got 'gan\.example\.org'"):
        rules("127.0.0.1", ["gan.example.org"])


@pytest.mark.parametrize(
    ("headers", "query", "token"),
    [([(b"authorization", b"Bearer abc")], b"", "abc"), ([], b"session=1&token=abc", "abc"), ([], b"", "")],
)
def test_request_of_a_scope(headers: list[tuple[bytes, bytes]], query: bytes, token: str) -> None:
    scope = {
        "type": "websocket",
        "scheme": "wss",
        "headers": [(b"host", b"localhost"), (b"origin", b"https://localhost"), *headers],
        "query_string": query,
        "client": ("127.0.0.1", 5),
    }
    assert request_of(scope) == Request(True, "https", ("localhost",), ("https://localhost",), "127.0.0.1", token)
