import pytest
from graphql import parse

from console import actions, form
from console.actions import Action, Attempt, Wrong
from console.form import Form
from console.graph import Answer, Problem

DECLINE = Action(
    "applicationDecline", {"reason": form.text, "text": form.text, "days": form.number}
)
ACTIONS = actions.among(
    DECLINE,
    Action("applicationAskForInformation"),
    Action("invitationReissue", name="reissue"),
    noun="application",
)


class Visit:
    """Somebody whose mutations are answered as it is told to."""

    def __init__(self, answer, **typed):
        self.form = Form({"request_id": ["0198"], **{name: [text] for name, text in typed.items()}})
        self.sent = []
        self._answer = answer

    async def change(self, document, given):
        self.sent.append((document, given))
        return self._answer

    def missing(self):
        return LookupError()


def payload(*errors):
    return Answer({"applicationDecline": {"userErrors": list(errors)}})


def error(kind, code, message, **more):
    return {"__typename": kind, "code": code, "message": message, **more}


def test_an_action_is_called_by_its_verb():
    assert set(ACTIONS) == {"decline", "ask-for-information", "reissue"}


def test_its_document_is_a_mutation_with_everything_that_can_stand_against_it():
    document = ACTIONS["ask-for-information"].document

    assert "$input: ApplicationAskForInformationInput!" in document
    assert {found.name.value for found in parse(document).definitions if found.name} == {
        "UserError"
    }


async def test_what_was_typed_goes_to_the_graph_with_what_the_address_says():
    visit = Visit(payload(), reason="RESOLD", text="Made\r\nelsewhere", days="7")

    tried = await actions.attempt(visit, ACTIONS, "decline", {"id": "QQ=="})

    assert tried.is_done
    assert visit.sent[0][1] == {
        "reason": "RESOLD",
        "text": "Made\nelsewhere",
        "days": 7,
        "id": "QQ==",
        "requestId": "0198",
    }


async def test_a_refusal_keeps_what_was_typed_and_says_what_is_wrong_where():
    visit = Visit(
        payload(
            error("InvalidFieldError", "TOO_SHORT", "Say why.", path=["text"]),
            error("PolicyError", "NOT_YOURS", "It is not yours.", subject=None),
        ),
        text="no",
    )

    tried = await actions.attempt(visit, ACTIONS, "decline", {"id": "QQ=="})

    assert tried.typed["text"] == ["no"]
    assert tried.errors_of("text") == ["Say why."]
    assert tried.others == ["It is not yours."]
    assert (tried.is_done, tried.status) == (False, 422)


async def test_what_cannot_be_read_is_told_before_the_graph_is_asked():
    visit = Visit(payload(), days="soon")

    tried = await actions.attempt(visit, ACTIONS, "decline", {})

    assert tried.errors_of("days")
    assert visit.sent == []


@pytest.mark.parametrize("kind", ["StateError", "StaleError"])
async def test_who_comes_too_late_hears_what_the_other_did(kind):
    visit = Visit(payload(error(kind, "DECIDED", "It is decided.")))

    tried = await actions.attempt(visit, ACTIONS, "decline", {})

    assert tried.status == 409
    assert tried.after("Ada approved it.").lost_to == "Ada approved it."


def test_nothing_is_said_of_others_where_nobody_was_faster():
    refused = Attempt("decline", wrongs=(Wrong("text", "Say why.", "InvalidFieldError"),))

    assert refused.after("Ada approved it.").lost_to is None


async def test_while_nobody_knows_whether_it_took_effect_it_is_the_same_request_again():
    visit = Visit(Answer({}, {"applicationDecline": Problem("UNAVAILABLE", "Away.")}), text="Why.")

    tried = await actions.attempt(visit, ACTIONS, "decline", {})

    assert (tried.status, tried.is_unsure) == (503, True)
    assert "send it again" in tried.others[0]
    assert actions.request_id(tried, "decline") == "0198"
    assert actions.request_id(tried, "approve") != "0198"


async def test_after_a_refusal_it_is_a_new_request():
    visit = Visit(payload(error("PolicyError", "NO", "No.", subject=None)))

    tried = await actions.attempt(visit, ACTIONS, "decline", {})

    assert actions.request_id(tried, "decline") != "0198"


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("BAD_USER_INPUT", 422),
        ("INVALID", 422),
        ("GRAPHQL_VALIDATION_FAILED", 422),
        ("UNAUTHENTICATED", 422),
        ("FORBIDDEN", 404),
        ("NOT_FOUND", 404),
        ("STALE", 409),
        ("RATE_LIMITED", 429),
    ],
)
async def test_what_was_surely_not_done_is_a_refusal_and_the_next_try_a_new_request(code, status):
    visit = Visit(Answer({}, {"applicationDecline": Problem(code, "“x” is no date.")}), text="Why.")

    tried = await actions.attempt(visit, ACTIONS, "decline", {})

    assert (tried.status, tried.others) == (status, ["“x” is no date."])
    assert not tried.is_done
    assert not tried.is_unsure
    assert actions.request_id(tried, "decline") != "0198"


@pytest.mark.parametrize(
    "code",
    ["UNAVAILABLE", "DEADLINE_EXCEEDED", "INTERNAL", "OVERLOADED", "RESPONSE_TOO_LARGE", "", "NEW"],
)
async def test_what_may_have_been_done_is_sent_again_as_the_same_request(code):
    visit = Visit(Answer({}, {"": Problem(code, "Away.")}), text="Why.")

    tried = await actions.attempt(visit, ACTIONS, "decline", {})

    assert (tried.status, tried.is_unsure) == (503, True)
    assert "not known whether this took effect" in tried.others[0]
    assert actions.request_id(tried, "decline") == "0198"


async def test_what_failed_below_a_mutation_does_not_say_that_it_was_not_done():
    below = {"applicationDecline.application": Problem("NOT_FOUND", "Nothing is there.")}

    tried = await actions.attempt(Visit(Answer({}, below)), ACTIONS, "decline", {})

    assert tried.is_unsure


async def test_there_are_no_other_actions():
    with pytest.raises(LookupError):
        await actions.attempt(Visit(payload()), ACTIONS, "delete", {})


async def test_of_several_forms_of_one_action_only_the_one_that_was_sent_shows_what_was_typed():
    visit = Visit(payload(error("PolicyError", "NO", "No.", subject=None)), form="decline-7")

    tried = await actions.attempt(visit, ACTIONS, "decline", {})

    assert tried.is_of("decline-7")
    assert not tried.is_of("decline-8")
