"""What the maker, an agency or support does until it is handed in, and with its drafts."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Self

from pr_review.domain.release.exceptions import Excepting
from pr_review.domain.release.parts import (
    Authority,
    DateChange,
    Draft,
    Form,
    Intake,
    Stakeholder,
    Terms,
)
from pr_review.domain.release.refusals import (
    AuthorityGiven,
    DraftsClosed,
    DraftUnchanged,
    FirstContactAccepted,
    FirstContactTooLate,
    FirstContactUnknown,
    LeadNeeded,
    PressReleaseNotSubmitted,
    ReleaseDatePast,
)
from pr_review.domain.release.states import (
    UNDECIDED,
    Action,
    Occasion,
    StakeholderState,
    Standing,
    State,
)


class Filing(Excepting):
    """The verbs of whoever files it, and of support where it came through support."""

    @classmethod
    def start(
        cls,
        id: str,  # noqa: A002
        maker: str,
        maker_subject: str,
        form: Form,
        occasion: Occasion,
        *,
        intake: Intake | None = None,
        copied_from: str = "",
    ) -> Self:
        """A new press release, being prepared. No clock runs yet."""
        new = cls(
            id=id,
            maker=maker,
            maker_subject=maker_subject,
            form=form,
            created=occasion.moment,
            updated=occasion.moment,
            intake=intake or Intake(),
            copied_from=copied_from,
        )
        return new._moved(State.DRAFT, Action.STARTED, occasion)

    def edit(self, form: Form, occasion: Occasion) -> Self:
        """Changes what the maker wrote. Edits in a row leave one entry in the timeline."""
        self.ensure_draft()
        last = self.timeline[-1]
        if last.action is Action.CHANGED and last.occasion.actor == occasion.actor:
            return replace(self, form=form, updated=occasion.moment)
        return self._moved(State.DRAFT, Action.CHANGED, occasion, form=form)

    def attach(
        self,
        draft: Draft,
        occasion: Occasion,
        answer_due: datetime,
        little_changed: Collection[int] = (),
        *,
        stakeholder_due: datetime | None = None,
    ) -> Self:
        """Takes another document; before the submission in the place of the earlier one.

        What stakeholders said of the one before is outdated, but for vetoes, and for who keeps
        theirs while little changes: `little_changed` has the drafts that the new one is so like.
        Those are asked anew, until `stakeholder_due`.
        An approval falls: it was of other bytes. Only then a new `answer_due` is taken; changes
        that were asked for wait for the maker's answer.
        """
        self.ensure_takes_drafts(draft.sha256, occasion.moment)
        if self.state is State.DRAFT:
            return self._moved(State.DRAFT, Action.DRAFT_UPLOADED, occasion, drafts=(draft,))
        before = self.draft
        stakeholders = tuple(
            _after(it, before, draft, little_changed, stakeholder_due) for it in self.stakeholders
        )
        uploaded = self._moved(
            self.state,
            Action.DRAFT_UPLOADED,
            occasion,
            drafts=(*self.drafts, draft),
            stakeholders=stakeholders,
        )
        if self.state is not State.APPROVED:
            return uploaded
        return uploaded._void(occasion, answer_due)

    def ensure_takes_drafts(self, sha256: str, moment: datetime) -> None:
        """Fails unless a file with this digest can be uploaded now; empty for any file."""
        if self.state not in UNDECIDED | {State.DRAFT, State.APPROVED}:
            raise DraftsClosed(self.state)
        if self.state is State.APPROVED and self.lapses is not None and moment >= self.lapses:
            raise ReleaseDatePast(self.form.release_on)
        if self.state is not State.DRAFT and self.draft and self.draft.sha256 == sha256:
            raise DraftUnchanged(self.draft.number)

    def authorise(self, authority: Authority, occasion: Occasion) -> Self:
        """Records that the maker lets the agency act."""
        if not self.intake.needs_authority:
            raise AuthorityGiven
        if self.state is not State.DRAFT and self.state not in UNDECIDED:
            raise PressReleaseNotSubmitted(self.state)
        return self._moved(
            self.state,
            Action.AUTHORISED,
            occasion,
            reason=authority.source.value,
            intake=replace(self.intake, authority=authority),
        )

    def record_first_contact(
        self, first_contact: datetime, reference: str, occasion: Occasion
    ) -> Self:
        """Notes when the maker first wrote to support. By itself it counts for nothing."""
        if self.state is not State.DRAFT and self.state not in UNDECIDED:
            raise PressReleaseNotSubmitted(self.state)
        if self.intake.accepted is not None:
            raise FirstContactAccepted
        latest = min(self.received or occasion.moment, occasion.moment)
        if first_contact > latest:
            raise FirstContactTooLate(latest)
        return self._moved(
            self.state,
            Action.FIRST_CONTACT_RECORDED,
            occasion,
            text=reference,
            intake=replace(
                self.intake,
                first_contact=first_contact,
                reference=reference,
                recorded_by=occasion.somebody,
            ),
        )

    def accept_first_contact(
        self, terms: Terms, reason: str, occasion: Occasion, standing: Standing
    ) -> Self:
        """Counts the first contact as the moment it was received, by a lead's word.

        It moves the notice, and drops an exception no longer needed; our own clocks run on.
        """
        if not standing.leads:
            raise LeadNeeded
        self._ensure_not_of(occasion.somebody)
        if self.state not in UNDECIDED:
            raise PressReleaseNotSubmitted(self.state)
        if self.intake.accepted is not None:
            raise FirstContactAccepted
        if self.intake.first_contact is None:
            raise FirstContactUnknown
        accepted = self._moved(
            self.state,
            Action.FIRST_CONTACT_ACCEPTED,
            occasion,
            text=reason,
            intake=replace(self.intake, accepted_by=occasion.somebody, accepted=occasion.moment),
            received=self.intake.first_contact,
        )
        noticed = accepted._noticed(terms.notice, occasion)
        is_resumed = self.waits_for_date and not noticed.waits_for_date
        return noticed._resumed(terms.answer_due) if is_resumed else noticed

    def submit(self, terms: Terms, occasion: Occasion) -> Self:
        """Hands it in: what `policy.submission` found complete, under the terms of its date."""
        self.ensure_draft()
        form = self.form
        if form.release_on is None:
            raise ValueError("without a date there are no terms")
        self._ensure_time_or_reason(form, terms.notice)
        submitted = self._moved(
            State.SUBMITTED,
            Action.SUBMITTED,
            occasion,
            reason=terms.notice.verdict.value,
            submitted=occasion.moment,
            received=terms.notice.received,
            notice=terms.notice,
            dates=(
                DateChange(
                    form.release_on,
                    form.release_at,
                    form.time_zone,
                    occasion.moment,
                    occasion.somebody,
                    terms.notice,
                ),
            ),
            acknowledge_due=terms.acknowledge_due,
            answer_due=terms.answer_due,
            lapses=terms.lapses,
        )
        return submitted._asking(form.exception_reason, occasion)


def _after(
    stakeholder: Stakeholder,
    before: Draft | None,
    draft: Draft,
    little_changed: Collection[int],
    due: datetime | None,
) -> Stakeholder:
    """The stakeholder once there is another draft: a veto sticks, other words go out of date."""
    is_kept = (before is not None and draft.has_text_of(before)) or (
        stakeholder.keeps_for_small_changes and stakeholder.draft_number in little_changed
    )
    if stakeholder.state is not StakeholderState.ANSWERED or stakeholder.vetoes or is_kept:
        return stakeholder
    return replace(
        stakeholder,
        state=StakeholderState.OUTDATED,
        due=due or stakeholder.due,
        outdated=draft.uploaded,
    )
