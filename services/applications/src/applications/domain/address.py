"""E-mail addresses, letter for letter."""

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
