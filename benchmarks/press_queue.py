"""What does a page of the press team's queue cost among 20,000 press releases?

They are stored as the service stores them, with their lines of the activity, in likely shares over
two years. Then the service is asked for pages and counts by several filters, for the calendar,
figures and representatives, in turns with what is compared: one press release by its id.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import grpc
from google.type.date_pb2 import Date
from pymongo import AsyncMongoClient

from benchmarks.figures import Figure, ms, ratio
from benchmarks.market import Market
from benchmarks.queue import p95
from chassis.activity import WHOLE, Deed, to_documents
from chassis.caller import Role
from chassis.ids import new_id
from chassis.server import utc_now
from handmade.pr_review.v1 import (
    press_release_pb2,
    press_release_pb2_grpc,
    press_release_work_pb2_grpc,
)
from handmade.pr_review.v1 import press_release_work_pb2 as pb
from pr_review.domain.release import PressRelease
from pr_review.domain.release.states import ReleaseType
from pr_review.store.release_document import to_document
from tests.integration.pr_review.work.made import a_story, somebody

COUNT, MADE = 20_000, 500
SEED = 42
DAY = timedelta(days=1)
ASKER, STAKEHOLDER = "representative-0", "stakeholder-0"
TEAM = [f"representative-{number}" for number in range(12)]
ASKED = [f"stakeholder-{number}" for number in range(30)]
COUNTRIES = ["US", "US", "US", "CA", "GB", "DE", "FR", "IT", "ES", "JP"]
# Out of a hundred.
WAYS = {"waits": 3, "taken": 3, "asked": 2, "returned": 2, "approved": 70, "declined": 20}
FILTERS: dict[str, dict[str, Any]] = {
    "all": {},
    "what the asker has taken": {"assigned": "MINE"},
    "a rare country": {"countries": ["JP"]},
    "short notice": {"verdicts": ["SHORT_NOTICE", "VERY_SHORT_NOTICE"]},
    "overdue": {"overdue": True},
    "countries, type and others'": {
        "countries": ["US", "GB"],
        "types": ["EVENT"],
        "assigned": "OTHERS",
    },
}

Asking = Callable[[], Awaitable[Any]]


async def measure(market: Market) -> list[Figure]:
    """A row for each filter: its p95 against that of a look-up by id."""
    names = await _fill(market.stack.mongodb_uri)
    async with grpc.aio.insecure_channel(market.stack.ports.services["pr_review"]) as channel:
        releases = press_release_pb2_grpc.PressReleaseServiceStub(channel)
        work = press_release_work_pb2_grpc.PressReleaseWorkServiceStub(channel)
        chance = Random(SEED)

        def as_(subject: str, role: str) -> tuple[tuple[str, str], ...]:
            token = market.stack.issuer.token(subject, role)
            return (("authorization", f"Bearer {token}"),)

        for colleague in TEAM:
            request = pb.ListPressReleaseWorkRequest()
            await work.ListPressReleaseWork(request, metadata=as_(colleague, "pr"))
        asker, stakeholder = as_(ASKER, "pr"), as_(STAKEHOLDER, "stakeholder")

        async def one() -> None:
            request = press_release_pb2.GetPressReleaseRequest(name=chance.choice(names))
            await releases.GetPressRelease(request, metadata=asker)

        def page(filters: dict[str, Any], who: Any = asker) -> Asking:
            wanted = pb.PressReleaseWorkFilter(**filters)
            request = pb.ListPressReleaseWorkRequest(filter=wanted)
            return lambda: work.ListPressReleaseWork(request, metadata=who)

        def count(filters: dict[str, Any]) -> Asking:
            wanted = pb.PressReleaseWorkFilter(**filters)
            request = pb.CountPressReleaseWorkRequest(filter=wanted)
            return lambda: work.CountPressReleaseWork(request, metadata=asker)

        def other(method: str, request: Any) -> Asking:
            return lambda: getattr(work, method)(request, metadata=asker)

        today = utc_now().date()
        days = pb.ListPlannedReleasesRequest(start_date=_day(today), end_date=_day(today + 2 * DAY))
        found = await count({})()
        planned = len((await other("ListPlannedReleases", days)()).releases)
        asked = {
            **{f"page of the queue: {name}": page(wanted) for name, wanted in FILTERS.items()},
            "page of the queue: of a stakeholder": page({}, stakeholder),
            "counts: all": count({}),
            "counts: a rare country": count({"countries": ["JP"]}),
            "representatives": other("ListRepresentatives", pb.ListRepresentativesRequest()),
            f"calendar of three days, {planned} releases": other("ListPlannedReleases", days),
            "figures of 12 weeks": other(
                "ListPressWeeklyFigures", pb.ListPressWeeklyFiguresRequest()
            ),
            "figures of 12 weeks of a country": other(
                "ListPressWeeklyFigures", pb.ListPressWeeklyFiguresRequest(country="DE")
            ),
        }
        by_id, *others = await p95([one, *asked.values()])
    stored = f"{COUNT:,} press releases, of which {found.all:,} wait"
    return [
        Figure("a press release by its id", "**1.00**", f"p95 {ms(by_id)}; {stored}"),
        *(
            ratio(f"{name}, p95 ÷ by id", took, by_id, ms(took))
            for name, took in zip(asked, others, strict=True)
        ),
    ]


async def _fill(uri: str) -> list[str]:
    chance, now = Random(SEED), utc_now()
    names: list[str] = []
    made = [_one(chance, now) for _ in range(MADE)]
    documents = [(to_document(it), _lines(it)) for it in made]
    async with AsyncMongoClient[dict[str, Any]](uri) as client:
        database = client["handmade_pr_review"]
        for _ in range(COUNT // MADE):
            stored: list[dict[str, Any]] = []
            done: list[dict[str, Any]] = []
            for document, steps in documents:
                copy = document | {"_id": new_id()}
                name = f"pressReleases/{copy['_id']}"
                stored.append(copy)
                names.append(name)
                done += [it | {"_id": new_id(), "resource": name} for it in steps]
            await database["press_releases"].insert_many(stored, ordered=False)
            await database["activity"].insert_many(done, ordered=False)
    return names


def _one(chance: Random, now: datetime) -> PressRelease:
    [way] = chance.choices(list(WAYS), list(WAYS.values()))
    is_open = way not in ("approved", "declined")
    began = now - chance.random() * (8 if is_open else 730) * DAY
    is_short = chance.random() < 0.15
    ahead = chance.randrange(10, 13) if is_short else chance.randrange(16, 60)
    story = a_story(
        began,
        release_on=(began + ahead * DAY).date(),
        reason="The fair opens that day." if is_short else "",
        countries=sorted(set(chance.choices(COUNTRIES, k=chance.randrange(1, 4)))),
        type=chance.choice(list(ReleaseType)),
    )
    if way != "waits":
        who = somebody(chance.choice(TEAM))
        story.after(hours=chance.randrange(1, 20)).take(who)
        if is_short:
            story.except_(who)
        match way:
            case "asked":
                story.ask(somebody(chance.choice(ASKED), Role.STAKEHOLDER), actor=who)
            case "returned":
                story.request_changes(who)
            case "approved":
                story.after(hours=chance.randrange(1, 90)).approve(who)
            case "declined":
                story.after(hours=chance.randrange(1, 90)).decline(actor=who)
    return replace(story.release, maker_subject="maker")


def _lines(release: PressRelease) -> list[dict[str, Any]]:
    """What was done to it, step by step."""
    lines: list[dict[str, Any]] = []
    before: dict[str, str] = {}
    for step in release.timeline:
        deed = Deed(
            action=f"press_release.{step.action.value}",
            resource="",
            occurred=step.occasion.moment,
            actor=step.occasion.actor,
            states={WHOLE: step.state.value},
            reason=step.said,
            rule_version=step.occasion.rule_version,
            countries={it.country for it in release.form.markets},
        )
        lines += to_documents(deed, before, [])
        before = dict(deed.states)
    return lines


def _day(day: date) -> Date:
    return Date(year=day.year, month=day.month, day=day.day)
