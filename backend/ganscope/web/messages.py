"""From a client's message to a command, or to an error that names the field, what it got and what it accepts.

What a field accepts is read off the commands' JSON Schema, so it is written once, with the field.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from ganscope.game.said import Said, Unfit, told
from ganscope.web import schema

LONGEST = 80
EXAMPLE = 'one JSON object such as {"type": "play"}'

C = TypeVar("C")


@dataclass(eq=False)
class Refusal(Exception):
    """Why a message was not understood.  ``field`` is a dotted path, such as ``experiment.schedule.k_d``."""

    message: str
    field: str | None = None
    got: str | None = None
    accepts: str | None = None

    def event(self) -> dict[str, Any]:
        """The event that tells the page."""
        said = {name: getattr(self, name) for name in ("message", "field", "got", "accepts")}
        return {"type": "error", **said, **told(self.message)}


class Reader(Generic[C]):
    """Reads commands of the union ``kind`` from websocket messages."""

    def __init__(self, kind: Any) -> None:
        self._adapter: TypeAdapter[C] = TypeAdapter(kind)
        self.schema = self._adapter.json_schema()

    def read(self, message: str | bytes, longest: int) -> C:
        """Read one command from a message of at most ``longest`` bytes.  Raises :class:`Refusal`."""
        if isinstance(message, bytes):
            binary = Said("error.binary", "The message is binary; a command is text.")
            raise Refusal(binary, None, f"{len(message)} bytes", EXAMPLE)
        size = len(message.encode(errors="replace"))
        if size > longest:
            words = "The message has {size} bytes; it may have at most {longest} bytes."
            long = Said("error.long", words, size=f"{size:,}", longest=f"{longest:,}")
            raise Refusal(long, None, f"{size:,} bytes", f"at most {longest:,} bytes")
        try:
            return self._adapter.validate_json(message)
        except ValidationError as error:
            raise explain(error, self.schema) from None


def explain(error: ValidationError, root: dict[str, Any]) -> Refusal:
    """The first of the errors, in plain words."""
    errors = error.errors(include_url=False)
    # A list whose item is wrong is reported once more as too short: only the innermost errors say something.
    around = {each["loc"][:depth] for each in errors for depth in range(len(each["loc"]))}
    inner = [each for each in errors if each["loc"] not in around]
    refusal = _explain(dict(inner[0]), root)
    if len(inner) > 1:
        refusal.message = Said("error.more", "{first} (And {count} more.)", first=refusal.message, count=len(inner) - 1)
    return refusal


def _explain(error: dict[str, Any], root: dict[str, Any]) -> Refusal:
    kind, context, got = error["type"], error.get("ctx", {}), show(error["input"])
    if kind == "json_invalid":
        return Refusal(Said("error.json", "This is not JSON: {why}.", why=context["error"]), None, got, EXAMPLE)
    place = schema.follow(root, error["loc"])
    field, accepts = place.path, schema.accepts(root, place.node)
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        tag = str(context["discriminator"]).strip("'")
        field = f"{field}.{tag}" if field else tag
        accepts, got = schema.tags(root, place.node), show(error["input"].get(tag))
    if kind in ("missing", "union_tag_not_found"):
        words = "{field} is missing; it accepts {accepts}."
        return Refusal(Said("error.missing", words, field=field, accepts=accepts), field, None, accepts)
    if kind == "extra_forbidden":
        accepts = schema.accepts(root, place.parent)
        words = "{field} is unknown; here belongs {accepts}."
        return Refusal(Said("error.unknown", words, field=field, accepts=accepts), field, got, accepts)
    if kind == "value_error":
        return _unfit(error, root, place, context["error"])
    if not field:
        words = "The message got {got}; it accepts {accepts}."
        return Refusal(Said("error.message", words, got=got, accepts=accepts), None, got, accepts)
    words = "{field} got {got}; it accepts {accepts}."
    return Refusal(Said("error.got", words, field=field, got=got, accepts=accepts), field, got, accepts)


def _unfit(error: dict[str, Any], root: dict[str, Any], place: schema.Place, why: ValueError) -> Refusal:
    """An object whose fields do not go together; the words of the model that refused it begin with the field."""
    words = str(why)
    inner = schema.named(root, error["loc"], words)
    if not inner:
        reason = why.said if isinstance(why, Unfit) else words
        if place.path:
            message = Said("error.unfit", "{field}: {why}.", field=place.path, why=reason)
        else:
            message = Said("error.unfit.whole", "{why}.", why=reason)
        return Refusal(message, place.path or None, show(error["input"]), schema.accepts(root, place.node))
    got = error["input"]
    for name in inner:
        got = got.get(name) if isinstance(got, dict) else getattr(got, name, None)
    at = schema.follow(root, (*error["loc"], *inner))
    lead = f"{place.path}." if place.path else ""
    message = Said("error.field", "{why}.", why=f"{lead}{words}")
    if isinstance(why, Unfit) and "field" in why.said.values:
        reason = Said(
            why.said.code, why.said.words, **{**why.said.values, "field": f"{lead}{why.said.values['field']}"}
        )
        message = Said("error.field", "{why}.", why=reason)
    return Refusal(message, at.path, show(got), schema.accepts(root, at.node))


def show(value: Any) -> str:
    """A value as short JSON; NaN and infinities by their JSON names."""
    short = value[: LONGEST + 1] if isinstance(value, str) else value
    text = json.dumps(short, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
