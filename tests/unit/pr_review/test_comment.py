"""Comments: who reads them, and what becomes of them."""

from datetime import timedelta

import pytest

from pr_review.domain.comment import (
    Anchor,
    Comment,
    CommentIsInternal,
    CommentNotFound,
    CommentOfAnother,
    CommentSent,
    IssueNotOpen,
    IssueOpen,
    Status,
    Visibility,
)
from tests.unit.pr_review.builders import ADA, LEO, NOW, RITA, RUTH

LATER = NOW + timedelta(hours=1)
MAKER, INTERNAL = Visibility.MAKER, Visibility.INTERNAL


def a_comment(**changes):
    given = {
        "id": "c1",
        "release": "id-1",
        "anchor": Anchor(1, "b17", 3, 9, "Amazon"),
        "author": RITA,
        "text": "Is it so?",
        "created": NOW,
        "updated": NOW,
    }
    return Comment(**(given | changes))


def test_a_comment_is_internal_unless_it_is_sent():
    assert not a_comment(sent=NOW).is_seen_by_maker
    assert not a_comment(visibility=MAKER).is_seen_by_maker
    assert a_comment(visibility=MAKER, sent=NOW).is_seen_by_maker


def test_a_reply_to_the_maker_is_read_at_once_if_the_comment_is():
    sent = a_comment(visibility=MAKER, sent=NOW).reply("We see.", MAKER, RITA, LATER)
    unsent = a_comment(visibility=MAKER).reply("We see.", MAKER, RITA, NOW)

    assert sent.replies[0].is_seen_by_maker
    assert not unsent.replies[0].is_seen_by_maker


def test_an_internal_reply_stays_internal():
    sent = a_comment(visibility=MAKER, sent=NOW)

    assert not sent.reply("He errs.", INTERNAL, RUTH, LATER).replies[0].is_seen_by_maker


def test_the_maker_answers_what_they_see_and_nothing_else():
    sent = a_comment(visibility=MAKER, sent=NOW)
    assert sent.reply("It is.", INTERNAL, ADA, LATER).replies[0].is_seen_by_maker

    for unseen in (a_comment(), a_comment(visibility=MAKER)):
        with pytest.raises(CommentNotFound):
            unseen.reply("What?", MAKER, ADA, LATER)


def test_to_an_internal_comment_everything_is_internal():
    with pytest.raises(CommentIsInternal):
        a_comment().reply("Dear maker", MAKER, RITA, LATER)


def test_only_ones_own_unsent_comment_can_be_changed():
    changed = a_comment().edit("It is so.", MAKER, RITA, LATER)
    assert (changed.text, changed.visibility, changed.updated) == ("It is so.", MAKER, LATER)

    with pytest.raises(CommentOfAnother):
        a_comment().edit("No.", INTERNAL, RUTH, LATER)
    for read in (
        a_comment(visibility=MAKER, sent=NOW),
        a_comment().reply("Yes.", INTERNAL, LEO, NOW),
    ):
        with pytest.raises(CommentSent):
            read.ensure_own_unsent(RITA)


@pytest.mark.parametrize("status", [Status.FIXED, Status.DROPPED])
def test_an_issue_is_resolved_and_can_be_opened_again(status):
    issue = a_comment(status=Status.OPEN)

    resolved = issue.resolve(status, RUTH, LATER)

    assert (resolved.status, resolved.resolved_by, resolved.resolved) == (status, RUTH, LATER)
    assert resolved.reopen(LATER).status is Status.OPEN
    assert resolved.reopen(LATER).resolved_by is None
    with pytest.raises(IssueNotOpen):
        resolved.resolve(status, RUTH, LATER)
    with pytest.raises(IssueOpen):
        issue.reopen(LATER)


def test_what_is_no_issue_is_not_resolved():
    with pytest.raises(IssueNotOpen):
        a_comment().resolve(Status.FIXED, RUTH, LATER)


def test_a_comment_stands_where_its_words_are_in_each_draft():
    moved = Anchor(2, "b18", 4, 10, "Amazon")
    carried = a_comment(carried={2: moved, 3: None})

    assert carried.in_draft(1) == carried.anchor
    assert carried.in_draft(2) == moved
    assert carried.in_draft(3) is None
    assert Anchor(1, "b17").is_whole_block
