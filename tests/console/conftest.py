"""One browser for all tests of the console, in front of the whole marketplace."""

import os
import re
from contextlib import AsyncExitStack

import pytest
from playwright.async_api import async_playwright

from dev import browser
from dev.problem import Problem
from tests.support.console import ARGUMENTS, STARTING, Desk, Person
from tests.support.console_work import Work
from tests.support.looks import SCREENSHOTS

OUTCOME = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call":
        item.stash[OUTCOME] = report.failed
    return report


@pytest.fixture(scope="session")
async def chromium():
    try:
        program = browser.found(os.environ)
    except Problem as problem:
        pytest.skip(str(problem))
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(
            executable_path=program, args=list(ARGUMENTS), timeout=STARTING * 1000
        )
        yield running
        await running.close()


@pytest.fixture
async def empty_desk(chromium, stack, request):
    """Opens browsers of people who are not signed in; what goes wrong in one fails the test."""
    desks = []
    async with AsyncExitStack() as leaving:

        async def opened(**looks):
            desk = await Desk.opened(chromium, stack.gateway_url, stack.issuer_url, **looks)
            leaving.push_async_callback(desk.close)
            desks.append(desk)
            return desk

        yield opened
        if request.node.stash.get(OUTCOME, False):
            await _photographed(desks, request.node.name)
    complaints = [each for desk in desks for each in desk.watch.complaints()]
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def desk(empty_desk):
    """Opens the browser of somebody who signed in and looks at a page: `await desk(rosa)`."""

    async def signed_in(person, path="/console", **looks):
        opened = await empty_desk(**looks)
        await opened.sign_in(Person(person) if isinstance(person, str) else person, path)
        return opened

    return signed_in


@pytest.fixture
def work(stack):
    """Makes what waits for somebody."""
    return Work(stack)


async def _photographed(desks, test):
    """What people saw when a test failed."""
    pages = [page for desk in desks for page in desk.context.pages]
    name = re.sub(r"\W+", "-", test)[:80].strip("-")
    for number, page in enumerate(pages, 1):
        await page.screenshot(path=SCREENSHOTS / "failed" / f"{name}-{number}.png")
