"""The game as it is played: rounds of discriminator steps, then generator steps (Goodfellow et al., 2014, Alg. 1).

A run is a function of (experiment, round).  The randomness of step j of round t is
``fold_in(fold_in(run key, t), j)``, and nothing else in a round is random, so leaping, stepping, watching and pausing
all give the same bits.  Draws are made for a block of steps at once (the same bits, several times faster);
blocks start at fixed rounds, so a block is computed alike however a run is cut into calls.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array, lax

from . import latents, networks, objectives, optimizers, penalties, targets
from .experiment import MAX_STEPS, Experiment
from .split import Numbers, Structure, structure

RECORD = 2048
"""Rounds whose figures the state keeps."""

COLUMNS = ("d_loss", "g_loss", "penalty", "d_grad_norm", "g_grad_norm", "d_real", "d_fake")
"""What is recorded of every round: losses and penalty in nats, gradient norms, D's mean output on real and fake."""

_BLOCK_FLOATS = 2**16  # a step that draws more than this draws for itself: the block would not fit a cache
_MANUAL = 2**31  # folds the randomness of single D and G steps apart from that of rounds
_GENERATOR = 2**16  # folds the randomness of G steps apart from that of D steps


class State(NamedTuple):
    """All that a run carries from round to round.

    ``generator``, ``discriminator`` and ``average`` (the moving average of G) are flat parameter vectors;
    ``round`` counts rounds, ``manual`` single steps taken by hand; ``record`` [RECORD, columns] is a ring
    written at round mod RECORD.  ``finite`` turns False at the first round that produced a NaN or an infinity:
    the state then holds the values before that round, and the record the round that failed.
    """

    generator: Any
    discriminator: Any
    average: Any
    generator_optimizer: Any
    discriminator_optimizer: Any
    key: Any
    round: Any
    manual: Any
    finite: Any
    record: Any


def start(experiment: Experiment) -> State:
    """The state at round 0; weights and run key follow from the seed."""
    s = structure(experiment)
    seeds = np.random.SeedSequence(experiment.seed).spawn(3)
    g = networks.initialise(s.generator, experiment.generator.init, np.random.default_rng(seeds[0]))
    d = networks.initialise(s.discriminator, experiment.discriminator.init, np.random.default_rng(seeds[1]))
    return State(
        generator=jnp.asarray(g),
        discriminator=jnp.asarray(d),
        average=jnp.array(g),
        generator_optimizer=optimizers.initial(s.generator_optimizer, g),
        discriminator_optimizer=optimizers.initial(s.discriminator_optimizer, d),
        key=jnp.asarray(seeds[2].generate_state(2)),
        round=jnp.int32(0),
        manual=jnp.int32(0),
        finite=jnp.bool_(True),
        record=jnp.full((RECORD, len(COLUMNS)), jnp.nan, jnp.float32),
    )


def logit(s: Structure, numbers: Numbers, parameters: Array, x: Array) -> Array:
    """D's logit at x [n, d]: [n]."""
    return networks.apply(s.discriminator, parameters, x * numbers.input_scale)[:, 0]


class _Draw(NamedTuple):
    """What a D step draws: real samples, latents, and a key for penalties that draw points of their own."""

    real: Array
    z: Array
    key: Array


class _Draws(NamedTuple):
    """The randomness of D and G steps, by (t, j): step j of round t.  A G step draws latents alone."""

    discriminator: Callable[[Array, Array], _Draw]
    generator: Callable[[Array, Array], Array]


class _Figures(NamedTuple):
    d_loss: Array
    g_loss: Array
    penalty: Array
    d_grad_norm: Array
    g_grad_norm: Array
    d_real: Array
    d_fake: Array


def _draw_discriminator(s: Structure, numbers: Numbers, key: Array) -> _Draw:
    data, latent, spare = jax.random.split(key, 3)
    return _Draw(targets.sample(numbers.target, data, s.batch), _draw_generator(s, latent), spare)


def _draw_generator(s: Structure, key: Array) -> Array:
    return latents.sample(s.latent, key, (s.batch, s.latent_dimension))


def _discriminator_step(
    s: Structure, numbers: Numbers, state: State, draw: _Draw, figures: _Figures
) -> tuple[State, _Figures]:
    real, z, key = draw
    fake = networks.apply(s.generator, state.generator, z)

    def loss(parameters: Array) -> tuple[Array, tuple[Array, Array, Array]]:
        logits = logit(s, numbers, parameters, jnp.concatenate([real, fake]))
        on_real, on_fake = logits[: s.batch], logits[s.batch :]
        penalty = penalties.total(
            s.penalties, lambda x: logit(s, numbers, parameters, x), real, fake, numbers.penalties, key
        )
        value = objectives.OBJECTIVES[s.objective].discriminator(on_real, on_fake, numbers.objective, state.round)
        means = jnp.mean(jax.nn.sigmoid(on_real)), jnp.mean(jax.nn.sigmoid(on_fake))
        return value + penalty, (penalty, *means)

    (value, (penalty, d_real, d_fake)), gradient = jax.value_and_grad(loss, has_aux=True)(state.discriminator)
    parameters, memory = _descend(
        s.discriminator_optimizer, numbers.discriminator_optimizer, gradient, state.discriminator_optimizer,
        state.discriminator,
    )  # fmt: skip
    figures = figures._replace(
        d_loss=value - penalty, penalty=penalty, d_grad_norm=_norm(gradient), d_real=d_real, d_fake=d_fake
    )
    return state._replace(discriminator=parameters, discriminator_optimizer=memory), figures


def _generator_step(
    s: Structure, numbers: Numbers, state: State, z: Array, figures: _Figures
) -> tuple[State, _Figures]:
    def loss(parameters: Array) -> Array:
        fake = networks.apply(s.generator, parameters, z)
        logits = logit(s, numbers, state.discriminator, fake)
        return objectives.OBJECTIVES[s.objective].generator(logits, numbers.objective, state.round)

    value, gradient = jax.value_and_grad(loss)(state.generator)
    parameters, memory = _descend(
        s.generator_optimizer, numbers.generator_optimizer, gradient, state.generator_optimizer, state.generator
    )
    figures = figures._replace(g_loss=value, g_grad_norm=_norm(gradient))
    return state._replace(generator=parameters, generator_optimizer=memory), figures


def _norm(gradient: Array) -> Array:
    return jnp.sqrt(jnp.sum(gradient**2))


def _descend(kind: str, numbers: Any, gradient: Array, memory: Any, parameters: Array) -> tuple[Array, Any]:
    updates: Any
    updates, memory = optimizers.OPTIMIZERS[kind].build(numbers).update(gradient, memory, parameters)
    return parameters + updates, memory


def _repeat(n: Array, body: Callable[[Array, Any], Any], carry: Any) -> Any:
    """fori_loop for a traced n that is mostly 1."""
    return lax.fori_loop(0, n, body, carry)


def _round(s: Structure, numbers: Numbers, state: State, draws: _Draws, t: Array, k_d: Array, k_g: Array) -> State:
    none = _Figures(*[jnp.float32(0)] * len(COLUMNS))

    def d_step(j: Array, carry: tuple[Array, Any, _Figures]) -> tuple[Array, Any, _Figures]:
        at = state._replace(discriminator=carry[0], discriminator_optimizer=carry[1])
        new, figures = _discriminator_step(s, numbers, at, draws.discriminator(t, j), carry[2])
        return new.discriminator, new.discriminator_optimizer, figures

    d, d_memory, figures = _repeat(k_d, d_step, (state.discriminator, state.discriminator_optimizer, none))
    after = state._replace(discriminator=d, discriminator_optimizer=d_memory)

    def g_step(j: Array, carry: tuple[Array, Any, _Figures]) -> tuple[Array, Any, _Figures]:
        at = after._replace(generator=carry[0], generator_optimizer=carry[1])
        new, figures = _generator_step(s, numbers, at, draws.generator(t, j), carry[2])
        return new.generator, new.generator_optimizer, figures

    g, g_memory, figures = _repeat(k_g, g_step, (state.generator, state.generator_optimizer, figures))
    average = jnp.where(k_g > 0, numbers.ema * state.average + (1 - numbers.ema) * g, state.average)

    # one sum tells: a NaN or an infinity anywhere in it survives
    finite = jnp.isfinite(jnp.sum(jnp.stack(figures)) + jnp.sum(g * 0) + jnp.sum(d * 0))
    stepped = jnp.array([k_d > 0, k_g > 0, k_d > 0, k_d > 0, k_g > 0, k_d > 0, k_d > 0])
    row = jnp.where(stepped, jnp.stack(figures), jnp.nan)

    def keep(new: Any, old: Any) -> Any:
        return jax.tree.map(lambda a, b: jnp.where(finite, a, b), new, old)

    return State(
        generator=keep(g, state.generator),
        discriminator=keep(d, state.discriminator),
        average=keep(average, state.average),
        generator_optimizer=keep(g_memory, state.generator_optimizer),
        discriminator_optimizer=keep(d_memory, state.discriminator_optimizer),
        key=state.key,
        round=state.round,
        manual=state.manual,
        finite=finite,
        record=lax.dynamic_update_slice(state.record, row[None], (state.round % RECORD, jnp.int32(0))),
    )


def advance(s: Structure, state: State, numbers: Numbers, n: Array) -> State:
    """Play n rounds (n is traced), or fewer if one of them is not finite."""
    return play(s, state, numbers, n, numbers.k_d, numbers.k_g, jnp.bool_(False))


def play(s: Structure, state: State, numbers: Numbers, n: Array, k_d: Array, k_g: Array, manual: Array) -> State:
    """Repeat n times: k_d steps of D, then k_g steps of G; n, k_d, k_g and ``manual`` are traced.

    With ``manual`` the steps are taken by hand: they have randomness of their own and no round is counted, so rounds
    to come draw what they would have drawn.  Stops early, with ``finite`` False, where something is not finite.
    """
    base = jax.random.wrap_key_data(state.key)
    key = jax.random.wrap_key_data(jnp.where(manual, jax.random.key_data(jax.random.fold_in(base, _MANUAL)), state.key))
    bulk = s.batch * (s.latent_dimension + s.dimension) <= _BLOCK_FLOATS
    most = jnp.maximum(jnp.maximum(k_d, k_g), 1)
    rounds = MAX_STEPS // most  # rounds whose draws fit one block

    def step_key(t: Array, j: Array) -> Array:
        return jax.random.fold_in(jax.random.fold_in(key, t), j)

    def clock(state: State) -> Array:
        return jnp.where(manual, state.manual, state.round)

    end = clock(state) + n

    def inline() -> _Draws:
        return _Draws(
            lambda t, j: _draw_discriminator(s, numbers, step_key(t, j)),
            lambda t, j: _draw_generator(s, step_key(t, _GENERATOR + j)),
        )

    def block_of(first: Array) -> _Draws:
        i = jnp.arange(MAX_STEPS)

        def keys(k: Array, offset: int) -> Array:
            k = jnp.maximum(k, 1)
            return jax.vmap(step_key)(first + i // k, offset + i % k)

        def pick(draws: Any, k: Array, t: Array, j: Array) -> Any:
            return jax.tree.map(lambda x: x[(t - first) * k + j], draws)

        for_d = jax.vmap(lambda key: _draw_discriminator(s, numbers, key))(keys(k_d, 0))
        for_g = jax.vmap(lambda key: _draw_generator(s, key))(keys(k_g, _GENERATOR))
        return _Draws(lambda t, j: pick(for_d, k_d, t, j), lambda t, j: pick(for_g, k_g, t, j))

    def go_on(stop: Array) -> Callable[[State], Array]:
        return lambda state: (clock(state) < stop) & state.finite

    def one(draws: _Draws) -> Callable[[State], State]:
        def body(state: State) -> State:
            new = _round(s, numbers, state, draws, clock(state), k_d, k_g)
            done = new.finite.astype(jnp.int32)
            return new._replace(
                round=state.round + jnp.where(manual, 0, done), manual=state.manual + jnp.where(manual, done, 0)
            )

        return body

    if not bulk:
        return lax.while_loop(go_on(end), one(inline()), state)

    def block(state: State) -> State:
        first = clock(state) // rounds * rounds
        return lax.while_loop(go_on(jnp.minimum(end, first + rounds)), one(block_of(first)), state)

    return lax.while_loop(go_on(end), block, state)
