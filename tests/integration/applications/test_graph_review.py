"""A review through the graph, in front of the real service, with a clock that can be moved on."""

import pytest

from gateway.ids import to_id
from tests.integration.applications.graph import mutation
from tests.integration.applications.people import eventually

APPLICATION = """
  id state etag answerDueAt endedAt reapplyAt reopenUntil flags
  reviewer { id displayName role }
  notes { text author { displayName } }
  timeline { action state actor { displayName } }
  informationRequests {
    id createdAt dueAt answeredAt reviewer { id displayName }
    questions { id text answer answeredAt }
  }
"""
READ = f"query($id: ID!) {{ application(id: $id) {{ {APPLICATION} duplicates {{ kinds }} }} }}"


@pytest.fixture
def act(ask):
    """Carries out a mutation: what its payload holds, and the user errors."""

    async def act(subject, role, name, selection="", **given):
        kind = "invitation" if name.startswith("invitation") else "application"
        selection = selection or f"{kind} {{ {APPLICATION if kind == 'application' else 'id'} }}"
        answer = await ask(subject, [role], mutation(name, selection), input=given)
        assert "errors" not in answer, answer
        payload = answer["data"][name]
        return payload[kind], payload["userErrors"]

    return act


@pytest.fixture
def done(act):
    """Carries out a mutation that is expected to work."""

    async def done(subject, role, name, selection="", **given):
        found, errors = await act(subject, role, name, selection, **given)
        assert errors == []
        return found

    return done


@pytest.fixture
def taken(a_person, done):
    """An application that a reviewer has taken, and its applicant."""

    async def taken(reviewer="rita", **answers):
        applicant = a_person("maker")
        started = await applicant.start(**answers)
        await applicant.submit(started.name)
        id = str(to_id("Application", started.name))
        await done(reviewer, "reviewer", "applicationTake", id=id)
        return applicant, id

    return taken


async def read(ask, subject, role, id):
    answer = await ask(subject, [role], READ, id=id)
    assert "errors" not in answer, answer
    return answer["data"]["application"]


async def test_questions_are_answered_one_by_one_and_the_review_goes_on(taken, done, ask):
    applicant, id = await taken()
    asked = await done(
        "rita", "reviewer", "applicationAskForInformation",
        id=id, questions=["Who glazes?", "Which kiln?"],
    )  # fmt: skip
    [request] = asked["informationRequests"]
    first, second = (question["id"] for question in request["questions"])

    half = await done(
        applicant.subject, "maker", "applicationAnswer",
        id=id, answers=[{"question": second, "text": "A gas kiln."}],
    )  # fmt: skip
    whole = await done(
        applicant.subject, "maker", "applicationAnswer",
        id=id, answers=[{"question": first, "text": "I do."}],
    )  # fmt: skip

    assert (asked["state"], asked["answerDueAt"]) == ("NEEDS_INFO", None)
    assert request["reviewer"]["id"] == "rita"
    assert half["state"] == "NEEDS_INFO"
    assert whole["state"] == "IN_REVIEW"
    answers = [q["answer"] for q in whole["informationRequests"][0]["questions"]]
    assert answers == ["I do.", "A gas kiln."]
    assert [entry["action"] for entry in whole["timeline"]] == [
        "STARTED",
        "SUBMITTED",
        "TAKEN",
        "ASKED",
        "ANSWERED",
    ]
    assert (await read(ask, "rita", "reviewer", id))["answerDueAt"] is not None


async def test_an_applicant_learns_nothing_that_is_the_staffs(taken, done, ask):
    applicant, id = await taken()
    await done("rita", "reviewer", "applicationAddNote", id=id, text="Looks bought.")
    await done("ruth", "reviewer", "applicationAddNote", id=id, text="I doubt it.")
    await done(
        "rita", "reviewer", "applicationHandOver", id=id, reviewer="ruth", note="You know kilns."
    )
    await done("ruth", "reviewer", "applicationAskForInformation", id=id, questions=["Which kiln?"])

    to_staff = await read(ask, "ruth", "reviewer", id)
    to_applicant = await read(ask, applicant.subject, "maker", id)

    assert [note["text"] for note in to_staff["notes"]] == [
        "Looks bought.",
        "I doubt it.",
        "You know kilns.",
    ]
    assert to_staff["duplicates"] == []
    assert {"NOTED", "HANDED_OVER"} <= {entry["action"] for entry in to_staff["timeline"]}
    assert to_applicant["notes"] == []
    assert to_applicant["flags"] == []
    assert to_applicant["duplicates"] is None
    assert to_applicant["reviewer"] == {"id": None, "displayName": "Ruth", "role": "REVIEWER"}
    [request] = to_applicant["informationRequests"]
    assert request["reviewer"] == {"id": None, "displayName": "Ruth"}
    assert [entry["action"] for entry in to_applicant["timeline"]] == [
        "STARTED",
        "SUBMITTED",
        "TAKEN",
        "ASKED",
    ]


async def test_what_is_released_waits_for_a_reviewer_again(taken, done, act):
    _, id = await taken()

    released = await done("rita", "reviewer", "applicationRelease", id=id, note="On leave.")
    _, [refused] = await act("rita", "reviewer", "applicationRelease", id=id)

    assert (released["state"], released["reviewer"]) == ("SUBMITTED", None)
    assert (refused["__typename"], refused["code"]) == ("StateError", "APPLICATION_NOT_IN_REVIEW")


async def test_what_is_not_answered_in_time_expires_and_is_reopened_once(
    taken, done, act, ask, later
):
    applicant, id = await taken()
    asked = await done(
        "rita", "reviewer", "applicationAskForInformation", id=id, questions=["Which kiln?"]
    )
    [question] = asked["informationRequests"][0]["questions"]
    answer = {"id": id, "answers": [{"question": question["id"], "text": "A gas kiln."}]}

    later(days=15)
    _, [late] = await act(applicant.subject, "maker", "applicationAnswer", **answer)

    async def is_expired():
        return (await read(ask, "rita", "reviewer", id))["state"] == "EXPIRED"

    await eventually(is_expired)
    expired = await read(ask, applicant.subject, "maker", id)
    reopened = await done(applicant.subject, "maker", "applicationReopen", id=id)
    answered = await done(applicant.subject, "maker", "applicationAnswer", **answer)

    assert (late["__typename"], late["code"]) == ("StateError", "INFORMATION_TOO_LATE")
    assert late["closesAt"] == asked["informationRequests"][0]["dueAt"]
    assert expired["reopenUntil"] > expired["endedAt"]
    assert expired["timeline"][-1] == {"action": "EXPIRED", "actor": None, "state": "EXPIRED"}
    assert (reopened["state"], reopened["reopenUntil"]) == ("NEEDS_INFO", None)
    assert reopened["informationRequests"][0]["dueAt"] > late["closesAt"]
    assert answered["state"] == "IN_REVIEW"


async def test_a_question_that_is_wrong_is_told_by_its_path(taken, act):
    _, id = await taken()

    _, errors = await act(
        "rita", "reviewer", "applicationAskForInformation", id=id,
        questions=["Which kiln?", ""], dueAt="2020-01-01T00:00:00Z",
    )  # fmt: skip

    assert {tuple(error["path"]) for error in errors} == {("questions", "1"), ("dueAt",)}


async def test_a_withdrawn_application_can_be_decided_on_no_more(taken, done, act):
    applicant, id = await taken()

    withdrawn = await done(
        applicant.subject, "maker", "applicationWithdraw", id=id, reason="I moved."
    )
    _, [refused] = await act("rita", "reviewer", "applicationApprove", id=id)

    assert withdrawn["state"] == "WITHDRAWN"
    assert withdrawn["endedAt"] is not None
    assert refused["code"] == "APPLICATION_NOT_IN_REVIEW"


async def test_staff_finds_applications_by_email_in_any_letter_case(taken, ask):
    applicant, id = await taken()
    query = "query($email: String!) { applications(email: $email) { nodes { id } } }"

    found = await ask("rita", ["reviewer"], query, email=applicant.email.upper())
    refused = await ask(applicant.subject, ["maker"], query, email=applicant.email)

    assert [node["id"] for node in found["data"]["applications"]["nodes"]] == [id]
    assert refused["data"]["applications"] is None


async def test_after_a_decline_it_is_told_when_to_apply_again(taken, done, act, later):
    applicant, id = await taken()
    declined = await done(
        "rita", "reviewer", "applicationDecline", id=id, reason="OUTSOURCED", text="Others do."
    )

    _, [refused] = await act(
        applicant.subject, "maker", "applicationStart", questionnaire={"country": "US"}
    )
    later(days=91)
    again = await done(
        applicant.subject, "maker", "applicationStart", questionnaire={"country": "US"}
    )

    assert (refused["__typename"], refused["code"]) == ("StateError", "REAPPLICATION_TOO_EARLY")
    assert refused["opensAt"] == declined["reapplyAt"]
    assert again["state"] == "DRAFT"
