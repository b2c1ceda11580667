"""Comments on drafts: writing, answering, settling them, and where they stand."""

from uuid import uuid4

import pytest

from chassis.errors import Invalid, NotFound, Refused, Stale
from handmade.pr_review.v1 import press_release_pb2 as pb
from handmade.pr_review.v1 import press_review_pb2 as review_pb
from tests.integration.pr_review.saying import (
    Issue,
    Visibility,
    comment,
    comments,
    in_review,
    reply,
    resolve,
    texts,
    to_maker,
)
from tests.support.documents import a_document

WORDS = "Mugs for dog lovers, now at Amazon Handmade."


@pytest.fixture
async def cast(press):
    maker = await press.a_maker()
    rita = press.as_("rita", "pr", name="Rita")
    return maker, rita, await in_review(maker, rita)


async def test_a_comment_stands_at_its_words(press, cast):
    _, rita, release = cast

    said = await comment(rita, release, "  Which dogs?\nAll?  ", is_issue=True)

    assert (said.block, said.start, said.end, said.quote) == ("b1", 9, 19, "dog lovers")
    assert (said.text, said.draft_number, said.sent) == ("Which dogs?\nAll?", 1, False)
    assert (said.visibility, said.issue) == (Visibility.INTERNAL, Issue.OPEN)
    assert (said.author.subject, said.author.display_name) == ("rita", "Rita")
    assert said.press_release == release.name
    assert said.name.startswith(f"{release.name}/comments/")
    assert await comments(rita, release) == [said]


async def test_a_comment_may_be_about_a_whole_block(press, cast):
    _, rita, release = cast

    said = await comment(rita, release, start=0, end=0)

    assert (said.start, said.end, said.quote) == (0, 0, WORDS)


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"block": "b99"}, "BLOCK_UNKNOWN"),
        ({"block": ""}, "REQUIRED"),
        ({"block": "b1\x00"}, "BLOCK_UNKNOWN"),
        ({"start": 9, "end": 9}, "RANGE_OUTSIDE"),
        ({"start": 9, "end": 8}, "RANGE_OUTSIDE"),
        ({"start": -1, "end": 8}, "RANGE_OUTSIDE"),
        ({"start": 0, "end": len(WORDS) + 1}, "RANGE_OUTSIDE"),
        ({"start": 2**31 - 1, "end": -(2**31)}, "RANGE_OUTSIDE"),
        ({"text": ""}, "REQUIRED"),
        ({"text": " \n\u200b "}, "REQUIRED"),
        ({"text": "a" * 5001}, "TEXT_TOO_LONG"),
        ({"text": "a\x07b"}, "CONTROL_CHARACTER"),
        ({"text": "a\u202eb"}, "CONTROL_CHARACTER"),
        ({"sha256": "x"}, "SHA256_MALFORMED"),
        ({"request_id": "1"}, "REQUEST_ID_MALFORMED"),
    ],
)
async def test_a_comment_that_cannot_be_kept_is_refused_by_field(press, cast, fields, rule):
    _, rita, release = cast
    before = await press.everything()

    with pytest.raises(Invalid) as refused:
        await comment(rita, release, **fields)

    assert [it.rule for it in refused.value.violations] == [rule]
    assert await press.everything() == before


@pytest.mark.parametrize(
    "text",
    [
        "a" * 5000,
        "😀" * 5000,
        "قهوة ومطر",
        "手作りのマグカップ",
        "हस्तनिर्मित",
        "<script>alert(1)</script>",
        "👩‍🎨 a\tb",
    ],
)
async def test_a_comment_says_anything_in_any_alphabet(press, cast, text):
    _, rita, release = cast

    assert (await comment(rita, release, text)).text == text
    assert await texts(rita, release) == [text]


async def test_a_text_that_is_none_never_leaves_the_caller(press, cast):
    _, rita, release = cast

    with pytest.raises((ValueError, UnicodeError)):
        await comment(rita, release, "half a pair \ud83d")


async def test_offsets_count_code_points(press):
    maker, rita = await press.a_maker(), press.as_("rita", "pr")
    started = await maker.complete()
    await maker.upload(started.name, a_document("😀😀 für Öl und 手作り Tassen"))
    await maker.submit(started.name)
    release = await rita.take(started.name)

    said = await comment(rita, release, start=3, end=9)

    assert said.quote == "für Öl"


async def test_a_comment_is_about_the_present_draft(press, cast):
    maker, rita, release = cast
    await maker.upload(release.name, a_document("Other mugs"))

    with pytest.raises(Stale) as stale:
        await comment(rita, release)

    assert (stale.value.reason, stale.value.facts["draft"]) == ("DRAFT_CHANGED", "2")


async def test_what_is_said_twice_under_one_request_is_said_once(press, cast):
    _, rita, release = cast
    request_id = str(uuid4())

    first, again = [await comment(rita, release, request_id=request_id) for _ in range(2)]
    answered = [await reply(rita, first, request_id=request_id) for _ in range(2)]

    assert first == again
    assert answered[0] == answered[1]
    assert [len(it.replies) for it in await comments(rita, release)] == [1]
    with pytest.raises(Refused, match="another request"):
        await comment(rita, release, "Something else", request_id=request_id)


async def test_one_changes_ones_own_comment(press, cast):
    _, rita, release = cast
    said = await comment(rita, release)

    changed = await rita.say(
        "UpdatePressComment",
        name=said.name,
        text="Is it?",
        visibility=Visibility.MAKER,
        etag=said.etag,
    )
    kept = await rita.say("UpdatePressComment", name=said.name, text="Is it, though?")

    assert (changed.text, changed.visibility) == ("Is it?", Visibility.MAKER)
    assert (kept.text, kept.visibility) == ("Is it, though?", Visibility.MAKER)
    with pytest.raises(Stale) as stale:
        await rita.say("UpdatePressComment", name=said.name, text="No.", etag=said.etag)
    assert stale.value.reason == "ETAG_MISMATCH"


async def test_nobody_changes_or_deletes_what_another_wrote(press, cast):
    _, rita, release = cast
    said = await comment(rita, release)
    ruth = press.as_("ruth", "pr")

    for call in (
        ruth.say("UpdatePressComment", name=said.name, text="Mine."),
        ruth.say("DeletePressComment", name=said.name),
    ):
        with pytest.raises(Refused) as refused:
            await call
        assert refused.value.reason == "COMMENT_OF_ANOTHER"
        assert refused.value.facts == {"author": "Rita"}

    assert await texts(rita, release) == ["Is that so?"]


@pytest.mark.parametrize("why", ["sent", "answered"])
async def test_what_others_read_stays(press, cast, why):
    _, rita, release = cast
    said = await to_maker(rita, release)
    if why == "sent":
        await rita.request_changes(release.name, release.draft.sha256)
    else:
        await reply(press.as_("ruth", "pr"), said)

    for call in (
        rita.say("UpdatePressComment", name=said.name, text="No."),
        rita.say("DeletePressComment", name=said.name),
    ):
        with pytest.raises(Refused) as refused:
            await call
        assert refused.value.reason == "COMMENT_SENT"


async def test_a_deleted_comment_is_gone(press, cast):
    _, rita, release = cast
    said = await comment(rita, release)
    request_id = str(uuid4())

    for _ in range(2):
        await rita.say("DeletePressComment", name=said.name, request_id=request_id)

    assert await comments(rita, release) == []
    with pytest.raises(NotFound) as unknown:
        await rita.say("DeletePressComment", name=said.name)
    assert unknown.value.reason == "COMMENT_NOT_FOUND"


async def test_an_issue_is_settled_and_opened_again(press, cast):
    _, rita, release = cast
    said = await comment(rita, release, is_issue=True)

    fixed = await resolve(rita, said, note="Draft 2 will say so.")
    again = await resolve(rita, said, Issue.OPEN)
    dropped = await resolve(rita, said, Issue.DROPPED)

    assert (fixed.issue, fixed.resolver.subject) == (Issue.FIXED, "rita")
    assert [(it.text, it.visibility) for it in fixed.replies] == [
        ("Draft 2 will say so.", Visibility.INTERNAL)
    ]
    assert (again.issue, again.HasField("resolver")) == (Issue.OPEN, False)
    assert dropped.issue == Issue.DROPPED
    with pytest.raises(Refused) as settled:
        await resolve(rita, said)
    assert (settled.value.reason, settled.value.facts) == ("ISSUE_NOT_OPEN", {"status": "DROPPED"})


@pytest.mark.parametrize("issue", [Issue.ISSUE_UNSPECIFIED, Issue.NONE])
async def test_an_issue_becomes_something(press, cast, issue):
    _, rita, release = cast
    said = await comment(rita, release, is_issue=True)

    with pytest.raises(Invalid) as refused:
        await resolve(rita, said, issue)

    assert [(it.subject, it.rule) for it in refused.value.violations] == [("issue", "REQUIRED")]


async def test_a_note_is_made_an_issue(press, cast):
    _, rita, release = cast
    said = await comment(rita, release)

    with pytest.raises(Refused) as none:
        await resolve(rita, said)
    opened = await resolve(rita, said, Issue.OPEN)
    with pytest.raises(Refused) as open_already:
        await resolve(rita, said, Issue.OPEN)

    assert none.value.reason == "ISSUE_NOT_OPEN"
    assert opened.issue == Issue.OPEN
    assert open_already.value.reason == "ISSUE_OPEN"


async def test_with_an_open_issue_nothing_is_approved_but_by_a_lead(press, cast):
    _, rita, release = cast
    said = [await comment(rita, release, is_issue=True) for _ in range(2)]
    await resolve(rita, said[0])

    assert (await rita.get(release.name)).open_issues == 1
    with pytest.raises(Refused) as blocked:
        await rita.approve(release.name, release.draft.sha256)
    approved = await press.as_("lena", "pr_lead", name="Lena").call(
        "ApprovePressRelease",
        name=release.name,
        sha256=release.draft.sha256,
        override_reason="It is about another market.",
    )

    assert blocked.value.reason == "OPEN_ISSUES"
    assert [it.rule for it in blocked.value.violations] == ["OPEN_ISSUES"]
    assert approved.state == pb.PressRelease.APPROVED
    assert approved.letters[-1].override_reason == "It is about another market."


async def test_a_settled_issue_stands_in_the_way_of_nothing(press, cast):
    _, rita, release = cast
    await resolve(rita, await comment(rita, release, is_issue=True), Issue.DROPPED)

    approved = await rita.approve(release.name, release.draft.sha256)

    assert approved.state == pb.PressRelease.APPROVED


async def test_there_is_room_for_so_many(press, cast):
    _, rita, release = cast
    said = await comment(rita, release)
    row = await press.database["press_comments"].find_one({})
    copies = [row | {"_id": f"0190a0a0-0000-7000-8000-{number:012}"} for number in range(499)]
    await press.database["press_comments"].insert_many(copies)
    answers = [{**REPLY, "created": row["created"]}] * 200
    await press.database["press_comments"].update_one(
        {"_id": row["_id"]}, {"$set": {"replies": answers}}
    )

    with pytest.raises(Refused) as comments_full:
        await comment(rita, release)
    with pytest.raises(Refused) as replies_full:
        await reply(rita, said)

    assert comments_full.value.reason == "TOO_MANY_COMMENTS"
    assert comments_full.value.facts["most"].isdecimal()
    assert replies_full.value.reason == "TOO_MANY_COMMENTS"


REPLY = {
    "author": {"subject": "rita", "display_name": "Rita", "role": "pr"},
    "text": "And?",
    "visibility": "INTERNAL",
    "sent": None,
}


async def test_a_list_is_read_page_by_page_and_narrowed(press, cast):
    _, rita, release = cast
    for number in range(5):
        press.clock.forward(seconds=1)
        await comment(rita, release, f"{number}", is_issue=number % 2 == 0)
    await to_maker(rita, release, "For Ada.")

    first = await rita.say("ListPressComments", press_release=release.name, page_size=4)
    rest = await rita.say(
        "ListPressComments",
        press_release=release.name,
        page_size=4,
        page_token=first.next_page_token,
    )
    after = await rita.say(
        "ListPressComments", press_release=release.name, page_size=1, page_token=first.cursors[1]
    )

    assert [it.text for it in first.comments] == ["0", "1", "2", "3"]
    assert [it.text for it in rest.comments] == ["4", "For Ada."]
    assert rest.next_page_token == ""
    assert [it.text for it in after.comments] == ["2"]
    assert await texts(rita, release, issues=[Issue.OPEN]) == ["0", "2", "4"]
    assert await texts(rita, release, issues=[Issue.NONE], visibility=Visibility.MAKER) == [
        "For Ada."
    ]


@pytest.mark.parametrize("page_token", ["x", "\x00"])
async def test_a_page_that_there_is_not_is_refused(press, cast, page_token):
    _, rita, release = cast

    with pytest.raises(Invalid) as refused:
        await rita.say("ListPressComments", press_release=release.name, page_token=page_token)

    assert [it.subject for it in refused.value.violations] == ["page_token"]


@pytest.mark.parametrize("name", ["", "x", "pressReleases/1", "pressReleases/1/comments/1"])
async def test_a_name_that_is_none_is_refused(press, cast, name):
    _, rita, _ = cast

    with pytest.raises(Invalid) as refused:
        await reply(rita, review_pb.PressComment(name=name))

    assert [it.subject for it in refused.value.violations] == ["name"]
