"""A redline is true when accepting it gives the newer draft and rejecting it the older."""

import pytest

from pr_review.reading.blocks import Block, Mark, Place, Reading, Span
from pr_review.writing.notes import Caution, Difference
from pr_review.writing.proof import proof_of, warnings_of

NEW, GONE = frozenset({Mark.INSERTED}), frozenset({Mark.DELETED})


def reading(*lines, place=Place.BODY, part="word/document.xml"):
    """Lines of words, or of pairs of words and marks; a mark as the last is that of the end."""
    return Reading(tuple(a_block(line, place, part) for line in lines))


def a_block(line, place, part):
    line = [line] if isinstance(line, str) else list(line)
    ending = line.pop() if isinstance(line[-1], frozenset) else frozenset()
    pairs = [(each, frozenset()) if isinstance(each, str) else each for each in line]
    spans = tuple(Span(words, marks) for words, marks in pairs)
    return Block("b0", place, part, 0, spans, ending=ending)


@pytest.mark.parametrize(
    ("redline", "old", "new"),
    [
        ([["a ", ("b", GONE), ("c", NEW)]], ["a b"], ["a c"]),
        ([[("a", GONE), GONE], "b"], ["a", "b"], ["b"]),
        ([[("a", NEW), NEW], "b"], ["b"], ["a", "b"]),
        ([["a ", NEW], "b"], ["a b"], ["a ", "b"]),
        ([["a ", GONE], "b"], ["a ", "b"], ["a b"]),
        (["a", "", "b"], ["a", "b"], ["", "a", "b", ""]),
        ([["a", ("x", NEW | GONE)]], ["a"], ["a"]),
        ([["a", ("x", NEW | {Mark.BOLD, Mark.MOVED})]], ["a"], ["ax"]),
    ],
)
def test_a_true_redline_leads_back_to_both_drafts(redline, old, new):
    proof = proof_of(reading(*redline), reading(*old), reading(*new))

    assert (proof.accept_difference, proof.reject_difference) == (None, None)
    assert proof.accept_equals_new
    assert proof.reject_equals_old


def test_what_a_redline_lost_is_named_with_what_stands_around_it():
    old, new = reading("Mugs for dogs"), reading("Mugs for cats, by hand")

    proof = proof_of(reading("Mugs for cats"), old, new)

    assert proof.accept_difference == Difference(
        Place.BODY, "Mugs for cats, by hand", "Mugs for cats"
    )
    assert proof.reject_difference == Difference(Place.BODY, "Mugs for dogs", "Mugs for cats")


def test_what_is_shown_of_a_difference_is_short():
    old = reading("a" * 5000 + "b" * 5000)

    found = proof_of(reading("a" * 5000 + "c" * 5000), old, old).accept_difference

    assert found == Difference(Place.BODY, "a" * 20 + "b" * 80, "a" * 20 + "c" * 80)


def test_words_in_a_header_do_not_make_up_for_words_in_the_body():
    body, header = reading("Embargoed"), reading("Embargoed", place=Place.HEADER)

    proof = proof_of(header, body, body)

    assert proof.accept_difference == Difference(Place.BODY, "Embargoed", "")


def test_headers_may_have_other_names_and_another_order():
    first = reading("One", "Two", place=Place.HEADER, part="word/header1.xml").blocks
    second = reading("First page", place=Place.HEADER, part="word/header2.xml").blocks
    other = reading("First page", place=Place.HEADER, part="word/header9.xml").blocks

    proof = proof_of(Reading(other + first), Reading(first + second), Reading(first + second))

    assert proof.accept_equals_new


def test_cells_are_read_with_the_body_and_comments_not_at_all():
    old = Reading((a_block("a", Place.CELL, "x"), a_block("said", Place.COMMENT, "y")))

    assert proof_of(reading("a"), old, reading("a")).reject_equals_old


def test_changes_that_were_open_count_as_accepted_and_are_told():
    old = reading(["a", ("b", NEW), ("c", GONE)])

    assert proof_of(reading("ab"), old, reading("ab")).reject_equals_old
    assert warnings_of(old, reading("ab")) == [Caution.OLD_CHANGES_ACCEPTED]
    assert warnings_of(reading("ab"), old) == [Caution.NEW_CHANGES_ACCEPTED]


def test_a_word_that_is_hidden_in_only_one_of_them_is_a_difference():
    hidden = [["does ", ("not ", frozenset({Mark.HIDDEN})), "endorse us"]]
    plain = ["does not endorse us"]

    proof = proof_of(reading(*plain), reading(*plain), reading(*hidden))

    assert proof.accept_difference == Difference(Place.BODY, plain[0], plain[0])
    assert proof.reject_equals_old
    assert warnings_of(reading(*plain), reading(*hidden)) == [Caution.LOOKS_CHANGED]
    assert proof_of(reading(*hidden), reading(*plain), reading(*hidden)).accept_equals_new
