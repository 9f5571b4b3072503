"""The charts of a game on the line: the map, the plan, and JSD by counting, against scipy and closed forms."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any, get_args

import numpy as np
import pytest
from scipy import optimize, stats
from scipy.integrate import quad
from scipy.spatial.distance import jensenshannon

from ganscope import measure
from ganscope.game import experiment as e
from ganscope.game import targets
from ganscope.game.split import Numbers, numbers, structure
from ganscope.lab.commands import Charts
from ganscope.measure.line import CHARTS, INTERVALS

MIXTURE = e.Mixture1D(
    components=(e.Component1D(weight=1, mean=-2.0, std=0.5), e.Component1D(weight=3, mean=1.0, std=0.2))
)
TARGETS: dict[str, Any] = {"gaussian": e.Gaussian(mean=1.0, std=0.5), "uniform": e.Uniform(), "mixture": MIXTURE}
LAWS = {"uniform": stats.uniform(-1, 2), "normal": stats.norm()}
AFFINE = e.Network(hidden=())
FOLD = e.Network(hidden=(2,), activation="relu")  # [1, −1, 0, 0, a, a, b] is a|z| + b


def cumulative(target: Any, x: Any) -> Any:
    """F_data in float64."""
    if target.kind == "uniform":
        return stats.uniform.cdf(x, target.low, target.high - target.low)
    parts = targets.components(target)
    each = [p.weight * stats.norm.cdf(x, p.mean[0], np.sqrt(p.covariance[0][0])) for p in parts]
    return sum(each) / sum(p.weight for p in parts)


def quantile(target: Any, u: float) -> float:
    return float(optimize.brentq(lambda x: cumulative(target, x) - u, -60, 60, xtol=1e-12))  # type: ignore[arg-type]


@dataclass(frozen=True)
class Game:
    spec: measure.Spec
    scene: measure.Scene
    numbers: Numbers
    generator: np.ndarray

    @functools.cached_property
    def look(self) -> measure.Look:
        at_rest: Any = np.zeros(2, np.float32)
        return measure.look(self.spec, self.scene, self.numbers, self.generator, at_rest)

    def chart(self, name: str) -> dict[str, np.ndarray]:
        p_g = self.look.p_g if name == "counting" else self.scene.p_data  # the others make nothing of it
        values = measure.chart(name, self.spec, self.scene, self.generator, p_g)
        return {key: np.asarray(value) for key, value in values.items()}


def game(target: Any, latent: e.Latent, generator: e.Network, *parameters: float) -> Game:
    d = e.Discriminator(hidden=())
    experiment = e.Experiment(target=target, latent=latent, generator=generator, discriminator=d)
    spec, n = measure.spec_of(structure(experiment)), numbers(experiment)
    scene = measure.scene(spec, n.target, targets.window(target))
    return Game(spec, scene, n, np.array(parameters, np.float32))


def scalar(kind: Any) -> e.Latent:
    return e.Latent(kind=kind, dimension=1)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("gaussian", "normal"),
        ("mixture", "normal"),
        ("uniform", "uniform"),
        pytest.param("mixture", "uniform", marks=pytest.mark.slow),
        pytest.param("uniform", "normal", marks=pytest.mark.slow),
    ],
)
def test_the_exact_map_is_the_quantile_of_the_data(name: str, kind: str) -> None:
    seen = game(TARGETS[name], scalar(kind), AFFINE, 0.3, 0.1).chart("map")
    z = seen["map_z"].astype(float)
    np.testing.assert_allclose(LAWS[kind].cdf(z), (np.arange(256) + 0.5) / 256, atol=1e-6)
    truth = [quantile(TARGETS[name], u) for u in LAWS[kind].cdf(z)]
    np.testing.assert_allclose(seen["map_ideal"], truth, atol=2e-4)
    np.testing.assert_allclose(seen["map_g"], 0.3 * z + 0.1, atol=1e-6)


@pytest.mark.parametrize("way", [1, -1])
def test_a_perfect_generator_is_the_map_or_its_mirror_image(way: int) -> None:
    seen = game(TARGETS["gaussian"], scalar("normal"), AFFINE, way * 0.5, 1.0).chart("map")
    np.testing.assert_allclose(seen["map_ideal"], seen["map_g"], atol=1e-4)
    assert seen["map_off"] < 1e-4 and seen["map_back"] == 0 and bool(seen["map_falls"]) == (way < 0)


def test_a_fold_runs_against_the_map_and_costs_more_than_it_has_to() -> None:
    folded = game(TARGETS["gaussian"], scalar("normal"), FOLD, 1, -1, 0, 0, 1.0, 1.0, 0.2)  # |z| + .2
    seen = folded.chart("map")
    truth = quad(lambda z: abs(abs(z) + 0.2 - (1 + 0.5 * z)) * stats.norm.pdf(z), -12, 12, limit=200)[0]
    assert seen["map_off"] == pytest.approx(truth, abs=1e-3)
    assert seen["map_back"] == pytest.approx(0.5, abs=1e-3)
    w1 = stats.wasserstein_distance(seen["map_g"], seen["map_ideal"])
    assert seen["map_off"] > 1.2 * w1


def test_a_flat_generator_runs_against_nothing() -> None:
    assert game(e.Gaussian(), scalar("normal"), AFFINE, 0.0, 5.0).chart("map")["map_back"] == 0


PLANS = {
    "z a number": (scalar("normal"), (-0.7, 0.4), 0.7),
    "z in the plane": (e.Latent(kind="normal", dimension=2), (0.6, -0.8, 0.4), 1.0),
}


@pytest.mark.parametrize("name", ["z a number", pytest.param("z in the plane", marks=pytest.mark.slow)])
@pytest.mark.parametrize("target", [TARGETS["gaussian"], MIXTURE], ids=["gaussian", "mixture"])
def test_the_plan_joins_equal_quantiles_and_its_mean_length_is_w1(name: str, target: Any) -> None:
    latent, parameters, std = PLANS[name]
    played = game(target, latent, AFFINE, *parameters)
    seen = played.chart("plan")
    u = (np.arange(48) + 0.5) / 48
    np.testing.assert_allclose(seen["plan_from"], stats.norm.ppf(u, 0.4, std), atol=0.02)
    np.testing.assert_allclose(cumulative(target, seen["plan_to"].astype(float)), u, atol=3e-4)
    fine = (np.arange(20_000) + 0.5) / 20_000
    truth = stats.wasserstein_distance(stats.norm.ppf(fine, 0.4, std), [quantile(target, v) for v in fine[::20]])
    assert float(played.look.readings["w1"]) == pytest.approx(truth, abs=3e-3)
    assert np.abs(seen["plan_from"] - seen["plan_to"]).mean() == pytest.approx(truth, rel=0.03)


@pytest.mark.slow
def test_of_two_generators_the_plan_and_the_count_are_of_the_mixture() -> None:
    played = game(MIXTURE, scalar("normal"), e.Network(hidden=(), count=2), 0.5, -2.0, 0.2, 1.0)
    seen = played.chart("plan")
    u = (np.arange(48) + 0.5) / 48
    np.testing.assert_allclose(seen["plan_from"][:24], stats.norm.ppf(2 * u[:24], -2, 0.5), atol=4e-3)
    np.testing.assert_allclose(seen["plan_from"][24:], stats.norm.ppf(2 * u[24:] - 1, 1, 0.2), atol=4e-3)
    assert np.abs(seen["plan_from"] - seen["plan_to"]).mean() == pytest.approx(
        float(played.look.readings["w1"]), rel=0.03
    )
    ((low, high),) = targets.window(MIXTURE)
    left = merged(played.chart("counting")["count_fake"], 512)[: int(512 * (-0.5 - low) / (high - low))].sum()
    assert stats.binomtest(int(left), 512).pvalue > 1e-3


def merged(counts: np.ndarray, k: int) -> np.ndarray:
    return np.append(counts[:-1].reshape(k, -1).sum(1), counts[-1])


@pytest.mark.parametrize("dimension", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_counting_in_intervals_is_numpys(dimension: int) -> None:
    played = game(e.TwoPeaks(), e.Latent(kind="normal", dimension=dimension), AFFINE, *[1.0] * dimension, 6.0)
    seen = played.chart("counting")
    ((low, high),) = targets.window(e.TwoPeaks())
    real = np.asarray(played.scene.real)[:, 0]
    counts, _ = np.histogram(real, bins=512, range=(low, high))
    np.testing.assert_array_equal(seen["count_real"], np.append(counts, len(real) - counts.sum()))
    std = np.sqrt(dimension)
    edges = np.linspace(low, high, 513)
    share = np.append(np.diff(stats.norm.cdf(edges, 6, std)), stats.norm.sf(high, 6, std) + stats.norm.cdf(low, 6, std))
    drawn, expected = merged(seen["count_fake"], 8), merged(512 * share, 8)
    seldom = expected < 5
    assert stats.chisquare(drawn[~seldom], expected[~seldom], sum_check=False).pvalue > 1e-3
    assert drawn[seldom].sum() < 12
    exact = np.append(np.diff(cumulative(e.TwoPeaks(), edges)), 0)
    for k, estimate, limit in zip(INTERVALS, seen["count_jsd"], seen["count_limit"], strict=True):
        a, b = (merged(seen[name], k) for name in ("count_real", "count_fake"))
        assert estimate == pytest.approx(jensenshannon(a, b) ** 2, abs=1e-6)
        assert limit == pytest.approx(jensenshannon(merged(exact, k), merged(share, k)) ** 2, abs=2e-3)
    assert (np.diff(seen["count_limit"]) > -1e-6).all()
    assert seen["count_limit"][-1] == pytest.approx(float(played.look.readings["jsd"]), abs=1e-3)


def test_with_many_intervals_a_perfect_generator_is_far_from_the_data() -> None:
    """4n·JSD of two samples of n from one law is about χ²: no longer 0 with 64 intervals, far from it with 512."""
    seen = game(e.Gaussian(), scalar("normal"), AFFINE, 1.0, 0.0).chart("counting")
    k = INTERVALS.index(64)
    hit = np.count_nonzero(merged(seen["count_real"] + seen["count_fake"], 64))
    assert stats.chi2(hit - 1).ppf(1e-3) < 4 * 512 * seen["count_jsd"][k] < stats.chi2(hit - 1).ppf(1 - 1e-3)
    assert seen["count_limit"].max() < 1e-5 and seen["count_jsd"][-1] > 0.08


def test_a_chart_is_there_where_it_means_something() -> None:
    line = game(e.Gaussian(), scalar("normal"), AFFINE, 1.0, 0.0).spec
    assert measure.charts(line) == ("map", "plan", "counting") == tuple(CHARTS)
    several = line._replace(generator=line.generator._replace(sizes=(2, 1)))
    assert measure.charts(several) == ("plan", "counting")
    two = line._replace(generator=line.generator._replace(members=2))
    assert measure.charts(two) == ("plan", "counting")
    assert measure.charts(line._replace(dimension=2)) == ()
    (names,) = get_args(Charts.model_fields["names"].annotation)
    assert set(get_args(names)) == set(CHARTS)
