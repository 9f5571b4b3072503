"""Latents: the noise z that the generator transforms, with independent coordinates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import jax
from jax import Array
from jax.scipy.special import ndtri


class Row(NamedTuple):
    """Sampler and quantile function of one coordinate."""

    sample: Callable[[Array, tuple[int, ...]], Array]
    quantile: Callable[[Any], Any]


LATENTS: dict[str, Row] = {
    "uniform": Row(lambda key, shape: jax.random.uniform(key, shape, minval=-1.0), lambda u: 2.0 * u - 1.0),
    "normal": Row(lambda key, shape: jax.random.normal(key, shape), jax.jit(ndtri)),
}


def sample(kind: str, key: Array, shape: tuple[int, ...]) -> Array:
    """Independent latents of the given shape: uniform on [−1, 1] or standard normal."""
    return LATENTS[kind].sample(key, shape)


def quantile(kind: str, u: Any) -> Any:
    """F_z⁻¹(u), elementwise, for u in (0, 1); u is an array of JAX or of NumPy."""
    return LATENTS[kind].quantile(u)
