"""Asks everything as everybody, once for all tests of this folder."""

from collections.abc import AsyncIterator

import httpx
import pytest

from dev.stack import Stack
from tests.rights.fields import Seen, read_everything
from tests.rights.hearing import Heard, Hearing
from tests.rights.matrix import Matrix, ask_everything
from tests.rights.populate import populate
from tests.rights.settle import settled
from tests.rights.world import World
from tests.support import photoless
from tests.support.stack import a_stack


@pytest.fixture(scope="session")
async def stack(tmp_path_factory) -> AsyncIterator[Stack]:
    """A marketplace for these tests alone, in which applications need no photos."""
    folder = tmp_path_factory.mktemp("rights")
    async with a_stack(folder, environment=photoless.ENVIRONMENT) as stack:
        await stack.start()
        yield stack


@pytest.fixture(scope="session")
async def world(stack):
    world = World(stack)
    yield world
    await world.close()


@pytest.fixture(scope="session")
async def client(stack):
    """Opens as many connections as there are listeners."""
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(
        base_url=stack.gateway_url, timeout=60, trust_env=False, limits=limits
    ) as client:
        yield client


@pytest.fixture(scope="session")
async def populated(world) -> World:
    await populate(world)
    return world


@pytest.fixture(scope="session")
async def fields_seen(populated, client) -> list[Seen]:
    """Once services know of each other what they will: all are to see the same."""
    await settled(populated.stack.mongodb_uri)
    return await read_everything(populated, client)


@pytest.fixture(scope="session")
async def matrix(fields_seen, populated, client) -> Matrix:
    """After the fields were read, which it would change."""
    return await ask_everything(populated, client)


@pytest.fixture(scope="session")
async def heard(matrix, world, client) -> Heard:
    """After the matrix, whose things it changes."""
    return await Hearing(world, client)()
