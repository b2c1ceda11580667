"""How far a registration is, in sentences."""

from dataclasses import replace
from datetime import timedelta

import pytest

from applications.domain.invitation import Blocker, State
from applications.domain.maker import Plan
from applications.domain.membership import Membership, MembershipState
from applications.policy.invitation import ensure_checked, ensure_reasoned, standing
from applications.policy.numbers import Policy
from chassis.errors import Invalid
from tests.unit.applications.builders import NOON, an_account, an_invitation

GRANTED = Membership("NA", MembershipState.GRANTED, NOON)
ACTIVE = Membership("NA", MembershipState.ACTIVE, NOON, ("US", "CA", "MX"))
REDEEMED = an_invitation().redeem("ana", "Ana@example.com", NOON)
CONFIRMED = REDEEMED.settle((), NOON)


def held(state):
    return replace(ACTIVE, state=state)


def test_who_may_list_is_told_every_check_that_let_them_in():
    found = standing(CONFIRMED, an_account(), ACTIVE, NOON)

    assert found.may_list
    assert all(check.met for check in found.checks)
    approved, redeemed, account, service, countries = found.because
    assert approved == "The application for the region NA was approved."
    assert "redeemed on 1 June 2030 by the account that applied" in redeemed
    assert "On 1 June 2030 the selling account had that address" in account
    assert service == "The programme stands among the account's services."
    assert countries == "Handmade products can be added in: US, CA, MX."


def test_who_has_still_to_act_is_told_what_to_do_in_that_order():
    account = an_account(
        email="bo@example.com", on_legacy_platform=True, plan=Plan.INDIVIDUAL, verified=None
    )

    found = standing(an_invitation(), account, GRANTED, NOON)

    assert not found.may_list
    assert found.blockers == (
        Blocker.MIGRATE,
        Blocker.UPGRADE_PLAN,
        Blocker.EMAIL_MISMATCH,
        Blocker.VERIFY_ACCOUNT,
    )
    steps = ("Open the link", "Move", "Change", "Give", "Answer what")
    assert all(said.startswith(step) for said, step in zip(found.because, steps, strict=True))
    assert "1 July 2030, 12:00 UTC" in found.because[0]


def test_a_mismatch_in_letter_case_alone_is_told_so():
    account = an_account(email="ana@example.com")

    (step,) = standing(REDEEMED, account, GRANTED, NOON).because

    assert "only the letter case differs" in step


def test_without_a_selling_account_one_is_to_be_opened():
    found = standing(REDEEMED, None, GRANTED, NOON)

    assert found.blockers == (Blocker.CREATE_ACCOUNT,)
    assert "Open a selling account in the region NA" in found.because[0]


@pytest.mark.parametrize(
    ("state", "account", "met"),
    [
        pytest.param(State.ISSUED, an_account(), [False, False], id="not used yet"),
        pytest.param(State.REDEEMED, None, [False, False], id="no account"),
        pytest.param(
            State.REDEEMED, an_account(plan=Plan.INDIVIDUAL), [True, False], id="plan to change"
        ),
        pytest.param(State.SUPERSEDED, an_account(), [False, False], id="replaced"),
        pytest.param(State.REVOKED, an_account(), [False, False], id="taken back"),
    ],
)
def test_the_checks_say_how_far_a_registration_is(state, account, met):
    found = standing(an_invitation(state=state), account, GRANTED, NOON)

    assert [check.met for check in found.checks] == met
    assert [check.description for check in found.checks] == [
        "The programme stands among the account's services.",
        "Handmade products can be added.",
    ]


@pytest.mark.parametrize(
    ("state", "met", "words"),
    [
        (MembershipState.SUSPENDED, [True, False], "is suspended since 1 June 2030"),
        (MembershipState.REMOVED, [False, False], "ended on 1 June 2030"),
        (MembershipState.LEFT, [False, False], "ended on 1 June 2030"),
    ],
)
def test_what_was_confirmed_still_follows_the_membership(state, met, words):
    found = standing(CONFIRMED, an_account(), held(state), NOON)

    assert not found.may_list
    assert [check.met for check in found.checks] == met
    assert words in found.because[0]


def test_what_happens_to_the_account_takes_no_registration_back():
    found = standing(CONFIRMED, an_account(plan=Plan.INDIVIDUAL), ACTIVE, NOON)

    assert found.may_list
    assert found.blockers == ()


@pytest.mark.parametrize(
    ("invitation", "words"),
    [
        pytest.param(
            an_invitation().expire(NOON + timedelta(days=31)), "Support for another", id="expired"
        ),
        pytest.param(an_invitation().supersede("i2", NOON), "Use that one", id="replaced"),
        pytest.param(an_invitation().revoke("Why.", NOON), "taken back on", id="taken back"),
    ],
)
def test_of_a_dead_link_the_way_on_is_told_and_no_blockers(invitation, words):
    found = standing(invitation, None, None, NOON + timedelta(days=32))

    assert found.blockers == ()
    assert len(found.because) == 1
    assert words in found.because[0]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "REQUIRED"),
        (" \n ", "REQUIRED"),
        ("\u200b", "REQUIRED"),
        ("x" * 2001, "TEXT_TOO_LONG"),
        ("abc\u202edef", "TEXT_MALFORMED"),
    ],
)
@pytest.mark.parametrize(
    ("ensure", "field"), [(ensure_checked, "identity_check"), (ensure_reasoned, "reason")]
)
def test_staff_says_why_in_plain_text(ensure, field, text, rule):
    with pytest.raises(Invalid) as refused:
        ensure(text, Policy())

    assert [(it.rule, it.subject) for it in refused.value.violations] == [(rule, field)]
    ensure("Called back.\nKnew the\tnames.", Policy())
