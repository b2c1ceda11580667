"""Asks everything as everybody, once for all tests of this folder."""

import pytest

from tests.rights.matrix import Matrix, ask_everything
from tests.rights.world import World


@pytest.fixture(scope="session")
async def world(stack):
    world = World(stack)
    yield world
    await world.close()


@pytest.fixture(scope="session")
async def matrix(world) -> Matrix:
    return await ask_everything(world)
