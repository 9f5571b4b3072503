"""Objectives: what D and G minimise, as functions of D's output (a logit where D is a probability).

A row makes :class:`Losses`.  The value of the game is V(G, D) = −(loss of D), in nats where the losses are logs.
Nothing is written with a logarithm of a sigmoid: softplus(x) = log(1 + eˣ) = −log σ(−x) does not overflow.
To add an objective, add its model to ``experiment.Objective`` and its row here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array
from jax.nn import sigmoid, softplus

from . import f_divergences
from .rules import Rule

Numbers = dict[str, Any]
Output = Literal["probability", "score", "relative"]


class Pointwise(NamedTuple):
    """D's loss as a sum over single samples: what one real and one fake output (any shape) add to it."""

    real: Callable[[Array, Numbers], Array]
    fake: Callable[[Array, Numbers], Array]


class Losses(NamedTuple):
    """One game.  Outputs of D are [n], or [n, players] where D is several networks; n are the objective's numbers and t
    is the round.

    ``discriminator`` and ``generator`` take (real, fake, n, t) to the batch's mean loss.  ``pointwise`` is D's loss
    again, where it is a sum over samples, for V by quadrature; None where samples are compared with each other.
    ``optimum`` gives D's best output for the log-ratio log p_data/p_g (±∞ allowed); None where that is not enough to
    know it.  ``belief`` turns an output into the probability D(x), where there is one; ``odds`` into its log-odds,
    where D is several networks.
    ``names`` says how many generators D names, on outputs of its own (:func:`naming`); then a D output here is the
    log-odds of "real", and D's loss has the term of naming besides, which is no part of V.
    ``paired`` says whether G's loss looks at real samples too.  ``output`` says what an output is: a "probability" (by
    ``belief``), a "score" in units of its own, or "relative", where only differences mean anything.
    """

    discriminator: Callable[[Array, Array, Numbers, Array], Array]
    generator: Callable[[Array, Array, Numbers, Array], Array]
    pointwise: Pointwise | None
    optimum: Callable[[Array, Numbers], Array] | None
    belief: Callable[[Array, Numbers], Array] | None
    output: Output
    paired: bool = False
    names: int = 0
    players: int = 1
    odds: Callable[[Array, Numbers], Array] | None = None


class Row(NamedTuple):
    """A member of the table: its losses for what is static of its model and for the number of generators, and its
    numbers."""

    losses: Callable[[Any], Losses]
    numbers: Callable[[Any], Numbers] = lambda model: {}
    static: Callable[[Any, int], Any] = lambda model, generators: None


def _separable(
    pointwise: Pointwise, generator: Callable[[Array, Numbers, Array], Array],
    optimum: Callable[[Array, Numbers], Array] | None, belief: Callable[[Array, Numbers], Array] | None,
) -> Losses:  # fmt: skip
    """Losses that are means over single samples."""
    return Losses(
        lambda real, fake, n, t: jnp.mean(pointwise.real(real, n)) + jnp.mean(pointwise.fake(fake, n)),
        lambda real, fake, n, t: jnp.mean(generator(fake, n, t)),
        pointwise, optimum, belief, "probability" if belief else "score",
    )  # fmt: skip


# --- cross entropy -----------------------------------------------------------------------------------------


def _cross_entropy(generator: Callable[[Array, Numbers, Array], Array]) -> Losses:
    """D: −E[α log D + (1 − α) log(1 − D)] − E log(1 − D(G(z))), α the real label (Goodfellow et al., 2014, eq. 1).

    D* = α p/(p + q): ℓ* = log α − log(q/p + 1 − α).
    """

    def real(x: Array, n: Numbers) -> Array:
        # D is never told that a real sample is a fake when the label is 1, however sure it is
        rest = jnp.where(n["real_label"] < 1, (1 - n["real_label"]) * softplus(jnp.where(n["real_label"] < 1, x, 0)), 0)
        return n["real_label"] * softplus(-x) + rest

    def optimum(ratio: Array, n: Numbers) -> Array:
        return jnp.log(n["real_label"]) - jnp.logaddexp(-ratio, jnp.log(1 - n["real_label"]))

    pointwise = Pointwise(real, lambda x, n: softplus(x))
    return _separable(pointwise, generator, optimum, lambda x, n: sigmoid(x))


def _saturating(fake: Array, n: Numbers, t: Array) -> Array:
    """G: E log(1 − D(G(z))) (eq. 1): its gradient vanishes where D is sure of a fake."""
    return -softplus(fake)


def _non_saturating(fake: Array, n: Numbers, t: Array) -> Array:
    """G: −E log D(G(z)) (section 3): the same fixed point, strong gradients early."""
    return softplus(-fake)


def _log_ratio(fake: Array, n: Numbers, t: Array) -> Array:
    """G: −E logit D(G(z)), at the best D KL(p_g‖p_data) (Sønderby et al., 2017; Srivastava et al., 2017, section 3)."""
    return -fake


def _switched(fake: Array, n: Numbers, t: Array) -> Array:
    """Non-saturating before round ``n["round"]``, saturating from it on."""
    return jnp.where(t < n["round"], _non_saturating(fake, n, t), _saturating(fake, n, t))


def _label(model: Any) -> Numbers:
    return {"real_label": np.float32(model.real_label)}


# --- without logarithms ------------------------------------------------------------------------------------


def _least_squares() -> Losses:
    """D: ½E(D − b)² + ½E(D(G) − a)², G: ½E(D(G) − c)² (Mao et al., 2017, eq. 2); D* = (b p + a q)/(p + q)."""
    return _separable(
        Pointwise(lambda x, n: 0.5 * (x - n["b"]) ** 2, lambda x, n: 0.5 * (x - n["a"]) ** 2),
        lambda fake, n, t: 0.5 * (fake - n["c"]) ** 2,
        lambda ratio, n: n["a"] + (n["b"] - n["a"]) * sigmoid(ratio),
        lambda x, n: (x - n["a"]) / (n["b"] - n["a"]),
    )


def _hinge() -> Losses:
    """D: E max(0, 1 − D) + E max(0, 1 + D(G)), G: −E D(G) (Lim and Ye, 2017); D* = sign(p − q), V* = −2(1 − TV)."""
    return _separable(
        Pointwise(lambda x, n: jnp.maximum(0, 1 - x), lambda x, n: jnp.maximum(0, 1 + x)),
        lambda fake, n, t: -fake,
        lambda ratio, n: jnp.sign(ratio),
        lambda x, n: (1 + x) / 2,
    )


def _wasserstein() -> Losses:
    """D: −E D(x) + E D(G), G: −E D(G) (Arjovsky et al., 2017, eq. 2): V = W₁ for the best 1-Lipschitz D."""
    return _separable(Pointwise(lambda x, n: -x, lambda x, n: x), lambda fake, n, t: -fake, None, None)


# --- relativistic ------------------------------------------------------------------------------------------


def _relativistic() -> Losses:
    """D: E softplus(−(D(x) − D(G))), G with the sides exchanged, over the batch's pairs (Jolicoeur-Martineau, 2019).

    D* = log p/q + any constant, held to ±50 where one of them is 0: outputs are subtracted from each other.
    """
    return Losses(
        lambda real, fake, n, t: jnp.mean(softplus(fake - real)),
        lambda real, fake, n, t: jnp.mean(softplus(real - fake)),
        pointwise=None, optimum=lambda ratio, n: jnp.clip(ratio, -50, 50), belief=None, output="relative", paired=True,
    )  # fmt: skip


def _relativistic_average() -> Losses:
    """Each output against the mean of the other side (Jolicoeur-Martineau, 2019, RaSGAN)."""

    def discriminator(real: Array, fake: Array, n: Numbers, t: Array) -> Array:
        return jnp.mean(softplus(jnp.mean(fake) - real)) + jnp.mean(softplus(fake - jnp.mean(real)))

    return Losses(
        discriminator, lambda real, fake, n, t: discriminator(fake, real, n, t),
        pointwise=None, optimum=None, belief=None, output="relative", paired=True,
    )  # fmt: skip


# --- several generators ------------------------------------------------------------------------------------


def _mad_gan(detail: tuple[int, str]) -> Losses:
    """D: −E log Dₙ₊₁(x) − Σᵢ E log Dᵢ(Gᵢ(z)), the cross entropy of n + 1 classes, each as frequent as the others;
    G: Σᵢ E log(1 − Dₙ₊₁(Gᵢ(z))), or −Σᵢ E log Dₙ₊₁(Gᵢ(z)) (Ghosh et al., 2018, section 3).

    log Dᵢ = log(1 − Dₙ₊₁) + log of the share of Dᵢ among the generators: the second term is :func:`naming`, and without
    it −(loss of D) is V = E log Dₙ₊₁(x) + Σᵢ E log(1 − Dₙ₊₁(Gᵢ(z))), which G makes small (theorem 1 there).
    D*ₙ₊₁ = p/(p + Σᵢ p_gᵢ) = p/(p + n q), and V* = n log n − (n + 1) log(n + 1) where q = p.
    """
    n, generator = detail
    loss = _saturating if generator == "minimax" else _non_saturating
    pointwise = Pointwise(lambda x, _: softplus(-x), lambda x, _: n * softplus(x))
    return _separable(
        pointwise, lambda fake, numbers, t: n * loss(fake, numbers, t), lambda ratio, _: ratio - np.float32(np.log(n)),
        lambda x, _: sigmoid(x),
    )._replace(names=n)  # fmt: skip


def naming(outputs: Array) -> Array:
    """−Σᵢ E log of the share that D gives generator i of what generator i made, [].

    Args:
        outputs: of D for each of n generators at their samples [m, n], the first m / n of the first generator's.
    """
    n = outputs.shape[1]
    shares = jax.nn.log_softmax(outputs, axis=1).reshape(n, -1, n)
    return -jnp.trace(jnp.mean(shares, axis=1))


# --- two discriminators ------------------------------------------------------------------------------------


def _d2gan() -> Losses:
    """V = α E log D₁(x) − E D₁(G) − E D₂(x) + β E log D₂(G), which two networks make large and G small (Nguyen et al.,
    2017, eq. 1); Dᵢ = softplus of its output keeps them positive.

    D₁* = α p/q and D₂* = β q/p, and V* = α(log α − 1) + β(log β − 1) + α KL(p‖q) + β KL(q‖p) (theorems 1 and 2 there).
    Both tell the ratio p/q; what is drawn is the probability by the geometric mean of what they tell, with the log-odds
    ½ (log D₁/α − log D₂/β): at the optimum log p/q.
    """

    def logs(x: Array) -> tuple[Array, Array]:
        return f_divergences.log_softplus(x[..., 0]), f_divergences.log_softplus(x[..., 1])

    def odds(x: Array, n: Numbers) -> Array:
        first, second = logs(x)
        return 0.5 * (first - jnp.log(n["alpha"]) - second + jnp.log(n["beta"]))

    def optimum(ratio: Array, n: Numbers) -> Array:
        best = jnp.stack([n["alpha"] * jnp.exp(ratio), n["beta"] * jnp.exp(-ratio)], axis=-1)
        return best + jnp.log(-jnp.expm1(-best))  # softplus of this is ``best``

    pointwise = Pointwise(
        lambda x, n: softplus(x[..., 1]) - n["alpha"] * logs(x)[0],
        lambda x, n: softplus(x[..., 0]) - n["beta"] * logs(x)[1],
    )
    return _separable(
        pointwise, lambda x, n, t: n["beta"] * logs(x)[1] - softplus(x[..., 0]), optimum,
        lambda x, n: sigmoid(odds(x, n)),
    )._replace(players=2, odds=odds)  # fmt: skip


# --- f-GAN -------------------------------------------------------------------------------------------------


def _f_gan(detail: tuple[str, str | None, str, str]) -> Losses:
    """D: −E T(x) + E f*(T(G)); G: −E f*(T(G)), or −E T(G) by the trick (Nowozin et al., 2016, eq. 4, section 3.2)."""
    _, _, form_name, generator = detail
    form: f_divergences.Form = getattr(divergence(Rule("f_gan", detail)), form_name)
    loss = form.t if generator == "trick" else form.conjugate
    return _separable(
        Pointwise(lambda x, n: -form.t(x, n), form.conjugate),
        lambda fake, n, t: -loss(fake, n),
        lambda ratio, n: form.optimum(ratio, n),
        lambda x, n: sigmoid(form.log_ratio(x, n)),
    )


def _f_detail(model: Any, generators: int) -> tuple[str, str | None, str, str]:
    return model.divergence.kind, getattr(model.divergence, "f", None), model.form, model.generator


def _f_numbers(model: Any) -> Numbers:
    alpha = getattr(model.divergence, "alpha", None)
    return {} if alpha is None else {"alpha": np.float32(alpha)}


OBJECTIVES: dict[str, Row] = {
    "minimax": Row(lambda _: _cross_entropy(_saturating), _label),
    "non_saturating": Row(lambda _: _cross_entropy(_non_saturating), _label),
    "switch": Row(lambda _: _cross_entropy(_switched), lambda m: _label(m) | {"round": np.int32(m.round)}),
    "log_ratio": Row(lambda _: _cross_entropy(_log_ratio), _label),
    "least_squares": Row(
        lambda _: _least_squares(), lambda m: {name: np.float32(getattr(m, name)) for name in ("a", "b", "c")}
    ),
    "hinge": Row(lambda _: _hinge()),
    "wasserstein": Row(lambda _: _wasserstein()),
    "relativistic": Row(lambda _: _relativistic()),
    "relativistic_average": Row(lambda _: _relativistic_average()),
    "f_gan": Row(_f_gan, _f_numbers, _f_detail),
    "mad_gan": Row(_mad_gan, static=lambda model, generators: (generators, model.generator)),
    "d2gan": Row(lambda _: _d2gan(), lambda m: {"alpha": np.float32(m.alpha), "beta": np.float32(m.beta)}),
}


def rule(model: Any, generators: int = 1) -> Rule:
    """The static half of an objective's model, where G is so many networks."""
    return Rule(model.kind, OBJECTIVES[model.kind].static(model, generators))


def outputs(rule: Rule) -> int:
    """How many outputs D has: 1, or one for each generator that it names and one for "real"."""
    return losses(rule).names + 1


def losses(rule: Rule) -> Losses:
    """The game of a rule."""
    return OBJECTIVES[rule.kind].losses(rule.detail)


def divergence(rule: Rule) -> f_divergences.Row:
    """The f of an f-GAN."""
    name, text, *_ = rule.detail
    return f_divergences.typed(text) if text is not None else f_divergences.ROWS[name]


def equilibrium(rule: Rule, numbers: Numbers) -> Array:
    """V where p_data = p_g and D is at its best, []: −log 4 for cross entropy.

    Where D* is not known for every pair, it is known for this one: a constant.
    """
    game = losses(rule)
    at = jnp.zeros(1) if game.optimum is None else game.optimum(jnp.zeros(1), numbers)
    return -game.discriminator(at, at, numbers, jnp.int32(0))
