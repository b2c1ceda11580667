"""The list of what waits: asked of every queue at once, and put in one order."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from console import paging
from console.graph import Answer, Problem
from console.pages.work.queue import Queue
from console.pages.work.wanted import Question, Wanted
from console.queues import Listed, Page, merged
from console.visit import Visit


@dataclass(frozen=True)
class Row:
    """An item as the list shows it to somebody."""

    queue: Queue
    item: Mapping[str, Any]
    can_take: bool
    can_give: bool
    """Whether it is theirs to hand over or to give back."""
    substitute: Mapping[str, Any] | None
    """Who stands in for whoever has it."""

    @property
    def object(self) -> str:
        """Names the item in the forms that are about it."""
        return f"{self.queue.kind}:{self.item['object']}"


@dataclass(frozen=True)
class Failed:
    """A queue that is not in the list, and why."""

    queue: Queue
    problem: Problem
    retry: str
    """The query to try it again with."""
    is_counted: bool
    """Whether it is in the counts all the same."""


@dataclass(frozen=True)
class Listing:
    """A page of somebody's work."""

    rows: Sequence[Row]
    failed: Sequence[Failed]
    is_all_failed: bool
    counts: Mapping[str, int]
    """How many wait of all kinds together; without those that could not be counted."""
    own_counts: Mapping[str, Mapping[str, int]]
    """What is counted of one kind alone, by the kind."""
    next_query: str | None
    wrongs: Mapping[str, str]
    """What is wrong with what was typed into filters, by their names."""


async def listing(visit: Visit, wanted: Wanted) -> Listing:
    """Returns the page that is wanted."""
    questions = wanted.questions()
    asked = await asyncio.gather(*(_asked(visit, wanted, question) for question in questions))
    answers = [answer for answer, _ in asked]
    wrongs = dict(wanted.wrongs())
    for _, refused in asked:
        wrongs |= refused
    lists = [
        Listed.of(question.named(strand), answer, strand)
        for question, answer in zip(questions, answers, strict=True)
        for strand in question.strands
    ]
    page = merged(lists, paging.places(wanted.query), _due)
    failed = _failed(wanted, questions, answers, lists)
    counting = {"at": wanted.at.isoformat()} if wanted.query.get("lapsing") else None
    return Listing(
        rows=_rows(visit, page, questions),
        failed=failed,
        is_all_failed=bool(failed) and len(failed) == len([it for it in questions if it.strands]),
        counts=_counted(answers),
        own_counts={
            question.queue.kind: (answer.found("counted") or {}).get("own") or {}
            for question, answer in zip(questions, answers, strict=True)
        },
        next_query=paging.following(wanted.query, page, counting),
        wrongs=wrongs,
    )


async def _asked(
    visit: Visit, wanted: Wanted, question: Question
) -> tuple[Answer, Mapping[str, str]]:
    """A queue's answer, and what it refused of what was typed into filters: that narrows nothing.

    Only the service knows what there is of what can be typed, such as countries.
    """
    document, typed = question.queue.document, question.typed
    answer = await visit.ask(document, **question.variables)
    problems = [answer.problem(strand) for strand in question.strands]
    if not typed or not any(each and each.code == "INVALID" for each in problems):
        return answer, {}
    again = await visit.ask(document, **question.without(typed.values()))
    if any(again.problem(strand) for strand in question.strands):
        return answer, {}
    return again, {name: each.wrong for name, each in typed.items()}


def _due(item: Mapping[str, Any]) -> tuple[bool, datetime | None]:
    """What is due next first, and last what is never due."""
    due = item["nextDueAt"]
    return (False, datetime.fromisoformat(due)) if due else (True, None)


def _rows(visit: Visit, page: Page, questions: Sequence[Question]) -> Sequence[Row]:
    queues = {question.queue.kind: question.queue for question in questions}
    return [_row(visit, queues[shown.list.partition(".")[0]], shown.node) for shown in page.items]


def _row(visit: Visit, queue: Queue, item: Mapping[str, Any]) -> Row:
    roles, me = visit.me.roles, visit.me.subject
    substitute = queue.substitute(item)
    theirs = {actor["id"] for actor in (item["assignee"], substitute) if actor}
    is_mine = bool(queue.takers & roles) and me in theirs
    return Row(
        queue,
        item,
        can_take=item["waitingFor"] == "TAKER" and bool(queue.takers & roles),
        can_give=bool(item["assignee"]) and (is_mine or bool(queue.overseers & roles)),
        substitute=substitute,
    )


def _failed(
    wanted: Wanted,
    questions: Sequence[Question],
    answers: Sequence[Answer],
    lists: Sequence[Listed],
) -> Sequence[Failed]:
    """Each queue once of which anything is not there."""
    problems = {listed.name: listed.problem for listed in lists if listed.problem}
    found = []
    for question, answer in zip(questions, answers, strict=True):
        names = map(question.named, question.strands)
        problem = next((problems[name] for name in names if name in problems), None)
        if problem:
            said, retry = paging.told(wanted.query, problem), paging.retry(wanted.query, problem)
            is_counted = bool((answer.found("counted") or {}).get("counts"))
            found.append(Failed(question.queue, said, retry, is_counted))
    return found


def _counted(answers: Sequence[Answer]) -> Mapping[str, int]:
    total: Counter[str] = Counter()
    for answer in answers:
        total.update((answer.found("counted") or {}).get("counts") or {})
    return total
