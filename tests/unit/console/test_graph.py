import json

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from console.graph import Graph, SignedOut


def answering(body, status=200):
    seen = []

    async def app(scope, receive, send):
        request = Request(scope, receive)
        seen.append((request.headers.get("authorization"), json.loads(await request.body())))
        answer = JSONResponse(body, status) if body is not None else Response("no", status)
        await answer(scope, receive, send)

    return Graph(app), seen


async def test_the_graph_is_asked_as_whoever_is_signed_in():
    graph, seen = answering({"data": {"viewer": {"id": "1"}}})

    answer = await graph.ask("token", "query($id: ID!) { viewer { id } }", {"id": "7"})

    assert answer.found("viewer") == {"id": "1"}
    assert seen == [
        ("Bearer token", {"query": "query($id: ID!) { viewer { id } }", "variables": {"id": "7"}})
    ]


async def test_one_part_may_fail_without_the_others():
    error = {
        "message": "An error occurred.",
        "path": ["pressReleaseWork", "counts"],
        "extensions": {"code": "UNAVAILABLE"},
    }
    graph, _ = answering({"data": {"a": 1, "pressReleaseWork": None}, "errors": [error]})

    answer = await graph.ask("token", "{ a }", {})

    assert answer.found("a") == 1
    assert answer.problem("a") is None
    assert answer.problem("pressReleaseWork.counts").code == "UNAVAILABLE"
    assert "does not answer" in answer.problem("pressReleaseWork.counts").message


async def test_what_failed_as_a_whole_failed_in_every_part():
    graph, _ = answering(
        {"errors": [{"message": "x", "extensions": {"code": "RATE_LIMITED"}}]}, 429
    )

    answer = await graph.ask("token", "{ a }", {})

    assert answer.problem("anything").code == "RATE_LIMITED"


@pytest.mark.parametrize(("code", "is_missing"), [("NOT_FOUND", True), ("UNAVAILABLE", False)])
async def test_what_is_not_there_is_told_apart_from_what_failed(code, is_missing):
    error = {"message": "x", "path": ["application"], "extensions": {"code": code}}
    graph, _ = answering({"data": {"application": None}, "errors": [error]})

    assert (await graph.ask("token", "{ application { id } }", {})).is_missing is is_missing


async def test_what_went_wrong_inside_is_not_told():
    error = {"message": "KeyError: secret", "path": ["a"], "extensions": {"code": "INTERNAL"}}
    graph, _ = answering({"data": {"a": None}, "errors": [error]})

    assert "secret" not in (await graph.ask("token", "{ a }", {})).problem("a").message


async def test_a_token_that_is_not_accepted_any_more_signs_out():
    graph, _ = answering({"errors": []}, 401)

    with pytest.raises(SignedOut):
        await graph.ask("token", "{ a }", {})


async def test_an_answer_that_is_none_is_a_failure_of_everything():
    graph, _ = answering(None, 500)

    assert (await graph.ask("token", "{ a }", {})).problem("a") is not None


async def test_what_is_wrong_with_a_question_is_said_without_the_names_of_arguments():
    violations = [{"code": "MALFORMED", "message": "Must be a country.", "path": ["countries"]}]
    error = {
        "message": "countries.0: Must be a country.",
        "path": ["work"],
        "extensions": {"code": "INVALID", "violations": violations},
    }

    graph, _ = answering({"data": {"work": None}, "errors": [error]})

    answer = await graph.ask("token", "{ work }", {})

    assert answer.problem("work").message == "Must be a country."
