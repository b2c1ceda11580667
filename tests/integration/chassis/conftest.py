"""The database through both drivers, and faults on demand."""

from contextlib import asynccontextmanager

import pytest
from pymongo import AsyncMongoClient

from chassis.mongo import connect

APPLICATION = "handmade-test"


@pytest.fixture(params=["motor", "pymongo"])
def driver(request):
    return request.param


@pytest.fixture
async def mongo(mongodb_uri, driver):
    """A client like a service's own."""
    client = connect(mongodb_uri, driver, "test")
    yield client
    await client.close()


@pytest.fixture
async def streaming(mongodb_uri, driver):
    """A client for change streams."""
    client = connect(mongodb_uri, driver, "test", streaming=True)
    yield client
    await client.close()


@pytest.fixture
def db(mongo, database):
    return mongo.database(database)


@pytest.fixture
async def observer(mongodb_uri):
    """A client apart, which no fault touches."""
    async with AsyncMongoClient(mongodb_uri, tz_aware=True) as client:
        yield client


@pytest.fixture
def stored(observer, database):
    """The same database, seen by the observer."""
    return observer[database]


@pytest.fixture
def failing(observer):
    """Makes the server fail our own client's commands: `async with failing(times=2, ...)`."""

    @asynccontextmanager
    async def failing(*commands, times=None, skip=None, **how):
        await observer.admin.command(
            {
                "configureFailPoint": "failCommand",
                "mode": {"times": times} if times else {"skip": skip} if skip else "alwaysOn",
                "data": {"failCommands": list(commands), "appName": APPLICATION, **how},
            }
        )
        try:
            yield
        finally:
            await observer.admin.command({"configureFailPoint": "failCommand", "mode": "off"})

    return failing
