"""E-mail addresses, letter for letter."""

import unicodedata

import idna

_HIDDEN = "••"


def differs_in_case_only(one: str, other: str) -> bool:
    """Whether two texts are the same letters, some capital in one and small in the other.

    Letter by letter: `Strasse` is no other case of `Straße`, nor is a dotless `ı` one of `i`.
    """
    return (
        one != other
        and len(one) == len(other)
        and all(
            a == b or b in (a.lower(), a.upper()) or a in (b.lower(), b.upper())
            for a, b in zip(one, other, strict=True)
        )
    )


def folded(email: str) -> str:
    """An address such that those that differ in letter case alone, or in its spelling, are one.

    Letter by letter, so that `weiß` and `weiss` are two people's. A host is the one that it stands
    for in ASCII by IDNA 2008, in which `straße.example` and `strasse.example` are two as well.
    """
    plain = unicodedata.normalize("NFC", email)
    local, at, host = plain.rpartition("@")
    if not at:
        return _small(plain)
    # A sigma has another small form at the end of a word, without being another letter for that.
    return f"{_small(local).replace('ς', 'σ')}@{_ascii(_small(host))}"


def email_hint(email: str) -> str:
    """An address by which only its owner knows it again, such as `a••@e••.com`."""
    local, at, domain = email.rpartition("@")
    if not at:
        return _HIDDEN
    host, dot, top = domain.rpartition(".")
    if not dot or not top.isalpha():
        return f"{_first(local)}{_HIDDEN}@{_HIDDEN}"
    return f"{_first(local)}{_HIDDEN}@{_first(host)}{_HIDDEN}.{top}"


def _first(text: str) -> str:
    """The first character that is a letter or digit and leaves others to guess."""
    shown = [character for character in text if character.isalnum()]
    return shown[0] if len(text) > 1 and shown else ""


def _small(text: str) -> str:
    """With small letters, as far as a letter has one that is a single letter too."""
    return "".join(low if len(low := character.lower()) == 1 else character for character in text)


def _ascii(host: str) -> str:
    if host.isascii():
        return host
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError:
        return host  # No host is called so; what it is compared with is not either.
