"""Fills a fresh marketplace with a small demonstration, each part of it once."""

import asyncio
from argparse import ArgumentParser, Namespace
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx
from pymongo import AsyncMongoClient

from dev import console_demonstration, demonstration, replica_set
from dev.issuer import Issuer
from dev.ports import HOST
from dev.problem import Problem
from dev.settings import Settings

DATABASE = "handmade_development"


@dataclass(frozen=True)
class Plan:
    """A part of the demonstration, carried out through the gateway like any client.

    It may be carried out again after it failed half-way, so it must bear what is already there.
    """

    name: str
    carry_out: Callable[[str, Issuer], Awaitable[None]]


# In order; one that is added later is carried out on data that have the earlier ones.
# A name is what `make run` says of it, so it says whose token shows it.
PLANS: tuple[Plan, ...] = (
    Plan(
        f"{demonstration.CAST.store}, the shop of SUB={demonstration.CAST.maker}",
        demonstration.carry_out,
    ),
    Plan(console_demonstration.NAME, console_demonstration.carry_out),
)


async def seed(
    gateway_url: str, tokens: Issuer, *, mongodb_uri: str, plans: Sequence[Plan] = PLANS
) -> list[str]:
    """Carries out the plans this database has not seen and answers with their names.

    The mark is kept in the database itself, so fresh data are seeded and old data are left alone.
    """
    carried_out = []
    client: AsyncMongoClient[dict[str, object]] = AsyncMongoClient(mongodb_uri)
    async with client:
        seeds = client[DATABASE].seeds
        for plan in plans:
            if await seeds.find_one({"_id": plan.name}):
                continue
            await plan.carry_out(gateway_url, tokens)
            await seeds.insert_one({"_id": plan.name, "carried_out": datetime.now(UTC)})
            carried_out.append(plan.name)
    return carried_out


def configure(parser: ArgumentParser) -> None:
    parser.set_defaults(run=_seed)


def _seed(arguments: Namespace) -> int:
    settings = Settings.read()
    uri = settings.mongodb_uri or replica_set.uri(settings.mongo_port)
    gateway_url = f"http://{HOST}:{settings.gateway_port}"
    tokens = Issuer(settings.folder / "keys", audience=settings.audience)
    carried_out = asyncio.run(_seed_running(gateway_url, tokens, uri))
    print(f"seeded: {', '.join(carried_out)}" if carried_out else "everything is seeded already")
    return 0


async def _seed_running(gateway_url: str, tokens: Issuer, uri: str) -> list[str]:
    await ensure_running(gateway_url)
    return await seed(gateway_url, tokens, mongodb_uri=uri)


async def ensure_running(gateway_url: str) -> None:
    """Raises a Problem unless a gateway is ready at this address."""
    async with httpx.AsyncClient(timeout=5, trust_env=False) as client:
        try:
            ready = (await client.get(f"{gateway_url}/readyz")).status_code == httpx.codes.OK
        except httpx.HTTPError:
            ready = False
    if not ready:
        raise Problem(f"no gateway is ready at {gateway_url}; start one with make run")
