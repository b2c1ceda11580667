"""Comments when another draft comes, and when two do something at once."""

import asyncio

import pytest

from chassis.errors import Problem
from tests.integration.pr_review.saying import (
    Issue,
    comment,
    comments,
    in_review,
    reply,
    resolve,
)
from tests.support.word_drafts import a_draft


@pytest.fixture
async def cast(press):
    maker = await press.a_maker()
    rita = press.as_("rita", "pr", name="Rita")
    started = await maker.complete()
    await maker.upload(started.name, a_draft())
    await maker.submit(started.name)
    return maker, rita, await rita.take(started.name)


def again():
    """The same words in another file."""
    return a_draft(picture=(61, 40))


async def on(calls, release, words, *, whole=False, **fields):
    """A comment on the first place where the words stand."""
    reading = await calls.of_draft("GetDraftReading", release.name)
    block = next(it for it in reading.blocks if words in it.text)
    start = block.text.index(words)
    place = {"start": 0, "end": 0} if whole else {"start": start, "end": start + len(words)}
    return await comment(calls, release, block=block.id, **place, **fields)


def shown(anchor, reading):
    """The words at an anchor."""
    [text] = [it.text for it in reading.blocks if it.id == anchor.block]
    return text[anchor.start : anchor.end] if anchor.end else text


async def test_comments_stand_in_the_next_draft_where_their_words_are(press, cast):
    maker, rita, release = cast
    moved = await on(rita, release, "dog mugs")
    gone = await on(rita, release, "Oatmeal")
    whole = await on(rita, release, "Visit", whole=True)
    cell = await on(rita, release, "$38")

    await maker.upload(
        release.name,
        a_draft(
            opening="Today Clay & Co brings its hand-thrown dog mugs to Amazon Handmade.",
            item="Celadon finish",
        ),
    )

    found = {it.name: it for it in await comments(rita, release)}
    reading = await rita.of_draft("GetDraftReading", release.name)
    [anchor] = found[moved.name].anchors
    assert (anchor.draft_number, anchor.outdated) == (3, False)
    assert shown(anchor, reading) == "dog mugs"
    assert anchor.start != moved.start
    [anchor] = found[gone.name].anchors
    assert (anchor.draft_number, anchor.block, anchor.outdated) == (3, "", True)
    [anchor] = found[whole.name].anchors
    assert shown(anchor, reading) == "Visit our studio in Portland."
    assert shown(found[cell.name].anchors[0], reading) == "$38"
    assert [(it.draft_number, it.block, it.quote) for it in (found[moved.name],)] == [
        (2, moved.block, "dog mugs")
    ]


async def test_what_is_outdated_once_stays_outdated(press, cast):
    maker, rita, release = cast
    said = await on(rita, release, "Oatmeal", is_issue=True)

    await maker.upload(release.name, a_draft(item="Celadon finish"))
    await maker.upload(release.name, again())

    [found] = await comments(rita, release)
    assert [(it.draft_number, it.outdated) for it in found.anchors] == [(3, True), (4, True)]
    # Its issue is as open as before.
    assert (await rita.get(release.name)).open_issues == 1
    await resolve(rita, said)


async def test_that_it_was_carried_is_no_change_of_a_comment(press, cast):
    maker, rita, release = cast
    said = await on(rita, release, "dog mugs")

    await maker.upload(release.name, a_draft(item="Celadon"))

    [found] = await comments(rita, release)
    assert (found.etag, found.update_time) == (said.etag, said.update_time)


async def test_the_same_words_again_keep_every_comment(press, cast):
    maker, rita, release = cast
    said = [await on(rita, release, words) for words in ("dog mugs", "Oatmeal", "Page foot")]

    await maker.upload(release.name, again())

    found = await comments(rita, release)
    assert [(it.anchors[0].block, it.anchors[0].start) for it in found] == [
        (it.block, it.start) for it in said
    ]


async def outcome(call):
    try:
        return await call
    except Problem as problem:
        return problem.reason


async def test_of_replies_at_once_none_is_lost(press, cast):
    _, rita, release = cast
    said = await on(rita, release, "dog mugs")
    others = [press.as_(f"pr-{number}", "pr") for number in range(6)]

    await asyncio.gather(*(reply(calls, said, calls_of(calls)) for calls in others))

    [found] = await comments(rita, release)
    assert sorted(it.text for it in found.replies) == sorted(map(calls_of, others))


def calls_of(calls):
    return f"From {id(calls)}"


async def test_a_comment_is_settled_or_changed_first_and_both_are_known(press, cast):
    _, rita, release = cast
    said = await on(rita, release, "dog mugs", is_issue=True)

    settled, changed = await asyncio.gather(
        outcome(resolve(rita, said)),
        outcome(rita.say("UpdatePressComment", name=said.name, text="New.", etag=said.etag)),
    )

    [found] = await comments(rita, release)
    assert settled.issue == found.issue == Issue.FIXED
    assert (found.text == "New.") == (changed != "ETAG_MISMATCH")


async def test_two_settle_an_issue_and_one_is_told(press, cast):
    _, rita, release = cast
    said = await on(rita, release, "dog mugs", is_issue=True)

    answers = await asyncio.gather(
        *(outcome(resolve(rita, said, issue)) for issue in (Issue.FIXED, Issue.DROPPED))
    )

    assert [it for it in answers if isinstance(it, str)] == ["ISSUE_NOT_OPEN"]


async def test_a_comment_and_a_new_draft_at_once_come_one_after_the_other(press, cast):
    maker, rita, release = cast
    said = await on(rita, release, "dog mugs")

    _, late = await asyncio.gather(
        maker.upload(release.name, a_draft(item="Celadon")),
        outcome(comment(rita, release, "Late.", block=said.block, start=said.start, end=said.end)),
    )

    found = await comments(rita, release)
    assert all([it.draft_number for it in one.anchors] == [3] for one in found)
    assert late == "DRAFT_CHANGED" if len(found) == 1 else late.text == "Late."


async def test_an_issue_and_an_approval_at_once_come_one_after_the_other(press, cast):
    _, rita, release = cast

    said, approved = await asyncio.gather(
        outcome(on_first(rita, release)),
        outcome(rita.approve(release.name, release.draft.sha256)),
    )

    assert not isinstance(said, str)
    if approved == "OPEN_ISSUES":
        assert (await rita.get(release.name)).HasField("approval") is False
    else:
        assert approved.HasField("approval")
        first = await press.database["events"].find_one(
            {"type": {"$in": ["press_release.commented", "press_release.approved"]}},
            sort=[("_id", 1)],
        )
        assert first["type"] == "press_release.approved"


async def on_first(calls, release):
    return await comment(calls, release, block="b1", start=0, end=0, is_issue=True)


async def test_a_former_draft_that_cannot_be_compared_is_read_anew(press, cast):
    maker, rita, release = cast
    said = await on(rita, release, "dog mugs")
    # As a reader that knew less left it.
    await press.database["readings.files"].delete_many({})
    await press.database["readings.chunks"].delete_many({})

    uploaded = await maker.upload(release.name, a_draft(item="Celadon"))

    [found] = await comments(rita, release)
    assert found.name == said.name
    assert [(it.draft_number, it.outdated) for it in found.anchors] == [(3, False)]
    assert uploaded.drafts[-1].similarity > 0.9


async def test_comments_outlive_an_approval_and_who_represents_it(press, cast):
    _, rita, release = cast
    said = await on(rita, release, "dog mugs")
    await in_review(await press.a_maker(), rita)
    approved = await rita.approve(release.name, release.draft.sha256)

    await rita.call("ReopenPressRelease", name=release.name, reason="One more look.")

    assert approved.open_issues == 0
    assert [it.name for it in await comments(rita, release)] == [said.name]
