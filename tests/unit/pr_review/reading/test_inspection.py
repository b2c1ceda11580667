"""Drafts are checked and read in a process of their own."""

import io
import subprocess
import sys
import tempfile
from contextlib import contextmanager

import pytest

from pr_review.domain.problems import DraftNotAccepted
from pr_review.inspection import Inspection
from pr_review.policy.numbers import Policy
from pr_review.reading import __main__ as child
from pr_review.reading.codec import decoded
from pr_review.reading.found import Refused, mentions_from
from pr_review.reading.settled import text_sha256
from tests.support.children import needs_linux
from tests.support.documents import a_document
from tests.support.drafts import a_draft, paragraph, run, said

DRAFT = a_draft(
    said("Mugs at Amazon Handmade.")
    + paragraph(f"<w:ins>{run('New mugs.')}</w:ins>")
    + said("")
    + paragraph(f'<w:hyperlink r:id="L">{run("here")}</w:hyperlink>'),
    links={"L": "javascript:alert(1)"},
)


RELEASE = "pressReleases/1"


class Study:
    """Notes what is kept."""

    def __init__(self):
        self.kept = []

    async def keep(self, file, account, press_release, error):
        self.kept.append((account, press_release, error))


@contextmanager
def a_file(content):
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        yield file


async def test_an_accepted_draft_is_told_in_full():
    with a_file(DRAFT) as file:
        inspected = await Inspection(Policy(), Study()).read(file, "ada", RELEASE)

    reading = decoded(inspected.reading)
    assert [block.shown for block in reading.blocks][:2] == [
        "Mugs at Amazon Handmade.",
        "New mugs.",
    ]
    assert b'<p id="b0">Mugs at Amazon Handmade.</p>' in inspected.html
    assert [mention.quote for mention in mentions_from(inspected.mentions)] == ["Amazon Handmade"]
    assert (inspected.words, inspected.blocks, inspected.mention_count) == (7, 3, 1)
    assert inspected.text_sha256 == text_sha256(reading)
    assert inspected.has_tracked_changes
    assert inspected.warnings == ("UNSAFE_LINK",)


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        pytest.param(b"", "EMPTY", id="nothing"),
        pytest.param(b"%PDF-1.7", "NOT_DOCX", id="a PDF"),
        pytest.param(
            a_draft(paragraph(*(f'<w:bookmarkStart w:name="{n:x}"/>' for n in range(50_001)))),
            "TOO_MANY_ELEMENTS",
            id="too much beside the words",
        ),
    ],
)
async def test_a_draft_that_is_not_taken_is_refused_with_its_code(content, rule):
    study = Study()
    with a_file(content) as file, pytest.raises(DraftNotAccepted) as refused:
        await Inspection(Policy(), study).read(file, "ada", RELEASE)

    assert [violation.rule for violation in refused.value.violations] == [rule]
    assert study.kept == []


@needs_linux
async def test_a_draft_that_takes_more_work_than_any_press_release_is_refused_as_too_much():
    study = Study()
    draft = a_draft(paragraph("<w:r><w:t>a</w:t></w:r>" * 190_000))
    with a_file(draft) as file, pytest.raises(DraftNotAccepted) as refused:
        await Inspection(Policy(reading_seconds=1), study).read(file, "ada", RELEASE)

    assert [violation.rule for violation in refused.value.violations] == ["TOO_MANY_ELEMENTS"]
    assert study.kept == []


async def test_a_draft_that_our_reader_fails_at_is_kept_for_study_and_refused(tmp_path):
    study = Study()
    # What can't be read at all is nothing that the gate has a word for.
    with (tmp_path / "draft").open("wb") as file:
        file.write(DRAFT)
        file.flush()
        with pytest.raises(DraftNotAccepted) as refused:
            await Inspection(Policy(), study).read(file, "ada", RELEASE)

    assert [violation.rule for violation in refused.value.violations] == ["READER_FAILED"]
    assert study.kept == [("ada", RELEASE, "PermissionError")]


class Broken(io.BytesIO):
    """A sound file that can't be read a second time."""

    def __init__(self, file):
        self.fileno = file.fileno

    def seek(self, *_):
        raise LookupError("words of the draft")


def test_a_failure_of_the_reader_is_ours_and_says_nothing_of_the_draft():
    with a_file(a_document()) as file:
        found = child.inspected(Broken(file))

    assert found == Refused("READER_FAILED", error_class="LookupError")


def test_text_beyond_what_is_kept_is_refused():
    with a_file(DRAFT) as file:
        found = child.inspected(file, most=100)

    assert found == Refused("XML_TOO_LARGE")


def test_the_process_that_reads_knows_nothing_of_the_service():
    loaded = "import sys, pr_review.reading.__main__"
    absent = "print({'grpc', 'pydantic', 'motor', 'structlog', 'asyncio'} & {*sys.modules})"
    present = "print({'lxml.etree', 'encodings.cp437'} - {*sys.modules})"

    done = subprocess.run(
        [sys.executable, "-c", f"{loaded}; {absent}; {present}"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == "set()\nset()\n"
