"""A process of clients that ask and ask again: an order as JSON on stdin, figures on stdout."""

import asyncio
import itertools
import json
import statistics
import sys
import time

import httpx


async def visit(order: dict) -> dict[str, float]:
    """Asks for the bodies in turn, each client from another place, for as long as ordered."""
    took: list[float] = []
    seconds, bodies = order["seconds"], order["bodies"]

    async def visitor(number: int) -> None:
        start = number * len(bodies) // order["clients"]
        async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
            for body in itertools.cycle(bodies[start:] + bodies[:start]):
                began = time.perf_counter()
                if began > ends:
                    return
                answer = await client.post(order["url"], json=body)
                took.append(time.perf_counter() - began)
                _ensure_whole(answer.json(), order)

    ends = time.perf_counter() + seconds
    began = time.perf_counter()
    await asyncio.gather(*(visitor(number) for number in range(order["clients"])))
    return {
        "rate": len(took) / (time.perf_counter() - began),
        "count": len(took),
        "median": statistics.median(took),
        "p99": statistics.quantiles(took, n=100)[98],
    }


def _ensure_whole(answer: dict, order: dict) -> None:
    items = answer.get("data")
    for name in order["path"]:
        items = (items or {}).get(name)
    if answer.get("errors") or len(items or []) != order["items"]:
        sys.exit(f"not the page that was asked for: {json.dumps(answer)[:500]}")


if __name__ == "__main__":
    print(json.dumps(asyncio.run(visit(json.load(sys.stdin)))))
