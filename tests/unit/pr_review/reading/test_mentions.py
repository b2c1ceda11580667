"""Which words mention the marketplace, and how they are told apart from those that do not."""

from dataclasses import replace

import pytest

from pr_review.reading.blocks import Aside, AsideKind, Block, Mark, Place, Span
from pr_review.reading.forms import Oddity
from pr_review.reading.marks import BrandMark, Marks
from pr_review.reading.mentions import MOST, Flag
from tests.unit.pr_review.reading.readings import (
    a_block,
    a_heading,
    come,
    gone,
    mentions_in,
)

HANDMADE = "Amazon Handmade"


@pytest.mark.parametrize(
    "text",
    [
        "Ama\u00adzon Hand\u200bmade", "Amazon\u00a0Handmade", "Amazon\n Handmade",
        "Amazon‑Handmade",
        "AMAZON-HANDMADE", "AmazonHandmade", "handmade at Amazon", "Amazon\u2003handmade",
        "amazon_handmade", "Amazon’s Handmade", "Handmade by Amazon", "A\u0301mazon Handmade",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "around", ["{}", "We sell on {}.", "(#{}) here", "“{}” and more", "在{}上"]
)
def test_the_programme_is_found_in_every_disguise(text, around):
    before, after = around.split("{}")

    mentions = mentions_in(around.format(text))

    assert [(m.mark, m.start, m.quote) for m in mentions] == [(HANDMADE, len(before), text)]
    assert mentions[0].end == len(before) + len(text)
    assert after or mentions[0].end == len(around.format(text))


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Amazon", "Amazon"), ("Amazon's shop", "Amazon"), ("Amazon’s shop", "Amazon"),
        ("pre-Amazon days", "Amazon"), ("see amazon.com/handmade now", "amazon"),
        ("我们在亚马逊", "亚马逊"), ("アマゾンで", "アマゾン"), ("на Амазон", "Амазон"),
        ("Amazon®", "Amazon"), ("Amazon™ too", "Amazon"), ("Amazon¹", "Amazon"),
        ("jobs@amazon.com", "amazon"), ("Amazon riverside studio", "Amazon"), ("AMAZON", "AMAZON"),
    ],
)  # fmt: skip
def test_the_marketplace_is_found(text, quote):
    assert [(m.mark, m.quote, m.start) for m in mentions_in(text)] == [
        ("Amazon", quote, text.index(quote))
    ]


@pytest.mark.parametrize(
    "text", ["Аmazon", "Ａｍａｚｏｎ", "Ámazon", "Ａmazon®", "Amаzon’s", "Ama\u0301zon"]
)
def test_letters_that_only_look_alike_are_flagged(text):
    (mention,) = mentions_in(text)

    assert mention.mark == "Amazon"
    assert Flag.LOOK_ALIKE in mention.flags


@pytest.mark.parametrize("text", ["Ama\u00adzon", "Amazon", "Амазон", "亚马逊", "Amazon®"])
def test_names_in_their_own_letters_are_not_flagged(text):
    (mention,) = mentions_in(text)

    assert Flag.LOOK_ALIKE not in mention.flags


@pytest.mark.parametrize(
    "text",
    [
        "the Amazon rainforest", "Amazon Rain Forest", "Amazon River Pottery", "the Amazon’s river",
        "the Brazilian Amazon", "Amazonite beads", "Amazonian clay", "amazonstore", "Amazonas",
        "A M A Z O N", "Ama zon", "amaz0n", "handmade", "Handmade soap", "our handmade store",
        "the handmade store", "Handmade store", "The Handmade Soap Company", "",
    ],
)  # fmt: skip
def test_other_words_are_no_mentions(text):
    assert mentions_in(text) == ()


@pytest.mark.parametrize("noun", ["store", "programme", "program", "community"])
def test_the_bare_word_counts_with_a_capital_before_what_the_marketplace_has(noun):
    (mention,) = mentions_in(f"Join the Handmade {noun} today")

    assert (mention.mark, mention.quote, mention.start) == (HANDMADE, "Handmade", 9)


def test_a_name_is_found_across_spans_of_different_looks():
    block = a_block("We love ", ("Ama", Mark.BOLD), "zon Hand", ("made", Mark.ITALIC), "!")

    (mention,) = mentions_in("First.", block)

    assert (mention.block, mention.start, mention.end) == ("b1", 8, 23)


@pytest.mark.parametrize(
    ("mark", "flag"),
    [
        (Mark.INSERTED, Flag.INSERTED), (Mark.DELETED, Flag.DELETED),
        (Mark.HIDDEN, Flag.HIDDEN), (Mark.WHITE, Flag.WHITE),
    ],
)  # fmt: skip
def test_what_is_special_about_the_words_is_said(mark, flag):
    (mention,) = mentions_in(a_block("At ", ("Amazon", mark), " now"))

    assert mention.flags == {flag}
    assert (mention.start, mention.end) == (3, 9)


def test_a_name_that_stands_once_changes_are_accepted_is_found():
    (mention,) = mentions_in(a_block("On Ama", gone("xx"), come("zon"), " Handmade now"))

    assert (mention.mark, mention.start, mention.end) == (HANDMADE, 3, 20)
    assert mention.quote == "Amaxxzon Handmade"
    assert Flag.INSERTED in mention.flags
    assert Flag.DELETED not in mention.flags


def test_a_name_that_is_printed_although_hidden_letters_stand_in_it_is_found():
    hidden = ("xx", Mark.HIDDEN)

    (mention,) = mentions_in(a_block("On Ama", hidden, gone("yy"), "zon now"))

    assert (mention.mark, mention.start, mention.end) == ("Amazon", 3, 13)
    assert Flag.HIDDEN in mention.flags
    assert Flag.DELETED not in mention.flags


def test_a_name_beside_hidden_words_is_told_once():
    found = mentions_in(a_block("Amazon", (" Handmade", Mark.HIDDEN), " and Amazon"))

    assert [(m.mark, m.start, m.flags) for m in found] == [
        (HANDMADE, 0, {Flag.HIDDEN}),
        ("Amazon", 20, frozenset()),
    ]


def test_deleted_and_remaining_names_are_both_told():
    found = mentions_in(a_block(gone("Amazon "), "and Amazon"))

    assert [(m.start, Flag.DELETED in m.flags) for m in found] == [(0, True), (11, False)]


@pytest.mark.parametrize("place", [p for p in Place if p is not Place.CELL])
def test_every_place_is_searched(place):
    (mention,) = mentions_in(a_block("Amazon", place=place))

    assert mention.place is place


@pytest.mark.parametrize(
    ("kind", "text", "flags"),
    [
        (AsideKind.ALT_TEXT, "The Amazon logo", {Flag.PICTURE}),
        (AsideKind.FILE_NAME, "amazon-logo.png", {Flag.PICTURE}),
        (AsideKind.LINK_TARGET, "https://www.amazon.com/x?amazon=1", {Flag.LINK}),
        (AsideKind.TOOLTIP, "Shop at Amazon", {Flag.LINK}),
        (AsideKind.BOOKMARK, "about_amazon", set()),
        (AsideKind.WORD_ART, "AMAZON", set()),
        (AsideKind.RUBY, "Amazon", set()),
        (AsideKind.LABEL, "Amazon 1.", set()),
        (AsideKind.DRAWING, "Sales on Amazon", set()),
    ],
)
def test_what_stands_beside_the_words_is_searched(kind, text, flags):
    (mention,) = mentions_in(a_block("words", asides=(Aside(kind, text),)))

    assert (mention.aside, mention.aside_text, mention.start, mention.end) == (kind, text, 0, 0)
    assert mention.flags == flags


def test_a_link_is_told_once_and_its_words_are_flagged():
    target = "https://www.amazon.com/handmade"
    block = a_block(
        Span("Amazon", link=target), Span(" shop", link=target),
        asides=(Aside(AsideKind.LINK_TARGET, target),),
    )  # fmt: skip

    words, link = mentions_in(block)

    assert (words.aside, words.flags) == (None, {Flag.LINK})
    assert (link.aside, link.quote) == (AsideKind.LINK_TARGET, "amazon")


@pytest.mark.parametrize(
    ("text", "oddities"),
    [
        ("on Amazon now", ()),
        ("on amazon now", (Oddity.CASE,)),
        ("on AMAZON now", (Oddity.CASE,)),
        ("on amazon handmade", (Oddity.CASE,)),
        ("Amazon-Handmade", (Oddity.JOINED,)),
        ("an AmazonHandmade shop", (Oddity.JOINED,)),
        ("pre-Amazon", (Oddity.JOINED,)),
        ("Amazon-based", (Oddity.JOINED,)),
        ("Amazon's", (Oddity.POSSESSIVE,)),
        ("amazon’s", (Oddity.CASE, Oddity.POSSESSIVE)),
        ("Amazon’s Handmade", (Oddity.POSSESSIVE,)),
        ("Ama\u00adzon\u00a0Handmade", ()),
        ("www.amazon.com/handmade", ()),
        ("amazon.de", ()),
        ("press@amazon.com", ()),
        ("#amazonhandmade", ()),
        ("@amazonhandmade", ()),
        ("OUR POTS NOW ON AMAZON HANDMADE", ()),
        ("亚马逊", ()),
    ],
)
def test_odd_forms_are_told(text, oddities):
    (mention,) = mentions_in(text)

    assert mention.oddities == oddities
    assert (Flag.ODD_FORM in mention.flags) == bool(oddities)


def test_a_heading_of_capitals_is_not_odd():
    (mention,) = mentions_in(a_heading("NOW ON AMAZON"))

    assert mention.oddities == ()


def test_marks_are_data():
    marks = Marks((BrandMark("Fair Kiln", ("Fair Kiln",), not_followed_by=("valley",)),))

    found = mentions_in("Fair Kiln, not Amazon, not Fair Kiln Valley", marks=marks)

    assert [(m.mark, m.start) for m in found] == [("Fair Kiln", 0)]


def test_a_text_of_names_alone_is_bounded():
    assert len(mentions_in("Amazon " * (MOST + 100))) == MOST
    assert len(mentions_in(*["Amazon"] * (MOST + 100))) == MOST


def test_ids_of_blocks_are_kept():
    block: Block = replace(a_block("Amazon"), place=Place.FOOTER)

    assert [m.block for m in mentions_in("a", block, "b", "Amazon")] == ["b1", "b3"]
