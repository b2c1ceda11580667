"""What the console's pages offer to people, and whether the marketplace agrees with it.

Pages are read as a browser without scripts reads them, by sessions that were never signed in.
"""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import httpx
from lxml import html
from starlette.requests import Request
from starlette.responses import Response

from console.security import Csrf
from console.session import Session, Sessions
from dev.graph import Graph
from tests.support.documents import a_document
from tests.support.mutations import document

WORDS = "Because it is so."


def now():
    return datetime.now(UTC)


@dataclass(frozen=True)
class Form:
    """One of a page's forms, with what it sends as it stands."""

    url: str
    values: tuple[tuple[str, str], ...]
    required: tuple[tuple[str, str], ...]
    """Names of the fields that have to be filled in, and something that may be chosen or typed."""
    files: tuple[str, ...]
    """Names of those that take a file."""

    @property
    def action(self):
        return unquote(urlsplit(self.url).path.rpartition("/")[2])

    def filled(self, **given):
        """What somebody sends who fills in what they have to, or these."""
        typed = {name: value for name, value in self.values if value} | dict(self.required)
        return typed | given


class Visitor:
    """Somebody at a browser of which nothing but the cookies is there."""

    def __init__(self, stack, person):
        self.person = person
        self._token = stack.issuer.token(person.subject, *person.roles, name=person.name)
        self._graph = Graph(stack.gateway_url, self._token)
        self._http = httpx.AsyncClient(
            base_url=stack.gateway_url,
            headers={"sec-fetch-site": "same-origin"},
            cookies=self._cookies((stack.folder / "keys" / "secret").read_text().strip()),
            timeout=30,
            trust_env=False,
        )

    async def __aenter__(self):
        await self._graph.__aenter__()
        return self

    async def __aexit__(self, *error):
        await self._http.aclose()
        await self._graph.__aexit__(*error)

    async def forms(self, path):
        """The forms of a page by their actions; none where the page is not for them."""
        response = await self._http.get(path)
        if response.status_code == 404:
            return {}
        assert response.status_code == 200, (self.person, path, response.status_code)
        page = html.fromstring(response.text)
        found = (_form(form) for form in page.iterfind(".//main//form[@method='post']"))
        return {form.action: form for form in found}

    async def sent(self, form, **given):
        """Sends it; what stood against it, or nothing."""
        files = {name: ("edits.docx", a_document(WORDS)) for name in form.files}
        response = await self._http.post(form.url, data=form.filled(**given), files=files)
        if response.status_code == 303:
            assert parse_qs(urlsplit(response.headers["location"]).query)["done"]
            return ""
        alert = html.fromstring(response.text).find(".//*[@role='alert']")
        return f"{response.status_code}: {'' if alert is None else alert.text_content().strip()}"

    async def refusals(self, mutation, given):
        """What kinds of things the graph has against a mutation; nothing if it was done."""
        answer = await self._graph.answer(document(mutation, ""), {"input": given})
        payload = (answer.get("data") or {}).get(mutation) or {}
        return {error["__typename"] for error in payload.get("userErrors", ())} | {
            error["extensions"]["code"] for error in answer.get("errors", ())
        }

    def _cookies(self, secret):
        person, response = self.person, Response()
        Sessions(secret, is_secure=False, now=now).write(
            response,
            Session(
                person.subject,
                person.name,
                "",
                frozenset(person.roles),
                self._token,
                now() + timedelta(minutes=10),
            ),
        )
        # A sign-in leaves the browser a name as well, to which forms are bound.
        Csrf(secret, is_secure=False).keep(Request({"type": "http", "headers": []}), response)
        pairs = (header.partition(";")[0] for header in response.headers.getlist("set-cookie"))
        return dict(pair.split("=", 1) for pair in pairs if not pair.endswith("="))


def _form(form):
    required = {}
    files = tuple(field.get("name") for field in form.iterfind(".//input[@type='file']"))
    for field in form.iterfind(".//*[@required]"):
        name = field.get("name")
        if name and name not in files and name not in required and not (field.value or "").strip():
            required[name] = _something(field)
    # Browsers drop a line end that a text begins with.
    values = tuple((name, value.removeprefix("\n")) for name, value in form.form_values())
    return Form(form.get("action"), values, tuple(required.items()), files)


def _something(field):
    if field.tag == "select":
        return next((value for value in field.value_options if value), "")
    if field.get("type") == "radio":
        return field.get("value")
    if field.get("type") == "datetime-local":
        return f"{now() - timedelta(days=2):%Y-%m-%dT%H:%M}"
    return WORDS


class Walk:
    """Something that goes from hand to hand, and what its page offers to whom on its way.

    `inputs` are those of the mutations of which it is tried that they are refused where their
    button is not there.
    """

    def __init__(self, path, actions, visitors, inputs):
        self.inputs = inputs
        self.holder = None
        self.offered = set()
        self.done = set()
        self._path = path
        self._actions = actions
        self._visitors = visitors

    async def look(self):
        """Everybody looks, and what is not offered to them is refused to them."""
        await asyncio.gather(*map(self._look, self._visitors))

    async def do(self, visitor, name, holder=None, **given):
        """Somebody does what their page offers them. `holder` is who has it from then on."""
        forms = await self._forms(visitor)
        assert name in forms, f"{name} is not offered to {self._part(visitor)}, but {set(forms)}"
        against = await visitor.sent(forms[name], **given)
        assert not against, f"{name} by {self._part(visitor)} was refused with {against}"
        self.done.add((self._part(visitor), name))
        self.holder = holder

    async def _look(self, visitor):
        forms = await self._forms(visitor)
        for name, given in self.inputs.items():
            if name not in forms:
                against = await visitor.refusals(self._actions[name].mutation, given)
                assert against, f"{name} is not offered to {self._part(visitor)}, and done"
                # Otherwise it proves nothing.
                assert not against & {"InvalidFieldError", "StaleError"}, (name, given)

    async def _forms(self, visitor):
        forms = await visitor.forms(self._path)
        self.offered |= {(self._part(visitor), name) for name in forms}
        return forms

    def _part(self, visitor):
        """As what somebody has to do with it."""
        return "holder" if visitor is self.holder else "/".join(visitor.person.roles)
