"""From a draft to the right to list, by the graph alone, with all that can happen on the way."""

import asyncio
import re
import uuid
from email import message_from_bytes, policy

import pytest

from dev.graph import Graph, soon
from dev.marketplace import Marketplace
from dev.samples import Cast, a_photo, a_questionnaire
from tests.support.calls import cost_of
from tests.support.listening import over_sse
from tests.support.mutations import document, done, told

STATE = "application { id state etag }"
REVIEW = (
    "application { id state flags notes { text } reviewer { id displayName } endedAt reapplyAt "
    "informationRequests { dueAt questions { id text answer } } "
    "timeline { action } invitation { id state } }"
)
NEWS = (
    "subscription($id: ID) { applicationChanged(application: $id) { action eventId resumeToken "
    "application { id state flags notes { text } reviewer { id displayName } "
    "firstSignature { displayName } timeline { action } duplicates { kinds } } } }"
)
LINK = "query($secret: String!) { invitationLink(secret: $secret) { state region fit emailHint } }"
INVITATION = (
    "invitation { id state blockers checks { description met } confirmedAt "
    "mayList { allowed because } supersededBy { id } revokeReason }"
)


class Applicant:
    """Somebody who applies, and what they get by mail."""

    def __init__(self, stack, *, email="", **answers):
        mark = uuid.uuid4().hex[:8]
        self.subject = f"ada-{mark}"
        self.email = email or f"{self.subject}@example.com"
        self.answers = a_questionnaire(Cast(self.subject, "", f"Kiln {mark}")) | answers
        self._stack = stack

    def graph(self, email=""):
        """As whom they sign in, which the provider may write with another letter case."""
        token = self._stack.issuer.token(self.subject, "maker", email=email or self.email)
        return Graph(self._stack.gateway_url, token)

    async def submit(self, graph):
        """Applies, and hands it in."""
        draft = await done(graph, "applicationStart", STATE, questionnaire=self.answers)
        for kind in ("PRODUCT", "WORKSPACE"):
            await photographed(graph, draft["id"], kind)
        await done(graph, "applicationSubmit", STATE, id=draft["id"])
        return draft["id"]

    async def mail(self, saying):
        """The first mail that says something."""

        async def found():
            for path in sorted(self._stack.mail_folder.glob("*.eml")):
                mail = message_from_bytes(path.read_bytes(), policy=policy.default)
                if self.email in str(mail["to"]) and saying in text_of(mail):
                    return mail
            return None

        return await soon(found, f"a mail that says {saying!r}")

    async def secrets(self, count):
        """The secrets of the links mailed so far, once there are so many."""

        async def found():
            secrets = []
            for path in sorted(self._stack.mail_folder.glob("*.eml")):
                mail = message_from_bytes(path.read_bytes(), policy=policy.default)
                if self.email in str(mail["to"]):
                    secrets += re.findall(r"/register#(\S+)", text_of(mail))
            return secrets if len(secrets) == count else None

        return await soon(found, f"{count} mails with a link")


def text_of(mail):
    return str(mail.get_body(("plain",)).get_content())


async def photographed(graph, application, kind):
    """Uploads a photo."""
    return await graph.upload(
        "application_add_photo", ("photo.jpg", a_photo()), id=application, kind=kind
    )


@pytest.fixture
async def staff(stack, signed_in):
    """Two reviewers and one of support; a reviewer is known to colleagues by looking at work."""
    async with (
        signed_in("rosa", "reviewer") as rosa,
        signed_in("rolf", "reviewer") as rolf,
        signed_in("sue", "support") as sue,
    ):
        for reviewer in (rosa, rolf):
            await reviewer.answer("{ applicationWork(first: 1) { nodes { dueAt } } }")
        yield rosa, rolf, sue


@pytest.fixture
async def market(stack):
    async with Marketplace(dict(stack.ports.services), stack.issuer) as market:
        yield market


async def test_a_draft_says_what_stands_against_it_until_nothing_does(stack):
    ada = Applicant(stack)
    problems = "{ viewer { applications { nodes { id problems { code subject } } } } }"
    async with ada.graph() as graph:
        given = {"country": "US", "processDescription": "By hand."}
        draft = await done(graph, "applicationStart", STATE, questionnaire=given)
        _, refused = await told(graph, "applicationSubmit", STATE, id=draft["id"])
        await graph.answer("{ viewer { id } }")

    # Another day, another device.
    async with ada.graph() as graph:
        [found] = (await graph.answer(problems))["data"]["viewer"]["applications"]["nodes"]
        await done(graph, "applicationUpdate", STATE, id=draft["id"], questionnaire=ada.answers)
        for kind in ("PRODUCT", "WORKSPACE"):
            await photographed(graph, draft["id"], kind)
        [whole] = (await graph.answer(problems))["data"]["viewer"]["applications"]["nodes"]
        submitted = await done(graph, "applicationSubmit", STATE, id=draft["id"])

    told_on_submit = {(error["code"], error["subject"]) for error in refused}
    assert len(told_on_submit) > 5
    assert {error["__typename"] for error in refused} == {"PolicyError"}
    assert found["id"] == draft["id"]
    assert {(one["code"], one["subject"]) for one in found["problems"]} == told_on_submit
    assert whole["problems"] == []
    assert submitted["state"] == "SUBMITTED"


async def test_a_review_with_questions_and_two_signatures(stack, staff):
    rosa, rolf, _ = staff
    ada = Applicant(
        stack,
        artisanType="OTHER",
        groupDescription="Neighbours who share a kiln and a shop.",
        language="de",
    )
    async with (
        ada.graph() as graph,
        over_sse(stack.gateway_url, stack.issuer.token(ada.subject, "maker"), NEWS) as heard,
        over_sse(stack.gateway_url, stack.issuer.token("rolf", "reviewer"), NEWS) as queue,
    ):
        await heard.news()
        await queue.news()
        id = await ada.submit(graph)

        await done(rosa, "applicationTake", REVIEW, id=id)
        await done(rosa, "applicationAddNote", REVIEW, id=id, text="No legal form?")
        await done(rosa, "applicationHandOver", REVIEW, id=id, reviewer="rolf", note="You know.")
        asked = await done(
            rolf, "applicationAskForInformation", REVIEW,
            id=id, questions=["Who throws?", "Who fires?"],
        )  # fmt: skip
        [request] = asked["informationRequests"]
        first, second = (question["id"] for question in request["questions"])
        half = await done(
            graph, "applicationAnswer", REVIEW,
            id=id, answers=[{"question": second, "text": "Ben."}],
        )  # fmt: skip
        whole = await done(
            graph, "applicationAnswer", REVIEW,
            id=id, answers=[{"question": first, "text": "I do."}],
        )  # fmt: skip
        signed = await done(rolf, "applicationApprove", REVIEW, id=id)
        _, [again] = await told(rolf, "applicationApprove", REVIEW, id=id)
        approved = await done(rosa, "applicationApprove", REVIEW, id=id)

        events = await until(heard, id, "APPROVED")
        to_staff = await until(queue, id, "APPROVED")

    assert (asked["state"], half["state"], whole["state"]) == ("NEEDS_INFO",) * 2 + ("IN_REVIEW",)
    assert (signed["state"], again["code"]) == ("IN_REVIEW", "SECOND_SIGNATURE_MISSING")
    assert (approved["state"], approved["invitation"]["state"]) == ("APPROVED", "ISSUED")
    assert {"NOTED", "HANDED_OVER", "SIGNED"} <= {event["action"] for event in to_staff}
    heard_of = [event["action"] for event in events]
    assert [one for one in heard_of if one in MOVES] == MOVES
    assert not {"NOTED", "HANDED_OVER", "SIGNED"} & set(heard_of)
    for event in events:
        seen = event["application"]
        assert (seen["flags"], seen["notes"]) == ([], [])
        assert (seen["firstSignature"], seen["duplicates"]) == (None, None)
        assert not seen["reviewer"] or seen["reviewer"]["id"] is None
        assert {entry["action"] for entry in seen["timeline"]} <= set(MOVES)
    mail = await ada.mail("/register#")
    assert "eingeladen" in mail["subject"]
    assert 'lang="de"' in mail.get_body(("html",)).get_content()
    assert "Who throws?" in text_of(await ada.mail("Who fires?"))


MOVES = ["STARTED", "SUBMITTED", "TAKEN", "ASKED", "ANSWERED", "APPROVED"]


async def until(heard, id, action):
    """The events of one application up to one."""
    events = []
    while not events or events[-1]["action"] != action:
        event = await heard.event()
        if event["application"]["id"] == id:
            events.append(event)
    return events


async def test_a_link_is_opened_by_a_scanner_reissued_and_redeemed(stack, staff, market, signed_in):
    rosa, _, sue = staff
    ada = Applicant(stack)
    other_case = ada.email.replace("ada", "Ada")
    async with ada.graph() as graph, ada.graph(other_case) as miswritten, signed_in() as scanner:
        id = await ada.submit(graph)
        await done(rosa, "applicationTake", STATE, id=id)
        approved = await done(rosa, "applicationApprove", REVIEW, id=id)
        [old] = await ada.secrets(1)

        opened = [await scanner.answer(LINK, {"secret": old}) for _ in range(2)]
        by_owner = await graph.answer(LINK, {"secret": old})
        by_other = await miswritten.answer(LINK, {"secret": old})
        _, [differs] = await told(miswritten, "invitationRedeem", INVITATION, secret=old)

        reissued = await done(
            sue, "invitationReissue", INVITATION,
            id=approved["invitation"]["id"], identityCheck="Called back.",
        )  # fmt: skip
        _, new = await ada.secrets(2)
        dead = await scanner.answer(LINK, {"secret": old})
        _, [refused] = await told(graph, "invitationRedeem", INVITATION, secret=old)
        redeemed = await done(graph, "invitationRedeem", INVITATION, secret=new)
        await market.report_account(ada.subject, ada.email, plan="INDIVIDUAL")
        individual = await invitation_of(graph, id)
        await market.report_account(ada.subject, ada.email, version=2)
        confirmed = await invitation_of(graph, id)

    links = [answer["data"]["invitationLink"] for answer in opened]
    assert [(link["state"], link["region"], link["fit"]) for link in links] == [
        ("ISSUED", "NA", None)
    ] * 2
    assert ada.email not in links[0]["emailHint"]
    assert by_owner["data"]["invitationLink"]["fit"] == "FITS"
    assert by_other["data"]["invitationLink"]["fit"] == "LETTER_CASE_DIFFERS"
    assert differs["code"] == "EMAIL_MISMATCH"
    assert "letter case" in differs["message"]
    assert dead["data"]["invitationLink"]["state"] == "SUPERSEDED"
    assert refused["code"] == "INVITATION_SUPERSEDED"
    assert reissued["state"] == "ISSUED"
    assert (redeemed["state"], redeemed["blockers"]) == ("REDEEMED", ["CREATE_ACCOUNT"])
    assert redeemed["mayList"]["allowed"] is False
    assert individual["blockers"] == ["UPGRADE_PLAN"]
    assert (confirmed["state"], confirmed["blockers"]) == ("CONFIRMED", [])
    assert confirmed["confirmedAt"] is not None
    assert confirmed["mayList"]["allowed"] is True
    assert confirmed["mayList"]["because"]
    assert {check["met"] for check in confirmed["checks"]} == {True}


async def invitation_of(graph, application):
    query = f"query($id: ID!) {{ application(id: $id) {{ {INVITATION} }} }}"
    answer = await graph.answer(query, {"id": application})
    return answer["data"]["application"]["invitation"]


async def test_what_ends_is_over_whoever_comes_next(stack, staff):
    rosa, rolf, _ = staff
    ada, bea = Applicant(stack), Applicant(stack)
    async with ada.graph() as by_ada, bea.graph() as by_bea:
        withdrawn, declined = await ada.submit(by_ada), await bea.submit(by_bea)

        # Two reviewers at the same moment: one of them gets it.
        answers = await asyncio.gather(
            *(told(one, "applicationTake", REVIEW, id=withdrawn) for one in (rosa, rolf))
        )
        taken = [found for found, errors in answers if not errors]
        late = [errors for found, errors in answers if errors]
        await done(by_ada, "applicationWithdraw", REVIEW, id=withdrawn)
        decisions = [
            await told(one, "applicationApprove", REVIEW, id=withdrawn) for one in (rosa, rolf)
        ]
        # Free for another one at once, for it was not turned down.
        await done(by_ada, "applicationStart", STATE, questionnaire={"country": "US"})

        await done(rosa, "applicationTake", REVIEW, id=declined)
        over = await done(
            rosa, "applicationDecline", REVIEW,
            id=declined, reason="OUTSOURCED", text="A factory glazes them.",
        )  # fmt: skip
        _, [early] = await told(by_bea, "applicationStart", STATE, questionnaire={"country": "US"})
        elsewhere = await done(by_bea, "applicationStart", STATE, questionnaire={"country": "DE"})

    assert [found["state"] for found in taken] == ["IN_REVIEW"]
    assert [error["code"] for [error] in late] in (
        ["APPLICATION_TAKEN"],
        ["APPLICATION_NOT_SUBMITTED"],
    )
    assert {error["code"] for _, [error] in decisions} == {"APPLICATION_NOT_IN_REVIEW"}
    assert over["state"] == "DECLINED"
    assert (early["__typename"], early["code"]) == ("StateError", "REAPPLICATION_TOO_EARLY")
    assert early["opensAt"] == over["reapplyAt"]
    assert elsewhere["state"] == "DRAFT"
    assert "A factory glazes them." in text_of(await bea.mail("A factory"))


async def test_a_page_of_applications_costs_the_same_however_long(stack, staff):
    rosa, *_ = staff
    shop = f"https://shop.example/{uuid.uuid4().hex[:8]}"
    names = []
    for _ in range(3):
        ada = Applicant(stack, shopUrls=[shop])
        async with ada.graph() as graph:
            names.append(await ada.submit(graph))
    page = (
        "{ applications(first: 3) { nodes { id notes { text } maker { displayName } "
        "invitation { state } duplicates { kinds application { id state } } } } }"
    )

    request_id = str(uuid.uuid4())
    answer = await rosa.answer(page, {}, {"x-request-id": request_id})
    cost = await cost_of(stack, request_id, expected_calls=4)

    nodes = answer["data"]["applications"]["nodes"]
    assert [node["id"] for node in nodes] == names[::-1]
    for node in nodes:
        alike = {
            one["application"]["id"] for one in node["duplicates"] if "SHOP_URL" in one["kinds"]
        }
        assert alike == set(names) - {node["id"]}
    assert dict(cost.calls) == {
        "ListApplications": 1,
        "LookupMakersByName": 1,
        "LookupApplicationDuplicates": 1,
        "LookupApplicationsByName": 1,
    }


async def test_a_mutation_of_many_words_is_one_call(stack, staff):
    """Answers come back in the answer to the mutation, so that no page reads them again."""
    rosa, *_ = staff
    ada = Applicant(stack)
    async with ada.graph() as graph:
        id = await ada.submit(graph)
    request_id = str(uuid.uuid4())
    given = {"input": {"id": id}}
    await rosa.answer(document("applicationTake", STATE), given, {"x-request-id": request_id})

    cost = await cost_of(stack, request_id, expected_calls=1)

    assert dict(cost.calls) == {"TakeApplication": 1}
