"""What does a page of the reviewers' queue cost among 100,000 applications?

The applications are stored as the service stores them, of all states, regions, types and flags in
likely shares, over two years, and every step of them as a line of the activity. Forty reviewers are
known. Then the service is asked for pages and counts by several filters, for activity, figures and
reviewers, in turns with what is compared: one application by its id, and a page by their ids.
"""

import statistics
from collections.abc import Awaitable, Callable, Iterator, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any, TypeVar

import grpc
from pymongo import AsyncMongoClient

from applications.domain.application import Application, DeclineReason, Flag, State
from applications.domain.questionnaire import ArtisanType
from applications.store.application_document import to_document
from benchmarks.figures import Figure, ms, ratio, seconds_of
from benchmarks.market import Market
from chassis.activity import WHOLE, Deed, to_documents
from chassis.ids import new_id
from chassis.server import utc_now
from handmade.applications.v1 import (
    application_pb2,
    application_pb2_grpc,
    application_work_pb2_grpc,
)
from handmade.applications.v1 import application_work_pb2 as pb
from tests.support.queue import a_draft, occasion, submitted

COUNT = 100_000
# So many different ones are made; the others are those of somebody else.
MADE = 4000
ROUNDS, WARM_UP = 40, 4
SEED = 42
ASKER = "reviewer-0"
REVIEWERS = [f"reviewer-{number}" for number in range(40)]
DAY = timedelta(days=1)
# Out of a hundred.
WAYS = {
    "draft": 10,
    "waits": 3,
    "in review": 2,
    "asked": 2,
    "signed once": 1,
    "approved": 46,
    "declined": 28,
    "withdrawn": 4,
    "expired": 4,
}
TYPES = {
    ArtisanType.SOLO: 62,
    ArtisanType.SMALL_GROUP: 22,
    ArtisanType.COOPERATIVE: 6,
    ArtisanType.NON_PROFIT: 3,
    ArtisanType.NON_GOVERNMENTAL: 1,
    ArtisanType.SOCIAL_ENTERPRISE: 3,
    ArtisanType.OTHER: 3,
}
FLAGS = {Flag.LARGE_GROUP: 4, Flag.PRODUCTION_PARTNERS: 6, Flag.POSSIBLE_DUPLICATE: 3}
PROCESS = "I throw each mug on the wheel, dry, trim, glaze and fire it in a gas kiln. " * 16
FILTERS: dict[str, dict[str, Any]] = {
    "all": {},
    "region and nobody's": {"regions": ["EU"], "waiting_for": ["TAKER"]},
    "what the asker has taken": {"assigned": "MINE"},
    "a rare type": {"artisan_types": ["OTHER"]},
    "two flags": {"flags": ["LARGE_GROUP", "POSSIBLE_DUPLICATE"]},
    "overdue": {"overdue": True},
    "region, type, flag and others'": {
        "regions": ["NA"],
        "artisan_types": ["SOLO", "SMALL_GROUP"],
        "flags": ["PRODUCTION_PARTNERS"],
        "assigned": "OTHERS",
    },
}

T = TypeVar("T")
Asking = Callable[[], Awaitable[Any]]


async def measure(market: Market) -> list[Figure]:
    """A row for each filter: its p95 against that of a look-up by id."""
    names, lines = await fill(market.stack.mongodb_uri)
    async with grpc.aio.insecure_channel(market.stack.ports.services["applications"]) as channel:
        applications = application_pb2_grpc.ApplicationServiceStub(channel)
        work = application_work_pb2_grpc.ApplicationWorkServiceStub(channel)
        chance = Random(SEED)
        for reviewer in reversed(REVIEWERS):
            token = market.stack.issuer.token(reviewer, "reviewer")
            metadata = (("authorization", f"Bearer {token}"),)
            await work.ListApplicationWork(pb.ListApplicationWorkRequest(), metadata=metadata)

        async def one() -> None:
            request = application_pb2.GetApplicationRequest(name=chance.choice(names))
            await applications.GetApplication(request, metadata=metadata)

        async def several() -> None:
            request = application_pb2.LookupApplicationsByNameRequest(
                names=chance.sample(names, 25)
            )
            await applications.LookupApplicationsByName(request, metadata=metadata)

        def page(filters: dict[str, Any], token: str = "") -> Asking:
            wanted = pb.ApplicationWorkFilter(**filters)
            request = pb.ListApplicationWorkRequest(filter=wanted, page_token=token)
            return lambda: work.ListApplicationWork(request, metadata=metadata)

        def count(filters: dict[str, Any]) -> Asking:
            request = pb.CountApplicationWorkRequest(filter=pb.ApplicationWorkFilter(**filters))
            return lambda: work.CountApplicationWork(request, metadata=metadata)

        def activity(**fields: Any) -> Asking:
            request = pb.ListActivityRequest(**fields)
            return lambda: work.ListActivity(request, metadata=metadata)

        token = ""
        for _ in range(20):
            token = (await page({}, token)()).next_page_token
        found = await count({})()
        asked = {
            "25 applications by their ids": several,
            **{f"page of the queue: {name}": page(wanted) for name, wanted in FILTERS.items()},
            "page 21 of the queue: all": page({}, token),
            "counts: all": count({}),
            "counts: what the asker has taken": count({"assigned": "MINE"}),
            "counts: region and nobody's": count({"regions": ["EU"], "assigned": "NOBODY"}),
            "reviewers": lambda: work.ListReviewers(pb.ListReviewersRequest(), metadata=metadata),
            "activity: all": activity(),
            "activity: of the asker": activity(actor=ASKER),
            "activity: of one application": activity(resource=names[0]),
            "figures of 12 weeks": lambda: work.ListWeeklyFigures(
                pb.ListWeeklyFiguresRequest(), metadata=metadata
            ),
        }
        by_id, *others = await p95([one, *asked.values()])
    stored = f"{COUNT:,} applications, of which {found.all:,} wait, and {lines:,} lines"
    return [
        Figure("an application by its id", "**1.00**", f"p95 {ms(by_id)}; {stored}"),
        *(
            ratio(f"{name}, p95 ÷ by id", took, by_id, ms(took))
            for name, took in zip(asked, others, strict=True)
        ),
    ]


async def p95(actions: list[Asking]) -> list[float]:
    """The p95 of each, in turns, so that what disturbs the machine disturbs all."""
    took: list[list[float]] = [[] for _ in actions]
    for number in range(WARM_UP + ROUNDS):
        for action, seconds in zip(actions, took, strict=True):
            spent = await seconds_of(action)
            if number >= WARM_UP:
                seconds.append(spent)
    return [statistics.quantiles(each, n=20)[18] for each in took]


async def fill(
    uri: str, count: int = COUNT, ways: Mapping[str, int] = WAYS
) -> tuple[list[str], int]:
    """Stores them all; gives the names of those that staff may look up, and how many lines."""
    names: list[str] = []
    chance, now, lines = Random(SEED), utc_now(), 0
    made = [(to_document(it), _lines(it)) for it in (_one(chance, now, ways) for _ in range(MADE))]
    client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(uri)
    async with client:
        database = client["handmade_applications"]
        for round_ in range(count // MADE):
            batch: list[dict[str, Any]] = []
            done: list[dict[str, Any]] = []
            for place, (document, steps) in enumerate(made):
                who = f"{round_}-{place}"
                stored = _of_somebody_else(document, who)
                name = f"applications/{stored['_id']}"
                batch.append(stored)
                done += [it | {"_id": new_id(), "resource": name, "parties": [who]} for it in steps]
                if stored["submitted"] is not None:
                    names.append(name)
            await database["applications"].insert_many(batch, ordered=False)
            await database["activity"].insert_many(done, ordered=False)
            lines += len(done)
    return names, lines


def _lines(application: Application) -> list[dict[str, Any]]:
    """What was done to it, step by step."""
    lines: list[dict[str, Any]] = []
    before: dict[str, str] = {}
    for step in application.timeline:
        deed = Deed(
            action=f"application.{step.action.value}",
            resource="",
            occurred=step.occasion.moment,
            actor=step.occasion.actor,
            states={WHOLE: step.state.value},
            region=application.region,
            reason=step.said,
            rule_version=step.occasion.rule_version,
            for_staff=step.state is not State.DRAFT,
        )
        lines += to_documents(deed, before, [])
        before = dict(deed.states)
    return lines


def _of_somebody_else(document: dict[str, Any], who: str) -> dict[str, Any]:
    email = f"{who}@example.com"
    return document | {
        "_id": new_id(),
        "subject": who,
        "applicants": [who],
        "email": email,
        "email_folded": email,
    }


def _one(chance: Random, now: datetime, ways: Mapping[str, int]) -> Application:
    kind = _any(chance, TYPES)
    given = {
        "region": "NA" if chance.random() < 0.7 else "EU",
        "kind": kind,
        "process_description": PROCESS,
    }
    reviewer, way = chance.choice(REVIEWERS), _any(chance, ways)
    if way == "draft":
        return a_draft(now - chance.random() * 400 * DAY, **given)
    flags = {flag for flag, share in FLAGS.items() if chance.random() * 100 < share}
    if kind is ArtisanType.OTHER or way == "signed once":
        flags.add(Flag.CASE_BY_CASE)
    is_open = way in ("waits", "in review", "asked", "signed once")
    began = now - chance.random() * (8 if is_open else 730) * DAY
    steps = _steps(began, chance)
    application = submitted(began, flags=sorted(flags, key=str), **given)
    if way == "waits":
        return application
    application = application.take(occasion(reviewer, next(steps)))
    match way:
        case "in review":
            return application
        case "approved":
            signed = application.approve(new_id(), occasion(reviewer, next(steps)))
            if not signed.is_open:
                return signed
            return signed.approve(new_id(), occasion("colleague", next(steps)))
        case "declined":
            reason = chance.choice(list(DeclineReason))
            return application.decline(reason, "Not this time.", occasion(reviewer, next(steps)))
        case "withdrawn":
            return application.withdraw("", occasion(application.subject, next(steps)))
        case "signed once":
            return application.approve(new_id(), occasion(reviewer, next(steps)))
    moment = next(steps)
    due = moment + 14 * DAY
    asking = application.ask(["Which kiln?", "Who glazes?"], due, occasion(reviewer, moment))
    if way == "asked":
        return asking
    return asking.expire(occasion("", due + DAY), due + 90 * DAY)


def _steps(moment: datetime, chance: Random) -> Iterator[datetime]:
    while True:
        moment += chance.random() * DAY
        yield moment


def _any(chance: Random, shares: Mapping[T, int]) -> T:
    return chance.choices(list(shares), list(shares.values()))[0]
