"""The domain's part of the graph, in front of the real service."""

import httpx
import pytest

from chassis import tokens
from gateway.app import Parts, create
from gateway.clients import Clients, connect
from gateway.subgraphs import applications
from tests.integration.applications.people import COMPLETE, secret_in

QUESTIONNAIRE = {
    "contactName": "Ada Reed",
    "businessName": "Reed Pottery",
    "country": "US",
    "artisanType": "SOLO",
    "headCount": "ONE",
    "categories": ["home-and-kitchen"],
    "productionMethod": "MADE_BY_HAND",
    "processDescription": COMPLETE["process_description"],
    "attested": True,
}


@pytest.fixture(scope="session")
async def gateway(service):
    settings = service.frame.settings
    clients, own = Clients(connect(settings)), Clients(connect(settings))
    app = create(
        Parts(
            settings=settings,
            subgraphs={"applications": applications.schema},
            clients=clients,
            own_clients=own,
            verifier=tokens.verifier(settings),
        )
    )
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app), base_url="http://gateway"
    ) as client:
        yield client
    await clients.close()
    await own.close()


@pytest.fixture
def ask(gateway, service):
    """Asks the graph as somebody: `await ask("maker-1", ["maker"], "{ viewer { id } }")`."""

    async def ask(subject, roles, query, **variables):
        token = service.issuer.token(subject, *roles) if subject else ""
        response = await gateway.post(
            "/graphql",
            json={"query": query, "variables": variables},
            headers={"authorization": f"Bearer {token}"} if token else {},
        )
        return response.json()

    return ask


def mutation(name, selection):
    kind = name[0].upper() + name[1:]
    return (
        f"mutation($input: {kind}Input!) {{ {name}(input: $input) {{ {selection} "
        "userErrors { __typename code message "
        "... on InvalidFieldError { path } ... on PolicyError { subject } } } }"
    )


async def test_a_maker_joins_through_the_graph_alone(ask, post_office):
    async def act(subject, role, name, selection, **given):
        answer = await ask(subject, [role], mutation(name, selection), input=given)
        assert "errors" not in answer, answer
        assert answer["data"][name]["userErrors"] == []
        return answer["data"][name]

    started = await act(
        "ada", "maker", "applicationStart", "application { id state region }",
        questionnaire=QUESTIONNAIRE,
    )  # fmt: skip
    id = started["application"]["id"]
    await act("ada", "maker", "applicationSubmit", "application { state }", id=id)
    taken = await act(
        "rita", "reviewer", "applicationTake", "application { reviewer { displayName role } }",
        id=id,
    )  # fmt: skip
    await act("rita", "reviewer", "applicationApprove", "application { state }", id=id)
    secret = secret_in(await post_office.mail_to("ada@example.com"))

    redeemed = await act(
        "ada", "maker", "invitationRedeem",
        "invitation { state blockers maker { displayName memberships { region state } } }",
        secret=secret,
    )  # fmt: skip

    assert taken["application"]["reviewer"] == {"displayName": "Rita", "role": "REVIEWER"}
    assert redeemed["invitation"] == {
        "state": "REDEEMED",
        "blockers": ["CREATE_ACCOUNT"],
        "maker": {
            "displayName": "Reed Pottery",
            "memberships": [{"region": "NA", "state": "GRANTED"}],
        },
    }
