"""Multilayer perceptrons whose parameters are one flat vector.

A flat vector makes an optimizer step a handful of operations however many layers there are: on small nets,
which are bound by the number of operations, that is a fifth of the speed.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array


def _leaky_relu(x: Array) -> Array:
    return jax.nn.leaky_relu(x, 0.2)


ACTIVATIONS: dict[str, Callable[[Array], Array]] = {
    "relu": jax.nn.relu,
    "leaky_relu": _leaky_relu,  # slope 0.2
    "elu": jax.nn.elu,
    "tanh": jnp.tanh,
    "sigmoid": jax.nn.sigmoid,
    "softplus": jax.nn.softplus,
    "gelu": jax.nn.gelu,
    "sin": jnp.sin,
}


class Spec(NamedTuple):
    """Shape of a network: ``sizes`` = (inputs, hidden widths…, outputs) and the hidden activation's name."""

    sizes: tuple[int, ...]
    activation: str

    @property
    def parameters(self) -> int:
        """Length of the flat parameter vector."""
        return sum((a + 1) * b for a, b in self.layers)

    @property
    def layers(self) -> list[tuple[int, int]]:
        """(inputs, outputs) of each affine layer."""
        return list(zip(self.sizes[:-1], self.sizes[1:], strict=True))


def matrices(spec: Spec, parameters: Any) -> list[Any]:
    """Views of the flat vector [P] as one matrix [inputs + 1, outputs] per layer: weights, and biases as last row."""
    cuts = np.cumsum([0] + [(a + 1) * b for a, b in spec.layers])
    return [
        parameters[low:high].reshape(a + 1, b)
        for low, high, (a, b) in zip(cuts[:-1], cuts[1:], spec.layers, strict=True)
    ]


def apply(spec: Spec, parameters: Array, x: Array) -> Array:
    """The network at x [n, inputs]: [n, outputs]; the last layer is affine."""
    activation = ACTIVATIONS[spec.activation]
    affine = _riding if max(spec.sizes) >= _WIDE else _plain
    *hidden, last = matrices(spec, parameters)
    for matrix in hidden:
        x = activation(affine(x, matrix))
    return affine(x, last)


_WIDE = 64
"""From this width on biases ride in the product: the gradient of a bias, a sum over the batch, costs half a product
there; on narrower nets the column of ones costs more."""


def _plain(x: Array, matrix: Array) -> Array:
    return x @ matrix[:-1] + matrix[-1]


def _riding(x: Array, matrix: Array) -> Array:
    """x W + b as [x, 1] [W; b]."""
    return jnp.concatenate([x, jnp.ones((x.shape[0], 1))], axis=1) @ matrix


def _he(init: Any, a: int, b: int, rng: np.random.Generator) -> np.ndarray:
    return rng.standard_normal((a, b)) * math.sqrt(2 / a)


def _glorot(init: Any, a: int, b: int, rng: np.random.Generator) -> np.ndarray:
    return rng.uniform(-1, 1, (a, b)) * math.sqrt(6 / (a + b))


def _orthogonal(init: Any, a: int, b: int, rng: np.random.Generator) -> np.ndarray:
    q, r = np.linalg.qr(rng.standard_normal((max(a, b), min(a, b))))
    q = q * np.where(np.diag(r) < 0, -1.0, 1.0)  # without the signs the law would not be uniform
    return init.gain * (q if a >= b else q.T)


def _normal(init: Any, a: int, b: int, rng: np.random.Generator) -> np.ndarray:
    return rng.standard_normal((a, b)) * init.std


INITIALISATIONS: dict[str, Callable[[Any, int, int, np.random.Generator], np.ndarray]] = {
    "he": _he,
    "glorot": _glorot,
    "orthogonal": _orthogonal,
    "normal": _normal,
}


def initialise(spec: Spec, init: Any, rng: np.random.Generator) -> np.ndarray:
    """Draw the flat parameter vector [P], float32; weights by the row of ``init.kind``, biases 0.

    On the host, so that a reset compiles nothing.
    """
    draw = INITIALISATIONS[init.kind]
    pieces = [np.concatenate([draw(init, a, b, rng).ravel(), np.zeros(b)]) for a, b in spec.layers]
    return np.concatenate(pieces).astype(np.float32)
