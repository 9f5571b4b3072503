"""An experiment: read from JSON, refused in words, described by its schema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

from ganscope.game.experiment import Experiment
from ganscope.game.latents import LATENTS
from ganscope.game.networks import ACTIVATIONS, INITIALISATIONS
from ganscope.game.objectives import OBJECTIVES
from ganscope.game.optimizers import OPTIMIZERS
from ganscope.game.penalties import PENALTIES
from ganscope.game.targets import TARGETS
from ganscope.lab.presets import PRESETS

SCHEMA = Experiment.model_json_schema()

REFUSED = [
    ("{", "JSON"),
    ('{"colour": 1}', "colour"),
    ('{"seed": -1}', "seed"),
    ('{"seed": 1.5}', "seed"),
    ('{"seed": true}', "seed"),
    ('{"target": {"kind": "blob"}}', "kind"),
    ('{"target": {"std": 1}}', "kind"),
    ('{"target": {"kind": "gaussian", "std": 0}}', "std"),
    ('{"target": {"kind": "gaussian", "std": NaN}}', "std"),
    ('{"target": {"kind": "gaussian", "std": "1"}}', "std"),
    ('{"target": {"kind": "gaussian", "mean": Infinity}}', "mean"),
    ('{"target": {"kind": "uniform", "low": 1, "high": 1}}', "high must exceed low"),
    ('{"target": {"kind": "three_peaks", "weights": [0, 0, 0]}}', "weights"),
    ('{"target": {"kind": "mixture_1d", "components": []}}', "components"),
    ('{"target": {"kind": "mixture_1d", "components": [{"weight": 0, "mean": 0, "std": 1}]}}', "weight above 0"),
    (
        '{"target": {"kind": "mixture_2d", "components": [{"mean": [0, 0], "covariance": [[1, 2], [2, 1]]}]}}',
        "positive definite",
    ),
    (
        '{"target": {"kind": "mixture_2d", "components": [{"mean": [0, 0], "covariance": [[1, 0], [0.5, 1]]}]}}',
        "symmetric",
    ),
    ('{"generator": {"hidden": [0]}}', "hidden"),
    ('{"generator": {"hidden": [1, 1, 1, 1, 1, 1]}}', "hidden"),
    ('{"generator": {"hidden": [513]}}', "hidden"),
    ('{"generator": {"activation": "step"}}', "activation"),
    ('{"latent": {"dimension": 257}}', "dimension"),
    ('{"schedule": {"k_d": 33}}', "k_d"),
    ('{"penalties": [{"kind": "r1"}, {"kind": "r1"}]}', "twice"),
    ('{"optimizers": {"generator": {"kind": "adam", "beta1": 1.0}}}', "beta1"),
    (
        '{"objective": {"kind": "f_gan", "form": "nowozin", "divergence": {"kind": "alpha", "alpha": 0.95}}}',
        "form must be ratio where divergence.alpha is between .9 and 1",
    ),
]


@pytest.mark.parametrize(("text", "named"), REFUSED, ids=[text for text, _ in REFUSED])
def test_what_makes_no_sense_is_refused_by_name(text: str, named: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Experiment.model_validate_json(text)
    assert named in str(caught.value)


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_an_experiment_survives_json(preset: Any) -> None:
    assert Experiment.model_validate_json(preset.experiment.model_dump_json()) == preset.experiment


def test_an_empty_object_is_the_default() -> None:
    assert Experiment.model_validate_json("{}") == Experiment()


def fields() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every property of every model in the schema."""
    for name, model in {"Experiment": SCHEMA, **SCHEMA["$defs"]}.items():
        for field, node in model.get("properties", {}).items():
            yield f"{name}.{field}", node


@pytest.mark.parametrize(("name", "node"), list(fields()), ids=[name for name, _ in fields()])
def test_every_field_says_what_a_person_needs(name: str, node: dict[str, Any]) -> None:
    # a field that is named as its model is leaves its title to the model
    assert "title" in node or "title" in SCHEMA["$defs"][node["$ref"].rpartition("/")[2]]
    assert node["x-effect"] in ("now", "compile", "restart", "reset")
    if not name.endswith(".kind"):
        assert node["description"]
    if node.get("type") in ("number", "integer"):
        assert "minimum" in node or "exclusiveMinimum" in node
        assert "maximum" in node


def kinds(definition: dict[str, Any]) -> set[str]:
    return set(definition["discriminator"]["mapping"])


def test_tables_and_schema_have_the_same_members() -> None:
    """A row without a model could not be asked for; a model without a row could not be played."""
    definitions = SCHEMA["$defs"]
    assert kinds(SCHEMA["properties"]["target"]) == set(TARGETS)
    assert kinds(SCHEMA["properties"]["objective"]) == set(OBJECTIVES)
    assert kinds(definitions["Optimizers"]["properties"]["generator"]) == set(OPTIMIZERS)
    assert kinds(definitions["Network"]["properties"]["init"]) == set(INITIALISATIONS)
    assert set(definitions["Network"]["properties"]["activation"]["enum"]) == set(ACTIVATIONS)
    assert set(definitions["Latent"]["properties"]["kind"]["enum"]) == set(LATENTS)
    assert json.dumps(definitions["R1"]["properties"]["kind"]["const"]).strip('"') in PENALTIES
