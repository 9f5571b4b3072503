"""The game's side of a look: what D says where it judges, what the best D would, and V of both.

D judges every cell where it looks at single samples; elsewhere what it judges is packs, a batch of each side, or pairs
(x, z), and the cells are only where it is drawn.
"""

from __future__ import annotations

import functools
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax import Array

from ganscope.game import networks, objectives, penalties, reconstructors
from ganscope.game.split import Numbers

from . import cells, packing, playing
from .scenes import SHOWN, Exact, Labelled, Scene, Spec


class Pairing(NamedTuple):
    """What makes pairs of samples: F, its parameters, and the z [COUNTED, k] of the fakes that are counted."""

    kind: reconstructors.Reconstructor
    parameters: Array
    z: Array


class Played(NamedTuple):
    """The game's side of a look, on all cells; scalars []."""

    d: Array
    d_star: Array
    best: Array
    terms: Array
    range: Array
    v: Array
    v_star: Array
    gap: Array
    real: Array
    fake: Array


class _OfLabels(NamedTuple):
    """How likely a sample at x, from either side, bears each label: (p + q)(x, y)/(p + q)(x), [n, cells].

    With it the mean of the best D(x, y) = p(x, y)/(p + q)(x, y) is p_data/(p_data + p_g), the best D that is told none.
    """

    shares: Array

    @classmethod
    def of(cls, both: Array, labels: Array) -> _OfLabels:
        """From (p + q)(x, y) [n, cells], and the shares [n] of the labels for an x where there is neither."""
        total = jnp.sum(both, axis=0)
        return cls(jnp.where(total > 0, both / jnp.where(total > 0, total, 1), labels[:, None]))

    def mean(self, values: Array) -> Array:
        """Of values [n, cells], where a share of 0 counts for nothing: [cells]."""
        return jnp.sum(jnp.where(self.shares > 0, self.shares * values, 0), axis=0)


def played_by_label(
    spec: Spec, scene: Scene, labelled: Labelled, numbers: Numbers, discriminator: Array, fake: Array, q: Array,
    w1: Array, t: Array,
) -> tuple[Played, Array]:  # fmt: skip
    """The game between the laws of pairs (x, label): :func:`played` on the cells of all labels, but with what is drawn
    by x alone, in the window; and D's output there.

    Args:
        q: masses of the pairs that G makes, [n, cells].
    """
    size, n = scene.p_data.size, spec.labels
    p, of = labelled.masses, labelled.turn[: len(fake)]
    x = jnp.concatenate([scene.points, fake]) * numbers.input_scale

    def told(label: Array) -> Array:
        outputs = networks.output(spec.discriminator, discriminator, networks.with_labels(x, label[None], n))
        own = of == label
        return jnp.concatenate([outputs[:size], outside_logits(scene, outputs[:size], fake, outputs[size:], own)])

    outputs = jax.vmap(told)(jnp.arange(n))
    blur = functools.partial(_under_noise, spec, scene, numbers, t)
    p, q = jax.vmap(blur)(p), jax.vmap(blur)(q)
    by_label = _OfLabels.of((p + q)[:, :size], labelled.shares)

    def flat(values: Array) -> Array:  # the windows of all labels first
        return jnp.concatenate([values[:, :size].ravel(), values[:, size:].ravel()])

    def drawn(values: Array) -> Array:
        return by_label.mean(values[: n * size].reshape(n, size))

    p, q, judged = flat(p), flat(q), flat(outputs)
    best = playing.best_outputs(spec.objective, numbers.objective, p, q)
    played = _read(spec, numbers, _Judged(p, q, judged, best), p, q, judged, best, n * size, w1)
    merged = {name: drawn(getattr(played, name)) for name in ("d", "d_star", "best")}
    terms = jnp.sum(played.terms[: n * size].reshape(n, size), axis=0)
    return played._replace(**merged, terms=terms), by_label.mean(outputs[:, :size])


class _Judged(NamedTuple):
    """What V is a sum over: masses of p_data and p_g, D's output there, and the best D's if it is known; [cells]."""

    p: Array
    q: Array
    outputs: Array
    best: Array | None


def played(
    spec: Spec, scene: Scene, numbers: Numbers, discriminator: Array, fake: Array, p: Array, q: Array, outputs: Array,
    w1: Array, t: Array, f: Pairing | None,
) -> Played:  # fmt: skip
    """V, the best D and the gap of the game that is played: between the blurred densities under instance noise.

    A D that looks across the batch is read on one batch of each side, one that judges pairs on SHOWN of each, and the
    best is not known.
    """
    rule, n = spec.objective, numbers.objective
    p, q = (_under_noise(spec, scene, numbers, t, m) for m in (p, q))
    size = scene.p_data.size
    best = (
        None
        if spec.batch or f is not None
        else playing.best_outputs(rule, n, p, q, line=size if spec.dimension == 1 else 0, pack=spec.pack)
    )
    if spec.batch:
        at = _batches(spec, scene, numbers, discriminator, fake, t)
    elif f is not None:
        at = _pairs(spec, scene, numbers, discriminator, fake, t, f)
    elif spec.pack > 1:
        at = _packs(spec, scene, numbers, discriminator, fake, p, q)
    else:
        at = _Judged(p, q, outputs, best)
    return _read(spec, numbers, at, p, q, outputs, best, size, w1)


def _under_noise(spec: Spec, scene: Scene, numbers: Numbers, t: Array, masses: Array) -> Array:
    """Masses [cells] with the instance noise of round t, where there is any."""
    if not penalties.blurs(spec.penalties):
        return masses
    std = penalties.noise(spec.penalties, numbers.penalties, t)
    cell = (scene.window[:, 1] - scene.window[:, 0]) / spec.cells
    return cells.blurred(masses, scene.p_data.shape, cell, std)


def _read(
    spec: Spec, numbers: Numbers, at: _Judged, p: Array, q: Array, outputs: Array, best: Array | None, size: int,
    w1: Array,
) -> Played:  # fmt: skip
    """What is read of D where it judges, ``at``, and drawn of it on cells, the first ``size`` of them in the window."""
    rule, n = spec.objective, numbers.objective
    shown = playing.drawn(rule, n, at.p, at.q, outputs, size, judged=at.outputs)
    unknown = jnp.full_like(outputs, jnp.nan)
    nan = jnp.float32(jnp.nan)
    v, v_star, gap, d_star = playing.value(rule, n, at.p, at.q, at.outputs), nan, nan, unknown
    if best is not None:
        assert at.best is not None
        d_star = playing.drawn(rule, n, at.p, at.q, best, size, judged=at.best).d
        if rule.kind == "wasserstein":
            v_star = w1  # the critic may be steeper than 1, so there is no gap that could not be negative
        else:
            gap = playing.gap(rule, n, at.p, at.q, at.outputs, at.best)
            v_star = playing.value(rule, n, at.p, at.q, at.best)
    if objectives.losses(rule).output == "score":
        seen = at.outputs
    else:
        elsewhere = at.outputs is not outputs
        seen = playing.drawn(rule, n, at.p, at.q, at.outputs, size).d if elsewhere else shown.d
    return Played(
        d=jnp.clip(shown.d, 0, 1), d_star=jnp.clip(d_star, 0, 1), best=unknown if best is None else best,
        terms=unknown if best is None else playing.contributions(rule, n, p, q, best),
        range=shown.range, v=v, v_star=v_star, gap=gap, real=jnp.sum(at.p * seen), fake=jnp.sum(at.q * seen),
    )  # fmt: skip


def _packs(
    spec: Spec, scene: Scene, numbers: Numbers, discriminator: Array, fake: Array, p: Array, q: Array
) -> _Judged:
    """Evenly spread packs, and D's answers to them."""
    packs = packing.spread_packs(p, q, spec.pack)
    x = _places(scene, packs.cells.ravel(), fake).reshape(len(packs.cells), -1) * numbers.input_scale
    outputs = networks.output(spec.discriminator, discriminator, x)
    optimum = objectives.losses(spec.objective).optimum
    return _Judged(packs.p, packs.q, outputs, optimum and optimum(packs.log_ratio, numbers.objective))


def _batches(spec: Spec, scene: Scene, numbers: Numbers, discriminator: Array, fake: Array, t: Array) -> _Judged:
    """A batch of real samples and one of fakes, and D's answers to them; what the best D would say is not known."""
    sides = _blurred(spec, numbers, scene.real[: spec.batch], fake[: spec.batch], t)
    return _sides(*(networks.output(spec.discriminator, discriminator, x * numbers.input_scale) for x in sides))


def _pairs(
    spec: Spec, scene: Scene, numbers: Numbers, discriminator: Array, fake: Array, t: Array, f: Pairing
) -> _Judged:  # fmt: skip
    """The real samples with a z of F's and the fakes with their own, and D's answers to these pairs; what the best D
    would say is not known."""
    inferred = reconstructors.drawn(f.kind, f.parameters, scene.real, numbers.reconstructor, jax.random.key(4))
    sides = zip(_blurred(spec, numbers, scene.real, fake, t), (inferred, f.z[:SHOWN]), strict=True)
    pairs = (reconstructors.pairs(x * numbers.input_scale, z) for x, z in sides)
    return _sides(*(networks.output(spec.discriminator, discriminator, pair) for pair in pairs))


def _blurred(spec: Spec, numbers: Numbers, real: Array, fake: Array, t: Array) -> tuple[Array, Array]:
    """As many real samples as fakes, with the instance noise of round t, where there is any."""
    if not penalties.blurs(spec.penalties):
        return real, fake
    noise = jax.random.normal(jax.random.key(3), (2, *real.shape))
    std = penalties.noise(spec.penalties, numbers.penalties, t)
    return real + std * noise[0], fake + std * noise[1]


def _sides(real: Array, fake: Array) -> _Judged:
    """What V is the mean of: D's outputs at as many real samples as fakes [n], all equally likely."""
    one, none = jnp.full(real.size, 1 / real.size), jnp.zeros(real.size)
    return _Judged(jnp.concatenate([one, none]), jnp.concatenate([none, one]), jnp.concatenate([real, fake]), None)


def _places(scene: Scene, cells: Array, fake: Array) -> Array:
    """Where these cells [n] lie, [n, d]: their centres; outside the window, the fakes there in turn, or its edge."""
    size = scene.p_data.size
    x = scene.points[jnp.minimum(cells, size - 1)]
    turn = jnp.arange(cells.size)
    for i, (there, edge) in enumerate(_beyond(scene, fake)):
        count = jnp.sum(there)
        outsiders = fake[jnp.argsort(~there)[turn % jnp.maximum(count, 1)]]
        stand_in = jnp.where(count > 0, outsiders, scene.points[edge[turn % edge.size]])
        x = jnp.where((cells == size + i)[:, None], stand_in, x)
    return x


def outside_logits(scene: Scene, grid: Array, fake: Array, on_fake: Array, own: Array | bool = True) -> Array:
    """D's logit on the cells outside the window: the mean over those fakes there that are its ``own``, or D at the
    window's edge if there are none."""
    if grid.ndim > 1:  # of several networks each
        return jax.vmap(lambda grid, on_fake: outside_logits(scene, grid, fake, on_fake), 1, 1)(grid, on_fake)

    def mean(there: Array, edge: Array) -> Array:
        there = there & own
        n = jnp.sum(there)
        at_edge = jnp.mean(grid[edge])
        return jnp.where(n > 0, jnp.sum(jnp.where(there, on_fake, 0)) / jnp.maximum(n, 1), at_edge)

    return jnp.stack([mean(there, edge) for there, edge in _beyond(scene, fake)])


def _beyond(scene: Scene, fake: Array) -> list[tuple[Array, Array]]:
    """Of each cell outside the window: which fakes [n] are there, and the cells at the window's edge towards it."""
    shape, (low, high) = scene.p_data.shape, scene.window.T
    cells = jnp.arange(scene.p_data.size).reshape(shape)
    if isinstance(scene.latent, Exact):
        return [(fake[:, 0] < low[0], cells[:1]), (fake[:, 0] >= high[0], cells[-1:])]
    edge = cells[jnp.array([0, -1])].ravel()
    if len(shape) == 2:
        edge = jnp.concatenate([edge, cells[:, 0], cells[:, -1]])
    return [(jnp.any((fake < low) | (fake >= high), axis=-1), edge)]
