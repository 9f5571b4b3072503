from __future__ import annotations

import threading
from typing import Any

from fake_lab import frame, history
from hypothesis import given
from hypothesis import strategies as st

from ganscope.lab.frames import History
from ganscope.web.mailbox import IN_FLIGHT, KEPT, Mailbox, Numbered


def drain(box: Mailbox) -> list[Any]:
    items = []
    while (item := box.take()) is not None:
        items.append(item)
    return items


def greeted() -> Mailbox:
    box = Mailbox(lambda: None)
    box.event({"type": "session"})
    assert drain(box) == [{"type": "session"}]
    return box


def test_nothing_goes_before_the_session() -> None:
    woken: list[int] = []
    box = Mailbox(lambda: woken.append(1))
    box.event({"type": "status"})
    box.frame(frame(1, False))
    assert box.take() is None and not woken
    box.event({"type": "session"})
    assert woken
    assert [i["type"] if isinstance(i, dict) else i.seq for i in drain(box)] == ["session", "status", 1]


def test_the_newest_frame_wins() -> None:
    box = greeted()
    for n in range(5):
        box.frame(frame(n, True))
    (item,) = drain(box)
    assert item.seq == 1 and item.frame.meta["round"] == 4


def test_two_frames_are_in_flight_and_no_more() -> None:
    box = greeted()
    seen: list[int] = []
    for n in range(10):
        box.frame(frame(n, True))
        seen += [item.seq for item in drain(box)]
    assert seen == [1, 2] and box.in_flight == IN_FLIGHT
    assert box.ack(1)
    (item,) = drain(box)
    assert item.seq == 3 and item.frame.meta["round"] == 9
    assert box.ack(3) and box.in_flight == 0
    assert box.ack(1) and box.in_flight == 0  # late and harmless
    assert not box.ack(4)  # never sent


def test_histories_wait_for_a_viewer_that_does_not_acknowledge() -> None:
    box = greeted()
    sent = []
    for n in range(20):
        box.frame(frame(n, True))
        box.history(history(n))
        sent += drain(box)
    assert sum(isinstance(item, History) for item in sent) <= 2
    box.ack(2)
    after = drain(box)
    assert [type(item) for item in after] == [History, Numbered]


def test_histories_go_while_nothing_is_due() -> None:
    box = greeted()
    for n in range(3):
        box.history(history(n))
        (item,) = drain(box)
        assert isinstance(item, History)


def test_events_of_a_type_replace_each_other_but_errors_do_not() -> None:
    box = greeted()
    box.event({"type": "compiling"})
    for n in range(3):
        box.event({"type": "status", "n": n})
        box.event({"type": "error", "n": n})
    box.event({"type": "compiled"})
    box.event({"type": "compiling", "again": True})
    assert drain(box) == [
        {"type": "error", "n": 0},
        {"type": "error", "n": 1},
        {"type": "status", "n": 2},
        {"type": "error", "n": 2},
        {"type": "compiled"},
        {"type": "compiling", "again": True},
    ]


def test_errors_are_bounded_and_the_newest_stay() -> None:
    box = greeted()
    for n in range(1000):
        box.event({"type": "error", "n": n})
        box.event({"type": "notice", "n": n})
    assert [item["n"] for item in drain(box) if item["type"] == "error"] == list(range(1000 - KEPT, 1000))


@given(st.lists(st.sampled_from(["frame", "history", "event", "take", "ack"]), max_size=60))
def test_whatever_happens_the_bounds_hold_and_a_wake_is_never_missed(actions: list[str]) -> None:
    woken: list[int] = []
    box = Mailbox(lambda: woken.append(1))
    box.event({"type": "session"})
    drain(box)
    painted, unacknowledged = 0, 0
    for n, action in enumerate(actions):
        idle = box._next(remove=False) is None
        woken.clear()
        if action == "frame":
            box.frame(frame(n, True))
        elif action == "history":
            box.history(history(n))
        elif action == "event":
            box.event({"type": "status", "n": n})
        elif action == "ack" and unacknowledged:
            painted += 1
            unacknowledged -= 1
            assert box.ack(painted)
        elif action == "take":
            unacknowledged += isinstance(box.take(), Numbered)
        assert box.in_flight == unacknowledged <= IN_FLIGHT
        if idle and box._next(remove=False) is not None:
            assert woken
    box.ack(painted + unacknowledged)
    drain(box)
    box.ack(box._sent)
    assert box.take() is None or box.in_flight <= IN_FLIGHT


def test_many_threads_may_put_while_one_takes() -> None:
    box = greeted()
    made = frame(1, True)

    def put(n: int) -> None:
        for i in range(2000):
            box.frame(made)
            box.event({"type": "error", "n": n * 2000 + i})

    threads = [threading.Thread(target=put, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    seqs: list[int] = []
    while any(thread.is_alive() for thread in threads):
        for item in drain(box):
            if isinstance(item, Numbered):
                seqs.append(item.seq)
                box.ack(item.seq)
    assert seqs == list(range(1, len(seqs) + 1))
