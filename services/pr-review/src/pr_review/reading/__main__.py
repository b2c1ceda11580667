"""Reads the draft on standard input in a process of its own, which can be ended.

Imports lxml, the gate and this package, so it is small and holds no secrets.
"""

import codecs
import gc
import mmap
import os
import resource
import sys
from typing import BinaryIO

from pr_review.drafts.gate import ensure_word_document
from pr_review.drafts.refusals import NotAccepted, Refusal
from pr_review.reading import codec
from pr_review.reading.found import Found, Refused, mentions_kept, written
from pr_review.reading.manuscript import manuscript_of
from pr_review.reading.marks import default_marks
from pr_review.reading.mentions import mentions_of
from pr_review.reading.preview import preview
from pr_review.reading.settled import text_sha256
from pr_review.reading.walk import read
from pr_review.reading.word.package import NotXml
from pr_review.reading.word.story import TooMuch

MOST_TOLD = 24 * 1024 * 1024
"""What is kept of a draft is at most so large; a text that makes more is no press release."""

# Three times what the worst takes that we could make: other letters than Latin, near all bounds.
_MEMORY = 1024 * 1024 * 1024

# Each file is read in a fork of a process that has done this once.
codecs.lookup("cp437")
_MARKS = default_marks()
_ = _MARKS.pattern, _MARKS.needles


def main() -> None:
    """Prints what was found, or why the draft is not accepted."""
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    # It ends when it has answered, and makes no rings.
    gc.disable()
    sys.stdout.buffer.write(written(inspected(sys.stdin.buffer)))
    sys.stdout.buffer.flush()


def inspected(file: BinaryIO, most: int = MOST_TOLD) -> Found | Refused:
    """What there is to be said of a file."""
    try:
        warnings = _checked(file)
    except NotAccepted as refused:
        return Refused(refused.refusal.value, refused.what)
    try:
        found = _found(file, warnings)
    except NotXml:
        return Refused(Refusal.XML_MALFORMED.value)
    except TooMuch:
        return Refused(Refusal.TOO_MANY_ELEMENTS.value)
    # What the gate let through is ours to read. The class and no more: the rest may quote it.
    except Exception as error:
        return Refused(Refusal.READER_FAILED.value, error_class=type(error).__name__)
    if len(found.reading) + len(found.html) + len(found.mentions) > most:
        return Refused(Refusal.XML_TOO_LARGE.value)
    return found


def _checked(file: BinaryIO) -> tuple[str, ...]:
    """The gate's warnings."""
    number = file.fileno()
    if os.fstat(number).st_size == 0:
        return _gate(b"")
    with mmap.mmap(number, 0, access=mmap.ACCESS_READ) as data:
        return _gate(data)


def _gate(data: bytes | mmap.mmap) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for code, _ in ensure_word_document(data)))


def _found(file: BinaryIO, warnings: tuple[str, ...]) -> Found:
    file.seek(0)
    reading = read(file)
    mentions = mentions_of(manuscript_of(reading), _MARKS)
    return Found(
        reading=codec.encoded(reading),
        html=preview(reading).encode(),
        mentions=mentions_kept(mentions),
        warnings=(*warnings, *reading.doubts),
        words=reading.words,
        blocks=sum(bool(block.spans) for block in reading.blocks),
        text_sha256=text_sha256(reading),
        has_tracked_changes=reading.has_tracked_changes,
        mention_count=len(mentions),
    )


if __name__ == "__main__":
    main()
