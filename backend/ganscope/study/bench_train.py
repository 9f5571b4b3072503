"""`ganscope bench train`: rounds per second beside an eager PyTorch loop, and the share of the machine's FLOP/s.

Three games on the ring of eight, all 2-w-w networks with ReLU, the non-saturating loss, Adam with β₁ = .5, one D and
one G step a round on fresh samples and fresh noise.  Ours is the compiled program that a live session runs, in leaps
of about a tenth of a second; PyTorch's is in `torch_loop.py`, as tutorials write it and tuned by hand.

**Fair.**  Each runs in a process of its own, and only one of them works at a time, so each has every core.  Ours takes
the threads that `ganscope train` gives a game of its size.  The plain loop runs as PyTorch comes, on as many threads
as that chooses; on small networks it is often faster on one, so the tuned loop first picks the better of one thread
and all of them.  Neither compiling nor the first rounds are counted.

**Steady.**  Machines are noisy, so the contestants take turns (ours, plain, tuned, matrix product, ours, …); a rate
is the median over the turns, a ratio the median of the ratios within a turn.

**FLOPs of a round.**  Counted exactly from the layer sizes, products of matrices only: a layer [a → b] on n rows
costs 2nab forward, 2nab for the gradient of its weights and 2nab for the gradient of its input.  With batch B:

    D step:  G forward on B rows
             D on 2B rows: forward, weights' gradient, and input's gradient except at the first layer
    G step:  G and D forward on B rows
             D: input's gradient at every layer, none of weights
             G: weights' gradient, and input's gradient except at the first layer

Biases, activations, Adam and random numbers are not counted, so the share is a lower bound.  It is taken of the
FLOP/s of a 2048 × 2048 float32 product, 2·2048³ each, measured in the same turns.
"""

from __future__ import annotations

import functools
import json
import os
import statistics
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from typing import Any

import jax
import jax.numpy as jnp

from ganscope.game.experiment import Adam, Discriminator, Experiment, Latent, Network, Optimizers, Ring, Schedule
from ganscope.game.networks import Spec
from ganscope.game.split import Structure, structure

from .jax_loop import Timed, ours, per_second
from .worker import Failed, Worker, worker

SIZE = 2048
"""Side of the square matrix product that stands for the machine's FLOP/s."""

GAMES = ((16, 150), (64, 256), (128, 512))
"""(width of both hidden layers, batch)."""

BUSY = 0.5
"""A load above this is told."""

NO_TORCH = "PyTorch is not installed, so ours runs alone: pip install 'ganscope[bench]'"


@dataclass(frozen=True)
class Result:
    """One game: rounds per second, how many times PyTorch's (None without it), and the share of a product's FLOP/s."""

    game: str
    batch: int
    flops_per_round: int
    ours: float
    ours_threads: int
    plain: float | None
    plain_threads: int | None
    ratio: float | None
    tuned: float | None
    tuned_threads: int | None
    tuned_ratio: float | None
    matmul_gflops: float
    share: float


@dataclass(frozen=True)
class Report:
    """Every game, and what it was measured on; `load` is the machine's (1-minute average) before we began."""

    jax: str
    torch: str | None
    device: str
    turns: int
    seconds: float
    load: float | None
    games: list[Result]


def experiment(width: int, batch: int) -> Experiment:
    """The game that is timed, the same as in torch_loop.py."""
    adam = Adam(learning_rate=1e-3, beta1=0.5, beta2=0.999)
    return Experiment(
        target=Ring(modes=8, radius=2.0, std=0.02),
        latent=Latent(kind="normal", dimension=2),
        generator=Network(hidden=(width, width), activation="relu"),
        discriminator=Discriminator(hidden=(width, width), activation="relu"),
        optimizers=Optimizers(generator=adam, discriminator=adam),
        schedule=Schedule(batch=batch, k_d=1, k_g=1),
    )


def flops_of_round(s: Structure) -> int:
    """Floating point operations in the matrix products of one D and one G step; see the module's text."""

    def product(spec: Spec) -> int:
        return 2 * sum(a * b for a, b in spec.layers)

    def first(spec: Spec) -> int:
        return 2 * spec.sizes[0] * spec.sizes[1]

    g, d = product(s.generator), product(s.discriminator)
    d_step = s.batch * g + 2 * s.batch * (d + d + d - first(s.discriminator))
    g_step = s.batch * (g + d + d + g + g - first(s.generator))
    return d_step + g_step


def our_product() -> Timed:
    """Products of two SIZE × SIZE float32 matrices."""
    a = jax.random.normal(jax.random.key(0), (SIZE, SIZE))
    multiply = jax.jit(jnp.matmul)

    def once() -> int:
        multiply(a, a).block_until_ready()
        return 1

    once()
    return functools.partial(per_second, once)


class Torch:
    """The worker of torch_loop.py; `version` is None where PyTorch is not installed."""

    def __init__(self, process: Worker | None) -> None:
        self._process = process
        self.version: str | None = process and process.greeting["torch"]
        self.threads: int = process.greeting["threads"] if process else 1

    def rate(self, width: int, batch: int, *, tuned: bool, threads: int, seconds: float) -> float:
        """Rounds per second of one game in one manner."""
        assert self._process
        answer = self._process.ask(width=width, batch=batch, tuned=tuned, threads=threads, seconds=seconds)
        return answer["rounds"] / answer["seconds"]

    def loop(self, width: int, batch: int, *, tuned: bool) -> tuple[Timed, int]:
        """One manner of one game, and its number of threads: PyTorch's own, or when tuned the better of 1 and that."""
        ask = functools.partial(self.rate, width, batch, tuned=tuned)
        choices = {1, self.threads} if tuned else {self.threads}
        best = max(sorted(choices), key=lambda threads: ask(threads=threads, seconds=0.5))
        return lambda seconds: ask(threads=best, seconds=seconds), best


@contextmanager
def torch_worker(*command: str) -> Iterator[Torch]:
    """PyTorch's process; none where it is not installed."""
    with ExitStack() as stack:
        try:
            process = stack.enter_context(worker(*command))
        except Failed as failure:
            if "No module named 'torch'" not in str(failure):
                raise
            process = None
        yield Torch(process)


def bench_game(
    width: int, batch: int, our: tuple[Timed, int], torch: Torch, product: Timed, turns: int, seconds: float
) -> Result:
    """Measure one game: the contestants take turns."""
    flops = flops_of_round(structure(experiment(width, batch)))
    contestants, threads = {"ours": our[0]}, {"ours": our[1]}
    if torch.version is not None:
        for name in ("plain", "tuned"):
            contestants[name], threads[name] = torch.loop(width, batch, tuned=name == "tuned")
    contestants["product"] = lambda seconds: product(seconds / 2)
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(turns):
        for name, timed in contestants.items():
            times[name].append(timed(seconds))

    def median(name: str) -> float | None:
        return statistics.median(times[name]) if name in times else None

    def ratio(name: str) -> float | None:
        pairs = zip(times["ours"], times.get(name, ()), strict=name in times)
        return statistics.median([a / b for a, b in pairs]) if name in times else None

    product_flops = 2 * SIZE**3
    share = ratio("product")
    assert share is not None
    return Result(
        game=f"2-{width}-{width}",
        batch=batch,
        flops_per_round=flops,
        ours=statistics.median(times["ours"]),
        ours_threads=threads["ours"],
        plain=median("plain"),
        plain_threads=threads.get("plain"),
        ratio=ratio("plain"),
        tuned=median("tuned"),
        tuned_threads=threads.get("tuned"),
        tuned_ratio=ratio("tuned"),
        matmul_gflops=statistics.median(times["product"]) * product_flops / 1e9,
        share=share * flops / product_flops,
    )


def bench(
    *, turns: int = 5, seconds: float = 1.0, games: tuple[tuple[int, int], ...] = GAMES,
    command: tuple[str, ...] = ("-m", "ganscope.study.torch_loop"), tell: Callable[[str], Any] = lambda line: None,
) -> Report:  # fmt: skip
    """Measure every game; `tell` gets the table line by line as it grows, `command` is what Python runs for PyTorch."""
    with torch_worker(*command) as torch:
        load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
        if load is not None and load > BUSY:
            tell(f"The machine is busy (load {load:.1f}): these numbers will be low, and the ratios uncertain.")
        if torch.version is None:
            tell(NO_TORCH)
        tell(HEADER)
        product = our_product()
        results: list[Result] = []
        for width, batch in games:
            with ours(experiment(width, batch)) as our:
                results.append(bench_game(width, batch, our, torch, product, turns, seconds))
            tell(row(results[-1]))
        device = jax.devices()[0]
        return Report(
            jax.__version__, torch.version, f"{device.platform} ({device.device_kind})", turns, seconds, load, results
        )


HEADER = (
    f"{'game':<12}{'batch':>6}{'ours':>10}{'PyTorch':>10}{'ratio':>8}{'tuned':>10}{'ratio':>8}"
    f"{'GFLOP/s':>10}{'matmul':>9}{'share':>7}      (ours, PyTorch, tuned: rounds/s)"
)


def row(result: Result) -> str:
    """A line of the table; a dash where PyTorch is missing."""

    def rate(value: float | None) -> str:
        return f"{value:>10,.0f}" if value is not None else f"{'–':>10}"

    def times(value: float | None) -> str:
        return f"{value:>7.1f}×" if value is not None else f"{'–':>8}"

    return (
        f"{result.game:<12}{result.batch:>6}{rate(result.ours)}{rate(result.plain)}{times(result.ratio)}"
        f"{rate(result.tuned)}{times(result.tuned_ratio)}{result.share * result.matmul_gflops:>10.0f}"
        f"{result.matmul_gflops:>9.0f}{result.share:>7.1%}"
    )


def main(*, as_json: bool = False, turns: int = 5, seconds: float = 1.0) -> int:
    """The command: the table on stdout, or with `as_json` one JSON object there and the table on stderr."""
    stream = sys.stderr if as_json else sys.stdout
    report = bench(turns=turns, seconds=seconds, tell=lambda line: print(line, file=stream, flush=True))
    if as_json:
        print(json.dumps(asdict(report)))
    return 0
