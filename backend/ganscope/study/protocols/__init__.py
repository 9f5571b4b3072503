"""Published protocols for GANs on toy distributions, as they are run here: one file per kind of table."""

from . import closed_forms, dirac, f_gan, modes, others, wgan_gp
from .row import Effort, Figure, Protocol, Row, Table

__all__ = ["PROTOCOLS", "Effort", "Figure", "Protocol", "Row", "Table"]

PROTOCOLS: dict[str, Protocol] = {
    protocol.name: protocol
    for protocol in (
        closed_forms.THEORY, closed_forms.DIVERGENCES, dirac.PROTOCOL, f_gan.PROTOCOL, modes.UNROLLED, modes.VEEGAN,
        modes.PACGAN, wgan_gp.PROTOCOL, others.PROTOCOL,
    )
}  # fmt: skip
"""By name, the cheapest first."""
