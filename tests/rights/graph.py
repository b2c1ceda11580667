"""Asks the graph, and says what came back in the words of the table."""

import json
from collections.abc import Mapping
from typing import Any

import httpx
from graphql import GraphQLObjectType, GraphQLSchema, get_named_type, is_leaf_type

from gateway import app
from gateway.subgraphs import SUBGRAPHS
from tests.rights.table import DENIED, EMPTY, INVALID, MAY, NOT_FOUND, REFUSED, SIGN_IN

SCHEMA: GraphQLSchema = app.schema(SUBGRAPHS)._schema
ROOTS = {
    f"{root.name}.{field}"
    for root in (SCHEMA.query_type, SCHEMA.mutation_type, SCHEMA.subscription_type)
    if root
    for field in root.fields
}
NULL = "null"
_CODES = {
    "UNAUTHENTICATED": SIGN_IN,
    "FORBIDDEN": DENIED,
    "NOT_FOUND": NOT_FOUND,
    "INVALID": INVALID,
    "REFUSED": REFUSED,
}
_USER_ERRORS = {
    "NotFoundError": NOT_FOUND,
    "InvalidFieldError": INVALID,
    "PolicyError": REFUSED,
    "StateError": REFUSED,
}


def document(root: str, variables: Mapping[str, Any]) -> str:
    """Asks the root field for little more than what it is about."""
    kind, _, name = root.partition(".")
    parent = SCHEMA.type_map[kind]
    assert isinstance(parent, GraphQLObjectType)
    field = parent.fields[name]
    declared = ", ".join(f"${key}: {field.args[key].type}" for key in variables)
    passed = ", ".join(f"{key}: ${key}" for key in variables)
    selection = _selection(get_named_type(field.type))
    if not variables:
        return f"{kind.lower()} {{ {name} {selection} }}"
    return f"{kind.lower()}({declared}) {{ {name}({passed}) {selection} }}"


def _selection(type_: Any) -> str:
    fields = type_.fields
    if "id" in fields:
        return "{ id }"
    if "nodes" in fields:
        node = get_named_type(fields["nodes"].type)
        shown = [name for name in ("id", "object") if name in node.fields]
        return f"{{ nodes {{ {' '.join(shown) or '__typename'} }} }}"
    if "userErrors" in fields:
        others = " ".join(
            name if is_leaf_type(get_named_type(field.type)) else f"{name} {{ __typename }}"
            for name, field in fields.items()
            if name != "userErrors"
        )
        return f"{{ userErrors {{ __typename code message }} {others} }}"
    return "{ __typename }"


async def ask(
    client: httpx.AsyncClient, root: str, variables: Mapping[str, Any], token: str
) -> tuple[int, dict[str, Any]]:
    """The status of HTTP and the whole answer; of a subscription the first payload."""
    text = document(root, variables)
    headers = {"authorization": f"Bearer {token}"} if token else {}
    if root.startswith("Subscription."):
        return await _first(client, headers, {"query": text, "variables": variables})
    file = variables.get("input", {}).get("file")
    if file is None:
        body = {"query": text, "variables": variables}
        response = await client.post("/graphql", json=body, headers=headers)
    else:
        emptied = {"input": variables["input"] | {"file": None}}
        response = await client.post(
            "/graphql",
            data={
                "operations": json.dumps({"query": text, "variables": emptied}),
                "map": json.dumps({"0": ["variables.input.file"]}),
            },
            files={"0": file},
            headers=headers | {"GraphQL-Require-Preflight": "1"},
        )
    return response.status_code, response.json()


async def _first(
    client: httpx.AsyncClient, headers: Mapping[str, str], body: Mapping[str, Any]
) -> tuple[int, dict[str, Any]]:
    async with client.stream(
        "POST", "/graphql", json=body, headers={"accept": "text/event-stream", **headers}
    ) as response:
        async for line in response.aiter_lines():
            if line.startswith("data: {"):
                answer: dict[str, Any] = json.loads(line.removeprefix("data: "))
                return response.status_code, answer
    raise AssertionError("a subscription ended without a word")


def outcome(root: str, answer: Mapping[str, Any], needle: str) -> str:
    """What came of it."""
    if answer.get("errors"):
        code = answer["errors"][0]["extensions"]["code"]
        return _CODES.get(code, code)
    found = answer["data"][root.partition(".")[2]]
    if found is None:
        return NULL
    if isinstance(found, dict) and found.get("userErrors"):
        return _USER_ERRORS[found["userErrors"][0]["__typename"]]
    return MAY if needle in json.dumps(found) else EMPTY


def compared(status: int, answer: Mapping[str, Any], *given: str) -> tuple[str, str]:
    """The whole answer, without what the caller said itself and the request's id."""
    for error in answer.get("errors", ()):
        error.get("extensions", {}).pop("requestId", None)
    text = json.dumps(answer, sort_keys=True)
    for word in given:
        text = text.replace(word, "<given>") if word else text
    return str(status), text


def is_busy(answer: Mapping[str, Any]) -> bool:
    """Whether the answer says only that the machine has much to do."""
    busy = {"UNAVAILABLE", "DEADLINE_EXCEEDED", "OVERLOADED", "STALE", "RATE_LIMITED"}
    return any(error["extensions"].get("code") in busy for error in answer.get("errors", ()))
