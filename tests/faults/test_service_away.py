"""One service is away, slow or dies midway: the rest of the page is answered all the same."""

import asyncio
import time

import pytest

from dev.settings import SERVICES
from tests.faults.seeds import seconds
from tests.support.stack import started_again

AWAY = {"UNAVAILABLE", "DEADLINE_EXCEEDED"}
# What of the page is null without a service; what is not nullable takes its parent with it.
MISSING = {
    "applications": {"maker"},
    "catalog": {"maker.profile", "maker.listings", "listing"},
    "messaging": {"maker.threads", "thread"},
    "pr_review": {"maker.pressReleases", "pressRelease"},
}
# A field that needs one service only.
ALONE = {
    "applications": "{ applications { nodes { id } } }",
    "catalog": '{ listingSearch(country: "US") { nodes { id } } }',
    "messaging": '{ thread(id: "%s") { state } }',
    "pr_review": "{ pressReleases { nodes { id } } }",
}

# Each that hangs costs five seconds, so all of them take their turn only where there is time.
HANGING = SERVICES if seconds(0) else ("catalog",)


@pytest.mark.parametrize("service", SERVICES)
async def test_a_service_killed_in_the_middle_of_a_query_costs_only_its_own_fields(
    running, service
):
    whole = await running.read_page()
    assert "errors" not in whole

    reads = ("find", "aggregate")
    async with running.failing(service, *reads, blockConnection=True, blockTimeMS=4000) as held:
        asking = asyncio.create_task(running.read_page())
        await held.entered()
        assert not asking.done()
        await running.stack.kill(service)
        answer = await asking

    assert_only_missing(answer, whole, MISSING[service])

    while_away = await running.read_page()
    assert_only_missing(while_away, whole, MISSING[service])

    await started_again(running.stack, service)
    assert_whole(await running.read_page(), whole)


@pytest.mark.parametrize("service", HANGING)
async def test_a_service_that_hangs_costs_only_its_own_fields_and_nobody_elses_time(
    running, machine, service
):
    whole = await running.read_page()

    with running.frozen(service):
        began = time.monotonic()
        asking = asyncio.create_task(running.read_page())
        beside = await asyncio.gather(
            *(alone(running, other) for other in SERVICES if other != service)
        )
        answered = time.monotonic()
        # What hangs is given up after five seconds; whoever does not need it has long gone.
        assert not asking.done()
        answer = await asking
        ended = time.monotonic()

    assert all("errors" not in other for other in beside)
    assert answered - began < 4 + machine.between(began, answered)
    assert ended - began < 10 + machine.between(began, ended)
    assert_only_missing(answer, whole, MISSING[service])
    assert_whole(await running.read_page(), whole)


async def alone(running, service):
    async with running.graph(running.story.cast.maker, "maker") as maker:
        return await maker.answer(ALONE[service].replace("%s", running.story.thread))


def assert_whole(answer, whole):
    assert answer.get("errors") is None
    assert leaves(answer["data"]) == leaves(whole["data"])


def assert_only_missing(answer, whole, missing):
    """Each of these is null with a coded error, and all else is as it was."""
    data = leaves(answer["data"])
    assert {path for path, value in data.items() if value is None} >= missing
    expected = {
        path: value
        for path, value in leaves(whole["data"]).items()
        if not any(path == lost or path.startswith(f"{lost}.") for lost in missing)
    }
    assert data == expected | dict.fromkeys(missing)
    paths = {".".join(map(str, error["path"])) for error in answer["errors"]}
    for error in answer["errors"]:
        assert error["extensions"]["code"] in AWAY
        assert error["extensions"]["requestId"]
    for lost in missing:
        assert any(path == lost or path.startswith(f"{lost}.") for path in paths)
    for path in paths:
        assert any(path == lost or path.startswith(f"{lost}.") for lost in missing)


def leaves(value, path=""):
    """Everything an answer says, by where it says it; links are signed anew each time."""
    if isinstance(value, dict):
        parts = value.items()
    elif isinstance(value, list):
        parts = enumerate(value)
    else:
        return {path: value}
    found = {}
    for name, part in parts:
        if name != "url":
            found |= leaves(part, f"{path}.{name}" if path else str(name))
    return found
