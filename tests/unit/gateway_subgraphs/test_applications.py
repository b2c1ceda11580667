"""The graph's words for applications are the contract's."""

import pytest

from gateway.subgraphs.applications import enums
from gateway.subgraphs.applications.questionnaire import Questionnaire, QuestionnaireInput
from handmade.applications.v1 import application_pb2, invitation_pb2, maker_pb2

PAIRS = {
    enums.ApplicationState: application_pb2.Application.State,
    enums.ApplicationDeclineReason: application_pb2.Application.DeclineReason,
    enums.ApplicationFlag: application_pb2.Application.Flag,
    enums.ArtisanType: application_pb2.Questionnaire.ArtisanType,
    enums.HeadCount: application_pb2.Questionnaire.HeadCount,
    enums.ProductionMethod: application_pb2.Questionnaire.ProductionMethod,
    enums.InvitationState: invitation_pb2.Invitation.State,
    enums.RegistrationBlocker: invitation_pb2.Invitation.Blocker,
    enums.MembershipState: maker_pb2.Membership.State,
}


@pytest.mark.parametrize(("ours", "theirs"), PAIRS.items(), ids=[ours.__name__ for ours in PAIRS])
def test_every_choice_of_the_contract_is_in_the_graph(ours, theirs):
    assert [choice.name for choice in ours] == list(theirs.keys())[1:]


def test_only_what_was_given_is_sent():
    given = QuestionnaireInput(country="US", tools=None, attested=False)

    assert list(given.given()) == ["country", "tools", "attest_time"]
    assert given.to_proto() == application_pb2.Questionnaire(country="US")


def test_the_same_answers_are_the_same_bytes():
    first, second = (QuestionnaireInput(country="US", attested=True).to_proto() for _ in range(2))

    assert first.HasField("attest_time")
    assert first.SerializeToString() == second.SerializeToString()


def test_every_answer_can_be_given_and_read():
    contract = set(application_pb2.Questionnaire.DESCRIPTOR.fields_by_name)

    assert set(QuestionnaireInput.__annotations__) - {"attested"} | {"attest_time"} == contract
    assert set(Questionnaire.__annotations__) - {"attested_at"} | {"attest_time"} == contract
