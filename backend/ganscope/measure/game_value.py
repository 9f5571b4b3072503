"""The value of the game on cells: V(G, D), the optimal discriminator, the cost C(G), and the gap between them.

V(G, D) = E_x~p_data log D(x) + E_x~p_g log(1 − D(x)), in nats (Goodfellow et al., 2014, eq. 1).  ``p`` and ``q`` are
the masses of p_data and p_g on the same cells, and D comes as logits ℓ, D = 1/(1 + e^(−ℓ)), one per cell.
"""

from __future__ import annotations

import math

import jax.numpy as jnp
from jax import Array
from jax.nn import softplus
from jax.scipy.special import xlogy


def optimal_discriminator(p: Array, q: Array) -> Array:
    """D* = p/(p + q), elementwise, in [0, 1] (Goodfellow et al., 2014, Proposition 1).

    Where neither has mass D* is not defined; it is given as ½.
    """
    s = p + q
    return jnp.where(s > 0, p / jnp.where(s > 0, s, 1), 0.5)


def optimal_logit(p: Array, q: Array) -> Array:
    """ℓ* = log p − log q, elementwise: ±∞ where one of them has no mass, 0 where neither has."""
    return jnp.where((p > 0) | (q > 0), jnp.log(p) - jnp.log(q), 0.0)


def value(p: Array, q: Array, logits: Array) -> Array:
    """V(G, D) = −Σ [p softplus(−ℓ) + q softplus(ℓ)] in nats; [].  log D itself is never formed from D."""
    return -jnp.sum(p * softplus(-logits) + q * softplus(logits))


def value_at_optimum(p: Array, q: Array) -> Array:
    """V(G, D*) = Σ [p log(p/(p + q)) + q log(q/(p + q))] in nats, from −log 4 to 0; []."""
    s = jnp.where(p + q > 0, p + q, 1)
    return jnp.sum(xlogy(p, p / s) + xlogy(q, q / s))


def cost(jsd: Array) -> Array:
    """C(G) = −log 4 + 2 JSD(p_data, p_g) in nats (Goodfellow et al., 2014, Theorem 1)."""
    return 2 * jsd - math.log(4)


def gap(p: Array, q: Array, logits: Array) -> Array:
    """V(G, D*) − V(G, D) = Σ (p + q) KL(Bernoulli(D*) ‖ Bernoulli(D)) ≥ 0 in nats; [].

    A sum of terms that cannot be negative, so it stays meaningful where the difference of the two values would be
    all rounding.
    """
    s = jnp.where(p + q > 0, p + q, 1)
    on_real = xlogy(p, p / s) + p * softplus(-logits)
    on_fake = xlogy(q, q / s) + q * softplus(logits)
    return jnp.sum(jnp.maximum(on_real + on_fake, 0.0))
