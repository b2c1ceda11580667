"""A release moment passes undecided: seen at once by whoever reads, stored by the sweep."""

import asyncio

import pytest

from chassis.errors import Refused
from handmade.pr_review.v1 import press_release_pb2 as pb

State = pb.PressRelease.State


def passes(press, **more):
    """The day of `ON_TIME` is over, too short a time ago for a sweep to have seen it."""
    press.clock.forward(days=14, hours=12, **more)


async def until(found):
    async with asyncio.timeout(60):
        while True:
            if answer := await found():
                return answer
            await asyncio.sleep(0.1)


async def test_what_lapsed_has_for_every_reader_before_anybody_stored_it(press):
    maker, rita = await press.a_maker(), press.as_("rita", "pr")
    release = await maker.submitted()
    await rita.take((await maker.submitted(title="Taken")).name)
    passes(press)

    assert (await maker.get(release.name)).state == State.LAPSED
    assert {it.state for it in (await rita.list()).press_releases} == {State.LAPSED}
    lapsed = await rita.list(states=[State.LAPSED])
    assert len(lapsed.press_releases) == 2
    open_ones = [State.SUBMITTED, State.IN_REVIEW, State.CHANGES_REQUESTED]
    assert list((await rita.list(states=open_ones)).press_releases) == []
    assert list((await maker.list(states=open_ones)).press_releases) == []
    stored = await press.database["press_releases"].distinct("state")
    assert sorted(stored) == ["IN_REVIEW", "SUBMITTED"]


async def test_nothing_is_done_with_what_lapsed_a_moment_ago(press):
    maker, rita = await press.a_maker(), press.as_("rita", "pr")
    waiting, taken = await maker.submitted(), await maker.submitted()
    await rita.take(taken.name)
    passes(press)
    before = await press.everything()

    for act, reason in (
        (lambda: rita.take(waiting.name), "PRESS_RELEASE_NOT_SUBMITTED"),
        (lambda: rita.approve(taken.name, taken.draft.sha256), "RELEASE_DATE_PAST"),
        (lambda: rita.decline(taken.name, taken.draft.sha256), "RELEASE_DATE_PAST"),
        (lambda: rita.request_changes(taken.name, taken.draft.sha256), "RELEASE_DATE_PAST"),
        (lambda: maker.report(waiting.name), "PUBLICATION_NOT_APPROVED"),
    ):
        with pytest.raises(Refused) as refused:
            await act()
        assert refused.value.reason == reason

    assert await press.everything() == before


async def test_the_sweep_stores_it_once_with_its_event_and_its_line(press):
    maker = await press.a_maker()
    release = await maker.submitted()
    moment = release.lapse_time
    passes(press, seconds=11)

    async def stored():
        return await press.database["press_releases"].find_one({"state": "LAPSED"})

    await until(stored)
    swept = await maker.get(release.name)
    events = [row async for row in press.database["events"].find({"type": "press_release.lapsed"})]
    lines = [
        row async for row in press.database["activity"].find({"action": "press_release.lapsed"})
    ]
    assert swept.state == State.LAPSED
    assert swept.timeline[-1].create_time == moment
    assert len(events) == len(lines) == 1
    assert (events[0]["actor"], lines[0]["actor"]) == ("", None)
    assert (lines[0]["from_state"], lines[0]["to_state"]) == ("SUBMITTED", "LAPSED")


async def test_that_it_lapsed_is_told_before_the_date_that_revives_it(press):
    maker = await press.a_maker()
    release = await maker.submitted()
    passes(press)

    revived = await maker.change_date(release.name, "2027-03-20")

    told = [row async for row in press.database["events"].find({"resource": release.name})]
    types = [row["type"].partition(".")[2] for row in sorted(told, key=lambda row: row["revision"])]
    assert types[-2:] == ["lapsed", "date_changed"]
    assert revived.state == State.SUBMITTED


async def test_an_approval_does_not_lapse(press):
    maker, rita = await press.a_maker(), press.as_("rita", "pr")
    release = await maker.submitted()
    await rita.take(release.name)
    await rita.approve(release.name, release.draft.sha256)
    passes(press)

    assert (await maker.get(release.name)).state == State.APPROVED


async def test_an_undo_after_the_release_moment_brings_back_what_has_lapsed(press):
    maker = await press.a_maker()
    release = await maker.submitted()
    press.clock.forward(days=14)
    await maker.withdraw(release.name)
    press.clock.forward(hours=13)

    undone = await maker.undo(release.name)

    assert undone.state in (State.SUBMITTED, State.LAPSED)
    assert (await maker.get(release.name)).state == State.LAPSED
