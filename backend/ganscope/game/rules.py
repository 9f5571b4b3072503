"""The static half of a member of a table."""

from __future__ import annotations

from typing import Any, NamedTuple


class Rule(NamedTuple):
    """Which member, and what else its code (not its numbers) depends on; hashable."""

    kind: str
    detail: Any = None
