"""Why somebody is suspended, put out, or goes: docs/rules.md#membership."""

from collections.abc import Iterable

from applications.domain.membership import MembershipReason
from applications.policy.numbers import Policy
from chassis.errors import InvalidRequest, Violation
from chassis.text import control_in, is_blank, too_long

FOR_SUSPENDING = frozenset(
    {
        MembershipReason.NOT_HANDMADE,
        MembershipReason.COMMUNICATION_RULES,
        MembershipReason.POLICY_BREACH,
        MembershipReason.PERFORMANCE,
        MembershipReason.OTHER_REASON,
    }
)
"""The staff's reasons, for suspending and for putting out."""

FOR_LEAVING = frozenset(
    {
        MembershipReason.CLOSING,
        MembershipReason.SELLING_ELSEWHERE,
        MembershipReason.COSTS,
        MembershipReason.OTHER_REASON,
    }
)
"""The makers' own."""


def ensure_decided(reason: MembershipReason, text: str, numbers: Policy) -> None:
    """Fails with `InvalidRequest` unless staff may suspend or put out for this reason."""
    _ensure_none([*_one_of(reason, FOR_SUSPENDING), *_told(text, numbers, is_needed=True)])


def ensure_told(text: str, numbers: Policy) -> None:
    """Fails with `InvalidRequest` for a text that a maker can't be told."""
    _ensure_none(_told(text, numbers, is_needed=True))


def ensure_leaving(reason: MembershipReason, text: str, numbers: Policy) -> None:
    """Fails with `InvalidRequest` unless a maker may leave for this reason."""
    is_needed = reason is MembershipReason.OTHER_REASON
    _ensure_none([*_one_of(reason, FOR_LEAVING), *_told(text, numbers, is_needed=is_needed)])


def _one_of(reason: MembershipReason, accepted: frozenset[MembershipReason]) -> Iterable[Violation]:
    if reason not in accepted:
        listed = ", ".join(sorted(one.value for one in accepted))
        yield Violation("REASON_NOT_ACCEPTED", f"Must be one of {listed}.", "reason")


def _told(text: str, numbers: Policy, *, is_needed: bool) -> Iterable[Violation]:
    if is_needed and is_blank(text):
        yield Violation("REQUIRED", "Must say why.", "text")
    if control_in(text, lines=True):
        yield Violation("CONTROL_CHARACTER", "Must be plain text.", "text")
    yield from too_long("text", text, numbers.membership_text_max, "TEXT_TOO_LONG")


def _ensure_none(broken: Iterable[Violation]) -> None:
    found = list(broken)
    if found:
        raise InvalidRequest(found)
