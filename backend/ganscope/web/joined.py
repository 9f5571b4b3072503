"""The page's modules in one file, and its style sheets in another: a visit asks for nine answers instead of ninety.

The files stay as they are, modules that any server could send one by one; here each becomes a function of one module,
in an order in which what is imported stands before who imports it.  It is no bundler: it knows the few forms that the
page is written in, at the beginnings of lines,

    import { a, b as c } from "./x.js";
    export const …, export function …, export async function …, export class …, export let …
    import("./x.js")  anywhere, for what is loaded late

and what is written otherwise it refuses, so that the page is sent as it is.  An exported ``let`` is a live binding: it
becomes a variable of the whole, and keeps its name where it is imported.
"""

from __future__ import annotations

import re
from pathlib import Path

SCRIPT, STYLE = "js/all.js", "css/all.css"
"""Where the page finds what was joined."""

_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w-]+\.js)";\n', re.MULTILINE)
_LATE = re.compile(r'\bimport\("\./([\w-]+\.js)"\)(?=[;.])')
_EXPORT = re.compile(r"^export ((?:async )?function|class|const) (\w+)", re.MULTILINE)
_LET = re.compile(r"^export let (\w+)(?: = (.*))?;\n", re.MULTILINE)
_OTHER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


class Unjoinable(ValueError):
    """The page is written in a form that is not known here; the message has the place."""


def script(folder: Path, main: str = "main.js") -> str:
    """All modules of a folder that the main one needs, now or late, as one.  Raises :class:`Unjoinable`."""
    sources: dict[str, str] = {}
    order: list[str] = []  # as a browser runs them, but what is loaded late before the main one
    late: list[str] = []

    def visit(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            raise Unjoinable(f"modules import each other: {' → '.join((*above, name))}")
        if name in sources:
            return
        try:
            source = (folder / name).read_text("utf-8")
        except FileNotFoundError:
            raise Unjoinable(f"there is no {name}") from None
        for found in _IMPORT.finditer(source):
            visit(found[2], (*above, name))
        late.extend(found[1] for found in _late(source))
        sources[name] = source
        order.append(name)

    visit(main, ())
    order.remove(main)
    for name in late:  # it grows
        visit(name, ())
    order.append(main)
    lets = [found[1] for name in order for found in _LET.finditer(sources[name])]
    if len(set(lets)) < len(lets):
        raise Unjoinable(f"two modules export a let of one name: {', '.join(lets)}")
    head = [f"let {', '.join(lets)};"] if lets else []
    return "\n".join(["const modules = {};", *head, *(_module(name, sources[name], set(lets)) for name in order)])


def _late(source: str) -> list[re.Match[str]]:
    """Imports that are no types in a comment."""
    return [
        found
        for found in _LATE.finditer(source)
        if "*" not in source[source.rfind("\n", 0, found.start()) : found.start()]
    ]


def _module(name: str, source: str, lets: set[str]) -> str:
    def given(found: re.Match[str]) -> str:
        names = [part.split(" as ") for part in re.split(r",\s*", found[1].strip().rstrip(",")) if part.strip()]
        if any(pair[0].strip() in lets and len(pair) > 1 for pair in names):
            raise Unjoinable(f"{name} imports a let under another name")
        wanted = ", ".join(": ".join(word.strip() for word in pair) for pair in names if pair[0].strip() not in lets)
        return f'const {{ {wanted} }} = modules["{found[2]}"];\n' + "\n" * (found[0].count("\n") - 1)

    body = _IMPORT.sub(given, source)
    for found in reversed(_late(body)):
        body = f'{body[: found.start()]}Promise.resolve(modules["{found[1]}"]){body[found.end() :]}'
    names = [found[2] for found in _EXPORT.finditer(body)]
    body = _EXPORT.sub(r"\1 \2", body)
    body = _LET.sub(lambda found: f"{found[1]} = {found[2]};\n" if found[2] else "\n", body)
    if other := _OTHER.search(body):
        raise Unjoinable(f"{name}: {other[0]}")
    return f'// {name}\nmodules["{name}"] = (() => {{\n{body}\nreturn {{ {", ".join(names)} }};\n}})();'


_SHEET = re.compile(r'^ *<link rel="stylesheet" href="(css/[\w-]+\.css)" />\n', re.MULTILINE)
_PRELOAD = re.compile(r'^ *<link rel="modulepreload" href="js/[\w-]+\.js" />\n', re.MULTILINE)
_MAIN = '<script type="module" src="js/main.js"></script>'


def style(folder: Path) -> str:
    """The style sheets of the page in this folder, in its order."""
    page = (folder / "index.html").read_text("utf-8")
    return "\n".join((folder / found[1]).read_text("utf-8") for found in _SHEET.finditer(page))


def index(folder: Path) -> str:
    """The page in this folder, with what was joined in the place of its parts."""
    page = (folder / "index.html").read_text("utf-8")
    if _MAIN not in page or not _SHEET.search(page) or not _PRELOAD.search(page):
        raise Unjoinable("index.html")
    page = _first(_SHEET, f'    <link rel="stylesheet" href="{STYLE}" />\n', page)
    page = _first(_PRELOAD, f'    <link rel="modulepreload" href="{SCRIPT}" />\n', page)
    return page.replace(_MAIN, _MAIN.replace("js/main.js", SCRIPT))


def _first(lines: re.Pattern[str], line: str, page: str) -> str:
    """The page with a line in the place of the first of these, and without the others."""
    found = lines.search(page)
    assert found
    return page[: found.start()] + line + lines.sub("", page[found.end() :])
