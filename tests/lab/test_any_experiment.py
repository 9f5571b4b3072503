"""Any experiment that the schema allows either trains or is refused in words before it starts."""

from __future__ import annotations

import types
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from ganscope.game.experiment import Experiment, Formula
from ganscope.lab import frames
from ganscope.lab.player import Player

# What only costs time; every kind of everything else is drawn.
SMALL: dict[str, Any] = {
    "hidden": st.lists(st.integers(1, 8), max_size=2).map(tuple),
    "batch": st.integers(1, 32),
    "k_d": st.integers(0, 2),
    "k_g": st.integers(0, 2),
    "features": st.sampled_from([0, 4]),
    "seed": st.integers(0, 5),
}
LATENTS = st.integers(1, 4)


def limits(metadata: list[Any]) -> tuple[float, float]:
    low = max([getattr(m, name) for m in metadata for name in ("ge", "gt") if hasattr(m, name)], default=-1e3)
    high = min([getattr(m, name) for m in metadata for name in ("le", "lt") if hasattr(m, name)], default=1e3)
    return float(low), float(high)


def values(kind: Any, metadata: list[Any]) -> st.SearchStrategy[Any]:
    """Anything of a type, its limits kept; what belongs together may still not."""
    origin = get_origin(kind)
    if origin is Annotated:
        inner, *more = get_args(kind)
        return values(inner, [*metadata, *more, *[m for f in more for m in getattr(f, "metadata", [])]])
    if origin is Literal:
        return st.sampled_from(get_args(kind))
    if origin in (Union, types.UnionType):
        return st.one_of([values(option, []) for option in get_args(kind)])
    if origin is tuple and get_args(kind)[-1] is Ellipsis:
        return st.lists(values(get_args(kind)[0], []), max_size=3).map(tuple)
    if origin is tuple:
        return st.tuples(*(values(each, []) for each in get_args(kind)))
    if kind is int:
        low, high = limits(metadata)
        return st.integers(int(low), int(min(high, 64)))
    if kind is float:
        low, high = limits(metadata)
        return st.floats(low, high, width=32, exclude_min=any(hasattr(m, "gt") for m in metadata))
    if kind is str:
        return st.sampled_from(["u*log(u)", "(u-1)^2", "-log(u)", "u - 1", "log("])
    assert issubclass(kind, BaseModel), kind
    return models(kind)


def models(kind: type[BaseModel]) -> st.SearchStrategy[Any]:
    fields = {}
    for name, field in kind.model_fields.items():
        if name == "dimension" and kind.__name__ == "Latent":
            fields[name] = LATENTS
        else:
            fields[name] = SMALL.get(name) or values(field.annotation, list(field.metadata))
    return st.fixed_dictionaries(fields)


def plain(value: Any) -> Any:
    """As it would stand in a file."""
    return value.model_dump(mode="json") if isinstance(value, BaseModel) else value


def trains_or_is_refused(drawn: dict[str, Any]) -> None:
    try:
        experiment = Experiment.model_validate(drawn)
    except ValidationError as error:
        for problem in error.errors():
            assert problem["msg"] and problem["loc"] is not None
        return
    assert Experiment.model_validate_json(experiment.model_dump_json()) == experiment
    player = Player(experiment)
    player.advance(40)
    look = player.look()
    frames.frame(player, look, frames.readings(player, look, 0), {})
    assert player.finite == (player.round == 40)
    if not player.finite:
        assert "became" in player.failure()


_CHECKS: Any = {"deadline": None, "suppress_health_check": list(HealthCheck), "phases": [Phase.generate]}


@settings(max_examples=12, **_CHECKS)
@given(models(Experiment))
def test_any_experiment_trains_or_is_refused(drawn: dict[str, Any]) -> None:
    trains_or_is_refused(drawn)


@pytest.mark.slow
@pytest.mark.timeout(7200)
@settings(max_examples=300, **_CHECKS)
@given(models(Experiment))
def test_three_hundred_experiments_train_or_are_refused(drawn: dict[str, Any]) -> None:
    trains_or_is_refused(drawn)


def test_a_formula_is_among_what_is_drawn() -> None:
    assert "f" in Formula.model_fields
