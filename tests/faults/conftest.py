"""What every fault test has: chance out of the run's seed, and a history that is kept."""

import os
import shlex
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from pymongo import AsyncMongoClient, uri_parser

from dev.stack import Stack
from tests.faults import records, seeds
from tests.faults.history import History
from tests.faults.lateness import Lateness, lateness
from tests.faults.proxy import Proxy
from tests.faults.running import a_marketplace
from tests.faults.workload import PROCESSES, Workload
from tests.support import photoless
from tests.support.stack import a_stack

# What tests hurt one after another: a failure may come from an earlier one of its file.
SHARED = {"marketplace", "running"}
# Whichever test is first waits until everything runs, and some wait for a claim of 30 seconds to
# end; on a machine that does much else each takes a multiple of that.
TIME = 400


def pytest_itemcollected(item):
    """Gives these tests longer than others."""
    item.add_marker(pytest.mark.timeout(TIME))


@pytest.fixture
def chance(request):
    """This test's own randomness; a repeat with the same seed makes the same choices."""
    return seeds.chance_of(request.node.name)


@pytest.fixture
def history(tmp_path):
    """What clients see, on the disk line by line."""
    return History(tmp_path / "history.jsonl")


@pytest.fixture
async def machine() -> AsyncIterator[Lateness]:
    """How late this machine is meanwhile, which bounds in seconds must not take for ours."""
    async with lateness() as found:
        yield found


@dataclass(frozen=True)
class Marketplace:
    """The services, with a network to their database that can be broken."""

    stack: Stack
    proxy: Proxy
    mongodb_uri: str

    @property
    def mail(self) -> Path:
        return self.stack.mail_folder


@pytest.fixture(scope="package")
async def marketplace(mongodb_uri, tmp_path_factory) -> AsyncIterator[Marketplace]:
    """Started once for all tests that leave the database itself alone."""
    target = uri_parser.parse_uri(mongodb_uri)["nodelist"][0][1]
    folder = tmp_path_factory.mktemp("marketplace")
    async with (
        Proxy(target) as proxy,
        a_stack(folder, mongodb_uri=proxy.uri, environment=photoless.ENVIRONMENT) as stack,
    ):
        await stack.start(*(name for name in PROCESSES if name != "mongod"))
        yield Marketplace(stack, proxy, mongodb_uri)
    async with AsyncMongoClient(mongodb_uri) as client:
        for name in records.COLLECTIONS:
            await client.drop_database(name)


@pytest.fixture
async def workload(marketplace, history, chance) -> AsyncIterator[Workload]:
    """Clients at the door, and a shop for them to buy in."""
    async with at_the_door(marketplace, history, chance) as load:
        yield load


@pytest.fixture
async def strangers(marketplace, history, chance) -> AsyncIterator[Workload]:
    """The same with clients that never try again by themselves, so that each hears of faults."""
    async with at_the_door(marketplace, history, chance, strangers=True) as load:
        yield load


@asynccontextmanager
async def at_the_door(marketplace, history, chance, **how) -> AsyncIterator[Workload]:
    stack = marketplace.stack
    load = Workload(stack.ports.services, stack.issuer, stack.mail_folder, history, chance, **how)
    async with load.clients:
        await load.prepare(1)
        yield load


def again(item) -> str:
    """A command that makes the same choices, in all tests that hurt what this one found."""
    set_to = [f"{seeds.SEED}={seeds.ensure_seed()}"]
    if os.environ.get(seeds.SECONDS):
        set_to.append(f"{seeds.SECONDS}={os.environ[seeds.SECONDS]}")
    is_shared = SHARED & set(item.fixturenames)
    what = item.nodeid.partition("::")[0] if is_shared else item.nodeid
    return f"{' '.join(set_to)} .venv/bin/python -m pytest {shlex.quote(what)}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.failed and item.path.parent.name == "faults":
        report.sections.append(("the same choices again", again(item)))
    return report


@pytest.fixture(scope="package")
async def running(tmp_path_factory):
    """Everything, with a journey walked in it. Whoever hurts it leaves it whole.

    It ends with the last of these tests, not of all tests: it takes a lot of memory.
    """
    async with a_marketplace(tmp_path_factory.mktemp("faults")) as running:
        yield running
