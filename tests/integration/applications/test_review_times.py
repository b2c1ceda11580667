"""Deadlines, waiting times, withdrawals, and what happens when several act at once."""

import asyncio
from datetime import UTC

import pytest
from google.protobuf.timestamp_pb2 import Timestamp

from chassis.errors import Invalid, NotFound, Refused
from chassis.server import utc_now
from handmade.applications.v1 import application_pb2 as pb
from tests.integration.applications.people import eventually, request_id
from tests.integration.applications.reviewing import answer, ask, do, refusal


@pytest.mark.parametrize("days", [0, 61])
async def test_a_deadline_leaves_some_time_and_not_too_much(in_review, reviewer, clock, days):
    name = await in_review()
    due = Timestamp()
    due.FromDatetime(clock())
    due.seconds += days * 24 * 3600 + 60

    with pytest.raises(Invalid) as refused:
        await ask(reviewer, name, due_time=due)

    assert refused.value.violations[0].rule == "DUE_TIME_OUT_OF_RANGE"


async def test_what_is_not_answered_in_time_expires_and_is_reopened_once(
    in_review, maker, reviewer, clock, later, stored
):
    name = await in_review()
    due = (await ask(reviewer, name)).information_requests[0].due_time.ToDatetime()

    # A second behind the deadline, however long the questions took: ten later it expires.
    later(seconds=1)
    clock.ahead += due.replace(tzinfo=UTC) - utc_now()
    late = await refusal(answer(maker, name, q1_1="With a brush."))

    assert late.reason == "INFORMATION_TOO_LATE"
    assert late.facts["closes_at"].startswith(due.isoformat(timespec="milliseconds"))
    assert (late.facts["can_reopen"], late.facts["reopen_until"]) == ("true", "")
    assert "Reopen the application" in late.message

    later(seconds=11)

    async def has_expired():
        return (await maker.application(name)).state == pb.Application.EXPIRED

    await eventually(has_expired)
    expired = await maker.application(name)
    assert expired.timeline[-1].action == "expired"
    assert not expired.timeline[-1].HasField("actor")
    assert expired.HasField("reopen_until_time")
    late = await refusal(answer(maker, name, q1_1="With a brush."))
    until = expired.reopen_until_time.ToDatetime()
    assert late.facts["reopen_until"].startswith(until.isoformat(timespec="milliseconds"))
    assert f"Reopen the application until {until:%Y-%m-%d %H:%M} UTC" in late.message
    events = stored.events.find({"resource": name, "type": "application.expired"})
    assert [event["actor"] async for event in events] == [""]

    reopened = await do(maker, "ReopenApplication", name)
    assert reopened.state == pb.Application.NEEDS_INFO
    assert (await answer(maker, name, q1_1="With a brush.")).state == pb.Application.IN_REVIEW
    assert (await refusal(do(maker, "ReopenApplication", name))).reason == "APPLICATION_NOT_EXPIRED"


async def test_who_reopens_before_the_timer_came_loses_nothing(in_review, maker, reviewer, later):
    name = await in_review()
    await ask(reviewer, name)
    later(days=14, seconds=1)

    reopened = await do(maker, "ReopenApplication", name)

    assert reopened.state == pb.Application.NEEDS_INFO
    assert [entry.action for entry in reopened.timeline][-2:] == ["expired", "reopened"]


async def test_after_a_decline_the_next_application_of_the_region_waits(
    in_review, maker, reviewer, a_person, later
):
    name = await in_review()
    declined = await reviewer.decline(name)
    assert declined.HasField("reapply_time")
    namesake = a_person("maker", email=maker.email.upper())

    for applicant in (maker, namesake):
        early = await refusal(applicant.start())
        assert early.reason == "REAPPLICATION_TOO_EARLY"
        assert early.facts["opens_at"].startswith(
            declined.reapply_time.ToDatetime().isoformat(timespec="milliseconds")
        )
    draft = await maker.start(country="DE")
    moved = await refusal(maker.update(draft.name, ["country"], country="US"))
    assert moved.reason == "REAPPLICATION_TOO_EARLY"

    later(days=90, seconds=1)

    assert (await maker.start()).region == "NA"


async def test_after_a_withdrawal_nobody_waits_and_nobody_decides(in_review, maker, reviewer):
    name = await in_review()

    withdrawn = await do(maker, "WithdrawApplication", name, reason="I moved.")

    assert withdrawn.state == pb.Application.WITHDRAWN
    assert withdrawn.timeline[-1].text == "I moved."
    for decision in (reviewer.approve(name), reviewer.decline(name)):
        refused = await refusal(decision)
        assert (refused.reason, refused.facts["state"]) == (
            "APPLICATION_NOT_IN_REVIEW",
            "WITHDRAWN",
        )
    assert (await refusal(do(maker, "WithdrawApplication", name))).reason == "APPLICATION_OVER"
    assert (await maker.start()).state == pb.Application.DRAFT


async def test_a_draft_that_was_withdrawn_stays_its_applicants(maker, reviewer):
    draft = await maker.start()

    await do(maker, "WithdrawApplication", draft.name)

    with pytest.raises(NotFound):
        await reviewer.application(draft.name)
    listed = await reviewer.list_applications(email=maker.email)
    assert not listed.applications


async def test_of_a_decision_and_a_withdrawal_at_once_one_happens(
    in_review, maker, reviewer, stored
):
    for _ in range(3):
        name = await in_review()

        outcomes = await asyncio.gather(
            reviewer.approve(name),
            reviewer.decline(name),
            do(maker, "WithdrawApplication", name),
            ask(reviewer, name),
            return_exceptions=True,
        )

        done = [it for it in outcomes if isinstance(it, pb.Application)]
        assert all(isinstance(it, pb.Application | Refused) for it in outcomes)
        final = await maker.application(name)
        # An applicant may still withdraw what is only asked about.
        assert [entry.action for entry in final.timeline][3:] in (
            [["approved"], ["declined"], ["withdrawn"], ["asked"], ["asked", "withdrawn"]]
        )
        assert len(done) == len(final.timeline) - 3
        if final.state == pb.Application.APPROVED:
            return
        if final.state == pb.Application.NEEDS_INFO:
            await do(maker, "WithdrawApplication", name)
        if final.state == pb.Application.DECLINED:
            return


async def test_who_asks_twice_with_one_request_asks_once(in_review, reviewer):
    name, key = await in_review(), request_id()

    first = await ask(reviewer, name, request_id=key)
    again = await ask(reviewer, name, request_id=key)

    assert again == first
    assert len((await reviewer.application(name)).information_requests) == 1


async def test_what_expired_is_not_reopened_around_a_decline(in_review, maker, reviewer, later):
    name = await in_review()
    await ask(reviewer, name)
    later(days=14, seconds=11)

    async def has_expired():
        return (await maker.application(name)).state == pb.Application.EXPIRED

    await eventually(has_expired)
    other = await in_review()

    opened = await refusal(do(maker, "ReopenApplication", name))
    await reviewer.decline(other)
    declined = await refusal(do(maker, "ReopenApplication", name))

    assert opened.reason == "OPEN_APPLICATION_EXISTS"
    assert declined.reason == "REAPPLICATION_TOO_EARLY"
