"""Uploading and downloading documents: what is kept, and what never is."""

import asyncio
import io
import tempfile
from datetime import timedelta
from uuid import uuid4

import grpc
import pytest
from google.protobuf.message import Message

from chassis.errors import Invalid, NotFound, Refused
from chassis.files import FileMissing
from handmade.pr_review.v1 import press_release_pb2 as pb
from pr_review.domain.problems import TooManyDocuments
from pr_review.inspection import Inspection
from pr_review.policy.numbers import Policy
from pr_review.store.release import PressReleases
from pr_review.store.unread import Unread
from tests.integration.pr_review.conftest import CHUNK, digest
from tests.support.documents import a_document, a_zip, an_ole2_file, parts
from tests.support.watchers import PATIENCE

MIB = 1024 * 1024
# No document here is one that our reader fails at.
NOBODY = None


def a_header(name, **changes) -> Message:
    given = {"name": name, "file_name": "release.docx", "request_id": str(uuid4())}
    return pb.UploadDraftRequest(header=pb.UploadDraftRequest.Header(**(given | changes)))


def a_chunk(content=b"x"):
    return pb.UploadDraftRequest(chunk=content)


async def streamed(*messages):
    for message in messages:
        yield message


async def test_a_document_comes_back_byte_for_byte(press):
    maker = await press.a_maker()
    document = a_document(picture=bytes(range(256)) * 4096 * 12)
    started = await maker.start()

    uploaded = await maker.upload(started.name, document)

    assert len(document) > 12 * MIB
    assert uploaded.draft.sha256 == digest(document)
    assert digest(await maker.download(started.name)) == digest(document)
    assert await maker.download(started.name, sha256=digest(document)) == document


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"%PDF-1.7\n%a PDF renamed", "NOT_DOCX", id="a PDF renamed"),
        pytest.param(b"", "EMPTY", id="nothing"),
        pytest.param(an_ole2_file("WordDocument"), "LEGACY_DOC", id="Word 97"),
        pytest.param(an_ole2_file("EncryptedPackage"), "ENCRYPTED", id="a password"),
        pytest.param(a_zip({"a.txt": b"a"}), "NOT_DOCX", id="another zip"),
        pytest.param(a_document()[:5000], "ZIP_CORRUPT", id="cut off"),
        pytest.param(a_document() + b"MZ", "TRAILING_DATA", id="something behind it"),
        pytest.param(a_zip(parts() | {"../x": b""}), "BAD_MEMBER_NAME", id="a path trick"),
    ],
)
async def test_a_file_that_is_refused_changes_nothing(press, content, code):
    maker = await press.a_maker()
    released = await maker.complete()
    before = await press.everything()

    with pytest.raises(Invalid) as refused:
        await maker.upload(released.name, content)

    assert [(v.rule, v.subject) for v in refused.value.violations] == [(code, "file")]
    assert refused.value.reason == "DRAFT_NOT_ACCEPTED"
    assert await press.everything() == before


async def test_a_pdf_renamed_is_called_a_pdf(press):
    maker = await press.a_maker()
    started = await maker.start()

    with pytest.raises(Invalid, match=r"This is a PDF, not a Word document\. Open .* Save As"):
        await maker.upload(started.name, b"%PDF-1.7\n")


@pytest.mark.parametrize("attempt", range(5))
async def test_a_file_of_21_mebibytes_is_refused_and_the_sender_learns_why(press, attempt):
    maker = await press.a_maker()
    started = await maker.start()

    with pytest.raises(Invalid) as refused:
        await maker.upload(started.name, b"PK\x03\x04".ljust(21 * MIB, b"\0"))

    assert refused.value.violations[0].rule == "FILE_TOO_LARGE"
    assert "larger than 20 MiB" in refused.value.message
    assert await press.files() == 0


async def test_who_never_stops_sending_is_cut_off(press):
    maker = await press.a_maker()
    started = await maker.start()
    sent = 0

    async def endless():
        nonlocal sent
        yield a_header(started.name)
        while True:
            sent += CHUNK
            yield a_chunk(b"PK\x03\x04".ljust(CHUNK, b"\0"))

    # Cut off in the middle of sending, a client does not always learn why.
    with pytest.raises((Invalid, grpc.aio.AioRpcError)):
        await maker.send(endless())

    assert sent < 80 * MIB
    assert await press.files() == 0


async def test_a_document_of_20_mebibytes_is_taken(press):
    maker = await press.a_maker()
    started = await maker.start()
    small = len(a_document(picture=b"x"))
    document = a_document(picture=b"x" * (20 * MIB - small + 1))

    uploaded = await maker.upload(started.name, document)

    assert uploaded.draft.size_bytes == len(document) == 20 * MIB


async def test_an_upload_that_breaks_off_leaves_nothing(press):
    maker = await press.a_maker()
    started = await maker.start()
    before, begun = await press.everything(), asyncio.Event()

    async def stuck():
        yield a_header(started.name)
        yield a_chunk(a_document()[:CHUNK])
        begun.set()
        await asyncio.sleep(60)

    call = maker.stub.UploadDraft(stuck())
    await begun.wait()
    await asyncio.sleep(0.1)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call

    async with asyncio.timeout(PATIENCE):
        while await press.everything() != before:  # noqa: ASYNC110  (the service is waited for)
            await asyncio.sleep(0.1)
    assert (await maker.upload(started.name, a_document())).draft.number == 1


async def test_a_later_document_takes_the_place_of_the_earlier_one(press):
    maker = await press.a_maker()
    started = await maker.start()
    first, second = a_document("First"), a_document("Second")

    await maker.upload(started.name, first)
    replaced = await maker.upload(started.name, second, file_name="second.docx")

    assert (replaced.draft.number, replaced.draft.file_name) == (2, "second.docx")
    assert await maker.download(started.name) == second
    with pytest.raises(NotFound):
        await maker.download(started.name, sha256=digest(first))


async def test_a_replaced_document_is_swept_after_a_day_and_an_approved_one_never(press):
    maker, rita = await press.a_maker(), press.as_("rita", "pr")
    files = press.process.frame.files("drafts")
    releases = PressReleases(press.process.frame.mongo, press.database)
    approved = await maker.complete()
    await maker.submit(approved.name)
    await rita.take(approved.name)
    await rita.approve(approved.name, approved.draft.sha256)
    replaced, present = await maker.start(title="Another"), a_document("Second")
    await maker.upload(replaced.name, a_document("First"))
    await maker.upload(replaced.name, present)

    press.clock.forward(hours=24)
    await files.sweep(releases.refers_to)
    after_a_day = await press.files()
    press.clock.forward(seconds=1)
    await files.sweep(releases.refers_to)
    after_more = await press.files()

    assert (after_a_day, after_more) == (3, 2)
    assert digest(await rita.download(approved.name)) == approved.draft.sha256
    assert await maker.download(replaced.name) == present


async def test_a_document_replaced_long_after_it_was_found_in_use_is_swept_all_the_same(press):
    maker = await press.a_maker()
    files = press.process.frame.files("drafts")
    releases = PressReleases(press.process.frame.mongo, press.database)
    released, present = await maker.complete(), a_document("Second")
    press.clock.forward(hours=25)
    await files.sweep(releases.refers_to)

    await maker.upload(released.name, present)
    press.clock.forward(hours=25)
    await files.sweep(releases.refers_to)

    assert await press.files() == 1
    assert await maker.download(released.name) == present


async def test_a_repeated_upload_is_answered_as_the_first_time(press):
    maker, request_id = await press.a_maker(), str(uuid4())
    started = await maker.start()
    document = a_document()

    first = await maker.upload(started.name, document, request_id=request_id)
    again = await maker.upload(started.name, document, request_id=request_id)

    assert first == again
    assert await press.files() == 1


async def test_uploads_with_one_request_id_at_once_leave_one_document(press):
    maker, request_id = await press.a_maker(), str(uuid4())
    started = await maker.start()
    document = a_document()

    answers = await asyncio.gather(
        *(maker.upload(started.name, document, request_id=request_id) for _ in range(3))
    )

    assert all(answer == answers[0] for answer in answers)
    assert await press.files() == 1
    assert (await maker.get(started.name)).draft.number == 1


async def test_a_request_id_stands_for_one_document(press):
    maker, request_id = await press.a_maker(), str(uuid4())
    started = await maker.start()
    await maker.upload(started.name, a_document("First"), request_id=request_id)
    before = await press.everything()

    with pytest.raises(Refused) as refused:
        await maker.upload(started.name, a_document("Second"), request_id=request_id)

    assert refused.value.reason == "REQUEST_ID_REUSED"
    assert await press.everything() == before


async def test_a_repeated_upload_is_answered_even_after_the_submission(press):
    maker, request_id = await press.a_maker(), str(uuid4())
    released, document = await maker.complete(), a_document("Last words")
    uploaded = await maker.upload(released.name, document, request_id=request_id)
    await maker.submit(released.name)

    again = await maker.upload(released.name, document, request_id=request_id)

    assert again == uploaded


async def test_nothing_is_uploaded_once_the_review_is_over(press):
    maker = await press.a_maker()
    submitted = await maker.submitted()
    await maker.withdraw(submitted.name)
    before = await press.everything()

    with pytest.raises(Refused) as refused:
        await maker.upload(submitted.name, a_document("Too late"))

    assert refused.value.reason == "DRAFTS_CLOSED"
    assert await press.everything() == before


@pytest.mark.parametrize(
    ("messages", "rule"),
    [
        pytest.param(lambda name: [], "HEADER_EXPECTED", id="nothing at all"),
        pytest.param(lambda name: [a_chunk()], "HEADER_EXPECTED", id="no header"),
        pytest.param(lambda name: [pb.UploadDraftRequest()], "HEADER_EXPECTED", id="no part"),
        pytest.param(
            lambda name: [a_header(name), a_header(name)], "CHUNK_EXPECTED", id="two headers"
        ),
        pytest.param(
            lambda name: [a_header(name), a_chunk(b"x" * (CHUNK + 1))],
            "CHUNK_TOO_LARGE",
            id="too much at once",
        ),
        pytest.param(lambda name: [a_header("")], "REQUIRED", id="no name"),
        pytest.param(lambda name: [a_header(name, file_name="")], "REQUIRED", id="no file name"),
        pytest.param(lambda name: [a_header(name, request_id="")], "REQUIRED", id="no request id"),
        pytest.param(
            lambda name: [a_header(name, request_id="1")], "REQUEST_ID_MALFORMED", id="a bad one"
        ),
        pytest.param(
            lambda name: [a_header("listings/1")], "RESOURCE_NAME_MALFORMED", id="a bad name"
        ),
        pytest.param(
            lambda name: [a_header(name, file_name="a.pdf"), a_chunk(a_document())],
            "FILE_NAME_MALFORMED",
            id="a document named as a PDF",
        ),
    ],
)
async def test_a_malformed_upload_is_refused(press, messages, rule):
    maker = await press.a_maker()
    started = await maker.start()
    before = await press.everything()

    with pytest.raises(Invalid) as refused:
        await maker.send(streamed(*messages(started.name)))

    assert refused.value.violations[0].rule == rule
    assert await press.everything() == before


async def test_there_is_nothing_to_download_before_something_was_uploaded(press):
    maker = await press.a_maker()
    started = await maker.start()

    with pytest.raises(NotFound) as absent:
        await maker.download(started.name)
    with pytest.raises(Invalid):
        await maker.download(started.name, sha256="abc")

    assert absent.value.reason == "DRAFT_NOT_FOUND"


async def test_a_machine_too_busy_to_check_a_document_is_no_fault_of_the_document():
    inspection = Inspection(Policy(reading_wall_seconds=0.001), NOBODY)

    with pytest.raises(TooManyDocuments):
        await _inspected(inspection, a_document())


async def test_a_draft_came_with_its_last_byte_before_it_was_checked(press):
    maker = await press.a_maker()
    started = await maker.start()
    press.clock.step = timedelta(milliseconds=1)

    uploaded = await maker.upload(started.name, a_document())

    came, taken = uploaded.draft.upload_time, uploaded.timeline[-1].create_time
    assert came.ToDatetime() < taken.ToDatetime()


async def test_what_our_reader_failed_at_is_kept_once_for_30_days(press):
    files, rows = press.process.frame.files("unread"), press.database["press_unread"]
    unread = Unread(press.database, files, timedelta(days=30), MIB, press.clock)
    document = io.BytesIO(a_document("Whatever it was"))

    for account in ("ada", "bea"):
        await unread.keep(document, account, "pressReleases/1", "KeyError")
    press.clock.forward(days=29)
    kept = await unread.sweep()
    [row] = [row async for row in rows.find({})]
    content = b"".join([chunk async for chunk in files.read(row["_id"])])
    press.clock.forward(days=1)
    removed = await unread.sweep()

    assert (kept, removed) == (0, 1)
    assert (row["account"], row["press_release"], row["error"]) == (
        "ada", "pressReleases/1", "KeyError",
    )  # fmt: skip
    assert content == document.getvalue()
    assert await rows.count_documents({}) == 0
    with pytest.raises(FileMissing):
        [chunk async for chunk in files.read(row["_id"])]


async def test_of_documents_checked_at_once_each_gets_its_own_answer():
    inspection, refused = (
        Inspection(Policy(reading_seconds=30), NOBODY),
        ("LEGACY_DOC", "ENCRYPTED", "EMPTY"),
    )
    contents = [an_ole2_file("WordDocument"), an_ole2_file("EncryptedPackage"), b"", a_document()]

    outcomes = await asyncio.gather(
        *(
            _inspected(inspection, content, f"person-{number}")
            for number, content in enumerate(contents * 2)
        ),
        return_exceptions=True,
    )

    codes = [it and it.violations[0].rule for it in outcomes]
    assert codes == [*refused, None] * 2


async def _inspected(inspection, content, whose="mia"):
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        await inspection.read(file, whose, "pressReleases/1")
