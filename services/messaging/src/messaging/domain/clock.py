"""The clock on a maker's answer."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum


class Verdict(Enum):
    """What became of an answer."""

    TICKING = "ticking"
    MET = "met"
    BREACHED = "breached"


@dataclass(frozen=True)
class ResponseClock:
    """From a buyer's message until the maker's answer.

    The verdict follows from the moments, so it is right even when nothing has swept.
    `breach_recorded` says that a breach was made known, which happens once.
    """

    opened: datetime
    due: datetime
    answered: datetime | None = None
    breach_recorded: bool = False

    def verdict(self, now: datetime) -> Verdict:
        """What became of the answer: at the due moment it is in time, a millisecond later not.

        Source: `docs/rules.md#the-24-hour-clock`.
        """
        if self.breach_recorded or (self.answered or now) > self.due:
            return Verdict.BREACHED
        return Verdict.TICKING if self.answered is None else Verdict.MET

    def answer(self, at: datetime) -> "ResponseClock":
        """Stops the clock. The first answer counts; a later one changes nothing."""
        if self.answered is not None:
            return self
        return replace(self, answered=max(at, self.opened))

    def has_news(self, now: datetime) -> bool:
        """Whether there is a breach that was not made known yet."""
        return not self.breach_recorded and self.verdict(now) is Verdict.BREACHED

    def record_breach(self, now: datetime) -> "ResponseClock":
        """Makes known that the answer did not come in time, if that is so."""
        return replace(self, breach_recorded=True) if self.has_news(now) else self
