"""What rules on texts have in common."""

import unicodedata
from collections.abc import Iterable

from chassis.errors import Violation


def too_long(subject: str, text: str, limit: int, rule: str) -> Iterable[Violation]:
    """A violation for a text of more than `limit` characters."""
    if len(text) > limit:
        yield Violation(
            rule, f"At most {limit} characters are accepted; there are {len(text)}.", subject
        )


def is_blank(text: str) -> bool:
    """Whether nothing can be read in it."""
    return not any(unicodedata.category(char)[0] in "LNPSM" for char in text)


def has_control(text: str, allowed: str = "") -> bool:
    """Whether it has characters that no line of text has, such as line breaks."""
    return any(
        unicodedata.category(char) in ("Cc", "Zl", "Zp") and char not in allowed for char in text
    )


def among(values: Iterable[str]) -> str:
    """The values as a sentence lists them."""
    return ", ".join(f"`{value}`" for value in values)
