"""The best response to a frozen generator: D climbing V(G, ·) by quadrature.

The objective is the V that is shown, a sum over cells of known masses, so it has no sampling noise and L-BFGS can be
used on it.  What keeps D from D* afterwards is the network's capacity alone.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import optax
from jax import Array

from ganscope.game import networks
from ganscope.game.rules import Rule

from . import playing

_MEMORY = 20


class Climb(NamedTuple):
    """D's flat parameters [P], its loss −V(G, D) in nats, and the memory of L-BFGS."""

    discriminator: Array
    loss: Array
    memory: Any


def _optimizer() -> optax.GradientTransformationExtraArgs:
    return optax.lbfgs(memory_size=_MEMORY)


def start_climb(discriminator: Array) -> Climb:
    """The climb before its first step."""
    return Climb(discriminator, jnp.float32(jnp.inf), _optimizer().init(discriminator))


def climb(
    spec: networks.Spec, rule: Rule, numbers: Any, at: Climb, points: Array, p: Array, q: Array, n: Array
) -> Climb:
    """n steps of L-BFGS on −V(G, D), for cross entropy −Σ_i p_i log D(x_i) + q_i log(1 − D(x_i)).

    Args:
        spec: D's shape (static).
        rule, numbers: the objective (static), and its numbers.
        at: where the climb stands.
        points: [cells, d], D's input scale applied.
        p: masses of p_data, [cells].
        q: masses of p_g, [cells]; where D names generators those of each, [n, cells].
        n: number of steps, traced.

    Returns:
        The climb n steps on; a step that is not finite is not taken.
    """

    def loss(parameters: Array) -> Array:
        outputs = networks.outputs(spec, parameters, points)
        if q.ndim == 1:
            return -playing.value(rule, numbers, p, q, networks.log_odds(spec, outputs))
        value = playing.value(rule, numbers, p, jnp.mean(q, axis=0), networks.log_odds(spec, outputs))
        return playing.naming(q, outputs[:, :-1]) - value

    optimizer = _optimizer()
    value_and_grad = optax.value_and_grad_from_state(loss)

    def step(_: Array, at: Climb) -> Climb:
        value, gradient = value_and_grad(at.discriminator, state=at.memory)
        updates: Any
        updates, memory = optimizer.update(
            gradient, at.memory, at.discriminator, value=value, grad=gradient, value_fn=loss
        )
        new = Climb(at.discriminator + updates, jnp.asarray(value), memory)
        finite = jnp.isfinite(jnp.sum(updates)) & jnp.isfinite(value)
        return jax.tree.map(lambda a, b: jnp.where(finite, a, b), new, at)

    return jax.lax.fori_loop(0, n, step, at)
