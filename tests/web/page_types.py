"""The page's types, from the experiment, the commands and what the server says: ``make page-types`` writes them.

Here and not in the command line of the lab: who has installed it has the page as it is, and no use for its types.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from ganscope.game import experiment as e
from ganscope.lab.commands import Command
from ganscope.web import contract as c

FILE = Path(__file__).resolve().parents[2] / "frontend" / "js" / "wire" / "types.d.ts"

HEAD = """\
// Written by `make page-types`; what is changed here is lost, and a test says so.
//
// The experiment and the commands are the pydantic models of ganscope/game/experiment and ganscope/lab/commands.py, all
// that the server says is the table in ganscope/web/contract.py.

/** What JSON can hold. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Where something stands in a value: its keys from the outside in. */
export type Path = (string | number)[];

export type Numbers = Float32Array | Int32Array | Uint16Array | Uint8Array;

/** An array of a message: its numbers row by row, and how many there are along each axis. */
export interface Tensor<N extends Numbers = Numbers> {
  readonly data: N;
  readonly shape: number[];
}
"""

ARRAYS = {"F32": "Float32Array", "I32": "Int32Array", "U16": "Uint16Array", "U8": "Uint8Array"}
UNIONS = ("Target", "Initialisation", "Objective", "Divergence", "Penalty", "Optimizer", "Dynamics", "Reconstructor")

TAIL = """\
/** A binary message. */
export type Message = ({ kind: "frame" } & Frame) | ({ kind: "history" } & History);

export type Frame = { readonly meta: FrameMeta; readonly arrays: FrameArrays };

/** A frame of which is known that x has one coordinate. */
export type LineFrame = { readonly meta: FrameMeta & { view: "1d" }; readonly arrays: LineArrays };

/** A frame of which is known that x has two coordinates. */
export type PlaneFrame = { readonly meta: FrameMeta & { view: "2d" }; readonly arrays: PlaneArrays };

/** A picture of the gallery. */
export type Picture = { readonly meta: PictureMeta; readonly arrays: FrameArrays };

/** All rows of the charts. */
export type History = { readonly meta: HistoryMeta; readonly arrays: HistoryArrays };
"""

Says = Callable[[Mapping[str, Any]], str]


def written() -> str:
    """The whole file."""
    writer = _Writer()
    parts = [HEAD]
    experiment = e.Experiment.model_json_schema()
    inner = experiment.pop("$defs") | {"Experiment": experiment}
    for name in UNIONS:
        refs = _refs(TypeAdapter(getattr(e, name)).json_schema())
        writer.unions[frozenset(refs)] = name
        parts.append(f"export type {name} = {' | '.join(refs)};\n")
    # complete, as it is kept, sent and told: that a file may leave fields out is nothing to the page
    parts += [writer.record(name, node, _title, complete=True) for name, node in inner.items()]

    commands = TypeAdapter(Command).json_schema()
    own = {name: node for name, node in commands["$defs"].items() if name not in inner}
    parts += [writer.record(f"{name}Command", node, _description) for name, node in own.items()]
    parts.append(f"export type Command = {' | '.join(f'{name}Command' for name in _refs(commands))};\n")

    schemas = [c.EVENTS.json_schema()]
    for model in (c.PictureMeta, c.FrameMeta, c.HistoryMeta, c.Preset):
        schema = model.model_json_schema()
        schemas.append({"$defs": schema.pop("$defs", {}) | {model.__name__: schema}})
    told = {name: node for schema in schemas for name, node in schema["$defs"].items() if name not in inner}
    said = [writer.record(name, node, _description, _parent(name)) for name, node in told.items()]
    parts += [*said, *writer.maps.values(), f"export type ServerEvent = {' | '.join(_refs(schemas[0]))};\n"]

    both = {name: row for name, row in c.LINE.items() if name in c.PLANE and row.when is c.always}
    parts += [
        _arrays("LineArrays", "Of a frame of the line.", c.LINE),
        _arrays("PlaneArrays", "Of a frame of the plane.", c.PLANE),
        _arrays(
            "FrameArrays",
            "Of any frame. By another name: LineArrays and PlaneArrays say which there are, and when.",
            {name: row for name, row in c.LINE.items() if name in both}, c.PLANE, open=True,
        ),
        _arrays("HistoryArrays", "Of the charts' rows.", c.ROWS, open=True),
    ]  # fmt: skip
    return "\n".join([*parts, TAIL])


def _refs(node: Mapping[str, Any]) -> list[str]:
    options = node.get("oneOf") or node.get("anyOf") or [node]
    return [option["$ref"].rpartition("/")[2] for option in options]


def _title(node: Mapping[str, Any]) -> str:
    unit = f", {node['x-unit']}" if node.get("x-unit") else ""
    return f"{node['title']}{unit}" if "title" in node and "const" not in node else ""


def _description(node: Mapping[str, Any]) -> str:
    return str(node.get("description", ""))


def _comment(text: str) -> str:
    """The first paragraph, as a comment."""
    return f"/** {' '.join(text.partition(chr(10) * 2)[0].split())} */" if text else ""


def _parent(name: str) -> type | None:
    """The model of the table that this one adds to."""
    base = getattr(c, name).__base__
    return base if base.__base__ is not c.BaseModel else None


class _Writer:
    def __init__(self) -> None:
        self.unions: dict[frozenset[str], str] = {}
        """Names of unions, by their members."""
        self.maps: dict[str, str] = {}
        """Maps by name, as they are written."""

    def record(
        self, name: str, node: Mapping[str, Any], says: Says, parent: type | None = None, *, complete: bool = False
    ) -> str:
        """An object with its fields.  ``complete``: those that have a default are there all the same."""
        # an alias and not an interface: only that is Json, too
        more = f"{parent.__name__} & " if parent else ""
        lines = [_comment(_description(node)), f"export type {name} = {more}{{"]
        required, before = node.get("required", []), getattr(parent, "model_fields", {})
        for field, inner in node.get("properties", {}).items():
            if field not in before:
                mark = "" if complete or field in required or "const" in inner else "?"
                lines.append(_line(says(inner), f"{field}{mark}: {self.type(inner)};"))
        return "\n".join([*filter(None, lines), "};", ""])

    def type(self, node: Mapping[str, Any]) -> str:
        """A schema as a type."""
        if "$ref" in node:
            return _refs(node)[0]
        if "const" in node:
            return _literal(node["const"])
        if "enum" in node:
            return " | ".join(map(_literal, node["enum"]))
        if options := node.get("oneOf") or node.get("anyOf"):
            members = [self.type(option) for option in options]
            return self.unions.get(frozenset(members)) or " | ".join(dict.fromkeys(members))
        kind = node["type"]
        if kind == "array":
            if "prefixItems" in node:
                return f"[{', '.join(self.type(item) for item in node['prefixItems'])}]"
            items = self.type(node["items"])
            return f"({items})[]" if " | " in items else f"{items}[]"
        if kind == "object":
            return self.map(node)
        return {"integer": "number", "number": "number", "string": "string", "boolean": "boolean", "null": "null"}[kind]

    def map(self, node: Mapping[str, Any]) -> str:
        """Values by name; asked for by a name that is not known, there may be none."""
        if node["additionalProperties"] is True:
            return "Record<string, Json>"
        each, mark = self.type(node["additionalProperties"]), "" if node["x-all"] else "?"
        fields = [_line(what, f"{name}{mark}: {each};") for name, what in node["x-names"]]
        lines = [f"export type {node['x-title']} = {{", *fields, f"  [name: string]: {each} | undefined;", "};", ""]
        self.maps[node["x-title"]] = "\n".join(lines)
        return node["x-title"]


def _line(comment: str, code: str) -> str:
    return "  " + " ".join(filter(None, [_comment(comment), code]))


def _literal(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value).lower()


def _arrays(name: str, what: str, *tables: Mapping[str, c.Array], open: bool = False) -> str:
    """Arrays by name.  ``open``: those that all tables always have, and others by any name."""
    lines = [_comment(what), f"export type {name} = {{"]
    for array in tables[0]:
        rows = [table[array] for table in tables]
        always = all(row.when is c.always for row in rows)
        if open and not always:
            continue
        kinds = " | ".join(dict.fromkeys(ARRAYS[row.dtype] for row in rows))
        says = "; ".join(dict.fromkeys(f"[{', '.join(map(str, row.shape))}] {row.what}" for row in rows))
        lines.append(_line(says, f"{array}{'' if always else '?'}: Tensor<{kinds}>;"))
    return "\n".join([*lines, *(["  [name: string]: Tensor;"] if open else []), "};", ""])


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
    sys.exit(0)
