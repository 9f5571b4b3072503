"""A D that looks across the batch: what its last layer sees against the papers' definitions, and what is refused."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from leaping import same_in_pieces
from scipy.spatial.distance import cdist

from ganscope.game import experiment as e
from ganscope.game import networks, rounds, steps
from ganscope.game.split import numbers, structure

B = 6
KINDS = ("stddev", "discrimination")
apply = jax.jit(networks.apply, static_argnums=0)


def looking(kind: Any, **more: Any) -> e.Experiment:
    return e.Experiment(
        **{
            "target": e.Ring(),
            "generator": e.Network(hidden=(4,)),
            "discriminator": e.Discriminator(hidden=(7, 5), activation="tanh", across=kind, init=e.Glorot()),
            "schedule": e.Schedule(batch=B),
            **more,
        }
    )


def judged(spec: networks.Spec, psi: Any, x: Any) -> np.ndarray:
    """D at a batch, in double precision, from its matrices."""
    *layers, last = (np.asarray(m, np.float64) for m in networks.matrices(spec, np.asarray(psi)))
    h = np.asarray(x, np.float64)
    for m in layers[:2]:
        h = np.tanh(h @ m[:-1] + m[-1])
    if spec.across == "stddev":
        seen = np.full((len(h), 1), h.std(axis=0).mean())
    else:
        kernels = (h @ layers[2][:-1]).reshape(len(h), networks.KERNELS, networks.KERNEL_SIZE)
        near = [np.exp(-cdist(kernels[:, b], kernels[:, b], "cityblock")).sum(1) for b in range(networks.KERNELS)]
        seen = np.stack(near, axis=1)
    return (np.concatenate([h, seen], axis=1) @ last[:-1] + last[-1])[:, 0]


@pytest.mark.parametrize("kind", KINDS)
def test_the_last_layer_sees_what_the_paper_says(kind: str) -> None:
    experiment = looking(kind)
    spec = structure(experiment).discriminator
    psi = rounds.start(experiment).discriminator
    batch = jax.random.normal(jax.random.key(0), (B, 2))
    np.testing.assert_allclose(apply(spec, psi, batch)[:, 0], judged(spec, psi, batch), atol=2e-5)
    x = jax.random.normal(jax.random.key(1), (3, 2))  # each by itself in the place of the first
    among = apply(spec, psi, x, batch)[:, 0]
    for one, said in zip(x, among, strict=True):
        assert float(said) == pytest.approx(judged(spec, psi, jnp.stack([one, *batch[1:]]))[0], abs=2e-5)


@pytest.mark.parametrize("kind", KINDS)
def test_a_step_judges_real_samples_and_fakes_in_batches_of_their_own(kind: str) -> None:
    experiment = looking(kind)
    s, n, start = structure(experiment), numbers(experiment), rounds.start(experiment)
    draw = jax.jit(steps.draw_discriminator, static_argnums=0)(s, n, jax.random.key(3))
    _, told = jax.jit(steps.discriminator_gradient, static_argnums=0)(
        s, n, start.discriminator, start.generator, draw, jnp.int32(0)
    )
    fake = apply(s.generator, start.generator, draw.z)
    on_real, on_fake = (judged(s.discriminator, start.discriminator, x) for x in (draw.real, fake))
    assert float(told.loss) == pytest.approx(
        np.logaddexp(0, -on_real).mean() + np.logaddexp(0, on_fake).mean(), rel=1e-4
    )
    assert float(told.real) == pytest.approx((1 / (1 + np.exp(-on_real))).mean(), rel=1e-4)


REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("hidden is empty", {"discriminator": {"hidden": (), "across": "stddev"}}),
    ("from 2 to 256", {"schedule": {"batch": 512}}),
    ("names generators", {"objective": {"kind": "mad_gan"}}),
    ("pack must be 1", {"discriminator": {"across": "stddev", "pack": 2}}),
    ("needs D's slope at one sample", {"penalties": ({"kind": "r1"},)}),
    ("needs D's slope at one sample", {"penalties": ({"kind": "gradient_penalty"},)}),
]


@pytest.mark.parametrize(("words", "change"), REFUSED)
def test_what_it_cannot_be_played_with_is_refused(words: str, change: dict[str, Any]) -> None:
    allowed = looking("stddev").model_dump()
    assert e.Experiment.model_validate_json(looking("stddev").model_dump_json()) == looking("stddev")
    with pytest.raises(ValueError, match=words):
        e.Experiment.model_validate({**allowed, **change})


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("objective", [e.NonSaturating(), e.Relativistic()], ids=lambda o: o.kind)
@pytest.mark.parametrize("schedule", [e.Schedule(batch=B), e.Schedule(batch=B, unroll=2)], ids=["plain", "unrolled"])
def test_it_is_played_and_twice_the_same(kind: str, objective: Any, schedule: e.Schedule) -> None:
    experiment = looking(kind, objective=objective, schedule=schedule, penalties=(e.InstanceNoise(),))
    same_in_pieces(experiment)
