"""What a person can ask of a session, as one discriminated union on ``type``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from ganscope.game.experiment import Experiment


class _Command(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Play(_Command):
    """Train until told otherwise."""

    type: Literal["play"] = "play"


class Pause(_Command):
    """Stop after the rounds under way."""

    type: Literal["pause"] = "pause"


class Round(_Command):
    """Pause, and play some rounds."""

    type: Literal["round"] = "round"
    count: int = Field(default=1, strict=True, ge=1, le=1000)


class StepD(_Command):
    """Pause, and take one discriminator step; no round is counted."""

    type: Literal["step_d"] = "step_d"


class StepG(_Command):
    """Pause, and take one generator step; no round is counted."""

    type: Literal["step_g"] = "step_g"


class TrainD(_Command):
    """Pause, freeze G, and train D until V(G, D*) − V(G, D) ≤ tolerance (nats), it stalls, or the limit of steps."""

    type: Literal["train_d"] = "train_d"
    tolerance: float = Field(default=5e-6, strict=True, ge=0, le=10)
    limit: int = Field(default=6000, strict=True, ge=1, le=1_000_000)


class Reset(_Command):
    """Back to round 0 with the same seed."""

    type: Literal["reset"] = "reset"


class NewSeed(_Command):
    """Back to round 0 with another seed, drawn unless given."""

    type: Literal["new_seed"] = "new_seed"
    seed: int | None = Field(default=None, strict=True, ge=0, le=2**32 - 1)


class Speed(_Command):
    """Rounds between two frames; null is as fast as it goes."""

    type: Literal["speed"] = "speed"
    rounds_per_frame: int | None = Field(strict=True, ge=1, le=100_000)


class Edit(_Command):
    """Go on with another experiment: numbers change at once; what needs a compilation or a restart says so."""

    type: Literal["edit"] = "edit"
    experiment: Experiment


class Load(_Command):
    """A new run of an experiment, from round 0."""

    type: Literal["load"] = "load"
    experiment: Experiment
    play: bool = Field(default=False, strict=True)


class View(_Command):
    """Which generator is drawn and measured: the live one or its moving average."""

    type: Literal["view"] = "view"
    generator: Literal["live", "average"]


class Charts(_Command):
    """The charts that this page shows now, of those that are computed only for who looks at them."""

    type: Literal["charts"] = "charts"
    names: frozenset[Literal["map", "plan", "counting"]]


class Ack(_Command):
    """The page has painted frame ``seq``."""

    type: Literal["ack"] = "ack"
    seq: int = Field(strict=True, ge=0)


Command = Annotated[
    Play | Pause | Round | StepD | StepG | TrainD | Reset | NewSeed | Speed | Edit | Load | View | Charts | Ack,
    Field(discriminator="type"),
]
