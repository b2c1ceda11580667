"""What a client may ask of `/authorize`, and how it is told that it may not.

RFC 6749 section 4.1, with PKCE (RFC 7636) and OpenID Connect Core section 3.1.2. `state` and
`nonce`, which those leave to the client, are required here: ours is to send them.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from dev.ports import HOST

CLIENT_ID = "handmade-console"
# SHA-256 in base64url without padding.
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


@dataclass(frozen=True)
class Client:
    """Who may send people here, and where they are sent back to: nowhere else."""

    client_id: str
    home: str
    redirect_uris: frozenset[str]

    @classmethod
    def at(cls, scheme: str, gateway_port: int) -> "Client":
        """The console of the gateway at this port, by either name of the loopback address."""
        origins = [f"{scheme}://{name}:{gateway_port}" for name in (HOST, "localhost")]
        callbacks = frozenset(f"{origin}/console/callback" for origin in origins)
        return cls(CLIENT_ID, f"{origins[0]}/console", callbacks)


@dataclass(frozen=True)
class Asked:
    """A sound request that somebody be signed in."""

    redirect_uri: str
    state: str
    nonce: str
    challenge: str

    def back(self, issuer: str, **answer: str) -> str:
        """Where the browser goes with an answer, which says whose it is (RFC 9207)."""
        return f"{self.redirect_uri}?{urlencode({**answer, 'state': self.state, 'iss': issuer})}"


class Unsafe(Exception):
    """Whoever asks is not our client, so nobody is sent anywhere: a person is told why."""


class Refused(Exception):
    """Our client is told what is wrong with its request, by one of OAuth's words."""

    def __init__(self, error: str, description: str, redirect_uri: str, state: str) -> None:
        super().__init__(description)
        self._answer = {"error": error, "error_description": description}
        self._redirect_uri = redirect_uri
        self._state = state

    def back(self, issuer: str) -> str:
        """Where the browser goes with the refusal."""
        state = {"state": self._state} if self._state else {}
        return f"{self._redirect_uri}?{urlencode({**self._answer, **state, 'iss': issuer})}"


def asked(client: Client, parameters: Iterable[tuple[str, str]]) -> Asked:
    """The request in the query of an URL. Raises `Unsafe` or `Refused`."""
    pairs = list(parameters)
    given = dict(pairs)
    twice = {name for name in given if sum(name == other for other, _ in pairs) > 1}
    redirect_uri = _redirect_uri(client, given, twice)
    state = "" if "state" in twice else given.get("state", "")
    wrong = _wrong(given, twice)
    if wrong:
        raise Refused(*wrong, redirect_uri, state)
    return Asked(redirect_uri, state, given["nonce"], given["code_challenge"])


def _redirect_uri(client: Client, given: Mapping[str, str], twice: set[str]) -> str:
    if twice & {"client_id", "redirect_uri"}:
        raise Unsafe("The request says twice which client it comes from, or where to go back to.")
    if given.get("client_id") != client.client_id:
        raise Unsafe(f"No client is named {given.get('client_id', '')!r}.")
    redirect_uri = given.get("redirect_uri", "")
    if redirect_uri not in client.redirect_uris:
        known = " and ".join(sorted(client.redirect_uris))
        raise Unsafe(f"Nobody is sent back to {redirect_uri!r}, only to {known}.")
    return redirect_uri


def _wrong(given: Mapping[str, str], twice: set[str]) -> tuple[str, str] | None:
    if twice:
        return "invalid_request", f"{min(twice)} is given twice"
    for name in ("request", "request_uri", "registration"):
        if name in given:
            return f"{name}_not_supported", f"{name} is not supported"
    for name in ("response_type", "state", "nonce", "code_challenge", "code_challenge_method"):
        if not given.get(name):
            return "invalid_request", f"{name} is missing"
    if given["response_type"] != "code":
        return "unsupported_response_type", "response_type must be code"
    if given.get("response_mode", "query") != "query":
        return "invalid_request", "response_mode must be query"
    if given["code_challenge_method"] != "S256":
        return "invalid_request", "code_challenge_method must be S256"
    if not _CHALLENGE.fullmatch(given["code_challenge"]):
        return "invalid_request", "code_challenge is not a SHA-256 in base64url without padding"
    if "openid" not in given.get("scope", "").split():
        return "invalid_scope", "scope must have openid"
    if "none" in given.get("prompt", "").split():
        return "login_required", "nobody is signed in here: a person must choose who they are"
    return None
