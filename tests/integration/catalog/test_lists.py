"""Search and lists: what is found, page by page, in how many commands, by which indexes."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from pymongo import AsyncMongoClient

from catalog.store.listings import search_pipeline
from chassis.errors import Invalid
from chassis.ids import new_id
from handmade.catalog.v1 import listing_pb2, maker_profile_pb2
from tests.integration.catalog.workshop import soon, word


@pytest.mark.parametrize(
    ("title", "query"),
    [
        pytest.param("Crème brûlée dish {}", "CREME brulee {}", id="accents and case"),
        pytest.param("Straße {}", "strasse {}", id="sharp s"),
        pytest.param("ﬁne ｍｕｇ {}", "fine mug {}", id="ligatures and wide letters"),
        pytest.param("Ёлочная игрушка {}", "елочная ИГРУШКА {}", id="Cyrillic"),
        pytest.param("手作りの陶器 {}", "陶器 {}", id="Japanese inside a sentence"),
        pytest.param("手工陶瓷杯 {}", "杯 {}", id="one Chinese character"),
        pytest.param("كوب خزفي {}", "خزفي {}", id="Arabic"),
        pytest.param("हस्तनिर्मित प्याला {}", "प्याला {}", id="Hindi"),
        pytest.param("แก้วเซรามิก {}", "เซรามิก {}", id="Thai"),
        pytest.param("Ada's mug {}", "ada’s {}", id="apostrophes"),
    ],
)
async def test_words_of_every_language_are_found(shop, title, query):
    maker, unique = await shop.maker(), word()
    listing = await maker.sell(title=title.format(unique))

    found = await shop.nobody.search(query.format(unique))

    assert [hit.name for hit in found.listings] == [listing.name]


async def test_all_words_must_occur_somewhere(shop):
    maker, unique = await shop.maker(), word()
    await maker.present(store_name=f"Shop {unique}")
    listing = await maker.draft(title="Red mug", description="From river clay.")
    await maker.publish(listing)

    async def names(query):
        return [hit.name for hit in (await shop.nobody.search(query)).listings]

    assert await names(f"{unique} clay red") == [listing.name]
    assert await names(f"{unique} clay blue") == []
    assert await names(f"{unique[:-1]} clay") == []


async def test_a_search_for_nothing_but_signs_finds_nothing_and_an_empty_one_all(shop):
    maker = await shop.maker()
    listing = await maker.sell()

    signs = await shop.nobody.search("★ $ {}")
    everything = await shop.nobody.search("  ")

    assert not signs.listings
    assert everything.listings[0].name == listing.name


async def test_search_goes_page_by_page_newest_first(shop):
    maker, unique = await shop.maker(), word()
    drafts = [await maker.draft(title=unique) for _ in range(7)]
    sold = [await maker.publish(draft) for draft in reversed(drafts)]
    seen, token = [], ""

    while True:
        page = await shop.nobody.search(unique, page_size=3, page_token=token)
        seen += [hit.name for hit in page.listings]
        assert len(page.cursors) == len(page.listings)
        token = page.next_page_token
        if not token:
            break

    assert seen == [listing.name for listing in reversed(sold)]


async def test_pages_hold_when_several_were_published_in_one_moment(shop):
    maker, unique = await shop.maker(), word()
    sold = await asyncio.gather(*(maker.sell(title=unique) for _ in range(6)))
    moment = shop.clock().replace(microsecond=0)
    await shop.database["listings"].update_many({"words": unique}, {"$set": {"published": moment}})

    first = await shop.nobody.search(unique, page_size=4)
    rest = await shop.nobody.search(unique, page_size=4, page_token=first.next_page_token)

    names = [hit.name for hit in (*first.listings, *rest.listings)]
    assert sorted(names) == sorted(listing.name for listing in sold)


async def test_altered_and_foreign_page_tokens_are_refused(shop):
    maker, unique = await shop.maker(), word()
    for _ in range(3):
        await maker.sell(title=unique)
    token = (await shop.nobody.search(unique, page_size=1)).next_page_token
    of_list = (await shop.nobody.list(maker.name, page_size=1)).next_page_token

    for attempt in (token[:-1], token + "A", of_list, "x", '{"$ne": null}', "é"):
        with pytest.raises(Invalid):
            await shop.nobody.search(unique, page_token=attempt)
    with pytest.raises(Invalid):
        await shop.nobody.search(f"{unique} mug", page_token=token)
    with pytest.raises(Invalid):
        await maker.search(unique, page_token=token)


async def test_bad_searches_are_refused(shop):
    for wrong in ({"query": "x" * 201}, {"query": "mug", "country": "XX"}, {"country": "us"}):
        with pytest.raises(Invalid):
            await shop.nobody.search(**{"query": "", **wrong})
    with pytest.raises(Invalid):
        await shop.nobody.search("mug", page_size=-1)


async def test_search_is_served_by_an_index_without_sorting(shop):
    maker, unique = await shop.maker(), word()
    for _ in range(3):
        await maker.sell(title=f"{unique} mug")
    after = (shop.clock(), "01900000-0000-7000-8000-000000000001")

    for words, place in (
        ([unique], None),
        ([unique, "mug"], None),
        ([unique, "mug"], after),
        ([], None),
        ([], after),
    ):
        plan = await shop.database.command(
            "explain",
            {
                "aggregate": "listings",
                "pipeline": search_pipeline("US", "NA", words, place, 26),
                "cursor": {},
            },
        )
        stages = set(_stages(plan))
        assert "IXSCAN" in stages
        assert not stages & {"COLLSCAN", "SORT", "$sort"}, stages


async def test_lists_are_served_by_an_index_without_sorting(shop, commands):
    maker = await shop.maker()
    listing = await maker.sell()
    await maker.present()
    profiles = maker_profile_pb2.BatchGetMakerProfilesRequest(makers=[maker.name])

    async with commands() as seen:
        for person in (shop.nobody, maker):
            page = await person.list(maker.name, page_size=1)
            await person.list(maker.name, page_size=1, page_token=page.cursors[0])
            await person.batch(maker.name)
            await person.profiles.BatchGetMakerProfiles(profiles)
            await person.lookup(listing.name)
        await shop.person("messaging", "service").list("")

    assert len(seen) >= 17
    assert not [entry for entry in seen if "COLLSCAN" in entry.plan or entry.sorts]


def _stages(plan):
    """The names of all stages in a plan, wherever they are."""
    if isinstance(plan, dict):
        # What the planner thought of and refused is not what runs.
        for key, value in plan.items():
            if key == "stage":
                yield value
            elif key.startswith("$"):
                yield key
            if key not in ("rejectedPlans", "command"):
                yield from _stages(value)
    elif isinstance(plan, list):
        for entry in plan:
            yield from _stages(entry)


async def test_a_maker_sees_its_drafts_in_its_list_and_others_do_not(shop):
    maker = await shop.maker()
    live, draft = await maker.sell(), await maker.draft()
    only_drafts = [listing_pb2.Listing.DRAFT]

    own = await maker.list(maker.name)
    drafts = await maker.list(maker.name, states=only_drafts)
    public = await shop.nobody.list(maker.name)
    asked = await shop.nobody.list(maker.name, states=only_drafts)

    assert [seen.name for seen in own.listings] == [draft.name, live.name]
    assert [seen.name for seen in drafts.listings] == [draft.name]
    assert [seen.name for seen in public.listings] == [live.name]
    assert not asked.listings
    with pytest.raises(Invalid):
        await maker.list(maker.name, states=[99])


async def test_only_services_list_everything(shop):
    maker = await shop.maker()
    draft = await maker.draft()

    everything = await shop.person("messaging", "service").list("")

    assert everything.listings[0].name == draft.name
    for stranger in (shop.nobody, maker, shop.person("rosa", "reviewer")):
        with pytest.raises(Invalid):
            await stranger.list("")


async def test_the_first_page_of_many_makers_is_as_each_ones_own(shop):
    makers = [await shop.maker() for _ in range(3)]
    for count, maker in enumerate(makers):
        for _ in range(count + 1):
            await maker.sell()
        await maker.draft()
    unknown = "makers/01900000-0000-7000-8000-000000000001"

    for caller in (shop.nobody, makers[1], shop.person("sam", "support")):
        together = await caller.batch(makers[2].name, unknown, *(m.name for m in makers), size=2)
        each = [await caller.list(maker.name, page_size=2) for maker in makers]
        assert together == [each[2], listing_pb2.ListListingsResponse(), *each]
        token = together[0].next_page_token
        following = await caller.list(makers[2].name, page_size=2, page_token=token)
        assert following.listings


async def test_a_subject_that_looks_like_a_field_sees_no_more_than_others(shop):
    maker = await shop.maker()
    await maker.draft()

    for subject in ("$subject", "$$ROOT.subject", "$_id"):
        sly = shop.person(subject, "maker", "partner")
        assert not (await sly.batch(maker.name))[0].listings


async def test_a_partner_sees_in_batches_what_it_was_granted(shop):
    maker = await shop.maker(grants={"agency": ["catalog:write"], "reader": ["events:read"]})
    draft = await maker.draft()

    granted = await shop.person("agency", "partner").batch(maker.name)
    not_partner = await shop.person("agency", "buyer").batch(maker.name)
    reader = await shop.person("reader", "partner").batch(maker.name)

    assert [seen.sku for seen in granted[0].listings] == [draft.sku]
    assert not not_partner[0].listings
    assert not reader[0].listings


async def test_batches_and_lookups_cost_few_commands_however_many(shop, commands):
    makers = [await shop.maker() for _ in range(6)]
    for maker in makers:
        await maker.present()
    listings = [await maker.sell() for maker in makers]
    profiles = maker_profile_pb2.BatchGetMakerProfilesRequest(makers=[m.name for m in makers])

    async with commands() as of_listings:
        await shop.nobody.batch(*(maker.name for maker in makers))
    async with commands() as of_profiles:
        await shop.nobody.profiles.BatchGetMakerProfiles(profiles)
    async with commands() as of_lookup:
        await shop.nobody.lookup(*(listing.name for listing in listings))
    async with commands() as of_search:
        await shop.nobody.search("mug")

    assert [seen.what for seen in of_listings] == ["aggregate makers"]
    assert [seen.what for seen in of_profiles] == ["aggregate makers"]
    assert [seen.what for seen in of_lookup] == ["find listings", "find makers"]
    assert [seen.what for seen in of_search] == ["aggregate listings"]


async def test_drafts_are_not_read_to_show_what_is_on_sale(shop, commands):
    maker = await shop.maker()
    listing = await maker.sell()
    draft = await maker.draft()
    kept = await shop.database["listings"].find_one({"_id": draft.name[9:]})
    await shop.database["listings"].insert_many([{**kept, "_id": new_id()} for _ in range(500)])

    async with commands() as seen:
        batched = await shop.nobody.batch(maker.name)
        listed = await shop.nobody.list(maker.name)

    shown = [[found.name for found in page.listings] for page in (*batched, listed)]
    assert shown == [[listing.name], [listing.name]]
    assert max(entry.read for entry in seen) < 10


@pytest.mark.parametrize("names", [["makers/1"], ['{"$ne": null}'], ["makers/$x"] * 3])
async def test_batches_refuse_malformed_names(shop, names):
    with pytest.raises(Invalid):
        await shop.nobody.batch(*names)
    with pytest.raises(Invalid):
        await shop.nobody.profiles.BatchGetMakerProfiles(
            maker_profile_pb2.BatchGetMakerProfilesRequest(makers=names)
        )


async def test_at_most_a_hundred_at_once(shop):
    names = [f"listings/01900000-0000-7000-8000-{number:012}" for number in range(101)]

    assert await shop.nobody.lookup(*names[:100]) == [""] * 100
    with pytest.raises(Invalid):
        await shop.nobody.lookup(*names)


async def test_search_follows_a_change_of_the_store_name(shop):
    maker, before, after = await shop.maker(), word(), word()
    profile = await maker.present(store_name=f"Kiln {before}")
    listing = await maker.sell()

    await maker.present(store_name=f"Kiln {after}", short_url=profile.short_url)

    found = await soon(lambda: shop.nobody.search(after), lambda page: page.listings)
    assert [hit.name for hit in found.listings] == [listing.name]
    assert not (await shop.nobody.search(before)).listings


@dataclass
class Command:
    """A command as the database tells of it."""

    what: str
    plan: str
    sorts: bool
    read: int


@pytest.fixture
async def commands(shop, mongodb_uri):
    """The commands that the database was sent inside the block, by its own profiler."""
    async with AsyncMongoClient(mongodb_uri) as client:
        database = client[shop.database.name]

        @asynccontextmanager
        async def commands():
            seen = []
            # What follows published profiles reads listings, too: it is over before.
            await soon(lambda: database["events"].find_one({"open": True}), lambda left: not left)
            await database.command("profile", 2)
            try:
                yield seen
            finally:
                await database.command("profile", 0)
                found = database["system.profile"].find(
                    {"ns": {"$regex": r"\.(listings|makers|profiles|storefronts|option_sets)$"}}
                )
                async for entry in found.sort("ts", 1):
                    verb = next(iter(entry["command"]))
                    is_sweep = "settled" in entry["command"].get("filter", {})
                    if entry["op"] in ("query", "command") and not is_sweep:
                        what = f"{verb} {entry['ns'].rpartition('.')[2]}"
                        sorts = entry.get("hasSortStage", False)
                        read = entry.get("docsExamined", 0)
                        seen.append(Command(what, entry.get("planSummary", ""), sorts, read))
                await database["system.profile"].drop()

        yield commands
