"""Uploads are shown to a virus scanner before anything of ours opens them, if there is one.

It is clamd, which says on a socket what it found in the bytes that it is sent (`INSTREAM`). Which
one is a setting, and there is none by default. While it is away nothing is taken: what it would
have found is then not known.
"""

import asyncio
import os
import re
import struct
from typing import BinaryIO

import structlog

from chassis import deadline
from pr_review.domain.problems import DraftNotAccepted, ScannerAway
from pr_review.drafts.refusals import Refusal, sentence

log = structlog.get_logger()

_PIECE_BYTES = 64 * 1024
_ANSWER_BYTES = 4096
_FOUND = re.compile(r"stream: (.+) FOUND")
_SHOWN = 80


class Malformed(ValueError):
    """The setting names neither a socket's path nor a host with its port."""


class Scanner:
    """Asks the clamd at an address, `host:port` or the path of a Unix socket; nobody for none."""

    def __init__(self, address: str = "", seconds: float = 20.0) -> None:
        self._where = located(address)
        self._seconds = seconds

    async def ensure_clean(self, file: BinaryIO) -> None:
        """Fails with `DraftNotAccepted` if something was found in a file, and with `ScannerAway` if
        there was no answer. Where the file's descriptor stands is left as it is.
        """
        if self._where is None:
            return
        # Whoever uploads should hear of a slow scanner while they still listen.
        seconds = min(self._seconds, deadline.shortened(deadline.remaining(self._seconds)))
        try:
            async with asyncio.timeout(seconds):
                answer = await self._asked(file.fileno(), *self._where)
        except (OSError, EOFError, asyncio.LimitOverrunError) as error:
            # A timeout is one of them. Past its own limit of size clamd may cut the connection.
            log.error("virus scanner away", error=type(error).__name__)
            raise ScannerAway from error
        if answer == "stream: OK":
            return
        found = _FOUND.fullmatch(answer)
        if found is None:
            log.error("virus scanner gave no verdict", answer=_printable(answer))
            raise ScannerAway
        what = _printable(found[1])
        log.warning("virus found", what=what)
        raise DraftNotAccepted(Refusal.VIRUS_FOUND.value, sentence(Refusal.VIRUS_FOUND, what))

    async def _asked(self, file: int, host: str, port: int | None) -> str:
        """What clamd says of a file."""
        reader, writer = await (
            asyncio.open_unix_connection(host, limit=_ANSWER_BYTES)
            if port is None
            else asyncio.open_connection(host, port, limit=_ANSWER_BYTES)
        )
        try:
            writer.write(b"zINSTREAM\0")
            at = 0
            while piece := await asyncio.to_thread(os.pread, file, _PIECE_BYTES, at):
                writer.write(struct.pack("!L", len(piece)) + piece)
                await writer.drain()
                at += len(piece)
            writer.write(struct.pack("!L", 0))
            answer = await reader.readuntil(b"\0")
        finally:
            # Nothing is left to be said, and closing would wait for one that does not read.
            writer.transport.abort()
        return answer[:-1].decode(errors="replace")


def located(address: str) -> tuple[str, int | None] | None:
    """A socket's path without a port, or a host and its port; None for no address at all.

    Fails with `Malformed`.
    """
    if not address:
        return None
    if address.startswith("/"):
        return address, None
    host, _, port = address.rpartition(":")
    if not host or not (port.isascii() and port.isdigit()) or not 0 < int(port) < 65536:
        raise Malformed("must be host:port, or the path of a Unix socket")
    return host.removeprefix("[").removesuffix("]"), int(port)


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text[:_SHOWN])
