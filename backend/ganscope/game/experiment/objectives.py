"""What the players play for."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from ganscope.game import formula
from ganscope.game.said import Unfit

from .fields import Model, kind, number, part

_REAL_LABEL: dict[str, Any] = {
    "title": "Real label", "gt": 0.5, "le": 1,
    "help": "What D is told of real samples: 1, or a little less (one-sided label smoothing), which keeps D from "
    "growing too sure.",
    "formula": "$D: max α E log D(x) + (1 − α) E log(1 − D(x)) + E log(1 − D(G(z)))$",
    "source": "Salimans et al. (2016), section 3.4",
}  # fmt: skip


class Minimax(Model):
    """The game of the theory: G minimises what D maximises. While D is sure, this loss is flat for G and G stalls."""

    kind: Literal["minimax"] = kind(
        "minimax",
        "Minimax (saturating)",
        formula="$G: min E log(1 − D(G(z)))$",
        source="Goodfellow et al. (2014), eq. 1",
    )
    real_label: float = number(1.0, **_REAL_LABEL)


class NonSaturating(Model):
    """G maximises the chance that D is fooled: the same fixed point, and a strong pull while D is sure."""

    kind: Literal["non_saturating"] = kind(
        "non_saturating",
        "Non-saturating",
        formula="$G: min −E log D(G(z))$",
        source="Goodfellow et al. (2014), section 3",
    )
    real_label: float = number(1.0, **_REAL_LABEL)


class Switch(Model):
    """Non-saturating first, minimax from a round on: a good start, then the game of the theory."""

    kind: Literal["switch"] = kind(
        "switch", "Switch", source="Goodfellow et al. (2014), section 3", preset="saturating",
        formula="$G: min −E log D(G(z))$, from a round on $min E log(1 − D(G(z)))$",
    )  # fmt: skip
    round: int = number(
        1000, title="Switch at round", help="The first round that is played with the minimax loss.",
        ge=0, le=10_000_000, scale="log", basic=True,
    )  # fmt: skip
    real_label: float = number(1.0, **_REAL_LABEL)


class LogRatio(Model):
    """G maximises D's logit itself: as strong while D is sure as the non-saturating loss, and where D is not it seeks
    modes, for at the best D it is $KL(p_g‖p_data)$."""

    kind: Literal["log_ratio"] = kind(
        "log_ratio",
        "Log-ratio",
        formula="$G: min −E log D(G(z))/(1 − D(G(z)))$",
        source="Sønderby et al. (2017); Srivastava et al. (2017), algorithm 1",
    )
    real_label: float = number(1.0, **_REAL_LABEL)


class LeastSquares(Model):
    """D gives real samples the value b and fakes a, as a regression; G wants c. No log, so no loss that is flat."""

    kind: Literal["least_squares"] = kind(
        "least_squares",
        "Least squares",
        formula="$D: min ½ E(D(x) − b)² + ½ E(D(G(z)) − a)²,  G: min ½ E(D(G(z)) − c)²$",
        source="Mao et al. (2017), eq. 2",
        preset="figure-1",
    )
    a: float = number(0.0, title="a", help="What D should give to fakes.", ge=-10, le=10, formula="$½ E(D(G(z)) − a)²$")
    b: float = number(1.0, title="b", help="What D should give to real samples.", ge=-10, le=10)
    c: float = number(
        1.0, title="c", help="What G wants D to give to its samples: b, or the middle between a and b.", ge=-10, le=10
    )

    @model_validator(mode="after")
    def _apart(self) -> LeastSquares:
        if abs(self.b - self.a) < 1e-3:
            raise Unfit(
                "unfit.labels_alike", "a and b must differ by at least .001; got a {a} and b {b}",
                a=f"{self.a:g}", b=f"{self.b:g}",
            )  # fmt: skip
        return self


class Hinge(Model):
    """D only cares for samples that it does not yet put beyond ±1; G pulls D's value up."""

    kind: Literal["hinge"] = kind(
        "hinge",
        "Hinge",
        formula="$D: min E max(0, 1 − D(x)) + E max(0, 1 + D(G(z))),  G: min −E D(G(z))$",
        source="Lim and Ye (2017), Geometric GAN; Miyato et al. (2018), eqs. 16–17",
    )


class Wasserstein(Model):
    """D is a critic: it gives any number, and the gap between real and fake estimates the distance W₁. It needs a
    penalty or a constraint that keeps it 1-Lipschitz."""

    kind: Literal["wasserstein"] = kind(
        "wasserstein",
        "Wasserstein",
        formula="$D: max E D(x) − E D(G(z)),  G: min −E D(G(z)),  D$ 1-Lipschitz",
        source="Arjovsky et al. (2017), eq. 2",
    )


class Relativistic(Model):
    """D says of a pair which one is real; G wants the opposite. What D gives to one sample alone means nothing."""

    kind: Literal["relativistic"] = kind(
        "relativistic",
        "Relativistic pairs",
        formula="$D: min E softplus(D(G(z)) − D(x)),  G: min E softplus(D(x) − D(G(z)))$",
        source="Jolicoeur-Martineau (2019), RSGAN; Huang et al. (2024), R3GAN",
    )


class RelativisticAverage(Model):
    """D says whether a sample is more real than the average of the other side."""

    kind: Literal["relativistic_average"] = kind(
        "relativistic_average",
        "Relativistic average",
        formula="$D: min E softplus(−(D(x) − E D(G(z)))) + E softplus(D(G(z)) − E D(x))$,  $G$: the same with the "
        "sides exchanged",
        source="Jolicoeur-Martineau (2019), RaSGAN",
        preset="r3gan",
    )


class MadGan(Model):
    """D also names the generator that a fake is from, which drives several generators apart: each finds modes of its
    own. D has an output for each and one for real."""

    kind: Literal["mad_gan"] = kind(
        "mad_gan",
        "MAD-GAN",
        "restart",
        formula="$D: max E log Dₙ₊₁(x) + Σᵢ E log Dᵢ(Gᵢ(z)),  G: min Σᵢ E log(1 − Dₙ₊₁(Gᵢ(z)))$",
        source="Ghosh et al. (2018), section 3",
    )
    generator: Literal["non_saturating", "minimax"] = part(
        "non_saturating",
        title="G's loss",
        help="Every generator wants its samples to be called real; which other generator D takes it for is no matter "
        "to it. Minimax is the loss of the paper, which is flat while D is sure; non-saturating is strong there.",
        formula="non-saturating: $min −Σᵢ E log Dₙ₊₁(Gᵢ(z))$; minimax: $min Σᵢ E log(1 − Dₙ₊₁(Gᵢ(z)))$",
        source="Ghosh et al. (2018), section 3; Goodfellow et al. (2014), section 3",
        preset="mad-gan",
    )


class D2Gan(Model):
    """Two discriminators: the first is rewarded for real samples, the second for fakes. So G pays both for data that it
    misses (KL) and for samples off the data (reverse KL). What is drawn is what both together believe."""

    kind: Literal["d2gan"] = kind(
        "d2gan", "D2GAN (two discriminators)", "restart",
        formula="$D₁, D₂ > 0: max α E log D₁(x) − E D₁(G(z)) − E D₂(x) + β E log D₂(G(z)),  G: min$ of the same",
        source="Nguyen et al. (2017), eq. 1",
    )  # fmt: skip
    alpha: float = number(
        1.0, title="α", gt=0, le=1, formula="$D₁* = α p_data/p_g$",
        help="How much $KL(p_data‖p_g)$ counts: a large share of it makes G cover the data.",
        source="Nguyen et al. (2017), section 4",
    )  # fmt: skip
    beta: float = number(
        1.0, title="β", gt=0, le=1, formula="$D₂* = β p_g/p_data$",
        help="How much the reverse, $KL(p_g‖p_data)$, counts: a large share of it keeps samples on the data.",
        source="Nguyen et al. (2017), section 4",
    )  # fmt: skip


# --- f-divergences -----------------------------------------------------------------------------------------

_NOWOZIN = "Nowozin et al. (2016), table 1"


def _f(name: str, title: str, formula: str, source: str = _NOWOZIN) -> Any:
    return kind(name, title, formula=f"${formula}$", source=source, preset="f-gan-kl")


class TotalVariation(Model):
    """Half of all mass that is in the wrong place; blind to how far away."""

    kind: Literal["total_variation"] = _f("total_variation", "Total variation", "f(u) = ½ |u − 1|")


class KL(Model):
    """$KL(p_data‖p_g)$, maximum likelihood: a mode that is missed costs without limit, so G covers them all."""

    kind: Literal["kl"] = _f("kl", "KL", "f(u) = u log u")


class ReverseKL(Model):
    """$KL(p_g‖p_data)$: samples where no data are cost without limit, so G rather picks one mode."""

    kind: Literal["reverse_kl"] = _f("reverse_kl", "Reverse KL", "f(u) = −log u")


class Pearson(Model):
    """Pearson's χ²: the most mode-covering of the list."""

    kind: Literal["pearson"] = _f("pearson", "Pearson χ²", "f(u) = (u − 1)²")


class Neyman(Model):
    """Neyman's χ²: Pearson's with the sides exchanged."""

    kind: Literal["neyman"] = _f("neyman", "Neyman χ²", "f(u) = (1 − u)²/u")


class Hellinger(Model):
    """The squared Hellinger distance, from 0 to 2."""

    kind: Literal["hellinger"] = _f("hellinger", "Squared Hellinger", "f(u) = (√u − 1)²")


class Jeffrey(Model):
    """KL both ways, added."""

    kind: Literal["jeffrey"] = _f("jeffrey", "Jeffrey", "f(u) = (u − 1) log u")


class JS(Model):
    """2·JSD: the sum of the KLs to the mixture, from 0 to $2 log 2$."""

    kind: Literal["js"] = _f("js", "Jensen–Shannon (2·JSD)", "f(u) = u log u − (u + 1) log((u + 1)/2)")


class GAN(Model):
    """The divergence of the first GAN, $2·JSD − log 4$: the minimax game in other words."""

    kind: Literal["gan"] = _f("gan", "GAN (2·JSD − log 4)", "f(u) = u log u − (u + 1) log(u + 1)")


class Alpha(Model):
    """A family: reverse KL at $α = 0$, twice squared Hellinger at ½, KL at 1, half of Pearson's χ² at 2."""

    kind: Literal["alpha"] = _f("alpha", "α-divergence", "f(u) = (u^α − 1 − α(u − 1))/(α(α − 1))")
    alpha: float = number(
        0.5, title="α", ge=-4, le=4,
        help="Which divergence: 0 reverse KL, 1 KL (both as limits), 2 half of Pearson's χ². Below 0 G seeks modes, "
        "above 1 it covers them.",
    )  # fmt: skip


class Formula(Model):
    """A convex f of your own, with $f(1) = 0$."""

    kind: Literal["formula"] = kind(
        "formula", "Your own f(u)", formula="$D_f = E_{p_g} f(p_data/p_g)$", preset="f-gan-kl"
    )
    f: Annotated[str, Field(max_length=formula.MAX_LENGTH), AfterValidator(formula.checked)] = part(
        "u*log(u)",
        title="f(u)",
        help="A convex function of the density ratio u with $f(1) = 0$, of + − * / ^, log, exp, sqrt, abs, max and "
        "numbers. It is checked before it is used.",
        control="formula",
    )


Divergence = Annotated[
    TotalVariation | KL | ReverseKL | Pearson | Neyman | Hellinger | Jeffrey | JS | GAN | Alpha | Formula,
    Field(discriminator="kind"),
]


class FGan(Model):
    """D measures any f-divergence between $p_data$ and $p_g$ from below, and G makes it small."""

    kind: Literal["f_gan"] = kind(
        "f_gan",
        "f-GAN",
        formula="$D: max E T(x) − E f*(T(G(z))),  T* = f′(p_data/p_g)$",
        source="Nowozin et al. (2016), eq. 4",
    )
    divergence: Divergence = part(
        KL(),
        title="Divergence",
        help="Which f: it decides what G would rather get wrong, missing modes or samples off the data.",
        formula="$D_f(p_data‖p_g) = ∫ p_g f(p_data/p_g)$",
        basic=True,
    )
    form: Literal["ratio", "nowozin"] = part(
        "ratio",
        title="Output of D",
        help="What D's number means: the log density ratio (one meaning for every f), or the output activation g that "
        "Nowozin et al. chose for this f. At the optimum both are the same.",
        formula="ratio: $T = f′(e^ℓ)$; nowozin: $T = g(v)$",
        source="Nowozin et al. (2016), table 6",
        preset="f-gan-kl",
    )
    generator: Literal["value", "trick"] = part(
        "value",
        title="G's loss",
        help="G minimises the value itself, or maximises E T(G(z)): the non-saturating trick, stronger at the start.",
        formula="value: $min −E f*(T(G(z)))$; trick: $min −E T(G(z))$",
        source="Nowozin et al. (2016), section 3.2",
        preset="f-gan-kl",
    )

    @model_validator(mode="after")
    def _carried(self) -> FGan:
        alpha = self.divergence.alpha if isinstance(self.divergence, Alpha) else 0.0
        if self.form == "nowozin" and 0.9 < alpha < 1:
            # at v = 0: ℓ = −log((1 − α) log 2)/(1 − α), and f* grows with e^{αℓ}
            raise Unfit(
                "unfit.nowozin",
                "{field} must be ratio where divergence.alpha is between .9 and 1: there g(v) takes a new D, whose v "
                "is near 0, for a density ratio above e^26, more than float32 can learn from; got nowozin and {alpha}",
                field="form", alpha=f"{alpha:g}",
            )  # fmt: skip
        return self


Objective = Annotated[
    Minimax
    | NonSaturating
    | Switch
    | LogRatio
    | LeastSquares
    | Hinge
    | Wasserstein
    | Relativistic
    | RelativisticAverage
    | FGan
    | MadGan
    | D2Gan,
    Field(discriminator="kind"),
]
