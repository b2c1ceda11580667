"""An application in a browser: from what waits to the decision."""

import asyncio

from playwright.async_api import expect

from tests.support import hostile_text
from tests.support.console import listening
from tests.support.desks import folded, happened, page_of, unfolded
from tests.support.hostile_text import ensure_harmless, ensure_verbatim
from tests.support.keyboard import by_keyboard
from tests.support.looks import BRIEF, ensure_accessible, photograph

DECLINED = "We cannot see how the mugs are made."


async def case_by_case(work, *reviewers):
    """One that two must sign, which the first of these has signed."""
    application = await work.application(artisanType="OTHER", groupDescription="A village.")
    await work.known(*reviewers)
    for mutation in ("applicationTake", "applicationApprove"):
        await work.do(reviewers[0], mutation, "application { id }", id=application.id)
    return application


async def test_a_review_from_my_work_to_the_approval(desk, work):
    rosa, sam = work.person("Rosa", "reviewer"), work.person("Sam", "reviewer")
    application = await work.application(
        headCount="OVER_TWENTY", shopUrls=["https://shop.example/ada"]
    )
    await work.known(rosa, sam)

    # It waits in the queue, and is taken.
    opened = await desk(rosa)
    page = opened.page
    await page.get_by_role("link", name=application.business).first.click()
    await expect(page.get_by_text("Nobody reviews it yet.")).to_be_visible()
    shop = page.get_by_role("link", name="https://shop.example/ada")
    assert await shop.get_attribute("rel") == "noopener noreferrer nofollow"
    await photograph(page, "application-waiting")
    await page.get_by_role("button", name="Take it").click()
    await expect(page.get_by_role("status").filter(has_text="You have taken it")).to_be_visible()
    flagged = page.locator(".flagged").filter(has_text="How many people make the products?")
    await expect(flagged.get_by_text("Large group")).to_be_visible()

    # What is refused stays as it was typed, with why.
    form = await unfolded(page, "Ask for information")
    await expect(form.get_by_text("By the clocks of Europe/Berlin.")).to_be_visible()
    await form.get_by_label("Questions").fill("Which kiln is it?\n\nWho glazes?")
    await form.get_by_label("Answers by").fill("2021-03-24T12:00")
    await form.get_by_role("button", name="Ask the applicant").click()
    await expect(page.get_by_role("alert")).to_contain_text("From 1 to 60 days from now")
    await expect(form.get_by_label("Questions")).to_have_value("Which kiln is it?\n\nWho glazes?")
    await expect(form.get_by_label("Answers by")).to_have_value("2021-03-24T12:00")
    await ensure_accessible(page)
    await photograph(page, "application-refused", looks=BRIEF)
    await form.get_by_label("Answers by").fill("")
    await form.get_by_role("button", name="Ask the applicant").click()
    await expect(page.get_by_text("who is to answer 2 questions")).to_be_visible()
    await photograph(page, "application-asked", looks=BRIEF)

    # The answers come while the page is open.
    await listening(page)
    await work.answered(application, "An electric one of 2019.")
    await expect(page.get_by_text("An electric one of 2019.").first).to_be_visible()

    # A note is for colleagues; the decision is for the applicant.
    await page.get_by_label("Note for the staff").first.fill("The shop shows the same mugs.")
    await page.get_by_role("button", name="Add the note").click()
    await expect(
        page.locator("#notes").get_by_text("The shop shows the same mugs.")
    ).to_be_visible()
    await photograph(page, "application-held", looks=BRIEF)
    form = await unfolded(page, "Approve")
    await form.get_by_role("button", name="Approve it").click()
    await expect(page.get_by_text("has not used the invitation yet")).to_be_visible()
    await expect(page.get_by_role("button", name="Approve it")).to_have_count(0)
    await ensure_accessible(page)
    await photograph(page, "application-approved")


async def test_a_review_by_keyboard_alone(desk, work):
    rosa = work.person("Rosa", "reviewer")
    application = await work.application()

    opened = await desk(rosa)
    page, keys = opened.page, await by_keyboard(opened.page)
    await keys.follow(application.business, "link")
    await keys.follow("Take it", "button")
    await expect(page.get_by_text("You review it")).to_be_visible()
    await keys.reach("Decline", "DisclosureTriangle")
    await keys.press("Enter")
    await keys.reach("Reason", "combobox")
    await keys.type("Not enough")
    await keys.reach("What the applicant is told", "textbox")
    await keys.type(DECLINED)
    await keys.follow("Decline it", "button")

    await expect(
        page.get_by_text("It is declined, and the applicant was told why.")
    ).to_be_visible()
    await expect(page.locator("#declined")).to_contain_text("Not enough shown")
    await expect(page.locator("#declined")).to_contain_text(DECLINED)
    await photograph(page, "application-declined", looks=BRIEF)


async def test_of_two_who_decide_at_once_the_second_hears_of_the_first_and_loses_no_word(
    desk, work
):
    rosa, sam, tom = (work.person(name, "reviewer") for name in ("Rosa", "Sam", "Tom"))
    application = await case_by_case(work, rosa, sam, tom)

    # Both look at it before either decides.
    approving, declining = await asyncio.gather(
        desk(sam, page_of(application)), desk(tom, page_of(application))
    )
    page = declining.page
    await expect(page.get_by_text(f"{rosa.name} signed it first.").first).to_be_visible()
    await photograph(page, "application-second-signature", looks=BRIEF)
    form = await unfolded(page, "Decline")
    await form.get_by_label("Reason").select_option("OTHER_REASON")
    await form.get_by_label("What the applicant is told").fill(DECLINED)
    await listening(page)
    form = await unfolded(approving.page, "Approve")
    await expect(form.get_by_text("Yours is the second signature")).to_be_visible()
    await form.get_by_role("button", name="Approve it").click()
    await expect(approving.page.get_by_text("It is approved.")).to_be_visible()

    # The other page says that it is not up to date, and takes nothing away.
    await expect(page.locator("#newer")).to_be_visible()
    await folded(page, "Decline").get_by_role("button", name="Decline it").click()

    await expect(page.get_by_role("alert")).to_contain_text(f"{sam.name} approved it")
    await expect(page.locator("#typed")).to_contain_text(DECLINED)
    await expect(page.locator("#typed")).to_contain_text("Another reason")
    assert "DECLINED" not in await happened(work, application, rosa)
    await ensure_accessible(page)
    await photograph(page, "application-lost-race", looks=BRIEF)


async def test_whoever_takes_it_second_hears_who_was_first(desk, work):
    rosa, sam = work.person("Rosa", "reviewer"), work.person("Sam", "reviewer")
    application = await work.application()
    late = await desk(sam, page_of(application), script=False)
    await work.do(rosa, "applicationTake", "application { id }", id=application.id)

    await late.page.get_by_role("button", name="Take it").click()

    await expect(late.page.get_by_role("alert")).to_contain_text(f"{rosa.name} took it")
    told = f"{rosa.name} has taken it: only {rosa.name} asks the applicant and decides"
    await expect(late.page.get_by_text(told)).to_be_visible()


async def test_a_double_click_is_one_decision_and_going_back_shows_it(desk, work):
    rosa = work.person("Rosa", "reviewer")
    application = await work.application()
    await work.do(rosa, "applicationTake", "application { id }", id=application.id)
    opened = await desk(rosa, page_of(application))
    old = await opened.another_tab()
    await opened.open(page_of(application), old)
    await folded(old, "Decline").locator("summary").click()
    await folded(old, "Decline").get_by_label("Reason").select_option("RESOLD")
    await folded(old, "Decline").get_by_label("What the applicant is told").fill(DECLINED)

    # Twice, as fast as a finger does.
    form = await unfolded(opened.page, "Approve")
    await form.get_by_role("button", name="Approve it").dblclick(no_wait_after=True)
    await expect(opened.page.get_by_text("You have approved it.")).to_be_visible()
    assert (await happened(work, application, rosa)).count("APPROVED") == 1

    # Back is the page as it is, not as it was.
    await opened.open("/console")
    await opened.page.go_back()
    await expect(opened.page.get_by_text("has not used the invitation yet")).to_be_visible()
    await expect(opened.page.get_by_role("button", name="Approve it")).to_have_count(0)

    # What was open before is refused, and says why.
    await folded(old, "Decline").get_by_role("button", name="Decline it").click()
    await expect(old.get_by_role("alert")).to_contain_text("You approved it")
    await expect(old.locator("#typed")).to_contain_text(DECLINED)


async def test_a_form_that_arrives_twice_at_once_is_one_signature(desk, work):
    rosa, sam = work.person("Rosa", "reviewer"), work.person("Sam", "reviewer")
    application = await work.application(artisanType="OTHER", groupDescription="A village.")
    await work.known(rosa, sam)
    await work.do(rosa, "applicationTake", "application { id }", id=application.id)
    opened = await desk(rosa, page_of(application), script=False)
    form = await unfolded(opened.page, "Approve")
    hidden = await form.locator("input[type=hidden]").all()
    fields = {await each.get_attribute("name"): await each.input_value() for each in hidden}

    # As two clicks send it where no script keeps the second from it.
    answers = await asyncio.gather(
        *(
            opened.context.request.post(
                f"{page_of(application)}/approve",
                form=fields,
                headers={"origin": opened.gateway_url},
                max_redirects=0,
            )
            for _ in range(2)
        )
    )

    assert [answer.status for answer in answers] == [303, 303]
    assert all("?done=sign." in answer.headers["location"] for answer in answers)
    assert (await happened(work, application, rosa)).count("SIGNED") == 1
    await opened.open(answers[0].headers["location"])
    await expect(opened.page.get_by_text("You have signed it first. Another")).to_be_visible()
    await expect(opened.page.locator("#act")).to_contain_text("You have signed already.")


async def test_a_session_that_ends_before_the_decision_loses_no_word(desk, work):
    rosa = work.person("Rosa", "reviewer")
    application = await work.application()
    await work.do(rosa, "applicationTake", "application { id }", id=application.id)
    opened = await desk(rosa, page_of(application))
    page = opened.page
    form = await unfolded(page, "Decline")
    await form.get_by_label("Reason").select_option("OUTSOURCED")
    await form.get_by_label("What the applicant is told").fill(DECLINED)
    await opened.forget("handmade-session")

    await form.get_by_role("button", name="Decline it").click()
    await expect(page.locator("#typed")).to_contain_text(DECLINED)
    async with page.expect_popup() as tab:
        await page.get_by_role("link", name="Sign in again").click()
    await opened.choose(rosa, await tab.value)
    await page.get_by_role("button", name="Send").click()

    await expect(page.locator("#declined")).to_contain_text(DECLINED)
    assert (await happened(work, application, rosa))[-1] == "DECLINED"


async def test_what_an_applicant_writes_is_shown_and_nothing_else(desk, work):
    rosa = work.person("Rosa", "reviewer")
    application = await work.hostile_application(rosa)
    await work.do(
        rosa, "applicationAddNote", "application { id }", id=application.id, text=hostile_text.ALL
    )

    opened = await desk(rosa, page_of(application))

    await ensure_harmless(opened.page)
    await ensure_verbatim(opened.page, hostile_text.ALL, hostile_text.SHORT, hostile_text.LINK)
    await photograph(opened.page, "application-hostile", looks=BRIEF)

    # Typed by a colleague and refused, it stands in its field again.
    form = await unfolded(opened.page, "Decline")
    await form.get_by_label("What the applicant is told").fill(hostile_text.ALL + "x" * 2000)
    await form.get_by_label("Reason").select_option("RESOLD")
    await form.get_by_role("button", name="Decline it").click()
    await expect(opened.page.get_by_role("alert")).to_be_visible()
    await ensure_harmless(opened.page)
    told = form.get_by_label("What the applicant is told")
    assert await told.input_value() == hostile_text.ALL + "x" * 2000


async def test_photos_are_seen_large_by_keyboard(desk, work):
    rosa = work.person("Rosa", "reviewer")
    application = await work.application()
    opened = await desk(rosa, page_of(application))
    page, keys = opened.page, await by_keyboard(opened.page)

    await keys.reach("Product, photo 1 of 2", "link")
    await keys.press("Enter")

    large = page.get_by_role("dialog")
    await expect(large.get_by_role("img", name="Product, photo 1 of 2")).to_be_visible()
    await page.wait_for_function("document.querySelector('dialog img').naturalWidth > 500")
    await photograph(page, "application-photo")
    await keys.press("ArrowRight")
    await expect(large.get_by_role("img", name="Workspace, photo 2 of 2")).to_be_visible()
    await keys.press("Escape")
    await expect(large).to_have_count(0)
    assert (await keys.here())[1].startswith("Workspace, photo 2 of 2")


async def test_support_issues_an_invitation_again_and_a_reviewer_takes_it_back(desk, work):
    rosa, lee = work.person("Rosa", "reviewer"), work.person("Lee", "support")
    application = await work.application()
    for mutation in ("applicationTake", "applicationApprove"):
        await work.do(rosa, mutation, "application { id }", id=application.id)

    supporting = (await desk(lee, page_of(application))).page
    form = await unfolded(supporting, "Issue another invitation")
    await form.get_by_label("How you made sure").fill("Called the number in the profile.")
    await form.get_by_role("button", name="Issue another").click()
    await expect(supporting.get_by_text("Another invitation is on its way.")).to_be_visible()
    await expect(supporting.get_by_text("is taken back by reviewers")).to_be_visible()
    await ensure_accessible(supporting)

    reviewing = (await desk(rosa, page_of(application))).page
    form = await unfolded(reviewing, "Take the invitation back")
    await form.get_by_label("What the maker is told").fill("It was sent in error.")
    await form.get_by_role("button", name="Take it back").click()
    await expect(reviewing.locator("#invitation")).to_contain_text("Revoked")
    await expect(reviewing.locator("#invitation")).to_contain_text("It was sent in error.")
    await photograph(reviewing, "application-invitation-revoked", looks=BRIEF)


async def test_what_is_not_there_is_not_found(desk, work):
    rosa, pia = work.person("Rosa", "reviewer"), work.person("Pia", "pr")
    application = await work.application()

    opened = await desk(rosa)
    assert (await opened.open("/console/applications/none")).status == 404
    opened = await desk(pia)
    assert (await opened.open(page_of(application))).status == 404
