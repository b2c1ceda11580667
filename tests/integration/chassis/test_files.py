"""Files: whole or not at all, never larger than allowed, and gone when nobody wants them."""

import asyncio
import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from gridfs.asynchronous import AsyncGridFSBucket

from chassis.errors import InvalidRequest
from chassis.files import CHUNK_BYTES, ORPHANED_AFTER, PIECE_BYTES, FileMissing, Files

NOW = datetime(2030, 5, 1, 12, tzinfo=UTC)


class Clock:
    time = NOW

    def __call__(self):
        return self.time


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
async def files(db, clock):
    files = Files(db, "pictures", clock)
    await files.prepare()
    return files


async def chunks(*parts):
    for part in parts:
        yield part


async def content(files, file_id):
    return b"".join([chunk async for chunk in files.read(file_id)])


async def left_over(stored):
    return (
        await stored["pictures.files"].count_documents({}),
        await stored["pictures.chunks"].count_documents({}),
    )


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES, 3 * 255 * 1024 + 7])
async def test_what_goes_in_comes_out(files, size):
    raw = bytes(range(256)) * (size // 256) + b"x" * (size % 256)

    put = await files.put("cup.png", chunks(raw[: size // 2], raw[size // 2 :]), most=size)

    assert (put.name, put.size, put.sha256) == (
        "cup.png",
        size,
        hashlib.sha256(raw).hexdigest(),
    )
    assert await content(files, put.id) == raw


async def test_a_file_too_large_is_refused_while_it_streams_and_leaves_nothing(files, stored):
    read = []

    async def endless():
        while True:
            read.append(1)
            yield b"x" * 300 * 1024

    with pytest.raises(InvalidRequest) as refusal:
        await files.put("cup.png", endless(), most=1024 * 1024)

    assert refusal.value.violations[0].rule == "FILE_TOO_LARGE"
    assert len(read) == 4
    assert await left_over(stored) == (0, 0)


async def test_a_file_is_stored_while_it_streams(files, stored):
    seen = []

    async def slow():
        for _ in range(4):
            yield b"x" * PIECE_BYTES
            seen.append((await left_over(stored))[1])

    await files.put("cup.png", slow(), most=10 * 1024 * 1024)

    assert seen == [1, 2, 3, 4]


async def test_a_file_is_not_read_before_it_is_whole(files, stored):
    begun, going_on = asyncio.Event(), asyncio.Event()

    async def slow():
        yield b"x" * PIECE_BYTES
        begun.set()
        await going_on.wait()
        yield b"x"

    running = asyncio.create_task(files.put("cup.png", slow(), most=1024 * 1024))
    await begun.wait()
    file_id = (await stored["pictures.files"].find_one())["_id"]
    with pytest.raises(FileMissing):
        await content(files, file_id)
    going_on.set()
    await running

    assert len(await content(files, file_id)) == PIECE_BYTES + 1


async def test_a_file_whose_process_died_is_swept(files, clock, stored):
    await files.put("cup.png", chunks(b"x"), most=10)
    await stored["pictures.files"].update_one({}, {"$set": {"metadata.whole": False, "length": 0}})

    async def is_used(file_id):
        return False

    clock.time += timedelta(days=2)
    await files.sweep(is_used)

    assert await left_over(stored) == (0, 0)


async def test_any_program_that_knows_gridfs_can_read_it(files, stored):
    put = await files.put("cup.png", chunks(b"x" * 300 * 1024), most=1024 * 1024)

    stream = await AsyncGridFSBucket(stored, "pictures").open_download_stream(put.id)

    assert (stream.filename, stream.length) == ("cup.png", 300 * 1024)
    assert await stream.read() == b"x" * 300 * 1024


async def test_an_upload_that_breaks_off_leaves_nothing(files, stored):
    async def broken():
        yield b"x" * 600 * 1024
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await files.put("cup.png", broken(), most=1024 * 1024)

    assert await left_over(stored) == (0, 0)


async def test_a_cancelled_upload_leaves_nothing(files, stored):
    waiting = asyncio.Event()

    async def slow():
        yield b"x" * 600 * 1024
        waiting.set()
        await asyncio.sleep(60)

    running = asyncio.create_task(files.put("cup.png", slow(), most=1024 * 1024))
    await waiting.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running

    assert await left_over(stored) == (0, 0)


async def test_a_file_that_is_not_there_is_missing(files):
    with pytest.raises(FileMissing):
        await content(files, "nothing")


async def test_a_deleted_file_is_gone_and_may_be_deleted_again(files, stored):
    put = await files.put("cup.png", chunks(b"x"), most=10)

    await files.delete(put.id)
    await files.delete(put.id)

    assert await left_over(stored) == (0, 0)


async def test_a_sweep_removes_what_nobody_refers_to_after_a_day(files, clock):
    used = await files.put("used.png", chunks(b"x"), most=10)
    orphan = await files.put("orphan.png", chunks(b"x"), most=10)

    async def is_used(file_id):
        return file_id == used.id

    clock.time = NOW + ORPHANED_AFTER
    assert await files.sweep(is_used) == 0
    clock.time += timedelta(seconds=1)
    assert await files.sweep(is_used) == 1

    assert await content(files, used.id) == b"x"
    with pytest.raises(FileMissing):
        await content(files, orphan.id)


async def test_a_sweep_asks_about_each_file_once_a_day(files, clock):
    await files.put("used.png", chunks(b"x"), most=10)
    asked = []

    async def is_used(file_id):
        asked.append(file_id)
        return True

    clock.time += timedelta(days=2)
    await files.sweep(is_used)
    await files.sweep(is_used)

    assert len(asked) == 1


async def test_what_was_used_and_is_replaced_is_swept_the_day_after(files, clock, stored):
    put = await files.put("first.docx", chunks(b"x"), most=10)
    used = {put.id}

    async def is_used(file_id):
        return file_id in used

    clock.time += timedelta(hours=25)
    assert await files.sweep(is_used) == 0
    used.clear()
    assert await files.sweep(is_used) == 0
    clock.time += timedelta(hours=25)
    assert await files.sweep(is_used) == 1

    assert await left_over(stored) == (0, 0)


async def test_what_a_dying_process_left_of_a_file_is_swept(files, clock, stored):
    put = await files.put("cup.png", chunks(b"x" * 600 * 1024), most=1024 * 1024)
    await stored["pictures.chunks"].delete_one({"files_id": put.id, "n": 0})

    async def is_used(file_id):
        return False

    clock.time += timedelta(days=2)
    await files.sweep(is_used)

    assert await left_over(stored) == (0, 0)


async def test_a_sweep_finds_what_is_due_by_an_index(files, stored):
    plan = await stored["pictures.files"].find({"metadata.ask_after": {"$lt": NOW}}).explain()

    assert "IXSCAN" in str(plan["queryPlanner"]["winningPlan"])


async def test_a_reader_that_goes_away_leaves_no_cursor(files, observer, database):
    put = await files.put("cup.png", chunks(b"x" * 40 * 1024 * 1024), most=64 * 1024 * 1024)

    reading = files.read(put.id)
    await anext(reading)
    before = await open_cursors(observer, database)
    await reading.aclose()

    assert (before, await open_cursors(observer, database)) == (1, 0)


async def open_cursors(observer, database):
    """How many there are in this database; the server has others, of other tests too."""
    pipeline = [
        {"$currentOp": {"idleCursors": True}},
        {"$match": {"type": "idleCursor", "ns": {"$regex": f"^{database}\\."}}},
    ]
    found = await observer.admin.aggregate(pipeline)
    return len(await found.to_list())
