"""What a press release is made of: headline, boilerplates, contact, end, a usual length."""

import re
from collections.abc import Iterator

from rapidfuzz import fuzz

from pr_review.reading.blocks import Kind, Mark, Place
from pr_review.reading.checks.finding import MOST_CHARACTERS, Check, Code, Draft, Severity
from pr_review.reading.checks.phrases import Phrases
from pr_review.reading.fold import folded
from pr_review.reading.manuscript import Line

_TOP = 12
_ABOUT = re.compile(
    r"^(?:about|uber|a propos d[eu']|acerca de|sobre|informazioni su|chi (?:e|siamo)"
    r"|boilerplate|notes? (?:to|for) editors)\b"
)
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}\.[a-z]{2,}")
_CONTACT = Phrases(
    {
        "contact": "contacts?|contacto",
        "kontakt": "(?:presse|medien)?kontakt[a-z]*",
        "ansprechpartner": "ansprechpartner[a-z]*",
        "contatt": "contatt[io]",
        "press ": "press (?:office|enquiries|inquiries)",
        "media ": "media (?:enquiries|inquiries|relations)",
        "pressestelle": "",
    }
)
_END = re.compile(r"^(?:#{2,}|# # #|-?30-?|- ?30 ?-|-?ends?-?|\*{3,}|- ?ende? ?-|fin|fine|ende)$")
_ENDS = ("###", "# # #", "-30-", "-ends-")
_RELEASE = re.compile(r"\brelease\b|\bembargo|\bpressemitteilung\b|\bcommunique\b|\bcomunicato\b")


def is_checked_whole(draft: Draft) -> Iterator[Check]:
    """No press release is so long that it is only checked in part."""
    if draft.is_in_part:
        yield Check(
            Code.CHECKED_IN_PART, Severity.INFO,
            f"Only some {MOST_CHARACTERS:,} characters of this draft were checked; what is said to "
            "be missing may be in the rest.",
        )  # fmt: skip


def has_a_headline(draft: Draft) -> Iterator[Check]:
    """A headline, short enough to be quoted."""
    line = _headline(draft)
    if line is None:
        yield Check(
            Code.HEADLINE_MISSING, Severity.WARN,
            "No headline was recognised: no heading, and no line at the top that is bold or in "
            "capitals.",
        )  # fmt: skip
    elif len(line.text.strip()) > draft.numbers.headline_max:
        yield Check(
            Code.HEADLINE_LONG, Severity.INFO,
            f"The headline has {len(line.text.strip())} characters; wires and search engines cut "
            f"it at some {draft.numbers.headline_max}.",
            line.block.id, quote=line.text,
        )  # fmt: skip


def _headline(draft: Draft) -> Line | None:
    body = [line for line in draft.lines if line.block.place in (Place.BODY, Place.TEXT_BOX)]
    for line in body[:_TOP]:
        is_heading = line.block.kind is Kind.HEADING and len(line.text.split()) > 1
        if is_heading and not _is_release_line(line):
            return line
    for line in body[:_TOP]:
        words = line.text.split()
        is_bold = all(Mark.BOLD in s.marks for s in line.block.spans if s.text.strip())
        if (
            3 <= len(words) <= 60
            and (is_bold or line.text.isupper())
            and not _is_release_line(line)
            and not _CONTACT.are_in(line.folded.text)
        ):
            return line
    return None


def _is_release_line(line: Line) -> bool:
    return len(line.text.split()) < 12 and bool(_RELEASE.search(line.folded.text))


def has_an_about_paragraph(draft: Draft) -> Iterator[Check]:
    """A paragraph on who publishes it; that on the marketplace does not count."""
    for line in draft.lines:
        found = _ABOUT.match(line.folded.text)
        if found:
            beside = draft.beside.get(line.block.id, ())
            after = line.span(found.end(), found.end())[0]
            if not any(mention.start - after <= 2 for mention in beside):
                return
    yield Check(
        Code.BOILERPLATE_MISSING, Severity.WARN,
        "No paragraph “About …” says who publishes this release.",
    )  # fmt: skip


def has_the_descriptor(draft: Draft) -> Iterator[Check]:
    """What the release says about the marketplace is the approved text."""
    approved = [folded(text) for text in draft.facts.marks.descriptors]
    if not approved or not draft.mentions:
        return
    best: tuple[float, Line | None] = (0.0, None)
    for line, text in _paragraphs(draft):
        if line.block.id not in draft.beside:
            continue
        for descriptor in approved:
            if 3 * len(text) < len(descriptor) or len(text) > 3 * len(descriptor):
                continue
            alike = fuzz.ratio(text, descriptor, score_cutoff=draft.numbers.descriptor_meant)
            best = max(best, (alike, line), key=lambda found: found[0])
    alike, found = best
    if found is None:
        yield Check(
            Code.DESCRIPTOR_MISSING, Severity.WARN,
            "The approved paragraph about the marketplace is missing.",
        )  # fmt: skip
    elif alike < draft.numbers.descriptor_alike:
        yield Check(
            Code.DESCRIPTOR_ALTERED, Severity.WARN,
            f"The paragraph about the marketplace is the approved one by {alike:.0f} % only; it is "
            "used as it stands or not at all.",
            found.block.id, quote=found.text,
        )  # fmt: skip


def _paragraphs(draft: Draft) -> Iterator[tuple[Line, str]]:
    """Each paragraph, and each with the short line above it as its heading."""
    before = ""
    for line in draft.lines:
        text = line.folded.text.strip()
        yield line, text
        if before:
            yield line, f"{before.rstrip(':')}: {text}"
        before = text if len(text) <= 60 else ""


def has_a_contact(draft: Draft) -> Iterator[Check]:
    """Editors find whom to ask, by e-mail."""
    named = [at for at, line in enumerate(draft.lines) if _CONTACT.are_in(line.folded.text)]
    mails = [at for at, line in enumerate(draft.lines) if _has_email(line)]
    if any(-2 <= mail - name <= 8 for name in named for mail in mails[:100]):
        return
    yield Check(
        Code.CONTACT_MISSING, Severity.WARN,
        "A media contact is named, but without an e-mail address." if named else
        "No media contact with an e-mail address is named.",
    )  # fmt: skip


def _has_email(line: Line) -> bool:
    links = (span.link for span in line.block.spans)
    return bool(
        ("@" in line.folded.text and _EMAIL.search(line.folded.text))
        or any(link.lower().startswith("mailto:") for link in links)
    )


def has_an_end_mark(draft: Draft) -> Iterator[Check]:
    """Editors see where the text ends."""
    for line in draft.lines:
        text = line.folded.text.strip()
        if len(text) <= 12 and _END.match(text):
            return
        if text.endswith(_ENDS):
            return
    yield Check(
        Code.END_MARK_MISSING, Severity.INFO,
        "Nothing marks the end of the text (###, -30-, ENDS); notes below it may be printed.",
    )  # fmt: skip


def is_of_a_usual_length(draft: Draft) -> Iterator[Check]:
    """Long enough to say something, short enough to be read."""
    words = draft.reading.words
    least, most = draft.numbers.words_min, draft.numbers.words_max
    if not least <= words <= most:
        yield Check(
            Code.LENGTH, Severity.INFO,
            f"The draft has {words} words; releases usually have {least} to {most}, and wires ask "
            "for 300 to 800.",
        )  # fmt: skip
