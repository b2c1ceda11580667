"""What people may write to each other in a review: plain text, bounded."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from chassis.errors import InvalidRequest, Violation, invalid
from chassis.text import control_in, is_blank, named, too_long
from pr_review.domain.release.states import Verdict
from pr_review.policy.numbers import Policy

_NEED_WORDS = frozenset({Verdict.CHANGES, Verdict.VETO})


def plain(
    field: str, text: str, most: int, *, required: bool = True, lines: bool = True
) -> Iterable[Violation]:
    """What stands against a text, in any alphabet and direction of writing."""
    if is_blank(text):
        if required or text.strip():
            yield Violation("REQUIRED", "Must say something.", field)
        return
    yield from too_long(field, text, most, "TEXT_TOO_LONG")
    if control := control_in(text, lines=lines):
        yield Violation(
            "CONTROL_CHARACTER", f"Must be plain text, without {named(control)}.", field
        )


def ensure_plain(
    field: str, text: str, most: int, *, required: bool = True, lines: bool = True
) -> str:
    """The text without spaces around it. Fails with `InvalidRequest` unless it can be shown."""
    _ensure(plain(field, text, most, required=required, lines=lines))
    return text.strip()


def ensure_line(field: str, text: str, most: int, *, required: bool = True) -> str:
    """The text without spaces around it. Fails with `InvalidRequest` unless it is one line."""
    return ensure_plain(field, text, most, required=required, lines=False)


def ensure_past(field: str, moment: datetime, now: datetime) -> None:
    """Fails with `InvalidRequest` for a moment that is still to come."""
    if moment > now:
        raise invalid(field, "IN_THE_FUTURE", "Must not be in the future.")


def ensure_recent(field: str, moment: datetime, since: datetime, numbers: Policy) -> None:
    """Fails with `InvalidRequest` for a moment so long before another that it is a slip."""
    if moment < since - numbers.remembered:
        raise invalid(
            field, "TOO_LONG_AGO", f"Must be {numbers.remembered_days:,} days back at most."
        )


def conditions_broken(conditions: Sequence[str], numbers: Policy) -> Iterable[Violation]:
    """What stands against conditions."""
    if len(conditions) > numbers.conditions_max:
        yield Violation(
            "TOO_MANY_CONDITIONS",
            f"{numbers.conditions_max} at most; these are {len(conditions)}.",
            "conditions",
        )
    for place, text in enumerate(conditions):
        yield from plain(f"conditions[{place}]", text, numbers.condition_max)


def ensure_letter(words: str, conditions: Sequence[str], numbers: Policy) -> tuple[str, ...]:
    """The conditions, without spaces around them.

    Fails with `InvalidRequest` naming everything that is wrong with them, and with the words.
    """
    _ensure(
        [
            *plain("words", words, numbers.words_max, required=False),
            *conditions_broken(conditions, numbers),
        ]
    )
    return tuple(it.strip() for it in conditions)


def ensure_verdict(
    verdict: Verdict, words: str, conditions: Sequence[str], numbers: Policy
) -> tuple[str, ...]:
    """The conditions of a stakeholder. Fails as `ensure_letter` does.

    Who wants changes or says no says why; conditions belong to a yes under conditions, and to
    nothing else.
    """
    is_conditional = verdict is Verdict.OK_WITH_CONDITIONS
    broken = [
        *plain("text", words, numbers.words_max, required=verdict in _NEED_WORDS),
        *conditions_broken(conditions, numbers),
    ]
    if is_conditional and not conditions:
        broken.append(Violation("REQUIRED", "Name at least one condition.", "conditions"))
    if conditions and not is_conditional:
        broken.append(
            Violation("CONDITIONS_UNEXPECTED", "Only a yes has conditions.", "conditions")
        )
    _ensure(broken)
    return tuple(it.strip() for it in conditions)


def ensure_uri(field: str, uri: str, most: int) -> str:
    """The web address where it went out, or nothing. Fails with `InvalidRequest`."""
    given = uri.strip()
    if not given:
        return ""
    try:
        parts = urlsplit(given)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
        is_web = is_web and "@" not in parts.netloc
    except ValueError:
        is_web = False
    is_plain = not control_in(given) and not any(map(str.isspace, given))
    if not is_web or not is_plain or len(given) > most:
        raise invalid(
            field,
            "URI_MALFORMED",
            f"Must be an `https` or `http` address of {most:,} characters at most, "
            "without a name to sign in with.",
        )
    return given


def _ensure(broken: Iterable[Violation]) -> None:
    found = list(broken)
    if found:
        raise InvalidRequest(found)
