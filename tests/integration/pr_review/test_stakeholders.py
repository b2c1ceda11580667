"""Colleagues of other teams: who is asked, what they say, and what follows from it."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from google.protobuf.timestamp_pb2 import Timestamp

from chassis.errors import Forbidden, Invalid, NotFound, Problem, Refused, Stale
from handmade.pr_review.v1 import press_release_pb2 as pb
from tests.integration.pr_review.saying import Stakeholder, answer, ask, in_review
from tests.support.documents import a_document

SAME = "Mugs for dog lovers, now at Amazon Handmade."
SLIGHTLY = "Mugs for dog lovers, now on Amazon Handmade."


@pytest.fixture
async def cast(press):
    maker = await press.a_maker()
    rita = await press.knows("rita", "pr", name="Rita")
    leo = await press.knows("leo", "stakeholder", name="Leo")
    return maker, rita, leo, await in_review(maker, rita)


async def approve(calls, release, **fields):
    return await calls.call(
        "ApprovePressRelease", name=release.name, sha256=release.draft.sha256, **fields
    )


async def test_somebody_is_asked_with_a_due_date_of_ours(press, cast):
    maker, rita, leo, release = cast

    asked = await ask(rita, release)

    [one] = asked.stakeholders
    assert (one.id, one.who.subject, one.who.display_name) == ("1", "leo", "Leo")
    assert (one.area, one.need, one.state) == (
        Stakeholder.LEGAL,
        Stakeholder.REQUIRED,
        Stakeholder.OPEN,
    )
    assert (one.question, one.asker.subject) == ("May we?", "rita")
    # Tuesday noon, and three working days.
    assert one.due_time.ToDatetime().isoformat() == "2027-02-19T20:00:00"
    assert list((await leo.get(release.name)).stakeholders) == [one]
    assert list((await maker.get(release.name)).stakeholders) == []


async def test_whoever_asks_may_say_until_when(press, cast):
    _, rita, _, release = cast
    due = Timestamp()
    due.FromDatetime(press.clock() + timedelta(hours=5))
    past = Timestamp()
    past.FromDatetime(press.clock())

    asked = await ask(rita, release, due_time=due)
    with pytest.raises(Invalid) as refused:
        await ask(rita, release, area=Stakeholder.BRAND, due_time=past)

    assert asked.stakeholders[0].due_time == due
    assert [(it.subject, it.rule) for it in refused.value.violations] == [
        ("due_time", "IN_THE_PAST")
    ]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        (
            {"area": Stakeholder.AREA_UNSPECIFIED, "need": Stakeholder.NEED_UNSPECIFIED},
            [("area", "REQUIRED"), ("need", "REQUIRED")],
        ),
        ({"question": "a" * 2001}, [("question", "TEXT_TOO_LONG")]),
        ({"question": "a\x00"}, [("question", "CONTROL_CHARACTER")]),
        ({"who": ""}, [("who", "REQUIRED")]),
    ],
)
async def test_a_question_that_is_none_is_refused_by_field(press, cast, fields, wrong):
    _, rita, _, release = cast
    before = await press.everything()

    with pytest.raises(Invalid) as refused:
        await ask(rita, release, **fields)

    assert [(it.subject, it.rule) for it in refused.value.violations] == wrong
    assert await press.everything() == before


async def test_only_who_was_here_is_asked_and_nobody_of_the_makers_side(press, cast):
    maker, rita, _, release = cast
    await press.knows(maker.subject, "stakeholder")

    with pytest.raises(Refused) as unknown:
        await ask(rita, release, "nobody")
    with pytest.raises(Refused) as part:
        await ask(rita, release, maker.subject)
    await ask(rita, release)
    with pytest.raises(Refused) as twice:
        await ask(rita, release)

    assert unknown.value.reason == "COLLEAGUE_UNKNOWN"
    assert part.value.reason == "STAKEHOLDER_HAS_PART"
    assert (twice.value.reason, twice.value.facts["stakeholder"]) == (
        "STAKEHOLDER_ASKED_BEFORE",
        "1",
    )


async def test_only_who_has_the_release_asks(press, cast):
    _, _, leo, release = cast

    with pytest.raises(Refused) as refused:
        await ask(press.as_("ruth", "pr"), release)
    with pytest.raises(Forbidden):
        await ask(leo, release)
    asked = await ask(press.as_("lena", "pr_lead"), release)

    assert refused.value.reason == "PRESS_RELEASE_TAKEN"
    assert len(asked.stakeholders) == 1


V = Stakeholder


@pytest.mark.parametrize(
    ("verdict", "fields", "blocks"),
    [
        (V.OK, {}, []),
        (V.OK, {"text": "Fine."}, []),
        (V.NOT_RELEVANT, {}, []),
        (V.OK_WITH_CONDITIONS, {"conditions": ["Only in the US."]}, []),
        (V.CHANGES, {"text": "Not so."}, ["REQUIRED_SIGNOFF_MISSING"]),
        (V.VETO, {"text": "Never."}, ["STAKEHOLDER_VETO"]),
    ],
)
async def test_what_a_required_one_says_decides(press, cast, verdict, fields, blocks):
    _, rita, leo, release = cast
    await ask(rita, release)
    with pytest.raises(Refused) as unanswered:
        await approve(rita, release)

    said = (await answer(leo, release, verdict, **fields)).stakeholders[0]

    assert [it.rule for it in unanswered.value.violations] == ["REQUIRED_SIGNOFF_MISSING"]
    assert (said.state, said.verdict, said.draft_number) == (V.ANSWERED, verdict, 1)
    if blocks:
        with pytest.raises(Refused) as refused:
            await approve(rita, release)
        assert [it.rule for it in refused.value.violations] == blocks
    else:
        assert (await approve(rita, release)).state == pb.PressRelease.APPROVED


@pytest.mark.parametrize(
    ("verdict", "fields", "wrong"),
    [
        (V.VERDICT_UNSPECIFIED, {}, ("verdict", "REQUIRED")),
        (V.CHANGES, {}, ("text", "REQUIRED")),
        (V.VETO, {"text": " "}, ("text", "REQUIRED")),
        (V.OK, {"text": "a" * 5001}, ("text", "TEXT_TOO_LONG")),
        (V.OK_WITH_CONDITIONS, {}, ("conditions", "REQUIRED")),
        (V.OK, {"conditions": ["x"]}, ("conditions", "CONDITIONS_UNEXPECTED")),
        (V.OK_WITH_CONDITIONS, {"conditions": ["x"] * 21}, ("conditions", "TOO_MANY_CONDITIONS")),
        (V.OK_WITH_CONDITIONS, {"conditions": ["x" * 501]}, ("conditions[0]", "TEXT_TOO_LONG")),
        (V.OK_WITH_CONDITIONS, {"conditions": ["x", ""]}, ("conditions[1]", "REQUIRED")),
        (V.OK, {"sha256": "1"}, ("sha256", "SHA256_MALFORMED")),
    ],
)
async def test_an_answer_that_says_too_little_or_too_much_is_refused(
    press, cast, verdict, fields, wrong
):
    _, rita, leo, release = cast
    await ask(rita, release)

    with pytest.raises(Invalid) as refused:
        await answer(leo, release, verdict, **fields)

    assert [(it.subject, it.rule) for it in refused.value.violations] == [wrong]


async def test_conditions_are_those_of_the_approval(press, cast):
    maker, rita, leo, release = cast
    await press.knows("bea", "stakeholder")
    await ask(rita, release)
    await ask(rita, release, "bea", area=V.BRAND, need=V.OPTIONAL)
    await answer(leo, release, V.OK_WITH_CONDITIONS, conditions=[" Only in the US. ", "No logo."])
    bea = press.as_("bea", "stakeholder")
    await answer(bea, release, V.OK_WITH_CONDITIONS, conditions=["No logo."], stakeholder="2")

    await approve(rita, release, conditions=["Send us the link."])

    seen = (await maker.get(release.name)).approval
    assert list(seen.conditions) == ["Send us the link.", "Only in the US.", "No logo."]


async def test_a_new_draft_outdates_what_was_said(press, cast):
    maker, rita, leo, release = cast
    await ask(rita, release)
    await answer(leo, release)

    uploaded = await maker.upload(release.name, a_document("Something else altogether."))

    [one] = (await leo.get(release.name)).stakeholders
    assert (one.state, one.verdict, one.draft_number) == (V.OUTDATED, V.OK, 1)
    with pytest.raises(Refused) as refused:
        await rita.approve(release.name, uploaded.draft.sha256)
    assert refused.value.reason == "REQUIRED_SIGNOFF_MISSING"
    assert "draft 1" in refused.value.violations[0].message


async def test_an_answer_about_an_outdated_draft_is_refused_and_the_present_one_named(press, cast):
    maker, rita, leo, release = cast
    await ask(rita, release)
    uploaded = await maker.upload(release.name, a_document("Something else altogether."))

    with pytest.raises(Stale) as stale:
        await answer(leo, release)

    assert stale.value.reason == "DRAFT_CHANGED"
    assert stale.value.facts == {"draft": "2", "sha256": uploaded.draft.sha256}
    [one] = (await leo.get(release.name)).stakeholders
    assert one.state == V.OPEN
    said = await answer(leo, release, sha256=uploaded.draft.sha256)
    assert said.stakeholders[0].draft_number == 2


@pytest.mark.parametrize(
    ("text", "keeps", "state"),
    [
        (SLIGHTLY, True, V.ANSWERED),
        (SLIGHTLY, False, V.OUTDATED),
        ("Something else altogether.", True, V.OUTDATED),
        (SAME, False, V.ANSWERED),
    ],
)
async def test_a_word_may_stay_when_little_changes(press, cast, text, keeps, state):
    maker, rita, leo, release = cast
    await ask(rita, release)
    await answer(leo, release, keeps_for_small_changes=keeps)

    await maker.upload(release.name, a_document(text, picture=b"which makes it another file"))

    assert (await leo.get(release.name)).stakeholders[0].state == state


async def test_a_veto_sticks_until_its_author_or_a_lead_takes_it_back(press, cast):
    maker, rita, leo, release = cast
    await ask(rita, release, need=V.OPTIONAL)
    await answer(leo, release, V.VETO, text="Never.")
    again = await maker.upload(release.name, a_document("Something else altogether."))

    assert (await rita.get(release.name)).stakeholders[0].state == V.ANSWERED
    for call in (
        rita.say("WaiveStakeholder", press_release=release.name, stakeholder="1", reason="Hm."),
        leo.say("RefuseAsStakeholder", press_release=release.name, stakeholder="1", reason="Hm."),
        rita.approve(release.name, again.draft.sha256),
    ):
        with pytest.raises(Refused):
            await call
    await answer(leo, again)

    assert (await rita.approve(release.name, again.draft.sha256)).state == pb.PressRelease.APPROVED


async def test_a_lead_decides_against_a_veto_with_a_reason_that_the_maker_does_not_read(
    press, cast
):
    maker, rita, leo, release = cast
    await ask(rita, release)
    await answer(leo, release, V.VETO, text="Never.")

    lena = press.as_("lena", "pr_lead", name="Lena")
    approved = await approve(lena, release, override_reason="Counsel said yes.")

    assert approved.state == pb.PressRelease.APPROVED
    assert "Counsel" not in str(await maker.get(release.name))
    assert "leo" not in str(await maker.get(release.name)).lower()


async def test_a_question_is_passed_on(press, cast):
    _, rita, leo, release = cast
    bea = await press.knows("bea", "stakeholder", name="Bea")
    await ask(rita, release)
    with pytest.raises(NotFound):
        await bea.get(release.name)

    passed = await leo.say(
        "DelegateStakeholder",
        press_release=release.name,
        stakeholder="1",
        who="bea",
        note="Yours rather.",
    )

    [one] = passed.stakeholders
    assert passed.timeline[-1].note == "Yours rather."
    assert passed == await bea.get(release.name)
    assert (one.who.subject, one.delegator.subject, one.state) == ("bea", "leo", V.OPEN)
    with pytest.raises(Refused) as not_leo:
        await answer(leo, release)
    assert not_leo.value.reason == "STAKEHOLDER_OF_ANOTHER"
    assert (await answer(bea, release)).stakeholders[0].state == V.ANSWERED
    # Who passed it on still may read it.
    assert (await leo.get(release.name)).name == release.name


async def test_who_declines_says_why_and_a_lead_may_go_on_without(press, cast):
    _, rita, leo, release = cast
    await ask(rita, release)
    with pytest.raises(Invalid):
        await leo.say("RefuseAsStakeholder", press_release=release.name, stakeholder="1")

    refused = await leo.say(
        "RefuseAsStakeholder", press_release=release.name, stakeholder="1", reason="I know her."
    )
    with pytest.raises(Refused) as missing:
        await approve(rita, release)
    waiving = {"press_release": release.name, "stakeholder": "1", "reason": "Bea has looked."}
    with pytest.raises(Refused) as lead:
        await rita.say("WaiveStakeholder", **waiving)
    waived = await press.as_("lena", "pr_lead").say("WaiveStakeholder", **waiving)

    assert refused.stakeholders[0].state == V.REFUSED
    assert missing.value.reason == "REQUIRED_SIGNOFF_MISSING"
    assert lead.value.reason == "LEAD_NEEDED"
    assert waived.stakeholders[0].state == V.WAIVED
    assert waived.stakeholders[0].reason == "Bea has looked."
    assert (await approve(rita, release)).state == pb.PressRelease.APPROVED


async def test_who_is_welcome_only_holds_up_nothing(press, cast):
    _, rita, _, release = cast
    await ask(rita, release, need=V.OPTIONAL)
    await ask(rita, release, area=V.BRAND, need=V.FOR_INFORMATION)

    assert (await approve(rita, release)).state == pb.PressRelease.APPROVED


async def test_a_question_that_there_is_not_is_refused(press, cast):
    _, rita, leo, release = cast
    await ask(rita, release)

    with pytest.raises(Refused) as unknown:
        await answer(leo, release, stakeholder="2")
    with pytest.raises(NotFound) as foreign:
        await answer(await press.knows("eve", "stakeholder"), release)

    assert unknown.value.reason == "STAKEHOLDER_UNKNOWN"
    assert foreign.value.reason == "PRESS_RELEASE_NOT_FOUND"


async def test_of_two_answers_at_once_the_last_stands_and_both_are_told(press, cast):
    _, rita, leo, release = cast
    await ask(rita, release)

    await asyncio.gather(answer(leo, release), answer(leo, release, V.CHANGES, text="Not so."))

    after = await rita.get(release.name)
    told = [it for it in after.timeline if it.action == "stakeholder_answered"]
    said = after.stakeholders[0]
    assert [it.reason for it in told] in (["OK", "CHANGES"], ["CHANGES", "OK"])
    assert V.Verdict.Name(said.verdict) == told[-1].reason


async def test_an_answer_and_a_new_draft_at_once_come_one_after_the_other(press, cast):
    maker, rita, leo, release = cast
    await ask(rita, release)

    async def outcome(call):
        try:
            return (await call).name
        except Problem as problem:
            return problem.reason

    _, said = await asyncio.gather(
        maker.upload(release.name, a_document("Something else altogether.")),
        outcome(answer(leo, release)),
    )

    state = (await rita.get(release.name)).stakeholders[0].state
    assert state == (V.OPEN if said == "DRAFT_CHANGED" else V.OUTDATED)


async def test_an_answer_twice_under_one_request_is_one(press, cast):
    _, rita, leo, release = cast
    await ask(rita, release)
    request_id = str(uuid4())

    first, again = [await answer(leo, release, request_id=request_id) for _ in range(2)]

    assert first == again
    assert [it.action for it in first.timeline].count("stakeholder_answered") == 1


async def test_each_step_is_told_to_staff_and_not_to_the_maker(press, cast):
    maker, rita, leo, release = cast
    await press.knows("bea", "stakeholder")
    before = await maker.get(release.name)
    await ask(rita, release)
    await answer(leo, release)
    await leo.say("DelegateStakeholder", press_release=release.name, stakeholder="1", who="bea")
    bea = press.as_("bea", "stakeholder")
    await bea.say(
        "RefuseAsStakeholder", press_release=release.name, stakeholder="1", reason="No time."
    )

    rows = [row async for row in press.database["activity"].find({}, sort=[("_id", 1)])]

    told = [(it["action"].partition(".")[2], it["actor"]["subject"]) for it in rows][-4:]
    assert told == [
        ("stakeholder_asked", "rita"),
        ("stakeholder_answered", "leo"),
        ("stakeholder_delegated", "leo"),
        ("stakeholder_declined", "bea"),
    ]
    assert await maker.get(release.name) == before


async def test_there_is_room_for_so_many(press, cast):
    _, rita, _, release = cast
    await ask(rita, release)
    row = await press.database["press_releases"].find_one({})
    [one] = row["stakeholders"]
    await press.database["press_releases"].update_one(
        {"_id": row["_id"]}, {"$set": {"stakeholders": [one] * 30}}
    )

    with pytest.raises(Refused) as full:
        await ask(rita, release, area=V.BRAND)

    assert full.value.reason == "TOO_MANY_STAKEHOLDERS"
