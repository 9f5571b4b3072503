"""What is added to the loss of D."""

from __future__ import annotations

from typing import Literal

from .fields import Model, kind, number


class R1(Model):
    """Keeps D flat around the real data, which stops the two players from circling each other."""

    kind: Literal["r1"] = kind(
        "r1", "R1", formula="½ γ E‖∇D(x)‖², x real, D as logit", source="Mescheder et al. (2018), eq. 9"
    )
    weight: float = number(
        0.1, title="γ", help="How strong the penalty is. 0 switches it off; much of it makes D slow and soft.",
        ge=0, le=1000, scale="log",
    )  # fmt: skip


Penalty = R1
