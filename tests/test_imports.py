"""The house rule: imports point one way, and the mathematics knows nothing of the world.

Read from the syntax trees, so that it holds for imports inside functions and under TYPE_CHECKING too.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent / "backend" / "ganscope"

# Each layer and the layers that it may import besides itself.
MAY_IMPORT: dict[str, set[str]] = {
    "game": set(),
    "measure": {"game"},
    "figures": {"game", "measure"},
    "lab": {"game", "measure", "figures"},
    "study": {"game", "measure", "figures", "lab"},
    "web": {"game", "measure", "figures", "lab"},
    "cli": {"game", "measure", "figures", "lab", "study", "web"},
    "__init__": {"game", "measure", "figures", "lab", "study"},
    "__main__": {"cli"},
}

# What a function from arrays to arrays has no use for.
WORLD = {
    *("time", "datetime", "random", "multiprocessing", "concurrent", "asyncio", "queue"),
    *("os", "io", "pathlib", "tempfile", "shutil", "sys", "subprocess", "socket", "http", "urllib"),
    *("logging", "warnings", "plotly", "matplotlib", "fastapi", "starlette", "uvicorn", "websockets", "torch"),
}

FILES = sorted(ROOT.rglob("*.py"))


def module_name(path: Path) -> str:
    """`ganscope.game.rounds` for game/rounds.py, `ganscope.game` for game/__init__.py."""
    parts = path.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in FILES}


def layer(module: str) -> str:
    """The layer of a module of ours: the name under `ganscope`, or `__init__` for the package itself."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def imported(path: Path, nodes: Iterator[ast.AST]) -> Iterator[str]:
    """The full names of the modules that these nodes import; `from a import b` gives a.b where that is a module."""
    package = module_name(path).split(".") if path.name == "__init__.py" else module_name(path).split(".")[:-1]
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                full = f"{base}.{alias.name}"
                yield full if full in MODULES else base


def everywhere(path: Path) -> set[str]:
    return set(imported(path, ast.walk(ast.parse(path.read_text(encoding="utf-8")))))


def at_import(path: Path) -> set[str]:
    """Only what runs when the module is imported: neither in functions nor under TYPE_CHECKING."""

    def nodes(body: list[ast.stmt]) -> Iterator[ast.AST]:
        for node in body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
                continue
            yield node
            for part in ("body", "orelse", "finalbody"):
                yield from nodes(getattr(node, part, []))

    return set(imported(path, nodes(ast.parse(path.read_text(encoding="utf-8")).body)))


@pytest.mark.parametrize("path", FILES, ids=module_name)
def test_imports_point_one_way(path: Path) -> None:
    own = layer(module_name(path))
    assert own in MAY_IMPORT, f"{path.name}: a new layer needs its row in MAY_IMPORT"
    for name in everywhere(path):
        # The package itself is above every layer; only its version is for all, and that is not a module's business.
        if name == "ganscope" and own not in ("game", "measure"):
            continue
        if name.split(".")[0] == "ganscope":
            assert layer(name) in {own, *MAY_IMPORT[own]}, f"{module_name(path)} imports {name}"


@pytest.mark.parametrize("path", [p for p in FILES if layer(module_name(p)) in ("game", "measure")], ids=module_name)
def test_mathematics_knows_nothing_of_the_world(path: Path) -> None:
    assert not {name.split(".")[0] for name in everywhere(path)} & WORLD
    calls = (node.func for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
    assert not {func.id for func in calls if isinstance(func, ast.Name)} & {"open", "print", "input"}


def test_no_module_imports_itself_through_others() -> None:
    graph = {name: at_import(path) & set(MODULES) - {name} for name, path in MODULES.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail("import cycle: " + " → ".join(reversed(error.args[1])))


def test_torch_stays_in_the_benchmark() -> None:
    users = {name for name, path in MODULES.items() if "torch" in {m.split(".")[0] for m in everywhere(path)}}
    assert users <= {"ganscope.study.torch_loop"}


def test_the_reader_of_imports_sees_them_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "ganscope"
    (root / "game").mkdir(parents=True)
    one = root / "game" / "one.py"
    one.write_text("def f():\n    from ..lab import two\n    import os.path\nfrom . import three\n")
    three = root / "game" / "three.py"
    three.write_text("")
    monkeypatch.setitem(globals(), "ROOT", root)
    monkeypatch.setitem(globals(), "MODULES", {"ganscope.lab.two": one, "ganscope.game.three": three})
    assert everywhere(one) == {"ganscope.lab.two", "os.path", "ganscope.game.three"}
    assert at_import(one) == {"ganscope.game.three"}
