"""The local issuer: signs the tokens that development and tests sign in with."""

import base64
import hashlib
import json
import os
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from dev.problem import Problem

ISSUER = "handmade-local"
ROLES = (
    "buyer",
    "maker",
    "reviewer",
    "support",
    "pr",
    "pr_lead",
    "stakeholder",
    "partner",
    "admin",
    "service",
)
PROCESSES = ("applications", "catalog", "messaging", "pr_review", "gateway")
LIFETIME = timedelta(hours=8)
SERVICE_TOKEN_LIFETIME = timedelta(hours=24)


def default_name(subject: str) -> str:
    """What somebody is called of whom only the subject is known."""
    return subject.replace("-", " ").replace("_", " ").title()


class Issuer:
    """Signs tokens with the key in a folder, which is made at the first use."""

    def __init__(self, folder: Path, *, audience: str = "handmade") -> None:
        self.folder = folder
        self._audience = audience
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._key = _key(folder / "issuer.pem")
        self._kid = _thumbprint(self._key)
        _write(folder / "jwks.json", json.dumps(self.jwks(), indent=2))
        if not (folder / "secret").exists():
            _write(folder / "secret", secrets.token_urlsafe(32))

    def jwks(self) -> dict[str, list[dict[str, str]]]:
        """The public key, as verifiers read it."""
        key = _public(self._key) | {"kid": self._kid, "alg": "EdDSA", "use": "sig"}
        return {"keys": [key]}

    def token(
        self,
        subject: str,
        *roles: str,
        now: datetime | None = None,
        lifetime: timedelta = LIFETIME,
        email: str | None = None,
        name: str | None = None,
        scope: Sequence[str] = (),
        locale: str = "en",
    ) -> str:
        """A signed token; without an e-mail the subject gets one at example.com."""
        unknown = sorted(set(roles) - set(ROLES))
        if unknown:
            raise Problem(f"no role is named {unknown[0]!r}; there are: {' '.join(ROLES)}")
        issued = now or datetime.now(UTC)
        claims = {
            "iss": ISSUER,
            "aud": self._audience,
            "iat": int(issued.timestamp()),
            "exp": int((issued + lifetime).timestamp()),
            "sub": subject,
            "email": email or f"{subject}@example.com",
            "email_verified": True,
            "name": name or default_name(subject),
            "locale": locale,
            "roles": list(roles),
            "scope": " ".join(scope),
        }
        return self.sign(claims)

    def sign(self, claims: dict[str, object]) -> str:
        """Signs whatever it is given, with the key of all our tokens."""
        return jwt.encode(claims, self._key, algorithm="EdDSA", headers={"kid": self._kid})

    def write_service_tokens(self) -> None:
        """Gives each process a fresh token of its own; they read it again at each connect."""
        for name in PROCESSES:
            token = self.token(name, "service", lifetime=SERVICE_TOKEN_LIFETIME)
            _write(self.folder / f"service-{name}.jwt", token)


def _key(path: Path) -> Ed25519PrivateKey:
    if not path.exists():
        pem = Ed25519PrivateKey.generate().private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        )
        _write(path, pem.decode())
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except ValueError:
        raise Problem(f"{path} is not a private key; remove it, and a new one is made") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise Problem(f"{path} is not an Ed25519 key; remove it, and a new one is made")
    return key


def _public(key: Ed25519PrivateKey) -> dict[str, str]:
    raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return {"crv": "Ed25519", "kty": "OKP", "x": _base64(raw)}


def _thumbprint(key: Ed25519PrivateKey) -> str:
    # RFC 7638: the hash of the required members in order, so equal keys have equal ids.
    canonical = json.dumps(_public(key), separators=(",", ":"), sort_keys=True)
    return _base64(hashlib.sha256(canonical.encode()).digest())


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _write(path: Path, text: str) -> None:
    # Written aside with its final mode and renamed: no reader meets half a file, or an open one.
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    aside.unlink(missing_ok=True)
    with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    aside.replace(path)
