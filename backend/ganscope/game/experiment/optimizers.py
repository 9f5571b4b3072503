"""How a gradient becomes a step."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from .fields import Model, kind, number, part

_RATE: dict[str, Any] = {
    "title": "Learning rate", "ge": 0.0, "le": 10.0, "scale": "log", "formula": "$η$ in $θ ← θ − η · step$",
    "basic": True,
    "help": "How far one step goes. Too small is slow, too large is wild. The larger rate leads the other.",
}  # fmt: skip


_OPTIMISM: dict[str, Any] = {
    "title": "Optimism ω", "ge": 0.0, "le": 10.0,
    "help": "How much of the last change is expected to come again: 1 is the algorithm of the paper, 0 has none of it.",
}  # fmt: skip
_BETA1: dict[str, Any] = {
    "title": "β₁", "ge": 0, "le": 0.9999, "scale": "one_minus",
    "help": "How long the gradient is remembered. GANs like less than the usual .9: .5, or 0.",
    "source": "Radford et al. (2016), DCGAN, section 4",
}  # fmt: skip
_BETA2: dict[str, Any] = {
    "title": "β₂", "ge": 0, "le": 0.99999, "scale": "one_minus",
    "help": "How long the size of the gradient is remembered.",
}  # fmt: skip
_BESIDE: dict[str, Any] = {
    "title": "ε",
    "gt": 0,
    "le": 1,
    "scale": "log",
    "help": "A small number beside the root, against division by 0.",
}


class SGD(Model):
    """One step down the gradient, and nothing remembered."""

    kind: Literal["sgd"] = kind("sgd", "SGD", formula="$θ ← θ − η g$")
    learning_rate: float = number(0.01, **_RATE)


class Momentum(Model):
    """A ball that rolls: part of the last step is kept. In a game this tends to circle."""

    kind: Literal["momentum"] = kind(
        "momentum", "Momentum", formula="$v ← μ v + g,  θ ← θ − η v$", source="Polyak (1964)", preset="dirac"
    )
    learning_rate: float = number(0.01, **_RATE)
    momentum: float = number(
        0.9, title="Momentum μ", help="Share of the last step that is kept.", ge=0, le=0.9999, scale="one_minus"
    )


class RMSProp(Model):
    """Steps of about one size, whatever the size of the gradient."""

    kind: Literal["rmsprop"] = kind(
        "rmsprop", "RMSProp", formula="$s ← ρ s + (1 − ρ) g²,  θ ← θ − η g/√(s + ε)$",
        source="Tieleman and Hinton (2012), lecture 6.5",
    )  # fmt: skip
    learning_rate: float = number(1e-3, **_RATE)
    decay: float = number(
        0.9,
        title="Decay ρ",
        help="How long the size of the gradient is remembered.",
        ge=0,
        le=0.99999,
        scale="one_minus",
    )
    epsilon: float = number(
        1e-8, title="ε", help="A small number under the root, against division by 0.", gt=0, le=1, scale="log"
    )


class Adam(Model):
    """Momentum and steps of about one size, together: what most GANs are trained with."""

    kind: Literal["adam"] = kind(
        "adam", "Adam", formula="$m ← β₁ m + (1 − β₁) g,  s ← β₂ s + (1 − β₂) g²,  θ ← θ − η m̂/(√ŝ + ε)$",
        source="Kingma and Ba (2015)",
    )  # fmt: skip
    learning_rate: float = number(1e-3, **_RATE)
    beta1: float = number(0.5, **_BETA1)
    beta2: float = number(0.999, **_BETA2)
    epsilon: float = number(1e-8, **_BESIDE)


class OptimisticGradient(Model):
    """Descent that expects the gradient to go on changing as it just did: in a game it turns inwards, not outwards. The
    first step is a plain one."""

    kind: Literal["optimistic_gradient"] = kind(
        "optimistic_gradient", "Optimistic gradient", formula="$θ ← θ − η (gₜ + ω (gₜ − gₜ₋₁))$",
        source="Popov (1980); Daskalakis et al. (2018)", preset="dirac",
    )  # fmt: skip
    learning_rate: float = number(0.01, **_RATE)
    optimism: float = number(1.0, **_OPTIMISM)


class OptimisticAdam(Model):
    """Adam that expects its step to go on changing as it just did."""

    kind: Literal["optimistic_adam"] = kind(
        "optimistic_adam", "Optimistic Adam", formula="$r = m̂/(√ŝ + ε)$ as in Adam,  $θ ← θ − η (rₜ + ω (rₜ − rₜ₋₁))$",
        source="Daskalakis et al. (2018), optimistic Adam", preset="dirac",
    )  # fmt: skip
    learning_rate: float = number(1e-3, **_RATE)
    optimism: float = number(1.0, **_OPTIMISM)
    beta1: float = number(0.5, **_BETA1)
    beta2: float = number(0.999, **_BETA2)
    epsilon: float = number(1e-8, **_BESIDE)


Optimizer = Annotated[
    SGD | Momentum | RMSProp | Adam | OptimisticGradient | OptimisticAdam, Field(discriminator="kind")
]


class Optimizers(Model):
    """One optimizer for each player."""

    generator: Optimizer = part(Adam(), title="Optimizer", help="How G turns its gradient into a step.")
    discriminator: Optimizer = part(Adam(), title="Optimizer", help="How D turns its gradient into a step.")
