"""The graph as the console asks it: in this process, with the token of whoever is signed in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
import structlog
from starlette.types import ASGIApp

from chassis import request_id
from console.form import Attached
from console.relay import Relay

log = structlog.get_logger()

UPLOAD_SECONDS = 120.0
"""What the graph takes for a file at most; a browser that is as slow has sent it by then."""

# What is said of a part that could not be read, by the code of the graph's error.
_SAID = {
    "UNAVAILABLE": "This part does not answer at the moment.",
    "DEADLINE_EXCEEDED": "This part took too long to answer.",
    "RESPONSE_TOO_LARGE": "This is too large to be shown at once.",
    "LIMIT_EXCEEDED": "This is too much to be shown at once.",
    "OVERLOADED": "There is too much to do at the moment. Try again in some seconds.",
    "RATE_LIMITED": "There were too many requests. Wait a moment.",
}
_FAILED = "This part could not be read."
# Codes whose message is written for whoever asked.
_TOLD = frozenset({"BAD_USER_INPUT", "NOT_FOUND", "FORBIDDEN"})
# Codes of what is not there, or not for whoever asks; to them that is the same.
_MISSING = frozenset({"NOT_FOUND", "FORBIDDEN"})
# Codes of a question or change that nothing could be made of, such as an address of nobody's.
_MALFORMED = frozenset({"INVALID", "BAD_USER_INPUT"})


class SignedOut(Exception):
    """The graph does not accept the session's token any more."""


@dataclass(frozen=True)
class Problem:
    """Why a part of an answer is not there."""

    code: str
    message: str

    @property
    def is_missing(self) -> bool:
        """Whether there is no such thing for whoever asks, which trying again does not change."""
        return self.code in _MISSING

    @property
    def is_malformed(self) -> bool:
        """Whether what was sent could not be read, which sending it again does not change."""
        return self.code in _MALFORMED


@dataclass(frozen=True)
class Answer:
    """What the graph answered; parts of it may have failed without the others."""

    data: Mapping[str, Any] = field(default_factory=dict)
    problems: Mapping[str, Problem] = field(default_factory=dict)
    """By the path of the field, such as `application.duplicates`; of the whole answer by ``""``."""

    def found(self, name: str) -> Any:
        """Returns what a root field gave; None if that is nothing, or failed."""
        return self.data.get(name)

    def problem(self, path: str) -> Problem | None:
        """Returns why the field at this path could not be read, if it could not."""
        return self.problems.get(path) or self.problems.get("")

    @property
    def is_missing(self) -> bool:
        """Whether what was asked for is not there for whoever asks."""
        return any(problem.is_missing for problem in self.problems.values())


class Graph:
    """Asks the gateway's own `/graphql`, as any client would, but without a network."""

    def __init__(self, app: ASGIApp) -> None:
        self.relay = Relay(app)
        self._client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app, raise_app_exceptions=False),
            base_url="http://console",
        )

    async def ask(self, token: str, document: str, variables: Mapping[str, object]) -> Answer:
        """Returns the answer to a query or mutation. Fails with `SignedOut`."""
        response = await self._client.post(
            "/graphql",
            json={"query": document, "variables": variables},
            headers=_headers(token),
        )
        if response.status_code == httpx.codes.UNAUTHORIZED:
            raise SignedOut
        return _read(response)

    async def send(
        self, token: str, document: str, given: Mapping[str, object], path: str, file: Attached
    ) -> Answer:
        """Returns the answer to a mutation with a file at a path of its input.

        As the specification of multipart requests has it; the file is read as it is sent. Fails
        with `SignedOut`.
        """
        operations = {"query": document, "variables": {"input": {**given, path: None}}}
        response = await self._client.post(
            "/graphql",
            data={
                "operations": json.dumps(operations),
                "map": json.dumps({"0": [f"variables.input.{path}"]}),
            },
            files={"0": (file.name, file.content, "application/octet-stream")},
            headers={**_headers(token), "graphql-require-preflight": "1"},
            timeout=UPLOAD_SECONDS,
        )
        if response.status_code == httpx.codes.UNAUTHORIZED:
            raise SignedOut
        return _read(response)


def _headers(token: str) -> dict[str, str]:
    # One request of a browser has one id, in every line of the log.
    return {
        "authorization": f"Bearer {token}",
        request_id.HEADER: request_id.current() or "none",
    }


def _read(response: httpx.Response) -> Answer:
    try:
        return _answer(response.json())
    except ValueError:
        log.error("the graph answered no JSON", status=response.status_code)
        return Answer(problems={"": Problem("INTERNAL", _FAILED)})


def _answer(body: Mapping[str, Any]) -> Answer:
    problems: dict[str, Problem] = {}
    for error in body.get("errors") or ():
        path = ".".join(part for part in error.get("path") or () if isinstance(part, str))
        code = str((error.get("extensions") or {}).get("code", ""))
        if code in ("GRAPHQL_VALIDATION_FAILED", "GRAPHQL_PARSE_FAILED"):
            log.error("the graph does not know this document", error=error.get("message"))
        said = (
            _SAID.get(code) or _invalid(error) or (error["message"] if code in _TOLD else _FAILED)
        )
        problems.setdefault(path, Problem(code, said))
    return Answer(body.get("data") or {}, problems)


def _invalid(error: Mapping[str, Any]) -> str:
    """Returns what is wrong with what was asked for, without the names of the graph's arguments."""
    violations = (error.get("extensions") or {}).get("violations") or ()
    return " ".join(str(violation["message"]) for violation in violations)
