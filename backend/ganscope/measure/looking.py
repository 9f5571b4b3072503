"""What a live session looks at: everything that is drawn and read of one state of the game.

:func:`~ganscope.measure.scenes.scene` is computed when the target, the window or h changes, :func:`look` for every
frame.  Both are compiled once per :class:`~ganscope.measure.scenes.Spec`; every number is traced, and :func:`look` can
be ``vmap``-ped over parameters.
"""

from __future__ import annotations

import functools
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

from ganscope.game import networks, objectives, penalties, reconstructors
from ganscope.game.split import Numbers

from . import cells, divergences, game_value, lipschitz, packing, playing
from .modes import count_modes, nearest_mode
from .pushforward import piece_means, pushforward
from .scenes import COUNTED, SHOWN, Exact, Labelled, Scene, Spec, generated, joined, scene, spec_of, through
from .smoothed import smoothed
from .transport import mixed, sliced_wasserstein, wasserstein
from .views import latent_mesh, pull

__all__ = ["ARROWS", "Look", "Scene", "Spec", "look", "look_at", "scene", "spec_of"]

ARROWS = 64
"""Arrows z → G(z) on the line."""
_ARROWS = ((np.arange(ARROWS) + 0.5) / ARROWS).astype(np.float32)
PENALISED = 192
"""Real samples, and fakes, from which the points of a penalty are made for the picture."""
PULLED = 128
"""Fakes in the plane that have an arrow ∇ₓD."""


class Look(NamedTuple):
    """One frame.  Grids are [n] or [n, n] like ``Scene.p_data``.

    ``p_g`` density (p_g,h when smoothed); ``output`` what D gives and ``best`` what the best D would (±∞ allowed), to
    m equal samples where D looks at m at once, to a sample in a batch of fakes where D looks across the batch, to
    (x, F(x)) where D judges pairs, F of a law its mean; of several networks as one number
    (:func:`~ganscope.measure.playing.odds`); where D is told labels the mean over those that a sample at x can bear
    (:class:`_OfLabels`);
    ``d``, ``d_star`` the same as drawn, from 0 to 1 (:func:`~ganscope.measure.playing.drawn`), and ``range`` [2] what 0
    and 1 stand for where D is a score; ``best`` and ``d_star`` are NaN where the best D is not known;
    ``equilibrium`` [] V where p_g = p_data and D is at its best;
    ``fake`` [SHOWN, d] samples; ``z``, ``gz`` [ARROWS] arrows, equally likely z in order ([0] when smoothed);
    ``mesh`` [m, m, 2] or [1, n, 2] where G takes the grid of latents, ``pull`` [PULLED, 2] the slope ∇ₓD at the first
    fakes (both [0] on the line); ``mode_share`` [64] share of the fakes nearest each mode; ``views`` what only
    some games have to show (:func:`_views`).  Of n generators fake k and arrow k are of generator k mod n, and the mesh
    is one of each, [n, …]; of n labels they are of the label ``Scene.labelled.turn[k]``.  ``readings``, scalars:

    - nats, or units of D: ``v``, ``v_star``, ``gap`` (NaN where the best D is not known);
    - nats: ``cost`` (of pairs (x, label), where there are labels), ``jsd``, ``jsd_floor``, ``kl_data_g``,
      ``kl_g_data``, ``mode_kl``;
    - units of x: ``w1``, sliced in the plane;
    - shares: ``tv``, ``outside`` (mass of p_g outside the window), ``high_quality``, ``nearest_share``, ``d_real``,
      ``d_fake`` (mean D under p_data and p_g, or mean output where D is a score; of packs, where D looks at packs),
      with labels ``obeyed`` (fakes whose nearest mode bears the label that G was asked for);
    - a number: ``modes``, those covered;
    - squares of units of z, with a reconstructor: ``reconstruction``, E‖z − F(G(z))‖².
    """

    p_g: Array
    d: Array
    d_star: Array
    output: Array
    best: Array
    range: Array
    equilibrium: Array
    fake: Array
    z: Array
    gz: Array
    mesh: Array
    pull: Array
    mode_share: Array
    views: dict[str, Array]
    readings: dict[str, Array]


@functools.partial(jax.jit, static_argnums=0)
def look(
    spec: Spec, scene: Scene, numbers: Numbers, generator: Array, discriminator: Array, t: Any = 0
) -> Look:  # fmt: skip
    """Everything that is drawn and read of one pair of players.

    Args:
        spec: as given to :func:`scene`.
        scene: its result.
        numbers: the traced half of the experiment (its target, D's input scale and the game's own are used).
        generator, discriminator: flat parameter vectors.
        t: the round, for what is annealed.
    """
    behind = generator[spec.generator.parameters :] if spec.reconstructor else None
    seen = look_at(spec, scene, numbers, generated(spec, scene, generator), discriminator, t, behind)
    if spec.dimension == 1:
        return seen
    nodes = latent_mesh(spec.latent, spec.latent_dimension)
    mesh = through(spec, scene, generator, nodes.reshape(-1, nodes.shape[-1]))
    return seen._replace(mesh=mesh.reshape(*mesh.shape[:-2], *nodes.shape[:2], 2))


@functools.partial(jax.jit, static_argnums=0)
def look_at(
    spec: Spec, scene: Scene, numbers: Numbers, x: Array, discriminator: Array, t: Any = 0,
    reconstructor: Array | None = None,
) -> Look:  # fmt: skip
    """:func:`look` for a generator given by its values, not its parameters; there is no mesh then.

    Args:
        x: G at the scene's latents: at the nodes of the grid [M + 1, 1] when exact, else samples [points, d]; of
            several generators or labels each at all of them, [n, …].
        reconstructor: parameters of F, where D judges pairs.
    """
    make = functools.partial(_on_line if isinstance(scene.latent, Exact) else _from_samples, spec, scene)
    several, labelled = x.ndim == 3, scene.labelled
    made = jax.vmap(make)(x) if several else make(x)
    masses, counted, gz, means = made
    each = weights = None
    if labelled is not None:
        each = labelled.shares[:, None] * masses
        masses, counted = jnp.sum(each, axis=0), _picked(counted, labelled.turn, COUNTED)
        gz = _picked(gz, labelled.turn, gz.shape[1])
        weights = jnp.repeat(labelled.shares * spec.labels, x.shape[1])
    elif several:
        each = masses / len(x)
        masses, counted, gz = jnp.mean(masses, axis=0), _in_turn(counted), _in_turn(gz)
    if isinstance(scene.latent, Exact):
        if labelled is not None:
            means = mixed(means, labelled.shares)
        elif several:  # means of the quantile function of the mixture over as many pieces
            means = jnp.mean(jnp.sort(means.ravel()).reshape(-1, len(x)), axis=1)
        w1 = wasserstein(means, scene.latent.quantiles)
        z = jnp.interp(_ARROWS, scene.latent.grid.u, scene.latent.grid.z)
    else:
        samples = x.reshape(-1, spec.dimension)
        w1 = sliced_wasserstein(samples, scene.latent.slices, 1.0 if weights is None else weights)
        z = jnp.zeros(0)

    shape, size = scene.p_data.shape, scene.p_data.size
    fake = counted[:SHOWN]
    f = None
    if spec.reconstructor is not None and reconstructor is not None:
        f = _Pairing(spec.reconstructor, reconstructor, _latents_of(scene))
    odds = functools.partial(playing.odds, spec.objective, numbers.objective)
    slope = jnp.zeros(0)
    if spec.dimension == 2:
        among = fake[: spec.batch] if spec.batch else None
        beside = f and f.z[:PULLED]
        told = None if labelled is None else labelled.turn[:PULLED]
        slope = pull(
            spec.discriminator, discriminator, numbers.input_scale, fake[:PULLED], among, beside, odds, told,
            spec.labels,
        )  # fmt: skip
    p, q = scene.masses, masses
    jsd, modes = divergences.jensen_shannon(p, q), count_modes(numbers.target, counted)
    game_jsd, own, t = jsd, {}, jnp.asarray(t, jnp.int32)
    if labelled is None:
        places = jnp.concatenate([scene.points, fake])
        at = packing.alike(places, spec.pack) * numbers.input_scale
        if f is not None:
            at = reconstructors.beside(at, reconstructors.mean(f.kind, f.parameters, places))
            own["reconstruction"] = reconstructors.error(f.kind, f.parameters, counted, f.z)
        among = fake[: spec.batch] * numbers.input_scale if spec.batch else None
        logits = networks.output(spec.discriminator, discriminator, at, among)
        on_grid, on_fake = logits[:size], logits[size:]
        everywhere = jnp.concatenate([on_grid, _outside_logits(scene, on_grid, fake, on_fake)])
        played = _played(spec, scene, numbers, discriminator, fake, p, q, everywhere, w1, t, f)
    else:
        assert each is not None
        game_jsd = divergences.jensen_shannon(labelled.masses.ravel(), each.ravel())
        played, on_grid = _played_by_label(spec, scene, labelled, numbers, discriminator, fake, each, w1, t)
        nearest, _ = nearest_mode(numbers.target, counted)
        own["obeyed"] = jnp.mean(jnp.asarray(numbers.labels)[nearest] == labelled.turn[: len(counted)])
    readings = {
        "v": played.v,
        "v_star": played.v_star,
        "gap": played.gap,
        "cost": game_value.cost(game_jsd),
        "jsd": jsd,
        "jsd_floor": scene.floor,
        "kl_data_g": divergences.kullback_leibler(p, q),
        "kl_g_data": divergences.kullback_leibler(q, p),
        "tv": divergences.total_variation(p, q),
        "w1": w1,
        "outside": jnp.sum(q[size:]),
        "modes": modes.covered,
        "high_quality": modes.high_quality,
        "nearest_share": modes.nearest_share,
        "mode_kl": modes.reverse_kl,
        "d_real": played.real,
        "d_fake": played.fake,
    } | own
    return Look(
        p_g=(q[:size] / scene.volume).reshape(shape),
        d=played.d[:size].reshape(shape),
        d_star=played.d_star[:size].reshape(shape),
        output=odds(on_grid).reshape(shape),
        best=odds(played.best[:size]).reshape(shape),
        range=played.range,
        equilibrium=objectives.equilibrium(spec.objective, numbers.objective),
        fake=fake, z=z, gz=gz, mesh=jnp.zeros(0), pull=slope, mode_share=modes.share, readings=readings,
        views=_views(spec, scene, numbers, discriminator, made.counted, fake, played, each),
    )  # fmt: skip


class _Pairing(NamedTuple):
    """What makes pairs of samples: F, its parameters, and the z [COUNTED, k] of the fakes that are counted."""

    kind: reconstructors.Reconstructor
    parameters: Array
    z: Array


def _latents_of(scene: Scene) -> Array:
    """z of the fakes that are counted, [COUNTED, k]."""
    if isinstance(scene.latent, Exact):
        return jnp.interp(scene.latent.picks, scene.latent.grid.u, scene.latent.grid.z)[:, None]
    return scene.latent.points[:COUNTED]


class _Made(NamedTuple):
    """What one generator makes: its masses on all cells, the fakes that are counted, and when exact the ends of the
    arrows and its means over equally likely pieces of z."""

    masses: Array
    counted: Array
    gz: Array
    means: Array


def _on_line(spec: Spec, scene: Scene, x: Array) -> _Made:
    """From G at the nodes of the grid, [M + 1, 1]."""
    assert isinstance(scene.latent, Exact)
    grid, values = scene.latent.grid, x[:, 0]
    e = cells.edges(scene.window[0, 0], scene.window[0, 1], spec.cells)
    return _Made(
        joined(pushforward(values, grid.masses, e)), jnp.interp(scene.latent.picks, grid.u, values)[:, None],
        jnp.interp(_ARROWS, grid.u, values), piece_means(values, grid, spec.points),
    )  # fmt: skip


def _from_samples(spec: Spec, scene: Scene, x: Array) -> _Made:
    """From samples of G, [points, d]."""
    assert not isinstance(scene.latent, Exact)
    none = jnp.zeros(0)
    masses = joined(smoothed(x, scene.window[:, 0], scene.window[:, 1], scene.latent.blurs))
    return _Made(masses, x[:COUNTED], none, none)


def _in_turn(x: Array) -> Array:
    """[n, m, …] → [m, …]: row k of x[k mod n]."""
    k = jnp.arange(x.shape[1])
    return x[k % len(x), k]


def _picked(x: Array, label: Array, count: int) -> Array:
    """[n, m, …] → [count, …]: row k is row k of x[label k], or row k mod m where there are fewer."""
    k = jnp.arange(count)
    return x[label[:count], k % max(x.shape[1], 1)]


def _views(
    spec: Spec, scene: Scene, numbers: Numbers, discriminator: Array, counted: Array, fake: Array, played: _Played,
    each: Array | None,
) -> dict[str, Array]:  # fmt: skip
    """What only some games have to show, by name.

    ``weights`` [41] D's weights as a histogram, from −``weights_limit`` to it; with a penalty on slopes ``points``
    [n, d], where it looks, and ``points_slope`` [n], ‖∇D‖ there; of an f-GAN ``f_u``, ``f_value``, ``f_t``,
    ``f_conjugate`` [129], f and f* with t = f′(u), and ``contribution`` [n] or [n, n], q f(p/q): what x adds to D_f; of
    k generators or labels, whose masses are ``each``, ``p_g_each`` [k, n] or [k, n, n], the density that each adds to
    p_g, and ``named`` [], the share of the fakes whose generator D names rightly, where it names them; of labels also
    those of the samples in the picture, ``real_label`` and ``fake_label`` [SHOWN].
    Where D looks at packs, points are the samples of its packs, each with the slope at its pack.  There is no
    contribution where D looks at packs, across the batch or at pairs: D_f is no sum over x.
    """
    weights = lipschitz.weight_histogram(spec.discriminator, discriminator)
    views = {"weights": weights.shares, "weights_limit": weights.most}
    labels, labelled = None, scene.labelled
    real, made = scene.real[:PENALISED], fake[:PENALISED]
    if labelled is not None:  # a pair has one label, as in training
        labels = labelled.real[:PENALISED]
        made = counted[labels, jnp.arange(PENALISED)]
        views |= {"real_label": labelled.real, "fake_label": labelled.turn[: len(fake)]}
    real, made = (packing.in_packs(x, spec.pack) for x in (real, made))
    points = penalties.points(spec.penalties, real, made, numbers.penalties, jax.random.key(2))
    if points is not None:
        slope = lipschitz.slope(
            spec.discriminator, discriminator, numbers.input_scale, points, labels, spec.labels
        )  # fmt: skip
        if spec.pack > 1:
            points, slope = points.reshape(-1, spec.dimension), jnp.repeat(slope, spec.pack)
        views |= {"points": points, "points_slope": slope}
    if spec.objective.kind == "f_gan":
        n = numbers.objective
        row = objectives.divergence(spec.objective)
        u = jnp.arange(1, 130, dtype=jnp.float32) * (4 / 129)
        t, conjugate = row.ratio.t(jnp.log(u), n), row.ratio.conjugate(jnp.log(u), n)
        views |= {"f_u": u, "f_value": row.f(u, n), "f_t": t, "f_conjugate": conjugate}
        if spec.pack == 1 and not spec.batch and not spec.reconstructor:
            density = (played.terms / scene.volume)[: scene.p_data.size].reshape(scene.p_data.shape)
            views |= {"contribution": density}
    if objectives.losses(spec.objective).names > 1:
        said = networks.apply(spec.discriminator, discriminator, fake * numbers.input_scale)
        views["named"] = playing.named_rightly(said[:, :-1])
    if each is not None:
        density = each[:, : scene.p_data.size] / scene.volume
        views["p_g_each"] = density.reshape(len(each), *scene.p_data.shape)
    return views


class _Played(NamedTuple):
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


def _played_by_label(
    spec: Spec, scene: Scene, labelled: Labelled, numbers: Numbers, discriminator: Array, fake: Array, q: Array,
    w1: Array, t: Array,
) -> tuple[_Played, Array]:  # fmt: skip
    """The game between the laws of pairs (x, label): :func:`_played` on the cells of all labels, but with what is drawn
    by x alone, in the window; and D's output there.

    Args:
        q: masses of the pairs that G makes, [n, cells].
    """
    size, n = scene.p_data.size, spec.labels
    p, of = labelled.masses, labelled.turn[: len(fake)]
    x = jnp.concatenate([scene.points, fake]) * numbers.input_scale

    def told(label: Array) -> Array:
        outputs = networks.output(spec.discriminator, discriminator, networks.beside(x, label[None], n))
        own = of == label
        return jnp.concatenate([outputs[:size], _outside_logits(scene, outputs[:size], fake, outputs[size:], own)])

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


def _played(
    spec: Spec, scene: Scene, numbers: Numbers, discriminator: Array, fake: Array, p: Array, q: Array, outputs: Array,
    w1: Array, t: Array, f: _Pairing | None,
) -> _Played:  # fmt: skip
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
) -> _Played:  # fmt: skip
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
    return _Played(
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
    spec: Spec, scene: Scene, numbers: Numbers, discriminator: Array, fake: Array, t: Array, f: _Pairing
) -> _Judged:  # fmt: skip
    """The real samples with a z of F's and the fakes with their own, and D's answers to these pairs; what the best D
    would say is not known."""
    inferred = reconstructors.drawn(f.kind, f.parameters, scene.real, numbers.reconstructor, jax.random.key(4))
    sides = zip(_blurred(spec, numbers, scene.real, fake, t), (inferred, f.z[:SHOWN]), strict=True)
    pairs = (reconstructors.beside(x * numbers.input_scale, z) for x, z in sides)
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


def _outside_logits(scene: Scene, grid: Array, fake: Array, on_fake: Array, own: Array | bool = True) -> Array:
    """D's logit on the cells outside the window: the mean over those fakes there that are its ``own``, or D at the
    window's edge if there are none."""
    if grid.ndim > 1:  # of several networks each
        return jax.vmap(lambda grid, on_fake: _outside_logits(scene, grid, fake, on_fake), 1, 1)(grid, on_fake)

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
