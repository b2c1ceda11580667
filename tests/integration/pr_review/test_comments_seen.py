"""Who reads which comments, who may write them, and who hears of them."""

import asyncio

import grpc
import pytest
from pymongo import AsyncMongoClient

from chassis.errors import Forbidden, Invalid, NotFound, Refused
from handmade.pr_review.v1 import press_review_pb2 as review_pb
from handmade.pr_review.v1 import press_review_pb2_grpc as stubs
from tests.integration.pr_review.saying import (
    Issue,
    Visibility,
    ask,
    comment,
    comments,
    in_review,
    reply,
    resolve,
    texts,
    to_maker,
)

UNKNOWN = "pressReleases/0190a0a0-0000-7000-8000-000000000000"


@pytest.fixture
async def cast(press):
    maker = await press.a_maker(grants=[("agency", ("press:write",))])
    rita = press.as_("rita", "pr", name="Rita")
    leo = await press.knows("leo", "stakeholder")
    return maker, rita, leo, await in_review(maker, rita)


async def test_a_maker_reads_what_was_sent_and_nothing_else(press, cast):
    maker, rita, _, release = cast
    said = await to_maker(rita, release, is_issue=True)
    await comment(rita, release, "Between us.")
    await reply(rita, said, "Is this too harsh?", visibility=Visibility.INTERNAL)
    await reply(rita, said, "All dogs?")
    agency = press.as_("agency", "partner")

    before = [await comments(calls, release) for calls in (maker, agency)]
    press.clock.forward(minutes=1)
    await rita.request_changes(release.name, release.draft.sha256)
    [seen] = await comments(maker, release)
    [agencys] = await comments(agency, release)

    assert before == [[], []]
    assert seen == agencys
    assert (seen.text, seen.sent, seen.issue) == ("Which dogs?", True, Issue.OPEN)
    assert [it.text for it in seen.replies] == ["All dogs?"]
    assert (seen.author.display_name, seen.author.subject) == ("Rita", "")
    assert [it.author.subject for it in seen.replies] == [""]
    assert (seen.etag, seen.HasField("resolver")) == ("", False)


async def test_what_staff_do_among_themselves_moves_nothing_that_makers_see(press, cast):
    maker, rita, _, release = cast
    said = await to_maker(rita, release)
    sent = await rita.request_changes(release.name, release.draft.sha256)
    before, shown = await comments(maker, release), await maker.get(release.name)
    press.clock.forward(hours=1)

    await reply(rita, said, "Hm.", visibility=Visibility.INTERNAL)
    await comment(rita, sent, "Between us.")
    await resolve(rita, said, Issue.OPEN)
    await resolve(rita, said, note="They did.")

    [seen] = await comments(maker, release)
    assert seen.issue == Issue.FIXED
    before[0].issue = Issue.FIXED
    assert [seen] == before
    assert await maker.get(release.name) == shown


async def test_a_decision_sends_what_was_meant_for_the_maker(press, cast):
    maker, rita, _, release = cast
    await to_maker(rita, release)

    await rita.decline(release.name, release.draft.sha256)

    assert await texts(maker, release) == ["Which dogs?"]


async def test_a_maker_and_staff_talk_under_a_comment(press, cast):
    maker, rita, _, release = cast
    said = await to_maker(rita, release)
    await rita.request_changes(release.name, release.draft.sha256)

    answered = await reply(maker, said, "All of them.")
    await reply(press.as_("agency", "partner", name="Ann"), said, "Truly all.")
    await reply(rita, said, "Thanks!")

    assert (answered.replies[0].author.subject, answered.etag) == (maker.subject, "")
    [seen] = await comments(rita, release)
    assert [(it.author.display_name, it.visibility) for it in seen.replies] == [
        ("Ada", Visibility.MAKER),
        ("Ann", Visibility.MAKER),
        ("Rita", Visibility.MAKER),
    ]
    assert len((await comments(maker, release))[0].replies) == 3


async def test_a_maker_answers_only_what_it_reads(press, cast):
    maker, rita, _, release = cast
    unsent, internal = await to_maker(rita, release), await comment(rita, release)
    other = await press.a_maker()

    for calls, said in ((maker, unsent), (maker, internal), (other, unsent)):
        with pytest.raises(NotFound) as unknown:
            await reply(calls, said)
        assert unknown.value.reason == "COMMENT_NOT_FOUND"


async def test_a_maker_writes_and_settles_nothing(press, cast):
    maker, rita, _, release = cast
    said = await to_maker(rita, release, is_issue=True)
    await rita.request_changes(release.name, release.draft.sha256)

    for call in (
        comment(maker, release),
        resolve(maker, said),
        maker.say("DeletePressComment", name=said.name),
        maker.say("UpdatePressComment", name=said.name, text="No."),
    ):
        with pytest.raises(Forbidden):
            await call


async def test_whoever_has_a_part_in_it_says_nothing_as_staff(press, cast):
    rita = cast[1]
    both = await press.a_maker("ruth")
    release = await in_review(both, rita)
    said = await comment(rita, release)
    ruth = press.as_("ruth", "maker", "pr_lead")

    with pytest.raises(Refused) as own:
        await comment(ruth, release)
    with pytest.raises(NotFound):
        await reply(ruth, said)

    assert own.value.reason == "OWN_PRESS_RELEASE"
    assert await comments(ruth, release) == []


async def test_a_stakeholder_reads_and_writes_where_asked(press, cast):
    _, rita, leo, release = cast
    said = await to_maker(rita, release)
    for call in (comments(leo, release), comment(leo, release)):
        with pytest.raises(NotFound):
            await call
    with pytest.raises(NotFound):
        await reply(leo, said)
    await ask(rita, release)

    noted = await comment(leo, release, "Says who?", is_issue=True)
    answered = await reply(leo, said)
    with pytest.raises(Refused) as one_voice:
        await to_maker(leo, release)
    with pytest.raises(Refused) as no_reply:
        await reply(leo, said, visibility=Visibility.MAKER)
    with pytest.raises(Forbidden):
        await resolve(leo, noted)

    assert noted.author.subject == "leo"
    assert await texts(leo, release) == ["Which dogs?", "Says who?"]
    assert answered.replies[0].visibility == Visibility.INTERNAL
    assert one_voice.value.reason == no_reply.value.reason == "ONLY_TEAM_WRITES_TO_MAKER"


async def test_support_writes_for_staff_only(press, cast):
    maker, rita, _, release = cast
    said = await to_maker(rita, release)
    sam = press.as_("sam", "support", name="Sam")

    await comment(sam, release, "They wrote to us in May.")
    await reply(sam, said)
    with pytest.raises(Refused) as refused:
        await to_maker(sam, release)
    await rita.request_changes(release.name, release.draft.sha256)

    assert refused.value.reason == "ONLY_TEAM_WRITES_TO_MAKER"
    [seen] = await comments(maker, release)
    assert list(seen.replies) == []


async def test_what_is_internal_stays_so(press, cast):
    _, rita, _, release = cast
    said = await comment(rita, release)

    with pytest.raises(Refused) as internal:
        await reply(rita, said, visibility=Visibility.MAKER)

    assert internal.value.reason == "COMMENT_IS_INTERNAL"
    assert (await reply(rita, said)).replies[0].visibility == Visibility.INTERNAL


async def test_after_a_decision_nothing_more_is_said_to_the_maker(press, cast):
    maker, rita, _, release = cast
    said = await to_maker(rita, release)
    await rita.decline(release.name, release.draft.sha256)

    for call in (to_maker(rita, release), reply(rita, said), reply(maker, said)):
        with pytest.raises(Refused) as over:
            await call
        assert over.value.reason == "MAKER_NOT_WRITTEN_TO"
        assert over.value.facts == {"state": "DECLINED"}
    await comment(rita, release, "For the record.")
    await reply(rita, said, visibility=Visibility.INTERNAL)


async def test_a_foreign_comment_is_none(press, cast):
    _, rita, _, release = cast
    other = await in_review(await press.a_maker(), rita)
    said = await comment(rita, release)
    id = said.name.rpartition("/")[2]
    nobodys = said.name[:-1] + ("1" if said.name.endswith("0") else "0")

    for name in (f"{other.name}/comments/{id}", f"{UNKNOWN}/comments/{id}", nobodys):
        with pytest.raises(NotFound) as unknown:
            await reply(rita, review_pb.PressComment(name=name))
        assert unknown.value.reason == "COMMENT_NOT_FOUND"
    with pytest.raises(NotFound):
        await rita.say("ListPressComments", press_release=UNKNOWN)


async def test_of_several_everybody_gets_what_they_see(press, cast, mongodb_uri):
    maker, rita, leo, release = cast
    other = await in_review(await press.a_maker(), rita)
    draft = await maker.start()
    for number in range(3):
        press.clock.forward(seconds=1)
        await comment(rita, release, f"{number}")
    await to_maker(rita, release)
    await to_maker(rita, other)
    await rita.request_changes(release.name, release.draft.sha256)
    await ask(rita, other)
    names = [release.name, other.name, draft.name, UNKNOWN, "x", release.name]

    async def batch(calls, **fields):
        answered = await calls.say(
            "BatchListPressComments", press_releases=names, **{"page_size": 2} | fields
        )
        return [
            [it.text for it in each.page.comments] if each.HasField("page") else None
            for each in answered.results
        ]

    assert await batch(rita) == [["0", "1"], ["Which dogs?"], None, None, None, ["0", "1"]]
    assert await batch(maker) == [["Which dogs?"], None, [], None, None, ["Which dogs?"]]
    assert await batch(leo) == [None, ["Which dogs?"], None, None, None, None]
    assert (await batch(rita, visibility=Visibility.MAKER))[0] == ["Which dogs?"]
    assert (await batch(rita, issues=[Issue.OPEN]))[:2] == [[], []]
    with pytest.raises(Invalid):
        await rita.say("BatchListPressComments", press_releases=names[:1] * 101)


async def test_the_first_page_of_a_batch_leads_to_the_next(press, cast):
    _, rita, _, release = cast
    for number in range(3):
        press.clock.forward(seconds=1)
        await comment(rita, release, f"{number}")

    [first] = (
        await rita.say("BatchListPressComments", press_releases=[release.name], page_size=2)
    ).results
    rest = await rita.say(
        "ListPressComments",
        press_release=release.name,
        page_size=2,
        page_token=first.page.next_page_token,
    )

    assert [it.text for it in rest.comments] == ["2"]


async def test_a_batch_takes_as_many_commands_however_long_it_is(press, cast, mongodb_uri):
    _, rita, _, release = cast
    await comment(rita, release)
    row = await press.database["press_releases"].find_one({})
    names = [release.name]
    for number in range(30):
        copy = row | {"_id": f"0190a0a0-0000-7000-8000-{number:012}"}
        await press.database["press_releases"].insert_one(copy)
        names.append(f"pressReleases/{copy['_id']}")

    few = await commands(press, mongodb_uri, rita, names[:1])
    many = await commands(press, mongodb_uri, rita, names)

    assert few == many
    assert sum(many.values()) <= 3


async def commands(press, mongodb_uri, calls, names):
    async with AsyncMongoClient(mongodb_uri) as client:
        database = client[press.database.name]
        await database.command("profile", 2)
        try:
            await calls.say("BatchListPressComments", press_releases=names)
        finally:
            await database.command("profile", 0)
        entries = [entry async for entry in database["system.profile"].find({})]
        await database["system.profile"].drop()
    asked = {}
    for entry in entries:
        name = entry["ns"].partition(".")[2]
        is_sweep = entry["command"].get("projection") == {"_id": 1}
        if name.startswith(("press_releases", "press_comments", "makers")) and not is_sweep:
            asked[name] = asked.get(name, 0) + 1
    return asked


async def test_of_what_is_said_staff_hears_all_and_the_maker_what_it_reads(press, cast):
    maker, rita, leo, release = cast
    await ask(rita, release)
    starts = [(await calls.watch(1))[0].resume_token for calls in (maker, rita, leo)]

    said = await to_maker(rita, release, is_issue=True)
    await comment(rita, release, "Between us.")
    await rita.say("DeletePressComment", name=(await comment(rita, release, "No.")).name)
    await rita.say("UpdatePressComment", name=said.name, text="Which dogs, then?")
    await rita.request_changes(release.name, release.draft.sha256)
    await reply(rita, said, "Hm.", visibility=Visibility.INTERNAL)
    await reply(rita, said, "Say.")
    await resolve(rita, said)
    await reply(maker, said, "All.")

    heard = [
        await heard_until(calls, start, "press_release.comment_answered", 2)
        for calls, start in zip((maker, rita, leo), starts, strict=True)
    ]
    everything = [
        "commented", "commented", "commented", "comment_deleted", "comment_changed",
        "changes_requested", "comment_discussed", "comment_answered", "comment_resolved",
        "comment_answered",
    ]  # fmt: skip
    types = [[entry.type.partition(".")[2] for entry in entries] for entries in heard]
    assert types == [
        ["changes_requested", "comment_answered", "comment_answered"],
        *[everything] * 2,
    ]
    assert not any("dogs" in str(entry) for entries in heard for entry in entries)
    assert not any("rita" in str(entry) for entry in heard[0])


async def heard_until(calls, token, last, times):
    """What was heard until something was heard so many times."""
    found = []
    async with asyncio.timeout(60):
        while [entry.type for entry in found].count(last) < times:
            for entry in await calls.watch(1, resume_token=token):
                token = entry.resume_token
                if entry.event_id:
                    # Its letters are by chance, and could make any word.
                    entry.ClearField("resume_token")
                    found.append(entry)
    return found


async def test_each_is_a_line_of_the_activity_without_a_word_of_it(press, cast):
    maker, rita, leo, release = cast
    await ask(rita, release)
    said = await comment(leo, release, "Secret words.", is_issue=True)
    await resolve(rita, said, note="More secret words.")

    rows = [
        row
        async for row in press.database["activity"].find(
            {"action": {"$regex": "comment"}}, sort=[("_id", 1)]
        )
    ]

    assert [(row["action"], row["actor"]["subject"]) for row in rows] == [
        ("press_release.commented", "leo"),
        ("press_release.comment_resolved", "rita"),
    ]
    assert all(set(row["parties"]) == {maker.subject, "agency"} for row in rows)
    assert "ecret words" not in str(rows)
    events = [row async for row in press.database["events"].find({})]
    assert "ecret words" not in str(events)


async def test_who_is_not_signed_in_reads_nothing(press, cast):
    release = cast[3]
    async with press.process.bare_channel() as channel:
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await stubs.PressReviewServiceStub(channel).ListPressComments(
                review_pb.ListPressCommentsRequest(press_release=release.name)
            )
    assert refused.value.code() == grpc.StatusCode.UNAUTHENTICATED
