from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ganscope.web.messages import Refusal, show
from ganscope.web.socket import COMMANDS

TARGET = '{"type": "edit", "experiment": {"target": %s}}'


def refused(message: str | bytes) -> Refusal:
    with pytest.raises(Refusal) as error:
        COMMANDS.read(message, 65536)
    said = error.value.event()["said"]  # the page says the same from its key and its values
    assert retold(json.loads(json.dumps(said))) == error.value.message
    return error.value


def retold(said: Any) -> Any:
    """As frontend/js/run/server_words.js puts a sentence together."""
    if not isinstance(said, dict) or "code" not in said:
        return said
    return said["words"].format(**{name: retold(value) for name, value in said["values"].items()})


@pytest.mark.parametrize(
    "message",
    [
        {"type": "play"},
        {"type": "pause"},
        {"type": "round", "count": 1000},
        {"type": "step_d"},
        {"type": "step_g"},
        {"type": "train_d"},
        {"type": "train_d", "tolerance": 1e-3, "limit": 20000},
        {"type": "reset"},
        {"type": "new_seed"},
        {"type": "new_seed", "seed": 7},
        {"type": "speed", "rounds_per_frame": None},
        {"type": "speed", "rounds_per_frame": 100000},
        {"type": "edit", "experiment": {}},
        {"type": "load", "experiment": {"target": {"kind": "ring", "modes": 5}}, "play": True},
        {"type": "view", "generator": "average"},
        {"type": "ack", "seq": 12},
    ],
    ids=lambda message: message["type"],
)
def test_every_command_is_read(message: dict[str, Any]) -> None:
    command = COMMANDS.read(json.dumps(message), 65536)
    assert command.type == message["type"]
    for name, value in message.items():
        if name != "experiment":
            assert getattr(command, name) == value


@pytest.mark.parametrize(
    ("message", "field", "got", "accepts"),
    [
        # not a command at all
        ("", None, '""', "one JSON object"),
        ("{", None, '"{"', "one JSON object"),
        ("[" * 50_000, None, "…", "one JSON object"),
        ('{"type": "play"} x', None, None, "one JSON object"),
        (b'{"type": "play"}', None, "16 bytes", "one JSON object"),
        ('{"type": "play", "x": "' + "a" * 70_000 + '"}', None, "70,025 bytes", "at most 65,536 bytes"),
        ('{"type": "play", "x": "' + "ä" * 40_000 + '"}', None, "80,025 bytes", "at most 65,536 bytes"),
        ("null", None, "null", "an object whose type is one of"),
        ("3", None, "3", "an object whose type is one of"),
        ("[1]", None, "[1]", "an object whose type is one of"),
        # unknown command, unknown field
        ("{}", "type", None, "one of ack, "),
        ('{"type": "fly"}', "type", '"fly"', "one of ack, "),
        ('{"type": null}', "type", "null", "one of ack, "),
        ('{"type": "play", "speed": 3}', "speed", "3", "an object with type"),
        ('{"type": "edit", "experiment": {"nets": 1}}', "experiment.nets", "1", "an object with target, latent"),
        (TARGET % '{"kind": "ring", "mode": 3}', "experiment.target.mode", "3", "an object with kind, modes, radius"),
        # missing
        ('{"type": "edit"}', "experiment", None, "an object with target"),
        ('{"type": "speed"}', "rounds_per_frame", None, "from 1 to 100,000 or null"),
        (TARGET % '{"mean": 3}', "experiment.target.kind", None, "one of gaussian, "),
        # NaN and infinities
        (TARGET % '{"kind": "gaussian", "mean": NaN}', "experiment.target.mean", "NaN", "a number from -200 to 200"),
        (TARGET % '{"kind": "gaussian", "std": Infinity}', "experiment.target.std", "Infinity", "from 0.001 to 50"),
        (TARGET % '{"kind": "gaussian", "std": -Infinity}', "experiment.target.std", "-Infinity", "from 0.001 to 50"),
        (TARGET % '{"kind": "gaussian", "mean": 1e999}', "experiment.target.mean", "Infinity", "from -200 to 200"),
        ('{"type": "train_d", "tolerance": NaN}', "tolerance", "NaN", "a number"),
        ('{"type": "round", "count": NaN}', "count", "NaN", "a whole number from 1 to 1,000"),
        # out of range
        ('{"type": "round", "count": 0}', "count", "0", "a whole number from 1 to 1,000"),
        ('{"type": "round", "count": 1001}', "count", "1001", "a whole number from 1 to 1,000"),
        ('{"type": "round", "count": 1' + "0" * 400 + "}", "count", "…", "a whole number from 1 to 1,000"),
        ('{"type": "new_seed", "seed": -1}', "seed", "-1", "a whole number from 0 to 4,294,967,295"),
        (TARGET % '{"kind": "gaussian", "std": 0}', "experiment.target.std", "0", "from 0.001 to 50"),
        # wrong type
        ('{"type": "round", "count": "ten"}', "count", '"ten"', "a whole number"),
        ('{"type": "round", "count": "10"}', "count", '"10"', "a whole number"),
        ('{"type": "round", "count": 1.5}', "count", "1.5", "a whole number"),
        ('{"type": "round", "count": true}', "count", "true", "a whole number"),
        ('{"type": "round", "count": null}', "count", "null", "a whole number"),
        ('{"type": "view", "generator": "dead"}', "generator", '"dead"', "one of live, average"),
        ('{"type": "load", "experiment": {}, "play": 3}', "play", "3", "true or false"),
        ('{"type": "edit", "experiment": 3}', "experiment", "3", "an object with target"),
        (TARGET % '"ring"', "experiment.target", '"ring"', "an object whose kind is one of gaussian"),
        # deep inside unions, lists and tuples, without their tags
        (
            '{"type": "edit", "experiment": {"optimizers": {"generator": {"kind": "momentum", "momentum": 2}}}}',
            "experiment.optimizers.generator.momentum",
            "2",
            "a number from 0 to 0.9999",
        ),
        (
            '{"type": "edit", "experiment": {"objective": {"kind": "switch", "round": -1}}}',
            "experiment.objective.round",
            "-1",
            "a whole number from 0 to 10,000,000",
        ),
        (
            TARGET % '{"kind": "mixture_1d", "components": [{"mean": 0, "std": 1}, {"mean": 0, "std": -1}]}',
            "experiment.target.components.1.std",
            "-1",
            "a number from 0.001 to 50",
        ),
        (
            TARGET % '{"kind": "mixture_2d", "components": [{"mean": [0, "a"], "covariance": [[1, 0], [0, 1]]}]}',
            "experiment.target.components.0.mean.1",
            '"a"',
            "a number from -100 to 100",
        ),
        (TARGET % '{"kind": "mixture_1d", "components": []}', "experiment.target.components", "[]", "1 to 64 items"),
        (
            '{"type": "edit", "experiment": {"generator": {"hidden": [8, 600]}}}',
            "experiment.generator.hidden.1",
            "600",
            "a whole number from 1 to 512",
        ),
        (
            '{"type": "edit", "experiment": {"generator": {"hidden": [1, 1, 1, 1, 1, 1]}}}',
            "experiment.generator.hidden",
            "[1, 1, 1, 1, 1, 1]",
            "a list of 0 to 5 items, each a whole number from 1 to 512",
        ),
        (
            TARGET % '{"kind": "uniform", "low": 1, "high": 0}',
            "experiment.target.high",
            "0",
            "a number from -200 to 200",
        ),
    ],
)
def test_a_bad_message_is_named(message: str | bytes, field: str | None, got: str | None, accepts: str) -> None:
    refusal = refused(message)
    assert refusal.field == field
    assert accepts in (refusal.accepts or "")
    if got is None:
        assert field is None or refusal.got is None
    else:
        assert got in (refusal.got or "")
    assert field is None or field in refusal.message
    assert "\n" not in refusal.message and "pydantic" not in refusal.message
    event = refusal.event()
    assert event["type"] == "error" and len(json.dumps(event, allow_nan=False)) < 2000


@pytest.mark.parametrize(
    ("experiment", "field", "got", "message"),
    [
        (
            '{"target": {"kind": "uniform", "low": 1, "high": 0}}', "experiment.target.high", "0",
            "experiment.target.high must exceed low by at least .001; got low 1 and high 0.",
        ),
        (
            '{"target": {"kind": "ring"}, "labels": 25}', "experiment.labels", "25",
            "experiment.labels must be at most 8: the target has no more than 8 Gaussians of a weight above 0; got 25.",
        ),
        (
            '{"discriminator": {"across": "stddev"}, "schedule": {"batch": 512}}', "experiment.schedule.batch", "512",
            "experiment.schedule.batch must be from 2 to 256 where discriminator.across is stddev; got 512.",
        ),
        (
            '{"target": {"kind": "mixture_1d", "components": [{"weight": 0, "mean": 0, "std": 1}]}}',
            "experiment.target.components", "[{",
            "experiment.target.components: at least one component needs a weight above 0.",
        ),
    ],
)  # fmt: skip
def test_a_rule_between_fields_names_the_one_that_breaks_it(
    experiment: str, field: str, got: str, message: str
) -> None:
    refusal = refused(f'{{"type": "edit", "experiment": {experiment}}}')
    assert refusal.message == message
    assert refusal.field == field and got in (refusal.got or "")


def test_more_errors_are_counted() -> None:
    message = refused('{"type": "edit", "experiment": {"seed": -1, "nets": 2, "target": {"kind": "x"}}}').message
    assert message.startswith("experiment.target.kind got") and message.endswith("(And 2 more.)")


def test_many_errors_in_one_message_take_no_time() -> None:
    message = json.dumps({"type": "edit", "experiment": {f"x{n}": [] for n in range(5000)}})
    start = time.perf_counter()
    assert "(And 4999 more.)" in refused(message).message
    assert time.perf_counter() - start < 0.5


def test_long_values_are_cut() -> None:
    assert show("a" * 1000) == '"' + "a" * 79 + "…"
    assert show([1] * 1000).endswith("…") and len(show([1] * 1000)) == 81


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
types = st.sampled_from(["play", "round", "edit", "load", "speed", "ack", "train_d", "view", "new_seed", "none"])


@given(
    st.text()
    | st.binary()
    | st.builds(json.dumps, json_values)
    | st.builds(
        lambda kind, target, rest: json.dumps({"type": kind, "experiment": {"target": target}, **rest}),
        types,
        json_values
        | st.fixed_dictionaries({"kind": st.sampled_from(["ring", "mixture_2d"]), "components": json_values}),
        st.dictionaries(st.sampled_from(["count", "seq", "seed", "generator"]), json_values, max_size=2),
    )
)
def test_any_message_is_read_or_refused(message: str | bytes) -> None:
    try:
        COMMANDS.read(message, 65536)
    except Refusal as refusal:
        json.dumps(refusal.event(), allow_nan=False)
