"""My work in a browser: what waits, to whom it goes, and who was faster."""

from playwright.async_api import expect

from tests.support.console import address, listening
from tests.support.keyboard import by_keyboard
from tests.support.looks import BRIEF, ensure_accessible, photograph

# Hardly anybody else's, so that one page has them all.
FEW = {"artisanType": "SOCIAL_ENTERPRISE", "organisationUrl": "https://weavers.example"}
FILTERS = "kind=applications&artisans=SOCIAL_ENTERPRISE"
ID = "application { id }"


def row(page, title):
    return page.get_by_role("row").filter(has=page.get_by_role("link", name=title))


async def test_work_is_taken_handed_over_and_given_back(desk, work):
    rosa, sam = work.person("Rosa", "reviewer"), work.person("Sam", "reviewer")
    application = await work.application(**FEW)
    await work.known(rosa, sam)

    # The filters are a form, which leads to an address that can be kept.
    opened = await desk(rosa, "/console")
    page = opened.page
    await page.get_by_label("Artisans").select_option("Social enterprise")
    await page.get_by_role("button", name="Show").click()
    await expect(row(page, application.business)).to_contain_text("Somebody to take it")
    await ensure_accessible(page)
    await photograph(page, "work")
    await row(page, application.business).get_by_role("button", name="Take").click()
    await expect(page.get_by_role("status").filter(has_text="You have taken it.")).to_be_visible()
    await expect(page.get_by_label("Artisans")).to_have_value("SOCIAL_ENTERPRISE")

    # By the keyboard, to a colleague.
    keyboard = await by_keyboard(page)
    await keyboard.reach("Hand over")
    await keyboard.press("Enter")
    await keyboard.reach("To")
    # Whole: others are called Sam as well.
    await keyboard.type(sam.name)
    await keyboard.reach("What they should know")
    await keyboard.type("The kiln is <odd>.")
    await ensure_accessible(page)
    await photograph(page, "work-hand-over", looks=BRIEF)
    await keyboard.follow("Hand over", "button")
    await expect(page.get_by_role("status").filter(has_text="It is handed over.")).to_be_visible()

    # Who gives it back, and says why.
    theirs = (await desk(sam, "/console?assigned=MINE")).page
    mine = row(theirs, application.business)
    await expect(mine).to_contain_text("With you")
    await mine.get_by_text("Give back").first.click()
    await mine.get_by_label("Why, for your colleagues").fill("I know them.")
    await mine.get_by_role("button", name="Give back").click()
    await expect(theirs.get_by_role("status").filter(has_text="back in the queue")).to_be_visible()
    await expect(mine).to_have_count(0)


async def test_whoever_was_slower_reads_who_was_faster(desk, work):
    rosa, sam = work.person("Rosa", "reviewer"), work.person("Sam", "reviewer")
    application = await work.application(**FEW)
    # Without a script, the list does not change by itself meanwhile.
    page = (await desk(sam, f"/console?{FILTERS}", script=False)).page
    await expect(row(page, application.business)).to_be_visible()

    await work.do(rosa, "applicationTake", ID, id=application.id)
    await row(page, application.business).get_by_role("button", name="Take").click()

    await expect(page.get_by_role("alert")).to_contain_text(f"{rosa.name} has it now.")
    await expect(row(page, application.business).get_by_role("button", name="Take")).to_have_count(
        0
    )


async def test_what_comes_in_appears_by_itself(desk, work):
    kim = work.person("Kim", "reviewer", "pr")
    application, release = await work.application(), await work.release()
    page = (await desk(kim, "/console?assigned=MINE")).page
    await expect(page.get_by_text("Nothing in this list.")).to_be_visible()
    await photograph(page, "work-nothing", looks=BRIEF)
    await listening(page)

    await work.do(kim, "applicationTake", ID, id=application.id)
    await expect(row(page, application.business)).to_be_visible()
    await work.taken(release, kim)
    await expect(row(page, release.title)).to_be_visible()

    link = page.get_by_role("link", name=release.title)
    assert await link.get_attribute("href") == address("press-releases", release.id)


async def test_whoever_stands_in_has_the_work_of_who_is_away(desk, work):
    rosa, sam = work.person("Rosa", "pr"), work.person("Sam", "pr")
    release = await work.release()
    await work.known(rosa, sam)
    await work.taken(release, rosa)

    page = (await desk(rosa, "/console/absences")).page
    await page.get_by_label("Stands in").select_option(sam.name)
    await page.get_by_label("Last day").fill("2020-01-01")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("alert")).to_contain_text("Must be later than the start")
    await expect(page.get_by_label("Stands in")).to_have_value(sam.subject)
    today = await page.evaluate("new Date(Date.now() + 864e5).toISOString().slice(0, 10)")
    await page.get_by_label("Last day").fill(today)
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("It is noted who stands in.")).to_be_visible()
    await ensure_accessible(page)
    await photograph(page, "absences")

    theirs = (await desk(sam, "/console?assigned=MINE")).page
    await expect(row(theirs, release.title)).to_contain_text(f"{sam.name} stands in")
    await page.get_by_role("button", name="I am back").click()
    await expect(page.get_by_text("The absence is over.")).to_be_visible()


async def test_a_stakeholder_sees_what_waits_for_their_word(desk, work):
    pam, lee = work.person("Pam", "pr"), work.person("Lee", "stakeholder")
    release, other = await work.release(), await work.release()
    await work.taken(release, pam)
    await work.stakeholder(release, pam, lee, "May we say “best”?")

    page = (await desk(lee)).page

    await expect(row(page, release.title)).to_contain_text("Your word is asked for")
    await expect(row(page, other.title)).to_have_count(0)
    await ensure_accessible(page)
    await photograph(page, "work-stakeholder", looks=BRIEF)
