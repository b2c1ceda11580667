"""E-mail addresses are compared letter for letter; what is told of them helps their owner alone."""

import pytest

from applications.domain.address import differs_in_case_only, email_hint, folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("ana@example.com", "Ana@Example.COM", id="capital letters"),
        pytest.param("ana+shop@example.com", "ANA+shop@example.com", id="with a plus"),
        pytest.param('"ana reed"@example.com', '"Ana Reed"@example.com', id="in quotes"),
        pytest.param("stra\u00dfe@example.com", "STRA\u1e9eE@example.com", id="a capital sharp s"),
        pytest.param("ana@b\u00fccher.example", "ana@B\u00dcCHER.example", id="an IDN"),
        pytest.param(
            "\u03b1\u03bd\u03bd\u03b1@example.gr", "\u0391\u039d\u039d\u0391@example.gr", id="Greek"
        ),
    ],
)
def test_only_the_letter_case_differs(one, other):
    assert differs_in_case_only(one, other)
    assert differs_in_case_only(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("ana@example.com", "ana@example.com", id="the very same"),
        pytest.param("stra\u00dfe@example.com", "STRASSE@example.com", id="ss is no sharp s"),
        pytest.param("stra\u00dfe@example.com", "strasse@example.com", id="nor in small letters"),
        pytest.param("\u0130rem@example.com", "irem@example.com", id="a Turkish capital i"),
        pytest.param("\u0131rem@example.com", "irem@example.com", id="a dotless i"),
        pytest.param("ana@b\u00fccher.example", "ana@xn--bcher-kva.example", id="an IDN in ASCII"),
        pytest.param("an\u00e9@example.com", "ane\u0301@example.com", id="an accent apart"),
        pytest.param("ana@example.com", "ana+shop@example.com", id="with and without a plus"),
        pytest.param('"ana"@example.com', "ana@example.com", id="with and without quotes"),
        pytest.param("ana@example.com", "\u0430na@example.com", id="a Cyrillic a"),
    ],
)
def test_something_else_differs(one, other):
    assert not differs_in_case_only(one, other)
    assert not differs_in_case_only(other, one)


@pytest.mark.parametrize(
    ("email", "hint"),
    [
        ("ana@example.com", "a\u2022\u2022@e\u2022\u2022.com"),
        ("ana.reed+shop@mail.example.co.uk", "a\u2022\u2022@m\u2022\u2022.uk"),
        ('"ana reed"@example.com', "a\u2022\u2022@e\u2022\u2022.com"),
        ("a@example.com", "\u2022\u2022@e\u2022\u2022.com"),
        ("ana@localhost", "a\u2022\u2022@\u2022\u2022"),
        ("ana@[127.0.0.1]", "a\u2022\u2022@\u2022\u2022"),
        ("\u05d0\u05e0\u05d4@example.com", "\u05d0\u2022\u2022@e\u2022\u2022.com"),
        ("not an address", "\u2022\u2022"),
        ("", "\u2022\u2022"),
    ],
)
def test_a_hint_is_for_whoever_knows_the_address(email, hint):
    assert email_hint(email) == hint


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("ADA@EXAMPLE.COM", "ada@example.com", id="capital letters"),
        pytest.param("re\u0301my@example.com", "R\u00c9MY@example.com", id="an accent apart"),
        pytest.param("stra\u00dfe@example.com", "STRA\u1e9eE@example.com", id="a capital sharp s"),
        pytest.param(
            "\u03bd\u03af\u03ba\u03bf\u03c2@example.gr",
            "\u039d\u038a\u039a\u039f\u03a3@example.gr",
            id="a final sigma",
        ),
        pytest.param("ana@B\u00dcCHER.example", "ana@xn--bcher-kva.example", id="an IDN in ASCII"),
        pytest.param("ana@XN--BCHER-KVA.example", "ana@b\u00fccher.example", id="and in capitals"),
        pytest.param(
            "ana@bu\u0308cher.example", "ana@b\u00fccher.example", id="a host's accent apart"
        ),
        pytest.param("ana@\uff45xample.com", "ana@example.com", id="a full-width letter in a host"),
        pytest.param("ana@\u4f8b\u3002\u4f8b", "ana@\u4f8b.\u4f8b", id="an ideographic full stop"),
    ],
)
def test_addresses_that_are_one(one, other):
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("wei\u00df@example.com", "weiss@example.com", id="a sharp s"),
        pytest.param("stra\u00dfe@example.com", "STRASSE@example.com", id="ss in capitals"),
        pytest.param("ana@stra\u00dfe.example", "ana@strasse.example", id="a host's sharp s"),
        pytest.param("\u0130rem@example.com", "irem@example.com", id="a Turkish capital i"),
        pytest.param("\u0131rem@example.com", "irem@example.com", id="a dotless i"),
        pytest.param("\uff41na@example.com", "ana@example.com", id="a full-width letter"),
        pytest.param("\ufb01n@example.com", "fin@example.com", id="a ligature"),
        pytest.param("ana+art@example.com", "ana@example.com", id="with and without a plus"),
        pytest.param('"ana reed"@example.com', "anareed@example.com", id="with and without quotes"),
    ],
)
def test_addresses_that_are_two(one, other):
    assert folded(one) != folded(other)


@pytest.mark.parametrize("host", ["\u00fc" * 80 + ".example", "\u00fc..example", "\u00fc_\u00fc"])
def test_an_address_at_what_is_no_host_is_still_an_address(host):
    assert folded(f"Ana@{host.upper()}") == f"ana@{host}"


def test_what_is_no_address_is_folded_too():
    assert folded("Ada") == "ada"
