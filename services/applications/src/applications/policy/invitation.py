"""How far a registration is, and what may be said of an invitation: docs/rules.md#registration."""

from collections.abc import Iterator
from datetime import datetime

from applications.domain.address import differs_in_case_only
from applications.domain.invitation import (
    Blocker,
    Check,
    Invitation,
    Standing,
    State,
)
from applications.domain.maker import SellerAccount
from applications.domain.membership import ENDED, Membership, MembershipState
from applications.policy.numbers import Policy
from applications.policy.registration import blockers
from chassis.errors import InvalidRequest, Violation
from chassis.text import control_in, is_blank, too_long

_OF_THE_ACCOUNT = frozenset({Blocker.CREATE_ACCOUNT, Blocker.MIGRATE, Blocker.EMAIL_MISMATCH})
_WAITING = frozenset({State.ISSUED, State.REDEEMED})

_NEXT_STEPS = {
    Blocker.CREATE_ACCOUNT: "Open a selling account in the region {region} with the e-mail address "
    "of the application and the professional plan.",
    Blocker.MIGRATE: "Move the selling account to the newest selling platform.",
    Blocker.UPGRADE_PLAN: "Change the selling account from the individual to the professional "
    "plan.",
    Blocker.EMAIL_MISMATCH: "Give the selling account the e-mail address of the application, "
    "letter for letter.",
    Blocker.VERIFY_ACCOUNT: "Answer what the marketplace asks to verify the seller, and wait until "
    "it has.",
}
_LETTER_CASE = (
    "Give the selling account the e-mail address of the application, letter for letter: only the "
    "letter case differs."
)


def standing(
    invitation: Invitation,
    account: SellerAccount | None,
    membership: Membership | None,
    now: datetime,
) -> Standing:
    """How far the registration is now, by what is known of the account and the membership."""
    state = invitation.state_at(now)
    still = blockers(account, invitation.email) if state in _WAITING else ()
    may_list = (
        membership is not None
        and membership.state is MembershipState.ACTIVE
        and bool(membership.ready_countries)
    )
    listed = state is State.CONFIRMED and membership is not None and membership.state not in ENDED
    connected = state is State.REDEEMED and not _OF_THE_ACCOUNT.intersection(still)
    because = (
        _why_so(invitation, membership)
        if may_list and membership is not None
        else _why_not(invitation, state, still, account, membership)
    )
    return Standing(
        blockers=still,
        checks=(
            Check("The programme stands among the account's services.", listed or connected),
            Check("Handmade products can be added.", listed and may_list),
        ),
        may_list=may_list,
        because=tuple(because),
    )


def ensure_checked(identity_check: str, numbers: Policy) -> None:
    """Fails with `InvalidRequest` unless staff says how it knows that the applicant asks."""
    _ensure_said(
        identity_check,
        "identity_check",
        "Say how you made sure that the applicant asks.",
        numbers.identity_check_max,
    )


def ensure_reasoned(reason: str, numbers: Policy) -> None:
    """Fails with `InvalidRequest` unless the applicant is told why an invitation is taken back."""
    _ensure_said(reason, "reason", "Tell the applicant why.", numbers.revoke_reason_max)


def _ensure_said(text: str, field: str, missing: str, most: int) -> None:
    found = list(too_long(field, text, most, "TEXT_TOO_LONG"))
    if is_blank(text):
        found.append(Violation("REQUIRED", missing, field))
    if character := control_in(text, lines=True):
        message = f"Plain text and line breaks only; {character} is neither."
        found.append(Violation("TEXT_MALFORMED", message, field))
    if found:
        raise InvalidRequest(found)


def _why_so(invitation: Invitation, membership: Membership) -> Iterator[str]:
    """One sentence for each check that let the maker in."""
    yield f"The application for the region {invitation.region} was approved."
    if invitation.redeemed is not None and invitation.confirmed is not None:
        yield (
            f"The invitation was redeemed on {_day(invitation.redeemed)} by the account that "
            "applied, with the e-mail address of the application."
        )
        yield (
            f"On {_day(invitation.confirmed)} the selling account had that address and the "
            "professional plan, was on the newest selling platform, and was verified."
        )
    yield "The programme stands among the account's services."
    countries = ", ".join(membership.ready_countries)
    yield f"Handmade products can be added in: {countries}."


def _why_not(
    invitation: Invitation,
    state: State,
    still: tuple[Blocker, ...],
    account: SellerAccount | None,
    membership: Membership | None,
) -> Iterator[str]:
    """What there is to do next, in order."""
    if state is State.ISSUED:
        yield (
            "Open the link of the invitation mail, signed in with the account that applied; it is "
            f"good until {_moment(invitation.expires)}."
        )
    elif state is State.EXPIRED:
        yield (
            f"The invitation has expired on {_moment(invitation.expires)}. Write to Handmade "
            "Support for another one."
        )
    elif state is State.SUPERSEDED:
        yield (
            f"Another link was mailed on {_day(invitation.ended or invitation.created)}. Use that "
            "one."
        )
    elif state is State.REVOKED:
        yield (
            f"The invitation was taken back on {_day(invitation.ended or invitation.created)}. "
            "Write to Handmade Support if you think that it is a mistake."
        )
    for blocker in still:
        yield _next_step(blocker, invitation, account)
    if state is State.CONFIRMED and membership is not None:
        yield from _why_not_a_member(membership)


def _next_step(blocker: Blocker, invitation: Invitation, account: SellerAccount | None) -> str:
    is_case = account is not None and differs_in_case_only(account.email, invitation.email)
    if blocker is Blocker.EMAIL_MISMATCH and is_case:
        return _LETTER_CASE
    return _NEXT_STEPS[blocker].format(region=invitation.region)


def _why_not_a_member(membership: Membership) -> Iterator[str]:
    region, since = membership.region, _day(membership.updated)
    if membership.state is MembershipState.SUSPENDED:
        yield (
            f"The membership of the region {region} is suspended since {since}. Read the mail "
            "about it, and write to Handmade Support to contest it."
        )
    elif membership.state is MembershipState.ACTIVE:
        yield f"No country of the region {region} is open yet. Open one."
    elif membership.state in ENDED:
        yield f"The membership of the region {region} ended on {since}. Apply to come back."


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"


def _moment(moment: datetime) -> str:
    return f"{_day(moment)}, {moment:%H:%M} UTC"
