"""What a session shows: frames for the eye, readings for the charts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ganscope.game import targets
from ganscope.game.rounds import COLUMNS
from ganscope.measure import Look

from .player import Player

CURVE = 512
"""Points of a curve on the line."""

FIGURES = tuple(name for name in COLUMNS if name not in ("d_real", "d_fake"))
"""Of the recorded figures, those that are not read more exactly by quadrature."""

COLUMNS = (
    "v", "v_star", "gap", "cost", "jsd", "jsd_floor", "kl_data_g", "kl_g_data", "tv", "w1", "outside", "modes",
    "high_quality", "nearest_share", "mode_kl", "d_real", "d_fake", *FIGURES,
)  # fmt: skip
"""Every reading, in the order of the charts' rows."""


@dataclass(frozen=True)
class Frame:
    """One picture: ``meta`` is JSON-able, ``arrays`` are ready for the wire."""

    meta: dict[str, Any]
    arrays: dict[str, np.ndarray]


@dataclass(frozen=True)
class History:
    """All rows of the charts."""

    meta: dict[str, Any]
    arrays: dict[str, np.ndarray]


def readings(player: Player, look: Look, since: int) -> dict[str, float]:
    """Every number for reading: the measures, and the means of the rounds after ``since``."""
    recorded = player.recorded(since)
    return {name: float(value) for name, value in look.readings.items()} | {name: recorded[name] for name in FIGURES}


def frame(player: Player, look: Look, numbers: dict[str, float], meta: dict[str, Any]) -> Frame:
    """The picture of a look; ``meta`` gains what belongs to it."""
    scene = player.scene
    scale: dict[str, list[float]] = {}
    parts = [p for p in targets.components(player.experiment.target) if p.weight > 0]
    weight = np.array([p.weight for p in parts], np.float32)
    shown = np.array([i for i, p in enumerate(targets.components(player.experiment.target)) if p.weight > 0], int)
    arrays: dict[str, np.ndarray] = {
        "mode_share": look.mode_share[shown].astype(np.float32),
        "mode_weight": weight / weight.sum() if len(weight) else weight,
        "modes": np.array([p.mean for p in parts], np.float32).reshape(len(parts), -1),
    }
    p_data = np.asarray(scene.p_data)
    if player.structure.dimension == 1:
        step = len(p_data) // CURVE  # whole groups of cells, so that mass is kept
        for name, values in {"p_data": p_data, "p_g": look.p_g, "d": look.d, "d_star": look.d_star}.items():
            arrays[name] = np.asarray(values, np.float32).reshape(CURVE, step).mean(1)
        arrays["x"] = np.asarray(scene.axes[0]).reshape(CURVE, step).mean(1)
        arrays |= {"z": look.z, "gz": look.gz, "real": np.asarray(scene.real)[:, 0], "fake": look.fake[:, 0]}
    else:
        top = max(float(p_data.max()), 1e-30)
        for name, values in {"p_data": p_data, "p_g": look.p_g}.items():
            peak = max(float(values.max()), 1e-3 * top)
            arrays[name] = np.round(values * (255 / peak)).astype(np.uint8)
            scale[name] = [0.0, peak / 255]
        for name, values in {"d": look.d, "d_star": look.d_star}.items():
            arrays[name] = np.round(np.nan_to_num(values, nan=0.5) * 65535).astype(np.uint16)
            scale[name] = [0.0, 1 / 65535]
        arrays |= {"real": np.asarray(scene.real), "fake": look.fake}
    meta = meta | {
        "view": f"{player.structure.dimension}d",
        "window": [list(axis) for axis in player.window],
        "h": float(scene.h),
        "cells": player.spec.cells,
        "scale": scale,
        "readings": {name: value if math.isfinite(value) else None for name, value in numbers.items()},
    }
    return Frame(meta, arrays)
