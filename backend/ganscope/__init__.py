"""An interactive lab for generative adversarial networks on toy distributions.

>>> from ganscope import Experiment, run
>>> run(Experiment(), rounds=1000).readings["jsd"]  # doctest: +SKIP

The measures are there by name too, each usable alone: ``ganscope.jensen_shannon``, ``ganscope.pushforward`` and the
rest of :mod:`ganscope.measure`; :mod:`ganscope.figures` draws a run.  Importing the package is quick: what it offers is
loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ganscope import figures
    from ganscope.game.experiment import Experiment
    from ganscope.lab.headless import Run, run

__version__ = "0.1.0"
__all__ = ["Experiment", "Run", "__version__", "figures", "run"]

_HOMES = {
    "Experiment": "ganscope.game.experiment",
    "Run": "ganscope.lab.headless",
    "run": "ganscope.lab.headless",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    if name == "figures":
        return import_module("ganscope.figures")
    if not name.startswith("_"):
        measures = import_module("ganscope.measure")
        if name in measures.__all__:
            return getattr(measures, name)
    offers = ", ".join(sorted([*_HOMES, "figures"]))
    raise AttributeError(f"module 'ganscope' has no attribute {name!r}; it offers {offers} and the measures")


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES, "figures", *import_module("ganscope.measure").__all__})
