"""The charts' rows: in order, bounded, covering the whole run."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ganscope.lab.history import ROWS, Rows, Stretch


@given(st.integers(0, 5000))
def test_rows_are_bounded_in_order_and_even(n: int) -> None:
    rows = Rows(("v",))
    for t in range(n):
        rows.append(t, {"v": float(t)})
    arrays = rows.arrays()
    rounds = arrays["round"]
    assert len(rounds) == len(rows) <= ROWS
    assert np.array_equal(arrays["v"], rounds.astype(np.float32))
    if n:
        assert rounds[0] == 0 and rounds[-1] >= n - 1 - n // (ROWS // 2)
        steps = np.diff(rounds)
        assert (steps > 0).all() and (len(steps) == 0 or steps.max() <= 2 * n / ROWS + 1)


def test_a_second_row_for_a_round_replaces_the_first() -> None:
    rows = Rows(("a", "b"))
    rows.append(3, {"a": 1.0})
    rows.append(3, {"a": 2.0, "b": 5.0})
    assert rows.arrays()["round"].tolist() == [3] and rows.arrays()["a"].tolist() == [2.0]
    rows.append(4, {"b": 1.0})
    assert np.isnan(rows.arrays()["a"][1])


def test_a_cleared_history_is_empty() -> None:
    rows = Rows(("a",))
    rows.append(0, {"a": 1.0})
    rows.clear()
    assert len(rows) == 0 and rows.arrays()["round"].shape == (0,)


def test_shares_of_the_modes_stay_beside_their_rounds() -> None:
    rows = Rows(("v",), modes=2)
    for t in range(3 * ROWS):
        rows.append(t, {}, np.array([t, -t], np.float32))
    arrays = rows.arrays()
    expected = np.stack([arrays["round"], -arrays["round"]], axis=1).astype(np.float32)
    assert np.array_equal(arrays["mode_share"], expected)


def test_the_last_mean_before_a_pause_covers_as_many_rounds_as_the_others() -> None:
    stretch = Stretch()
    assert [stretch.since(t) for t in (0, 20, 40, 60)] == [0, 0, 20, 40]
    assert stretch.since(62) == 42 and stretch.since(62) == 42  # drawn again, it stays what it is
    assert [stretch.since(t) for t in range(63, 90)][-3:] == [86, 87, 88]  # single steps soon stand for themselves


def test_means_follow_longer_frames_at_once() -> None:
    stretch = Stretch()
    assert [stretch.since(t) for t in (1, 2, 102, 202)] == [0, 1, 2, 102]
