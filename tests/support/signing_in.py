"""A client of the development issuer, as the console is one."""

import base64
import hashlib
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx

VERIFIER = "v" * 43
STATE, NONCE = "the-state", "the-nonce"


def challenge(verifier: str = VERIFIER) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode()[:43]


def a_request(redirect_uri: str, /, **changes: str | None) -> dict[str, str]:
    """The parameters of a sound request, less those that are changed to None."""
    sound = {
        "client_id": "handmade-console",
        "redirect_uri": redirect_uri,
        "response_type": "code",
        "scope": "openid profile email",
        "state": STATE,
        "nonce": NONCE,
        "code_challenge": challenge(),
        "code_challenge_method": "S256",
    }
    return {name: value for name, value in (sound | changes).items() if value is not None}


def authorize(parameters: dict[str, str] | list[tuple[str, str]]) -> str:
    return f"/authorize?{urlencode(parameters)}"


def sent_back(answer: httpx.Response) -> dict[str, str]:
    """What the URL says that the browser is sent back to."""
    assert answer.status_code == 303, answer.text
    return dict(parse_qsl(urlsplit(answer.headers["location"]).query))


def a_token_request(code: str, redirect_uri: str, /, **changes: str | None) -> dict[str, str]:
    sound = {
        "grant_type": "authorization_code",
        "client_id": "handmade-console",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": VERIFIER,
    }
    return {name: value for name, value in (sound | changes).items() if value is not None}
