"""Pages for developers: the mails that were sent, and how the services are doing."""

import asyncio
import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import escape
from pathlib import Path

import grpc
from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from chassis.errors import Problem
from gateway.clients import DOMAINS, Clients
from handmade.operations.v1 import operations_pb2

MOST_MAILS = 200
NAME = re.compile(r"[\w-]+\.eml")


def page(title: str, body: str, status: int = 200, styles: str = "'none'") -> Response:
    """Returns a plain page that loads and runs nothing. The body is HTML already.

    `styles` is where its styles may come from, as a content security policy has it.
    """
    head = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
    return HTMLResponse(
        f"{head}<h1>{escape(title)}</h1>{body}",
        status,
        headers={
            "content-security-policy": f"default-src 'none'; style-src {styles}; "
            "frame-ancestors 'none'",
            "x-frame-options": "DENY",
        },
    )


def table(head: list[str], rows: list[list[str]]) -> str:
    """Returns a table. Its cells are HTML already."""
    cells = "".join(f"<th>{escape(name)}" for name in head)
    lines = "".join("<tr>" + "".join(f"<td>{cell}" for cell in row) for row in rows)
    return f'<table border="1" cellpadding="6"><tr>{cells}{lines}</table>'


def newest_mails(folder: Path) -> list[tuple[str, EmailMessage]]:
    """Returns the mails the sink kept, newest first: their names sort by arrival."""
    names = sorted((path.name for path in folder.glob("*.eml")), reverse=True)[:MOST_MAILS]
    return [(name, parsed((folder / name).read_bytes())) for name in names]


def parsed(raw: bytes) -> EmailMessage:
    """Reads a mail."""
    message = message_from_bytes(raw, policy=policy.default)
    if not isinstance(message, EmailMessage):
        raise TypeError("the default policy makes nothing else")
    return message


def text_of(mail: EmailMessage) -> str:
    """Returns the text part of a mail."""
    body = mail.get_body(("plain", "html"))
    return str(body.get_content()) if body else ""


def shown(mail: EmailMessage) -> str:
    """Returns the parts of a mail as HTML: its text, and below it what its HTML looks like.

    The frame runs no script, sends no form and leads nowhere; that the page loads nothing holds for
    what is in it too.
    """
    text = f"<pre>{escape(text_of(mail))}</pre>"
    html = mail.get_body(("html",))
    if html is None:
        return text
    source = escape(str(html.get_content()))
    frame = f'<iframe sandbox="" title="HTML" width="100%" height="700" srcdoc="{source}"></iframe>'
    return f"{text}{frame}"


def routes(mail_folder: Path, clients: Clients) -> APIRouter:
    """Serves `/dev/mail` and `/dev/health`; `clients` carry the gateway's own token."""
    router = APIRouter(prefix="/dev")

    @router.get("/mail")
    async def mails() -> Response:
        found = await asyncio.to_thread(newest_mails, mail_folder)
        rows = [
            [
                f'<a href="/dev/mail/{escape(name)}">{escape(str(mail["Subject"]))}</a>',
                escape(str(mail["To"])),
                escape(str(mail["Date"] or "")),
            ]
            for name, mail in found
        ]
        return page("Mail", table(["Subject", "To", "Date"], rows) if rows else "<p>None yet.")

    @router.get("/mail/{name}")
    async def mail(name: str) -> Response:
        path = mail_folder / name
        if not NAME.fullmatch(name) or not path.is_file():
            return page("There is no such mail", "", 404)
        found = parsed(await asyncio.to_thread(path.read_bytes))
        heads = [[key, escape(str(found[key] or ""))] for key in ("From", "To", "Message-ID")]
        body = f"{table([], heads)}{shown(found)}"
        # Mails have their styles in attributes, as readers want it.
        return page(str(found["Subject"]), body, styles="'unsafe-inline'")

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
