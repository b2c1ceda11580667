"""What a review is made of."""

from dataclasses import dataclass
from datetime import datetime

from chassis.actors import Actor
from pr_review.domain.release.states import (
    ASKED,
    AWAITED,
    AnswerKind,
    Area,
    Need,
    StakeholderState,
    Verdict,
)


@dataclass(frozen=True)
class Draft:
    """A Word document that was accepted. Its bytes never change.

    `similarity` to the text before it lies between 0 and 1; the first has none.
    """

    number: int
    file_id: str
    file_name: str
    size: int
    sha256: str
    uploaded: datetime
    uploader: Actor | None = None
    reading_id: str = ""
    html_id: str = ""
    words: int = 0
    blocks: int = 0
    text_sha256: str = ""
    has_tracked_changes: bool = False
    warnings: tuple[str, ...] = ()
    mention_count: int = 0
    similarity: float | None = None
    is_new_text: bool = False

    def has_text_of(self, other: "Draft") -> bool:
        """Whether nothing but the format differs."""
        return bool(self.text_sha256) and self.text_sha256 == other.text_sha256


@dataclass(frozen=True)
class EditedCopy:
    """A copy of a draft with our edits. Its bytes never change.

    `sent` is when changes were asked for with it; before, it is the staff's own.
    """

    draft_number: int
    draft_sha256: str
    file_id: str
    file_name: str
    size: int
    sha256: str
    uploaded: datetime
    uploader: Actor
    sent: datetime | None = None


@dataclass(frozen=True)
class Answer:
    """What the maker says to the changes asked for, about the draft it had then."""

    kind: AnswerKind
    words: str
    by: Actor
    moment: datetime
    draft_number: int


@dataclass(frozen=True)
class ChangeRequest:
    """The changes asked for in one round, and what the maker said to them."""

    round: int
    letter: str
    by: Actor
    moment: datetime
    draft_number: int
    answer: Answer | None = None


@dataclass(frozen=True)
class Stakeholder:
    """Somebody asked what they say of the draft, and what they said.

    `who` is the one asked at present, `delegated_from` the one before. `draft_number` is the draft
    the verdict is about. Nothing is due of who is only informed. `outdated` is when another draft
    made their word out of date.
    """

    id: str
    area: Area
    need: Need
    who: Actor
    question: str
    due: datetime | None
    asked_by: Actor
    asked: datetime
    state: StakeholderState = StakeholderState.OPEN
    verdict: Verdict | None = None
    words: str = ""
    conditions: tuple[str, ...] = ()
    decided: datetime | None = None
    draft_number: int = 0
    keeps_for_small_changes: bool = False
    waive_reason: str = ""
    delegated_from: Actor | None = None
    outdated: datetime | None = None

    @property
    def is_asked(self) -> bool:
        """Whether an answer of theirs still counts."""
        return self.state in ASKED

    @property
    def is_required(self) -> bool:
        """Whether an approval needs their yes."""
        return self.need is Need.REQUIRED and self.state is not StakeholderState.WAIVED

    @property
    def is_awaited(self) -> bool:
        """Whether the release waits for them: required, and no answer that is still good."""
        return self.need is Need.REQUIRED and self.state in AWAITED

    @property
    def vetoes(self) -> bool:
        """Whether their veto stands."""
        return self.state is StakeholderState.ANSWERED and self.verdict is Verdict.VETO
