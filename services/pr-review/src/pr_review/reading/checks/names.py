"""How the marketplace's name and logo are used."""

import re
from collections.abc import Iterator

from pr_review.reading.blocks import AsideKind
from pr_review.reading.checks.finding import Check, Code, Draft, Severity
from pr_review.reading.fold import folded
from pr_review.reading.forms import Oddity
from pr_review.reading.mentions import Flag

_ODD = {
    Oddity.CASE: "in other letters than the name has",
    Oddity.JOINED: "joined to another word",
    Oddity.POSSESSIVE: "as a possessive",
}
_TRADEMARK = re.compile(
    r"\btrade-?marks?\b|\bregistered marks?\b|\bmarkenzeichen\b|\bmarken? (?:von|der)\b"
    r"|\bmarques?\b|\bmarcas?\b|\bmarchi[o]?\b|\bwarenzeichen\b"
)
_LOGO = re.compile(r"logo|brandmark|wordmark|wortmarke|bildmarke|marque|smile")


def there_is_something_to_review(draft: Draft) -> Iterator[Check]:
    """A text without the names needs no review of ours."""
    if not draft.mentions:
        yield Check(
            Code.NO_MENTION, Severity.INFO,
            "No mention of the marketplace was found, so that our review may not be needed. "
            "Pictures have to be looked at.",
        )  # fmt: skip


def names_are_written_as_names(draft: Draft) -> Iterator[Check]:
    """Names keep their form: letters, no possessive, no verb, nothing joined to them."""
    for mention in draft.mentions:
        if mention.oddities:
            how = " and ".join(_ODD[oddity] for oddity in mention.oddities)
            yield Check(
                Code.MARK_FORM, Severity.WARN, f"“{mention.quote}” stands here {how}.",
                mention.block, mention.start, mention.end, mention.quote,
            )  # fmt: skip
        if Flag.LOOK_ALIKE in mention.flags:
            yield Check(
                Code.MARK_LOOK_ALIKE, Severity.WARN,
                f"“{mention.quote}” is written with letters that only look like those of the name.",
                mention.block, mention.start, mention.end, mention.quote,
            )  # fmt: skip
    yield from _verbs(draft)


def _verbs(draft: Draft) -> Iterator[Check]:
    names = "|".join(
        re.escape(folded(spelling))
        for mark in draft.facts.marks.marks
        for spelling in mark.spellings
        if " " not in spelling and spelling.isascii()
    )
    if not names:
        return
    verb = re.compile(rf"\b(?:(?:{names})(?:ed|ing|ified)|to (?:{names}) (?:it|them|this|that))\b")
    needles = draft.facts.marks.needles
    for line in draft.lines:
        if not any(needle in line.folded.text for needle in needles):
            continue
        for found in verb.finditer(line.folded.text):
            start, end = line.span(*found.span())
            yield Check(
                Code.MARK_FORM, Severity.WARN,
                f"“{line.shown[start:end]}” uses the name as a verb.",
                line.block.id, start, end, line.shown[start:end],
            )  # fmt: skip


def has_a_trademark_line(draft: Draft) -> Iterator[Check]:
    """Whose the names are is said once."""
    if not draft.mentions:
        return
    for line in draft.lines:
        if line.block.id in draft.beside and _TRADEMARK.search(line.folded.text):
            return
    yield Check(
        Code.TRADEMARK_LINE_MISSING, Severity.INFO,
        "No line says whose trademarks the marketplace's names are.",
    )  # fmt: skip


def pictures_are_looked_at(draft: Draft) -> Iterator[Check]:
    """A logo in a picture is seen by people only."""
    suspected: set[tuple[str, str]] = set()
    for block in draft.reading.blocks:
        for aside in block.asides:
            if aside.kind not in (AsideKind.ALT_TEXT, AsideKind.FILE_NAME):
                continue
            text = folded(aside.text)
            is_named = any(needle in text for needle in draft.facts.marks.needles)
            if (is_named or _LOGO.search(text)) and (block.id, aside.text) not in suspected:
                suspected.add((block.id, aside.text))
                yield Check(
                    Code.LOGO_SUSPECTED, Severity.WARN,
                    f"A picture is called “{aside.text}”: is it a logo of the marketplace, and may "
                    "it be used?",
                    block.id, quote=aside.text,
                )  # fmt: skip
    count = len(draft.reading.pictures)
    if count:
        yield Check(
            Code.PICTURES, Severity.INFO,
            f"The draft has {count} picture{'s' if count > 1 else ''}; logos and products in "
            "them cannot be found by their words.",
            next((block.id for block in draft.reading.blocks if block.pictures), ""),
        )  # fmt: skip
