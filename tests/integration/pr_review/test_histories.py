"""What happens as days pass: histories A to P, each told to the real service.

Unless a history says otherwise it goes out on 2 March 2027 in Los Angeles, so that 16 February is
the last day in time.
"""

from datetime import UTC, datetime, timedelta

import pytest

from chassis.errors import Invalid, Refused
from handmade.pr_review.v1 import press_release_pb2 as pb
from tests.integration.pr_review.conftest import ON_TIME as R
from tests.integration.pr_review.conftest import a_date
from tests.support.documents import a_document, an_ole2_file

State = pb.PressRelease.State
Verdict = pb.PressRelease.Notice.Verdict
Exception_ = pb.PressRelease.ExceptionRequest
WHY = "The fair opens that day."


@pytest.fixture
async def cast(press):
    """A maker, a representative and a lead, at the beginning of a history."""
    return await press.a_maker(), press.as_("rita", "pr", name="Rita"), press.as_("lena", "pr_lead")


async def submitted(press, maker, moment, **fields):
    press.at(moment)
    return await maker.submitted(**fields)


async def in_review(press, maker, rita, moment, **fields):
    release = await submitted(press, maker, moment, **fields)
    return await rita.take(release.name)


async def approved(press, maker, rita, moment, on="2027-02-15T20:00Z"):
    release = await in_review(press, maker, rita, moment)
    press.at(on)
    return await rita.approve(release.name, release.draft.sha256)


def received(release):
    return release.notice.receive_time.ToDatetime(UTC)


def actions(release):
    return [entry.action for entry in release.timeline]


async def test_history_a_a_saved_form_starts_no_clock(press, cast):
    maker, *_ = cast
    press.at("2027-02-10T20:00Z")
    started = await maker.start(
        release_date=R,
        time_zone="America/Los_Angeles",
        distribution_plan="Wire",
        contact="Ada",
        exception_reason=WHY,
    )

    press.at("2027-02-18T20:00Z")
    await maker.upload(started.name, a_document())
    release = await maker.submit(started.name)

    assert release.notice.verdict == Verdict.SHORT_NOTICE
    assert received(release) == datetime(2027, 2, 18, 20, tzinfo=UTC)


async def test_history_b_a_refused_file_starts_no_clock_and_the_lead_may_let_the_contact_count(
    press, cast
):
    maker, _, lena = cast
    sam = press.as_("sam", "support", name="Sam")
    press.at("2027-02-15T20:00Z")
    started = await maker.start(
        release_date=R,
        time_zone="America/Los_Angeles",
        distribution_plan="Wire",
        contact="Ada",
        exception_reason=WHY,
    )
    with pytest.raises(Invalid) as refused:
        await maker.upload(started.name, an_ole2_file("WordDocument"))
    assert refused.value.violations[0].rule == "LEGACY_DOC"
    press.at("2027-02-17T20:00Z")
    await maker.upload(started.name, a_document())
    late = await maker.submit(started.name)

    recorded = await sam.call(
        "RecordPressReleaseFirstContact",
        name=late.name,
        first_contact_time=datetime(2027, 2, 15, 20, tzinfo=UTC),
        reference="Ticket 7",
    )
    accept = {"name": late.name, "reason": "The ticket says so."}
    accepted = await lena.call("AcceptPressReleaseFirstContact", **accept)

    assert late.notice.verdict == recorded.notice.verdict == Verdict.SHORT_NOTICE
    assert accepted.notice.verdict == Verdict.ON_TIME
    assert received(accepted) == datetime(2027, 2, 15, 20, tzinfo=UTC)
    assert [it.state for it in accepted.exceptions] == [Exception_.DROPPED]
    assert accepted.intake.accepter.subject == "lena"


async def test_history_c_a_new_draft_keeps_the_verdict_and_our_clock_stands_still(press, cast):
    maker, rita, _ = cast
    release = await in_review(press, maker, rita, "2027-02-15T20:00Z")
    press.at("2027-02-19T20:00Z")
    asked = await rita.request_changes(release.name, release.draft.sha256)
    assert not asked.HasField("answer_due_time")

    press.at("2027-02-26T20:00Z")
    uploaded = await maker.upload(release.name, a_document("Mugs, now with names."))
    assert uploaded.state == State.CHANGES_REQUESTED
    answered = await maker.answer(release.name, uploaded.draft.sha256)

    assert (answered.state, answered.round) == (State.IN_REVIEW, 2)
    assert answered.notice == release.notice
    assert answered.notice.verdict == Verdict.ON_TIME
    assert answered.answer_due_time.ToDatetime(UTC) > press.clock()
    assert [draft.number for draft in answered.drafts] == [1, 2]


async def test_history_d_a_later_date_heals_short_notice_and_drops_the_exception(press, cast):
    maker, *_ = cast
    short = await submitted(press, maker, "2027-02-18T20:00Z", exception_reason=WHY)

    press.at("2027-02-19T20:00Z")
    moved = await maker.change_date(short.name, "2027-03-05")

    assert short.notice.verdict == Verdict.SHORT_NOTICE
    assert moved.notice.verdict == Verdict.ON_TIME
    assert moved.notice.last_on_time_date == a_date("2027-02-19")
    assert received(moved) == datetime(2027, 2, 18, 20, tzinfo=UTC)
    assert [it.state for it in moved.exceptions] == [Exception_.DROPPED]
    assert [it.release_date for it in moved.schedules] == [R, a_date("2027-03-05")]


async def test_history_e_an_earlier_date_needs_an_exception_and_ends_the_approval(press, cast):
    maker, rita, _ = cast
    release = await approved(press, maker, rita, "2027-02-10T20:00Z")
    press.at("2027-02-16T20:00Z")

    with pytest.raises(Refused) as refused:
        await maker.change_date(release.name, "2027-02-22")
    assert refused.value.reason == "LEAD_TIME_TOO_SHORT"
    assert refused.value.facts["earliest"] == "2027-02-24"
    moved = await maker.change_date(release.name, "2027-02-22", exception_reason=WHY)

    assert moved.notice.verdict == Verdict.SHORT_NOTICE
    assert moved.notice.days == 12
    assert moved.state == State.IN_REVIEW
    assert not moved.HasField("approval")
    assert moved.past_approvals[0].HasField("end_time")
    assert [it.state for it in moved.exceptions] == [Exception_.ASKED]


async def test_history_f_a_new_draft_ends_the_approval_of_the_one_before(press, cast):
    maker, rita, _ = cast
    first = await approved(press, maker, rita, "2027-02-10T20:00Z", on="2027-02-11T20:00Z")
    press.at("2027-02-12T20:00Z")

    second = await maker.upload(first.name, a_document("Another word about mugs."))

    assert second.state == State.IN_REVIEW
    assert not second.HasField("approval")
    assert [it.sha256 for it in second.past_approvals] == [first.draft.sha256]
    assert second.representative.display_name == "Rita"
    assert second.notice == first.notice


async def test_history_g_what_nobody_decides_on_lapses_and_is_not_approved(press, cast):
    maker, rita, _ = cast
    release = await in_review(press, maker, rita, "2027-02-10T20:00Z")

    press.at("2027-03-03T07:59:59Z")
    before = await maker.get(release.name)
    press.at("2027-03-03T08:00Z")
    lapsed = await maker.get(release.name)

    assert (before.state, lapsed.state) == (State.IN_REVIEW, State.LAPSED)
    assert actions(lapsed)[-1] == "lapsed"
    assert not lapsed.timeline[-1].HasField("actor")
    with pytest.raises(Refused) as refused:
        await rita.approve(release.name, release.draft.sha256)
    assert refused.value.reason == "RELEASE_DATE_PAST"


@pytest.mark.parametrize(
    ("day", "verdict"), [("2027-03-18", Verdict.ON_TIME), ("2027-03-17", Verdict.SHORT_NOTICE)]
)
async def test_histories_h_and_i_a_new_date_revives_it_and_counts_from_then(
    press, cast, day, verdict
):
    maker, rita, _ = cast
    release = await in_review(press, maker, rita, "2027-02-10T20:00Z")
    press.at("2027-03-04T20:00Z")

    revived = await maker.change_date(release.name, day, exception_reason=WHY)

    assert revived.state == State.IN_REVIEW
    assert revived.notice.verdict == verdict
    assert received(revived) == datetime(2027, 3, 4, 20, tzinfo=UTC)
    assert actions(revived).count("lapsed") == 1
    assert len(revived.exceptions) == (verdict == Verdict.SHORT_NOTICE)


async def test_history_j_at_very_short_notice_the_lead_must_agree(press, cast):
    maker, rita, lena = cast
    release = await in_review(press, maker, rita, "2027-02-25T20:00Z", exception_reason=WHY)
    assert release.notice.verdict == Verdict.VERY_SHORT_NOTICE
    assert release.notice.working_days == 2

    with pytest.raises(Refused) as early:
        await rita.approve(release.name, release.draft.sha256)
    with pytest.raises(Refused) as alone:
        await rita.decide_exception(release.name)
    granted = await lena.decide_exception(release.name)
    passed = await rita.approve(release.name, release.draft.sha256)

    assert early.value.reason == "EXCEPTION_NOT_GRANTED"
    assert alone.value.reason == "LEAD_NEEDED"
    assert granted.exceptions[0].state == Exception_.GRANTED
    assert passed.state == State.APPROVED


async def test_history_k_an_exception_ends_with_its_date(press, cast):
    maker, rita, _ = cast
    release = await in_review(press, maker, rita, "2027-02-20T20:00Z", exception_reason=WHY)
    press.at("2027-02-21T20:00Z")
    await rita.decide_exception(release.name)

    press.at("2027-02-22T20:00Z")
    moved = await maker.change_date(release.name, "2027-03-01", exception_reason=WHY)

    assert [it.state for it in moved.exceptions] == [Exception_.DROPPED, Exception_.ASKED]
    with pytest.raises(Refused) as refused:
        await rita.approve(release.name, release.draft.sha256)
    assert refused.value.reason == "EXCEPTION_NOT_GRANTED"


async def test_history_l_an_undone_withdrawal_keeps_all_clocks(press, cast):
    maker, rita, _ = cast
    release = await in_review(press, maker, rita, "2027-02-12T20:00Z")

    press.at("2027-02-13T20:00Z")
    withdrawn = await maker.withdraw(release.name, "Not now.")
    press.at("2027-02-14T01:00Z")
    undone = await maker.undo(release.name)

    assert withdrawn.state == State.WITHDRAWN
    assert withdrawn.undo_expire_time.ToDatetime(UTC) == datetime(2027, 2, 14, 20, tzinfo=UTC)
    assert undone.state == State.IN_REVIEW
    assert undone.notice == release.notice
    assert undone.answer_due_time == release.answer_due_time
    assert undone.lapse_time == release.lapse_time


async def test_history_m_a_copy_of_a_withdrawn_one_is_received_anew(press, cast):
    maker, *_ = cast
    release = await submitted(press, maker, "2027-02-12T20:00Z")
    press.at("2027-02-13T20:00Z")
    await maker.withdraw(release.name)
    press.at("2027-02-17T20:00Z")
    with pytest.raises(Refused) as late:
        await maker.undo(release.name)

    copy = await maker.start(
        title="Dog mugs again", exception_reason=WHY, beside={"copy_from": release.name}
    )
    assert (copy.release_date, copy.contact) == (release.release_date, release.contact)
    assert (copy.copied_from, len(copy.drafts)) == (release.name, 0)
    await maker.upload(copy.name, a_document())
    again = await maker.submit(copy.name)

    assert late.value.reason == "UNDO_TOO_LATE"
    assert again.notice.verdict == Verdict.SHORT_NOTICE
    assert received(again) == datetime(2027, 2, 17, 20, tzinfo=UTC)


async def test_history_n_an_agency_that_support_files_for_needs_the_makers_word(press, cast):
    maker, *_ = cast
    sam = press.as_("sam", "support", name="Sam")
    press.at("2027-02-12T20:00Z")
    filed = await sam.start(
        maker=maker.maker,
        release_date=R,
        time_zone="America/Los_Angeles",
        distribution_plan="Wire",
        contact="Ada",
        agency="Loud & Clear",
        exception_reason=WHY,
    )
    await sam.upload(filed.name, a_document())
    with pytest.raises(Refused) as refused:
        await sam.submit(filed.name)
    assert "AUTHORITY_MISSING" in {it.rule for it in refused.value.violations}

    press.at("2027-02-17T20:00Z")
    authorised = await maker.call("AuthorisePressRelease", name=filed.name, agency="Loud & Clear")
    release = await sam.submit(filed.name)

    assert authorised.authority.giver.display_name == "Ada"
    assert release.notice.verdict == Verdict.SHORT_NOTICE
    assert received(release) == datetime(2027, 2, 17, 20, tzinfo=UTC)


async def test_history_o_where_the_calendar_is_furthest_ahead_counts(press, cast):
    maker, *_ = cast
    press.at("2027-02-16T15:30Z")
    markets = [
        pb.PressRelease.Market(country_code="US"),
        pb.PressRelease.Market(country_code="JP", time_zone="Asia/Tokyo"),
    ]
    home = await maker.complete(markets=markets[:1])
    abroad = await maker.complete(markets=markets, exception_reason=WHY)

    assert (await maker.submit(home.name)).notice.verdict == Verdict.ON_TIME
    assert (await maker.submit(abroad.name)).notice.verdict == Verdict.SHORT_NOTICE


async def test_history_p_a_required_stakeholder_is_waited_for_unless_a_lead_overrides(press, cast):
    maker, rita, lena = cast
    release = await in_review(press, maker, rita, "2027-02-10T20:00Z")
    await is_asked(press, release, "leo")

    with pytest.raises(Refused) as refused:
        await rita.approve(release.name, release.draft.sha256)
    assert refused.value.reason == "REQUIRED_SIGNOFF_MISSING"
    overridden = await lena.call(
        "ApprovePressRelease",
        name=release.name,
        sha256=release.draft.sha256,
        override_reason="Legal is on strike.",
    )

    assert overridden.state == State.APPROVED
    assert overridden.letters[-1].override_reason == "Legal is on strike."
    to_maker = await maker.get(release.name)
    assert "strike" not in str(to_maker)
    assert not to_maker.stakeholders


async def is_asked(press, release, who):
    """Somebody is asked for a word that is required, as the press team's own service stores it."""
    person = {"subject": who, "display_name": who.title(), "role": "stakeholder"}
    asker = {"subject": "rita", "display_name": "Rita", "role": "pr"}
    asked = {
        "id": "1",
        "area": "LEGAL",
        "need": "REQUIRED",
        "who": person,
        "question": "May we say this?",
        "due": press.clock() + timedelta(days=3),
        "asked_by": asker,
        "asked": press.clock(),
        "state": "OPEN",
    }
    await press.database["press_releases"].update_one(
        {"_id": release.name.split("/")[1]},
        {"$set": {"stakeholders": [asked], "asked": [who]}},
    )
