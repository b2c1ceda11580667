"""When the release may be published: its release line, its embargo, its dateline, its dates."""

import re
from collections.abc import Iterator, Sequence

from pr_review.reading.blocks import Kind, Place
from pr_review.reading.checks.finding import Check, Code, Draft, Severity
from pr_review.reading.dates import DateFound, dates_in
from pr_review.reading.manuscript import Line

_TOP = 15
_SHORT = 240

_IMMEDIATE = re.compile(
    r"\b(?:for )?immediate(?:ly)? (?:release|publication|distribution)\b|\brelease on receipt\b"
    r"|\bzur sofortigen (?:veroffentlichung|freigabe)\b|\bfrei zur veroffentlichung\b"
    r"|\b(?:diffusion|publication) immediate\b|\b(?:publicacion|difusion) inmediata\b"
    r"|\b(?:pubblicazione|diffusione) immediata\b"
)
_EMBARGO = re.compile(
    r"\bembargo(?:ed)?\b|\bhold (?:for release|until)\b|\bfor release (?:on|at|after)\b"
    r"|\bnot for (?:release|publication|distribution) (?:before|until|prior)\b|\bsperrfrist\b"
    r"|\bgesperrt bis\b|^for release:? (?=\w+ \d)"
)
_LIFTED = re.compile(r"\bno embargo\b|\bembargo (?:is |has been )?lifted\b|\bkeine? sperrfrist\b")
_ZONE = re.compile(
    r"\b(?:[ecmp][sd]?t|ak[sd]t|h[sd]?t|utc|gmt|z|bst|ist|wes?t|ces?t|ees?t|mesz|mez|msk|jst|kst"
    r"|sgt|hkt|a[ecw][sd]t|nz[sd]t|[a-z]+/[a-z_]+|(?:eastern|central|mountain|pacific|london|paris"
    r"|berlin|tokyo|greenwich|local|new york)(?: standard| daylight)?(?: time)?"
    r"|heure de [a-z]+|ortszeit|hora (?:local|peninsular|de [a-z]+)|ora (?:locale|italiana))\b"
    r"|[+-]\d\d:?\d\d\b"
)
_AFTER_DATELINE = re.compile(r"[^a-z0-9]{0,3}(?:[-:)/]|\(|$)|.{0,40}?(?: -|--|- |/)")
_BEFORE_DATELINE = re.compile(r"[^\W\d_][^.!?;]{0,80}[,.( -]*$|^[(\[]?$")


def release_line_is_clear(draft: Draft) -> Iterator[Check]:
    """A release says when it may be published, and says it once."""
    now = [line for line in _top(draft) if _IMMEDIATE.search(line.folded.text)]
    later = _embargo_lines(draft)
    if now and later:
        yield _about(
            later[0], Code.RELEASE_LINE_CONTRADICTS, Severity.ERROR,
            "The draft has an embargo and is for immediate release too; editors follow the one "
            "they see first.",
        )  # fmt: skip
    elif not now and not later:
        yield Check(
            Code.RELEASE_LINE_MISSING, Severity.WARN,
            "Nothing says when this may be published, such as “For immediate release” or "
            "“Embargoed until …”.",
        )  # fmt: skip


def embargo_is_the_release_date(draft: Draft) -> Iterator[Check]:
    """An embargo ends on the planned day and names a time zone."""
    for line in _embargo_lines(draft):
        dates = _with_next(draft, line)
        days = [day for _, found in dates for day in found.days]
        planned = draft.facts.release_on
        if not dates:
            yield _about(
                line, Code.EMBARGO_DATE_MISSING, Severity.WARN, "The embargo names no date."
            )
            continue
        if planned and planned not in days:
            where, found = dates[0]
            yield _at(
                where, found, Code.EMBARGO_DATE_MISMATCH, Severity.ERROR,
                f"The embargo ends on another day than the planned release date, {planned}.",
            )  # fmt: skip
        texts = {where.folded.text for where, _ in dates} | {line.folded.text}
        if not any(_ZONE.search(text) for text in texts):
            yield _about(
                line, Code.EMBARGO_ZONE_MISSING, Severity.WARN,
                f"The embargo names no time zone; the release is planned in "
                f"{draft.facts.time_zone or 'none either'}.",
            )  # fmt: skip


def dateline_is_the_release_date(draft: Draft) -> Iterator[Check]:
    """The text opens with a place and the planned day."""
    for line in _body(draft)[:_TOP]:
        if _EMBARGO.search(line.folded.text) and line in _embargo_lines(draft):
            continue
        found = _dateline(draft, line)
        if found is None:
            continue
        planned = draft.facts.release_on
        if planned and planned not in found.days:
            yield _at(
                line, found, Code.DATELINE_DATE_MISMATCH, Severity.ERROR,
                f"The dateline has another day than the planned release date, {planned}.",
            )  # fmt: skip
        return
    yield Check(
        Code.DATELINE_MISSING, Severity.WARN,
        "The text does not open with a place and a date (“Portland, Ore., March 2, 2027 – …”), "
        "or with one that we do not recognise.",
    )  # fmt: skip


def dates_are_clear(draft: Draft) -> Iterator[Check]:
    """Every date is one day, the same for every reader."""
    for line in draft.lines:
        for found in _dates(draft, line):
            if found.is_ambiguous:
                either = " or ".join(f"{day.day} {day:%B %Y}" for day in found.days)
                yield _at(
                    line, found, Code.DATE_AMBIGUOUS, Severity.WARN,
                    f"This can be read as {either}; a month's name leaves no doubt.",
                )  # fmt: skip
            elif not found.days:
                yield _at(line, found, Code.DATE_IMPOSSIBLE, Severity.WARN, "There is no such day.")


def _top(draft: Draft) -> Sequence[Line]:
    heads = [line for line in draft.lines if line.block.place is Place.HEADER]
    others = [
        line for line in draft.lines if line.block.place in (Place.BODY, Place.CELL, Place.TEXT_BOX)
    ]
    return [line for line in (*heads[:_TOP], *others[:_TOP]) if len(line.text) <= _SHORT]


def _body(draft: Draft) -> Sequence[Line]:
    return [
        line
        for line in draft.lines
        if line.block.place is Place.BODY and line.block.kind is not Kind.HEADING
    ]


def _embargo_lines(draft: Draft) -> list[Line]:
    return [
        line
        for line in _top(draft)
        if _EMBARGO.search(line.folded.text) and not _LIFTED.search(line.folded.text)
    ]


def _with_next(draft: Draft, line: Line) -> list[tuple[Line, DateFound]]:
    """The dates of a line, or those of the short line after it."""
    at = draft.lines.index(line)
    for candidate in draft.lines[at : at + 2]:
        found = list(_dates(draft, candidate)) if len(candidate.text) <= _SHORT else []
        if found:
            return [(candidate, date) for date in found]
    return []


def _dates(draft: Draft, line: Line) -> Iterator[DateFound]:
    return dates_in(line.folded.text, draft.facts.release_on or draft.facts.today)


def _dateline(draft: Draft, line: Line) -> DateFound | None:
    text = line.folded.text
    for found in dates_in(text[:_SHORT], draft.facts.release_on or draft.facts.today):
        before, after = text[: found.start].strip(), text[found.end :]
        opens = not before or (
            line.text.lstrip()[:1].isupper() or not line.text.lstrip()[:1].isascii()
        )
        is_place = len(before.split()) <= 8 and bool(_BEFORE_DATELINE.search(before))
        if opens and (not before or is_place) and _AFTER_DATELINE.match(after):
            return found if after.strip() else None
        return None
    return None


def _at(line: Line, found: DateFound, code: Code, severity: Severity, message: str) -> Check:
    start, end = line.span(found.start, found.end)
    return Check(code, severity, message, line.block.id, start, end, line.shown[start:end])


def _about(line: Line, code: Code, severity: Severity, message: str) -> Check:
    return Check(code, severity, message, line.block.id, quote=line.text)
