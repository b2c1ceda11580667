"""Following messages as they are sent."""

import asyncio
from contextlib import asynccontextmanager

from handmade.messaging.v1 import thread_pb2
from tests.support.messaging import ANA, EVE, an_id
from tests.support.refusals import refused

PARTNER = "partner-tools"
# How long a test waits for what must happen at last; no claim about when.
PATIENCE = 60.0


@asynccontextmanager
async def watching(messaging, who, **request):
    """Gives a function that waits for the next message that somebody hears."""
    call = messaging.threads.WatchMessages(
        thread_pb2.WatchMessagesRequest(**request), metadata=messaging.as_(who)
    )
    await call.read()  # says where the feed stands

    async def heard(seconds=PATIENCE):
        async with asyncio.timeout(seconds):
            while True:
                entry = await call.read()
                if entry.event_id:
                    return entry

    try:
        yield heard
    finally:
        call.cancel()


async def test_both_sides_hear_each_message_once_and_strangers_none(messaging):
    asked, other = await messaging.asked(), await messaging.asked(buyer=EVE)
    maker = await messaging.owner(asked)

    async with (
        watching(messaging, ANA) as buyer,
        watching(messaging, maker) as seller,
        watching(messaging, EVE) as stranger,
    ):
        await messaging.say(maker, asked, "One")
        await messaging.say(ANA, asked, "Two")
        await messaging.say(EVE, other, "Mine")
        heard = [[(await who()).message.text for _ in range(2)] for who in (buyer, seller)]
        strangers = await stranger()

    assert heard == [["One", "Two"], ["One", "Two"]]
    assert strangers.message.text == "Mine"


async def test_a_watch_of_one_thread_hears_only_it(messaging):
    one, other = await messaging.asked(), await messaging.asked()

    async with watching(messaging, ANA, thread=one.thread) as heard:
        await messaging.say(ANA, other, "There")
        await messaging.say(ANA, one, "Here")
        entry = await heard()

    assert entry.message.text == "Here"
    assert entry.type == "message.sent"
    assert entry.message.name.startswith(one.thread)


async def test_a_watcher_who_comes_back_misses_nothing(messaging):
    asked = await messaging.asked()
    async with watching(messaging, ANA, thread=asked.thread) as heard:
        await messaging.say(ANA, asked, "One")
        last = await heard()

    await messaging.say(ANA, asked, "Two")
    resumed = messaging.threads.WatchMessages(
        thread_pb2.WatchMessagesRequest(thread=asked.thread, resume_token=last.resume_token),
        metadata=messaging.as_(ANA),
    )
    entry = await resumed.read()
    while not entry.event_id:
        entry = await resumed.read()
    resumed.cancel()

    assert entry.message.text == "Two"


async def test_a_watcher_gets_the_link_that_is_nowhere_stored(messaging):
    maker = await messaging.a_maker()
    asked = await messaging.asked(listing=await messaging.a_listing(maker))
    private = await messaging.a_listing(maker, private_access={"link_revision": 3})

    async with watching(messaging, ANA, thread=asked.thread) as heard:
        await messaging.answer(maker.subject, asked, private)
        entry = await heard()

    page = await messaging.messages(ANA, asked)
    assert entry.message == page.messages[1]
    assert entry.message.listing_url


async def test_support_hears_of_an_offer_without_its_link(messaging):
    maker = await messaging.a_maker()
    asked = await messaging.asked(listing=await messaging.a_listing(maker))
    private = await messaging.a_listing(maker, private_access={"link_revision": 3})

    async with watching(messaging, "support-sam", thread=asked.thread) as heard:
        await messaging.answer(maker.subject, asked, private)
        entry = await heard()

    assert entry.message.listing == private.name
    assert entry.message.listing_url == ""


async def test_a_partner_hears_what_a_grant_lets_it_hear_until_it_ends(messaging):
    maker = await messaging.a_maker(grants={PARTNER: ["events:read"]})
    asked = await messaging.asked(listing=await messaging.a_listing(maker))
    others = await messaging.asked()

    async with watching(messaging, PARTNER) as heard:
        await messaging.say(ANA, others, "Not for you")
        await messaging.say(ANA, asked, "For you")
        entry = await heard()
        await messaging.database["makers"].update_one({"_id": maker.name}, {"$set": {"grants": []}})
        await messaging.say(ANA, asked, "No more")
        try:
            too_much = await heard(1.5)
        except TimeoutError:
            too_much = None

    assert entry.message.text == "For you"
    assert too_much is None


async def test_anothers_thread_cannot_be_watched(messaging):
    asked = await messaging.asked()
    absent = f"threads/{an_id()}"

    for thread in (asked.thread, absent):
        with refused() as refusal:
            async with watching(messaging, EVE, thread=thread):
                pass
        assert (refusal.code, refusal.reason) == ("NOT_FOUND", "THREAD_NOT_FOUND")


async def test_an_altered_resume_token_is_refused(messaging):
    with refused() as refusal:
        async with watching(messaging, ANA, resume_token='{"$ne": null}'):
            pass

    assert refusal.code == "INVALID_ARGUMENT"
    assert refusal.rules == ["RESUME_TOKEN_INVALID"]


async def test_a_hidden_thread_is_told_apart_from_an_absent_one_by_nothing(messaging):
    asked = await messaging.asked()
    refusals = {}
    for thread in (asked.thread, f"threads/{an_id()}"):
        with refused() as refusal:
            async with watching(messaging, EVE, thread=thread):
                pass
        refusals[thread] = (refusal.code, refusal.reason, refusal.message.replace(thread, ""))

    assert len(set(refusals.values())) == 1


async def test_what_is_no_threads_name_cannot_be_watched(messaging):
    with refused() as refusal:
        async with watching(messaging, ANA, thread="makers/1"):
            pass

    assert refusal.code == "INVALID_ARGUMENT"
    assert refusal.subjects == ["thread"]
