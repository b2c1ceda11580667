"""Where a release leads its readers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, urlsplit

from rapidfuzz import fuzz

from pr_review.reading.blocks import AsideKind
from pr_review.reading.checks.finding import Check, Code, Draft, Severity
from pr_review.reading.fold import folded
from pr_review.reading.manuscript import Line
from pr_review.reading.marks import Marks

MOST_TARGETS = 1_000
"""To which links lead and that are looked at."""

_WRITTEN = re.compile(r"(?:https?://|www\.)[^\s<>\"“”„]{3,500}", re.IGNORECASE)
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_SHORTENERS = frozenset({
    "bit.ly", "tinyurl.com", "t.co", "goo.gl", "ow.ly", "buff.ly", "is.gd", "rebrand.ly",
    "cutt.ly", "t.ly", "shorturl.at", "lnkd.in", "amzn.to", "amzn.eu", "a.co", "tiny.cc", "rb.gy",
    "s.id", "v.gd", "bl.ink", "short.io", "dlvr.it", "trib.al", "linktr.ee",
})  # fmt: skip
_AFFILIATE = frozenset({"tag", "ascsubtag", "linkcode", "creativeasin"})
_DIGITS = str.maketrans("013457", "oieast")
_ALIKE = 84.0


@dataclass(frozen=True, slots=True)
class _Link:
    target: str
    block: str
    start: int
    end: int


def links_are_safe(draft: Draft) -> Iterator[Check]:
    """Links lead where they seem to, openly, and earn nobody anything."""
    known: dict[str, tuple[tuple[Code, Severity, str], ...]] = {}
    for link in _links(draft):
        if link.target not in known:
            if len(known) == MOST_TARGETS:
                yield Check(
                    Code.CHECKED_IN_PART, Severity.INFO,
                    f"Only the first {MOST_TARGETS:,} places to which links lead were checked.",
                )  # fmt: skip
                return
            known[link.target] = tuple(_faults(link.target, draft.facts.marks))
        for code, severity, why in known[link.target]:
            yield Check(
                code, severity, f"The link {why}.", link.block, link.start, link.end,
                link.target[:500],
            )  # fmt: skip


def _links(draft: Draft) -> Iterator[_Link]:
    """Each target once a block: those of words, those beside the words, those written out."""
    written = {line.block.id: line for line in draft.lines if _may_be_written(line.text)}
    for block in draft.reading.blocks:
        seen: set[str] = set()
        at = 0
        for span in block.spans:
            start, at = at, at + len(span.text)
            if span.link and span.link not in seen:
                seen.add(span.link)
                yield _Link(span.link, block.id, start, at)
        for aside in block.asides:
            if aside.kind is AsideKind.LINK_TARGET and aside.text not in seen:
                seen.add(aside.text)
                yield _Link(aside.text, block.id, 0, 0)
        if block.id in written:
            yield from _written_in(written[block.id], seen)


def _written_in(line: Line, seen: set[str]) -> Iterator[_Link]:
    for found in _WRITTEN.finditer(line.text):
        target = found[0].rstrip(".,;:!?)]}'’")
        if target not in seen and not any(told.startswith(target) for told in seen):
            seen.add(target)
            places = line.at(found.start(), found.start() + len(target))
            yield _Link(target, line.block.id, *places)


def _may_be_written(text: str) -> bool:
    return "://" in text or "www." in text.lower()


def _faults(target: str, marks: Marks) -> Iterator[tuple[Code, Severity, str]]:
    if target.startswith("#"):
        return
    scheme = target.partition(":")[0].strip().lower() if ":" in target[:40] else ""
    if target.lower().startswith("www."):
        target, scheme = f"https://{target}", "https"
    if scheme not in _SCHEMES:
        what = f"is of the kind “{scheme[:20]}:”" if scheme else "names no kind, such as https"
        yield Code.LINK_UNSAFE, Severity.ERROR, f"{what}; such links can start something"
        return
    if scheme not in ("http", "https"):
        return
    parts = _split(target)
    host = (parts.hostname or "").rstrip(".") if parts else ""
    if parts is None or not host:
        yield (
            Code.LINK_UNSAFE,
            Severity.ERROR,
            "cannot be read; browsers may each read it their way",
        )
        return
    is_ours = _is_within(host, marks.domains)
    if not is_ours and _looks_like(host, marks):
        yield (
            Code.LINK_LOOK_ALIKE, Severity.ERROR,
            f"leads to {host[:100]}, which is not a host of the marketplace but looks like one",
        )  # fmt: skip
    if _is_within(host, _SHORTENERS):
        yield Code.LINK_SHORTENED, Severity.WARN, "is shortened; where it leads can change"
    query = {name.lower() for name in parse_qs(parts.query[:2_000], max_num_fields=None)}
    if is_ours and _AFFILIATE & query:
        yield Code.LINK_AFFILIATE, Severity.WARN, "earns somebody a commission (tag=)"
    if scheme == "http":
        yield Code.LINK_INSECURE, Severity.INFO, "is not encrypted (http)"


def _split(target: str) -> SplitResult | None:
    try:
        parts = urlsplit(target)
        _ = parts.hostname
    except ValueError:
        return None
    return parts


def _is_within(host: str, domains: tuple[str, ...] | frozenset[str]) -> bool:
    labels = host.split(".")
    return any(
        ".".join(labels[at:]) in domains for at in range(max(0, len(labels) - 5), len(labels))
    )


def _looks_like(host: str, marks: Marks) -> bool:
    names = {domain.split(".")[0] for domain in marks.domains}
    names |= {folded(spelling) for mark in marks.marks for spelling in mark.spellings}
    names = {name for name in names if name.isascii() and " " not in name and len(name) > 4}
    for label in host.split(".")[:8]:
        seen = folded(_unicode(label[:63]))
        plain = seen.translate(_DIGITS).replace("rn", "m").replace("vv", "w")
        for name in names:
            if name in plain or (
                abs(len(plain) - len(name)) <= 1 and fuzz.ratio(plain, name) >= _ALIKE - 1
            ):
                return True
    return False


def _unicode(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label
