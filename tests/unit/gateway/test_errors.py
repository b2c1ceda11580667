"""What a client learns of what went wrong, and what it does not."""

import uuid

import pytest
from graphql import GraphQLError
from structlog.testing import capture_logs

from chassis.caller import SignInRequired
from gateway.errors import to_failure
from gateway.ids import to_id

DO = """mutation($name: String!, $id: ID, $request: ID) {
  thingDo(input: {name: $name, id: $id, requestId: $request}) {
    thing { name }
    userErrors {
      __typename code message
      ... on InvalidFieldError { path }
      ... on PolicyError { subject }
      ... on StateError { opensAt closesAt }
    }
  }
}"""


def code_of(response):
    return response.json()["errors"][0]["extensions"]["code"]


async def user_errors(client, name):
    data = await client.ask(DO, name=name)
    assert data["thingDo"]["thing"] is None
    return data["thingDo"]["userErrors"]


async def test_every_wrong_field_is_reported_by_its_path_in_the_input(client):
    assert await user_errors(client, "invalid") == [
        {
            "__typename": "InvalidFieldError",
            "code": "TOO_LONG",
            "message": "Too long.",
            "path": ["thing", "shortTitle"],
        },
        {
            "__typename": "InvalidFieldError",
            "code": "MISSING",
            "message": "Is missing.",
            "path": ["thing", "options", "1", "name"],
        },
    ]


async def test_a_resources_name_is_its_id_in_the_graph(client):
    [error] = await user_errors(client, "field")

    assert error["path"] == ["id"]


async def test_a_broken_rule_is_a_policy_error(client):
    assert await user_errors(client, "policy") == [
        {
            "__typename": "PolicyError",
            "code": "NO_COUPON",
            "message": "No coupons.",
            "subject": "title",
        }
    ]


async def test_a_state_in_the_way_says_when_it_is_over(client):
    assert await user_errors(client, "state") == [
        {
            "__typename": "StateError",
            "code": "THING_SOLD",
            "message": "It opens later.",
            "opensAt": "2030-01-01T00:00:00.000Z",
            "closesAt": None,
        }
    ]


@pytest.mark.parametrize(
    ("name", "kind", "code"),
    [("missing", "NotFoundError", "THING_MISSING"), ("stale", "StaleError", "THING_CHANGED")],
)
async def test_absence_and_lost_races_are_user_errors(client, name, kind, code):
    [error] = await user_errors(client, name)

    assert (error["__typename"], error["code"]) == (kind, code)


@pytest.mark.parametrize(
    ("name", "code", "message"),
    [
        ("forbidden", "FORBIDDEN", "Never."),
        ("away", "UNAVAILABLE", "This is not available now. Try again soon."),
        ("late", "DEADLINE_EXCEEDED", "This took too long. Try again."),
        ("broken", "INTERNAL", "Something went wrong on our side."),
    ],
)
@pytest.mark.parametrize("operation", ["mutation", "query"])
async def test_other_failures_are_coded_at_the_top(client, operation, name, code, message):
    query = DO if operation == "mutation" else "query($name: String!) { fails(name: $name) }"
    with capture_logs() as logs:
        response = await client.post(query, name=name, headers={"x-request-id": "request-0001"})

    [error] = response.json()["errors"]
    assert (error["extensions"]["code"], error["message"]) == (code, message)
    assert error["extensions"]["requestId"] == "request-0001"
    assert error["path"] == ["thingDo" if operation == "mutation" else "fails"]
    assert "mongodb" not in response.text
    assert ("resolver failed" in {log["event"] for log in logs}) == (code == "INTERNAL")


async def test_a_failing_link_costs_its_field_and_not_the_page(client):
    response = await client.post('{ me fails(name: "away") }')

    assert response.json()["data"] == {"me": "", "fails": None}


@pytest.mark.parametrize(
    ("name", "code"), [("missing", "NOT_FOUND"), ("invalid", "INVALID"), ("state", "REFUSED")]
)
async def test_problems_of_a_query_keep_their_words(client, name, code):
    response = await client.post("query($name: String!) { fails(name: $name) }", name=name)

    [error] = response.json()["errors"]
    assert error["extensions"]["code"] == code
    assert error["extensions"]["reason"]


async def test_what_only_some_may_see_is_null_without_an_error(client):
    for name in ("missing", "forbidden"):
        assert await client.ask(f'{{ hidden(name: "{name}") }}') == {"hidden": None}

    assert (await client.post('{ hidden(name: "away") }')).json()["errors"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("query($n: Int!) { square(number: $n) }", "GRAPHQL_VALIDATION_FAILED"),
    ],
)
async def test_a_broken_query_is_told_what_is_wrong(client, query, code):
    response = await client.post(query)

    [error] = response.json()["errors"]
    assert error["extensions"]["code"] == code


@pytest.mark.parametrize("strange", [{"$ne": None}, ["x"], 5, True])
async def test_an_operator_where_a_string_goes_is_refused(client, strange):
    for variables in ({"name": strange}, {"name": "x", "id": {"$ne": None}}):
        response = await client.post(DO, **variables)

        assert response.json()["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"


MONEY = '{amount: %s, currencyCode: "EUR"}'


@pytest.mark.parametrize("amount", ['"1e999999999"', "1e30", '"ten"', '"0.0000000001"', "9" * 5000])
async def test_an_amount_that_is_none_is_the_clients_mistake_in_a_query(client, amount):
    response = await client.post(f"{{ echo(money: {MONEY % amount}) }}")

    assert code_of(response) == "BAD_USER_INPUT"


@pytest.mark.parametrize(
    ("variables", "word"),
    [
        ({"money": {"amount": "1e999999999", "currencyCode": "EUR"}}, "18 digits"),
        ({"money": {"amount": 1e30, "currencyCode": "EUR"}}, "18 digits"),
        ({"money": {"amount": True, "currencyCode": "EUR"}}, "12.50"),
        ({"money": {"amount": "1", "currencyCode": "EUR"}, "when": "tomorrow"}, "2030-06-01"),
    ],
)
async def test_a_value_that_is_none_is_the_clients_mistake_in_variables(client, variables, word):
    query = "query($money: MoneyInput!, $when: DateTime) { echo(money: $money, when: $when) }"
    response = await client.post(query, **variables)

    assert code_of(response) == "BAD_USER_INPUT"
    assert word in response.json()["errors"][0]["message"]


async def test_calls_carry_the_clients_request_id_or_a_new_one(client):
    given = str(uuid.uuid4())

    repeated = await client.ask(DO, name="", request=given)
    made = await client.ask(DO, name="")

    assert repeated["thingDo"]["thing"]["name"] == given
    assert uuid.UUID(made["thingDo"]["thing"]["name"]).version == 4


async def test_an_id_arrives_as_a_resource_name(client):
    name = "things/0190a1b2-0000-7000-8000-000000000001"

    data = await client.ask(DO, name="", id=to_id("Thing", name))

    assert data["thingDo"]["userErrors"] == []


def test_who_must_sign_in_hears_where_a_token_goes_over_either_transport():
    raised = SignInRequired()

    code, message, facts = to_failure(GraphQLError("", original_error=raised))

    assert (code, facts) == ("UNAUTHENTICATED", {"reason": "SIGN_IN_REQUIRED"})
    assert "`authorization` header" in message
    assert "first message's payload" in message
