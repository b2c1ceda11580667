"""What was handed in has in common with others: never a draft, and some for everybody."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from PIL import Image

from applications.store.application_document import to_document
from chassis.errors import Forbidden
from dev.samples import a_photo
from handmade.applications.v1 import application_pb2 as pb
from tests.integration.applications.people import request_id
from tests.integration.applications.photographs import add_photo, duplicates
from tests.support.pictures import opened, saved
from tests.support.plans import recorded
from tests.support.queue import a_draft, occasion, submitted

LONG_AGO = datetime(2030, 5, 1, 12, tzinfo=UTC)
MOST = 20
MANY = 80


async def handed_in(person, **changes):
    return await person.submit((await person.start(**changes)).name)


async def withdrawn(person, name):
    request = pb.WithdrawApplicationRequest(name=name, request_id=request_id())
    return await person.applications.WithdrawApplication(request)


@pytest.fixture
def keep(stored):
    """Keeps applications as the service does; gives their names."""

    async def keep(*applications):
        await stored["applications"].insert_many([to_document(each) for each in applications])
        return [f"applications/{each.id}" for each in applications]

    return keep


async def test_a_draft_that_was_withdrawn_is_like_nothing(a_person, reviewer):
    shop = "https://reeds.example/never-handed-in"
    shy, open_one = a_person("maker"), a_person("maker")
    draft = await shy.start(shop_urls=[shop])
    await add_photo(shy, draft.name)
    await withdrawn(shy, draft.name)
    again = await shy.start(shop_urls=[shop])
    await open_one.start(shop_urls=[shop])

    mine = await handed_in(a_person("maker"), shop_urls=[shop])
    shys = await shy.submit(again.name)

    found = await duplicates(reviewer, mine.name, shys.name, draft.name)
    assert found == [{shys.name: {"SHOP_URL"}}, {mine.name: {"SHOP_URL"}}, {}]
    flags = [list((await reviewer.application(it.name)).flags) for it in (mine, shys)]
    assert flags == [[], [pb.Application.POSSIBLE_DUPLICATE]]


async def test_what_was_handed_in_counts_also_once_it_is_withdrawn(a_person, reviewer):
    shop = "https://reeds.example/withdrawn-later"
    first = await handed_in(early := a_person("maker"), shop_urls=[shop])
    await withdrawn(early, first.name)

    second = await handed_in(a_person("maker"), shop_urls=[shop])

    assert await duplicates(reviewer, second.name) == [{first.name: {"SHOP_URL"}}]


async def test_one_with_many_alike_hides_nothing_from_the_others(reviewer, keep):
    def alike(shop):
        return submitted(LONG_AGO, shop_urls=(f"https://{shop}.example",))

    [older, twin] = await keep(alike("twins"), alike("twins"))
    crowd = await keep(*(alike("crowd") for _ in range(MANY)))

    of_one_of_many, of_twin, of_last = await duplicates(reviewer, crowd[0], twin, crowd[-1])

    assert of_twin == {older: {"SHOP_URL"}}
    assert list(of_one_of_many) == crowd[: -MOST - 1 : -1]
    assert list(of_last) == crowd[-2 : -MOST - 2 : -1]


async def test_a_marketplace_that_many_sell_at_makes_nobody_alike(a_person, reviewer):
    market = "https://www.etsy.com/"
    await handed_in(a_person("maker"), shop_urls=[market])
    mine = await handed_in(a_person("maker"), shop_urls=[market])

    assert await duplicates(reviewer, mine.name) == [{}]
    assert not (await reviewer.application(mine.name)).flags


def a_clear_photo():
    """One with such contrasts from place to place that no other size changes its look."""
    rows = b"".join(bytes(Random().sample(range(0, 252, 28), 9)) for _ in range(8))
    places = Image.frombytes("L", (9, 8), rows)
    return saved(places.resize((1000, 750), Image.Resampling.NEAREST), "PNG")


async def pictured(person, *contents, **changes):
    draft = await person.start(**changes)
    for kind, content in zip(
        ("PRODUCT", "WORKSPACE"), (*contents, a_photo(), a_photo()), strict=False
    ):
        await add_photo(person, draft.name, content, kind=kind)
    return await person.submit(draft.name)


async def test_what_applications_have_in_common_is_shown_to_reviewers_only(a_person, reviewer):
    shop, picture = "https://www.reeds.example/shop/", a_clear_photo()
    first = await pictured(a_person("maker"), picture, shop_urls=[shop])
    same_shop = await pictured(a_person("maker"), shop_urls=["https://reeds.example/Shop"])
    again = opened(picture).resize((700, 648))
    saved_again = a_person("maker")
    same_photo = await pictured(saved_again, saved(again, "PNG"))
    draft = await a_person("maker").start(shop_urls=[shop])

    found = await duplicates(reviewer, first.name, same_photo.name, draft.name, "applications/x")

    assert found[0] == {same_shop.name: {"SHOP_URL"}, same_photo.name: {"PHOTO"}}
    assert found[1] == {first.name: {"PHOTO"}}
    assert found[2:] == [{}, {}]
    seen = await reviewer.application(same_photo.name)
    assert pb.Application.POSSIBLE_DUPLICATE in seen.flags
    assert not (await saved_again.application(same_photo.name)).flags
    with pytest.raises(Forbidden):
        await duplicates(saved_again, same_photo.name)


async def test_the_same_address_in_another_region_is_shown(maker, reviewer):
    here = await handed_in(maker)
    there = await handed_in(maker, country="DE")

    found = await duplicates(reviewer, there.name)

    assert found == [{here.name: {"EMAIL"}}]


@pytest.mark.looks_back
async def test_those_alike_are_read_in_the_order_of_indexes(reviewer, keep, stored):
    drafts = (
        a_draft(LONG_AGO, shop_urls=("https://plan.example",)).withdraw("", occasion("a", LONG_AGO))
        for _ in range(MANY)
    )
    alike = [
        submitted(LONG_AGO + timedelta(minutes=each), shop_urls=("https://plan.example",))
        for each in range(MANY)
    ]
    await keep(*drafts)
    names = await keep(*alike)

    await duplicates(reviewer, *names[:2])

    plans = [
        it
        for it in await recorded(stored, "applications")
        if it.collection == "applications" and "'like'" in it.command
    ]
    assert plans
    assert not [it for it in plans if "COLLSCAN" in it.summary or it.sorts]
    assert plans[-1].examined <= 2 * (MOST + 2)
