"""p_g of a scalar latent: mass is conserved, and folds, plateaus and collapse are right."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from ganscope.measure import edges, latent_grid, piece_means, pushforward


def by_overlap(values: np.ndarray, masses: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """The definition, segment by segment in float64: m·|[a, b] ∩ cell|/(b − a), with cells that reach to ±∞."""
    ends = np.concatenate([[-np.inf], edges, [np.inf]])
    total = np.zeros(len(edges) + 1)
    for v, w, m in zip(values[:-1], values[1:], masses, strict=True):
        a, b = min(v, w), max(v, w)
        if a == b:
            total[np.searchsorted(edges, a, side="right")] += m
        else:
            total += m * np.maximum(np.minimum(ends[1:], b) - np.maximum(ends[:-1], a), 0) / (b - a)
    return total


def pushed(values: Any, masses: Any, e: Any) -> np.ndarray:
    cells, left, right = jax.jit(pushforward)(values, masses, e)
    return np.concatenate([[left], cells, [right]])


@given(
    st.lists(st.floats(-12, 12, width=32), min_size=65, max_size=65),
    st.sampled_from([0.0, 1e-6, 1e-3, 1.0, 1e4]),
    st.floats(-6, 6, width=32),
)
@settings(max_examples=200)
def test_any_piecewise_linear_map_has_the_masses_of_the_definition(raw: list[float], scale: float, at: float) -> None:
    # multiples of 1/256 and an odd number of cells: values on edges occur, and float32 positions are exact
    values = np.round(np.float32(at) * 256) / 256 + np.round(np.array(raw) * scale * 256) / 256
    masses = np.full(64, 1 / 64, np.float32)
    e = np.arange(-20, 21) / 4.0
    got = pushed(jnp.asarray(values, jnp.float32), masses, jnp.asarray(e, jnp.float32))
    assert abs(got.sum() - 1) < 2e-6
    assert (got >= 0).all()
    np.testing.assert_allclose(got, by_overlap(values.astype(np.float32).astype(float), masses, e), atol=5e-7)


@given(st.integers(0, 2**32 - 1), st.sampled_from([1e-5, 1e-2, 1.0, 30.0, 1e5]))
@settings(max_examples=40)
def test_mass_is_conserved_whatever_the_map_does(seed: int, scale: float) -> None:
    rng = np.random.default_rng(seed)
    grid = latent_grid("normal", 4096)
    values = np.cumsum(rng.standard_normal(grid.z.shape[0])) * scale / 64
    got = pushed(jnp.asarray(values, jnp.float32), grid.masses, edges(-5, 5, 1024))
    assert abs(got.sum() - 1) < 5e-6
    assert (got >= 0).all()


@pytest.mark.parametrize("kind", ["uniform", "normal"])
@pytest.mark.parametrize("at", [-0.3, 0.0, 2.0, 7.0, -100.0])
def test_a_constant_generator_is_one_cell(kind: str, at: float) -> None:
    grid = latent_grid(kind, 4096)
    e = np.linspace(-5, 5, 1025)
    got = pushed(jnp.full(grid.z.shape, at), grid.masses, jnp.asarray(e, jnp.float32))
    truth = np.zeros(1026)
    truth[np.searchsorted(e, at, side="right")] = 1
    np.testing.assert_allclose(got, truth, atol=1e-6)


def test_a_nearly_constant_generator_across_an_edge_loses_nothing() -> None:
    grid = latent_grid("uniform", 4096)
    got = pushed(1e-4 * grid.z, grid.masses, edges(-1, 1, 2))
    np.testing.assert_allclose(got, [0, 0.5, 0.5, 0], atol=1e-3)  # a float32 position beside 1 is known to 1e-7
    assert abs(got.sum() - 1) < 1e-6


def test_a_folded_uniform_has_the_density_of_the_square() -> None:
    grid = latent_grid("uniform", 4096)  # z ~ U(−1, 1): P(z² ≤ x) = √x
    e = np.linspace(-0.5, 1.5, 401)
    got = pushed(grid.z**2, grid.masses, jnp.asarray(e, jnp.float32))
    truth = np.diff(np.sqrt(np.clip(e, 0, 1)))
    np.testing.assert_allclose(got[1:-1], truth, atol=3e-4)
    np.testing.assert_allclose(np.cumsum(got[1:-1]), np.sqrt(np.clip(e[1:], 0, 1)), atol=3e-4)
    assert got[1:-1][e[1:] <= 0].sum() == 0  # exactly nothing where nothing is


def test_a_folded_normal_is_chi_squared() -> None:
    grid = latent_grid("normal", 4096)
    e = np.linspace(-1, 9, 501)
    got = pushed(grid.z**2, grid.masses, jnp.asarray(e, jnp.float32))
    np.testing.assert_allclose(np.cumsum(got[:-1])[1:], stats.chi2.cdf(e[1:], 1), atol=3e-4)
    np.testing.assert_allclose(got[-1], stats.chi2.sf(9, 1), atol=3e-5)


def test_a_plateau_keeps_its_mass() -> None:
    grid = latent_grid("uniform", 4096)
    got = pushed(jnp.maximum(grid.z, 0), grid.masses, edges(-1.05, 1.05, 21))
    truth = np.zeros(23)
    truth[11] = 0.5 + 0.025
    truth[12:22] = [0.05] * 9 + [0.025]
    np.testing.assert_allclose(got, truth, atol=1e-5)


def test_cells_that_no_segment_touches_are_exactly_empty() -> None:
    grid = latent_grid("normal", 4096)
    two_points = jnp.where(grid.z < 0, -1.0, 1.0)  # one segment crosses all between
    got = pushed(two_points * 0.705, grid.masses, edges(-5, 5, 1000))[1:-1]
    assert (got[:429] == 0).all()
    assert (got[571:] == 0).all()
    assert (got[431:569] > 0).all()


def test_both_tails_are_exact_to_the_least_float() -> None:
    """A narrow normal seen from far away: masses down to 10⁻³⁴ on either side."""
    grid = latent_grid("normal", 4096)
    e = np.linspace(-6, 6, 121)
    got = pushed(0.5 * grid.z, grid.masses, jnp.asarray(e, jnp.float32))[1:-1]
    truth = np.diff(stats.norm.cdf(e[:61] / 0.5))
    np.testing.assert_allclose(np.log(got[:60]), np.log(truth), atol=0.1)
    np.testing.assert_allclose(np.log(got[60:][::-1]), np.log(truth), atol=0.1)
    np.testing.assert_allclose(got[50:60], truth[50:], rtol=1e-3, atol=1e-6)


@given(st.floats(-1, 1, width=32), st.floats(0.5, 2, width=32), st.booleans())
@settings(max_examples=40)
def test_the_tails_of_a_normal_are_smooth(mean: float, deviation: float, falls: bool) -> None:
    """A ratio of densities, D*, would show steps of either as teeth."""
    grid = latent_grid("normal", 4096)
    e = np.linspace(-10, 10, 1025)
    values = mean + (-deviation if falls else deviation) * grid.z
    got = pushed(values, grid.masses, jnp.asarray(e, jnp.float32))[1:-1].astype(float)
    p = stats.norm(mean, deviation)
    truth = np.where(e[:-1] > mean, p.sf(e[:-1]) - p.sf(e[1:]), np.diff(p.cdf(e)))
    away = np.abs((e[1:] + e[:-1]) / 2 - mean) / deviation
    off = np.abs(got / truth - 1)
    assert off[away < 4.5].max() < 3e-3
    assert off[away < 10].max() < 3.5e-2


def test_nan_is_not_hidden() -> None:
    grid = latent_grid("uniform", 64)
    cells, left, right = pushforward(grid.z.at[10].set(jnp.nan), grid.masses, edges(-1, 1, 8))
    assert np.isnan(float(cells.sum() + left + right))


def test_infinite_values_are_outside() -> None:
    grid = latent_grid("uniform", 64)
    got = pushed(jnp.where(grid.z < 0, -jnp.inf, jnp.inf), grid.masses, edges(-1, 1, 8))
    np.testing.assert_allclose(got[[0, -1]], 0.5, atol=1e-2)


def test_vmap_gives_what_a_loop_gives() -> None:
    grid = latent_grid("uniform", 256)
    maps = jnp.stack([grid.z, grid.z**2, jnp.sin(9 * grid.z)])
    e = edges(-2, 2, 64)
    together = jax.jit(jax.vmap(lambda v: pushforward(v, grid.masses, e)[0]))(maps)
    for one, v in zip(together, maps, strict=True):
        np.testing.assert_allclose(one, pushed(v, grid.masses, e)[1:-1], atol=1e-7)


@pytest.mark.parametrize("kind", ["uniform", "normal"])
@pytest.mark.parametrize("pieces", [2, 64, 4096, pytest.param(2**20, marks=pytest.mark.slow)])
def test_the_grid_of_z_is_ordered_and_carries_all_mass(kind: str, pieces: int) -> None:
    grid = latent_grid(kind, pieces)
    z, masses = np.asarray(grid.z), np.asarray(grid.masses, np.float64)
    assert np.isfinite(z).all()
    assert (np.diff(z) > 0).all() if kind == "normal" else (np.diff(z) >= 0).all()
    np.testing.assert_array_equal(z, -z[::-1])
    assert abs(masses.sum() - 1) < 1e-7
    law = stats.norm() if kind == "normal" else stats.uniform(-1, 2)
    # nodes cut z at the masses that the segments claim
    np.testing.assert_allclose(law.cdf(z)[1:-1], np.cumsum(masses)[:-1], atol=2e-7)


def test_piece_means_are_equally_likely() -> None:
    grid = latent_grid("normal", 4096)
    means = piece_means(grid.z, grid, 4096)
    assert means.shape == (4096,)
    np.testing.assert_allclose([means.mean(), means.std()], [0, 1], atol=1e-3)
    np.testing.assert_allclose(
        means[1:-1], -4096 * np.diff(stats.norm.pdf(stats.norm.ppf(np.arange(1, 4096) / 4096))), atol=1e-4
    )
    edge = stats.norm.pdf(stats.norm.ppf(1 / 4096)) * 4096  # E[z | first piece] = −φ/mass
    np.testing.assert_allclose(means[0], -edge, rtol=5e-3)
    np.testing.assert_allclose(means[-1], edge, rtol=5e-3)


@pytest.mark.parametrize("pieces", [0, 1, 3, 1000, 2**21])
def test_other_numbers_of_pieces_are_refused(pieces: int) -> None:
    with pytest.raises(ValueError, match="power of two"):
        latent_grid("normal", pieces)
