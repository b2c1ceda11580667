"""Where in a draft somebody wants to say something."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from console import sanitising
from console.actions import Attempt

_BLOCK = re.compile(r"b[0-9]{1,7}")
# A paragraph is told by its beginning.
LONGEST = 240


@dataclass(frozen=True)
class Place:
    """Some words of a block, in code points of its text; both 0: all of it."""

    block: str = ""
    start: int = 0
    end: int = 0
    quote: str = ""

    @property
    def shown(self) -> str:
        """The words as they are told beside the form."""
        return self.quote if len(self.quote) <= LONGEST else f"{self.quote[:LONGEST]}…"


def asked(query: Mapping[str, str], html: str) -> Place:
    """What the address asks to comment on; nothing where that is no place of the draft."""
    return _within(
        query.get("comment", ""), _number(query.get("start")), _number(query.get("end")), html
    )


def typed(attempt: Attempt, html: str) -> Place:
    """What a form that was sent was about, in the draft that it was about."""
    values = {name: (given or [""])[0] for name, given in attempt.typed.items()}
    block = values.get("block", "")
    found = _within(block, _number(values.get("start")), _number(values.get("end")), html)
    return found if found.block else Place(quote=values.get("quote", ""))


def found_again(quote: str, is_whole: bool, html: str) -> Place:
    """Where the same words stand in another draft; only the words where they are not in it."""
    if not quote:
        return Place()
    for block, text in sanitising.blocks(html):
        if is_whole and text == quote:
            return Place(block, quote=quote)
        start = text.find(quote)
        if not is_whole and start >= 0:
            return Place(block, start, start + len(quote), quote)
    return Place(quote=quote)


def _within(block: str, start: int, end: int, html: str) -> Place:
    if not _BLOCK.fullmatch(block) or f' id="{block}"' not in html:
        return Place()
    text = sanitising.text_of(html, block) or ""
    if not 0 <= start < end <= len(text):
        return Place(block, quote=text)
    return Place(block, start, end, text[start:end])


def _number(given: str | None) -> int:
    return int(given) if given and re.fullmatch(r"[0-9]{1,9}", given) else 0
