"""Compiled programs are kept where only their user can write: to read one runs code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ganscope.game import kept
from ganscope.lab import cache
from ganscope.lab.disk import Disk


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("JAX_COMPILATION_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(kept, "_keeper", None)
    told: dict[str, Any] = {}
    monkeypatch.setattr(cache.jax.config, "update", told.__setitem__)
    return tmp_path


def kept_in() -> Path | None:
    return kept._keeper.folder if isinstance(kept._keeper, Disk) else None


def test_the_folder_is_the_users_alone(home: Path) -> None:
    path = home / "ganscope" / "programs"
    assert cache.use_cache() == path and path.stat().st_mode & 0o777 == 0o700
    assert kept_in() == path / "whole"


def test_a_folder_that_others_can_write_to_is_not_used(home: Path) -> None:
    path = cache.directory()
    path.mkdir(parents=True)
    path.chmod(0o777)
    assert cache.use_cache() is None and kept_in() is None


def test_jaxs_own_variable_takes_precedence(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAX_COMPILATION_CACHE_DIR", str(home / "own"))
    assert cache.use_cache() == home / "own" and kept_in() == home / "own" / "whole"
