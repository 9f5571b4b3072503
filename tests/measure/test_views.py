"""The warped latent space, and the slope of D at the fakes."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import scipy.stats

from ganscope import measure
from ganscope.game import networks


@pytest.mark.parametrize("kind", ["uniform", "normal"])
@pytest.mark.parametrize("dimension", [2, 5])
def test_the_mesh_is_a_grid_of_equally_likely_cells(kind: str, dimension: int) -> None:
    nodes = np.asarray(measure.latent_mesh(kind, dimension))
    n = len(nodes)
    assert nodes.shape == (n, n, dimension) and not nodes[..., 2:].any()
    law = scipy.stats.uniform(-1, 2) if kind == "uniform" else scipy.stats.norm()
    along = np.diff(law.cdf(nodes[0, :, 0].astype(float)))
    np.testing.assert_allclose(along, 1 / n, atol=1e-6)
    np.testing.assert_array_equal(nodes[0, :, 0], nodes[:, 0, 1])
    np.testing.assert_array_equal(nodes[0, :, 0], nodes[-1, :, 0])


def test_of_a_number_the_mesh_is_a_curve() -> None:
    nodes = np.asarray(measure.latent_mesh("normal", 1))
    assert nodes.shape[0] == 1 and nodes.shape[2] == 1 and (np.diff(nodes[0, :, 0]) > 0).all()


def test_the_pull_is_the_slope_of_d() -> None:
    spec = networks.Spec((2, 8, 1), "tanh")
    rng = np.random.default_rng(0)
    d = jnp.asarray(rng.normal(size=spec.parameters) * 0.5, jnp.float32)
    x, scale, step = rng.normal(size=(7, 2)), 0.6, 1e-3

    def probability(at: np.ndarray) -> np.ndarray:
        with jax.enable_x64():
            logits = networks.apply(spec, jnp.asarray(np.asarray(d), jnp.float64), jnp.asarray(at * scale))
            return np.asarray(jax.nn.sigmoid(logits[:, 0]))

    expected = np.stack(
        [(probability(x + step * e) - probability(x - step * e)) / (2 * step) for e in np.eye(2)], axis=1
    )
    found = measure.pull(spec, d, jnp.float32(scale), jnp.asarray(x, jnp.float32))
    np.testing.assert_allclose(found, expected, atol=1e-5)
