"""Round numbers: where axes and colour scales end, and what stands on them.

The page has the same in ``js/base/ranges.js`` and ``js/base/ticks.js``.
"""

from __future__ import annotations

import math


def nice_step(span: float, count: float) -> float:
    """A step of 1, 2 or 5 times a power of ten, about ``count`` of them in the span.

    >>> nice_step(1.0, 8)
    0.2
    """
    raw = span / count
    power = 10.0 ** math.floor(math.log10(raw))
    lead = raw / power
    return power * (10 if lead > 5 else 5 if lead > 2 else 2 if lead > 1 else 1)


def rounded(low: float, high: float) -> tuple[float, float]:
    """A range around low and high, rounded outwards."""
    least = max(1e-3 * max(abs(low), abs(high)), 1e-6)
    step = nice_step(max(high - low, least), 8)
    pad = 0.06 * max(high - low, least)
    return math.floor((low - pad) / step) * step, math.ceil((high + pad) / step) * step


def scale_end(most: float) -> float:
    """Where a scale from 0 ends that holds a positive value: a tenth, a quarter and a half of it have few digits."""
    value = most * (1 - 1e-9)
    power = 10.0 ** math.floor(math.log10(value))
    return next((lead for lead in (1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8) if value <= lead * power), 10) * power


def round_values(low: float, high: float, most: int) -> list[float]:
    """Round numbers between low and high, about ``most`` of them and at least two."""
    found: list[float] = []
    for count in range(most, most + 6):
        step = nice_step(high - low, count)
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        found = [k * step for k in range(first, last + 1)]
        if len(found) > 1:
            break
    return found
