"""How an invitation is used up."""

from datetime import timedelta

import pytest

from applications.domain.invitation import (
    AccountMismatch,
    Blocker,
    EmailMismatch,
    InvitationExpired,
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
