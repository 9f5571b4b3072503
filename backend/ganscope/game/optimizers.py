"""Optimizers: rows of optax transformations whose settings are traced numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import numpy as np
import optax


class Row(NamedTuple):
    """The transformation for given numbers, and the fields of the model that are those numbers.

    One number more, ``eps_root``, is for who differentiates through steps: it is added under Adam's root.
    """

    build: Callable[[dict[str, Any]], optax.GradientTransformation]
    fields: tuple[str, ...]


OPTIMIZERS: dict[str, Row] = {
    "sgd": Row(lambda n: optax.sgd(n["learning_rate"]), ("learning_rate",)),
    "momentum": Row(lambda n: optax.sgd(n["learning_rate"], n["momentum"]), ("learning_rate", "momentum")),
    "rmsprop": Row(
        lambda n: optax.rmsprop(n["learning_rate"], n["decay"], n["epsilon"]), ("learning_rate", "decay", "epsilon")
    ),
    "adam": Row(
        lambda n: optax.adam(n["learning_rate"], n["beta1"], n["beta2"], n["epsilon"], n.get("eps_root", 0.0)),
        ("learning_rate", "beta1", "beta2", "epsilon"),
    ),
    "optimistic_gradient": Row(
        lambda n: optax.optimistic_gradient_descent(n["learning_rate"], beta=n["optimism"]),
        ("learning_rate", "optimism"),
    ),
    # optax would add Nesterov's momentum, which the paper does not have
    "optimistic_adam": Row(
        lambda n: optax.optimistic_adam_v2(
            n["learning_rate"],
            beta=n["optimism"],
            b1=n["beta1"],
            b2=n["beta2"],
            eps=n["epsilon"],
            eps_root=n.get("eps_root", 0.0),
            nesterov=False,
        ),
        ("learning_rate", "optimism", "beta1", "beta2", "epsilon"),
    ),
}


def numbers(model: Any) -> dict[str, Any]:
    """The traced settings of an optimizer."""
    return {name: np.float32(getattr(model, name)) for name in OPTIMIZERS[model.kind].fields}


def initial(kind: str, parameters: Any) -> Any:
    """The state of an optimizer that has not stepped yet, of NumPy arrays; it does not depend on the settings.

    All is 0 in it but flags, which say that no step was made.
    """
    row = OPTIMIZERS[kind]
    shapes = jax.eval_shape(row.build(dict.fromkeys(row.fields, 0.5)).init, parameters)
    return jax.tree.map(lambda leaf: np.full(leaf.shape, leaf.dtype == bool, leaf.dtype), shapes)
