"""The development issuer speaks OAuth's words: each refusal, and the way that works."""

from datetime import timedelta

import httpx
import jwt
import pytest

from dev.issuer import Issuer
from dev.sign_in.app import create
from dev.sign_in.authorization import Client
from dev.sign_in.provider import CODE_SECONDS, Provider
from tests.support.signing_in import (
    NONCE,
    STATE,
    a_request,
    a_token_request,
    authorize,
    challenge,
    sent_back,
)

URL = "http://127.0.0.1:9000"
BACK = "http://127.0.0.1:8000/console/callback"


class Clock:
    now = 1_900_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def issuer(tmp_path_factory):
    return Issuer(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
async def browser(issuer, clock):
    provider = Provider(
        URL, Client.at("http", 8000), issuer, lifetime=timedelta(hours=8), clock=clock
    )
    transport = httpx.ASGITransport(create(provider))
    async with httpx.AsyncClient(transport=transport, base_url=URL) as client:
        yield client


async def a_code(browser, person="reviewer", **changes):
    answer = await browser.post(authorize(a_request(BACK, **changes)), data={"person": person})
    return sent_back(answer)["code"]


async def tokens(browser, code, /, **changes):
    return await browser.post("/token", data=a_token_request(code, BACK, **changes))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param({"client_id": "another"}, "No client is named", id="another client"),
        pytest.param({"client_id": None}, "No client is named", id="no client"),
        pytest.param({"redirect_uri": None}, "Nobody is sent back to", id="nowhere to go back to"),
        pytest.param(
            {"redirect_uri": "http://evil.example/console/callback"},
            "Nobody is sent back to",
            id="another host",
        ),
        pytest.param(
            {"redirect_uri": f"{BACK}/../../graphql"}, "Nobody is sent back to", id="a way around"
        ),
        pytest.param({"redirect_uri": f"{BACK}?a=b"}, "Nobody is sent back to", id="more of it"),
        pytest.param(
            {"redirect_uri": "http://127.0.0.1:8001/console/callback"},
            "Nobody is sent back to",
            id="another port",
        ),
    ],
)
async def test_whoever_is_not_our_client_is_told_on_a_page_and_sent_nowhere(browser, changes, said):
    for method in ("GET", "POST"):
        answer = await browser.request(method, authorize(a_request(BACK, **changes)))

        assert answer.status_code == 400
        assert said in answer.text
        assert "location" not in answer.headers


async def test_what_a_request_says_twice_of_its_client_is_not_believed(browser):
    twice = [*a_request(BACK).items(), ("redirect_uri", "http://evil.example/")]

    answer = await browser.get(authorize(twice))

    assert answer.status_code == 400
    assert "twice" in answer.text


@pytest.mark.parametrize(
    ("changes", "error", "named"),
    [
        ({"response_type": "token"}, "unsupported_response_type", "response_type"),
        ({"response_type": None}, "invalid_request", "response_type"),
        ({"response_mode": "fragment"}, "invalid_request", "response_mode"),
        ({"scope": "profile"}, "invalid_scope", "openid"),
        ({"scope": None}, "invalid_scope", "openid"),
        ({"nonce": None}, "invalid_request", "nonce"),
        ({"state": ""}, "invalid_request", "state"),
        ({"code_challenge": None}, "invalid_request", "code_challenge"),
        ({"code_challenge": "short"}, "invalid_request", "code_challenge"),
        ({"code_challenge": challenge() + "A"}, "invalid_request", "code_challenge"),
        ({"code_challenge_method": "plain"}, "invalid_request", "S256"),
        ({"code_challenge_method": None}, "invalid_request", "code_challenge_method"),
        ({"prompt": "none"}, "login_required", "choose"),
        ({"request": "eyJ"}, "request_not_supported", "request"),
    ],
)
async def test_our_client_is_told_what_is_wrong_with_its_request(browser, changes, error, named):
    for method in ("GET", "POST"):
        answer = await browser.request(method, authorize(a_request(BACK, **changes)))

        back = sent_back(answer)
        assert back["error"] == error
        assert named in back["error_description"]
        assert back["iss"] == URL
        assert back.get("state", "") == changes.get("state", STATE)
        assert "code" not in back


async def test_a_parameter_that_is_given_twice_is_refused(browser):
    answer = await browser.get(authorize([*a_request(BACK).items(), ("nonce", "another")]))

    assert sent_back(answer)["error"] == "invalid_request"


async def test_the_page_has_a_button_for_each_person_and_runs_no_script(browser):
    answer = await browser.get(authorize(a_request(BACK)))

    assert answer.status_code == 200
    for subject in ("reviewer", "reviewer-2", "support", "pr", "pr-2", "pr_lead", "stakeholder"):
        assert f'name="person" value="{subject}"' in answer.text
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "form-action 'self' http://127.0.0.1:8000" in policy
    assert "script" not in policy + answer.text
    assert answer.headers["cache-control"] == "no-store"


async def test_nothing_of_a_request_becomes_a_part_of_the_page(browser):
    answer = await browser.get(authorize(a_request(BACK, login_hint='"><script>alert(1)</script>')))

    assert "<script>" not in answer.text


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"person": "nobody"}, "Nobody is named"),
        ({"subject": "", "roles": "pr"}, "Subject:"),
        ({"subject": "a b", "roles": "pr"}, "Subject:"),
        ({"subject": "ada@pots.example", "roles": "pr"}, "Subject:"),
        ({"subject": "ada", "name": "A" * 101, "roles": "pr"}, "Name:"),
        ({"subject": "ada", "name": "A\u202eb", "roles": "pr"}, "Name:"),
        ({"subject": "ada"}, "Roles: at least one"),
        ({"subject": "ada", "roles": ["pr", "king"]}, "Roles: none but"),
        ({"subject": "catalog", "roles": "service"}, "Roles: none but"),
    ],
)
async def test_who_cannot_be_is_refused_on_the_page_which_keeps_what_was_typed(browser, form, said):
    answer = await browser.post(authorize(a_request(BACK)), data=form)

    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{form.get("subject", "")}"' in answer.text
    assert "checked" in answer.text or "pr" not in form.get("roles", "")


async def test_who_goes_back_is_sent_back_without_a_code(browser):
    answer = await browser.post(authorize(a_request(BACK)), data={"cancel": "yes"})

    back = sent_back(answer)
    assert (back["error"], back["state"]) == ("access_denied", STATE)


async def test_a_code_becomes_the_tokens_of_who_was_chosen(browser, issuer, clock):
    # given
    code = await a_code(browser, "pr_lead")

    # when
    answer = await tokens(browser, code)

    # then
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    given = answer.json()
    assert (given["token_type"], given["expires_in"]) == ("Bearer", 8 * 3600)
    key = jwt.PyJWK((await browser.get("/jwks")).json()["keys"][0])
    access = jwt.decode(given["access_token"], key, algorithms=["EdDSA"], audience="handmade")
    identity = jwt.decode(
        given["id_token"], key, algorithms=["EdDSA"], audience="handmade-console", issuer=URL
    )
    made = jwt.decode(issuer.token("pr_lead", "pr_lead"), key, audience="handmade")
    assert without_times(access) == without_times(made)
    assert identity.pop("auth_time") == int(clock.now)
    assert without_times(identity) == {
        "iss": URL,
        "aud": "handmade-console",
        "nonce": NONCE,
        "sub": "pr_lead",
        "name": "Pr Lead",
        "email": "pr_lead@example.com",
        "email_verified": True,
        "locale": "en",
        "roles": ["pr_lead"],
    }


def without_times(claims):
    return {name: value for name, value in claims.items() if name not in ("iat", "exp")}


async def test_anybody_can_be_described(browser):
    form = {"subject": "zoe-3", "name": "Zoë Nguyễn", "roles": ["pr", "reviewer"]}
    answer = await browser.post(authorize(a_request(BACK)), data=form)

    given = (await tokens(browser, sent_back(answer)["code"])).json()

    said = jwt.decode(given["access_token"], options={"verify_signature": False})
    assert (said["sub"], said["name"]) == ("zoe-3", "Zoë Nguyễn")
    assert said["roles"] == ["pr", "reviewer"]


@pytest.mark.parametrize(
    ("changes", "status", "error"),
    [
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": None}, 400, "invalid_request"),
        ({"client_id": "another"}, 401, "invalid_client"),
        ({"client_id": None}, 401, "invalid_client"),
        ({"code": None}, 400, "invalid_request"),
        ({"code": "guessed"}, 400, "invalid_grant"),
        ({"redirect_uri": None}, 400, "invalid_request"),
        ({"redirect_uri": "http://localhost:8000/console/callback"}, 400, "invalid_grant"),
        ({"code_verifier": None}, 400, "invalid_request"),
        ({"code_verifier": "w" * 43}, 400, "invalid_grant"),
        ({"code_verifier": "v" * 42}, 400, "invalid_grant"),
        ({"code_verifier": challenge()}, 400, "invalid_grant"),
        ({"code_verifier": "ä" * 43}, 400, "invalid_grant"),
    ],
)
async def test_a_client_is_told_why_it_gets_no_tokens(browser, changes, status, error):
    code = await a_code(browser)

    answer = await tokens(browser, code, **changes)

    assert answer.status_code == status
    assert answer.json()["error"] == error
    assert answer.headers["cache-control"] == "no-store"


async def test_a_code_is_good_once(browser):
    code = await a_code(browser)
    assert (await tokens(browser, code)).status_code == 200

    again = await tokens(browser, code)

    assert again.json()["error"] == "invalid_grant"


async def test_a_code_that_was_tried_with_a_wrong_verifier_is_lost(browser):
    code = await a_code(browser)
    await tokens(browser, code, code_verifier="w" * 43)

    assert (await tokens(browser, code)).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(("seconds", "status"), [(CODE_SECONDS - 1, 200), (CODE_SECONDS, 400)])
async def test_a_code_is_good_for_a_minute(browser, clock, seconds, status):
    code = await a_code(browser)
    clock.now += seconds

    assert (await tokens(browser, code)).status_code == status


async def test_a_body_that_is_no_form_is_refused(browser):
    answer = await browser.post("/token", json=a_token_request("code", BACK))

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


async def test_a_client_that_shows_a_secret_is_refused(browser):
    code = await a_code(browser)

    answer = await browser.post(
        "/token", data=a_token_request(code, BACK), auth=("handmade-console", "secret")
    )

    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


async def test_a_name_of_somebody_elses_that_leads_here_is_refused(browser):
    answer = await browser.get(authorize(a_request(BACK)), headers={"host": "evil.example"})

    assert answer.status_code == 400


async def test_discovery_names_what_is_there(browser):
    found = (await browser.get("/.well-known/openid-configuration")).json()

    assert found["issuer"] == URL
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri", "end_session_endpoint"):
        assert (await browser.get(found[name])).status_code != 404
    assert (await browser.get(found["end_session_endpoint"])).status_code == 200
