"""Files that a command is to write."""

from __future__ import annotations

import os
from pathlib import Path


def unwritable(path: Path) -> str | None:
    """Why no file can be written there, or None; asked before the work, not after it."""
    if not path.parent.is_dir():
        return f"there is no folder {str(path.parent)!r}"
    if path.is_dir() or not os.access(path if path.exists() else path.parent, os.W_OK):
        return f"{str(path)!r} cannot be written"
    return None
