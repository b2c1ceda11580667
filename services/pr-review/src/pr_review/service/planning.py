"""What is planned, and how weeks went."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from google.type.date_pb2 import Date

from chassis import weeks
from chassis.errors import InvalidRequest, Violation
from handmade.pr_review.v1 import press_release_work_pb2 as pb
from pr_review.domain.release import State
from pr_review.domain.work import clashes
from pr_review.policy import work as policy
from pr_review.policy.numbers import Policy
from pr_review.service.figures import Figures
from pr_review.service.view import View
from pr_review.store.calendar import Calendar
from pr_review.wire import release as releases
from pr_review.wire import work as wire

# What may still go out, and what did.
_PLANNED = (
    State.SUBMITTED,
    State.IN_REVIEW,
    State.CHANGES_REQUESTED,
    State.APPROVED,
    State.PUBLISHED,
    State.PUBLISHED_WITHOUT_APPROVAL,
)
# Whatever a day has besides is read for what it clashes with, of which little is kept.
_OTHERS = 10


class Planning:
    """The methods that look ahead and back."""

    _view: View
    _calendar: Calendar
    _figures: Figures
    _numbers: Policy
    _now: Callable[[], datetime]

    async def ListPlannedReleases(
        self, request: pb.ListPlannedReleasesRequest, context: Any
    ) -> pb.ListPlannedReleasesResponse:
        """The calendar of some days."""
        first = _day_of("start_date", request.start_date)
        last = _day_of("end_date", request.end_date)
        policy.ensure_period(first, last, self._numbers)
        policy.ensure_countries("countries", request.countries, self._numbers)
        states = tuple(map(releases.from_state, request.states)) or _PLANNED
        now, most = self._now(), self._numbers.planned_max
        found = await self._view.standing(
            await self._calendar.between(first, last, states, request.countries, now, most)
        )
        days = {it.form.release_on for it in found if it.form.release_on}
        countries = {market.country for it in found for market in it.form.markets}
        others = await self._calendar.others(days, _PLANNED, countries, now, most * _OTHERS)
        by_id = clashes(others)
        shown = await self._view.all_shown(found)
        return pb.ListPlannedReleasesResponse(
            releases=[
                wire.to_planned(
                    message, [f"{releases.COLLECTION}/{other}" for other in by_id.get(it.id, ())]
                )
                for it, message in zip(found, shown, strict=True)
            ]
        )

    async def ListPressWeeklyFigures(
        self, request: pb.ListPressWeeklyFiguresRequest, context: Any
    ) -> pb.ListPressWeeklyFiguresResponse:
        """The weeks up to the present one."""
        asked_for = weeks.asked_for(request)
        if request.country:
            policy.ensure_country("country", request.country)
        told = await self._figures.weeks(asked_for, request.country)
        return pb.ListPressWeeklyFiguresResponse(weeks=[wire.to_week(week) for week in told])


def _day_of(field: str, given: Date) -> date:
    day = releases.day_of(given)
    if day is None:
        raise InvalidRequest(
            [Violation("INVALID_DATE", "There is no such day in the calendar.", field)]
        )
    return day
