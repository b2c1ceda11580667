"""What does a page of the console cost beside the GraphQL that it asks?

A queue of 12,000 applications waits, beside the demonstration's work. Each page is fetched as a
browser fetches it, in turns with the same documents, sent to `/graphql` at once by the same person.
What a page asks is found by having a console of our own, which writes down what it sends, make the
page once.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import httpx
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from benchmarks.figures import Figure, ms, ratio
from benchmarks.market import Market
from benchmarks.queue import fill, p95
from chassis.server import utc_now
from chassis.settings import Settings
from console import app
from console.assembly import assembled
from console.graph import Graph
from console.session import Session
from console.settings import ConsoleSettings
from dev.console_demonstration import leave_work
from dev.graph import Graph as Client

WAITING = 12_000
WAYS = {"waits": 60, "in review": 20, "asked": 10, "signed once": 10}
PERSON, ROLES = "admin", ("admin",)
GOAL = 2
ASSETS = re.compile(r'(?:href|src)="(/console/static/[^"#]+)')
IMPORTS = re.compile(r'from "\./([\w-]+\.js)"')
SECRET = "only this console of our own reads what it seals with this"

Asked = list[tuple[str, dict[str, object]]]


async def measure(market: Market) -> list[Figure]:
    """A row for each page, its p95 against that of what it asks; and what the first one weighs."""
    stack = market.stack
    await fill(stack.mongodb_uri, WAITING, WAYS)
    await leave_work(
        stack.gateway_url,
        stack.issuer,
        services=stack.ports.services,
        mail=stack.mail_folder,
    )
    token = stack.issuer.token(PERSON, *ROLES)
    figures = []
    async with (
        Client(stack.gateway_url, token) as graph,
        httpx.AsyncClient(base_url=stack.gateway_url, timeout=60, follow_redirects=True) as browser,
    ):
        await sign_in(browser)
        for name, path in (await places(graph)).items():
            asked = await documents(stack.gateway_url, token, path)
            page, queries = await p95([fetching(browser, path), asking(graph, asked)])
            detail = (
                f"p95 {ms(page)}; {len(asked)} requests of GraphQL {ms(queries)}; goal under {GOAL}"
            )
            figures.append(
                ratio(f"console, {name}: page ÷ its GraphQL, p95", page, queries, detail)
            )
        size = await weight(browser)
    return [
        *figures,
        Figure("console: the first page, all it loads", f"{size / 1000:.0f} kB", "goal: under 150"),
    ]


async def sign_in(browser: httpx.AsyncClient) -> None:
    """Chooses somebody at the issuer, as a person does."""
    chooser = await browser.get("/console/sign-in")
    await browser.post(str(chooser.url), data={"person": PERSON})
    (await browser.get("/console/")).raise_for_status()


async def places(graph: Client) -> dict[str, str]:
    """The pages, of the newest application and of the press release with the most drafts."""
    answer = await graph.answer(
        "{ applicationWork(first: 1) { nodes { object } } "
        "pressReleaseWork(first: 50) { nodes { object pressRelease { drafts { number } } } } }"
    )
    application = answer["data"]["applicationWork"]["nodes"][0]["object"]
    waiting = answer["data"]["pressReleaseWork"]["nodes"]
    release = max(waiting, key=lambda item: len(item["pressRelease"]["drafts"]))["object"]
    press = f"/console/press-releases/{quote(release, safe='')}"
    return {
        "my work": "/console/",
        "everything that waits": "/console/?assigned=ALL",
        "who did what": "/console/activity",
        "an application": f"/console/applications/{quote(application, safe='')}",
        "a press release": press,
        "its draft": f"{press}/draft",
        "two drafts compared": f"{press}/compare",
    }


async def documents(gateway_url: str, token: str, path: str) -> Asked:
    """What a page asks of the graph."""
    gateway = _Noting(gateway_url)
    settings = Settings(secret=SECRET)  # type: ignore[arg-type]
    verifier: Any = None  # nobody signs in here
    parts = assembled(settings, ConsoleSettings(), Graph(gateway), verifier, gateway_url, utc_now)
    ends = utc_now() + timedelta(hours=1)
    session = Session(PERSON, PERSON, "", frozenset(ROLES), token, ends)

    given = Response()
    parts.sessions.write(given, session)
    cookies = "; ".join(
        value.decode().partition(";")[0]
        for name, value in given.raw_headers
        if name == b"set-cookie"
    )
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app.create(parts)),
        base_url=gateway_url,
        headers={"cookie": cookies},
    ) as client:
        (await client.get(path.removeprefix("/console") or "/")).raise_for_status()
    return gateway.asked


class _Noting:
    """The gateway's application: hands on to one that runs, and writes down what."""

    def __init__(self, gateway_url: str) -> None:
        self.asked: Asked = []
        self._url = f"{gateway_url}/graphql"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request as the gateway does."""
        request = Request(scope, receive)
        body = await request.json()
        self.asked.append((body["query"], body["variables"]))
        token = request.headers["authorization"]
        async with httpx.AsyncClient(timeout=60) as client:
            answer = await client.post(self._url, json=body, headers={"authorization": token})
        await Response(answer.content, answer.status_code)(scope, receive, send)


def fetching(browser: httpx.AsyncClient, path: str) -> Callable[[], Awaitable[Any]]:
    """Fetches a page, which must be one."""

    async def fetch() -> None:
        (await browser.get(path)).raise_for_status()

    return fetch


def asking(graph: Client, asked: Asked) -> Callable[[], Awaitable[Any]]:
    """Asks all of it at once."""

    async def ask() -> None:
        await asyncio.gather(*(graph.answer(document, given) for document, given in asked))

    return ask


async def weight(browser: httpx.AsyncClient) -> int:
    """The bytes of the first page with everything it loads, uncompressed."""
    page = await browser.get("/console/")
    wanted, sizes = set(ASSETS.findall(page.text)), {"": len(page.content)}
    while wanted:
        url = wanted.pop()
        answer = await browser.get(url)
        sizes[url] = len(answer.content)
        folder = url.rpartition("/")[0]
        imported = {f"{folder}/{name}" for name in IMPORTS.findall(answer.text)}
        wanted |= imported - set(sizes)
    return sum(sizes.values())
