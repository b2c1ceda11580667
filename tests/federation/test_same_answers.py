"""Random queries are answered alike by the composed graph and by Apollo Gateway."""

import asyncio
import json
import os

import pytest

from tests.federation.answers import told
from tests.federation.queries import Writer, readable
from tests.federation.shrink import smallest

QUERIES = int(os.environ.get("FEDERATION_QUERIES") or 300)
# So many, and every field was asked for.
ENOUGH = 300
# What is written next does not hang on what was answered.
AT_ONCE = 8
# A query takes some hundredths of a second, and a multiple of that on a machine that is busy;
# alone, it waits until the marketplace is filled.
SECONDS = 900 + QUERIES * 0.5


@pytest.mark.timeout(SECONDS)
async def test_random_queries_are_answered_alike(marketplace, graph, callers, seed, capsys):
    writer = Writer(graph, marketplace.pool, callers, seed)
    again = f"make federation QUERIES={QUERIES} SEED={seed}"

    for before in range(0, QUERIES, AT_ONCE):
        together = [writer.write() for _ in range(min(AT_ONCE, QUERIES - before))]
        differences = await asyncio.gather(*map(marketplace.both.difference, together))
        for number, found in enumerate(differences, before + 1):
            if found is None:
                continue
            small = await smallest(marketplace.both, graph, found)
            pytest.fail(
                f"query {number} of `{again}` is answered differently.\n\n{told(small.asked)}\n\n"
                f"the graph:\n{json.dumps(small.graph, indent=1)}\n\n"
                f"Apollo Gateway:\n{json.dumps(small.router, indent=1)}\n\n"
                f"as it was written: {told(found.asked)}",
                pytrace=False,
            )

    with capsys.disabled():
        print(f"\n{QUERIES} random queries were answered alike: `{again}`")  # noqa: T201
    if QUERIES >= ENOUGH:
        assert sorted(fields(graph) - set(writer.times)) == [], "nobody asked for these"


def fields(graph):
    """Every field that a query can lead to; payloads and their errors are behind mutations."""
    return {f"{name}.{field}" for name, found in readable(graph).items() for field in found}
