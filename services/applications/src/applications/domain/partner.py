"""Partners: whom a maker lets act, and how far."""

from dataclasses import dataclass
from datetime import datetime

from chassis.errors import Refused


@dataclass(frozen=True)
class Grant:
    """A partner's right to act for a maker."""

    partner: str
    scopes: tuple[str, ...]
    created: datetime


class TooManyPartners(Refused):
    """A maker lets a limited number of partners act, the fact `most`.

    Revoke a partner that is no longer needed, then grant again.
    """

    def __init__(self, most: int) -> None:
        super().__init__(
            f"You let {most} partners act for you, which is the most. Revoke one first.",
            most=str(most),
        )


class NothingGranted(Refused):
    """The maker has granted nothing to this partner, so there is nothing to revoke.

    Check the partner's subject; otherwise there is nothing left to do.
    """

    def __init__(self) -> None:
        super().__init__("You have granted nothing to this partner.")
