"""A draft with the press team's edits: who gives it, who gets it when, and what is never lost."""

import asyncio

import pytest

from chassis.errors import Forbidden, Invalid, NotFound, Problem, Refused, Stale
from handmade.pr_review.v1 import press_release_pb2 as pb
from tests.integration.pr_review.conftest import digest
from tests.support.documents import a_document
from tests.support.watchers import PATIENCE

State = pb.PressRelease.State
EDITED = a_document("Mugs, as we would say it.")


@pytest.fixture
async def cast(press):
    maker = await press.a_maker(grants=[("agency", ["press:write", "events:read"])])
    return maker, press.as_("agency", "partner", name="Loud & Clear"), press.as_("rita", "pr")


async def in_review(maker, rita):
    return await rita.take((await maker.submitted()).name)


async def given(rita, release, content=EDITED, **fields):
    return await rita.upload_edits(release.name, release.draft.sha256, content, **fields)


async def lines(who, name):
    return [entry.action for entry in (await who.get(name)).timeline]


async def test_the_maker_sees_and_gets_the_edits_once_changes_are_asked_for(press, cast):
    maker, agency, rita = cast
    release = await in_review(maker, rita)
    before = [await outside.get(release.name) for outside in (maker, agency)]

    edited = await given(rita, release)

    [copy] = edited.edited_copies
    assert (copy.draft_number, copy.draft_sha256) == (1, release.draft.sha256)
    assert (copy.sha256, copy.size_bytes) == (digest(EDITED), len(EDITED))
    assert (copy.file_name, copy.uploader.subject) == ("edits.docx", "rita")
    assert edited.draft == release.draft
    assert (await lines(rita, release.name))[-1] == "edits_uploaded"
    assert await rita.download(release.name, copy.sha256) == EDITED
    for outside, seen in zip((maker, agency), before, strict=True):
        assert await outside.get(release.name) == seen
        with pytest.raises(NotFound):
            await outside.download(release.name, copy.sha256)

    asked = await rita.request_changes(release.name, release.draft.sha256)

    assert asked.edited_copies[0].HasField("send_time")
    assert "Our edits are in a copy of draft 1" in asked.letters[-1].text
    for outside in (maker, agency):
        seen = await outside.get(release.name)
        assert [it.sha256 for it in seen.edited_copies] == [copy.sha256]
        assert seen.edited_copies[0].uploader.subject == ""
        assert "edits_uploaded" not in await lines(outside, release.name)
        assert await outside.download(release.name, copy.sha256) == EDITED
    assert digest(await maker.download(release.name)) == release.draft.sha256


async def test_makers_hear_nothing_of_edits_until_they_are_sent(press, cast):
    maker, agency, rita = cast
    release = await in_review(maker, rita)
    starts = [(await who.watch(1))[0].resume_token for who in (maker, agency, rita)]
    await given(rita, release)
    await rita.request_changes(release.name, release.draft.sha256)

    for who, start, wanted in zip((maker, agency, rita), starts, (1, 1, 2), strict=True):
        heard = await changes(who, start, wanted)
        types = ["press_release.edits_uploaded", "press_release.changes_requested"]
        assert [it.type for it in heard] == types[-wanted:]
        assert len(heard[-1].press_release.edited_copies) == 1


async def changes(who, token, count):
    """The next so many entries in which something changed."""
    found = []
    async with asyncio.timeout(PATIENCE):
        while len(found) < count:
            for entry in await who.watch(1, resume_token=token):
                token = entry.resume_token
                found += [entry] if entry.event_id else []
    return found


async def test_without_a_copy_the_letter_speaks_of_comments_only(press, cast):
    maker, _, rita = cast
    release = await in_review(maker, rita)

    asked = await rita.request_changes(release.name, release.draft.sha256)

    assert "our edits" not in asked.letters[-1].text.lower()
    assert "comments" in asked.letters[-1].text


async def test_only_who_may_ask_for_changes_gives_edits(press, cast):
    maker, agency, rita = cast
    release = await in_review(maker, rita)
    before = await press.everything()

    for who, refusal in (
        (maker, Forbidden),
        (agency, Forbidden),
        (press.as_("sam", "support"), Forbidden),
        (press.as_("ruth", "pr"), Refused),
        (press.as_("lena", "pr_lead"), Refused),
        (press.as_("agency", "partner", "pr"), Refused),
    ):
        with pytest.raises(refusal):
            await given(who, release)
    assert await press.everything() == before

    await press.is_away("rita", "ruth")
    assert (await given(press.as_("ruth", "pr"), release)).edited_copies


async def test_a_draft_that_nobody_handed_in_is_not_there_for_the_team(press, cast):
    maker, _, rita = cast
    release = await maker.complete()

    with pytest.raises(NotFound):
        await given(rita, release)


@pytest.mark.parametrize(
    ("content", "fields", "rule"),
    [
        (b"%PDF-1.7\n", {}, "NOT_DOCX"),
        (EDITED[:5000], {}, "ZIP_CORRUPT"),
        (b"PK\x03\x04".ljust(21 * 1024 * 1024, b"\0"), {}, "FILE_TOO_LARGE"),
        (EDITED, {"file_name": "edits.pdf"}, "FILE_NAME_MALFORMED"),
    ],
)
async def test_a_file_that_is_refused_leaves_the_earlier_copy(press, cast, content, fields, rule):
    maker, _, rita = cast
    release = await in_review(maker, rita)
    await given(rita, release)
    before = await press.everything()

    with pytest.raises(Invalid) as refused:
        await given(rita, release, content, **fields)

    assert [it.rule for it in refused.value.violations] == [rule]
    assert await press.everything() == before
    assert await rita.download(release.name, digest(EDITED)) == EDITED


async def test_what_is_refused_after_the_gate_is_stored_nowhere(press, cast):
    maker, _, rita = cast
    release = await in_review(maker, rita)
    the_draft_itself = await maker.download(release.name)
    before = await press.everything()

    with pytest.raises(Stale):
        await rita.upload_edits(release.name, "0" * 64, EDITED)
    with pytest.raises(Refused) as same:
        await given(rita, release, the_draft_itself)
    with pytest.raises(Invalid):
        await rita.upload_edits(release.name, "x", EDITED)

    assert same.value.reason == "DRAFT_UNCHANGED"
    assert await press.everything() == before


async def test_a_repeated_upload_counts_once_even_after_changes_were_asked_for(press, cast):
    maker, _, rita = cast
    release = await in_review(maker, rita)
    request_id = "11111111-2222-4333-8444-555555555555"

    first = await given(rita, release, request_id=request_id)
    await rita.request_changes(release.name, release.draft.sha256)
    again = await given(rita, release, request_id=request_id)

    assert again == first
    assert (await lines(rita, release.name)).count("edits_uploaded") == 1
    assert await press.files() == 2


async def test_two_uploads_at_once_leave_one_copy_whole(press, cast):
    maker, _, rita = cast
    release = await in_review(maker, rita)
    contents = [a_document("One way to say it."), a_document("Another way to say it.")]

    answers = await asyncio.gather(
        *(given(rita, release, content) for content in contents), return_exceptions=True
    )

    assert all(isinstance(it, pb.PressRelease | Problem) for it in answers)
    seen = await rita.get(release.name)
    [copy] = seen.edited_copies
    kept = next(it for it in contents if digest(it) == copy.sha256)
    assert await rita.download(release.name, copy.sha256) == kept
    taken = sum(isinstance(it, pb.PressRelease) for it in answers)
    assert (await lines(rita, release.name)).count("edits_uploaded") == taken >= 1


async def test_a_new_draft_leaves_the_copy_with_the_old_one(press, cast):
    maker, _, rita = cast
    release = await in_review(maker, rita)
    await given(rita, release)
    await rita.request_changes(release.name, release.draft.sha256)
    second = await maker.upload(release.name, a_document("With what they wanted."))
    answered = await maker.answer(release.name, second.draft.sha256)

    assert answered.state == State.IN_REVIEW
    assert [it.draft_number for it in answered.edited_copies] == [1]
    assert await maker.download(release.name, digest(EDITED)) == EDITED
    asked = await rita.request_changes(release.name, second.draft.sha256)
    assert "our edits" not in asked.letters[-1].text.lower()


async def test_a_copy_is_no_draft_that_could_be_approved(press, cast):
    maker, _, rita = cast
    release = await in_review(maker, rita)
    await given(rita, release)

    with pytest.raises(Stale) as refused:
        await rita.approve(release.name, digest(EDITED))
    assert refused.value.reason == "DRAFT_CHANGED"


async def test_what_took_its_place_is_swept_and_what_is_needed_stays(press, cast):
    maker, _, rita = cast
    release = await in_review(maker, rita)
    await given(rita, release, a_document("A first try."))
    await given(rita, release)

    stored = [row async for row in press.database["drafts.files"].find({})]
    needed = [await press.releases.refers_to(str(row["_id"])) for row in stored]

    assert sorted(needed) == [False, True, True]
