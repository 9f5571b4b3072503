"""Runs side by side are the runs alone."""

from __future__ import annotations

import math

import jax
import numpy as np

from ganscope.game import rounds
from ganscope.game.experiment import SGD, Discriminator, Experiment, Network, Optimizers, Ring, Schedule
from ganscope.game.program import Program
from ganscope.game.split import numbers
from ganscope.study.sweep import SAMPLES, Sweep

SMALL = Experiment(
    target=Ring(), generator=Network(hidden=(16,)), discriminator=Discriminator(hidden=(16,)),
    schedule=Schedule(batch=64),
)  # fmt: skip


def test_every_run_of_a_sweep_is_that_of_its_seed_alone() -> None:
    sweep = Sweep(SMALL, (0, 7))
    told: list[int] = []
    sweep.advance(30, told.append)
    assert told == [30] and sweep.round == 30 and sweep.finite().all()
    for i, seed in enumerate((0, 7)):
        experiment = SMALL.model_copy(update={"seed": seed})
        alone = jax.device_get(Program(experiment).advance(rounds.start(experiment), numbers(experiment), 30))
        for name in ("generator", "discriminator", "average"):
            together = np.asarray(getattr(sweep.state, name))[i]
            np.testing.assert_allclose(together, getattr(alone, name), atol=2e-5, err_msg=f"{name}, seed {seed}")
    assert sweep.samples().shape == (2, SAMPLES, 2)
    found = sweep.modes()
    assert all(len(values) == 2 for values in found.values()) and all(0 <= m <= 8 for m in found["modes"])
    assert all(0 < jsd < math.log(2) for jsd in sweep.readings("jsd")["jsd"])


def test_a_run_that_diverges_has_no_figures_and_stops_no_other() -> None:
    rate = SGD(learning_rate=0.01)
    sweep = Sweep(SMALL.model_copy(update={"optimizers": Optimizers(generator=rate, discriminator=rate)}), (0, 1))
    broken = np.asarray(sweep.state.generator).copy()
    broken[0] = np.nan
    sweep.state = sweep.state._replace(generator=jax.numpy.asarray(broken))
    sweep.advance(10)
    assert sweep.finite().tolist() == [False, True] and sweep.round == 10
    lost, kept = sweep.modes()["modes"]
    assert math.isnan(lost) and kept >= 0
