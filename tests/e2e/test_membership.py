"""What a membership does to everything else, through the whole marketplace."""

import re
from contextlib import AsyncExitStack
from email import message_from_bytes, policy
from types import SimpleNamespace

import pytest

from dev.applying import a_complete_draft
from dev.graph import Graph, Refusal, name_of, query, soon
from dev.journey import Journey, text_of
from dev.marketplace import Marketplace
from dev.problem import Problem
from dev.samples import Cast, a_mug, a_questionnaire
from tests.support.stack import started_again

MOVE = """
mutation Move($input: {name}Input!) {{
  {name_of_field}(input: $input) {{ userErrors {{ code message }} }}
}}
"""
STATES = """
query States($id: ID!) {
  maker(id: $id) {
    memberships { region state }
    profile(country: "US") { state retirement { reason } }
    listings(first: 10) { nodes { id state retirement { reason } } }
  }
}
"""


@pytest.fixture
async def market(stack):
    """The marketplace, in which the catalog is killed; whatever happens, others find it running."""
    yield stack
    await started_again(stack, "catalog")


@pytest.fixture
async def store(market):
    """A maker with a mug on sale, a private listing and a buyer, and those who look at it."""
    services = dict(market.ports.services)
    journey = Journey(
        market.gateway_url, services, market.issuer, market.mail_folder, lambda step: None
    )
    story = await journey.walk(Cast.new())
    async with AsyncExitStack() as stack:

        async def signed_in(subject, role):
            token = market.issuer.token(subject, role) if subject else ""
            return await stack.enter_async_context(Graph(market.gateway_url, token))

        yield SimpleNamespace(
            story=story,
            maker=await signed_in(story.cast.maker, "maker"),
            buyer=await signed_in(story.cast.buyer, "buyer"),
            reviewer=await signed_in("rosa", "reviewer"),
            nobody=await signed_in("", ""),
            mail_folder=market.mail_folder,
            orders=await stack.enter_async_context(Marketplace(services, market.issuer)),
        )


async def move(who, name, **given):
    """Carries out a move of a membership in North America."""
    kind = name[0].upper() + name[1:]
    document = MOVE.format(name=kind, name_of_field=name)
    answer = await who.answer(document, {"input": {"region": "NA", **given}})
    assert "errors" not in answer, answer
    [payload] = answer["data"].values()
    if payload["userErrors"]:
        raise Refusal(name, payload["userErrors"])


async def found(store):
    """What buyers find of the store, by words and by the private link."""
    searched = await store.nobody.read("search", query=store.story.cast.store, country="US")
    opened = await store.nobody.read("private_listing", link=store.story.private_url)
    listed = await store.nobody.read("listing", id=store.story.mug)
    there = [node["id"] for node in searched["listingSearch"]["nodes"]]
    return there, opened["privateListing"] is not None, listed["listing"] is not None


async def is_gone(store):
    return await found(store) == ([], False, False)


async def is_there(store):
    # The private listing was sold in the story, and is shown out of stock.
    return await found(store) == ([store.story.mug], True, True)


async def buy(store):
    return await store.orders.sell(
        name_of(store.story.mug), store.story.cast.buyer, choices=[("Colour", "Cobalt")]
    )


async def states(store):
    answer = await store.maker.answer(STATES, {"id": store.story.maker})
    maker = answer["data"]["maker"]
    return [maker["profile"], *maker["listings"]["nodes"]]


async def test_a_suspended_maker_sells_nothing_serves_its_buyers_and_comes_back(store):
    maker, told = store.story.maker, "We look into a complaint."
    assert await is_there(store)

    await move(store.reviewer, "membershipSuspend", maker=maker, reason="POLICY_BREACH", text=told)
    await soon(lambda: is_gone(store), "the store being hidden")
    with pytest.raises(Problem):
        await buy(store)
    await store.maker.do("message_send", thread=store.story.thread, text="Yours is on its way.")
    await store.buyer.do("message_send", thread=store.story.thread, text="Thank you!")
    suspended = [one["state"] for one in await states(store)]
    await move(store.reviewer, "membershipReinstate", maker=maker, text="All is well.")
    await soon(lambda: is_there(store), "the store being back")
    bought = await buy(store)

    thread = (await store.buyer.read("thread", id=store.story.thread))["thread"]
    assert suspended == ["HIDDEN", "LIVE", "LIVE"]
    assert [one["state"] for one in await states(store)] == ["PUBLISHED", "LIVE", "LIVE"]
    assert [message["text"] for message in thread["messages"]["nodes"]][-2:] == [
        "Yours is on its way.",
        "Thank you!",
    ]
    assert bought.name.startswith("orders/")


async def test_what_a_maker_left_behind_while_the_catalog_was_down_is_gone_when_it_is_up(
    store, market
):
    await market.kill("catalog")
    await move(store.maker, "programmeLeave", reason="CLOSING", text="I retire.")
    await started_again(market, "catalog")

    await soon(lambda: is_gone(store), "the store being gone")

    async def all_retired():
        there = await states(store)
        return there if {one["state"] for one in there} == {"RETIRED"} else None

    retired = await soon(all_retired, "everything being retired")
    with pytest.raises(Problem):
        await buy(store)
    await store.buyer.do("message_send", thread=store.story.thread, text="Is mine still coming?")
    await store.maker.do("message_send", thread=store.story.thread, text="It is in the mail.")
    everything = await store.maker.answer(query("everything"), {"id": store.story.maker})

    assert [one["retirement"]["reason"] for one in retired] == ["MAKER_LEFT"] * 3
    [thread] = everything["data"]["maker"]["threads"]["nodes"]
    assert thread["customOrderRequest"]["order"]["state"] == "PLACED"
    assert thread["messages"]["nodes"][-1]["text"] == "It is in the mail."


def links(store):
    """The secrets of all invitation mails to the maker."""
    mails = [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in store.mail_folder.glob("*.eml")
    ]
    own = [mail for mail in mails if store.story.cast.maker in str(mail["to"])]
    found = [re.search(r"https?://\S+/register#(\S+)", text_of(mail)) for mail in own]
    return {link.group(1) for link in found if link}


async def test_who_left_and_is_admitted_again_while_the_catalog_was_down_begins_anew(store, market):
    maker, reviewer, before = store.maker, store.reviewer, links(store)

    async def invited():
        return links(store) - before

    await market.kill("catalog")
    await move(maker, "programmeLeave", reason="COSTS", text="It did not pay.")
    answers = a_questionnaire(store.story.cast)
    applied = (await a_complete_draft(maker, answers))["id"]
    await maker.do("application_submit", id=applied)
    await reviewer.do("application_take", id=applied)
    await reviewer.do("application_approve", id=applied)
    [link] = await soon(invited, "the second invitation")
    invitation = await maker.do("invitation_redeem", secret=link)
    await started_again(market, "catalog")

    await soon(lambda: is_gone(store), "the store being gone")
    new = a_mug(f"NEW-{store.story.cast.maker}") | {"title": f"Second {store.story.cast.store}"}
    listing = (await maker.do_soon("listing_create", listing=new))["id"]
    await maker.do("listing_publish", id=listing)

    async def settled():
        there = await states(store)
        return there if [one["state"] for one in there].count("RETIRED") == 3 else None

    there = await soon(settled, "what was made before being retired")

    assert invitation["state"] == "CONFIRMED"
    assert await found(store) == ([listing], False, False)
    assert {one["id"]: one["state"] for one in there if "id" in one}[listing] == "LIVE"
