"""The moves of memberships: every verb in every state, and what follows where one rests on another.

The table is that of docs/rules.md#membership.
"""

from datetime import timedelta

import pytest

from applications.domain.membership import (
    HomeMembershipNotActive,
    Membership,
    MembershipNotActive,
    MembershipNotGranted,
    MembershipNotSuspended,
    MembershipReason,
    MembershipState,
)
from tests.unit.applications.builders import NOON, a_maker

GRANTED, ACTIVE, SUSPENDED, REMOVED, LEFT = MembershipState
LATER = NOON + timedelta(days=3)
BREACH, HOME = MembershipReason.POLICY_BREACH, MembershipReason.HOME_MEMBERSHIP
COUNTRIES = {"NA": ("US", "CA", "MX"), "EU": ("GB", "DE", "FR", "IT", "ES")}

VERBS = {
    "activate": lambda maker: maker.activate("NA", ("US",), LATER),
    "suspend": lambda maker: maker.suspend("NA", BREACH, "Why.", LATER),
    "reinstate": lambda maker: maker.reinstate("NA", "Welcome back.", LATER),
    "remove": lambda maker: maker.remove("NA", BREACH, "Why.", LATER),
    "leave": lambda maker: maker.leave("NA", MembershipReason.CLOSING, "", LATER),
    "take_back": lambda maker: maker.take_back("NA", "A mistake.", LATER),
    "open_country": lambda maker: maker.open_country("NA", "CA"),
    "extend": lambda maker: maker.extend("EU", "NA", LATER),
}
TABLE = {
    ("activate", GRANTED): ACTIVE,
    ("suspend", ACTIVE): SUSPENDED,
    ("reinstate", SUSPENDED): ACTIVE,
    ("remove", SUSPENDED): REMOVED,
    ("leave", ACTIVE): LEFT,
    ("take_back", GRANTED): REMOVED,
    ("open_country", ACTIVE): ACTIVE,
    ("extend", ACTIVE): ACTIVE,
}
REFUSALS = {
    "activate": MembershipNotGranted,
    "suspend": MembershipNotActive,
    "reinstate": MembershipNotSuspended,
    "remove": MembershipNotSuspended,
    "leave": MembershipNotActive,
    "take_back": MembershipNotGranted,
    "open_country": MembershipNotActive,
    "extend": HomeMembershipNotActive,
}


def standing(state, **changes):
    return a_maker(memberships=(Membership("NA", state, NOON, ("US",), **changes),))


def extended(state=ACTIVE, home=ACTIVE, reason=None):
    """A maker of North America whose membership was extended to Europe."""
    return a_maker(
        memberships=(
            Membership("NA", home, NOON, COUNTRIES["NA"]),
            Membership("EU", state, NOON, ("DE", "FR"), "NA", reason),
        )
    )


@pytest.mark.parametrize("state", [*MembershipState, None], ids=str)
@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_in_every_state(verb, state):
    maker = a_maker() if state is None else standing(state)
    to = TABLE.get((verb, state))

    if to is None:
        with pytest.raises(REFUSALS[verb]) as refused:
            VERBS[verb](maker)
        assert refused.value.facts["region"] == "NA"
    else:
        assert VERBS[verb](maker).membership("NA").state is to


def test_a_refusal_says_what_the_membership_is():
    for maker, state in ((standing(LEFT), "LEFT"), (a_maker(), "")):
        with pytest.raises(MembershipNotActive) as refused:
            VERBS["suspend"](maker)
        assert refused.value.facts["state"] == state
    assert "There is no membership" in refused.value.message


def test_a_move_says_when_and_why_and_forgets_the_reason_before():
    suspended = VERBS["suspend"](standing(ACTIVE)).membership("NA")
    assert (suspended.updated, suspended.reason, suspended.reason_text) == (LATER, BREACH, "Why.")

    reinstated = VERBS["reinstate"](VERBS["suspend"](standing(ACTIVE))).membership("NA")
    assert (reinstated.reason, reinstated.reason_text) == (None, "Welcome back.")
    assert reinstated.ready_countries == ("US",)


def test_a_membership_keeps_when_it_was_granted_through_its_life():
    granted = a_maker().admit("NA", NOON)

    suspended = VERBS["suspend"](VERBS["activate"](granted))

    assert suspended.membership("NA").granted == NOON
    again = VERBS["remove"](suspended).admit("NA", LATER)
    assert again.membership("NA").granted == LATER
    assert again.membership("NA").reason is None


def test_extended_memberships_are_granted_from_an_active_one_and_open_no_country():
    granted = standing(ACTIVE).extend("EU", "NA", LATER)

    held = granted.membership("EU")
    assert (held.state, held.extended_from, held.ready_countries) == (GRANTED, "NA", ())
    linked = granted.activate("EU", (), LATER)
    assert linked.membership("EU").extended_from == "NA"
    assert linked.open_country("EU", "DE").membership("EU").ready_countries == ("DE",)


@pytest.mark.parametrize("state", [SUSPENDED, GRANTED, LEFT, REMOVED])
def test_nothing_is_extended_from_what_is_not_active(state):
    with pytest.raises(HomeMembershipNotActive):
        standing(state).extend("EU", "NA", LATER)


def test_what_was_extended_is_suspended_with_its_home_and_comes_back_with_it():
    suspended = VERBS["suspend"](extended())

    held = suspended.membership("EU")
    assert (held.state, held.reason, held.updated) == (SUSPENDED, HOME, LATER)
    back = VERBS["reinstate"](suspended).membership("EU")
    assert (back.state, back.reason, back.ready_countries) == (ACTIVE, None, ("DE", "FR"))


def test_what_was_suspended_for_its_own_reason_does_not_come_back_with_its_home():
    both = VERBS["suspend"](extended(SUSPENDED, reason=BREACH))

    assert both.membership("EU").reason is BREACH
    assert VERBS["reinstate"](both).membership("EU").state is SUSPENDED


def test_a_home_is_untouched_by_what_happens_to_what_was_extended_from_it():
    suspended = extended().suspend("EU", BREACH, "Why.", LATER)

    assert suspended.membership("NA") == extended().membership("NA")
    assert suspended.remove("EU", BREACH, "Why.", LATER).membership("NA").state is ACTIVE
    assert extended().leave("EU", BREACH, "", LATER).membership("NA").state is ACTIVE


def test_what_was_extended_is_not_reinstated_while_its_home_is_suspended():
    with pytest.raises(HomeMembershipNotActive) as refused:
        extended(SUSPENDED, SUSPENDED, HOME).reinstate("EU", "Back.", LATER)

    assert refused.value.facts["region"] == "NA"


def test_a_granted_extension_waits_while_its_home_is_suspended():
    assert VERBS["suspend"](extended(GRANTED)).membership("EU").state is GRANTED


@pytest.mark.parametrize("state", [GRANTED, ACTIVE, SUSPENDED])
@pytest.mark.parametrize(("verb", "home", "end"), [
    ("leave", ACTIVE, LEFT),
    ("remove", SUSPENDED, REMOVED),
])  # fmt: skip
def test_what_was_extended_ends_with_its_home(verb, home, end, state):
    held = VERBS[verb](extended(state, home)).membership("EU")

    assert (held.state, held.reason) == (end, HOME)


@pytest.mark.parametrize("state", [REMOVED, LEFT])
def test_what_had_ended_before_its_home_stays_as_it_was(state):
    before = extended(state, reason=BREACH)

    assert VERBS["leave"](before).membership("EU") == before.membership("EU")


def test_another_membership_with_its_own_application_follows_nobody():
    maker = a_maker(
        memberships=(Membership("NA", ACTIVE, NOON), Membership("EU", ACTIVE, NOON, ("DE",)))
    )

    assert VERBS["leave"](maker).membership("EU") == maker.membership("EU")


def test_only_a_membership_with_its_own_application_can_be_extended_further():
    assert extended().base_for("ASIA").region == "NA"
    assert extended().base_for("NA") is None
    assert extended(home=SUSPENDED).base_for("ASIA") is None


def test_a_maker_was_in_a_region_once_the_membership_is_over():
    assert [standing(state).was_in("NA") for state in MembershipState] == [
        False, False, False, True, True,
    ]  # fmt: skip
    assert not a_maker().was_in("NA")


def test_a_country_that_joins_a_region_opens_where_the_maker_applied_itself():
    joined = {**COUNTRIES, "EU": (*COUNTRIES["EU"], "SE"), "NA": (*COUNTRIES["NA"], "PR")}

    kept = extended().keep_up(joined.__getitem__)

    assert kept.membership("NA").ready_countries == ("US", "CA", "MX", "PR")
    assert kept.membership("EU").ready_countries == ("DE", "FR")
    assert kept.keep_up(joined.__getitem__) == kept


@pytest.mark.parametrize(
    ("state", "follows"),
    [(GRANTED, False), (ACTIVE, True), (SUSPENDED, True), (REMOVED, False), (LEFT, False)],
)
def test_only_memberships_in_force_keep_up_with_the_countries(state, follows):
    kept = standing(state).keep_up(COUNTRIES.__getitem__)

    assert (kept.membership("NA").ready_countries == COUNTRIES["NA"]) is follows
