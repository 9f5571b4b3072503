"""The caches on disk: a program compiled once is there at the next start, JAX's in one folder, whole ones within it."""

from __future__ import annotations

import os
from pathlib import Path

import jax

from ganscope.game.kept import keep_with

from .disk import Disk

SIZE = 512 * 1024 * 1024
"""Bytes that the cache may take; the oldest programs go first."""


def directory() -> Path:
    """Where the cache is: ``$XDG_CACHE_HOME/ganscope/programs``, by default under ``~/.cache``."""
    return _home() / "programs"


def thumbnails_directory() -> Path:
    """Where the gallery's pictures are kept, beside the programs."""
    return _home() / "thumbnails"


def _home() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ganscope"


def use_cache() -> Path | None:
    """Keep compiled programs on disk, in a directory that is the user's alone; None where there can be none.

    Whoever can write there can run code here, so a directory of somebody else's, or open to others, is not used.
    ``JAX_COMPILATION_CACHE_DIR`` takes precedence.  Call it before anything is compiled.
    """
    if os.environ.get("JAX_COMPILATION_CACHE_DIR"):
        path = Path(os.environ["JAX_COMPILATION_CACHE_DIR"])
        keep_with(Disk(path / "whole"))
        return path
    path = directory()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = path.stat()
    except OSError:
        return None
    if hasattr(os, "getuid") and (status.st_uid != os.getuid() or status.st_mode & 0o022):
        return None
    keep_with(Disk(path / "whole"))
    jax.config.update("jax_compilation_cache_dir", str(path))
    jax.config.update("jax_persistent_cache_min_compile_time_secs", 0)
    jax.config.update("jax_persistent_cache_min_entry_size_bytes", -1)
    jax.config.update("jax_compilation_cache_max_size", SIZE)
    return path
