"""What needs no training: the theory of p = q and of parallel lines, and the table of f-divergences."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import jax.numpy as jnp
import numpy as np

from ganscope import measure
from ganscope.game import f_divergences, objectives
from ganscope.game.experiment import Minimax, NonSaturating

from .row import Effort, Figure, Protocol, Row, Table, Tell

_EXACT = 1e-5


def _equal() -> Row:
    """D's loss, G's loss and V where p = q and D = ½."""
    half = jnp.zeros(1)
    d_loss = objectives.losses(objectives.rule(Minimax())).discriminator(half, half, {"real_label": 1.0}, jnp.int32(0))
    game = objectives.losses(objectives.rule(NonSaturating()))
    g_loss = game.generator(half, half, {"real_label": 1.0}, jnp.int32(0))
    cost = measure.cost(jnp.float32(0))
    named = (
        ("C = V(G, D*)", float(cost), -math.log(4)),
        ("loss of D", float(d_loss), math.log(4)),
        ("non-saturating loss of G", float(g_loss), math.log(2)),
    )
    return Row("p = q", tuple(Figure(name, (ours,), said, _EXACT) for name, ours, said in named))


def _lines(theta: float) -> Row:
    """Two points at a distance, as one cell each."""
    p, q = jnp.array([1.0, 0.0]), jnp.array([0.0, 1.0])
    samples = jnp.zeros(100), jnp.full(100, theta)
    named = (
        ("JSD, nats", float(measure.jensen_shannon(p, q)), math.log(2)),
        ("total variation", float(measure.total_variation(p, q)), 1.0),
        ("W₁", float(measure.wasserstein(*samples)), theta),
    )
    figures = tuple(Figure(name, (ours,), said, _EXACT) for name, ours, said in named)
    endless = math.isinf(float(measure.kullback_leibler(p, q)))
    return Row(f"parallel lines, distance {theta:g}", (*figures, Figure("KL is infinite", (float(endless),), 1.0, 0.0)))


def _jeffrey(t: np.ndarray) -> np.ndarray:
    y = np.zeros_like(t)  # log W(e^(1 − t)), where y + e^y = 1 − t
    for _ in range(60):
        y -= (y + np.exp(y) - (1 - t)) / (1 + np.exp(y))
    return np.exp(y) + np.exp(-y) + t - 2


# f of the row: f*(t) and g(v) as published (with the clamps that u ≥ 0 asks for), f'(1)
_V = np.linspace(-4, 4, 81)
_PUBLISHED: dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any], float]] = {
    "total_variation": (lambda t: np.maximum(t, -0.5), lambda v: 0.5 * np.tanh(v), 0.0),
    "kl": (lambda t: np.exp(t - 1), lambda v: v, 1.0),
    "reverse_kl": (lambda t: -1 - np.log(-t), lambda v: -np.exp(-v), -1.0),
    "pearson": (lambda t: np.where(t < -2, -1, t * t / 4 + t), lambda v: v, 0.0),
    "neyman": (lambda t: 2 - 2 * np.sqrt(1 - t), lambda v: 1 - np.exp(-v), 0.0),
    "hellinger": (lambda t: t / (1 - t), lambda v: 1 - np.exp(-v), 0.0),
    "jeffrey": (_jeffrey, lambda v: v, 0.0),
    "js": (lambda t: -np.log(2 - np.exp(t)), lambda v: math.log(2) - np.logaddexp(0, -v), 0.0),
    "gan": (lambda t: -np.log1p(-np.exp(t)), lambda v: -np.logaddexp(0, -v), -math.log(2)),
}


def _divergence(name: str) -> Row:
    """Largest distance of our g(v) and f*(g(v)) from the published ones for v in [−4, 4], and T at p = q."""
    conjugate, activation, threshold = _PUBLISHED[name]
    row = f_divergences.ROWS[name]
    v = jnp.asarray(_V, jnp.float32)
    t = activation(_V)
    scale = np.maximum(1, np.abs(t)), np.maximum(1, np.abs(conjugate(t)))
    off_t = np.max(np.abs(np.asarray(row.nowozin.t(v, {})) - t) / scale[0])
    off_conjugate = np.max(np.abs(np.asarray(row.nowozin.conjugate(v, {})) - conjugate(t)) / scale[1])
    figures = (
        Figure("largest error of g(v)", (float(off_t),), 0.0, _EXACT),
        Figure("largest error of f*(g(v))", (float(off_conjugate),), 0.0, _EXACT),
        Figure("T where p = q, f′(1)", (float(row.ratio.t(jnp.zeros(1), {})[0]),), threshold, _EXACT),
    )
    return Row(name.replace("_", " "), figures)


def _run_theory(effort: Effort, tell: Tell) -> Table:
    return Table(
        THEORY.name,
        THEORY.title,
        "Goodfellow et al. (2014), theorem 1; Arjovsky et al. (2017), example 1",
        "The measures of the lab against closed forms, in float32.",
        (_equal(), *(_lines(theta) for theta in (0.01, 1.0, 10.0))),
    )


def _run_divergences(effort: Effort, tell: Tell) -> Table:
    return Table(
        DIVERGENCES.name,
        DIVERGENCES.title,
        "Nowozin et al. (2016), tables 1, 2 and 6, with the conjugates clamped to u ≥ 0",
        "The lab's own form of each row against the published one in float64; errors are relative above 1. For total "
        "variation f′(1) may be anything from −½ to ½; 0 is chosen.",
        tuple(_divergence(name) for name in _PUBLISHED),
    )


THEORY = Protocol("theory", "What must hold", _run_theory)
DIVERGENCES = Protocol("f-divergences", "The f-divergences", _run_divergences)
