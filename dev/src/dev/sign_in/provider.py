"""Codes for whoever was chosen, and tokens for codes."""

import base64
import hashlib
import hmac
import re
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

import jwt

from dev.issuer import Issuer
from dev.sign_in.authorization import Asked, Client
from dev.sign_in.people import Person

CODE_SECONDS = 60.0
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}", re.ASCII)


class NoTokens(Exception):
    """A client gets no tokens, and is told why by one of OAuth's words."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error = error
        self.description = description


@dataclass(frozen=True)
class _Grant:
    asked: Asked
    person: Person
    chosen_at: float


class Provider:
    """Issues codes and tokens. Codes are forgotten with the process; tokens outlive it."""

    def __init__(
        self,
        url: str,
        client: Client,
        issuer: Issuer,
        *,
        lifetime: timedelta,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.url = url
        self.client = client
        self._issuer = issuer
        self._lifetime = lifetime
        self._clock = clock
        self._grants: dict[str, _Grant] = {}

    def discovery(self) -> dict[str, object]:
        """What `/.well-known/openid-configuration` says."""
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/jwks",
            "end_session_endpoint": f"{self.url}/end-session",
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["EdDSA"],
            "token_endpoint_auth_methods_supported": ["none"],
            "code_challenge_methods_supported": ["S256"],
            "scopes_supported": ["openid", "profile", "email"],
            "claims_supported": ["sub", "email", "email_verified", "name", "locale", "roles"],
            "authorization_response_iss_parameter_supported": True,
            "request_uri_parameter_supported": False,
        }

    def jwks(self) -> dict[str, list[dict[str, str]]]:
        """The key of access tokens and id tokens alike."""
        return self._issuer.jwks()

    def code_for(self, asked: Asked, person: Person) -> str:
        """A code that this request's client can change into the person's tokens, once and soon."""
        now = self._clock()
        self._grants = {
            code: grant for code, grant in self._grants.items() if not _is_over(grant, now)
        }
        code = secrets.token_urlsafe(32)
        self._grants[code] = _Grant(asked, person, now)
        return code

    def tokens_for(self, given: Mapping[str, str]) -> dict[str, object]:
        """The answer to the form that `/token` was sent. Raises `NoTokens`."""
        if given.get("client_id") != self.client.client_id:
            raise NoTokens("invalid_client", "client_id is not that of a client")
        for name in ("grant_type", "code", "redirect_uri", "code_verifier"):
            if not given.get(name):
                raise NoTokens("invalid_request", f"{name} is missing")
        if given["grant_type"] != "authorization_code":
            raise NoTokens("unsupported_grant_type", "grant_type must be authorization_code")
        # Gone whatever comes of it: a code that somebody guesses at or sends twice is nobody's.
        grant = self._grants.pop(given["code"], None)
        if grant is None or _is_over(grant, self._clock()):
            raise NoTokens("invalid_grant", "code is unknown, was used, or is too old")
        if given["redirect_uri"] != grant.asked.redirect_uri:
            raise NoTokens("invalid_grant", "redirect_uri is another than the code was sent to")
        if not _answers(given["code_verifier"], grant.asked.challenge):
            raise NoTokens("invalid_grant", "code_verifier is not what the challenge was made of")
        return self._tokens(grant)

    def _tokens(self, grant: _Grant) -> dict[str, object]:
        person = grant.person
        access_token = self._issuer.token(
            person.subject, *person.roles, name=person.name, lifetime=self._lifetime
        )
        said = jwt.decode(access_token, options={"verify_signature": False})
        of_the_person = ("iat", "exp", "sub", "email", "email_verified", "name", "locale", "roles")
        identity = {name: said[name] for name in of_the_person} | {
            "iss": self.url,
            "aud": self.client.client_id,
            "nonce": grant.asked.nonce,
            "auth_time": int(grant.chosen_at),
        }
        return {
            "access_token": access_token,
            "token_type": "Bearer",
            "expires_in": int(self._lifetime.total_seconds()),
            "id_token": self._issuer.sign(identity),
            "scope": "openid profile email",
        }


def _is_over(grant: _Grant, now: float) -> bool:
    return now - grant.chosen_at >= CODE_SECONDS


def _answers(verifier: str, challenge: str) -> bool:
    if not _VERIFIER.fullmatch(verifier):
        return False
    digest = hashlib.sha256(verifier.encode()).digest()
    made = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return hmac.compare_digest(made, challenge)
