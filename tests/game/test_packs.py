"""PacGAN: a step of packs against its definition, and every game played in packs."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax.nn import softplus
from leaping import same_in_pieces

from ganscope.game import experiment as e
from ganscope.game import networks, rounds, steps
from ganscope.game.split import Structure, numbers, structure

M, B, R1 = 3, 5, 2.0
BASE = e.Experiment(
    target=e.Ring(),
    latent=e.Latent(kind="normal", dimension=2),
    generator=e.Network(hidden=(4,), activation="tanh"),
    discriminator=e.Discriminator(hidden=(6,), activation="tanh", pack=M, input_scale=0.5),
    schedule=e.Schedule(batch=B),
)


def side_by_side(x: jax.Array) -> jax.Array:
    """Rows (x₁, …, x_M) of samples that follow each other."""
    return jnp.stack([jnp.concatenate([x[i * M + j] for j in range(M)]) for i in range(len(x) // M)])


def judged(experiment: e.Experiment, psi: jax.Array, packs: jax.Array) -> jax.Array:
    """D at packs [n, M·d], from its matrices."""
    x = packs * experiment.discriminator.input_scale
    *hidden, last = networks.matrices(structure(experiment).discriminator, psi)
    for matrix in hidden:
        x = jnp.tanh(x @ matrix[:-1] + matrix[-1])
    return (x @ last[:-1] + last[-1])[:, 0]


def by_definition(experiment: e.Experiment, theta: Any, psi: Any, draw: steps.Draw) -> tuple[Any, Any]:
    """Both losses of the non-saturating or of the relativistic game, D's with ½γ E‖∇D‖² at real packs."""
    paired = experiment.objective.kind == "relativistic"
    assert draw.real is not None
    fake = side_by_side(networks.apply(structure(experiment).generator, theta, draw.z))
    real = side_by_side(draw.real)
    on_real, on_fake = judged(experiment, psi, real), judged(experiment, psi, fake)
    slopes = jax.vmap(jax.grad(lambda pack: judged(experiment, psi, pack[None])[0]))(real)
    penalty = R1 * 0.5 * jnp.mean(jnp.sum(slopes**2, axis=1))
    if paired:
        return jnp.mean(softplus(on_fake - on_real)) + penalty, jnp.mean(softplus(on_real - on_fake))
    return jnp.mean(softplus(-on_real)) + jnp.mean(softplus(on_fake)) + penalty, jnp.mean(softplus(-on_fake))


@pytest.mark.parametrize(
    "objective", [e.NonSaturating(), pytest.param(e.Relativistic(), marks=pytest.mark.slow)], ids=["alone", "paired"]
)
def test_a_step_is_that_of_its_definition(objective: Any) -> None:
    experiment = BASE.model_copy(update={"objective": objective, "penalties": (e.R1(weight=R1),)})
    s, n, start = structure(experiment), numbers(experiment), rounds.start(experiment)
    theta, psi, t = start.generator, start.discriminator, jnp.int32(0)
    draw = jax.jit(steps.draw_discriminator, static_argnums=0)(s, n, jax.random.key(3))
    assert draw.real is not None and draw.real.shape == draw.z.shape == (M * B, 2)
    of_d, told = jax.jit(steps.discriminator_gradient, static_argnums=0)(s, n, psi, theta, draw, t)
    of_g, _ = jax.jit(steps.generator_gradient, static_argnums=0)(s, n, theta, psi, draw, t)

    def losses(g: jax.Array, d: jax.Array) -> tuple[jax.Array, jax.Array]:
        both = jnp.stack(by_definition(experiment, g, d, draw))
        return both, both

    (in_theta, in_psi), (loss, _) = jax.jit(jax.jacrev(losses, argnums=(0, 1), has_aux=True))(theta, psi)
    assert float(told.loss + told.penalty) == pytest.approx(float(loss), rel=1e-5)
    np.testing.assert_allclose(of_d, in_psi[0], atol=1e-6, rtol=1e-4)
    np.testing.assert_allclose(of_g, in_theta[1], atol=1e-6, rtol=1e-4)


def test_one_sample_is_no_pack() -> None:
    """m = 1 is the game without packs, to the program."""
    alone = BASE.model_copy(update={"discriminator": BASE.discriminator.model_copy(update={"pack": 1})})
    plain = e.Experiment.model_validate(
        {**alone.model_dump(), "discriminator": alone.discriminator.model_dump(exclude={"pack"})}
    )
    assert structure(alone) == structure(plain) and structure(alone).samples == B
    x = jnp.zeros((B, 2))
    assert steps.packed(structure(alone), x) is x


def test_packs_of_several_generators_are_refused() -> None:
    with pytest.raises(ValueError, match="pack must be 1 where"):
        e.Experiment(generator=e.Network(count=2), discriminator=e.Discriminator(pack=2))


GAMES: dict[str, dict[str, Any]] = {
    "alternating": {},
    "simultaneous": {"schedule": e.Schedule(batch=B, dynamics=e.Simultaneous())},
    "extragradient": {"schedule": e.Schedule(batch=B, dynamics=e.Extragradient())},
    "consensus": {"schedule": e.Schedule(batch=B, dynamics=e.Consensus())},
    "unrolled": {"schedule": e.Schedule(batch=B, unroll=2)},
    "relativistic": {"objective": e.Relativistic(), "penalties": (e.R1(), e.R2())},
    "relativistic_average": {"objective": e.RelativisticAverage()},
    "wasserstein": {"objective": e.Wasserstein(), "penalties": (e.GradientPenalty(at="lines"),)},
    "dragan": {"penalties": (e.GradientPenalty(at="around"), e.InstanceNoise())},
    "f_gan": {"objective": e.FGan()},
    "large": {"schedule": e.Schedule(batch=2048)},  # drawn step by step
}


@pytest.mark.parametrize(
    "name", [name if name == "dragan" else pytest.param(name, marks=pytest.mark.slow) for name in GAMES]
)
def test_every_game_is_played_in_packs_and_twice_the_same(name: str) -> None:
    experiment = e.Experiment.model_validate_json(BASE.model_copy(update=GAMES[name]).model_dump_json())
    assert experiment.discriminator.pack == M
    s: Structure = structure(experiment)
    assert s.discriminator.sizes[0] == M * 2 and s.samples == M * s.batch
    one = same_in_pieces(experiment)
    assert not np.array_equal(one.generator, rounds.start(experiment).generator)
