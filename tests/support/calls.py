"""What a request cost: the calls each service answered, read from their logs."""

import asyncio
import json
import time
from collections import Counter
from dataclasses import dataclass

from dev.settings import SERVICES
from dev.stack import Stack

PATIENCE = 30.0


@dataclass(frozen=True)
class Cost:
    """The calls of one request by method, and the database commands of each."""

    calls: Counter
    commands: dict[str, int]


async def cost_of(stack: Stack, request_id: str, expected_calls: int) -> Cost:
    """What the request with this id cost. Logs are written a moment after the answer."""
    ends = time.monotonic() + PATIENCE
    while (  # noqa: ASYNC110 (other processes write them)
        _cost(stack, request_id).calls.total() < expected_calls and time.monotonic() < ends
    ):
        await asyncio.sleep(0.1)
    # One call too many would be as late as the last one expected.
    await asyncio.sleep(0.2)
    return _cost(stack, request_id)


def _cost(stack: Stack, request_id: str) -> Cost:
    cost = Cost(Counter(), {})
    for service in SERVICES:
        for line in (stack.folder / "logs" / f"{service}.log").read_text().splitlines():
            entry = _entry(line)
            if entry.get("event") == "call answered" and entry.get("request_id") == request_id:
                method = entry["method"].rpartition("/")[2]
                cost.calls[method] += 1
                cost.commands[method] = cost.commands.get(method, 0) + entry["commands"]
    return cost


def _entry(line: str) -> dict[str, object]:
    try:
        entry = json.loads(line)
    except ValueError:
        return {}
    return entry if isinstance(entry, dict) else {}
