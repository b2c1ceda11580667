"""One child process: in a group of its own, with its output kept, and ended without a trace."""

import asyncio
import os
import shutil
import signal
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

Listener = Callable[[str, str], None]

# A log line may hold a whole traceback; the default of 64 KiB would break the reader.
LONGEST_LINE = 8 * 1024 * 1024


class Process:
    """A running child. Its group is its own, so a Ctrl-C in the terminal reaches only us."""

    def __init__(
        self, name: str, child: asyncio.subprocess.Process, *, log: Path, listen: Listener
    ) -> None:
        self.name = name
        self.log = log
        self.last_lines: deque[str] = deque(maxlen=15)
        self._child = child
        self._reader = asyncio.create_task(self._read(listen))
        self._exit = asyncio.create_task(self._end())

    @classmethod
    async def start(
        cls,
        name: str,
        command: Sequence[str],
        *,
        environment: Mapping[str, str],
        log: Path,
        listen: Listener,
    ) -> "Process":
        """Starts a child that ends with us, even if we are killed (where Linux's setpriv is)."""
        setpriv = shutil.which("setpriv")
        tied = [setpriv, "--pdeathsig", "TERM", "--"] if setpriv else []
        child = await asyncio.create_subprocess_exec(
            *tied,
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env=dict(environment),
            start_new_session=True,
            limit=LONGEST_LINE,
        )
        return cls(name, child, log=log, listen=listen)

    @property
    def pid(self) -> int:
        return self._child.pid

    @property
    def exit_status(self) -> int | None:
        """None while it runs; negative is the signal it died of."""
        return self._child.returncode

    async def wait(self) -> int:
        """Waits for the end and for the last line it wrote; cancelling leaves the child alone."""
        return await asyncio.shield(self._exit)

    async def stop(self, grace: float) -> None:
        """Asks it to end and kills what is still there after the grace, grandchildren too."""
        self._signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(grace):
                await self.wait()
        except TimeoutError:
            pass
        finally:
            self._signal_group(signal.SIGKILL)
        await self.wait()

    async def kill(self) -> None:
        self._signal_group(signal.SIGKILL)
        await self.wait()

    def kill_now(self) -> None:
        """For the impatient: kills at once and leaves the waiting to others."""
        self._signal_group(signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        if self.exit_status is None:
            with suppress(ProcessLookupError):
                self._child.send_signal(number)

    def _signal_group(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._child.pid, number)

    async def _end(self) -> int:
        status = await self._child.wait()
        # A grandchild may hold the pipe open for ever, so its output is not waited for.
        await asyncio.wait([self._reader], timeout=1)
        self._reader.cancel()
        return status

    async def _read(self, listen: Listener) -> None:
        stream = self._child.stdout
        if stream is None:
            raise RuntimeError("the process was started without a pipe")
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("wb", buffering=0) as log:
            async for raw in stream:
                log.write(raw)
                line = raw.decode(errors="replace").rstrip()
                self.last_lines.append(line)
                listen(self.name, line)
