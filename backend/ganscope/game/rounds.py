"""The game as it is played: rounds of discriminator steps, then generator steps (Goodfellow et al., 2014, Alg. 1).

A run is a function of (experiment, round).  The randomness of step j of round t is
``fold_in(fold_in(run key, t), j)``, and nothing else in a round is random, so leaping, stepping, watching and pausing
all give the same bits.  Draws are made for a block of steps at once (the same bits, in fewer operations);
blocks start at fixed rounds, so a block is computed alike however a run is cut into calls.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array, lax

from . import networks, optimizers, steps
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

    ``generator``, ``discriminator`` and ``average`` (the moving average of G) are flat parameter vectors; those of a
    reconstructor stand behind G's.  ``round`` counts rounds, ``manual`` single steps taken by hand; ``record``
    [RECORD, columns] is a ring written at round mod RECORD.  ``finite`` turns False at the first round that produced a
    NaN or an infinity: the state then holds the values before that round, and the record the round that failed.
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
    seeds = np.random.SeedSequence(experiment.seed).spawn(4)
    g = networks.initialise(s.generator, experiment.generator.init, np.random.default_rng(seeds[0]))
    if s.reconstructor:
        init = getattr(experiment.reconstructor, "init", None)
        f = networks.initialise(s.reconstructor.spec, init, np.random.default_rng(seeds[3]))
        g = np.concatenate([g, f])
    d = networks.initialise(s.discriminator, experiment.discriminator.init, np.random.default_rng(seeds[1]))
    state = State(
        generator=g,
        discriminator=d,
        average=g,
        generator_optimizer=optimizers.initial(s.generator_optimizer, g),
        discriminator_optimizer=optimizers.initial(s.discriminator_optimizer, d),
        key=seeds[2].generate_state(2),
        round=np.int32(0),
        manual=np.int32(0),
        finite=np.bool_(True),
        record=np.full((RECORD, len(COLUMNS)), np.nan, np.float32),
    )
    # made by NumPy: JAX would compile a program for every array.  No two of them share memory, which rounds write to.
    return jax.device_put(state, may_alias=False)


class Draws(NamedTuple):
    """The randomness of D and of G steps, by (t, j): step j of round t."""

    discriminator: Callable[[Array, Array], steps.Draw]
    generator: Callable[[Array, Array], steps.Draw]


def _where(condition: Array, yes: Any, no: Any) -> Any:
    return jax.tree.map(lambda a, b: jnp.where(condition, a, b), yes, no)


class Players(NamedTuple):
    """What a round changes."""

    generator: steps.Player
    discriminator: steps.Player
    average: Array


def one_round(
    s: Structure, numbers: Numbers, players: Players, draws: Draws, t: Array, now: Array, k_d: Array, k_g: Array
) -> tuple[Players, Array]:
    """Round t: k_d steps of D, then k_g of G; ``now`` is the round that schedules go by.  Returns a row of figures."""
    before = players
    none = steps.DiscriminatorFigures(*[jnp.float32(0)] * 5), steps.GeneratorFigures(*[jnp.float32(0)] * 2)

    if s.dynamics in steps.JOINT:
        zero = jnp.int32(0)
        drawn = draws.discriminator(t, zero), draws.generator(t, zero)
        moved, (of_d, of_g) = steps.JOINT[s.dynamics](s, numbers, players.discriminator, players.generator, *drawn, now)
        # a player of no steps stands still
        d, of_d = _where(k_d > 0, (moved[0], of_d), (before.discriminator, none[0]))
        g, of_g = _where(k_g > 0, (moved[1], of_g), (before.generator, none[1]))
    else:

        def d_step(j: Array, carry: Any) -> Any:
            return steps.step_discriminator(
                s, numbers, carry[0], before.generator.parameters, draws.discriminator(t, j), now
            )

        d, of_d = lax.fori_loop(0, k_d, d_step, (before.discriminator, none[0]))
        against = d if s.dynamics == "alternating" else before.discriminator

        def g_step(j: Array, carry: Any) -> Any:
            return steps.step_generator(
                s, numbers, carry[0], against.parameters, draws.generator(t, j), now, against.memory
            )

        g, of_g = lax.fori_loop(0, k_g, g_step, (before.generator, none[1]))

    average = jnp.where(k_g > 0, numbers.ema * players.average + (1 - numbers.ema) * g.parameters, players.average)
    # in the order of COLUMNS
    row = jnp.stack([of_d.loss, of_g.loss, of_d.penalty, of_d.grad_norm, of_g.grad_norm, of_d.real, of_d.fake])
    return Players(g, d, average), row


def advance(s: Structure, state: State, numbers: Numbers, n: Array) -> State:
    """Play n rounds (n is traced), or fewer if one of them is not finite."""
    return play(s, state, numbers, n, numbers.k_d, numbers.k_g, jnp.bool_(False))


def play(s: Structure, state: State, numbers: Numbers, n: Array, k_d: Array, k_g: Array, manual: Array) -> State:
    """Repeat n times: k_d steps of D, then k_g steps of G; n, k_d, k_g and ``manual`` are traced.

    With ``manual`` the steps are taken by hand: they have randomness of their own and no round is counted, so rounds
    to come draw what they would have drawn.  Stops early, with ``finite`` False, where something is not finite.

    Rounds are checked one by one but undone in blocks: a block in which one fails is played again up to that round,
    which, being deterministic, goes as before.  So a round need not keep a copy of what it changes.
    """
    draws_of = _drawing(s, numbers, state.key, k_d, k_g, manual)
    rounds = MAX_STEPS // jnp.maximum(jnp.maximum(k_d, k_g), 1)  # whose draws fit one block
    stepped = jnp.array([k_d > 0, k_g > 0, k_d > 0, k_d > 0, k_g > 0, k_d > 0, k_d > 0])
    players = Players(
        steps.Player(state.generator, state.generator_optimizer),
        steps.Player(state.discriminator, state.discriminator_optimizer),
        state.average,
    )
    t = jnp.where(manual, state.manual, state.round)
    end = jnp.where(state.finite, t + n, t)

    def one(draws: Draws) -> Callable[[Any], Any]:
        def body(carry: Any) -> Any:
            players, t, record, _ = carry
            now = jnp.where(manual, state.round, t)
            players, row = one_round(s, numbers, players, draws, t, now, k_d, k_g)
            finite = jnp.isfinite(jnp.sum(row))  # a NaN or an infinity in any of them survives the sum
            row = jnp.where(stepped, row, jnp.nan)[None]
            record = lax.dynamic_update_slice(record, row, (now % RECORD, jnp.int32(0)))
            return players, t + finite.astype(jnp.int32), record, finite

        return body

    def block(carry: Any) -> Any:
        players, t, end, record, sound = carry
        first = t // rounds * rounds
        stop = jnp.minimum(end, first + rounds)
        after, reached, record, finite = lax.while_loop(
            lambda carry: (carry[1] < stop) & carry[3], one(draws_of(first)), (players, t, record, jnp.bool_(True))
        )
        weights = jnp.sum(after.generator.parameters * 0) + jnp.sum(after.discriminator.parameters * 0)
        good = finite & jnp.isfinite(weights)
        last = reached - jnp.where(finite, 1, 0)  # the round that failed, if one did
        players = _where(good, after, players)
        return players, jnp.where(good, reached, t), jnp.where(good, end, last), record, sound & good

    players, t, _, record, sound = lax.while_loop(
        lambda carry: carry[1] < carry[2], block, (players, t, end, state.record, state.finite)
    )
    return State(
        generator=players.generator.parameters,
        discriminator=players.discriminator.parameters,
        average=players.average,
        generator_optimizer=players.generator.memory,
        discriminator_optimizer=players.discriminator.memory,
        key=state.key,
        round=jnp.where(manual, state.round, t),
        manual=jnp.where(manual, t, state.manual),
        finite=sound,
        record=record,
    )


def _drawing(
    s: Structure, numbers: Numbers, key_data: Array, k_d: Array, k_g: Array, manual: Array
) -> Callable[[Array], Draws]:
    """How the block that begins at a round gets its randomness: all at once, or step by step where that is large."""
    base = jax.random.wrap_key_data(key_data)
    key = jax.random.wrap_key_data(jnp.where(manual, jax.random.key_data(jax.random.fold_in(base, _MANUAL)), key_data))

    def step_key(t: Array, j: Array) -> Array:
        return jax.random.fold_in(jax.random.fold_in(key, t), j)

    def step_by_step(first: Array) -> Draws:
        return Draws(
            lambda t, j: steps.draw_discriminator(s, numbers, step_key(t, j)),
            lambda t, j: steps.draw_generator(s, numbers, step_key(t, _GENERATOR + j)),
        )

    def at_once(first: Array) -> Draws:
        i = jnp.arange(MAX_STEPS)

        def keys(k: Array, offset: int) -> Array:
            k = jnp.maximum(k, 1)
            return jax.vmap(step_key)(first + i // k, offset + i % k)

        def pick(draws: Any, k: Array, t: Array, j: Array) -> Any:
            return jax.tree.map(lambda x: x[(t - first) * k + j], draws)

        for_d = jax.vmap(lambda key: steps.draw_discriminator(s, numbers, key))(keys(k_d, 0))
        for_g = jax.vmap(lambda key: steps.draw_generator(s, numbers, key))(keys(k_g, _GENERATOR))
        return Draws(lambda t, j: pick(for_d, k_d, t, j), lambda t, j: pick(for_g, k_g, t, j))

    floats = s.samples * (s.latent_dimension + s.dimension)
    return at_once if floats <= _BLOCK_FLOATS else step_by_step
