"""The names whose use is reviewed: data, of which `marks.toml` is the default."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

from pr_review.reading.fold import folded

_BEFORE, _AFTER = "(?<![a-z0-9])", "(?![a-z0-9])"
# Between the words of a name: nothing, blanks, dashes, a possessive.
_JOINT = "(?:'s)?[ _-]{0,3}"


@dataclass(frozen=True)
class Bare:
    """A word that is the name only with a capital, after some words and before others."""

    word: str
    after: tuple[str, ...]
    before: tuple[str, ...]


@dataclass(frozen=True)
class BrandMark:
    """A name with its spellings, the first of which is how it is written."""

    name: str
    spellings: tuple[str, ...]
    not_followed_by: tuple[str, ...] = ()
    not_preceded_by: tuple[str, ...] = ()
    bare: Bare | None = None


@dataclass(frozen=True)
class Marks:
    """All names, the hosts of their owner and what a release says of the marketplace."""

    marks: tuple[BrandMark, ...]
    domains: tuple[str, ...] = ()
    descriptors: tuple[str, ...] = ()

    @cached_property
    def spelled(self) -> str:
        """A pattern for all names in folded text, the longest first, with their edges."""
        spellings = {folded(spelling) for mark in self.marks for spelling in mark.spellings}
        return f"(?:{'|'.join(map(_spelled, sorted(spellings, key=len, reverse=True)))})"

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """A name that begins here, in folded text; `m1_0` is of the second mark, `w1` bare."""
        choices = [
            (spelling, index)
            for index, mark in enumerate(self.marks)
            for spelling in {folded(spelling): None for spelling in mark.spellings}
        ]
        choices.sort(key=lambda choice: -len(choice[0]))
        parts = [
            f"(?P<m{index}_{number}>{self._in_context(spelling, self.marks[index])})"
            for number, (spelling, index) in enumerate(choices)
        ]
        for index, mark in enumerate(self.marks):
            if mark.bare:
                after = "|".join(rf"(?<=\b{re.escape(folded(word))} )" for word in mark.bare.after)
                word = re.escape(folded(mark.bare.word))
                before = f"(?= {_any(mark.bare.before)}{_AFTER})"
                parts.append(f"(?:{after})(?P<w{index}>{word}){before}")
        return re.compile("|".join(parts))

    @cached_property
    def needles(self) -> tuple[str, ...]:
        """What names begin with; a folded text without any of these has none."""
        first = {folded(spelling).split()[0] for mark in self.marks for spelling in mark.spellings}
        bare = {folded(mark.bare.word) for mark in self.marks if mark.bare}
        return tuple(sorted(first | bare))

    def mark_of(self, found: re.Match[str]) -> BrandMark:
        """Which name a match of `pattern` is."""
        return self.marks[int((found.lastgroup or "")[1:].partition("_")[0])]

    @staticmethod
    def _in_context(spelling: str, mark: BrandMark) -> str:
        context = _spelled(spelling)
        if mark.not_followed_by:
            context += f"(?!(?:'s)?[ -]{_any(mark.not_followed_by)}{_AFTER})"
        # A look behind has one width, so that each word has its own.
        unlike = "".join(f"(?<!{re.escape(folded(word))} )" for word in mark.not_preceded_by)
        return unlike + context


def _spelled(spelling: str) -> str:
    joined = _JOINT.join(map(re.escape, spelling.split()))
    return f"{_BEFORE}{joined}{_AFTER}" if spelling.isascii() else joined


def _any(words: tuple[str, ...]) -> str:
    return f"(?:{'|'.join(re.escape(folded(word)) for word in words)})"


def marks_from(entries: Mapping[str, Any]) -> Marks:
    """Marks as they stand in `marks.toml`."""
    return Marks(
        tuple(
            BrandMark(
                entry["name"],
                tuple(entry["spellings"]),
                tuple(entry.get("not_followed_by", ())),
                tuple(entry.get("not_preceded_by", ())),
                _bare(entry.get("bare")),
            )
            for entry in entries["mark"]
        ),
        tuple(entries.get("domains", ())),
        tuple(entry["text"] for entry in entries.get("descriptor", ())),
    )


def _bare(entry: Mapping[str, Any] | None) -> Bare | None:
    return (entry and Bare(entry["word"], tuple(entry["after"]), tuple(entry["before"]))) or None


@lru_cache
def default_marks() -> Marks:
    """Those of `marks.toml`."""
    text = files("pr_review.reading").joinpath("marks.toml").read_text(encoding="utf-8")
    return marks_from(tomllib.loads(text))
