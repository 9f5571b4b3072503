"""How a gradient becomes a step."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from .fields import Model, kind, number, part

_RATE: dict[str, Any] = {
    "title": "Learning rate", "ge": 0.0, "le": 10.0, "scale": "log", "formula": "η in θ ← θ − η · step", "basic": True,
    "help": "How far one step goes. Too small is slow, too large is wild. The larger rate leads the other.",
}  # fmt: skip


class SGD(Model):
    """One step down the gradient, and nothing remembered."""

    kind: Literal["sgd"] = kind("sgd", "SGD", formula="θ ← θ − η g")
    learning_rate: float = number(0.01, **_RATE)


class Momentum(Model):
    """A ball that rolls: part of the last step is kept. In a game this tends to circle."""

    kind: Literal["momentum"] = kind(
        "momentum", "Momentum", formula="v ← μ v + g,  θ ← θ − η v", source="Polyak (1964)"
    )
    learning_rate: float = number(0.01, **_RATE)
    momentum: float = number(
        0.9, title="Momentum μ", help="Share of the last step that is kept.", ge=0, le=0.9999, scale="one_minus"
    )


class RMSProp(Model):
    """Steps of about one size, whatever the size of the gradient."""

    kind: Literal["rmsprop"] = kind(
        "rmsprop", "RMSProp", formula="s ← ρ s + (1 − ρ) g²,  θ ← θ − η g/√(s + ε)",
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
        "adam", "Adam", formula="m ← β₁ m + (1 − β₁) g,  s ← β₂ s + (1 − β₂) g²,  θ ← θ − η m̂/(√ŝ + ε)",
        source="Kingma and Ba (2015)",
    )  # fmt: skip
    learning_rate: float = number(1e-3, **_RATE)
    beta1: float = number(
        0.5, title="β₁", ge=0, le=0.9999, scale="one_minus",
        help="How long the gradient is remembered. GANs like less than the usual .9: .5, or 0.",
        source="Radford et al. (2016), DCGAN, section 4",
    )  # fmt: skip
    beta2: float = number(
        0.999, title="β₂", help="How long the size of the gradient is remembered.", ge=0, le=0.99999, scale="one_minus"
    )
    epsilon: float = number(
        1e-8, title="ε", help="A small number beside the root, against division by 0.", gt=0, le=1, scale="log"
    )


Optimizer = Annotated[SGD | Momentum | RMSProp | Adam, Field(discriminator="kind")]


class Optimizers(Model):
    """One optimizer for each player."""

    generator: Optimizer = part(Adam(), title="Optimizer", help="How G turns its gradient into a step.")
    discriminator: Optimizer = part(Adam(), title="Optimizer", help="How D turns its gradient into a step.")
