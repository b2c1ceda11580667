"""The page of an application, before a graph that answers as it is told to."""

from datetime import timedelta

import pytest

from console.graph import Answer, Problem
from tests.support.fake_console import AWAY, NOW, FakeConsole, links

PATH = "/console/applications/QTox"
ROSA = {"id": "rosa", "displayName": "Rosa", "role": "REVIEWER"}
SAM = {"id": "sam", "displayName": "Sam", "role": "REVIEWER"}
FORM = {
    "version": "v2",
    "questions": [{"field": "tools", "text": "Which tools?", "choices": []}],
}
OLDER = {
    "version": "v1",
    "questions": [{"field": "tools", "text": "Tools and machines?", "choices": []}],
}
NOT_IN_REVIEW = {
    "__typename": "StateError",
    "code": "APPLICATION_NOT_IN_REVIEW",
    "message": "The application is approved, not in review.",
}


def did(action, actor, minutes=5):
    return {
        "createdAt": (NOW - timedelta(minutes=minutes)).isoformat(),
        "actor": actor,
        "action": action,
        "state": "IN_REVIEW",
        "ruleVersion": "2",
        "declineReason": None,
        "text": None,
        "colleague": None,
    }


def application(**changes):
    return {
        "id": "QTox",
        "questionnaire": {
            "contactName": "Ada",
            "businessName": "Kiln",
            "tools": "A wheel.",
            "attestedAt": None,
        },
        "questionnaireVersion": "v2",
        "region": "EU",
        "state": "IN_REVIEW",
        "email": "ada@example.com",
        "flags": [],
        "reviewer": ROSA,
        "firstSignature": None,
        "declineReason": None,
        "declineText": None,
        "problems": [],
        "timeline": [did("TAKEN", ROSA)],
        "informationRequests": [],
        "notes": [],
        "createdAt": NOW.isoformat(),
        "submittedAt": NOW.isoformat(),
        "answerDueAt": (NOW + timedelta(days=3)).isoformat(),
        "endedAt": None,
        "reapplyAt": None,
        "reopenUntil": None,
        "photos": [],
        "maker": None,
        "invitation": None,
        "duplicates": [],
    } | changes


@pytest.fixture
def rosa():
    console = FakeConsole("reviewer")
    shows(console)
    console.graph.told["ColleaguesApplications"] = Answer(
        {"colleagues": [{"who": ROSA, "openItems": 1}, {"who": SAM, "openItems": 2}]}
    )
    return console


def shows(console, problems=None, form=FORM, **changes):
    data = {"application": application(**changes), "questionnaireForm": form}
    console.graph.told["Application"] = Answer(data | {"programmeCountries": []}, problems or {})


def refuses(console, mutation, *errors):
    console.graph.told[mutation] = Answer({mutation: {"userErrors": list(errors)}})


async def test_the_questions_are_the_ones_that_were_asked(rosa):
    page = (await rosa.get(PATH)).text
    assert "Which tools?" in page
    assert "Questionnaire" not in rosa.graph.names()

    # An application of before keeps the wording of its own version.
    shows(rosa, questionnaireVersion="v1")
    rosa.graph.told["Questionnaire"] = Answer({"questionnaireForm": OLDER})
    page = (await rosa.get(PATH)).text

    assert "Tools and machines?" in page
    assert "Which tools?" not in page
    assert rosa.graph.variables("Questionnaire") == {"version": "v1"}


async def test_its_page_leads_to_who_did_what_with_it(rosa):
    (link,) = links((await rosa.get(PATH)).text, "Who did what with it")

    assert link == "/console/activity?object=QTox"


async def test_who_typed_nothing_is_not_told_that_it_is_kept(rosa):
    refuses(rosa, "applicationTake", NOT_IN_REVIEW)
    shows(rosa, state="APPROVED", timeline=[did("APPROVED", SAM, 2)])

    answer = await rosa.send(f"{PATH}/take", form="take")

    assert "Sam approved it 2 minutes ago." in answer.text
    assert "What you typed is still on this page" not in answer.text


async def test_parts_that_fail_say_so_and_the_others_are_there(rosa):
    away = {"questionnaireForm": AWAY, "application.duplicates": AWAY}
    shows(rosa, away, form=None, duplicates=None)
    rosa.graph.told["ColleaguesApplications"] = Answer(problems={"colleagues": AWAY})

    answer = await rosa.get(PATH)

    assert answer.status_code == 200
    assert answer.text.count(AWAY.message) == 3
    assert "A wheel." in answer.text


@pytest.mark.parametrize("code", ["NOT_FOUND", "FORBIDDEN", "INVALID", "BAD_USER_INPUT"])
async def test_what_is_not_there_for_somebody_is_no_page(rosa, code):
    problem = Problem(code, "No.")
    rosa.graph.told["Application"] = Answer({"application": None}, {"application": problem})

    assert (await rosa.get(PATH)).status_code == 404


async def test_while_the_service_is_away_what_was_sent_can_be_sent_again_as_the_same(rosa):
    rosa.graph.told["Application"] = Answer({"application": None}, {"application": AWAY})
    rosa.graph.told["applicationDecline"] = Answer(problems={"applicationDecline": AWAY})

    assert (await rosa.get(PATH)).status_code == 503
    answer = await rosa.send(
        f"{PATH}/decline", request_id="4711", reason="RESOLD", text="</textarea>Sorry"
    )

    assert answer.status_code == 503
    assert f'action="{PATH}/decline"' in answer.text
    assert '<textarea name="request_id" hidden>4711</textarea>' in answer.text
    assert '<textarea name="text" hidden>&lt;/textarea&gt;Sorry</textarea>' in answer.text


async def test_the_first_of_two_signatures_is_told_as_one(rosa):
    for state, then in (("IN_REVIEW", "sign"), ("APPROVED", "approve")):
        payload = {"userErrors": [], "application": {"state": state}}
        rosa.graph.told["applicationApprove"] = Answer({"applicationApprove": payload})

        answer = await rosa.send(f"{PATH}/approve")

        assert answer.status_code == 303
        assert answer.headers["location"].startswith(f"{PATH}?done={then}.")


async def test_who_is_overtaken_hears_by_whom_and_keeps_every_word(rosa):
    refuses(rosa, "applicationDecline", NOT_IN_REVIEW)
    shows(rosa, state="APPROVED", timeline=[did("TAKEN", ROSA), did("APPROVED", SAM, 2)])

    answer = await rosa.send(f"{PATH}/decline", reason="RESOLD", text="All my words")

    assert answer.status_code == 409
    assert "Sam approved it 2 minutes ago." in answer.text
    assert "All my words" in answer.text
    assert "is not offered any more" in answer.text


async def test_a_refusal_for_another_reason_blames_nobody(rosa):
    unknown = {
        "__typename": "StateError",
        "code": "REVIEWER_UNKNOWN",
        "message": "Nobody of this account is known as a reviewer.",
    }
    refuses(rosa, "applicationHandOver", unknown)

    answer = await rosa.send(f"{PATH}/hand-over", reviewer="tom", note="Please")

    assert unknown["message"] in answer.text
    assert "You took it" not in answer.text
    assert "Please" in answer.text


async def test_what_is_wrong_with_one_of_several_questions_says_which(rosa):
    wrong = {
        "__typename": "InvalidFieldError",
        "code": "TEXT_TOO_LONG",
        "message": "At most 1,000 characters.",
        "path": ["questions", "1"],
    }
    refuses(rosa, "applicationAskForInformation", wrong)

    answer = await rosa.send(
        f"{PATH}/ask-for-information",
        questions="One?\r\n\r\nTwo?",
        dueAt="2030-06-10T12:00",
        dueAtZone="Asia/Tokyo",
    )

    asked = rosa.graph.variables("applicationAskForInformation")
    assert asked["questions"] == ["One?", "Two?"]
    assert asked["dueAt"] == "2030-06-10T12:00:00+09:00"
    assert answer.status_code == 422
    assert "Question 2: At most 1,000 characters." in answer.text
    assert 'data-zone="dueAt">Asia/Tokyo<' in answer.text


async def test_a_choice_that_was_left_out_is_not_sent(rosa):
    declined = await rosa.send(f"{PATH}/decline", reason="", text="Sorry")
    handed = await rosa.send(f"{PATH}/hand-over", reviewer="")

    assert "Choose a reason." in declined.text
    assert "Choose a colleague." in handed.text
    assert not {"applicationDecline", "applicationHandOver"} & set(rosa.graph.names())


@pytest.mark.parametrize(
    ("action", "fields", "said"),
    [
        ("decline", {"reason": "RESOLD", "text": " "}, "Write what the applicant is told."),
        ("add-note", {"text": "\n"}, "Write the note."),
        ("ask-for-information", {"questions": " \n "}, "Write what the applicant is asked."),
        ("reissue-invitation", {"identityCheck": ""}, "Write how you made sure"),
        ("revoke-invitation", {"reason": ""}, "Write what the maker is told."),
    ],
)
async def test_words_that_are_not_there_are_asked_for_by_what_they_are_for(
    rosa, action, fields, said
):
    answer = await rosa.send(f"{PATH}/{action}", **fields)

    assert answer.status_code == 422
    assert said in answer.text
    assert not [name for name in rosa.graph.names() if name[0].islower()]


async def test_signing_is_approving_and_has_no_address_of_its_own(rosa):
    assert (await rosa.send(f"{PATH}/sign")).status_code == 404


async def test_an_invitation_of_another_application_is_not_touched(rosa):
    rosa.graph.told["ApplicationInvitation"] = Answer({"application": {"invitation": {"id": "I2"}}})

    answer = await rosa.send(f"{PATH}/revoke-invitation", invitation="I1", reason="An error.")

    assert answer.status_code == 409
    assert "has another invitation now" in answer.text
    assert "invitationRevoke" not in rosa.graph.names()


async def test_clocks_are_in_the_head_of_the_page(rosa):
    shows(
        rosa,
        state="NEEDS_INFO",
        informationRequests=[
            {
                "questions": [{"text": "How?", "answer": None, "answeredAt": None}],
                "reviewer": ROSA,
                "createdAt": NOW.isoformat(),
                "dueAt": (NOW + timedelta(days=5)).isoformat(),
                "answeredAt": None,
            }
        ],
    )

    head = (await rosa.get(PATH)).text.partition('id="next"')[0]

    assert "The applicant’s answer" in head
    assert "in 5 days" in head
    assert "Our answer: stands still meanwhile" in head


async def test_an_invitation_is_changed_by_its_own_id(rosa):
    rosa.graph.told["invitationRevoke"] = Answer({"invitationRevoke": {"userErrors": []}})

    answer = await rosa.send(f"{PATH}/revoke-invitation", invitation="I1", reason="An error.")

    assert answer.status_code == 303
    given = rosa.graph.variables("invitationRevoke")
    assert (given["id"], given["reason"]) == ("I1", "An error.")


async def test_who_cannot_hand_it_over_is_not_asked_about_others():
    lee = FakeConsole("support", subject="lee")
    shows(lee)

    page = (await lee.get(PATH)).text

    assert lee.graph.names() == ["Application"]
    assert "are for reviewers" in page
    assert "Add the note" in page


async def test_alike_applications_are_a_hint_with_links(rosa):
    other = {
        "id": "QToy",
        "state": "DECLINED",
        "region": "EU",
        "email": "bo@example.com",
        "submittedAt": NOW.isoformat(),
        "questionnaire": {"businessName": "Bo's Kiln"},
    }
    gone = {"kinds": ["EMAIL"], "application": None}
    shows(rosa, duplicates=[{"kinds": ["SHOP_URL", "PHOTO"], "application": other}, gone])

    page = " ".join((await rosa.get(PATH)).text.split())

    assert '<a href="/console/applications/QToy" dir="auto">Bo&#39;s Kiln</a>' in page
    assert "The same shop, photo" in page
    assert "A hint, which proves nothing" in page
    assert "It cannot be shown at the moment." in page


async def test_links_lead_out_carefully_and_only_to_pages(rosa):
    questions = [{"field": "shopUrls", "text": "Where?", "choices": []}]
    answers = application()["questionnaire"] | {
        "shopUrls": ["https://shop.example/a", "javascript:alert(1)"]
    }
    shows(rosa, form=FORM | {"questions": questions}, questionnaire=answers)

    page = (await rosa.get(PATH)).text

    assert (
        'href="https://shop.example/a" target="_blank" rel="noopener noreferrer nofollow"' in page
    )
    assert 'href="javascript' not in page
    assert "javascript:alert(1)" in page
