"""Where a page of several lists goes on, in its address: a cursor for each of them."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from console.graph import Problem
from console.queues import Page

_AFTER = "after."
# Of pages, not of what is shown on them.
_OWN = frozenset({"done"})


def places(query: QueryParams) -> Mapping[str, str]:
    """Returns the places that an address gives, by the names of the lists."""
    return {name.removeprefix(_AFTER): place for name, place in query.items() if _is_place(name)}


def asked(query: QueryParams) -> Sequence[tuple[str, str]]:
    """Returns what an address asks for, without its places and without what was left empty."""
    return [
        (name, value)
        for name, value in query.multi_items()
        if value and name not in _OWN and not _is_place(name)
    ]


def again(query: QueryParams) -> str:
    """Returns the query of the same page once more, with a question mark; empty for none."""
    kept = [(name, value) for name, value in query.multi_items() if value and name not in _OWN]
    return f"?{urlencode(kept)}" if kept else ""


def first(query: QueryParams) -> str:
    """Returns the query of the first page."""
    kept = asked(query)
    return f"?{urlencode(kept)}" if kept else ""


def following(query: QueryParams, page: Page, more: Mapping[str, str] | None = None) -> str | None:
    """Returns the query of the page behind one; None if there is none."""
    if not page.has_more:
        return None
    kept = [pair for pair in asked(query) if pair[0] not in (more or {})]
    after = [(f"{_AFTER}{name}", place) for name, place in page.places.items()]
    return f"?{urlencode([*kept, *(more or {}).items(), *after])}"


def told(query: QueryParams, problem: Problem) -> Problem:
    """Returns why a list is not there; places are good for one person and one list only."""
    if problem.code != "INVALID" or not places(query):
        return problem
    return Problem(problem.code, "This page is of another list, or of another person's.")


def retry(query: QueryParams, problem: Problem) -> str:
    """Returns the query of where to try again."""
    return first(query) if problem.code == "INVALID" else again(query)


def _is_place(name: str) -> bool:
    return name.startswith(_AFTER)
