"""A mail server that keeps what it gets: each mail is one `.eml` file in the data folder."""

import asyncio
import os
import signal
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session
from uuid_utils import uuid7

from dev.ports import HOST
from dev.problem import Problem
from dev.settings import Settings

LARGEST = 32 * 1024 * 1024


class Keep:
    """Stores each mail byte for byte, under a name that sorts by arrival."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content or b""
        raw = content.encode() if isinstance(content, str) else content
        await asyncio.to_thread(self._store, raw)
        print(f"mail kept for {', '.join(envelope.rcpt_tos)}", flush=True)
        return "250 kept"

    def _store(self, raw: bytes) -> None:
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{uuid7().hex[-8:]}"
        # Renamed when complete, so that nobody who lists *.eml reads half a mail.
        aside = self._folder / f".{name}.part"
        with aside.open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        aside.rename(self._folder / f"{name}.eml")


def configure(parser: ArgumentParser) -> None:
    parser.set_defaults(run=_sink)


def _sink(arguments: Namespace) -> int:
    settings = Settings.read()
    asyncio.run(_serve(settings.folder / "mail", settings.mail_port))
    return 0


async def _serve(folder: Path, port: int) -> None:
    loop = asyncio.get_running_loop()
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    keep = Keep(folder)
    try:
        server = await loop.create_server(
            lambda: SMTP(keep, data_size_limit=LARGEST, enable_SMTPUTF8=True, ident="handmade"),
            HOST,
            port,
        )
    except OSError as refused:
        raise Problem(f"the mail sink cannot listen on port {port} ({refused.strerror})") from None
    async with server:
        print(f"mail sink ready on port {port}", flush=True)
        await stopping.wait()
