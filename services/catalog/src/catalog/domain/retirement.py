"""How what was made under a membership ends with it."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Reason(Enum):
    """How the membership ended."""

    MAKER_LEFT = "maker_left"
    MAKER_REMOVED = "maker_removed"
    MAKER_ADMITTED_AGAIN = "maker_admitted_again"


@dataclass(frozen=True)
class Retirement:
    """Why something is off for good, and since when."""

    reason: Reason
    at: datetime


_REASONS = {"LEFT": Reason.MAKER_LEFT, "REMOVED": Reason.MAKER_REMOVED}


def retirement(membership: str, now: datetime) -> Retirement:
    """The retirement of what is over, by the state in which the membership is now."""
    return Retirement(_REASONS.get(membership, Reason.MAKER_ADMITTED_AGAIN), now)
