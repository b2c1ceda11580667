"""The main journey, as the people in it see it."""

import uuid

from dev.graph import query
from tests.support.calls import cost_of


async def test_the_journey_goes_from_an_application_to_an_approved_press_release(story, steps):
    told = "\n".join(steps)

    assert "its link registers the maker: CONFIRMED" in told
    assert "in cobalt it costs 36.50 USD" in told
    assert "the press representative approves it: APPROVED" in told
    assert len(steps) == 14


async def test_one_query_reads_the_whole_journey_back(story):
    maker = story.answer["maker"]

    assert maker["displayName"] == story.cast.store
    assert [m["state"] for m in maker["memberships"]] == ["ACTIVE"]
    assert sorted(maker["memberships"][0]["readyCountries"]) == ["CA", "MX", "US"]
    assert maker["profile"]["storeName"] == story.cast.store
    listings = {node["id"]: node for node in maker["listings"]["nodes"]}
    assert set(listings) == {story.mug, story.private_listing}
    assert listings[story.private_listing]["privateLink"]["url"] == story.private_url
    [thread] = maker["threads"]["nodes"]
    request = thread["customOrderRequest"]
    assert request["state"] == "PURCHASED"
    assert request["clock"]["verdict"] == "MET"
    assert request["privateListing"]["id"] == story.private_listing
    assert request["order"]["state"] == "PLACED"
    assert [m["author"] for m in thread["messages"]["nodes"]] == ["BUYER", "MAKER", "MAKER"]
    [release] = maker["pressReleases"]["nodes"]
    assert release["state"] == "APPROVED"
    assert release["draft"]["file"]["name"] == "two-dogs.docx"


async def test_that_query_costs_one_call_for_each_service_and_type(stack, story, signed_in):
    request_id = str(uuid.uuid4())
    async with signed_in(story.cast.maker, "maker") as maker:
        answer = await maker.answer(
            query("everything"), {"id": story.maker}, {"x-request-id": request_id}
        )

    cost = await cost_of(stack, request_id, expected_calls=9)

    assert "errors" not in answer
    assert dict(cost.calls) == {
        "LookupMakersByName": 1,
        "BatchGetMakerProfiles": 1,
        "BatchListListings": 1,
        "BatchGetPrivateLinks": 1,
        "BatchListThreads": 1,
        "BatchListMessages": 1,
        "LookupCustomOrderRequestsByName": 1,
        "LookupOrdersByName": 1,
        "BatchListPressReleases": 1,
    }
    assert max(cost.commands.values()) <= 2
    assert sum(cost.commands.values()) <= 12


async def test_everybody_can_read_a_maker_but_not_what_is_private_of_it(story, signed_in):
    async with signed_in() as nobody:
        answer = (await nobody.answer(query("everything"), {"id": story.maker}))["data"]["maker"]

    assert answer["profile"]["storeName"] == story.cast.store
    assert [node["id"] for node in answer["listings"]["nodes"]] == [story.mug]
    assert answer["listings"]["nodes"][0]["privateLink"] is None
    assert answer["threads"] is None
    assert answer["pressReleases"] is None


async def test_both_sides_read_the_thread(story, signed_in):
    async with (
        signed_in(story.cast.buyer, "buyer") as buyer,
        signed_in(story.cast.maker, "maker") as maker,
        signed_in("somebody-else", "buyer", "maker") as stranger,
    ):
        seen = [
            (await side.read("thread", id=story.thread))["thread"]
            for side in (buyer, maker, stranger)
        ]

    assert seen[0]["messages"] == seen[1]["messages"]
    assert seen[2] is None


async def test_search_finds_the_mug_and_never_the_private_listing(story, signed_in):
    async with signed_in(story.cast.buyer, "buyer") as buyer:
        by_words = await buyer.read("search", query="pip olive", country="US")
        by_store = await buyer.read("search", query=story.cast.store, country="US")

    assert story.private_listing not in [n["id"] for n in by_words["listingSearch"]["nodes"]]
    assert [n["id"] for n in by_store["listingSearch"]["nodes"]] == [story.mug]
