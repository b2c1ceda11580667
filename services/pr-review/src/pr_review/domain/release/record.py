"""What is known of a press release."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self

from chassis.actors import Actor
from pr_review.domain.release.parts import (
    FROM_MAKER,
    Approval,
    ChangeRequest,
    DateChange,
    Decision,
    Draft,
    EditedCopy,
    ExceptionRequest,
    Form,
    Intake,
    Notice,
    Publication,
    SentLetter,
    Stakeholder,
    Withdrawal,
)
from pr_review.domain.release.states import (
    ASKING,
    UNDECIDED,
    Action,
    ExceptionState,
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
    it. `lapses` is its release moment: the first at which it can't be approved any more.
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
    edited_copies: tuple[EditedCopy, ...] = ()
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
    timeline_hash: str = ""
    """The hash of the newest entry, by which a cut-off end is seen."""
    granted: frozenset[str] = frozenset()
    """The accounts that its maker lets write press releases now. Known while somebody looks or
    acts, and never stored."""
    memberships: frozenset[str] = frozenset()
    """The states of its maker's memberships, known as long."""

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
    def edited_copy(self) -> EditedCopy | None:
        """The present document with our edits, if there is one, sent or not."""
        about = (
            it for it in reversed(self.edited_copies) if it.draft_number == self.drafts_uploaded
        )
        return next(about, None)

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
