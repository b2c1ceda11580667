"""What surrounds every page: who may come in, what is kept of what was typed, what is said."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape

import httpx
import pytest
from starlette.responses import JSONResponse

from chassis.settings import Settings
from console import app
from console.assembly import assembled
from console.graph import Graph
from console.session import Session
from console.settings import ConsoleSettings
from console.visit import Acting, Visiting

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SECRET = "a secret of at least thirty-two characters"
TYPED = '</textarea><script>alert("x")</script>\n\n{{ 7*7 }} '


class Clock:
    now = NOW

    def __call__(self):
        return self.now


class Provider:
    async def leaving_url(self):
        return None


async def graph(scope, receive, send):
    """Answers everything, as an operation of nobody's."""
    await JSONResponse({"data": {}})(scope, receive, send)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def parts(clock, tmp_path):
    settings = Settings(secret=SECRET, data_dir=tmp_path)
    made = assembled(settings, ConsoleSettings(), Graph(graph), None, "http://console.test", clock)
    return replace(made, provider=Provider())


@pytest.fixture
async def browser(parts):
    console = app.create(parts)
    console.state.sent = []

    async def sign_in(visit_as, request, response):
        parts.sessions.write(response, session(visit_as))
        parts.csrf.keep(request, response)

    @console.get("/as/{who}")
    async def become(who: str, request: app.Request):
        response = JSONResponse({})
        await sign_in(who, request, response)
        return response

    @console.get("/form")
    async def form(visit: Visiting):
        return JSONResponse({"csrf": visit.parts.csrf.token(visit.request, visit.me.subject)})

    @console.post("/form")
    async def sent(visit: Acting):
        console.state.sent.append((visit.me.subject, dict(visit.form.typed)))
        return JSONResponse({"ok": True})

    @console.get("/broken")
    async def broken():
        raise KeyError("a secret of ours")

    transport = httpx.ASGITransport(console, raise_app_exceptions=False)
    async with httpx.AsyncClient(
        transport=transport,
        base_url="http://console.test",
        headers={"origin": "http://console.test"},
    ) as client:
        client.sent = console.state.sent
        yield client


def session(subject):
    ends = NOW + timedelta(hours=8)
    return Session(subject, subject.title(), f"{subject}@x.example", frozenset({"pr"}), "t", ends)


async def form_of(browser, subject):
    """A form as it stands in somebody's page."""
    await browser.get(f"/as/{subject}")
    return {"csrf": (await browser.get("/form")).json()["csrf"], "text": TYPED}


def fields_in(page):
    """What a page would send again, as a browser reads it: a line end after the tag is none."""
    found = re.findall(r'<textarea name="(\w+)" hidden>\n?(.*?)</textarea>', page.text, re.DOTALL)
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.text)
    return {name: unescape(value) for name, value in [*found, *hidden]}


async def test_a_page_asks_to_sign_in_first_and_remembers_where_somebody_wanted_to_go(browser):
    answer = await browser.get("/form?number=2&of=a b")

    assert answer.status_code == 303
    assert answer.headers["location"] == "/console/sign-in?next=%2Fform%3Fnumber%3D2%26of%3Da%2520b"


async def test_a_form_reaches_its_page_with_what_was_typed(browser):
    sent = await form_of(browser, "paul")

    answer = await browser.post("/form", data=sent)

    assert answer.json() == {"ok": True}
    assert browser.sent == [("paul", {"text": [TYPED]})]


async def test_what_was_typed_outlives_the_session_and_is_sent_after_signing_in_again(
    browser, clock
):
    sent = await form_of(browser, "paul")
    clock.now += timedelta(hours=9)

    refused = await browser.post("/form", data=sent)

    assert refused.status_code == 401
    assert "<script>alert" not in refused.text
    again = fields_in(refused)
    assert again == sent | {"once_more": "yes"}
    assert "still signed out" not in refused.text
    assert browser.sent == []

    too_early = await browser.post("/form", data=again)
    assert too_early.status_code == 401
    assert "It was not sent: you are still signed out" in too_early.text
    assert too_early.text.count('name="once_more"') == 1
    assert fields_in(too_early) == again

    clock.now = NOW
    await browser.get("/as/paul")
    assert (await browser.post("/form", data=again)).json() == {"ok": True}


async def test_what_one_person_typed_is_not_sent_as_another_unless_they_say_so(browser):
    sent = await form_of(browser, "paul")
    await browser.get("/as/rosa")

    asked = await browser.post("/form", data=sent)

    assert asked.status_code == 409
    assert "Send it as Rosa" in asked.text
    assert browser.sent == []

    await browser.post("/form", data=fields_in(asked))
    assert browser.sent == [("rosa", {"text": [TYPED]})]


async def test_whoever_lost_their_cookies_is_not_called_somebody_else_and_can_send_it(browser):
    sent = await form_of(browser, "paul")
    browser.cookies.delete("handmade-browser")

    asked = await browser.post("/form", data=sent)

    assert asked.status_code == 409
    assert "This browser has forgotten" in asked.text
    assert "Somebody else" not in asked.text
    assert browser.sent == []

    await browser.post("/form", data=fields_in(asked))
    assert browser.sent == [("paul", {"text": [TYPED]})]


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://elsewhere.test"},
        {"origin": "null"},
        {"origin": "", "sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
async def test_a_form_of_another_site_is_refused(browser, headers):
    sent = await form_of(browser, "paul")

    assert (await browser.post("/form", data=sent, headers=headers)).status_code == 403
    assert browser.sent == []


async def test_a_form_without_its_token_is_asked_about(browser):
    await form_of(browser, "paul")

    assert (await browser.post("/form", data={"text": "x"})).status_code == 409
    assert browser.sent == []


async def test_a_stream_ends_with_the_session_and_does_not_come_back(browser):
    assert (await browser.get("/live/application")).status_code == 204


async def test_there_is_no_stream_of_anything_else(browser):
    await browser.get("/as/paul")

    assert (await browser.get("/live/secrets")).status_code == 404


async def test_what_is_not_there_says_so_in_a_page(browser):
    await browser.get("/as/paul")

    answer = await browser.get("/nowhere")

    assert answer.status_code == 404
    assert "<h1" in answer.text


async def test_who_opens_the_address_of_a_button_sees_its_page(browser):
    answer = await browser.get("/applications/QQ==/take")

    assert (answer.status_code, answer.headers["location"]) == (303, "/applications/QQ==")


async def test_what_broke_is_not_shown_to_whoever_asked(browser):
    await browser.get("/as/paul")

    answer = await browser.get("/broken")

    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "<h1" in answer.text


@pytest.mark.parametrize(
    "path", ["/form", "/nowhere", "/broken", "/live/application", "/signed-in"]
)
async def test_every_answer_is_guarded(browser, path):
    answer = await browser.get(path)

    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-frame-options"] == "DENY"


async def test_a_stream_is_of_topics_that_there_are(browser):
    await browser.get("/as/paul")

    assert (await browser.get("/live/application,press_release")).status_code == 200
    assert (await browser.get("/live/application,secrets")).status_code == 404
    assert (await browser.get("/live/application,")).status_code == 404


async def test_more_fields_than_any_form_has_are_told_in_a_page(browser):
    sent = await form_of(browser, "paul")

    answer = await browser.post("/form", data=sent | {f"field{n}": "x" for n in range(1500)})

    assert answer.status_code == 413
    assert "Too much at once" in answer.text


async def test_a_text_longer_than_any_form_is_told_in_a_page_however_it_comes(browser):
    sent = await form_of(browser, "paul")
    long = f"csrf={sent['csrf']}&text={'a' * (5 * 1024 * 1024)}".encode()

    async def pieces():
        for start in range(0, len(long), 65_536):
            yield long[start : start + 65_536]

    kind = {"content-type": "application/x-www-form-urlencoded"}
    for body in (long, pieces()):
        answer = await browser.post("/form", content=body, headers=kind)

        assert answer.status_code == 413
        assert "what you typed is still there" in answer.text
    assert browser.sent == []


@pytest.mark.parametrize(
    "kind",
    [
        "multipart/form-data; boundary=a",
        "multipart/form-data; boundary=a; charset=undefined",
        "multipart/form-data",
        "text/plain",
        "application/json",
        "",
    ],
)
async def test_what_no_form_of_ours_sends_is_not_read(browser, kind):
    sent = await form_of(browser, "paul")
    body = f'--a\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n{sent["csrf"]}\r\n--a--\r\n'

    answer = await browser.post("/form", content=body, headers={"content-type": kind})

    assert answer.status_code == 415
    assert "<h1" in answer.text
    assert browser.sent == []


@pytest.mark.parametrize("charset", ["undefined", "idna", "unicode_escape", "utf-16"])
async def test_a_form_is_read_in_one_character_set_alone(browser, charset):
    sent = await form_of(browser, "paul")
    kind = {"content-type": f"application/x-www-form-urlencoded; charset={charset}"}

    await browser.post(
        "/form", content=f"csrf={sent['csrf']}&text=%C3%A9\\ud800%ff&none=", headers=kind
    )

    assert browser.sent == [("paul", {"text": ["é\\ud800�"], "none": [""]})]


async def test_the_head_of_a_page_is_that_of_the_page(browser):
    await browser.get("/as/paul")

    for path in ("/signed-in", "/nowhere"):
        page, head = await browser.get(path), await browser.head(path)

        assert head.status_code == page.status_code
        assert head.headers["content-type"] == page.headers["content-type"]
        assert "content-security-policy" in head.headers
        assert head.content == b""
    assert (await browser.head("/live/application")).status_code == 404
