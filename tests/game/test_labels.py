"""Games in which both players are told a label (conditional GAN)."""

from __future__ import annotations

import json
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from ganscope.game import experiment as e
from ganscope.game import steps, targets
from ganscope.game.split import numbers, structure

THREE = e.ThreePeaks()  # weights .2, .5, .3 at −3, 0, 3


@settings(max_examples=50, deadline=None)
@given(weights=st.lists(st.sampled_from([0.0, 0.5, 3.0]), min_size=1, max_size=64).filter(any), share=st.floats(0, 1))
def test_every_label_has_a_gaussian_of_some_weight_and_neighbours_share_one(weights: list[float], share: float) -> None:
    target = e.Mixture1D(
        components=tuple(e.Component1D(weight=w, mean=float(k), std=0.1) for k, w in enumerate(weights))
    )
    used = np.flatnonzero(weights)
    n = 1 + round(share * (len(used) - 1))
    of = targets.labels(target, n)[used]
    assert set(of) == set(range(n)) and (np.diff(of) >= 0).all()
    sizes = np.bincount(of)
    assert sizes.max() - sizes.min() <= 1


def test_a_sample_bears_the_label_of_the_gaussian_it_comes_from() -> None:
    experiment = e.Experiment(target=THREE, labels=3, schedule=e.Schedule(batch=2048))
    s, n = structure(experiment), numbers(experiment)
    for draw in (steps.draw_discriminator(s, n, jax.random.key(0)), steps.draw_generator(s, n, jax.random.key(1))):
        assert draw.labels is not None
        np.testing.assert_allclose(np.bincount(draw.labels) / 2048, THREE.weights, atol=0.04)
        if draw.real is not None:
            np.testing.assert_array_equal(draw.labels, np.rint(np.asarray(draw.real)[:, 0] / 3 + 1))


def test_the_losses_are_those_of_the_definition() -> None:
    """Affine players: G(z, y) = a z + c_y + b and a logit w x + v_y + u, with the same labels for real and fake."""
    experiment = e.Experiment(
        target=THREE, labels=3, latent=e.Latent(dimension=1), generator=e.Network(hidden=()),
        discriminator=e.Discriminator(hidden=(), input_scale=0.5), schedule=e.Schedule(batch=64),
    )  # fmt: skip
    s, n = structure(experiment), numbers(experiment)
    g = np.array([0.5, -2, 0.3, 2.5, 0.1], np.float32)  # weight of z, of the labels, bias
    d = np.array([0.7, 0.4, -0.2, 0.3, -0.1], np.float32)
    draw = steps.draw_discriminator(s, n, jax.random.key(3))
    real, z, y = (np.asarray(a, np.float64) for a in (draw.real, draw.z, draw.labels))
    y = y.astype(int)
    fake = g[0] * z[:, 0] + g[1 + y] + g[4]
    on_real, on_fake = (d[0] * 0.5 * x + d[1 + y] + d[4] for x in (real[:, 0], fake))
    _, of_d = steps.discriminator_gradient(s, n, jnp.array(d), jnp.array(g), draw, jnp.int32(0))
    assert float(of_d.loss) == pytest.approx(np.mean(np.log1p(np.exp(-on_real)) + np.log1p(np.exp(on_fake))), abs=1e-5)
    _, of_g = steps.generator_gradient(s, n, jnp.array(g), jnp.array(d), draw, jnp.int32(0))
    assert float(of_g.loss) == pytest.approx(np.mean(np.log1p(np.exp(-on_fake))), abs=1e-5)


REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("labels must be at most 8: the target has no more than 8 Gaussians", {"target": {"kind": "ring"}, "labels": 25}),
    ("labels must be 0: the uniform target has no Gaussians", {"target": {"kind": "uniform"}, "labels": 2}),
    ("labels must be at most 1", {"labels": 2}),
    ("at most 2", {"target": {"kind": "three_peaks", "weights": [1, 0, 1]}, "labels": 3}),
    ("generator.count must be 1 where labels", {"generator": {"count": 2}, "labels": 1}),
    ("discriminator.pack must be 1 where labels", {"discriminator": {"pack": 2}, "labels": 1}),
    ("discriminator.across must be none where labels", {"discriminator": {"across": "stddev"}, "labels": 1}),
    ("labels must be 0 where there are two", {"objective": {"kind": "d2gan"}, "labels": 1}),
    ("labels must be 0 where reconstructor is", {"reconstructor": {"kind": "veegan"}, "labels": 1}),
    ("objective must not be relativistic where labels", {"objective": {"kind": "relativistic"}, "labels": 1}),
    ("less than or equal to 25", {"target": {"kind": "grid", "side": 6}, "labels": 36}),
]


@pytest.mark.parametrize(("reason", "said"), REFUSED, ids=[reason for reason, _ in REFUSED])
def test_what_cannot_be_labelled_is_refused_in_words(reason: str, said: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match=reason):
        e.Experiment.model_validate_json(json.dumps(said))
