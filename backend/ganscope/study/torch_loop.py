"""The benchmark's opponent: the same game as an eager PyTorch loop, in a process of its own.

Run as ``python -m ganscope.study.torch_loop`` it answers one line of JSON on stdin with one on stdout:
``{"width", "batch", "tuned", "threads", "seconds"}`` asks for rounds during that time and gets
``{"rounds", "seconds"}``; the first line that it writes, unasked, is ``{"torch": version, "threads": …}``.

Two manners of writing the loop:

plain
    as tutorials write it: ``zero_grad``, a loss on real and one on fakes, ``backward``, ``step``, the default Adam, as
    many threads as PyTorch chooses;
tuned
    by hand: one pass of D over real and fakes together, D's weights frozen during G's step, Adam's fused kernel, the
    better number of threads.
"""

# torch is an extra that the type checker need not find.
# pyright: reportMissingImports=false

from __future__ import annotations

import json
import math
import sys
import time
from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn.functional import softplus

MODES, RADIUS, STD, LATENT = 8, 2.0, 0.02, 2
RATE, BETAS = 1e-3, (0.5, 0.999)


def network(width: int, outputs: int) -> nn.Sequential:
    """2-width-width-outputs with ReLU."""
    return nn.Sequential(
        nn.Linear(2, width), nn.ReLU(), nn.Linear(width, width), nn.ReLU(), nn.Linear(width, outputs)
    )  # fmt: skip


def game(width: int, batch: int, tuned: bool) -> Callable[[], tuple[Tensor, Tensor]]:
    """A function that plays one round, one D and one G step of the non-saturating game, and returns both losses."""
    generator, discriminator = network(width, 2), network(width, 1)
    g_adam = torch.optim.Adam(generator.parameters(), RATE, BETAS, fused=tuned)
    d_adam = torch.optim.Adam(discriminator.parameters(), RATE, BETAS, fused=tuned)
    d_weights = list(discriminator.parameters())
    angle = torch.arange(MODES) * (2 * math.pi / MODES)
    means = RADIUS * torch.stack([angle.cos(), angle.sin()], dim=1)

    def samples() -> Tensor:
        return means[torch.randint(MODES, (batch,))] + STD * torch.randn(batch, 2)

    def generator_step() -> Tensor:
        g_adam.zero_grad()
        loss = softplus(-discriminator(generator(torch.randn(batch, LATENT)))).mean()
        loss.backward()
        g_adam.step()
        return loss

    def plain() -> tuple[Tensor, Tensor]:
        real = samples()
        with torch.no_grad():
            fake = generator(torch.randn(batch, LATENT))
        d_adam.zero_grad()
        d_loss = softplus(-discriminator(real)).mean() + softplus(discriminator(fake)).mean()
        d_loss.backward()
        d_adam.step()
        return d_loss, generator_step()

    def by_hand() -> tuple[Tensor, Tensor]:
        real = samples()
        with torch.no_grad():
            fake = generator(torch.randn(batch, LATENT))
        d_adam.zero_grad()
        logits = discriminator(torch.cat([real, fake]))
        d_loss = softplus(-logits[:batch]).mean() + softplus(logits[batch:]).mean()
        d_loss.backward()
        d_adam.step()
        for weight in d_weights:
            weight.requires_grad_(False)
        g_loss = generator_step()
        for weight in d_weights:
            weight.requires_grad_(True)
        return d_loss, g_loss

    return by_hand if tuned else plain


def serve() -> None:
    """Answer questions until stdin ends."""
    print(json.dumps({"torch": torch.__version__, "threads": torch.get_num_threads()}), flush=True)
    games: dict[tuple[int, int, bool], Callable[[], tuple[Tensor, Tensor]]] = {}
    for line in sys.stdin:
        ask = json.loads(line)
        at = (ask["width"], ask["batch"], ask["tuned"])
        play = games.get(at) or games.setdefault(at, game(*at))
        torch.set_num_threads(ask["threads"])
        play()
        rounds, start = 0, time.perf_counter()
        while (spent := time.perf_counter() - start) < ask["seconds"]:
            play()
            rounds += 1
        print(json.dumps({"rounds": rounds, "seconds": spent}), flush=True)


if __name__ == "__main__":
    serve()
