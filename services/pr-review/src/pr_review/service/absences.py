"""Who of the press team and of other teams is there, and who stands in."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from chassis import caller
from chassis.actors import Actor
from chassis.caller import Role
from chassis.ids import new_id
from chassis.moments import from_timestamp
from chassis.mongo import Session
from chassis.requests import Requests, changing
from handmade.pr_review.v1 import press_release_work_pb2 as pb
from pr_review.domain.absence import Absence, AbsenceNotFound, ensure_substitute
from pr_review.domain.release import LeadNeeded
from pr_review.policy import work as policy
from pr_review.policy.numbers import Policy
from pr_review.service.team import Team
from pr_review.service.visibility import STAFF, representing
from pr_review.store.absence import Absences
from pr_review.store.work import Work
from pr_review.wire import work as wire

MOST = 200


class Attendance:
    """The methods about people."""

    requests: Requests
    _work: Work
    _team: Team
    _absences: Absences
    _numbers: Policy
    _now: Callable[[], datetime]

    async def ListRepresentatives(
        self, request: pb.ListRepresentativesRequest, context: Any
    ) -> pb.ListRepresentativesResponse:
        """Everybody who is known of the press team."""
        known = await self._team.known()
        taken = await self._work.taken(known)
        away: dict[str, Absence] = {}
        for absence in await self._absences.of(known, self._now()):
            away.setdefault(absence.who.subject, absence)
        by_name = sorted(known.values(), key=lambda it: (it.display_name, it.subject))
        return pb.ListRepresentativesResponse(
            representatives=[
                wire.to_representative(
                    it, self._team.actor(it), taken.get(it.subject, 0), away.get(it.subject)
                )
                for it in by_name[:MOST]
            ]
        )

    async def ListStakeholders(
        self, request: pb.ListStakeholdersRequest, context: Any
    ) -> pb.ListStakeholdersResponse:
        """Everybody of other teams who can be asked."""
        known = await self._team.stakeholders()
        asked: dict[str, int] = {}
        if caller.current().has(*STAFF):
            asked = await self._work.asked(it.subject for it in known)
        return pb.ListStakeholdersResponse(
            stakeholders=[wire.to_stakeholder(it, asked.get(it.subject, 0)) for it in known]
        )

    @changing
    async def SetPressAbsence(
        self, request: pb.SetPressAbsenceRequest, session: Session
    ) -> pb.PressAbsence:
        """Says that somebody is away, instead of whatever was said of them before."""
        now = self._now()
        has_start = request.HasField("start_time")
        since = from_timestamp(request.start_time) if has_start else now
        until = from_timestamp(request.end_time)
        policy.ensure_absence(since, until, now, self._numbers)
        await self._team.remember()
        by = representing(caller.current())
        who = await self._meant(request.representative, by, session)
        substitute = await self._team.colleague(request.substitute, session)
        absence = Absence(
            id=new_id(),
            who=who,
            since=since,
            until=until,
            substitute=substitute,
            created=now,
            said_by=by,
        )
        theirs = await self._absences.of([substitute.subject], now, session)
        ensure_substitute(absence, theirs)
        await self._absences.cancel(who.subject, by, now, session)
        await self._absences.add(absence, session)
        return wire.to_absence(absence)

    @changing
    async def EndPressAbsence(
        self, request: pb.EndPressAbsenceRequest, session: Session
    ) -> pb.EndPressAbsenceResponse:
        """Somebody is back, or never went."""
        by = representing(caller.current())
        subject = request.representative or by.subject
        _ensure_may(by, subject)
        if not await self._absences.cancel(subject, by, self._now(), session):
            raise AbsenceNotFound
        return pb.EndPressAbsenceResponse()

    async def _meant(self, subject: str, by: Actor, session: Session) -> Actor:
        """Who is away: the caller unless somebody else is named, which only a lead does."""
        if subject in ("", by.subject):
            return by
        _ensure_may(by, subject)
        return await self._team.colleague(subject, session)


def _ensure_may(by: Actor, subject: str) -> None:
    if subject != by.subject and by.role is not Role.PR_LEAD:
        raise LeadNeeded
