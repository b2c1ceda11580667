"""Which e-mail addresses can be written to."""

import pytest

from applications.policy.application import EmailUnverified, ensure_reachable


@pytest.mark.parametrize(
    "email",
    [
        pytest.param("ana@example.com", id="a plain one"),
        pytest.param("Ana.Reed+shop@Example.COM", id="capital letters and a plus"),
        pytest.param("o'hara+art@bücher.example", id="an apostrophe, and a host in German"),
        pytest.param("ü@bücher.de", id="letters beyond ASCII"),
        pytest.param("用户@例子.广告", id="Chinese"),
        pytest.param("उपयोगकर्ता@उदाहरण.कॉम", id="Hindi"),
        pytest.param('"ana reed"@example.com', id="quotes with a space"),
        pytest.param('"a@b"@example.com', id="quotes with an at sign"),
        pytest.param('"a\\"b"@example.com', id="a quote in quotes"),
        pytest.param("a!#$%&'*/=?^_`{|}~-b@example.com", id="every sign there can be"),
        pytest.param("ana@xn--bcher-kva.example", id="a host as its letters are written in ASCII"),
        pytest.param(f"{'a' * 64}@example.com", id="as long as a name can be"),
    ],
)
def test_a_verified_address_will_do(email):
    ensure_reachable(email, verified=True)


@pytest.mark.parametrize(
    ("email", "verified"),
    [
        pytest.param("ana@example.com", False, id="not verified"),
        pytest.param("", True, id="none"),
        pytest.param("ana", True, id="no address"),
        pytest.param("@example.com", True, id="no name"),
        pytest.param('""@example.com', True, id="nothing in quotes"),
        pytest.param("ana@", True, id="no host"),
        pytest.param("ü" * 30 + "@", True, id="letters, which are soon looked at, and no host"),
        pytest.param("ana@example.com, all@example.com", True, id="two addresses"),
        pytest.param("Ana <ana@example.com>", True, id="a name"),
        pytest.param("ana@example.com\r\nBcc: all@example.com", True, id="a header"),
        pytest.param("ana\n@example.com", True, id="a line break"),
        pytest.param('"a\nb"@example.com', True, id="a line break in quotes"),
        pytest.param('"a\\\nb"@example.com', True, id="an escaped line break in quotes"),
        pytest.param("ana@example.com\n", True, id="a line break at the end"),
        pytest.param("an\x00a@example.com", True, id="a control character"),
        pytest.param("an\u202ea@example.com", True, id="what turns the direction around"),
        pytest.param("an\u200ba@example.com", True, id="a space of no width"),
        pytest.param("ana@exam\u200bple.com", True, id="a space of no width in the host"),
        pytest.param("ana reed@example.com", True, id="a space without quotes"),
        pytest.param("ana..reed@example.com", True, id="two dots"),
        pytest.param(".ana@example.com", True, id="a dot first"),
        pytest.param("ana@example..com", True, id="two dots in the host"),
        pytest.param("ana@-example.com", True, id="a host that begins with a hyphen"),
        pytest.param("ana(work)@example.com", True, id="a comment"),
        pytest.param("ana@[127.0.0.1]", True, id="a number for a host"),
        pytest.param(f"{'a' * 65}@example.com", True, id="a name that is too long"),
        pytest.param(f"ana@{'a.' * 130}example", True, id="a host that is too long"),
    ],
)
def test_nobody_applies_without_an_address_that_works(email, verified):
    with pytest.raises(EmailUnverified):
        ensure_reachable(email, verified)
