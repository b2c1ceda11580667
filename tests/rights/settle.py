"""What the databases hold, so that nothing can have changed unnoticed."""

import asyncio
import hashlib
import json
from collections import Counter
from typing import Any

from bson import json_util
from pymongo import AsyncMongoClient

DATABASES = ("applications", "catalog", "messaging", "pr_review")
# Where a copy stands moves on by itself; that a colleague was seen is kept whatever they look at.
UNSTEADY = {"copies", "staff"}


async def contents(uri: str) -> dict[str, str]:
    """Every collection of the services, and a digest of each with the number of its documents."""
    found = {}
    async with AsyncMongoClient(uri) as client:
        for name in await client.list_database_names():
            if not name.endswith(DATABASES):
                continue
            for collection in sorted(await client[name].list_collection_names()):
                if collection in UNSTEADY or collection.startswith("system."):
                    continue
                rows = [row async for row in client[name][collection].find()]
                found[f"{name}.{collection}"] = f"{len(rows)} {_digest(rows)}"
    return found


def _digest(rows: list[Any]) -> str:
    told = sorted(json.dumps(row, default=json_util.default, sort_keys=True) for row in rows)
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


async def settled(uri: str, seconds: float = 60.0) -> dict[str, str]:
    """The contents once nothing moves any more: mails are out and copies have caught up."""
    before = await contents(uri)
    for _ in range(int(seconds / 0.7)):
        await asyncio.sleep(0.7)
        after = await contents(uri)
        if after == before:
            return after
        before = after
    raise AssertionError(f"still moving after {seconds:g} seconds")


def differing(before: dict[str, str], after: dict[str, str]) -> dict[str, tuple[str, str]]:
    """The collections that are not as they were."""
    return {
        name: (before.get(name, ""), after.get(name, ""))
        for name in Counter([*before, *after])
        if before.get(name) != after.get(name)
    }
