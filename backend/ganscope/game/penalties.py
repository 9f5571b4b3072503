"""Penalties on the discriminator, each with its weight; a weight of 0 costs nothing at run time.

A row is a function of D's logit as a function of x, the real and fake batch and a key (for those that draw
points of their own).  To add a penalty, add its model to ``experiment.Penalty`` and its row here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

Logit = Callable[[Array], Array]  # [n, d] → [n]


class Row(NamedTuple):
    """Value of the penalty at weight 1, and its numbers."""

    value: Callable[[Logit, Array, Array, Array], Array]
    numbers: Callable[[Any], dict[str, Any]] = lambda model: {"weight": np.float32(model.weight)}


def r1(logit: Logit, real: Array, fake: Array, key: Array) -> Array:
    """½ E‖∇ₓ logit(x)‖² over the real batch (Mescheder et al., 2018, eq. 9)."""
    slopes = jax.grad(lambda x: jnp.sum(logit(x)))(real)
    return 0.5 * jnp.mean(jnp.sum(slopes**2, axis=-1))


PENALTIES: dict[str, Row] = {"r1": Row(r1)}


def total(kinds: tuple[str, ...], logit: Logit, real: Array, fake: Array, numbers: Any, key: Array) -> Array:
    """Σ weight × value over the penalties of an experiment; those of weight 0 are not computed."""
    value = jnp.float32(0)
    for kind, own in zip(kinds, numbers, strict=True):
        row = PENALTIES[kind]
        value += jax.lax.cond(
            own["weight"] > 0,
            lambda row=row, own=own: own["weight"] * row.value(logit, real, fake, key),
            lambda: jnp.float32(0),
        )
    return value
