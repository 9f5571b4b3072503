"""What a session shows: frames for the eye, readings for the charts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import jax
import numpy as np

from ganscope.game import objectives, targets
from ganscope.game.rounds import COLUMNS
from ganscope.measure import Look

from .history import Rows
from .player import Charts, Player

CURVE = 512
"""Points of a curve on the line."""

FIGURES = tuple(name for name in COLUMNS if name not in ("d_real", "d_fake"))
"""Of the recorded figures, those that are not read more exactly by quadrature."""

READINGS: dict[str, str] = {
    "v": "V(G, D) = −(loss of D), nats, or units of x for a Wasserstein critic",
    "v_star": "V(G, D*): what the best D would reach, if that is known",
    "gap": "V(G, D*) − V(G, D) ≥ 0, if that is known",
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
    "d_real": "mean D under p_data (of packs, where D looks at packs); of the output itself where D is a score",
    "d_fake": "mean D under p_g (of packs, where D looks at packs); of the output itself where D is a score",
    "reconstruction": "E‖z − F(G(z))‖², where there is a reconstructor",
    "obeyed": "share of samples whose nearest mode bears the label that G was asked for, if there are labels",
    "d_loss": "loss of D per sample, mean over rounds",
    "g_loss": "loss of G per sample, and of F where there is a reconstructor, mean over rounds",
    "penalty": "penalties on D, weights included, mean over rounds",
    "d_grad_norm": "norm of D's gradient, mean over rounds",
    "g_grad_norm": "norm of G's gradient, and of F's where there is a reconstructor, mean over rounds",
}
"""Every reading with what it is, in the order of the charts' rows."""


PLACES = ("theta", "psi")
"""Where the players are, in rows of games with one parameter a player."""


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


def readings(look: Look, recorded: dict[str, float]) -> dict[str, float]:
    """Every number for reading: the measures, and what :meth:`Player.recorded` gave."""
    read = {"reconstruction": math.nan, "obeyed": math.nan} | {
        name: float(value) for name, value in look.readings.items()
    }
    return read | {name: recorded[name] for name in FIGURES}


def _modes(player: Player) -> dict[int, Any]:
    """The target's modes, by their place among its components: those that have a weight."""
    return {i: part for i, part in enumerate(targets.components(player.experiment.target)) if part.weight > 0}


def history(player: Player, rows: Rows, meta: dict[str, Any]) -> History:
    """The charts' rows up to a frame, whose ``run``, ``epoch`` and ``round`` they share, with the shares of the modes
    that the target has now, and :data:`PLACES` where there are any."""
    arrays = rows.arrays()
    arrays = {name: column for name, column in arrays.items() if name not in PLACES or np.isfinite(column).any()}
    arrays["mode_share"] = np.ascontiguousarray(arrays["mode_share"][:, list(_modes(player))])
    return History({"rows": len(rows)} | {name: meta[name] for name in ("run", "epoch", "round")}, arrays)


def frame(
    player: Player, look: Look, numbers: dict[str, float], meta: dict[str, Any], charts: Charts | None = None,
    phase: dict[str, Any] | None = None,
) -> Frame:  # fmt: skip
    """The picture of a look, with what charts show that are asked for and the phase portrait (:meth:`Player.portrait`);
    ``meta`` gains what belongs to it."""
    d = player.structure.dimension
    arrays, scale = (_on_the_line if d == 1 else _in_the_plane)(player, look)
    modes = _modes(player)
    weight = np.array([part.weight for part in modes.values()], np.float32)
    arrays |= {
        "modes": np.array([part.mean for part in modes.values()], np.float32).reshape(len(modes), d),
        "mode_weight": weight / max(weight.sum(), 1e-30),
        "mode_share": look.mode_share[list(modes)].astype(np.float32),
    }
    views = {name: np.asarray(values, np.float32) for name, values in look.views.items()}
    limit = float(views.pop("weights_limit"))
    named = views.pop("named", None)
    contribution = views.pop("contribution", None)
    if contribution is not None:
        contribution = np.where(np.isfinite(contribution), contribution, 0)
        arrays["contribution"] = contribution.reshape(CURVE, -1).mean(1) if d == 1 else contribution
    each = views.pop("p_g_each", None)
    if each is not None and d == 1:
        arrays["p_g_each"] = each.reshape(len(each), CURVE, -1).mean(2)
    for name in ("real_label", "fake_label"):
        if name in views:
            arrays[name] = views.pop(name).astype(np.uint8)
    arrays |= views
    charts = charts or {}
    for values in charts.values():
        arrays |= {name: _packed(value) for name, value in values.items() if value.ndim}
    if phase:
        arrays |= phase["arrays"]
        meta = meta | {"phase": phase["meta"]}
    meta = meta | {
        "weights": {"limit": limit},
        "view": f"{d}d",
        "window": [list(axis) for axis in player.window],
        "h": float(player.scene.h),
        "cells": player.spec.cells,
        "seed": player.experiment.seed,
        "device": jax.default_backend(),
        "scale": scale,
        "latent": player.structure.latent_dimension,
        "generators": player.structure.generator.members,
        "labels": player.structure.labels,
        "game": _game(player, look) | ({} if named is None else {"named": float(named)}),
        "charts": {name: _alone(charts[name]) if name in charts else None for name in player.able},
        "readings": {name: value if math.isfinite(value) else None for name, value in numbers.items()},
        "infinite": {name: int(math.copysign(1, value)) for name, value in numbers.items() if math.isinf(value)},
    }
    return Frame(meta, arrays)


def _packed(values: np.ndarray) -> np.ndarray:
    """Counts in 16 bits."""
    return values.astype(np.uint16) if np.issubdtype(values.dtype, np.integer) else values


def _alone(values: dict[str, np.ndarray]) -> dict[str, Any]:
    """The numbers of a chart that stand alone, JSON-able, under what stands behind its name."""
    return {name.partition("_")[2]: value.item() for name, value in values.items() if not value.ndim}


def _game(player: Player, look: Look) -> dict[str, Any]:
    """What D's numbers mean in the game that is played."""
    rule = player.structure.objective
    output = objectives.losses(rule).output
    return {
        "kind": rule.kind,
        "output": output,
        "range": [float(end) for end in look.range] if output == "score" else None,
        "optimum": _optimum(look),
        "equilibrium": float(look.equilibrium),
        "pack": player.structure.pack,
        "undecided": 1 / (1 + max(objectives.losses(rule).names, 1)),
        "across": player.structure.discriminator.across != "none",
        "reconstructor": f.kind if (f := player.structure.reconstructor) else None,
    }


def _optimum(look: Look) -> bool:
    """Whether the best D is known."""
    return bool(np.isfinite(look.d_star).all())


Arrays = dict[str, Any]
Scale = dict[str, list[float]]


def _on_the_line(player: Player, look: Look) -> tuple[Arrays, Scale]:
    """Curves of CURVE points as float32: whole groups of cells, so that mass is kept and D* is that of the group."""
    scene = player.scene

    def grouped(values: Any) -> np.ndarray:
        return np.asarray(values, np.float32).reshape(CURVE, -1).mean(1)

    p_data, p_g = grouped(scene.p_data), grouped(look.p_g)
    both = p_data + p_g
    arrays: Arrays = {
        "x": grouped(scene.axes[0]),
        "p_data": p_data,
        "p_g": p_g,
        "d": grouped(look.d),
        "z": np.asarray(look.z),
        "gz": np.asarray(look.gz),
        "real": np.asarray(scene.real)[:, 0],
        "fake": np.asarray(look.fake)[:, 0],
    }
    if _optimum(look):
        # each cell by its mass: of p_data/(p_data + p_g) that is D* of the group, and not the mean of D*
        mass, d_star = np.asarray(scene.p_data) + np.asarray(look.p_g), np.asarray(look.d_star)
        arrays["d_star"] = np.where(both > 0, grouped(mass * d_star) / np.where(both > 0, both, 1), grouped(d_star))
    return arrays, {}


def _in_the_plane(player: Player, look: Look) -> tuple[Arrays, Scale]:
    """Grids as small integers, value = scale[0] + scale[1] · integer: densities in 8 bits, probabilities in 16."""
    p_data = np.asarray(player.scene.p_data)
    arrays: Arrays = {
        "real": np.asarray(player.scene.real),
        "fake": np.asarray(look.fake),
        "mesh": np.asarray(look.mesh),
        "pull": np.asarray(look.pull),
    }
    scale: Scale = {}
    for name, values in {"p_data": p_data, "p_g": np.asarray(look.p_g)}.items():
        peak = max(float(values.max()), 1e-3 * float(p_data.max()))  # a p_g that is elsewhere stays dark
        arrays[name] = np.round(values * (255 / peak)).astype(np.uint8)
        scale[name] = [0.0, peak / 255]
    for name, values in {"d": look.d, "d_fine": look.d_fine, "d_star": look.d_star}.items():
        if not np.size(values) or (name == "d_star" and not _optimum(look)):
            continue
        arrays[name] = np.round(np.asarray(values) * 65535).astype(np.uint16)
        scale[name] = [0.0, 1 / 65535]
    return arrays, scale
