"""How long a maker has to answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class ResponseSla:
    """How long an answer may take, for messages received from a moment on."""

    valid_from: datetime
    allowed: timedelta


def due(opened: datetime, table: Sequence[ResponseSla]) -> datetime:
    """Until when a message is answered in time: elapsed hours, whatever clocks and calendars do.

    Source: `docs/rules.md#the-24-hour-clock`.
    """
    valid = [sla for sla in table if sla.valid_from <= opened] or table[:1]
    return opened + max(valid, key=lambda sla: sla.valid_from).allowed
