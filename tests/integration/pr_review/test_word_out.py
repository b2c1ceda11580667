"""Word documents of drafts, made by the processes that make them."""

import asyncio
import io
import os
import re
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from pr_review.domain.word_out import (
    AnnotationFailed,
    RedlineFailed,
    RedlineTooLong,
    RedlineUnavailable,
    TooManyWordDocuments,
)
from pr_review.drafts.gate import ensure_word_document
from pr_review.policy.numbers import Policy
from pr_review.writing.desk import WordOut
from pr_review.writing.engine import NoEngine
from pr_review.writing.notes import Caution, Reply
from pr_review.writing.redline import Redliner, clear_leftovers
from tests.support.children import is_gone, needs_linux
from tests.support.watchers import until
from tests.support.word_drafts import (
    NOON,
    a_draft,
    a_note,
    a_paragraph,
    block_with,
    comments_of,
    note_at,
    parts_of,
)

# The program is unpacked by four processes at once in the first test's time.
pytestmark = pytest.mark.timeout(400)

NUMBERS = Policy()
OTHERWISE = {
    "opening": "Clay and Co brings hand-made cat mugs to Amazon\u00a0Handmade!",
    "cell": "$42",
    "header": "For immediate release",
    "footer": "Foot",
    "note": "Sales of 2026.",
    "link": "the studio",
    "target": "https://clay.example/other",
    "item": "Celadon glaze",
    "box": "About Clay & Sons",
    "picture": (70, 70),
}
PLAIN = '<w:r><w:t xml:space="preserve">Made by hand </w:t></w:r>'
INSERTED = '<w:ins w:id="9" w:author="Ada"><w:r><w:t>in Portland</w:t></w:r></w:ins>'


@pytest.fixture(scope="session")
def engines(tmp_path_factory):
    """The folder of the comparing program, and where four processes that came first found it."""
    folder = tmp_path_factory.mktemp("redline")
    command = (sys.executable, "-m", "pr_review.writing.engine", str(folder))
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    return folder, [(each.communicate()[0].strip(), each.returncode) for each in started]


@pytest.fixture
def word_out(engines):
    return WordOut(NUMBERS, engines[0])


async def redlined(word_out, old, new, author="Rita Jones"):
    return await word_out.redline(
        io.BytesIO(old), io.BytesIO(new), author=author, at=NOON, whose="rita"
    )


async def annotated(word_out, draft, *notes):
    return await word_out.annotated(io.BytesIO(draft), notes, whose="rita")


async def test_a_draft_comes_back_with_its_comments(word_out):
    draft = a_draft()
    notes = [
        a_note(draft, "dog mugs", text="Which?", replies=(Reply("Ada", "All.", NOON, "A"),)),
        a_note(draft, "EMBARGOED", resolved=True),
        replace(a_note(draft, "Oatmeal"), quote="Barley"),
        note_at(block_with(draft, "$38"), 0, 0, text="Dear."),
    ]

    made = await annotated(word_out, draft, *notes)

    assert comments_of(made.content) == [
        ("Rita Jones", "RJ", NOON, "Which?", "dog mugs"),
        ("Ada", "A", NOON, "All.", "dog mugs"),
        ("Rita Jones", "RJ", NOON, "[header: “EMBARGOED”] Is that so?", "Dog mugs"),
        ("Rita Jones", "RJ", NOON, "Is that so?", "Oatmeal glaze"),
        ("Rita Jones", "RJ", NOON, "Dear.", "$38"),
    ]
    assert (made.widened, made.moved) == ((notes[2].id,), (notes[1].id,))
    ensure_word_document(made.content)


async def test_a_draft_that_cannot_be_read_is_refused(word_out):
    with pytest.raises(AnnotationFailed):
        await annotated(word_out, b"PK\x03\x04 and no more")


def test_four_processes_that_come_first_have_the_same_program(engines):
    folder, found = engines

    assert {status for _, status in found} == {0}
    assert len({path for path, _ in found}) == 1
    assert [each.name[0] for each in folder.iterdir()] != ["."]
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [({}, OTHERWISE), (OTHERWISE, {}), ({}, {})],
    ids=["everything", "and back", "nothing"],
)
async def test_a_redline_leads_back_to_both_drafts(word_out, old, new):
    made = await redlined(word_out, a_draft(3, **old), a_draft(3, **new))

    assert (made.proof.accept_difference, made.proof.reject_difference) == (None, None)
    assert made.warnings == ()
    ensure_word_document(made.content)


async def test_a_space_that_became_a_no_break_space_is_a_change(word_out):
    texts = (f"<w:r><w:t>Amazon{space}Handmade</w:t></w:r>" for space in " \u00a0")

    made = await redlined(word_out, *map(a_paragraph, texts))

    assert (made.proof.accept_difference, made.proof.reject_difference) == (None, None)


async def test_changes_have_the_author_and_the_time_they_were_given(word_out):
    made = await redlined(
        word_out, a_draft(), a_draft(opening="New."), "Rita\x00 <Jones>\n--date-time=x"
    )

    markup = parts_of(made.content)["word/document.xml"].decode()
    tracked = re.findall(r"<w:(?:ins|del) [^>]*>", markup)
    assert tracked
    assert all('w:author="Rita &lt;Jones&gt; --date-time=x"' in each for each in tracked)
    assert all('w:date="2026-11-22T12:30:15Z"' in each for each in tracked)


async def test_changes_that_were_open_in_a_draft_are_told_of(word_out):
    tracked, plain = a_paragraph(PLAIN + INSERTED), a_paragraph(PLAIN)

    forth = await redlined(word_out, tracked, plain)
    back = await redlined(word_out, plain, tracked)

    assert forth.warnings == (Caution.OLD_CHANGES_ACCEPTED,)
    assert back.warnings == (Caution.NEW_CHANGES_ACCEPTED,)
    assert forth.proof.reject_equals_old
    assert back.proof.accept_equals_new


async def test_without_its_program_there_is_no_redline_and_comments_all_the_same(tmp_path):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    word_out = WordOut(NUMBERS, in_the_way / "below")

    with pytest.raises(RedlineUnavailable):
        await redlined(word_out, a_draft(), a_draft())
    draft = a_draft()
    assert (await annotated(word_out, draft, a_note(draft, "dog"))).widened == ()


def a_redliner(program, **changes):
    given = {
        "seconds": 30.0,
        "wall_seconds": 60.0,
        "memory": 2**28,
        "waiting_seconds": 30.0,
        "most": 2**20,
    }
    return Redliner(None, **({"find": lambda _: program} | given | changes))


def a_program(folder, *lines):
    """A program that does something else; the redline would be its third argument."""
    program = folder / "program"
    program.write_text("\n".join(("#!/bin/sh", *lines, "")))
    program.chmod(0o755)
    return program


SERVICE = """
import asyncio, io, sys
from pathlib import Path
from datetime import UTC, datetime
from pr_review.writing.redline import Redliner, clear_leftovers

redliner = Redliner(
    None, seconds=30, wall_seconds=600, memory=2**28, waiting_seconds=30, most=2**20,
    find=lambda _: Path(sys.argv[1]),
)
asyncio.run(redliner.compared(
    io.BytesIO(b"old"), io.BytesIO(b"new"), author="", at=datetime.now(UTC), whose="rita"
))
"""


async def compared(redliner, whose="rita"):
    return await redliner.compared(
        io.BytesIO(b"old"), io.BytesIO(b"new"), author="", at=NOON, whose=whose
    )


async def test_the_program_gets_two_files_and_nothing_of_the_service(tmp_path):
    program = a_program(tmp_path, "pwd > $3", "cat $1 $2 >> $3", "echo; /usr/bin/env >> $3")

    said = (await compared(a_redliner(program))).decode().splitlines()

    assert said[1].startswith("oldnew")
    environment = {line.split("=")[0] for line in said[1:]}
    assert not [name for name in environment if name.startswith(("HANDMADE", "PATH_", "VIRTUAL"))]
    assert f"HOME={said[0]}" in "\n".join(said)
    assert not await asyncio.to_thread(Path(said[0]).exists)


@pytest.mark.parametrize("how", ["too long", "no longer wanted"])
async def test_a_program_that_goes_on_is_ended_with_all_it_started(tmp_path, how):
    pids = tmp_path / "pids"
    program = a_program(
        tmp_path, "sleep 600 &", f"echo $$ $! > {pids}.new", f"mv {pids}.new {pids}", "sleep 600"
    )
    redliner = a_redliner(program, wall_seconds=5.0 if how == "too long" else 600.0)

    asked = asyncio.create_task(compared(redliner))
    await until(pids.exists)
    if how == "no longer wanted":
        asked.cancel()
    with pytest.raises(RedlineTooLong if how == "too long" else asyncio.CancelledError):
        await asked

    await until(lambda: all(is_gone(int(pid)) for pid in pids.read_text().split()))


@pytest.mark.parametrize(
    "does", ["exit 1", "exit 0", "head -c 2000000 /dev/zero > $3", "kill -9 $$", ": > $3"]
)
async def test_what_is_no_redline_is_refused(tmp_path, does):
    with pytest.raises(RedlineFailed):
        await compared(a_redliner(a_program(tmp_path, does)))


async def test_a_program_that_says_much_is_not_kept_waiting(tmp_path):
    program = a_program(tmp_path, "head -c 1000000 /dev/zero >&2", "echo done > $3")

    assert await compared(a_redliner(program)) == b"done\n"


async def test_what_cannot_be_started_is_not_there(tmp_path):
    program = tmp_path / "program"
    program.write_bytes(b"\x7fELF and no more")
    program.chmod(0o755)

    with pytest.raises(RedlineUnavailable):
        await compared(a_redliner(program))


async def test_a_program_that_cannot_be_unpacked_is_not_there():
    def missing(folder):
        raise NoEngine("no such package")

    with pytest.raises(RedlineUnavailable):
        await compared(a_redliner(None, find=missing))


@needs_linux
async def test_the_program_ends_when_the_service_is_killed(tmp_path):
    pid = tmp_path / "pid"
    program = a_program(tmp_path, f"echo $$ > {pid}.new", f"mv {pid}.new {pid}", "exec sleep 600")
    service = await asyncio.create_subprocess_exec(
        sys.executable, "-c", SERVICE, str(program), env={**os.environ, "TMPDIR": str(tmp_path)}
    )
    await until(pid.exists)

    service.kill()
    await service.wait()

    await until(lambda: is_gone(int(pid.read_text())))
    (left,) = tmp_path.glob("redline-*")
    clear_leftovers(tmp_path, time.time())
    assert left.exists()
    clear_leftovers(tmp_path, time.time() + 4_000)
    assert not left.exists()


@needs_linux
async def test_a_program_that_only_computes_has_so_many_seconds_of_the_processor(tmp_path):
    program = a_program(tmp_path, "while :; do :; done")

    with pytest.raises(RedlineTooLong):
        await compared(a_redliner(program, seconds=1.0, wall_seconds=600.0))


async def test_who_would_wait_too_long_is_told(tmp_path):
    begun = tmp_path / "begun"
    program = a_program(tmp_path, f": > {begun}", "sleep 600")
    redliner = a_redliner(program, wall_seconds=600.0, waiting_seconds=0.05)
    first = asyncio.create_task(compared(redliner, whose="ada"))
    await until(begun.exists)

    with pytest.raises(TooManyWordDocuments):
        await compared(redliner)

    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
