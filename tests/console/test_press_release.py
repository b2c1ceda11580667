"""A press release in a browser: from what waits to the letter, and the files that go with it."""

import asyncio
import io
import re
from datetime import UTC, datetime, timedelta

import docx
import pytest
from playwright.async_api import expect

from tests.support import hostile_text
from tests.support.console import address
from tests.support.console_work import OPENING
from tests.support.hostile_text import ensure_harmless, ensure_verbatim
from tests.support.looks import ensure_accessible, photograph

WORDS = "We like it. Please leave out who is best; nobody can prove it."
CONDITION = "Not before the shop opens."
# A Word file takes up to half a minute of a processor that others use as well.
MAKING = 90_000

pytestmark = pytest.mark.timeout(300)


def page_of(release):
    return address("press-releases", release.id)


def folded(page, name):
    """One of the folded forms, by what it is called."""
    return page.locator("details.action").filter(
        has=page.locator("summary").get_by_text(name, exact=True)
    )


async def unfolded(page, name):
    form = folded(page, name)
    await form.locator("summary").click()
    return form


async def read(work, release, reader, selection):
    query = f"query($id: ID!) {{ pressRelease(id: $id) {{ {selection} }} }}"
    async with work.graph(reader) as graph:
        answer = await graph.answer(query, {"id": release.id})
    return answer["data"]["pressRelease"]


async def happened(work, release, reader):
    """What the timeline says, oldest first."""
    found = await read(work, release, reader, "timeline { action }")
    return [entry["action"] for entry in found["timeline"]]


async def in_review(work, *, weeks=5):
    """One that Paul has taken, and Paul."""
    paul = work.person("Paul", "pr")
    release = await work.release(weeks=weeks)
    await work.taken(release, paul)
    return release, paul


async def downloaded(page, link):
    async with page.expect_download() as waiting:
        await link.click()
    download = await waiting.value
    return (await download.path()).read_bytes()


async def made(page, name):
    """Has a Word file made, waits for it as the page does, and downloads it."""
    form = await unfolded(page, name)
    await form.get_by_role("button", name="Make it").click()
    ready = page.get_by_text("It is ready, and was read back")
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
    await expect(page.locator("#stakeholders").get_by_text("Waits")).to_have_count(0)
    await expect(page.get_by_text(re.compile(r"Next for .*Legal"))).to_be_visible()
    theirs = (await desk(leo, page_of(release))).page
    question = theirs.locator("[id^=question-]")
    await expect(question.get_by_text("May they say “the best”?")).to_be_visible()
    await photograph(theirs, "press-release-asked")
    await ensure_accessible(theirs)
    await question.get_by_label("OK, if the conditions below hold").check()
    await question.get_by_role("button", name="Say it").click()
    await expect(theirs.get_by_role("alert")).to_be_visible()
    await expect(question.get_by_label("OK, if the conditions below hold")).to_be_checked()
    await question.get_by_label("Condition 1").fill("Nobody is called the best.")
    await question.get_by_role("button", name="Say it").click()
    await expect(theirs.get_by_text("Your verdict is recorded.")).to_be_visible()
    await photograph(theirs, "press-release-said")

    # What they said is on the representative's page at once; changes are asked for by a letter.
    await expect(page.get_by_text("Nobody is called the best.")).to_be_visible()
    form = await unfolded(page, "Ask for changes")
    await form.get_by_label("Your words in the letter").fill(WORDS)
    await form.get_by_role("button", name="Preview the letter").click()
    letter = page.get_by_role("region", name="The letter as it would be sent")
    await expect(letter).to_contain_text(WORDS)
    await expect(form.get_by_label("Your words in the letter")).to_have_value(WORDS)
    await photograph(page, "press-release-letter")
    await ensure_accessible(page)
    assert "changes_requested" not in await happened(work, release, paul)
    await form.get_by_role("button", name="Ask for changes", exact=True).click()
    await expect(page.get_by_text("The changes are asked for.")).to_be_visible()
    await expect(page.get_by_text("Next for the maker")).to_be_visible()
    await photograph(page, "press-release-sent-back")

    # The next draft comes while the page is open; whose word fell is asked again.
    await work.redrafted(release)
    await expect(page.get_by_role("link", name="Original of draft 2")).to_be_visible()
    await expect(page.get_by_text("Asked again: the draft changed").first).to_be_visible()
    await page.locator(".tabs").get_by_role("link", name="Compare").click()
    await expect(page).to_have_url(re.compile(r"/compare$"))
    await page.goto(page_of(release))
    obstacles = page.get_by_text("What stands against an approval")
    await expect(obstacles).to_be_visible()
    await photograph(page, "press-release-obstacles")
    await theirs.goto(page_of(release))
    await theirs.get_by_role("button", name="Say it again").click()
    await expect(theirs.get_by_text("Your verdict is recorded.")).to_be_visible()

    # It is approved under a condition, which the letter says.
    await expect(obstacles).to_have_count(0)
    form = await unfolded(page, "Approve it")
    await form.get_by_label("Condition 1").fill(CONDITION)
    await form.get_by_role("button", name="Preview the letter").click()
    await expect(letter).to_contain_text(CONDITION)
    await photograph(page, "press-release-approving")
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
    await form.get_by_label("Reason").select_option("Misuse of the brand")
    await form.get_by_label("Your words in the letter").fill(WORDS)
    await form.get_by_role("button", name="Preview the letter").click()
    await expect(page.get_by_role("region", name="The letter")).to_contain_text(WORDS)
    await form.get_by_role("button", name="Decline it").click()
    await expect(page.get_by_text("It is declined. The maker has the letter.")).to_be_visible()
    form = await unfolded(page, "Word file of draft 1 with our comments")
    await form.get_by_role("button", name="Make it").click()

    # The page looks again by itself.
    await expect(page.get_by_text("It is ready")).to_be_visible(timeout=MAKING)


async def test_of_two_who_decide_at_once_the_second_hears_of_the_first_and_loses_no_word(
    desk, work
):
    release, paul = await in_review(work)
    first, second = await asyncio.gather(desk(paul, page_of(release)), desk(paul, page_of(release)))
    approving = await unfolded(first.page, "Approve it")
    declining = await unfolded(second.page, "Decline it")
    await declining.get_by_label("Reason").select_option("Not accurate")
    await declining.get_by_label("Your words in the letter").fill(WORDS)

    await approving.get_by_role("button", name="Approve draft 1").click()
    await expect(first.page.get_by_text("It is approved.").first).to_be_visible()
    # Who is at work is told, and nothing is taken from under their hands.
    await expect(second.page.get_by_text("This page changed meanwhile.")).to_be_visible()
    await declining.get_by_role("button", name="Decline it").click()

    alert = second.page.get_by_role("alert")
    await expect(alert).to_contain_text(f"{paul.name}, a moment ago: approved")
    await expect(second.page.locator("#kept")).to_contain_text(WORDS)
    await photograph(second.page, "press-release-too-late")
    await ensure_accessible(second.page)
    assert "declined" not in await happened(work, release, paul)


async def test_a_draft_that_came_meanwhile_is_not_approved_unread(desk, work):
    release, paul = await in_review(work)
    page = (await desk(paul, page_of(release))).page
    form = await unfolded(page, "Approve it")
    await form.get_by_label("Your words in the letter").fill(WORDS)

    # The maker sends another one, which needs nobody to have asked for it.
    await work.another_draft(release)
    await expect(page.get_by_text("This page changed meanwhile.")).to_be_visible()
    # Looking at the letter does not bind what was typed to the draft that nobody read.
    await form.get_by_role("button", name="Preview the letter").click()
    await expect(form.get_by_text("The draft or the date has changed")).to_be_visible()
    await form.get_by_role("button", name=re.compile("Approve draft")).click()

    await expect(page.get_by_role("alert")).to_contain_text("Another document has been uploaded")
    await expect(page.get_by_role("alert")).to_contain_text("draft 2")
    await expect(form.get_by_label("Your words in the letter")).to_have_value(WORDS)
    await photograph(page, "press-release-other-draft")
    assert "approved" not in await happened(work, release, paul)
    # Now it is told, and so it can be.
    await form.get_by_role("button", name="Approve draft 2").click()
    await expect(page.get_by_text("It is approved.").first).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
async def test_a_double_click_on_approve_is_one_approval(desk, work, script):
    release, paul = await in_review(work)
    page = (await desk(paul, page_of(release), script=script)).page
    form = await unfolded(page, "Approve it")

    await form.get_by_role("button", name="Approve draft 1").dblclick()

    await expect(page.locator("#approvals")).to_be_visible()
    assert (await happened(work, release, paul)).count("approved") == 1
    found = await read(work, release, paul, "state letters { kind }")
    assert found == {"state": "APPROVED", "letters": [{"kind": "APPROVAL"}]}


async def test_going_back_after_deciding_shows_that_it_is_decided(desk, work):
    release, paul = await in_review(work)
    page = (await desk(paul, "/console")).page
    await page.goto(page_of(release))
    form = await unfolded(page, "Approve it")
    await form.get_by_role("button", name="Approve draft 1").click()
    await expect(page.get_by_text("It is approved.").first).to_be_visible()

    await page.go_back()

    await expect(page.locator("#approvals")).to_be_visible()
    await expect(page.get_by_role("button", name="Approve draft 1")).to_have_count(0)


async def test_a_session_that_ends_in_the_middle_of_a_decision_costs_no_word(desk, work):
    release, paul = await in_review(work)
    opened = await desk(paul, page_of(release))
    page = opened.page
    form = await unfolded(page, "Decline it")
    await form.get_by_label("Reason").select_option("Not accurate")
    await form.get_by_label("Your words in the letter").fill(WORDS)

    await opened.forget("handmade-session")
    await form.get_by_role("button", name="Decline it").click()
    await expect(page.get_by_text("Your session ended before this was sent")).to_be_visible()
    async with opened.context.expect_page() as tab:
        await page.get_by_role("link", name="Sign in again").click()
    await opened.choose(paul, await tab.value)
    await page.get_by_role("button", name="Send it now").click()

    await expect(page.get_by_text("It is declined. The maker has the letter.")).to_be_visible()
    found = await read(work, release, paul, "letters { kind declineReason text }")
    assert found["letters"][0]["declineReason"] == "NOT_ACCURATE"
    assert WORDS in found["letters"][0]["text"]


async def test_at_very_short_notice_only_the_lead_decides_and_says_so_in_a_letter(desk, work):
    lena = work.person("Lena", "pr_lead")
    paul = work.person("Paul", "pr")
    soon = (datetime.now(UTC).date() + timedelta(days=3)).isoformat()
    release = await work.release(releaseOn=soon, exceptionReason="The fair is earlier.")
    await work.taken(release, paul)

    waiting = (await desk(paul, page_of(release))).page
    await expect(waiting.get_by_text("Next for the press lead")).to_be_visible()
    await expect(waiting.get_by_role("button", name="Decide", exact=True)).to_have_count(0)
    await photograph(waiting, "press-release-short-notice")
    page = (await desk(lena, page_of(release))).page
    form = await unfolded(page, "Decide on it")
    await form.get_by_label("Yes, grant it").check()
    await form.get_by_label("Your words in the letter").fill("This once.")
    await form.get_by_role("button", name="Preview the letter").click()
    await expect(page.get_by_role("region", name="The letter")).to_contain_text("This once.")
    await expect(form.get_by_label("Yes, grant it")).to_be_checked()
    await ensure_accessible(page)
    await form.get_by_role("button", name="Decide", exact=True).click()

    await expect(page.get_by_text("The shorter notice is decided on.")).to_be_visible()
    await expect(page.locator("#exceptions").get_by_text("Granted").first).to_be_visible()
    await expect(waiting.locator("#exceptions").get_by_text("Granted").first).to_be_visible()


async def test_a_lead_overrides_a_veto_with_a_reason_and_the_representative_cannot(desk, work):
    lena, leo = work.person("Lena", "pr_lead"), work.person("Leo", "stakeholder")
    release, paul = await in_review(work)
    question = await work.stakeholder(release, paul, leo, "May it go out?")
    await work.do(
        leo, "pressReleaseAnswerAsStakeholder", "pressRelease { id }",
        id=release.id, stakeholder=question, sha256=release.sha256, verdict="VETO", text="Never.",
    )  # fmt: skip

    page = (await desk(paul, page_of(release))).page
    await expect(page.get_by_text(f"{leo.name} says that it must not go out.")).to_be_visible()
    await expect(folded(page, "Approve it")).to_have_count(0)
    await expect(page.get_by_text("Only the press lead goes on without this word.")).to_be_visible()
    await photograph(page, "press-release-veto")
    leads = (await desk(lena, page_of(release))).page
    form = await unfolded(leads, "Approve it over what stands against it")
    await form.get_by_label("Why it is approved all the same").fill("Legal agreed by telephone.")
    await form.get_by_role("button", name="Approve draft 1").click()

    await expect(leads.get_by_text("It is approved.").first).to_be_visible()
    await expect(leads.locator("#letters")).to_contain_text("Legal agreed by telephone.")


async def test_nothing_that_a_maker_writes_is_more_than_text(desk, work):
    paul = work.person("Paul", "pr")
    release = await work.hostile_release(paul)

    page = (await desk(paul, page_of(release))).page
    await expect(page.get_by_role("heading", level=1)).to_have_text(hostile_text.SHORT)

    await ensure_harmless(page)
    await ensure_verbatim(page, hostile_text.SHORT, hostile_text.ALL)
    await photograph(page, "press-release-hostile")
    await ensure_accessible(page)


async def test_support_says_when_the_maker_first_wrote_and_decides_nothing(desk, work):
    sue = work.person("Sue", "support")
    release, _ = await in_review(work)

    page = (await desk(sue, page_of(release))).page
    await expect(page.locator("#decide")).to_have_count(0)
    form = await unfolded(page, "Record when the maker first wrote")
    await form.get_by_label("When").fill("2030-01-01T10:00")
    await form.get_by_label("Where it is written down").fill("Ticket 4711")
    await form.get_by_role("button", name="Record it").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    await expect(form.get_by_label("Where it is written down")).to_have_value("Ticket 4711")

    await expect(form.get_by_label("When")).to_have_value("2030-01-01T10:00")
    await ensure_accessible(page)


async def test_a_maker_who_is_staff_elsewhere_and_strangers_find_nothing(desk, work):
    release, _ = await in_review(work)
    nosy = await desk(work.person("Leo", "stakeholder"), "/console")

    answer = await nosy.open(page_of(release))
    malformed = await nosy.open("/console/press-releases/no-such-thing")

    assert (answer.status, malformed.status) == (404, 404)
