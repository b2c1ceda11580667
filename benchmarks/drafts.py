"""What does it take to check and read a draft, against libraries that only read it?

All work on the same bytes in this process, in turns, and what counts is the processor's time, since
nothing is waited for. The last row of each is what an upload waits for, through the process that
reads.
"""

import io
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import BinaryIO

import docx
import mammoth

from benchmarks.figures import Action, Figure, alternating, ms, ratio
from benchmarks.market import Market
from pr_review.drafts.gate import ensure_word_document
from pr_review.inspection import Inspection
from pr_review.policy.numbers import Policy
from pr_review.reading.preview import preview
from pr_review.reading.walk import read

ROUNDS = {5: 15, 200: 5}
WARM_UP = 2
_WORDS = (
    *("the", "maker", "of", "mugs", "for", "dog", "lovers", "says", "that", "small", "shops"),
    *("sell", "what", "they", "make", "by", "hand", "and", "nobody", "in", "town", "had", "ever"),
    *("seen", "so", "many", "them", "one", "place", "before", "this", "spring", "with", "care"),
)


async def measure(market: Market) -> list[Figure]:
    """Drafts of 5 and of 200 pages."""
    figures = []
    inspection = Inspection(Policy(), _NobodysStudy())
    for pages, rounds in ROUNDS.items():
        draft = _draft(pages)
        ways = [partial(way, draft) for way in (_ours, _mammoth, _python_docx)]
        ours, html, text = _processor(ways, rounds)
        through, *_ = await alternating([_uploading(inspection, draft)], rounds, WARM_UP)
        named, size = f"draft of {pages} pages", f"{len(draft) / 1024:.0f} KiB"
        figures += [
            Figure(f"{named}: gate, walk and preview", ms(ours), size),
            ratio(f"{named}: ours ÷ mammoth to HTML", ours, html, f"{ms(ours)} ÷ {ms(html)}"),
            ratio(
                f"{named}: ours ÷ python-docx, texts alone", ours, text, f"{ms(ours)} ÷ {ms(text)}"
            ),
            Figure(f"{named}: read in its process, with mentions, p50", ms(through)),
        ]
    return figures


class _NobodysStudy:
    async def keep(self, file: BinaryIO, account: str, press_release: str, error: str) -> None:
        raise AssertionError(f"the reader failed at a draft of the benchmark: {error}")


def _ours(draft: bytes) -> None:
    ensure_word_document(draft)
    preview(read(io.BytesIO(draft)))


def _mammoth(draft: bytes) -> None:
    mammoth.convert_to_html(io.BytesIO(draft))


def _python_docx(draft: bytes) -> None:
    document = docx.Document(io.BytesIO(draft))
    texts = [each.text for each in document.paragraphs]
    texts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]


def _processor(ways: Sequence[Callable[[], None]], rounds: int) -> list[float]:
    """The median of the processor's seconds that each takes, in turns."""
    took: list[list[float]] = [[] for _ in ways]
    for number in range(WARM_UP + rounds):
        for way, seconds in zip(ways, took, strict=True):
            began = time.process_time()
            way()
            if number >= WARM_UP:
                seconds.append(time.process_time() - began)
    return [statistics.median(each) for each in took]


def _uploading(inspection: Inspection, draft: bytes) -> Action:
    async def upload() -> None:
        with tempfile.TemporaryFile() as file:
            file.write(draft)
            file.seek(0)
            await inspection.read(file, "ada", "a press release")

    return upload


def _draft(pages: int) -> bytes:
    """Headings, paragraphs of six runs, lists, every fifth page a table; a name on each page."""
    chosen = random.Random(pages)

    def said(count: int) -> str:
        return " ".join(chosen.choices(_WORDS, k=count)) + " "

    document = docx.Document()
    for page in range(pages):
        document.add_heading(f"Page {page + 1}", 2)
        for _ in range(5):
            paragraph = document.add_paragraph()
            for _ in range(6):
                paragraph.add_run(said(15)).bold = chosen.random() < 0.2
        document.add_paragraph("Now at Amazon Handmade.", style="List Bullet")
        if page % 5 == 0:
            for row in document.add_table(3, 3).rows:
                for cell in row.cells:
                    cell.text = said(4)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()
