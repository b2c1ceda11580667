"""A small client of the graph, as a front end would have one."""

import asyncio
import base64
import json
import time
from collections.abc import Awaitable, Callable, Mapping
from importlib import resources
from types import TracebackType
from typing import Any, TypeVar

import httpx

from dev.problem import Problem
from dev.trust import PLAIN, Trust

T = TypeVar("T")

PATIENCE = 30.0


class Refusal(Problem):
    """The graph answered with user errors. `codes` are what a program would look at."""

    def __init__(self, name: str, errors: list[dict[str, Any]]) -> None:
        lines = "\n".join(f"    {error['code']}: {error['message']}" for error in errors)
        super().__init__(f"{name} was refused\n{lines}")
        self.codes = [error["code"] for error in errors]
        self.errors = errors


class Graph:
    """Sends documents as one person, or as nobody when there is no token.

    Files go to `uploads_url`, for a router before the gateway may take none.
    """

    def __init__(
        self, gateway_url: str, token: str = "", uploads_url: str = "", trust: Trust = PLAIN
    ) -> None:
        self._uploads = (uploads_url or gateway_url) + "/graphql"
        headers = {"authorization": f"Bearer {token}"} if token else {}
        self._client = httpx.AsyncClient(
            base_url=gateway_url,
            headers=headers,
            timeout=30,
            trust_env=False,
            verify=trust.context,
        )

    async def __aenter__(self) -> "Graph":
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._client.aclose()

    async def answer(
        self,
        document: str,
        variables: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        """The whole answer: `data`, `errors`, `extensions`."""
        body = {"query": document, "variables": dict(variables or {})}
        response = await self._client.post("/graphql", json=body, headers=dict(headers or {}))
        return _json(response)

    async def read(self, name: str, **variables: object) -> Any:
        """The data of one of our queries. Raises a `Problem` if there were errors."""
        return _data(name, await self.answer(query(name), variables))

    async def do(self, name: str, **fields: object) -> Any:
        """Carries out one of our mutations; answers with what its payload holds.

        Raises `Refusal` if it was refused.
        """
        return _payload(name, await self.answer(query(name), {"input": fields}))

    async def do_soon(self, name: str, **fields: object) -> Any:
        """Like `do`, but again while refused: what services know of each other is a moment old."""
        ends = time.monotonic() + PATIENCE
        while True:
            try:
                return await self.do(name, **fields)
            except Refusal:
                if time.monotonic() > ends:
                    raise
            await asyncio.sleep(0.1)

    async def upload(self, name: str, file: tuple[str, bytes], **fields: object) -> Any:
        """Carries out a mutation with one file, by the multipart specification."""
        operations = {
            "query": query(name),
            "variables": {"input": {**fields, "file": None}},
        }
        response = await self._client.post(
            self._uploads,
            data={
                "operations": json.dumps(operations),
                "map": json.dumps({"0": ["variables.input.file"]}),
            },
            files={"0": file},
            headers={"GraphQL-Require-Preflight": "1"},
        )
        return _payload(name, _json(response))


def query(name: str) -> str:
    """The text of one of the documents in `queries/`."""
    return resources.files("dev").joinpath("queries", f"{name}.graphql").read_text()


def name_of(node_id: str) -> str:
    """The resource name in a global id, for those who come over gRPC as well.

    Clients of the graph alone never need it: to them an id is one opaque word.
    """
    return base64.b64decode(node_id).decode().partition(":")[2]


async def soon(look: Callable[[], Awaitable[T | None]], what: str, patience: float = PATIENCE) -> T:
    """What `look` finds as soon as it finds it, such as a mail that is on its way."""
    ends = time.monotonic() + patience
    while True:
        found = await look()
        if found:
            return found
        if time.monotonic() > ends:
            raise Problem(f"{what} did not happen within {patience:g} seconds")
        await asyncio.sleep(0.1)


def _json(response: httpx.Response) -> dict[str, Any]:
    try:
        answer: dict[str, Any] = response.json()
    except ValueError:
        raise Problem(f"the gateway answered {response.status_code}, which is no JSON") from None
    return answer


def _data(name: str, answer: dict[str, Any]) -> Any:
    if answer.get("errors"):
        lines = "\n".join(f"    {error['message']}" for error in answer["errors"])
        raise Problem(f"{name} failed\n{lines}")
    return answer["data"]


def _payload(name: str, answer: dict[str, Any]) -> Any:
    payload = next(iter(_data(name, answer).values()))
    if payload["userErrors"]:
        raise Refusal(name, payload["userErrors"])
    return next((value for key, value in payload.items() if key != "userErrors"), None)
