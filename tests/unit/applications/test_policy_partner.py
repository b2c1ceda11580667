"""What a maker may grant to whom."""

import pytest

from applications.policy.numbers import Policy
from applications.policy.partner import GRANTABLE, ensure_grantable
from chassis.errors import Invalid


def broken_by(partner, *scopes):
    try:
        ensure_grantable(partner, scopes, "ana", Policy())
    except Invalid as invalid:
        return [(it.subject, it.rule) for it in invalid.violations]
    return []


@pytest.mark.parametrize("scope", GRANTABLE)
def test_a_maker_may_grant(scope):
    assert broken_by("tool", scope) == []


@pytest.mark.parametrize("partner", ["The Agency", "auth0|5f7c", "töpfe@clients"])
def test_a_partner_is_named_as_its_token_names_it(partner):
    assert broken_by(partner, "events:read") == []


@pytest.mark.parametrize("scope", ["orders:write", "accounts:write", "catalog:*", "", "$ne"])
def test_nobody_but_the_marketplace_grants(scope):
    assert broken_by("tool", scope) == [("grant.scopes[0]", "SCOPE_NOT_GRANTABLE")]


def test_every_wrong_scope_is_named():
    assert broken_by("tool", "orders:write", "events:read", "x") == [
        ("grant.scopes[0]", "SCOPE_NOT_GRANTABLE"),
        ("grant.scopes[2]", "SCOPE_NOT_GRANTABLE"),
    ]


@pytest.mark.parametrize(
    ("partner", "rule"),
    [
        ("", "REQUIRED"),
        ("  ", "REQUIRED"),
        ("x" * 201, "PARTNER_TOO_LONG"),
        ("ana", "OWN_ACCOUNT"),
        (" tool ", "PARTNER_MALFORMED"),
        ("tool\u00a0", "PARTNER_MALFORMED"),
        ("tool\n", "PARTNER_MALFORMED"),
        ("to\u200bol", "PARTNER_MALFORMED"),
        (" ana", "PARTNER_MALFORMED"),
    ],
)
def test_a_grant_names_somebody_else(partner, rule):
    assert broken_by(partner, "events:read") == [("grant.partner", rule)]
