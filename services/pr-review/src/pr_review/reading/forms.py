"""How a name is written where it was found, against how it is to be written."""

import re
import unicodedata
from enum import StrEnum

from pr_review.reading.fold import folded, is_unseen
from pr_review.reading.marks import BrandMark

_DASH = r"\-‐‑‒–—―"
_IN_ADDRESS = re.compile(r"(?:[@#/]|\w[.@]|://\S*|www\.\S*)\S{0,80}$")
_ADDRESS_GOES_ON = re.compile(r"\.[a-z]{2,}\b|[@/]\w", re.IGNORECASE)
_JOINED_BEFORE = re.compile(rf"\w[{_DASH}]$")
_JOINED_AFTER = re.compile(rf"[{_DASH}]\w")
_POSSESSIVE_AFTER = re.compile(r"['’]s?(?!\w)")
_POSSESSIVE_WITHIN = re.compile(rf"['’]s(?=[ _{_DASH}])")
_JOINT = re.compile(rf"[ _{_DASH}]+")


class Oddity(StrEnum):
    """How a mention differs from the name as it is written."""

    CASE = "CASE"
    JOINED = "JOINED"
    POSSESSIVE = "POSSESSIVE"


def oddities_of(mark: BrandMark, quote: str, before: str, after: str) -> tuple[Oddity, ...]:
    """How a mention between some other characters is unlike the name.

    Nothing is odd in addresses, hashtags and names of accounts.
    """
    if _IN_ADDRESS.search(before) or _ADDRESS_GOES_ON.match(after):
        return ()
    seen = "".join(character for character in quote if not is_unseen(character))
    seen = " ".join(unicodedata.normalize("NFKC", seen).split())
    written = _POSSESSIVE_WITHIN.sub("", seen)
    spellings = [*mark.spellings, *([mark.bare.word] if mark.bare else [])]
    odd: list[Oddity] = []
    if written not in spellings:
        if not any(
            _is_in_case(written, spelling)
            for spelling in spellings
            if _JOINT.sub("", folded(spelling)) == _JOINT.sub("", folded(written))
        ):
            odd.append(Oddity.CASE)
        if folded(written) not in {folded(spelling) for spelling in spellings}:
            odd.append(Oddity.JOINED)
    is_latin = folded(quote).isascii()
    if is_latin and (_JOINED_BEFORE.search(before) or _JOINED_AFTER.match(after)):
        odd.append(Oddity.JOINED)
    if written != seen or _POSSESSIVE_AFTER.match(after):
        odd.append(Oddity.POSSESSIVE)
    return tuple(dict.fromkeys(odd))


def _is_in_case(written: str, spelling: str) -> bool:
    """Whether it has the spelling's capitals, whatever joins its words."""
    one, two = (_JOINT.sub("", text) for text in (written, spelling))
    return [character.isupper() for character in one] == [character.isupper() for character in two]


def has_look_alikes(mark: BrandMark, quote: str, after: str) -> bool:
    """Whether a mention has letters or accents that are none of the name's."""
    if unicodedata.normalize("NFC", quote) in mark.spellings or not folded(quote).isascii():
        return False
    over = after[:1] if after and unicodedata.category(after[0]) == "Mn" else ""
    return any(
        not character.isascii() and unicodedata.category(character)[0] in "LNM"
        for character in quote + over
    )
