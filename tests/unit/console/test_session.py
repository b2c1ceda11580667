import base64
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.responses import Response

from console.session import Session, Sessions

SECRET = "a secret of thirty-two characters"
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
LONGEST_TOKEN = 6144

texts = st.text(max_size=200)
sessions_of_anybody = st.builds(
    Session,
    subject=st.text(min_size=1, max_size=200),
    name=texts,
    email=texts,
    roles=st.frozensets(st.sampled_from(["reviewer", "support", "pr", "pr_lead", "admin"])),
    token=st.text("abcXYZ019-_.", max_size=LONGEST_TOKEN),
    expires=st.just(NOW + timedelta(hours=1)),
)


class Browser:
    """Keeps cookies as browsers do."""

    def __init__(self):
        self.cookies = {}
        self.sent = []

    def take(self, response):
        for name, value in response.raw_headers:
            if name == b"set-cookie":
                self.sent.append(value.decode("latin-1"))
                pair, *attributes = self.sent[-1].split("; ")
                name, _, value = pair.partition("=")
                if "Max-Age=0" in attributes:
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = value.strip('"')

    def request(self):
        pairs = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return a_request(pairs.encode())


def a_request(cookie):
    return Request({"type": "http", "headers": [(b"cookie", cookie)]})


def a_session(**changes):
    known = {
        "subject": "rena",
        "name": "Rena Ito",
        "email": "rena@example.com",
        "roles": frozenset({"reviewer", "support"}),
        "token": "head.body.signature",
        "expires": NOW + timedelta(hours=8),
    }
    return Session(**known | changes)


def some_sessions(secret=SECRET, now=NOW, is_secure=True):
    return Sessions(secret, is_secure=is_secure, now=lambda: now)


def signed_in(session, sessions=None):
    browser, response = Browser(), Response()
    (sessions or some_sessions()).write(response, session)
    browser.take(response)
    return browser


def test_a_session_comes_back_as_it_was_written():
    browser = signed_in(a_session())

    assert some_sessions().read(browser.request()) == a_session()


@given(sessions_of_anybody)
def test_whoever_signs_in_fits_into_cookies_that_browsers_keep(session):
    browser = signed_in(session)

    assert max(map(len, browser.sent)) < 4096
    assert some_sessions().read(browser.request()) == session


def test_the_longest_that_somebody_can_be_called_fits_too():
    worst = a_session(
        subject="\x01" * 200, name="\x01" * 5000, email="\x01" * 5000, token="t" * LONGEST_TOKEN
    )

    read = some_sessions().read(signed_in(worst).request())

    assert (read.subject, read.token) == (worst.subject, worst.token)
    assert (len(read.name), len(read.email)) == (200, 320)


def test_nobody_reads_the_token_in_the_cookie():
    browser = signed_in(a_session())

    [word] = browser.cookies.values()
    # In the word itself any four letters may come together.
    seen = (word, base64.urlsafe_b64decode(word + "=" * (-len(word) % 4)).decode("latin-1"))
    assert not any(said in it for it in seen for said in ("head.body", "rena@example.com"))


def test_production_keeps_the_cookie_from_scripts_other_sites_and_subdomains():
    browser = signed_in(a_session())

    assert browser.sent
    for cookie in browser.sent:
        name, *attributes = cookie.split("; ")
        assert name.startswith("__Host-handmade-session-")
        assert {"HttpOnly", "Path=/", "SameSite=lax", "Secure"} <= set(attributes)
        assert not any(attribute.startswith("Domain") for attribute in attributes)


def test_development_has_no_tls_and_so_no_prefix():
    sessions = some_sessions(is_secure=False)
    browser = signed_in(a_session(), sessions)

    assert all(cookie.startswith("handmade-session-") for cookie in browser.sent)
    assert not any("Secure" in cookie for cookie in browser.sent)
    assert sessions.read(browser.request()) == a_session()


def test_a_session_ends_with_its_token():
    browser = signed_in(a_session(expires=NOW + timedelta(hours=1)))

    def read_at(**later):
        return some_sessions(now=NOW + timedelta(**later)).read(browser.request())

    assert read_at(minutes=59)
    assert read_at(minutes=60) is None
    assert "Max-Age=3600" in browser.sent[0]


def test_a_shorter_session_leaves_nothing_of_a_longer_one():
    browser = signed_in(a_session(token="t" * LONGEST_TOKEN))
    before = len(browser.cookies)

    response = Response()
    some_sessions().write(response, a_session())
    browser.take(response)

    assert (before, len(browser.cookies)) == (3, 1)
    assert some_sessions().read(browser.request()) == a_session()


def test_signing_out_leaves_nothing():
    browser = signed_in(a_session(token="t" * LONGEST_TOKEN))

    response = Response()
    some_sessions().clear(response)
    browser.take(response)

    assert browser.cookies == {}


def test_without_a_cookie_nobody_is_signed_in():
    assert some_sessions().read(Request({"type": "http", "headers": []})) is None


def test_a_cookie_that_was_altered_anywhere_is_nobodys():
    browser = signed_in(a_session())
    [(name, word)] = browser.cookies.items()

    for place in range(len(word)):
        browser.cookies[name] = (
            f"{word[:place]}{'A' if word[place] != 'A' else 'B'}{word[place + 1 :]}"
        )
        assert some_sessions().read(browser.request()) is None, place


@pytest.mark.parametrize("change", [lambda word: word[:-1], lambda word: word + "A", lambda _: "="])
def test_a_cookie_that_was_cut_or_lengthened_is_nobodys(change):
    browser = signed_in(a_session())
    browser.cookies = {name: change(word) for name, word in browser.cookies.items()}

    assert some_sessions().read(browser.request()) is None


def test_parts_of_two_sessions_make_none():
    one = signed_in(a_session(token="t" * LONGEST_TOKEN))
    other = signed_in(a_session(subject="ben", token="u" * LONGEST_TOKEN))
    name = sorted(one.cookies)[1]

    one.cookies[name] = other.cookies[name]

    assert some_sessions().read(one.request()) is None


def test_a_part_that_is_missing_ends_the_session():
    for number in range(3):
        browser = signed_in(a_session(token="t" * LONGEST_TOKEN))
        del browser.cookies[f"__Host-handmade-session-{number}"]
        assert some_sessions().read(browser.request()) is None


def test_another_secret_opens_nothing():
    browser = signed_in(a_session(), some_sessions(secret="another secret of enough letters"))

    assert some_sessions().read(browser.request()) is None


@given(st.binary(max_size=300), st.sampled_from([b"", b"; __Host-handmade-session-1="]))
def test_whatever_stands_in_the_cookie_reading_it_never_fails(garbage, between):
    cookie = b"__Host-handmade-session-0=" + garbage + between + garbage

    assert some_sessions().read(a_request(cookie)) is None
    assert some_sessions().read(a_request(garbage)) is None
