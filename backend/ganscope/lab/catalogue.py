"""Every member of every table, with what it is: what ``ganscope list`` prints."""

from __future__ import annotations

import inspect
from typing import Any, get_args

from ganscope.game import experiment as e
from ganscope.game import latents, networks

from .frames import COLUMNS
from .presets import PRESETS


def catalogue() -> dict[str, dict[str, str]]:
    """Family → member → one line on it."""
    return {
        "target": _models(e.Target),
        "latent": {name: f"{name} in every coordinate" for name in latents.LATENTS},
        "activation": {name: f"{name}, after every hidden layer" for name in networks.ACTIVATIONS},
        "initialisation": _models(e.Initialisation),
        "objective": _models(e.Objective),
        "penalty": _models(e.Penalty),
        "optimizer": _models(e.Optimizer),
        "reading": {name: READINGS[name] for name in COLUMNS},
        "preset": {preset.name: preset.summary for preset in PRESETS},
    }


def _models(union: Any) -> dict[str, str]:
    members = get_args(get_args(union)[0]) if get_args(union) else (union,)
    return {m.model_fields["kind"].default: (inspect.getdoc(m) or "").split("\n\n")[0].replace("\n", " ") for m in members}


READINGS = {
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
