"""Multilayer perceptrons, and what departs a little from them, whose parameters are one flat vector.

A flat vector makes an optimizer step a handful of operations however many layers there are: on small nets,
which are bound by the number of operations, that is a fifth of the speed.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array


def _leaky_relu(x: Array) -> Array:
    return jax.nn.leaky_relu(x, 0.2)


PIECES = 5
"""Affine pieces of one maxout unit."""


def _maxout(x: Array) -> Array:
    """[n, 5 b] → [n, b]: every unit the largest of its pieces, each a block of b (Goodfellow et al., 2013)."""
    # jnp.max's gradient looks for the piece that equals the largest: where XLA computes the pieces anew for that, to
    # another rounding, there is none, and it is 0/0
    return functools.reduce(_larger, jnp.split(x, PIECES, axis=1))


def _larger(a: Array, b: Array) -> Array:
    return jnp.where((a >= b) | jnp.isnan(a), a, b)  # a NaN on either side comes through


ACTIVATIONS: dict[str, Callable[[Array], Array]] = {
    "relu": jax.nn.relu,
    "leaky_relu": _leaky_relu,  # slope 0.2
    "elu": jax.nn.elu,
    "tanh": jnp.tanh,
    "sigmoid": jax.nn.sigmoid,
    "softplus": jax.nn.softplus,
    "gelu": jax.nn.gelu,
    "sin": jnp.sin,
    "maxout": _maxout,
}


class Spec(NamedTuple):
    """Shape of a network: ``sizes`` = (inputs, hidden widths…, outputs), the hidden activation, and what departs from a
    plain perceptron.

    ``layer``: "plain"; "residual": a hidden layer after the first that is as wide as the one before adds its input;
    "point": the output is a vector of parameters, whatever the input; "linear": one matrix and no bias.
    ``norm``: "none", "layer", "batch" or "spectral", see :func:`apply`.  ``features``: number of Fourier frequencies
    that the input is seen through, 0 for none; ``feature_scale`` their standard deviation.  ``members`` such networks,
    each with weights of its own, can stand in one vector, one after the other.  ``across``: "none", "stddev" or
    "discrimination", what the last layer also sees of the batch, see :data:`ACROSS`.
    """

    sizes: tuple[int, ...]
    activation: str
    layer: str = "plain"
    norm: str = "none"
    features: int = 0
    feature_scale: float = 1.0
    members: int = 1
    across: str = "none"

    @classmethod
    def of(cls, model: Any, inputs: int, outputs: int) -> Spec:
        """The shape that an experiment's network has between so many inputs and outputs."""
        scale = model.feature_scale if model.features else 1.0  # without features it must not make another program
        sizes = (inputs, *model.hidden, outputs)
        count = getattr(model, "count", 1)
        across = getattr(model, "across", "none")
        layer, norm = getattr(model, "layer", "plain"), getattr(model, "norm", "none")
        return cls(sizes, model.activation, layer, norm, model.features, scale, count, across)

    @property
    def plain(self) -> bool:
        """Whether it is a perceptron and nothing else."""
        return self[2:5] == ("plain", "none", 0) and self.across == "none"

    @property
    def parameters(self) -> int:
        """Length of the flat parameter vector."""
        return self.members * sum((a + self.biased) * b for a, b in self.layers)

    @property
    def one(self) -> Spec:
        """One of the networks."""
        return self._replace(members=1)

    @property
    def biased(self) -> bool:
        """Whether layers have biases."""
        return self.layer != "linear"

    @property
    def layers(self) -> list[tuple[int, int]]:
        """(inputs, outputs) of each matrix of weights.  A maxout layer of b units has 5 b outputs, the first layer of a
        network with Fourier features twice as many inputs as frequencies, and a point is a layer of no inputs."""
        if self.layer == "point":
            return [(0, self.sizes[-1])]
        first, *hidden, last = self.sizes
        pieces = PIECES if self.activation == "maxout" else 1
        layers = zip([2 * self.features or first, *hidden], [*(pieces * b for b in hidden), last], strict=True)
        if self.across == "none":
            return list(layers)
        *before, (a, b) = layers
        if self.across == "discrimination":
            before.append((a, KERNELS * KERNEL_SIZE))
        return [*before, (a + ACROSS[self.across].features, b)]

    @property
    def units(self) -> list[int]:
        """Outputs of each of :attr:`layers`, where the pieces of a maxout unit count as one."""
        tensor = [KERNELS * KERNEL_SIZE] if self.across == "discrimination" else []
        return [*self.sizes[1:-1], *tensor, self.sizes[-1]]

    @property
    def shape(self) -> tuple[Any, ...]:
        """Networks that are equal in this can take over each other's parameters."""
        return self.members, self.layer, tuple(self.layers)


def matrices(spec: Spec, parameters: Any) -> list[Any]:
    """One network's flat vector [P] as a matrix [inputs + 1, outputs] per layer: weights, and biases as last row.

    They are views, but for a "linear" net, whose biases are a row of zeros that stands in no vector.  A "point" is its
    biases: [1, outputs].
    """
    xp = np if isinstance(parameters, np.ndarray) else jnp
    if not spec.biased:
        (a, b) = spec.layers[0]
        return [xp.concatenate([parameters.reshape(a, b), xp.zeros((1, b), parameters.dtype)])]
    cuts = np.cumsum([(a + 1) * b for a, b in spec.layers])[:-1]
    # in one cut: the gradient of a slice is a vector of zeros about it, that of a split one concatenation
    return [layer.reshape(a + 1, b) for layer, (a, b) in zip(xp.split(parameters, cuts), spec.layers, strict=True)]


def own(spec: Spec, parameters: Any) -> Any:
    """A network's parameters [P] out of a vector in which those of another may stand behind them."""
    return parameters if parameters.shape[0] == spec.parameters else parameters[: spec.parameters]


def all_matrices(spec: Spec, parameters: Any) -> list[Any]:
    """:func:`matrices` of one network after the other."""
    if spec.members == 1:
        return matrices(spec, parameters)
    return [matrix for own in _apart(spec, parameters) for matrix in matrices(spec.one, own)]


def flat(spec: Spec, layers: list[Any]) -> Any:
    """What :func:`matrices` came from."""
    xp = np if isinstance(layers[0], np.ndarray) else jnp
    return xp.concatenate([(m if spec.biased else m[:-1]).reshape(-1) for m in layers])


def apply(spec: Spec, parameters: Array, x: Array, batch: Array | None = None) -> Array:
    """The network at x [n, inputs]: [n, outputs]; the last layer is affine.

    Norms stand in hidden layers, before the activation, without a learned gain: "layer" norm takes Wx + b to mean 0
    and variance 1 over the units of a layer (Ba et al., 2016), so that while b = 0 the first one sees nothing of x but
    its direction; "batch" norm takes each unit of Wx to that over the batch, and then adds b, which it would cancel
    otherwise (Ioffe and Szegedy, 2015).  Its statistics are those of the batch that the network is applied to; there
    are no running means.  "spectral" divides all matrices of weights, the last one too, by their largest singular value
    (Miyato et al., 2018).

    Of several networks each is applied to an equal share of x, the first n / members rows to the first; so n must be a
    multiple of ``spec.members``.

    Args:
        batch: inputs [m, inputs] that batch norm takes its statistics of, instead of x: for an x that is not a sample.
            With ``spec.across`` each row of x by itself takes the place of the first of them.
    """
    if spec.members > 1:
        shares = x.reshape(spec.members, -1, x.shape[1])
        each = jax.vmap(lambda own, x: apply(spec.one, own, x, batch))(_apart(spec, parameters), shares)
        return each.reshape(x.shape[0], -1)
    activation = ACTIVATIONS[spec.activation]
    if not spec.plain:
        return _departing(spec, parameters, x, batch, activation)
    affine = _riding if max(spec.sizes) >= _WIDE else _plain
    *hidden, last = matrices(spec, parameters)
    for matrix in hidden:
        x = activation(affine(x, matrix))
    return affine(x, last)


def output(spec: Spec, parameters: Array, x: Array, batch: Array | None = None) -> Array:
    """What a discriminator says of x [n, inputs]: :func:`log_odds` of its outputs; ``batch`` as for :func:`apply`."""
    return log_odds(spec, outputs(spec, parameters, x, batch))


def outputs(spec: Spec, parameters: Array, x: Array, batch: Array | None = None) -> Array:
    """All that a discriminator says of x [n, inputs]: [n, outputs], or of several networks the output of each,
    [n, members]; ``batch`` as for :func:`apply`."""
    if spec.members == 1:
        return apply(spec, parameters, x, batch)
    return apply_each(spec, parameters, x, batch)[..., 0].T


def log_odds(spec: Spec, outputs: Array) -> Array:
    """[n, k] → [n]: an only output is itself; of several, oₖ − log Σ_{j<k} e^oⱼ, the logit of the last one's share in
    their softmax.  What several networks say is left as it is, [n, members]."""
    if spec.members > 1:
        return outputs
    if outputs.shape[1] == 1:
        return outputs[:, 0]
    return outputs[:, -1] - jax.nn.logsumexp(outputs[:, :-1], axis=1)


def apply_each(spec: Spec, parameters: Array, x: Array, batch: Array | None = None) -> Array:
    """Every one of the networks at the same x [n, inputs]: [members, n, outputs]; ``batch`` as for :func:`apply`."""
    return jax.vmap(lambda own: apply(spec.one, own, x, batch))(_apart(spec, parameters))


def _apart(spec: Spec, parameters: Array) -> Array:
    """The parameters of each network, [members, P / members]."""
    return parameters.reshape(spec.members, -1)


def with_labels(x: Array, labels: Array | None, n: int) -> Array:
    """What a network is told that is given labels: x [m, a] with one coordinate more for each of n labels, [m, a + n],
    1 for that of the row and 0 for the others (Mirza and Osindero, 2014).

    Args:
        x: rows, a multiple of as many as there are labels.
        labels: [l] from 0 to n − 1, repeated for further rows; None leaves x as it is.
    """
    if labels is None:
        return x
    told = jax.nn.one_hot(labels, n, dtype=x.dtype)
    return jnp.concatenate([x, jnp.tile(told, (x.shape[0] // labels.shape[0], 1))], axis=1)


_WIDE = 64
"""From this width on biases ride in the product: the gradient of a bias, a sum over the batch, costs half a product
there; on narrower nets the column of ones costs more."""


def _plain(x: Array, matrix: Array) -> Array:
    return x @ matrix[:-1] + matrix[-1]


_FEW = 2
"""Columns up to which a product of matrices is quicker as products with vectors, one for each: a tenth of a round of
2-64-64, whose G has two outputs."""


def _riding(x: Array, matrix: Array) -> Array:
    """x W + b as [x, 1] [W; b]."""
    x = jnp.concatenate([x, jnp.ones((x.shape[0], 1))], axis=1)
    if matrix.shape[1] > _FEW:
        return x @ matrix
    return jnp.stack([x @ column for column in matrix.T], axis=1)


def _departing(
    spec: Spec, parameters: Array, x: Array, batch: Array | None, activation: Callable[[Array], Array]
) -> Array:
    """A network that is not :attr:`Spec.plain`."""
    n = x.shape[0]
    if spec.layer == "point":
        return jnp.broadcast_to(parameters, (n, spec.sizes[-1]))
    apart = False
    if (spec.norm == "batch" or spec.across != "none") and batch is not None:
        apart = True
        x = jnp.concatenate([x, batch])
    if spec.features:
        x = fourier(spec, x)
    *hidden, last = matrices(spec, parameters)
    tensor = hidden.pop() if spec.across == "discrimination" else None
    for i, matrix in enumerate(hidden):
        w, b = _weights(spec, matrix)
        if spec.norm == "layer":
            h = _standard(x @ w + b, axis=1)
        elif spec.norm == "batch":
            h = _standard(x @ w, axis=0, first=n if apart else 0) + b
        else:
            h = x @ w + b
        h = activation(h)
        x = x + h if spec.layer == "residual" and i > 0 and h.shape == x.shape else h
    if spec.across != "none":
        seen = x if tensor is None else x @ _weights(spec, tensor)[0]
        others = seen[n + 1 :] if apart else None
        x = jnp.concatenate([x[:n], ACROSS[spec.across].of(seen[:n], others)], axis=1)
    w, b = _weights(spec, last)
    x = x @ w + b if spec.biased else x @ w
    return x[:n] if apart else x


KERNELS, KERNEL_SIZE = 4, 4
"""B and C of minibatch discrimination."""


def _deviation(h: Array, others: Array | None) -> Array:
    """The mean over units of their standard deviation over the batch: [n, 1] (Karras et al., 2018, section 3)."""
    if others is None:
        return jnp.broadcast_to(jnp.mean(jnp.sqrt(jnp.var(h, axis=0) + _TINY_VARIANCE)), (h.shape[0], 1))
    m = others.shape[0]
    centre = jnp.mean(others, axis=0)
    variance = jnp.sum((others - centre) ** 2, axis=0) / (m + 1) + (h - centre) ** 2 * (m / (m + 1) ** 2)
    return jnp.mean(jnp.sqrt(variance + _TINY_VARIANCE), axis=1, keepdims=True)


def _closeness(h: Array, others: Array | None) -> Array:
    """o_b = Σ_j exp(−‖M_b − M_jb‖₁) over the batch, h as M: [n, B] (Salimans et al., 2016, section 3.2)."""
    rows, among = h.T, (h if others is None else others).T

    def near(b: int) -> Array:
        # coordinate by coordinate: an axis of 4 would keep the loop over pairs from being vectorised
        at = range(b * KERNEL_SIZE, (b + 1) * KERNEL_SIZE)
        distance = sum((jnp.abs(rows[c][:, None] - among[c]) for c in at), jnp.float32(0))
        return jnp.sum(jnp.exp(-distance), axis=1)

    itself = 0.0 if others is None else 1.0
    return jnp.stack([near(b) for b in range(KERNELS)], axis=1) + itself


_TINY_VARIANCE = 1e-8  # keeps the slope of the root finite where all samples are equal


class Across(NamedTuple):
    """Something that the last layer sees of a batch: how many ``features``, and what they are.

    ``of`` takes rows [n, units] and either None, where they are the batch, or the others [m, units] that each of them
    by itself makes up a batch with.
    """

    features: int
    of: Callable[[Array, Array | None], Array]


ACROSS: dict[str, Across] = {"stddev": Across(1, _deviation), "discrimination": Across(KERNELS, _closeness)}


def _weights(spec: Spec, matrix: Array) -> tuple[Array, Array]:
    w, b = matrix[:-1], matrix[-1]
    return (w / spectral_norm(w) if spec.norm == "spectral" else w), b


_EPSILON = 1e-5  # beside a variance, as is usual


def _standard(h: Array, axis: int, first: int = 0) -> Array:
    """h with mean 0 and variance 1 along an axis, where only what stands from ``first`` on is counted."""
    counted = jax.lax.slice_in_dim(h, first, None, axis=axis)
    mean, variance = jnp.mean(counted, axis, keepdims=True), jnp.var(counted, axis, keepdims=True)
    return (h - mean) * jax.lax.rsqrt(variance + _EPSILON)


_ITERATIONS = 30


def spectral_norm(w: Array) -> Array:
    """Largest singular value σ = uᵀWv of a matrix, by power iterations.

    They start from one and the same vector, not from where the last step ended, as they do in Miyato et al. (2018): so
    the network is a function of its parameters alone.  Gradients go through σ with u and v held, which is the whole
    gradient once they have converged.
    """
    held = jax.lax.stop_gradient(w)

    def unit(x: Array) -> Array:
        return x / jnp.maximum(jnp.linalg.norm(x), _TINY)

    def once(_: Any, v: Array) -> Array:
        return unit(held.T @ unit(held @ v))

    start = np.random.default_rng(0).standard_normal(w.shape[1]).astype(np.float32)  # at right angles to nothing
    # a row or a column has but one singular value
    v = jax.lax.fori_loop(0, 1 if 1 in w.shape else _ITERATIONS, once, jnp.asarray(start))
    return jnp.maximum(unit(held @ v) @ w @ v, _TINY)


_TINY = 1e-12  # against division by 0


def frequencies(spec: Spec) -> np.ndarray:
    """B [inputs, features] of the Fourier features, N(0, scale²): one draw for all runs, never trained."""
    normal = np.random.default_rng(0).standard_normal((spec.sizes[0], spec.features))
    return (spec.feature_scale * normal).astype(np.float32)


def fourier(spec: Spec, x: Array) -> Array:
    """[sin 2πBx, cos 2πBx] of x [n, inputs]: [n, 2 features] (Tancik et al., 2020)."""
    angle = 2 * math.pi * (x @ frequencies(spec))
    return jnp.concatenate([jnp.sin(angle), jnp.cos(angle)], axis=1)


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


def _constant(init: Any, a: int, b: int, rng: np.random.Generator) -> np.ndarray:
    return np.full((a, b), init.value)


INITIALISATIONS: dict[str, Callable[[Any, int, int, np.random.Generator], np.ndarray]] = {
    "he": _he,
    "glorot": _glorot,
    "orthogonal": _orthogonal,
    "normal": _normal,
    "constant": _constant,
}


def initialise(spec: Spec, init: Any, rng: np.random.Generator) -> np.ndarray:
    """Draw the flat parameter vector [P], float32; weights by the row of ``init.kind``, biases 0.

    The pieces of a maxout layer are drawn as so many layers, and a point as the weights of one input.  On the host, so
    that a reset compiles nothing.  Of several networks the first is what it would be alone.
    """
    if spec.members > 1:
        return np.concatenate([initialise(spec.one, init, rng) for _ in range(spec.members)])
    draw = INITIALISATIONS[init.kind]
    if spec.layer == "point":
        return draw(init, 1, spec.sizes[-1], rng).ravel().astype(np.float32)
    pieces = []
    for (a, b), units in zip(spec.layers, spec.units, strict=True):
        weights = np.concatenate([draw(init, a, units, rng) for _ in range(b // units)], axis=1)
        pieces += [weights.ravel(), np.zeros(b * spec.biased)]
    return np.concatenate(pieces).astype(np.float32)
