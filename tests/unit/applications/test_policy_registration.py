"""What stands between an invitation and a registered maker."""

from datetime import timedelta

import pytest

from applications.domain.invitation import Blocker
from applications.domain.maker import Plan
from applications.policy.numbers import Policy
from applications.policy.registration import (
    blockers,
    ensure_reportable,
    expiry,
)
from chassis.errors import Invalid
from tests.unit.applications.builders import NOON, an_account

EMAIL = "Ana@example.com"


@pytest.mark.parametrize(
    ("account", "expected"),
    [
        pytest.param(None, (Blocker.CREATE_ACCOUNT,), id="no account"),
        pytest.param(an_account(), (), id="all is well"),
        pytest.param(an_account(plan=Plan.INDIVIDUAL), (Blocker.UPGRADE_PLAN,), id="individual"),
        pytest.param(an_account(on_legacy_platform=True), (Blocker.MIGRATE,), id="old platform"),
        pytest.param(an_account(verified=None), (Blocker.VERIFY_ACCOUNT,), id="unverified"),
        pytest.param(
            an_account(email="ana@example.com"), (Blocker.EMAIL_MISMATCH,), id="letter case"
        ),
        pytest.param(
            an_account(
                email="bo@example.com",
                on_legacy_platform=True,
                plan=Plan.INDIVIDUAL,
                verified=None,
            ),
            (
                Blocker.MIGRATE,
                Blocker.UPGRADE_PLAN,
                Blocker.EMAIL_MISMATCH,
                Blocker.VERIFY_ACCOUNT,
            ),
            id="everything at once",
        ),
    ],
)
def test_a_registration_is_blocked_by(account, expected):
    assert blockers(account, EMAIL) == expected


def test_a_link_is_good_for_thirty_days():
    assert expiry(NOON, Policy()) == NOON + timedelta(days=30)


@pytest.mark.parametrize(
    ("changes", "subject"),
    [
        ({"account": "x" * 101}, "seller_account.account"),
        ({"subject": "x" * 201}, "seller_account.subject"),
        ({"email": "x" * 321}, "seller_account.email"),
        ({"version": 0}, "seller_account.version"),
        ({"version": -1}, "seller_account.version"),
        ({"account": "   "}, "seller_account.account"),
        ({"account": "A-1\nA-2"}, "seller_account.account"),
        ({"subject": "\u3164"}, "seller_account.subject"),
        ({"subject": "ana\x00"}, "seller_account.subject"),
        ({"email": "b"}, "seller_account.email"),
        ({"email": "ana@example.com\r\nbcc: bo@example.com"}, "seller_account.email"),
    ],
)
def test_a_report_cannot_say(changes, subject):
    with pytest.raises(Invalid) as refused:
        ensure_reportable(an_account(**changes), Policy())

    assert [it.subject for it in refused.value.violations] == [subject]


def test_a_report_names_everything_that_it_cannot_say():
    with pytest.raises(Invalid) as refused:
        ensure_reportable(an_account(account=" ", subject="\n", email="b", version=0), Policy())

    assert [it.rule for it in refused.value.violations] == [
        "ACCOUNT_MALFORMED",
        "SUBJECT_MALFORMED",
        "EMAIL_MALFORMED",
        "VERSION_TOO_LOW",
    ]
