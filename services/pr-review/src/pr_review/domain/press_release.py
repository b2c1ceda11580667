"""What a press release is, and how it may change."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum

from chassis.actors import Actor
from pr_review.domain.release.parts import Form
from pr_review.domain.release.refusals import (
    PressReleaseNotDraft,
    PressReleaseNotInReview,
    PressReleaseNotSubmitted,
    PressReleaseTaken,
)

__all__ = ["Approval", "Draft", "Form", "PressRelease", "State", "TimelineEntry"]

# Every decision is recorded with this; raise it whenever a rule in `policy` changes.
RULE_VERSION = "1"


class State(Enum):
    """Where a press release is in its life."""

    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    IN_REVIEW = "IN_REVIEW"
    APPROVED = "APPROVED"


@dataclass(frozen=True)
class Draft:
    """A Word document that was accepted. Its bytes never change."""

    number: int
    file_id: str
    file_name: str
    size: int
    sha256: str
    uploaded: datetime


@dataclass(frozen=True)
class Approval:
    """What exactly was approved: these bytes, on this day, in this zone."""

    file_id: str
    file_name: str
    sha256: str
    release_on: date
    time_zone: str
    representative: Actor
    created: datetime
    expires: datetime


@dataclass(frozen=True)
class TimelineEntry:
    """Something that happened. Nothing is ever taken from a timeline."""

    occurred: datetime
    actor: Actor | None
    action: str
    state: State
    rule_version: str


@dataclass(frozen=True)
class PressRelease:
    """An announcement by a maker that mentions the marketplace."""

    id: str
    maker: str
    form: Form
    created: datetime
    updated: datetime
    revision: int = 1
    state: State = State.DRAFT
    draft: Draft | None = None
    representative: Actor | None = None
    approval: Approval | None = None
    submitted: datetime | None = None
    timeline: tuple[TimelineEntry, ...] = ()

    @classmethod
    def start(cls, id: str, maker: str, form: Form, actor: Actor, now: datetime) -> "PressRelease":  # noqa: A002
        """A new press release, being prepared."""
        new = cls(id=id, maker=maker, form=form, created=now, updated=now)
        return new._with(actor, "started", now)

    @property
    def name(self) -> str:
        """The resource name."""
        return f"pressReleases/{self.id}"

    @property
    def drafts_uploaded(self) -> int:
        """How many documents were uploaded so far."""
        return self.draft.number if self.draft else 0

    def edit(self, form: Form, actor: Actor, now: datetime) -> "PressRelease":
        """Changes what the maker wrote. Edits in a row leave one entry in the timeline."""
        self._ensure_draft()
        changed = replace(self, form=form, updated=now)
        last = self.timeline[-1]
        if last.action == "changed" and last.actor == actor:
            return changed
        return changed._with(actor, "changed", now)

    def attach(self, draft: Draft, actor: Actor, now: datetime) -> "PressRelease":
        """Takes a document in the place of an earlier one."""
        self._ensure_draft()
        return replace(self, draft=draft, updated=now)._with(actor, "draft_uploaded", now)

    def submit(self, actor: Actor, now: datetime) -> "PressRelease":
        """Hands it in; `policy.ensure_submittable` says whether it may be."""
        self._ensure_draft()
        handed_in = replace(self, state=State.SUBMITTED, submitted=now, updated=now)
        return handed_in._with(actor, "submitted", now)

    def take(self, representative: Actor, now: datetime) -> "PressRelease":
        """Gives it to a representative."""
        if self.state is State.IN_REVIEW and self.representative:
            raise PressReleaseTaken(self.representative)
        if self.state is not State.SUBMITTED:
            raise PressReleaseNotSubmitted(self.state)
        taken = replace(self, state=State.IN_REVIEW, representative=representative, updated=now)
        return taken._with(representative, "taken", now)

    def approve(self, approval: Approval, now: datetime) -> "PressRelease":
        """Lets it go out as it is; `policy.ensure_approvable` says whether it may."""
        approved = replace(self, state=State.APPROVED, approval=approval, updated=now)
        return approved._with(approval.representative, "approved", now)

    def ensure_reviewed_by(self, subject: str) -> None:
        """Refuses a decision unless it is in review, and by anybody but its representative."""
        if self.state is not State.IN_REVIEW or self.representative is None:
            raise PressReleaseNotInReview(self.state)
        if self.representative.subject != subject:
            raise PressReleaseTaken(self.representative)

    def file_with(self, sha256: str) -> str | None:
        """The id of the file with this digest, of the present one for none."""
        kept = [held for held in (self.draft, self.approval) if held]
        return next((held.file_id for held in kept if sha256 in ("", held.sha256)), None)

    def _ensure_draft(self) -> None:
        if self.state is not State.DRAFT:
            raise PressReleaseNotDraft(self.state)

    def _with(self, actor: Actor, action: str, now: datetime) -> "PressRelease":
        entry = TimelineEntry(now, actor, action, self.state, RULE_VERSION)
        return replace(self, timeline=(*self.timeline, entry))
