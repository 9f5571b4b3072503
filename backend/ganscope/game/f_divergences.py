"""f-divergences D_f(P‖Q) = ∫ q f(p/q), and the two ways in which a game plays for one.

For every convex f with f(1) = 0 and every function T (Nowozin et al., 2016, eq. 4),

    D_f(P‖Q) ≥ E_P T(x) − E_Q f*(T(x)),    with equality for T = f′(p/q),

so D maximises the right side and G minimises it.  A network gives one number at x; a row says what T and f*(T) are:

``ratio``
    the number is ℓ, the log density ratio that D believes in: T = f′(e^ℓ) and f*(T) = e^ℓ f′(e^ℓ) − f(e^ℓ).
    The optimum is ℓ* = log p/q for every f, and D(x) = 1/(1 + e^(−ℓ)) means what it always means.
    the number is v, and T = g(v) with the output activations of Nowozin et al. (2016), table 6.

Both are the same game where they meet, at the optimum.  (For α a little below 1 the activation of that table is a
difference of two large numbers, 1/(1 − α) each: from .9 to 1 ``ratio`` is the one to play.)  All of it is computed from
ℓ, never from u = e^ℓ, and an exponential goes on as a straight line above e^40, so a loss stays finite and keeps its
slope for any output.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jax import Array
from jax.nn import softplus

from . import formula

Numbers = dict[str, Any]
Function = Callable[[Array, Numbers], Array]

_TOP = 40.0  # e^80, a slope times an excess, is still a float32


class Form(NamedTuple):
    """How a network's output (any shape, elementwise) becomes the game.

    ``t`` T; ``conjugate`` f*(T); ``log_ratio`` log p/q as the output has it, ±∞ allowed; ``optimum`` the output that
    log p/q calls for, its inverse.
    """

    t: Function
    conjugate: Function
    log_ratio: Function
    optimum: Function


class Row(NamedTuple):
    """f itself, as a function of u > 0 (for the picture of it), and the game's two forms."""

    f: Function
    ratio: Form
    nowozin: Form


def _exp(x: Array) -> Array:
    return jnp.exp(jnp.minimum(x, _TOP)) + math.exp(_TOP) * jnp.maximum(x - _TOP, 0)


def _expm1(x: Array) -> Array:
    return jnp.expm1(jnp.minimum(x, _TOP)) + math.exp(_TOP) * jnp.maximum(x - _TOP, 0)


def _phi(a: Any, x: Array) -> Array:
    """(e^(a x) − 1)/a, and x where a = 0."""
    small = jnp.abs(a) < 1e-6
    safe = jnp.where(small, 1.0, a)
    return jnp.where(small, x, _expm1(safe * x) / safe)


def log_softplus(x: Array) -> Array:
    """log log(1 + eˣ), which far to the left is x."""
    return jnp.where(x < -15, x, jnp.log(softplus(jnp.maximum(x, -15))))


def _same(x: Array, n: Numbers) -> Array:
    return x


def _ratio(t: Callable[..., Array], conjugate: Callable[..., Array]) -> Form:
    return Form(lambda x, n: t(x), lambda x, n: conjugate(x), _same, _same)


def _plain(
    t: Callable[[Array], Array], conjugate: Callable[[Array], Array], log_ratio: Callable[[Array], Array],
    optimum: Callable[[Array], Array],
) -> Form:  # fmt: skip
    """A form without numbers."""
    return Form(*(lambda x, n, own=own: own(x) for own in (t, conjugate, log_ratio, optimum)))


def _log_omega(x: Array) -> Array:
    """y with y + e^y = x: the logarithm of Wright's ω."""
    endless = jnp.isinf(x)
    x, end = jnp.where(endless, 0.0, x), x
    y = jnp.where(x <= 1, x, jnp.log(jnp.maximum(x, 1)))
    for _ in range(8):  # Newton from above on a convex function
        y = y - (y + jnp.exp(y) - x) / (1 + jnp.exp(y))
    y = jax.lax.stop_gradient(y)
    y = y - (y + jnp.exp(y) - x) / (1 + jnp.exp(y))  # which gives it its derivative
    return jnp.where(endless, end, y)


def _jeffrey_conjugate(v: Array) -> Array:
    y = _log_omega(1 - v)
    return _exp(-y) - y - 1  # ω + 1/ω + v − 2, where ω = 1 − v − y


def _side(ratio: Array) -> Array:
    return jnp.where(ratio == 0, 0.0, jnp.copysign(jnp.inf, ratio))


# T is a step of ½ at p = q.  A step gives D no slope to climb; tanh gives it one, and reaches the step for ℓ → ±∞.
_TOTAL_VARIATION = _plain(lambda x: 0.5 * jnp.tanh(x / 2), lambda x: 0.5 * jnp.tanh(x / 2), lambda x: x, _side)
_JS = _ratio(lambda x: math.log(2) - softplus(-x), lambda x: softplus(x) - math.log(2))
_GAN = _ratio(lambda x: -softplus(-x), softplus)
_REVERSE_KL = _ratio(lambda x: -_exp(-x), lambda x: x - 1)


def _alpha_log_ratio(v: Array, n: Numbers) -> Array:
    a = n["alpha"]
    below = jnp.where(a < 1, jnp.log(jnp.abs(1 - a) + (a >= 1)) + log_softplus(-v), 0) / jnp.where(a < 1, a - 1, 1)
    straight = jnp.abs(a - 1) < 1e-6
    above = jnp.log1p(jnp.maximum((a - 1) * v, -1 + 1e-6)) / jnp.where(straight, 1, a - 1)
    return jnp.where(a < 1, below, jnp.where(straight, v, above))


def _alpha_optimum(x: Array, n: Numbers) -> Array:
    a = n["alpha"]
    w = jnp.exp((a - 1) * x) / jnp.where(a < 1, 1 - a, 1)  # = softplus(−v)
    return jnp.where(a < 1, -(w + jnp.log(-jnp.expm1(-w))), _phi(a - 1, x))


def _alpha_t(v: Array, n: Numbers) -> Array:
    a = n["alpha"]
    return jnp.where(a < 1, 1 / jnp.where(a < 1, 1 - a, 1) - softplus(-v), v)


def _alpha_f(u: Array, n: Numbers) -> Array:
    a = n["alpha"]
    near_0, near_1 = jnp.abs(a) < 1e-6, jnp.abs(a - 1) < 1e-6
    safe = jnp.where(near_0 | near_1, 0.5, a)
    general = (u**safe - 1 - safe * (u - 1)) / (safe * (safe - 1))
    return jnp.where(near_0, u - 1 - jnp.log(u), jnp.where(near_1, u * jnp.log(u) - u + 1, general))


ROWS: dict[str, Row] = {
    "total_variation": Row(lambda u, n: 0.5 * jnp.abs(u - 1), _TOTAL_VARIATION, _plain(
        lambda v: 0.5 * jnp.tanh(v), lambda v: 0.5 * jnp.tanh(v), lambda v: 2 * v, _side
    )),
    "kl": Row(lambda u, n: u * jnp.log(u), _ratio(lambda x: x + 1, _exp), _plain(
        lambda v: v, lambda v: _exp(v - 1), lambda v: v - 1, lambda x: x + 1
    )),
    "reverse_kl": Row(lambda u, n: -jnp.log(u), _REVERSE_KL, _REVERSE_KL),
    "pearson": Row(lambda u, n: (u - 1) ** 2, _ratio(lambda x: 2 * _expm1(x), lambda x: _expm1(2 * x)), _plain(
        lambda v: v, lambda v: jnp.where(v < -2, -1.0, v**2 / 4 + v),
        lambda v: jnp.log1p(jnp.maximum(v / 2, -1 + 1e-7)), lambda x: 2 * _expm1(x),
    )),
    "neyman": Row(lambda u, n: (1 - u) ** 2 / u, _ratio(lambda x: -_expm1(-2 * x), lambda x: -2 * _expm1(-x)), _plain(
        lambda v: -_expm1(-v), lambda v: -2 * _expm1(-v / 2), lambda v: v / 2, lambda x: 2 * x
    )),
    "hellinger": Row(
        lambda u, n: (jnp.sqrt(u) - 1) ** 2, _ratio(lambda x: -_expm1(-x / 2), lambda x: _expm1(x / 2)),
        _plain(lambda v: -_expm1(-v), _expm1, lambda v: 2 * v, lambda x: x / 2),
    ),
    "jeffrey": Row(
        lambda u, n: (u - 1) * jnp.log(u), _ratio(lambda x: x - _expm1(-x), lambda x: x + _expm1(x)),
        _plain(lambda v: v, _jeffrey_conjugate, lambda v: -_log_omega(1 - v), lambda x: x - _expm1(-x)),
    ),
    "js": Row(lambda u, n: u * jnp.log(u) - (u + 1) * jnp.log((u + 1) / 2), _JS, _JS),
    "gan": Row(lambda u, n: u * jnp.log(u) - (u + 1) * jnp.log(u + 1), _GAN, _GAN),
    "alpha": Row(
        _alpha_f,
        Form(lambda x, n: _phi(n["alpha"] - 1, x), lambda x, n: _phi(n["alpha"], x), _same, _same),
        Form(
            _alpha_t, lambda v, n: _phi(n["alpha"], _alpha_log_ratio(v, n)), _alpha_log_ratio, _alpha_optimum
        ),
    ),
}  # fmt: skip
"""Nowozin et al. (2016), tables 1 to 6; "js" is 2·JSD and "gan" 2·JSD − log 4, as their f have it."""


def typed(text: str) -> Row:
    """The row of a formula for f(u) that a person typed; T by automatic differentiation.

    Beyond |ℓ| = 40 both go on as straight lines.  There is no output activation of its own: both forms are ``ratio``.
    """
    f = formula.parse(text)

    def t(x: Array) -> Array:
        return jax.vmap(jax.grad(lambda u: f(u, jnp)))(jnp.exp(x).ravel()).reshape(x.shape)

    def conjugate(x: Array) -> Array:
        u = jnp.exp(x)
        return u * t(x) - f(u, jnp)

    form = _ratio(lambda x: _extended(t, x), lambda x: _extended(conjugate, x))
    return Row(lambda u, n: f(u, jnp), form, form)


def _extended(function: Callable[[Array], Array], x: Array) -> Array:
    """The function within ±40, its tangents beyond."""
    inside = jnp.clip(x, -_TOP, _TOP)
    value, slope = jax.jvp(function, (inside,), (jnp.ones_like(x),))
    beyond = jnp.clip(x, -1e6, 1e6) - inside
    return value + slope * beyond
