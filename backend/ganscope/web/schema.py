"""Reading a JSON Schema for a person: where an error is, and what belongs there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from ganscope.game.said import Said

Node = dict[str, Any]


class Place(NamedTuple):
    """A dotted path of fields, the schema of what belongs there, and that of the object around it."""

    path: str
    node: Node
    parent: Node


def resolve(root: Node, node: Node) -> Node:
    """Follow references into ``$defs``, and an ``anyOf`` whose only other member is null."""
    while True:
        if "$ref" in node:
            node = root["$defs"][node["$ref"].rpartition("/")[2]]
            continue
        options = [option for option in node.get("anyOf", ()) if option.get("type") != "null"]
        if len(options) != 1:
            return node
        node = options[0]


def follow(root: Node, location: Sequence[str | int]) -> Place:
    """Turn pydantic's location of an error, which has the tags of unions in it, into a place in the schema."""
    path: list[str] = []
    node, parent = root, root
    for part in location:
        around = resolve(root, node)
        mapping = around.get("discriminator", {}).get("mapping", {})
        if part in mapping:
            node = {"$ref": mapping[part]}
        else:
            path.append(str(part))
            parent, node = around, _child(around, part)
    return Place(".".join(path), node, parent)


def named(root: Node, location: Sequence[str | int], words: str) -> tuple[str, ...]:
    """The field of the object at ``location`` that an error of that object is about: ``schedule``, ``batch`` of
    "schedule.batch must be …"; nothing where the words do not begin with a field."""
    first = tuple(words.split(maxsplit=1)[0].rstrip(":").split(".")) if words else ()
    return first if follow(root, (*location, *first)).node else ()


def _child(node: Node, part: str | int) -> Node:
    if isinstance(part, str):
        return node.get("properties", {}).get(part, {})
    fixed = node.get("prefixItems", [])
    return fixed[part] if part < len(fixed) else node.get("items", {})


def tags(root: Node, node: Node) -> str:
    """The names that a tagged union knows."""
    return _one_of(resolve(root, node).get("discriminator", {}).get("mapping", {}))


def _one_of(names: Iterable[Any]) -> str:
    return Said("accepts.one_of", "one of {names}", names=", ".join(map(str, names)))


def accepts(root: Node, node: Node) -> str:
    """What belongs here, in plain words."""
    if "anyOf" in node:
        said, *others = (accepts(root, option) for option in node["anyOf"])
        for other in others:
            said = Said("accepts.or", "{one} or {other}", one=said, other=other)
        return said
    node = resolve(root, node)
    if "const" in node:
        return str(node["const"])
    if "enum" in node:
        return _one_of(node["enum"])
    if "discriminator" in node:
        name = node["discriminator"]["propertyName"]
        return Said("accepts.kind", "an object whose {name} is {tags}", name=name, tags=tags(root, node))
    kind = node.get("type")
    if kind in ("number", "integer"):
        return _number(node)
    if kind == "array":
        return _list(root, node)
    if kind == "object" or "properties" in node:
        names = ", ".join(node.get("properties", {}))
        return Said("accepts.object", "an object with {names}", names=names) if names else _PLAIN["object"]
    return _PLAIN.get(str(kind), _OTHER)


_PLAIN = {
    "object": Said("accepts.no_fields", "an object with no fields"),
    "boolean": Said("accepts.boolean", "true or false"),
    "null": Said("accepts.null", "null"),
    "string": Said("accepts.text", "text"),
}
_OTHER = Said("accepts.other", "another value")
_WHOLE, _ANY = Said("accepts.whole", "a whole number"), Said("accepts.number", "a number")


def _number(node: Node) -> str:
    name = _WHOLE if node["type"] == "integer" else _ANY
    low, above = node.get("minimum"), node.get("exclusiveMinimum")
    high, below = node.get("maximum"), node.get("exclusiveMaximum")
    if low is not None and high is not None:
        words = "{number} from {low} to {high}"
        return Said("accepts.range", words, number=name, low=_digits(low), high=_digits(high))
    limits = [
        (code, words, _digits(value))
        for code, words, value in (
            ("least", "at least {low}", low),
            ("above", "above {low}", above),
            ("most", "at most {high}", high),
            ("below", "below {high}", below),
        )
        if value is not None
    ]
    if not limits:
        return name
    code = ".".join(["accepts", *(code for code, _, _ in limits)])
    ends = {"low" if "{low}" in words else "high": value for _, words, value in limits}
    return Said(code, "{number} " + " and ".join(words for _, words, _ in limits), number=name, **ends)


def _digits(value: float) -> str:
    return f"{int(value):,}" if float(value).is_integer() else f"{value:g}"


def _list(root: Node, node: Node) -> str:
    low, high = node.get("minItems", 0), node.get("maxItems")
    if "prefixItems" in node:
        each = {accepts(root, item) for item in node["prefixItems"]}
        count = len(node["prefixItems"])
        if len(each) != 1:
            return Said("accepts.so_many", "a list of {count}", count=count)
        return Said("accepts.so_many.each", "a list of {count}, each {each}", count=count, each=each.pop())
    code, words = ("accepts.list", "a list of {low} to {high} items")
    if high is None:
        code, words = ("accepts.list.least", "a list of at least {low} items")
    if not (items := node.get("items")):
        return Said(code, words, low=low, high=high)
    return Said(f"{code}.each", words + ", each {each}", low=low, high=high, each=accepts(root, items))
