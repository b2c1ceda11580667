from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount

from chassis.settings import Settings
from chassis.tokens import IssuerKeys, Verifier
from console import sign_in
from console.assembly import assembled
from console.graph import Graph
from console.oidc import Provider
from console.settings import ConsoleSettings
from console.sign_in import inside
from tests.support.fake_issuer import URL, FakeIssuer

SECRET = "a secret of thirty-two characters"
BASE = "http://127.0.0.1:8000"


class Clock:
    def __init__(self):
        self.now = datetime.now(UTC)

    def __call__(self):
        return self.now

    def passes(self, **time):
        self.now += timedelta(**time)


class Console:
    """The sign-in's routes, and a browser that follows nothing by itself."""

    def __init__(self, issuer, *, url=URL, base=BASE, **settings):
        self.issuer = issuer
        self.clock = Clock()
        console = ConsoleSettings(**settings)
        verifier = Verifier(IssuerKeys(URL, transport=issuer.transport), URL, "handmade")
        called_back = f"{base}{sign_in.CALLBACK}"
        self.parts = replace(
            assembled(
                Settings(secret=SECRET), console, Graph(Starlette()), verifier, base, self.clock
            ),
            provider=Provider(url, console, called_back, transport=issuer.transport),
        )
        app = FastAPI()
        app.include_router(sign_in.routes(self.parts))
        app.add_api_route("/who", self._who)
        mounted = Starlette(routes=[Mount("/console", app)])
        self.browser = httpx.AsyncClient(
            transport=httpx.ASGITransport(mounted), base_url=BASE, follow_redirects=False
        )

    async def _who(self, request: Request) -> Response:
        session = self.parts.sessions.read(request)
        csrf = self.parts.csrf.token(request, session.subject) if session else ""
        return JSONResponse({"who": session and session.subject, "csrf": csrf})

    async def who(self):
        return (await self.browser.get("/console/who")).json()["who"]

    async def csrf(self):
        return (await self.browser.get("/console/who")).json()["csrf"]

    async def begin(self, **query):
        """Where the issuer is asked to sign somebody in."""
        answer = await self.browser.get("/console/sign-in", params=query)
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    async def back(self, query):
        return await self.browser.get(f"/console/callback?{query}")

    async def sign_in(self, wanted="/console", **changes):
        return await self.back(self.issuer.sign_in(await self.begin(next=wanted), **changes))

    async def sign_out(self, **headers):
        headers = headers or {"origin": BASE}
        return await self.browser.post("/console/sign-out", headers=headers)


@pytest.fixture
def issuer():
    return FakeIssuer()


@pytest.fixture
async def console(issuer):
    made = Console(issuer)
    yield made
    await made.browser.aclose()


# In


async def test_whoever_signs_in_comes_to_where_they_wanted(console):
    answer = await console.sign_in("/console/applications/QTox?tab=photos")

    assert answer.status_code == 303
    assert answer.headers["location"] == "/console/applications/QTox?tab=photos"
    assert await console.who() == "rena"


async def test_a_session_is_what_the_access_token_says(console, issuer):
    issuer.roles = ["support", "admin", "unheard-of"]
    await console.sign_in()

    request = Request({"type": "http", "headers": [(b"cookie", _cookies(console))]})
    session = console.parts.sessions.read(request)

    assert (session.name, session.email) == ("Rena", "rena@example.com")
    assert session.roles == {"support", "admin"}
    assert session.token.count(".") == 2


async def test_a_session_ends_with_its_token(console, issuer):
    # By the console's clock, which stands still; the issuer's goes on.
    issuer.access = {"exp": int(console.clock.now.timestamp()) + 600}
    await console.sign_in()

    console.clock.passes(minutes=9)
    assert await console.who() == "rena"
    console.clock.passes(minutes=1)
    assert await console.who() is None


async def test_a_token_that_ends_in_no_year_is_a_session_like_others(console, issuer):
    issuer.access = {"exp": 253_402_300_900_000}

    await console.sign_in()

    assert await console.who() == "rena"


async def test_a_token_of_a_week_is_no_session_of_a_week(issuer):
    issuer.lifetime = 7 * 24 * 3600
    console = Console(issuer, session_hours=2)
    await console.sign_in()

    console.clock.passes(hours=1)
    assert await console.who() == "rena"
    console.clock.passes(hours=1)
    assert await console.who() is None


async def test_two_tabs_can_sign_in_at_once(console, issuer):
    one, other = await console.begin(next="/console/one"), await console.begin(next="/console/two")

    second, first = issuer.sign_in(other), issuer.sign_in(one)

    assert (await console.back(second)).headers["location"] == "/console/two"
    assert (await console.back(first)).headers["location"] == "/console/one"


async def test_tabs_that_were_left_do_not_fill_the_browser(console, issuer):
    begun = []
    for number in range(7):
        begun.append(await console.begin(next=f"/console/{number}"))
        console.clock.passes(seconds=1)

    kept = [name for name in console.browser.cookies if "sign-in" in name]

    assert len(kept) == 4
    assert (await console.back(issuer.sign_in(begun[6]))).status_code == 303
    assert (await console.back(issuer.sign_in(begun[2]))).status_code == 400


async def test_a_form_survives_a_new_sign_in_of_the_same_person(console, issuer):
    await console.sign_in()
    before = await console.csrf()

    await console.sign_in()
    assert await console.csrf() == before

    issuer.subject = "ben"
    await console.sign_in()
    assert await console.csrf() != before


async def test_a_page_opened_by_another_name_of_this_machine_signs_in_by_the_first(console):
    answer = await console.browser.get(
        "http://localhost:8000/console/sign-in", params={"next": "/console/mail"}
    )

    assert answer.status_code == 303
    assert answer.headers["location"] == f"{BASE}/console/sign-in?next=%2Fconsole%2Fmail"
    assert not console.browser.cookies


# Not in


async def test_an_answer_is_taken_once(console, issuer):
    query = issuer.sign_in(await console.begin())
    await console.back(query)

    again = await console.back(query)

    assert again.status_code == 400
    assert "This sign-in is over" in again.text
    assert 'href="/console/sign-in?next=%2Fconsole"' in again.text
    assert await console.who() == "rena"


async def test_an_answer_that_comes_too_late_is_not_taken(console, issuer):
    query = issuer.sign_in(await console.begin())
    console.clock.passes(minutes=11)

    answer = await console.back(query)

    assert (answer.status_code, await console.who()) == (400, None)


async def test_an_answer_of_another_browser_signs_nobody_in(console, issuer):
    query = issuer.sign_in(await Console(issuer).begin())

    answer = await console.back(query)

    assert (answer.status_code, await console.who()) == (400, None)


@pytest.mark.parametrize(
    "query", ["", "state=", "code=1&state=a", "error=%3Cscript%3E", "state=%00"]
)
async def test_an_answer_to_nothing_signs_nobody_in(console, query):
    answer = await console.back(query)

    assert answer.status_code == 400
    assert "<script>" not in answer.text.replace('<script type="module"', "")


async def test_a_state_that_was_altered_is_unknown(console, issuer):
    begun = await console.begin()

    answer = await console.back(issuer.sign_in(begun, state="another"))

    assert (answer.status_code, await console.who()) == (400, None)


@settings(max_examples=10)
@given(st.binary(max_size=100))
async def test_whatever_stands_in_the_cookie_of_a_sign_in_it_is_unknown(garbage):
    console = Console(FakeIssuer())
    query = console.issuer.sign_in(await console.begin())
    [name] = console.browser.cookies
    headers = {"cookie": name.encode() + b"=" + garbage}
    console.browser.cookies.clear()

    answer = await console.browser.get(f"/console/callback?{query}", headers=headers)

    assert answer.status_code == 400


async def test_whoever_cancels_is_told_and_can_begin_anew(console):
    answer = await console.sign_in("/console/mail", error="access_denied", code=None)

    assert answer.status_code == 400
    assert "The sign-in was cancelled" in answer.text
    assert "/console/sign-in?next=%2Fconsole%2Fmail&amp;again=1" in answer.text
    assert await console.who() is None


async def test_what_the_issuer_says_is_text(console):
    answer = await console.sign_in(error="<script>alert(1)</script>", code=None)

    assert "&lt;script&gt;alert(1)" in answer.text


async def test_an_id_token_about_somebody_else_signs_nobody_in(console, issuer):
    issuer.identity = {"sub": "ben"}

    answer = await console.sign_in()

    assert (answer.status_code, await console.who()) == (400, None)
    assert "two different people" in answer.text


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another"},
        {"iss": "https://another.test"},
        {"exp": 1},
        {"exp": float("inf")},
        {"sub": None},
        {"roles": 7},
    ],
)
async def test_an_access_token_that_the_graph_would_refuse_signs_nobody_in(console, issuer, claims):
    issuer.access = claims

    answer = await console.sign_in()

    assert (answer.status_code, await console.who()) == (400, None)
    assert "not accepted by the marketplace" in answer.text


@pytest.mark.parametrize("roles", [[], ["maker"], ["buyer", "partner"], ["service"]])
async def test_the_console_is_for_staff(console, issuer, roles):
    issuer.roles = roles

    answer = await console.sign_in()

    assert answer.status_code == 403
    assert "The console is for staff" in answer.text
    assert "Rena (rena@example.com)" in answer.text
    assert "ask your team lead" in answer.text
    assert 'action="/console/sign-out"' in answer.text
    assert await console.who() is None


async def test_whoever_is_not_staff_does_not_go_on_as_who_was_there_before(console, issuer):
    await console.sign_in()

    issuer.subject, issuer.roles = "maker", ["maker"]
    await console.sign_in()

    assert await console.who() is None


@pytest.mark.parametrize("role", ["reviewer", "support", "pr", "pr_lead", "stakeholder", "admin"])
async def test_every_role_of_the_staff_signs_in(console, issuer, role):
    issuer.roles = [role]

    await console.sign_in()

    assert await console.who() == "rena"


async def test_while_the_issuer_is_away_a_page_says_so(console, issuer):
    issuer.answers["/.well-known/openid-configuration"] = httpx.ConnectError("refused")

    answer = await console.browser.get("/console/sign-in", params={"next": "/console/mail"})

    assert answer.status_code == 503
    assert "Nobody can sign in at the moment" in answer.text
    assert 'href="/console/sign-in?next=%2Fconsole%2Fmail"' in answer.text
    assert "refused" not in answer.text


async def test_an_issuer_that_goes_away_in_the_middle_is_not_blamed_on_anybody(console, issuer):
    issuer.answers["/token"] = httpx.ReadTimeout("slow")

    answer = await console.sign_in()

    assert (answer.status_code, await console.who()) == (503, None)


# Out


async def test_whoever_signs_out_leaves_nothing_in_the_browser(console):
    await console.sign_in()
    await console.begin()

    answer = await console.sign_out()

    assert answer.status_code == 200
    assert dict(console.browser.cookies) == {}
    assert f'href="{URL}/end?client_id=handmade-console"' in answer.text


async def test_whoever_signs_out_while_the_issuer_is_away_is_out_as_well(issuer):
    console = Console(issuer)
    await console.sign_in()
    elsewhere = Console(FakeIssuer(issuer="https://another.test"))
    elsewhere.browser.cookies = console.browser.cookies

    answer = await elsewhere.sign_out()

    assert answer.status_code == 200
    assert "/end" not in answer.text
    assert await elsewhere.who() is None


@pytest.mark.parametrize(
    "headers", [{"origin": "https://evil.test"}, {"sec-fetch-site": "cross-site"}]
)
async def test_another_site_signs_nobody_out(console, headers):
    await console.sign_in()

    answer = await console.sign_out(**headers)

    assert answer.status_code == 403
    assert await console.who() == "rena"


async def test_no_link_signs_anybody_out(console):
    await console.sign_in()

    answer = await console.browser.get("/console/sign-out")

    assert answer.status_code == 405
    assert await console.who() == "rena"


# Where to, afterwards


@pytest.mark.parametrize(
    "wanted",
    [
        "/console",
        "/console/",
        "/console?mine=1",
        "/console/applications/QTox%3D%3D",
        "/console/mail?q=a//b#top",
        "/console/signed-in",
        "/console/...",
    ],
)
def test_a_page_of_the_console_is_come_back_to(wanted):
    assert inside(wanted) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        "",
        "/",
        "//evil.test",
        "//evil.test/console",
        "/\\evil.test",
        "/console\\..\\..\\evil",
        "\\\\evil.test",
        "https://evil.test/console",
        "HTTPS://127.0.0.1:8000/console",
        "javascript:alert(1)",
        "console",
        "/consoles",
        "/console.evil.test",
        "/console@evil.test",
        "%2F%2Fevil.test",
        "/%2Fevil.test",
        "/console%2F..%2F..",
        "/console/../graphql",
        "/console/%2e%2E/graphql",
        "/console/./x",
        "/console//evil.test",
        "/console\r\nset-cookie: a=b",
        "/console\t/x",
        "\t//evil.test",
        " /console",
        "/console/\x00",
        "/console/\u202e",
        "/console/é",
        "/console/sign-in?next=/console",
        "/console/sign-out/",
        "/console/sign%2Din",
        "/console/%73ign-in?next=/console",
        "/console/callbac%6B%2F",
        "/console/callback?state=a",
        "/console/" + "a" * 1000,
    ],
)
def test_nobody_is_sent_anywhere_else(wanted):
    assert inside(wanted) == "/console"


@given(st.text())
def test_whatever_a_link_says_it_leads_into_the_console(wanted):
    for tried in (wanted, f"/console{wanted}", f"/console/{wanted}"):
        found = httpx.URL(BASE).join(inside(tried))
        assert str(found).startswith(f"{BASE}/console")


async def test_a_sign_in_that_a_stranger_linked_to_ends_in_the_console(console):
    answer = await console.sign_in("//evil.test/console")

    assert answer.headers["location"] == "/console"


async def test_the_one_who_signs_in_is_asked_again_only_if_they_want_that(console):
    usual, again = await console.begin(), await console.begin(again="1")

    assert "prompt" not in parse_qs(urlsplit(usual).query)
    assert parse_qs(urlsplit(again).query)["prompt"] == ["login"]


def _cookies(console):
    return "; ".join(f"{name}={value}" for name, value in console.browser.cookies.items()).encode()
