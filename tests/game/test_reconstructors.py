"""A network that takes samples back to noise: what D, G and F descend, against the papers' definitions."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from leaping import same_in_pieces

from ganscope.game import experiment as e
from ganscope.game import networks, reconstructors, rounds, steps
from ganscope.game.split import numbers, structure

B, K, SCALE, WEIGHT = 7, 3, 0.5, 0.7
NET: dict[str, Any] = {"hidden": (5,), "activation": "tanh", "init": e.Glorot()}
KINDS: dict[str, Any] = {
    "veegan": e.Veegan(weight=WEIGHT, noise=0.0, **NET),
    "ali": e.ALI(**NET),
    "bigan": e.BiGAN(**NET),
}


def paired(kind: str, **more: Any) -> e.Experiment:
    return e.Experiment(
        **{
            "target": e.Ring(),
            "latent": e.Latent(dimension=K),
            "generator": e.Network(**NET),
            "discriminator": e.Discriminator(input_scale=SCALE, **NET),
            "reconstructor": KINDS[kind],
            "schedule": e.Schedule(batch=B),
            **more,
        }
    )


def net(flat: Any, sizes: tuple[int, int, int], x: Any) -> Any:
    """A perceptron of one layer of tanh whose weights and biases lie row by row in a flat vector."""
    a, b, c = sizes
    first, last = flat[: (a + 1) * b].reshape(a + 1, b), flat[(a + 1) * b :].reshape(b + 1, c)
    return jnp.tanh(x @ first[:-1] + first[-1]) @ last[:-1] + last[-1]


OF_G, OF_D, OF_F = (K, 5, 2), (2 + K, 5, 1), (2, 5, K)
IN_G = 5 * (K + 1) + 2 * 6  # parameters of G


def d(psi: Any, x: Any, z: Any) -> Any:
    return net(psi, OF_D, jnp.concatenate([SCALE * x, z], axis=1))[:, 0]


@pytest.mark.parametrize("kind", ["veegan", "bigan"])
def test_d_tells_pairs_of_real_samples_from_pairs_of_g(kind: str) -> None:
    experiment = paired(kind)
    s, n, start = structure(experiment), numbers(experiment), rounds.start(experiment)
    draw = steps.draw_discriminator(s, n, jax.random.key(3))
    g, psi = start.generator, start.discriminator
    assert g.size == IN_G + 5 * 3 + K * 6

    def loss(psi: Any) -> Any:
        real = d(psi, draw.real, net(g[IN_G:], OF_F, draw.real))
        fake = d(psi, net(g[:IN_G], OF_G, draw.z), draw.z)
        return jnp.mean(jnp.logaddexp(0, -real)) + jnp.mean(jnp.logaddexp(0, fake))

    found, told = steps.discriminator_gradient(s, n, psi, g, draw, jnp.int32(0))
    np.testing.assert_allclose(found, jax.grad(loss)(psi), atol=1e-6)
    assert float(told.loss) == pytest.approx(float(loss(psi)), abs=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_g_and_f_descend_what_their_paper_says(kind: str) -> None:
    """VEEGAN: G −E D(G(z), z) + λ E‖z − F(G(z))‖², F the second term alone; BiGAN and ALI: −E log D(G(z), z) and
    −E log(1 − D(x, z)) with z from F, D the probability of a real pair."""
    experiment = paired(kind, objective=e.LogRatio() if kind == "veegan" else e.NonSaturating())
    s, n, start = structure(experiment), numbers(experiment), rounds.start(experiment)
    draw = steps.draw_generator(s, n, jax.random.key(3))
    g, psi = start.generator, start.discriminator
    noise: Any = None if draw.key is None else jax.random.normal(jax.random.fold_in(draw.key, 2**17), (B, K))

    def loss(g: Any) -> Any:
        theta, phi = g[:IN_G], g[IN_G:]
        made = net(theta, OF_G, draw.z)
        on_fake = d(psi, made, draw.z)
        if kind == "veegan":
            off = jnp.sum((draw.z - net(phi, OF_F, made)) ** 2, axis=1)
            return jnp.mean(-on_fake) + WEIGHT * jnp.mean(off)
        said = net(phi, (2, 5, 2 * K if kind == "ali" else K), draw.real)
        z = said[:, :K] + jnp.exp(said[:, K:]) * noise if kind == "ali" and noise is not None else said
        on_real = d(psi, draw.real, z)
        return jnp.mean(-jax.nn.log_sigmoid(on_fake)) + jnp.mean(-jax.nn.log_sigmoid(-on_real))

    found, told = steps.generator_gradient(s, n, g, psi, draw, jnp.int32(0))
    np.testing.assert_allclose(found, jax.grad(loss)(g), atol=1e-6)
    assert float(told.loss) == pytest.approx(float(loss(g)), abs=1e-6)


@pytest.mark.parametrize("kind", ["veegan", "bigan"])
def test_only_an_adversarial_f_learns_from_d(kind: str) -> None:
    """Where G's loss looks at real pairs too, VEEGAN's F still learns from what it reconstructs alone."""
    f = KINDS[kind].model_copy(update={"weight": 0.0} if kind == "veegan" else {})
    experiment = paired(kind, reconstructor=f, objective=e.Relativistic())
    s, n, start = structure(experiment), numbers(experiment), rounds.start(experiment)
    draw = steps.draw_generator(s, n, jax.random.key(3))
    found, _ = steps.generator_gradient(s, n, start.generator, start.discriminator, draw, jnp.int32(0))
    assert np.any(found[:IN_G]) and bool(np.any(found[IN_G:])) == (kind == "bigan")


def test_what_is_drawn_of_z_has_the_law_that_f_says() -> None:
    x = jnp.tile(jnp.array([[0.3, -1.2]]), (20_000, 1))
    for kind, model in (KINDS | {"veegan": e.Veegan(noise=0.4, **NET)}).items():
        f = reconstructors.of(model, 2, K)
        assert f is not None
        phi = jax.random.normal(jax.random.key(1), (f.spec.parameters,))
        z = reconstructors.drawn(f, phi, x, reconstructors.numbers(model), jax.random.key(0))
        said = np.asarray(networks.apply(f.spec, phi, x[:1]))[0]
        width = {"veegan": np.full(K, 0.4), "ali": np.exp(said[K:]), "bigan": np.zeros(K)}[kind]
        np.testing.assert_allclose(np.mean(z, axis=0), said[:K], atol=0.03 * width.max() + 1e-4)
        np.testing.assert_allclose(np.std(z, axis=0), width, rtol=0.03, atol=1e-4)
        np.testing.assert_allclose(reconstructors.mean(f, phi, x[:1])[0], said[:K])


REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("generator.count must be 1", {"generator": {"count": 7}}),
    ("discriminator.pack must be 1", {"discriminator": {"pack": 2}}),
    ("discriminator.across must be none", {"discriminator": {"across": "stddev"}}),
    ("schedule.unroll must be 0", {"schedule": {"batch": B, "unroll": 1}}),
    ("schedule.dynamics must be", {"schedule": {"batch": B, "dynamics": {"kind": "consensus"}}}),
    ("objective must not be mad_gan", {"objective": {"kind": "mad_gan"}}),
    ("change places", {"objective": {"kind": "f_gan"}}),
    ("change places", {"objective": {"kind": "least_squares"}}),
    ("needs D's slope at x alone", {"penalties": ({"kind": "r1"},)}),
    ("needs D's slope at x alone", {"penalties": ({"kind": "gradient_penalty"},)}),
]


@pytest.mark.parametrize(("words", "change"), REFUSED)
def test_what_it_cannot_be_played_with_is_refused(words: str, change: dict[str, Any]) -> None:
    allowed = paired("bigan")
    assert e.Experiment.model_validate_json(allowed.model_dump_json()) == allowed
    with pytest.raises(ValueError, match=words):
        e.Experiment.model_validate({**allowed.model_dump(), **change})


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "change",
    [
        {},
        {"objective": e.Relativistic()},
        {"objective": e.Wasserstein(), "penalties": (e.Clip(),)},
        {"penalties": (e.InstanceNoise(),), "schedule": e.Schedule(batch=B, dynamics=e.Extragradient())},
    ],
    ids=["plain", "relativistic", "wasserstein", "extragradient"],
)
def test_it_is_played_and_twice_the_same(kind: str, change: dict[str, Any]) -> None:
    experiment = paired(kind, **change)

    one = same_in_pieces(experiment)
    assert not np.array_equal(one.generator[IN_G:], rounds.start(experiment).generator[IN_G:])
