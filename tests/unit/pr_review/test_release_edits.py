"""A copy of a draft with our edits: who gives it, what it is about, and when the maker sees it."""

import pytest

from chassis.errors import Problem, Refused
from handmade.pr_review.v1 import press_release_pb2 as pb
from pr_review.domain.release import (
    Action,
    DraftChanged,
    DraftUnchanged,
    OwnPressRelease,
    PressReleaseNotInReview,
    PressReleaseTaken,
    RoundsUsed,
    Standing,
)
from pr_review.store.release_document import files_of, from_document, to_document
from pr_review.wire import release as wire
from pr_review.wire.release import Beside
from tests.unit.pr_review.builders import ADA, LEADS, LENA, RITA, RUTH, SHA, in_review


def as_kept(story):
    return [(it.file_id, it.draft_number, it.sent) for it in story.release.edited_copies]


def shown(story):
    """The message as staff sees it, and as the maker does."""
    full = wire.to_press_release(story.release, Beside())
    return full, wire.for_maker(full, "ada")


def test_a_copy_is_bound_to_the_present_draft_and_is_the_staffs_own():
    story = in_review().keep_edits()

    [copy] = story.release.edited_copies
    assert (copy.draft_number, copy.draft_sha256, copy.sent) == (1, SHA, None)
    assert story.release.timeline[-1].action is Action.EDITS_UPLOADED
    full, makers = shown(story)
    assert [it.file_name for it in full.edited_copies] == ["edits.docx"]
    assert not full.edited_copies[0].HasField("send_time")
    assert not makers.edited_copies
    assert [it.action for it in makers.timeline] == ["started", "draft_uploaded", "changed",
                                                     "submitted", "taken"]  # fmt: skip


def test_what_only_staff_sees_changes_nothing_that_the_maker_sees():
    story = in_review()
    before = shown(story)[1]

    # The store counts every change.
    edited = story.keep_edits().release
    full = wire.to_press_release(edited, Beside())
    full.etag = str(edited.revision + 1)

    assert wire.for_maker(full, "ada") == before


def test_asking_for_changes_sends_the_copy_and_names_nobodys_account():
    story = in_review().keep_edits().request_changes()

    assert as_kept(story) == [("edits-1", 1, story.now)]
    _, makers = shown(story)
    [copy] = makers.edited_copies
    assert copy.send_time.ToDatetime() == story.now.replace(tzinfo=None)
    assert (copy.uploader.display_name, copy.uploader.subject) == ("Rita", "")


def test_a_later_copy_takes_the_place_of_one_that_was_not_sent():
    story = in_review().keep_edits(1).keep_edits(2)

    assert as_kept(story) == [("edits-2", 1, None)]
    assert "edits-1" not in files_of(story.release)
    assert "edits-2" in files_of(story.release)


def test_another_draft_leaves_the_copy_with_the_old_one_and_it_is_never_sent_with_the_new():
    story = in_review().keep_edits(1).upload()
    assert story.release.edited_copy is None

    story.keep_edits(2).request_changes()

    assert as_kept(story) == [("edits-1", 1, None), ("edits-2", 2, story.now)]
    assert {"edits-1", "edits-2"} <= files_of(story.release)
    assert [it.draft_number for it in shown(story)[1].edited_copies] == [2]


def test_a_copy_that_was_sent_stays_when_there_is_another_of_the_same_draft():
    story = in_review().keep_edits(1).request_changes()
    sent = story.now
    # It lapses unanswered, and comes back with the same draft.
    story.at(story.release.lapses).move("2027-04-08").keep_edits(2)

    assert as_kept(story) == [("edits-1", 1, sent), ("edits-2", 1, None)]
    assert [it.size_bytes for it in shown(story)[1].edited_copies] == [1000]
    assert story.release.edited_copy.file_id == "edits-2"


@pytest.mark.parametrize(
    ("actor", "standing", "refusal"),
    [
        (RUTH, Standing(), PressReleaseTaken),
        (LENA, LEADS, PressReleaseTaken),
        (ADA, Standing(), OwnPressRelease),
        (RITA, Standing(), None),
        (RUTH, Standing(acts_for=frozenset({"rita"})), None),
    ],
)
def test_a_copy_is_given_by_whoever_may_ask_for_changes(actor, standing, refusal):
    for verb in ("keep_edits", "request_changes"):
        story = in_review()
        if refusal is None:
            getattr(story, verb)(actor=actor, standing=standing)
            continue
        with pytest.raises(refusal):
            getattr(story, verb)(actor=actor, standing=standing)


def refused(story, **changes):
    with pytest.raises(Problem) as problem:
        story.keep_edits(**changes)
    return problem.value


def test_a_copy_is_refused_where_it_would_be_of_no_use():
    twice = in_review().request_changes().upload().answer().request_changes().upload().answer()

    assert isinstance(refused(twice), RoundsUsed)
    assert isinstance(refused(in_review().request_changes()), PressReleaseNotInReview)
    assert isinstance(refused(in_review(), sha256=SHA), DraftUnchanged)
    stale = refused(in_review(), draft_sha256="b" * 64)
    assert isinstance(stale, DraftChanged)
    assert not isinstance(stale, Refused)


def test_a_release_that_was_stored_before_there_were_copies_has_none():
    stored = to_document(in_review().release)
    del stored["edited_copies"]

    release = from_document(stored)

    assert release.edited_copies == ()
    assert wire.to_press_release(release, Beside()).edited_copies == []


def test_copies_survive_being_stored():
    release = in_review().keep_edits().request_changes().release

    assert from_document(to_document(release)).edited_copies == release.edited_copies
    assert set(pb.PressRelease.EditedCopy.DESCRIPTOR.fields_by_name) == {
        it.name for it, _ in wire.to_press_release(release, Beside()).edited_copies[0].ListFields()
    }
