"""A service is killed while somebody works with it: what they typed, and what still works."""

from contextlib import asynccontextmanager

import pytest
from playwright.async_api import expect
from pymongo import AsyncMongoClient

from dev.graph import soon
from tests.faults.running import failing
from tests.support.console import PATIENCE, address
from tests.support.desks import WORDS, happened, page_of, read, unfolded
from tests.support.looks import ensure_accessible, photograph

MINE = "/console?assigned=MINE"
QUEUES = {
    "applications": "{ applicationWork(first: 1) { nodes { dueAt } } }",
    "pr_review": "{ pressReleaseWork(first: 1) { nodes { dueAt } } }",
}
# Carried out, but the service is told that nobody knows, and goes on asking until it dies.
UNANSWERED = {"writeConcernError": {"code": 64, "errmsg": "waiting for replication timed out"}}

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def without(stack, work):
    """The marketplace while a service is dead; all of it is there again afterwards."""

    @asynccontextmanager
    async def killed(service, person):
        await stack.kill(service)
        try:
            yield
        finally:
            await stack.start(service)

        async def is_found():
            async with work.graph(person) as graph:
                return "errors" not in await graph.answer(QUEUES[service])

        # In the first moment the gateway may not have noticed that it is back.
        await soon(is_found, f"{service} again", PATIENCE)

    return killed


@pytest.fixture
async def observer(stack):
    async with AsyncMongoClient(stack.mongodb_uri) as client:
        yield client


@pytest.fixture
async def both(work):
    """Somebody who has an application and a press release to see to; and the two."""
    pam = work.person("Pam", "reviewer", "pr")
    application, release = await work.application(), await work.release()
    await work.do(pam, "applicationTake", "application { id }", id=application.id)
    await work.taken(release, pam)
    return pam, application, release


async def looked_at(opened, path):
    """A page in a tab of its own, and the status it came with."""
    page = await opened.another_tab()
    response = await opened.open(path, page)
    return page, response.status


def away(page, plural):
    """The part of my work that says that these are not in it."""
    return page.get_by_role("region", name=plural)


async def test_a_decision_in_the_middle_of_which_its_service_dies_is_made_once(
    desk, work, stack, observer, without, both
):
    pam, application, release = both
    opened = await desk(pam, page_of(release))
    opened.watch.expect("status of 503")
    page = opened.page
    form = await unfolded(page, "Ask for changes")
    await form.get_by_label("Your words in the letter").fill(WORDS)

    # It dies when all is written and nobody has been told.
    async def is_written():
        return "changes_requested" in await happened(work, release, pam)

    async with failing(observer, "pr_review", "commitTransaction", **UNANSWERED) as held:
        await form.get_by_role("button", name="Ask for changes").click(no_wait_after=True)
        await held.entered()
        await soon(is_written, "the decision", PATIENCE)
        await stack.kill("pr_review")

    async with without("pr_review", pam):
        # Nobody claims to know, and what was typed is there to be sent again.
        await expect(page.get_by_role("alert")).to_contain_text("not known whether this took")
        await expect(page.get_by_role("main")).to_contain_text(WORDS)
        again = page.get_by_role("button", name="Send it again")
        await again.click()
        await expect(page.get_by_role("alert")).to_contain_text("not known whether this took")
        await photograph(page, "away-press-release-sent")
        await ensure_accessible(page)

        # The rest of the work goes on.
        mine, status = await looked_at(opened, MINE)
        assert status == 200
        await expect(mine.get_by_role("link", name=application.business)).to_be_visible()
        await expect(mine.get_by_role("link", name=release.title)).to_have_count(0)
        part = away(mine, "Press releases")
        await expect(part).to_contain_text("does not answer at the moment")
        await photograph(mine, "away-work")
        await ensure_accessible(mine)
        shown, status = await looked_at(opened, page_of(release))
        assert status == 503
        await expect(shown.get_by_role("main")).to_contain_text("does not answer at the moment")
        await expect(shown.get_by_role("button", name="Send it again")).to_have_count(0)

    # It is there again, and so is everything.
    await part.get_by_role("link", name="Try again").click()
    await expect(mine.get_by_role("link", name=release.title)).to_be_visible()
    await expect(part).to_have_count(0)
    await again.click()
    await expect(
        page.get_by_role("status").filter(has_text="changes are asked for")
    ).to_be_visible()
    await shown.get_by_role("link", name="Try again").click()
    await expect(shown.get_by_role("heading", level=1)).to_have_text(release.title)
    assert (await happened(work, release, pam)).count("changes_requested") == 1
    letters = (await read(work, release, pam, "letters { kind text }"))["letters"]
    assert [letter["kind"] for letter in letters] == ["CHANGES"]
    assert WORDS in letters[0]["text"]


async def test_press_releases_are_reviewed_while_applications_are_away(desk, work, without, both):
    pam, application, release = both
    opened = await desk(pam, address("applications", application.id))
    opened.watch.expect("status of 503")
    page = opened.page
    await page.get_by_label("Note for the staff").first.fill("The shop shows the same mugs.")

    async with without("applications", pam):
        await page.get_by_role("button", name="Add the note").click()
        await expect(page.get_by_role("alert")).to_contain_text("not known whether this took")
        await expect(page.get_by_role("main")).to_contain_text("The shop shows the same mugs.")

        mine, _ = await looked_at(opened, MINE)
        part = away(mine, "Applications")
        await expect(part).to_contain_text("does not answer at the moment")
        await mine.get_by_role("link", name=release.title).click()
        await expect(mine.get_by_role("heading", level=1)).to_have_text(release.title)
        await photograph(mine, "away-applications-press-release")
        form = await unfolded(mine, "Ask for changes")
        await form.get_by_label("Your words in the letter").fill(WORDS)
        await form.get_by_role("button", name="Ask for changes").click()
        await expect(
            mine.get_by_role("status").filter(has_text="changes are asked for")
        ).to_be_visible()

    await page.get_by_role("button", name="Send it again").click()
    await expect(page.get_by_role("status").filter(has_text="Your note is there")).to_be_visible()
    notes = page.locator("#notes")
    await expect(notes.get_by_text("The shop shows the same mugs.")).to_have_count(1)
