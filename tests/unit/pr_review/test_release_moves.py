"""Every move of a press release tried in every state."""

import pytest

from chassis.errors import Problem
from pr_review.domain.release.states import (
    State,
    spoken,
)
from tests.unit.pr_review.builders import (
    RUTH,
    SAM,
)
from tests.unit.pr_review.stories import STATES, assign, not_needed, release

MOVES = {
    "edit": (lambda it: it.edit(title="Cat mugs"), {State.DRAFT: State.DRAFT}),
    "upload": (
        lambda it: it.upload(),
        {
            State.DRAFT: State.DRAFT,
            State.SUBMITTED: State.SUBMITTED,
            State.IN_REVIEW: State.IN_REVIEW,
            State.CHANGES_REQUESTED: State.CHANGES_REQUESTED,
            State.APPROVED: State.IN_REVIEW,
        },
    ),
    "submit": (lambda it: it.submit(), {State.DRAFT: State.SUBMITTED}),
    "take": (lambda it: it.take(RUTH), {State.SUBMITTED: State.IN_REVIEW}),
    "assign": (
        assign,
        {
            State.SUBMITTED: State.IN_REVIEW,
            State.IN_REVIEW: State.IN_REVIEW,
            State.CHANGES_REQUESTED: State.CHANGES_REQUESTED,
        },
    ),
    "release": (release, {State.IN_REVIEW: State.SUBMITTED}),
    "keep_edits": (lambda it: it.keep_edits(), {State.IN_REVIEW: State.IN_REVIEW}),
    "request_changes": (
        lambda it: it.request_changes(),
        {State.IN_REVIEW: State.CHANGES_REQUESTED},
    ),
    "answer": (
        lambda it: it.upload().answer(),
        {State.CHANGES_REQUESTED: State.IN_REVIEW},
    ),
    "approve": (lambda it: it.approve(), {State.IN_REVIEW: State.APPROVED}),
    "decline": (lambda it: it.decline(), {State.IN_REVIEW: State.DECLINED}),
    "not_needed": (not_needed, {State.IN_REVIEW: State.NOT_NEEDED}),
    "reopen": (
        lambda it: it.reopen(),
        {
            State.APPROVED: State.IN_REVIEW,
            State.DECLINED: State.IN_REVIEW,
            State.NOT_NEEDED: State.IN_REVIEW,
        },
    ),
    "move": (
        lambda it: it.move("2027-04-08"),
        {
            State.SUBMITTED: State.SUBMITTED,
            State.IN_REVIEW: State.IN_REVIEW,
            State.CHANGES_REQUESTED: State.CHANGES_REQUESTED,
            State.APPROVED: State.IN_REVIEW,
            State.LAPSED: State.IN_REVIEW,
        },
    ),
    "withdraw": (
        lambda it: it.withdraw(),
        {
            State.DRAFT: State.WITHDRAWN,
            State.SUBMITTED: State.WITHDRAWN,
            State.IN_REVIEW: State.WITHDRAWN,
            State.CHANGES_REQUESTED: State.WITHDRAWN,
            State.APPROVED: State.WITHDRAWN,
            State.LAPSED: State.WITHDRAWN,
        },
    ),
    "undo": (lambda it: it.undo(), {State.WITHDRAWN: State.IN_REVIEW}),
    "ask": (
        lambda it: it.ask(),
        {
            State.IN_REVIEW: State.IN_REVIEW,
            State.CHANGES_REQUESTED: State.CHANGES_REQUESTED,
        },
    ),
    "report": (
        lambda it: it.report(SAM, by_staff=True, is_other=True),
        {
            state: State.PUBLISHED_WITHOUT_APPROVAL
            for state in State
            if state not in (State.DRAFT, State.PUBLISHED, State.PUBLISHED_WITHOUT_APPROVAL)
        },
    ),
}


def test_the_stories_are_in_their_states():
    assert {state: story().release.state for state, story in STATES.items()} == {
        state: state for state in State
    }


@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("state", State, ids=lambda it: it.value)
def test_a_release_moves_as_the_table_says_and_no_other_way(state, name):
    move, table = MOVES[name]
    story = STATES[state]()
    before = story.release

    try:
        move(story)
    except Problem:
        assert state not in table
        return

    assert story.release.state is table.get(state)
    assert story.release.timeline[: len(before.timeline)] == before.timeline
    assert len(story.release.timeline) > len(before.timeline)


@pytest.mark.parametrize("state", State, ids=lambda it: it.value)
def test_a_state_can_be_said_in_a_sentence(state):
    assert spoken(state)
    assert "_" not in spoken(state)
