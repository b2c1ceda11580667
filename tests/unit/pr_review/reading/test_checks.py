"""What is pointed out in a press release, and what is not."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from pr_review.reading.blocks import (
    Aside,
    AsideKind,
    Mark,
    Picture,
    Place,
    Reading,
    Span,
    WordComment,
)
from pr_review.reading.checks import (
    MOST,
    MOST_OF_A_RULE,
    RULES,
    Code,
    Draft,
    Numbers,
    Severity,
)
from pr_review.reading.checks.finding import MOST_CHARACTERS
from pr_review.reading.checks.links import MOST_TARGETS
from pr_review.reading.manuscript import manuscript_of
from pr_review.reading.mentions import Mention, mentions_of
from tests.unit.pr_review.reading.readings import (
    FACTS,
    MARKS,
    a_block,
    a_heading,
    a_reading,
    checks_in,
    come,
)

DESCRIPTOR = MARKS.descriptors[0].removeprefix("About Amazon Handmade: ")
BODY = (
    "Kiln & Cup, a studio for hand-thrown pots, opens a second workshop next to its kiln. "
    "Visitors may watch how each piece is thrown, dried, glazed and fired. "
) * 8
RELEASE = (
    "FOR IMMEDIATE RELEASE",
    a_heading("Kiln & Cup Opens Second Workshop"),
    "PORTLAND, Ore., March 2, 2027 – Kiln & Cup sells its pots on Amazon Handmade.",
    BODY,
    "“We throw every pot by hand,” said Ana Ruiz, founder of Kiln & Cup.",
    "About Kiln & Cup",
    "Kiln & Cup is a family studio in Portland.",
    "About Amazon Handmade",
    DESCRIPTOR,
    "Amazon and Amazon Handmade are trademarks of Amazon.com, Inc. or its affiliates.",
    "Media contact: Ana Ruiz",
    "press@kiln.example",
    "###",
)


def codes(*blocks, **changes):
    return [check.code.value for check in checks_in(*blocks, **changes)]


def of(code, *blocks, **changes):
    return [check for check in checks_in(*blocks, **changes) if check.code.value == code]


def changed(at, *blocks):
    return (*RELEASE[:at], *blocks, *RELEASE[at + 1 :])


def test_a_usual_release_gives_no_cause():
    assert codes(*RELEASE) == []


@pytest.mark.parametrize(
    ("blocks", "code"),
    [
        (changed(0), "RELEASE_LINE_MISSING"),
        (
            changed(0, RELEASE[0], "Embargoed until March 2, 2027, 9 a.m. ET"),
            "RELEASE_LINE_CONTRADICTS",
        ),
        (changed(0, "EMBARGOED UNTIL MARCH 9, 2027, 9 A.M. ET"), "EMBARGO_DATE_MISMATCH"),
        (changed(0, "Under embargo"), "EMBARGO_DATE_MISSING"),
        (changed(0, "Embargoed until March 2, 2027"), "EMBARGO_ZONE_MISSING"),
        (changed(2, "Kiln & Cup sells its pots on Amazon Handmade."), "DATELINE_MISSING"),
        (
            changed(2, "PORTLAND, March 9, 2027 – On Amazon Handmade."),
            "DATELINE_DATE_MISMATCH",
        ),
        (changed(3, BODY, "We open on 03/02/2027."), "DATE_AMBIGUOUS"),
        (changed(3, BODY, "We open on February 30, 2027."), "DATE_IMPOSSIBLE"),
        (changed(1), "HEADLINE_MISSING"),
        (changed(1, a_heading("Kiln and Cup " * 10)), "HEADLINE_LONG"),
        (changed(5, "Who we are"), "BOILERPLATE_MISSING"),
        (changed(8), "DESCRIPTOR_MISSING"),
        (changed(8, DESCRIPTOR.replace("genuinely", "the most wonderfully")), "DESCRIPTOR_ALTERED"),
        (changed(11, "+1 503 555 0199"), "CONTACT_MISSING"),
        (changed(10), "CONTACT_MISSING"),
        (changed(12), "END_MARK_MISSING"),
        (changed(3, "Short."), "LENGTH"),
        (changed(9), "TRADEMARK_LINE_MISSING"),
    ],
)
def test_what_is_missing_or_wrong_is_told(blocks, code):
    assert codes(*blocks) == [code]


@pytest.mark.parametrize(
    "line",
    [
        "For immediate release", "ZUR SOFORTIGEN VERÖFFENTLICHUNG", "Pour diffusion immédiate",
        "Para publicación inmediata", "Per la pubblicazione immediata",
        "Embargoed until Tuesday, March 2, 2027, 9:00 a.m. Eastern Time",
        "EMBARGO: 2 March 2027, 09:00 GMT", "Sperrfrist: 2. März 2027, 9 Uhr MEZ",
        "For release on March 2, 2027, 6 a.m. PST",
        "Hold for release until 2027-03-02 America/New_York",
        "Sous embargo jusqu’au 2 mars 2027, heure de Paris",
    ],
)  # fmt: skip
def test_release_lines_are_recognised(line):
    assert codes(*changed(0, line)) == []


@pytest.mark.parametrize(
    "line",
    [
        "PORTLAND, Ore., March 2, 2027 – Pots.", "ASHEVILLE, N.C. (March 2, 2027) - Pots.",
        "Portland, Oregon (March 2, 2027) – Pots.",
        "PORTLAND, Ore., March 2, 2027 /PRNewswire/ -- Pots.", "March 2, 2027 – Portland – Pots.",
        "Berlin, 2. März 2027 – Töpfe.", "Paris, le 2 mars 2027 - Des pots.",
        "LONDON, 2 March 2027: Pots.",
        "March 2, 2027 (The INTERNET). Pots.", "PORTLAND, March 2 — Pots.",
        "New York, NY – March 2, 2027 – Pots.",
    ],
)  # fmt: skip
def test_datelines_are_recognised(line):
    assert codes(*changed(2, line + " On Amazon Handmade.")) == []


@pytest.mark.parametrize("word", ["Contact", "Pressekontakt", "Medienkontakt", "Contatti"])
def test_a_contact_is_recognised(word):
    release = [each for each in RELEASE if "@" not in getattr(each, "shown", each)]

    assert "CONTACT_MISSING" not in codes(*release, f"{word}: Ana Ruiz, ana@kiln.example")


def test_a_sentence_with_a_date_is_no_dateline():
    line = "We have been selling on Amazon Handmade since March 9, 2021, and we are glad."

    assert codes(*changed(2, line)) == ["DATELINE_MISSING"]


def test_the_same_draft_for_another_day_is_wrong_in_both_places():
    facts = replace(FACTS, release_on=date(2027, 3, 9))
    draft = changed(0, "Embargoed until March 2, 2027, 9 a.m. PT")

    found = [c for c in checks_in(*draft, facts=facts) if c.severity is Severity.ERROR]

    assert [(c.code.value, c.quote) for c in found] == [
        ("EMBARGO_DATE_MISMATCH", "March 2, 2027"),
        ("DATELINE_DATE_MISMATCH", "March 2, 2027"),
    ]
    assert all("2027-03-09" in c.message for c in found)


def test_without_a_planned_day_no_date_is_wrong():
    assert codes(*RELEASE, facts=replace(FACTS, release_on=None)) == []


@pytest.mark.parametrize(
    "text",
    [
        "“They are wonderful makers,” said Jane Roe, director of artisans at Amazon Handmade.",
        "“They are wonderful makers,” says Jane Roe, Head of Handmade at Amazon.",
        "Jane Roe, a manager at Amazon, said: “They are wonderful makers.”",
        "“They are wonderful makers,” an Amazon spokesperson said.",
        "“They are wonderful makers,” said Amazon’s vice president of crafts.",
        "According to Amazon, “these makers are wonderful people”.",
        '"They are wonderful makers," Amazon said in a statement.',
        "„Wunderbare Leute“, sagte Jana Roe, Leiterin bei Amazon Handmade.",
        "« Des gens merveilleux », explique Jeanne Roe, directrice chez Amazon.",
    ],
)
def test_words_put_into_the_marketplace_s_mouth_are_an_error(text):
    (found,) = of("QUOTE_BY_MARKETPLACE", *RELEASE, text)

    assert found.severity is Severity.ERROR
    assert found.block == f"b{len(RELEASE)}"
    assert found.quote
    assert text[found.start : found.end] == found.quote


@pytest.mark.parametrize(
    "text",
    [
        "“We love selling on Amazon,” said Ana Ruiz, founder of Kiln & Cup.",
        "“We love it,” said Ana Ruiz, who sells her pots at Amazon.",
        "“We love it,” said Ana Ruiz, owner of a shop at Amazon Handmade.",
        "Ana Ruiz said that Amazon Handmade opened the shop.",
        "“Amazon said yes,” said Ana Ruiz.",
    ],
)
def test_makers_speak_for_themselves(text):
    assert of("QUOTE_BY_MARKETPLACE", *RELEASE, text) == []


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("The official partner of Amazon.", "official partner"),
        ("In partnership with Amazon, we open.", "In partnership with"),
        ("Our pots are endorsed by Amazon.", "endorsed by"),
        ("Powered by Amazon.", "Powered by"),
        ("The best-selling pots on Amazon.", "best-selling"),
        ("The #1 studio on Amazon.", "#1"),
        ("The first to sell pots on Amazon.", "The first to"),
        ("Our first-ever shop on Amazon.", "first-ever"),
        ("Exclusive to Amazon.", "Exclusive"),
        ("Quality guaranteed on Amazon.", "guaranteed"),
        ("Offizieller Partner von Amazon.", "Offizieller"),
        ("Partenaire officiel d’Amazon.", "Partenaire officiel"),
    ],
)
def test_claims_beside_the_name_are_a_warning_and_elsewhere_a_note(text, quote):
    (beside,) = of("CLAIM", text)
    (alone,) = of("CLAIM", text.replace("Amazon", "Kilnhouse"))

    assert (beside.severity, beside.quote) == (Severity.WARN, quote)
    assert (alone.severity, alone.quote) == (Severity.INFO, quote)
    assert text[beside.start : beside.end] == quote


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Sales on Amazon grew 45% in a year.", "45%"),
        ("We sold to 12,000 customers on Amazon.", "12,000 customers"),
        ("We made $1.2 million on Amazon.", "$1.2 million"),
        ("Amazon has 300 million active customers.", "300 million active customers"),
        ("Unser Umsatz bei Amazon stieg um 12 Prozent.", "12 Prozent"),
    ],
)
def test_figures_in_the_sentence_of_the_name_are_told(text, quote):
    assert [check.quote for check in of("FIGURE", text)] == [quote]


def test_the_best_and_the_only_are_claims_in_the_sentence_of_the_name_alone():
    (best,) = of("CLAIM", "The best pots on Amazon.")
    (only,) = of("CLAIM", "Yes. Amazon’s only kiln. No.")

    assert (best.quote, best.severity) == ("best", Severity.WARN)
    assert only.quote == "only"
    assert not of("CLAIM", "We sell on Amazon. The best pots are the only ones we fire twice.")


@pytest.mark.parametrize(
    "text",
    [
        "The first firing took place in October, before we sold on Amazon.",
        "Visitors see the best pieces of each firing.",
        "On Amazon only pots are sold; they are best kept dry.",
    ],
)
def test_everyday_words_are_no_claims(text):
    assert not of("CLAIM", text)


def test_figures_in_another_sentence_are_not():
    assert of("FIGURE", "We are on Amazon. Our studio has 4,000 customers.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Call [INSERT NUMBER] now", "[Your name here]", "The price is TBD", "Opening TK",
        "call XXX-XXXX",
        "Lorem ipsum dolor", "Dear {{name}}", "<<date>>",
        "Signed ____", "On [Datum]", "costs XX euros",
    ],
)  # fmt: skip
def test_placeholders_are_told(text):
    (found,) = of("PLACEHOLDER", text)

    assert found.severity is Severity.ERROR
    assert text[found.start : found.end] == found.quote


@pytest.mark.parametrize(
    "text", ["[photo by Ana]", "size XL", "a Texan", "what?", "tbdance", "[1]"]
)
def test_other_brackets_and_capitals_are_no_placeholders(text):
    assert of("PLACEHOLDER", text) == []


@pytest.mark.parametrize(
    ("mark", "code"), [(Mark.HIDDEN, "HIDDEN_TEXT"), (Mark.WHITE, "WHITE_TEXT")]
)
def test_words_that_nobody_sees_are_told(mark, code):
    (found,) = of(code, a_block("Seen. ", ("Not seen.", mark), " Seen."))

    assert (found.start, found.end, found.quote) == (6, 15, "Not seen.")


@pytest.mark.parametrize("sign", ["\u202e", "\u202d", "\u202b", "\u2066", "\u2067", "\u2068"])
def test_words_in_an_order_of_their_own_are_told(sign):
    (found,) = of("BIDI_CONTROL", f"Kiln {sign}nozama\u202c and cup")

    assert (found.start, found.quote) == (5, f"{sign}nozama")


def test_marks_of_direction_that_turn_nothing_are_ordinary():
    assert not of("BIDI_CONTROL", "\u200fקדרות\u200e, Kiln & Cup\u200e.")


def test_what_is_left_of_the_work_is_told():
    found = codes(
        *RELEASE[:-1],
        a_block("###", come(" ")),
        a_block("Check this", place=Place.COMMENT),
        comments=(WordComment("Ana", "Check this", "b1"),),
        properties={"author": "Ana Ruiz", "last_modified_by": "Agency", "title": "x"},
    )

    assert found == ["TRACKED_CHANGES", "COMMENTS_LEFT", "PROPERTIES", "PROPERTIES"]


def test_pictures_are_listed_and_logos_suspected():
    logo = a_block("", pictures=("p0",), asides=(Aside(AsideKind.ALT_TEXT, "Amazon logo"),))
    picture = Picture("p0", "image1.png", "Amazon logo", "image/png", 10, 10, 99)

    found = checks_in(*RELEASE, logo, pictures=(picture,))

    assert [(c.code.value, c.severity.value) for c in found] == [
        ("LOGO_SUSPECTED", "WARN"),
        ("PICTURES", "INFO"),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Buy on amazon now", "other letters"),
        ("Amazon’s shop", "possessive"),
        ("an Amazon-loved pot", "joined"),
        ("Just Amazoned it", "verb"),
        ("You can to Amazon it", "verb"),
    ],
)
def test_odd_forms_of_the_name_are_told(text, words):
    (found,) = of("MARK_FORM", text)

    assert words in found.message


def test_look_alike_letters_are_told():
    assert len(of("MARK_LOOK_ALIKE", "Аmazon")) == 1


def linked(target):
    return a_block("Read ", Span("more", link=target), ".")


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("javascript:alert(1)", "LINK_UNSAFE"),
        ("data:text/html,x", "LINK_UNSAFE"),
        ("file:///etc/passwd", "LINK_UNSAFE"),
        ("\\\\10.0.0.1\\share\\x", "LINK_UNSAFE"),
        ("//evil.example/x", "LINK_UNSAFE"),
        ("https://[bad", "LINK_UNSAFE"),
        ("http://kiln.example", "LINK_INSECURE"),
        ("https://bit.ly/3xYz", "LINK_SHORTENED"),
        ("https://amzn.to/3xYz", "LINK_SHORTENED"),
        ("https://www.amazon.com/dp/B01?tag=kiln-20", "LINK_AFFILIATE"),
        ("https://amazon-handmade-deals.example/x", "LINK_LOOK_ALIKE"),
        ("https://amazon.com.evil.example/x", "LINK_LOOK_ALIKE"),
        ("https://amaz0n.com/x", "LINK_LOOK_ALIKE"),
        ("https://arnazon.com/x", "LINK_LOOK_ALIKE"),
        ("https://amazom.com/x", "LINK_LOOK_ALIKE"),
        ("https://xn--mazon-wqa.com/x", "LINK_LOOK_ALIKE"),
        ("https://аmazon.com/x", "LINK_LOOK_ALIKE"),
    ],
)
def test_links_that_are_not_what_they_seem_are_told(target, code):
    found = [check for check in checks_in(linked(target)) if check.code.value.startswith("LINK_")]

    assert [(check.code.value, check.quote) for check in found] == [(code, target)]
    assert (found[0].start, found[0].end) == (5, 9)


@pytest.mark.parametrize(
    "target",
    [
        "https://www.amazon.com/handmade/kiln",
        "https://kiln.example/?tag=cups", "mailto:a@kiln.example",
        "tel:+15035550199", "https://www.aboutamazon.com/news", "#about", "https://amor.example",
    ],
)  # fmt: skip
def test_ordinary_links_are_fine(target):
    assert [c for c in codes(linked(target)) if c.startswith("LINK_")] == []


def test_an_address_written_out_is_a_link_too():
    (found,) = of("LINK_INSECURE", "See http://kiln.example/cups, please.")

    assert found.quote == "http://kiln.example/cups"


def test_no_mention_is_a_result():
    (found,) = of("NO_MENTION", "We sell pots.")

    assert found.severity is Severity.INFO


def test_deleted_words_are_not_checked():
    assert of("PLACEHOLDER", a_block(("[INSERT DATE]", Mark.DELETED), "Pots.")) == []


def test_places_are_of_what_is_shown():
    block = a_block(("Deleted. ", Mark.DELETED), "The price is TBD.")

    (found,) = of("PLACEHOLDER", block)

    assert block.shown[found.start : found.end] == "TBD"


ASKED = Counter()


@dataclass(frozen=True)
class CountedMention(Mention):
    """A mention that knows how often somebody asked where it begins."""

    def __getattribute__(self, name):
        if name == "start":
            ASKED[name] += 1
        return super().__getattribute__(name)


def looks_at_mentions(rule, text, times):
    reading = a_reading(text * times)
    mentions = mentions_of(manuscript_of(reading), MARKS)
    draft = Draft(reading, tuple(CountedMention(**vars(each)) for each in mentions), FACTS)
    ASKED.clear()
    for _ in rule(draft):
        pass
    return ASKED["start"]


@pytest.mark.parametrize("rule", RULES)
def test_no_rule_looks_at_each_mention_for_each_phrase(rule):
    """Twice the text is twice the work; each with each would be four times."""
    counts = [looks_at_mentions(rule, "amazon best 5% endorsed by. ", n) for n in (200, 400)]

    assert counts[1] <= 3 * counts[0] + 100


def test_a_rule_that_finds_too_much_is_ended_and_that_is_said():
    links = [Span("x", link=f"http://kiln-{number}.example") for number in range(MOST_OF_A_RULE)]

    assert Code.CHECKED_IN_PART in {c.code for c in checks_in(a_block(*links))}
    assert Code.CHECKED_IN_PART not in {c.code for c in checks_in(a_block(*links[1:]))}


def test_of_a_long_draft_the_beginning_is_checked_and_that_is_said():
    short, long = "[INSERT DATE] ", "best of all kilns " * (MOST_CHARACTERS // 10)

    found = checks_in(short, long, short)

    assert [check.block for check in found if check.code is Code.PLACEHOLDER] == ["b0", "b2"]
    (told,) = [check for check in found if check.code is Code.CHECKED_IN_PART]
    assert told.severity is Severity.INFO
    assert not [check for check in found if check.code is Code.CLAIM]


def test_of_many_links_so_many_are_looked_at_and_that_is_said():
    links = [Span("x", link=f"https://kiln-{number}.example") for number in range(MOST_TARGETS + 1)]

    found = checks_in(a_block(*links))

    assert Code.CHECKED_IN_PART not in {c.code for c in checks_in(a_block(*links[:-1]))}
    assert Code.CHECKED_IN_PART in {c.code for c in found}


def test_of_one_code_only_so_many_are_listed():
    assert len(of("PLACEHOLDER", *["TBD"] * (MOST + 10))) == MOST


def test_numbers_are_what_the_rules_count_with():
    assert codes(*RELEASE, numbers=Numbers(headline_max=5)) == ["HEADLINE_LONG"]
    assert codes(*RELEASE, numbers=Numbers(words_min=5_000, words_max=9_000)) == ["LENGTH"]


def test_an_empty_draft_is_checked_too():
    found = checks_in()

    assert Code.NO_MENTION in {check.code for check in found}
    assert a_reading() == Reading(())


def test_every_code_has_a_row_in_the_rules():
    rules = Path("docs/rules.md").read_text(encoding="utf-8")

    assert [code for code in Code if f"`{code}`" not in rules] == []
