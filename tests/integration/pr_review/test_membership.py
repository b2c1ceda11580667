"""What a maker's membership does to its press releases, told by the copy of makers."""

import pytest

from chassis.errors import Problem
from handmade.pr_review.v1 import press_release_pb2 as pb

OVER = "MEMBERSHIP_ENDED"
OPERATIONS = {
    # what is done: (as a member or suspended, after the end of all memberships)
    "start": ("ok", OVER),
    "edit": ("ok", "ok"),
    "submit": ("ok", OVER),
    "take": ("ok", "ok"),
    "approve": ("ok", OVER),
    "read as the maker": ("ok", "ok"),
    "read as the press team": ("ok", "ok"),
}


async def outcome(call):
    try:
        await call
    except Problem as problem:
        return problem.reason
    return "ok"


async def stands(press, maker, **states):
    """Applications tells where the maker stands in each region."""
    await press.database["makers"].update_one({"_id": maker.maker}, {"$set": {"states": states}})


@pytest.mark.parametrize(
    ("states", "column"),
    [
        pytest.param({"NA": "ACTIVE"}, 0, id="a member"),
        pytest.param({"NA": "SUSPENDED"}, 0, id="suspended"),
        pytest.param({"NA": "LEFT", "EU": "ACTIVE"}, 0, id="gone from one region"),
        pytest.param({}, 0, id="an applicant"),
        pytest.param({"NA": "LEFT"}, 1, id="gone"),
        pytest.param({"NA": "REMOVED", "EU": "LEFT"}, 1, id="put out here and gone there"),
    ],
)
async def test_what_can_be_done_in_each_state_of_a_membership(press, states, column):
    maker, rita = await press.a_maker(), press.as_("rita", "pr")
    draft, submitted, waiting = (
        await maker.complete(),
        await maker.submitted(),
        await maker.submitted(),
    )
    await rita.take(submitted.name)

    await stands(press, maker, **states)
    done = {
        "start": maker.start(),
        "edit": maker.update(draft.name, title="Cat mugs"),
        "submit": maker.submit(draft.name),
        "take": rita.take(waiting.name),
        "approve": rita.approve(submitted.name, submitted.draft.sha256),
        "read as the maker": maker.get(submitted.name),
        "read as the press team": rita.get(submitted.name),
    }
    found = {what: await outcome(call) for what, call in done.items()}

    assert found == {what: expected[column] for what, expected in OPERATIONS.items()}


async def test_a_member_again_goes_on_where_it_stopped(press):
    maker, rita = await press.a_maker(), press.as_("rita", "pr")
    submitted = await maker.submitted()
    await rita.take(submitted.name)
    await stands(press, maker, NA="LEFT")

    with pytest.raises(Problem) as refused:
        await rita.approve(submitted.name, submitted.draft.sha256)
    await stands(press, maker, NA="ACTIVE")
    approved = await rita.approve(submitted.name, submitted.draft.sha256)

    assert "its membership is LEFT" in str(refused.value)
    assert refused.value.facts["states"] == "LEFT"
    assert approved.state == pb.PressRelease.APPROVED
