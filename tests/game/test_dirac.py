"""The Dirac-GAN against the paper that it comes from: Mescheder, Geiger and Nowozin, "Which training methods for GANs
do actually converge?" (2018), here [M].

One real point at 0, G(z) = θ, D(x) = ψx: all of a GAN that can turn in circles.  Eigenvalues and trajectories are
computed by the steps that the lab itself plays.

[M] lets D answer with a large number to a fake, and we to a real sample: its ψ is our −ψ.  And [M] moves G before D.
Its figures come out to four digits when both are respected; our own rounds move D first, which has
the same eigenvalues, and ends elsewhere on a curve of the same kind.
"""

from __future__ import annotations

import math
from typing import Any

import jax.numpy as jnp
import numpy as np
import pytest

from ganscope.game import experiment as e
from ganscope.game import rounds
from ganscope.game.experiment import penalties as p
from ganscope.game.program import Program
from ganscope.measure import stability
from ganscope.study.protocols import dirac as protocol
from ganscope.study.protocols.dirac import at_zero, dirac, exact, of_update

ONE = jnp.ones(1)
ZERO = jnp.zeros(1)
H, ROUNDS = protocol.STEP, protocol.STEPS
DRAWS = at_zero()


def of_field(experiment: e.Experiment, batch: int = 1) -> Any:
    """Eigenvalues of v' at (0, 0)."""
    s, n = exact(experiment)
    return stability.eigenvalues(stability.jacobian(s._replace(batch=batch), n, ZERO, ZERO, at_zero(batch)))


# --- infinitely small steps --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("objective", "turn"), [(e.Minimax(), 0.5), (e.NonSaturating(), 0.5), (e.Wasserstein(), 1.0)],
    ids=["minimax", "non_saturating", "wasserstein"],
)  # fmt: skip
def test_without_a_penalty_the_players_circle(objective: Any, turn: float) -> None:
    """±f'(0) i ([M])."""
    np.testing.assert_allclose(of_field(dirac(objective)), [turn * 1j, -turn * 1j], atol=1e-6)


@pytest.mark.parametrize("gamma", [0.3, 0.9, 1.1, 2.0])
def test_r1_draws_them_in_and_stops_the_turning_at_a_weight_of_1(gamma: float) -> None:
    """−γ/2 ± √(γ²/4 − f'(0)²) ([M])."""
    root = np.emath.sqrt(gamma**2 / 4 - 0.25)
    values = of_field(dirac(e.Minimax(), e.R1(weight=gamma)))
    np.testing.assert_allclose(values, [-gamma / 2 + root, -gamma / 2 - root], rtol=1e-4)
    assert (values.imag != 0).all() == (gamma < 1)


@pytest.mark.parametrize("objective", [e.Minimax(), e.NonSaturating()], ids=lambda o: o.kind)
@pytest.mark.parametrize("std", [0.5, 1.0, 2.0])
def test_instance_noise_draws_them_in_and_stops_the_turning_at_the_root_of_2(objective: Any, std: float) -> None:
    """f''(0)σ² ± √(f''(0)²σ⁴ − f'(0)²), f''(0) = −¼ ([M]): in the mean over 2¹⁶ draws of the noise."""
    root = np.emath.sqrt(std**4 / 16 - 0.25)
    values = of_field(dirac(objective, p.InstanceNoise(std=std)), batch=2**16)
    np.testing.assert_allclose(values, [-(std**2) / 4 + root, -(std**2) / 4 - root], rtol=0.05)
    assert (values.imag != 0).all() == (std < math.sqrt(2))


@pytest.mark.parametrize("gamma", [0.1, 1.0])
def test_consensus_draws_them_in_at_a_quarter_of_its_weight(gamma: float) -> None:
    """−γ f'(0)² ± f'(0) i ([M]): the field is what a step of size h goes, over h."""
    values = (of_update(dirac(e.Minimax(), dynamics=e.Consensus(weight=gamma))) - 1) / H
    np.testing.assert_allclose(values, [-gamma / 4 + 0.5j, -gamma / 4 - 0.5j], rtol=1e-4)


# --- steps of size h ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("h", [0.1, 1.0, 3.9])
def test_without_a_penalty_simultaneous_steps_spiral_out_and_alternating_ones_keep_their_distance(h: float) -> None:
    """|λ|: √(1 + h² f'(0)²), and 1 as long as h f'(0) ≤ 2 ([M])."""
    simultaneous = of_update(dirac(e.Minimax(), dynamics=e.Simultaneous(), h=h))
    np.testing.assert_allclose(np.abs(simultaneous), math.sqrt(1 + h * h / 4), rtol=1e-5)
    np.testing.assert_allclose(np.abs(of_update(dirac(e.Minimax(), dynamics=e.Alternating(), h=h))), 1, rtol=1e-5)


def test_alternating_steps_that_are_too_long_spiral_out_too() -> None:
    assert np.abs(of_update(dirac(e.Minimax(), dynamics=e.Alternating(), h=4.5))).max() > 1.5


@pytest.mark.parametrize(("h", "gamma"), [(0.1, 0.3), (0.2, 0.9), (1.0, 0.5)])
def test_with_r1_steps_shrink_the_distance(h: float, gamma: float) -> None:
    """|λ| = √(1 − hγ + h² f'(0)²), alternating √(1 − hγ), while they turn ([M])."""
    r1 = e.R1(weight=gamma)
    simultaneous = of_update(dirac(e.Minimax(), r1, dynamics=e.Simultaneous(), h=h))
    np.testing.assert_allclose(np.abs(simultaneous), math.sqrt(1 - h * gamma + h * h / 4), rtol=1e-5)
    alternating = of_update(dirac(e.Minimax(), r1, dynamics=e.Alternating(), h=h))
    np.testing.assert_allclose(np.abs(alternating), math.sqrt(1 - h * gamma), rtol=1e-5)


def test_looking_ahead_draws_them_in() -> None:
    """λ = 1 − h²/4 ± ih/2: v' at ω + hv is v'(1 + hv')."""
    values = of_update(dirac(e.Minimax(), dynamics=e.Extragradient()))
    np.testing.assert_allclose(values, [1 - H * H / 4 + 0.5j * H, 1 - H * H / 4 - 0.5j * H], rtol=1e-5)


# --- trajectories ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", protocol.RADII)
def test_trajectories_end_where_those_of_the_paper_do(name: str) -> None:
    objective, penalties, simultaneous, alternating = protocol.RADII[name]
    assert protocol.radii(objective, penalties) == pytest.approx((simultaneous, alternating), rel=1e-3)


def test_the_wgan_with_a_gradient_penalty_never_comes_to_rest() -> None:
    """[M]: near ψ = 0 the penalty pushes |ψ| towards 1, so no path ends at (0, 0)."""
    penalty = p.GradientPenalty(weight=0.3)
    assert (penalty.form, penalty.target) == ("two_sided", 1.0)
    for dynamics in (e.Simultaneous(), e.Alternating()):
        s, n = exact(dirac(e.Wasserstein(), penalty, dynamics=dynamics))
        far = np.hypot(*np.asarray(stability.trajectory(s, n, 0.1 * ONE, 0.1 * ONE, DRAWS, 2000)).T)
        assert far[0] < 0.15 < 0.3 < far[-1000:].max() < 10


@pytest.mark.parametrize(
    "dynamics", [e.Simultaneous(), e.Alternating(), e.Consensus(), e.Extragradient()], ids=lambda d: d.kind
)
def test_rounds_as_they_are_played_are_these_steps(dynamics: Any) -> None:
    experiment = dirac(e.NonSaturating(), dynamics=dynamics, start=-1.0)
    s, n = exact(experiment)
    state = Program(experiment).advance(rounds.start(experiment), n, ROUNDS)
    path = stability.trajectory(s, n, ONE, -ONE, DRAWS, ROUNDS)
    played = np.concatenate([np.asarray(state.generator), np.asarray(state.discriminator)])
    assert state.finite and int(state.round) == ROUNDS
    np.testing.assert_allclose(played, path[-1], atol=1e-5)
