"""Who of the press team has a press release, and what is recorded of its first contact."""

from chassis import caller
from chassis.mongo import Session
from chassis.requests import changing
from handmade.pr_review.v1 import press_release_pb2 as pb
from pr_review.domain.release import (
    HELD,
    Action,
    FirstContactUnknown,
    PressRelease,
    PressReleaseNotInReview,
    PressReleaseNotSubmitted,
    PressReleaseTaken,
    State,
)
from pr_review.policy import review, texts
from pr_review.service.desk import Desk
from pr_review.service.visibility import representing


class Taking(Desk):
    """The methods by which the press team divide their work. Who uses one is known from then on."""

    @changing
    async def TakePressRelease(
        self, request: pb.TakePressReleaseRequest, session: Session
    ) -> pb.PressRelease:
        """Makes the caller its representative."""
        await self._team.remember()
        release, _ = await self._view.handed_in(request.name, session)
        taken = release.take(self._occasion(representing(caller.current())))
        return await self._saved(Action.TAKEN.value, taken, session)

    @changing
    async def AssignPressRelease(
        self, request: pb.AssignPressReleaseRequest, session: Session
    ) -> pb.PressRelease:
        """Gives what nobody has to a colleague: the one that is named, else who has the fewest."""
        await self._team.remember()
        release, _ = await self._view.handed_in(request.name, session)
        _ensure_queued(release)
        if request.representative:
            colleague = await self._team.colleague(request.representative, session)
        else:
            colleague = await self._team.least_loaded(release, session)
        review.ensure_room(release, self._numbers)
        occasion = self._occasion(representing(caller.current()))
        assigned = release.assign(colleague, "", occasion)
        return await self._saved(assigned.timeline[-1].action.value, assigned, session)

    @changing
    async def HandOverPressRelease(
        self, request: pb.HandOverPressReleaseRequest, session: Session
    ) -> pb.PressRelease:
        """Makes a colleague its representative."""
        note = self._note(request.note)
        await self._team.remember()
        release, _ = await self._view.handed_in(request.name, session)
        if release.state not in HELD:
            raise PressReleaseNotInReview(release.state)
        colleague = await self._team.colleague(request.representative, session)
        review.ensure_room(release, self._numbers)
        handed_over = release.assign(
            colleague,
            note,
            self._occasion(representing(caller.current())),
            await self._team.standing(session),
        )
        return await self._saved(Action.HANDED_OVER.value, handed_over, session)

    @changing
    async def ReleasePressRelease(
        self, request: pb.ReleasePressReleaseRequest, session: Session
    ) -> pb.PressRelease:
        """Gives it back to the queue."""
        note = self._note(request.note)
        await self._team.remember()
        release, _ = await self._view.handed_in(request.name, session)
        review.ensure_room(release, self._numbers)
        occasion = self._occasion(representing(caller.current()))
        released = release.release(note, occasion, await self._team.standing(session))
        return await self._saved(Action.RELEASED.value, released, session)

    @changing
    async def AcceptPressReleaseFirstContact(
        self, request: pb.AcceptPressReleaseFirstContactRequest, session: Session
    ) -> pb.PressRelease:
        """Lets the first contact count as the receipt."""
        reason = texts.ensure_plain("reason", request.reason, self._numbers.reason_max)
        await self._team.remember()
        release, _ = await self._view.handed_in(request.name, session)
        if release.intake.first_contact is None:
            raise FirstContactUnknown
        accepted = release.accept_first_contact(
            self._clock.terms(release.form, release.intake.first_contact),
            reason,
            self._occasion(representing(caller.current())),
            await self._team.standing(session),
        )
        return await self._saved(Action.FIRST_CONTACT_ACCEPTED.value, accepted, session)

    def _note(self, text: str) -> str:
        return texts.ensure_plain("note", text, self._numbers.note_max, required=False)


def _ensure_queued(release: PressRelease) -> None:
    """Fails unless nobody has it."""
    if release.state in HELD and release.representative is not None:
        raise PressReleaseTaken(release.representative)
    if release.state is not State.SUBMITTED:
        raise PressReleaseNotSubmitted(release.state)
