"""Pages for developers: how the services are doing, and where the mails are that were sent."""

import asyncio
from html import escape
from urllib.parse import quote

import grpc
from fastapi import APIRouter
from starlette.responses import HTMLResponse, RedirectResponse, Response

from chassis.errors import Problem
from gateway.clients import DOMAINS, Clients
from handmade.operations.v1 import operations_pb2

# Of the console, which serves them to anybody in development.
MAIL_SINK = "/console/mail"


def page(title: str, body: str) -> Response:
    """Returns a plain page that loads and runs nothing. The body is HTML already."""
    head = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
    return HTMLResponse(
        f"{head}<h1>{escape(title)}</h1>{body}",
        headers={
            "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
            "x-frame-options": "DENY",
        },
    )


def table(head: list[str], rows: list[list[str]]) -> str:
    """Returns a table. Its cells are HTML already."""
    cells = "".join(f"<th>{escape(name)}" for name in head)
    lines = "".join("<tr>" + "".join(f"<td>{cell}" for cell in row) for row in rows)
    return f'<table border="1" cellpadding="6"><tr>{cells}{lines}</table>'


def routes(clients: Clients) -> APIRouter:
    """Serves `/dev/health`, and leads on from `/dev/mail`; `clients` have the gateway's token."""
    router = APIRouter(prefix="/dev")

    @router.get("/mail")
    async def mails() -> Response:
        return RedirectResponse(MAIL_SINK, 307)

    @router.get("/mail/{name}")
    async def mail(name: str) -> Response:
        return RedirectResponse(f"{MAIL_SINK}/{quote(name, safe='')}", 307)

    @router.get("/health")
    async def health() -> Response:
        rows = await asyncio.gather(*(health_row(clients, domain) for domain in DOMAINS))
        return page(
            "Health", table(["Service", "Database", "Copies: lag", "Parked effects"], list(rows))
        )

    return router


async def health_row(clients: Clients, domain: str) -> list[str]:
    """Returns what one service says of itself, as cells."""
    request = operations_pb2.GetStatusRequest()
    try:
        found = await getattr(clients, domain).GetStatus(request)
    except (grpc.aio.AioRpcError, Problem) as error:
        said = error.code().name if isinstance(error, grpc.aio.AioRpcError) else error.reason
        return [escape(domain), f"<b>{escape(said)}</b>", "", ""]
    copies = [f"{copy.name}: {lag(copy)}" for copy in found.copies]
    return [
        escape(domain),
        "ready" if found.database_ready else "<b>away</b>",
        escape(", ".join(copies)) or "none",
        str(found.parked_effects),
    ]


def lag(copy: operations_pb2.GetStatusResponse.Copy) -> str:
    """Words how far behind a copy is."""
    if not copy.HasField("lag"):
        return "not yet whole"
    return f"{copy.lag.ToTimedelta().total_seconds():.1f} s"
