"""What every rule on texts asks: is there something to read, is it plain, is it short enough."""

import re
import unicodedata
from collections.abc import Iterable

from chassis.errors import Violation

# Letters that show nothing: fillers of Hangul and an empty Braille cell.
_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
# Characters that show nothing by themselves and are no format characters (category Cf) either.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\ufff0-\ufff8\U000e0000-\U000e0fff]"
)
# Emoji and some scripts join their characters with these, or choose a form with them.
_JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f")
# Every space, and the marks left-to-right, right-to-left and Arabic letter.
_AROUND_NAMES = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\u200e\u200f\u061c"
# Unicode gives control characters no names; the ones that are met have these.
_CONTROLS = {
    "\x00": "null",
    "\x07": "bell",
    "\x08": "backspace",
    "\t": "tab",
    "\n": "line break",
    "\v": "line tabulation",
    "\f": "form feed",
    "\r": "carriage return",
    "\x1b": "escape",
    "\x7f": "delete",
    "\x85": "next line",
}
# These make a text look like another one to whoever reads it.
_TURNS_AROUND = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def is_blank(text: str) -> bool:
    """Whether nothing can be read in it; marks that stand alone and fillers show nothing."""
    return not any(unicodedata.category(c)[0] in "LNPS" and c not in _FILLERS for c in text)


def control_in(text: str, *, lines: bool = False) -> str:
    """The first character that plain text does not have, as `U+202E`; empty when there is none.

    These are control characters, line breaks and what turns the direction of writing around.
    With `lines` a text may have several, and tabs. One line is a name, which nobody shall be able
    to imitate: it has nothing invisible, but for joiners after what is not ASCII.
    """
    if lines:
        text = re.sub(r"\r\n|[\n\t]", " ", text)
    before = " "
    for character in text:
        is_control = unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")
        if is_control or character in _TURNS_AROUND:
            return f"U+{ord(character):04X}"
        if not lines and is_invisible(character) and not _joins(before, character):
            return f"U+{ord(character):04X}"
        before = character
    return ""


def named(character: str) -> str:
    """A character that `control_in` found, for people: `U+202E (RIGHT-TO-LEFT OVERRIDE)`."""
    found = chr(int(character.removeprefix("U+"), 16))
    name = unicodedata.name(found, "") or _CONTROLS.get(found, "")
    return f"{character} ({name})" if name else character


def on_one_line(name: str) -> str:
    """A name as it was meant: without spaces and marks of direction around it.

    Those come along when a name is copied from a text that runs from right to left.
    """
    return name.strip(_AROUND_NAMES)


def is_invisible(character: str) -> bool:
    """Whether it shows nothing by itself, not even a space."""
    return unicodedata.category(character) == "Cf" or bool(_UNSEEN.match(character))


def _joins(before: str, character: str) -> bool:
    is_after_emoji_or_script = not before.isascii() and not before.isspace()
    return (
        character in _JOINERS
        and is_after_emoji_or_script
        and (not is_invisible(before) or before == "\ufe0f" != character)
    )


def scripts_mixed_in(text: str) -> str:
    """The first word with letters of two alphabets that look alike; empty when there is none.

    A Greek or Cyrillic letter among Latin ones is there to be mistaken.
    """
    for word in text.split():
        alphabets = {unicodedata.name(char, "").partition(" ")[0] for char in word}
        if len(alphabets & {"LATIN", "GREEK", "CYRILLIC"}) > 1:
            return word
    return ""


def too_long(subject: str, text: str, most: int, rule: str) -> Iterable[Violation]:
    """A violation for a text of more than `most` characters."""
    if len(text) > most:
        yield Violation(rule, f"At most {most:,} characters; these are {len(text):,}.", subject)
