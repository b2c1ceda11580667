"""Mutations do and refuse the same, whether they come by a router or not.

The journey itself, which fills this marketplace, goes through Apollo Gateway but for its files.
"""

import json
import uuid

import pytest
from graphql import (
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
    get_nullable_type,
)

from gateway.ids import to_id
from tests.federation.answers import told
from tests.federation.pool import ABSENT
from tests.federation.queries import Asked

# Files come by the multipart specification, which Apollo Server does not speak: they go to the
# gateway itself.
TAKES_A_FILE = {"applicationAddPhoto", "pressReleaseUploadDraft", "pressReleaseUploadEdits"}
USER_ERRORS = """userErrors {
  __typename code message
  ... on InvalidFieldError { path }
  ... on PolicyError { subject }
  ... on StateError { opensAt closesAt }
}"""
# What a payload leads to, and from there into the other services.
BEHIND = {
    "Application": "id state maker { displayName profiles { storeName } } invitation { state }",
    "Invitation": "id state maker { displayName }",
    "Maker": 'id displayName grants { partner } profile(country: "US") { storeName }',
    "RegionExtension": "id state maker { displayName memberships { state } }",
    "MakerProfile": "id storeName maker { displayName listings(first: 2) { nodes { title } } }",
    "Listing": "id title state maker { displayName } askAboutCustomOrder { allowed }",
    "PrivateLink": "url linkRevision",
    "CustomOrderRequest": "id state listing { title } maker { displayName }",
    "Message": "id text thread { id state maker { displayName } }",
    "PressRelease": "id title state maker { displayName profiles { storeName } }",
    "PressComment": "id text pressRelease { title maker { displayName } }",
    "PressAbsence": "startsAt endsAt representative { displayName } substitute { displayName }",
    "WordFile": "state failure warnings { code message subject }",
}


def document(graph, name):
    payload = get_named_type(graph.mutation_type.fields[name].type)
    behind = [
        f"{field} {{ {BEHIND[get_named_type(one.type).name]} }}"
        for field, one in payload.fields.items()
        if field != "userErrors"
    ]
    input_type = f"{name[0].upper()}{name[1:]}Input"
    return (
        f"mutation($input: {input_type}!) "
        f"{{ {name}(input: $input) {{ {' '.join(behind)} {USER_ERRORS} }} }}"
    )


def a_request_id():
    return str(uuid.uuid4())


async def answered_alike(marketplace, graph, caller, name, given, first):
    """The first answer; with its `requestId` a mutation is repeated by both, and done once."""
    asked = Asked(document(graph, name), {"input": given}, caller, "")
    answer = await marketplace.both.ask(first, asked)
    found = await marketplace.both.difference(asked)
    assert found is None, (
        f"{told(asked)}\nthe graph: {json.dumps(found.graph)}\n"
        f"Apollo Gateway: {json.dumps(found.router)}"
    )
    return answer


def outcome(answer):
    """The kinds of errors, wherever they are; empty where something was done."""
    if answer["errors"]:
        return {error["extensions"]["code"] for error in answer["errors"]}
    [payload] = answer["data"].values()
    return {error["__typename"] for error in payload["userErrors"]}


CASES = {
    "a message is sent": (
        "buyer",
        "messageSend",
        lambda story: {"thread": story.thread, "text": "Thank you!"},
        set(),
    ),
    "a listing is created": (
        "maker",
        "listingCreate",
        lambda story: {
            "listing": {"country": "US", "title": "A jug", "sku": f"JUG-{uuid.uuid4().hex[:8]}"}
        },
        set(),
    ),
    "a press release is started": (
        "maker",
        "pressReleaseStart",
        lambda story: {"title": "A new kiln"},
        set(),
    ),
    "a title is missing": (
        "maker",
        "pressReleaseStart",
        lambda story: {"title": ""},
        {"InvalidFieldError"},
    ),
    "a listing is there already": (
        "maker",
        "listingPublish",
        lambda story: {"id": story.mug},
        {"StateError"},
    ),
    "a listing is another maker's": (
        "another maker",
        "listingPublish",
        lambda story: {"id": story.private_listing},
        {"NotFoundError"},
    ),
    "a listing was changed by somebody else": (
        "maker",
        "listingUpdate",
        lambda story: {"id": story.mug, "etag": "old", "listing": {"title": "Mug"}},
        {"StaleError"},
    ),
    "a profile breaks rules": (
        "maker",
        "profilePublish",
        lambda story: {
            "profile": {
                "country": "US",
                "storeName": "x",
                "shortUrl": "!",
                "language": "en",
                "about": "See https://elsewhere.example for more.",
            }
        },
        {"PolicyError"},
    ),
    "a buyer reviews": (
        "buyer",
        "applicationTake",
        lambda story: {"id": story.application},
        {"FORBIDDEN"},
    ),
    "nobody is signed in": (
        "nobody",
        "customOrderAsk",
        lambda story: {"listing": story.mug, "text": "Please."},
        {"UNAUTHENTICATED"},
    ),
}


@pytest.mark.parametrize("first", ["graph", "router"])
@pytest.mark.parametrize("case", CASES)
async def test_a_mutation_answers_alike(marketplace, graph, case, first):
    caller, name, given, expected = CASES[case]
    inputs = given(marketplace.story) | {"requestId": a_request_id()}

    answer = await answered_alike(marketplace, graph, caller, name, inputs, first)

    assert outcome(answer) == expected


@pytest.mark.parametrize("caller", ["maker", "reviewer", "press", "nobody"])
async def test_every_mutation_refuses_what_it_cannot_do_alike(marketplace, graph, caller):
    undone = []

    for name, field in graph.mutation_type.fields.items():
        if name in TAKES_A_FILE:
            continue
        given = least(get_nullable_type(field.args["input"].type))
        given["requestId"] = a_request_id()
        answer = await answered_alike(marketplace, graph, caller, name, given, "router")
        undone += [name] if outcome(answer) else []

    assert set(undone) == set(graph.mutation_type.fields) - TAKES_A_FILE


def least(type_):
    """The least that a type of an input takes, of which nothing exists and nothing is right."""
    if isinstance(type_, GraphQLList):
        return []
    if isinstance(type_, GraphQLInputObjectType):
        return {
            name: least(field.type.of_type)
            for name, field in type_.fields.items()
            if isinstance(field.type, GraphQLNonNull)
        }
    if hasattr(type_, "values"):
        return next(iter(type_.values))
    return {
        "ID": str(to_id("Listing", f"listings/{ABSENT}")),
        "Int": 0,
        "Boolean": False,
        "Date": "2100-01-01",
        "DateTime": "2100-01-01T00:00:00Z",
    }.get(type_.name, "")
