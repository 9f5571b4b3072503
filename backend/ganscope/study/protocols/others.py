"""Games whose papers have a toy of their own: MAD-GAN's mixture on the line; R3GAN, DRAGAN and D2GAN on the ring."""

from __future__ import annotations

from ganscope.game.experiment import D2Gan, Discriminator, Experiment, Latent, Network, Normal, Ring, Schedule
from ganscope.lab.presets import PRESETS, adam

from .row import Effort, Figure, Protocol, Row, Table, Tell, percent, played

_GAMES = {preset.name: preset.experiment for preset in PRESETS}
_MAD_GAN_ROUNDS, _RING_ROUNDS = 10_000, 6_000
_SMALL = Normal(std=0.01)
_D2GAN = Experiment(
    target=Ring(std=0.141),
    latent=Latent(kind="normal", dimension=256),
    generator=Network(hidden=(128, 128), init=_SMALL),
    discriminator=Discriminator(hidden=(128,), activation="softplus", init=_SMALL),
    objective=D2Gan(),
    optimizers=adam(2e-4, 2e-4, beta1=0.5),
    schedule=Schedule(batch=512),
)


def _alone(experiment: Experiment) -> Experiment:
    """The same game with one generator, as wide as all of them together."""
    generator = experiment.generator
    wide = tuple(width * generator.count for width in generator.hidden)
    return experiment.model_copy(
        update={
            "generator": generator.model_copy(update={"count": 1, "hidden": wide}),
            "objective": _GAMES["ring-learned"].objective,
        }
    )


def _run(effort: Effort, tell: Tell) -> Table:
    rows = []
    rounds = effort.rounds(_MAD_GAN_ROUNDS)
    mad_gan = _GAMES["mad-gan"]
    for name, experiment, published in (
        ("MAD-GAN, four generators", mad_gan, 0.145),
        ("one generator, four times as wide", _alone(mad_gan), 0.322),
    ):
        sweep = played(name, experiment, effort.seeds(4), rounds, tell)
        found = sweep.readings("kl_data_g", "jsd", "modes", average=True)
        figures = (
            Figure("KL(p_data‖p_g), nats", found["kl_data_g"], published),
            Figure("JSD, nats", found["jsd"]),
            Figure("modes of 5", found["modes"]),
        )
        rows.append(Row(name, figures, experiment, rounds, rounds / _MAD_GAN_ROUNDS))
    rounds = effort.rounds(_RING_ROUNDS)
    for name, experiment in (
        ("R3GAN, ring", _GAMES["r3gan"]),
        ("DRAGAN, ring", _GAMES["dragan"]),
        ("D2GAN, ring", _D2GAN),
    ):
        sweep = played(name, experiment, effort.seeds(4), rounds, tell)
        found = sweep.modes()
        figures = (
            Figure("modes of 8", found["modes"]),
            Figure("high quality, %", percent(found["high_quality"])),
        )
        rows.append(Row(name, figures, sweep.experiment, rounds, rounds / _RING_ROUNDS))
    return Table(
        PROTOCOL.name,
        PROTOCOL.title,
        "Ghosh et al. (2018); Huang et al. (2024); Kodali et al. (2017); Nguyen et al. (2017)",
        "The mixture of MAD-GAN: means 10, 20, 60, 80, 110, widths 3, 3, 2, 2, 1; the games are the lab's presets, "
        "measured on the moving average of G, and exact where the paper counts samples in a histogram. The paper's KL "
        "is quoted from memory, and its networks are not given with it, so no agreement is claimed. R3GAN, "
        "DRAGAN and D2GAN publish no figure for the ring. D2GAN is played as its paper has it: z 256, G 2×128 relu, "
        "each D 128 softplus units, weights N(0, .01²), Adam 2e-4, σ .141, α = β = 1.",
        tuple(rows),
    )


PROTOCOL = Protocol("others", "MAD-GAN on the line; R3GAN, DRAGAN and D2GAN on the ring", _run)
