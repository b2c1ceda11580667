"""Reviewing: what the staff does with applications."""

from applications.domain.application import (
    Action,
    Application,
    ApplicationNotFound,
    Occasion,
    ReviewerUnknown,
    State,
)
from applications.policy import review as policy
from applications.service.desk import Desk
from applications.wire import application as wire
from chassis import caller
from chassis.caller import Role
from chassis.ids import new_id
from chassis.moments import from_timestamp
from chassis.mongo import Session
from chassis.requests import changing
from chassis.staff import Staff
from handmade.applications.v1 import application_pb2 as pb

_NOTING = (Role.REVIEWER, Role.SUPPORT, Role.ADMIN)


class Reviews(Desk):
    """The methods of reviewers. Everybody who uses one is known as a reviewer from then on."""

    _staff: Staff

    @changing
    async def TakeApplication(
        self, request: pb.TakeApplicationRequest, session: Session
    ) -> pb.Application:
        """Makes the caller its reviewer."""
        application = await self._reviewed(request.name, session)
        taken = application.take(self._occasion(Role.REVIEWER))
        return await self._saved(Action.TAKEN.value, taken, session)

    @changing
    async def ReleaseApplication(
        self, request: pb.ReleaseApplicationRequest, session: Session
    ) -> pb.Application:
        """Gives it back to the queue."""
        policy.ensure_plain("note", request.note, self._numbers.handover_note_max, required=False)
        application = await self._reviewed(request.name, session)
        occasion, may_overrule = self._held(application)
        released = application.release(request.note.strip(), occasion, may_overrule=may_overrule)
        policy.ensure_passed_on_within(released, self._numbers)
        return await self._saved(Action.RELEASED.value, released, session)

    @changing
    async def HandOverApplication(
        self, request: pb.HandOverApplicationRequest, session: Session
    ) -> pb.Application:
        """Makes another its reviewer, who must be known as one."""
        policy.ensure_plain("note", request.note, self._numbers.handover_note_max, required=False)
        application = await self._reviewed(request.name, session)
        occasion, may_overrule = self._held(application)
        colleague = await self._staff.find(request.reviewer, Role.REVIEWER, session)
        if colleague is None:
            raise ReviewerUnknown(request.reviewer)
        handed_over = application.hand_over(
            colleague.acting(Role.REVIEWER),
            request.note.strip(),
            occasion,
            may_overrule=may_overrule,
        )
        policy.ensure_passed_on_within(handed_over, self._numbers)
        return await self._saved(Action.HANDED_OVER.value, handed_over, session)

    @changing
    async def AskForInformation(
        self, request: pb.AskForInformationRequest, session: Session
    ) -> pb.Application:
        """Asks the applicant, and waits."""
        occasion = self._occasion(Role.REVIEWER)
        given = from_timestamp(request.due_time) if request.HasField("due_time") else None
        policy.ensure_questions(request.questions, given, occasion.moment, self._numbers)
        due = given or policy.information_due(occasion.moment, self._numbers)
        application = await self._reviewed(request.name, session)
        asked = application.ask([text.strip() for text in request.questions], due, occasion)
        policy.ensure_asked_within(asked, self._numbers)
        return await self._saved(Action.ASKED.value, asked, session)

    @changing
    async def AddApplicationNote(
        self, request: pb.AddApplicationNoteRequest, session: Session
    ) -> pb.Application:
        """Adds what only staff sees."""
        policy.ensure_plain("text", request.text, self._numbers.note_max)
        application = await self._reviewed(request.name, session)
        role = next(role for role in _NOTING if caller.current().has(role))
        noted = application.note(request.text.strip(), self._occasion(role))
        policy.ensure_passed_on_within(noted, self._numbers)
        return await self._saved(Action.NOTED.value, noted, session)

    @changing
    async def ApproveApplication(
        self, request: pb.ApproveApplicationRequest, session: Session
    ) -> pb.Application:
        """Signs; with the last signature comes the invitation."""
        application = await self._reviewed(request.name, session)
        signed = application.approve(new_id(), self._occasion(Role.REVIEWER))
        if signed.state is State.APPROVED:
            await self._admissions.invite(signed, session)
        return await self._saved(signed.timeline[-1].action.value, signed, session)

    @changing
    async def DeclineApplication(
        self, request: pb.DeclineApplicationRequest, session: Session
    ) -> pb.Application:
        """Turns it down."""
        policy.ensure_plain("text", request.text, self._numbers.decline_text_max)
        application = await self._reviewed(request.name, session)
        occasion = self._occasion(Role.REVIEWER)
        declined = application.decline(
            wire.from_decline_reason(request.reason),
            request.text.strip(),
            occasion,
            policy.reapply_from(occasion.moment, self._numbers),
        )
        return await self._saved(Action.DECLINED.value, declined, session)

    async def _reviewed(self, name: str, session: Session) -> Application:
        """One that the staff sees, by somebody who is known from now on.

        A partner who is a reviewer too may see a maker's draft, but not as one of the staff.
        """
        await self._staff.remember(caller.current(), Role.REVIEWER)
        application = await self._view.seen(name, session)
        if application.submitted is None:
            raise ApplicationNotFound
        return application

    def _held(self, application: Application) -> tuple[Occasion, bool]:
        """Who acts on what is taken, and whether whoever has taken it does not matter."""
        who = caller.current()
        is_own_work = application.reviewer is not None and (
            application.reviewer.subject == who.subject
        )
        may_overrule = who.has(Role.ADMIN) and not is_own_work
        return self._occasion(Role.ADMIN if may_overrule else Role.REVIEWER), may_overrule
