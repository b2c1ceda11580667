"""Makers who sell, and those on their way into another region."""

import pytest

from applications.domain.maker import Maker
from applications.store.maker import Makers
from applications.wire.maker import name_of
from chassis.countries import in_region
from chassis.ids import new_id
from handmade.applications.v1 import maker_pb2, region_extension_pb2


@pytest.fixture
def admitted(service, marketplace):
    """Somebody who sells in a region, as after the whole way there; gives the maker's name."""

    async def admitted(person, region="NA"):
        frame, now = service.frame, service.frame.now()
        applied = Maker(
            id=new_id(),
            subject=person.subject,
            email=person.email,
            display_name="Reed Pottery",
            country=in_region(region, now.date())[0],
            created=now,
        )
        selling = applied.admit(region, now).activate(region, in_region(region, now.date()), now)
        makers = Makers(frame.database)
        await frame.mongo.run_transaction(lambda session: makers.add(selling, session))
        await marketplace.report(person, region=region)
        return name_of(selling.id)

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
