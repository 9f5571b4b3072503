"""Contour lines of a grid, by marching squares."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np


def contours(
    values: np.ndarray, levels: Iterable[float], x: np.ndarray, y: np.ndarray, known: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Lines of a grid [rows, columns] at these levels, linear along every edge: x and y of their points, NaN between
    two lines.

    ``x`` [columns], ``y`` [rows]: where the samples are.  ``known`` [rows, columns]: a line means something only
    between samples of which this is true.

    >>> x, y = contours(np.array([[0.0, 1.0], [0.0, 1.0]]), [0.5], np.arange(2), np.arange(2))
    >>> x.tolist(), y.tolist()
    ([0.5, 0.5], [1.0, 0.0])
    """
    from contourpy import LineType, contour_generator

    grid = np.asarray(values, float)
    masked = grid if known is None else np.ma.masked_array(grid, ~known)
    found = contour_generator(x, y, masked, name="serial", line_type=LineType.Separate, corner_mask=False)
    lines = [np.asarray(line) for level in levels for line in found.lines(level)]
    gap = np.full((1, 2), np.nan)
    parts = [part for line in lines for part in (gap, line)][1:]
    points = np.concatenate(parts) if parts else np.empty((0, 2))
    return points[:, 0], points[:, 1]


def to_the_rim(values: np.ndarray, window: Iterable[tuple[float, float]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A grid of cells as samples in their middles, and on the rim of the window what the outermost cells have: values,
    x and y."""
    rows, columns = np.shape(values)
    axes = []
    for (low, high), count in zip(window, (columns, rows), strict=True):
        middles = low + (np.arange(count) + 0.5) * ((high - low) / count)
        axes.append(np.r_[low, middles, high])
    return np.pad(values, 1, mode="edge"), axes[0], axes[1]
