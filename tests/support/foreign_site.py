"""A site of somebody else's, whose pages send forms to ours."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from html import escape

_HEAD = "HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\nconnection: close\r\n"


@asynccontextmanager
async def a_foreign_site(url: str, fields: Mapping[str, str]) -> AsyncIterator[str]:
    """The address of a page whose one button sends these fields to an URL as a form.

    It is another origin, but the same site: browsers send our cookies along.
    """
    inputs = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in fields.items()
    )
    body = (
        '<!doctype html><html lang="en"><title>Win a mug</title><link rel="icon" href="data:,">'
        f'<form method="post" action="{escape(url)}">{inputs}<button>Win</button></form>'
    ).encode()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(f"{_HEAD}content-length: {len(body)}\r\n\r\n".encode() + body)
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            # Browsers open connections that they then do not use.
            return
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        host, port = server.sockets[0].getsockname()
        yield f"http://{host}:{port}"
