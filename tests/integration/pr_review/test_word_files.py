"""Word documents that are made of drafts: who has them, how long, and when it goes wrong."""

import asyncio
import io
from contextlib import asynccontextmanager

import docx
import pytest
from pymongo.errors import AutoReconnect

from chassis.errors import NotFound, Refused
from handmade.pr_review.v1 import press_draft_pb2 as pb
from pr_review.domain.word_file import Proven, WordFileState
from pr_review.domain.word_out import AnnotationFailed, TooManyWordDocuments
from pr_review.service.workshop import WAITING, Workshop
from pr_review.store.word_file import Made, WordFiles
from tests.integration.pr_review.conftest import digest
from tests.integration.pr_review.saying import (
    Visibility,
    ask,
    reply,
    resolve,
    to_maker,
)
from tests.integration.pr_review.test_comments_carried import on
from tests.integration.pr_review.test_drafts import reviewed
from tests.support.watchers import PATIENCE
from tests.support.word_drafts import a_draft, comments_of, read_bytes

READY, FAILED, PREPARING = pb.WordFile.READY, pb.WordFile.FAILED, pb.WordFile.PREPARING


@pytest.fixture
async def cast(press):
    maker = await press.a_maker()
    rita = press.as_("rita", "pr", name="Rita Jones")
    return maker, rita, await reviewed(maker, rita, a_draft())


async def made(calls, release, method="MakeAnnotatedDraft", **fields):
    """The document, once it is made; polled as clients do."""
    async with asyncio.timeout(PATIENCE):
        while True:
            file = await calls.of_draft(method, release.name, **fields)
            if file.state != PREPARING:
                return file
            await asyncio.sleep(0.1)


async def taken(calls, release, **fields):
    """Its bytes, and what is said of it."""
    file = await made(calls, release, **fields)
    assert file.state == READY, file.failure
    content = await calls.word_file(release.name, file.id)
    assert (digest(content), len(content)) == (file.sha256, file.size_bytes)
    return content, file


async def test_a_draft_comes_with_all_comments_for_staff(press, cast):
    _, rita, release = cast
    said = await on(rita, release, "dog mugs", text="Which?", is_issue=True)
    await reply(press.as_("sam", "support", name="Sam"), said, "All.")
    await resolve(rita, said)
    await on(rita, release, "Page foot", text="Why?")

    content, file = await taken(rita, release)

    assert [(it[0], it[1], it[3], it[4]) for it in comments_of(content)] == [
        ("Rita Jones", "RJ", "Which?", "dog mugs"),
        ("Sam", "S", "All.", "dog mugs"),
        ("Rita Jones", "RJ", "[footer: “Page foot”] Why?", "Dog mugs"),
    ]
    assert (file.proof.verified, file.proof.exact_comments, file.proof.moved_comments) == (
        True, 1, 1,
    )  # fmt: skip
    assert file.file_name == "release (v2 with comments).docx"
    assert file.expire_time.ToDatetime().isoformat() == "2027-02-16T21:00:00"
    assert list(file.warnings) == []


async def test_makers_have_theirs_and_nothing_of_the_staffs(press, cast):
    maker, rita, release = cast
    said = await to_maker(rita, release, "Which?", block="b1", start=0, end=0)
    await on(rita, release, "dog mugs", text="Between us.")
    await reply(rita, said, "Hm.", visibility=Visibility.INTERNAL)
    before, _ = await taken(maker, release)
    await rita.request_changes(release.name, release.draft.sha256)

    own, file = await taken(maker, release)
    for_maker, same = await taken(rita, release, for_maker=True)
    everything, staffs = await taken(rita, release)

    assert comments_of(before) == []
    assert [it[3] for it in comments_of(own)] == ["Which?"]
    assert (own, file.id) == (for_maker, same.id)
    assert len(comments_of(everything)) == 3
    assert b"Between us" not in own
    with pytest.raises(NotFound) as not_theirs:
        await maker.word_file(release.name, staffs.id)
    assert not_theirs.value.reason == "WORD_FILE_NOT_FOUND"


async def test_comments_that_a_draft_has_no_place_for_are_left_out_and_said_to_be(press, cast):
    maker, rita, release = cast
    await on(rita, release, "Oatmeal", text="Gone.")
    await on(rita, release, "dog mugs", text="Stays.")
    await maker.upload(release.name, a_draft(item="Celadon glaze"))

    content, file = await taken(rita, release)
    older, of_older = await taken(rita, release, draft_number=2)

    assert [it[3] for it in comments_of(content)] == ["Stays."]
    assert [it.code for it in file.warnings] == ["OUTDATED_COMMENTS_LEFT_OUT"]
    assert sorted(it[3] for it in comments_of(older)) == ["Gone.", "Stays."]
    assert list(of_older.warnings) == []


async def test_a_redline_leads_to_both_drafts(press, cast):
    maker, rita, release = cast
    later = a_draft(item="Celadon glaze", cell="$42", header="For immediate release")
    await maker.upload(release.name, later)

    content, file = await taken(maker, release, method="MakeRedline")

    found = [it for it in read_bytes(content).blocks if it.shown]
    assert [it.final for it in found if it.final] == finals(later)
    assert [it.original for it in found if it.original] == finals(a_draft())
    assert (file.proof.verified, file.proof.accept_equals_new, file.proof.reject_equals_old) == (
        True, True, True,
    )  # fmt: skip
    assert file.proof.difference == ""
    assert file.file_name == "release (v2 to v3).docx"
    assert docx.Document(io.BytesIO(content)).paragraphs
    with pytest.raises(NotFound):
        await rita.of_draft("MakeRedline", release.name, from_number=1)


def finals(draft):
    return [it.final for it in read_bytes(draft).blocks if it.final]


async def test_the_same_is_made_once_also_by_two_at_once(press, cast):
    _, rita, release = cast
    lena = press.as_("lena", "pr_lead")

    first, second = await asyncio.gather(made(rita, release), made(lena, release))
    again = await made(rita, release)

    assert first == second == again
    assert await press.database["word_files.files"].count_documents({}) == 1
    await on(rita, release, "dog mugs")
    assert (await made(rita, release)).id != first.id


async def test_after_an_hour_it_is_gone_and_made_anew(press, cast):
    _, rita, release = cast
    _, file = await taken(rita, release)

    press.clock.forward(minutes=60)
    with pytest.raises(NotFound) as over:
        await rita.word_file(release.name, file.id)
    again = await made(rita, release)

    assert over.value.reason == "WORD_FILE_NOT_FOUND"
    assert (again.id, again.state) == (file.id, READY)
    assert again.expire_time.ToDatetime() > file.expire_time.ToDatetime()
    documents = press.process.frame.files("word_files")
    press.clock.forward(days=2)
    refers_to = WordFiles(press.database, documents).refers_to
    assert await documents.sweep(refers_to) == 1
    assert await press.database["word_files.files"].count_documents({}) == 1
    indexes = await press.database["press_word_files"].index_information()
    assert indexes["over"]["expireAfterSeconds"] == 0


async def test_what_was_being_made_when_the_service_ended_is_begun_again(press, cast):
    _, rita, release = cast
    _, file = await taken(rita, release)
    # As a process that ended left it.
    unfinished = {"state": "PREPARING", "file_id": "", "begun": press.clock()}
    await press.database["press_word_files"].update_one({"_id": file.id}, {"$set": unfinished})

    waits = await rita.of_draft("MakeAnnotatedDraft", release.name)
    with pytest.raises(NotFound):
        await rita.word_file(release.name, file.id)
    press.clock.forward(minutes=4)

    assert (waits.state, waits.sha256) == (PREPARING, file.sha256)
    assert (await made(rita, release)).state == READY


async def test_only_who_sees_the_release_has_documents_of_it(press, cast):
    _, rita, release = cast
    leo, other = await press.knows("leo", "stakeholder"), await press.a_maker()
    rita = await press.knows("rita", "pr")
    _, file = await taken(rita, release)
    for calls in (leo, other):
        for call in (
            calls.of_draft("MakeAnnotatedDraft", release.name),
            calls.of_draft("MakeRedline", release.name),
            calls.word_file(release.name, file.id),
        ):
            with pytest.raises(NotFound):
                await call

    await ask(rita, release)

    assert digest(await leo.word_file(release.name, file.id)) == file.sha256
    foreign = await reviewed(other, rita, a_draft(item="Other"))
    for name, id in ((foreign.name, file.id), (release.name, "x"), (release.name, "\x00")):
        with pytest.raises(NotFound) as unknown:
            await rita.word_file(name, id)
        assert unknown.value.reason == "WORD_FILE_NOT_FOUND"


async def test_whoever_of_the_staff_takes_one_home_is_written_down(press, cast):
    maker, rita, release = cast
    rita = await press.knows("rita", "pr", name="Rita")
    gateway = press.as_("gateway", "service")
    _, file = await taken(maker, release)
    await rita.word_file(release.name, file.id)
    for reader in ("", maker.subject, "rita", "ada-of-admin"):
        await gateway.word_file(release.name, file.id, reader=reader)
        await gateway.download(release.name, reader=reader)
    # Nobody else says for whom they read.
    await maker.word_file(release.name, file.id, reader="rita")

    rows = press.database["activity"].find({"action": {"$regex": "downloaded"}}).sort("_id", 1)
    noted = [
        (row["action"].partition(".")[2], row["actor"]["subject"], row["actor"]["role"])
        async for row in rows
    ]

    assert noted == [
        ("word_file_downloaded", "rita", "pr"),
        ("word_file_downloaded", "rita", "pr"),
        ("draft_downloaded", "rita", "pr"),
        ("word_file_downloaded", "ada-of-admin", "service"),
        ("draft_downloaded", "ada-of-admin", "service"),
    ]


DONE = Made("a.docx", b"content", Proven())


class Away(WordFiles):
    """A store whose database is away when something was made."""

    is_away = True

    async def finish(self, file, made, expires):
        if self.is_away:
            raise AutoReconnect("gone")
        await super().finish(file, made, expires)

    async def fail(self, file, failure):
        if self.is_away:
            raise AutoReconnect("gone")
        await super().fail(file, failure)


@asynccontextmanager
async def a_workshop(press, store=WordFiles, patience=PATIENCE):
    files = store(press.database, press.process.frame.files("word_files"))
    workshop = Workshop(files, press.clock, patience)
    running = asyncio.create_task(workshop.run())
    try:
        yield workshop, files
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


def ordered(workshop, make, id="1"):
    return workshop.ordered(id, "a release", for_maker=True, make=make)


async def content():
    return DONE


async def test_what_could_not_be_made_says_why_and_is_tried_anew_later(press):
    async def broken():
        raise AnnotationFailed

    async def odd():
        raise RuntimeError("secret words of a draft")

    async with a_workshop(press) as (workshop, _):
        failed = await ordered(workshop, broken)
        unexpected = await ordered(workshop, odd, "2")
        at_once = await ordered(workshop, content)
        press.clock.forward(minutes=4)
        later = await ordered(workshop, content)

    assert (failed.state, failed.failure) == (WordFileState.FAILED, str(AnnotationFailed()))
    assert at_once == failed
    assert unexpected.state is WordFileState.FAILED
    assert "secret" not in unexpected.failure
    assert (later.state, later.failure) == (WordFileState.READY, "")


async def test_what_there_was_no_time_for_is_begun_at_the_next_asking(press):
    async def overloaded():
        raise TooManyWordDocuments

    async with a_workshop(press) as (workshop, _):
        with pytest.raises(TooManyWordDocuments):
            await ordered(workshop, overloaded)
        again = await ordered(workshop, content)

    assert again.state is WordFileState.READY


async def test_so_many_wait_and_no_more(press):
    begun, go_on = [], asyncio.Event()

    async def slow():
        begun.append(1)
        await go_on.wait()
        return DONE

    async with a_workshop(press, patience=0.01) as (workshop, files):
        waiting = [await ordered(workshop, slow, str(number)) for number in range(WAITING)]
        with pytest.raises(Refused) as full:
            await ordered(workshop, slow, "one more")
        same = await ordered(workshop, slow, "0")
        go_on.set()
        await until_ready(files, "0")
        more = await ordered(workshop, slow, "one more")

    assert {it.state for it in waiting} == {WordFileState.PREPARING}
    assert full.value.reason == "TOO_MANY_WORD_DOCUMENTS"
    assert same.state is WordFileState.PREPARING
    assert more.id == "one more"


async def until_ready(files, id):
    async def is_ready():
        return (await files.find(id, "a release")).state is WordFileState.READY

    await holds(is_ready)


async def holds(is_so):
    async with asyncio.timeout(PATIENCE):
        while not await is_so():  # noqa: ASYNC110  (the database is what is waited for)
            await asyncio.sleep(0.02)


async def stored(press, count):
    return await press.database["word_files.files"].count_documents({}) == count


async def test_a_database_that_is_away_when_it_is_made_is_survived(press):
    async with a_workshop(press, Away) as (workshop, files):
        lost = await ordered(workshop, content)
        files.is_away = False
        meanwhile = await ordered(workshop, content)
        press.clock.forward(minutes=4)
        again = await ordered(workshop, content)

    assert lost.state is meanwhile.state is WordFileState.PREPARING
    assert again.state is WordFileState.READY


async def test_what_two_made_at_once_is_had_once(press):
    """One that took too long was begun by another; what comes first of the later one counts."""
    go_on = asyncio.Event()

    async def late():
        await go_on.wait()
        return Made("late.docx", b"late", Proven())

    async with a_workshop(press, patience=0.01) as (workshop, files):
        await ordered(workshop, late)
        press.clock.forward(minutes=4)
        await ordered(workshop, content)
        await until_ready(files, "1")
        go_on.set()
        await holds(lambda: stored(press, 2))
        found = await files.find("1", "a release")

    assert found.file_name == "a.docx"
