"""My work: everything that waits for somebody, what is due next first, and what to do with it."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from console import actions, live, paging
from console.actions import Attempt
from console.addresses import BASE
from console.graph import Problem
from console.pages.work.listing import Listing, Row, listing
from console.pages.work.queue import Queue
from console.pages.work.wanted import EVERYBODYS, Wanted
from console.visit import Acting, Visit, Visiting
from console.words import label


@dataclass(frozen=True)
class Colleagues:
    """To whom something of a queue can be handed over, or why that is not known."""

    options: Sequence[tuple[str, str]] = ()
    problem: Problem | None = None


def routes(queues: Sequence[Queue]) -> APIRouter:
    """Returns the list's page and buttons; `queues` are all that there are."""
    router = APIRouter()

    @router.get("/")
    async def show(visit: Visiting) -> Response:
        """The list."""
        return await page(visit, queues)

    @router.post("/take")
    async def take(visit: Acting) -> Response:
        """Takes an item of the list."""
        return await _act(visit, queues, "take")

    @router.post("/hand-over")
    async def hand_over(visit: Acting) -> Response:
        """Hands an item of the list to a colleague."""
        return await _act(visit, queues, "hand-over")

    @router.post("/release")
    async def release(visit: Acting) -> Response:
        """Gives an item of the list back to the queue."""
        return await _act(visit, queues, "release")

    return router


async def page(visit: Visit, queues: Sequence[Queue], attempt: Attempt | None = None) -> Response:
    """Returns the list, maybe with what stood against something that was tried."""
    query = visit.request.query_params
    wanted = Wanted.of(queues, query, visit.me.roles, visit.now)
    found = await listing(visit, wanted)
    return visit.render(
        "work.html",
        attempt=attempt,
        actions={name: it for queue in wanted.queues for name, it in queue.actions.items()},
        wanted=wanted,
        listing=found,
        colleagues=await _colleagues(visit, found.rows),
        here=paging.again(query),
        first=paging.first(query),
        tabs=tabs(wanted, found),
        own_counts=own_counts(wanted, found),
        assigned=_assigned(wanted),
        waits=[("", "Anybody"), *((it, label(it, _waiting(wanted))) for it in wanted.waits)],
        sees_absences=visit.has_role("pr", "pr_lead", "support", "admin"),
        live=live.address(*(queue.live for queue in wanted.queues)) if wanted.queues else None,
    )


Tab = tuple[str, str, bool, int | None]
Counted = tuple[int, str, str]
"""How much there is, of what, and where."""


def tabs(wanted: Wanted, found: Listing) -> Sequence[Tab]:
    """Returns the lists that are one click away, each with how much is in it."""
    counts = found.counts
    is_whole = not (paging.places(wanted.query) or found.next_query or found.failed)

    def tab(called: str, count: str, assigned: str, waiting: str = "", overdue: str = "") -> Tab:
        is_here = (wanted.assigned, wanted.waiting, wanted.is_overdue) == (
            assigned,
            waiting,
            bool(overdue),
        )
        url = BASE + wanted.link(assigned=assigned, waiting=waiting, overdue=overdue)
        known = counts.get(count)
        if not count and is_here and is_whole:
            # What waits for somebody is of several lists, which are counted by being shown.
            known = len(found.rows)
        return (called, url, is_here, known)

    if wanted.is_asked_only:
        return [tab("For me", "all", ""), tab("Overdue", "overdue", "", overdue="1")]
    own = [tab("For me", "", "")] if wanted.has_own else []
    if not any(queue.takers & wanted.roles for queue in wanted.queues):
        return [
            *own,
            tab("Everything", "all", EVERYBODYS),
            tab("Overdue", "overdue", EVERYBODYS, overdue="1"),
        ]
    return [
        *own,
        tab("Mine", "mine", "MINE"),
        tab("Nobody's", "unassigned", "NOBODY"),
        tab(wanted.called_with_colleague, "waitingForColleague", EVERYBODYS, "COLLEAGUE"),
        tab("With makers", "waitingForMaker", EVERYBODYS, "MAKER"),
        tab("Overdue", "overdue", EVERYBODYS, overdue="1"),
        tab("Everything", "all", EVERYBODYS),
    ]


def own_counts(wanted: Wanted, found: Listing) -> Sequence[tuple[str, Sequence[Counted]]]:
    """Returns the counts that only one kind has, each as a list of its own, by the kinds' names."""
    return [
        (
            queue.plural,
            [
                (
                    own[each.name],
                    each.label,
                    BASE + wanted.link(kind=queue.kind, assigned=EVERYBODYS, **each.changes),
                )
                for each in queue.counts
            ],
        )
        for queue in wanted.queues
        if (own := found.own_counts.get(queue.kind)) and not queue.is_asked_only(wanted.roles)
    ]


def _assigned(wanted: Wanted) -> Sequence[tuple[str, str]]:
    own = [("", "Waits for me")] if wanted.has_own else []
    return [
        *own,
        (EVERYBODYS, "Everything"),
        *((it, label(it, "Assigned")) for it in ("MINE", "NOBODY", "OTHERS")),
    ]


def _waiting(wanted: Wanted) -> str:
    return wanted.chosen.waiting if wanted.chosen else "WaitingFor"


async def _colleagues(visit: Visit, rows: Sequence[Row]) -> Mapping[str, Colleagues]:
    """To whom the items of the list can be handed over; nobody is asked where none can."""
    queues = {row.queue.kind: row.queue for row in rows if row.can_give}.values()
    answers = await asyncio.gather(*(visit.ask(queue.colleagues) for queue in queues))
    found = {}
    for queue, answer in zip(queues, answers, strict=True):
        known = answer.found("colleagues")
        options = [(it["who"]["id"], _told(it)) for it in known or ()]
        problem = None if known is not None else answer.problem("colleagues")
        found[queue.kind] = Colleagues(options, problem)
    return found


def _told(colleague: Mapping[str, Any]) -> str:
    away = ", may be away" if colleague.get("absence") else ""
    return f"{colleague['who']['displayName']} ({colleague['openItems']} open{away})"


async def _act(visit: Visit, queues: Sequence[Queue], name: str) -> Response:
    kind, _, item = visit.form.one("object").partition(":")
    queue = next((it for it in queues if it.kind == kind and it.is_for(visit.me.roles)), None)
    if queue is None:
        raise visit.missing()
    attempt = await actions.attempt(visit, queue.actions, name, {"id": item})
    if attempt.is_done:
        return visit.done(f"{BASE}{paging.again(visit.request.query_params)}", name)
    if attempt.is_late:
        attempt = attempt.after(await _held(visit, queue, item))
    return await page(visit, queues, attempt)


async def _held(visit: Visit, queue: Queue, item: str) -> str | None:
    """Says who has it now."""
    held = (await visit.ask(queue.holder, id=item)).found("held")
    if held is None:
        return None
    holder, state = held["holder"], label(held["state"], "")
    if holder is None:
        return f"Nobody has it now. Its state: {state}."
    name = "You have" if holder["id"] == visit.me.subject else f"{holder['displayName']} has"
    return f"{name} it now. Its state: {state}."
