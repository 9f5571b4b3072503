"""Functions that are compiled once for each kind of arguments, and whose programs can be kept for the next process."""

from __future__ import annotations

import functools
import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

import jax
from jax.core import Tracer

MOST = 64
"""Programs of a function that a process keeps; the least recently used goes first."""

_all: weakref.WeakSet[Kept] = weakref.WeakSet()

Keeper = Callable[[str, str, Any, Callable[[str], Any]], Any]
"""(name, description, arguments, make) → a program: the one kept under a description that says all that is particular
to it, or ``make(mark)``, which compiles it under its name and a mark."""

_keeper: Keeper | None = None


def keep_with(keeper: Keeper | None) -> None:
    """Who keeps programs for other processes, from now on; at the start nobody does."""
    global _keeper
    _keeper = keeper


def forget(most: int) -> None:
    """Keep no more than so many programs of each function; one that is in use lives until it is not."""
    for each in list(_all):
        each.forget(most)


class Kept:
    """A function of one static argument, which comes first, and of arrays, compiled for each kind of them.

    The static one must say by its ``repr`` all that it is.  Called within another's ``jit`` it is a part of that
    program.  From any thread; each program is compiled once.

    Args:
        f: the function, at the top of its module.
        options: of XLA.
        donate: positions of arguments that are used up.
    """

    def __init__(self, f: Callable[..., Any], options: dict[str, Any] | None = None, donate: Sequence[int] = ()):
        self._f, self._options, self._donate = f, options, tuple(donate)
        self._part = jax.jit(f, static_argnums=0)
        self._lock = threading.Lock()
        self._slots: OrderedDict[Any, _Slot] = OrderedDict()
        functools.update_wrapper(self, f)
        _all.add(self)

    def __call__(self, static: Any, *arguments: Any) -> Any:
        leaves, tree = jax.tree.flatten(arguments)
        if any(isinstance(leaf, Tracer) for leaf in leaves):
            return self._part(static, *arguments)
        return self._kept(static, arguments, leaves, tree)(*arguments)

    def program(self, static: Any, *arguments: Any) -> Callable[..., Any]:
        """The program for such arguments; it takes all but the static one, and refuses those of another kind."""
        return self._kept(static, arguments, *jax.tree.flatten(arguments))

    def forget(self, most: int) -> None:
        """Keep no more than so many programs."""
        with self._lock:
            while len(self._slots) > most:
                self._slots.popitem(last=False)

    def _kept(self, static: Any, arguments: tuple[Any, ...], leaves: list[Any], tree: Any) -> Callable[..., Any]:
        kind = (static, tree, *map(jax.typeof, leaves))
        with self._lock:
            slot = self._slots.setdefault(kind, _Slot())
            self._slots.move_to_end(kind)
        self.forget(MOST)
        with slot.lock:
            if slot.program is None:
                slot.program = self._found(kind, static, arguments)
            return slot.program

    def _found(self, kind: tuple[Any, ...], static: Any, arguments: tuple[Any, ...]) -> Any:
        def make(mark: str) -> Any:
            @functools.wraps(self._f)
            def marked(*given: Any) -> Any:
                return self._f(*given)

            marked.__name__ += mark
            jitted = jax.jit(marked, static_argnums=0, donate_argnums=self._donate, compiler_options=self._options)
            return jitted.lower(static, *arguments).compile()

        if _keeper is None:
            return make("")
        particular = (self._f.__module__, self._f.__qualname__, *kind, self._options, self._donate)
        return _keeper(self._f.__name__, "\n".join(map(repr, particular)), arguments, make)


class _Slot:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.program: Any = None
