from __future__ import annotations

import sys

import pytest
from slow_viewer import measure


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("greedy", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["deaf", "deaf and greedy"])
def test_a_page_that_stops_reading_costs_little_and_no_other_page_a_frame(greedy: bool) -> None:
    cost = measure(3, greedy, rate=20)
    assert cost.resident_growth + cost.send_queue < 1_000_000
    # A busy machine may lose some; a page that waits for the other one would get none.
    assert cost.rate_during > 10
    assert cost.lost_during <= cost.lost_before + 20
