"""Who of the press team is away, and who stands in: that somebody is, and is back."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from console import actions, roles
from console.actions import Action, Attempt, among
from console.addresses import BASE
from console.days import day
from console.form import Form, Unreadable, optional, text
from console.moments import zone
from console.visit import Acting, Visit, Visiting

router = APIRouter()
HERE = f"{BASE}/absences"


def first_day(form: Form, name: str) -> str | None:
    """The beginning of a day; nothing, which is now, where none was given."""
    found = _day(form.one(name))
    return _midnight(form, found) if found else None


def last_day(form: Form, name: str) -> str:
    """The end of a day: it belongs to what ends with it."""
    found = _day(form.one(name))
    if found is None or found == date.max:
        raise Unreadable("Say the last day.")
    return _midnight(form, found + timedelta(days=1))


ACTIONS = among(
    Action(
        "pressAbsenceSet",
        {
            "representative": optional,
            "substitute": text,
            "startsAt": first_day,
            "endsAt": last_day,
        },
        done="It is noted who stands in.",
    ),
    Action("pressAbsenceEnd", {"representative": optional}, done="The absence is over."),
    noun="pressAbsence",
)


@router.get("/absences")
async def show(visit: Visiting) -> Response:
    """The team, and who of it is away."""
    return await page(visit)


@router.post("/absences/{name}")
async def act(name: str, visit: Acting) -> Response:
    """Says that somebody is away, or is back."""
    attempt = await actions.attempt(visit, ACTIONS, name, {})
    return visit.done(HERE, name) if attempt.is_done else await page(visit, attempt)


async def page(visit: Visit, attempt: Attempt | None = None) -> Response:
    """Returns the page."""
    if not visit.has_role(*roles.PRESS_RECORDS):
        raise visit.missing()
    answer = await visit.ask("colleagues_press")
    team = answer.found("colleagues")
    return visit.render(
        "absences.html",
        attempt=attempt,
        actions=ACTIONS,
        team=team,
        problem=None if team is not None else answer.problem("colleagues"),
        away=[it for it in team or () if it["absence"]],
        last_moment=_last_moment,
        options=[(it["who"]["id"], it["who"]["displayName"]) for it in team or ()],
        is_lead=visit.has_role(*roles.LEAD),
        is_press=visit.has_role(*roles.PRESS),
        is_away=_is_away(visit.now),
        here=HERE,
    )


def _is_away(now: datetime) -> Any:
    def of(absence: Mapping[str, str]) -> bool:
        return datetime.fromisoformat(absence["startsAt"]) <= now

    return of


def _last_moment(absence: Mapping[str, str]) -> datetime:
    """Still of the last day; an absence ends with the next one's beginning."""
    return datetime.fromisoformat(absence["endsAt"]) - timedelta(seconds=1)


def _midnight(form: Form, of: date) -> str:
    """The moment at which a day begins, by the clocks of whoever typed it."""
    return datetime.combine(of, time(), zone(form.one("startsAtZone"))).isoformat()


def _day(typed: str) -> date | None:
    found = day(typed)
    if found is None and typed.strip():
        raise Unreadable("Write a day, such as 2030-06-01.")
    return found
