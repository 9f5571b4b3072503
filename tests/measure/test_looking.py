"""The bundle of a live session, against quadrature, closed forms and perfect generators."""

from __future__ import annotations

import functools
import math
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import Line, divergences, gauss, line, lines, plane_pdf, planes
from scipy import stats

from ganscope.game import rounds, targets
from ganscope.game.experiment import Experiment
from ganscope.game.networks import Spec as Net
from ganscope.game.split import Numbers, numbers, structure
from ganscope.game.targets import Component, mixture
from ganscope.measure import Look, Scene, Spec, finer, look, look_at, scene, spec_of
from ganscope.measure.scenes import COUNTED, SHOWN, Exact

LOG4 = math.log(4)
AFFINE_D = (0.7, -0.3)  # logit .7 x − .3


def experiment(target: dict[str, Any], kind: str, dimension: int, hidden: tuple[int, ...] = (16, 16)) -> Experiment:
    net = {"hidden": hidden, "activation": "tanh"}
    return Experiment.model_validate(
        {"target": target, "latent": {"kind": kind, "dimension": dimension}, "generator": net, "discriminator": net}
    )


def prepared(e: Experiment) -> tuple[Spec, Numbers, Scene]:
    s, n = spec_of(structure(e)), numbers(e)
    return s, n, scene(s, n.target, targets.window(e.target))


@functools.cache
def line_spec(kind: str, dimension: int = 1) -> Spec:
    """x on the line; D affine."""
    e = experiment({"kind": "gaussian"}, kind, dimension)
    return spec_of(structure(e))._replace(discriminator=Net((1, 1), "tanh"))


def of(target: targets.Numbers) -> Numbers:
    return numbers(Experiment())._replace(target=target)


def nodes(s: Scene) -> jax.Array:
    """z where G is evaluated when p_g is exact."""
    assert isinstance(s.latent, Exact)
    return s.latent.grid.z


def readings(frame: Look) -> dict[str, float]:
    return {name: float(value) for name, value in frame.readings.items()}


def exact(p: Line, q: Line, kind: str = "normal") -> tuple[Scene, Look]:
    """p as the data; G = F_q⁻¹∘F_z in float64 on the scene's own z; logit .7 x − .3."""
    window = (min(p.window[0], q.window[0]), max(p.window[1], q.window[1]))
    spec, target = line_spec(kind), p.numbers
    s = scene(spec, target, (window,))
    z = np.asarray(nodes(s), np.float64)
    u, above = (stats.norm.cdf(z), stats.norm.sf(z)) if kind == "normal" else ((z + 1) / 2, (1 - z) / 2)
    x = jnp.asarray(q.quantile(u, above), jnp.float32)[:, None]
    return s, look_at(spec, s, of(target), x, jnp.array(AFFINE_D))


@given(lines, lines, st.sampled_from(["normal", "uniform"]))
@settings(max_examples=7)
def test_on_the_line_every_measure_agrees_with_quadrature(p: Line, q: Line, kind: str) -> None:
    s, frame = exact(p, q, kind)
    got, truth = readings(frame), divergences(p, q)
    assert got["jsd"] == pytest.approx(truth["jsd"], abs=1e-3)
    assert got["tv"] == pytest.approx(truth["tv"], abs=1e-3)
    assert got["w1"] == pytest.approx(truth["w1"], abs=1e-3)
    assert got["v_star"] == pytest.approx(-LOG4 + 2 * truth["jsd"], abs=1e-3)
    assert got["cost"] == pytest.approx(got["v_star"], abs=1e-5)
    for name in ("kl_data_g", "kl_g_data"):
        if kind == "normal" and (truth[name] < 5 or name == "kl_g_data"):
            assert got[name] == pytest.approx(truth[name], abs=1e-3, rel=2e-3)
    logit = lambda x: AFFINE_D[0] * x + AFFINE_D[1]  # noqa: E731
    low, high = min(p.window[0], q.window[0]) - 5, max(p.window[1], q.window[1]) + 5
    v = gauss(lambda x: -p.pdf(x) * np.logaddexp(0, -logit(x)) - q.pdf(x) * np.logaddexp(0, logit(x)), low, high)
    assert got["v"] == pytest.approx(v, abs=1e-3)
    assert got["gap"] == pytest.approx(-LOG4 + 2 * truth["jsd"] - v, abs=1e-3)
    assert got["d_real"] == pytest.approx(gauss(lambda x: p.pdf(x) / (1 + np.exp(-logit(x))), low, high), abs=1e-3)
    assert got["d_fake"] == pytest.approx(gauss(lambda x: q.pdf(x) / (1 + np.exp(-logit(x))), low, high), abs=1e-3)
    x = np.asarray(s.points[:, 0], np.float64)
    seen = p.pdf(x) + q.pdf(x) > 1e-2 * np.max(p.pdf(x) + q.pdf(x))
    np.testing.assert_allclose(frame.d_star[seen], (p.pdf(x) / (p.pdf(x) + q.pdf(x)))[seen], atol=0.012)


CLOSE = [
    (line((1, 0, 1)), line((1, 0.3, 0.9))),
    (line((1, -1, 0.7), (1, 1, 0.7)), line((1, 0, 1.1))),
    (line((1, 0, 1)), line((1, 0, 0.5))),
    (line((2, -1, 0.5), (1, 1.5, 0.8)), line((1, -1.2, 0.6), (1, 1.4, 0.8))),
]


@pytest.mark.parametrize(("p", "q"), CLOSE)
def test_both_kls(p: Line, q: Line) -> None:
    got, truth = readings(exact(p, q)[1]), divergences(p, q)
    assert got["kl_data_g"] == pytest.approx(truth["kl_data_g"], abs=1e-3)
    assert got["kl_g_data"] == pytest.approx(truth["kl_g_data"], abs=1e-3)


PERFECT = [
    line((1, 0, 1)),
    line((1, -2, 0.5), (1, 2, 0.5)),
    line((0.2, -3, 0.4), (0.5, 0, 0.4), (0.3, 3, 0.4)),
    line((1, 5, 0.01)),
    line((1, -2, 1.3), (9, 0.5, 0.05), (3, 1, 0.3)),
]


@pytest.mark.parametrize("kind", ["uniform", "normal"])
@pytest.mark.parametrize("p", PERFECT)
def test_a_perfect_map_scores_below_the_floor(p: Line, kind: str) -> None:
    """F_data⁻¹∘F_z of scipy, against the floor that was computed with our own quantiles."""
    s, frame = exact(p, p, kind)
    got = readings(frame)
    assert 0 <= got["jsd"] <= got["jsd_floor"] == float(s.floor)
    assert got["jsd_floor"] < 2e-4
    assert got["w1"] < 1e-3 * float(np.ptp(p.window))
    assert got["cost"] == pytest.approx(-LOG4, abs=5e-4)
    assert got["high_quality"] == pytest.approx(1 - 2 * stats.norm.sf(3), abs=0.02)


def test_a_perfect_map_to_the_interval() -> None:
    e = experiment({"kind": "uniform", "low": -2.0, "high": 1.0}, "normal", 1)
    spec, n, s = prepared(e)
    x = -2 + 3 * stats.norm.cdf(np.asarray(nodes(s), np.float64))
    got = readings(look_at(spec, s, n, jnp.asarray(x, jnp.float32)[:, None], jnp.zeros(spec.discriminator.parameters)))
    assert got["jsd"] <= got["jsd_floor"] < 1e-5
    assert got["w1"] < 1e-3
    assert got["high_quality"] > 0.999  # the ends themselves round to either side
    assert got["v"] == pytest.approx(-LOG4, abs=1e-5)  # D = ½


SAMPLED = [
    ({"kind": "gaussian"}, 2),
    ({"kind": "ring"}, 2),
    *(
        pytest.param({"kind": kind}, 2, marks=pytest.mark.slow)
        for kind in ("uniform", "three_peaks", "grid", "two_gaussians")
    ),
]


@pytest.mark.parametrize(("target", "dimension"), SAMPLED)
def test_samples_of_p_data_score_below_the_floor(target: dict[str, Any], dimension: int) -> None:
    spec, n, s = prepared(experiment(target, "normal", dimension))
    d = jnp.zeros(spec.discriminator.parameters)
    for seed in (10, 11, 12):
        x = targets.sample(n.target, jax.random.key(seed), spec.points)
        got = readings(look_at(spec, s, n, x, d))
        assert 0 <= got["jsd"] <= got["jsd_floor"] < 3e-3
        assert got["v"] == pytest.approx(-LOG4, abs=1e-5)
        assert got["gap"] == pytest.approx(2 * got["jsd"], abs=1e-5)
        assert got["w1"] < 0.04 * float(s.window[0, 1] - s.window[0, 0])


@given(planes(), planes())
@settings(max_examples=4)
def test_in_the_plane_the_measures_agree_with_quadrature_of_the_blurred_densities(
    p: list[Component], q: list[Component]
) -> None:
    """q by 65,536 samples: what is left is their noise."""
    e = experiment({"kind": "ring"}, "normal", 2)
    spec = spec_of(structure(e), points=2**16)._replace(discriminator=Net((2, 1), "tanh"))
    target, h = mixture(p), 0.25
    s = scene(spec, target, ((-6.0, 6.0), (-6.0, 6.0)), h)
    assert float(s.h) == pytest.approx(h)
    x = targets.sample(mixture(q), jax.random.key(0), spec.points)
    got = readings(look_at(spec, s, of(target), x, jnp.array([0.5, -0.4, 0.1])))
    axis = np.linspace(-8, 8, 401)
    points = np.stack(np.meshgrid(axis, axis), -1)
    a, b = plane_pdf(p, points, h), plane_pdf(q, points, h)
    area = (axis[1] - axis[0]) ** 2
    with np.errstate(divide="ignore", invalid="ignore"):
        js = np.nansum(0.5 * a * np.log(2 * a / (a + b)) + 0.5 * b * np.log(2 * b / (a + b))) * area
    logit = points @ [0.5, -0.4] + 0.1
    v = -np.sum(a * np.logaddexp(0, -logit) + b * np.logaddexp(0, logit)) * area
    noise = 4 / math.sqrt(spec.points)
    assert got["jsd"] == pytest.approx(js, abs=1e-3 + noise / 4)
    assert got["tv"] == pytest.approx(np.abs(a - b).sum() / 2 * area, abs=1e-3 + noise)
    assert got["v"] == pytest.approx(v, abs=1e-3 + noise)
    assert got["v_star"] == pytest.approx(got["cost"], abs=1e-5)


@pytest.mark.parametrize(("target", "kind", "dimension"), [
    ({"kind": "gaussian"}, "uniform", 1),
    pytest.param({"kind": "uniform"}, "normal", 3, marks=pytest.mark.slow),
    pytest.param({"kind": "ring"}, "normal", 2, marks=pytest.mark.slow),
])  # fmt: skip
def test_random_players_keep_the_theorems(target: dict[str, Any], kind: str, dimension: int) -> None:
    """For any G and D: V(G, D) ≤ V(G, D*) = −log 4 + 2 JSD; together by vmap as one by one."""
    spec, n, s = prepared(experiment(target, kind, dimension))
    keys = jax.random.split(jax.random.key(1), 2)
    scales = jnp.array([0.0, 0.1, 0.5, 1.0, 3.0])[:, None]
    g = jax.random.normal(keys[0], (5, spec.generator.parameters)) * scales
    d = jax.random.normal(keys[1], (5, spec.discriminator.parameters)) * scales
    frames = jax.vmap(lambda g, d: look(spec, s, n, g, d))(g, d)
    r = {name: np.asarray(value) for name, value in frames.readings.items()}
    assert (r["gap"] >= 0).all()
    assert (r["v"] <= r["v_star"] + 1e-5).all()
    np.testing.assert_allclose(r["gap"], r["v_star"] - r["v"], atol=2e-4, rtol=1e-4)
    np.testing.assert_allclose(r["v_star"], -LOG4 + 2 * r["jsd"], atol=1e-5)
    np.testing.assert_allclose(r["cost"], r["v_star"], atol=1e-5)
    for name in ("tv", "outside", "high_quality", "nearest_share", "d_real", "d_fake"):
        assert ((r[name] >= 0) & (r[name] <= 1 + 1e-5)).all()
    mass = np.asarray(frames.p_g).reshape(5, -1).sum(-1) * float(s.volume) + r["outside"]
    np.testing.assert_allclose(mass, 1, atol=1e-5)
    one = look(spec, s, n, g[2], d[2])
    np.testing.assert_allclose(one.p_g, frames.p_g[2], atol=1e-4 * float(one.p_g.max()))
    assert float(one.readings["jsd"]) == pytest.approx(float(r["jsd"][2]), abs=1e-4)


def test_shapes() -> None:
    spec, n, s = prepared(experiment({"kind": "gaussian"}, "uniform", 1))
    frame = look(spec, s, n, jnp.zeros(spec.generator.parameters), jnp.zeros(spec.discriminator.parameters))
    assert s.masses.shape == (1026,)
    assert s.real.shape == frame.fake.shape == (SHOWN, 1)
    for grid in (s.p_data, frame.p_g, frame.d, frame.d_star, frame.output, frame.best):
        assert grid.shape == (1024,)
    assert frame.z.shape == frame.gz.shape == frame.mode_share.shape == (64,)
    np.testing.assert_allclose(frame.z, (np.arange(64) + 0.5) / 32 - 1, atol=1e-6)
    assert float(s.h) == 0

    spec, n, s = prepared(experiment({"kind": "ring"}, "normal", 2))
    frame = look(spec, s, n, jnp.zeros(spec.generator.parameters), jnp.zeros(spec.discriminator.parameters))
    assert s.masses.shape == (96 * 96 + 1,)
    assert s.real.shape == frame.fake.shape == (SHOWN, 2)
    for grid in (s.p_data, frame.p_g, frame.d, frame.d_star, frame.output, frame.best):
        assert grid.shape == (96, 96)
    assert frame.z.shape == frame.gz.shape == (0,)
    assert float(s.h) == pytest.approx(1.5 * 6 / 96)
    leaves = jax.tree.leaves((s, frame))
    assert all(leaf.dtype in (jnp.float32, jnp.int32, jnp.uint32) and not leaf.weak_type for leaf in leaves)
    assert all(value.shape == () for value in frame.readings.values())


GAMES: dict[str, dict[str, Any]] = {
    "probability": {},
    "relative": {"objective": {"kind": "relativistic"}},
    "score": {"objective": {"kind": "wasserstein"}},
    "two networks": {"objective": {"kind": "d2gan"}},
    "packs": {"discriminator": {"hidden": (8,), "pack": 2}},
    "across": {"discriminator": {"hidden": (8,), "across": "discrimination"}},
    "pairs": {"reconstructor": {"kind": "veegan", "hidden": (8,)}},
}


@pytest.mark.parametrize("game", GAMES)
def test_d_on_the_edges_of_cells_goes_on_from_that_at_their_centres(game: str) -> None:
    """In any game D is on the one scale: every second value is that of the look, and the others lie among them."""
    plain = experiment({"kind": "ring"}, "normal", 2, (8,)).model_dump()
    e = Experiment.model_validate(plain | GAMES[game])
    spec, n = spec_of(structure(e), cells=24, points=4096), numbers(e)
    s, start = scene(spec, n.target, ((-3.0, 3.0), (-2.0, 2.0))), rounds.start(e)
    seen = look(spec, s, n, start.generator, start.discriminator)
    fine = finer(spec, s, n, start.generator, start.discriminator, seen)
    assert fine.shape == (49, 49)
    np.testing.assert_allclose(fine[1::2, 1::2], seen.d, atol=1e-5)
    for axis in (0, 1):
        steps, halves = (float(np.abs(np.diff(d, axis=axis)).max()) for d in (seen.d, fine))
        assert 0 < halves < steps


def test_d_on_the_edges_of_cells_is_that_of_the_network_there() -> None:
    spec, n, s = prepared(experiment({"kind": "ring"}, "normal", 2, ()))
    w = np.array([1.0, -2.0, 0.5])  # D(x, y) = σ(x − 2y + ½)
    players = jnp.zeros(spec.generator.parameters), jnp.asarray(w, jnp.float32)
    fine = finer(spec, s, n, *players, look(spec, s, n, *players))
    at = np.linspace(-3, 3, 2 * 96 + 1)
    np.testing.assert_allclose(fine, 1 / (1 + np.exp(-(w[0] * at + w[1] * at[:, None] + w[2]))), atol=1e-5)


def test_kl_from_a_mixture_is_never_infinite() -> None:
    """A Gaussian is nowhere 0; an interval is.  Blurred by h, p_data and p_g are Gaussians of σ² + h²."""
    apart = line((1, -20, 0.5), (1, 20, 0.5)), line((1, 0, 1))
    got, truth = readings(exact(*apart)[1]), divergences(*apart)
    assert truth["kl_g_data"] > 700
    assert got["kl_g_data"] == pytest.approx(truth["kl_g_data"], rel=1e-3)
    spec, interval = line_spec("uniform"), targets.Interval(np.float32(-1), np.float32(1))
    s = scene(spec, interval, ((-3, 3),))
    beside = look_at(spec, s, of(interval), 1.1 * nodes(s)[:, None], jnp.array(AFFINE_D))
    assert readings(beside)["kl_g_data"] == math.inf

    e = experiment({"kind": "two_gaussians", "distance": 8.0, "std": 0.1}, "normal", 2)
    spec, n, s = prepared(e)
    assert not isinstance(s.latent, Exact)
    x = 0.3 * s.latent.points  # at the middle between both
    seen = look_at(spec, s, n, x, jnp.zeros(spec.discriminator.parameters))
    wide, narrow = 0.3**2 + float(s.h) ** 2, 0.1**2 + float(s.h) ** 2
    one = wide / narrow - 1 + 0.5 * 16 / narrow - math.log(wide / narrow)  # of N(0, wide) to one of them; half its mass
    nearer = math.sqrt(2 / math.pi) * 4 * math.sqrt(wide) / narrow  # E|x·4|/narrow: each sample to its nearer one
    assert readings(seen)["kl_g_data"] == pytest.approx(one - nearer + math.log(2), rel=0.01)


def test_a_generator_stuck_outside_the_window() -> None:
    """All mass is outside; D's logit there is that of the fakes."""
    p = line((1, 0, 1))
    spec, target = line_spec("uniform"), p.numbers
    s = scene(spec, target, (p.window,))
    x = jnp.full(nodes(s).shape, 100.0)[:, None]
    got = readings(look_at(spec, s, of(target), x, jnp.array([-0.1, 0.0])))
    assert got["outside"] == pytest.approx(1)
    assert got["jsd"] == pytest.approx(math.log(2), abs=1e-5)
    assert got["kl_data_g"] == math.inf
    assert got["w1"] == pytest.approx(100, rel=1e-3)
    assert got["d_fake"] == pytest.approx(1 / (1 + math.exp(10)), rel=1e-3)


def test_a_folded_generator_on_the_line() -> None:
    """x = z², z ~ U(−1, 1), against U(0, 1): JSD by quadrature of 1/(2√x)."""
    e = experiment({"kind": "uniform", "low": 0.0, "high": 1.0}, "uniform", 1)
    spec, n, s = prepared(e)
    got = readings(look_at(spec, s, n, nodes(s)[:, None] ** 2, jnp.zeros(spec.discriminator.parameters)))

    def js(t: np.ndarray) -> np.ndarray:  # x = t², to tame the pole
        q = 1 / (2 * t)
        return (0.5 * np.log(2 / (1 + q)) + 0.5 * q * np.log(2 * q / (1 + q))) * 2 * t

    assert got["jsd"] == pytest.approx(gauss(js, 1e-9, 1), abs=1e-3)
    assert got["w1"] == pytest.approx(1 / 6, abs=1e-3)  # ∫ |u² − u| du
    assert got["tv"] == pytest.approx(1 / 4, abs=1.5e-3)  # √x − x at x = ¼


def test_total_collapse_in_the_plane() -> None:
    spec, n, s = prepared(experiment({"kind": "ring"}, "normal", 2))
    x = jnp.tile(jnp.array([[2.0, 0.0]]), (spec.points, 1))
    got = readings(look_at(spec, s, n, x, jnp.zeros(spec.discriminator.parameters)))
    assert (got["modes"], got["high_quality"], got["nearest_share"]) == (1, 1, 1)
    assert got["mode_kl"] == pytest.approx(math.log(8), abs=1e-5)
    m = np.array([1 / 16 + 1 / 2, 7 / 16])  # JSD of one mode of eight; the widths differ by σ .02 against h .094
    truth = 0.5 * (1 / 8 * math.log(1 / 8 / m[0]) + 7 / 8 * math.log(7 / 8 / m[1])) + 0.5 * math.log(1 / m[0])
    assert got["jsd"] == pytest.approx(truth, abs=2e-3)


def test_a_caller_may_compile_them_into_a_program_of_its_own() -> None:
    e = experiment({"kind": "gaussian"}, "uniform", 1, (8,))
    s, n, at = prepared(e)
    g, d = (jnp.full(net.parameters, 0.1) for net in (s.generator, s.discriminator))

    @jax.jit
    def jsd(n: Numbers, window: Any) -> Any:
        return look(s, scene(s, n.target, window), n, g, d).readings["jsd"]

    expected = look(s, at, n, g, d).readings["jsd"]
    assert float(jsd(n, at.window)) == pytest.approx(float(expected), abs=1e-6)


def test_numbers_change_nothing_compiled() -> None:
    """Target, window, h, weights and input scale are traced: one program each for scene and look."""

    def both(e: Experiment, window: Any, h: Any) -> None:
        spec, n = spec_of(structure(e), cells=32, points=256), numbers(e)
        s = scene(spec, n.target, window, h)
        g = jnp.ones(spec.generator.parameters)
        jax.block_until_ready(look(spec, s, n, g, jnp.ones(spec.discriminator.parameters)))

    both(experiment({"kind": "ring"}, "normal", 2), ((-3.0, 3.0), (-3.0, 3.0)), 0.0)
    compiled: list[str] = []
    window = jnp.array([[-5.0, 5.0], [-5.0, 5.0]])  # which compiles a program of its own

    listen: Any = lambda name, seconds, **_: compiled.append(name)  # noqa: E731
    jax.monitoring.register_event_duration_secs_listener(listen)
    try:
        both(experiment({"kind": "ring", "radius": 1.5, "modes": 5}, "normal", 2), ((-2, 2.0), (-2.5, 3)), 0.5)
        both(experiment({"kind": "grid"}, "normal", 2), np.array([[-5.0, 5.0], [-5.0, 5.0]]), np.float64(0.7))
        both(experiment({"kind": "grid"}, "normal", 2), window, 1)
    finally:
        jax.monitoring.unregister_event_duration_listener(listen)  # others go on counting
    assert not [name for name in compiled if "backend_compile" in name]


def test_the_width_is_never_below_a_cell() -> None:
    spec, n, s = prepared(experiment({"kind": "ring"}, "normal", 2))
    assert float(scene(spec, n.target, s.window, 1e-4).h) == pytest.approx(6 / 96)


def test_a_window_of_the_wrong_shape_is_refused() -> None:
    spec, n, _ = prepared(experiment({"kind": "ring"}, "normal", 2))
    with pytest.raises(ValueError, match="2 axes"):
        scene(spec, n.target, ((-3.0, 3.0),))


def test_modes_are_counted_on_as_many_samples_as_published() -> None:
    spec, n, s = prepared(experiment({"kind": "ring"}, "normal", 2))
    real = targets.sample(n.target, jax.random.key(5), spec.points)
    got = readings(look_at(spec, s, n, real, jnp.zeros(spec.discriminator.parameters)))
    assert COUNTED == 2500
    assert got["modes"] == 8
    assert abs(got["high_quality"] - 0.989) <= 0.006
