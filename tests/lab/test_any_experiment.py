"""Any experiment that the schema allows either trains or is refused in words before it starts."""

from __future__ import annotations

import time
import types
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import jax
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from ganscope.game.experiment import Experiment
from ganscope.lab import frames
from ganscope.lab.player import Player

# What only costs time; every kind of everything else is drawn.
SMALL: dict[str, Any] = {
    "hidden": st.tuples(st.integers(0, 9), st.lists(st.integers(2, 8), min_size=1, max_size=2)).map(
        lambda drawn: tuple(drawn[1]) if drawn[0] else ()
    ),
    "batch": st.one_of(st.integers(1, 32), st.integers(1, 5).map(lambda n: 6 * n)),  # of several generators or in packs
    "k_d": st.integers(0, 2),
    "k_g": st.integers(0, 2),
    "features": st.sampled_from([0, 4]),
    "count": st.sampled_from([1, 1, 2, 3]),
    "pack": st.sampled_from([1, 1, 2, 3]),
    "across": st.sampled_from(["none", "none", "none", "stddev", "discrimination"]),
    "seed": st.integers(0, 5),
    # what most draws would get wrong, and be refused for; other tests go through the refusals
    "covariance": st.sampled_from([((1.0, 0.0), (0.0, 1.0)), ((0.5, 0.2), (0.2, 0.1)), ((1.0, 2.0), (2.0, 1.0))]),
    "low": st.floats(-100, 0),
    "high": st.floats(0, 100),
    "layer": st.sampled_from(["plain", "plain", "residual"]),
}
SMALLER = SMALL | {"unroll": st.sampled_from([0, 0, 1, 3])}
LATENTS = st.integers(1, 4)


def limits(metadata: list[Any]) -> tuple[float, float]:
    low = max([getattr(m, name) for m in metadata for name in ("ge", "gt") if hasattr(m, name)], default=-1e3)
    high = min([getattr(m, name) for m in metadata for name in ("le", "lt") if hasattr(m, name)], default=1e3)
    return float(low), float(high)


def values(kind: Any, metadata: list[Any], small: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Anything of a type, its limits kept; what belongs together may still not."""
    origin = get_origin(kind)
    if origin is Annotated:
        inner, *more = get_args(kind)
        return values(inner, [*metadata, *more, *[m for f in more for m in getattr(f, "metadata", [])]], small)
    if origin is Literal:
        return st.sampled_from(get_args(kind))
    if origin in (Union, types.UnionType):
        return st.one_of([values(option, [], small) for option in get_args(kind)])
    if origin is tuple and get_args(kind)[-1] is Ellipsis:
        least = max([m.min_length for m in metadata if hasattr(m, "min_length")], default=0)
        each = values(get_args(kind)[0], [], small)
        return st.lists(each, min_size=least, max_size=3, unique_by=_kind).map(tuple)
    if origin is tuple:
        return st.tuples(*(values(each, [], small) for each in get_args(kind)))
    if kind is int:
        low, high = limits(metadata)
        return st.integers(int(low), int(min(high, 64)))
    if kind is float:
        low, high = limits(metadata)
        return st.floats(low, high, exclude_min=any(hasattr(m, "gt") for m in metadata))
    if kind is str:
        return st.sampled_from(["u*log(u)", "(u-1)^2", "-log(u)", "u - 1", "log("])
    assert issubclass(kind, BaseModel), kind
    return models(kind, small)


def _kind(value: Any) -> Any:
    """Of two penalties of one kind the second is refused."""
    return value.get("kind", repr(value)) if isinstance(value, dict) else repr(value)


def models(kind: type[BaseModel], small: dict[str, Any]) -> st.SearchStrategy[Any]:
    fields = {}
    for name, field in kind.model_fields.items():
        if name == "dimension" and kind.__name__ == "Latent":
            fields[name] = LATENTS
        elif name == "reconstructor":  # of which most other draws would be refused
            any_of = values(field.annotation, list(field.metadata), small)
            fields[name] = st.integers(0, 2).flatmap(lambda n, some=any_of: st.just({"kind": "none"}) if n else some)
        else:
            fields[name] = small[name] if name in small else values(field.annotation, list(field.metadata), small)
    return st.fixed_dictionaries(fields)


def mended(drawn: dict[str, Any]) -> Experiment | None:
    """The experiment drawn; each field that a refusal names goes back to its default, until none is left to name.
    Every refusal must say something."""
    for _ in range(30):
        try:
            return Experiment.model_validate(drawn)
        except ValidationError as error:
            problem, *_ = problems = error.errors()
            assert all(each["msg"] and each["loc"] is not None for each in problems)
            named = problem["msg"].removeprefix("Value error, ").split()[0].rstrip(":").split(".")
            if not (_drop(drawn, [*problem["loc"], *named]) or _drop(drawn, [*problem["loc"]])):
                return None
    return None


def _drop(drawn: Any, path: list[Any]) -> bool:
    """Remove what a path leads to, or whatever of it is there; a name of a kind on the way is none of a field."""
    holder, key = None, None
    for step in path:
        if isinstance(drawn, dict) and step in drawn:
            holder, key, drawn = drawn, step, drawn[step]
        elif isinstance(drawn, (list, tuple)) and isinstance(step, int):
            drawn = drawn[step]
    if holder is None or key == "kind":
        return False
    del holder[key]
    return True


def trains(experiment: Experiment) -> None:
    assert Experiment.model_validate_json(experiment.model_dump_json()) == experiment
    player = Player(experiment)
    player.advance(40)
    look = player.look()
    frames.frame(player, look, frames.readings(look, player.recorded(0)), {})
    assert player.finite == (player.round == 40)
    if not player.finite:
        assert "became" in player.failure()


_CHECKS: Any = {"deadline": None, "suppress_health_check": list(HealthCheck), "phases": [Phase.generate]}


@settings(max_examples=2, **_CHECKS)
@given(models(Experiment, SMALLER))
def test_any_experiment_trains_or_is_refused(drawn: dict[str, Any]) -> None:
    if experiment := mended(drawn):
        trains(experiment)


@pytest.mark.slow
@pytest.mark.timeout(7200)
def test_three_hundred_experiments_train_or_are_refused() -> None:
    trained = 0

    @settings(max_examples=300, **_CHECKS)
    @given(models(Experiment, SMALL))
    def each(drawn: dict[str, Any]) -> None:
        nonlocal trained
        if experiment := mended(drawn):
            start = time.monotonic()
            trains(experiment)
            assert time.monotonic() - start < 60, experiment
            trained += 1
            if trained % 20 == 0:
                jax.clear_caches()  # or memory grows with every program

    each()
    assert trained > 200
