"""The press team: who is known of it, who is away, and who stands in for whom."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from chassis import caller
from chassis.actors import Actor
from chassis.caller import Role
from chassis.mongo import Session
from chassis.staff import Colleague, Staff
from pr_review.domain.absence import away, substitutes
from pr_review.domain.problems import ColleagueUnknown, RepresentativeUnknown
from pr_review.domain.release import (
    PressRelease,
    Standing,
)
from pr_review.policy.work import least_loaded
from pr_review.store.absence import Absences
from pr_review.store.release import PressReleases

ROLES = (Role.PR, Role.PR_LEAD)


class Team:
    """The representatives, as far as they were seen here."""

    def __init__(
        self,
        staff: Staff,
        absences: Absences,
        releases: PressReleases,
        now: Callable[[], datetime],
    ) -> None:
        self._staff = staff
        self._absences = absences
        self._releases = releases
        self._now = now

    async def remember(self) -> None:
        """Notes that the caller, one of the team, was here."""
        who = caller.current()
        await self._staff.remember(who, Role.PR if who.has(Role.PR) else Role.PR_LEAD)

    async def remember_agency(self) -> None:
        """Notes that the caller acted for a maker, so that what becomes of it can be written to
        them."""
        who = caller.current()
        if who.has(Role.PARTNER):
            await self._staff.remember(who, Role.PARTNER)

    async def remember_stakeholder(self) -> None:
        """Notes that the caller, who was asked about a press release, was here."""
        who = caller.current()
        if who.has(Role.STAKEHOLDER):
            await self._staff.remember(who, Role.STAKEHOLDER)

    async def remember_colleague(self) -> None:
        """Notes that the caller looked at what waits, as one of the team or as somebody asked."""
        if caller.current().has(*ROLES):
            await self.remember()
        else:
            await self._staff.remember(caller.current(), Role.STAKEHOLDER)

    async def stakeholders(self) -> Sequence[Colleague]:
        """All of other teams who can be asked, by name."""
        return await self._staff.having(Role.STAKEHOLDER)

    async def stakeholder(self, subject: str, session: Session) -> Actor:
        """Somebody who can be asked about a press release: of other teams, or of this one.

        Fails with `ColleagueUnknown`.
        """
        for role in (Role.STAKEHOLDER, *ROLES):
            found = await self._staff.find(subject, role, session)
            if found is not None:
                return found.acting(role)
        raise ColleagueUnknown

    async def anybody(self, subject: str) -> Actor | None:
        """Whoever of the staff has this account, if they were seen here."""
        for role in (Role.PR_LEAD, Role.PR, Role.STAKEHOLDER):
            found = await self._staff.find(subject, role)
            if found is not None:
                return found.acting(role)
        return None

    async def standing(self, session: Session) -> Standing:
        """What the caller may beside what they have taken themselves."""
        who, now = caller.current(), self._now()
        return Standing(
            acts_for=await self._absences.stands_in_for(who.subject, now, session),
            leads=who.has(Role.PR_LEAD),
        )

    async def colleague(self, subject: str, session: Session) -> Actor:
        """One of the team. Fails with `RepresentativeUnknown`."""
        for role in ROLES:
            found = await self._staff.find(subject, role, session)
            if found is not None:
                return _representing(found)
        raise RepresentativeUnknown

    async def known(self) -> Mapping[str, Colleague]:
        """All of the team who are known, by account."""
        found = [one for role in ROLES for one in await self._staff.having(role)]
        return {one.subject: one for one in found}

    async def least_loaded(self, release: PressRelease, session: Session) -> Actor:
        """Who of those who may have it and are there has the fewest.

        Fails with `NobodyToAssign`.
        """
        now = self._now()
        absent = away(await self._absences.at(now, session), now)
        known = await self.known()
        held = await self._releases.held_by(known, session)
        return least_loaded(release, map(_representing, known.values()), held, absent)

    async def substitutes(self, session: Session | None = None) -> Mapping[str, Actor]:
        """Who stands in now, by the account of who is away."""
        now = self._now()
        return substitutes(await self._absences.at(now, session), now)

    def actor(self, colleague: Colleague) -> Actor:
        """One of the team, as the lead they are or as a representative."""
        return _representing(colleague)


def _representing(colleague: Colleague) -> Actor:
    leads = Role.PR_LEAD in colleague.roles
    return colleague.acting(Role.PR_LEAD if leads else Role.PR)
