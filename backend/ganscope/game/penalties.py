"""Penalties and constraints on the discriminator; they combine.

A row has one of four effects: ``value`` adds a function of D's outputs to D's loss, ``weights`` one of its weights,
``project`` moves the weights after every step, ``noise`` blurs what D sees of both sides.  A penalty of weight 0 costs
nothing at run time.  To add one, add its model to ``experiment.Penalty`` and its row here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

from . import networks
from .rules import Rule

Numbers = dict[str, Any]
Logit = Callable[[Array], Array]
"""D's output as a function of x: [n, d] → [n]; where D looks at packs of m samples, m d stands for every d here."""


class Row(NamedTuple):
    """A member of the table; n are its numbers, and ``detail`` what its code depends on.

    ``value`` (logit, real [n, d], fake [n, d], n, key, detail) and ``weights`` (spec of D, parameters, n) give the
    penalty at weight 1; ``project`` (spec, parameters, n) gives the parameters to go on with; ``noise`` (n, t) the
    standard deviation at round t.  ``points`` (real, fake, n, key, detail) are the places [n, d] where ``value`` looks
    at ‖∇D‖, if it does.
    """

    value: Callable[[Logit, Array, Array, Numbers, Array, Any], Array] | None = None
    weights: Callable[[networks.Spec, Array, Numbers], Array] | None = None
    project: Callable[[networks.Spec, Array, Numbers], Array] | None = None
    noise: Callable[[Numbers, Array], Array] | None = None
    points: Callable[[Array, Array, Numbers, Array, Any], Array] | None = None
    numbers: Callable[[Any], Numbers] = lambda model: {"weight": np.float32(model.weight)}
    static: Callable[[Any], Any] = lambda model: None


# --- penalties on the slope of D ---------------------------------------------------------------------------


def slopes(logit: Logit, x: Array) -> Array:
    """‖∇ₓD‖² at every x [n, d]: [n], D as its output."""
    return jnp.sum(jax.grad(lambda x: jnp.sum(logit(x)))(x) ** 2, axis=-1)


def _of_slopes(
    points: Callable[[Array, Array, Numbers, Array, Any], Array], measure: Callable[[Array, Numbers, Any], Array],
    **others: Any,
) -> Row:  # fmt: skip
    """A row whose value is ``measure`` (‖∇D‖² [n], n, detail) at its points, averaged."""

    def value(logit: Logit, real: Array, fake: Array, n: Numbers, key: Array, detail: Any) -> Array:
        return jnp.mean(measure(slopes(logit, points(real, fake, n, key, detail)), n, detail))

    return Row(value=value, points=points, **others)


def _half(squared: Array, n: Numbers, detail: Any) -> Array:
    """½‖∇D‖² (Mescheder et al., 2018, R₁ and R₂)."""
    return 0.5 * squared


class Gradient(NamedTuple):
    """What is static of the gradient penalty."""

    form: str
    at: str


_FORMS: dict[str, Callable[[Array], Array]] = {
    "two_sided": lambda excess: excess**2,
    "one_sided": lambda excess: jnp.maximum(excess, 0) ** 2,
    "one_sided_linear": lambda excess: jnp.maximum(excess, 0),
}
"""By ‖∇D‖ − k: Gulrajani et al. (2017), eq. 3; Petzka et al. (2018); the same without the square."""


def _excess(squared: Array, n: Numbers, detail: Gradient) -> Array:
    """A form of ‖∇D‖ − k.

    The 10⁻¹² under the root keeps its first and second derivatives finite where D is flat, and is lost in the rounding
    where ‖∇D‖ is near k.
    """
    return _FORMS[detail.form](jnp.sqrt(squared + 1e-12) - n["target"])


def _lines(real: Array, fake: Array, n: Numbers, key: Array) -> Array:
    """ε real + (1 − ε) fake, one ε ~ U(0, 1) for each pair (Gulrajani et al., 2017, algorithm 1)."""
    share = jax.random.uniform(key, (real.shape[0], 1))
    return share * real + (1 - share) * fake


def _around(real: Array, fake: Array, n: Numbers, key: Array) -> Array:
    """real + c σ u, u ~ U(0, 1)ᵈ, σ the batch's standard deviation of each coordinate (Kodali et al., 2017)."""
    return real + n["width"] * jnp.std(real, axis=0) * jax.random.uniform(key, real.shape)


_POINTS: dict[str, Callable[[Array, Array, Numbers, Array], Array]] = {
    "lines": _lines,
    "real": lambda real, fake, n, key: real,
    "fake": lambda real, fake, n, key: fake,
    "around": _around,
}


def _at(real: Array, fake: Array, n: Numbers, key: Array, detail: Gradient) -> Array:
    return _POINTS[detail.at](real, fake, n, key)


# --- the weights of D, and what it sees --------------------------------------------------------------------


def _decay(spec: networks.Spec, parameters: Array, n: Numbers) -> Array:
    """½‖W‖² over all layers, without biases."""
    return 0.5 * sum((jnp.sum(m[:-1] ** 2) for m in networks.all_matrices(spec, parameters)), jnp.float32(0))


def _clip(spec: networks.Spec, parameters: Array, n: Numbers) -> Array:
    """Weights and biases to [−c, c] (Arjovsky et al., 2017, algorithm 1)."""
    return jnp.clip(parameters, -n["bound"], n["bound"])


def _annealed(n: Numbers, t: Array) -> Array:
    """σ₀ max(0, 1 − t/T); σ₀ for ever where T is 0."""
    left = jnp.maximum(0, 1 - t / jnp.maximum(n["until"], 1))
    return n["std"] * jnp.where(n["until"] > 0, left, 1.0)


def _floats(*names: str) -> Callable[[Any], Numbers]:
    return lambda model: {name: np.float32(getattr(model, name)) for name in names}


PENALTIES: dict[str, Row] = {
    "r1": _of_slopes(lambda real, fake, n, key, detail: real, _half),
    "r2": _of_slopes(lambda real, fake, n, key, detail: fake, _half),
    "gradient_penalty": _of_slopes(
        _at, _excess, numbers=_floats("weight", "target", "width"), static=lambda m: Gradient(m.form, m.at)
    ),
    "weight_decay": Row(weights=_decay),
    "clip": Row(project=_clip, numbers=_floats("bound")),
    "instance_noise": Row(noise=_annealed, numbers=lambda m: {"std": np.float32(m.std), "until": np.int32(m.until)}),
}


def rule(model: Any) -> Rule:
    """The static half of a penalty's model."""
    return Rule(model.kind, PENALTIES[model.kind].static(model))


def total(
    rules: tuple[Rule, ...], spec: networks.Spec, parameters: Array, logit: Logit, real: Array, fake: Array,
    numbers: tuple[Numbers, ...], key: Array,
) -> Array:  # fmt: skip
    """Σ weight × value over the penalties of an experiment; those of weight 0 are not computed."""
    value = jnp.float32(0)
    for i, (rule, n) in enumerate(zip(rules, numbers, strict=True)):
        row = PENALTIES[rule.kind]
        if row.value is None and row.weights is None:
            continue

        def own(row: Row = row, rule: Rule = rule, n: Numbers = n, i: int = i) -> Array:
            if row.weights is not None:
                return n["weight"] * row.weights(spec, parameters, n)
            assert row.value is not None
            return n["weight"] * row.value(logit, real, fake, n, jax.random.fold_in(key, i), rule.detail)

        value += jax.lax.cond(n["weight"] > 0, own, lambda: jnp.float32(0))
    return value


def points(rules: tuple[Rule, ...], real: Array, fake: Array, numbers: tuple[Numbers, ...], key: Array) -> Array | None:
    """Where the first penalty on the slope of D looks at it [n, d]; None without any.

    With the key of :func:`total` these are its points to the bit.
    """
    for i, (rule, n) in enumerate(zip(rules, numbers, strict=True)):
        if (own := PENALTIES[rule.kind].points) is not None:
            return own(real, fake, n, jax.random.fold_in(key, i), rule.detail)
    return None


def project(rules: tuple[Rule, ...], spec: networks.Spec, parameters: Array, numbers: tuple[Numbers, ...]) -> Array:
    """D's parameters after its step, with every constraint kept."""
    for rule, n in zip(rules, numbers, strict=True):
        if (move := PENALTIES[rule.kind].project) is not None:
            parameters = move(spec, parameters, n)
    return parameters


def blurs(rules: tuple[Rule, ...]) -> bool:
    """Whether any of them puts noise on what D sees."""
    return any(PENALTIES[rule.kind].noise is not None for rule in rules)


def noise(rules: tuple[Rule, ...], numbers: tuple[Numbers, ...], t: Array) -> Array:
    """Standard deviation of the instance noise at round t; 0 without any."""
    variance = jnp.float32(0)
    for rule, n in zip(rules, numbers, strict=True):
        if (own := PENALTIES[rule.kind].noise) is not None:
            variance += own(n, t) ** 2
    return jnp.sqrt(variance)
