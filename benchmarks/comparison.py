"""What does it take to compare two drafts for a browser, and to find what is to be looked at?

All work on the same drafts in this process. Texts are compared by words with the standard library
too, where that ends at all.
"""

import difflib
import random
from collections.abc import Callable
from datetime import date
from functools import partial

from benchmarks.figures import Action, Figure, alternating, ms, ratio
from benchmarks.market import Market
from pr_review.reading.blocks import Block, Place, Reading, Span
from pr_review.reading.carry import Anchor, carry
from pr_review.reading.checks import Facts, Numbers, checks_of
from pr_review.reading.compare import compare
from pr_review.reading.compare_html import to_html
from pr_review.reading.manuscript import manuscript_of
from pr_review.reading.marks import default_marks
from pr_review.reading.mentions import mentions_of

PARAGRAPHS = {5: 24, 200: 960}
ROUNDS = 15
WARM_UP = 2
_CHANGED = 0.26
_SENTENCES = (
    "The maker of mugs for dog lovers says that small shops sell what they make by hand.",
    "Nobody in town had ever seen so many of them in one place before this spring.",
    "“We throw every pot ourselves,” said Ana Ruiz, founder of Kiln & Cup.",
    "Its pots are sold in the studio, at fairs, and on Amazon Handmade since May 2, 2021.",
    "Each piece is dried for 12 days, glazed twice and fired at 1,240 degrees.",
    "Visitors who book ahead may watch, and read more at https://kiln.example/visits.",
)


async def measure(market: Market) -> list[Figure]:
    """Pairs of drafts of 5 and 200 pages, then pairs that were made to be laborious."""
    figures = []
    chance = random.Random(7)
    for pages, paragraphs in PARAGRAPHS.items():
        old = [_paragraph(chance) for _ in range(paragraphs)]
        new = [_changed(text, chance) for text in old]
        before, after = _reading(old), _reading(new)
        anchors = [Anchor(f"b{n}", 4, 9, old[n][4:9]) for n in range(0, paragraphs, 5)]
        compared, carried, looked = await alternating(
            [
                _doing(partial(_compare, before, after)),
                _doing(partial(carry, anchors, before, after)),
                _doing(partial(_look, before)),
            ],
            ROUNDS,
            WARM_UP,
        )
        named, size = f"drafts of {pages} pages", f"{sum(map(len, old)):,} characters"
        goal = f"{size}; goal: under 100 ms" if pages == 200 else size
        figures += [
            Figure(f"{named}: comparison as HTML, p50", ms(compared), goal),
            Figure(f"{named}: {len(anchors)} comments carried, p50", ms(carried), size),
            Figure(f"{named}: mentions and checks, p50", ms(looked), size),
        ]
        if pages == 5:
            (theirs,) = await alternating(
                [_doing(partial(_difflib, " ".join(old).split(), " ".join(new).split()))],
                3,
                1,
            )
            figures.append(
                ratio(
                    f"{named}: ours ÷ difflib by words", compared, theirs,
                    f"{ms(compared)} ÷ {ms(theirs)}",
                )
            )  # fmt: skip
    for what, (one, two) in _laborious(chance).items():
        (took,) = await alternating([_doing(partial(compare, one, two))], 3, 1)
        figures.append(Figure(f"comparison: {what}, p50", ms(took)))
    return figures


def _compare(old: Reading, new: Reading) -> None:
    to_html(compare(old, new))


def _difflib(old: list[str], new: list[str]) -> None:
    difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def _look(reading: Reading) -> None:
    marks = default_marks()
    facts = Facts(date(2027, 3, 2), "America/Los_Angeles", date(2027, 2, 1), marks)
    manuscript = manuscript_of(reading)
    checks_of(reading, mentions_of(manuscript, marks), facts, Numbers())


def _doing(work: Callable[[], object]) -> Action:
    async def action() -> None:
        work()

    return action


def _paragraph(chance: random.Random) -> str:
    return " ".join(chance.choices(_SENTENCES, k=7)) + f" No. {chance.random()}"


def _changed(text: str, chance: random.Random) -> str:
    if chance.random() > _CHANGED:
        return text
    words = text.split()
    for _ in range(3):
        words[chance.randrange(len(words))] = "otherwise"
    return " ".join(words)


def _reading(texts: list[str]) -> Reading:
    return Reading(
        tuple(
            Block(f"b{n}", Place.BODY, "word/document.xml", n, (Span(text),))
            for n, text in enumerate(texts)
        )
    )


def _laborious(chance: random.Random) -> dict[str, tuple[Reading, Reading]]:
    def some(words: int) -> str:
        return " ".join(f"w{chance.randrange(3_000)}" for _ in range(words))

    def few(words: int) -> str:
        return " ".join(chance.choices(("a", "the", "of", "to"), k=words))

    def pair(make: Callable[[], list[str]]) -> tuple[Reading, Reading]:
        return _reading(make()), _reading(make())

    return {
        "4,000 paragraphs, half of them blank": pair(
            lambda: [some(10) if n % 2 else "" for n in range(4_000)]
        ),
        "a paragraph of 6,000 words, few different": pair(lambda: [few(6_000)]),
        "20 paragraphs of 10,000 words": pair(lambda: [few(10_000) for _ in range(20)]),
        "200 pages, every paragraph new": pair(lambda: [some(90) for _ in range(960)]),
        "20,000 short paragraphs": pair(lambda: [some(3) for _ in range(20_000)]),
    }
