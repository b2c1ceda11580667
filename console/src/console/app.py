"""Puts the console together: the application that the gateway mounts at `/console`."""

from collections.abc import Sequence
from urllib.parse import urlencode

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from chassis import request_id
from console import live, security, sign_in, static, templating
from console.addresses import SIGN_IN, address
from console.form import Form
from console.graph import SignedOut
from console.pages import mail, routers
from console.pages.work.kinds import QUEUES
from console.pages.work.queue import Queue
from console.parts import Parts
from console.visit import AnotherPerson, Foreign, NotSignedIn, Visiting

# Where a sign-in leads that was begun beside a page with something typed.
SIGNED_IN = "signed-in"
# What somebody can do something about; any other refusal of a request is a page that is not there.
_TOLD = frozenset({403, 413, 415})


def create(parts: Parts, queues: Sequence[Queue] = QUEUES) -> FastAPI:
    """Builds the console. Its pages ask the graph that `parts` has, and nothing else."""
    app = FastAPI(
        openapi_url=None,
        # `chassis.telemetry` says whether there are traces; FastAPI would ask at every request.
        telemetry={"auto_configure": False, "tracing": False, "metrics": False, "logs": False},
        middleware=[Middleware(security.Headers), Middleware(security.Heads)],
        exception_handlers={
            NotSignedIn: _sign_in_first,
            SignedOut: _sign_in_first,
            AnotherPerson: _ask_again,
            Foreign: _foreign,
            HTTPException: _refused,
            Exception: _failed,
        },
    )
    app.state.parts = parts
    app.include_router(static.router)
    app.include_router(sign_in.routes(parts))
    app.include_router(live.router)
    app.add_api_route(f"/{SIGNED_IN}", _signed_in)
    for router in routers(queues):
        app.include_router(router)
    if parts.mail_folder is not None:
        app.include_router(mail.routes(parts.mail_folder))
    return app


async def _signed_in(visit: Visiting) -> Response:
    return visit.render("signed_in.html")


async def _sign_in_first(request: Request, error: Exception) -> Response:
    parts: Parts = request.app.state.parts
    form = getattr(request.state, "form", None)
    if form is not None:
        # What was typed waits in the page while its writer signs in, in another tab.
        response: Response = _once_more(request, form, 401)
    elif "/live/" in request.url.path:
        # 204 is how a stream of events is told not to come back.
        response = Response(status_code=204)
    else:
        wanted = f"{request.url.path}?{request.url.query}".rstrip("?")
        response = RedirectResponse(f"{SIGN_IN}?{urlencode({'next': wanted})}", 303)
    parts.sessions.clear(response)
    return response


async def _ask_again(request: Request, error: Exception) -> Response:
    csrf = request.app.state.parts.csrf
    if csrf.knows(request):
        return _once_more(request, request.state.form, 409)
    csrf.meet(request)
    response = _once_more(request, request.state.form, 409, is_forgotten=True)
    csrf.keep(request, response)
    return response


def _once_more(
    request: Request, form: Form, status: int, *, is_forgotten: bool = False
) -> Response:
    """Shows what was sent, to be sent once more by whoever is signed in then."""
    parts: Parts = request.app.state.parts
    me = parts.sessions.read(request) if status != 401 else None
    fields = [
        (name, value)
        for name, values in form.all.items()
        for value in values
        if me is None or name != "csrf"
    ]
    return templating.page(
        "once_more.html",
        status,
        **parts.around(request, me),
        url=request.url.path,
        sign_in=f"{SIGN_IN}?{urlencode({'next': address(SIGNED_IN)})}",
        fields=fields,
        typed=form.typed,
        is_forgotten=is_forgotten,
    )


async def _foreign(request: Request, error: Exception) -> Response:
    return _said(request, 403)


async def _refused(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status == 405 and request.method == "GET":
        # Where forms are sent there is nothing to see; the page they are of is right above.
        return RedirectResponse(request.url.path.rpartition("/")[0], 303)
    return _said(request, status if status in _TOLD or status >= 500 else 404)


async def _failed(request: Request, error: Exception) -> Response:
    response = _said(request, 500)
    # What broke is answered outside of all middleware.
    response.headers.update(security.HEADERS)
    return response


def _said(request: Request, status: int) -> Response:
    parts: Parts = request.app.state.parts
    return templating.page(
        "error.html",
        status,
        **parts.around(request, parts.sessions.read(request)),
        status=status,
        retry=request.url.path if request.method == "GET" else "",
        request_number=request_id.current() if status >= 500 else "",
    )
