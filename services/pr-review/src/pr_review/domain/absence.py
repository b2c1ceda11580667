"""Who of the press team is away, and who stands in for them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from chassis.actors import Actor
from chassis.errors import NotFound, Refused


@dataclass(frozen=True)
class Absence:
    """Somebody away from one moment until another, and the colleague who stands in meanwhile.

    `said_by` is who said so; `cancelled` is when somebody took it back, ended it, or said something
    else instead.
    """

    id: str
    who: Actor
    since: datetime
    until: datetime
    substitute: Actor
    created: datetime
    said_by: Actor | None = None
    cancelled: datetime | None = None
    cancelled_by: Actor | None = None
    revision: int = 1

    def covers(self, moment: datetime) -> bool:
        """Whether they are away at a moment; the end itself is no more part of it."""
        return self.cancelled is None and self.since <= moment < self.until

    def meets(self, other: "Absence") -> bool:
        """Whether there is a moment in both."""
        return (
            self.cancelled is None
            and other.cancelled is None
            and self.since < other.until
            and other.since < self.until
        )


def substitutes(absences: Iterable[Absence], moment: datetime) -> Mapping[str, Actor]:
    """Who stands in at a moment, by the account of who is away.

    Where a substitute is away too theirs stands in; where that leads back, nobody does.
    """
    away = {it.who.subject: it.substitute for it in absences if it.covers(moment)}
    last = {subject: _last(subject, away) for subject in away}
    return {subject: who for subject, who in last.items() if who is not None}


def acts_for(absences: Iterable[Absence], subject: str, moment: datetime) -> frozenset[str]:
    """The accounts for whom somebody stands in at a moment, and whose substitutes are away too."""
    standing_in = substitutes(absences, moment)
    return frozenset(it for it, who in standing_in.items() if who.subject == subject)


def away(absences: Iterable[Absence], moment: datetime) -> frozenset[str]:
    """The accounts of who is away at a moment."""
    return frozenset(it.who.subject for it in absences if it.covers(moment))


def ensure_substitute(new: Absence, others: Iterable[Absence]) -> None:
    """Fails with `SubstituteIsAway` for somebody who is away then, and with `SubstituteIsOneself`
    for who is away itself.

    `others` are the absences of the substitute.
    """
    if new.substitute.subject == new.who.subject:
        raise SubstituteIsOneself(new.substitute)
    if any(map(new.meets, others)):
        raise SubstituteIsAway(new.substitute)


def _last(subject: str, away: Mapping[str, Actor]) -> Actor | None:
    """Who in the end stands in, where substitutes are away themselves."""
    met, current = {subject}, away[subject]
    while current.subject in away:
        if current.subject in met:
            return None
        met.add(current.subject)
        current = away[current.subject]
    return current


class AbsenceNotFound(NotFound):
    """Nobody said that this colleague is, or will be, away; or the absence is over.

    Read the representatives again.
    """

    def __init__(self) -> None:
        super().__init__("There is no such absence.")


class SubstituteIsAway(Refused):
    """Whoever stands in for somebody is not away at the same time.

    Name another colleague, or other days.
    """

    def __init__(self, substitute: Actor) -> None:
        super().__init__(
            f"{substitute.display_name} can't stand in then.", substitute=substitute.display_name
        )


class SubstituteIsOneself(Refused):
    """Whoever stands in for somebody is somebody else.

    Name a colleague.
    """

    def __init__(self, who: Actor) -> None:
        super().__init__("Nobody stands in for themselves.", substitute=who.display_name)
