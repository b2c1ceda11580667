"""What clients asked for and were told, in the order in which they noticed it.

One JSON line when a call begins and one when it ends, as Jepsen keeps them, so that a history can
be read after a crash, and a call that never ended is seen to be of unknown outcome.
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import Any


class Outcome(Enum):
    """What a client knows of its call."""

    OK = "ok"
    FAIL = "fail"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Operation:
    """One call. `key` is the resource it is about, `answer` the message as JSON has it."""

    number: int
    client: str
    method: str
    request_id: str
    key: str
    began: float
    ended: float | None = None
    outcome: Outcome = Outcome.UNKNOWN
    code: str = ""
    reason: str = ""
    answer: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"operation {self.number} ({self.client}: {self.method} {self.request_id})"


class History:
    """A run's operations. Give it a path, and every line is on the disk before the call goes on."""

    def __init__(self, path: Path | None = None, now: Callable[[], float] = time.monotonic) -> None:
        self.path = path
        self._now = now
        self._zero = now()
        self._operations: dict[int, Operation] = {}
        self.faults: list[tuple[float, str]] = []

    def __iter__(self) -> Iterator[Operation]:
        return iter(self._operations.values())

    def __len__(self) -> int:
        return len(self._operations)

    @property
    def elapsed(self) -> float:
        """Seconds since the beginning, which all times here are."""
        return self._now() - self._zero

    def invoke(self, client: str, method: str, request_id: str, key: str = "") -> int:
        """A call begins. Returns the operation's number."""
        number = len(self._operations) + 1
        operation = Operation(number, client, method, request_id, key, self.elapsed)
        self._operations[number] = operation
        self._write(
            {"kind": "invoke", "client": client, "method": method, "request_id": request_id}
            | {"key": key, "op": number, "at": operation.began}
        )
        return number

    def complete(
        self,
        number: int,
        outcome: Outcome,
        code: str = "OK",
        reason: str = "",
        answer: Mapping[str, Any] | None = None,
    ) -> Operation:
        """A call ended, as its client sees it."""
        ended = replace(
            self._operations[number],
            ended=self.elapsed,
            outcome=outcome,
            code=code,
            reason=reason,
            answer=answer or {},
        )
        self._operations[number] = ended
        self._write(
            {"kind": outcome.value, "op": number, "at": ended.ended, "code": code}
            | ({"reason": reason} if reason else {})
            | ({"answer": ended.answer} if answer else {})
        )
        return ended

    def fault(self, what: str) -> None:
        """Something was broken or mended on purpose."""
        at = self.elapsed
        self.faults.append((at, what))
        self._write({"kind": "fault", "what": what, "at": at})

    def of_requests(self) -> dict[str, list[Operation]]:
        """The operations of each request id: twins and repeats together."""
        found: dict[str, list[Operation]] = {}
        for operation in self._operations.values():
            found.setdefault(operation.request_id, []).append(operation)
        return found

    def longest_gap(self, since: float) -> float:
        """The longest time from a moment on in which nobody was acknowledged anything."""
        moments = sorted(
            operation.ended
            for operation in self._operations.values()
            if operation.outcome is Outcome.OK and operation.ended and operation.ended >= since
        )
        starts = [since, *moments]
        return max(
            (later - earlier for earlier, later in zip(starts, moments, strict=False)),
            default=float("inf"),
        )

    def _write(self, line: Mapping[str, Any]) -> None:
        if self.path is not None:
            with self.path.open("a") as file:
                file.write(json.dumps(line) + "\n")


def read(path: Path) -> History:
    """A history that was kept."""
    history = History()
    for line in map(json.loads, path.read_text().splitlines()):
        match line["kind"]:
            case "fault":
                history.faults.append((line["at"], line["what"]))
            case "invoke":
                fields = {name: line[name] for name in ("client", "method", "request_id", "key")}
                history._operations[line["op"]] = Operation(line["op"], **fields, began=line["at"])
            case kind:
                history._operations[line["op"]] = replace(
                    history._operations[line["op"]],
                    ended=line["at"],
                    outcome=Outcome(kind),
                    code=line["code"],
                    reason=line.get("reason", ""),
                    answer=line.get("answer", {}),
                )
    return history
