"""How steep D is: ‖∇ₓ D‖ at points, its Lipschitz constant between two bounds, and its weights as a histogram.

A critic estimates W₁ only where it is 1-Lipschitz (Arjovsky et al., 2017, eq. 2), and each way to keep it so leaves
a trace here: a gradient penalty in the slopes at its points, clipping in weights that pile up at ±c.  D is its
output, with x multiplied by ``input_scale`` before the first layer.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import jax.numpy as jnp
from jax import Array

from ganscope.game import networks, penalties

STEEPEST: dict[str, float] = {
    "relu": 1.0,
    "leaky_relu": 1.0,
    "elu": 1.0,
    "tanh": 1.0,
    "sigmoid": 0.25,
    "softplus": 1.0,
    "gelu": 1.13,  # 1.1289…, by either of its formulae
    "sin": 1.0,
    "maxout": 1.0,  # from all pieces of a layer to their maxima
}
"""The Lipschitz constant of every activation."""


class Lipschitz(NamedTuple):
    """Two bounds [] on the Lipschitz constant of D: ``least`` was met at some point, ``most`` cannot be passed."""

    least: Array
    most: Array


class Weights(NamedTuple):
    """Shares of D's weights, [bins], in equal bins from −``most`` to ``most``, the largest |w| ([])."""

    shares: Array
    most: Array


def slope(
    spec_d: networks.Spec, parameters: Array, input_scale: Any, x: Array, labels: Array | None = None, n: int = 0
) -> Array:
    """‖∇ₓ D(x)‖ at x [m, d]: [m]; a D that is told one of n labels is told these [m]."""

    def logit(x: Array) -> Array:
        return networks.output(spec_d, parameters, networks.with_labels(x * input_scale, labels, n))

    return jnp.sqrt(penalties.slopes(logit, x))


def estimate(spec_d: networks.Spec, parameters: Array, input_scale: Any, x: Array) -> Lipschitz:
    """Bounds on D's Lipschitz constant: the largest slope at x [n, d], and scale · Π ‖Wₗ‖₂ · Π lip(activation).

    The second is the product bound (Szegedy et al., 2014, section 4.3; Miyato et al., 2018, eq. 7), often far from
    tight.  A residual layer counts as 1 + its factor, Fourier features as 2π‖B‖₂, and the log-odds of one of
    several outputs as √2.  A norm over units or samples divides by what may be arbitrarily small: with it the bound is
    ∞, as for a D that looks across the batch.
    """
    return Lipschitz(
        jnp.max(slope(spec_d, parameters, input_scale, x)), jnp.abs(input_scale) * _product(spec_d, parameters)
    )


def _product(spec: networks.Spec, parameters: Array) -> Array:
    """The product bound for a network, []."""
    if spec.norm not in ("none", "spectral") or spec.across != "none":
        return jnp.float32(jnp.inf)
    most = jnp.float32(2 * jnp.pi * jnp.linalg.norm(networks.frequencies(spec), 2) if spec.features else 1)
    if spec.sizes[-1] > 1:
        most *= 2**0.5
    matrices = networks.matrices(spec, parameters)
    for i, matrix in enumerate(matrices):
        w = matrix[:-1]
        factor = jnp.linalg.norm(w, 2)
        if spec.norm == "spectral":
            factor /= networks.spectral_norm(w)
        if i < len(matrices) - 1:
            factor *= STEEPEST[spec.activation]
            if spec.layer == "residual" and i > 0 and spec.sizes[i] == spec.sizes[i + 1]:
                factor += 1
        most *= factor
    return most


def weight_histogram(spec: networks.Spec, parameters: Array, bins: int = 41) -> Weights:
    """How the weights of a network, without its biases, are spread; an odd number of bins has one around 0."""
    weights = jnp.concatenate([m[:-1].ravel() for m in networks.all_matrices(spec, parameters)])
    most = jnp.max(jnp.abs(weights), initial=0)
    place = (weights / jnp.where(most > 0, most, 1) + 1) / 2  # in [0, 1]; the middle where all are 0
    index = jnp.clip((place * bins).astype(jnp.int32), 0, bins - 1)  # the last bin holds its upper edge
    return Weights(jnp.zeros(bins).at[index].add(1 / max(weights.size, 1)), most)
