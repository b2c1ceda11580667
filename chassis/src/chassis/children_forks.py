"""The service's side of the server that children are forked from (`children_server`)."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import BinaryIO

import structlog

from chassis.children_server import MOST_ARGUMENTS, NOT_FORKED, WORD

log = structlog.get_logger()


# A child that is killed is gone at once; one the kernel holds, or a server that hangs, is not.
_ENDING_SECONDS = 5.0


class ServerGone(Exception):
    """The server ended, and whatever it had forked with it.

    `began` tells whether a child may have been forked, and have read something.
    """

    def __init__(self, *, began: bool, status: int | None) -> None:
        super().__init__()
        self.began = began
        self.status = status


class NotForked(Exception):
    """The server runs, but the system gives it no further process."""


class Child:
    """One job: the sockets that lead to its child, and what the server tells of it."""

    def __init__(self, server: "ForkServer", arguments: Sequence[str], file: BinaryIO) -> None:
        self._server = server
        self._line, its_line = socket.socketpair()
        self.answer, its_answer = socket.socketpair()
        self.complaint, its_complaint = socket.socketpair()
        self._began = False
        self._ended = False
        theirs = (its_line, its_answer, its_complaint)
        try:
            for ours in (self._line, self.answer, self.complaint):
                ours.setblocking(False)
            line, answer, complaint = (each.fileno() for each in theirs)
            server.hand_over(arguments, (line, file.fileno(), answer, complaint))
        except BaseException:
            self._close()
            raise
        finally:
            for each in theirs:
                each.close()

    async def status(self) -> int:
        """The exit status, negative for the signal that killed it.

        Fails with `ServerGone` and `NotForked`.
        """
        if not self._began:
            await self._told()
            self._began = True
        status = await self._told()
        self._ended = True
        if status >= NOT_FORKED:
            raise NotForked(os.strerror(status - NOT_FORKED))
        return status

    async def end(self) -> None:
        """Kills the child if it runs, and returns when it is gone."""
        try:
            if not self._ended:
                await self._kill()
        finally:
            self._close()

    async def _kill(self) -> None:
        with suppress(OSError):
            self._line.shutdown(socket.SHUT_WR)
        try:
            async with asyncio.timeout(_ENDING_SECONDS):
                await self.status()
        except TimeoutError:
            log.error("fork server hangs", status=self._server.end())
        # However it came about, there is no child.
        except (ServerGone, NotForked):
            pass

    async def _told(self) -> int:
        try:
            told = await asyncio.get_running_loop().sock_recv(self._line, WORD.size)
        except ConnectionError:
            told = b""
        if not told:
            self._ended = True
            raise ServerGone(began=self._began, status=self._server.end())
        word: int = WORD.unpack(told)[0]
        return word

    def _close(self) -> None:
        for ours in (self._line, self.answer, self.complaint):
            ours.close()


class ForkServer:
    """The process that children of a module are forked from. Begins to load when it is made."""

    def __init__(self, module: str, seconds: int) -> None:
        self._module = module
        self._control, its_control = socket.socketpair()
        # A send that has to wait is one that would stop the service.
        self._control.setblocking(False)
        command = (sys.executable, "-I", "-m", "chassis.children_server", module, str(seconds))
        with its_control:
            # A group of its own, which is the server's and its children's, and no terminal's.
            self._process = subprocess.Popen(  # noqa: S603 the words are ours
                command,
                stdin=its_control.fileno(),
                stdout=subprocess.DEVNULL,
                env=dict[str, str](),
                start_new_session=True,
            )

    @property
    def is_running(self) -> bool:
        """Whether nobody has noticed that it ended."""
        return self._process.returncode is None

    def hand_over(self, arguments: Sequence[str], descriptors: Sequence[int]) -> None:
        """Has a child forked for the line, the file, the answer and the complaint."""
        told = json.dumps(arguments).encode()
        if len(told) > MOST_ARGUMENTS:
            raise ValueError(f"more than {MOST_ARGUMENTS:,} bytes of arguments")
        try:
            sent = socket.send_fds(self._control, [told], descriptors)
        # Gone, or so far behind that its socket is full.
        except (ConnectionError, BlockingIOError) as error:
            raise ServerGone(began=False, status=self.end()) from error
        if sent != len(told):
            raise ServerGone(began=False, status=self.end())

    def end(self) -> int:
        """Kills the server and all it has forked; returns its exit status.

        Waits for the server, which dies within moments: until it is waited for its id is nobody
        else's, and so is that of its group.
        """
        if self._process.returncode is None:
            self._control.close()
            # macOS has no permission to give for a group of the dead.
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        return self._process.returncode
