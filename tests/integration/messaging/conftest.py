"""One messaging service for all tests; each makes its own makers, listings and buyers."""

import pytest
from pymongo import AsyncMongoClient
from uuid_utils import uuid7

from tests.support.messaging import a_messaging_service


@pytest.fixture(scope="session")
async def running(mongodb_uri, tmp_path_factory):
    name = f"test_{uuid7().hex}"
    folder = tmp_path_factory.mktemp("messaging")
    async with a_messaging_service(folder, mongodb_uri, name) as messaging:
        yield messaging
    async with AsyncMongoClient(mongodb_uri) as client:
        await client.drop_database(name)


@pytest.fixture
def messaging(running):
    """The service, its clock right."""
    running.clock.__init__()
    return running
