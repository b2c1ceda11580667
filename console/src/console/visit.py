"""One request of somebody who is signed in: what they ask, send and see."""

import re
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import Depends, HTTPException
from starlette.datastructures import FormData
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console import security, templating
from console.actions import Actions, Attempt
from console.done import Done
from console.form import Attached, Form
from console.graph import Answer, Problem
from console.parts import Parts
from console.session import Session

# Fields of one form; the largest has some two hundred.
MOST_FIELDS = 1000
# A form's body. What the graph takes is less: it says so beside what was typed.
MOST_BYTES = 4 * 1024 * 1024
# A form with a file. The graph would take a little more, and less of a file: it says how much.
MOST_UPLOADED = 30 * 1024 * 1024
MOST_FILES = 1
_NUMBER = re.compile(r"[0-9]{1,6}", re.ASCII)


class NotSignedIn(Exception):
    """Nobody is signed in, or not any more."""


class AnotherPerson(Exception):
    """The form was made for somebody else who used this browser."""


class Foreign(Exception):
    """The form was not sent from a page of ours."""


class Visit:
    """A request, who makes it, and how it is answered."""

    def __init__(self, request: Request, parts: Parts, session: Session) -> None:
        self.request = request
        self.me = session
        self.form = Form()
        self._parts = parts
        self._done = Done(parts.settings.secret_key())

    @property
    def now(self) -> datetime:
        """The present moment."""
        return self._parts.now()

    @property
    def parts(self) -> Parts:
        """What the console is made of."""
        return self._parts

    def has_role(self, *roles: str) -> bool:
        """Whether whoever is signed in has one of these roles."""
        return bool(self.me.roles & set(roles))

    async def ask(self, name: str, /, **variables: object) -> Answer:
        """Returns the graph's answer to one of our queries."""
        return await self._parts.graph.ask(self.me.token, self._parts.document(name), variables)

    async def change(self, document: str, given: Mapping[str, object]) -> Answer:
        """Returns the graph's answer to a mutation, of whose input one field may be a file."""
        for path, value in given.items():
            if isinstance(value, Attached):
                return await self._parts.graph.send(self.me.token, document, given, path, value)
        return await self._parts.graph.ask(self.me.token, document, {"input": given})

    def found(self, answer: Answer, name: str) -> Any:
        """Returns what a page is about, or the `Problem` that it cannot be read now.

        Where there is no such thing for whoever asks, or no such address, there is no page.
        """
        thing, problem = answer.found(name), answer.problem(name)
        if thing is not None:
            return thing
        if problem is None or problem.is_missing or problem.is_malformed:
            raise self.missing()
        return problem

    def away(
        self,
        problem: Problem,
        title: str,
        here: str,
        attempt: Attempt | None = None,
        typed: Mapping[str, list[str]] | None = None,
    ) -> Response:
        """Returns the page in place of one that cannot be read now.

        What was sent is sent from it again, as the same request; `typed` is what of it is shown.
        """
        return self.render(
            "away.html",
            status=503,
            attempt=attempt,
            title=title,
            problem=problem,
            here=here,
            action=f"{here}/{self.request.url.path.rpartition('/')[2]}",
            typed=typed or {},
            sent=self.form.all,
        )

    def render(
        self,
        template: str,
        *,
        attempt: Attempt | None = None,
        actions: Actions | None = None,
        status: int = 200,
        **context: Any,
    ) -> Response:
        """Returns a page; the status is the attempt's, if one is shown."""
        mark = self.request.query_params.get("done", "")
        name = self._done.read(mark, self.request.url.path, self.me.subject, self.now)
        done = (actions or {}).get(name)
        if attempt and not attempt.is_done:
            status = attempt.status
        return templating.page(
            template,
            status,
            **{
                **self._parts.around(self.request, self.me),
                "done": done.done if done and not attempt else None,
                "attempt": attempt,
                **context,
            },
        )

    def done(self, url: str, name: str) -> Response:
        """Returns to a page, which says that the action of this name is done."""
        path, _, query = url.partition("?")
        mark = self._done.mark(name, path, self.me.subject, self.now)
        return RedirectResponse(f"{path}?{query}{'&' if query else ''}done={mark}", 303)

    def number(self, given: str) -> int | None:
        """Returns the number that an address has, if it has one. What is no number is no page."""
        if given and not _NUMBER.fullmatch(given):
            raise self.missing()
        return int(given) if given else None

    def missing(self) -> HTTPException:
        """What to raise where there is no such thing for whoever asks."""
        return HTTPException(404)


async def visiting(request: Request) -> Visit:
    """Whoever looks at a page. Fails with `NotSignedIn`."""
    parts: Parts = request.app.state.parts
    session = parts.sessions.read(request)
    if session is None:
        raise NotSignedIn
    return Visit(request, parts, session)


async def acting(request: Request) -> Visit:
    """Whoever sends a form. Fails with `Foreign`, `NotSignedIn` or `AnotherPerson`."""
    if not security.is_ours(request):
        raise Foreign
    form = request.state.form = Form(await _fields(request))
    visit = await visiting(request)
    visit.form = form
    if not visit.parts.csrf.holds(form.one("csrf"), request, visit.me.subject):
        raise AnotherPerson
    return visit


async def uploading(request: Request) -> AsyncIterator[Visit]:
    """Whoever sends a form that may have a file with it. Fails as `acting` does.

    A file cannot be shown to be sent once more. So who is not signed in comes back to the page,
    before anything is read of it.
    """
    if _kind(request) != "multipart/form-data":
        yield await acting(request)
        return
    if not security.is_ours(request):
        raise Foreign
    visit = await visiting(request)
    parser = MultiPartParser(
        request.headers, _counted(request), max_files=MOST_FILES, max_fields=MOST_FIELDS
    )
    try:
        sent = await parser.parse()
    except MultiPartException:
        raise HTTPException(413) from None
    async with _closing(sent):
        fields: dict[str, list[str]] = {}
        files = {}
        for name, value in sent.multi_items():
            if isinstance(value, str):
                fields.setdefault(name, []).append(value)
            elif value.filename:
                files[name] = Attached(value.filename, value.file)
        visit.form = Form(fields, files)
        if not visit.parts.csrf.holds(visit.form.one("csrf"), request, visit.me.subject):
            raise Foreign
        yield visit


@asynccontextmanager
async def _closing(sent: FormData) -> AsyncIterator[None]:
    try:
        yield
    finally:
        await sent.close()


async def _counted(request: Request) -> AsyncGenerator[bytes, None]:
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size > MOST_UPLOADED:
            raise HTTPException(413)
        yield piece


def _kind(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def _fields(request: Request) -> Mapping[str, list[str]]:
    """Reads what a form of ours sends: one encoding, one character set, so much at most."""
    if _kind(request) != "application/x-www-form-urlencoded":
        raise HTTPException(415)
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            raise HTTPException(413)
    try:
        sent = parse_qsl(
            body.decode(errors="replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS
        )
    except ValueError:
        raise HTTPException(413) from None
    fields: dict[str, list[str]] = {}
    for name, value in sent:
        fields.setdefault(name, []).append(value)
    return fields


Visiting = Annotated[Visit, Depends(visiting)]
Acting = Annotated[Visit, Depends(acting)]
Uploading = Annotated[Visit, Depends(uploading)]
