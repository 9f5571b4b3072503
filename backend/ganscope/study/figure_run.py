"""The run behind the four panels of Figure 1 (Goodfellow et al., 2014): each moment is found by a rule on readings.

The paper's story begins near convergence, with p_g beside p_data.  A run gets there by converging first and having
p_data moved afterwards, as a person does who drags it on the page:

1. **Settle.**  Play until p_g = p_data and D = ½: JSD < .01 and |D − ½| < .05 (looked at every 50 rounds).
2. **Move** p_data one standard deviation to the left.
3. **(a)** Play round by round.  The first round at which D has *part* of its best edge, while p_g is near p_data and
   not there yet.  D's edge is (V(G, D) + log 4)/(V(G, D*) + log 4): 0 for D = ½, 1 for D = D*.
4. **(b)** The state of (a), G frozen: D climbs V(G, ·) until it is D* to .01.
5. **(c)** The state of (b), D frozen: steps of G until JSD and W₁ have both fallen by a third.
6. **(d)** The state of (a) again, the run goes on until it settles, and for 5,000 rounds more: of the settled ones
   among them, the one with the least JSD.

Curves are compared where p_data + p_g exceeds 1% of its peak: elsewhere nobody tells D anything.  Where the moment of
(a) does not come, or (b) or (c) fails, the run settles again and p_data is moved back, some times over.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from ganscope.game import targets
from ganscope.game.experiment import Component1D, Experiment, Mixture1D, Uniform
from ganscope.lab.player import Player

LIMIT = 60_000
"""Rounds in which a run must settle."""
EVERY = 50
"""Rounds between two looks while it settles."""
AFTER = 5000
"""Rounds after that in which (d) is chosen."""
TRIES = 6
"""Times that p_data is moved."""

SETTLED_JSD, SETTLED_D = 0.01, 0.05
NEAR_JSD = 0.03, 0.15  # of (a): p_g is beside p_data, not on it and not far
PARTLY = 0.25, 0.75  # of (a): D's share of its best edge
WAIT = 200  # rounds for the moment of (a) to come
CLIMBED = 0.01  # of (b): max |D − D*| that is aimed at
CLIMBED_AT_MOST = 0.03
CLIMB_STEPS, CLIMB_LIMIT = 250, 10_000
CLOSER = 2 / 3  # of (c): JSD and W1, as a share of those in (b)
G_STEPS = 25  # of (c), at most
SHARE = 0.01  # of the peak of p_data + p_g: where D is looked at

Tell = Callable[[str], None]


class NoFigure(Exception):
    """This run does not come to the four panels; the message says which one, and why."""


@dataclass(frozen=True)
class Panel:
    """A state of the game and what was read of it.

    ``x`` [n]: centres of the cells; ``p_data``, ``p_g`` [n] densities; ``d``, ``d_star`` [n] probabilities;
    ``z``, ``gz`` [64] arrows z → x.  ``where`` [n]: the cells on which D counts; ``from_star`` and ``from_half`` are
    max |D − D*| and max |D − ½| there, ``edge`` D's share of its best edge, ``steps`` those taken by hand for this
    panel (of D in (b), of G in (c)).
    """

    round: int
    steps: int
    x: np.ndarray
    p_data: np.ndarray
    p_g: np.ndarray
    d: np.ndarray
    d_star: np.ndarray
    z: np.ndarray
    gz: np.ndarray
    where: np.ndarray
    readings: dict[str, float]
    edge: float
    from_star: float
    from_half: float

    @property
    def settled(self) -> bool:
        """Whether p_g = p_data and D = ½, as far as panel (d) asks."""
        return self.readings["jsd"] < SETTLED_JSD and self.from_half < SETTLED_D


@dataclass(frozen=True)
class Story:
    """The four panels of an experiment's run.

    ``moved`` is the round, a settled one, at which p_data was moved by ``shift`` (units of x) before (a); ``moves``
    counts its moves up to there.
    """

    experiment: Experiment
    moves: int
    moved: int
    shift: float
    panels: tuple[Panel, Panel, Panel, Panel]


GAMES = ("minimax", "non_saturating", "switch")
"""Objectives under which D plays the game of the figure."""


def refusal(experiment: Experiment) -> str | None:
    """Why there can be no such figure of an experiment, or None."""
    dimension, latent = targets.dimension(experiment.target), experiment.latent.dimension
    if experiment.objective.kind not in GAMES or getattr(experiment.objective, "real_label", 1.0) < 1:
        return (
            f"its objective is {experiment.objective.kind}; the figure is of the game whose D* is p_data/(p_data + p_g)"
        )
    if dimension != 1:
        return f"its target lies in {dimension} dimensions, and Figure 1 is drawn on the line"
    if latent != 1:
        return f"its z has {latent} dimensions, and the figure's arrows start on the line of z: one dimension"
    if experiment.labels:
        return f"G and D are told one of {experiment.labels} labels, and the figure's curves are of games without"
    if experiment.generator.count > 1:
        return f"it has {experiment.generator.count} generators, and the figure's arrows are those of one"
    if experiment.reconstructor.kind != "none":
        return (
            f"its D judges pairs (x, z), with a reconstructor ({experiment.reconstructor.kind}); the figure's judges x"
        )
    return None


def story(experiment: Experiment, tell: Tell = lambda line: None, *, limit: int = LIMIT) -> Story:
    """Play an experiment until it has shown all four panels.

    ``tell`` gets a line at every stage.  Raises :class:`NoFigure`.
    """
    if reason := refusal(experiment):
        raise NoFigure(reason)
    tell("compiling")
    player = Player(experiment)
    begun = panel(player)
    tell("playing until p_g = p_data and D = ½")
    first = _settle(player, limit, begun, tell)
    _tell_panel(tell, "settled", first, f"|D − ½| up to {first.from_half:.3f}")

    size = _deviation(first)
    for attempt in range(TRIES):
        shift = -size if attempt % 2 == 0 else size
        moved = player.round
        player.edit(player.experiment.model_copy(update={"target": shifted(player.experiment.target, shift)}))
        a = _partly_trained(player)
        if a is not None:
            kept = jax.tree.map(jnp.array, player.state)  # steps give their arrays away
            middle = _climbed_and_moved(player, tell, a)
            player.state = kept
            d = _best_settled(player, _settle(player, limit, a))
            if middle is not None:
                _tell_panel(tell, "(d)", d, f"|D − ½| up to {d.from_half:.3f}")
                return Story(experiment, attempt + 1, moved, shift, (a, *middle, d))
        else:
            _settle(player, limit, panel(player))
        tell("that moment did not serve; p_data is moved back for another")
    raise NoFigure(
        f"p_data was moved {TRIES} times, and none of the moments after it had a D that is partly trained (a), "
        f"that climbs to D* (b) and then leads G towards p_data (c)"
    )


def panel(player: Player, steps: int = 0) -> Panel:
    """Look at a run."""
    seen, scene = player.look(), player.scene
    p_data, p_g = np.asarray(scene.p_data), np.asarray(seen.p_g)
    both = p_data + p_g
    where = both > SHARE * both.max()
    readings = {name: float(value) for name, value in seen.readings.items()}
    best = readings["v_star"] + math.log(4)
    return Panel(
        round=player.round,
        steps=steps,
        x=np.asarray(scene.axes[0]),
        p_data=p_data,
        p_g=p_g,
        d=np.asarray(seen.d),
        d_star=np.asarray(seen.d_star),
        z=np.asarray(seen.z),
        gz=np.asarray(seen.gz),
        where=where,
        readings=readings,
        edge=1 - readings["gap"] / best if best > 0 else 1.0,
        from_star=float(np.abs(seen.d - seen.d_star)[where].max()),
        from_half=float(np.abs(seen.d - 0.5)[where].max()),
    )


def shifted(target: Any, by: float) -> Any:
    """A target on the line, moved."""
    if isinstance(target, Uniform):
        return target.model_copy(update={"low": target.low + by, "high": target.high + by})
    parts = targets.components(target)
    return Mixture1D(
        components=tuple(
            Component1D(weight=part.weight, mean=part.mean[0] + by, std=math.sqrt(part.covariance[0][0]))
            for part in parts
        )
    )


def _deviation(at: Panel) -> float:
    """Standard deviation of p_data, from its cells."""
    share = at.p_data / at.p_data.sum()
    mean = float(share @ at.x)
    return math.sqrt(float(share @ (at.x - mean) ** 2))


def _advance(player: Player, n: int) -> None:
    player.advance(n)
    if not player.finite:
        raise NoFigure(f"the run stopped at round {player.round:,}: {player.failure()}")


def _settle(player: Player, limit: int, since: Panel, tell: Tell = lambda line: None) -> Panel:
    """Play on until p_g = p_data and D = ½."""
    best = since
    while player.round - since.round < limit:
        _advance(player, EVERY)
        now = panel(player)
        if now.settled:
            return now
        if now.readings["jsd"] < best.readings["jsd"]:
            best = now
        if (player.round - since.round) % (100 * EVERY) == 0:
            _tell_panel(tell, "on the way", now, f"|D − ½| up to {now.from_half:.3f}")
    raise NoFigure(
        f"in {limit:,} rounds p_g did not come to p_data: the best was round {best.round:,} with "
        f"JSD {best.readings['jsd']:.3f} and |D − ½| up to {best.from_half:.2f}; panel (d) asks for a JSD below "
        f"{SETTLED_JSD} and |D − ½| below {SETTLED_D}"
    )


def _best_settled(player: Player, best: Panel) -> Panel:
    """The settled round of the next AFTER rounds that has the least JSD."""
    end = player.round + AFTER
    while player.round < end:
        _advance(player, EVERY)
        now = panel(player)
        if now.settled and now.readings["jsd"] < best.readings["jsd"]:
            best = now
    return best


def _partly_trained(player: Player) -> Panel | None:
    """Panel (a), or None if its moment does not come."""
    for _ in range(WAIT):
        _advance(player, 1)
        now = panel(player)
        if now.readings["jsd"] < NEAR_JSD[0]:
            return None
        if now.readings["jsd"] <= NEAR_JSD[1] and PARTLY[0] <= now.edge <= PARTLY[1]:
            return now
    return None


def _climbed_and_moved(player: Player, tell: Tell, a: Panel) -> tuple[Panel, Panel] | None:
    """Panels (b) and (c) from the state of (a), or None if one of them fails; the player is left where it came to."""
    climb, b = player.climber(), a
    while b.from_star > CLIMBED and b.steps < CLIMB_LIMIT:
        climb(CLIMB_STEPS)
        b = panel(player, b.steps + CLIMB_STEPS)
    if b.from_star > CLIMBED_AT_MOST:
        return None
    for steps in range(1, G_STEPS + 1):
        player.step(k_g=1)
        c = panel(player, steps)
        if not player.finite:
            return None
        if all(c.readings[name] <= CLOSER * b.readings[name] for name in ("jsd", "w1")):
            _tell_panel(tell, "(a)", a, f"D has {a.edge:.0%} of its best edge")
            _tell_panel(tell, "(b)", b, f"|D − D*| up to {b.from_star:.3f} after {b.steps:,} steps of D")
            _tell_panel(tell, "(c)", c, f"after {c.steps} steps of G")
            return b, c
    return None


def _tell_panel(tell: Tell, name: str, at: Panel, rest: str) -> None:
    tell(f"{name}, round {at.round:,}: JSD {at.readings['jsd']:.4f}, {rest}")
