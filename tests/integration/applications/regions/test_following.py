"""What was extended follows its home membership, never the other way round."""

import pytest

from chassis.errors import Refused
from handmade.applications.v1 import maker_pb2


async def test_what_was_extended_is_suspended_with_its_home_and_comes_back_with_it(
    maker, name, linked, reviewer, standing, seen
):
    extension = await linked()
    await maker.open_country(extension, "DE", "de")

    await reviewer.suspend(name)
    assert await standing(maker) == {"NA": "SUSPENDED", "EU": "SUSPENDED"}
    assert [list(it.ready_countries) for it in (await maker.own_maker()).memberships] == [[], []]
    assert seen(await maker.extension(extension)) == ("LINKED", ["HOME_MEMBERSHIP"])
    with pytest.raises(Refused) as refused:
        await maker.open_country(extension, "FR", "fr")
    assert refused.value.reason == "MEMBERSHIP_NOT_ACTIVE"
    with pytest.raises(Refused) as refused:
        await reviewer.reinstate(name, region="EU")
    assert refused.value.reason == "HOME_MEMBERSHIP_NOT_ACTIVE"

    await reviewer.reinstate(name)
    assert await standing(maker) == {"NA": "ACTIVE", "EU": "ACTIVE"}
    home, extended = (await maker.own_maker()).memberships
    assert sorted(home.ready_countries) == ["CA", "MX", "US"]
    assert list(extended.ready_countries) == ["DE"]


async def test_what_comes_while_the_home_is_suspended_waits_for_it(
    maker, name, marketplace, reviewer, standing, seen
):
    extension = await maker.extend()
    await maker.register(extension.name)
    await reviewer.suspend(name)

    await marketplace.report(maker, region="EU", linked=True)
    assert seen(await maker.extension(extension.name)) == (
        "SELLER_VERIFICATION",
        ["HOME_MEMBERSHIP"],
    )
    assert await standing(maker) == {"NA": "SUSPENDED"}

    reinstated = await reviewer.reinstate(name)
    assert seen(await maker.extension(extension.name)) == ("LINKED", [])
    assert [it.state for it in reinstated.memberships] == [maker_pb2.Membership.ACTIVE] * 2


@pytest.mark.parametrize("ending", ["leave", "remove"])
async def test_what_was_extended_ends_with_its_home_and_so_does_what_was_on_the_way(
    maker, name, linked, reviewer, standing, seen, marketplace, ending
):
    extension = await linked()

    if ending == "leave":
        await maker.leave()
    else:
        await reviewer.suspend(name)
        await reviewer.remove(name)

    end = "LEFT" if ending == "leave" else "REMOVED"
    assert await standing(maker) == {"NA": end, "EU": end}
    assert not any(it.ready_countries for it in (await maker.own_maker()).memberships)
    assert seen(await maker.extension(extension)) == ("ENDED", [])
    with pytest.raises(Refused):
        await maker.open_country(extension, "DE", "de")


async def test_an_extension_on_its_way_ends_with_the_home_membership(
    maker, name, marketplace, standing, seen
):
    extension = await maker.extend()
    await maker.register(extension.name)

    await maker.leave()
    await marketplace.report(maker, region="EU", linked=True)

    assert seen(await maker.extension(extension.name)) == ("ENDED", [])
    assert await standing(maker) == {"NA": "LEFT"}


async def test_leaving_what_was_extended_leaves_the_home_and_the_way_back(
    maker, linked, standing, seen
):
    extension = await linked()

    await maker.leave(region="EU")

    assert await standing(maker) == {"NA": "ACTIVE", "EU": "LEFT"}
    assert seen(await maker.extension(extension)) == ("ENDED", [])
    again = await maker.extend()
    assert seen(await maker.register(again.name)) == ("LINKED", [])
    assert await standing(maker) == {"NA": "ACTIVE", "EU": "ACTIVE"}
    assert not (await maker.own_maker()).memberships[1].ready_countries
