import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.signing import Signer, digest

SIGNER = Signer("a server key of 32 characters...", "page")


@given(st.text())
def test_what_is_signed_can_be_read(text):
    assert SIGNER.read(SIGNER.sign(text)) == text


@given(st.text(), st.data())
def test_no_changed_bit_goes_unnoticed(text, data):
    raw = bytearray(SIGNER.sign(text).encode())
    at = data.draw(st.integers(0, len(raw) * 8 - 1))
    raw[at // 8] ^= 1 << at % 8
    altered = raw.decode("latin-1")

    assert SIGNER.read(altered) is None


@given(st.text())
def test_nothing_made_up_is_read(text):
    assert SIGNER.read(text) is None


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda token: token + "=", id="padding"),
        pytest.param(lambda token: token + "\n", id="a line break"),
        pytest.param(lambda token: token[:-1], id="cut"),
        pytest.param(lambda token: "", id="nothing"),
        pytest.param(
            lambda token: (
                base64.b64encode(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
                .decode()
                .rstrip("=")
            ),
            id="the other alphabet",
        ),
    ],
)
def test_only_the_canonical_form_is_read(change):
    token = next(
        token for number in range(99) if set(token := SIGNER.sign(f"text {number}")) & set("-_")
    )

    assert SIGNER.read(change(token)) is None


def test_another_purpose_or_key_reads_nothing():
    token = SIGNER.sign("text")

    assert Signer("a server key of 32 characters...", "feed").read(token) is None
    assert Signer("another key of 32 characters....", "page").read(token) is None


def test_a_secret_is_the_same_each_time_and_differs_by_every_part():
    secrets = {SIGNER.secret("a", "b"), SIGNER.secret("a", "c"), SIGNER.secret("ab")}

    assert len(secrets) == 3
    assert SIGNER.secret("a", "b") in secrets
    assert all(len(base64.urlsafe_b64decode(secret + "=")) == 32 for secret in secrets)


def test_a_digest_does_not_show_the_secret():
    assert digest("secret") == "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b"
