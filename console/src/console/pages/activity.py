"""Who did what: everything that people and timers did, of all services, newest first."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.datastructures import QueryParams
from starlette.responses import Response

from console import paging
from console.addresses import BASE, address
from console.days import day, midnight
from console.graph import Problem
from console.pages.work.queue import Queue, Thing
from console.queues import END, SIZE, Listed, merged
from console.visit import Visit, Visiting
from console.words import label, told

HERE = f"{BASE}/activity"
# The graph takes so many aliases in one document.
_AT_ONCE = 15


@dataclass(frozen=True)
class Entry:
    """A line of the list."""

    at: str
    actor: Mapping[str, Any] | None
    thing: Thing
    what: str
    object: str
    title: str
    before: str
    after: str
    reason: str

    @property
    def url(self) -> str:
        """The page of what it was done to; empty where there is none."""
        return address(self.thing.pages, self.object) if self.thing.pages else ""


def roles(queues: Sequence[Queue]) -> frozenset[str]:
    """Returns whom the page is for."""
    return frozenset[str]().union(*(queue.historians for queue in queues))


def routes(queues: Sequence[Queue]) -> APIRouter:
    """Returns the page; `queues` are all that there are."""
    router = APIRouter()

    @router.get("/activity")
    async def show(visit: Visiting) -> Response:
        """The list."""
        return await page(visit, queues)

    return router


async def page(visit: Visit, queues: Sequence[Queue]) -> Response:
    """Returns the list."""
    query = visit.request.query_params
    sources = [queue for queue in queues if queue.historians & visit.me.roles]
    things = {name: thing for queue in sources for name, thing in queue.things.items()}
    places = paging.places(query)
    asked = [source for source in sources if places.get(source.kind) != END]
    filters = _filters(query)
    answers = await asyncio.gather(
        *(visit.ask(it.activity, first=SIZE, after=places.get(it.kind), **filters) for it in asked)
    )
    lists = [
        Listed.of(source.kind, answer, "activity")
        for source, answer in zip(asked, answers, strict=True)
    ]
    is_nowhere = all(listed.problem for listed in lists)
    failed = [
        (
            source.plural,
            paging.told(query, listed.problem),
            HERE + paging.retry(query, listed.problem),
        )
        for source, listed in zip(asked, lists, strict=True)
        if listed.problem and (is_nowhere or not _is_elsewhere(listed.problem, filters))
    ]
    shown = merged(lists, places, _newest)
    nodes = [each.node for each in shown.items]
    titles = await _titles(visit, things, nodes)
    entries = [_entry(node, things, titles) for node in nodes]
    return visit.render(
        "activity.html",
        sources=sources,
        entries=entries,
        failed=failed,
        is_all_failed=bool(failed) and len(failed) == len(asked),
        query=query,
        wrongs=_wrongs(query),
        person=_person(query, entries),
        thing=_thing(query, entries),
        here=HERE + paging.again(query),
        first=HERE + paging.first(query),
        is_first=not places,
        next=paging.following(query, shown),
        without=_without(query),
        with_=_with(query),
    )


def _newest(node: Mapping[str, Any]) -> timedelta:
    return datetime.max.replace(tzinfo=UTC) - datetime.fromisoformat(node["createdAt"])


def _is_elsewhere(problem: Problem, filters: Mapping[str, object]) -> bool:
    """Whether a service only does not know the kind of thing that is asked for: it is another's."""
    return bool(filters["object"]) and problem.code == "INVALID"


def _wrongs(query: QueryParams) -> Mapping[str, str]:
    """What is wrong with the days that were typed, by their names."""
    days = {name: day(query.get(name, "")) for name in ("from", "to")}
    found = {
        name: "Write a day, such as 2030-06-01."
        for name, read in days.items()
        if read is None and query.get(name, "").strip()
    }
    if days["from"] and days["to"] and days["to"] < days["from"]:
        found["to"] = "This day is before the first. Nothing can be from such days."
    return found


def _filters(query: QueryParams) -> Mapping[str, object]:
    wrongs = _wrongs(query)
    since, until = (None if name in wrongs else day(query.get(name, "")) for name in ("from", "to"))
    return {
        "actor": query.get("person") or None,
        "object": query.get("object") or None,
        "from": midnight(since) if since else None,
        "to": midnight(until + timedelta(days=1)) if until and until < date.max else None,
    }


async def _titles(
    visit: Visit, things: Mapping[str, Thing], nodes: Sequence[Mapping[str, Any]]
) -> Mapping[str, str]:
    """What the things are called that have a page; what cannot be read is called by its kind.

    An entry has nothing of its thing but the id, and the graph has no field that finds several by
    their ids. So each thing is asked for by a field of its own, as many in one request as may be.
    """
    fields = {
        node["object"]: thing.title
        for node in nodes
        if (thing := things.get(_kind(node))) and thing.title
    }
    objects = list(fields)
    parts = [objects[start : start + _AT_ONCE] for start in range(0, len(objects), _AT_ONCE)]
    answers = await asyncio.gather(
        *(
            visit.parts.graph.ask(
                visit.me.token,
                titles_document([fields[each] for each in part]),
                {f"o{place}": each for place, each in enumerate(part)},
            )
            for part in parts
        )
    )
    return {
        each: _first_text(answer.found(f"o{place}"))
        for part, answer in zip(parts, answers, strict=True)
        for place, each in enumerate(part)
    }


def titles_document(fields: Sequence[str]) -> str:
    """Returns the document that asks for the titles of things, each by its own root field."""
    variables = ", ".join(f"$o{place}: ID!" for place in range(len(fields)))
    asked = " ".join(
        f"o{place}: {field.replace('$id', f'$o{place}')}" for place, field in enumerate(fields)
    )
    return f"query Titles({variables}) {{ {asked} }}"


def _first_text(found: Any) -> str:
    """Returns the first text that was found, if any."""
    if isinstance(found, Mapping):
        return next(filter(None, map(_first_text, found.values())), "")
    return found if isinstance(found, str) else ""


def _kind(node: Mapping[str, Any]) -> str:
    kind: str = node["action"].partition(".")[0]
    return kind


def _entry(
    node: Mapping[str, Any], things: Mapping[str, Thing], titles: Mapping[str, str]
) -> Entry:
    kind, _, verb = node["action"].partition(".")
    thing = things.get(kind, Thing(label(kind)))
    before, after = node["fromState"], node["toState"]
    what = label(verb.upper(), thing.actions)
    return Entry(
        at=node["createdAt"],
        actor=node["actor"],
        thing=thing,
        what=what,
        object=node["object"],
        title=titles.get(node["object"], ""),
        before=label(before, thing.states) if before else "",
        after=label(after, thing.states) if after else "",
        reason=told(node["reason"]) or "",
    )


def _person(query: QueryParams, entries: Sequence[Entry]) -> str:
    """Names whose doings are shown alone; empty where everybody's are."""
    wanted = query.get("person")
    if not wanted:
        return ""
    actors = (entry.actor for entry in entries)
    names = (actor["displayName"] for actor in actors if actor and actor["id"] == wanted)
    return next(names, "one person")


def _thing(query: QueryParams, entries: Sequence[Entry]) -> str:
    wanted = query.get("object")
    if not wanted:
        return ""
    mine = (entry for entry in entries if entry.object == wanted)
    return next((entry.title or entry.thing.label for entry in mine), "one thing")


def _without(query: QueryParams) -> Mapping[str, str]:
    """The list without one of its filters, by the filter."""
    asked = paging.asked(query)
    return {
        name: _address([pair for pair in asked if pair[0] != name]) for name in ("person", "object")
    }


def _with(query: QueryParams) -> Any:
    """Returns what makes the address of the list narrowed to one more thing."""
    asked = paging.asked(query)

    def narrowed(name: str, value: str) -> str:
        return _address([*(pair for pair in asked if pair[0] != name), (name, value)])

    return narrowed


def _address(asked: Sequence[tuple[str, str]]) -> str:
    return f"{HERE}?{urlencode(asked)}" if asked else HERE
