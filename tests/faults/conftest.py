"""What every fault test has: chance out of the run's seed, and a history that is kept."""

import pytest

from tests.faults import seeds
from tests.faults.history import History
from tests.faults.running import a_marketplace


@pytest.fixture
def chance(request):
    """This test's own randomness; a repeat with the same seed makes the same choices."""
    return seeds.chance_of(request.node.name)


@pytest.fixture
def history(tmp_path):
    """What clients see, on the disk line by line."""
    return History(tmp_path / "history.jsonl")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.failed and item.path.parent.name == "faults":
        again = f"{seeds.SEED}={seeds.ensure_seed()} pytest {item.nodeid}"
        report.sections.append(("the same choices again", again))
    return report


@pytest.fixture(scope="session")
async def running(tmp_path_factory):
    """Everything, with a journey walked in it. Whoever hurts it leaves it whole."""
    async with a_marketplace(tmp_path_factory.mktemp("faults")) as running:
        yield running
