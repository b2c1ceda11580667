"""Lists that are each in order, shown as one: pages of what comes first in any of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from console.graph import Answer, Problem

SIZE = 25
"""How many items a page has. Each list is asked for as many, for all of them may be its own."""
# The place of a list of which everything was shown.
END = "end"


class Sortable(Protocol):
    """What tells which of two comes first."""

    def __lt__(self, other: Any, /) -> bool: ...


@dataclass(frozen=True)
class Listed:
    """As much of one list as was asked for: its edges as the graph has them, or why there are none.

    `name` stays the same from page to page; the list's place goes by it.
    """

    name: str
    edges: Sequence[Mapping[str, Any]] = ()
    has_more: bool = False
    problem: Problem | None = None

    @classmethod
    def of(cls, name: str, answer: Answer, root: str) -> "Listed":
        """Reads the connection that a root field gave."""
        found = answer.found(root)
        if found is None:
            problem = answer.problem(root) or Problem("", "This part could not be read.")
            return cls(name, problem=problem)
        return cls(name, found["edges"], found["pageInfo"]["hasNextPage"])


@dataclass(frozen=True)
class Shown:
    """An item, and the list that it is from."""

    list: str
    node: Mapping[str, Any]


@dataclass(frozen=True)
class Page:
    """What is shown, and from where each list goes on."""

    items: Sequence[Shown]
    places: Mapping[str, str]
    """By the list's name, the cursor of what was shown last of it, or `END`."""
    has_more: bool


def merged(
    lists: Sequence[Listed],
    places: Mapping[str, str],
    order: Callable[[Mapping[str, Any]], Sortable],
    size: int = SIZE,
) -> Page:
    """Returns the first items of all lists together, each list's own order kept.

    `places` are those that the lists were asked for from. A list that failed keeps its place, so
    nothing of it is lost when it is there again. Of two equal items the earlier list's comes first.
    """
    taken = {listed.name: 0 for listed in lists}
    items: list[Shown] = []
    while len(items) < size:
        heads = [listed for listed in lists if taken[listed.name] < len(listed.edges)]
        if not heads or any(_is_drained(listed, taken[listed.name]) for listed in lists):
            break
        first = min(heads, key=lambda listed: order(listed.edges[taken[listed.name]]["node"]))
        items.append(Shown(first.name, first.edges[taken[first.name]]["node"]))
        taken[first.name] += 1
    behind = dict(places)
    for listed in lists:
        shown = taken[listed.name]
        if _is_over(listed, shown):
            behind[listed.name] = END
        elif shown:
            behind[listed.name] = listed.edges[shown - 1]["cursor"]
    known = [listed for listed in lists if not listed.problem]
    has_more = not all(_is_over(listed, taken[listed.name]) for listed in known)
    return Page(items, behind, has_more)


def _is_over(listed: Listed, shown: int) -> bool:
    return not listed.problem and not listed.has_more and shown == len(listed.edges)


def _is_drained(listed: Listed, shown: int) -> bool:
    """Whether what comes next in it is not known, so nothing of other lists can be before it."""
    return listed.has_more and shown == len(listed.edges)
