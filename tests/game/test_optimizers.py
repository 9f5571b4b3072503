"""Optimizers against their formulae, written out in NumPy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from ganscope.game import experiment as e
from ganscope.game import optimizers

GRADIENTS = np.random.default_rng(0).normal(size=(6, 4))


def sgd(m: Any) -> Iterator[np.ndarray]:
    for g in GRADIENTS:
        yield -m.learning_rate * g


def momentum(m: Any) -> Iterator[np.ndarray]:
    v = np.zeros(4)
    for g in GRADIENTS:
        v = m.momentum * v + g
        yield -m.learning_rate * v


def rmsprop(m: Any) -> Iterator[np.ndarray]:
    s = np.zeros(4)
    for g in GRADIENTS:
        s = m.decay * s + (1 - m.decay) * g**2
        yield -m.learning_rate * g / np.sqrt(s + m.epsilon)


def adam(m: Any) -> Iterator[np.ndarray]:
    first, second = np.zeros(4), np.zeros(4)
    for t, g in enumerate(GRADIENTS, 1):
        first = m.beta1 * first + (1 - m.beta1) * g
        second = m.beta2 * second + (1 - m.beta2) * g**2
        yield -m.learning_rate * (first / (1 - m.beta1**t)) / (np.sqrt(second / (1 - m.beta2**t)) + m.epsilon)


def optimistic_gradient(m: Any) -> Iterator[np.ndarray]:
    last = GRADIENTS[0]  # nothing is expected of the first step
    for g in GRADIENTS:
        yield -m.learning_rate * (g + m.optimism * (g - last))
        last = g


def optimistic_adam(m: Any) -> Iterator[np.ndarray]:
    steps = [-step / m.learning_rate for step in adam(m)]
    last = steps[0]
    for r in steps:
        yield -m.learning_rate * (r + m.optimism * (r - last))
        last = r


CASES: list[tuple[Any, Any]] = [
    (e.SGD(learning_rate=0.3), sgd),
    (e.Momentum(learning_rate=0.1, momentum=0.7), momentum),
    (e.RMSProp(learning_rate=0.02, decay=0.6, epsilon=1e-3), rmsprop),
    (e.Adam(learning_rate=0.05, beta1=0.5, beta2=0.9, epsilon=1e-4), adam),
    (e.OptimisticGradient(learning_rate=0.2, optimism=0.7), optimistic_gradient),
    (e.OptimisticAdam(learning_rate=0.05, optimism=1.0, beta1=0.5, beta2=0.9, epsilon=1e-4), optimistic_adam),
]


def test_every_optimizer_is_tested() -> None:
    assert {model.kind for model, _ in CASES} == set(optimizers.OPTIMIZERS)


@pytest.mark.parametrize(("model", "formula"), CASES, ids=[model.kind for model, _ in CASES])
def test_steps_are_their_formula(model: Any, formula: Any) -> None:
    transformation = optimizers.OPTIMIZERS[model.kind].build(optimizers.numbers(model))
    memory = optimizers.initial(model.kind, jnp.zeros(4))
    for gradient, expected in zip(GRADIENTS, formula(model), strict=True):
        updates, memory = transformation.update(jnp.asarray(gradient, jnp.float32), memory)
        np.testing.assert_allclose(np.asarray(updates), expected, rtol=1e-4, atol=1e-7)


def test_optimism_turns_inwards_where_descent_turns_outwards() -> None:
    """min over x, max over y of xy, from (1, 1): both step from the same point."""
    ends = {}
    for model in (e.SGD(learning_rate=0.1), e.OptimisticGradient(learning_rate=0.1)):
        transformation = optimizers.OPTIMIZERS[model.kind].build(optimizers.numbers(model))
        w = jnp.ones(2)
        memory: Any = optimizers.initial(model.kind, w)
        for _ in range(500):
            updates: Any
            updates, memory = transformation.update(jnp.array([w[1], -w[0]]), memory)
            w = w + updates
        ends[model.kind] = float(jnp.linalg.norm(w))
    assert ends["sgd"] > 10 and ends["optimistic_gradient"] < 0.2


@pytest.mark.parametrize("kind", optimizers.OPTIMIZERS)
def test_an_optimizer_starts_as_optax_has_it(kind: str) -> None:
    row = optimizers.OPTIMIZERS[kind]
    theirs = row.build(dict.fromkeys(row.fields, 0.5)).init(jnp.ones(5))
    ours = optimizers.initial(kind, np.ones(5, np.float32))
    assert jax.tree.structure(ours) == jax.tree.structure(theirs)
    for a, b in zip(jax.tree.leaves(ours), jax.tree.leaves(theirs), strict=True):
        assert a.dtype == b.dtype
        assert np.array_equal(a, b)
