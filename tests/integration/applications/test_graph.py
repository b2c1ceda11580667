"""The domain's part of the graph, in front of the real service."""

import pytest

from tests.integration.applications.graph import mutation
from tests.integration.applications.people import COMPLETE, request_id, secret_in

QUESTIONNAIRE = {
    "contactName": "Ada Reed",
    "businessName": "Reed Pottery",
    "country": "US",
    "artisanType": "SOLO",
    "headCount": "ONE",
    "products": [
        {
            "category": "home-and-kitchen",
            "productionMethod": "MADE_BY_HAND",
            "goods": "FINISHED",
        }
    ],
    "processDescription": COMPLETE["process_description"],
    "sellerPlan": "NO_ACCOUNT",
    "statements": COMPLETE["statements"],
}


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


VIEWER = """{
  viewer {
    id email displayName roles
    maker { id displayName email grants { partner scopes } }
    applications(first: 1) { nodes { id state flags } pageInfo { hasNextPage endCursor } }
  }
}"""


@pytest.fixture
def draft(ask):
    """Starts an application for somebody."""

    async def draft(subject, **changes):
        answer = await ask(
            subject, ["maker"], mutation("applicationStart", "application { id etag }"),
            input={"questionnaire": QUESTIONNAIRE | changes},
        )  # fmt: skip
        return answer["data"]["applicationStart"]["application"]

    return draft


async def test_who_asks_sees_itself_and_its_own(ask, draft):
    american = await draft("graph-bo")
    german = await draft("graph-bo", country="DE")

    viewer = (await ask("graph-bo", ["maker"], VIEWER))["data"]["viewer"]

    assert viewer["email"] == "graph-bo@example.com"
    assert viewer["roles"] == ["MAKER"]
    assert viewer["maker"]["email"] == "graph-bo@example.com"
    assert viewer["maker"]["grants"] == []
    page = viewer["applications"]
    assert [it["id"] for it in page["nodes"]] == [german["id"]]
    assert page["pageInfo"]["hasNextPage"]
    after = await ask(
        "graph-bo", ["maker"],
        "query($after: String) { viewer { applications(first: 1, after: $after) "
        "{ nodes { id } pageInfo { hasNextPage } } } }",
        after=page["pageInfo"]["endCursor"],
    )  # fmt: skip
    assert after["data"]["viewer"]["applications"] == {
        "nodes": [{"id": american["id"]}],
        "pageInfo": {"hasNextPage": False},
    }


async def test_who_is_not_signed_in_is_nobody(ask):
    assert await ask("", [], "{ viewer { id } }") == {"data": {"viewer": None}}


async def test_what_is_not_for_the_viewer_is_null_like_what_does_not_exist(ask, draft):
    theirs = (await draft("graph-cy"))["id"]
    query = "query($id: ID!) { application(id: $id) { id } }"

    for subject, roles in (("graph-di", ["maker"]), ("graph-ed", ["reviewer"]), ("", [])):
        assert (await ask(subject, roles, query, id=theirs)) == {"data": {"application": None}}


async def test_an_id_of_another_kind_is_refused(ask, draft):
    theirs = (await draft("graph-fi"))["id"]

    answer = await ask(
        "graph-fi", ["maker"], "query($id: ID!) { maker(id: $id) { id } }", id=theirs
    )

    [error] = answer["errors"]
    assert error["extensions"]["code"] == "INVALID"


async def test_only_given_answers_change_and_null_clears_one(ask, draft):
    application = await draft("graph-gus", tools="A wheel.", shopUrls=["https://gus.example"])
    change = {"tools": None, "contactName": "Gus"}

    answer = await ask(
        "graph-gus", ["maker"],
        mutation("applicationUpdate", "application { questionnaire "
                 "{ tools contactName shopUrls attestedAt artisanType } }"),
        input={"id": application["id"], "etag": application["etag"], "questionnaire": change},
    )  # fmt: skip

    changed = answer["data"]["applicationUpdate"]["application"]["questionnaire"]
    assert changed.pop("attestedAt")
    assert changed == {
        "tools": None,
        "contactName": "Gus",
        "shopUrls": ["https://gus.example"],
        "artisanType": "SOLO",
    }


async def test_a_stale_etag_is_a_user_error(ask, draft):
    application = await draft("graph-hal")

    answer = await ask(
        "graph-hal", ["maker"], mutation("applicationUpdate", "application { id }"),
        input={"id": application["id"], "etag": "7", "questionnaire": {"tools": "x"}},
    )  # fmt: skip

    [error] = answer["data"]["applicationUpdate"]["userErrors"]
    assert (error["__typename"], error["code"]) == ("StaleError", "ETAG_MISMATCH")
    assert answer["data"]["applicationUpdate"]["application"] is None


async def test_everything_that_is_missing_comes_as_policy_errors(ask, draft):
    application = await draft("graph-ida", processDescription="Short.", statements=[])

    answer = await ask(
        "graph-ida", ["maker"], mutation("applicationSubmit", "application { id }"),
        input={"id": application["id"]},
    )  # fmt: skip

    errors = answer["data"]["applicationSubmit"]["userErrors"]
    assert [(it["__typename"], it["code"], it["subject"]) for it in errors] == [
        ("PolicyError", "PROCESS_DESCRIPTION_TOO_SHORT", "questionnaire.processDescription"),
        *(
            ("PolicyError", f"{statement}_UNCONFIRMED", "questionnaire.statements")
            for statement in COMPLETE["statements"]
        ),
    ]


async def test_a_wrong_field_is_named_by_its_path(ask):
    answer = await ask(
        "graph-jo", ["maker"], mutation("applicationStart", "application { id }"),
        input={"questionnaire": QUESTIONNAIRE | {"country": "JP", "shopUrls": ["x"]}},
    )  # fmt: skip

    errors = answer["data"]["applicationStart"]["userErrors"]
    assert [(it["__typename"], it["code"], it["path"]) for it in errors] == [
        ("InvalidFieldError", "COUNTRY_UNKNOWN", ["questionnaire", "country"]),
        ("InvalidFieldError", "SHOP_URL_MALFORMED", ["questionnaire", "shopUrls", "0"]),
    ]


async def test_the_same_request_id_starts_one_application(ask):
    key = request_id()

    answers = [
        await ask(
            "graph-kim", ["maker"], mutation("applicationStart", "application { id }"),
            input={"questionnaire": QUESTIONNAIRE, "requestId": key},
        )
        for _ in range(2)
    ]  # fmt: skip

    assert answers[0] == answers[1]
    assert answers[0]["data"]["applicationStart"]["application"]


async def test_a_partner_is_granted_and_revoked(ask, draft):
    await draft("graph-lou")

    granted = await ask(
        "graph-lou", ["maker"], mutation("partnerGrant", "maker { grants { partner scopes } }"),
        input={"partner": "tool", "scopes": ["catalog:write"]},
    )  # fmt: skip
    revoked = await ask(
        "graph-lou", ["maker"], mutation("partnerRevoke", "maker { grants { partner } }"),
        input={"partner": "tool"},
    )  # fmt: skip

    assert granted["data"]["partnerGrant"]["maker"]["grants"] == [
        {"partner": "tool", "scopes": ["catalog:write"]}
    ]
    assert revoked["data"]["partnerRevoke"]["maker"]["grants"] == []


async def test_a_role_that_may_never_do_it_is_refused_at_the_top(ask):
    answer = await ask(
        "graph-max", ["buyer"], mutation("applicationStart", "application { id }"),
        input={"questionnaire": QUESTIONNAIRE},
    )  # fmt: skip

    [error] = answer["errors"]
    assert error["extensions"]["code"] == "FORBIDDEN"


async def test_staff_work_through_what_waits_with_few_calls(ask, draft):
    for subject in ("graph-ned", "graph-ola"):
        application = await draft(subject, headCount="OVER_TWENTY")
        await ask(
            subject, ["maker"], mutation("applicationSubmit", "application { id }"),
            input={"id": application["id"]},
        )  # fmt: skip

    answer = await ask(
        "graph-pam", ["reviewer"],
        "{ applications(first: 2, states: [SUBMITTED], region: \"NA\") { edges { cursor "
        "node { email flags maker { email } timeline { action actor { id role } } } } } }",
    )  # fmt: skip

    nodes = [edge["node"] for edge in answer["data"]["applications"]["edges"]]
    assert [node["email"] for node in nodes] == ["graph-ola@example.com", "graph-ned@example.com"]
    assert [node["maker"]["email"] for node in nodes] == [node["email"] for node in nodes]
    assert nodes[0]["flags"] == ["LARGE_GROUP"]
    assert nodes[0]["timeline"][0]["actor"] == {"id": "graph-ola", "role": "MAKER"}
