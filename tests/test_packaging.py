"""The lock and the version: what an install depends on."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import ganscope


def pinned(lock: str) -> set[str]:
    """Names of the packages in a lock, normalised as in PEP 503."""
    return {re.sub(r"[-_.]+", "-", line.split("==")[0].strip()).lower() for line in lock.splitlines()}


def test_lock_pins_every_dependency_and_names_no_host(repository: Path) -> None:
    lock = (repository / "backend" / "requirements.lock").read_text()
    for line in lock.splitlines():
        assert re.fullmatch(r"[a-z0-9.-]+==[0-9][0-9a-z.]*( ; [a-z0-9_ .<>=!'()]+)?", line), line
    project = tomllib.loads((repository / "pyproject.toml").read_text())["project"]
    for requirement in project["dependencies"] + project["optional-dependencies"]["dev"]:
        name = re.split(r"[<>=\[; ]", requirement)[0]
        assert re.sub(r"[-_.]+", "-", name).lower() in pinned(lock)


def test_version_is_a_version() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", ganscope.__version__)


def test_help_does_not_wait_for_jax() -> None:
    loaded = "' '.join({'jax', 'plotly', 'uvicorn'} & set(sys.modules))"
    code = f"import sys, ganscope, ganscope.cli; ganscope.figures.figure1; sys.exit({loaded} or 0)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
