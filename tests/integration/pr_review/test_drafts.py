"""What stands in drafts, and what changed between them."""

import asyncio

import pytest

from chassis.errors import Invalid, NotFound, Refused
from handmade.pr_review.v1 import press_draft_pb2 as pb
from tests.integration.pr_review import test_earlier as earlier
from tests.integration.pr_review.saying import ask, in_review
from tests.support.documents import a_document
from tests.support.drafts import a_draft as raw_draft
from tests.support.drafts import paragraph, run, said
from tests.support.word_drafts import a_draft

Reading = pb.DraftReading
UNKNOWN = "pressReleases/0190a0a0-0000-7000-8000-000000000000"


@pytest.fixture
async def cast(press):
    maker = await press.a_maker(grants=[("agency", ("press:write",))])
    rita = press.as_("rita", "pr", name="Rita")
    return maker, rita, await reviewed(maker, rita, a_draft())


async def reviewed(maker, rita, document):
    started = await maker.complete()
    await maker.upload(started.name, document)
    await maker.submit(started.name)
    return await rita.take(started.name)


async def read(calls, release, number=0):
    return await calls.of_draft("GetDraftReading", release.name, draft_number=number)


async def compare(calls, release, **fields):
    return await calls.of_draft("CompareDrafts", release.name, **fields)


def codes(reading):
    return {it.code for it in reading.checks}


async def test_a_draft_is_read_with_everything_in_it(press, cast):
    _, rita, release = cast

    found = await read(rita, release)

    assert (found.press_release, found.draft_number) == (release.name, 2)
    assert found.sha256 == release.draft.sha256
    blocks = {it.id: it for it in found.blocks}
    assert len(blocks) == len(found.blocks)
    assert all(f'id="{id}"' in found.html for id, it in blocks.items() if it.text)
    places = {it.place for it in found.blocks}
    assert places >= {
        Reading.BODY, Reading.CELL, Reading.TEXT_BOX, Reading.HEADER, Reading.FOOTER,
        Reading.FOOTNOTE,
    }  # fmt: skip
    assert [it.text for it in found.blocks if it.heading_level == 1] == ["Dog mugs"]
    [mention] = [it for it in found.mentions if it.mark == "Amazon Handmade"]
    assert blocks[mention.block].text[mention.start : mention.end] == mention.quote
    assert [(it.content_type, it.width, it.height) for it in found.pictures] == [
        ("image/png", 60, 40)
    ]
    assert all(blocks[id].text is not None for id in found.pictures[0].blocks)
    assert "author" in {it.key for it in found.properties}
    assert found.word_count == release.draft.word_count > 0
    assert not found.has_tracked_changes


async def test_checks_are_for_staff_and_go_with_the_date(press, cast):
    maker, rita, _ = cast
    document = a_document("PORTLAND, March 2, 2027 – Embargoed until March 2, 2027, 9 am PST.")
    release = await reviewed(maker, rita, document)

    before = await read(rita, release)
    own, agency = [await read(it, release) for it in (maker, press.as_("agency", "partner"))]
    await maker.change_date(release.name, "2027-03-09")
    after = await read(rita, release)

    assert list(own.checks) == list(agency.checks) == []
    own.checks.extend(before.checks)
    assert own == before
    assert "EMBARGO_DATE_MISMATCH" not in codes(before)
    assert "EMBARGO_DATE_MISMATCH" in codes(after)


async def test_what_is_tracked_or_hidden_is_shown(press, cast):
    maker, rita, _ = cast
    inserted = (
        '<w:ins w:id="1" w:author="Ada" w:date="2026-01-01T00:00:00Z">'
        f"{run('at Amazon Handmade ')}</w:ins>"
    )
    hidden = run("Kindle", "<w:vanish/>")
    draft = raw_draft(paragraph(run("Our mugs "), inserted, hidden) + said("The end."))
    release = await reviewed(maker, rita, draft)

    found = await read(rita, release)

    flags = {it.mark: set(it.flags) for it in found.mentions}
    assert found.has_tracked_changes
    assert flags["Amazon Handmade"] == {Reading.Mention.INSERTED}
    assert {"TRACKED_CHANGES", "HIDDEN_TEXT"} <= codes(found)
    assert "<ins" in found.html


async def test_only_who_sees_the_release_reads_its_drafts(press, cast):
    maker, rita, release = cast
    await press.knows("rita", "pr")
    leo = await press.knows("leo", "stakeholder")
    other = await press.a_maker()
    for calls in (leo, other, press.as_("stranger", "partner")):
        for call in (read(calls, release), compare(calls, release)):
            with pytest.raises(NotFound) as unknown:
                await call
            assert unknown.value.reason == "PRESS_RELEASE_NOT_FOUND"

    await ask(rita, release)

    assert codes(await read(leo, release)) == codes(await read(rita, release))
    with pytest.raises(NotFound):
        await read(rita, type(release)(name=UNKNOWN))
    unsent = await maker.complete()
    with pytest.raises(NotFound):
        await read(rita, unsent)
    assert (await read(maker, unsent)).draft_number == 1


@pytest.mark.parametrize("number", [1, 3, -1, 2**31 - 1])
async def test_a_draft_that_there_is_not_is_not_found(press, cast, number):
    maker, rita, release = cast

    with pytest.raises(NotFound) as unknown:
        await read(rita, release, number)
    with pytest.raises(NotFound):
        await read(maker, await maker.start())

    assert unknown.value.reason == "DRAFT_NOT_FOUND"


async def test_two_drafts_are_compared(press, cast):
    maker, rita, release = cast
    await maker.upload(release.name, a_draft(item="Celadon glaze", cell="$42"))
    await maker.upload(release.name, a_draft(item="Celadon glaze", cell="$42", box="About us"))

    last = await compare(rita, release)
    named = await compare(maker, release, from_number=2, to_number=3)
    back = await compare(rita, release, from_number=4, to_number=2)
    over = await compare(rita, release, from_number=2)

    assert (last.from_number, last.to_number) == (3, 4)
    assert (named.from_number, named.to_number, named.changed_blocks) == (2, 3, 2)
    assert "<ins>Celadon</ins>" in named.html
    assert "<del>Oatmeal</del>" in named.html
    assert 0.8 < named.similarity < 1
    assert not named.same_text
    assert "<ins>Oatmeal</ins>" in back.html
    assert (over.from_number, over.to_number) == (2, 4)
    assert list(named.warnings) == []


async def test_comparing_needs_two_drafts(press, cast):
    maker, rita, release = cast

    with pytest.raises(Refused) as alone:
        await compare(rita, release)
    await maker.upload(release.name, a_draft(item="Celadon"))
    with pytest.raises(Invalid) as same:
        await compare(rita, release, from_number=3, to_number=3)
    with pytest.raises(NotFound):
        await compare(rita, release, from_number=9)
    with pytest.raises(NotFound):
        await compare(rita, release, to_number=-3)

    assert alone.value.reason == "ONE_DRAFT_ONLY"
    assert [it.rule for it in same.value.violations] == ["SAME_DRAFT"]


async def test_what_a_comparison_leaves_out_is_said(press, cast):
    maker, rita, _ = cast
    tracked = f'<w:ins w:id="1" w:author="Ada" w:date="2026-01-01T00:00:00Z">{run("blue ")}</w:ins>'
    release = await reviewed(maker, rita, raw_draft(paragraph(run("Our "), tracked, run("mugs"))))
    await maker.upload(release.name, raw_draft(said("Our blue mugs")))
    linked = await reviewed(maker, rita, a_draft())
    await maker.upload(linked.name, a_draft(target="https://clay.example/other"))

    accepted, beside = await compare(rita, release), await compare(rita, linked)

    assert accepted.same_text
    (warned,) = accepted.warnings
    assert warned.code == "TRACKED_CHANGES_ACCEPTED"
    assert "accepted before" in warned.message
    assert beside.same_text
    assert [it.code for it in beside.warnings] == ["PICTURES_OR_LINKS_CHANGED"]


async def test_a_draft_of_an_earlier_release_is_read_anew_once(press):
    maker, rita = await press.a_maker(), press.as_("rita", "pr")
    release = await rita.get(await earlier.stored(press, maker, "IN_REVIEW"))

    at_once = await asyncio.gather(*(read(calls, release) for calls in (rita, maker, rita)))
    files = await press.database["readings.files"].count_documents({})
    again = await read(rita, release)

    assert {it.word_count for it in at_once} == {again.word_count}
    assert again.word_count > 0
    assert "Amazon Handmade" in {it.mark for it in again.mentions}
    assert files == await press.database["readings.files"].count_documents({}) == 2
    after = await rita.get(release.name)
    assert (after.etag, after.draft.word_count) == (release.etag, again.word_count)


async def test_a_draft_that_an_earlier_release_took_and_this_one_would_not_says_so(press):
    maker, rita = await press.a_maker(), press.as_("rita", "pr")
    name = await earlier.stored(press, maker, "IN_REVIEW")

    async def pieces():
        yield b"PK\x03\x04 and no more"

    file = await press.process.frame.files("drafts").put("old.docx", pieces(), 100)
    await press.database["press_releases"].update_one(
        {"_id": name.split("/")[1]}, {"$set": {"draft.file_id": file.id}}
    )

    with pytest.raises(Refused) as refused:
        await read(rita, await rita.get(name))

    assert (refused.value.reason, refused.value.facts["code"]) == (
        "DRAFT_NOT_READABLE",
        "ZIP_CORRUPT",
    )


async def test_a_long_draft_is_read_in_one_answer(press, cast):
    maker, rita, _ = cast
    text = "Each mug is thrown, glazed and fired by hand, which takes two weeks. " * 40
    release = await reviewed(maker, rita, raw_draft("".join(said(text) for _ in range(1500))))

    found = await read(rita, release)

    assert len(found.blocks) == 1500
    assert found.ByteSize() > 8_000_000


async def test_many_read_at_once(press, cast):
    maker, rita, release = cast
    other = await in_review(maker, rita)

    found = await asyncio.gather(*(read(rita, it) for it in (release, other) * 10))

    assert len({it.sha256 for it in found}) == 2
