"""What Word documents of a draft of three and of two hundred pages cost, children and all."""

import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import docx

from benchmarks.figures import Figure
from benchmarks.market import Market
from pr_review.policy.numbers import Policy
from pr_review.reading.walk import read
from pr_review.writing.desk import WordOut
from pr_review.writing.notes import Note

ROUNDS = 5
PARAGRAPHS = 30
"""On a page."""
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


async def measure(market: Market) -> list[Figure]:
    """Annotates and compares, each a few times after once to warm up."""
    found: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="redline-", dir=market.folder) as folder:
        word_out = WordOut(Policy(), Path(folder))
        for pages, count in ((3, 20), (200, 500)):
            old, new = _draft(pages, "thrown"), _draft(pages, "built")
            notes = _notes(old, count)

            async def annotate(draft: bytes = old, notes: list[Note] = notes) -> int:
                made = await word_out.annotated(BytesIO(draft), notes, whose="benchmark")
                return len(made.widened) + len(made.moved)

            async def compare(old: bytes = old, new: bytes = new) -> bool:
                made = await word_out.redline(
                    BytesIO(old), BytesIO(new), author="Rita", at=NOON, whose="benchmark"
                )
                return made.proof.accept_equals_new and made.proof.reject_equals_old

            taken, moved = await _timed(annotate)
            found.append(Figure(f"{count} comments in {pages} pages", taken, f"{moved} moved"))
            taken, is_true = await _timed(compare)
            said = "proven" if is_true else "not proven"
            found.append(Figure(f"redline of {pages} pages", taken, said))
    return found


async def _timed(ask: Callable[[], Awaitable[int]]) -> tuple[str, int]:
    answer, took = await ask(), []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        await ask()
        took.append(time.perf_counter() - began)
    return f"{statistics.median(took):.2f} s", answer


def _draft(pages: int, how: str) -> bytes:
    """Of each page one paragraph says how."""
    document = docx.Document()
    for number in range(pages * PARAGRAPHS):
        verb = "made" if number % PARAGRAPHS else how
        document.add_paragraph(f"Mug {number} is {verb}, glazed and fired by hand in Portland.")
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _notes(draft: bytes, count: int) -> list[Note]:
    blocks = read(BytesIO(draft)).blocks
    step = len(blocks) // count
    return [
        Note(
            id=block.id,
            part=block.part,
            element=block.element,
            start=4,
            end=12,
            quote=block.shown[4:12],
            author="Rita",
            text="Is that so?",
            created=NOON,
        )
        for block in blocks[::step][:count]
    ]
