"""What a maker may grant to whom: docs/rules.md#partners."""

from collections.abc import Iterable

from applications.policy.numbers import Policy
from chassis.errors import InvalidRequest, Violation
from chassis.text import control_in

GRANTABLE = (
    "applications:write",
    "catalog:write",
    "messages:write",
    "press:write",
    "events:read",
)
"""The scopes that are a maker's to give. `orders:write` and `accounts:write` are the marketplace's
own and stand in a partner's token."""


def ensure_grantable(
    partner: str, scopes: tuple[str, ...], maker_subject: str, numbers: Policy
) -> None:
    """Fails with `InvalidRequest` naming everything that stands against a grant."""
    broken = [*_of_partner(partner, maker_subject, numbers), *_of_scopes(scopes)]
    if broken:
        raise InvalidRequest(broken)


def _of_partner(partner: str, maker_subject: str, numbers: Policy) -> Iterable[Violation]:
    if not partner.strip():
        yield Violation("REQUIRED", "Must name the partner.", "grant.partner")
    elif len(partner) > numbers.subject_max:
        yield Violation(
            "PARTNER_TOO_LONG", f"At most {numbers.subject_max} characters.", "grant.partner"
        )
    elif partner != partner.strip() or control_in(partner):
        yield Violation(
            "PARTNER_MALFORMED",
            "Must be the partner's subject as it is, with no spaces around it.",
            "grant.partner",
        )
    elif partner == maker_subject:
        yield Violation("OWN_ACCOUNT", "You act for yourself without a grant.", "grant.partner")


def _of_scopes(scopes: tuple[str, ...]) -> Iterable[Violation]:
    for place, scope in enumerate(scopes):
        if scope not in GRANTABLE:
            yield Violation(
                "SCOPE_NOT_GRANTABLE",
                f"A maker can grant: {', '.join(GRANTABLE)}.",
                f"grant.scopes[{place}]",
            )
