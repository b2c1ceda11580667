"""Who goes on with an application, what is asked and answered, and who learns what of it."""

import pytest

from chassis.errors import Forbidden, Invalid, NotFound
from handmade.applications.v1 import application_pb2 as pb
from tests.integration.applications.reviewing import answer, ask, do, known, refusal
from tests.integration.applications.test_watching import Follower

STAFF_ONLY = {"signed", "released", "handed_over", "noted"}


async def test_what_is_released_waits_for_another(in_review, reviewer, a_person):
    name = await in_review()

    released = await do(reviewer, "ReleaseApplication", name, note="I know her.")

    assert released.state == pb.Application.SUBMITTED
    assert not released.HasField("reviewer")
    assert [note.text for note in released.notes] == ["I know her."]
    taken = await a_person("reviewer").take(name)
    assert taken.state == pb.Application.IN_REVIEW


async def test_an_application_is_handed_to_a_colleague_who_goes_on(in_review, reviewer, a_person):
    name, colleague = await in_review(), await known(a_person("reviewer"))

    moved = await do(
        reviewer, "HandOverApplication", name, reviewer=colleague.subject, note="See the glaze."
    )

    assert moved.reviewer.subject == colleague.subject
    assert (await refusal(reviewer.approve(name))).reason == "APPLICATION_TAKEN"
    assert (await colleague.approve(name)).state == pb.Application.APPROVED


async def test_an_application_is_handed_to_nobody_who_may_not_have_it(
    in_review, maker, reviewer, a_person
):
    name, support = await in_review(), a_person("support")
    await do(support, "AddApplicationNote", name, text="They rang.")
    both = await known(a_person("maker", "reviewer"))
    of_reviewer = await in_review(applicant=both)

    async def to(subject, name=name):
        call = do(reviewer, "HandOverApplication", name, reviewer=subject)
        return (await refusal(call)).reason

    assert await to("somebody") == "REVIEWER_UNKNOWN"
    assert await to(support.subject) == "REVIEWER_UNKNOWN"
    assert await to(maker.subject) == "REVIEWER_UNKNOWN"
    assert await to(reviewer.subject) == "REVIEWER_UNCHANGED"
    assert await to(both.subject, of_reviewer) == "REVIEWER_HAS_PART"


async def test_an_administrator_hands_over_what_somebody_else_has(in_review, a_person):
    name, colleague, admin = await in_review(), await known(a_person("reviewer")), a_person("admin")

    moved = await do(admin, "HandOverApplication", name, reviewer=colleague.subject)
    released = await do(admin, "ReleaseApplication", name)

    assert moved.reviewer.subject == colleague.subject
    assert released.state == pb.Application.SUBMITTED
    with pytest.raises(Forbidden):
        await admin.take(name)


async def test_questions_are_answered_one_by_one_and_the_review_goes_on(in_review, maker, reviewer):
    name = await in_review()
    asked = await ask(reviewer, name, "How is it glazed?", "Who helps?")
    assert asked.state == pb.Application.NEEDS_INFO
    assert not asked.HasField("answer_due_time")

    seen = await maker.application(name)
    [request] = seen.information_requests
    assert [question.text for question in request.questions] == ["How is it glazed?", "Who helps?"]
    assert (request.reviewer.subject, request.reviewer.display_name != "") == ("", True)
    first = await answer(maker, name, q1_2="Nobody.")
    last = await answer(maker, name, q1_1="With a brush.")

    assert first.state == pb.Application.NEEDS_INFO
    assert last.state == pb.Application.IN_REVIEW
    assert last.HasField("answer_due_time")
    [request] = (await reviewer.application(name)).information_requests
    assert [question.answer for question in request.questions] == ["With a brush.", "Nobody."]


async def test_everything_wrong_with_answers_is_named_at_once(in_review, maker, reviewer):
    name = await in_review()
    await ask(reviewer, name)
    kind = pb.AnswerInformationRequestRequest.Answer
    answers = [
        kind(question="1-1", text="x" * 5001),
        kind(question="1-1", text="Again."),
        kind(question="9-9", text="Bell \x07."),
        kind(question="1-1", text=" \u200b "),
    ]

    with pytest.raises(Invalid) as refused:
        await do(maker, "AnswerInformationRequest", name, answers=answers)

    assert {(it.subject, it.rule) for it in refused.value.violations} == {
        ("answers[0].text", "TEXT_TOO_LONG"),
        ("answers[1].question", "QUESTION_REPEATED"),
        ("answers[2].question", "QUESTION_UNKNOWN"),
        ("answers[2].text", "CONTROL_CHARACTER"),
        ("answers[3].question", "QUESTION_REPEATED"),
        ("answers[3].text", "REQUIRED"),
    }


@pytest.mark.parametrize(
    "text",
    ["מה שם הסטודיו?\nוהיכן הוא?", "ما اسم الورشة؟", "釉薬は？", "Café “Ærø” 🏺\u200d", "x" * 1000],
)
async def test_questions_are_written_in_any_alphabet_and_direction(in_review, reviewer, text):
    name = await in_review()

    asked = await ask(reviewer, name, text)

    assert asked.information_requests[0].questions[0].text == text.strip()


@pytest.mark.parametrize(
    "questions", [["How?"] * 21, [""], ["\u202eHow?"], ["How\x00?"], ["x" * 1001]]
)
async def test_questions_that_can_not_be_asked_are_refused(in_review, reviewer, questions):
    name = await in_review()

    with pytest.raises(Invalid):
        await ask(reviewer, name, *questions)


async def test_how_the_staff_divide_their_work_is_nothing_for_applicants(
    in_review, maker, reviewer, a_person
):
    partner, colleague = a_person("partner"), await known(a_person("reviewer"))
    name = await in_review(artisan_type="OTHER", group_description="A village.")
    await maker.grant(partner.subject, "applications:write", "events:read")
    followers = {}
    for who in (maker, partner, colleague):
        request = pb.WatchApplicationsRequest(application=name)
        followers[who] = await Follower(who.applications.WatchApplications(request)).beginning()

    await do(reviewer, "AddApplicationNote", name, text="She is my neighbour's friend.")
    await reviewer.approve(name)
    await do(reviewer, "HandOverApplication", name, reviewer=colleague.subject, note="Sign too.")
    await do(colleague, "ReleaseApplication", name)
    await colleague.take(name)
    await ask(colleague, name)

    heard = await followers[colleague].until("application.asked", name)
    assert {entry.type.partition(".")[2] for entry in heard} >= STAFF_ONLY
    for who in (maker, partner):
        events = await followers[who].until("application.asked", name)
        assert [event.type for event in events] == ["application.taken", "application.asked"]
        for seen in (await who.application(name), events[-1].application):
            assert not seen.notes
            assert not seen.flags
            assert not seen.HasField("first_signature")
            assert STAFF_ONLY.isdisjoint(entry.action for entry in seen.timeline)
            assert seen.reviewer.subject == ""
            assert seen.information_requests[0].reviewer.subject == ""
    for follower in followers.values():
        follower.call.cancel()


async def test_what_the_staff_note_and_sign_moves_nothing_that_the_applicant_sees(
    in_review, maker, reviewer, later
):
    name = await in_review(artisan_type="OTHER", group_description="A village.")
    before = await maker.application(name)
    later(minutes=5)

    await do(reviewer, "AddApplicationNote", name, text="Looks bought.")
    await reviewer.approve(name)

    assert await maker.application(name) == before
    to_staff = await reviewer.application(name)
    assert [entry.action for entry in to_staff.timeline][-2:] == ["noted", "signed"]
    assert int(to_staff.etag) == int(before.etag) + 2
    await ask(reviewer, name)
    assert (await maker.application(name)).etag == str(int(before.etag) + 1)


async def test_what_was_signed_before_an_answer_is_signed_anew(
    in_review, maker, reviewer, a_person
):
    name = await in_review(artisan_type="OTHER", group_description="A village.")
    colleague = await known(a_person("reviewer"))
    signed = await reviewer.approve(name)
    await ask(reviewer, name, "Who weaves?")

    await answer(maker, name, q1_1="My cousins, by machine.")

    assert signed.first_signature.subject == reviewer.subject
    assert not (await reviewer.application(name)).HasField("first_signature")
    assert (await refusal(colleague.approve(name))).reason == "APPLICATION_TAKEN"
    assert (await reviewer.approve(name)).state == pb.Application.IN_REVIEW
    assert (await colleague.approve(name)).state == pb.Application.APPROVED


async def test_who_reviews_an_application_does_not_answer_for_its_maker(in_review, maker, a_person):
    both = a_person("reviewer", "partner")
    name = await in_review(by=both)
    await ask(both, name)
    await maker.grant(both.subject, "applications:write")

    for call in (answer(both, name, q1_1="By hand."), do(both, "WithdrawApplication", name)):
        assert (await refusal(call)).reason == "OWN_REVIEW"
    assert (await answer(maker, name, q1_1="By hand.")).state == pb.Application.IN_REVIEW


async def test_a_note_is_the_staffs_alone_and_is_added_to_what_is_over(
    in_review, maker, reviewer, a_person
):
    name = await in_review()
    await reviewer.decline(name)

    noted = await do(a_person("support"), "AddApplicationNote", name, text="She called: why?")

    assert [note.text for note in noted.notes] == ["She called: why?"]
    assert noted.state == pb.Application.DECLINED
    assert not (await maker.application(name)).notes
    with pytest.raises(Forbidden):
        await do(maker, "AddApplicationNote", name, text="Thank you.")


async def test_only_staff_looks_for_an_address_letter_case_aside(in_review, maker, reviewer):
    name = await in_review()

    found = await reviewer.list_applications(email=maker.email.upper())

    assert [it.name for it in found.applications] == [name]
    with pytest.raises(Invalid):
        await maker.list_applications(email=maker.email)


async def test_what_a_partner_lost_the_right_to_is_neither_answered_nor_withdrawn(
    in_review, maker, reviewer, a_person
):
    name, partner = await in_review(), a_person("partner")
    await ask(reviewer, name, "How?", "Where?")
    await maker.grant(partner.subject, "applications:write")
    await answer(partner, name, q1_1="With a brush.")

    await maker.revoke(partner.subject)

    for call in (answer(partner, name, q1_2="Here."), do(partner, "WithdrawApplication", name)):
        with pytest.raises(NotFound):
            await call
