"""Published protocols for GANs on toy distributions, as they are run here: one file per kind of table."""

from . import closed_forms, dirac, f_gan, modes, others, wgan_gp
from .row import Effort, Figure, Protocol, Row, Table

__all__ = ["PROTOCOLS", "Effort", "Figure", "Protocol", "Row", "Table"]

PROTOCOLS: dict[str, Protocol] = {
    protocol.name: protocol
    for protocol in (
        closed_forms.THEORY, closed_forms.DIVERGENCES, dirac.PROTOCOL, modes.UNROLLED, wgan_gp.PROTOCOL,
        f_gan.PROTOCOL, others.PROTOCOL, modes.PACGAN, modes.VEEGAN,
    )
}  # fmt: skip
"""By name, the cheapest first."""
