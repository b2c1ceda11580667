"""Development's mail sink: what was sent, for whoever runs the marketplace on their machine."""

import asyncio
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from console import mails, security, templating
from console.addresses import BASE
from console.mails import Mail
from console.parts import Parts

HERE = f"{BASE}/mail"
_OWN = frozenset({"localhost", "127.0.0.1"})
# A mail has its styles in itself, as readers want it, and here that is all it has: it loads
# nothing, runs nothing, sends nothing and leads nowhere.
_OF_HTML = {
    "content-security-policy": (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; "
        "base-uri 'none'; frame-ancestors 'self'; sandbox"
    ),
    "x-frame-options": "SAMEORIGIN",
}


def routes(folder: Path) -> APIRouter:
    """Serves the mails of a folder, to anybody: nobody needs to be signed in."""
    router = APIRouter(prefix="/mail", dependencies=[Depends(_here)])

    async def found(name: str) -> Mail:
        mail = await asyncio.to_thread(mails.named, folder, name)
        if mail is None:
            raise HTTPException(404)
        return mail

    @router.get("")
    async def show(request: Request, to: str = "") -> Response:
        newest = await asyncio.to_thread(mails.newest, folder, to)
        return _page(request, "mails.html", mails=newest, to=to, most=mails.MOST)

    @router.get("/{name}")
    async def one(request: Request, name: str) -> Response:
        mail = await found(name)
        page = _page(request, "mail.html", mail=mail)
        page.headers["content-security-policy"] = security.policy(frame_src="'self'")
        return page

    @router.get("/{name}/html")
    async def html(name: str) -> Response:
        mail = await found(name)
        if mail.html is None:
            raise HTTPException(404)
        return HTMLResponse(mail.html, headers=_OF_HTML)

    return router


async def _here(request: Request) -> None:
    # Any site can give its own name the address of this machine, and would read what it answers.
    parts: Parts = request.app.state.parts
    host = request.headers.get("host", "").partition(":")[0].lower()
    if host not in {urlsplit(parts.base_url).hostname, *_OWN}:
        raise HTTPException(404)


def _page(request: Request, template: str, **context: Any) -> HTMLResponse:
    parts: Parts = request.app.state.parts
    around = parts.around(request, parts.sessions.read(request))
    return templating.page(template, **around, here=HERE, **context)
