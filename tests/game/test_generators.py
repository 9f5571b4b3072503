"""Several generators: a uniform mixture of networks, each with its own share of every batch."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from pydantic import ValidationError

from ganscope.game import experiment as e
from ganscope.game import networks, rounds, steps
from ganscope.game.split import numbers, structure

N = 3
BASE = e.Experiment(
    target=e.Ring(),
    latent=e.Latent(dimension=3),
    generator=e.Network(count=N, hidden=(7,), activation="tanh"),
    discriminator=e.Discriminator(hidden=(6,), activation="tanh"),
    schedule=e.Schedule(batch=12),
)


def apart(spec: networks.Spec, parameters: Any) -> list[Any]:
    """The weights of each network."""
    return jnp.split(jnp.asarray(parameters), spec.members)


@pytest.mark.parametrize(("layer", "norm"), [("plain", "none"), ("plain", "batch"), ("point", "none")])
def test_each_network_is_what_it_would_be_alone_with_its_share(layer: str, norm: str) -> None:
    spec = networks.Spec((2, 2) if layer == "point" else (2, 5, 5, 2), "relu", layer, norm, members=N)
    p = networks.initialise(spec, e.He(), np.random.default_rng(0))
    x = jnp.asarray(np.random.default_rng(1).normal(size=(12, 2)), jnp.float32)
    alone = [networks.apply(spec.one, own, share) for own, share in zip(apart(spec, p), jnp.split(x, N), strict=True)]
    np.testing.assert_allclose(networks.apply(spec, jnp.asarray(p), x), jnp.concatenate(alone), atol=1e-6)
    everywhere = [networks.apply(spec.one, own, x) for own in apart(spec, p)]
    np.testing.assert_allclose(networks.apply_each(spec, jnp.asarray(p), x), jnp.stack(everywhere), atol=1e-6)


def test_they_differ_and_the_first_starts_as_it_would_alone() -> None:
    one = BASE.model_copy(update={"generator": BASE.generator.model_copy(update={"count": 1})})
    first, *others = apart(structure(BASE).generator, rounds.start(BASE).generator)
    np.testing.assert_array_equal(first, rounds.start(one).generator)
    for other in others:
        assert not np.array_equal(other, first)
    assert structure(one).generator == structure(one).generator.one


def test_the_loss_of_a_mixture_is_the_mean_over_its_networks() -> None:
    """Both gradients from the definition: −E log D and −E log(1 − D) with p_g = (1/n) Σ p_gᵢ, by autodiff."""
    s, n = structure(BASE), numbers(BASE)
    state = rounds.start(BASE)
    g, d = state.generator, state.discriminator
    draw = jax.jit(steps.draw_discriminator, static_argnums=0)(s, n, jax.random.key(3))
    shares = jnp.split(draw.z, N)

    def samples(g: Any) -> list[Any]:
        return [networks.apply(s.generator.one, own, z) for own, z in zip(apart(s.generator, g), shares, strict=True)]

    def probability(d: Any, x: Any) -> Any:
        return jax.nn.sigmoid(networks.apply(s.discriminator, d, x)[:, 0])

    def of_g(g: Any) -> Any:
        return sum(-jnp.mean(jnp.log(probability(d, x))) for x in samples(g)) / N

    def of_d(d: Any) -> Any:
        fake = sum(jnp.mean(jnp.log(1 - probability(d, x))) for x in samples(g)) / N
        return -jnp.mean(jnp.log(probability(d, draw.real))) - fake

    agree(s, n, g, d, draw, of_g, of_d)


@pytest.mark.parametrize("loss", ["non_saturating", "minimax"])
def test_mad_gan_is_its_definition(loss: Any) -> None:
    """D: the cross entropy of n + 1 classes; G: each network its own −E log Dₙ₊₁ or E log(1 − Dₙ₊₁), by autodiff."""
    e_mad = BASE.model_copy(update={"objective": e.MadGan(generator=loss)})
    s, n = structure(e_mad), numbers(e_mad)
    assert s.discriminator.sizes == (2, 6, N + 1)
    state = rounds.start(e_mad)
    g, d = state.generator, state.discriminator
    draw = jax.jit(steps.draw_discriminator, static_argnums=0)(s, n, jax.random.key(3))
    shares = jnp.split(draw.z, N)

    def classes(d: Any, x: Any) -> Any:
        w, v = networks.matrices(s.discriminator, d)
        return jax.nn.softmax(jnp.tanh(x @ w[:-1] + w[-1]) @ v[:-1] + v[-1], axis=1)

    def of_g(g: Any) -> Any:
        total = jnp.float32(0)
        for own, z in zip(apart(s.generator, g), shares, strict=True):
            real = classes(d, networks.apply(s.generator.one, own, z))[:, N]
            total += jnp.mean(jnp.log(1 - real) if loss == "minimax" else -jnp.log(real))
        return total

    def of_d(d: Any) -> Any:
        total = -jnp.mean(jnp.log(classes(d, draw.real)[:, N]))
        for i, (own, z) in enumerate(zip(apart(s.generator, g), shares, strict=True)):
            total -= jnp.mean(jnp.log(classes(d, networks.apply(s.generator.one, own, z))[:, i]))
        return total

    agree(s, n, g, d, draw, of_g, of_d)


def agree(s: Any, n: Any, g: Any, d: Any, draw: Any, of_g: Any, of_d: Any) -> None:
    """Both steps' losses and gradients are those of these functions of G's and of D's parameters."""

    def both(g: Any, d: Any) -> Any:
        got_g, figures_g = steps.generator_gradient(s, n, g, d, draw, jnp.int32(0))
        got_d, figures_d = steps.discriminator_gradient(s, n, d, g, draw, jnp.int32(0))
        wanted = jax.value_and_grad(of_g)(g), jax.value_and_grad(of_d)(d)
        return ((figures_g.loss, got_g), (figures_d.loss, got_d)), wanted

    got, wanted = jax.jit(both)(g, d)
    jax.tree.map(lambda a, b: np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-6), got, wanted)


@pytest.mark.parametrize(
    ("generator", "batch", "words"),
    [
        ({"count": 3}, 256, "multiple of generator.count, which is 3, such as 255; got 256"),
        ({"count": 8}, 4, "multiple of generator.count, which is 8, such as 8; got 4"),
        ({"count": 4, "norm": "batch"}, 4, "at least 8 where generator.norm is batch and generator.count is 4; got 4"),
        ({"count": 9}, 9, "less than or equal to 8"),
    ],
)
def test_a_batch_that_cannot_be_split_is_refused(generator: Any, batch: int, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        e.Experiment.model_validate({"generator": generator, "schedule": {"batch": batch}})


def test_it_survives_json() -> None:
    assert e.Experiment.model_validate_json(BASE.model_dump_json()) == BASE
