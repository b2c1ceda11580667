"""What a release says about the marketplace: claims, figures, words put into its mouth."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from pr_review.reading.checks.finding import Check, Code, Draft, Severity
from pr_review.reading.checks.phrases import Phrases
from pr_review.reading.manuscript import Line
from pr_review.reading.mentions import Mention, names_in

_ENDORSEMENT = Phrases(
    {
        "official": "official(?:ly)?(?: (?:partner|supplier|vendor|retailer|seller|member)s?)?",
        " partner": "(?:exclusive|preferred|trusted|strategic|certified|authori[sz]ed) partners?",
        "partner": "partner(?:s|ed|ing|ship)?(?: up)? with|in partnership with",
        "collaboration": "in collaboration with",
        "cooperation": "in (?:close )?co-?operation with",
        "association": "in association with",
        "team": "team(?:s|ed|ing) up with",
        "joint": "joint (?:venture|release|announcement)",
        "endorse": "endorsed by|endorsements? (?:by|from|of)",
        "ed by": "(?:approved|sponsored|certified|backed|powered|recommended|vetted|selected"
        "|hand-?picked|awarded) by",
        "chosen by": "",
        "seal of approval": "",
        "fiziell": "offiziell(?:e[rsnm]?)?",
        " mit": "in (?:partnerschaft|zusammenarbeit|kooperation) mit",
        "empfohlen von": "",
        "partenaire officiel": "",
        "en partenariat avec": "",
        "en collaboration avec": "",
        "recommande par": "",
        "socio oficial": "",
        "en colaboracion con": "",
        "partner ufficiale": "",
        "in collaborazione con": "",
    }
)
_SUPERLATIVE = Phrases(
    {
        "1": "(?:#|no\\. ?|number )1",
        "number one": "",
        "numero uno": "",
        "best": "best-?sell[a-z]+",
        "first": "first-ever|first and only|the (?:very )?first (?:to|ever)",
        "exclusive": "exclusive(?:ly)?",
        "guarantee": "guarantee[a-z]*",
        "unique": "uniquely|unique",
        "world": "world'?s (?:leading|largest|first|finest)|world-?class",
        "leading": "",
        "largest": "",
        "greatest": "",
        "unrival": "unrivall?ed",
        "unbeatable": "",
        "marktfuhr": "marktfuhr[a-z]+",
        "exklusiv": "exklusiv[a-z]*",
        "einzigartig": "einzigartig[a-z]*",
        "garanti": "garanti[a-z]*",
        "garantizad": "garantizad[a-z]+",
        "exclusif": "",
        "exclusivite": "",
        "exclusivo": "exclusivos?",
        "exclusiva": "exclusivas?",
        "esclusiv": "esclusiv[a-z]+",
    }
)
# Of something else these are everyday words.
_SUPERLATIVE_OF_THE_NAME = Phrases(
    {"best": r"(?:(?<=the )|(?<='s ))best(?!-?sell)", "only": r"(?:(?<=the )|(?<='s ))only"}
)
_FIGURE = re.compile(
    r"(?:[$€£¥]|\b(?:usd|eur|gbp) ?)\d[\d.,]*(?: ?(?:k|m|bn|million|billion|thousand))?\b"
    r"|\b\d[\d.,]*(?: ?(?:k|m|bn|million|billion|thousand|mio|mrd))? ?(?:[€£]|\b(?:usd|eur|euros?"
    r"|dollars?|pounds?)\b)"
    r"|\b\d[\d.,]* ?(?:%|percent\b|per cent\b|prozent\b|pour cent\b|por ciento\b|per cento\b)"
    r"|\b\d[\d.,]*\+? ?(?:k |m |million |billion |thousand |hundred )?(?:[a-z-]{2,15} ){0,2}"
    r"(?:customers?|buyers?|sales|orders?|sellers?|makers?|artisans?|visit(?:or)?s|units|reviews"
    r"|items|products|shoppers|kund\w+|verkaufe\w*|clients?|ventes|clientes|ventas|clienti|vendite)\b"
    r"|\b(?:doubled|tripled|quadrupled|(?:double|triple)-digit)\b"
)
_COUNTED = re.compile(r"\d|doubled|tripled|quadrupled|-digit")
_SAYS = (
    r"(?:said|says|say|adds?|added|explain(?:s|ed)|comment(?:s|ed)|state[sd]|stated|notes|noted"
    r"|told|remark(?:s|ed)|according to|sagt|sagte|erklarte?|meint|betont|so|dit|declare|explique"
    r"|affirme|selon|dice|dijo|afirma|explica|declaro|segun|ha detto|spiega|dichiara|afferma"
    r"|secondo)"
)
_SAYING = re.compile(rf"\b{_SAYS}\b")
_NEAR = 180
_OFFICE = (
    r"(?:spokes\w+|representatives?|executives?|managers?|directors?|head|vp|(?:vice )?president"
    r"|ceo|chief|team|officials?|officer|lead|sprecher\w*|leiter\w*|porte-parole|portavoz"
    r"|portavoce|responsab\w+|director\w*|directeur|directrice)"
)
# Who sells there speaks for themselves, whatever stands between the verb and the name.
_OUTSIDER = re.compile(
    r"\b(?:founder|owner|co-?founder|maker|artisan|artist|potter|seller|sells?|selling|shop|store"
    r"|available|customer|buyer|grunder\w*|inhaber\w*|fondat\w+|fundador\w*)\b"
)
_QUOTED = re.compile(r"\"[^\"]{8,}?\"")
_SENTENCE_END = re.compile(r"[.!?][\"')\]]* (?=\S)")


def claims_stand_aside(draft: Draft) -> Iterator[Check]:
    """What sounds like an endorsement, or cannot be proven, is looked at."""
    for line in draft.lines:
        mentions = draft.beside.get(line.block.id, ())
        severity = Severity.WARN if mentions else Severity.INFO
        for phrases, why in (
            (_ENDORSEMENT, "sounds as if the marketplace endorsed or shared in this"),
            (_SUPERLATIVE, "claims what has to be proven"),
            (_SUPERLATIVE_OF_THE_NAME, "claims what has to be proven"),
        ):
            is_everyday = phrases is _SUPERLATIVE_OF_THE_NAME
            if is_everyday and not mentions:
                continue
            ends = [line.span(*place)[1] for place in _sentences(line)] if is_everyday else []
            for place in phrases.places(line.folded.text):
                start, end = line.span(*place)
                if _is_in_one(mentions, start):
                    continue
                if is_everyday:
                    sentence = bisect_right(ends, start)
                    if not _has_one(
                        mentions, ends[sentence - 1] if sentence else 0, ends[sentence]
                    ):
                        continue
                quote = line.shown[start:end]
                where = ", beside the marketplace's name" if mentions else ""
                yield Check(
                    Code.CLAIM, severity, f"“{quote}” {why}{where}.",
                    line.block.id, start, end, quote,
                )  # fmt: skip


def figures_are_public(draft: Draft) -> Iterator[Check]:
    """Figures in one sentence with the marketplace's name may be confidential."""
    for line in draft.lines:
        mentions = draft.beside.get(line.block.id)
        if not mentions:
            continue
        for start, end in _sentences(line):
            shown = line.span(start, end)
            if not _has_one(mentions, *shown):
                continue
            if not _COUNTED.search(line.folded.text, start, end):
                continue
            for found in _FIGURE.finditer(line.folded.text, start, end):
                place = line.span(*found.span())
                quote = line.shown[slice(*place)]
                yield Check(
                    Code.FIGURE, Severity.WARN,
                    f"“{quote}” stands beside the marketplace's name: is the figure public, and "
                    "whose is it?",
                    line.block.id, *place, quote,
                )  # fmt: skip


def _is_in_one(mentions: Sequence[Mention], at: int) -> bool:
    """Whether a character belongs to one of these, which are in order."""
    before = bisect_right(mentions, at, key=lambda mention: mention.start)
    return before > 0 and at < mentions[before - 1].end


def _has_one(mentions: Sequence[Mention], start: int, end: int) -> bool:
    """Whether one of these, which are in order, begins there."""
    after = bisect_left(mentions, start, key=lambda mention: mention.start)
    return after < len(mentions) and mentions[after].start < end


def _sentences(line: Line) -> Iterator[tuple[int, int]]:
    start = 0
    text = line.folded.text
    for found in _SENTENCE_END.finditer(text):
        yield start, found.start() + 1
        start = found.end()
    yield start, len(text)


def nobody_at_the_marketplace_is_quoted(draft: Draft) -> Iterator[Check]:
    """A release of a maker quotes nobody who speaks for the marketplace."""
    patterns = _speakers(draft.facts.marks.spelled)
    for line in draft.lines:
        if line.block.id not in draft.beside or '"' not in line.folded.text:
            continue
        text = _QUOTED.sub(lambda quoted: '"' + " " * (len(quoted[0]) - 2) + '"', line.folded.text)
        if text == line.folded.text:
            continue
        names = (start for _, start, _ in names_in(line.folded, draft.facts.marks))
        found = next(_speakers_in(text, patterns, names), None)
        if found:
            start, end = line.span(*found.span())
            yield Check(
                Code.QUOTE_BY_MARKETPLACE, Severity.ERROR,
                "A quotation seems to be by somebody at the marketplace; a release of a maker "
                "quotes nobody who speaks for it.",
                line.block.id, start, end, line.shown[start:end],
            )  # fmt: skip


@lru_cache(maxsize=8)
def _speakers(name: str) -> tuple[re.Pattern[str], ...]:
    at = "(?:at|of|for|from|with|bei|von|chez|de|en|di|da|presso)"
    return (
        # … said Jane Roe, director of artisans at Amazon Handmade
        re.compile(
            rf"\b{_SAYS}\b(?P<who>[^.!?]{{1,160}}?)\b{at} (?:the )?{name}"
            r"(?!'s? (?:store|shop|customers?)\b)"
        ),
        # Jane Roe, director at Amazon Handmade, said …
        re.compile(rf"\b{at} (?:the )?{name},? {_SAYS}\b"),
        # an Amazon spokesperson said …; said Amazon's head of artisans
        re.compile(rf"{name}(?:'s?)?(?: [a-z]+)? {_OFFICE}\b"),
        # Amazon said …; according to Amazon
        re.compile(rf"{name},? {_SAYS}\b|\b{_SAYS} (?:the )?{name}(?!'s? store)"),
    )


def _speakers_in(
    text: str, patterns: tuple[re.Pattern[str], ...], names: Iterable[int]
) -> Iterator[re.Match[str]]:
    """Who speaks for the marketplace, in the words around each of its names."""
    for at in names:
        start, end = max(at - _NEAR, 0), at + _NEAR
        if text[at] != " " and _SAYING.search(text, start, end):
            for pattern in patterns:
                found = pattern.search(text, start, end)
                if found and _speaks(found):
                    yield found


def _speaks(found: re.Match[str]) -> bool:
    who = found.groupdict().get("who")
    return not (who and _OUTSIDER.search(who))
