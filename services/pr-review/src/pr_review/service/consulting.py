"""What colleagues of other teams are asked, and say."""

from chassis import caller
from chassis.actors import Actor, acting
from chassis.caller import Role
from chassis.errors import invalid
from chassis.moments import from_timestamp
from chassis.mongo import Session
from chassis.requests import changing
from handmade.pr_review.v1 import press_release_pb2, press_review_pb2
from pr_review.domain.problems import PressReleaseNotFound
from pr_review.domain.release import Action, Occasion, PressRelease, Standing
from pr_review.policy import form as forms
from pr_review.policy import review, texts
from pr_review.service.desk import Desk
from pr_review.service.visibility import may_see_as_stakeholder, representing
from pr_review.wire import consulting as wire


class Consulting(Desk):
    """The methods on stakeholders."""

    @changing
    async def AddStakeholder(
        self, request: press_review_pb2.AddStakeholderRequest, session: Session
    ) -> press_release_pb2.PressRelease:
        """Asks somebody."""
        most = self._numbers.question_max
        question = texts.ensure_plain("question", request.question, most, required=False)
        area, need = wire.area_and_need(request)
        release, occasion, standing = await self._team_reads(request.press_release, session)
        review.ensure_room_for_stakeholder(release, self._numbers)
        who = await self._team.stakeholder(request.who, session)
        due = self._clock.stakeholder_due(release)
        if request.HasField("due_time"):
            due = from_timestamp(request.due_time)
            if due <= occasion.moment:
                raise invalid("due_time", "IN_THE_PAST", "Must be in the future.")
            if release.lapses is not None and due > release.lapses:
                latest = f"{release.lapses:%Y-%m-%d %H:%M} UTC"
                raise invalid(
                    "due_time",
                    "DUE_TOO_LATE",
                    f"Must be {latest} at the latest, when the release goes out or lapses.",
                )
        asked = release.ask(who, area, need, question, due, occasion, standing)
        return await self._saved(Action.STAKEHOLDER_ASKED.value, asked, session)

    @changing
    async def AnswerAsStakeholder(
        self, request: press_review_pb2.AnswerAsStakeholderRequest, session: Session
    ) -> press_release_pb2.PressRelease:
        """What one says of the present draft."""
        forms.ensure_sha256(request.sha256)
        verdict = wire.verdict_of(request)
        conditions = texts.ensure_verdict(verdict, request.text, request.conditions, self._numbers)
        release, occasion = await self._asked_reads(request.press_release, session)
        said = release.say(
            request.stakeholder,
            verdict,
            request.text.strip(),
            conditions,
            request.sha256,
            occasion,
            keeps_for_small_changes=request.keeps_for_small_changes,
        )
        return await self._saved(Action.STAKEHOLDER_ANSWERED.value, said, session)

    @changing
    async def DelegateStakeholder(
        self, request: press_review_pb2.DelegateStakeholderRequest, session: Session
    ) -> press_release_pb2.PressRelease:
        """Passes it on."""
        most = self._numbers.note_max
        note = texts.ensure_plain("note", request.note, most, required=False)
        release, occasion = await self._asked_reads(request.press_release, session)
        to = await self._team.stakeholder(request.who, session)
        passed = release.delegate(request.stakeholder, to, note, occasion)
        return await self._saved(Action.STAKEHOLDER_DELEGATED.value, passed, session)

    @changing
    async def RefuseAsStakeholder(
        self, request: press_review_pb2.RefuseAsStakeholderRequest, session: Session
    ) -> press_release_pb2.PressRelease:
        """Says nothing, and why."""
        reason = texts.ensure_plain("reason", request.reason, self._numbers.reason_max)
        release, occasion = await self._asked_reads(request.press_release, session)
        refused = release.decline_part(request.stakeholder, reason, occasion)
        return await self._saved(Action.STAKEHOLDER_DECLINED.value, refused, session)

    @changing
    async def WaiveStakeholder(
        self, request: press_review_pb2.WaiveStakeholderRequest, session: Session
    ) -> press_release_pb2.PressRelease:
        """Goes on without."""
        reason = texts.ensure_plain("reason", request.reason, self._numbers.reason_max)
        release, occasion, standing = await self._team_reads(request.press_release, session)
        waived = release.waive(request.stakeholder, reason, occasion, standing)
        return await self._saved(Action.STAKEHOLDER_WAIVED.value, waived, session)

    async def _team_reads(
        self, name: str, session: Session
    ) -> tuple[PressRelease, Occasion, Standing]:
        await self._team.remember()
        release, _ = await self._view.handed_in(name, session, "press_release")
        review.ensure_room(release, self._numbers)
        occasion = self._occasion(representing(caller.current()))
        return release, occasion, await self._team.standing(session)

    async def _asked_reads(self, name: str, session: Session) -> tuple[PressRelease, Occasion]:
        """What somebody was asked about, as who they are asked."""
        await self._team.remember_stakeholder()
        release = await self._view.seen(name, session, "press_release")
        who = caller.current()
        if release.submitted is None:
            raise PressReleaseNotFound
        review.ensure_room(release, self._numbers)
        actor: Actor = (
            acting(who, Role.STAKEHOLDER)
            if may_see_as_stakeholder(who, release)
            else representing(who)
        )
        return release, self._occasion(actor)
