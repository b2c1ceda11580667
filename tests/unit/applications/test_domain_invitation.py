"""How an invitation is used up."""

from datetime import timedelta

import pytest

from applications.domain.invitation import (
    AccountMismatch,
    Blocker,
    EmailMismatch,
    Fit,
    InvitationExpired,
    InvitationNotReplaceable,
    InvitationNotRevocable,
    InvitationRevoked,
    InvitationSuperseded,
    InvitationUsed,
    State,
)
from tests.unit.applications.builders import NOON, an_invitation

EMAIL = "Ana@example.com"


def test_the_applicants_own_account_redeems_it():
    redeemed = an_invitation().redeem("ana", EMAIL, NOON)

    assert redeemed.state is State.REDEEMED
    assert redeemed.redeemed == NOON


@pytest.mark.parametrize("email", ["ana@example.com", "ANA@EXAMPLE.COM"])
def test_the_letter_case_counts_and_the_refusal_says_so(email):
    with pytest.raises(EmailMismatch, match="letter case differs") as refused:
        an_invitation().redeem("ana", email, NOON)

    assert refused.value.facts == {"letter_case_differs": "true"}
    assert refused.value.reason == "EMAIL_MISMATCH"


def test_another_address_is_refused_without_naming_the_right_one():
    with pytest.raises(EmailMismatch) as refused:
        an_invitation().redeem("ana", "bo@example.com", NOON)

    assert refused.value.facts == {"letter_case_differs": "false"}
    assert EMAIL not in refused.value.message


def test_the_same_address_on_another_account_is_refused():
    with pytest.raises(AccountMismatch):
        an_invitation().redeem("bo", EMAIL, NOON)


def test_it_is_used_once():
    redeemed = an_invitation().redeem("ana", EMAIL, NOON)

    with pytest.raises(InvitationUsed):
        redeemed.redeem("ana", EMAIL, NOON)
    with pytest.raises(InvitationUsed):
        redeemed.settle((), NOON).redeem("ana", EMAIL, NOON)


def test_it_can_be_used_to_the_last_moment():
    last = NOON + timedelta(days=30)

    assert an_invitation().redeem("ana", EMAIL, last).state is State.REDEEMED
    with pytest.raises(InvitationExpired, match="Support") as refused:
        an_invitation().redeem("ana", EMAIL, last + timedelta(milliseconds=1))
    assert refused.value.facts["closes_at"] == last.isoformat()


def test_that_it_has_expired_is_a_matter_of_time_alone():
    late = NOON + timedelta(days=31)

    assert an_invitation().state_at(late) is State.EXPIRED
    assert an_invitation().redeem("ana", EMAIL, NOON).state_at(late) is State.REDEEMED


def test_it_is_confirmed_once_nothing_stands_in_the_way():
    redeemed = an_invitation().redeem("ana", EMAIL, NOON)

    assert redeemed.settle((Blocker.MIGRATE,), NOON) == redeemed
    confirmed = redeemed.settle((), NOON + timedelta(hours=1))
    assert confirmed.state is State.CONFIRMED
    assert confirmed.confirmed == NOON + timedelta(hours=1)
    assert confirmed.settle((), NOON + timedelta(hours=2)) == confirmed


def test_what_nobody_redeemed_is_never_confirmed():
    assert an_invitation().settle((), NOON).state is State.ISSUED


def test_that_it_has_expired_is_stored_once_it_has():
    invitation = an_invitation()
    last = NOON + timedelta(days=30)

    assert invitation.expire(last) == invitation
    expired = invitation.expire(last + timedelta(milliseconds=1))
    assert (expired.state, expired.ended) == (State.EXPIRED, last)
    assert expired.expire(last + timedelta(days=1)) == expired
    redeemed = invitation.redeem("ana", EMAIL, NOON)
    assert redeemed.expire(last + timedelta(days=1)) == redeemed


@pytest.mark.parametrize("days", [1, 31])
def test_a_link_dies_when_another_is_issued(days):
    moment = NOON + timedelta(days=days)

    replaced = an_invitation().supersede("i2", moment)

    assert (replaced.state, replaced.superseded_by) == (State.SUPERSEDED, "i2")
    with pytest.raises(InvitationSuperseded, match="another link was mailed on") as refused:
        replaced.redeem("ana", EMAIL, moment)
    assert refused.value.facts == {"superseded_at": moment.isoformat()}


def test_a_link_dies_when_it_is_taken_back():
    revoked = an_invitation().revoke("Bought goods.", NOON)

    assert (revoked.state, revoked.revoke_reason) == (State.REVOKED, "Bought goods.")
    with pytest.raises(InvitationRevoked, match="Support"):
        revoked.redeem("ana", EMAIL, NOON)


def test_of_a_dead_link_only_its_owner_hears_why():
    revoked = an_invitation().revoke("Bought goods.", NOON)

    with pytest.raises(EmailMismatch):
        revoked.redeem("bo", "bo@example.com", NOON)


def in_state(state):
    redeemed = an_invitation().redeem("ana", EMAIL, NOON)
    return {
        State.ISSUED: an_invitation(),
        State.EXPIRED: an_invitation().expire(NOON + timedelta(days=31)),
        State.REDEEMED: redeemed,
        State.CONFIRMED: redeemed.settle((), NOON),
        State.SUPERSEDED: an_invitation().supersede("i2", NOON),
        State.REVOKED: an_invitation().revoke("Bought goods.", NOON),
    }[state]


@pytest.mark.parametrize("state", list(State))
def test_what_waits_or_has_expired_can_be_replaced_and_nothing_else(state):
    invitation = in_state(state)

    if state in (State.ISSUED, State.EXPIRED):
        assert invitation.supersede("i9", NOON).state is State.SUPERSEDED
    else:
        with pytest.raises(InvitationNotReplaceable) as refused:
            invitation.supersede("i9", NOON)
        assert refused.value.facts["state"] == state.value


@pytest.mark.parametrize("state", list(State))
def test_what_is_not_confirmed_can_be_taken_back_and_nothing_else(state):
    invitation = in_state(state)

    if state in (State.ISSUED, State.EXPIRED, State.REDEEMED):
        assert invitation.revoke("Why.", NOON).state is State.REVOKED
    else:
        with pytest.raises(InvitationNotRevocable) as refused:
            invitation.revoke("Why.", NOON)
        assert refused.value.facts["state"] == state.value


@pytest.mark.parametrize(
    ("subject", "email", "fit"),
    [
        ("ana", EMAIL, Fit.FITS),
        ("ana", "ana@example.com", Fit.LETTER_CASE_DIFFERS),
        ("ana", "bo@example.com", Fit.OTHER_ACCOUNT),
        ("bo", EMAIL, Fit.OTHER_ACCOUNT),
        ("ana", "", Fit.OTHER_ACCOUNT),
    ],
)
def test_an_account_fits_a_link_as_it_would_redeem_it(subject, email, fit):
    assert an_invitation().fit(subject, email) is fit
