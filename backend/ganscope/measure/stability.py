"""Whether a game comes to rest: the vector field of both gradients, and the eigenvalues that decide.

A point of the game is ω = (θ, ψ), G's parameters and then D's.  Both players descend along v(ω) = −(∇_θ L_G, ∇_ψ L_D).
Near a point where v = 0, followed without end in infinitely small steps, they come to rest there if all eigenvalues of
v' have a negative real part; played in rounds ω ← F(ω), if all eigenvalues of F' are below 1 in absolute value
(Mescheder et al., 2018, section 2).

Everything is computed from the game's own steps, on draws that the caller gives: v and F are what they are on these
batches.  Jacobians are dense, so only small players can be looked at.

>>> from ganscope.measure import stability
>>> stability.eigenvalues(stability.jacobian(s, numbers, theta, psi, draws))  # of v'
"""

from __future__ import annotations

import functools
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array, lax

from ganscope.game import optimizers, rounds, steps
from ganscope.game.split import Numbers, Structure

MOST = 64
"""Parameters of both players together that a Jacobian is made for."""


class Draws(NamedTuple):
    """What the D step and the G step of a round draw."""

    discriminator: steps.Draw
    generator: steps.Draw


def vector_field(s: Structure, numbers: Numbers, theta: Array, psi: Array, draws: Draws, t: int = 0) -> Array:
    """v(ω) = −(∇_θ L_G, ∇_ψ L_D) at one point, penalties included: [parameters of both].

    Args:
        s: the static half of an experiment; how its players move does not matter here.
        numbers: its traced half.
        theta, psi: flat parameter vectors of G and of D.
        draws: the batches on which the losses are taken.
        t: the round that schedules go by.
    """
    return _field(s, numbers, jnp.concatenate([theta, psi]), draws, jnp.int32(t))


def jacobian(s: Structure, numbers: Numbers, theta: Array, psi: Array, draws: Draws, t: int = 0) -> Array:
    """v'(ω): entry (i, j) is ∂v_i/∂ω_j.  For at most :data:`MOST` parameters."""
    _small(s)
    return _jacobian(s, numbers, jnp.concatenate([theta, psi]), draws, jnp.int32(t))


def update(s: Structure, numbers: Numbers, theta: Array, psi: Array, draws: Draws, t: int = 0) -> Array:
    """F(ω): both players after one round of one step each, in the order and with the rates of the experiment.

    Both optimizers must be SGD: with any other, ω alone does not say what comes next.
    """
    _forgetful(s)
    return _update(s, numbers, jnp.concatenate([theta, psi]), draws, jnp.int32(t))


def update_jacobian(s: Structure, numbers: Numbers, theta: Array, psi: Array, draws: Draws, t: int = 0) -> Array:
    """F'(ω), the derivative through the game's own steps.  For at most :data:`MOST` parameters, and SGD."""
    _small(s)
    _forgetful(s)
    return _update_jacobian(s, numbers, jnp.concatenate([theta, psi]), draws, jnp.int32(t))


def eigenvalues(matrix: Array) -> np.ndarray:
    """Complex eigenvalues of a Jacobian, in falling order of the real part; [n]."""
    values: Any = np.linalg.eigvals(np.asarray(matrix, np.float64)).astype(complex)
    return values[np.lexsort((-values.imag, -values.real))]


def field(s: Structure, numbers: Numbers, thetas: Any, psis: Any, draws: Draws, t: int = 0) -> tuple[Array, Array]:
    """v on a grid, for the phase portrait of a game with one parameter a player, such as the Dirac-GAN.

    Args:
        s, numbers, draws, t: as for :func:`vector_field`.
        thetas, psis: the axes, [m] and [n].

    Returns:
        (dθ/dt, dψ/dt), each [n, m]: row j belongs to psis[j].
    """
    _scalar(s)
    theta, psi = jnp.meshgrid(jnp.asarray(thetas, jnp.float32), jnp.asarray(psis, jnp.float32))
    v = _fields(s, numbers, jnp.stack([theta.ravel(), psi.ravel()], axis=1), draws, jnp.int32(t))
    return v[:, 0].reshape(theta.shape), v[:, 1].reshape(theta.shape)


def trajectory(s: Structure, numbers: Numbers, theta: Array, psi: Array, draws: Draws, n: int, t: int = 0) -> Array:
    """ω over n rounds of :func:`update`, the same draws in every one: [n + 1, parameters], from where it starts."""
    _forgetful(s)
    start = jnp.concatenate([theta, psi])
    return jnp.concatenate([start[None], _trajectory(s, numbers, start, draws, jnp.int32(t), n)])


def _small(s: Structure) -> None:
    if (n := s.generator_parameters + s.discriminator.parameters) > MOST:
        raise ValueError(f"a Jacobian is made for at most {MOST} parameters of both players; got {n}")


def _forgetful(s: Structure) -> None:
    for player, kind in (("generator", s.generator_optimizer), ("discriminator", s.discriminator_optimizer)):
        if kind != "sgd":
            raise ValueError(f"the {player}'s optimizer must be sgd, which remembers nothing; got {kind}")


def _scalar(s: Structure) -> None:
    for player, spec in (("generator", s.generator), ("discriminator", s.discriminator)):
        if spec.parameters != 1:
            raise ValueError(f"the {player} must have 1 parameter, to be an axis; got {spec.parameters}")


@functools.partial(jax.jit, static_argnums=0)
def _field(s: Structure, numbers: Numbers, w: Array, draws: Draws, t: Array) -> Array:
    theta, psi = jnp.split(w, [s.generator_parameters])
    v_g, _ = steps.generator_gradient(s, numbers, theta, psi, draws.generator, t)
    v_d, _ = steps.discriminator_gradient(s, numbers, psi, theta, draws.discriminator, t)
    return -jnp.concatenate([v_g, v_d])


@functools.partial(jax.jit, static_argnums=0)
def _fields(s: Structure, numbers: Numbers, w: Array, draws: Draws, t: Array) -> Array:
    return jax.vmap(lambda w: _field(s, numbers, w, draws, t))(w)


@functools.partial(jax.jit, static_argnums=0)
def _jacobian(s: Structure, numbers: Numbers, w: Array, draws: Draws, t: Array) -> Array:
    return jax.jacfwd(lambda w: _field(s, numbers, w, draws, t))(w)


@functools.partial(jax.jit, static_argnums=0)
def _update(s: Structure, numbers: Numbers, w: Array, draws: Draws, t: Array) -> Array:
    theta, psi = jnp.split(w, [s.generator_parameters])
    nothing = optimizers.initial("sgd", theta)
    before = rounds.Players(steps.Player(theta, nothing), steps.Player(psi, nothing), average=theta)
    same = rounds.Draws(lambda t, j: draws.discriminator, lambda t, j: draws.generator)
    one = jnp.int32(1)
    after, _ = rounds.one_round(s, numbers, before, same, jnp.int32(0), t, one, one)
    return jnp.concatenate([after.generator.parameters, after.discriminator.parameters])


@functools.partial(jax.jit, static_argnums=0)
def _update_jacobian(s: Structure, numbers: Numbers, w: Array, draws: Draws, t: Array) -> Array:
    return jax.jacfwd(lambda w: _update(s, numbers, w, draws, t))(w)


@functools.partial(jax.jit, static_argnums=(0, 5))
def _trajectory(s: Structure, numbers: Numbers, w: Array, draws: Draws, t: Array, n: int) -> Array:
    def once(w: Array, i: Array) -> tuple[Array, Array]:
        w = _update(s, numbers, w, draws, t + i)
        return w, w

    return lax.scan(once, w, jnp.arange(n))[1]
