"""The server that children are forked from: `python -I -m chassis.children_server MODULE SECONDS`.

It imports the module once and then forks for every job; it reads no file itself, so each child
begins as clean as the first. Imports the standard library only, and starts no thread: a fork of a
process with threads may stop for ever. Standard input is the socket on which jobs come: one message
each, the arguments in JSON together with four descriptors (see `children_forks`). Its end of file
means that the service is gone.

`multiprocessing.forkserver` does much of this, but shares one server and its environment among all
who fork in a process, unpickles in the child, leaves it the server's standard streams, and lets it
run on when the service was killed.
"""

import gc
import importlib
import json
import os
import resource
import selectors
import signal
import socket
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

MOST_ARGUMENTS = 4096
"""So many bytes of arguments, in JSON, are one message on every platform."""
WORD = struct.Struct("=i")
"""What is told of a job on its line: `TAKEN`, later the child's exit status."""
TAKEN = 0
"""Told before the fork: from now on somebody may have read of the file."""
NOT_FORKED = 1000
"""With the system's number for the reason added, told instead of an exit status."""


class Server:
    """Forks for each job, ends the child whose line is closed, and tells how it ended."""

    def __init__(self, control: socket.socket, run: Callable[[list[str]], int]) -> None:
        self._control = control
        self._run = run
        self._lines: dict[int, socket.socket] = {}
        # epoll would be one object shared with every fork; poll is a list of our own.
        self._ready = selectors.PollSelector()

    def serve(self) -> None:
        """Until the service closes its end, or is gone; the children end then too."""
        ended, wakes = socket.socketpair()
        ended.setblocking(False)
        wakes.setblocking(False)
        signal.set_wakeup_fd(wakes.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._ready.register(ended, selectors.EVENT_READ)
        self._ready.register(self._control, selectors.EVENT_READ)
        while True:
            for key, _ in self._ready.select():
                if key.fileobj is ended:
                    ended.recv(4096)
                    self._reap()
                elif key.fileobj is not self._control:
                    self._end(key.data, key.fileobj)
                elif not self._take():
                    self._end_all()
                    return

    def _take(self) -> bool:
        told, received, _, _ = socket.recv_fds(self._control, MOST_ARGUMENTS, 4)
        if len(received) == 4:
            self._begin(told, *received)
        # Without its descriptors, of which this process may have too many, no job can be begun.
        return len(received) == 4

    def _begin(self, told: bytes, its_line: int, *streams: int) -> None:
        line = socket.socket(fileno=its_line)
        _tell(line, TAKEN)
        try:
            child = os.fork()
        except OSError as error:
            # There is no memory, or there are too many processes.
            for stream in streams:
                os.close(stream)
            _tell(line, NOT_FORKED + (error.errno or 0))
            line.close()
            return
        if child == 0:
            self._become_the_child(told, streams)
        for stream in streams:
            os.close(stream)
        self._lines[child] = line
        self._ready.register(line, selectors.EVENT_READ, child)

    def _become_the_child(self, told: bytes, streams: tuple[int, ...]) -> NoReturn:
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for standard, stream in enumerate(streams):
                os.dup2(stream, standard)
            os.closerange(len(streams), os.sysconf("SC_OPEN_MAX"))
            status = self._run(json.loads(told))
        finally:
            # Whatever happens, the child never comes back into the server's loop.
            os._exit(status)

    def _end(self, child: int, line: object) -> None:
        """The caller no longer wants to know. It is told all the same, so that it can wait."""
        # The line may be one of before, whose child's id was given again.
        if self._lines.get(child) is line:
            # Not reaped yet, so the id is still this child's.
            os.kill(child, signal.SIGKILL)
            self._ready.unregister(self._lines[child])

    def _end_all(self) -> None:
        for child in self._lines:
            os.kill(child, signal.SIGKILL)
        for child in self._lines:
            os.waitpid(child, 0)

    def _reap(self) -> None:
        for child in list(self._lines):
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended == child:
                line = self._lines.pop(child)
                with suppress(KeyError):
                    self._ready.unregister(line)
                _tell(line, os.waitstatus_to_exitcode(status))
                line.close()


def _tell(line: socket.socket, word: int) -> None:
    # Who closed the line on both sides does not want to hear it.
    with suppress(OSError):
        line.send(WORD.pack(word))


def _run(name: str, main: Callable[[], object], seconds: int, arguments: list[str]) -> int:
    """The module, as a command of its own would run it, and the exit status."""
    _confine(seconds)
    sys.argv = [name, *arguments]
    # The server's own may have read ahead, and know positions in another file.
    sys.stdin = os.fdopen(0, "r", encoding="utf-8", closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)
    try:
        try:
            returned = main()
        except SystemExit as ending:
            returned = ending.code
        if not sys.stdout.closed:
            sys.stdout.flush()
    # The class and no more: the rest may quote the file, and formatting it take its time.
    except BaseException as error:
        returned = 1
        os.write(2, f"\n{type(error).__name__}".encode())
    with suppress(OSError):
        sys.stderr.flush()
    return returned if isinstance(returned, int) else int(returned is not None)


def _confine(seconds: int) -> None:
    """No files, no core, so much of the processor; and the first to go when memory is short."""
    # Where that may not be said, the kernel takes whoever is largest, which is likely this one.
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    # At the first limit it dies of a signal that nothing else sends; the second is for a library
    # that would not hear of that. It holds too when the service and the server are both gone.
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))


def main() -> None:
    """Serves the module named on the command line."""
    name, seconds = sys.argv[1], int(sys.argv[2])
    module = importlib.import_module(name)
    if hasattr(module, "__path__"):
        module = importlib.import_module(f"{name}.__main__")
    # What is loaded stays; no child has to look through it, or copy it by doing so.
    gc.collect()
    gc.freeze()
    Server(
        socket.socket(fileno=0), lambda arguments: _run(name, module.main, seconds, arguments)
    ).serve()


if __name__ == "__main__":
    main()
