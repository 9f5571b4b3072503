"""Objectives: what D and G minimise, as functions of D's logits.

A row gives both losses, averages over a batch in nats.  V(D, G) is −(loss of D).  Everything is written with
softplus(x) = log(1 + eˣ) = −log σ(−x): no logarithm of a sigmoid, so nothing overflows for any logit.
To add an objective, add its model to ``experiment.Objective`` and its row here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import jax.numpy as jnp
import numpy as np
from jax import Array
from jax.nn import softplus


class Row(NamedTuple):
    """Losses of D (from logits on real and fake) and of G (from logits on fake), with numbers and the round."""

    discriminator: Callable[[Array, Array, Any, Array], Array]
    generator: Callable[[Array, Any, Array], Array]
    numbers: Callable[[Any], dict[str, Any]] = lambda model: {}


def cross_entropy(real: Array, fake: Array, numbers: Any = None, t: Any = None) -> Array:
    """D's loss −V = −E log D(x) − E log(1 − D(G(z))) (Goodfellow et al., 2014, eq. 1)."""
    return jnp.mean(softplus(-real)) + jnp.mean(softplus(fake))


def saturating(fake: Array, numbers: Any = None, t: Any = None) -> Array:
    """G's loss E log(1 − D(G(z))) (eq. 1): its gradient vanishes where D is sure of a fake."""
    return -jnp.mean(softplus(fake))


def non_saturating(fake: Array, numbers: Any = None, t: Any = None) -> Array:
    """G's loss −E log D(G(z)) (section 3): the same fixed point, strong gradients early."""
    return jnp.mean(softplus(-fake))


def switched(fake: Array, numbers: Any, t: Array) -> Array:
    """Non-saturating before round ``numbers["round"]``, saturating from it on."""
    return jnp.where(t < numbers["round"], non_saturating(fake), saturating(fake))


OBJECTIVES: dict[str, Row] = {
    "minimax": Row(cross_entropy, saturating),
    "non_saturating": Row(cross_entropy, non_saturating),
    "switch": Row(cross_entropy, switched, lambda model: {"round": np.int32(model.round)}),
}
