"""Asks the same of the graph and of a router over its subgraphs, and compares what they answer."""

import base64
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from tests.federation.queries import Asked

SIGNATURE = 16
# A difference counts once the world stood still: the graph answered alike before and after. Only a
# minute that ends in between (`urlExpires`) or another's work can hinder that.
ATTEMPTS = 5


@dataclass(frozen=True)
class Difference:
    """What one query was answered differently."""

    asked: Asked
    graph: Any
    router: Any


class Both:
    """`/graphql` of the gateway, and a router over the same four subgraphs."""

    def __init__(self, gateway_url: str, router_url: str, tokens: Mapping[str, str]) -> None:
        self._urls = {"graph": f"{gateway_url}/graphql", "router": f"{router_url}/graphql"}
        self.tokens = tokens
        self._client = httpx.AsyncClient(timeout=120, trust_env=False)

    async def __aenter__(self) -> "Both":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    async def ask(self, who: str, asked: Asked) -> dict[str, Any]:
        """The answer of one of them, as far as it may be compared."""
        headers = {"x-request-id": str(uuid.uuid4())}
        if self.tokens[asked.caller]:
            headers["authorization"] = f"Bearer {self.tokens[asked.caller]}"
        if asked.language:
            headers["accept-language"] = asked.language
        response = await self._client.post(
            self._urls[who],
            json={"query": asked.document, "variables": asked.variables},
            headers=headers,
        )
        return comparable(response.json())

    async def difference(self, asked: Asked) -> Difference | None:
        """None where both answer alike."""
        _, found = await self.compared(asked)
        return found

    async def compared(self, asked: Asked) -> tuple[dict[str, Any], Difference | None]:
        """What the graph answers, and None where both answer alike."""
        before = await self.ask("graph", asked)
        for _ in range(ATTEMPTS):
            router = await self.ask("router", asked)
            if essence(router) == essence(before):
                return before, None
            after = await self.ask("graph", asked)
            if essence(after) == essence(before):
                return before, Difference(asked, before, router)
            seen, before = before, after
        raise AssertionError(
            f"the graph never answers twice alike:\n{json.dumps(seen)}\n{json.dumps(before)}\n"
            f"{told(asked)}"
        )


def comparable(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer without what no two answers have in common.

    These are: `extensions` of the whole, which are the server's own (the gateway says what a query
    cost); of an error its `locations`, since a router sends documents of its own, its `requestId`,
    and Apollo's `serviceName`; the order of errors, which is that of the services' answers; and the
    moment until which a link to a file works, where it is part of that link.
    """
    errors = [
        {
            "path": error.get("path"),
            "message": error["message"],
            "extensions": {
                name: value
                for name, value in error.get("extensions", {}).items()
                if name not in ("requestId", "serviceName")
            },
        }
        for error in answer.get("errors") or []
    ]
    return {"data": _timeless(answer.get("data")), "errors": _in_order(errors)}


def essence(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer without which of several errors below made something null.

    One is enough for that, the first is told, and which that is is chance.
    """
    errors = []
    for error in answer["errors"]:
        null = _null_above(answer["data"], error["path"] or [])
        error = {"below": null} if null else error
        if error not in errors:
            errors.append(error)
    return {"data": answer["data"], "errors": _in_order(errors)}


def _in_order(errors: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(errors, key=lambda error: json.dumps(error, sort_keys=True))


def _null_above(data: Any, path: list[Any]) -> list[Any]:
    """The part of an error's path that leads to a null above its own place; empty if none does."""
    for depth, step in enumerate(path[:-1], 1):
        data = data[step] if data is not None else None
        if data is None:
            return path[:depth]
    return []


def _timeless(data: Any, name: str = "") -> Any:
    if isinstance(data, list):
        return [_timeless(one) for one in data]
    if isinstance(data, dict):
        return {key: _timeless(value, key) for key, value in data.items()}
    if isinstance(data, str) and "/files/" in data:
        return _leads_to(data)
    return data


def _leads_to(url: str) -> Any:
    """What a signed link says, but for the moment it ends."""
    place, _, word = url.rpartition("/")
    signed = base64.urlsafe_b64decode(word + "=" * (-len(word) % 4))
    _ends, *about = json.loads(signed[SIGNATURE:])
    return [place, *about]


def told(asked: Asked) -> str:
    """A query, as somebody would try it again."""
    spoken = f", speaking {asked.language}" if asked.language else ""
    return f"{asked.caller}{spoken} asks\n{asked.document}\nwith {json.dumps(asked.variables)}"
