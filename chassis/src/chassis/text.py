"""What every rule on texts asks: is there something to read, is it plain, is it short enough."""

import re
import unicodedata
from collections.abc import Iterable

from chassis.errors import Violation

# Letters that show nothing: fillers of Hangul and an empty Braille cell.
_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
# These make a text look like another one to whoever reads it.
_TURNS_AROUND = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def is_blank(text: str) -> bool:
    """Whether nothing can be read in it; marks that stand alone and fillers show nothing."""
    return not any(unicodedata.category(c)[0] in "LNPS" and c not in _FILLERS for c in text)


def control_in(text: str, *, lines: bool = False) -> str:
    """The first character that plain text does not have, as `U+202E`; empty when there is none.

    These are control characters, line breaks and what turns the direction of writing around.
    With `lines` a text may have several, and tabs.
    """
    if lines:
        text = re.sub(r"\r\n|[\n\t]", " ", text)
    for character in text:
        is_control = unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")
        if is_control or character in _TURNS_AROUND:
            return f"U+{ord(character):04X}"
    return ""


def too_long(subject: str, text: str, most: int, rule: str) -> Iterable[Violation]:
    """A violation for a text of more than `most` characters."""
    if len(text) > most:
        yield Violation(rule, f"At most {most:,} characters; these are {len(text):,}.", subject)
