"""A country joins a region on a day, and makers may list there from then on."""

import asyncio
from datetime import UTC, date, datetime

import pytest

from applications.domain.maker import Maker
from applications.domain.membership import Membership, MembershipState
from applications.service.regions import Regions
from applications.store.maker import Makers
from applications.store.region import RegionsKept

FOUNDED = datetime(2026, 1, 1, tzinfo=UTC)
DAY = date(2027, 3, 1)
BEFORE = {"NA": ("US", "CA", "MX"), "EU": ("GB", "DE", "FR", "IT", "ES")}
AFTER = {**BEFORE, "EU": (*BEFORE["EU"], "SE")}


def countries_of(day):
    return AFTER if day >= DAY else BEFORE


class Told:
    """Takes the news."""

    def __init__(self):
        self.news = []

    async def of_maker(self, what, maker, session):
        self.news.append((what, maker.id))


@pytest.fixture
def own(service, database):
    """A database of this test's own."""
    return service.frame.mongo.database(database)


@pytest.fixture
async def makers(own):
    stored = Makers(own)
    await stored.prepare()
    return stored


@pytest.fixture
def regions_on(service, makers, own):
    """Keeps the makers of an empty database up to date as of a day; gives what is told of it."""

    def regions_on(day, told):
        now = datetime(day.year, day.month, day.day, tzinfo=UTC)
        return Regions(
            service.frame.mongo, makers, RegionsKept(own), told, countries_of, lambda: now
        )

    return regions_on


async def a_maker(service, makers, number, *memberships):
    maker = Maker(
        id=f"01900000-0000-7000-8000-{number:012}",
        subject=f"ana-{number}",
        email="ana@example.com",
        display_name="Ana",
        country="DE",
        created=FOUNDED,
        memberships=memberships,
    )
    await service.frame.mongo.run_transaction(lambda session: makers.add(maker, session))
    return maker.id


def european(state=MembershipState.ACTIVE, countries=BEFORE["EU"], home=""):
    return Membership("EU", state, FOUNDED, countries, home)


async def test_a_country_that_joins_is_open_to_who_applied_there_and_to_nobody_else(
    service, makers, regions_on
):
    active = await a_maker(service, makers, 1, european())
    suspended = await a_maker(service, makers, 2, european(MembershipState.SUSPENDED))
    left = await a_maker(service, makers, 3, european(MembershipState.LEFT))
    extended = await a_maker(service, makers, 4, european(countries=("DE",), home="NA"))
    told = Told()

    assert await regions_on(date(2027, 2, 28), told).keep_up() == 0
    assert await regions_on(DAY, told).keep_up() == 2

    assert sorted(told.news) == [("countries_changed", active), ("countries_changed", suspended)]
    found = await makers.with_ids([active, suspended, left, extended])
    assert found[active].membership("EU").ready_countries == AFTER["EU"]
    assert found[suspended].membership("EU").ready_countries == AFTER["EU"]
    assert found[left].membership("EU").ready_countries == BEFORE["EU"]
    assert found[extended].membership("EU").ready_countries == ("DE",)


async def test_who_registered_behind_the_first_round_is_found_by_the_next(
    service, makers, regions_on
):
    told = Told()
    await a_maker(service, makers, 1, european())
    regions = regions_on(DAY, told)
    assert await regions.keep_up() == 1

    late = await a_maker(service, makers, 2, european())

    assert await regions.keep_up() == 1
    assert told.news[-1] == ("countries_changed", late)
    assert await regions.keep_up() == 0


async def test_as_long_as_the_countries_stay_nobody_is_looked_at(service, makers, regions_on):
    told = Told()
    regions = regions_on(DAY, told)
    await regions.keep_up()

    await a_maker(service, makers, 1, european())

    assert await regions.keep_up() == 0
    assert not told.news


async def test_two_instances_at_once_change_each_maker_once(service, makers, regions_on):
    ids = [await a_maker(service, makers, number, european()) for number in range(5)]

    await asyncio.gather(*(regions_on(DAY, Told()).keep_up() for _ in range(2)))

    found = (await makers.with_ids(ids)).values()
    assert [maker.revision for maker in found] == [2] * 5
    assert {maker.membership("EU").ready_countries for maker in found} == {AFTER["EU"]}
