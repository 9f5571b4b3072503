"""Reading a JSON Schema for a person: where an error is, and what belongs there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

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
    return "one of " + ", ".join(resolve(root, node).get("discriminator", {}).get("mapping", {}))


def accepts(root: Node, node: Node) -> str:
    """What belongs here, in plain words."""
    if "anyOf" in node:
        return " or ".join(accepts(root, option) for option in node["anyOf"])
    node = resolve(root, node)
    if "const" in node:
        return str(node["const"])
    if "enum" in node:
        return "one of " + ", ".join(map(str, node["enum"]))
    if "discriminator" in node:
        return f"an object whose {node['discriminator']['propertyName']} is {tags(root, node)}"
    kind = node.get("type")
    if kind in ("number", "integer"):
        return _number(node)
    if kind == "array":
        return _list(root, node)
    if kind == "object" or "properties" in node:
        return "an object with " + (", ".join(node.get("properties", {})) or "no fields")
    return {"boolean": "true or false", "null": "null", "string": "text"}.get(str(kind), "another value")


def _number(node: Node) -> str:
    name = "a whole number" if node["type"] == "integer" else "a number"
    low, above = node.get("minimum"), node.get("exclusiveMinimum")
    high, below = node.get("maximum"), node.get("exclusiveMaximum")
    if low is not None and high is not None:
        return f"{name} from {_digits(low)} to {_digits(high)}"
    limits = [
        f"{word} {_digits(value)}"
        for word, value in (("at least", low), ("above", above), ("at most", high), ("below", below))
        if value is not None
    ]
    return f"{name} {' and '.join(limits)}" if limits else name


def _digits(value: float) -> str:
    return f"{int(value):,}" if float(value).is_integer() else f"{value:g}"


def _list(root: Node, node: Node) -> str:
    low, high = node.get("minItems", 0), node.get("maxItems")
    if "prefixItems" in node:
        each = {accepts(root, item) for item in node["prefixItems"]}
        return f"a list of {len(node['prefixItems'])}" + (f", each {each.pop()}" if len(each) == 1 else "")
    count = f"{low} to {high} items" if high is not None else f"at least {low} items"
    items = node.get("items")
    return f"a list of {count}" + (f", each {accepts(root, items)}" if items else "")
