"""Uploads where a virus scanner is set: nothing of what does not pass it is kept."""

from uuid import uuid4

import pytest
from pymongo import AsyncMongoClient
from uuid_utils import uuid7

from chassis.errors import Invalid, Refused
from pr_review.__main__ import assemble
from pr_review.drafts.refusals import Refusal
from tests.integration.pr_review.conftest import Clock, Press, digest
from tests.support.documents import a_document
from tests.support.fake_clamd import SIGNATURE, a_clamd
from tests.support.frames import served

INFECTED = a_document(SIGNATURE.decode(), picture=SIGNATURE)


@pytest.fixture(scope="module")
async def clamd():
    async with a_clamd() as running:
        yield running


@pytest.fixture(scope="module")
async def scanned(mongodb_uri, tmp_path_factory, clamd):
    """The service, told of a scanner."""
    clock, name, folder = Clock(), f"test_{uuid7().hex}", tmp_path_factory.mktemp("scanned")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("HANDMADE_PR_REVIEW_CLAMD", clamd.address)
        async with served("pr_review", folder, mongodb_uri, name, assemble, now=clock) as process:
            yield Press(process, clock)
    async with AsyncMongoClient(mongodb_uri) as client:
        await client.drop_database(name)


@pytest.fixture(autouse=True)
def well(clamd):
    clamd.says, clamd.mood = None, ""
    clamd.seen.clear()


async def test_a_clean_draft_is_taken_after_the_scanner_had_all_of_it(scanned, clamd):
    maker = await scanned.a_maker()
    document = a_document("Mugs", picture=bytes(range(256)) * 4096)

    uploaded = await maker.upload((await maker.start()).name, document)

    assert clamd.seen == [document]
    assert uploaded.draft.sha256 == digest(document)


async def test_an_infected_draft_is_refused_and_leaves_nothing_behind(scanned, clamd):
    maker = await scanned.a_maker()
    released = await maker.complete(document=a_document("Mugs"))
    before = await scanned.everything()

    with pytest.raises(Invalid) as refused:
        await maker.upload(released.name, INFECTED)

    assert refused.value.reason == "DRAFT_NOT_ACCEPTED"
    assert [v.rule for v in refused.value.violations] == [Refusal.VIRUS_FOUND.value]
    assert clamd.seen[-1] == INFECTED
    assert await scanned.everything() == before
    assert await scanned.database["unread.files"].count_documents({}) == 0


async def test_our_own_edits_pass_the_scanner_too(scanned, clamd):
    maker, rita = await scanned.a_maker(), scanned.as_("rita", "pr")
    release = await rita.take((await maker.submitted()).name)
    before = await scanned.everything()

    with pytest.raises(Invalid) as refused:
        await rita.upload_edits(release.name, release.draft.sha256, INFECTED)

    assert [v.rule for v in refused.value.violations] == [Refusal.VIRUS_FOUND.value]
    assert await scanned.everything() == before


@pytest.mark.parametrize("mood", ["cut", "full", "cut answer"])
async def test_while_the_scanner_fails_nothing_is_taken_and_later_the_same_is(scanned, clamd, mood):
    maker = await scanned.a_maker()
    released = await maker.start()
    before, document, request_id = await scanned.everything(), a_document(), str(uuid4())
    clamd.mood = mood

    with pytest.raises(Refused) as refused:
        await maker.upload(released.name, document, request_id=request_id)

    assert refused.value.reason == "SCANNER_AWAY"
    assert "Try again in a few minutes" in refused.value.message
    assert await scanned.everything() == before
    clamd.mood = ""
    uploaded = await maker.upload(released.name, document, request_id=request_id)
    assert uploaded.draft.sha256 == digest(document)


async def test_what_is_no_word_document_is_scanned_before_it_is_looked_at(scanned, clamd):
    maker = await scanned.a_maker()
    released = await maker.start()

    with pytest.raises(Invalid) as refused:
        await maker.upload(released.name, b"%PDF " + SIGNATURE)
    with pytest.raises(Invalid) as unread:
        await maker.upload(released.name, b"%PDF-1.7")

    assert [v.rule for v in refused.value.violations] == ["VIRUS_FOUND"]
    assert [v.rule for v in unread.value.violations] == ["NOT_DOCX"]


async def test_a_refused_draft_starts_no_clock_and_the_release_can_go_on(scanned):
    maker = await scanned.a_maker()
    submitted = await maker.submitted()
    scanned.clock.forward(hours=1)

    with pytest.raises(Invalid):
        await maker.upload(submitted.name, INFECTED)

    unchanged = await maker.get(submitted.name)
    assert unchanged.answer_due_time == submitted.answer_due_time
    assert unchanged.draft == submitted.draft
