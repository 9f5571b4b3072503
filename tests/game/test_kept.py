"""A function is compiled once for each kind of arguments, and who keeps programs is told all that they follow from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from ganscope.game import kept, networks, penalties, reconstructors, rules, split
from ganscope.game.kept import Kept
from ganscope.game.split import structure
from ganscope.lab.presets import PRESETS, Preset

STRUCTURE = {
    "Structure": split.Structure,
    "Spec": networks.Spec,
    "Rule": rules.Rule,
    "Reconstructor": reconstructors.Reconstructor,
    "Gradient": penalties.Gradient,
}


class Pair(NamedTuple):
    x: Any
    more: dict[str, Any]


def f(power: int, pair: Pair, y: Any) -> Pair:
    return Pair(pair.x**power + y, {"sum": jnp.sum(pair.more["z"])})


PAIR = Pair(np.arange(3, dtype=np.float32), {"z": np.ones((2, 2), np.float32)})
ONE = np.float32(1)


@pytest.fixture
def asked() -> Iterator[list[str]]:
    """What a keeper that has nothing is asked for."""
    descriptions: list[str] = []

    def keeper(name: str, description: str, arguments: Any, make: Callable[[str], Any]) -> Any:
        descriptions.append(description)
        return make("_marked")

    kept.keep_with(keeper)
    yield descriptions
    kept.keep_with(None)


def test_each_kind_of_arguments_has_its_program(asked: list[str]) -> None:
    keeps = Kept(f)
    first = keeps.program(2, PAIR, ONE)
    moved = PAIR._replace(x=-PAIR.x)
    assert keeps.program(2, moved, np.float32(7)) is first
    others = [
        keeps.program(3, PAIR, ONE),
        keeps.program(2, PAIR._replace(x=PAIR.x[:2]), ONE),
        keeps.program(2, PAIR._replace(x=np.arange(3)), ONE),
        keeps.program(2, PAIR, 1.0),  # a weak type
        keeps.program(2, PAIR._replace(more={**PAIR.more, "w": ONE}), ONE),
        Kept(f, donate=(2,)).program(2, PAIR, ONE),
        Kept(f, {"xla_cpu_use_fusion_emitters": False}).program(2, PAIR, ONE),
    ]
    assert len({id(program) for program in (first, *others)}) == len(set(asked)) == len(asked) == 8
    with pytest.raises(TypeError):
        first(PAIR._replace(x=PAIR.x[:2]), ONE)


def test_only_so_many_are_in_memory(asked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 2)
    keeps = Kept(f)
    first = keeps.program(1, PAIR, ONE)
    keeps.program(2, PAIR, ONE)
    assert keeps.program(1, PAIR, ONE) is first
    keeps.program(3, PAIR, ONE)  # in the place of the second
    assert keeps.program(1, PAIR, ONE) is first and len(asked) == 3
    keeps.program(2, PAIR, ONE)
    assert len(asked) == 4


def test_within_anothers_program_it_is_a_part_of_it(asked: list[str]) -> None:
    slope = jax.jit(jax.grad(lambda y: jnp.sum(Kept(f)(2, PAIR, y).x)))(ONE)
    assert float(slope) == 3 and not asked


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_a_structure_says_all_that_it_is(preset: Preset) -> None:
    """A program on disk goes by it."""
    s = structure(preset.experiment)
    assert " at 0x" not in repr(s) and eval(repr(s), STRUCTURE) == s
