"""Texts made comparable letter by letter, with the way back to where each letter stood.

What a reader sees as the same is the same here: case, accents, full-width and mathematical letters,
Cyrillic, Greek and Armenian letters that look Latin, every dash, every run of blanks. What nobody
sees (soft hyphens, zero-width characters) is left out. What is small and raised stays as it is,
so that `Amazon™` and `Amazon¹` still end where they end.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_LOOK_ALIKES = dict(
    zip(
        # Capitals first: they look like others than their small letters do.
        "АВЕІЈКМНОРСЅТУХҺԌԚԜӀавеіјкмнорсѕтухһԁԛԝӏѵпԍ"
        "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαεικνορτυχηՕՏՍօոսհցɑɡıʟᴀʙᴄᴅᴇɢʜɪᴊᴋᴍɴᴏᴘᴛᴜᴠᴡʏᴢøØ",
        "abeijkmhopcstyxhgqwiabeijkmhopcstyxhdqwlvng"
        "abezhikmnoptyxaeikvoptuxnosuonuhgagilabcdeghijkmnoptuvwyzoo",
        strict=True,
    )
)  # fmt: skip
_QUOTES = {**dict.fromkeys("‘’‚‛′ʼʻ`´＇", "'"), **dict.fromkeys("“”„‟″«»＂", '"')}
_RAISED = ("<super>", "<sub>", "<fraction>", "<square>")
_BLANKS = re.compile("  +")
_UNSEEN = frozenset({"Cf", "Mn", "Me"})


def is_unseen(character: str) -> bool:
    """Whether it shows nothing by itself: invisible, or a mark over another character."""
    return unicodedata.category(character) in _UNSEEN


def is_blank(character: str) -> bool:
    """Whether it separates words: a space of any width, a tab, a line's end."""
    return character.isspace()


class _Letters(dict[int, str]):
    """What each character is folded to, worked out when it is first met."""

    def __init__(self) -> None:
        super().__init__()
        self.uneven: set[str] = set()
        for code in range(128):
            self[code]

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = folded = _folded(character)
        if len(folded) != 1:
            self.uneven.add(character)
        return folded


def _folded(character: str) -> str:
    if is_blank(character):
        return " "
    if is_unseen(character):
        return ""
    if unicodedata.category(character) == "Pd" or character in "−⁃":
        return "-"
    if "가" <= character <= "힣" or unicodedata.decomposition(character).startswith(_RAISED):
        return character
    parts = (part for part in unicodedata.normalize("NFKD", character) if not is_unseen(part))
    known = {**_LOOK_ALIKES, **_QUOTES}
    folded = "".join(known.get(part) or part.casefold() for part in parts)
    if len(folded) > 1 and unicodedata.category(character)[0] in "PS":
        return character
    again = unicodedata.normalize("NFKD", folded)
    return "".join(" " if is_blank(part) else part for part in again if not is_unseen(part))


_LETTERS = _Letters()


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text. `starts` has, for each of its characters, where the original's stands."""

    text: str
    original: str
    starts: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where in the original these characters stand, marks over the last of them included."""
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else len(self.original)
            return at, at
        after = self.starts[end - 1] + 1
        while after < len(self.original) and unicodedata.category(self.original[after]) == "Mn":
            after += 1
        return self.starts[start], after


def fold(text: str) -> Folded:
    """The text folded; most texts keep their length, which costs next to nothing."""
    even = text.translate(_LETTERS)
    if text.isascii() or _LETTERS.uneven.isdisjoint(text):
        found = Folded(even, text, range(len(text)))
    else:
        found = _uneven(text)
    return _single_blanks(found) if "  " in found.text else found


def _uneven(text: str) -> Folded:
    parts: list[str] = []
    starts: list[int] = []
    last = 0
    for at in [at for at, character in enumerate(text) if character in _LETTERS.uneven]:
        folded = _LETTERS[ord(text[at])]
        parts += (text[last:at].translate(_LETTERS), folded)
        starts.extend(range(last, at))
        starts.extend([at] * len(folded))
        last = at + 1
    parts.append(text[last:].translate(_LETTERS))
    starts.extend(range(last, len(text)))
    return Folded("".join(parts), text, starts)


def _single_blanks(found: Folded) -> Folded:
    """One blank for each run of them, where its first stood."""
    parts: list[str] = []
    starts: list[int] = []
    last = 0
    for run in _BLANKS.finditer(found.text):
        parts.append(found.text[last : run.start() + 1])
        starts.extend(found.starts[last : run.start() + 1])
        last = run.end()
    parts.append(found.text[last:])
    starts.extend(found.starts[last:])
    return Folded("".join(parts), found.original, starts)


def folded(text: str) -> str:
    """The text folded, when nobody asks where a letter stood."""
    return fold(text).text
