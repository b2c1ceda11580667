"""Who did what, in a browser."""

from playwright.async_api import expect

from tests.support.console import address
from tests.support.looks import ensure_accessible, photograph


async def test_what_somebody_did_and_what_was_done_to_one_thing(desk, work):
    kim, ada = work.person("Kim", "reviewer", "support", "pr"), work.person("Ada", "maker")
    application, release = await work.application(ada), await work.release()
    await work.asked(application, kim, "Which kiln is it?")
    await work.taken(release, kim)

    page = (await desk(kim, f"/console/activity?person={kim.subject}")).page
    rows = page.get_by_role("row")

    # Of both services, the newest first.
    await expect(page.get_by_text(f"Only what {kim.name} did")).to_be_visible()
    await expect(rows.nth(1)).to_contain_text(release.title)
    await expect(rows.nth(2)).to_contain_text("Asked for information")
    await expect(rows.nth(2)).to_contain_text("In review → Waiting for information")
    await expect(rows).to_have_count(4)
    link = page.get_by_role("link", name=application.business, exact=True).first
    assert await link.get_attribute("href") == address("applications", application.id)
    await ensure_accessible(page)
    await photograph(page, "activity")

    # And everything about one of them, whoever did it.
    await rows.nth(2).get_by_role("link", name="only this").click()
    await page.get_by_role("link", name="Show everybody").click()
    await expect(rows.filter(has_text="Draft → Submitted")).to_contain_text(ada.name)
    await expect(rows.filter(has_text=release.title)).to_have_count(0)
    await expect(page.get_by_text("not in this list")).to_have_count(0)

    # Days that nothing was done on.
    await page.get_by_label("Up to and including").fill("2020-01-01")
    await page.get_by_role("button", name="Show").click()
    await expect(page.get_by_text("Nothing was done that these filters let")).to_be_visible()
