"""D2GAN: two discriminators, each with weights of its own."""

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

ALPHA, BETA = 0.3, 0.7
BASE = e.Experiment(
    target=e.Ring(),
    generator=e.Network(hidden=(7,), activation="tanh"),
    discriminator=e.Discriminator(hidden=(6,), activation="tanh", input_scale=0.5),
    objective=e.D2Gan(alpha=ALPHA, beta=BETA),
    schedule=e.Schedule(batch=12),
)


def test_they_are_two_networks_and_the_first_starts_as_it_would_alone() -> None:
    alone = rounds.start(BASE.model_copy(update={"objective": e.NonSaturating()})).discriminator
    first, second = jnp.split(rounds.start(BASE).discriminator, 2)
    np.testing.assert_array_equal(first, alone)
    assert not np.array_equal(first, second)


def test_both_steps_are_the_definition() -> None:
    """V = α E log D₁(x) − E D₁(G(z)) − E D₂(x) + β E log D₂(G(z)), which D climbs and G descends, by autodiff."""
    s, n = structure(BASE), numbers(BASE)
    state = rounds.start(BASE)
    g, d = state.generator, state.discriminator
    draw = steps.draw_discriminator(s, n, jax.random.key(3))

    def value(g: Any, d: Any) -> Any:
        def positive(own: Any, x: Any) -> Any:
            w, v = networks.matrices(s.discriminator.one, own)
            return jnp.log1p(jnp.exp(jnp.tanh(0.5 * x @ w[:-1] + w[-1]) @ v[:-1] + v[-1]))[:, 0]

        first, second = jnp.split(d, 2)
        fake = networks.apply(s.generator, g, draw.z)
        on_real = ALPHA * jnp.log(positive(first, draw.real)) - positive(second, draw.real)
        return jnp.mean(on_real) + jnp.mean(BETA * jnp.log(positive(second, fake)) - positive(first, fake))

    def both(g: Any, d: Any) -> Any:
        got_d, figures = steps.discriminator_gradient(s, n, d, g, draw, jnp.int32(0))
        got_g, _ = steps.generator_gradient(s, n, g, d, draw, jnp.int32(0))
        of_g, of_d = jax.grad(value, argnums=(0, 1))(g, d)
        return (figures.loss, got_d, got_g), (-value(g, d), -of_d, of_g)

    got, wanted = jax.jit(both)(g, d)
    jax.tree.map(lambda a, b: np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-6), got, wanted)


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"penalties": [{"kind": "r1"}]}, "r1 is on the slope of one discriminator, and d2gan has two"),
        ({"penalties": [{"kind": "gradient_penalty"}]}, "gradient_penalty is on the slope of one discriminator"),
        ({"discriminator": {"across": "stddev"}}, "across must be none where there are two of them .* got stddev"),
        (
            {"reconstructor": {"kind": "ali"}},
            "reconstructor must be none where there are two discriminators .* got ali",
        ),
    ],
)
def test_what_is_of_one_discriminator_is_refused(other: Any, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        e.Experiment.model_validate({"objective": {"kind": "d2gan"}, **other})
