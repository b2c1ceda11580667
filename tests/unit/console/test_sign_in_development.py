"""The console signs in at the development issuer as it does at any other."""

from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from chassis.tokens import FileKeys, Verifier
from console.oidc import Provider, SignInRefused
from console.settings import ConsoleSettings
from console.started import fresh
from dev.issuer import ISSUER, Issuer
from dev.sign_in import app, provider
from dev.sign_in.authorization import Client

URL = "http://127.0.0.1:8001"
GATEWAY_PORT = 8000


@pytest.fixture
def issuer(tmp_path):
    """The development issuer's application, whose keys are in a folder."""
    client = Client.at("http", GATEWAY_PORT)
    lifetime = timedelta(hours=8)
    return app.create(provider.Provider(URL, client, Issuer(tmp_path), lifetime=lifetime))


def a_provider(issuer):
    back = f"http://127.0.0.1:{GATEWAY_PORT}/console/callback"
    return Provider(URL, ConsoleSettings(), back, transport=httpx.ASGITransport(issuer))


async def chosen(issuer, url, **choice):
    """The query with which the browser comes back after a choice on the issuer's page."""
    transport = httpx.ASGITransport(issuer)
    async with httpx.AsyncClient(transport=transport, base_url=URL) as browser:
        shown = await browser.get(url)
        assert shown.status_code == 200, shown.text
        answer = await browser.post(url, data=choice)
    assert answer.status_code == 303, answer.text
    return dict(parse_qsl(urlsplit(answer.headers["location"]).query))


async def test_whoever_is_chosen_is_signed_in(issuer, tmp_path):
    console, started = a_provider(issuer), fresh("/console")
    url = await console.authorization_url(started)

    answer = await chosen(issuer, url, subject="rena", name="Rena Ito", roles="reviewer")
    granted = await console.granted(answer, started)

    verifier = Verifier(FileKeys(tmp_path / "jwks.json"), ISSUER, "handmade")
    caller = await verifier.verify(granted.access_token)
    assert answer["state"] == started.state
    assert (granted.subject, caller.subject, caller.name) == ("rena", "rena", "Rena Ito")
    assert caller.roles == {"reviewer"}


async def test_whoever_chooses_nobody_is_not(issuer):
    console, started = a_provider(issuer), fresh("/console")
    url = await console.authorization_url(started, asks_again=True)

    with pytest.raises(SignInRefused, match="cancelled"):
        await console.granted(await chosen(issuer, url, cancel="yes"), started)


async def test_the_issuer_can_be_left(issuer):
    assert (await a_provider(issuer).leaving_url()).startswith(f"{URL}/end-session")
