"""Two drafts compared in a browser."""

import pytest
from playwright.async_api import expect

from tests.support.console import address
from tests.support.console_work import OPENING, REST
from tests.support.looks import ensure_accessible, photograph

pytestmark = pytest.mark.timeout(240)

MANY = tuple(f"Paragraph {number}: each mug is thrown by hand." for number in range(20))


async def redrafted(work):
    paul = work.person("Paul", "pr")
    release = await work.release(OPENING, *MANY, *REST)
    await work.taken(release, paul)
    await work.sent_back(release, paul, "Please look at the first line.")
    second = (OPENING.replace("the best pottery of all", "a pottery"), *MANY, "Another end.", *REST)
    return await work.redrafted(release, *second), paul


async def test_what_changed_is_shown_and_gone_through_by_links_and_keys(desk, work):
    release, paul = await redrafted(work)
    here = address("press-releases", release.id) + "/compare"
    page = (await desk(paul, here)).page

    await expect(page.get_by_text("1 paragraph changed")).to_be_visible()
    await expect(page.locator(".comparison del").first).to_have_text("the best")
    await expect(page.get_by_text(MANY[9])).not_to_be_visible()
    await photograph(page, "compare")
    await ensure_accessible(page)
    await page.keyboard.press("n")
    await expect(page.locator(".change:target")).to_contain_text("the best")
    await page.keyboard.press("n")
    await expect(page.locator(".change:target")).to_contain_text("Another end.")
    await expect(page.locator(".change:target")).to_be_in_viewport()
    await page.keyboard.press("p")
    await expect(page.locator(".change:target")).to_contain_text("the best")
    await page.get_by_text("paragraphs unchanged").click()
    await expect(page.get_by_text(MANY[9])).to_be_visible()

    # The other way round it is the other way round.
    await page.get_by_label("Earlier draft").select_option("2")
    await page.get_by_label("Later draft").select_option("1")
    await page.get_by_role("button", name="Compare").click()
    await expect(page.locator(".comparison ins").first).to_have_text("the best")
    await page.get_by_label("Later draft").select_option("2")
    await page.get_by_role("button", name="Compare").click()
    await expect(page.get_by_text("These are the same draft")).to_be_visible()


async def test_without_a_script_links_lead_from_change_to_change(desk, work):
    release, paul = await redrafted(work)
    here = address("press-releases", release.id) + "/compare?from=1&to=2"
    page = (await desk(paul, here, script=False)).page

    await page.get_by_role("link", name="To the first of 2 changes").click()
    await page.get_by_role("link", name="Next change").click()

    await expect(page.locator(".change:target")).to_contain_text("Another end.")
