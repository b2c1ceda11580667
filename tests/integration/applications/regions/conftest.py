"""Makers who sell, and those on their way into another region."""

import pytest

from handmade.applications.v1 import maker_pb2, region_extension_pb2
from tests.integration.applications.people import secret_in


@pytest.fixture
def admitted(invited, marketplace):
    """Brings somebody into the programme of the home region; gives the maker's name."""

    async def admitted(person, **changes):
        _, mail = await invited(person, **changes)
        await marketplace.report(person, region="EU" if changes.get("country") == "DE" else "NA")
        await person.redeem(secret_in(mail))
        return (await person.own_maker()).name

    return admitted


@pytest.fixture
async def name(maker, admitted):
    """The name of `maker`, who sells in North America."""
    return await admitted(maker)


@pytest.fixture
def linked(maker, name, marketplace):
    """Extends the membership of `maker` to Europe; gives the extension's name."""

    async def linked():
        extension = await maker.extend()
        await maker.register(extension.name)
        await marketplace.report(maker, region="EU", linked=True, version=1)
        return extension.name

    return linked


@pytest.fixture
def standing():
    """Where somebody stands in each region: `{"NA": "ACTIVE"}`."""

    async def standing(person):
        memberships = (await person.own_maker()).memberships
        return {it.region: maker_pb2.Membership.State.Name(it.state) for it in memberships}

    return standing


@pytest.fixture
def seen():
    """The state of an extension and what stands in its way."""

    def seen(extension):
        kinds = region_extension_pb2.RegionExtension
        blockers = [kinds.Blocker.Name(it) for it in extension.blockers]
        return kinds.State.Name(extension.state), blockers

    return seen


@pytest.fixture
def told(stored):
    """The types of the events about something, in order."""

    async def told(name):
        rows = stored.events.find({"resource": name}, sort=[("revision", 1)])
        return [row["type"].partition(".")[2] async for row in rows]

    return told
