"""Carries out a guide written in Markdown: its programs, its commands, and what they print.

A block ```python name.py is a file that is written. A block ```sh is run by bash and must succeed,
or fail where it is marked ```sh fails; one marked `tls` is for where there is TLS. A block ```text
or ```json right after one is all that it prints; there `…` stands for any text within a line, and
on a line of its own for any lines.
Everything is one session of bash, so what one block sets another has.
"""

import os
import re
import signal
import subprocess
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

# Sixty processes one after the other, on two processors that others use as well.
SECONDS = 480
_BLOCK = re.compile(r"^```(?P<info>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_MARK = re.compile(r"^<<<step (\d+) (\d+)>>>$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """One fenced block, with the line it begins at."""

    line: int
    language: str
    option: str
    text: str
    follows_directly: bool = False


@dataclass(frozen=True)
class Step:
    """A command of the guide and what it says of it."""

    line: int
    command: str
    fails: bool
    prints: str | None
    needs_tls: bool = False


@dataclass(frozen=True)
class Difference:
    """Where what happened is not what the guide says."""

    line: int
    said: str
    happened: str

    def __str__(self) -> str:
        return f"line {self.line}: the guide says\n{self.said}\nwhat happened is\n{self.happened}"


def blocks(markdown: str) -> list[Block]:
    """Every fenced block, in order."""
    found = []
    end = 0
    for match in _BLOCK.finditer(markdown):
        language, _, option = match["info"].partition(" ")
        between = markdown[end : match.start()]
        line = markdown.count("\n", 0, match.start()) + 1
        is_next = bool(found) and not between.strip()
        found.append(Block(line, language, option, match["text"], is_next))
        end = match.end()
    return found


def files(markdown: str) -> dict[str, str]:
    """The programs of a guide, by name."""
    return {block.option: block.text for block in blocks(markdown) if block.language == "python"}


def steps(markdown: str) -> list[Step]:
    """The commands of a guide."""
    found = []
    for block, after in pairwise([*blocks(markdown), Block(0, "", "", "")]):
        if block.language == "sh":
            is_output = after.language in ("text", "json") and after.follows_directly
            marks = block.option.split()
            found.append(
                Step(
                    block.line,
                    block.text,
                    "fails" in marks,
                    after.text if is_output else None,
                    "tls" in marks,
                )
            )
    return found


def in_development(planned: list[Step]) -> list[Step]:
    """The commands as the guide says to give them where there is no TLS."""
    return [
        replace(step, command=step.command.replace('-cacert "$CA"', "-plaintext"))
        for step in planned
        if not step.needs_tls
    ]


def matches(said: str, happened: str) -> bool:
    """Whether a guide's text, with its `…`, is what was printed."""
    lines = [
        r"(?:[^\n]*\n)*?" if line == "…" else re.escape(line).replace("…", r"[^\n]*") + r"\n"
        for line in said.rstrip("\n").split("\n")
    ]
    return re.fullmatch("".join(lines), happened.rstrip("\n") + "\n") is not None


def differences(
    markdown: str,
    folder: Path,
    environment: Mapping[str, str],
    adapted: Callable[[list[Step]], list[Step]] = list,
) -> list[Difference]:
    """Carries the guide out in a folder, and tells where it is wrong. Programs are all written
    before, so a guide may show one after it has used it."""
    for name, text in files(markdown).items():
        (folder / name).write_text(text)
    planned = adapted(steps(markdown))
    script = "".join(
        f"{step.command}\nprintf '\\n<<<step {number} %d>>>\\n' $?\n"
        for number, step in enumerate(planned)
    )
    (folder / "guide.sh").write_text(script)
    # Its own session, and output to a file: a program that is left running can neither hold the
    # test up nor outlive it.
    with (folder / "guide.txt").open("wb") as output:
        process = subprocess.Popen(
            ["bash", "-u", "-o", "pipefail", "guide.sh"],
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            # What is missing after this time is a difference.
            with suppress(subprocess.TimeoutExpired):
                process.wait(SECONDS)
        finally:
            _end(process)
    return _compared(planned, (folder / "guide.txt").read_text())


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()


def _compared(planned: list[Step], output: str) -> list[Difference]:
    parts = _MARK.split(output)
    texts, statuses = parts[0::3], parts[2::3]
    found = []
    for number, step in enumerate(planned):
        if number >= len(statuses):
            found.append(Difference(step.line, step.command, f"{texts[number]}\n(never ended)"))
            break
        printed, status = texts[number].strip("\n"), int(statuses[number])
        if step.prints is not None and not matches(step.prints, printed):
            found.append(Difference(step.line, step.prints, printed))
        elif (status != 0) is not step.fails:
            outcome = "fails" if step.fails else "succeeds"
            told = f"{printed}\n(exit status {status})"
            found.append(Difference(step.line, f"{step.command}\n({outcome})", told))
    return found
