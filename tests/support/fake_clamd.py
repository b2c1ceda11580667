"""A stand-in for clamd on a socket of its own: its `INSTREAM`, and what may go wrong with it."""

import asyncio
import contextlib
import struct
from contextlib import asynccontextmanager

SIGNATURE = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"


class FakeClamd:
    """Says what it found, by default by looking for a signature; `seen` are the streams it got.

    `says` is another answer for every file. `mood` is how it behaves: `slow` never answers, `cut`
    hangs up within the stream, `cut answer` within its answer, `full` takes no more than a few
    bytes, says so and hangs up, as clamd does behind its limit of size.
    """

    def __init__(self):
        self.says = None
        self.mood = ""
        self.seen = []
        self.address = ""

    async def answer(self, reader, writer):
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            await self._answered(reader, writer)
        writer.close()

    async def _answered(self, reader, writer):
        assert await reader.readuntil(b"\0") == b"zINSTREAM\0"
        content = bytearray()
        while size := struct.unpack("!L", await reader.readexactly(4))[0]:
            content += await reader.readexactly(size)
            if self.mood == "cut":
                return
            if self.mood == "full":
                writer.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.seen.append(bytes(content))
        if self.mood == "slow":
            await reader.read()
            return
        says = self.says or (
            b"stream: Eicar-Test-Signature FOUND" if SIGNATURE in content else b"stream: OK"
        )
        writer.write(says if self.mood == "cut answer" else says + b"\0")
        await writer.drain()


@asynccontextmanager
async def a_clamd(path=None):
    """One that listens at a Unix socket's path, or on a free port of its own."""
    clamd = FakeClamd()
    if path is None:
        server = await asyncio.start_server(clamd.answer, "127.0.0.1", 0)
        clamd.address = "{}:{}".format(*server.sockets[0].getsockname())
    else:
        server = await asyncio.start_unix_server(clamd.answer, path)
        clamd.address = str(path)
    try:
        yield clamd
    finally:
        server.close()
