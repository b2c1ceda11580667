"""A press release in a browser: from what waits to the letter, and the files that go with it."""

import io
import re

import docx
import pytest
from playwright.async_api import expect

from tests.support import hostile_text
from tests.support.console import listening
from tests.support.console_work import OPENING
from tests.support.desks import WORDS, happened, in_review, page_of, read, unfolded
from tests.support.hostile_text import ensure_harmless, ensure_verbatim
from tests.support.keyboard import by_keyboard
from tests.support.looks import BRIEF, ensure_accessible, photograph

CONDITION = "Not before the shop opens."
# A Word file takes up to half a minute of a processor that others use as well.
MAKING = 90_000

pytestmark = pytest.mark.timeout(300)


async def downloaded(page, link):
    async with page.expect_download() as waiting:
        await link.click()
    download = await waiting.value
    return (await download.path()).read_bytes()


async def made(page, name):
    """Has a Word file made, waits for it as the page does, and downloads it."""
    form = await unfolded(page, name)
    await form.get_by_role("button", name="Make it").click()
    ready = page.locator("#made").get_by_text("It is ready, and was read back")
    await expect(ready).to_be_visible(timeout=MAKING)
    content = await downloaded(page, page.locator("#made a.download"))
    return docx.Document(io.BytesIO(content))


async def test_a_review_from_my_work_to_an_approval_with_conditions(desk, work):
    paul, leo = work.person("Paul", "pr"), work.person("Leo", "stakeholder")
    release = await work.release()
    await work.known(leo)

    # It waits in the queue, and is taken.
    page = (await desk(paul)).page
    await page.get_by_role("link", name=release.title).first.click()
    await expect(page.get_by_text("Take it. Nobody has it yet.")).to_be_visible()
    await photograph(page, "press-release-waiting")
    await ensure_accessible(page)
    await page.get_by_role("button", name="Take it").click()
    await expect(page.get_by_role("status").filter(has_text="You have taken it")).to_be_visible()

    # A colleague of another team is asked, and answers on their own page.
    form = await unfolded(page, "Ask somebody for their word")
    await form.get_by_label("Who", exact=True).select_option(leo.name)
    await form.get_by_label("For what").select_option("Legal")
    await form.get_by_label("What you ask them").fill("May they say “the best”?")
    await form.get_by_role("button", name="Ask them").click()
    await expect(page.locator("#stakeholders")).to_contain_text("May they say “the best”?")
    await expect(page.get_by_text(re.compile(r"Next for .*Legal"))).to_be_visible()
    theirs = (await desk(leo, page_of(release))).page
    question = theirs.locator("[id^=question-]")
    await expect(question.get_by_text("May they say “the best”?")).to_be_visible()
    await photograph(theirs, "press-release-asked", looks=BRIEF)
    await ensure_accessible(theirs)
    await question.get_by_label("OK, if the conditions below hold").check()
    await question.get_by_role("button", name="Say it").click()
    await expect(theirs.get_by_role("alert")).to_be_visible()
    await expect(question.get_by_label("OK, if the conditions below hold")).to_be_checked()
    await listening(page)
    await question.get_by_label("Condition 1").fill("Nobody is called the best.")
    await question.get_by_role("button", name="Say it").click()
    await expect(theirs.get_by_text("Your verdict is recorded.")).to_be_visible()

    # What they said is on the representative's page at once; changes are asked for by a letter.
    await expect(page.get_by_text("Nobody is called the best.")).to_be_visible()
    form = await unfolded(page, "Ask for changes")
    await form.get_by_label("Your words in the letter").fill(WORDS)
    await form.get_by_role("button", name="Preview the letter").click()
    letter = page.get_by_role("region", name="The letter as it would be sent")
    await expect(letter).to_contain_text(WORDS)
    await expect(form.get_by_label("Your words in the letter")).to_have_value(WORDS)
    await photograph(page, "press-release-letter", looks=BRIEF)
    await ensure_accessible(page)
    assert "changes_requested" not in await happened(work, release, paul)
    await form.get_by_role("button", name="Ask for changes", exact=True).click()
    await expect(page.get_by_text("The changes are asked for.")).to_be_visible()
    await expect(page.get_by_text("Next for the maker")).to_be_visible()
    await photograph(page, "press-release-sent-back", looks=BRIEF)

    # The next draft comes while the page is open; whose word fell is asked again.
    await listening(page)
    await work.redrafted(release)
    await expect(page.get_by_role("link", name="Original of draft 2")).to_be_visible()
    await expect(page.get_by_text("Asked again: the draft changed").first).to_be_visible()
    await page.locator(".tabs").get_by_role("link", name="Compare").click()
    await expect(page).to_have_url(re.compile(r"/compare$"))
    await page.goto(page_of(release))
    obstacles = page.get_by_text("What stands against an approval")
    await expect(obstacles).to_be_visible()
    await photograph(page, "press-release-obstacles", looks=BRIEF)
    await theirs.goto(page_of(release))
    await theirs.get_by_role("button", name="Say it again").click()
    await expect(theirs.get_by_text("Your verdict is recorded.")).to_be_visible()

    # It is approved under a condition, which the letter says.
    await expect(obstacles).to_have_count(0)
    form = await unfolded(page, "Approve it")
    await form.get_by_label("Condition 1").fill(CONDITION)
    await form.get_by_role("button", name="Preview the letter").click()
    await expect(letter).to_contain_text(CONDITION)
    await form.get_by_role("button", name="Approve draft 2").click()
    await expect(page.get_by_text("It is approved. The maker has the letter.")).to_be_visible()
    approval = page.locator("#approvals")
    await expect(approval).to_contain_text(CONDITION)
    await expect(approval).to_contain_text("Nobody is called the best.")
    await photograph(page, "press-release-approved")
    await ensure_accessible(page)
    found = await read(
        work, release, paul, "approval { sha256 conditions } draft { file { sha256 } }"
    )
    assert found["approval"]["sha256"] == found["draft"]["file"]["sha256"]


async def test_a_review_by_keyboard_alone(desk, work):
    paul, release = work.person("Paul", "pr"), await work.release()

    page = (await desk(paul)).page
    keys = await by_keyboard(page)
    await keys.follow(release.title, "link")
    await keys.follow("Take it", "button")
    await keys.reach("Approve it", "DisclosureTriangle")
    await keys.press("Enter")
    await keys.reach("Condition 1", "textbox")
    await keys.type(CONDITION)
    await keys.follow("Preview the letter", "button")
    # The next stop after the letter is what goes on with it.
    await expect(page.get_by_role("region", name="The letter")).to_contain_text(CONDITION)
    await keys.follow("Approve draft 1", "button")

    await expect(page.get_by_text("It is approved. The maker has the letter.")).to_be_visible()
    await expect(page.locator("#approvals")).to_contain_text(CONDITION)


async def test_the_original_the_commented_and_the_redlined_file_are_downloaded(desk, work):
    release, paul = await in_review(work)
    await work.comment(release, paul, "Says who?", on="the best pottery of all")
    await work.sent_back(release, paul, WORDS)
    second = await work.redrafted(release)
    found = await read(work, second, paul, "drafts { file { sha256 url } }")

    page = (await desk(paul, page_of(release))).page
    original = await downloaded(page, page.get_by_role("link", name="Original of draft 1"))
    annotated = await made(page, "Word file of draft 1 with our comments")
    await photograph(page, "press-release-file")
    await ensure_accessible(page)
    await page.get_by_role("link", name="Back to the press release").click()
    redline = await made(page, "Word file with the changes between two drafts")

    async with work.graph(paul) as graph:
        expected = await graph._client.get(found["drafts"][0]["file"]["url"])
    assert original == expected.content
    assert docx.Document(io.BytesIO(original)).paragraphs[1].text == OPENING
    assert [comment.text for comment in annotated.comments] == ["Says who?"]
    assert "<w:del " in redline.element.xml
    assert "<w:ins " in redline.element.xml


async def test_without_a_script_everything_is_there_too(desk, work):
    release, paul = await in_review(work)

    page = (await desk(paul, page_of(release), script=False)).page
    form = await unfolded(page, "Decline it")
    await form.get_by_label("Reason").select_option("Brand misuse")
    await form.get_by_label("Your words in the letter").fill(WORDS)
    await form.get_by_role("button", name="Preview the letter").click()
    await expect(page.get_by_role("region", name="The letter")).to_contain_text(WORDS)
    await form.get_by_role("button", name="Decline it").click()
    await expect(page.get_by_text("It is declined. The maker has the letter.")).to_be_visible()
    form = await unfolded(page, "Word file of draft 1 with our comments")
    await form.get_by_role("button", name="Make it").click()

    # The page looks again by itself.
    await expect(page.locator("#made").get_by_text("It is ready")).to_be_visible(timeout=MAKING)


async def test_nothing_that_a_maker_writes_is_more_than_text(desk, work):
    paul = work.person("Paul", "pr")
    release = await work.hostile_release(paul)

    page = (await desk(paul, page_of(release))).page
    await expect(page.get_by_role("heading", level=1)).to_have_text(hostile_text.SHORT)

    await ensure_harmless(page)
    await ensure_verbatim(page, hostile_text.SHORT, hostile_text.ALL)
    await photograph(page, "press-release-hostile", looks=BRIEF)
    await ensure_accessible(page)


async def test_whoever_is_not_asked_about_it_finds_nothing(desk, work):
    release, _ = await in_review(work)
    nosy = await desk(work.person("Leo", "stakeholder"), "/console")

    answer = await nosy.open(page_of(release))
    malformed = await nosy.open("/console/press-releases/no-such-thing")

    assert (answer.status, malformed.status) == (404, 404)
