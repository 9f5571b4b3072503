"""A server in a thread of the tests' own process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fake_lab import FakeLab


@dataclass
class Running:
    """A server that runs, and the lab behind it."""

    lab: FakeLab
    port: int


Start = Callable[..., Running]
"""Arguments: the lab (a new fake one unless given), then settings by name."""
