import base64
import json
import os
from datetime import UTC, datetime, timedelta

import jwt
import pytest
from cryptography.hazmat.primitives import hmac as crypto_hmac
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from chassis.caller import Caller, Role
from chassis.tokens import FileKeys, TokenRefused, Verifier, bearer

NOW = datetime.now(UTC)
# These are made when the tests are collected, which may be long before they run.
TOMORROW = NOW + timedelta(days=1)
EDWARDS = Ed25519PrivateKey.generate()
RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CURVE = ec.generate_private_key(ec.SECP256R1())


def published(key, kid, algorithm, **extra):
    """A public key as an issuer publishes it."""
    found = json.loads(algorithm.to_jwk(key.public_key()))
    return found | {"kid": kid} | extra


JWKS = {
    "keys": [
        published(EDWARDS, "edwards", jwt.algorithms.OKPAlgorithm),
        published(RSA, "rsa", jwt.algorithms.RSAAlgorithm),
        published(CURVE, "curve", jwt.algorithms.ECAlgorithm),
        published(RSA, "encryption", jwt.algorithms.RSAAlgorithm, use="enc", alg="RSA-OAEP"),
        published(RSA, "unknown", jwt.algorithms.RSAAlgorithm, alg="RS1024"),
        {"kty": "RSA", "kid": "broken"},
        {"kid": "empty"},
    ]
}


@pytest.fixture
def jwks(tmp_path):
    path = tmp_path / "jwks.json"
    path.write_text(json.dumps(JWKS))
    return path


@pytest.fixture
def verifier(jwks):
    return Verifier(FileKeys(jwks), "handmade-local", "handmade")


def claims(**changes):
    found = {
        "iss": "handmade-local",
        "aud": "handmade",
        "iat": NOW,
        "exp": TOMORROW,
        "sub": "mia",
    } | changes
    return {name: value for name, value in found.items() if value is not None}


def a_token(key=EDWARDS, algorithm="EdDSA", kid="edwards", **changes):
    return jwt.encode(claims(**changes), key, algorithm=algorithm, headers={"kid": kid})


def encoded(part):
    raw = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def plain_claims():
    return {
        name: int(value.timestamp()) if isinstance(value, datetime) else value
        for name, value in claims(sub="root", roles=["admin"]).items()
    }


def unsigned(algorithm="none"):
    header = {"alg": algorithm, "typ": "JWT", "kid": "edwards"}
    return f"{encoded(header)}.{encoded(plain_claims())}."


def confused(key, kid):
    """Signed with HMAC, the secret being what everybody can read: the public key."""
    secret = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    header = {"alg": "HS256", "typ": "JWT", "kid": kid}
    message = f"{encoded(header)}.{encoded(plain_claims())}"
    mac = crypto_hmac.HMAC(secret, SHA256())
    mac.update(message.encode())
    return f"{message}.{encoded(mac.finalize())}"


def rewritten(path, text):
    """As a minute later: the clock of a file system may not tell two moments of a test apart."""
    later = path.stat().st_mtime_ns + 60 * 10**9
    path.write_text(text)
    os.utime(path, ns=(later, later))


def altered(token):
    header, _, signature = token.split(".")
    return f"{header}.{encoded(plain_claims())}.{signature}"


async def test_a_good_token_says_who_calls(verifier):
    token = a_token(
        email="mia@example.com",
        email_verified=True,
        name="Mia",
        locale="de",
        roles=["maker", "pr_lead", "of_another_system"],
        scope="orders:write  accounts:write",
    )

    assert await verifier.verify(token) == Caller(
        subject="mia",
        email="mia@example.com",
        email_verified=True,
        name="Mia",
        locale="de",
        roles=frozenset({Role.MAKER, Role.PR_LEAD}),
        scopes=frozenset({"orders:write", "accounts:write"}),
    )


async def test_an_rsa_key_signs_as_well(verifier):
    assert (await verifier.verify(a_token(RSA, "RS256", "rsa"))).subject == "mia"


async def test_a_clock_half_a_minute_off_is_forgiven(verifier):
    now = datetime.now(UTC)
    late = a_token(exp=now - timedelta(seconds=20))
    early = a_token(iat=now + timedelta(seconds=20))

    assert [(await verifier.verify(token)).subject for token in (late, early)] == ["mia", "mia"]


@pytest.mark.parametrize("value", ["true", 1, None])
async def test_an_email_is_verified_only_if_the_issuer_says_so_plainly(verifier, value):
    assert not (await verifier.verify(a_token(email_verified=value))).email_verified


STRANGER = Ed25519PrivateKey.generate()


@pytest.mark.parametrize(
    ("token", "why"),
    [
        pytest.param(a_token(exp=NOW - timedelta(minutes=1)), "EXPIRED", id="expired"),
        pytest.param(a_token(iat=TOMORROW), "SIGNATURE", id="from the future"),
        pytest.param(a_token(nbf=TOMORROW), "SIGNATURE", id="not yet valid"),
        pytest.param(a_token(iss="https://elsewhere"), "ISSUER", id="foreign issuer"),
        pytest.param(a_token(aud="another"), "AUDIENCE", id="wrong audience"),
        pytest.param(a_token(aud=["handmade", "x"]), "AUDIENCE", id="several audiences"),
        pytest.param(unsigned(), "ALGORITHM", id="unsigned"),
        pytest.param(unsigned("None"), "ALGORITHM", id="unsigned, in capitals"),
        pytest.param(unsigned("EdDSA"), "SIGNATURE", id="signature left out"),
        pytest.param(confused(EDWARDS, "edwards"), "ALGORITHM", id="HMAC with the public key"),
        pytest.param(confused(RSA, "rsa"), "ALGORITHM", id="HMAC with the public RSA key"),
        pytest.param(a_token(kid="nobody's"), "KEY", id="unknown key"),
        pytest.param(jwt.encode(claims(), EDWARDS, algorithm="EdDSA"), "KEY", id="no key named"),
        pytest.param(a_token(STRANGER), "SIGNATURE", id="a stranger's key under our name"),
        pytest.param(altered(a_token()), "SIGNATURE", id="altered payload"),
        pytest.param(a_token(RSA, "RS256", "edwards"), "KEY", id="key of another kind"),
        pytest.param(a_token(RSA, "RS512", "rsa"), "ALGORITHM", id="another RSA algorithm"),
        pytest.param(a_token(CURVE, "ES256", "curve"), "ALGORITHM", id="a curve not agreed on"),
        pytest.param(a_token(RSA, "RS256", "encryption"), "KEY", id="a key for encryption"),
        pytest.param(a_token(RSA, "RS256", "unknown"), "KEY", id="a key of an unknown algorithm"),
        pytest.param(a_token(name="x" * 6000), "TOO_LONG", id="too long"),
        pytest.param(a_token(exp=None), "SIGNATURE", id="never expires"),
        pytest.param(a_token(iat=None), "SIGNATURE", id="no time of issue"),
        pytest.param(a_token(iss=None), "SIGNATURE", id="no issuer"),
        pytest.param(a_token(aud=None), "SIGNATURE", id="no audience"),
        pytest.param(a_token(sub=None), "SIGNATURE", id="nobody"),
        pytest.param(a_token(sub=""), "SUBJECT", id="an empty subject"),
        pytest.param(a_token(sub="x" * 201), "SUBJECT", id="a subject too long"),
        pytest.param(a_token(roles="admin"), "CLAIMS", id="roles that are no list"),
        pytest.param(a_token(scope=["orders:write"]), "CLAIMS", id="a scope that is no text"),
        pytest.param("nonsense", "MALFORMED", id="no token"),
        pytest.param("a.b.c", "MALFORMED", id="no JSON"),
        pytest.param(f"{encoded([])}.{encoded({})}.x", "MALFORMED", id="a header that is a list"),
        pytest.param("ü.ü.ü", "MALFORMED", id="not ASCII"),
    ],
)
async def test_a_bad_token_is_refused(verifier, token, why):
    with pytest.raises(TokenRefused) as refusal:
        await verifier.verify(token)

    assert refusal.value.facts["why"] == why
    assert len(token) < 50 or token not in str(refusal.value)


async def test_roles_that_are_no_texts_are_passed_over(verifier):
    token = a_token(roles=["maker", 7, {"admin": True}, ["admin"], None])

    assert (await verifier.verify(token)).roles == {Role.MAKER}


@given(st.text() | st.binary().map(encoded))
async def test_nothing_made_up_gets_in(text):
    verifier = Verifier(NoKeys(), "handmade-local", "handmade")

    with pytest.raises(TokenRefused):
        await verifier.verify(text)


class NoKeys:
    async def find(self, key_id):
        return None


async def test_keys_that_change_while_we_run_are_taken_over(jwks, verifier):
    fresh = Ed25519PrivateKey.generate()
    token = a_token(fresh, kid="fresh")
    await verifier.verify(a_token())

    found = published(fresh, "fresh", jwt.algorithms.OKPAlgorithm)
    rewritten(jwks, json.dumps({"keys": [found]}))

    assert (await verifier.verify(token)).subject == "mia"
    with pytest.raises(TokenRefused):
        await verifier.verify(a_token())


async def test_keys_half_written_leave_the_last_ones_in_force(jwks, verifier):
    await verifier.verify(a_token())

    rewritten(jwks, '{"keys": [')

    assert (await verifier.verify(a_token())).subject == "mia"


async def test_without_keys_nobody_gets_in(tmp_path):
    verifier = Verifier(FileKeys(tmp_path / "none.json"), "handmade-local", "handmade")

    with pytest.raises(TokenRefused):
        await verifier.verify(a_token())


@pytest.mark.parametrize(
    ("header", "token"),
    [("", ""), ("Bearer abc", "abc"), ("bearer  abc ", "abc")],
)
def test_a_bearer_header_has_the_token(header, token):
    assert bearer(header) == token


@pytest.mark.parametrize("header", ["Basic abc", "Bearer", "Bearer ", "abc"])
def test_any_other_header_is_refused(header):
    with pytest.raises(TokenRefused):
        bearer(header)
