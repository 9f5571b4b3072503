"""Every row of every family says what it is, and can be seen: a preset plays it, or it names one to try it in."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest

from ganscope.game import rounds, targets
from ganscope.game.experiment import Experiment
from ganscope.game.program import Program
from ganscope.game.split import numbers
from ganscope.lab.presets import PRESETS
from ganscope.web.schema import resolve

SCHEMA = Experiment.model_json_schema()
PLAYED = {preset.name: preset.experiment.model_dump(mode="json") for preset in PRESETS}
NOBODYS = {
    "two_peaks", "three_peaks", "uniform", "mixture_1d", "two_gaussians", "mixture_2d", "sgd", "normal", "constant",
    "formula",
}  # fmt: skip
"""Members that have no source: they are what their formula says, and nobody's."""


@dataclasses.dataclass(frozen=True)
class Choice:
    """One of several: a member of a family, whose ``about`` is the schema, or a word.

    ``path`` leads to it through keys, "[]" for each of a list, and "=kind" where only that kind has what follows.
    """

    path: tuple[str, ...]
    name: str
    preset: str
    about: Any = None

    def __str__(self) -> str:
        return f"{'.'.join(self.path)}: {self.name}"


def choices(node: Any, path: tuple[str, ...] = ()) -> Iterator[Choice]:
    """Every choice that the schema gives, from a node on."""
    node = resolve(SCHEMA, node)
    for kind, reference in node.get("discriminator", {}).get("mapping", {}).items():
        about = resolve(SCHEMA, {"$ref": reference})
        yield Choice(path, kind, about["properties"]["kind"].get("x-preset", ""), about)
        yield from choices(about, (*path, f"={kind}"))
    for word in node.get("enum", ()):
        yield Choice(path, word, node.get("x-preset", ""))
    for name, child in node.get("properties", {}).items():
        yield from choices(child, (*path, name))
    if "items" in node:
        yield from choices(node["items"], (*path, "[]"))


NETWORK = set(SCHEMA["$defs"]["Network"]["properties"])
CHOICES = [
    choice
    for choice in choices(SCHEMA)
    # what a third network is made of is what G is made of
    if not (choice.path[0] == "reconstructor" and choice.path[-1] in NETWORK)
]
MEMBERS = {choice.about["title"]: choice for choice in CHOICES if choice.about and choice.name != "none"}


def found(value: Any, path: tuple[str, ...]) -> Iterator[Any]:
    """What an experiment has at a path."""
    if not path:
        yield value
    elif path[0] == "[]":
        for item in value:
            yield from found(item, path[1:])
    elif not path[0].startswith("="):
        yield from found(value[path[0]], path[1:])
    elif value["kind"] == path[0][1:]:
        yield from found(value, path[1:])


def played(choice: Choice) -> list[str]:
    """The presets that play it."""
    return [
        name
        for name, experiment in PLAYED.items()
        for value in found(experiment, choice.path)
        if (value["kind"] if choice.about else value) == choice.name
    ]


def chosen(choice: Choice, value: Any, path: tuple[str, ...]) -> Any:
    """An experiment with the choice made at a path; a member keeps what it has in common with the one before."""
    if not path:
        if not choice.about:
            return choice.name
        if choice.name == "mixture_2d":  # it has no defaults: it becomes the Gaussians that stood there
            parts = targets.components(Experiment.model_validate({"target": value}).target)
            value = {"components": [part._asdict() for part in parts]}
        return {key: value[key] for key in choice.about["properties"] if key in value} | {"kind": choice.name}
    step, rest = path[0], path[1:]
    if step == "[]":
        return [*value, {"kind": choice.name}] if not rest else [chosen(choice, item, rest) for item in value]
    if step.startswith("="):
        return chosen(choice, value, rest) if value["kind"] == step[1:] else value
    return {**value, step: chosen(choice, value[step], rest)}


def in_its_preset(choice: Choice) -> Experiment:
    return Experiment.model_validate(chosen(choice, PLAYED[choice.preset], choice.path))


@pytest.mark.parametrize("title", MEMBERS)
def test_every_member_says_what_it_is(title: str) -> None:
    """A title, a docstring, a formula, and whose it is."""
    about = MEMBERS[title].about
    kind = about["properties"]["kind"]
    assert kind["title"].strip() and about["description"].strip() and kind.get("x-formula")
    assert bool(kind.get("x-source")) != (kind["const"] in NOBODYS)


@pytest.mark.parametrize("choice", CHOICES, ids=str)
def test_every_choice_can_be_seen(choice: Choice) -> None:
    """No preset plays it, so it can be chosen in the preset that it names."""
    if played(choice):
        return
    assert choice.preset in PLAYED, "no preset plays it, and it names none to be tried in (x-preset)"
    made = in_its_preset(choice).model_dump(mode="json")
    values = list(found(made, choice.path))
    assert choice.name in ([value["kind"] for value in values] if choice.about else values)


@pytest.mark.slow
@pytest.mark.parametrize("choice", [choice for choice in CHOICES if not played(choice)], ids=str)
def test_what_no_preset_plays_trains_in_the_one_that_it_names(choice: Choice) -> None:
    experiment = in_its_preset(choice)
    assert Program(experiment).advance(rounds.start(experiment), numbers(experiment), 200).finite
