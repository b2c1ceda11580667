"""That the tests in the browser see what they watch for."""

import re

import pytest
from playwright.async_api import expect

from tests.support import hostile_text
from tests.support.console import Desk
from tests.support.keyboard import by_keyboard
from tests.support.looks import ensure_accessible, photograph

GATEWAY = "http://127.0.0.1:1"
PAGE = "<!doctype html><html lang=en><title>A page</title><main><h1>A page</h1>{}</main>"


@pytest.fixture
async def desk(chromium):
    """A browser before which there is no marketplace."""
    desk = await Desk.opened(chromium, GATEWAY, "http://127.0.0.1:2")
    yield desk
    await desk.close()


async def shown(desk, body):
    await desk.page.set_content(PAGE.format(body))
    return desk.page


async def test_what_goes_wrong_is_seen(desk):
    async with desk.context.expect_event("requestfailed"):
        await shown(
            desk,
            "<script>console.error('oh'); alert('hello'); setTimeout(() => { throw Error('no') })"
            "</script><img alt='' src='http://elsewhere.invalid/a.png'>",
        )
    await expect(desk.page.locator("img")).to_be_attached()
    await desk.page.evaluate("() => new Promise(done => setTimeout(done))")

    complaints = "\n".join(desk.watch.complaints())
    for expected in ("oh", "dialog", "script failed: no", "a.png failed", "asked of http://else"):
        assert expected in complaints


async def test_what_is_expected_is_no_complaint(desk):
    desk.watch.expect(r"asked for trouble")

    await shown(desk, "<script>console.error('asked for trouble')</script>")

    assert desk.watch.complaints() == []


@pytest.mark.parametrize(
    "body",
    [
        *hostile_text.SCRIPTS[:2],
        f'<input value="{hostile_text.SCRIPTS[2]}">',
        f"<a href='{hostile_text.SCRIPTS[7]}'>a</a>",
        "<p>1337</p>",
    ],
)
async def test_text_that_became_more_than_text_is_seen(desk, body):
    page = await shown(desk, body)

    with pytest.raises(AssertionError, match="about:blank"):
        await hostile_text.ensure_harmless(page)


async def test_text_that_stayed_text_is_told_from_text_that_is_not_there(desk):
    page = await shown(desk, "<p>&lt;script&gt; {{7*191}}</p><textarea>\nنص</textarea>")

    await hostile_text.ensure_harmless(page)
    await hostile_text.ensure_verbatim(page, "<script> {{7*191}}\nنص")
    with pytest.raises(AssertionError, match=r"does not show\n&lt;"):
        await hostile_text.ensure_verbatim(page, "&lt;script")


async def test_a_page_that_scrolls_sideways_is_seen(desk, tmp_path):
    page = await shown(desk, "<div style='width: 1000px'>wide</div>")

    with pytest.raises(AssertionError, match=r"at 820: \d+ > 820 because of <div"):
        await photograph(page, "wide", tmp_path)

    assert page.viewport_size["width"] == 1280
    names = {f"wide-{width}-{scheme}.png" for width in (1280, 820) for scheme in ("light", "dark")}
    assert {each.name for each in tmp_path.iterdir()} == names


async def test_what_a_screen_reader_cannot_say_is_seen_in_the_scheme_that_has_it(desk):
    grey = "<style>@media (prefers-color-scheme: dark) { p { color: #444; background: #333 } }"
    page = await shown(desk, f"{grey}</style><p>Grey on grey</p>")

    with pytest.raises(AssertionError, match=r"in dark: color-contrast") as caught:
        await ensure_accessible(page)

    assert "in light" not in str(caught.value)


async def test_the_keyboard_goes_by_the_names_that_are_said(desk):
    page = await shown(
        desk, "<button>One</button><details><summary>More</summary><input aria-label=Two></details>"
    )
    keys = await by_keyboard(page)

    await keys.reach("More", "DisclosureTriangle")
    await keys.press("Enter")
    await keys.reach("Two")
    await keys.type("typed")
    await keys.reach("One", backwards=True)

    assert await keys.here() == ("button", "One")
    await expect(page.get_by_label("Two")).to_have_value("typed")
    with pytest.raises(AssertionError, match=re.escape("no stop is named 'Three'")):
        await keys.reach("Three")


async def test_a_focus_that_nobody_sees_is_none(desk):
    page = await shown(desk, "<button style='outline: none'>One</button>")

    with pytest.raises(AssertionError, match="nobody sees"):
        await (await by_keyboard(page)).reach("One")
