"""The picture of a D that judges pairs: drawn at (x, F(x)), V on pairs, and how far F is from z."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np
import pytest

from ganscope.game import experiment as e
from ganscope.game import networks, rounds, targets
from ganscope.game.split import numbers, structure
from ganscope.lab import frames
from ganscope.lab.player import Player
from ganscope.lab.presets import adam
from ganscope.measure import look, scene, spec_of

NETS: dict[str, Any] = {
    "generator": e.Network(hidden=(4,)),
    "discriminator": e.Discriminator(hidden=(6,), input_scale=0.5),
}


@pytest.mark.slow
@pytest.mark.parametrize("line", [True, False], ids=["line", "plane"])
def test_d_is_drawn_with_f_and_v_is_that_of_pairs(line: bool) -> None:
    experiment = e.Experiment(
        target=e.Gaussian() if line else e.Ring(),
        latent=e.Latent(dimension=1 if line else 3),
        reconstructor=e.BiGAN(hidden=(5,)),
        **NETS,
    )
    s, start = structure(experiment), rounds.start(experiment)
    spec, n = spec_of(s, cells=12, points=512), numbers(experiment)
    view = scene(spec, n.target, targets.window(experiment.target))
    frame = look(spec, view, n, start.generator, start.discriminator)
    theta, phi = np.split(np.asarray(start.generator), [s.generator.parameters])
    assert s.reconstructor is not None

    def judged(x: jnp.ndarray, z: jnp.ndarray) -> np.ndarray:
        pairs = jnp.concatenate([0.5 * x, z], axis=1)
        return np.asarray(networks.apply(s.discriminator, start.discriminator, pairs)[:, 0], np.float64)

    def inferred(x: jnp.ndarray) -> jnp.ndarray:
        assert s.reconstructor is not None
        return networks.apply(s.reconstructor.spec, jnp.asarray(phi), x)

    np.testing.assert_allclose(frame.output.ravel(), judged(view.points, inferred(view.points)), atol=1e-4)
    at: Any = view.latent
    z = jnp.interp(at.picks, at.grid.u, at.grid.z)[:, None] if line else at.points
    made = networks.apply(s.generator, jnp.asarray(theta), z)
    np.testing.assert_allclose(frame.fake, made[:512], atol=2e-3)
    real = -np.logaddexp(0, -judged(view.real, inferred(view.real))).mean()
    fake = -np.logaddexp(0, judged(made[:512], z[:512])).mean()
    assert float(frame.readings["v"]) == pytest.approx(real + fake, abs=1e-3)
    off = float(jnp.mean(jnp.sum((z - inferred(made)) ** 2, axis=1)))
    assert float(frame.readings["reconstruction"]) == pytest.approx(off, rel=1e-3)
    assert np.isnan(frame.readings["v_star"]) and np.isnan(frame.readings["gap"]) and np.isnan(frame.d_star).all()


@pytest.mark.slow
def test_an_encoder_that_plays_against_d_learns_to_undo_g() -> None:
    """At the equilibrium F = G⁻¹ (Donahue et al., 2017, theorem 2): of the averaged networks."""
    net: dict[str, Any] = {"activation": "tanh", "init": e.Glorot()}
    player = Player(
        e.Experiment(
            target=e.Gaussian(mean=1.0, std=0.5),
            latent=e.Latent(dimension=1),
            generator=e.Network(**net),
            discriminator=e.Discriminator(**net),
            reconstructor=e.BiGAN(**net),
            optimizers=adam(1e-3, 1e-3, 0.5),
        )
    )
    assert player.look().readings["reconstruction"] > 0.5
    player.advance(6_000)
    readings = player.look(average=True).readings
    assert readings["reconstruction"] < 0.1 and readings["jsd"] < 0.02


@pytest.mark.slow
def test_the_page_is_told_and_d_cannot_be_trained_to_a_best_that_is_not_known() -> None:
    alone, paired = (Player(e.Experiment(target=e.Ring(), reconstructor=f)) for f in (e.NoReconstructor(), e.Veegan()))
    assert alone.best_known and not paired.best_known
    for player, kind in ((alone, None), (paired, "veegan")):
        seen = player.look()
        numbers = frames.readings(seen, player.recorded(0))
        meta = frames.frame(player, seen, numbers, {}).meta
        assert meta["game"]["reconstructor"] == kind
        assert (meta["readings"]["reconstruction"] is None) == (kind is None)
    assert not paired.inherit(alone)
