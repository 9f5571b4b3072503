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

from . import cells, divergences, game_value, judging, lipschitz, packing, playing
from .modes import count_modes, nearest_mode
from .pushforward import piece_means, pushforward
from .scenes import COUNTED, SHOWN, Exact, Scene, Spec, generated, joined, scene, soon, spec_of, through
from .smoothed import smoothed
from .transport import mixed, sliced_wasserstein, wasserstein
from .views import latent_mesh, pull

__all__ = ["ARROWS", "Look", "Scene", "Spec", "finer", "look", "look_at", "scene", "spec_of"]

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
    (:func:`~ganscope.measure.judging.played_by_label`);
    ``d``, ``d_star`` the same as drawn, from 0 to 1 (:func:`~ganscope.measure.playing.drawn`), and ``range`` [2] what 0
    and 1 stand for where D is a score (:func:`~ganscope.measure.playing.placed`); ``best`` and ``d_star`` are NaN where
    the best D is not known;
    ``equilibrium`` [] V where p_g = p_data and D is at its best;
    ``d_fine`` [0], or :func:`finer`;
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
    d_fine: Array
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


@soon(1)
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
    x = generated(spec, scene, generator)
    seen = look_at(spec, scene, numbers, x, discriminator, t, _behind(spec, generator))
    if spec.dimension == 1:
        return seen
    nodes = latent_mesh(spec.latent, spec.latent_dimension)
    mesh = through(spec, scene, generator, jnp.asarray(nodes.reshape(-1, nodes.shape[-1])))
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
        f = judging.Pairing(spec.reconstructor, reconstructor, _latents_of(scene))
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
        if f is not None:
            own["reconstruction"] = reconstructors.error(f.kind, f.parameters, counted, f.z)
        logits = _asked(spec, numbers, discriminator, jnp.concatenate([scene.points, fake]), fake, reconstructor)
        on_grid, on_fake = logits[:size], logits[size:]
        everywhere = jnp.concatenate([on_grid, judging.outside_logits(scene, on_grid, fake, on_fake)])
        played = judging.played(spec, scene, numbers, discriminator, fake, p, q, everywhere, w1, t, f)
    else:
        assert each is not None
        game_jsd = divergences.jensen_shannon(labelled.masses.ravel(), each.ravel())
        played, on_grid = judging.played_by_label(spec, scene, labelled, numbers, discriminator, fake, each, w1, t)
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
        "kl_g_data": divergences.kullback_leibler(q, p, scene.log_masses),
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
        d_star=played.d_star[:size].reshape(shape), d_fine=jnp.zeros(0),
        output=odds(on_grid).reshape(shape),
        best=odds(played.best[:size]).reshape(shape),
        range=played.range,
        equilibrium=objectives.equilibrium(spec.objective, numbers.objective),
        fake=fake, z=z, gz=gz, mesh=jnp.zeros(0), pull=slope, mode_share=modes.share, readings=readings,
        views=_views(spec, scene, numbers, discriminator, made.counted, fake, played.terms, each),
    )  # fmt: skip


@soon(2)
def finer(
    spec: Spec, scene: Scene, numbers: Numbers, generator: Array, discriminator: Array, seen: Look
) -> Array:  # fmt: skip
    """D as it is drawn in a look at the same players, on the edges of the cells too: [2n + 1, 2n + 1], of which
    ``seen.d`` is every second row and column, from the second on.  Lines of D follow a ridge that is narrower than a
    cell."""
    n = spec.cells
    places = cells.grid_points(tuple(cells.edges(low, high, 2 * n) for low, high in scene.window))
    outputs = _asked(spec, numbers, discriminator, places, seen.fake, _behind(spec, generator))
    d = playing.placed(spec.objective, numbers.objective, outputs, seen.range)
    return jnp.clip(d, 0, 1).reshape(2 * n + 1, 2 * n + 1)


def _behind(spec: Spec, generator: Array) -> Array | None:
    """Parameters of F, where D judges pairs: they follow G's."""
    return generator[spec.generator.parameters :] if spec.reconstructor else None


def _asked(
    spec: Spec, numbers: Numbers, discriminator: Array, places: Array, fake: Array, reconstructor: Array | None
) -> Array:  # fmt: skip
    """D's outputs at places [m, d]: to as many equal samples as it looks at, in a batch of fakes, beside F's z."""
    at = packing.alike(places, spec.pack) * numbers.input_scale
    if spec.reconstructor is not None and reconstructor is not None:
        at = reconstructors.pairs(at, reconstructors.mean(spec.reconstructor, reconstructor, places))
    among = fake[: spec.batch] * numbers.input_scale if spec.batch else None
    return networks.output(spec.discriminator, discriminator, at, among)


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
    spec: Spec, scene: Scene, numbers: Numbers, discriminator: Array, counted: Array, fake: Array, terms: Array,
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
            density = (terms / scene.volume)[: scene.p_data.size].reshape(scene.p_data.shape)
            views |= {"contribution": density}
    if objectives.losses(spec.objective).names > 1:
        said = networks.apply(spec.discriminator, discriminator, fake * numbers.input_scale)
        views["named"] = playing.named_rightly(said[:, :-1])
    if each is not None:
        density = each[:, : scene.p_data.size] / scene.volume
        views["p_g_each"] = density.reshape(len(each), *scene.p_data.shape)
    return views
