"""The scene: all that a picture needs to know of the target, the window and h before any player moves.

On the line with a scalar z, p_g is exact (:mod:`~ganscope.measure.pushforward`); in all other cases it is smoothed by h
(:mod:`~ganscope.measure.smoothed`), and p_data with it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

from ganscope.game import networks, targets
from ganscope.game.kept import Kept
from ganscope.game.reconstructors import Reconstructor
from ganscope.game.rules import Rule
from ganscope.game.split import Structure

from . import cells, divergences, tails
from .pushforward import LatentGrid, latent_grid, piece_means, pushforward
from .smoothed import MIN_CELLS, blur_matrix, latent_points, smoothed
from .transport import Slices, half_circle, quantiles, slices
from .views import middles

SHOWN = 512
"""Real samples, and fakes, in the picture."""
COUNTED = 2500
"""Fakes that the modes are counted on, as VEEGAN does."""
_DIRECTIONS, _BINS = 16, 512  # of the sliced W1
_REPLICATES, _DEVIATIONS = 16, 4  # perfect generators behind the floor: 1 in 1,000 others lies above it
_WIDTH = 1.5  # default h in cells
_FINE = 50_000  # parameters of D
_BATCH = 4096  # latents behind the statistics of batch norm
_ROUNDING = 1e-6  # nats: JSD of a perfect generator between two ways of rounding it


R = TypeVar("R")


def soon(*dimensions: int) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """A function of a spec and arrays is :class:`~ganscope.game.kept.Kept`.  For these dimensions of x it is compiled
    by XLA's older emitters: in two thirds of the time, for a program that takes up to twice as long.  For what is
    computed once a frame, or less, where the wait for the first picture matters more; a training loop would lose a
    third of its speed.  Within a caller's ``jit``, which cannot have options of its own, it is a part of that
    program."""

    def decorate(f: Callable[..., R]) -> Callable[..., R]:
        plain, quick = Kept(f), Kept(f, {"xla_cpu_use_fusion_emitters": False})

        @functools.wraps(f)
        def call(spec: Spec, *arguments: Any) -> R:
            return (quick if spec.dimension in dimensions else plain)(spec, *arguments)

        return call

    return decorate


class Spec(NamedTuple):
    """The static half: what is looked at, and how finely.

    ``cells`` per axis of the window; ``points`` of z: pieces of its grid when exact, samples when smoothed.
    ``objective`` and ``penalties`` say what the game makes of D; a scene does not depend on them.  ``batch`` is how
    many samples a D that looks across the batch sees together, 0 where it does not; ``reconstructor`` is F, where D
    judges pairs; ``labels`` how many labels the players are told.
    """

    dimension: int
    latent: str
    generator: networks.Spec
    discriminator: networks.Spec
    cells: int
    points: int
    objective: Rule
    penalties: tuple[Rule, ...] = ()
    batch: int = 0
    reconstructor: Reconstructor | None = None
    labels: int = 0

    @property
    def latent_dimension(self) -> int:
        """Number of coordinates of z."""
        return self.generator.sizes[0] - self.labels

    @property
    def exact(self) -> bool:
        """Whether p_g is an exact pushforward: x and z both on the line."""
        return self.dimension == 1 and self.latent_dimension == 1

    @property
    def kinds(self) -> int:
        """How many maps z ↦ x there are: as many as generators, or as labels."""
        return self.labels or self.generator.members

    @property
    def fine(self) -> bool:
        """Whether D is drawn finer than the cells where a picture stays: in the plane, where no label needs their
        masses, and a D that is not too large to be asked at four times as many places."""
        return self.dimension == 2 and not self.labels and self.discriminator.parameters <= _FINE

    @property
    def pack(self) -> int:
        """How many samples D looks at at once."""
        beside = self.latent_dimension if self.reconstructor else self.labels
        return (self.discriminator.sizes[0] - beside) // self.dimension


class Exact(NamedTuple):
    """z on the line: its grid, F_data⁻¹ at its nodes [M + 1] and averaged over each piece [points], and u of the fakes
    in no order [COUNTED]."""

    grid: LatentGrid
    perfect: Array
    quantiles: Array
    picks: Array


class Smooth(NamedTuple):
    """z as points [points, latent dimension], the blur of each axis, the target's slices, and on the line F_data⁻¹ at
    the middles of as many equal parts of (0, 1) [points] ([0] in the plane)."""

    points: Array
    blurs: tuple[Array, ...]
    slices: Slices
    quantiles: Array


class Labelled(NamedTuple):
    """What a scene knows of n labels: ``shares`` [n] of the samples; ``masses`` [n, cells] of p_data on all cells, by
    label, which sum to ``Scene.masses``; ``real`` [SHOWN], of which label the samples in the picture are; and ``turn``
    [4096], the labels of fakes in their order, each as frequent as its share."""

    shares: Array
    masses: Array
    real: Array
    turn: Array


class Scene(NamedTuple):
    """All that does not depend on the players.  n = cells per axis.

    ``window`` [d, 2]; ``h`` [] total blur in units of x, 0 when exact; ``axes`` d arrays of cell centres [n];
    ``points`` [n^d, d] the centres as points; ``volume`` [] of a cell; ``p_data`` [n] or [n, n] (row 0 the lowest y)
    density of p_data, or p_data,h; ``masses`` [n + 2] on the line when exact (cells, left, right), else [n^d + 1]
    (cells, outside), and ``log_masses`` their logs, nats; ``real`` [SHOWN, d] samples; ``floor`` [] JSD of a perfect
    generator here; ``latent`` how z is represented; ``labelled`` what there is to know of labels, if players are told
    any.
    """

    window: Array
    h: Array
    axes: tuple[Array, ...]
    points: Array
    volume: Array
    p_data: Array
    masses: Array
    log_masses: Array
    real: Array
    floor: Array
    latent: Exact | Smooth
    labelled: Labelled | None = None


def spec_of(structure: Structure, *, cells: int | None = None, points: int | None = None) -> Spec:
    """The default fineness for a game: 1024 cells and 4096 pieces of z when exact; else 512 cells, or 96², and 8192 z.

    Args:
        structure: the static half of an experiment.
        cells: cells per axis, instead of the default.
        points: pieces or samples of z, a power of two when exact, instead of the default.
    """
    spec = Spec(
        structure.dimension, structure.latent, structure.generator, structure.discriminator, 0, 0,
        structure.objective, structure.penalties,
        structure.batch if structure.discriminator.across != "none" else 0, structure.reconstructor, structure.labels,
    )  # fmt: skip
    default = (1024, 4096) if spec.exact else (512 if spec.dimension == 1 else 96, 8192)
    return spec._replace(cells=cells or default[0], points=points or default[1])


def scene(spec: Spec, target: targets.Numbers, window: Any, h: Any = 0.0, labels: Any = ()) -> Scene:
    """Everything of a picture that depends on the target, the window and h alone.

    It is compiled already; called within a caller's own ``jit`` it takes traced numbers too.

    Args:
        spec: from :func:`spec_of`.
        target: the target's numbers, from :func:`~ganscope.game.targets.target_numbers`.
        window: ((low, high), …) per axis, in units of x; low < high.
        h: total blur in units of x, raised to one cell where it is less; 0 is the default, 1.5 cells.  Without effect
            when p_g is exact.
        labels: [64], the label of each component of the target, where players are told labels.

    Returns:
        The scene; its ``h`` is the one in use.
    """
    target = jax.tree.map(_strong, target)
    if (np.size(labels) > 0) != (spec.labels > 0):
        raise ValueError(f"labels must be given where there are any, and only there: {spec.labels} of them here")
    spec = spec._replace(objective=Rule(""), penalties=(), reconstructor=None)  # one program for all games
    window = _float32(window)
    if window.shape != (spec.dimension, 2):
        raise ValueError(f"window must be (low, high) on each of {spec.dimension} axes; got shape {window.shape}")
    if spec.exact:
        return _exact_scene(spec, target, window, latent_grid(spec.latent, spec.points), _picks(), labels)
    points = latent_points(spec.latent, spec.points, spec.latent_dimension)[: _points(spec)]
    return _smooth_scene(spec, target, window, _float32(h), points, labels)


_LEAST = 1024


def _points(spec: Spec) -> int:
    """How many smoothed latents each label has: they share them, down to :data:`_LEAST` for one."""
    return max(spec.points // spec.labels, _LEAST) if spec.labels else spec.points


def _strong(x: Any) -> Any:
    """float32 that is not weakly typed: a Python float or a float64 would compile a second program."""
    return _float32(x) if jnp.issubdtype(jnp.result_type(x), jnp.floating) else x


def _float32(x: Any) -> Array | np.ndarray:
    """What is no array of JAX becomes one of NumPy: to make one of JAX would compile a program, too."""
    return jnp.asarray(x, jnp.float32) if isinstance(x, jax.Array) else np.asarray(x, np.float32)


@functools.lru_cache(maxsize=1)
def _picks() -> np.ndarray:
    """One u in each of COUNTED equal strata, in no order: any part of them looks like independent draws."""
    rng = np.random.default_rng(0)
    return rng.permutation((np.arange(COUNTED) + rng.random(COUNTED)) / COUNTED).astype(np.float32)


@soon(1, 2)
def _exact_scene(
    spec: Spec, target: targets.Numbers, window: Array, grid: LatentGrid, picks: Array, labels: Any
) -> Scene:  # fmt: skip
    e = cells.edges(window[0, 0], window[0, 1], spec.cells)
    masses = joined(cells.target_masses(target, e))
    labelled = _labelled(spec, target, labels, lambda part: joined(cells.target_masses(part, e)))
    perfect = quantiles(target, grid.u)  # F_data⁻¹∘F_z on the same nodes
    floor = divergences.jensen_shannon(masses, joined(pushforward(perfect, grid.masses, e)))
    x = cells.centres(e)
    volume = (window[0, 1] - window[0, 0]) / spec.cells
    return Scene(
        window=window, h=jnp.float32(0), axes=(x,), points=x[:, None], volume=volume,
        p_data=masses[:-2] / volume, masses=masses, log_masses=joined(tails.log_target_masses(target, e)),
        real=_real(target), floor=floor + _ROUNDING,
        latent=Exact(grid, perfect, piece_means(perfect, grid, spec.points), picks), labelled=labelled,
    )  # fmt: skip


@soon(1, 2)
def _smooth_scene(
    spec: Spec, target: targets.Numbers, window: Array, h: Array, points: Array, labels: Any
) -> Scene:  # fmt: skip
    n, (low, high) = spec.cells, window.T
    axes = tuple(cells.centres(cells.edges(low[i], high[i], n)) for i in range(spec.dimension))
    cell = (high - low) / n
    h = jnp.maximum(jnp.where(h > 0, h, _WIDTH * jnp.max(cell)), MIN_CELLS * jnp.max(cell))
    at, volume = cells.grid_points(axes), jnp.prod(cell)
    masses = joined(cells.blurred_masses(target, at, volume, h))
    blurs = tuple(blur_matrix(n, cell[i], h) for i in range(spec.dimension))
    labelled = _labelled(spec, target, labels, lambda part: joined(cells.blurred_masses(part, at, volume, h)))

    def replicate(key: Array) -> Array:
        if labelled is None:
            made = joined(smoothed(targets.sample(target, key, spec.points), low, high, blurs))
        else:  # as many of each label as G makes
            log_weights = jnp.log(_by_label(spec, target, labels))
            which, noise = jax.random.split(key)
            k = jax.random.categorical(which, log_weights[:, None], shape=(spec.labels, _points(spec)))
            draws = targets.sample_of(target, k.ravel(), noise).reshape(*k.shape, -1)
            made = labelled.shares @ jax.vmap(lambda x: joined(smoothed(x, low, high, blurs)))(draws)
        return divergences.jensen_shannon(masses, made)

    perfect = jax.lax.map(replicate, jax.random.split(jax.random.key(1), _REPLICATES))
    ends = quantiles(target, jnp.asarray(middles(spec.points))) if spec.dimension == 1 else jnp.zeros(0)
    directions = half_circle(_DIRECTIONS) if spec.dimension == 2 else np.ones((1, 1), np.float32)
    return Scene(
        window=window, h=h, axes=axes, points=at, volume=volume,
        p_data=(masses[:-1] / volume).reshape((n,) * spec.dimension), masses=masses,
        log_masses=joined(tails.log_blurred_masses(target, at, volume, h, window)), real=_real(target),
        floor=jnp.mean(perfect) + _DEVIATIONS * jnp.std(perfect, ddof=1),
        latent=Smooth(points, blurs, slices(target, directions, _BINS), ends), labelled=labelled,
    )  # fmt: skip


def _by_label(spec: Spec, target: targets.Numbers, labels: Any) -> Array:
    """The weights of the components that have each label, [n, 64]."""
    assert isinstance(target, targets.Mixture)
    return jnp.where(labels == jnp.arange(spec.labels)[:, None], target.weights, 0)


def _labelled(
    spec: Spec, target: targets.Numbers, labels: Any, masses: Callable[[targets.Mixture], Array]
) -> Labelled | None:
    """What there is to know of the labels of a target; ``masses`` are those of a mixture on all cells."""
    if not spec.labels:
        return None
    assert isinstance(target, targets.Mixture)
    weights = _by_label(spec, target, labels)
    shares = jnp.sum(weights, axis=1)
    # of a part by itself: what lies outside is told from 1
    own = jax.lax.map(lambda w: masses(target._replace(weights=w / jnp.sum(w))), weights)
    _, k = targets.sample_known(target, jax.random.key(0), SHOWN)
    golden = jnp.asarray(((np.arange(_BATCH) + 0.5) * (5**0.5 - 1) / 2) % 1, jnp.float32)
    turn = jnp.clip(jnp.searchsorted(jnp.cumsum(shares), golden), 0, spec.labels - 1)
    return Labelled(shares, shares[:, None] * own, jnp.asarray(labels)[k], turn)


def generated(spec: Spec, scene: Scene, generator: Array) -> Array:
    """G at the scene's latents: at the nodes of the grid [M + 1, 1] when exact, else samples [points, d]; of several
    generators each at all of them, [n, …], and of several labels as of generators."""
    return through(spec, scene, generator, _latents(scene))


def _latents(scene: Scene) -> Array:
    return scene.latent.grid.z[:, None] if isinstance(scene.latent, Exact) else scene.latent.points


def through(spec: Spec, scene: Scene, generator: Array, z: Array) -> Array:
    """G at latents [m, dimension], which need not be a sample: [m, d]; of several generators or labels [n, m, d]."""
    # neither nodes nor a mesh are a sample, which batch norm needs
    batch = latent_points(spec.latent, _BATCH, z.shape[1]) if spec.generator.norm == "batch" else None
    if (labelled := scene.labelled) is not None:
        batch = batch if batch is None else networks.with_labels(batch, labelled.turn, spec.labels)

        def of(label: Array) -> Array:
            return networks.apply(spec.generator, generator, networks.with_labels(z, label[None], spec.labels), batch)

        return jax.vmap(of)(jnp.arange(spec.labels))
    apply = networks.apply_each if spec.generator.members > 1 else networks.apply
    return apply(spec.generator, networks.own(spec.generator, generator), z, batch)


def _real(target: targets.Numbers) -> Array:
    return targets.sample(target, jax.random.key(0), SHOWN)


def joined(masses: tuple[Array, ...]) -> Array:
    """(cells, outside…) as one list of cells, [cells + outside]."""
    return jnp.concatenate([jnp.ravel(m) for m in masses])
