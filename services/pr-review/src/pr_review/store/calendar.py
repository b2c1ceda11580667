"""The calendar: what is to go out on which day, as the documents of press releases tell it."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from pymongo import IndexModel

from chassis.mongo import Database, Document, ensure_indexes
from pr_review.domain.release import PressRelease, State
from pr_review.domain.work import Planned
from pr_review.store.release import Selection
from pr_review.store.release_document import from_document

_COUNTRY = "form.markets.country"
_DAYS, _DAYS_OF_COUNTRY = "calendar", "calendar_of_country"
_ORDER = [("form.release_on", 1), ("_id", 1)]


class Calendar:
    """Submitted press releases by the day they are to go out on."""

    def __init__(self, database: Database) -> None:
        self._releases = database["press_releases"]

    async def prepare(self) -> None:
        """Makes the indexes."""
        told = [*_ORDER, ("state", 1), ("due", 1)]
        await ensure_indexes(
            self._releases,
            IndexModel(told, name=_DAYS),
            IndexModel([(_COUNTRY, 1), *told], name=_DAYS_OF_COUNTRY),
        )

    async def between(
        self,
        first: date,
        last: date,
        states: Sequence[State],
        countries: Collection[str],
        moment: datetime,
        limit: int,
    ) -> Sequence[PressRelease]:
        """Those of these days and states, by day; of all countries if none is named."""
        days = {"form.release_on": {"$gte": first.isoformat(), "$lte": last.isoformat()}}
        wanted = Selection(tuple(states), moment).to_filter() | days
        if countries:
            wanted[_COUNTRY] = {"$in": sorted(countries)}
        # Named, for the states have indexes as well, which are in no such order.
        index = _DAYS_OF_COUNTRY if countries else _DAYS
        cursor = self._releases.find(wanted).sort(_ORDER).limit(limit).hint(index)
        return [from_document(row) async for row in cursor]

    async def others(
        self,
        days: Collection[date],
        states: Sequence[State],
        countries: Collection[str],
        moment: datetime,
        limit: int,
    ) -> Sequence[Planned]:
        """Of these days all that are to go out in one of the countries, with what may clash."""
        wanted: Document = Selection(tuple(states), moment).to_filter() | {
            "form.release_on": {"$in": sorted(day.isoformat() for day in days)},
            _COUNTRY: {"$in": sorted(countries)},
        }
        told = {"form.release_on": 1, _COUNTRY: 1}
        cursor = self._releases.find(wanted, told).limit(limit).hint(_DAYS_OF_COUNTRY)
        return [
            Planned(
                id=row["_id"],
                release_on=date.fromisoformat(row["form"]["release_on"]),
                countries=frozenset(it["country"] for it in row["form"]["markets"]),
            )
            async for row in cursor
        ]
