"""The mail sink, in a browser of somebody who is not signed in."""

from playwright.async_api import expect

from tests.faults.running import until
from tests.support.looks import ensure_accessible, photograph


async def test_a_mail_is_found_and_read(empty_desk, work):
    application = await work.application()
    page = (desk := await empty_desk()).page

    async def listed():
        await desk.open(f"/console/mail?to={application.applicant.subject}")
        return await page.get_by_role("row").count() > 1

    await until(listed, "the mail that it was received")
    await ensure_accessible(page)
    await photograph(page, "mails")
    await page.get_by_role("row").nth(1).get_by_role("link").click()

    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    frame = page.frame_locator("iframe")
    await expect(frame.get_by_role("heading").first).to_be_visible()
    await photograph(page, "mail")


async def test_the_old_address_leads_to_it(empty_desk):
    desk = await empty_desk()

    await desk.open("/dev/mail")

    assert desk.page.url == f"{desk.gateway_url}/console/mail"
