"""Verifies bearer tokens against the issuer's public keys."""

import asyncio
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import httpx
import jwt
import structlog

from chassis.caller import Caller, Role
from chassis.errors import Unauthenticated
from chassis.settings import Settings

log = structlog.get_logger()

ALGORITHMS = ["EdDSA", "RS256"]
LEEWAY_SECONDS = 30
_MAX_LENGTH = 6144
_REFRESH_SECONDS = 10.0
_FRESH_SECONDS = 3600.0
_KEEP_SECONDS = 24 * 3600.0


class TokenRefused(Unauthenticated):
    """The token is not accepted; `why` says what is wrong with it.

    Look up the fact `why` below. For `EXPIRED` get a fresh token and repeat; for anything else
    check issuer, audience and signature of the token your identity provider gave you.
    """

    def __init__(self, why: str, message: str) -> None:
        super().__init__(message, why=why)


def expired() -> TokenRefused:
    """The refusal of a token whose time is over, before a call or in the middle of a stream."""
    return TokenRefused("EXPIRED", "The token has expired. Sign in again.")


class Keys(Protocol):
    """Where public keys come from."""

    async def find(self, key_id: str) -> jwt.PyJWK | None:
        """The key with this id."""
        ...


class FileKeys:
    """The development issuer's keys, in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read = 0
        self._keys: dict[str, jwt.PyJWK] = {}

    async def find(self, key_id: str) -> jwt.PyJWK | None:
        """The key with this id; the file is read again when it changed."""
        try:
            changed = self._path.stat().st_mtime_ns
        except FileNotFoundError:
            return None
        if changed != self._read:
            try:
                self._keys = _keys_in(self._path.read_text())
            except (ValueError, KeyError) as error:
                log.error("keys are not readable", path=str(self._path), error=str(error))
            self._read = changed
        return self._keys.get(key_id)


class IssuerKeys:
    """The keys an OIDC issuer publishes: read every hour and for an unknown id.

    While the issuer is away its last keys hold, for a day at most.
    """

    def __init__(
        self,
        issuer: str,
        clock: Callable[[], float] = time.monotonic,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._issuer = issuer.rstrip("/")
        self._clock = clock
        self._transport = transport
        self._keys: dict[str, jwt.PyJWK] = {}
        self._asked: float | None = None
        self._answered: float | None = None
        self._reading = asyncio.Lock()

    async def find(self, key_id: str) -> jwt.PyJWK | None:
        """The key with this id. The issuer is asked at most once in ten seconds."""
        if key_id not in self._keys or self._age() > _FRESH_SECONDS:
            async with self._reading:
                wanted = key_id not in self._keys or self._age() > _FRESH_SECONDS
                asked_lately = (
                    self._asked is not None and self._clock() - self._asked < _REFRESH_SECONDS
                )
                if wanted and not asked_lately:
                    self._asked = self._clock()
                    await self._refresh()
        return self._keys.get(key_id) if self._age() <= _KEEP_SECONDS else None

    def _age(self) -> float:
        return float("inf") if self._answered is None else self._clock() - self._answered

    async def _refresh(self) -> None:
        try:
            async with httpx.AsyncClient(
                timeout=3, follow_redirects=False, transport=self._transport
            ) as client:
                about = await client.get(f"{self._issuer}/.well-known/openid-configuration")
                about.raise_for_status()
                keys = await client.get(about.json()["jwks_uri"])
                keys.raise_for_status()
            self._keys = _keys_in(keys.text)
            self._answered = self._clock()
        except (
            *(httpx.HTTPError, httpx.InvalidURL),
            *(ValueError, KeyError, TypeError, RecursionError),
        ) as error:
            log.error("issuer does not answer", issuer=self._issuer, error=type(error).__name__)


def _keys_in(text: str) -> dict[str, jwt.PyJWK]:
    found = {}
    for key in json.loads(text)["keys"]:
        try:
            if key["kty"] in ("OKP", "RSA") and key.get("use", "sig") == "sig":
                found[str(key["kid"])] = jwt.PyJWK(key)
        except (KeyError, jwt.PyJWTError) as error:
            # An issuer may publish keys of kinds unknown to us; the others still hold.
            log.warning("key not usable", error=type(error).__name__)
    return found


class Verifier:
    """Turns a bearer token into a caller, or says why not."""

    def __init__(self, keys: Keys, issuer: str, audience: str) -> None:
        self._keys = keys
        self._issuer = issuer
        self._audience = audience

    async def verify(self, token: str) -> Caller:
        """The caller a token speaks for. Fails with `TokenRefused`."""
        if len(token) > _MAX_LENGTH:
            raise TokenRefused("TOO_LONG", "The token is too long.")
        key = await self._key_of(token)
        try:
            claims = jwt.decode(
                token,
                key.key,
                algorithms=[key.algorithm_name],
                audience=self._audience,
                issuer=self._issuer,
                leeway=LEEWAY_SECONDS,
                options={"require": ["exp", "iat", "iss", "aud", "sub"], "strict_aud": True},
            )
        except jwt.ExpiredSignatureError as error:
            raise expired() from error
        except jwt.InvalidAudienceError as error:
            raise TokenRefused("AUDIENCE", "The token was made for somebody else.") from error
        except jwt.InvalidIssuerError as error:
            raise TokenRefused("ISSUER", "The token comes from an unknown issuer.") from error
        except (jwt.InvalidTokenError, OverflowError, RecursionError) as error:
            raise TokenRefused("SIGNATURE", "The token is not valid.") from error
        return _caller(claims, int(claims["exp"]) + LEEWAY_SECONDS)

    async def _key_of(self, token: str) -> jwt.PyJWK:
        try:
            header = jwt.get_unverified_header(token)
        except jwt.InvalidTokenError as error:
            raise TokenRefused("MALFORMED", "The token is not a signed JWT.") from error
        if header.get("alg") not in ALGORITHMS:
            raise TokenRefused("ALGORITHM", "Tokens must be signed with EdDSA or RS256.")
        key = await self._keys.find(str(header.get("kid", "")))
        if key is None or key.algorithm_name != header["alg"]:
            raise TokenRefused("KEY", "The token's key is unknown.")
        return key


def _caller(claims: dict[str, object], expires: float) -> Caller:
    subject, roles, scope = claims["sub"], claims.get("roles", []), claims.get("scope", "")
    if not isinstance(subject, str) or not subject or len(subject) > 200:
        raise TokenRefused("SUBJECT", "The token names nobody.")
    if not isinstance(roles, list) or not isinstance(scope, str):
        raise TokenRefused("CLAIMS", "The token's roles or scope are malformed.")
    known = {role.value for role in Role}
    return Caller(
        subject=subject,
        email=str(claims.get("email") or ""),
        email_verified=claims.get("email_verified") is True,
        name=str(claims.get("name") or ""),
        locale=str(claims.get("locale") or ""),
        roles=frozenset(Role(role) for role in roles if isinstance(role, str) and role in known),
        scopes=frozenset(scope.split()),
        expires=expires,
    )


def verifier(settings: Settings) -> Verifier:
    """The verifier a process uses: the issuer's keys, or in development the local issuer's."""
    keys: Keys = (
        IssuerKeys(settings.issuer)
        if settings.issuer
        else FileKeys(settings.data_dir / "keys" / "jwks.json")
    )
    return Verifier(keys, settings.issuer_name, settings.audience)


def bearer(header: str) -> str:
    """The token in an `authorization` header, empty when there is none."""
    if not header:
        return ""
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise TokenRefused("SCHEME", "The authorization header must be `Bearer <token>`.")
    return token.strip()
