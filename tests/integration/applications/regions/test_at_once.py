"""Extending, reporting, deciding and leaving at the same moment."""

import asyncio

import pytest

from chassis.errors import Refused
from handmade.applications.v1 import application_pb2, region_extension_pb2


@pytest.mark.parametrize("_round", range(2))
async def test_a_report_and_a_registration_at_once_never_miss_each_other(
    maker, name, marketplace, standing, told, _round
):
    extension = await maker.extend()

    await asyncio.gather(
        maker.register(extension.name),
        marketplace.report(maker, region="EU", version=1),
        marketplace.report(maker, region="EU", version=2, linked=True),
    )

    assert await standing(maker) == {"NA": "ACTIVE", "EU": "ACTIVE"}
    assert (await told(name)).count("extended") == 1


@pytest.mark.parametrize("_round", range(2))
async def test_a_report_and_a_reinstatement_at_once_never_miss_each_other(
    maker, name, marketplace, reviewer, standing, _round
):
    extension = await maker.extend()
    await maker.register(extension.name)
    await reviewer.suspend(name)

    await asyncio.gather(
        reviewer.reinstate(name), marketplace.report(maker, region="EU", linked=True)
    )

    assert await standing(maker) == {"NA": "ACTIVE", "EU": "ACTIVE"}


@pytest.mark.parametrize("_round", range(2))
async def test_a_report_and_a_suspension_at_once_leave_nothing_active(
    maker, name, marketplace, reviewer, standing, _round
):
    extension = await maker.extend()
    await maker.register(extension.name)

    await asyncio.gather(
        reviewer.suspend(name), marketplace.report(maker, region="EU", linked=True)
    )

    assert "ACTIVE" not in (await standing(maker)).values()


@pytest.mark.parametrize("_round", range(2))
async def test_an_application_and_an_extension_begun_at_once_are_one_of_the_two(
    maker, name, _round
):
    outcomes = await asyncio.gather(
        maker.extend(), maker.start(country="DE"), return_exceptions=True
    )

    kinds = (region_extension_pb2.RegionExtension, application_pb2.Application)
    assert sum(isinstance(it, kinds) for it in outcomes) == 1
    assert {it.reason for it in outcomes if isinstance(it, Refused)} <= {
        "REGION_EXTENSION_EXISTS",
        "REGION_APPLICATION_OPEN",
    }


@pytest.mark.parametrize("_round", range(2))
async def test_leaving_and_extending_at_once_leave_nothing_on_the_way(maker, name, _round):
    await asyncio.gather(maker.leave(), maker.extend(), return_exceptions=True)

    left = region_extension_pb2.RegionExtension.ENDED
    assert all(it.state == left for it in await maker.list_extensions())
