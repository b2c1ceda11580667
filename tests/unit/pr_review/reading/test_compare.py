"""Two drafts side by side."""

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pr_review.reading.blocks import Aside, AsideKind, Cell, Mark, Picture, Place, Span
from pr_review.reading.carry import Anchor, Carrier, carry
from pr_review.reading.compare import compare
from pr_review.reading.compare_html import to_html
from pr_review.reading.compare_words import Change, Effort, word_pieces
from tests.unit.pr_review.reading.readings import a_block, a_heading, a_reading, come, gone

LONG = "Ana Ruiz makes every cup by hand in her studio in Portland, and has done so since 2009."


def changes(comparison):
    return [
        (row.change.value, row.old and row.old.id, row.new and row.new.id)
        for rows in comparison.sections
        for row in rows
    ]


def side(comparison, *kept):
    return [
        "".join(piece.text for piece in row.pieces if piece.change in kept)
        for rows in comparison.sections
        for row in rows
    ]


def texts(reading):
    return sorted(block.final for block in reading.blocks if block.final.strip())


def test_the_same_draft_is_the_same():
    reading = a_reading(a_heading("Cups"), LONG, "")

    found = compare(reading, reading)

    assert (found.similarity, found.is_same_text, found.is_same_beside) == (1.0, True, True)
    assert changes(found) == [("SAME", "b0", "b0"), ("SAME", "b1", "b1")]


def test_a_changed_word_is_marked_where_it_stands():
    found = compare(a_reading(LONG), a_reading(LONG.replace("Portland", "Salem, Oregon")))

    assert [(p.change.value, p.text) for p in found.sections[1][0].pieces] == [
        ("SAME", "Ana Ruiz makes every cup by hand in her studio in "),
        ("DELETED", "Portland"),
        ("INSERTED", "Salem, Oregon"),
        ("SAME", ", and has done so since 2009."),
    ]
    assert (found.words_inserted, found.words_deleted, found.is_same_text) == (2, 1, False)


def test_blanks_between_changed_words_do_not_tear_them_apart():
    pieces = word_pieces("we sell old cups here", "we sell new bowls here", Effort())

    assert [piece.text for piece in pieces] == ["we sell ", "old cups", "new bowls", " here"]


def test_paragraphs_come_go_and_keep_their_partners():
    other = "The studio opens on Mondays for visitors who book ahead."
    old = a_reading("One.", LONG, other, "Two.")
    new = a_reading("One.", "Completely new: 7 kilns!", LONG.replace("cup", "bowl"), "Two.")

    assert changes(compare(old, new)) == [
        ("SAME", "b0", "b0"),
        ("INSERTED", None, "b1"),
        ("CHANGED", "b1", "b2"),
        ("DELETED", "b2", None),
        ("SAME", "b3", "b3"),
    ]


def cell(text, row, column, table=0):
    return a_block(text, place=Place.CELL, cell=Cell(table, row, column))


def test_cells_are_paired_by_their_place_whatever_they_say():
    old = a_reading(cell("Cup", 0, 0), cell("$38", 0, 1), cell("Bowl", 1, 0), cell("$50", 1, 1))
    new = a_reading(
        cell("Cup", 0, 0), cell("$42", 0, 1),
        cell("Plate", 1, 0), cell("$9", 1, 1),
        cell("Bowl", 2, 0), cell("$61", 2, 1),
    )  # fmt: skip

    assert changes(compare(old, new)) == [
        ("SAME", "b0", "b0"),
        ("CHANGED", "b1", "b1"),
        ("INSERTED", None, "b2"),
        ("INSERTED", None, "b3"),
        ("SAME", "b2", "b4"),
        ("CHANGED", "b3", "b5"),
    ]


def test_cells_whose_places_cross_are_not_both_paired():
    old = a_reading(cell("one", 0, 0), cell("two", 1, 0))
    new = a_reading(cell("8888", 1, 0), cell("9999", 0, 0))

    assert changes(compare(old, new)) == [
        ("INSERTED", None, "b0"),
        ("CHANGED", "b0", "b1"),
        ("DELETED", "b1", None),
    ]


def test_a_header_is_never_the_body():
    old = a_reading(a_block(LONG, place=Place.HEADER))
    new = a_reading(LONG)

    assert changes(compare(old, new)) == [("DELETED", "b0", None), ("INSERTED", None, "b0")]


def test_tracked_changes_count_as_accepted():
    tracked = a_reading(a_block("We sell ", gone("old"), come("new"), " cups."))

    assert compare(tracked, a_reading("We sell new cups.")).is_same_text


def test_another_picture_or_link_is_the_same_text_and_not_the_same_draft():
    one = Picture("p0", "a.png", "", "image/png", 10, 10, 5, b"12345", "5994")
    other = Picture("p0", "a.png", "", "image/png", 10, 10, 5, b"54321", "2090")

    pictures = compare(a_reading(LONG, pictures=(one,)), a_reading(LONG, pictures=(other,)))
    links = compare(
        a_reading(a_block(Span(LONG, link="https://a.example"))),
        a_reading(a_block(Span(LONG, link="https://b.example"))),
    )

    assert [(c.is_same_text, c.is_same_beside) for c in (pictures, links)] == [(True, False)] * 2


def test_likeness_is_a_share_of_the_letters():
    half = compare(a_reading("aaaa", "bbbb"), a_reading("aaaa", "cccc"))

    assert half.similarity == 0.5
    assert compare(a_reading(LONG), a_reading("Nothing of it!")).similarity < 0.1
    assert compare(a_reading(), a_reading()).similarity == 1.0


def test_texts_too_long_to_compare_each_word_are_replaced_whole_but_not_unlike():
    effort = Effort(bits=100)
    old, new = " ".join(f"a{n} b" for n in range(50)), " ".join(f"b a{n}" for n in range(50))

    pieces = word_pieces(old, new, effort)

    assert effort.is_spent
    assert "".join(p.text for p in pieces if p.change is not Change.INSERTED) == old


def test_html_names_both_blocks_and_escapes_everything():
    evil = '<script>alert("1")</script>'
    old = a_reading(a_heading(f"Cups and plates for everybody {evil}"), LONG, *["same"] * 6)
    new = a_reading(a_heading("Cups and plates for everybody & <bowls>"), LONG, *["same"] * 6)

    html = to_html(compare(old, new))

    assert '<p class="changed body heading level-1" data-old="b0" data-new="b0" dir="auto">' in html
    assert "<script" not in html
    assert "&lt;" in html
    assert "&quot;" in html
    assert "&amp;" in html
    assert html.count('class="same near body"') == 2
    assert html.count('class="same far body"') == 5
    allowed = r"</?(?:div|section|p|ins|del)(?: (?:class|data-[a-z]+|dir)=\"[a-z0-9 -]*\")*>"
    assert "<" not in re.sub(allowed, "", html)


WORDS = st.sampled_from(["cup", "bowl", "Amazon", "a", "-", "é", "<", "\n", " ", "38"])
TEXTS = st.lists(WORDS, max_size=12).map(" ".join)
BLOCKS = st.lists(
    st.builds(
        lambda text, marks, place: a_block(
            (text, *marks), " tail",
            place=place, cell=Cell(0, len(text) % 3, 1) if place is Place.CELL else None,
        ),
        TEXTS,
        st.sets(st.sampled_from([Mark.DELETED, Mark.INSERTED]), max_size=1),
        st.sampled_from([Place.BODY, Place.CELL, Place.HEADER, Place.TEXT_BOX]),
    ),
    max_size=9,
)  # fmt: skip


@settings(deadline=None)
@given(BLOCKS, BLOCKS)
def test_each_side_of_a_comparison_is_its_draft(one, two):
    old, new = a_reading(*one), a_reading(*two)

    found = compare(old, new)

    assert sorted(filter(None, side(found, Change.SAME, Change.DELETED))) == texts(old)
    assert sorted(filter(None, side(found, Change.SAME, Change.INSERTED))) == texts(new)
    for at in (1, 2):
        for rows in found.sections:
            ids = [int(row[1:]) for change in rows if (row := _id(change, at))]
            assert ids == sorted(set(ids))
    assert 0 <= found.similarity <= 1
    html = to_html(found)
    shown = unescape(re.sub(r"<del>[^<]*</del>|<(?:/?ins|/?p|div|/?section|/div)[^>]*>", "", html))
    assert "".join(shown.split()) == "".join(
        "".join(side(found, Change.SAME, Change.INSERTED)).split()
    )


def _id(row, at):
    block = row.old if at == 1 else row.new
    return block.id if block else ""


@settings(deadline=None)
@given(BLOCKS, BLOCKS, st.integers(0, 8), st.integers(0, 30), st.integers(0, 30))
def test_a_carried_comment_stands_within_a_block(one, two, block, start, end):
    old, new = a_reading(*one), a_reading(*two)
    anchor = Anchor(f"b{block}", start, end, "x")

    (carried,) = carry([anchor], old, new)

    if carried is not None:
        (target,) = (b for b in new.blocks if b.id == carried.block)
        assert 0 <= carried.start <= carried.end <= len(target.shown)
        if carried.start < carried.end:
            shown = target.shown[carried.start : carried.end]
            assert shown == carried.quote or start >= end or target.shown == old.blocks[block].shown


def anchor(block, text, quote):
    start = text.index(quote)
    return Anchor(block, start, start + len(quote), quote)


def test_a_comment_keeps_its_place_in_a_block_that_stayed():
    here = anchor("b0", LONG, "cup")

    assert carry([here], a_reading(LONG), a_reading("New.", LONG)) == (
        Anchor("b1", here.start, here.end, "cup"),
    )


def test_a_comment_follows_its_words_to_the_nearest_place():
    old = "A cup is a cup: no cup is like another one that we make here."
    new = "Every single cup is a cup: no cup is like another one that we make here."
    second = Anchor("b0", 11, 14, "cup")

    (carried,) = carry([second], a_reading(old), a_reading(new))

    assert carried == Anchor("b0", 22, 25, "cup")


def test_a_comment_follows_a_block_that_was_moved_as_it_was():
    old = a_reading(LONG, "Two two two.", "Three three three.", "Four four four.")
    new = a_reading("Two two two.", "Three three three.", "Four four four.", LONG)

    (carried,) = carry([anchor("b0", LONG, "cup")], old, new)

    assert carried == anchor("b3", LONG, "cup")


def test_a_comment_is_outdated_once_its_words_or_its_block_are_gone():
    new = a_reading(LONG.replace("cup", "bowl"), "else")

    words, block, unknown = carry(
        [anchor("b0", LONG, "cup"), Anchor("b1", 0, 0, ""), Anchor("b9", 0, 1, "x")],
        a_reading(LONG, "Something that will be gone."),
        new,
    )

    assert (words, block, unknown) == (None, None, None)


def test_a_comment_on_a_whole_block_stays_with_it():
    old, new = a_reading(LONG), a_reading(LONG.replace("cup", "bowl"))

    assert carry([Anchor("b0", 0, 0, "")], old, new) == (Anchor("b0", 0, 0, ""),)


def test_a_comment_on_words_with_a_deletion_between_follows_what_was_left():
    old = a_block("We sell ", gone("old "), "cups of clay to everybody.")
    new = a_block("Today we sell cups of clay to ", come("nearly "), "everybody.")

    (carried,) = carry([Anchor("b0", 3, 16, "sell old cups")], a_reading(old), a_reading(new))

    assert carried == Anchor("b0", 9, 18, "sell cups")


def test_a_comment_stands_right_behind_words_that_are_struck_out():
    new = a_block(gone("Once upon a time "), "Ana Ruiz makes every bowl and every cup by hand.")

    (carried,) = carry(
        [Anchor("b0", 21, 24, "cup")],
        a_reading("Ana Ruiz makes every cup by hand."),
        a_reading(new),
    )

    assert carried is not None
    assert new.shown[carried.start : carried.end] == carried.quote == "cup"


def test_a_comment_on_a_picture_stays_with_it():
    picture = a_block("", pictures=("p0",), asides=(Aside(AsideKind.ALT_TEXT, "A cup"),))

    assert carry([Anchor("b0", 0, 0, "")], a_reading(picture), a_reading("New.", picture)) == (
        Anchor("b1", 0, 0, ""),
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["", "word"] * 2000, ["", "other"] * 2000),
        (["a the of to " * 1500], ["to of a the " * 1500]),
        ([f"old {n}" for n in range(2000)], [f"new {n}" for n in range(2100)]),
        (["x" * 100_000], ["y" * 100_000]),
        (["(" * 20_000], ["()" * 20_000]),
    ],
    ids=["half blank", "few words", "all changed", "one word", "marks"],
)
def test_drafts_made_to_be_laborious_are_compared(old, new):
    found = compare(a_reading(*old), a_reading(*new))

    assert sorted(filter(None, side(found, Change.SAME, Change.INSERTED))) == sorted(
        filter(None, new)
    )


def test_what_became_of_a_block_is_worked_out_once_for_all_its_comments():
    old = a_reading(LONG + " and so on")
    new = a_reading("Today " + LONG)
    at = anchor("b0", LONG, "cup")

    one, many = Carrier(old, new), Carrier(old, new)
    one.carried(at)
    found = {many.carried(Anchor("b0", at.start, end, "")) for end in range(at.start + 1, at.end)}

    assert len(found) == at.end - at.start - 1
    assert many.effort == one.effort
