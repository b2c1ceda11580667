"""Signing in to the console in a browser, and what a browser keeps from other sites."""

import re

import pytest
from playwright.async_api import expect

from tests.support.console import address
from tests.support.foreign_site import a_foreign_site
from tests.support.keyboard import by_keyboard
from tests.support.looks import BRIEF, ensure_accessible, photograph

SESSION = "handmade-session-"
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "font-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
HEADERS = {
    "policy": POLICY,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


async def session_cookies(desk):
    cookies = await desk.context.cookies(desk.gateway_url)
    return [each for each in cookies if each["name"].startswith(SESSION)]


def path_of(page, desk):
    """Where somebody is in the gateway. A mounted application has a slash at its root."""
    assert page.url.startswith(f"{desk.gateway_url}/"), page.url
    return page.url.removeprefix(desk.gateway_url).replace("/console/?", "/console?").rstrip("/")


def is_at_the_issuer(page, desk):
    return page.url.startswith(f"{desk.issuer_url}/authorize?")


async def test_whoever_is_chosen_arrives_at_their_work(empty_desk):
    desk = await empty_desk()

    await desk.open("/console")
    await photograph(desk.page, "issuer")
    await ensure_accessible(desk.page)
    keys = await by_keyboard(desk.page)
    await keys.follow("Rosa", "button")

    assert path_of(desk.page, desk) == "/console"
    await expect(desk.page.get_by_text("Signed in as Rosa")).to_be_visible()
    cookies = await session_cookies(desk)
    assert cookies
    assert {(each["httpOnly"], each["sameSite"]) for each in cookies} == {(True, "Lax")}


async def test_the_page_that_was_asked_for_is_shown_after_signing_in(desk, work):
    reader = await desk(work.person("Sue", "support"), "/console/activity?days=7&x=%26")

    assert path_of(reader.page, reader) == "/console/activity?days=7&x=%26"


async def test_nobody_is_sent_to_another_place_by_a_link(empty_desk, work):
    desk, rosa, arrived = await empty_desk(), work.person("Rosa", "reviewer"), {}

    for elsewhere in (
        "https://evil.example/",
        "//evil.example/console",
        "/\\evil.example",
        "/console/../dev/mail",
    ):
        await desk.page.goto(f"/console/sign-in?next={elsewhere}")
        await desk.choose(rosa)
        arrived[elsewhere] = path_of(desk.page, desk)

    assert arrived == dict.fromkeys(arrived, "/console")


async def test_an_account_without_a_role_is_told_whom_to_ask(desk, work):
    buyer = work.person("Ben", "buyer")

    outside = await desk(buyer)

    await expect(outside.page.get_by_role("heading", level=1)).to_have_text(
        "The console is for staff"
    )
    await expect(outside.page.get_by_text(buyer.name)).to_be_visible()
    assert await session_cookies(outside) == []
    await photograph(outside.page, "staff-only", looks=BRIEF)
    await ensure_accessible(outside.page)
    await outside.open("/console")
    assert is_at_the_issuer(outside.page, outside)


async def test_another_account_can_be_chosen_instead(desk, work):
    outside = await desk(work.person("Ben", "buyer"))

    await outside.page.get_by_role("link", name="Sign in with another account").click()
    await outside.choose(work.person("Rosa", "reviewer"))

    await expect(outside.page.get_by_text("Signed in as Rosa")).to_be_visible()


async def test_signing_out_leaves_nothing_in_the_browser(desk, work):
    rosa = await desk(work.person("Rosa", "reviewer"))

    await rosa.page.get_by_role("button", name="Sign out", exact=True).click()
    await expect(rosa.page.get_by_role("heading", level=1)).to_have_text("You are signed out")
    left = await rosa.context.cookies(rosa.gateway_url)
    await photograph(rosa.page, "signed-out", looks=BRIEF)
    await ensure_accessible(rosa.page)
    await rosa.open("/console")

    assert left == []
    assert is_at_the_issuer(rosa.page, rosa)


async def test_going_back_without_choosing_signs_nobody_in(empty_desk):
    desk = await empty_desk()

    await desk.open("/console")
    await desk.page.get_by_role("button", name="Back without signing in").click()

    await expect(desk.page.get_by_role("heading", level=1)).to_have_text("You are not signed in")
    assert await session_cookies(desk) == []


async def test_a_session_that_somebody_changed_is_none(desk, work):
    rosa = await desk(work.person("Rosa", "reviewer"))
    [first, *_] = await session_cookies(rosa)
    value = first["value"]
    middle = len(value) // 2
    other = "A" if value[middle] != "A" else "B"

    await rosa.context.add_cookies(
        [first | {"value": value[:middle] + other + value[middle + 1 :]}]
    )
    await rosa.open("/console")

    assert is_at_the_issuer(rosa.page, rosa)


async def test_two_tabs_sign_in_at_once_and_each_goes_where_it_wanted(empty_desk, work):
    desk = await empty_desk()
    rosa = work.person("Rosa", "reviewer")
    other = await desk.another_tab()
    await desk.open("/console?tab=1")
    await desk.open("/console?tab=2", other)

    await desk.choose(rosa, other)
    await desk.choose(rosa)

    assert path_of(other, desk) == "/console?tab=2"
    assert path_of(desk.page, desk) == "/console?tab=1"


async def test_an_answer_of_the_issuer_counts_once_and_only_where_it_was_asked_for(
    empty_desk, work
):
    rosa, answers = await empty_desk(), []
    rosa.page.on(
        "request", lambda each: answers.append(each.url) if "/callback?" in each.url else None
    )
    await rosa.sign_in(work.person("Rosa", "reviewer"))
    [answer] = answers
    other = await empty_desk()

    again = await rosa.page.goto(answer)
    elsewhere = await other.page.goto(answer)

    assert (again.status, elsewhere.status) == (400, 400)
    await expect(other.page.get_by_role("heading", level=1)).to_have_text("This sign-in is over")
    assert await session_cookies(other) == []


async def test_a_session_that_ended_goes_on_where_it_was_after_signing_in_again(desk, work):
    rosa = work.person("Rosa", "reviewer")
    hers = await desk(rosa, "/console?waiting=1")

    await hers.forget(SESSION)
    await hers.page.reload()
    assert is_at_the_issuer(hers.page, hers)
    await hers.choose(rosa)

    assert path_of(hers.page, hers) == "/console?waiting=1"


async def test_whoever_sends_too_early_reads_where_to_sign_in(desk, work):
    rosa, application = work.person("Rosa", "reviewer"), await work.application()
    hers = await desk(rosa, address("applications", application.id))
    await hers.page.get_by_label("Note for the staff").fill("Which kiln?")
    await hers.forget(SESSION)
    await hers.page.get_by_role("button", name="Add the note").click()

    await hers.page.get_by_role("button", name="Send it now").click()

    await expect(hers.page.get_by_text("you are still signed out")).to_be_visible()
    await ensure_accessible(hers.page)


async def test_every_answer_says_what_a_page_may_do_and_that_it_is_not_kept(desk, work):
    rosa = await desk(work.person("Rosa", "reviewer"))

    statuses, wrong = {}, {}
    for path in (
        "/console/",
        "/console/nothing",
        "/console/signed-in",
        "/console/callback?state=x",
        "/console/sign-in",
        "/console/static/0/nothing.css",
    ):
        answer = await rosa.context.request.get(path, max_redirects=0)
        statuses[path] = answer.status
        said = answer.headers | {
            "policy": set(answer.headers["content-security-policy"].split("; "))
        }
        wrong[path] = {name for name, value in HEADERS.items() if said.get(name) != value}

    assert list(statuses.values()) == [200, 404, 200, 400, 303, 404]
    assert wrong == {path: set() for path in wrong}


async def test_what_a_page_is_made_of_may_be_kept_and_holds_no_script_of_its_own(desk, work):
    rosa = await desk(work.person("Rosa", "reviewer"))

    page = await (await rosa.context.request.get("/console")).text()
    parts = set(re.findall(r"/console/static/[^\"#]+", page))
    kept = [(await rosa.context.request.get(part)).headers for part in parts]

    assert len(parts) >= 2
    assert {"immutable" in each["cache-control"] for each in kept} == {True}
    assert re.findall(r"<script(?![^>]*\ssrc=)", page) == []
    assert re.findall(r"\s(?:on\w+|style)=", page) == []


async def test_another_site_cannot_sign_anybody_out(desk, work):
    rosa = await desk(work.person("Rosa", "reviewer"))

    async with a_foreign_site(f"{rosa.gateway_url}/console/sign-out", {}) as foreign:
        rosa.watch.allow(foreign)
        await rosa.page.goto(foreign)
        await rosa.page.get_by_role("button", name="Win").click()
        await expect(rosa.page.get_by_role("heading", level=1)).to_have_text(
            "You are still signed in"
        )
    await rosa.open("/console")

    await expect(rosa.page.get_by_text("Signed in as Rosa")).to_be_visible()


async def state_of(work, application, reader):
    query = "query($id: ID!) { application(id: $id) { state } }"
    async with work.graph(reader) as graph:
        return (await graph.answer(query, {"id": application.id}))["data"]["application"]["state"]


async def test_another_site_cannot_press_a_button_of_ours(desk, work):
    person, application = work.person("Rosa", "reviewer"), await work.application()
    rosa = await desk(person)
    button = f"{rosa.gateway_url}{address('applications', application.id)}/take"

    async with a_foreign_site(button, {"request_id": "0", "csrf": "guessed"}) as foreign:
        rosa.watch.allow(foreign)
        await rosa.page.goto(foreign)
        async with rosa.page.expect_response(button) as refused:
            await rosa.page.get_by_role("button", name="Win").click()

    assert (await refused.value).status == 403
    assert await state_of(work, application, person) == "SUBMITTED"


@pytest.mark.parametrize("word", ["", "guessed"])
async def test_a_form_without_the_word_of_its_page_changes_nothing_until_it_is_sent_again(
    desk, work, word
):
    person, application = work.person("Rosa", "reviewer"), await work.application()
    rosa = await desk(person, address("applications", application.id))

    await rosa.page.locator("form[data-form=take] input[name=csrf]").evaluate(
        "(input, word) => { if (word) input.value = word; else input.remove(); }", word
    )
    await rosa.page.locator("form[data-form=take] button").click()
    again = rosa.page.get_by_role("button", name="Send it as")
    await expect(again).to_be_visible()
    before = await state_of(work, application, person)
    await ensure_accessible(rosa.page)
    await again.click()
    await expect(rosa.page.get_by_role("status").first).to_be_visible()

    assert before == "SUBMITTED"
    assert await state_of(work, application, person) == "IN_REVIEW"
