"""What the game at hand makes of D on cells: its value, its best response, and D as it is drawn.

Cross entropy has its own exact formulae in :mod:`.game_value`; here is the same for every objective.  ``p`` and ``q``
are masses of p_data and p_g on the same cells, ``outputs`` D's output on each, [cells], or
[cells, players] where D is several networks; n are the objective's numbers.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

from ganscope.game import objectives
from ganscope.game.rules import Rule

from .game_value import optimal_logit

_PAIRS = 4096
_STEPS = 40  # of bisection: 40 halvings of the range of outputs


class Drawn(NamedTuple):
    """D from 0 to 1, as a picture shows it, and what makes that of its outputs, for :func:`placed`; [cells], [2]."""

    d: Array
    range: Array


def value(rule: Rule, n: Any, p: Array, q: Array, outputs: Array) -> Array:
    """V(G, D) = −E[loss of D] under p and q; [].

    Exact over the cells where the loss is a sum over single samples; where samples are compared with each other, over
    4,096 pairs that are evenly spread (a Kronecker sequence through both distribution functions).
    """
    game = objectives.losses(rule)
    if game.pointwise is not None:
        return -jnp.sum(_terms(game.pointwise, n, p, q, outputs))
    real, fake = outputs[spread(p, _FIRST)], outputs[spread(q, _SECOND)]
    return -game.discriminator(real, fake, n, jnp.int32(0))


_FIRST = ((np.arange(_PAIRS) + 0.5) / _PAIRS).astype(np.float32)
_SECOND = (((np.arange(_PAIRS) + 0.5) * (5**0.5 - 1) / 2) % 1).astype(np.float32)


def spread(masses: Array, u: Any) -> Array:
    """The cells at these shares u (any shape) of the mass."""
    upto = jnp.cumsum(masses)
    return jnp.clip(jnp.searchsorted(upto, jnp.asarray(u, jnp.float32) * upto[-1]), 0, masses.size - 1)


def _terms(pointwise: objectives.Pointwise, n: Any, p: Array, q: Array, outputs: Array) -> Array:
    """What each cell adds to D's loss; nothing where it has no mass, whatever D says there."""
    real = jnp.where(p > 0, p * pointwise.real(outputs, n), 0)
    return real + jnp.where(q > 0, q * pointwise.fake(outputs, n), 0)


def naming(each: Array, outputs: Array) -> Array:
    """−Σᵢ E log of the share that D gives generator i under p_gᵢ, []: :func:`~ganscope.game.objectives.naming` over the
    cells, by their masses ``each`` [n, cells] and D's outputs for the generators [cells, n]."""
    return -jnp.sum(each * jax.nn.log_softmax(outputs, axis=1).T)


def named_rightly(outputs: Array) -> Array:
    """The share of fakes that D takes for those of the generator that made them, []; by chance 1/n.

    Args:
        outputs: of D for each of n generators [m, n], at fakes of each generator in turn.
    """
    own = jnp.arange(outputs.shape[0]) % outputs.shape[1]
    return jnp.mean(jnp.argmax(outputs, axis=1) == own)


def contributions(rule: Rule, n: Any, p: Array, q: Array, outputs: Array) -> Array:
    """What each cell adds to V, [cells]: at the best D of an f-GAN q f(p/q).  NaN where V is not a sum over x."""
    pointwise = objectives.losses(rule).pointwise
    return jnp.full_like(p, jnp.nan) if pointwise is None else -_terms(pointwise, n, p, q, outputs)


def best_outputs(rule: Rule, n: Any, p: Array, q: Array, line: int = 0, pack: int = 1) -> Array | None:
    """D's best output on every cell, ±∞ allowed; None where it is not known.

    Args:
        line: on the line, how many of the cells lie side by side there; 0 in the plane.  There the best critic of the
            Wasserstein game is known too: its slope is the sign of F_g − F_data (in cells, up to a constant).
        pack: how many samples D looks at at once; the output is that to so many equal ones.
    """
    game = objectives.losses(rule)
    if game.optimum is not None:
        log_ratio = optimal_logit(p, q)
        return game.optimum(log_ratio if pack == 1 else pack * log_ratio, n)
    if rule.kind != "wasserstein" or not line or pack > 1:
        return None
    # mass to the left of the window belongs to both distribution functions
    left = (q[line] - p[line]) if p.size == line + 2 else 0.0
    slope = jnp.sign(jnp.cumsum(q[:line] - p[:line]) + left)
    potential = jnp.cumsum(slope) - slope
    return jnp.concatenate([potential, potential[jnp.array([0, -1])][: p.size - line]])


def gap(rule: Rule, n: Any, p: Array, q: Array, outputs: Array, best: Array) -> Array:
    """V(G, D*) − V(G, D) ≥ 0; [].  A sum of terms that cannot be negative wherever the loss is a sum over samples."""
    pointwise = objectives.losses(rule).pointwise
    if pointwise is None:
        return value(rule, n, p, q, best) - value(rule, n, p, q, outputs)
    return jnp.sum(jnp.maximum(_terms(pointwise, n, p, q, outputs) - _terms(pointwise, n, p, q, best), 0))


def odds(rule: Rule, n: Any, outputs: Array) -> Array:
    """D's output as one number, [n]: where D is several networks, the log-odds of what they say together."""
    game = objectives.losses(rule)
    return outputs if game.odds is None else game.odds(outputs, n)


def drawn(
    rule: Rule, n: Any, p: Array, q: Array, outputs: Array, cells: int, judged: Array | None = None
) -> Drawn:  # fmt: skip
    """D as a picture shows it.

    A probability is itself.  Where D has no meaning but for a constant (relativistic games), the constant is the one
    for which its mean under (p + q)/2 is ½, as that of p/(p + q) always is.  A critic is scaled from its least to its
    largest value on the first ``cells`` cells, those of the window.

    Args:
        judged: D's output where p and q are, if ``outputs`` are not: for a D that judges packs and is drawn at others.
    """
    range, output = jnp.zeros(2), objectives.losses(rule).output
    if output == "relative":
        range = jnp.full(2, _centre(p, q, outputs if judged is None else judged))
    elif output == "score":
        range = jnp.stack([jnp.min(outputs[:cells]), jnp.max(outputs[:cells])])
    return Drawn(placed(rule, n, outputs, range), range)


def placed(rule: Rule, n: Any, outputs: Array, range: Array) -> Array:
    """D's outputs [m], anywhere, on the scale of a picture: ``range`` is what :func:`drawn` found for it, the least and
    the largest value of a score, and the constant of a relativistic game twice."""
    game = objectives.losses(rule)
    if game.output == "probability":
        assert game.belief is not None
        return game.belief(outputs, n)
    low, high = range
    if game.output == "relative":
        return jax.nn.sigmoid(outputs - low)
    return (outputs - low) / jnp.maximum(high - low, 1e-12)


def _centre(p: Array, q: Array, outputs: Array) -> Array:
    """c with mean σ(outputs − c) = ½ under (p + q)/2."""

    def halve(_: Any, ends: tuple[Array, Array]) -> tuple[Array, Array]:
        low, high = ends
        middle = (low + high) / 2
        above = jnp.sum((p + q) * jax.nn.sigmoid(outputs - middle)) > 0.5 * jnp.sum(p + q)
        return jnp.where(above, middle, low), jnp.where(above, high, middle)

    low, high = jax.lax.fori_loop(0, _STEPS, halve, (jnp.min(outputs), jnp.max(outputs)))
    return (low + high) / 2
