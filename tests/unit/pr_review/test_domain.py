"""How a press release may change."""

import pytest

from chassis.actors import Actor
from chassis.caller import Role
from chassis.errors import Refused
from pr_review.domain.press_release import PressReleaseTaken, State
from pr_review.policy import review
from tests.unit.pr_review.builders import (
    ADA,
    NOW,
    NUMBERS,
    RITA,
    SHA,
    a_draft,
    a_form,
    a_release,
    in_review,
    without_draft,
)

VERBS = {
    "edit": lambda release: release.edit(a_form(title="New"), ADA, NOW),
    "attach": lambda release: release.attach(a_draft(number=2), ADA, NOW),
    "submit": lambda release: release.submit(ADA, NOW),
    "take": lambda release: release.take(RITA, NOW),
    "approve": lambda release: release.approve(
        review.approval_of(release, SHA, RITA, NOW, NUMBERS), NOW
    ),
}
RELEASES = {
    State.DRAFT: a_release(),
    State.SUBMITTED: a_release().submit(ADA, NOW),
    State.IN_REVIEW: in_review(),
    State.APPROVED: VERBS["approve"](in_review()),
}
ALLOWED = {
    (State.DRAFT, "edit"): State.DRAFT,
    (State.DRAFT, "attach"): State.DRAFT,
    (State.DRAFT, "submit"): State.SUBMITTED,
    (State.SUBMITTED, "take"): State.IN_REVIEW,
    (State.IN_REVIEW, "approve"): State.APPROVED,
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", State)
def test_a_release_moves_only_along_its_states(state, verb):
    release = RELEASES[state]

    try:
        moved = VERBS[verb](release).state
    except Refused:
        moved = None

    assert moved == ALLOWED.get((state, verb))


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", State)
def test_a_timeline_only_grows(state, verb):
    release = RELEASES[state]

    try:
        moved = VERBS[verb](release)
    except Refused:
        return

    assert moved.timeline[: len(release.timeline)] == release.timeline
    assert len(moved.timeline) == len(release.timeline) + 1
    assert moved.timeline[-1].state == moved.state


def test_edits_in_a_row_by_one_person_are_one_entry():
    other = Actor("bea", "Bea", Role.PARTNER)
    release = without_draft()

    for actor in (ADA, ADA, other, ADA):
        release = release.edit(a_form(), actor, NOW)

    assert [entry.actor for entry in release.timeline] == [ADA, ADA, other, ADA]
    assert [entry.action for entry in release.timeline] == ["started"] + ["changed"] * 3


def test_who_comes_second_is_told_who_has_it():
    with pytest.raises(PressReleaseTaken, match="Rita has taken this press release"):
        in_review().take(Actor("otto", "Otto", Role.PR), NOW)


def test_a_release_without_a_document_has_no_file():
    assert without_draft().file_with("") is None


def test_a_file_is_found_by_its_digest_or_as_the_present_one():
    release = a_release()

    assert release.file_with("") == "file-1"
    assert release.file_with(SHA) == "file-1"
    assert release.file_with("b" * 64) is None
