"""One step of each player: what a round of the game consists of (Goodfellow et al., 2014, Alg. 1)."""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jax import Array

from . import latents, networks, objectives, optimizers, penalties, targets
from .split import Numbers, Structure


class Player(NamedTuple):
    """A network in training: flat parameters and the memory of its optimizer."""

    parameters: Array
    memory: Any


class Draw(NamedTuple):
    """What a D step draws: real samples, latents, and a key for penalties that draw points of their own."""

    real: Array
    z: Array
    key: Array


class DiscriminatorFigures(NamedTuple):
    """What a D step tells: loss and penalty in nats, norm of the gradient, mean D on real and on fake."""

    loss: Array
    penalty: Array
    grad_norm: Array
    real: Array
    fake: Array


class GeneratorFigures(NamedTuple):
    """What a G step tells: loss in nats, norm of the gradient."""

    loss: Array
    grad_norm: Array


def draw_discriminator(s: Structure, numbers: Numbers, key: Array) -> Draw:
    """The randomness of one D step."""
    data, latent, spare = jax.random.split(key, 3)
    return Draw(targets.sample(numbers.target, data, s.batch), draw_generator(s, latent), spare)


def draw_generator(s: Structure, key: Array) -> Array:
    """The randomness of one G step: latents [batch, latent dimension]."""
    return latents.sample(s.latent, key, (s.batch, s.latent_dimension))


def logit(s: Structure, numbers: Numbers, parameters: Array, x: Array) -> Array:
    """D's logit at x [n, d]: [n]."""
    return networks.apply(s.discriminator, parameters, x * numbers.input_scale)[:, 0]


def step_discriminator(
    s: Structure, numbers: Numbers, d: Player, g: Array, draw: Draw, t: Array
) -> tuple[Player, DiscriminatorFigures]:
    """D descends its loss, penalties included, on one batch of real samples and one of G's (parameters g)."""
    fake = networks.apply(s.generator, g, draw.z)

    def loss(parameters: Array) -> tuple[Array, tuple[Array, Array]]:
        logits = logit(s, numbers, parameters, jnp.concatenate([draw.real, fake]))
        value = objectives.OBJECTIVES[s.objective].discriminator(
            logits[: s.batch], logits[s.batch :], numbers.objective, t
        )
        penalty = penalties.total(
            s.penalties, lambda x: logit(s, numbers, parameters, x), draw.real, fake, numbers.penalties, draw.key
        )
        return value + penalty, (penalty, jnp.mean(jax.nn.sigmoid(logits).reshape(2, s.batch), axis=1))

    (value, (penalty, means)), gradient = jax.value_and_grad(loss, has_aux=True)(d.parameters)
    figures = DiscriminatorFigures(value - penalty, penalty, _norm(gradient), means[0], means[1])
    return _descend(s.discriminator_optimizer, numbers.discriminator_optimizer, gradient, d), figures


def step_generator(
    s: Structure, numbers: Numbers, g: Player, d: Array, z: Array, t: Array
) -> tuple[Player, GeneratorFigures]:
    """G descends its loss on one batch of latents z, against D (parameters d)."""

    def loss(parameters: Array) -> Array:
        logits = logit(s, numbers, d, networks.apply(s.generator, parameters, z))
        return objectives.OBJECTIVES[s.objective].generator(logits, numbers.objective, t)

    value, gradient = jax.value_and_grad(loss)(g.parameters)
    descended = _descend(s.generator_optimizer, numbers.generator_optimizer, gradient, g)
    return descended, GeneratorFigures(value, _norm(gradient))


def _norm(gradient: Array) -> Array:
    return jnp.sqrt(jnp.sum(gradient**2))


def _descend(kind: str, numbers: Any, gradient: Array, player: Player) -> Player:
    updates: Any
    updates, memory = optimizers.OPTIMIZERS[kind].build(numbers).update(gradient, player.memory, player.parameters)
    return Player(player.parameters + updates, memory)
