"""The console as an OpenID Connect client: authorization code flow with PKCE.

Written with httpx and PyJWT, which check access tokens too (docs/decisions/0016-console.md).
"""

import asyncio
import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, urlencode, urlsplit

import httpx
import jwt
import structlog

from chassis.tokens import ALGORITHMS, LEEWAY_SECONDS, IssuerKeys
from console.settings import ConsoleSettings
from console.started import Started

log = structlog.get_logger()

_FRESH_SECONDS = 3600.0
_SECONDS = 5.0
# All of it together, however slowly an answer drips.
_SECONDS_IN_ALL = 10.0
_MOST_BYTES = 1024 * 1024
# What reading JSON and tokens raises that nobody honest would write: numbers and depths without
# end, halves of characters.
_ODD = (ValueError, OverflowError, RecursionError)

_SAID = {
    "access_denied": "The sign-in was cancelled, or you are not allowed to sign in.",
    "login_required": "The sign-in service wants you to sign in there first.",
    "interaction_required": "The sign-in service wants to ask you something first.",
    "consent_required": "The sign-in service wants your consent first.",
    "account_selection_required": "The sign-in service wants you to choose an account first.",
    "invalid_grant": "The sign-in took too long, or its answer was used before.",
}
_AWAY = frozenset({"temporarily_unavailable", "server_error"})


class IssuerAway(Exception):
    """The issuer does not answer, or not as OpenID Connect says; it may later."""


class SignInRefused(Exception):
    """Nobody is signed in by this; the message says to a person why."""


@dataclass(frozen=True)
class Granted:
    """What a code was exchanged for."""

    access_token: str
    subject: str
    """Whom the id token names."""


@dataclass(frozen=True)
class _Metadata:
    authorization_endpoint: str
    token_endpoint: str
    end_session_endpoint: str
    is_secret_in_form: bool
    names_itself: bool


class Provider:
    """An issuer at which staff sign in. What it publishes is read once an hour."""

    def __init__(
        self,
        issuer: str,
        settings: ConsoleSettings,
        redirect_uri: str,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._issuer = issuer
        self._settings = settings
        self._redirect_uri = redirect_uri
        self._transport = transport
        self._clock = clock
        self._keys = IssuerKeys(issuer, clock, transport)
        self._known: _Metadata | None = None
        self._read_at = 0.0
        self._reading = asyncio.Lock()

    async def authorization_url(self, started: Started, *, asks_again: bool = False) -> str:
        """Returns where the browser goes to sign in. Fails with `IssuerAway`.

        With `asks_again` the issuer does not take whoever is signed in there for granted.
        """
        metadata = await self._metadata()
        query = {
            "response_type": "code",
            "client_id": self._settings.client_id,
            "redirect_uri": self._redirect_uri,
            "scope": self._settings.scope,
            "state": started.state,
            "nonce": started.nonce,
            "code_challenge": _base64(hashlib.sha256(started.verifier.encode()).digest()),
            "code_challenge_method": "S256",
        } | ({"prompt": "login"} if asks_again else {})
        return _with(metadata.authorization_endpoint, query)

    async def leaving_url(self) -> str | None:
        """Returns where somebody can sign out of the issuer too, if it is there and has that."""
        try:
            metadata = await self._metadata()
        except IssuerAway:
            return None
        if not metadata.end_session_endpoint:
            return None
        return _with(metadata.end_session_endpoint, {"client_id": self._settings.client_id})

    async def granted(self, answer: Mapping[str, str], started: Started) -> Granted:
        """Returns what the issuer's answer to a sign-in is worth.

        Fails with `SignInRefused` or `IssuerAway`.
        """
        metadata = await self._metadata()
        issuer = answer.get("iss", "" if metadata.names_itself else self._issuer)
        if issuer != self._issuer:
            raise SignInRefused("The answer came from another sign-in service.")
        if error := answer.get("error"):
            raise _refusal(error)
        code = answer.get("code")
        if not code:
            raise SignInRefused("The sign-in service sent no answer that could be used.")
        tokens = await self._exchange(metadata, code, started)
        claims = await self._identity(str(tokens.get("id_token") or ""), started)
        access_token = tokens.get("access_token")
        is_bearer = str(tokens.get("token_type", "")).lower() == "bearer"
        if not isinstance(access_token, str) or not access_token.isascii() or not is_bearer:
            raise _unusable("no bearer token")
        return Granted(access_token, claims["sub"])

    async def _exchange(
        self, metadata: _Metadata, code: str, started: Started
    ) -> Mapping[str, object]:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._redirect_uri,
            "code_verifier": started.verifier,
        }
        name, secret = self._settings.client_id, self._settings.client_secret.get_secret_value()
        headers = {"accept": "application/json"}
        if secret and not metadata.is_secret_in_form:
            both = f"{quote_plus(name)}:{quote_plus(secret)}".encode()
            headers["authorization"] = f"Basic {base64.b64encode(both).decode()}"
        else:
            form |= {"client_id": name} | ({"client_secret": secret} if secret else {})
        status, body = await self._ask("POST", metadata.token_endpoint, headers, form)
        if status == httpx.codes.OK:
            return body
        error = str(body.get("error", ""))
        if status >= 500 or not error:
            raise self._away("its token endpoint failed", status=status)
        log.warning("sign-in refused by the token endpoint", error=error[:100])
        raise _refusal(error)

    async def _identity(self, token: str, started: Started) -> Mapping[str, Any]:
        name = self._settings.client_id
        try:
            header = jwt.get_unverified_header(token)
            key = await self._keys.find(str(header.get("kid", "")))
            if header.get("alg") not in ALGORITHMS or key is None:
                raise _unusable("algorithm or key")
            claims = jwt.decode(
                token,
                key.key,
                algorithms=[key.algorithm_name],
                audience=name,
                issuer=self._issuer,
                leeway=LEEWAY_SECONDS,
                options={"require": ["exp", "iat", "iss", "aud", "sub", "nonce"]},
            )
        except (jwt.InvalidTokenError, *_ODD) as error:
            raise _unusable(type(error).__name__) from error
        party, is_for_several = claims.get("azp"), claims["aud"] not in (name, [name])
        if party != name and (is_for_several or party is not None):
            raise _unusable("made for others too")
        if not hmac.compare_digest(
            str(claims["nonce"]).encode(errors="replace"), started.nonce.encode()
        ):
            raise _unusable("nonce")
        return claims

    async def _metadata(self) -> _Metadata:
        async with self._reading:
            if self._known is None or self._clock() - self._read_at > _FRESH_SECONDS:
                self._known = await self._discovered()
                self._read_at = self._clock()
            return self._known

    async def _discovered(self) -> _Metadata:
        if not self._issuer:
            raise self._away("HANDMADE_CONSOLE_ISSUER is not set")
        url = f"{self._issuer.rstrip('/')}/.well-known/openid-configuration"
        status, about = await self._ask("GET", url, {"accept": "application/json"})
        if status != httpx.codes.OK:
            raise self._away("its discovery document is not there", status=status)
        if about.get("issuer") != self._issuer:
            raise self._away("its discovery document is another's", names=about.get("issuer"))
        methods = about.get("token_endpoint_auth_methods_supported")
        return _Metadata(
            self._endpoint(about, "authorization_endpoint"),
            self._endpoint(about, "token_endpoint"),
            self._endpoint(about, "end_session_endpoint")
            if about.get("end_session_endpoint")
            else "",
            isinstance(methods, list)
            and "client_secret_post" in methods
            and "client_secret_basic" not in methods,
            about.get("authorization_response_iss_parameter_supported") is True,
        )

    def _endpoint(self, about: Mapping[str, object], name: str) -> str:
        url = about.get(name)
        try:
            parts = urlsplit(url) if isinstance(url, str) else urlsplit("")
        except ValueError:
            parts = urlsplit("")
        # Nobody is sent to where others can listen, unless the issuer itself is there.
        if not parts.netloc or parts.scheme not in {"https", urlsplit(self._issuer).scheme}:
            raise self._away("an endpoint is not usable", endpoint=name)
        return str(url)

    async def _ask(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        form: Mapping[str, str] | None = None,
    ) -> tuple[int, Mapping[str, object]]:
        try:
            async with (
                asyncio.timeout(_SECONDS_IN_ALL),
                httpx.AsyncClient(
                    timeout=_SECONDS, follow_redirects=False, transport=self._transport
                ) as client,
            ):
                status, raw = await self._read(client, method, url, headers, form)
            body = json.loads(raw)
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, *_ODD) as error:
            raise self._away("it does not answer", error=type(error).__name__) from error
        if not isinstance(body, dict):
            raise self._away("it answers no object")
        return status, body

    async def _read(
        self,
        client: httpx.AsyncClient,
        method: str,
        url: str,
        headers: Mapping[str, str],
        form: Mapping[str, str] | None,
    ) -> tuple[int, bytes]:
        raw = bytearray()
        async with client.stream(method, url, headers=headers, data=form) as response:
            async for piece in response.aiter_bytes():
                raw += piece
                if len(raw) > _MOST_BYTES:
                    raise self._away("it answers too much")
        return response.status_code, bytes(raw)

    def _away(self, what: str, **facts: object) -> IssuerAway:
        log.error("sign-in is not possible", issuer=self._issuer, why=what, **facts)
        return IssuerAway(what)


def _refusal(error: str) -> Exception:
    if error in _AWAY:
        return IssuerAway(error)
    known = _SAID.get(error)
    return SignInRefused(known or f"The sign-in service refused: {error[:100]}.")


def _unusable(why: str) -> SignInRefused:
    log.warning("id token refused", why=why)
    return SignInRefused("The sign-in service sent an answer that does not prove who you are.")


def _with(url: str, query: Mapping[str, str]) -> str:
    return f"{url}{'&' if '?' in url else '?'}{urlencode(query)}"


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
