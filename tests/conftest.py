"""What every test may ask for: a real MongoDB, a database of its own, the whole marketplace."""

import os
from collections.abc import AsyncIterator

import pytest
from hypothesis import settings as hypothesis
from pymongo import AsyncMongoClient
from uuid_utils import uuid7

from dev.stack import Stack
from tests.faults import seeds
from tests.support.stack import a_stack

# No claim: how long a test may take on two processors that others use as well.
SECONDS = 400

hypothesis.register_profile("default", deadline=None)
hypothesis.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.register_profile(
    "fuzz", deadline=None, print_blob=True, max_examples=int(os.environ.get("FUZZ_EXAMPLES", 5000))
)
hypothesis.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "default")
)


def pytest_configure(config):
    config.addinivalue_line("markers", "fuzz: property tests that `make fuzz` runs for longer")
    config.addinivalue_line("markers", "looks_back: looks at what all other tests did")
    # Chosen before anybody needs it: parallel workers inherit it.
    seeds.ensure_seed()


def pytest_report_header(config):
    return f"faults: {seeds.SEED}={seeds.ensure_seed()}"


def pytest_itemcollected(item):
    """Gives whoever uses the marketplace longer: the first waits until all of it runs."""
    own = item.get_closest_marker("timeout")
    if "stack" in getattr(item, "fixturenames", ()) and (own is None or own.args[0] < SECONDS):
        item.add_marker(pytest.mark.timeout(SECONDS), append=False)


def pytest_collection_modifyitems(config, items):
    """`--timeout=0` is meant for all, also for tests with a limit of their own."""
    if config.getoption("timeout") == 0:
        for item in items:
            item.add_marker(pytest.mark.timeout(0), append=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.skipped and os.environ.get("CI") == "true" and not hasattr(report, "wasxfail"):
        # On CI everything is installed, so a test that was not run proves nothing.
        report.outcome = "failed"
        report.longrepr = f"skipped on CI: {report.longrepr[2]}"
    return report


@pytest.fixture(scope="session")
async def mongodb_uri(tmp_path_factory) -> AsyncIterator[str]:
    """A replica set of one, fresh for this run, which knows `failCommand`."""
    async with a_stack(tmp_path_factory.mktemp("mongo")) as stack:
        await stack.start("mongod")
        # An error that a fail point only simulates changes nothing at the server, so a driver that
        # has taken it for lost finds it again only at its next heartbeat: ten seconds by default.
        yield f"{stack.mongodb_uri}&heartbeatFrequencyMS=500"


@pytest.fixture
async def database(mongodb_uri) -> AsyncIterator[str]:
    """The name of a database of this test's own, dropped after it."""
    name = f"test_{uuid7().hex}"
    yield name
    async with AsyncMongoClient(mongodb_uri) as client:
        await client.drop_database(name)


@pytest.fixture(scope="session")
async def stack(tmp_path_factory) -> AsyncIterator[Stack]:
    """Everything `make run` starts, on free ports, in a fresh folder."""
    async with a_stack(tmp_path_factory.mktemp("stack")) as stack:
        await stack.start()
        yield stack
