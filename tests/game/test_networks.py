"""Networks against plain NumPy, and initialisations against what they are named for."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np
import pytest
from scipy import special

from ganscope.game import experiment as e
from ganscope.game import networks
from ganscope.game.networks import Spec

REFERENCE: dict[str, Any] = {
    "relu": lambda x: np.maximum(x, 0),
    "leaky_relu": lambda x: np.where(x > 0, x, 0.2 * x),
    "elu": lambda x: np.where(x > 0, x, np.expm1(x)),
    "tanh": np.tanh,
    "sigmoid": special.expit,
    "softplus": lambda x: np.logaddexp(0, x),
    "gelu": lambda x: 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))),
    "sin": np.sin,
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
    out = networks.apply(spec, jnp.asarray(parameters, jnp.float32), jnp.asarray(x, jnp.float32))
    np.testing.assert_allclose(out, expected, rtol=2e-4, atol=2e-4)


INITS: list[Any] = [e.He(), e.Glorot(), e.Orthogonal(gain=0.8), e.Normal(std=0.3)]
VARIANCE: dict[str, Any] = {
    "he": lambda a, b: 2 / a,
    "glorot": lambda a, b: 2 / (a + b),
    "orthogonal": lambda a, b: 0.8**2 / max(a, b),
    "normal": lambda a, b: 0.3**2,
}


@pytest.mark.parametrize("init", INITS, ids=lambda init: init.kind)
def test_weights_have_the_variance_of_their_law_and_biases_are_zero(init: Any) -> None:
    spec = Spec((64, 256, 128), "relu")
    drawn = networks.initialise(spec, init, np.random.default_rng(0))
    assert drawn.dtype == np.float32 and drawn.shape == (spec.parameters,)
    for matrix in networks.matrices(spec, drawn):
        w, b = matrix[:-1], matrix[-1]
        assert not b.any()
        assert np.var(w) == pytest.approx(VARIANCE[init.kind](*w.shape), rel=0.05)
        if init.kind == "glorot":
            assert np.abs(w).max() <= np.sqrt(6 / sum(w.shape))
        if init.kind == "orthogonal":
            gram = w @ w.T if w.shape[0] < w.shape[1] else w.T @ w
            np.testing.assert_allclose(gram, 0.64 * np.eye(min(w.shape)), atol=1e-5)
