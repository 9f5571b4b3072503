"""What every part of an experiment is made of: frozen models, and fields that say what the page needs to know."""

from __future__ import annotations

import re
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

MAX_COMPONENTS = 64
MAX_STEPS = 32
MAX_UNROLL = 20
MAX_LAYERS = 5
MAX_WIDTH = 512
MAX_LATENT = 256
MAX_BATCH = 4096
MAX_GENERATORS = 8
MAX_LABELS = 25
MAX_PACK = 8
MAX_TOGETHER = 256


def plain(text: str) -> str:
    """As it would be typed: a text whose formulas are marked by ``$…$`` for the page (frontend/js/words)."""
    return "".join(
        re.sub(r"\{([^{}]*)\}", lambda group: group[1] if group[1].isidentifier() else f"({group[1]})", part)
        if i % 2
        else part
        for i, part in enumerate(text.split("$"))
    )


class Model(BaseModel):
    """Frozen, without unknown fields, without NaN or infinity."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


def number(
    default: Any = ...,
    *,
    title: str,
    help: str,
    effect: str = "now",
    ge: float | None = None,
    gt: float | None = None,
    le: float | None = None,
    scale: str = "linear",
    **hints: Any,
) -> Any:
    """A numeric field with all that the page needs to draw a control for it."""
    extra = _hints(effect, scale=scale, **hints)
    return Field(default, title=title, description=help, ge=ge, gt=gt, le=le, strict=True, json_schema_extra=extra)


def part(
    default: Any = ..., *, title: str, help: str, effect: str = "compile", formula: str = "", source: str = "",
    control: str = "", preset: str = "", basic: bool = False, **limits: Any,
) -> Any:  # fmt: skip
    """A field that is not a number: a choice, a list, a part of the experiment."""
    extra = _hints(effect, formula=formula, source=source, control=control, preset=preset, basic=basic)
    return Field(default, title=title, description=help, json_schema_extra=extra, **limits)


def kind(name: str, title: str, effect: str = "compile", **hints: Any) -> Any:
    return Field(name, title=title, json_schema_extra=_hints(effect, **hints))


def _hints(
    effect: str, *, scale: str = "", unit: str = "", formula: str = "", source: str = "", control: str = "",
    preset: str = "", basic: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """What the page is told beside JSON Schema's own words; a hint that says nothing is left out."""
    said = {"effect": effect, "scale": scale, "unit": unit, "formula": formula, "source": source, "control": control,
            "preset": preset, "basic": basic}  # fmt: skip
    return {f"x-{name}": value for name, value in said.items() if value}
