"""Comments on a draft: on a whole block, or on some words of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Self

from chassis.actors import Actor
from chassis.errors import NotFound, Refused, Stale


class Visibility(Enum):
    """Who reads it, but for the press team and the stakeholders."""

    INTERNAL = "INTERNAL"
    MAKER = "MAKER"


class Status(Enum):
    """Whether it is an issue, and what became of it. With an open issue nothing is approved."""

    NOTE = "NOTE"
    OPEN = "OPEN"
    FIXED = "FIXED"
    DROPPED = "DROPPED"


@dataclass(frozen=True)
class Anchor:
    """Some words of a block of one draft, in code points of what is shown; both 0: all of it."""

    draft_number: int
    block: str
    start: int = 0
    end: int = 0
    quote: str = ""

    @property
    def is_whole_block(self) -> bool:
        """Whether no words are picked out."""
        return self.start == self.end == 0


@dataclass(frozen=True)
class Reply:
    """Something said to a comment. `sent` is when a maker could read it first."""

    author: Actor
    text: str
    created: datetime
    visibility: Visibility = Visibility.INTERNAL
    sent: datetime | None = None

    @property
    def is_seen_by_maker(self) -> bool:
        """Whether the maker's side reads it."""
        return self.visibility is Visibility.MAKER and self.sent is not None


@dataclass(frozen=True)
class Comment:
    """One comment, with what was said to it.

    `anchor` is where it was made. `carried` has where it stands in later drafts, by their numbers;
    None where its words are gone. `sent` is when a maker could read it first: with the changes
    asked for, or the decision.
    """

    id: str
    release: str
    anchor: Anchor
    author: Actor
    text: str
    created: datetime
    updated: datetime
    visibility: Visibility = Visibility.INTERNAL
    status: Status = Status.NOTE
    sent: datetime | None = None
    replies: tuple[Reply, ...] = ()
    carried: Mapping[int, Anchor | None] = field(default_factory=dict)
    resolved_by: Actor | None = None
    resolved: datetime | None = None
    revision: int = 1

    @property
    def is_seen_by_maker(self) -> bool:
        """Whether the maker's side reads it."""
        return self.visibility is Visibility.MAKER and self.sent is not None

    def in_draft(self, number: int) -> Anchor | None:
        """Where it stands in a draft; None where it does not, or its words are gone."""
        return self.anchor if number == self.anchor.draft_number else self.carried.get(number)

    def edit(self, text: str, visibility: Visibility, actor: Actor, now: datetime) -> Self:
        """Changes one's own comment, while nobody else has read or answered it."""
        self.ensure_own_unsent(actor)
        return replace(self, text=text, visibility=visibility, updated=now)

    def ensure_own_unsent(self, actor: Actor) -> None:
        """Fails unless it is the actor's, and neither sent to the maker nor answered."""
        if self.author.subject != actor.subject:
            raise CommentOfAnother(self.author)
        if self.sent is not None or self.replies:
            raise CommentSent

    def reply(self, text: str, visibility: Visibility, actor: Actor, now: datetime) -> Self:
        """Adds to it. What the maker's side says, everybody reads at once who reads the comment.

        To an internal comment everything is internal.
        """
        if actor.acted_for_maker:
            if not self.is_seen_by_maker:
                raise CommentNotFound
            answer = Reply(actor, text, now, Visibility.MAKER, sent=now)
        else:
            if visibility is Visibility.MAKER and self.visibility is Visibility.INTERNAL:
                raise CommentIsInternal
            # The maker, who reads the comment already, reads this at once.
            is_read = visibility is Visibility.MAKER and self.is_seen_by_maker
            answer = Reply(actor, text, now, visibility, sent=now if is_read else None)
        return replace(self, replies=(*self.replies, answer), updated=now)

    def resolve(self, status: Status, actor: Actor, now: datetime) -> Self:
        """Says what became of the issue: fixed, or dropped."""
        if status not in (Status.FIXED, Status.DROPPED):
            raise ValueError("an issue is fixed or dropped")
        if self.status is not Status.OPEN:
            raise IssueNotOpen(self.status)
        return replace(self, status=status, resolved_by=actor, resolved=now, updated=now)

    def reopen(self, now: datetime) -> Self:
        """An issue again, what was resolved and what was a mere note."""
        if self.status is Status.OPEN:
            raise IssueOpen
        return replace(self, status=Status.OPEN, resolved_by=None, resolved=None, updated=now)


class CommentNotFound(NotFound):
    """There is no such comment, or the caller may not see it.

    Read the comments of the press release again.
    """

    def __init__(self) -> None:
        super().__init__("There is no such comment.")


class CommentOfAnother(Refused):
    """Only who wrote a comment changes or deletes it.

    Reply to it instead; the fact `author` says whose it is.
    """

    def __init__(self, author: Actor) -> None:
        super().__init__(f"The comment is {author.display_name}'s.", author=author.display_name)


class CommentSent(Refused):
    """The comment was sent to the maker or answered, and stays as it was read.

    Reply to it, or resolve it.
    """

    def __init__(self) -> None:
        super().__init__("The comment was sent or answered and can't be changed any more.")


class CommentIsInternal(Refused):
    """The maker does not see the comment, and so nothing that is said to it.

    Reply internally, or write a comment of its own to the maker.
    """

    def __init__(self) -> None:
        super().__init__("An internal comment takes internal replies only.")


class OnlyTeamWritesToMaker(Refused):
    """Comments for the maker are the press team's, so that the maker hears one voice.

    Write an internal comment; the representative can say it to the maker.
    """

    def __init__(self) -> None:
        super().__init__("Only the press team writes to the maker. Write an internal comment.")


class MakerNotWrittenTo(Refused):
    """The review is over, and with it what is said to the maker; the fact `state` says where it is.

    Write an internal comment, or reopen the review first.
    """

    def __init__(self, state: str) -> None:
        super().__init__("The review is over: nothing more is said to the maker.", state=state)


class TooManyComments(Refused):
    """There are as many comments, or replies to this one, as there may be; the fact `most` says.

    Settle what is open, delete what was not needed, or reply to what there is.
    """

    def __init__(self, most: int) -> None:
        super().__init__(f"There are {most:,} already, which is the most.", most=str(most))


class DraftNotRead(Refused):
    """What stands in the draft is not known here, so that nothing can be said of a place in it.

    Read the draft first; it is read anew then.
    """

    def __init__(self) -> None:
        super().__init__("The draft has not been read yet. Open it first.")


class IssueNotOpen(Refused):
    """Only an open issue can be resolved; the fact `status` says what the comment is.

    Reopen it first, if something is still to be done.
    """

    def __init__(self, status: Status) -> None:
        super().__init__("There is no open issue to resolve.", status=status.value)


class IssueOpen(Refused):
    """It is an open issue already.

    Nothing is left to do.
    """

    def __init__(self) -> None:
        super().__init__("It is an open issue already.")


class CommentChanged(Stale):
    """Somebody else changed the comment first.

    Read it again, then repeat what still makes sense.
    """

    def __init__(self) -> None:
        super().__init__("The comment has changed since you read it. Read it again.")
