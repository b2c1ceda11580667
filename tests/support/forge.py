"""Tokens that must not be accepted, each wrong in one way."""

import base64
import json
from datetime import UTC, datetime, timedelta

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from dev.issuer import Issuer


def bad_tokens(issuer: Issuer) -> dict[str, str]:
    """By what is wrong with them."""
    good = issuer.token("mallory", "reviewer")
    header = jwt.get_unverified_header(good)
    claims = jwt.decode(good, options={"verify_signature": False})
    public = issuer.jwks()["keys"][0]["x"]
    key_bytes = base64.urlsafe_b64decode(public + "=")
    stranger = Ed25519PrivateKey.generate()
    stranger_public = stranger.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    head, body, signature = good.split(".")
    return {
        "expired": issuer.token("mallory", "reviewer", now=datetime.now(UTC) - timedelta(hours=9)),
        "foreign": jwt.encode(claims, stranger, "EdDSA", headers={"kid": header["kid"]}),
        "unknown key": jwt.encode(
            claims, stranger, "EdDSA", headers={"kid": stranger_public.hex()}
        ),
        "unsigned": _join({"alg": "none", "kid": header["kid"]}, claims) + ".",
        "HMAC with the public key": jwt.encode(
            claims, key_bytes, "HS256", headers={"kid": header["kid"]}
        ),
        "wrong audience": Issuer(issuer.folder, audience="another").token("mallory", "reviewer"),
        "altered": ".".join([head, _part(claims | {"roles": ["admin"]}), signature]),
        "no JWT": "reviewer",
        "empty parts": "..",
        "too long": good + "A" * 8000,
        "signature cut": ".".join([head, body, signature[:-4]]),
    }


def _join(header: dict[str, object], claims: dict[str, object]) -> str:
    return f"{_part(header)}.{_part(claims)}"


def _part(content: dict[str, object]) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()
