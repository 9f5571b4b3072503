"""The Dirac-GAN (Mescheder et al., 2018): radii after 500 steps, and what their linear theory says of a step."""

from __future__ import annotations

import functools
import math
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from ganscope.game import optimizers, steps
from ganscope.game.experiment import (
    R1,
    SGD,
    Alternating,
    Clip,
    Consensus,
    Constant,
    Discriminator,
    Dynamics,
    Experiment,
    Gaussian,
    Latent,
    Minimax,
    Network,
    NonSaturating,
    Objective,
    Optimizers,
    Penalty,
    Schedule,
    Simultaneous,
    Wasserstein,
)
from ganscope.game.split import Numbers, Structure, numbers, structure
from ganscope.measure import stability

from .row import Effort, Figure, Protocol, Row, Table, Tell

STEP, STEPS = 0.2, 500
_ONE, _ZERO = jnp.ones(1), jnp.zeros(1)

# objective, penalties, radius after simultaneous and after alternating steps
RADII: dict[str, tuple[Objective, tuple[Penalty, ...], float, float]] = {
    "GAN (saturating)": (Minimax(), (), 3.0969, 1.4210),
    "NSGAN": (NonSaturating(), (), 0.6402, 0.2839),
    "GAN + R1, γ .3": (Minimax(), (R1(weight=0.3),), 2.643e-6, 2.301e-7),
    "WGAN, clip 1": (Wasserstein(), (Clip(bound=1.0),), 1.002, 1.024),
}


def dirac(
    objective: Objective, *penalties: Penalty, dynamics: Dynamics | None = None, h: float = STEP, start: float = 1.0
) -> Experiment:
    """One real point at 0, G(z) = θ from 1, D(x) = ψx from ``start``, steps of h."""
    rate = SGD(learning_rate=h)
    return Experiment(
        target=Gaussian(mean=0.0, std=0.001), latent=Latent(dimension=1), objective=objective, penalties=penalties,
        generator=Network(hidden=(), layer="point", init=Constant(value=1.0)),
        discriminator=Discriminator(hidden=(), layer="linear", init=Constant(value=start)),
        optimizers=Optimizers(generator=rate, discriminator=rate),
        schedule=Schedule(batch=1, dynamics=dynamics or Simultaneous()),
    )  # fmt: skip


def exact(experiment: Experiment) -> tuple[Structure, Numbers]:
    """Both halves, with the data all at 0: a width of 0 is no experiment, but it is a number."""
    n = numbers(experiment)
    target: Any = n.target
    return structure(experiment), n._replace(target=target._replace(factors=np.zeros_like(target.factors)))


def at_zero(batch: int = 1) -> stability.Draws:
    """What both steps draw where the data are at 0."""
    draw = steps.Draw(jnp.zeros((batch, 1)), jnp.zeros((batch, 1)), jax.random.key(0))
    return stability.Draws(draw, draw)


def of_update(experiment: Experiment) -> np.ndarray:
    """Eigenvalues of one round's update at (0, 0)."""
    s, n = exact(experiment)
    return stability.eigenvalues(stability.update_jacobian(s, n, _ZERO, _ZERO, at_zero()))


@functools.partial(jax.jit, static_argnums=0)
def g_first(s: Structure, n: Numbers, start: Any) -> Any:
    """(θ, ψ) after all alternating steps in the paper's order, G before D, by the lab's own steps."""
    nothing = optimizers.initial("sgd", _ONE)
    draws = at_zero()

    def once(_: Any, w: Any) -> Any:
        theta, psi = jnp.split(w, 2)
        g, _f = steps.step_generator(s, n, steps.Player(theta, nothing), psi, draws.generator, jnp.int32(0))
        player = steps.Player(psi, nothing)
        d, _f = steps.step_discriminator(s, n, player, g.parameters, draws.discriminator, jnp.int32(0))
        return jnp.concatenate([g.parameters, d.parameters])

    return jax.lax.fori_loop(0, STEPS, once, start)


def radius(w: Any) -> float:
    """√(θ² + ψ²)."""
    return float(np.hypot(*np.asarray(w)))


def radii(objective: Objective, penalties: tuple[Penalty, ...]) -> tuple[float, float]:
    """After all steps from (1, 1) in the paper's signs: simultaneous, alternating.  Its ψ is our −ψ."""
    s, n = exact(dirac(objective, *penalties))
    path = stability.trajectory(s, n, _ONE, -_ONE, at_zero(), STEPS)
    return radius(path[-1]), radius(g_first(s, n, jnp.array([1.0, -1.0])))


def _moduli() -> tuple[Row, ...]:
    """|λ| of one step, against the linear theory."""
    h, gamma = STEP, 0.3
    theory: tuple[tuple[str, Experiment, float], ...] = (
        ("GAN, simultaneous: √(1 + h²/4)", dirac(Minimax()), math.sqrt(1 + h * h / 4)),
        ("GAN, alternating: 1", dirac(Minimax(), dynamics=Alternating()), 1.0),
        (
            "GAN + R1, simultaneous: √(1 − hγ + h²/4)",
            dirac(Minimax(), R1(weight=gamma)),
            math.sqrt(1 - h * gamma + h * h / 4),
        ),
        (
            "GAN + R1, alternating: √(1 − hγ)",
            dirac(Minimax(), R1(weight=gamma), dynamics=Alternating()),
            math.sqrt(1 - h * gamma),
        ),
        (
            "GAN + consensus, γ .3: |1 + h(−γ/4 ± i/2)|",
            dirac(Minimax(), dynamics=Consensus(weight=gamma)),
            abs(1 + h * complex(-gamma / 4, 0.5)),
        ),
    )
    return tuple(
        Row(name, (Figure("largest |λ|", (float(np.abs(of_update(e)).max()),), said, 1e-4),), e)
        for name, e, said in theory
    )


def run(effort: Effort, tell: Tell) -> Table:
    """Both orders of steps for every game, and the eigenvalues of one step; the quick form is the full one."""
    rows = []
    for name, (objective, penalties, simultaneous, alternating) in RADII.items():
        tell(name)
        ours = radii(objective, penalties)
        figures = tuple(
            Figure(f"radius, {order}", (value,), said, 1e-3 * said)
            for order, value, said in zip(
                ("simultaneous", "alternating"), ours, (simultaneous, alternating), strict=True
            )
        )
        rows.append(Row(name, figures, dirac(objective, *penalties), STEPS))
    tell("eigenvalues")
    return Table(
        PROTOCOL.name,
        PROTOCOL.title,
        "Mescheder et al. (2018), figure 2 and its code; their lemmas for the eigenvalues",
        f"θ = ψ = 1 at the start, steps of {STEP}, {STEPS} of them; the radii are those of the authors' code. It "
        "moves G before D, and so do the alternating figures here; the lab's own rounds move D first.",
        (*rows, *_moduli()),
    )


PROTOCOL = Protocol("dirac", "The Dirac-GAN", run)
