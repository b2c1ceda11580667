import base64
import hashlib
from urllib.parse import parse_qs, parse_qsl, urlsplit

import httpx
import pytest

from console.oidc import IssuerAway, Provider, SignInRefused
from console.settings import ConsoleSettings
from console.started import fresh
from tests.support.fake_issuer import URL, FakeIssuer

BACK = "https://handmade.example/console/callback"


def a_provider(issuer, *, url=URL, clock=lambda: 0.0, **settings):
    return Provider(url, ConsoleSettings(**settings), BACK, transport=issuer.transport, clock=clock)


async def granted(issuer, provider=None, started=None, **changes):
    """What comes of a sign-in in which the browser brings an answer with these changes."""
    provider, started = provider or a_provider(issuer), started or fresh("/console")
    query = issuer.sign_in(await provider.authorization_url(started), **changes)
    return await provider.granted(dict(parse_qsl(query)), started)


# To the issuer


async def test_the_browser_is_sent_with_what_the_answer_is_checked_by():
    started = fresh("/console")

    url = await a_provider(FakeIssuer()).authorization_url(started)

    challenge = base64.urlsafe_b64encode(hashlib.sha256(started.verifier.encode()).digest())
    assert dict(parse_qsl(urlsplit(url).query)) == {
        "response_type": "code",
        "client_id": "handmade-console",
        "redirect_uri": BACK,
        "scope": "openid profile email",
        "state": started.state,
        "nonce": started.nonce,
        "code_challenge": challenge.decode().rstrip("="),
        "code_challenge_method": "S256",
    }


async def test_whoever_wants_another_account_is_asked_again():
    provider = a_provider(FakeIssuer())

    url = await provider.authorization_url(fresh("/console"), asks_again=True)

    assert parse_qs(urlsplit(url).query)["prompt"] == ["login"]


async def test_no_two_sign_ins_share_a_secret():
    one, other = fresh("/console"), fresh("/console")

    assert len({one.state, one.nonce, one.verifier, other.state, other.nonce, other.verifier}) == 6
    assert all(43 <= len(each) <= 128 for each in (one.verifier, one.state, one.nonce))


async def test_what_the_issuer_publishes_is_read_once_an_hour():
    issuer, times = FakeIssuer(), [0.0]
    provider = a_provider(issuer, clock=lambda: times[0])

    for moment, reads in ((0, 1), (3599, 1), (3601, 2)):
        times[0] = moment
        await provider.authorization_url(fresh("/console"))
        assert len(issuer.asked) == reads


async def test_an_endpoint_with_a_query_keeps_it():
    issuer = FakeIssuer(authorization_endpoint=f"{URL}/authorize?tenant=7")

    url = await a_provider(issuer).authorization_url(fresh("/console"))

    assert url.startswith(f"{URL}/authorize?tenant=7&response_type=code")


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://another.test"},
        {"issuer": f"{URL}/"},
        {"issuer": None},
        {"authorization_endpoint": None},
        {"authorization_endpoint": "/authorize"},
        {"authorization_endpoint": "http://issuer.test/authorize"},
        {"authorization_endpoint": "javascript:alert(1)//x"},
        {"authorization_endpoint": "https://["},
        {"token_endpoint": ["https://issuer.test/token"]},
        {"token_endpoint": "http://issuer.test/token"},
        {"end_session_endpoint": "http://issuer.test/end"},
    ],
)
async def test_an_issuer_that_publishes_something_else_is_not_believed(metadata):
    with pytest.raises(IssuerAway):
        await a_provider(FakeIssuer(**metadata)).authorization_url(fresh("/console"))


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, text="<h1>Maintenance</h1>"),
        httpx.Response(200, json=["no object"]),
        httpx.Response(200, content=b"\xff\xfe"),
        httpx.Response(200, content=b"[" * 100_000),
        httpx.Response(200, content=b'{"a": "' + b"a" * 2_000_000 + b'"}'),
        httpx.Response(302, headers={"location": "https://evil.test/"}),
        httpx.Response(500, json={}),
        httpx.Response(404, json={}),
        httpx.ConnectError("refused"),
        httpx.ReadTimeout("slow"),
    ],
)
@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token"])
async def test_an_issuer_that_does_not_answer_as_it_should_is_away(answer, path):
    issuer = FakeIssuer()
    issuer.answers[path] = answer

    with pytest.raises(IssuerAway):
        await granted(issuer)


async def test_an_issuer_that_comes_back_is_found():
    issuer = FakeIssuer()
    provider = a_provider(issuer)
    issuer.answers["/.well-known/openid-configuration"] = httpx.ConnectError("refused")
    with pytest.raises(IssuerAway):
        await provider.authorization_url(fresh("/console"))

    issuer.answers.clear()

    assert await provider.authorization_url(fresh("/console"))


async def test_without_an_issuer_nobody_signs_in():
    with pytest.raises(IssuerAway):
        await a_provider(FakeIssuer(), url="").authorization_url(fresh("/console"))


# Back from the issuer


async def test_a_code_becomes_the_tokens_of_whoever_signed_in():
    found = await granted(FakeIssuer())

    assert found.subject == "rena"
    assert found.access_token.count(".") == 2


async def test_a_public_client_has_only_its_name_to_show():
    issuer = FakeIssuer()
    await granted(issuer)

    [exchange] = [asked for asked in issuer.asked if asked.url.path == "/token"]

    form = parse_qs(exchange.content.decode())
    assert form["client_id"] == ["handmade-console"]
    assert "client_secret" not in form
    assert "authorization" not in exchange.headers


async def test_a_client_with_a_secret_shows_it_where_nothing_is_logged():
    issuer = FakeIssuer()
    await granted(issuer, a_provider(issuer, client_id="a b", client_secret="s/e:c"))

    [exchange] = [asked for asked in issuer.asked if asked.url.path == "/token"]

    word = exchange.headers["authorization"].removeprefix("Basic ")
    assert base64.b64decode(word) == b"a+b:s%2Fe%3Ac"
    assert b"client_secret" not in exchange.content


async def test_a_secret_goes_into_the_form_where_the_issuer_wants_that():
    issuer = FakeIssuer(token_endpoint_auth_methods_supported=["client_secret_post"])
    await granted(issuer, a_provider(issuer, client_secret="secret"))

    [exchange] = [asked for asked in issuer.asked if asked.url.path == "/token"]

    assert parse_qs(exchange.content.decode())["client_secret"] == ["secret"]
    assert "authorization" not in exchange.headers


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"error": "access_denied"}, "cancelled"),
        ({"error": "login_required"}, "sign in there first"),
        ({"error": "unheard_of"}, "refused: unheard_of"),
        ({"code": None}, "no answer that could be used"),
        ({"code": "another"}, "used before"),
        ({"iss": "https://another.test"}, "another sign-in service"),
    ],
)
async def test_an_answer_that_signs_nobody_in_says_why(changes, said):
    with pytest.raises(SignInRefused, match=said):
        await granted(FakeIssuer(), **changes)


@pytest.mark.parametrize("error", ["temporarily_unavailable", "server_error"])
async def test_an_issuer_that_cannot_now_is_away(error):
    with pytest.raises(IssuerAway):
        await granted(FakeIssuer(), error=error)


async def test_an_issuer_need_not_name_itself_unless_it_says_that_it_does():
    silent = FakeIssuer()
    promising = FakeIssuer(authorization_response_iss_parameter_supported=True)

    assert await granted(silent, iss=None)
    with pytest.raises(SignInRefused, match="another sign-in service"):
        await granted(promising, iss=None)


async def test_a_code_is_of_no_use_to_who_did_not_begin_the_sign_in():
    issuer = FakeIssuer()
    provider = a_provider(issuer)
    query = dict(parse_qsl(issuer.sign_in(await provider.authorization_url(fresh("/console")))))

    with pytest.raises(SignInRefused):
        await provider.granted(query, fresh("/console"))


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "of another sign-in"},
        {"nonce": None},
        {"nonce": 7},
        {"aud": "somebody-else"},
        {"aud": None},
        {"aud": ["handmade-console", "somebody-else"]},
        {"aud": ["handmade-console", "somebody-else"], "azp": "somebody-else"},
        {"azp": "somebody-else"},
        {"iss": "https://another.test"},
        {"exp": 1},
        {"exp": float("inf")},
        {"exp": None},
        {"nonce": "half of \ud800"},
        {"iat": None},
        {"sub": None},
    ],
)
async def test_an_id_token_that_is_not_for_this_sign_in_proves_nothing(claims):
    issuer = FakeIssuer()
    issuer.identity = claims

    with pytest.raises(SignInRefused, match="does not prove who you are"):
        await granted(issuer)


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": ["handmade-console"]},
        {"azp": "handmade-console"},
        {"aud": ["handmade-console", "another"], "azp": "handmade-console"},
    ],
)
async def test_an_id_token_may_say_twice_whose_it_is(claims):
    issuer = FakeIssuer()
    issuer.identity = claims

    assert (await granted(issuer)).subject == "rena"


@pytest.mark.parametrize(
    "tokens",
    [
        {"id_token": None},
        {"id_token": "no token"},
        {"id_token": "eyJhbGciOiJub25lIn0.e30."},
        {"id_token": FakeIssuer().token("handmade-console", nonce="n")},
        {"access_token": None},
        {"access_token": 7},
        {"access_token": "half of \ud800"},
        {"id_token": "half of \ud800"},
        {"id_token": "eyJraWQiOiJub3cifQ.e30.AA"},
        {"id_token": "W1tb" * 20_000 + ".e30.AA"},
        {"token_type": "mac"},
        {"token_type": None},
    ],
)
async def test_tokens_that_are_not_what_they_should_be_prove_nothing(tokens):
    issuer = FakeIssuer()
    issuer.tokens = tokens

    with pytest.raises(SignInRefused, match="does not prove who you are"):
        await granted(issuer)


# Out again


async def test_an_issuer_can_be_left_where_it_has_a_way():
    url = await a_provider(FakeIssuer()).leaving_url()

    assert url == f"{URL}/end?client_id=handmade-console"


async def test_an_issuer_that_has_no_way_out_or_is_away_offers_none():
    away = FakeIssuer()
    away.answers["/.well-known/openid-configuration"] = httpx.ConnectError("refused")

    assert await a_provider(FakeIssuer(end_session_endpoint=None)).leaving_url() is None
    assert await a_provider(away).leaving_url() is None
