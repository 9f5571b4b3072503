"""Reconstructors: a third network F, x ↦ z, with which D judges pairs (x, z).

D tells pairs of real samples, (x, z) with z drawn from p_F(z|x), from pairs of G, (G(z), z).  F's parameters stand
behind those of G in one vector, which one optimizer trains, at the same time and on the same batch.

- VEEGAN (Srivastava et al., 2017): p_F(z|x) = N(F(x), σ² I); F descends λ E‖z − F(G(z))‖² alone, and G its loss plus
  that term, both with the mean F(x).  The authors' G has noise of its own beside z; here G is a function of z.
- ALI (Dumoulin et al., 2017): p_F(z|x) = N(μ(x), diag s(x)²), with μ and log s the outputs of F; F descends G's loss
  with the sides exchanged.  The paper's G may be stochastic too; here it is a function of z.
- BiGAN (Donahue et al., 2017): the same with z = F(x), as in the paper.

To add one, add its model to ``experiment.Reconstructor`` and its row here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

from . import networks

Numbers = dict[str, Any]


class Reconstructor(NamedTuple):
    """The static half: which member, and the shape of F."""

    kind: str
    spec: networks.Spec


class Row(NamedTuple):
    """A member of the table; n are its numbers, k the coordinates of z.

    F has ``outputs`` numbers for each of them.  ``mean`` takes these [m, outputs k] to what F says of z [m, k], and
    ``drawn`` (outputs, ε [m, k], n) to a z of p_F(z|x).  ``adversarial`` says whether F is trained against D; where
    not, F and G descend n["weight"] E‖z − F(G(z))‖².
    """

    outputs: int
    mean: Callable[[Array], Array]
    drawn: Callable[[Array, Array, Numbers], Array]
    adversarial: bool
    numbers: Callable[[Any], Numbers] = lambda model: {}


def _half(outputs: Array) -> Array:
    return jnp.split(outputs, 2, axis=1)[0]


def _normal(outputs: Array, noise: Array, n: Numbers) -> Array:
    mean, log_width = jnp.split(outputs, 2, axis=1)
    return mean + jnp.exp(log_width) * noise


RECONSTRUCTORS: dict[str, Row] = {
    "veegan": Row(
        1, lambda outputs: outputs, lambda outputs, noise, n: outputs + n["noise"] * noise, adversarial=False,
        numbers=lambda m: {"weight": np.float32(m.weight), "noise": np.float32(m.noise)},
    ),
    "ali": Row(2, _half, _normal, adversarial=True),
    "bigan": Row(1, lambda outputs: outputs, lambda outputs, noise, n: outputs, adversarial=True),
}  # fmt: skip


def of(model: Any, dimension: int, latent_dimension: int) -> Reconstructor | None:
    """The static half of a reconstructor's model; None for none."""
    if model.kind == "none":
        return None
    outputs = RECONSTRUCTORS[model.kind].outputs * latent_dimension
    return Reconstructor(model.kind, networks.Spec.of(model, dimension, outputs))


def numbers(model: Any) -> Numbers:
    """The traced half; empty for none."""
    return {} if model.kind == "none" else RECONSTRUCTORS[model.kind].numbers(model)


def adversarial(f: Reconstructor | None) -> bool:
    """Whether there is an F that is trained against D."""
    return f is not None and RECONSTRUCTORS[f.kind].adversarial


def mean(f: Reconstructor, parameters: Array, x: Array) -> Array:
    """What F says of the z of x [m, d]: [m, k]; of a law its mean."""
    return RECONSTRUCTORS[f.kind].mean(networks.apply(f.spec, parameters, x))


def drawn(f: Reconstructor, parameters: Array, x: Array, n: Numbers, key: Array) -> Array:
    """A z of p_F(z|x) for every x [m, d]: [m, k]."""
    row, outputs = RECONSTRUCTORS[f.kind], networks.apply(f.spec, parameters, x)
    noise = jax.random.normal(key, (x.shape[0], outputs.shape[1] // row.outputs))
    return row.drawn(outputs, noise, n)


def error(f: Reconstructor, parameters: Array, x: Array, z: Array) -> Array:
    """E‖z − F(x)‖² over pairs x [m, d], z [m, k]; []."""
    return jnp.mean(jnp.sum((z - mean(f, parameters, x)) ** 2, axis=1))


def pairs(x: Array, z: Array) -> Array:
    """Pairs (x, z) as D takes them, [m, d + k]."""
    return jnp.concatenate([x, z], axis=1)
