"""Puts the console together: the application that the gateway mounts at `/console`."""

from urllib.parse import urlencode

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from chassis import request_id
from console import live, security, sign_in, static, templating
from console.addresses import SIGN_IN
from console.form import Form
from console.graph import SignedOut
from console.pages import ROUTERS
from console.parts import Parts
from console.visit import AnotherPerson, Foreign, NotSignedIn

_SAID = {
    403: (
        "This form was not sent from a page of the console",
        "Nothing was changed. Open the page again, and send the form from there.",
    ),
    404: (
        "There is no such page",
        "It may be gone, or is not for the role that you are signed in with.",
    ),
    405: ("That cannot be done here", "Go back to the page, and try again from there."),
    500: (
        "Something went wrong on our side",
        "Try again. If it happens again, tell whoever runs the marketplace the number below.",
    ),
}


def create(parts: Parts) -> FastAPI:
    """Builds the console. Its pages ask the graph that `parts` has, and nothing else."""
    app = FastAPI(
        openapi_url=None,
        # `chassis.telemetry` says whether there are traces; FastAPI would ask at every request.
        telemetry={"auto_configure": False, "tracing": False, "metrics": False, "logs": False},
        middleware=[Middleware(security.Headers)],
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
    for router in ROUTERS:
        app.include_router(router)
    return app


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
    return _once_more(request, request.state.form, 409)


def _once_more(request: Request, form: Form, status: int) -> Response:
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
        me=me,
        csrf=parts.csrf.token(request, me.subject) if me else "",
        url=request.url.path,
        fields=fields,
        typed=form.typed,
        now=parts.now(),
    )


async def _foreign(request: Request, error: Exception) -> Response:
    return _said(request, 403)


async def _refused(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return _said(request, status if status in _SAID else 404)


async def _failed(request: Request, error: Exception) -> Response:
    return _said(request, 500)


def _said(request: Request, status: int) -> Response:
    parts: Parts = request.app.state.parts
    me = parts.sessions.read(request)
    title, text = _SAID[status]
    return templating.page(
        "error.html",
        status,
        me=me,
        nav=parts.nav(request.url.path, me) if me else (),
        csrf=parts.csrf.token(request, me.subject) if me else "",
        title=title,
        text=text,
        request_id=request_id.current() if status == 500 else "",
        now=parts.now(),
    )
