"""The comments on a press release, as seen from one of its drafts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from console.graph import Problem
from console.visit import Visit

# Of comments a hundred each; a press release has no more than a few hundred.
MOST_PAGES = 20
_SETTLED = ("FIXED", "DROPPED")


@dataclass(frozen=True)
class Said:
    """One comment, and where it stands in the draft that is shown."""

    comment: Mapping[str, Any]
    block: str | None
    """None where it stands nowhere in it."""
    start: int
    end: int
    is_gone: bool
    """Whether its words are not in this draft any more."""

    @property
    def key(self) -> str:
        """Names its forms, and its place on the page."""
        return sha256(self.comment["id"].encode()).hexdigest()[:10]

    @property
    def is_settled(self) -> bool:
        """Whether nothing has to be done about it any more."""
        return self.comment["issue"] in _SETTLED

    @property
    def is_open(self) -> bool:
        """Whether something must be done about it before an approval."""
        return bool(self.comment["issue"] == "OPEN")

    def is_changed_by(self, subject: str) -> bool:
        """Whether somebody may change or delete it: their own, as long as nobody answered it."""
        author = self.comment["author"]
        is_theirs = bool(author) and author["id"] == subject
        return is_theirs and not self.comment["isSent"] and not self.comment["replies"]


@dataclass(frozen=True)
class Talk:
    """All of them, in the order of the draft where they stand in it.

    What must still be fixed is `open` wherever it stands: it is in the way of an approval.
    """

    open: Sequence[Said] = ()
    remarks: Sequence[Said] = ()
    settled: Sequence[Said] = ()
    elsewhere: Sequence[Said] = ()
    problem: Problem | None = None

    @property
    def all(self) -> Sequence[Said]:
        """Every one."""
        return [*self.open, *self.remarks, *self.settled, *self.elsewhere]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.all)

    def counts(self) -> Mapping[str, tuple[str, int]]:
        """By block: the key of its first comment, and how many it has."""
        counted: dict[str, tuple[str, int]] = {}
        for each in (*self.open, *self.remarks, *self.settled):
            if each.block:
                key, before = counted.get(each.block, (each.key, 0))
                counted[each.block] = key, before + 1
        return counted


async def comments(visit: Visit, which: str) -> tuple[list[Mapping[str, Any]], Problem | None]:
    """Every comment, oldest first; what of them could be read, if not all could."""
    found: list[Mapping[str, Any]] = []
    after: str | None = None
    for _ in range(MOST_PAGES):
        answer = await visit.ask("press_draft_comments", id=which, after=after)
        release = answer.found("pressRelease")
        if release is None:
            return found, answer.problem("pressRelease")
        found += release["comments"]["nodes"]
        page = release["comments"]["pageInfo"]
        if not page["hasNextPage"]:
            break
        after = page["endCursor"]
    return found, None


def talk(
    comments: Sequence[Mapping[str, Any]],
    problem: Problem | None,
    number: int,
    order: Mapping[str, int],
) -> Talk:
    """Sorts the comments for the draft of this number; `order` is where its blocks stand."""
    placed = [_placed(comment, number) for comment in comments]
    here = sorted((each for each in placed if each.block), key=lambda it: _order(it, order))
    nowhere = [each for each in placed if not each.block]
    return Talk(
        [each for each in (*here, *nowhere) if each.is_open],
        [each for each in here if not each.is_open and not each.is_settled],
        [each for each in here if each.is_settled],
        [each for each in nowhere if not each.is_open],
        problem,
    )


def _order(said: Said, order: Mapping[str, int]) -> tuple[int, int, str]:
    return order.get(said.block or "", len(order)), said.start, said.comment["createdAt"]


def _placed(comment: Mapping[str, Any], number: int) -> Said:
    if comment["draftNumber"] == number:
        return Said(comment, comment["block"], comment["start"], comment["end"], False)
    for anchor in comment["anchors"]:
        if anchor["draftNumber"] == number and not anchor["isOutdated"]:
            return Said(comment, anchor["block"], anchor["start"], anchor["end"], False)
    return Said(comment, None, 0, 0, is_gone=comment["draftNumber"] < number)
