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

READINGS: dict[str, str] = {
    "v": "V(G, D), nats",
    "v_star": "V(G, D*), nats: what the best D would reach",
    "gap": "V(G, D*) − V(G, D) ≥ 0, nats",
    "cost": "C(G) = −log 4 + 2·JSD, nats",
    "jsd": "Jensen–Shannon divergence of p_data and p_g, nats",
    "jsd_floor": "the JSD that a perfect generator would get here, nats",
    "kl_data_g": "KL(p_data‖p_g), nats",
    "kl_g_data": "KL(p_g‖p_data), nats",
    "tv": "total variation, 0 to 1",
    "w1": "Wasserstein-1 distance, units of x (sliced in 2-D)",
    "outside": "share of p_g outside the picture",
    "modes": "modes covered, by the published rule",
    "high_quality": "share of samples within 3σ of their nearest mode",
    "nearest_share": "largest share of samples that are nearest one mode",
    "mode_kl": "KL of the mode histogram of high-quality samples from the weights, nats",
    "d_real": "mean D under p_data",
    "d_fake": "mean D under p_g",
    "d_loss": "loss of D, nats per sample, mean over rounds",
    "g_loss": "loss of G, nats per sample, mean over rounds",
    "penalty": "penalties on D, weights included, mean over rounds",
    "d_grad_norm": "norm of D's gradient, mean over rounds",
    "g_grad_norm": "norm of G's gradient, mean over rounds",
}
"""Every reading with what it is, in the order of the charts' rows."""


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
    arrays: dict[str, Any] = {
        "mode_share": look.mode_share[shown].astype(np.float32),
        "mode_weight": weight / weight.sum() if len(weight) else weight,
        "modes": np.array([p.mean for p in parts], np.float32).reshape(len(parts), player.structure.dimension),
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
