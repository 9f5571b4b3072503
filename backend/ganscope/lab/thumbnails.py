"""Pictures of the presets for the gallery: each one really trained for a while, once, and kept on disk.

They are made one after the other on a thread of their own, when first asked for.  While somebody plays, that thread
rests as long as it works.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import threading
import time
import traceback
import zipfile
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import jax
import numpy as np

import ganscope

from .frames import Frame, frame, readings
from .player import Player
from .presets import PRESETS, Preset

CHUNK = 64
"""Rounds between two rests."""


class Thumbnails:
    """``busy`` says whether anybody plays; ``directory`` keeps what was made, None keeps it in memory alone."""

    def __init__(self, directory: Path | None, busy: Callable[[], bool] = lambda: False):
        self._directory, self._busy = directory, busy
        self._presets = {preset.name: preset for preset in PRESETS}
        self._shares = dict.fromkeys(self._presets, 0.0)
        self._made: dict[str, Future[Frame]] = {}
        self._lock = threading.Lock()
        self._closed = False
        self._maker = ThreadPoolExecutor(1, thread_name_prefix="ganscope-thumbnails")

    def ask(self, name: str) -> Frame | float:
        """The picture of a preset, or the share of it that is done: it is made from the first question on.

        Raises KeyError for an unknown name, RuntimeError where the picture could not be made.
        """
        preset = self._presets[name]
        with self._lock:
            if name not in self._made:
                self._made[name] = self._maker.submit(self.make, preset)
            made = self._made[name]
        if not made.done():
            return self._shares[name]
        if error := made.exception():
            raise RuntimeError(f"the picture of {name} could not be made: {error}") from error
        return made.result()

    def close(self) -> None:
        """Stop making; what is under way is given up."""
        self._closed = True
        self._maker.shutdown(wait=False, cancel_futures=True)

    def make(self, preset: Preset) -> Frame:
        """The picture of a preset, from disk or by training."""
        path = self._directory / _file(preset) if self._directory else None
        found = _read(path) if path else None
        if found is None:
            found = self._train(preset)
            if path:
                _write(path, found)
        self._shares[preset.name] = 1.0
        return found

    def _train(self, preset: Preset) -> Frame:
        player = Player(preset.experiment)
        while player.round < preset.shown_at:
            if self._closed or not player.finite:
                raise RuntimeError("the lab closes" if self._closed else player.failure())
            start = time.monotonic()
            player.advance(min(CHUNK, preset.shown_at - player.round))
            self._shares[preset.name] = player.round / preset.shown_at
            if self._busy():
                time.sleep(time.monotonic() - start)
        look = player.look()
        return frame(player, look, readings(look, player.recorded(0)), {"round": player.round, "generator": "live"})


def _file(preset: Preset) -> str:
    """A name that changes with whatever changes the picture."""
    what = [ganscope.__version__, jax.__version__, preset.shown_at, preset.experiment.model_dump(mode="json")]
    return f"{preset.name}-{hashlib.sha256(json.dumps(what).encode()).hexdigest()[:16]}.npz"


def _read(path: Path) -> Frame | None:
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            arrays = dict(file)
        return Frame(json.loads(str(arrays.pop("meta"))), arrays)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return None  # not there, or spoilt: it is made anew


def _write(path: Path, picture: Frame) -> None:
    """In one move, so that nobody reads half of it; a disk that is full or read-only costs nothing but the time."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".npz")
        with os.fdopen(handle, "wb") as file:
            arrays: Any = picture.arrays
            np.savez_compressed(file, meta=json.dumps(picture.meta), **arrays)
        os.replace(temporary, path)
    except OSError:
        traceback.print_exc()
