"""Folds texts of any language so that what reads alike is found alike."""

import unicodedata
from collections.abc import Iterator
from itertools import groupby, islice

from chassis.text import is_invisible

MAX_WORD = 64
# No language stacks more marks on a letter; sorting longer rows takes quadratic time.
_MAX_MARKS = 30
_ACCENTS = range(0x300, 0x370)
# Scripts written without spaces between words: Thai to Khmer, kana, Han, Hangul.
_UNSPACED = (
    range(0x0E00, 0x0F00),
    range(0x1000, 0x10A0),
    range(0x1780, 0x1800),
    range(0x3005, 0x3008),
    range(0x3041, 0x3100),
    range(0x31F0, 0x3200),
    range(0x3400, 0x4DC0),
    range(0x4E00, 0xA000),
    range(0xAC00, 0xD7B0),
    range(0xF900, 0xFB00),
    range(0x20000, 0x3FFFF),
)


def fold(text: str) -> str:
    """The text without differences of case, width, ligatures and accents."""
    spread = unicodedata.normalize("NFD", _compatible(text).casefold())
    bare = "".join(char for char in spread if ord(char) not in _ACCENTS)
    return unicodedata.normalize("NFC", bare)


def same_name(text: str) -> str:
    """What two names have in common that only differ in case, width, spaces or invisibly."""
    seen = "".join(char for char in text if not is_invisible(char))
    folded = unicodedata.normalize("NFKC", _compatible(seen).casefold())
    return " ".join(folded.split())


def _compatible(text: str) -> str:
    rows = groupby(text, key=lambda char: unicodedata.combining(char) > 0)
    safe = "".join("".join(islice(row, _MAX_MARKS) if is_marks else row) for is_marks, row in rows)
    return unicodedata.normalize("NFKC", safe)


def words(*texts: str) -> list[str]:
    """The folded words to find texts by, each once.

    Where words are not separated, single characters and pairs of neighbours stand for them.
    """
    return list(dict.fromkeys(found for text in texts for found in _indexed(fold(text))))


def sought(query: str) -> list[str]:
    """The folded words that a text must have to match a query, each once."""
    return list(dict.fromkeys(found for found in _asked(fold(query))))


def _indexed(folded: str) -> Iterator[str]:
    for run, is_spaced in _runs(folded):
        if is_spaced:
            yield run[:MAX_WORD]
        else:
            yield from run
            yield from _pairs(run)


def _asked(folded: str) -> Iterator[str]:
    for run, is_spaced in _runs(folded):
        if is_spaced:
            yield run[:MAX_WORD]
        elif len(run) == 1:
            yield run
        else:
            yield from _pairs(run)


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)]


def _runs(folded: str) -> Iterator[tuple[str, bool]]:
    """Unbroken runs of letters, digits and their marks; and whether spaces part their words."""
    run, spaced = "", True
    for char in folded:
        category = unicodedata.category(char)
        if category == "Cf":
            continue  # joiners and soft hyphens are inside of words and mean nothing here
        belongs = category[0] in "LNM"
        char_spaced = not any(ord(char) in script for script in _UNSPACED)
        if run and (not belongs or char_spaced is not spaced):
            yield run, spaced
            run = ""
        if belongs:
            run, spaced = run + char, char_spaced
    if run:
        yield run, spaced
