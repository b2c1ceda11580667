"""What a message may consist of."""

from collections.abc import Callable, Iterable, Iterator

from chassis.errors import InvalidRequest, Violation
from chassis.text import control_in, is_blank


def plain_text(text: str, limit: int, field: str = "text") -> str:
    """The text as it is kept: as typed, without the blanks around it.

    Fails with `InvalidRequest` naming every broken rule. Source: `docs/rules.md#plain-text`.
    """
    kept = text.replace("\r\n", "\n").strip()
    broken = [Violation(*fault, field) for rule in TEXT_RULES for fault in rule(kept, limit)]
    if broken:
        raise InvalidRequest(broken)
    return kept


def text_is_not_blank(text: str, limit: int) -> Iterator[tuple[str, str]]:
    """Something must be there to read: marks that show nothing do not count."""
    if is_blank(text):
        yield "TEXT_BLANK", "Write something."


def text_is_short_enough(text: str, limit: int) -> Iterator[tuple[str, str]]:
    """Whoever has more to say writes twice."""
    if len(text) > limit:
        yield (
            "TEXT_TOO_LONG",
            f"Write at most {limit:,} characters; these are {len(text):,}.",
        )


def text_has_no_control_characters(text: str, limit: int) -> Iterator[tuple[str, str]]:
    """New lines and tabs are all the control a plain text needs."""
    if found := control_in(text, lines=True):
        yield (
            "TEXT_MALFORMED",
            f"Write plain text, without control characters such as {found}.",
        )


TextRule = Callable[[str, int], Iterable[tuple[str, str]]]
TEXT_RULES: tuple[TextRule, ...] = (
    text_is_not_blank,
    text_is_short_enough,
    text_has_no_control_characters,
)
