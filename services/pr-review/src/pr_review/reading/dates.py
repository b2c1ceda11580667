"""Dates as releases write them, in five languages; where several are meant, all of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pr_review.reading.fold import folded

_MONTHS = (
    "january jan januar janner janvier enero gennaio",
    "february feb februar fevrier febrero febbraio",
    "march mar marz mars marzo",
    "april apr avril abril aprile",
    "may mai mayo maggio",
    "june jun juni juin junio giugno",
    "july jul juli juillet julio luglio",
    "august aug aout agosto",
    "september sept sep septembre septiembre settembre",
    "october oct oktober okt octobre octubre ottobre",
    "november nov novembre noviembre",
    "december dec dezember dez decembre diciembre dicembre",
)
_NUMBER = {folded(name): at for at, names in enumerate(_MONTHS, 1) for name in names.split()}
_NAMED = "|".join(sorted(_NUMBER, key=len, reverse=True))
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:19|20)\d\d"

_FORMS = re.compile(
    # 2027-03-02, 2027/03/02
    rf"(?<![\w/-])(?P<iy>{_YEAR})[-/](?P<im>\d\d?)[-/](?P<id>\d\d?)(?![\w/-])"
    # March 2, 2027; Mar. 2nd 2027; March 2
    rf"|\b(?P<mm>{_NAMED})\.? (?P<md>{_DAY})(?:st|nd|rd|th)?(?![\d:.]\d|\d|:|%)"
    rf"(?:,? (?P<my>{_YEAR})\b)?"
    # 2 March 2027; 2. März 2027; 1er mars; 2 de marzo de 2027; 2nd of March
    rf"|(?<![\d.,:/-])(?P<dd>{_DAY})(?:st|nd|rd|th|er|\.|º|°)? (?:of |de )?(?P<dm>{_NAMED})\b"
    rf"\.?(?:,? (?:de |del )?(?P<dy>{_YEAR})\b)?"
    # 02.03.2027 is day first wherever it is written
    rf"|(?<![\w.])(?P<pd>{_DAY})\. ?(?P<pm>0?[1-9]|1[0-2])\. ?(?P<py>{_YEAR}|\d\d)(?![\w])"
    # 03/02/2027, 3-2-27: nobody knows
    rf"|(?<![\w/-])(?P<na>\d\d?)(?P<sep>[/-])(?P<nb>\d\d?)(?P=sep)(?P<ny>{_YEAR}|\d\d)(?![\w/-])"
)


_DIGITS = re.compile(r"\d+")
_WORD_BEFORE = re.compile(r"([a-z]{3,10})\.? $")
_WORD_AFTER = re.compile(r"(?:st|nd|rd|th|er|\.|º|°)? (?:of |de )?([a-z]{3,10})")
_DIGIT_AFTER = re.compile(r"(?:[-/]|\. ?)\d")
_WIDE = 30


def _may_be_date(text: str, start: int, end: int) -> bool:
    """Whether a number has another one or a month beside it, as every form has."""
    before = _WORD_BEFORE.search(text[max(0, start - 12) : start])
    after = _WORD_AFTER.match(text, end)
    words = (found[1] for found in (before, after) if found)
    return any(word in _NUMBER for word in words) or bool(_DIGIT_AFTER.match(text, end))


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date in a folded text, with the days it can mean: none if there is no such day."""

    start: int
    end: int
    days: tuple[date, ...]

    @property
    def is_ambiguous(self) -> bool:
        """Whether it can be read in two ways."""
        return len(self.days) > 1


def dates_in(text: str, near: date) -> Iterator[DateFound]:
    """All dates of a folded text. One without a year is of the year that brings it nearest."""
    last = 0
    for number in _DIGITS.finditer(text):
        if number.start() < last or not _may_be_date(text, *number.span()):
            continue
        found = _FORMS.search(text, max(last, number.start() - _WIDE), number.end() + _WIDE)
        if found:
            last = found.end()
            yield DateFound(*found.span(), tuple(dict.fromkeys(_days(found, near))))


def _days(found: re.Match[str], near: date) -> Iterator[date]:
    part = found.groupdict()
    if part["iy"]:
        yield from _day(part["iy"], int(part["im"]), part["id"])
    elif part["mm"]:
        yield from _named(part["my"], part["mm"], part["md"], near)
    elif part["dd"]:
        yield from _named(part["dy"], part["dm"], part["dd"], near)
    elif part["pd"]:
        yield from _day(part["py"], int(part["pm"]), part["pd"])
    else:
        yield from _day(part["ny"], int(part["na"]), part["nb"])
        yield from _day(part["ny"], int(part["nb"]), part["na"])


def _named(year: str | None, month: str, day: str, near: date) -> Iterator[date]:
    if year:
        yield from _day(year, _NUMBER[month], day)
        return
    found = [
        meant
        for candidate in (near.year - 1, near.year, near.year + 1)
        for meant in _day(str(candidate), _NUMBER[month], day)
    ]
    if found:
        yield min(found, key=lambda meant: abs(meant - near))


def _day(year: str, month: int, day: str) -> Iterator[date]:
    full = int(year) + (2000 if len(year) == 2 else 0)
    try:
        yield date(full, month, int(day))
    except ValueError:
        return
