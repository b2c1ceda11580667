"""The graph's words for applications are the contract's."""

import pytest

from chassis.caller import ANONYMOUS
from chassis.errors import NotFound
from gateway.ids import to_id
from gateway.subgraphs.applications import enums
from gateway.subgraphs.applications.products import Goods, ProductLineInput
from gateway.subgraphs.applications.questionnaire import Questionnaire, QuestionnaireInput
from handmade.applications.v1 import application_pb2, invitation_pb2, maker_pb2
from tests.unit.gateway_subgraphs.graph import ask

PAIRS = {
    enums.ApplicationState: application_pb2.Application.State,
    enums.ApplicationDeclineReason: application_pb2.Application.DeclineReason,
    enums.ApplicationFlag: application_pb2.Application.Flag,
    enums.ArtisanType: application_pb2.Questionnaire.ArtisanType,
    enums.HeadCount: application_pb2.Questionnaire.HeadCount,
    enums.ProductionMethod: application_pb2.Questionnaire.ProductionMethod,
    Goods: application_pb2.Questionnaire.Goods,
    enums.ProgrammeStatement: application_pb2.Questionnaire.Statement,
    enums.SellerPlan: application_pb2.Questionnaire.SellerPlan,
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


def test_lines_of_products_are_sent_and_read():
    given = QuestionnaireInput(
        country="US",
        products=[
            ProductLineInput(category="art"),
            ProductLineInput(
                category="home-and-kitchen",
                production_method=enums.ProductionMethod.HAND_ALTERED,
                goods=Goods.SUPPLIES_ALTERED,
            ),
        ],
        statements=[enums.ProgrammeStatement.NO_RESELLING],
        seller_plan=enums.SellerPlan.NO_ACCOUNT,
        language="fr",
    )

    read = Questionnaire.from_proto(given.to_proto())

    assert [(it.category, it.production_method, it.goods) for it in read.products] == [
        ("art", None, None),
        ("home-and-kitchen", enums.ProductionMethod.HAND_ALTERED, Goods.SUPPLIES_ALTERED),
    ]
    assert read.statements == [enums.ProgrammeStatement.NO_RESELLING]
    assert read.seller_plan is enums.SellerPlan.NO_ACCOUNT
    assert (read.language, read.seller_account) == ("fr", None)


def test_lines_of_products_are_taken_back_with_null():
    given = QuestionnaireInput(products=None, statements=[])

    assert list(given.given()) == ["products", "statements"]
    assert given.to_proto() == application_pb2.Questionnaire()


async def test_a_problem_is_told_in_the_graphs_words():
    draft = application_pb2.Application(
        name="applications/00000000-0000-4000-8000-000000000000",
        state=application_pb2.Application.DRAFT,
        problems=[
            application_pb2.ApplicationProblem(
                rule="GOODS_NOT_TAKEN",
                field="questionnaire.products[0].goods",
                message="Food is not taken.",
            ),
            application_pb2.ApplicationProblem(rule="PHOTO_REQUIRED", field="photos.product"),
            application_pb2.ApplicationProblem(
                rule="ATTESTATION_REQUIRED", field="questionnaire.attest_time"
            ),
        ],
    )
    found = application_pb2.LookupApplicationsByNameResponse.Result(application=draft)

    answer = await ask(
        "query Draft($id: ID!) { application(id: $id) { problems { code subject message } } }",
        application_pb2.LookupApplicationsByNameResponse(results=[found]),
        id=to_id("Application", draft.name),
    )

    assert answer.errors is None
    assert answer.data["application"]["problems"] == [
        {
            "code": "GOODS_NOT_TAKEN",
            "subject": "questionnaire.products.0.goods",
            "message": "Food is not taken.",
        },
        {"code": "PHOTO_REQUIRED", "subject": "photos.product", "message": ""},
        {"code": "ATTESTATION_REQUIRED", "subject": "questionnaire.attested", "message": ""},
    ]


async def test_a_version_of_the_questionnaire_is_there_for_everybody():
    form = application_pb2.QuestionnaireForm(
        version="v2",
        questions=[
            application_pb2.QuestionnaireForm.Question(
                field="products[].goods",
                text="What kind of goods are they?",
                required=True,
                choices=[
                    application_pb2.QuestionnaireForm.Choice(value="FINISHED", accepted=True),
                    application_pb2.QuestionnaireForm.Choice(value="FOOD", text="Not taken."),
                ],
            ),
            application_pb2.QuestionnaireForm.Question(field="tools", most=1000),
        ],
    )

    answer = await ask(
        "{ questionnaireForm { version questions { field isRequired least most help "
        "choices { value isAccepted } } } }",
        form,
        ANONYMOUS,
    )

    assert answer.errors is None
    assert answer.data["questionnaireForm"] == {
        "version": "v2",
        "questions": [
            {
                "field": "products.goods",
                "isRequired": True,
                "least": None,
                "most": None,
                "help": None,
                "choices": [
                    {"value": "FINISHED", "isAccepted": True},
                    {"value": "FOOD", "isAccepted": False},
                ],
            },
            {
                "field": "tools",
                "isRequired": False,
                "least": None,
                "most": 1000,
                "help": None,
                "choices": [],
            },
        ],
    }


async def test_a_version_that_there_never_was_is_null():
    answer = await ask(
        '{ questionnaireForm(version: "v9") { version } }', NotFound("There is none."), ANONYMOUS
    )

    assert answer.errors is None
    assert answer.data == {"questionnaireForm": None}
