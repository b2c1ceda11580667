from datetime import UTC, datetime, timedelta

import jwt
import pytest

from dev.issuer import PROCESSES, Issuer
from dev.problem import Problem

NOW = datetime(2030, 1, 1, tzinfo=UTC)


def claims(issuer, token, **changes):
    key = jwt.PyJWK(issuer.jwks()["keys"][0])
    return jwt.decode(token, key.key, algorithms=["EdDSA"], audience="handmade", **changes)


def test_a_token_says_who_calls_and_what_they_may(tmp_path):
    issuer = Issuer(tmp_path)

    token = issuer.token(
        "ada",
        "maker",
        "partner",
        now=NOW,
        lifetime=timedelta(minutes=5),
        email="ada@pots.example",
        name="Ada Potter",
        scope=["catalog:write", "events:read"],
    )

    assert claims(issuer, token, options={"verify_exp": False, "verify_iat": False}) == {
        "iss": "handmade-local",
        "aud": "handmade",
        "iat": int(NOW.timestamp()),
        "exp": int(NOW.timestamp()) + 300,
        "sub": "ada",
        "email": "ada@pots.example",
        "email_verified": True,
        "name": "Ada Potter",
        "locale": "en",
        "roles": ["maker", "partner"],
        "scope": "catalog:write events:read",
    }
    assert jwt.get_unverified_header(token)["kid"] == issuer.jwks()["keys"][0]["kid"]


def test_the_key_is_made_once_so_that_tokens_outlive_a_restart(tmp_path):
    token = Issuer(tmp_path).token("ada", "maker")

    assert claims(Issuer(tmp_path), token)["sub"] == "ada"


def test_secrets_are_for_their_owner_alone(tmp_path):
    folder = tmp_path / "keys"

    Issuer(folder).write_service_tokens()

    files = {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}
    assert set(files.values()) == {0o600}
    assert files.keys() == {
        "issuer.pem",
        "jwks.json",
        "secret",
        *(f"service-{name}.jwt" for name in PROCESSES),
    }
    assert len((folder / "secret").read_text()) >= 32


def test_the_public_keys_hold_nothing_private(tmp_path):
    (key,) = Issuer(tmp_path).jwks()["keys"]

    assert key.keys() == {"kty", "crv", "x", "kid", "alg", "use"}


def test_each_process_speaks_as_itself_for_a_day(tmp_path):
    issuer = Issuer(tmp_path)

    issuer.write_service_tokens()

    said = claims(issuer, (tmp_path / "service-pr_review.jwt").read_text())
    assert (said["sub"], said["roles"]) == ("pr_review", ["service"])
    assert said["exp"] - said["iat"] == 24 * 3600


def test_a_misspelt_role_is_refused_with_those_there_are(tmp_path):
    with pytest.raises(Problem, match="no role is named 'makr'; there are: buyer maker"):
        Issuer(tmp_path).token("ada", "makr")


def test_a_damaged_key_is_named_with_the_way_out(tmp_path):
    (tmp_path / "issuer.pem").write_text("nonsense")

    with pytest.raises(Problem, match=r"issuer\.pem is not a private key; remove it"):
        Issuer(tmp_path)
