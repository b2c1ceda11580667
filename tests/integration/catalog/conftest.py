"""One catalog service for all tests; each makes its own makers and words."""

import pytest

from tests.integration.catalog.standing import a_store
from tests.integration.catalog.workshop import a_shop


@pytest.fixture(scope="session")
async def running(mongodb_uri, tmp_path_factory):
    async with a_shop(tmp_path_factory.mktemp("catalog"), mongodb_uri) as shop:
        yield shop


@pytest.fixture
def shop(running):
    """The service, its clock right."""
    running.clock.__init__()
    return running


@pytest.fixture
async def store(shop):
    """What a maker has, to whose membership something will happen."""
    return await a_store(shop)
