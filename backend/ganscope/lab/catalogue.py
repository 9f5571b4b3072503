"""Every member of every table, with what it is: what ``ganscope list`` prints."""

from __future__ import annotations

import inspect
from typing import Any, get_args

from ganscope.game import experiment as e
from ganscope.game import latents, networks
from ganscope.game.experiment.fields import plain

from .frames import READINGS
from .presets import PRESETS


def catalogue() -> dict[str, dict[str, str]]:
    """Family → member → one line on it."""
    return {
        "target": _models(e.Target),
        "latent": {name: f"{name} in every coordinate" for name in latents.LATENTS},
        "activation": {name: f"{name}, after every hidden layer" for name in networks.ACTIVATIONS},
        "initialisation": _models(e.Initialisation),
        "objective": _models(e.Objective),
        "divergence": _models(e.Divergence),
        "reconstructor": _models(e.Reconstructor),
        "penalty": _models(e.Penalty),
        "updates": _models(e.Dynamics),
        "optimizer": _models(e.Optimizer),
        "reading": READINGS,
        "preset": {preset.name: plain(preset.summary) for preset in PRESETS},
    }


def _models(union: Any) -> dict[str, str]:
    members = get_args(get_args(union)[0])
    return {
        m.model_fields["kind"].default: plain((inspect.getdoc(m) or "").split("\n\n")[0].replace("\n", " "))
        for m in members
    }


_SAID = {"title": "title", "help": "description", "formula": "x-formula", "source": "x-source", "unit": "x-unit"}


def words() -> dict[str, str]:
    """Key → English of all that schema and presets say: what a language file of the page may say in its own words.

    The page looks them up in ``frontend/js/run/server_words.js``.
    """
    schema = e.Experiment.model_json_schema()
    found: dict[str, str] = {}
    for model, node in {"Experiment": schema, **schema["$defs"]}.items():
        if "description" in node:
            found[f"schema.{model}"] = node["description"]
        for name, field in node.get("properties", {}).items():
            key = f"schema.{model}.{name}"
            found |= {f"{key}.{part}": field[hint] for part, hint in _SAID.items() if isinstance(field.get(hint), str)}
            found |= {f"{key}.is.{word}": word.replace("_", " ") for word in field.get("enum", ())}
    for preset in PRESETS:
        found |= {f"preset.{preset.name}.{part}": getattr(preset, part) for part in ("title", "summary", "look_for")}
    return found
