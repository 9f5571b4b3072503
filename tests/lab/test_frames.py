"""Frames: what is drawn is what was measured, to the resolution of the wire."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from ganscope.game import experiment as e
from ganscope.lab.frames import CURVE, READINGS, Frame, frame, readings
from ganscope.lab.player import Player
from ganscope.measure import Look

NETS: dict[str, Any] = {  # as in conftest.py: what other tests have compiled serves here too
    "generator": e.Network(hidden=(8,), activation="elu"),
    "discriminator": e.Discriminator(hidden=(8,), activation="tanh"),
    "schedule": e.Schedule(batch=32),
}
LINE = e.Latent(kind="uniform", dimension=1)
LATENTS = (("scalar z", LINE), ("z in the plane", e.Latent()))
TARGETS: list[Any] = [e.Gaussian(), e.ThreePeaks(weights=(1.0, 0.0, 3.0)), e.Uniform(), e.Ring(), e.TwoGaussians()]


def shown(experiment: e.Experiment, rounds: int = 20) -> tuple[Player, Look, Frame]:
    player = Player(experiment)
    player.advance(rounds)
    look = player.look()
    return player, look, frame(player, look, readings(look, player.recorded(0)), {"round": player.round})


@pytest.mark.parametrize(("target", "latent"), [
    pytest.param(target, latent, id=f"{target.kind}-{name}", marks=() if at in ((0, 0), (3, 1)) else pytest.mark.slow)
    for i, target in enumerate(TARGETS) for j, (name, latent) in enumerate(LATENTS)
    for at in [(i, j)]
])  # fmt: skip
def test_a_frame_holds_the_picture(target: Any, latent: e.Latent) -> None:
    player, look, drawn = shown(e.Experiment(target=target, latent=latent, **NETS))
    assert set(drawn.meta["readings"]) == set(READINGS)
    weights = drawn.arrays["mode_weight"]
    assert len(weights) == len(drawn.arrays["modes"]) == len(drawn.arrays["mode_share"])
    if target.kind != "uniform":
        assert weights.sum() == pytest.approx(1)
    assert drawn.meta["latent"] == player.experiment.latent.dimension
    if drawn.meta["view"] == "1d":
        ((low, high),) = player.window
        for name in ("x", "p_data", "p_g", "d", "d_star"):
            assert drawn.arrays[name].shape == (CURVE,) and drawn.arrays[name].dtype == np.float32
        inside = 1 - float(look.readings["outside"])
        assert drawn.arrays["p_g"].sum() * (high - low) / CURVE == pytest.approx(inside, abs=1e-4)
        p, q = drawn.arrays["p_data"], drawn.arrays["p_g"]
        there = p + q > 0
        np.testing.assert_allclose(drawn.arrays["d_star"][there], (p / (p + q + 1e-38))[there], atol=1e-5)
    else:
        for name in ("p_data", "p_g", "d", "d_star"):
            offset, step = drawn.meta["scale"][name]
            exact = np.asarray(player.scene.p_data if name == "p_data" else getattr(look, name))
            np.testing.assert_allclose(offset + step * drawn.arrays[name].astype(float), exact, atol=0.51 * step + 1e-6)


def test_what_is_not_finite_is_null() -> None:
    """Uniform noise gives p_g a bounded range, and so KL(p_data‖p_g) = ∞: JSON has no word for it."""
    _, look, drawn = shown(e.Experiment(target=e.Gaussian(), latent=LINE, **NETS))
    assert np.isinf(look.readings["kl_data_g"]) and drawn.meta["readings"]["kl_data_g"] is None
    assert drawn.meta["infinite"]["kl_data_g"] == 1
    assert drawn.meta["readings"]["obeyed"] is None and "obeyed" not in drawn.meta["infinite"]  # not known: no labels
    assert drawn.meta["readings"]["jsd"] == pytest.approx(float(look.readings["jsd"]))


def test_the_best_d_that_is_drawn_is_that_of_the_game() -> None:
    """Under the hinge loss D* = sign(p − q), drawn as 0 or 1: not p/(p + q).  Only groups at a crossing lie between."""
    nets: dict[str, Any] = {"generator": e.Network(hidden=(8,)), "discriminator": e.Discriminator(hidden=(8,))}
    _, look, drawn = shown(e.Experiment(target=e.Gaussian(), latent=LINE, objective=e.Hinge(), **nets), rounds=200)
    p, q, d_star = (drawn.arrays[name] for name in ("p_data", "p_g", "d_star"))
    clear = np.abs(p - q) > 0.1 * (p + q)
    inner = clear & np.roll(clear, 1) & np.roll(clear, -1)
    np.testing.assert_allclose(d_star[inner], (p > q)[inner], atol=1e-6)
    assert look.readings["v_star"] == pytest.approx(-2 * (1 - float(look.readings["tv"])), abs=1e-4)
