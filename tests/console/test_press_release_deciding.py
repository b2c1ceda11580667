"""Deciding on a press release in a browser: at once, twice, too late, and with a lead's word."""

import asyncio
import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import expect

from tests.support.console import listening
from tests.support.desks import WORDS, folded, happened, in_review, page_of, read, unfolded
from tests.support.looks import BRIEF, ensure_accessible, photograph

pytestmark = pytest.mark.timeout(300)


async def test_of_two_who_decide_at_once_the_second_hears_of_the_first_and_loses_no_word(
    desk, work
):
    release, paul = await in_review(work)
    first, second = await asyncio.gather(desk(paul, page_of(release)), desk(paul, page_of(release)))
    approving = await unfolded(first.page, "Approve it")
    declining = await unfolded(second.page, "Decline it")
    await declining.get_by_label("Reason").select_option("Not accurate")
    await declining.get_by_label("Your words in the letter").fill(WORDS)

    await listening(second.page)
    await approving.get_by_role("button", name="Approve draft 1").click()
    await expect(first.page.get_by_text("It is approved.").first).to_be_visible()
    # Who is at work is told, and nothing is taken from under their hands.
    await expect(second.page.locator("#newer")).to_contain_text(f"Meanwhile: Approved {paul.name}")
    await declining.get_by_role("button", name="Decline it").click()

    alert = second.page.get_by_role("alert")
    await expect(alert).to_contain_text(re.compile(f"{paul.name}, .*: approved"))
    await expect(second.page.locator("#kept")).to_contain_text(WORDS)
    await photograph(second.page, "press-release-too-late", looks=BRIEF)
    await ensure_accessible(second.page)
    assert "declined" not in await happened(work, release, paul)


async def test_a_draft_that_came_meanwhile_is_not_approved_unread(desk, work):
    release, paul = await in_review(work)
    page = (await desk(paul, page_of(release))).page
    form = await unfolded(page, "Approve it")
    await form.get_by_label("Your words in the letter").fill(WORDS)

    # The maker sends another one, which needs nobody to have asked for it.
    await listening(page)
    await work.another_draft(release)
    await expect(page.locator("#newer")).to_be_visible()
    # Looking at the letter does not bind what was typed to the draft that nobody read.
    await form.get_by_role("button", name="Preview the letter").click()
    await expect(form.get_by_text("The draft or the date has changed")).to_be_visible()
    await form.get_by_role("button", name=re.compile("Approve draft")).click()

    await expect(page.get_by_role("alert")).to_contain_text("Another document has been uploaded")
    await expect(page.get_by_role("alert")).to_contain_text("draft 2")
    await expect(form.get_by_label("Your words in the letter")).to_have_value(WORDS)
    await photograph(page, "press-release-other-draft", looks=BRIEF)
    assert "approved" not in await happened(work, release, paul)
    # Now it is told, and so it can be.
    await form.get_by_role("button", name="Approve draft 2").click()
    await expect(page.get_by_text("It is approved.").first).to_be_visible()


async def test_a_double_click_on_approve_is_one_approval(desk, work):
    release, paul = await in_review(work)
    page = (await desk(paul, page_of(release))).page
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
    # Not three: while it is still the day before in New York, these may be working days enough.
    soon = (datetime.now(UTC).date() + timedelta(days=2)).isoformat()
    release = await work.release(releaseOn=soon, exceptionReason="The fair is earlier.")
    await work.taken(release, paul)

    waiting = (await desk(paul, page_of(release))).page
    await expect(waiting.get_by_text("Next for the press lead")).to_be_visible()
    await expect(waiting.get_by_role("button", name="Decide", exact=True)).to_have_count(0)
    await photograph(waiting, "press-release-short-notice", looks=BRIEF)
    page = (await desk(lena, page_of(release))).page
    form = await unfolded(page, "Decide on it")
    await form.get_by_label("Yes, grant it").check()
    await form.get_by_label("Your words in the letter").fill("This once.")
    await form.get_by_role("button", name="Preview the letter").click()
    await expect(page.get_by_role("region", name="The letter")).to_contain_text("This once.")
    await expect(form.get_by_label("Yes, grant it")).to_be_checked()
    await ensure_accessible(page)
    await listening(waiting)
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
    await photograph(page, "press-release-veto", looks=BRIEF)
    leads = (await desk(lena, page_of(release))).page
    form = await unfolded(leads, "Approve it over what stands against it")
    await form.get_by_label("Why it is approved all the same").fill("Legal agreed by telephone.")
    await form.get_by_role("button", name="Approve draft 1").click()

    await expect(leads.get_by_text("It is approved.").first).to_be_visible()
    await expect(leads.locator("#letters")).to_contain_text("Legal agreed by telephone.")


async def test_support_says_when_the_maker_first_wrote_and_decides_nothing(desk, work):
    sue = work.person("Sue", "support")
    release, _ = await in_review(work)
    not_yet = f"{datetime.now(UTC).date() + timedelta(days=2)}T10:00"

    page = (await desk(sue, page_of(release))).page
    await expect(page.locator("#decide")).to_have_count(0)
    form = await unfolded(page, "Record when the maker first wrote")
    await form.get_by_label("When").fill(not_yet)
    await form.get_by_label("Where it is written down").fill("Ticket 4711")
    await form.get_by_role("button", name="Record it").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    await expect(form.get_by_label("Where it is written down")).to_have_value("Ticket 4711")

    await expect(form.get_by_label("When")).to_have_value(not_yet)
    await ensure_accessible(page)
