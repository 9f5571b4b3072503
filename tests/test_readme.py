"""The README names what there is."""

from __future__ import annotations

from pathlib import Path

from ganscope.cli import COMMANDS
from ganscope.web import settings


def test_every_setting_and_command_is_in_the_readme(repository: Path) -> None:
    readme = (repository / "README.md").read_text(encoding="utf-8")
    assert settings.table() in readme
    for command in COMMANDS:
        assert f"ganscope {command}" in readme or command == "serve"
