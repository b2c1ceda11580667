import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from console import security
from console.security import Csrf

SECRET = "a secret of thirty-two characters"


def a_request(method="POST", **headers):
    told = {"host": "handmade.example"} | headers
    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in told.items()]
    return Request({"type": "http", "method": method, "headers": pairs})


# Where a form was sent from


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://handmade.example"},
        {"origin": "https://handmade.example", "sec_fetch_site": "same-origin"},
        {"origin": "https://HANDMADE.example"},
        {"sec_fetch_site": "same-origin"},
        # Typed into the address bar or reloaded by hand.
        {"sec_fetch_site": "none"},
        {"host": "127.0.0.1:8000", "origin": "http://127.0.0.1:8000"},
    ],
)
def test_a_form_of_ours_is_ours(headers):
    assert security.is_ours(a_request(**headers))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "null"},
        {"origin": ""},
        {"origin": "https://evil.example"},
        {"origin": "https://handmade.example.evil.example"},
        {"origin": "https://sub.handmade.example"},
        {"origin": "https://handmade.example:8443"},
        {"origin": "https://handmade.example@evil.example"},
        {"origin": "https://["},
        {"origin": "handmade.example"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": "cross-site", "origin": "https://handmade.example"},
        {"sec_fetch_site": "same-origin", "origin": "https://evil.example"},
        {"host": "", "origin": "https://"},
    ],
)
def test_a_form_of_anybody_else_is_not(headers):
    assert not security.is_ours(a_request(**headers))


def test_a_link_from_anywhere_may_lead_to_a_page():
    assert security.is_ours(a_request("GET", sec_fetch_site="cross-site"))
    assert not security.is_ours(a_request("DELETE", sec_fetch_site="cross-site"))


# Form tokens


def in_browser(cookies=None, *, is_secure=True):
    """A request of the browser after it was told to keep what we gave it."""
    response = Response()
    Csrf(SECRET, is_secure=is_secure).keep(a_request(cookie=cookies or ""), response)
    return a_request(cookie=response.headers["set-cookie"].partition(";")[0])


def test_a_form_passes_for_whom_and_where_it_was_shown():
    csrf, browser = Csrf(SECRET, is_secure=True), in_browser()

    token = csrf.token(browser, "rena")

    assert csrf.holds(token, browser, "rena")


def test_a_form_outlives_the_sign_in_it_was_shown_in():
    csrf, browser = Csrf(SECRET, is_secure=True), in_browser()
    token = csrf.token(browser, "rena")

    signed_in_again = in_browser(browser.headers["cookie"])

    assert csrf.holds(token, signed_in_again, "rena")


def test_a_form_of_one_person_is_no_form_of_another():
    csrf, browser = Csrf(SECRET, is_secure=True), in_browser()

    assert not csrf.holds(csrf.token(browser, "rena"), browser, "ben")


def test_a_form_of_one_browser_is_no_form_of_another():
    csrf = Csrf(SECRET, is_secure=True)

    assert not csrf.holds(csrf.token(in_browser(), "rena"), in_browser(), "rena")


def test_a_token_of_another_secret_does_not_hold():
    browser = in_browser()
    token = Csrf("another secret of enough letters", is_secure=True).token(browser, "rena")

    assert not Csrf(SECRET, is_secure=True).holds(token, browser, "rena")


@pytest.mark.parametrize("cookie", ["", "__Host-handmade-browser=", "__Host-handmade-browser=a"])
def test_without_a_browser_that_is_known_no_form_passes(cookie):
    csrf, nowhere = Csrf(SECRET, is_secure=True), a_request(cookie=cookie)

    assert not csrf.holds(csrf.token(nowhere, "rena"), nowhere, "rena")


@given(st.text())
def test_whatever_stands_in_its_place_is_no_token(given_one):
    assert not Csrf(SECRET, is_secure=True).holds(given_one, in_browser(), "rena")


def test_whoever_signs_out_leaves_no_browser_that_is_known():
    csrf, response = Csrf(SECRET, is_secure=True), Response()

    csrf.clear(response)

    assert response.headers["set-cookie"].startswith('__Host-handmade-browser=""; HttpOnly; Max-A')
    assert "Max-Age=0" in response.headers["set-cookie"]


# Headers


async def framing(request):
    return PlainTextResponse(
        "mail", headers={"content-security-policy": security.policy(frame_src="'self'")}
    )


async def plain(request):
    return PlainTextResponse("page")


APP = Starlette(
    routes=[Route("/", plain), Route("/mail", framing)], middleware=[Middleware(security.Headers)]
)


async def headers_of(path):
    transport = httpx.ASGITransport(APP)
    async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
        return (await client.get(path)).headers


@pytest.mark.parametrize("path", ["/", "/not-there"])
async def test_every_answer_keeps_others_out(path):
    headers = await headers_of(path)

    directives = dict(each.split(" ", 1) for each in headers["content-security-policy"].split("; "))
    assert directives["default-src"] == directives["frame-ancestors"] == "'none'"
    assert directives["script-src"] == directives["style-src"] == "'self'"
    assert not {"'unsafe-inline'", "'unsafe-eval'", "*"} & set(
        " ".join(directives.values()).split()
    )
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


async def test_forms_of_ours_are_sent_with_their_origin():
    assert (await headers_of("/"))["referrer-policy"] == "same-origin"


async def test_a_page_may_need_one_thing_more():
    policy = (await headers_of("/mail"))["content-security-policy"]

    assert policy == f"{security.policy()}; frame-src 'self'"
