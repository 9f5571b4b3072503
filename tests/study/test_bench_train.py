"""The benchmark: its count of FLOPs, its turns, and what it says without PyTorch."""

from __future__ import annotations

import dataclasses
import json
import math
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import jax
import numpy as np
import pytest
from jax.extend.core import Jaxpr, jaxprs_in_params

from ganscope.game import networks, rounds
from ganscope.game.split import numbers, structure
from ganscope.study import bench_train
from ganscope.study.worker import Failed, worker

WORKER = """
import json, sys
print(json.dumps({"torch": "0.0", "threads": 2}), flush=True)
for line in sys.stdin:
    ask = json.loads(line)
    rate = (200 if ask["tuned"] else 100) * ask["threads"]
    print(json.dumps({"rounds": rate, "seconds": 1.0}), flush=True)
"""


def products(jaxpr: Jaxpr) -> int:
    """FLOPs of a program's matrix products, each loop's body once; the sampler's are batched and do not count."""
    total = sum(products(inner) for equation in jaxpr.eqns for inner in jaxprs_in_params(equation.params))
    for equation in jaxpr.eqns:
        if equation.primitive.name == "dot_general":
            (contracted, _), (batched, _) = equation.params["dimension_numbers"]
            if not batched:
                left: Any = equation.invars[0].aval
                result: Any = equation.outvars[0].aval
                total += 2 * math.prod(left.shape[axis] for axis in contracted) * math.prod(result.shape)
    return total


@pytest.mark.parametrize(("width", "batch"), bench_train.GAMES)
def test_flops_agree_with_the_program(width: int, batch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the biases, which are not counted, though on wide nets they ride in the products."""
    monkeypatch.setattr(networks, "_WIDE", 10**9)
    play = bench_train.experiment(width, batch)
    s = structure(play)
    # a function of its own: of another the trace with biases may be kept, and this one must not be
    program = jax.make_jaxpr(lambda *given: rounds.advance(s, *given))(rounds.start(play), numbers(play), np.int32(1))
    assert bench_train.flops_of_round(s) == products(program.jaxpr)


def test_the_contestants_take_turns_and_pytorch_its_better_threads(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    turns: list[str] = []

    def ours(seconds: float) -> float:
        turns.append("ours")
        return 4000.0

    def product(seconds: float) -> float:
        turns.append("product")
        return 10.0

    monkeypatch.setattr(bench_train, "ours", lambda play: nullcontext((ours, 1)))
    monkeypatch.setattr(bench_train, "our_product", lambda: product)
    report = bench_train.bench(turns=3, games=((16, 150),), command=("-c", WORKER))
    assert turns == ["ours", "product"] * 3
    (result,) = report.games
    assert (result.ours, result.ours_threads) == (4000, 1)
    assert (result.plain, result.plain_threads, result.tuned) == (200, 2, 400)
    assert (result.ratio, result.tuned_ratio) == (20, 10)
    assert result.share == pytest.approx(4000 * result.flops_per_round / (10 * 2 * 2048**3))
    assert json.loads(json.dumps(dataclasses.asdict(report)))["torch"] == "0.0"
    assert "20.0×" in bench_train.row(result)


@pytest.mark.slow
def test_a_real_game_is_timed_alone_where_torch_is_missing(tmp_path: Path) -> None:
    said: list[str] = []
    missing = ("-c", "raise ModuleNotFoundError(\"No module named 'torch'\")")
    report = bench_train.bench(turns=1, seconds=0.05, games=((16, 150),), command=missing, tell=said.append)
    (result,) = report.games
    assert report.torch is None
    assert (result.plain, result.ratio, result.tuned_ratio) == (None, None, None)
    assert result.ours > 100 and result.ours_threads == 1
    assert 0 < result.share < 1
    assert bench_train.NO_TORCH in said


def test_a_worker_that_fails_is_told_apart_from_a_missing_torch() -> None:
    with (
        pytest.raises(RuntimeError, match=r"did not start: .*broken"),
        bench_train.torch_worker("-c", "raise SystemExit('broken')"),
    ):
        pass  # pragma: no cover


def test_a_worker_that_ends_says_what_it_complained_of() -> None:
    greets = "import sys; print('{}', flush=True); sys.stdin.readline(); raise SystemExit('tired')"
    with worker("-c", greets) as process, pytest.raises(Failed, match="tired"):
        process.ask(seconds=1)


@pytest.mark.parametrize("tuned", [False, True])
def test_pytorch_plays_the_same_game(tuned: bool) -> None:
    torch = pytest.importorskip("torch")
    torch.set_num_threads(1)
    from ganscope.study import torch_loop

    s = structure(bench_train.experiment(16, 150))
    for spec, network in (
        (s.generator, torch_loop.network(16, 2)),
        (s.discriminator, torch_loop.network(16, 1)),
    ):
        assert sum(weights.numel() for weights in network.parameters()) == spec.parameters
    play = torch_loop.game(16, 150, tuned)
    losses = [[loss.item() for loss in play()] for _ in range(300)]
    assert 1.0 < losses[0][0] < 1.8  # two coins: near 2 log 2
    assert losses[-1] != losses[0]
    assert np.all(np.isfinite(losses))
