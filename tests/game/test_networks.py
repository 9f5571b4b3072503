"""Networks against plain NumPy, and initialisations against what they are named for."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from pydantic import ValidationError
from scipy import special

from ganscope.game import experiment as e
from ganscope.game import networks, optimizers, rounds
from ganscope.game.networks import Spec
from ganscope.game.program import Program
from ganscope.game.split import numbers

apply = jax.jit(networks.apply, static_argnums=0)
REFERENCE: dict[str, Any] = {
    "relu": lambda x: np.maximum(x, 0),
    "leaky_relu": lambda x: np.where(x > 0, x, 0.2 * x),
    "elu": lambda x: np.where(x > 0, x, np.expm1(x)),
    "tanh": np.tanh,
    "sigmoid": special.expit,
    "softplus": lambda x: np.logaddexp(0, x),
    "gelu": lambda x: 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))),
    "sin": np.sin,
    "maxout": lambda x: np.max(x.reshape(len(x), networks.PIECES, -1), axis=1),
}


@pytest.mark.parametrize("activation", networks.ACTIVATIONS)
@pytest.mark.parametrize("sizes", [(1, 1), (3, 2), (2, 16, 1), (2, 5, 7, 3, 4, 6, 2), (2, 70, 3)], ids=str)
def test_a_network_is_its_formula(activation: str, sizes: tuple[int, ...]) -> None:
    spec = Spec(sizes, activation)
    rng = np.random.default_rng(1)
    parameters = rng.normal(size=spec.parameters)
    x = expected = rng.normal(size=(9, sizes[0]))
    at = 0
    for i, (a, b) in enumerate(spec.layers):
        w, c = parameters[at : at + a * b].reshape(a, b), parameters[at + a * b : at + a * b + b]
        at += a * b + b
        expected = expected @ w + c
        if i < len(spec.layers) - 1:
            expected = REFERENCE[activation](expected)
    assert at == spec.parameters
    out = apply(spec, jnp.asarray(parameters, jnp.float32), jnp.asarray(x, jnp.float32))
    np.testing.assert_allclose(out, expected, rtol=2e-4, atol=2e-4)


INITS: list[Any] = [e.He(), e.Glorot(), e.Orthogonal(gain=0.8), e.Normal(std=0.3), e.Constant(value=0.7)]
VARIANCE: dict[str, Any] = {
    "he": lambda a, b: 2 / a,
    "glorot": lambda a, b: 2 / (a + b),
    "orthogonal": lambda a, b: 0.8**2 / max(a, b),
    "normal": lambda a, b: 0.3**2,
    "constant": lambda a, b: 0,
}


@pytest.mark.parametrize("init", INITS, ids=lambda init: init.kind)
def test_weights_have_the_variance_of_their_law_and_biases_are_zero(init: Any) -> None:
    spec = Spec((64, 256, 128), "relu")
    drawn = networks.initialise(spec, init, np.random.default_rng(0))
    assert drawn.dtype == np.float32 and drawn.shape == (spec.parameters,)
    for matrix in networks.matrices(spec, drawn):
        w, b = matrix[:-1], matrix[-1]
        assert not b.any()
        assert np.var(w) == pytest.approx(VARIANCE[init.kind](*w.shape), rel=0.05, abs=1e-12)
        if init.kind == "constant":
            assert (w == np.float32(0.7)).all()
        if init.kind == "glorot":
            assert np.abs(w).max() <= np.sqrt(6 / sum(w.shape))
        if init.kind == "orthogonal":
            gram = w @ w.T if w.shape[0] < w.shape[1] else w.T @ w
            np.testing.assert_allclose(gram, 0.64 * np.eye(min(w.shape)), atol=1e-5)


@pytest.mark.parametrize("piece", range(networks.PIECES))
def test_a_nan_in_any_piece_of_maxout_comes_through(piece: int) -> None:
    pieces = np.zeros(networks.PIECES, np.float32)
    pieces[piece] = np.nan
    assert np.isnan(networks.ACTIVATIONS["maxout"](jnp.asarray(pieces[None])))


def test_the_pieces_of_maxout_are_drawn_as_so_many_layers() -> None:
    spec = Spec((64, 96, 128), "maxout")
    assert spec.layers == [(64, 5 * 96), (96, 128)]
    first, last = networks.matrices(spec, networks.initialise(spec, e.Orthogonal(), np.random.default_rng(0)))
    for piece in np.split(first[:-1], 5, axis=1):
        np.testing.assert_allclose(piece @ piece.T, np.eye(64), atol=1e-5)
    assert last.shape == (97, 128) and not last[-1].any()
    glorot = networks.initialise(spec, e.Glorot(), np.random.default_rng(0))
    w = networks.matrices(spec, glorot)[0][:-1]
    assert np.var(w) == pytest.approx(2 / (64 + 96), rel=0.05)  # of one piece, not of all five


# --- what departs from a plain perceptron ------------------------------------------------------------------

SIZES = (2, 6, 6, 4, 4, 3)
N = 7


def drawn(spec: Spec, seed: int = 0) -> Any:
    return jnp.asarray(np.random.default_rng(seed).normal(size=spec.parameters), jnp.float32)


def inputs(n: int = N, d: int = 2, seed: int = 1) -> Any:
    return jnp.asarray(np.random.default_rng(seed).normal(size=(n, d)), jnp.float32)


def standard(h: np.ndarray, axis: int) -> np.ndarray:
    return (h - h.mean(axis, keepdims=True)) / np.sqrt(h.var(axis, keepdims=True) + 1e-5)


def by_hand(spec: Spec, parameters: Any, x: Any) -> np.ndarray:
    """The network written out in float64."""
    x = np.asarray(x, float)
    if spec.features:
        b = networks.frequencies(spec).astype(float)
        x = np.concatenate([np.sin(2 * np.pi * x @ b), np.cos(2 * np.pi * x @ b)], axis=1)
    layers = [np.asarray(m, float) for m in networks.matrices(spec, parameters)]
    for i, matrix in enumerate(layers):
        w, b = matrix[:-1], matrix[-1]
        if spec.norm == "spectral":
            w = w / np.linalg.svd(w, compute_uv=False)[0]
        if i == len(layers) - 1:
            return x @ w + b
        if spec.norm == "batch":
            h = standard(x @ w, 0) + b
        else:
            h = standard(x @ w + b, 1) if spec.norm == "layer" else x @ w + b
        h = REFERENCE[spec.activation](h)
        x = x + h if spec.layer == "residual" and i > 0 and x.shape == h.shape else h
    raise AssertionError


@pytest.mark.parametrize("features", [0, 5])
@pytest.mark.parametrize("norm", ["none", "layer", "batch", "spectral"])
@pytest.mark.parametrize("layer", ["plain", "residual"])
def test_layers_norms_and_features_are_their_formulae(layer: str, norm: str, features: int) -> None:
    for activation in ("tanh", "maxout"):
        spec = Spec(SIZES, activation, layer, norm, features, 0.5)
        p, x = drawn(spec), inputs()
        np.testing.assert_allclose(apply(spec, p, x), by_hand(spec, p, x), rtol=1e-3, atol=1e-3)
        assert np.array_equal(networks.flat(spec, networks.matrices(spec, p)), p)


def test_a_residual_layer_adds_its_input_only_between_equal_widths() -> None:
    spec = Spec((2, 3, 3, 4, 1), "relu", "residual")
    first, *others, last = networks.matrices(spec, drawn(spec))
    zero = networks.flat(spec, [first, *[0 * m for m in others], last])
    # the second layer hands its input on, the third, which is wider, gives 0
    np.testing.assert_allclose(apply(spec, zero, inputs()), np.tile(last[-1], (N, 1)), atol=1e-6)
    narrow = Spec((2, 3, 3, 1), "relu", "residual")
    first, second, last = networks.matrices(narrow, drawn(narrow))
    shallow = Spec((2, 3, 1), "relu")
    np.testing.assert_allclose(
        apply(narrow, networks.flat(narrow, [first, 0 * second, last]), inputs()),
        apply(shallow, networks.flat(shallow, [first, last]), inputs()), atol=1e-6,
    )  # fmt: skip


def test_the_first_layer_adds_nothing_even_where_it_is_as_wide_as_the_input() -> None:
    spec = Spec((2, 2, 1), "relu", "residual")
    p = drawn(spec)
    np.testing.assert_allclose(apply(spec, p, inputs()), apply(Spec(spec.sizes, "relu"), p, inputs()))


@pytest.mark.parametrize("shape", [(1, 4), (4, 1), (30, 30), (64, 16), (3, 40)], ids=str)
def test_the_spectral_norm_is_the_largest_singular_value_and_so_is_its_gradient(shape: tuple[int, int]) -> None:
    w = np.random.default_rng(3).normal(size=shape).astype(np.float32)
    u, s, vt = np.linalg.svd(w)
    value, gradient = jax.value_and_grad(networks.spectral_norm)(jnp.asarray(w))
    # two that lie close are not told apart in 30 iterations, which leaves σ a little too small
    assert 0.98 * s[0] < float(value) < 1.0001 * s[0]
    if s[min(1, len(s) - 1)] < 0.8 * s[0] or len(s) == 1:
        np.testing.assert_allclose(gradient, np.outer(u[:, 0], vt[0]), atol=2e-3)


def test_with_spectral_norm_the_size_of_weights_means_nothing_and_the_slope_is_at_most_1() -> None:
    spec = Spec((2, 16, 16, 1), "relu", norm="spectral")
    p = networks.initialise(spec, e.He(), np.random.default_rng(0))  # without biases, which are not divided
    x = inputs(200)
    np.testing.assert_allclose(apply(spec, jnp.asarray(10 * p), x), apply(spec, jnp.asarray(p), x), atol=1e-5)
    slope = jax.vmap(jax.grad(lambda x: apply(spec, jnp.asarray(p), x[None])[0, 0]))(x)
    assert 0.05 < np.linalg.norm(slope, axis=1).max() < 1.02


def test_batch_norm_takes_its_statistics_of_the_batch_or_of_one_that_is_given() -> None:
    spec = Spec((2, 6, 6, 2), "relu", norm="batch")
    p, x = drawn(spec), inputs()
    whole = apply(spec, p, x)
    assert not np.allclose(apply(spec, p, x[:4]), whole[:4], atol=1e-2)
    np.testing.assert_allclose(apply(spec, p, x[:4], batch=x), whole[:4], atol=1e-5)
    plain = Spec((2, 6, 2), "relu")
    q = drawn(plain)
    assert np.array_equal(apply(plain, q, x, batch=x), apply(plain, q, x))


def test_fourier_features_are_one_draw_of_their_scale() -> None:
    spec = Spec((2, 4, 1), "relu", features=200, feature_scale=3.0)
    b = networks.frequencies(spec)
    assert b.shape == (2, 200) and b.std() == pytest.approx(3, rel=0.1)
    assert np.array_equal(b, networks.frequencies(spec))
    np.testing.assert_allclose(b, 3 * networks.frequencies(spec._replace(feature_scale=1.0)), rtol=1e-6)
    assert spec.layers == [(400, 4), (4, 1)] and spec.sizes == (2, 4, 1)


def test_a_point_and_a_linear_net_are_what_they_are_named_for() -> None:
    point = Spec((3, 2), "relu", "point")
    theta = jnp.array([0.5, -2.0])
    assert point.parameters == 2
    np.testing.assert_array_equal(apply(point, theta, inputs(4, 3)), np.tile(theta, (4, 1)))
    np.testing.assert_array_equal(networks.matrices(point, theta)[0], theta[None])
    linear = Spec((2, 1), "relu", "linear")
    psi, x = jnp.array([3.0, -1.0]), inputs()
    assert linear.parameters == 2
    np.testing.assert_allclose(apply(linear, psi, x)[:, 0], x @ psi, rtol=1e-5)
    np.testing.assert_array_equal(networks.matrices(linear, psi)[0], [[3], [-1], [0]])
    for spec, parameters in ((point, theta), (linear, psi)):
        for p in (parameters, np.asarray(parameters)):
            assert np.array_equal(networks.flat(spec, networks.matrices(spec, p)), p)
        drawn = networks.initialise(spec, e.Constant(value=1.5), np.random.default_rng(0))
        assert np.array_equal(drawn, np.full(2, np.float32(1.5)))
        assert networks.initialise(spec, e.He(), np.random.default_rng(0)).shape == (2,)


def test_only_networks_of_one_shape_can_take_over_each_others_weights() -> None:
    kinds = [
        Spec((2, 1), "relu"), Spec((2, 1), "relu", "linear"), Spec((2, 1), "relu", "point"), Spec((2, 4, 1), "relu"),
        Spec((2, 4, 1), "maxout"), Spec((2, 4, 1), "relu", features=3), Spec((2, 4, 1), "relu", "residual"),
    ]  # fmt: skip
    assert len({spec.shape for spec in kinds}) == len(kinds)
    assert Spec((2, 4, 1), "relu").shape == Spec((2, 4, 1), "tanh", norm="spectral").shape


def test_a_scale_without_features_is_not_another_program() -> None:
    a, b = e.Network(feature_scale=1.0), e.Network(feature_scale=2.0)
    assert Spec.of(a, 2, 1) == Spec.of(b, 2, 1) == Spec((2, 32, 32, 1), "relu")


REFUSED = [
    (e.Network, {"layer": "point"}, "hidden must be empty where layer is point"),
    (e.Network, {"layer": "point", "hidden": [], "norm": "spectral"}, "norm must be none where layer is point"),
    (e.Network, {"layer": "point", "hidden": [], "features": 2}, "features must be 0 where layer is point"),
    (e.Network, {"layer": "linear", "hidden": []}, "'plain', 'residual' or 'point'"),
    (e.Network, {"hidden": [], "norm": "batch"}, "norm must be none or spectral where hidden is empty; got batch"),
    (e.Network, {"hidden": [4, 1], "norm": "layer"}, r"at least 2 units.*got \[4, 1\]"),
    (e.Network, {"init": {"kind": "constant"}, "norm": "layer"}, "init must be he, .* where norm is layer"),
    (e.Network, {"features": 257}, "features"),
    (e.Discriminator, {"layer": "linear", "hidden": [3]}, r"hidden must be empty where layer is linear; got \[3\]"),
    (e.Discriminator, {"layer": "point", "hidden": []}, "'plain', 'residual' or 'linear'"),
    (e.Discriminator, {"hidden": [], "norm": "layer"}, "norm must be none or spectral"),
    (e.Discriminator, {"norm": "batch"}, "'none', 'layer' or 'spectral'"),
]


@pytest.mark.parametrize(("model", "fields", "words"), REFUSED, ids=[str(fields) for _, fields, _ in REFUSED])
def test_what_cannot_be_is_refused_in_words(model: Any, fields: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        model.model_validate(fields)


# --- played ------------------------------------------------------------------------------------------------


def both(optimizer: Any) -> Any:
    return e.Optimizers(generator=optimizer, discriminator=optimizer)


# Every activation, initialisation, layer, norm and optimizer: several rows to a program, since each takes a second.
GAMES = [
    e.Experiment(
        generator=e.Network(hidden=(3, 3), activation=g_activation, init=g_init, layer=g_layer, norm=g_norm),
        discriminator=e.Discriminator(hidden=(4, 4), activation=d_activation, init=d_init, layer=d_layer, norm=d_norm),
        # a second derivative through each kind of layer and norm of D
        penalties=(e.R1(),) if d_norm != "none" else (), optimizers=optimizers, schedule=e.Schedule(batch=16),
    )
    for (g_activation, g_init, g_layer, g_norm), (d_activation, d_init, d_layer, d_norm), optimizers in [
        (("relu", e.He(), "residual", "none"), ("maxout", e.Glorot(), "plain", "none"), both(e.OptimisticAdam())),
        (("elu", e.Glorot(), "residual", "layer"), ("tanh", e.Orthogonal(), "residual", "spectral"), both(e.SGD())),
        (("softplus", e.Orthogonal(), "plain", "batch"), ("gelu", e.He(), "plain", "layer"), both(e.Momentum())),
        (
            ("maxout", e.Normal(std=0.5), "residual", "batch"), ("leaky_relu", e.Normal(std=0.5), "plain", "spectral"),
            both(e.OptimisticGradient()),
        ),
        (("sigmoid", e.Constant(), "plain", "spectral"), ("sin", e.Constant(), "residual", "none"), both(e.RMSProp())),
    ]
] + [
    e.Experiment(
        target=e.Gaussian(), generator=e.Network(hidden=(4,), features=3),
        discriminator=e.Discriminator(hidden=(), layer="linear", norm="spectral", features=2, feature_scale=0.2),
        schedule=e.Schedule(batch=16), optimizers=both(e.Adam()),
    ),
    e.Experiment(
        target=e.Ring(), generator=e.Network(hidden=(), layer="point"), schedule=e.Schedule(batch=16),
        discriminator=e.Discriminator(hidden=(4,), features=2),
    ),
]  # fmt: skip


def members(player: str, field: str) -> set[str]:
    return set(e.Experiment.model_json_schema()["$defs"][player]["properties"][field]["enum"])


def test_games_of_every_kind_are_played() -> None:
    nets = [net for game in GAMES for net in (game.generator, game.discriminator)]
    assert {net.activation for net in nets} == set(networks.ACTIVATIONS)
    assert {net.init.kind for net in nets} == set(networks.INITIALISATIONS)
    assert {p.kind for game in GAMES for p in (game.optimizers.generator, game.optimizers.discriminator)} == set(
        optimizers.OPTIMIZERS
    )
    for field in ("layer", "norm"):
        assert {getattr(game.generator, field) for game in GAMES} == members("Network", field)
        assert {getattr(game.discriminator, field) for game in GAMES} == members("Discriminator", field)


# the first two hold residuals, layer and spectral norm; the others are with what takes long
@pytest.mark.parametrize("number", [0, 1, *(pytest.param(i, marks=pytest.mark.slow) for i in range(2, len(GAMES)))])
def test_a_game_of_every_kind_stays_finite_repeats_and_survives_json(number: int) -> None:
    game = GAMES[number]
    again = e.Experiment.model_validate_json(game.model_dump_json())
    assert again == game and Program(again).compiled is Program(game).compiled
    start = jax.device_get(rounds.start(game))
    ends = [jax.device_get(Program(x).advance(rounds.start(x), numbers(x), 150)) for x in (game, again)]
    for end in ends:
        assert end.finite and int(end.round) == 150 and np.isfinite(end.record[:150]).all()
        assert not np.array_equal(end.generator, start.generator)
        assert not np.array_equal(end.discriminator, start.discriminator)
    for field in ("generator", "discriminator", "record"):
        assert np.array_equal(getattr(ends[0], field), getattr(ends[1], field), equal_nan=True)
