"""What the press team asks, decides and tells, each with a letter to the maker."""

from collections.abc import Sequence

from chassis import caller
from chassis.makers import Maker
from chassis.mongo import Session
from chassis.requests import changing
from handmade.pr_review.v1 import press_release_pb2 as pb
from pr_review.domain.release import (
    Action,
    DeclineReason,
    ExceptionNotAsked,
    LetterKind,
    Occasion,
    PressRelease,
    SentLetter,
)
from pr_review.letters import Letters
from pr_review.policy import dates, review, texts
from pr_review.policy import form as forms
from pr_review.service.desk import Desk
from pr_review.service.visibility import representing
from pr_review.store.comment import Comments
from pr_review.wire import release as wire


class Deciding(Desk):
    """The methods of representatives that makers hear of."""

    _letters: Letters
    _comments: Comments

    @changing
    async def RequestPressReleaseChanges(
        self, request: pb.RequestPressReleaseChangesRequest, session: Session
    ) -> pb.PressRelease:
        """Asks the maker for changes, with the comments meant for the maker."""
        words = texts.ensure_plain("words", request.words, self._numbers.words_max)
        release, maker, occasion = await self._read(request.name, request.sha256, session)
        letter = self._letter(LetterKind.CHANGES, release, maker, occasion, words)
        standing = await self._team.standing(session)
        asked = release.request_changes(
            letter.text, self._numbers.max_rounds, occasion, standing
        ).with_letter(letter)
        release.ensure_present(request.sha256)
        return await self._sent(Action.CHANGES_REQUESTED, asked, occasion, session)

    @changing
    async def ApprovePressRelease(
        self, request: pb.ApprovePressReleaseRequest, session: Session
    ) -> pb.PressRelease:
        """Lets it go out, if nothing stands against it."""
        given = texts.ensure_letter(request.words, request.conditions, self._numbers)
        overriding = texts.ensure_plain(
            "override_reason", request.override_reason, self._numbers.reason_max, required=False
        )
        plan = wire.plan_of(request)
        release, maker, occasion = await self._read(request.name, request.sha256, session)
        standing = await self._team.standing(session)
        release.ensure_decided_by(occasion, standing, overrides=bool(overriding))
        review.ensure_approvable(
            release,
            sha256=request.sha256,
            open_issues=await self._comments.open_issues(release.id, session),
            membership_states=maker.states.values(),
            now=occasion.moment,
            plan=plan,
            overrides=bool(overriding),
        )
        form = release.form
        if form.release_on is None:
            raise ValueError("what was submitted has a date")
        conditions = review.with_conditions_of_stakeholders(release, given)
        letter = self._letter(
            LetterKind.APPROVAL, release, maker, occasion, request.words,
            conditions=conditions, override_reason=overriding,
        )  # fmt: skip
        approved = release.approve(
            letter.text,
            conditions,
            dates.approval_expires(form.release_on, form.time_zone, self._numbers),
            occasion,
            standing,
            override_reason=overriding,
        ).with_letter(letter)
        return await self._sent(Action.APPROVED, approved, occasion, session)

    @changing
    async def DeclinePressRelease(
        self, request: pb.DeclinePressReleaseRequest, session: Session
    ) -> pb.PressRelease:
        """Says no."""
        words = texts.ensure_plain("words", request.words, self._numbers.words_max)
        reason = wire.from_decline_reason(request.reason)
        release, maker, occasion = await self._read(request.name, request.sha256, session)
        standing = await self._team.standing(session)
        letter = self._letter(LetterKind.DECLINE, release, maker, occasion, words, reason=reason)
        declined = release.decline(reason, letter.text, occasion, standing)
        release.ensure_present(request.sha256)
        return await self._sent(Action.DECLINED, declined.with_letter(letter), occasion, session)

    @changing
    async def MarkPressReleaseNotNeeded(
        self, request: pb.MarkPressReleaseNotNeededRequest, session: Session
    ) -> pb.PressRelease:
        """Answers that it needs no review."""
        most = self._numbers.words_max
        words = texts.ensure_plain("words", request.words, most, required=False)
        release, maker, occasion = await self._read(request.name, request.sha256, session)
        standing = await self._team.standing(session)
        release.ensure_decided_by(occasion, standing)
        release.ensure_present(request.sha256)
        release.ensure_needs_no_review(words)
        letter = self._letter(LetterKind.NO_REVIEW_NEEDED, release, maker, occasion, words)
        answered = release.not_needed(letter.text, occasion, standing).with_letter(letter)
        return await self._sent(Action.NOT_NEEDED, answered, occasion, session)

    @changing
    async def ReopenPressRelease(
        self, request: pb.ReopenPressReleaseRequest, session: Session
    ) -> pb.PressRelease:
        """Takes a decision back."""
        reason = texts.ensure_plain("reason", request.reason, self._numbers.reason_max)
        await self._team.remember()
        release, maker = await self._view.handed_in(request.name, session)
        occasion = self._occasion(representing(caller.current()))
        standing = await self._team.standing(session)
        letter = self._letter(LetterKind.REOPENING, release, maker, occasion, reason)
        reopened = release.reopen(reason, self._clock.answer_due(release), occasion, standing)
        return await self._saved(Action.REOPENED.value, reopened.with_letter(letter), session)

    @changing
    async def DecidePressReleaseException(
        self, request: pb.DecidePressReleaseExceptionRequest, session: Session
    ) -> pb.PressRelease:
        """Says whether there will be a review in less than two weeks."""
        most = self._numbers.words_max
        words = texts.ensure_plain("words", request.words, most, required=False)
        await self._team.remember()
        release, maker = await self._view.handed_in(request.name, session)
        if release.exception is None or release.exception.id != request.exception:
            raise ExceptionNotAsked
        granted = request.granted
        kind = LetterKind.EXCEPTION_GRANT if granted else LetterKind.EXCEPTION_REFUSAL
        occasion = self._occasion(representing(caller.current()))
        letter = self._letter(kind, release, maker, occasion, words)
        decided = release.decide_exception(
            occasion, await self._team.standing(session), granted=granted, answer=words
        ).with_letter(letter)
        what = Action.EXCEPTION_GRANTED if granted else Action.EXCEPTION_REFUSED
        return await self._saved(what.value, decided, session)

    async def _read(
        self, name: str, sha256: str, session: Session
    ) -> tuple[PressRelease, Maker, Occasion]:
        """The press release that somebody of the team has read, and who they are."""
        forms.ensure_sha256(sha256)
        await self._team.remember()
        release, maker = await self._view.handed_in(name, session)
        return release, maker, self._occasion(representing(caller.current()))

    def _letter(
        self,
        kind: LetterKind,
        release: PressRelease,
        maker: Maker,
        occasion: Occasion,
        words: str,
        *,
        reason: DeclineReason | None = None,
        conditions: Sequence[str] = (),
        override_reason: str = "",
    ) -> SentLetter:
        written = self._letters.write(kind, release, maker, words, reason, conditions)
        return SentLetter(
            kind=written.kind,
            text=written.text,
            language=written.language,
            by=occasion.somebody,
            moment=occasion.moment,
            draft_number=release.drafts_uploaded,
            reason=reason,
            conditions=tuple(conditions),
            override_reason=override_reason,
        )

    async def _sent(
        self, action: Action, told: PressRelease, occasion: Occasion, session: Session
    ) -> pb.PressRelease:
        """Stores what was decided; from now on the maker reads what was meant for the maker."""
        await self._comments.send_to_maker(told.id, occasion.moment, session)
        return await self._saved(action.value, told, session)
