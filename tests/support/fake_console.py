"""The console before a graph that answers as it is told to, for somebody who is signed in."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from starlette.applications import Starlette
from starlette.routing import Mount

from chassis.settings import Settings
from console import app, documents, pages
from console.graph import Answer, Graph, Problem
from console.pages.work.kinds import QUEUES
from console.pages.work.queue import Queue
from console.parts import Parts
from console.session import Session
from console.settings import ConsoleSettings

NOW = datetime(2030, 6, 1, 12, tzinfo=UTC)
SECRET = "a secret of at least thirty-two characters"
AWAY = Problem("UNAVAILABLE", "This part does not answer at the moment.")

Told = Answer | Callable[[Mapping[str, Any]], Answer]


class FakeGraph(Graph):
    """Answers each query by its name, each mutation by its field, and keeps what it was asked."""

    def __init__(self) -> None:
        self.told: dict[str, Told] = {}
        self.asked: list[tuple[str, Mapping[str, Any]]] = []

    async def ask(self, token: str, document: str, variables: Mapping[str, object]) -> Answer:
        found = re.match(r"query (\w+)", document) or re.search(r"\{ (\w+)\(input", document)
        assert found, document
        given = variables.get("input", variables)
        assert isinstance(given, Mapping)
        self.asked.append((found[1], given))
        told = self.told.get(found[1], Answer())
        return told(variables) if callable(told) else told

    def variables(self, name: str) -> Mapping[str, Any]:
        """What the only query of this name was asked with."""
        (found,) = (given for asked, given in self.asked if asked == name)
        return found

    def names(self) -> list[str]:
        """The names of what was asked, without regard to the order."""
        return sorted(name for name, _ in self.asked)


class FakeConsole:
    """A browser of somebody with these roles."""

    def __init__(
        self,
        *roles: str,
        subject: str = "rosa",
        mail_folder: Path | None = None,
        queues: Sequence[Queue] = QUEUES,
        document: Callable[[str], str] = documents.document,
    ) -> None:
        me = Session(
            subject, "Rosa", "rosa@example.com", frozenset(roles), "token", NOW + timedelta(hours=1)
        )
        self.graph = FakeGraph()
        self.parts = Parts(
            settings=Settings(secret=SECRET),
            console=ConsoleSettings(),
            base_url="http://console.test",
            graph=self.graph,
            provider=SimpleNamespace(),
            verifier=None,
            sessions=SimpleNamespace(read=lambda request: me, clear=lambda response: None),
            csrf=SimpleNamespace(token=lambda *who: "token", holds=lambda *given: True),
            now=lambda: NOW,
            places=pages.PLACES,
            mail_folder=mail_folder,
            document=document,
        )
        mounted = Starlette(routes=[Mount("/console", app.create(self.parts, queues))])
        self.http = httpx.AsyncClient(
            transport=httpx.ASGITransport(mounted),
            base_url="http://console.test",
            headers={"sec-fetch-site": "same-origin"},
            follow_redirects=True,
        )

    async def get(self, path: str) -> httpx.Response:
        """A page."""
        return await self.http.get(path)

    async def send(self, path: str, **fields: str) -> httpx.Response:
        """A form's answer; where it leads is not followed."""
        return await self.http.post(path, data=fields, follow_redirects=False)


def links(page: str, text: str) -> list[str]:
    """Where links with this text lead."""
    found = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', page, re.DOTALL)
    return [url.replace("&amp;", "&") for url, label in found if text in label]


def asks(url: str) -> dict[str, str]:
    """What an address asks for."""
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
