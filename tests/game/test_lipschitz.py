"""A critic estimates W₁, and how well depends on what keeps it 1-Lipschitz.

The target N(0, .5²) and a generator that stands still at N(shift, .5²) are at the distance W₁ = shift, to the digit.
With a penalty λ E(‖∇D‖ − 1)² on lines the best critic is too steep by about shift/(2λ), so λ is 100 here.
Clipping bounds the slope by some number K that nobody knows; the estimate is then divided by the largest slope found.
`pytest -m "slow or not slow" -s` on this file prints the figures.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import jax.numpy as jnp
import numpy as np
import pytest
from scipy.stats import norm

from ganscope.game import networks, rounds
from ganscope.game.experiment import (
    Adam,
    Clip,
    Discriminator,
    Experiment,
    Gaussian,
    GradientPenalty,
    Latent,
    Network,
    Optimizers,
    RMSProp,
    Schedule,
    Wasserstein,
)
from ganscope.game.program import Program
from ganscope.game.split import numbers
from ganscope.measure import lipschitz

SHIFTS = (0.5, 1.0, 2.0, 4.0)
STD = 0.5


class Method(NamedTuple):
    """One way to keep a critic 1-Lipschitz."""

    penalties: tuple[Any, ...]
    optimizer: Any = Adam(learning_rate=1e-3)
    norm: Any = "none"
    rounds: int = 1000


METHODS: dict[str, Method] = {
    "two-sided": Method((GradientPenalty(weight=100.0),)),
    "one-sided": Method((GradientPenalty(weight=100.0, form="one_sided"),)),
    "one-sided, linear": Method((GradientPenalty(weight=10.0, form="one_sided_linear"),), rounds=3000),
    "clipping at .01": Method((Clip(bound=0.01),), RMSProp(learning_rate=1e-3)),
    "clipping at .03": Method((Clip(bound=0.03),), RMSProp(learning_rate=1e-3)),
    "clipping at .1": Method((Clip(bound=0.1),), RMSProp(learning_rate=1e-3)),
    "spectral norm": Method((), norm="spectral"),
}
QUICK = ("two-sided",)


class Found(NamedTuple):
    """E_p D − E_q D, and the bounds on D's Lipschitz constant."""

    estimate: float
    least: float
    most: float


def found(method: Method, shift: float) -> Found:
    """What a critic finds that is trained against a generator that stands still, at a rate that falls at the end."""

    def experiment(slower: float) -> Experiment:
        rate = method.optimizer.learning_rate / slower
        return Experiment(
            target=Gaussian(mean=0.0, std=STD), latent=Latent(dimension=1), generator=Network(hidden=()),
            discriminator=Discriminator(hidden=(64, 64), activation="leaky_relu", norm=method.norm),
            objective=Wasserstein(), penalties=method.penalties,
            optimizers=Optimizers(discriminator=method.optimizer.model_copy(update={"learning_rate": rate})),
            schedule=Schedule(batch=256, k_g=0),
        )  # fmt: skip

    compiled = Program(experiment(1))
    state = rounds.start(experiment(1))._replace(generator=jnp.array([STD, shift], jnp.float32))
    state = compiled.advance(state, numbers(experiment(1)), method.rounds)
    state = compiled.advance(state, numbers(experiment(10)), method.rounds // 2)
    assert bool(state.finite) and np.allclose(state.generator, [STD, shift])

    spec, d = compiled.structure.discriminator, state.discriminator
    quantiles = STD * norm.ppf((np.arange(4096) + 0.5) / 4096)[:, None].astype(np.float32)
    means = [float(jnp.mean(networks.apply(spec, d, jnp.asarray(quantiles + a)))) for a in (0, shift)]
    x = jnp.linspace(-4 * STD, shift + 4 * STD, 801)[:, None]
    return Found(means[0] - means[1], *(float(v) for v in lipschitz.estimate(spec, d, 1.0, x)))


@pytest.mark.usefixtures("well_compiled")
@pytest.mark.parametrize(
    "name", [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in METHODS]
)
def test_a_critic_estimates_w1(name: str) -> None:
    figures = [found(METHODS[name], shift) for shift in SHIFTS]
    print(f"\n{name}\n  W1    estimate  / largest slope  largest slope  product bound")
    for shift, (estimate, least, most) in zip(SHIFTS, figures, strict=True):
        print(f"  {shift:<4g}  {estimate:8.3f}  {estimate / least:15.3f}  {least:13.3f}  {most:13.3f}")
    estimates = [f.estimate for f in figures]
    if name == "two-sided":
        np.testing.assert_allclose(estimates, SHIFTS, rtol=0.1)
    assert estimates[0] > 0 and (np.diff(estimates) > 0).all()
    for shift, (estimate, least, most) in zip(SHIFTS, figures, strict=True):
        # a K-Lipschitz D finds at most K W₁ (Kantorovich and Rubinstein); quantiles and slopes are on grids
        assert estimate / least <= 1.01 * shift
        assert least <= most * 1.0001
