"""One filled marketplace, Apollo Gateway over its four subgraphs, and people who ask both."""

import os
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path
from secrets import randbelow

import pytest
from graphql import GraphQLSchema

from dev.journey import Journey, Story, text_of
from dev.router import apollo_gateway
from dev.stack import Stack
from gateway import app
from gateway.subgraphs import SUBGRAPHS
from tests.federation.answers import Both
from tests.federation.filled import CAST, OTHERS, fill
from tests.federation.harvest import learn
from tests.federation.pool import Pool
from tests.support import photoless
from tests.support.stack import a_stack

PEOPLE = {
    "maker": (CAST.maker, "maker"),
    "buyer": (CAST.buyer, "buyer"),
    "another maker": (OTHERS.maker, "maker"),
    "reviewer": ("rosa", "reviewer"),
    "support": ("sam", "support"),
    "press": ("paul", "pr"),
}
NOBODY = "nobody"
# Whichever test is first waits until the marketplace is filled, and the first of full pages until
# all are answered. Each takes a minute or two on a machine that is busy.
SECONDS = 900
# Thousands of queries come from a few people at once.
SETTINGS = {
    "HANDMADE_SUBGRAPH_ENDPOINTS": "on",
    "HANDMADE_GATEWAY_BURST": "1000000",
    "HANDMADE_GATEWAY_PER_SECOND": "10000",
    **photoless.ENVIRONMENT,
}


def pytest_itemcollected(item: pytest.Item) -> None:
    """Gives these tests longer than others, behind whatever one says itself."""
    item.add_marker(pytest.mark.timeout(SECONDS))


@dataclass
class Marketplace:
    """Everything that runs, and what is known of it."""

    stack: Stack
    router_url: str
    both: Both
    story: Story
    pool: Pool = field(default_factory=Pool)


@pytest.fixture(scope="package")
async def marketplace(tmp_path_factory) -> AsyncIterator[Marketplace]:
    folder = tmp_path_factory.mktemp("federation")
    async with a_stack(folder, environment=SETTINGS) as stack:
        await stack.start()
        tokens = {name: stack.issuer.token(*who) for name, who in PEOPLE.items()} | {NOBODY: ""}
        async with (
            apollo_gateway(stack.gateway_url, folder / "logs" / "router.log") as router_url,
            Both(stack.gateway_url, router_url, tokens) as both,
        ):
            journey = Journey(
                router_url,
                dict(stack.ports.services),
                stack.issuer,
                stack.mail_folder,
                lambda step: None,
                uploads_url=stack.gateway_url,
            )
            story = await fill(journey, stack.gateway_url, stack.issuer, dict(stack.ports.services))
            found = Marketplace(stack, router_url, both, story)
            await learn(both, found.pool, tokens)
            found.pool.secrets += secrets_in(stack.mail_folder)
            yield found


def secrets_in(mail: Path) -> list[str]:
    """What is behind the links to register that were mailed."""
    mails = (
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in sorted(mail.glob("*.eml"))
    )
    return [found for one in mails for found in re.findall(r"/register#(\S+)", text_of(one))]


@pytest.fixture(scope="session")
def graph() -> GraphQLSchema:
    """The composed schema, as this process composes it."""
    return app.schema(SUBGRAPHS)._schema


@pytest.fixture(scope="session")
def seed() -> int:
    """`FEDERATION_SEED`, or another one each time; whoever uses it says it.

    On CI the same each time, as with all that is tried at random: a change is judged by the queries
    that the one before was judged by.
    """
    another = 1 if os.environ.get("CI") else randbelow(1_000_000)
    return int(os.environ.get("FEDERATION_SEED") or another)


@pytest.fixture
def callers() -> tuple[str, ...]:
    return (*PEOPLE, NOBODY)
