"""The picture of a D that looks across the batch: a sample among fakes, and V on a batch of either side."""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np
import pytest

from ganscope.game import experiment as e
from ganscope.game import networks, rounds, targets
from ganscope.game.split import numbers, structure
from ganscope.lab.player import Player
from ganscope.measure import look, scene, spec_of

B = 16


@pytest.mark.slow
def test_every_cell_is_judged_in_a_batch_of_fakes_and_the_best_is_not_known() -> None:
    experiment = e.Experiment(
        target=e.Ring(),
        discriminator=e.Discriminator(hidden=(6,), activation="tanh", across="discrimination"),
        schedule=e.Schedule(batch=B),
    )
    s, start = structure(experiment), rounds.start(experiment)
    spec, n = spec_of(s, cells=12, points=512), numbers(experiment)
    view = scene(spec, n.target, targets.window(experiment.target))
    frame = look(spec, view, n, start.generator, start.discriminator)
    fakes, real = frame.fake[:B], view.real[:B]

    def judged(batch: jnp.ndarray) -> np.ndarray:
        return np.asarray(networks.apply(s.discriminator, start.discriminator, batch)[:, 0], np.float64)

    for k in (0, 50, 143):
        among = judged(jnp.concatenate([view.points[k : k + 1], fakes[1:]]))[0]
        assert float(frame.output.ravel()[k]) == pytest.approx(among, abs=1e-4)
    v = -np.logaddexp(0, -judged(real)).mean() - np.logaddexp(0, judged(fakes)).mean()
    assert float(frame.readings["v"]) == pytest.approx(v, abs=1e-4)
    assert np.isnan(frame.readings["v_star"]) and np.isnan(frame.readings["gap"]) and np.isnan(frame.d_star).all()
    assert np.isfinite(frame.pull).all()


@pytest.mark.slow
def test_it_cannot_be_trained_to_a_best_that_is_not_known() -> None:
    alone = e.Experiment(target=e.Ring())
    across = alone.model_copy(
        update={"discriminator": e.Discriminator(across="stddev"), "schedule": e.Schedule(batch=64)}
    )
    assert Player(alone).best_known and not Player(across).best_known
