"""The layers of the two pictures, and sets of them that answer a question.

Their names are those of the page (``js/run/layers.js``; a test compares), so that a choice means the same in both.
"""

from __future__ import annotations

from collections.abc import Iterable

from .game import Game
from .seen import Frame

G_OF_Z = "<i>z</i> → <i>G</i>(<i>z</i>)"
P_DATA, P_G = "<i>p</i><sub>data</sub>", "<i>p</i><sub>g</sub>"

LAYERS: dict[str, tuple[str, ...]] = {
    "1d": (
        "p_data", "p_g", "each", "d", "d_star", "difference", "arrows", "real", "fake", "modes", "notes", "points",
        "contribution",
    ),
    "2d": (
        "p_g", "p_data", "d_fill", "d_star_fill", "difference", "contribution", "d", "d_star", "p_data_lines", "real",
        "fake", "each", "modes", "mesh", "pull", "points",
    ),
}  # fmt: skip
"""By the view of a frame."""

FILLS = ("p_g", "p_data", "d_fill", "d_star_fill", "difference", "contribution")
"""What fills the plane: one of them at a time."""

SETS: dict[str, dict[str, tuple[str, ...]]] = {
    "1d": {
        "overview": ("p_data", "p_g", "each", "d", "d_star", "arrows", "modes", "notes"),
        "sees": ("d", "real", "fake", "notes"),
        "does": ("p_data", "p_g", "each", "arrows", "fake", "modes", "notes"),
        "theory": ("p_data", "p_g", "d", "d_star", "difference", "modes", "notes"),
    },
    "2d": {
        "overview": ("p_g", "d", "real", "fake", "each", "modes"),
        "sees": ("d_fill", "real", "fake"),
        "does": ("p_data_lines", "fake", "each", "mesh", "pull"),
        "theory": ("difference", "d", "d_star"),
    },
}
"""Overview, what D sees, what G does, theory."""

NEEDS = {"d_star": "d_star", "d_star_fill": "d_star", "points": "points", "contribution": "contribution"}
"""Arrays that a layer cannot be drawn without."""


def chosen(frame: Frame, layers: str | Iterable[str]) -> frozenset[str]:
    """The layers of a choice that a frame can show: a set by its name, or layers by theirs.

    Raises ValueError for a name that means nothing in the frame's view, and for two fills at once.
    """
    view = frame.meta["view"]
    sets = SETS[view]
    if isinstance(layers, str):
        if layers not in sets:
            raise ValueError(f"layers: {layers!r} is no set; there are {', '.join(sets)}, or name layers in a list")
        names = frozenset(sets[layers])
    else:
        names = frozenset(layers)
        if unknown := sorted(names - {*LAYERS[view]}):
            raise ValueError(f"layers: {unknown[0]!r} is no layer; there are {', '.join(LAYERS[view])}")
        if view == "2d" and len(fills := [name for name in FILLS if name in names]) > 1:
            raise ValueError(f"layers: one fill at a time; got {', '.join(fills)}")
    absent = {name for name, needed in NEEDS.items() if needed not in frame.arrays}
    if "d_star" in absent:
        absent.add("difference")
    if Game.of(frame.meta).kinds < 2:
        absent.add("each")
    return names - absent


def titles(game: Game) -> dict[str, str]:
    """What a layer is called in a legend."""
    of = game.d_of_x if game.pack > 1 or game.reconstructor else game.d
    return {
        "p_data": P_DATA, "p_g": P_G, "d": of, "d_star": game.d_star, "difference": f"{game.d} − {game.d_star}",
        "arrows": G_OF_Z, "real": "real", "fake": "fake", "modes": "modes", "points": f"‖∇{game.d}‖ of the penalty",
        "contribution": "to <i>D</i><sub>f</sub>", "p_data_lines": P_DATA, "mesh": f"mesh {G_OF_Z}",
        "pull": f"∇{game.d} at fakes",
    }  # fmt: skip
