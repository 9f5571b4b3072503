"""Counting what JAX compiles."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from jax import monitoring

_EVENT = "/jax/core/compile/backend_compile_duration"
_compiled = [0]


def _listen(event: str, duration_secs: float, **kwargs: str | int) -> None:
    if event == _EVENT:
        _compiled[0] += 1


monitoring.register_event_duration_secs_listener(_listen)


class Count:
    """How many programs were compiled so far within the block."""

    def __init__(self) -> None:
        self._start = _compiled[0]

    @property
    def programs(self) -> int:
        return _compiled[0] - self._start


@contextmanager
def compilations() -> Iterator[Count]:
    """Count compilations within a block, in every thread."""
    yield Count()
