from __future__ import annotations

import contextlib
import time

import pytest
from client import page
from fake_lab import FakeLab
from running import Start
from websockets.exceptions import ConnectionClosed, InvalidStatus


def test_the_session_comes_first_and_what_the_connection_knows_is_in_it(start: Start) -> None:
    server = start(orphan_seconds=77)
    with page(server.port) as tab:
        first = tab.receive()
        assert isinstance(first, dict) and first["type"] == "session"
        assert first["id"] == "s1" and first["resumed"] is False
        assert first["limits"] == {"message_bytes": 65536, "orphan_seconds": 77, "frames_in_flight": 2}
        frame = tab.frame()
        assert frame.meta["seq"] == 1 and frame.arrays["p_g"].dtype == "float32"


def test_each_page_has_its_own_session(start: Start) -> None:
    server = start()
    with page(server.port) as one, page(server.port) as two:
        assert {one.event("session")["id"], two.event("session")["id"]} == {"s1", "s2"}
        one.send({"type": "round", "count": 5})
        one.frame()
        assert one.frame().meta["round"] == 5
        assert two.frame().meta["round"] == 0 and two.frames() == 0


def test_a_dropped_page_resumes_by_id(start: Start) -> None:
    server = start()
    with page(server.port) as tab:
        name = tab.event("session")["id"]
        tab.send({"type": "round", "count": 7})
        tab.event("status")
        tab.connection.socket.close()  # no goodbye
    with page(server.port, session=name) as tab:
        assert tab.event("session") == tab.events[0]
        assert tab.events[0]["id"] == name and tab.events[0]["resumed"] is True
        frame = tab.frame()
        assert frame.meta["round"] == 7 and frame.meta["seq"] == 1
    assert server.lab.sessions == 1


@pytest.mark.parametrize("name", ["gone", "../../etc/passwd", "a" * 5000, "%00", "s1%20"])
def test_a_session_that_is_gone_is_replaced(start: Start, name: str) -> None:
    server = start()
    with page(server.port, session=name) as tab:
        event = tab.event("session")
        assert event["id"] == "s1" and event["resumed"] is False


def test_two_pages_may_watch_one_session(start: Start) -> None:
    server = start()
    with page(server.port) as one, page(server.port, session=one.event("session")["id"]) as two:
        assert two.event("session")["resumed"] is True
        one.send({"type": "play"})
        rounds = [(one.frame().meta["round"], two.frame().meta["round"]) for _ in range(10)][-1]
        assert min(rounds) > 3


def test_each_page_asks_for_the_charts_that_it_shows(start: Start) -> None:
    server = start()
    with page(server.port) as one:
        name = one.event("session")["id"]
        session = server.lab.live[name]
        with page(server.port, session=name) as two:
            one.send({"type": "charts", "names": ["plan", "map", "map"]})
            two.send({"type": "charts", "names": []})
            two.send({"type": "round", "count": 1})
            while two.frame().meta["round"] < 1:
                pass
            one.send({"type": "round", "count": 1})
            while one.frame().meta["round"] < 2:
                pass
            assert [session.wishes[viewer] for viewer in session.viewers] == [{"plan", "map"}, set()]


def test_the_page_leaves_and_the_session_has_no_viewer(start: Start) -> None:
    server = start()
    with page(server.port) as tab:
        tab.event("session")
        (session,) = server.lab.live.values()
        assert len(session.viewers) == 1
    deadline = time.monotonic() + 3
    while session.viewers and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not session.viewers


def test_a_full_lab_refuses_with_a_reason_and_lets_in_again(start: Start) -> None:
    server = start(FakeLab(limit=1))
    with page(server.port) as inside:
        name = inside.event("session")["id"]
        with page(server.port) as outside:
            assert outside.receive() == {"type": "refused", "reason": "All 1 sessions are taken."}
            with pytest.raises(ConnectionClosed) as closed:
                outside.receive()
            assert closed.value.rcvd is not None and closed.value.rcvd.code == 1013
        with page(server.port, session=name) as second:
            assert second.event("session")["resumed"] is True
        assert inside.frame().meta["round"] == 0


def test_the_hall_has_a_limited_number_of_places(start: Start) -> None:
    server = start(viewers=2)
    with page(server.port) as one, page(server.port) as two:
        one.event("session")
        two.event("session")
        with page(server.port) as three:
            assert "All 2 places" in three.event("refused")["reason"]
    deadline = time.monotonic() + 3
    while time.monotonic() < deadline:
        with page(server.port) as four:
            if isinstance(message := four.receive(), dict) and message["type"] == "session":
                return
    pytest.fail("no place became free")


@pytest.mark.parametrize(
    ("message", "field"),
    [
        ("{", None),
        (b"\x00\x01", None),
        ('{"type": "fly"}', "type"),
        ('{"type": "play", "x": 1}', "x"),
        ('{"type": "edit", "experiment": {"target": {"kind": "gaussian", "mean": NaN}}}', "experiment.target.mean"),
        ('{"type": "round", "count": 1001}', "count"),
        ('{"type": "play", "x": "' + "a" * 70_000 + '"}', None),
        ('{"type": "ack", "seq": 99}', "seq"),
        ('{"type": "charts", "names": ["pie"]}', "names.0"),
    ],
    ids=["malformed", "binary", "command", "field", "NaN", "range", "oversized", "ack", "chart"],
)
def test_a_bad_message_is_answered_and_the_session_lives_on(start: Start, message: str | bytes, field: str) -> None:
    server = start()
    with page(server.port) as tab:
        tab.frame()
        tab.send(message)
        error = tab.event("error")
        assert error["field"] == field and error["message"] and error["accepts"]
        (session,) = server.lab.live.values()
        assert not session.commands
        tab.send({"type": "round", "count": 3})
        assert tab.frame().meta["round"] == 3


def test_a_message_over_all_limits_closes_the_connection_not_the_session(start: Start) -> None:
    server = start()
    with page(server.port) as tab:
        name = tab.event("session")["id"]
        with contextlib.suppress(ConnectionClosed):
            tab.send("x" * 2_000_000)
            while True:
                tab.receive()
        assert tab.connection.close_code == 1009
    with page(server.port, session=name) as tab:
        assert tab.event("session")["resumed"] is True


def test_who_does_not_acknowledge_gets_two_frames_and_then_the_newest(start: Start) -> None:
    server = start()
    with page(server.port) as tab:
        tab.send({"type": "play"})
        seqs = [tab.frame(ack=False).meta["seq"] for _ in range(2)]
        assert seqs == [1, 2]
        assert tab.frames(0.6) == 0
        (session,) = server.lab.live.values()
        tab.send({"type": "pause"})
        tab.event("status")
        tab.send({"type": "ack", "seq": 2})
        assert tab.frame().meta["round"] == session.round  # no backlog


def test_foreign_pages_are_refused_before_accept(start: Start) -> None:
    server = start()
    for headers in (
        {"origin": "http://evil.example"},
        {"origin": f"http://localhost:{server.port + 1}"},
        {"origin": "null"},
        {"host": f"evil.example:{server.port}"},
        {"host": f"evil.example:{server.port}", "origin": f"http://evil.example:{server.port}"},
    ):
        with pytest.raises(InvalidStatus) as refused, page(server.port, **headers):
            pass
        assert refused.value.response.status_code == 403
        assert b"foreign" in refused.value.response.body or b"is not this server" in refused.value.response.body
    assert server.lab.sessions == 0
    with page(server.port, origin=f"http://127.0.0.1:{server.port}") as tab:
        assert tab.event("session")


def test_a_websocket_elsewhere_is_refused(start: Start) -> None:
    server = start()
    with pytest.raises(InvalidStatus) as refused, page(server.port, path="/other"):
        pass
    assert refused.value.response.status_code in (403, 404)


def test_a_flood_of_bad_messages_starves_nobody(start: Start) -> None:
    server = start()
    with page(server.port) as other, page(server.port) as tab:
        tab.frame()
        for _ in range(3000):
            tab.send('{"type": "fly"}')
        tab.send({"type": "round", "count": 3})
        other.frame()
        other.send({"type": "round", "count": 1})
        start_time = time.monotonic()
        assert other.frame().meta["round"] == 1
        assert time.monotonic() - start_time < 1
        assert tab.frame().meta["round"] == 3
        assert 0 < sum(event["type"] == "error" for event in tab.events) <= 3000
