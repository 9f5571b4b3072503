"""One step of each player: what a round of the game consists of (Goodfellow et al., 2014, Alg. 1)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jax import Array

from . import latents, networks, objectives, optimizers, penalties, reconstructors, targets
from .split import Numbers, Structure

_NOISE = 2**16  # folds the instance noise apart from the points of penalties
_INFERRED = 2**17  # and from both what is drawn of z for real samples


class Player(NamedTuple):
    """A network in training: flat parameters and the memory of its optimizer."""

    parameters: Array
    memory: Any


class Draw(NamedTuple):
    """What a step draws: real samples, latents, a key for penalties and noise, and labels, which are those of the real
    samples and of the fakes; None where the step has no use."""

    real: Array | None
    z: Array
    key: Array | None
    labels: Array | None = None


class DiscriminatorFigures(NamedTuple):
    """What a D step tells: loss and penalty in nats, norm of the gradient, mean D on real and on fake.

    D is a probability where the objective has one; otherwise it is the output itself.
    """

    loss: Array
    penalty: Array
    grad_norm: Array
    real: Array
    fake: Array


class GeneratorFigures(NamedTuple):
    """What a G step tells: loss in nats, norm of the gradient; a reconstructor's are in both."""

    loss: Array
    grad_norm: Array


def draw_discriminator(s: Structure, numbers: Numbers, key: Array) -> Draw:
    """The randomness of one D step."""
    data, latent, spare = jax.random.split(key, 3)
    z = _latents(s, latent)
    if not s.labels:
        return Draw(targets.sample(numbers.target, data, s.samples), z, spare)
    real, k = targets.sample_known(numbers.target, data, s.samples)
    return Draw(real, z, spare, numbers.labels[k])


def draw_generator(s: Structure, numbers: Numbers, key: Array) -> Draw:
    """The randomness of one G step: latents, and what else its loss looks at."""
    looks = objectives.losses(s.objective).paired or reconstructors.adversarial(s.reconstructor)
    if not (looks or penalties.blurs(s.penalties) or s.unroll):
        if not s.labels:
            return Draw(None, _latents(s, key), None)
        latent, which = jax.random.split(key)
        k = targets.sample_components(numbers.target, which, s.samples)
        return Draw(None, _latents(s, latent), None, numbers.labels[k])
    return draw_discriminator(s, numbers, key)


def _latents(s: Structure, key: Array) -> Array:
    return latents.sample(s.latent, key, (s.samples, s.latent_dimension))


def generated(s: Structure, g: Array, z: Array, labels: Array | None = None) -> Array:
    """G at latents z [n, k], with labels: [n, d]; in g the parameters of a reconstructor may stand behind its own."""
    return networks.apply(s.generator, networks.own(s.generator, g), networks.with_labels(z, labels, s.labels))


def logit(s: Structure, numbers: Numbers, parameters: Array, x: Array, labels: Array | None = None) -> Array:
    """D's output at packs x [n, m d] of m samples, with their labels, or at pairs (x, z) [n, d + k]: [n]; of a D that
    names generators the log-odds of "real", of several networks that of each, [n, members]."""
    return networks.output(s.discriminator, parameters, _seen(s, numbers, x, labels))


def _seen(s: Structure, numbers: Numbers, x: Array, labels: Array | None) -> Array:
    """What D's network is given: x scaled, and with it labels or, of a pair, z."""
    if s.reconstructor is None:
        return networks.with_labels(x * numbers.input_scale, labels, s.labels)
    return reconstructors.pairs(x[:, : s.dimension] * numbers.input_scale, x[:, s.dimension :])


def discriminator_gradient(
    s: Structure, numbers: Numbers, d: Array, g: Array, draw: Draw, t: Array
) -> tuple[Array, DiscriminatorFigures]:
    """Gradient of D's loss, penalties included, in D's parameters d, on one batch of real samples and one of G's."""
    game = objectives.losses(s.objective)
    real, fake = _judged(s, numbers, g, draw, t)
    assert real is not None and draw.key is not None
    key, labels = draw.key, draw.labels

    def loss(parameters: Array) -> tuple[Array, tuple[Array, Array]]:
        def at(x: Array) -> Array:
            return logit(s, numbers, parameters, x, labels)

        all_outputs = _both(
            s, lambda x: networks.outputs(s.discriminator, parameters, _seen(s, numbers, x, labels)), real, fake
        )
        outputs = networks.log_odds(s.discriminator, all_outputs)
        value = game.discriminator(outputs[: s.batch], outputs[s.batch :], numbers.objective, t)
        if game.names:
            value += objectives.naming(all_outputs[s.batch :, :-1])
        penalty = penalties.total(s.penalties, s.discriminator, parameters, at, real, fake, numbers.penalties, key)
        shown = game.belief(outputs, numbers.objective) if game.belief else outputs
        return value + penalty, (penalty, jnp.mean(shown.reshape(2, s.batch), axis=1))

    (value, (penalty, means)), gradient = jax.value_and_grad(loss, has_aux=True)(d)
    return gradient, DiscriminatorFigures(value - penalty, penalty, _norm(gradient), means[0], means[1])


def generator_gradient(
    s: Structure, numbers: Numbers, g: Array, d: Array, draw: Draw, t: Array, memory: Any = None
) -> tuple[Array, GeneratorFigures]:
    """Gradient of G's loss in G's parameters g, on one batch of latents, against D (parameters d); of F's loss in what
    stands behind them, where there is a reconstructor.

    With unrolling against the D that u more steps of its own on this batch would make of it, and through those steps;
    ``memory`` is that of D's optimizer (Metz et al., 2017, eqs. 7 to 9).
    """
    game = objectives.losses(s.objective)

    def loss(parameters: Array) -> Array:
        against = _unrolled(s, numbers, Player(d, memory), parameters, draw, t) if s.unroll else d
        real, fake = _judged(s, numbers, parameters, draw, t)
        others = _of_reconstructor(s, numbers, parameters, against, real, draw, t) if s.reconstructor else None
        if not game.paired:
            outputs = logit(s, numbers, against, fake, draw.labels)
            value = game.generator(outputs, outputs, numbers.objective, t)
        else:
            assert real is not None
            outputs = _both(s, lambda x: logit(s, numbers, against, x, draw.labels), real, fake)
            value = game.generator(outputs[: s.batch], outputs[s.batch :], numbers.objective, t)
        return value if others is None else value + others

    value, gradient = jax.value_and_grad(loss)(g)
    return gradient, GeneratorFigures(value, _norm(gradient))


def _of_reconstructor(
    s: Structure, numbers: Numbers, g: Array, d: Array, real: Array | None, draw: Draw, t: Array
) -> Array:
    """What a reconstructor adds to the loss that it and G descend, []."""
    assert s.reconstructor is not None
    game = objectives.losses(s.objective)
    if not reconstructors.adversarial(s.reconstructor):
        off = reconstructors.error(s.reconstructor, g[s.generator.parameters :], generated(s, g, draw.z), draw.z)
        return numbers.reconstructor["weight"] * off
    if game.paired:
        return jnp.float32(0)  # G's loss looks at the real pairs too, and is F's
    assert real is not None
    exchanged = -logit(s, numbers, d, real)
    return game.generator(exchanged, exchanged, numbers.objective, t)


def _both(s: Structure, at: Callable[[Array], Array], real: Array, fake: Array) -> Array:
    """D at the batch of real samples and at that of fakes, [2 n, …]; one by one where it looks across a batch."""
    if s.discriminator.across == "none":
        return at(jnp.concatenate([real, fake]))
    return jnp.concatenate([at(real), at(fake)])


def _unrolled(s: Structure, numbers: Numbers, d: Player, g: Array, draw: Draw, t: Array) -> Array:
    """D's parameters after u steps against G on one batch; differentiable in g."""
    # Adam's root has no slope at 0, where the gradient of a dead unit is
    settings = numbers.discriminator_optimizer | {"eps_root": 1e-16}

    def step(d: Player, _: None) -> tuple[Player, None]:
        gradient, _figures = discriminator_gradient(s, numbers, d.parameters, g, draw, t)
        return _descend_d(s, numbers, gradient, d, settings), None

    ahead, _ = jax.lax.scan(step, d, None, length=s.unroll)
    return ahead.parameters


def step_discriminator(
    s: Structure, numbers: Numbers, d: Player, g: Array, draw: Draw, t: Array
) -> tuple[Player, DiscriminatorFigures]:
    """D descends its loss, then keeps its constraints."""
    gradient, figures = discriminator_gradient(s, numbers, d.parameters, g, draw, t)
    return _descend_d(s, numbers, gradient, d), figures


def step_generator(
    s: Structure, numbers: Numbers, g: Player, d: Array, draw: Draw, t: Array, memory: Any = None
) -> tuple[Player, GeneratorFigures]:
    """G descends its loss against D; ``memory`` of D's optimizer, where G looks ahead."""
    gradient, figures = generator_gradient(s, numbers, g.parameters, d, draw, t, memory)
    return descend(s.generator_optimizer, numbers.generator_optimizer, gradient, g), figures


Pair = tuple[Player, Player]
Figures = tuple[DiscriminatorFigures, GeneratorFigures]


def step_extragradient(
    s: Structure, numbers: Numbers, d: Player, g: Player, for_d: Draw, for_g: Draw, t: Array
) -> tuple[Pair, Figures]:
    """Both look one step ahead, and move by the gradient found there, on the same batches (Gidel et al., 2019, alg. 3).

    The memory of an optimizer learns from both gradients, as in their algorithm 4.
    """
    ahead_d, figures_d = step_discriminator(s, numbers, d, g.parameters, for_d, t)
    ahead_g, figures_g = step_generator(s, numbers, g, d.parameters, for_g, t, d.memory)
    v_d, _ = discriminator_gradient(s, numbers, ahead_d.parameters, ahead_g.parameters, for_d, t)
    v_g, _ = generator_gradient(s, numbers, ahead_g.parameters, ahead_d.parameters, for_g, t, ahead_d.memory)
    new_d = _descend_d(s, numbers, v_d, d._replace(memory=ahead_d.memory))
    new_g = descend(s.generator_optimizer, numbers.generator_optimizer, v_g, g._replace(memory=ahead_g.memory))
    return (new_d, new_g), (figures_d, figures_g)


def step_consensus(
    s: Structure, numbers: Numbers, d: Player, g: Player, for_d: Draw, for_g: Draw, t: Array
) -> tuple[Pair, Figures]:
    """Both descend their loss + γ·½‖v‖², v the gradients of both (Mescheder et al., 2017, alg. 2)."""

    memory = d.memory

    def both(d: Array, g: Array) -> tuple[Array, tuple[Array, Array, Figures]]:
        v_d, figures_d = discriminator_gradient(s, numbers, d, g, for_d, t)
        v_g, figures_g = generator_gradient(s, numbers, g, d, for_g, t, memory)
        return 0.5 * (jnp.sum(v_d**2) + jnp.sum(v_g**2)), (v_d, v_g, (figures_d, figures_g))

    (r_d, r_g), (v_d, v_g, figures) = jax.grad(both, argnums=(0, 1), has_aux=True)(d.parameters, g.parameters)
    weight = numbers.consensus
    new_d = _descend_d(s, numbers, v_d + weight * r_d, d)
    new_g = descend(s.generator_optimizer, numbers.generator_optimizer, v_g + weight * r_g, g)
    return (new_d, new_g), figures


JOINT = {"extragradient": step_extragradient, "consensus": step_consensus}
"""Updates in which both players move as one."""


def _judged(s: Structure, numbers: Numbers, g: Array, draw: Draw, t: Array) -> tuple[Array | None, Array]:
    """(real, fake) as D judges them: with a reconstructor pairs (x, z), [n, d + k]."""
    real, fake = _blurred(s, numbers, draw, generated(s, g, draw.z, draw.labels), t)
    if (f := s.reconstructor) is None:
        return real, fake
    if real is not None:
        assert draw.real is not None and draw.key is not None
        behind = g[s.generator.parameters :]
        if not reconstructors.adversarial(f):
            behind = jax.lax.stop_gradient(behind)  # it learns from what it reconstructs alone
        key = jax.random.fold_in(draw.key, _INFERRED)
        real = reconstructors.pairs(real, reconstructors.drawn(f, behind, draw.real, numbers.reconstructor, key))
    return real, reconstructors.pairs(fake, draw.z)


def _blurred(s: Structure, numbers: Numbers, draw: Draw, fake: Array, t: Array) -> tuple[Array | None, Array]:
    """(real, fake) as D sees them: packs, with the instance noise of round t, where there is any."""
    if not penalties.blurs(s.penalties):
        return None if draw.real is None else packed(s, draw.real), packed(s, fake)
    assert draw.real is not None and draw.key is not None
    std = penalties.noise(s.penalties, numbers.penalties, t)
    noise = std * jax.random.normal(jax.random.fold_in(draw.key, _NOISE), (2, *fake.shape))
    return packed(s, draw.real + noise[0]), packed(s, fake + noise[1])


def packed(s: Structure, x: Array) -> Array:
    """Samples [n m, d] as packs of m side by side, [n, m d], which D takes for one (Lin et al., 2018, section 3)."""
    return x if s.pack == 1 else x.reshape(-1, s.pack * s.dimension)


def _descend_d(s: Structure, numbers: Numbers, gradient: Array, d: Player, settings: Any = None) -> Player:
    """D after one step of its optimizer, within its constraints."""
    d = descend(s.discriminator_optimizer, settings or numbers.discriminator_optimizer, gradient, d)
    return d._replace(parameters=penalties.project(s.penalties, s.discriminator, d.parameters, numbers.penalties))


def _norm(gradient: Array) -> Array:
    return jnp.sqrt(jnp.sum(gradient**2))


def descend(kind: str, numbers: Any, gradient: Array, player: Player) -> Player:
    """One step of an optimizer along a gradient."""
    updates: Any
    updates, memory = optimizers.OPTIMIZERS[kind].build(numbers).update(gradient, player.memory, player.parameters)
    return Player(player.parameters + updates, memory)
