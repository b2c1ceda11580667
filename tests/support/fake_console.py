"""The console before a graph that answers as it is told to, for somebody who is signed in."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
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
from console.assembly import assembled
from console.form import Attached
from console.graph import Answer, Graph, Problem
from console.pages.work.kinds import QUEUES
from console.pages.work.queue import Queue
from console.session import Session
from console.settings import ConsoleSettings

NOW = datetime(2030, 6, 1, 12, tzinfo=UTC)
URL = "http://console.test"
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

    async def send(
        self, token: str, document: str, given: Mapping[str, object], path: str, file: Attached
    ) -> Answer:
        told = {**given, path: (file.name, file.content.read())}
        return await self.ask(token, document, {"input": told})

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
        now: datetime = NOW,
        queues: Sequence[Queue] = QUEUES,
        document: Callable[[str], str] = documents.document,
    ) -> None:
        ends = now + timedelta(hours=1)
        me = Session(subject, "Rosa", "rosa@example.com", frozenset(roles), "token", ends)
        self.graph = FakeGraph()
        settings = Settings(secret=SECRET)
        self.parts = replace(
            assembled(settings, ConsoleSettings(), self.graph, None, URL, lambda: now),
            sessions=SimpleNamespace(read=lambda request: me, clear=lambda response: None),
            csrf=SimpleNamespace(token=lambda *who: "token", holds=lambda *given: True),
            places=pages.PLACES,
            mail_folder=mail_folder,
            document=document,
        )
        self._app = Starlette(routes=[Mount("/console", app.create(self.parts, queues))])

    async def get(
        self, path: str, site: str | None = "same-origin", **headers: str
    ) -> httpx.Response:
        """A page, come to from a site as browsers tell it, if they do."""
        async with self._browser(site) as browser:
            return await browser.get(path, headers=headers, follow_redirects=True)

    async def send(self, path: str, **fields: str | list[str]) -> httpx.Response:
        """A form's answer; where it leads is not followed."""
        async with self._browser("same-origin") as browser:
            return await browser.post(path, data={"csrf": "token", **fields})

    def _browser(self, site: str | None) -> httpx.AsyncClient:
        headers = {"sec-fetch-site": site} if site else {}
        transport = httpx.ASGITransport(self._app)
        return httpx.AsyncClient(transport=transport, base_url=URL, headers=headers)


def links(page: str, text: str) -> list[str]:
    """Where links with this text lead."""
    found = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', page, re.DOTALL)
    return [url.replace("&amp;", "&") for url, label in found if text in label]


def asks(url: str) -> dict[str, str]:
    """What an address asks for."""
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
