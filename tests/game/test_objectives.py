"""Losses against their formulae, what they measure against quadrature, gradients against finite differences."""

from __future__ import annotations

import math
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from scipy.integrate import quad
from scipy.stats import norm

from ganscope.game import f_divergences, formula, objectives
from ganscope.game.experiment import Objective
from ganscope.game.objectives import OBJECTIVES, Losses, losses, rule

MODELS: TypeAdapter[Any] = TypeAdapter(Objective)
T = jnp.int32(0)

# One case per member and per way to set it: the JSON of its model.
CASES: dict[str, dict[str, Any]] = {
    "minimax": {"kind": "minimax"},
    "minimax, smoothed": {"kind": "minimax", "real_label": 0.9},
    "non_saturating": {"kind": "non_saturating"},
    "switch": {"kind": "switch", "round": 10},
    "logit": {"kind": "log_ratio"},
    "least_squares": {"kind": "least_squares"},
    "least_squares, centred": {"kind": "least_squares", "a": -1.0, "b": 1.0, "c": 0.0},
    "hinge": {"kind": "hinge"},
    "wasserstein": {"kind": "wasserstein"},
    "relativistic": {"kind": "relativistic"},
    "relativistic_average": {"kind": "relativistic_average"},
    "mad_gan": {"kind": "mad_gan"},
    "mad_gan, minimax": {"kind": "mad_gan", "generator": "minimax"},
    "d2gan": {"kind": "d2gan"},
    "d2gan, weighted": {"kind": "d2gan", "alpha": 0.3, "beta": 0.7},
    **{
        f"f_gan, {name}, {form}": {"kind": "f_gan", "divergence": {"kind": name}, "form": form}
        for name in f_divergences.ROWS
        for form in ("ratio", "nowozin")
    },
    "f_gan, alpha 3": {"kind": "f_gan", "divergence": {"kind": "alpha", "alpha": 3.0}, "form": "nowozin"},
    "f_gan, trick": {"kind": "f_gan", "divergence": {"kind": "kl"}, "generator": "trick"},
    "f_gan, typed": {"kind": "f_gan", "divergence": {"kind": "formula", "f": "(sqrt(u) - 1)^2"}},
}


def model(case: str) -> Any:
    return MODELS.validate_python(CASES[case])


def game(case: str) -> tuple[Losses, dict[str, Any]]:
    m = model(case)
    return losses(rule(m)), OBJECTIVES[m.kind].numbers(m)


def outputs(case: str, numbers: Any) -> Any:
    """D's outputs from these numbers [n, m]: where D is two networks the other one gives them backwards."""
    return jnp.stack([numbers, numbers[..., ::-1]], axis=-1) if game(case)[0].players > 1 else jnp.asarray(numbers)


def test_every_objective_and_every_divergence_has_a_case() -> None:
    assert {case["kind"] for case in CASES.values()} == set(OBJECTIVES)
    assert {case["divergence"]["kind"] for case in CASES.values() if "divergence" in case} == {
        *f_divergences.ROWS, "formula",
    }  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_every_model_survives_json(case: str) -> None:
    assert MODELS.validate_json(MODELS.dump_json(model(case))) == model(case)


# --- against the formulae, in float64 ----------------------------------------------------------------------


def _log_sigmoid(x: Any) -> Any:
    return -np.logaddexp(0, -x)


def cross_entropy(real: Any, fake: Any, label: float = 1.0) -> float:
    on_real = label * _log_sigmoid(real) + (1 - label) * _log_sigmoid(-real)
    return float(-np.mean(on_real) - np.mean(_log_sigmoid(-fake)))


def d2gan(real: Any, fake: Any, alpha: float = 1.0, beta: float = 1.0) -> float:
    of_real, of_fake = (np.log1p(np.exp(np.stack([x, x[::-1]]))) for x in (real, fake))
    gain = alpha * np.log(of_real[0]) - of_real[1], beta * np.log(of_fake[1]) - of_fake[0]
    return float(-np.mean(gain[0]) - np.mean(gain[1]))


# case, D's loss, G's loss
FORMULAE: dict[str, tuple[Any, Any]] = {
    "minimax": (cross_entropy, lambda r, f: np.mean(_log_sigmoid(-f))),
    "minimax, smoothed": (lambda r, f: cross_entropy(r, f, 0.9), lambda r, f: np.mean(_log_sigmoid(-f))),
    "non_saturating": (cross_entropy, lambda r, f: -np.mean(_log_sigmoid(f))),
    "switch": (cross_entropy, lambda r, f: -np.mean(_log_sigmoid(f))),
    "logit": (cross_entropy, lambda r, f: np.mean(_log_sigmoid(-f)) - np.mean(_log_sigmoid(f))),
    "least_squares": (
        lambda r, f: 0.5 * np.mean((r - 1) ** 2) + 0.5 * np.mean(f**2), lambda r, f: 0.5 * np.mean((f - 1) ** 2)
    ),
    "hinge": (lambda r, f: np.mean(np.maximum(0, 1 - r)) + np.mean(np.maximum(0, 1 + f)), lambda r, f: -np.mean(f)),
    "wasserstein": (lambda r, f: np.mean(f) - np.mean(r), lambda r, f: -np.mean(f)),
    "relativistic": (lambda r, f: -np.mean(_log_sigmoid(r - f)), lambda r, f: -np.mean(_log_sigmoid(f - r))),
    "relativistic_average": (
        lambda r, f: -np.mean(_log_sigmoid(r - f.mean())) - np.mean(_log_sigmoid(-(f - r.mean()))),
        lambda r, f: -np.mean(_log_sigmoid(f - r.mean())) - np.mean(_log_sigmoid(-(r - f.mean()))),
    ),
    # of one generator
    "mad_gan": (cross_entropy, lambda r, f: -np.mean(_log_sigmoid(f))),
    "mad_gan, minimax": (cross_entropy, lambda r, f: np.mean(_log_sigmoid(-f))),
    "d2gan": (d2gan, lambda r, f: np.mean(np.log(np.log1p(np.exp(f[::-1])))) - np.mean(np.log1p(np.exp(f)))),
    "d2gan, weighted": (
        lambda r, f: d2gan(r, f, 0.3, 0.7),
        lambda r, f: 0.7 * np.mean(np.log(np.log1p(np.exp(f[::-1])))) - np.mean(np.log1p(np.exp(f))),
    ),
    "f_gan, kl, nowozin": (lambda r, f: -np.mean(r) + np.mean(np.exp(f - 1)), lambda r, f: -np.mean(np.exp(f - 1))),
    "f_gan, trick": (lambda r, f: -np.mean(r + 1) + np.mean(np.exp(f)), lambda r, f: -np.mean(f + 1)),
}  # fmt: skip


@pytest.mark.parametrize("case", FORMULAE)
def test_losses_are_their_formulae(case: str) -> None:
    rng = np.random.default_rng(0)
    real, fake = rng.normal(size=50) * 2, rng.normal(size=50) * 2
    played, n = game(case)
    of_d, of_g = FORMULAE[case]
    given = outputs(case, real), outputs(case, fake)
    assert float(played.discriminator(*given, n, T)) == pytest.approx(of_d(real, fake), rel=1e-5)
    assert float(played.generator(*given, n, T)) == pytest.approx(of_g(real, fake), rel=1e-5)


def test_the_switch_turns_at_its_round() -> None:
    played, n = game("switch")
    x = jnp.linspace(-3, 3, 9)
    for t, other in ((9, "non_saturating"), (10, "minimax")):
        assert float(played.generator(x, x, n, jnp.int32(t))) == float(
            game(other)[0].generator(x, x, game(other)[1], T)
        )


@pytest.mark.parametrize("case", CASES)
def test_gradients_agree_with_finite_differences(case: str) -> None:
    """In float64, of both losses, in both batches."""
    rng = np.random.default_rng(1)
    played, n = game(case)
    with jax.enable_x64(True):
        n = {name: jnp.asarray(value, jnp.float64) for name, value in n.items()}
        x = jnp.asarray(rng.normal(size=(2, 5)))

        for loss in (played.discriminator, played.generator):

            def of(x: Any, loss: Any = loss) -> Any:
                return loss(*outputs(case, x), n, T)

            got, h = np.asarray(jax.grad(of)(x)), 1e-6
            for i in np.ndindex(2, 5):
                step = np.zeros((2, 5))
                step[i] = h
                assert got[i] == pytest.approx(float(of(x + step) - of(x - step)) / (2 * h), abs=1e-7, rel=1e-6)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("size", [50.0, 1e4])
def test_losses_and_their_slopes_are_finite_for_any_output(case: str, size: float) -> None:
    x = outputs(case, jnp.array([-size, size]))
    played, n = game(case)
    for loss in (played.discriminator, played.generator):
        value, slopes = jax.value_and_grad(lambda x, loss=loss: loss(x, x, n, T))(x)
        assert np.isfinite(value) and np.isfinite(slopes).all()


# --- what they measure -------------------------------------------------------------------------------------

F: dict[str, Any] = {
    "total_variation": lambda u: 0.5 * abs(u - 1),
    "kl": lambda u: u * math.log(u),
    "reverse_kl": lambda u: -math.log(u),
    "pearson": lambda u: (u - 1) ** 2,
    "neyman": lambda u: (1 - u) ** 2 / u,
    "hellinger": lambda u: (math.sqrt(u) - 1) ** 2,
    "jeffrey": lambda u: (u - 1) * math.log(u),
    "js": lambda u: u * math.log(u) - (u + 1) * math.log((u + 1) / 2),
    "gan": lambda u: u * math.log(u) - (u + 1) * math.log(u + 1),
}
"""Papers' table 5, with the scalars of Python."""


def f_alpha(alpha: float) -> Any:
    if abs(alpha) < 1e-6:
        return lambda u: u - 1 - math.log(u)
    if abs(alpha - 1) < 1e-6:
        return lambda u: u * math.log(u) - u + 1
    return lambda u: (u**alpha - 1 - alpha * (u - 1)) / (alpha * (alpha - 1))


PAIRS: dict[str, tuple[Any, Any]] = {
    "gaussians": (lambda x: norm.pdf(x, 0, 1), lambda x: norm.pdf(x, 0.5, 1.2)),
    "mixtures": (
        lambda x: 0.3 * norm.pdf(x, -1, 0.8) + 0.7 * norm.pdf(x, 1, 0.9),
        lambda x: 0.6 * norm.pdf(x, -0.5, 1.0) + 0.4 * norm.pdf(x, 1.5, 1.0),
    ),
}
X = np.linspace(-9, 9, 36001)


def divergence(f: Any, pair: str) -> float:
    """∫ q f(p/q) by adaptive quadrature."""
    p, q = PAIRS[pair]
    return quad(lambda x: q(x) * f(p(x) / q(x)), -9, 9, limit=400, epsabs=1e-10, points=[-3, 0, 3])[0]


def value_at_the_optimum(played: Losses, n: Any, pair: str) -> float:
    """−(loss of D) at D*, by the trapezoidal rule; the losses are ours, all else is NumPy."""
    p, q = (density(X) for density in PAIRS[pair])
    assert played.optimum is not None and played.pointwise is not None
    best = played.optimum(jnp.asarray(np.log(p) - np.log(q)), n)
    real, fake = played.pointwise.real(best, n), played.pointwise.fake(best, n)
    return float(-np.trapezoid(p * np.asarray(real, float) + q * np.asarray(fake, float), X))


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("form", ["ratio", "nowozin"])
@pytest.mark.parametrize("name", F)
def test_at_its_optimum_an_f_gan_gives_its_divergence(name: str, form: str, pair: str) -> None:
    played, n = game(f"f_gan, {name}, {form}")
    assert value_at_the_optimum(played, n, pair) == pytest.approx(divergence(F[name], pair), abs=1e-4)


@given(st.floats(-1.4, 2.9), st.sampled_from(["ratio", "nowozin"]), st.sampled_from(sorted(PAIRS)))
@settings(max_examples=40, deadline=None)
def test_at_its_optimum_the_alpha_game_gives_its_divergence(alpha: float, form: str, pair: str) -> None:
    assume(form == "ratio" or not 0.9 < alpha < 1)  # which is refused
    m = MODELS.validate_python({"kind": "f_gan", "divergence": {"kind": "alpha", "alpha": alpha}, "form": form})
    got = value_at_the_optimum(losses(rule(m)), OBJECTIVES["f_gan"].numbers(m), pair)
    assert got == pytest.approx(divergence(f_alpha(alpha), pair), abs=1e-4, rel=1e-4)


@pytest.mark.parametrize("alpha", [0.0, 1.0, 2.0, 0.5])
def test_the_alpha_family_has_the_others_in_it(alpha: float) -> None:
    member = {0.0: ("reverse_kl", 1.0), 1.0: ("kl", 1.0), 2.0: ("pearson", 0.5), 0.5: ("hellinger", 2.0)}[alpha]
    m = MODELS.validate_python({"kind": "f_gan", "divergence": {"kind": "alpha", "alpha": alpha}})
    got = value_at_the_optimum(losses(rule(m)), OBJECTIVES["f_gan"].numbers(m), "mixtures")
    assert got == pytest.approx(member[1] * divergence(F[member[0]], "mixtures"), abs=1e-4)


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("u*log(u)", "kl"),
        ("(u-1)^2", "pearson"),
        ("-log(u)", "reverse_kl"),
        ("(sqrt(u)-1)**2", "hellinger"),
        ("(1-u)^2/u", "neyman"),
    ],
)
def test_a_typed_formula_plays_the_same_game(text: str, name: str, pair: str) -> None:
    m = MODELS.validate_python({"kind": "f_gan", "divergence": {"kind": "formula", "f": text}})
    assert value_at_the_optimum(losses(rule(m)), {}, pair) == pytest.approx(divergence(F[name], pair), abs=1e-4)


DISJOINT = {
    "total_variation": 1, "js": 2 * math.log(2), "gan": 0, "hellinger": 2,
    **dict.fromkeys(("kl", "reverse_kl", "pearson", "neyman", "jeffrey"), math.inf),
}  # fmt: skip


@pytest.mark.parametrize(("name", "expected"), DISJOINT.items())
@pytest.mark.parametrize("form", ["ratio", "nowozin"])
def test_disjoint_uniforms(name: str, expected: float, form: str) -> None:
    """Where p and q never meet, each side counts alone: p·T(∞) and −q·f*(T(−∞))."""
    played, n = game(f"f_gan, {name}, {form}")
    assert played.optimum is not None and played.pointwise is not None
    best = played.optimum(jnp.array([jnp.inf, -jnp.inf]), n)
    got = -float(played.pointwise.real(best[:1], n)[0] + played.pointwise.fake(best[1:], n)[0])
    assert got == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("pair", PAIRS)
def test_the_other_games_measure_what_their_papers_say(pair: str) -> None:
    """Cross entropy 2·JSD − log 4; least squares (a −1, b 1, c 0) −½·Pearson's χ² of the mixture; hinge −2(1 − TV);
    D2GAN both KLs."""
    js = divergence(F["js"], pair)
    assert value_at_the_optimum(*game("minimax"), pair) == pytest.approx(js - math.log(4), abs=1e-4)
    p, q = (density(X) for density in PAIRS[pair])
    chi = np.trapezoid((p - q) ** 2 / (p + q), X)  # with labels ±1: V* = −½∫[4pq/(p + q)] = ½·chi − 1
    assert value_at_the_optimum(*game("least_squares, centred"), pair) == pytest.approx(0.5 * chi - 1, abs=1e-4)
    tv = divergence(F["total_variation"], pair)
    assert value_at_the_optimum(*game("hinge"), pair) == pytest.approx(-2 * (1 - tv), abs=1e-4)
    kl, reverse = divergence(F["kl"], pair), divergence(F["reverse_kl"], pair)
    for case, a, b in (("d2gan", 1.0, 1.0), ("d2gan, weighted", 0.3, 0.7)):  # theorem 2 of Nguyen et al. (2017)
        wanted = a * (math.log(a) - 1) + b * (math.log(b) - 1) + a * kl + b * reverse
        assert value_at_the_optimum(*game(case), pair) == pytest.approx(wanted, abs=1e-4)
        assert float(objectives.equilibrium(rule(model(case)), game(case)[1])) == pytest.approx(
            wanted - a * kl - b * reverse
        )


@pytest.mark.parametrize(
    "case", [case for case in CASES if game(case)[0].pointwise is not None and game(case)[0].optimum]
)
def test_nothing_beats_the_optimum(case: str) -> None:
    """On a single point, over a fine grid of outputs."""
    played, n = game(case)
    assert played.pointwise is not None and played.optimum is not None
    grid = jnp.linspace(-8, 8, 3201)
    if played.players > 1:
        grid = jnp.stack(jnp.meshgrid(grid[::20], grid[::20]), axis=-1)
    for p, q in ((0.3, 0.7), (0.5, 0.5), (0.8, 0.2)):
        best = jnp.clip(played.optimum(jnp.log(jnp.array([p / q])), n), -60, 60)
        at_best = p * played.pointwise.real(best, n) + q * played.pointwise.fake(best, n)
        anywhere = p * played.pointwise.real(grid, n) + q * played.pointwise.fake(grid, n)
        assert float(at_best[0]) <= float(anywhere.min()) + 1e-5


@pytest.mark.parametrize("case", [case for case in CASES if "ratio" in case or "nowozin" in case])
@given(ratio=st.floats(-6, 6))
@settings(max_examples=20, deadline=None)
def test_both_forms_read_the_ratio_back(case: str, ratio: float) -> None:
    m = model(case)
    if m.divergence.kind == "total_variation":
        return  # its optimum is a step: only the sign comes back
    form = getattr(f_divergences.ROWS[m.divergence.kind], m.form)
    n = OBJECTIVES["f_gan"].numbers(m)
    back = float(form.log_ratio(form.optimum(jnp.float32(ratio), n), n))
    assert back == pytest.approx(ratio, abs=2e-3 * math.exp(max(abs(ratio) - 2, 0)))


def test_at_the_equilibrium_the_losses_are_log_4_and_log_2() -> None:
    """P7: D = ½ everywhere."""
    half = jnp.zeros(10)
    played, n = game("non_saturating")
    assert float(played.discriminator(half, half, n, T)) == pytest.approx(math.log(4))
    assert float(played.generator(half, half, n, T)) == pytest.approx(math.log(2))
    assert float(objectives.equilibrium(rule(model("minimax")), game("minimax")[1])) == pytest.approx(-math.log(4))
    assert float(objectives.equilibrium(rule(model("hinge")), {})) == -2


def test_the_saturating_gradient_vanishes_where_d_is_sure() -> None:
    sure = jnp.full(4, -15.0)

    def slopes(case: str) -> Any:
        played, n = game(case)
        return jax.grad(lambda x: played.generator(x, x, n, T))(sure)

    assert float(jnp.abs(slopes("non_saturating") / slopes("minimax")).min()) > 1e6


# --- typed formulae ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("-u*log(u)", "convex"),
        ("log(u)", "convex"),
        ("u^3 - 3*u^2 + 2", "bends down between"),
        ("u*log(u) + 1", "f(1) must be 0; got f(1) = 1"),
        ("u - 1", "must bend"),
        ("abs(u - 1)", "straight pieces"),
        ("sqrt(u - 0.5) - sqrt(0.5)", "finite"),
        ("x^2 - 1", "not known"),
        ("__import__('os')", "not known"),
        ("u.real", "not known"),
        ("(lambda: 1)()", "not known"),
        ("max(u)", "2 arguments"),
        ("u +", "not a formula"),
        ("", "not a formula"),
        ("u" * 201, "200"),
        ("(" * 90 + "u" + ")" * 90, ""),
        ("-" * 60 + "u", "nested"),
        ("exp(exp(exp(u)))", ""),
        ("9^9^9^9^9", ""),
    ],
)
def test_a_formula_that_is_none_is_refused_in_words(text: str, says: str) -> None:
    with pytest.raises(ValidationError) as error:
        MODELS.validate_python({"kind": "f_gan", "divergence": {"kind": "formula", "f": text}})
    found = error.value.errors()[0]
    assert found["loc"][-2:] == ("formula", "f") or found["loc"][-1] == "f"
    assert says in found["msg"]


@given(st.text(alphabet="u01.+-*/^() logexpsqrtabmax,", max_size=30))
@settings(max_examples=200, deadline=None)
def test_no_text_does_worse_than_be_refused(text: str) -> None:
    try:
        formula.checked(text)
    except ValueError as error:
        assert str(error)  # noqa: PT017 any other exception fails
