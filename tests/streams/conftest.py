"""The services whose feeds are watched, apart from the stack that other tests share."""

import pytest

from tests.support.crowd import a_crowd
from tests.support.stack import a_stack

# Whichever test is first waits until everything runs and a hundred heard what fifty wrote.
SECONDS = 900


def pytest_itemcollected(item):
    """Gives these tests longer than others."""
    item.add_marker(pytest.mark.timeout(SECONDS))


@pytest.fixture(scope="package")
async def watched(tmp_path_factory):
    """MongoDB, applications and messaging; without catalog, whose listings the tests put there."""
    async with a_stack(tmp_path_factory.mktemp("watched")) as stack:
        await stack.start("mongod", "mail", "applications", "messaging")
        yield stack


@pytest.fixture(scope="package")
async def crowd(watched):
    """Fifty people with something to write about."""
    async with a_crowd(watched) as crowd:
        yield crowd
