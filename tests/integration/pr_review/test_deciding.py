"""What the press team asks, decides and tells."""

import pytest

from chassis.errors import Invalid, Refused, Stale
from handmade.pr_review.v1 import press_release_pb2 as pb
from tests.integration.pr_review.saying import ask
from tests.support.documents import a_document

State = pb.PressRelease.State
Kind = pb.PressRelease.Letter
WHY = "The fair opens that day."


@pytest.fixture
async def cast(press):
    rita = press.as_("rita", "pr", name="Rita")
    return await press.a_maker(), rita, press.as_("lena", "pr_lead", name="Lena")


async def in_review(maker, rita, **fields):
    return await rita.take((await maker.submitted(**fields)).name)


async def test_after_the_last_round_there_is_only_a_decision(press, cast):
    maker, rita, _ = cast
    release = await in_review(maker, rita)
    for number in (2, 3):
        asked = await rita.request_changes(release.name, release.draft.sha256)
        assert asked.state == State.CHANGES_REQUESTED
        assert asked.round == number - 1
        uploaded = await maker.upload(release.name, a_document(f"Draft {number} of the mugs"))
        release = await maker.answer(release.name, uploaded.draft.sha256, text="Done.")

    with pytest.raises(Refused) as used:
        await rita.request_changes(release.name, release.draft.sha256)
    approved = await rita.approve(release.name, release.draft.sha256)

    assert used.value.reason == "ROUNDS_USED"
    assert (release.round, release.max_rounds) == (2, 2)
    assert approved.state == State.APPROVED
    assert [it.draft_number for it in approved.answers] == [2, 3]
    assert [it.kind for it in approved.letters] == [Kind.CHANGES, Kind.CHANGES, Kind.APPROVAL]


async def test_an_answer_is_about_a_draft_uploaded_since_and_the_present_one(press, cast):
    maker, rita, _ = cast
    release = await in_review(maker, rita)

    with pytest.raises(Refused) as unasked:
        await maker.answer(release.name, release.draft.sha256)
    await rita.request_changes(release.name, release.draft.sha256)
    with pytest.raises(Refused) as unchanged:
        await maker.answer(release.name, release.draft.sha256)
    await maker.upload(release.name, a_document("Other mugs"))
    with pytest.raises(Stale) as stale:
        await maker.answer(release.name, release.draft.sha256)

    assert unasked.value.reason == "CHANGES_NOT_REQUESTED"
    assert unchanged.value.reason == "ANSWER_NEEDS_DRAFT"
    assert stale.value.reason == "DRAFT_CHANGED"


async def test_a_declined_release_tells_the_maker_why_and_can_be_reopened(press, cast):
    maker, rita, _ = cast
    release = await in_review(maker, rita)

    declined = await rita.decline(
        release.name, release.draft.sha256, pb.PressRelease.LEGAL_RISK, "We can't say this."
    )
    reopened = await rita.call(
        "ReopenPressRelease", name=release.name, reason="Counsel has changed their mind."
    )

    to_maker = await maker.get(release.name)
    assert declined.state == State.DECLINED
    assert declined.letters[0].kind == Kind.DECLINE
    assert declined.letters[0].decline_reason == pb.PressRelease.LEGAL_RISK
    assert "We can't say this." in to_maker.letters[0].text
    assert to_maker.letters[0].author.display_name == "Rita"
    assert to_maker.letters[0].author.subject == ""
    assert reopened.state == State.IN_REVIEW
    assert reopened.letters[1].kind == Kind.REOPENING
    assert reopened.HasField("answer_due_time")


async def test_a_release_that_mentions_us_needs_a_review_unless_words_say_why_not(press, cast):
    maker, rita, _ = cast
    release = await in_review(maker, rita)

    with pytest.raises(Refused) as refused:
        await rita.call("MarkPressReleaseNotNeeded", name=release.name, sha256=release.draft.sha256)
    answered = await rita.call(
        "MarkPressReleaseNotNeeded",
        name=release.name,
        sha256=release.draft.sha256,
        words="It only names your shop's address.",
    )

    assert (refused.value.reason, refused.value.facts["mentions"]) == ("MENTIONS_FOUND", "1")
    assert answered.state == State.NOT_NEEDED
    assert "your shop's address" in answered.letters[0].text
    assert "Nothing in it mentions" not in answered.letters[0].text


async def test_a_release_that_does_not_mention_us_needs_no_review(press, cast):
    maker, rita, _ = cast
    release = await in_review(maker, rita, document=a_document("Mugs for dog lovers."))

    answered = await rita.call(
        "MarkPressReleaseNotNeeded", name=release.name, sha256=release.draft.sha256
    )

    assert answered.state == State.NOT_NEEDED
    assert not answered.HasField("approval")
    assert answered.letters[0].kind == Kind.NO_REVIEW_NEEDED


async def test_a_text_that_is_not_new_is_not_declined_as_one(press, cast):
    maker, rita, _ = cast
    release = await in_review(maker, rita)

    with pytest.raises(Refused) as refused:
        await rita.decline(release.name, release.draft.sha256, pb.PressRelease.NEW_TEXT)
    await maker.upload(release.name, a_document("Zebra. Quite unlike. " * 40))
    present = await rita.get(release.name)
    declined = await rita.decline(release.name, present.draft.sha256, pb.PressRelease.NEW_TEXT)

    assert refused.value.reason == "TEXT_NOT_NEW"
    assert present.draft.new_text
    assert present.draft.similarity < 0.4
    assert declined.state == State.DECLINED


async def test_an_approval_with_conditions_says_so_in_its_letter(press, cast):
    maker, rita, _ = cast
    release = await in_review(maker, rita)

    approved = await rita.call(
        "ApprovePressRelease",
        name=release.name,
        sha256=release.draft.sha256,
        conditions=["Not before nine."],
        words="A fine text.",
    )

    assert approved.approval.conditions == ["Not before nine."]
    assert approved.letters[0].kind == Kind.CONDITIONAL_APPROVAL
    assert "Not before nine." in approved.letters[0].text
    assert "A fine text." in approved.letters[0].text


async def test_letters_are_in_the_makers_language(press, cast):
    _, rita, _ = cast
    maker = await press.a_maker(country="DE")
    release = await in_review(maker, rita)

    declined = await rita.decline(release.name, release.draft.sha256)

    assert declined.letters[0].language_code == "de"


@pytest.mark.parametrize(
    ("method", "fields"),
    [
        ("RequestPressReleaseChanges", {"words": "Please change it."}),
        ("DeclinePressRelease", {"words": "No.", "reason": pb.PressRelease.OTHER}),
        ("MarkPressReleaseNotNeeded", {}),
        ("ApprovePressRelease", {}),
    ],
)
async def test_only_its_representative_decides_and_only_on_what_was_read(
    press, cast, method, fields
):
    maker, rita, lena = cast
    release = await in_review(maker, rita)
    given = {"name": release.name, "sha256": release.draft.sha256} | fields
    before = await press.everything()

    with pytest.raises(Refused) as taken:
        await lena.call(method, **given)
    with pytest.raises(Stale) as stale:
        await rita.call(method, **given | {"sha256": "b" * 64})
    with pytest.raises(Invalid):
        await rita.call(method, **given | {"sha256": "short"})

    assert taken.value.reason == "PRESS_RELEASE_TAKEN"
    assert stale.value.reason == "DRAFT_CHANGED"
    assert await press.everything() == before


async def test_a_substitute_does_what_the_absent_one_may(press, cast):
    maker, rita, _ = cast
    otto = press.as_("otto", "pr", name="Otto")
    release = await in_review(maker, rita)
    await press.is_away("rita", "otto")

    shown = await otto.get(release.name)
    declined = await otto.decline(release.name, release.draft.sha256)

    assert shown.substitute.subject == "otto"
    assert not (await maker.get(release.name)).HasField("substitute")
    assert declined.state == State.DECLINED
    assert declined.representative.subject == "rita"


async def test_an_exception_refused_names_the_earliest_date_and_decides_nothing(press, cast):
    maker, rita, _ = cast
    press.clock.forward(days=2)
    release = await in_review(maker, rita, exception_reason=WHY)

    refused = await rita.decide_exception(release.name, granted=False, words="Sorry.")

    with pytest.raises(Refused) as again:
        await rita.decide_exception(release.name)
    with pytest.raises(Refused) as other:
        await rita.decide_exception(release.name, "9")
    with pytest.raises(Refused) as approval:
        await rita.approve(release.name, release.draft.sha256)
    assert refused.state == State.IN_REVIEW
    assert refused.exceptions[0].state == pb.PressRelease.ExceptionRequest.REFUSED
    assert "4 March 2027" in refused.letters[0].text
    assert {again.value.reason, other.value.reason} == {"EXCEPTION_NOT_ASKED"}
    assert approval.value.reason == "EXCEPTION_NOT_GRANTED"


async def test_who_granted_very_short_notice_does_not_approve_it_alone(press, cast):
    maker, _, lena = cast
    press.clock.forward(days=10)
    release = await maker.submitted(exception_reason=WHY)
    await lena.decide_exception(release.name)
    await lena.take(release.name)

    with pytest.raises(Refused) as refused:
        await lena.approve(release.name, release.draft.sha256)

    assert refused.value.reason == "SECOND_PERSON_NEEDED"


async def test_open_issues_stand_against_an_approval_and_makers_do_not_learn_how_many(press, cast):
    maker, rita, _ = cast
    release = await in_review(maker, rita)
    await an_issue(press, release)

    with pytest.raises(Refused) as refused:
        await rita.approve(release.name, release.draft.sha256)

    assert refused.value.reason == "OPEN_ISSUES"
    assert (await rita.get(release.name)).open_issues == 1
    assert (await maker.get(release.name)).open_issues == 0


async def test_what_stands_against_an_approval_is_known_without_trying(press, cast):
    # given a representative who has an open issue and a stakeholder's answer to wait for
    maker, rita, _ = cast
    release = await in_review(maker, rita)
    await an_issue(press, release)
    await press.knows("leo", "stakeholder", name="Leo")
    await ask(rita, release)

    # when
    seen = await rita.get(release.name)
    with pytest.raises(Refused) as refused:
        await rita.approve(release.name, release.draft.sha256)

    # then
    told = [(it.code, it.text, it.subject) for it in seen.approval_obstacles]
    assert told == [(it.rule, it.message, it.subject) for it in refused.value.violations]
    assert {it.code for it in seen.approval_obstacles} == {
        "OPEN_ISSUES",
        "REQUIRED_SIGNOFF_MISSING",
    }


async def test_what_stands_against_an_approval_is_for_staff_while_it_is_in_review(press, cast):
    maker, rita, _ = cast
    release = await in_review(maker, rita)
    await an_issue(press, release)
    [listed] = (await rita.list()).press_releases
    [own] = (await maker.list()).press_releases

    await rita.request_changes(release.name, release.draft.sha256)

    assert [it.code for it in listed.approval_obstacles] == ["OPEN_ISSUES"]
    assert not own.approval_obstacles
    assert not (await rita.get(release.name)).approval_obstacles


async def test_comments_for_the_maker_are_sent_with_the_letter(press, cast):
    maker, rita, _ = cast
    release = await in_review(maker, rita)
    await an_issue(press, release)
    press.clock.forward(hours=1)

    await rita.request_changes(release.name, release.draft.sha256)

    [comment] = [row async for row in press.database["press_comments"].find({})]
    assert comment["sent"] == press.clock()


async def an_issue(press, release):
    """An open issue for the maker, as the service of comments stores it."""
    anchor = {"draft_number": 1, "block": "b1", "start": 0, "end": 0, "quote": ""}
    await press.database["press_comments"].insert_one(
        {
            "_id": f"comment-of-{release.name}",
            "release": release.name.split("/")[1],
            "anchor": anchor,
            "visibility": "MAKER",
            "status": "OPEN",
            "sent": None,
            "replies": [],
            "carried": {},
            "revision": 1,
        }
    )
