"""Settings of the server: one row each, with name, default and help.

A value comes from the command line, else from the environment (``GANSCOPE_`` and the name in capitals), else from
the row.  The rows are the fields of :class:`Settings`; nothing else lists them.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

from ganscope.web import guard

PREFIX = "GANSCOPE_"


class SettingError(ValueError):
    """A setting has a value that it does not accept; the message says which, what it got and what it accepts."""


class Row(NamedTuple):
    """One setting, as the command line and the documentation show it."""

    name: str
    default: Any
    help: str
    accepts: str

    @property
    def variable(self) -> str:
        return PREFIX + self.name.upper()

    @property
    def flag(self) -> str:
        return "--" + self.name.replace("_", "-")


def _text(value: str) -> str:
    return value.strip()


def _row(default: Any, help: str, accepts: str = "text", read: Callable[[str], Any] = _text) -> Any:
    return field(default=default, metadata={"help": help, "accepts": accepts, "read": read})


def _origins(value: str) -> tuple[str, ...]:
    origins = tuple(part.strip() for part in value.split(",") if part.strip())
    if not all(guard.address(origin) for origin in origins):
        raise ValueError
    return origins


def _whole(default: int, low: int, high: int, help: str) -> Any:
    def read(value: str) -> int:
        number = int(value)
        if not low <= number <= high:
            raise ValueError
        return number

    return _row(default, help, f"a whole number from {low:,} to {high:,}", read)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the server may be told.  Attributes are the rows, with their types."""

    host: str = _row("127.0.0.1", "Address to listen on; 0.0.0.0 lets other machines in.")
    port: int = _whole(8000, 0, 65535, "Port to listen on; the next free one if it is taken, any free one if 0.")
    origins: tuple[str, ...] = _row(
        (),
        "Other addresses of the page, separated by commas, such as https://gan.example.org behind a proxy.",
        "addresses such as https://gan.example.org, separated by commas",
        _origins,
    )
    token: str = _row("", "What a script on another machine must show to open a websocket; drawn at random if empty.")
    sessions: int = _whole(16, 1, 1000, "Most sessions at once.")
    orphan_seconds: int = _whole(600, 0, 86400, "How long a session lives on after its last page has left.")
    viewers: int = _whole(64, 1, 10000, "Most open pages at once, over all sessions.")
    message_bytes: int = _whole(65536, 1024, 1048576, "Longest message that a page may send.")


def rows() -> tuple[Row, ...]:
    """Every setting, in the order of the class."""
    return tuple(
        Row(f.name, "" if f.default == () else f.default, f.metadata["help"], f.metadata["accepts"])
        for f in fields(Settings)
    )


def read(environment: Mapping[str, str], given: Mapping[str, Any] | None = None) -> Settings:
    """Settings from the command line's values (``given``; None = not given) over those of the environment.

    Raises :class:`SettingError` for a value that its setting does not accept.
    """
    given = given or {}
    values: dict[str, Any] = {}
    for row, entry in zip(rows(), fields(Settings), strict=True):
        if given.get(row.name) is not None:
            source, value = row.flag, str(given[row.name])
        elif row.variable in environment:
            source, value = row.variable, environment[row.variable]
        else:
            continue
        try:
            values[row.name] = entry.metadata["read"](value)
        except ValueError:
            raise SettingError(f"{source} got {value!r}; it accepts {row.accepts}") from None
    return Settings(**values)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Give a command-line parser one flag per setting.  Flags left out stay None, for :func:`read`."""
    group = parser.add_argument_group("settings")
    for row in rows():
        shown = f" Default: {row.default}." if row.default != "" else ""
        text = f"{row.help}{shown} Also {row.variable}."
        group.add_argument(row.flag, dest=row.name, metavar=row.name.upper(), help=text.replace("%", "%%"))


def table() -> str:
    """All settings as a Markdown table, for the documentation."""
    lines = ["| Flag | Variable | Default | What it does |", "| --- | --- | --- | --- |"]
    lines += [f"| `{row.flag}` | `{row.variable}` | {row.default} | {row.help} |" for row in rows()]
    return "\n".join(lines)
