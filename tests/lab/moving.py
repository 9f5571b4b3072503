"""Moving every number of an experiment, found through the fields themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel


def moved(model: Any) -> Iterator[tuple[str, Any]]:
    """(path, the model with that one number moved) for every number whose change takes effect at once."""
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        if isinstance(value, BaseModel):
            changes = moved(value)
        elif (isinstance(value, tuple) and extra.get("x-effect") == "now") or name == "penalties":
            changes = _items(value)
        elif isinstance(value, int | float) and extra.get("x-effect") == "now":
            changes = iter([("", _other(value, field.metadata))])
        else:
            continue
        for path, new in changes:
            yield f"{name}.{path}".rstrip("."), model.model_copy(update={name: new})


def _items(values: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    for i, value in enumerate(values):
        if isinstance(value, BaseModel):
            changes = moved(value)
        elif isinstance(value, tuple):
            changes = _items(value)
        else:
            changes = iter([("", value * 1.01 + 0.01)])
        for path, new in changes:
            yield f"{i}.{path}".rstrip("."), (*values[:i], new, *values[i + 1 :])


def _other(value: float, limits: list[Any]) -> float:
    """Another number within the limits."""
    high = min([limit.le for limit in limits if hasattr(limit, "le")], default=float("inf"))
    step = 1 if isinstance(value, int) else max(0.1 * abs(value), 1e-4)
    return value + step if value + step <= high else value - step
