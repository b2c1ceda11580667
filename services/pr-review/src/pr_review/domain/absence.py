"""Who of the press team is away, and who stands in for them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from chassis.actors import Actor
from chassis.errors import NotFound, Refused


@dataclass(frozen=True)
class Absence:
    """Somebody away from one moment until another, and the colleague who stands in meanwhile."""

    id: str
    who: Actor
    since: datetime
    until: datetime
    substitute: Actor
    created: datetime
    note: str = ""
    cancelled: datetime | None = None
    revision: int = 1

    def covers(self, moment: datetime) -> bool:
        """Whether they are away at a moment; the end itself is no more part of it."""
        return self.cancelled is None and self.since <= moment < self.until

    def cancel(self, actor: Actor, now: datetime, *, may_overrule: bool = False) -> Self:
        """They are back, or never went."""
        if actor.subject != self.who.subject and not may_overrule:
            raise AbsenceNotFound
        if self.cancelled is not None or now >= self.until:
            raise AbsenceOver
        return replace(self, cancelled=now)


def acts_for(absences: Iterable[Absence], subject: str, moment: datetime) -> frozenset[str]:
    """The accounts for whom somebody stands in at a moment, and whose substitutes are away too."""
    away = {it.who.subject: it.substitute.subject for it in absences if it.covers(moment)}
    return frozenset(it for it in away if it != subject and _last(it, away) == subject)


def away(absences: Iterable[Absence], moment: datetime) -> frozenset[str]:
    """The accounts of who is away at a moment."""
    return frozenset(it.who.subject for it in absences if it.covers(moment))


def ensure_absence(new: Absence, others: Iterable[Absence], now: datetime) -> None:
    """Fails if the time is over, stands in its own way, or somebody would stand in for themselves.

    `others` are the absences of the same account.
    """
    if new.until <= max(new.since, now):
        raise AbsenceOver
    if new.substitute.subject == new.who.subject:
        raise SubstituteIsAway(new.substitute)
    for it in others:
        if it.id != new.id and it.cancelled is None and it.since < new.until > new.since < it.until:
            raise AbsenceOverlaps(it.since, it.until)


def _last(subject: str, away: dict[str, str]) -> str:
    """Who in the end stands in, where substitutes are away themselves."""
    met = {subject}
    current = away[subject]
    while current in away and current not in met:
        met.add(current)
        current = away[current]
    return current


class AbsenceNotFound(NotFound):
    """There is no such absence, or it is somebody else's.

    Read the absences again.
    """

    def __init__(self) -> None:
        super().__init__("There is no such absence.")


class AbsenceOver(Refused):
    """An absence ends after it begins, and after now.

    Check both moments.
    """

    def __init__(self) -> None:
        super().__init__("The absence would be over, or is.")


class AbsenceOverlaps(Refused):
    """There is an absence of the same person in that time; the facts `since` and `until` say when.

    Cancel that one first.
    """

    def __init__(self, since: datetime, until: datetime) -> None:
        super().__init__(
            f"There is one from {since:%Y-%m-%d %H:%M} until {until:%Y-%m-%d %H:%M} UTC.",
            since=since,
            until=until,
        )


class SubstituteIsAway(Refused):
    """Who stands in for somebody is somebody else.

    Name a colleague.
    """

    def __init__(self, substitute: Actor) -> None:
        super().__init__(
            f"{substitute.display_name} can't stand in.", substitute=substitute.display_name
        )
