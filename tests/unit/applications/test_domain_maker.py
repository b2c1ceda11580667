"""How a maker's memberships and grants change."""

import pytest

from applications.domain.membership import (
    AlreadyAdmitted,
    Membership,
    MembershipNotGranted,
    MembershipReason,
    MembershipState,
)
from applications.domain.partner import NothingGranted, TooManyPartners
from tests.unit.applications.builders import NOON, a_maker

COUNTRIES = ("US", "CA", "MX")


def active(maker=None, region="NA"):
    return (maker or a_maker()).admit(region, NOON).activate(region, COUNTRIES, NOON)


def test_approval_grants_and_registration_activates():
    granted = a_maker().admit("NA", NOON)

    assert granted.membership("NA") == Membership("NA", MembershipState.GRANTED, NOON, granted=NOON)
    assert not granted.is_active
    assert active().is_active
    assert active().membership("NA").ready_countries == COUNTRIES


def test_an_approval_covers_its_region_and_no_other():
    assert active().membership("EU") is None
    with pytest.raises(MembershipNotGranted):
        active().activate("EU", ("DE",), NOON)


def test_nobody_is_admitted_twice():
    # Told to the maker as well as to a reviewer, so it speaks of neither.
    with pytest.raises(AlreadyAdmitted, match="There is an approval for the region NA already"):
        a_maker().admit("NA", NOON).admit("NA", NOON)
    with pytest.raises(AlreadyAdmitted):
        active().ensure_not_admitted("NA")


@pytest.mark.parametrize("ended", [MembershipState.LEFT, MembershipState.REMOVED])
def test_who_is_gone_may_come_again(ended):
    gone = a_maker(memberships=(Membership("NA", ended, NOON),))

    assert gone.admit("NA", NOON).membership("NA").state is MembershipState.GRANTED


def test_a_membership_is_activated_once():
    with pytest.raises(MembershipNotGranted):
        active().activate("NA", COUNTRIES, NOON)


def test_a_maker_goes_by_its_latest_application():
    introduced = a_maker().introduce("Reed & Daughters", "CA", "new@example.com")

    assert introduced.display_name == "Reed & Daughters"
    assert (introduced.country, introduced.email) == ("CA", "new@example.com")


def test_an_application_without_a_business_name_takes_none_away():
    assert a_maker().introduce("", "US", "ana@example.com") == a_maker()


def test_what_buyers_know_of_an_active_maker_no_draft_changes():
    introduced = active().introduce("Something Else", "DE", "new@example.com")

    assert introduced.display_name == "Reed Pottery"
    assert introduced.country == "US"
    assert introduced.email == "new@example.com"


def test_a_suspended_maker_stays_known_to_buyers_by_the_name_of_their_orders():
    suspended = active().suspend("NA", MembershipReason.PERFORMANCE, "Late.", NOON)

    introduced = suspended.introduce("Something Else", "DE", "new@example.com", "de")

    assert introduced.display_name == "Reed Pottery"
    assert introduced.country == "US"
    assert introduced.language == "de"


def test_an_application_that_says_no_language_leaves_the_one_there_is():
    assert a_maker(language="fr").introduce("", "CA", "ana@example.com").language == "fr"


def test_a_grant_replaces_the_one_before():
    granting = a_maker().grant("tool", ("catalog:write",), 20, NOON)

    changed = granting.grant("tool", ("events:read",), 20, NOON)

    assert [grant.scopes for grant in changed.grants] == [("events:read",)]
    assert changed.is_granted("tool", "events:read")
    assert not changed.is_granted("tool", "catalog:write")
    assert not changed.is_granted("other")


def test_a_maker_has_a_limited_number_of_partners():
    full = a_maker()
    for number in range(20):
        full = full.grant(f"tool-{number}", ("events:read",), 20, NOON)

    with pytest.raises(TooManyPartners, match="20"):
        full.grant("one-more", ("events:read",), 20, NOON)
    assert full.grant("tool-7", ("catalog:write",), 20, NOON).is_granted("tool-7", "catalog:write")


def test_revoking_ends_everything_a_partner_may():
    granting = a_maker().grant("tool", ("events:read",), 20, NOON)

    assert granting.revoke("tool").grants == ()
    with pytest.raises(NothingGranted):
        granting.revoke("other")
