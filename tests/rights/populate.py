"""Puts one of everything into a world."""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace

from tests.rights import pressed, reviews
from tests.rights.asks.way import gid
from tests.rights.calls.applications import a_grant
from tests.rights.people import GRANTABLE
from tests.rights.things import Scene, Thing, an_id
from tests.rights.world import TWO_MUST_SIGN, World


async def populate(world: World) -> None:
    """Makes the things that everybody is going to ask for."""
    await asyncio.gather(
        _the_maker(world),
        _another_maker(world),
        _a_shy_maker(world),
        _a_barren_maker(world),
        _newcomers(world),
    )
    things = world.things
    listed, drafted = f"listed{world.mark}", f"drafted{world.mark}"
    things["plain"] = await world.listing(customizations=[])
    things |= await _all(
        {
            "listing": world.listing(title=f"Bowl {listed}"),
            "draft_listing": world.draft_listing(title=f"Bowl {drafted}"),
            "private": world.private_listing(),
            "for_buyer": world.private_listing(buyer=world.main.buyer_subject),
            "reservation": world.reservation(),
            "release": world.approved_release(),
            "draft_release": world.draft_release(),
            "submitted_release": world.submitted_release(),
            "taken_release": world.taken_release("pr"),
        }
    )
    things |= await _all(
        {
            "discussed_release": pressed.discussed(world),
            "asked_release": _an_asked_release(world),
            "hurried_release": pressed.hurried(world),
        }
    )
    discussed = things["discussed_release"]
    things["discussed_release"] = await pressed.with_a_document(world, discussed)
    things["grant"] = await a_grant(world)
    things["draft_application"] = await world.draft_in_europe()
    # The title of the private one has no word of its own: search by the maker's others instead.
    for name, words in (("listing", listed), ("draft_listing", drafted), ("private", "")):
        facts = dict(things[name].facts) | {"words": words}
        things[name] = replace(things[name], facts=facts)
    things["custom_order"] = asked = await world.custom_order()
    things["thread"] = Thing(world.main, asked.facts["thread"])
    things["bought"] = bought = await world.custom_order()
    things["bought_thread"] = Thing(world.main, bought.facts["thread"])
    things["order"] = await world.order(bought)
    things["for_request"] = await world.private_listing(customOrderRequest=gid(asked.name))


async def _all(making: dict[str, Awaitable[Thing]]) -> dict[str, Thing]:
    return dict(zip(making, await asyncio.gather(*making.values()), strict=True))


async def _the_maker(world: World) -> None:
    made = await world.an_active_maker(world.main, **TWO_MUST_SIGN)
    await world.grant(world.main)
    world.things["application"] = made
    world.things["profile"] = Thing(world.main, made.facts["profile"])
    invitation = await world.invitation_of(made)
    world.things["invitation"] = Thing(world.main, invitation)


async def _another_maker(world: World) -> None:
    """Active as well, and generous to the partner `elsewhere`."""
    scene = Scene(world.subject("other_maker", world.main))
    await world.an_active_maker(scene)
    grant = {"partner": world.subject("elsewhere", scene), "scopes": GRANTABLE}
    await world.call("maker", "GrantPartner", scene, grant=grant, request_id=an_id())


async def _a_shy_maker(world: World) -> None:
    """Active, with nothing to show: what it has are drafts, and what only a link opens.

    It is on its way to another region.
    """
    scene = Scene(f"shy-{world.mark}")
    await world.an_active_maker(scene)
    await world.grant(scene)
    world.things["extension"] = await reviews.linked_extension(world, scene)
    world.things |= await _all(
        {
            "shy_draft": world.draft_listing(scene=scene),
            "shy_private": world.private_listing(scene=scene),
            "shy_release": world.draft_release(scene=scene),
        }
    )


async def _an_asked_release(world: World) -> Thing:
    """Of a maker of its own: a stakeholder who is asked about one sees that maker's list."""
    scene = Scene(f"asked-{world.mark}")
    await world.an_active_maker(scene)
    await world.grant(scene)
    return await pressed.asked(world, scene=scene)


async def _a_barren_maker(world: World) -> None:
    """Active, with nothing at all."""
    scene = Scene(f"barren-{world.mark}")
    await world.an_active_maker(scene)
    world.things["barren"] = Thing(scene, scene.maker)


async def _newcomers(world: World) -> None:
    shop = {"shopUrls": [f"https://shop.example/{world.mark}"]}
    world.things |= await _all(
        {
            "newcomer": world.newcomer(),
            "submitted_application": world.submitted_application(**shop),
            "alike_application": world.submitted_application("reviewer", **shop),
            "taken_application": world.taken_application("reviewer"),
            "asked_application": reviews.asked_application(world),
            "expired_application": reviews.expired_application(world),
            "open_invitation": world.open_invitation(),
        }
    )
    things = world.things
    submitted, alike = things["submitted_application"], things["alike_application"]
    facts = dict(submitted.facts) | {"alike": alike.name}
    things["submitted_application"] = replace(submitted, facts=facts)
    await world.call(
        "reviewer", "AddApplicationNote", name=submitted.name, text="Rang.", request_id=an_id()
    )
    opened = things["open_invitation"]
    things["unused_invitation"] = replace(opened, name=await world.invitation_of(opened))
