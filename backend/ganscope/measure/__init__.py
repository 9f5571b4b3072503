"""The mathematics that looks: pure functions on arrays, each usable alone.

Measures take masses on cells (:mod:`.cells`, :mod:`.pushforward` and :mod:`.smoothed` make them, :mod:`.tails` their
logs), samples or logits, and return arrays; all can be ``jit``-ted and ``vmap``-ped.  Divergences and values are in
nats, W1 in units of x.

>>> from ganscope.measure import edges, jensen_shannon, latent_grid, pushforward, target_masses
"""

from .best_response import Climb, climb, start_climb
from .cells import blurred_masses, centres, edges, grid_points, target_masses
from .divergences import jensen_shannon, kullback_leibler, total_variation
from .game_value import cost, gap, optimal_discriminator, optimal_logit, value, value_at_optimum
from .line import chart, charts
from .looking import Look, finer, look, look_at
from .modes import Modes, count_modes, nearest_mode
from .packing import Packs, spread_packs, to_climb
from .pushforward import LatentGrid, latent_grid, piece_means, pushforward
from .scenes import Scene, Spec, scene, spec_of
from .smoothed import binned, blur_matrix, latent_points, smoothed
from .tails import log_blurred_masses, log_target_masses
from .transport import Slices, half_circle, quantiles, sliced_wasserstein, slices, wasserstein
from .views import latent_mesh, pull

__all__ = [
    "Climb",
    "LatentGrid",
    "Look",
    "Modes",
    "Packs",
    "Scene",
    "Slices",
    "Spec",
    "binned",
    "blur_matrix",
    "blurred_masses",
    "centres",
    "chart",
    "charts",
    "climb",
    "cost",
    "count_modes",
    "edges",
    "finer",
    "gap",
    "grid_points",
    "half_circle",
    "jensen_shannon",
    "kullback_leibler",
    "latent_grid",
    "latent_mesh",
    "latent_points",
    "log_blurred_masses",
    "log_target_masses",
    "look",
    "look_at",
    "nearest_mode",
    "optimal_discriminator",
    "optimal_logit",
    "piece_means",
    "pull",
    "pushforward",
    "quantiles",
    "scene",
    "sliced_wasserstein",
    "slices",
    "smoothed",
    "spec_of",
    "spread_packs",
    "start_climb",
    "target_masses",
    "to_climb",
    "total_variation",
    "value",
    "value_at_optimum",
    "wasserstein",
]
