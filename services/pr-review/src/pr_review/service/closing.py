"""What the maker's side does once a press release was handed in, and how it ends."""

from dataclasses import replace

from chassis import caller
from chassis.actors import Actor, acting
from chassis.caller import Role
from chassis.errors import InvalidRequest, invalid
from chassis.fields import ensure_current
from chassis.mongo import Session
from chassis.requests import changing
from handmade.pr_review.v1 import press_release_pb2 as pb
from pr_review.domain.release import (
    Action,
    Form,
    PressRelease,
    Publication,
)
from pr_review.policy import dates, review, texts
from pr_review.policy import form as forms
from pr_review.service.desk import Desk
from pr_review.service.lapsing import Lapsing
from pr_review.service.visibility import acting_for, is_insider
from pr_review.wire import release as wire


class Closing(Desk):
    """The methods for another date, answers, withdrawals, and what went out."""

    _lapsing: Lapsing

    @changing
    async def ChangePressReleaseDate(
        self, request: pb.ChangePressReleaseDateRequest, session: Session
    ) -> pb.PressRelease:
        """Moves it to another day; the two weeks are counted anew."""
        release, maker = await self._view.own(request.name, session)
        ensure_current(request.etag, self._view.revision(release))
        review.ensure_member(maker.states.values())
        until = self._clock.revivable_until(release)
        release.ensure_date_can_change(self._now(), until)
        review.ensure_room(release, self._numbers)
        form = self._moved_to(request, release.form)
        occasion = self._occasion(acting_for(caller.current(), maker))
        terms = self._clock.terms(form, release.counts_from(occasion.moment))
        release = await self._lapsing.noticed(release, session)
        moved = release.change_date(form, terms, occasion, revivable_until=until)
        return await self._saved(Action.DATE_CHANGED.value, moved, session)

    @changing
    async def AnswerPressRelease(
        self, request: pb.AnswerPressReleaseRequest, session: Session
    ) -> pb.PressRelease:
        """Answers requested changes with the present draft."""
        forms.ensure_sha256(request.sha256)
        text = texts.ensure_plain("text", request.text, self._numbers.words_max, required=False)
        release, maker = await self._view.own(request.name, session)
        occasion = self._occasion(acting_for(caller.current(), maker))
        answered = release.answer(
            wire.from_answer_kind(request.kind),
            text,
            self._clock.answer_due(release),
            occasion,
        )
        release.ensure_present(request.sha256)
        return await self._saved(Action.ANSWERED.value, answered, session)

    @changing
    async def WithdrawPressRelease(
        self, request: pb.WithdrawPressReleaseRequest, session: Session
    ) -> pb.PressRelease:
        """Takes it back."""
        most = self._numbers.reason_max
        reason = texts.ensure_plain("reason", request.reason, most, required=False)
        release, maker = await self._view.own(request.name, session)
        occasion = self._occasion(acting_for(caller.current(), maker))
        until = occasion.moment + self._numbers.undo
        withdrawn = release.withdraw(reason, until, occasion)
        return await self._saved(Action.WITHDRAWN.value, withdrawn, session)

    @changing
    async def UndoPressReleaseWithdrawal(
        self, request: pb.UndoPressReleaseWithdrawalRequest, session: Session
    ) -> pb.PressRelease:
        """Goes on as if it had not been withdrawn."""
        release, maker = await self._view.own(request.name, session)
        occasion = self._occasion(acting_for(caller.current(), maker))
        review.ensure_room_for_undo(release, self._numbers)
        undone = release.undo_withdrawal(occasion)
        return await self._saved(Action.WITHDRAWAL_UNDONE.value, undone, session)

    @changing
    async def ReportPressReleasePublished(
        self, request: pb.ReportPressReleasePublishedRequest, session: Session
    ) -> pb.PressRelease:
        """Records that it went out."""
        release = await self._view.seen(request.name, session)
        by_staff = is_insider(caller.current(), release)
        publication = self._publication(request, release, by_staff=by_staff)
        occasion = self._occasion(publication.by)
        release = await self._lapsing.noticed(release, session)
        opens = dates.opens(release.form)
        reported = release.report_published(publication, opens, occasion, by_staff=by_staff)
        return await self._saved(reported.timeline[-1].action.value, reported, session)

    def _publication(
        self,
        request: pb.ReportPressReleasePublishedRequest,
        release: PressRelease,
        *,
        by_staff: bool,
    ) -> Publication:
        if request.without_approval and not by_staff:
            raise invalid(
                "without_approval", "STAFF_ONLY", "Only staff says that it was not approved."
            )
        published = self._now()
        if request.HasField("publish_time"):
            filed = release.created
            published = self._past("publish_time", request.publish_time, since=filed)
        return Publication(
            published=published,
            by=self._staff_of(release) if by_staff else self._of_makers_side(release),
            reported=self._now(),
            uri=texts.ensure_uri("uri", request.uri, self._numbers.uri_max),
            note=texts.ensure_plain("note", request.note, self._numbers.note_max, required=False),
            is_other=request.without_approval,
        )

    def _of_makers_side(self, release: PressRelease) -> Actor:
        who = caller.current()
        return acting(who, Role.MAKER if who.subject == release.maker_subject else Role.PARTNER)

    def _moved_to(self, request: pb.ChangePressReleaseDateRequest, form: Form) -> Form:
        day, broken = wire.day_of(request.release_date), []
        if day is None:
            broken.append(wire.no_such_day())
        at = wire.time_of(request.release_time) if request.HasField("release_time") else None
        if at is None and request.HasField("release_time"):
            broken.append(wire.no_such_time())
        if broken:
            raise InvalidRequest(broken)
        moved = replace(
            form,
            release_on=day,
            release_at=at,
            time_zone=request.time_zone.strip() or form.time_zone,
            exception_reason=request.exception_reason.strip(),
        )
        forms.ensure_plan(moved, self._numbers)
        return moved
