"""What stands between an invitation and a registered maker: docs/rules.md#registration."""

from datetime import datetime, timedelta

from applications.domain.invitation import Blocker
from applications.domain.maker import Plan, SellerAccount
from applications.policy.application import is_one_address
from applications.policy.numbers import Policy
from chassis.errors import InvalidRequest, Violation
from chassis.text import control_in, is_blank


def blockers(account: SellerAccount | None, email: str) -> tuple[Blocker, ...]:
    """All that the maker still has to do, in the order in which a person does it.

    `email` is the application's: the selling account must have it too, letter case included.
    """
    if account is None:
        return (Blocker.CREATE_ACCOUNT,)
    found = (
        (Blocker.MIGRATE, account.on_legacy_platform),
        (Blocker.UPGRADE_PLAN, account.plan is not Plan.PROFESSIONAL),
        (Blocker.EMAIL_MISMATCH, account.email != email),
        (Blocker.VERIFY_ACCOUNT, account.verified is None),
    )
    return tuple(blocker for blocker, stands in found if stands)


def expiry(issued: datetime, numbers: Policy) -> datetime:
    """Until when a link can be used, that moment included."""
    return issued + timedelta(days=numbers.invitation_days)


def ensure_reportable(account: SellerAccount, numbers: Policy) -> None:
    """Fails with `InvalidRequest` naming every field of a report that can't be."""
    lengths = (
        ("ACCOUNT_TOO_LONG", "account", account.account, numbers.account_max),
        ("SUBJECT_TOO_LONG", "subject", account.subject, numbers.subject_max),
        ("EMAIL_TOO_LONG", "email", account.email, numbers.email_max),
        (
            "REFUSE_REASON_TOO_LONG",
            "refuse_reason",
            account.refuse_reason,
            numbers.refuse_reason_max,
        ),
    )
    broken = [
        Violation(rule, f"At most {most} characters.", f"seller_account.{name}")
        for rule, name, text, most in lengths
        if len(text) > most
    ]
    lines = (
        ("ACCOUNT_MALFORMED", "account", account.account),
        ("SUBJECT_MALFORMED", "subject", account.subject),
    )
    broken += [
        Violation(rule, "Must be one line of plain text.", f"seller_account.{name}")
        for rule, name, text in lines
        if is_blank(text) or control_in(text)
    ]
    if len(account.email) <= numbers.email_max and not is_one_address(account.email):
        broken.append(
            Violation("EMAIL_MALFORMED", "Must be a whole e-mail address.", "seller_account.email")
        )
    if account.version < 1:
        broken.append(
            Violation("VERSION_TOO_LOW", "Versions begin at 1.", "seller_account.version")
        )
    if broken:
        raise InvalidRequest(broken)
