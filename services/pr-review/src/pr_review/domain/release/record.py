"""What is known of a press release, and what all its verbs rest on."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Self

from chassis.actors import Actor
from pr_review.domain.release.parts import (
    FROM_MAKER,
    Approval,
    ChangeRequest,
    DateChange,
    Decision,
    Draft,
    ExceptionRequest,
    Form,
    Intake,
    Notice,
    Publication,
    SentLetter,
    Stakeholder,
    Withdrawal,
)
from pr_review.domain.release.refusals import (
    DraftChanged,
    OwnPressRelease,
    PressReleaseNotDraft,
    PressReleaseNotInReview,
    PressReleaseTaken,
    ReleaseDatePast,
)
from pr_review.domain.release.states import (
    ASKING,
    HELD,
    NOBODY_ELSE,
    UNDECIDED,
    UNSEEN,
    Action,
    ExceptionState,
    Occasion,
    Standing,
    State,
    TimelineEntry,
)

# Whoever does this for the maker, be it support, does not review what they filed.
_FILING = frozenset(
    {Action.STARTED, Action.CHANGED, Action.DRAFT_UPLOADED, Action.AUTHORISED, Action.SUBMITTED}
)

# Where the changes asked for last may still be answered, at once or once it goes on.
_UNANSWERED = frozenset({State.CHANGES_REQUESTED, State.WITHDRAWN, State.LAPSED})


@dataclass(frozen=True)
class Record:
    """One press release, before its verbs.

    `updated` is when something last changed that makers see too. `maker_subject` is the maker's
    account. `received` is the moment the two weeks are counted from, `submitted` the moment it was
    handed in.

    `answer_due` is until when we mean to decide. It is set while a release waits for us; while it
    waits for the maker, for an answer or another date, the clock stands still with `answer_left` on
    it. `lapses` is its release
    moment: the first at which it can't be approved any more.
    """

    id: str
    maker: str
    form: Form
    created: datetime
    updated: datetime
    maker_subject: str = ""
    revision: int = 1
    state: State = State.DRAFT
    intake: Intake = FROM_MAKER
    drafts: tuple[Draft, ...] = ()
    submitted: datetime | None = None
    received: datetime | None = None
    notice: Notice | None = None
    dates: tuple[DateChange, ...] = ()
    exceptions: tuple[ExceptionRequest, ...] = ()
    representative: Actor | None = None
    change_requests: tuple[ChangeRequest, ...] = ()
    letters: tuple[SentLetter, ...] = ()
    stakeholders: tuple[Stakeholder, ...] = ()
    decision: Decision | None = None
    past_decisions: tuple[Decision, ...] = ()
    approval: Approval | None = None
    past_approvals: tuple[Approval, ...] = ()
    publication: Publication | None = None
    withdrawal: Withdrawal | None = None
    copied_from: str = ""
    acknowledge_due: datetime | None = None
    acknowledged: datetime | None = None
    answer_due: datetime | None = None
    answer_left: timedelta | None = None
    lapses: datetime | None = None
    time_zones: str = ""
    """By which edition of the world's clock rules `lapses` was reckoned."""
    lapsed: datetime | None = None
    first_answered: datetime | None = None
    ended: datetime | None = None
    in_time: bool | None = None
    """Whether it was decided before we meant to; None until it is decided."""
    timeline: tuple[TimelineEntry, ...] = ()
    granted: frozenset[str] = frozenset()
    """The accounts that its maker lets write press releases now. Known while somebody looks or
    acts, and never stored."""

    def with_letter(self, letter: SentLetter) -> Self:
        """With a letter that goes to the maker with what was done last."""
        return replace(self, letters=(*self.letters, letter))

    @property
    def name(self) -> str:
        """The resource name."""
        return f"pressReleases/{self.id}"

    @property
    def draft(self) -> Draft | None:
        """The present document."""
        return self.drafts[-1] if self.drafts else None

    @property
    def round(self) -> int:
        """Which reading of ours it is in, or waits for; each ends with changes that are asked for,
        whether they were answered or the time ran out meanwhile.
        """
        asked = self.change_requests
        is_open = self.state in _UNANSWERED and bool(asked) and asked[-1].answer is None
        return len(asked) if is_open else len(asked) + 1

    @property
    def drafts_uploaded(self) -> int:
        """How many documents were uploaded so far."""
        return self.drafts[-1].number if self.drafts else 0

    @property
    def is_undecided(self) -> bool:
        """Whether it was handed in, and still waits for somebody."""
        return self.state in UNDECIDED

    @property
    def exception(self) -> ExceptionRequest | None:
        """The wish for less than two weeks that is about the present date."""
        last = self.exceptions[-1] if self.exceptions else None
        return None if last is None or last.state is ExceptionState.DROPPED else last

    @property
    def waits_for_date(self) -> bool:
        """Whether the time is too short and stays so until the maker moves the date."""
        asked = self.exception
        return asked is not None and asked.state is ExceptionState.REFUSED

    @property
    def parties(self) -> frozenset[str]:
        """The accounts of the maker's side: its own, and those that acted for it."""
        acted = {
            it.occasion.actor.subject
            for it in self.timeline
            if it.occasion.actor and (it.occasion.actor.acted_for_maker or it.action in _FILING)
        }
        return frozenset({self.maker_subject, *acted} - {""})

    @property
    def filer(self) -> str:
        """The account of support that filed it in the maker's place; empty where none did."""
        by = self.timeline[0].occasion.actor if self.timeline else None
        return "" if by is None or by.acted_for_maker else by.subject

    @property
    def asked(self) -> frozenset[str]:
        """The accounts that are, or ever were, asked about it, so that they may read it."""
        people = {it.who.subject for it in self.stakeholders}
        people |= {
            it.colleague.subject
            for it in self.timeline
            if it.action in ASKING and it.colleague is not None
        }
        return frozenset(people)

    def has_part(self, subject: str) -> bool:
        """Whether the account is of the maker's side, may be by a grant, or filed it in the
        maker's place."""
        return subject in self.parties or subject in self.granted

    def at(self, moment: datetime) -> Self:
        """The release as it stands at a moment: lapsed, if its time passed undecided."""
        if not self.is_undecided or self.lapses is None or moment < self.lapses:
            return self
        return self._lapsed()

    def ensure_draft(self) -> None:
        """Fails with `PressReleaseNotDraft` once it was submitted."""
        if self.state is not State.DRAFT:
            raise PressReleaseNotDraft(self.state)

    def ensure_represented_by(self, actor: Actor, standing: Standing = NOBODY_ELSE) -> None:
        """Fails unless it is in review, and the actor's or that of somebody they stand in for."""
        self._ensure_in_review()
        self._ensure_held_by(actor, standing)

    def ensure_present(self, sha256: str) -> Draft:
        """The present draft. Fails with `DraftChanged` if it has another digest."""
        draft = self.draft
        if draft is None or draft.sha256 != sha256:
            raise DraftChanged(draft.sha256 if draft else "", draft.number if draft else 0)
        return draft

    def _ensure_in_review(self) -> None:
        if self.state is State.LAPSED:
            raise ReleaseDatePast(self.form.release_on)
        if self.state is not State.IN_REVIEW:
            raise PressReleaseNotInReview(self.state)

    def _ensure_held(self) -> None:
        if self.state not in HELD:
            raise PressReleaseNotInReview(self.state)

    def _ensure_held_by(self, actor: Actor, standing: Standing, *, lead_may: bool = False) -> None:
        self._ensure_not_of(actor)
        holder = self.representative
        if (
            holder is None
            or standing.covers(holder.subject, actor)
            or (lead_may and standing.leads)
        ):
            return
        raise PressReleaseTaken(holder)

    def _ensure_not_of(self, actor: Actor) -> None:
        if self.has_part(actor.subject):
            raise OwnPressRelease

    def _moved(
        self,
        state: State,
        action: Action,
        occasion: Occasion,
        *,
        reason: str = "",
        text: str = "",
        colleague: Actor | None = None,
        **changes: Any,
    ) -> Self:
        form, drafts = changes.get("form", self.form), changes.get("drafts", self.drafts)
        entry = TimelineEntry(
            occasion,
            action,
            state,
            reason,
            text,
            colleague,
            drafts[-1].number if drafts else 0,
            form.release_on,
        )
        return replace(
            self,
            state=state,
            timeline=(*self.timeline, entry),
            updated=self.updated if action in UNSEEN else occasion.moment,
            **changes,
        )

    def _contacted(self, occasion: Occasion, *, answers: bool) -> Self:
        """With the first word of ours to the maker, from which on nothing is to be acknowledged."""
        return replace(
            self,
            acknowledged=self.acknowledged or occasion.moment,
            acknowledge_due=None,
            first_answered=self.first_answered or (occasion.moment if answers else None),
        )

    def _voided(self, occasion: Occasion) -> Self:
        """Without its approval, which stays among the past ones."""
        if self.approval is None:
            return self
        past = replace(self.approval, voided=occasion.moment)
        decided = () if self.decision is None else (self.decision,)
        return replace(
            self,
            approval=None,
            decision=None,
            past_approvals=(*self.past_approvals, past),
            past_decisions=(*self.past_decisions, *decided),
            ended=None,
            in_time=None,
        )

    @property
    def _reviewed(self) -> State:
        """Where it goes on: with its representative, or in the queue."""
        return State.SUBMITTED if self.representative is None else State.IN_REVIEW

    def _lapsed(self) -> Self:
        # It lapses at its release moment, whenever that is noticed; only an undone withdrawal may
        # have come after it.
        last = self.timeline[-1].occasion
        moment = max(self.lapses or last.moment, last.moment)
        return self._moved(
            State.LAPSED,
            Action.LAPSED,
            Occasion(None, moment, last.rule_version),
            lapsed=moment,
            ended=moment,
            acknowledge_due=None,
            answer_due=None,
            answer_left=None,
        )
