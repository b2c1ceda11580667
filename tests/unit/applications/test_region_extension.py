"""The way of a membership into another region: its moves, and what moves it."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from applications.domain.maker import SellerAccount
from applications.domain.membership import AlreadyAdmitted, Membership, MembershipState
from applications.domain.region_extension import (
    CountryOpen,
    ExtensionEmailMismatch,
    NothingToExtend,
    RegionExtension,
    RegionExtensionState,
    State,
)
from applications.policy import region_extension as policy
from applications.policy.numbers import Policy
from applications.policy.region_extension import Step
from chassis.errors import InvalidRequest
from tests.unit.applications.builders import ANA, NOON, a_maker, an_account, by

OPENING, VERIFYING, UNLINKED, LINKED, REFUSED, CANCELLED, ENDED = State
LATER = NOON + timedelta(days=1)
REGIONS = {"US": "NA", "CA": "NA", "MX": "NA", "DE": "EU", "FR": "EU"}


def an_extension(state=OPENING, **changes):
    return replace(
        RegionExtension(
            id="e1",
            maker_id="m1",
            subject="ana",
            region="EU",
            home_region="NA",
            primary_country="DE",
            email="Ana@example.com",
            created=NOON,
            updated=NOON,
            state=state,
        ),
        **changes,
    )


def european(**changes):
    facts = {"account": "EU1", "region": "EU", "verified": None} | changes
    return an_account(**facts)


def home(state=MembershipState.ACTIVE, *others):
    return a_maker(memberships=(Membership("NA", state, NOON, ("US",)), *others))


VERBS = {
    "register": lambda it: it.register("EU1", "Ana@example.com", by(ANA, LATER)),
    "approve": lambda it: it.approve("EU1", by(ANA, LATER)),
    "link": lambda it: it.link(by(ANA, LATER)),
    "refuse": lambda it: it.refuse("No papers.", by(ANA, LATER)),
    "cancel": lambda it: it.cancel(by(ANA, LATER)),
    "end": lambda it: it.end(by(ANA, LATER)),
    "open_country": lambda it: it.open_country("DE", "de", by(ANA, LATER)),
}
TABLE = {
    ("register", OPENING): VERIFYING,
    ("approve", VERIFYING): UNLINKED,
    ("refuse", VERIFYING): REFUSED,
    ("link", UNLINKED): LINKED,
    ("open_country", LINKED): LINKED,
    ("cancel", OPENING): CANCELLED,
    ("cancel", VERIFYING): CANCELLED,
    ("end", OPENING): ENDED,
    ("end", VERIFYING): ENDED,
    ("end", UNLINKED): ENDED,
    ("end", LINKED): ENDED,
}


@pytest.mark.parametrize("state", State, ids=str)
@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_in_every_state(verb, state):
    to = TABLE.get((verb, state))

    if to is None:
        with pytest.raises(RegionExtensionState) as refused:
            VERBS[verb](an_extension(state))
        assert refused.value.facts["state"] == state.value
        assert refused.value.facts["needed"].split(",") == [
            it.value for it in State if (verb, it) in TABLE
        ]
    else:
        moved = VERBS[verb](an_extension(state))
        assert moved.state is to
        assert moved.timeline[-1].state is to
        assert moved.timeline[-1].occasion == by(ANA, LATER)
        assert moved.updated == LATER


@pytest.mark.parametrize(
    ("verb", "state", "when", "then"),
    [
        ("open_country", OPENING, "once the accounts are linked", "Register the selling account"),
        ("open_country", UNLINKED, "once the accounts are linked", "links the accounts next"),
        ("register", LINKED, "once, at the beginning", "open the countries"),
        ("cancel", REFUSED, "until it is approved", "start another extension"),
    ],
)
def test_what_comes_too_soon_or_late_is_told_when_it_can_be_and_what_is_next(
    verb, state, when, then
):
    with pytest.raises(RegionExtensionState, match=f"{when}.*{then}"):
        VERBS[verb](an_extension(state))


@pytest.mark.parametrize(
    ("email", "differs"), [("ana@example.com", "true"), ("ana@example.org", "false")]
)
def test_the_new_account_has_the_address_of_the_home_account_letter_for_letter(email, differs):
    with pytest.raises(ExtensionEmailMismatch) as refused:
        an_extension().register("EU1", email, by(ANA))

    assert [it.rule for it in refused.value.violations] == ["EMAIL_MISMATCH"]
    assert refused.value.facts["letter_case_differs"] == differs


def test_a_country_is_opened_once():
    opened = VERBS["open_country"](an_extension(LINKED))

    assert [(it.country, it.language) for it in opened.opened] == [("DE", "de")]
    assert opened.timeline[-1].country == "DE"
    with pytest.raises(CountryOpen):
        VERBS["open_country"](opened)


def steps_of(extension, account, maker):
    """All that follows by itself."""
    taken = []
    while step := policy.next_step(extension, account, maker):
        taken.append(step)
        match step:
            case Step.APPROVE:
                extension = extension.approve(account.account, by(ANA))
                maker = maker.extend("EU", "NA", NOON)
            case Step.LINK:
                extension = extension.link(by(ANA))
            case Step.REFUSE:
                extension = extension.refuse(account.refuse_reason, by(ANA))
    return taken


@pytest.mark.parametrize(
    ("state", "account", "steps"),
    [
        (OPENING, european(verified=NOON, linked=NOON), []),
        (VERIFYING, european(), []),
        (VERIFYING, european(linked=NOON), []),
        (VERIFYING, european(verified=NOON), [Step.APPROVE]),
        (VERIFYING, european(verified=NOON, linked=NOON), [Step.APPROVE, Step.LINK]),
        (VERIFYING, european(verified=NOON, email="ana@example.com"), []),
        (VERIFYING, european(refused=NOON), [Step.REFUSE]),
        (VERIFYING, european(refused=NOON, verified=LATER), [Step.APPROVE]),
        (VERIFYING, european(refused=LATER, verified=NOON), [Step.REFUSE]),
        (VERIFYING, european(refused=NOON, email="ana@example.com"), [Step.REFUSE]),
        (UNLINKED, european(verified=NOON), []),
        (UNLINKED, european(verified=NOON, linked=NOON), [Step.LINK]),
        (UNLINKED, european(linked=NOON, refused=LATER), [Step.LINK]),
        (UNLINKED, european(verified=NOON, linked=NOON, email="ana@example.com"), []),
        (LINKED, european(refused=LATER), []),
        (REFUSED, european(verified=LATER, linked=LATER), []),
        (CANCELLED, european(verified=LATER, linked=LATER), []),
        (ENDED, european(verified=LATER, linked=LATER), []),
    ],
)
def test_what_follows_from_what_is_reported(state, account, steps):
    assert steps_of(an_extension(state), account, home()) == steps


@pytest.mark.parametrize("state", [it for it in MembershipState if it.value != "ACTIVE"])
@pytest.mark.parametrize("extension", [VERIFYING, UNLINKED])
def test_nothing_is_copied_from_a_membership_that_is_not_active(extension, state):
    account = european(verified=NOON, linked=NOON)

    assert steps_of(an_extension(extension), account, home(state)) == []


def test_a_refusal_counts_whatever_became_of_the_home_membership():
    refused = european(refused=NOON)

    assert steps_of(an_extension(VERIFYING), refused, home(MembershipState.SUSPENDED)) == [
        Step.REFUSE
    ]


def test_a_refusal_of_before_counts_no_more_and_a_new_one_does():
    again = an_extension(VERIFYING, old_refusal=NOON)

    assert steps_of(again, european(refused=NOON), home()) == []
    assert steps_of(again, european(refused=LATER), home()) == [Step.REFUSE]
    assert steps_of(again, european(refused=NOON, verified=LATER), home()) == [Step.APPROVE]


@pytest.mark.parametrize("order", [*permutations(["verified", "linked", "email"])])
def test_reports_in_any_order_lead_to_the_same(order):
    known, taken, maker = european(email="ana@example.com"), [], home()
    extension = an_extension(VERIFYING)
    changes = {"verified": NOON, "linked": NOON, "email": "Ana@example.com"}

    for name in order:
        known = replace(known, **{name: changes[name]})
        for step in steps_of(extension, known, maker):
            taken.append(step)
            if step is Step.APPROVE:
                extension = extension.approve("EU1", by(ANA))
                maker = maker.extend("EU", "NA", NOON)
            else:
                extension = extension.link(by(ANA))

    assert taken == [Step.APPROVE, Step.LINK]


@pytest.mark.parametrize(
    ("state", "account", "stand"),
    [
        (OPENING, None, ["REGISTER_ACCOUNT", "VERIFY_ACCOUNT", "LINK_ACCOUNTS"]),
        (OPENING, european(verified=NOON, linked=NOON), ["REGISTER_ACCOUNT"]),
        (VERIFYING, european(), ["VERIFY_ACCOUNT", "LINK_ACCOUNTS"]),
        (
            VERIFYING,
            european(email="ana@example.com"),
            ["EMAIL_MISMATCH", "VERIFY_ACCOUNT", "LINK_ACCOUNTS"],
        ),
        (VERIFYING, european(verified=NOON, email="ana@example.com"),
         ["EMAIL_MISMATCH", "LINK_ACCOUNTS"]),
        (VERIFYING, european(linked=NOON), ["VERIFY_ACCOUNT"]),
        (UNLINKED, european(verified=NOON), ["LINK_ACCOUNTS"]),
        (LINKED, european(email="ana@example.com"), []),
        (REFUSED, european(refused=NOON), []),
        (CANCELLED, None, []),
    ],
)  # fmt: skip
def test_what_stands_in_the_way(state, account, stand):
    found = policy.blockers(an_extension(state), account, home())

    assert [blocker.value for blocker in found] == stand


@pytest.mark.parametrize("state", [OPENING, VERIFYING, UNLINKED, LINKED])
def test_a_suspended_home_membership_stands_in_the_way_of_everything(state):
    account = european(verified=NOON, linked=NOON)

    found = policy.blockers(an_extension(state), account, home(MembershipState.SUSPENDED))

    assert found[-1].value == "HOME_MEMBERSHIP"
    assert len(found) == (2 if state is OPENING else 1)


@pytest.mark.parametrize(
    ("state", "registered", "stand"),
    [
        (OPENING, "", ["REGISTER_ACCOUNT"]),
        (VERIFYING, "EU1", []),
        (VERIFYING, "EU2", ["ACCOUNT_MISMATCH"]),
        (UNLINKED, "EU2", []),
        (LINKED, "EU2", []),
        (CANCELLED, "EU2", []),
    ],
)
def test_another_account_than_the_reported_one_stands_in_the_way(state, registered, stand):
    account = european(verified=NOON, linked=NOON)
    extension = an_extension(state, account=registered)

    found = policy.blockers(extension, account, home())

    assert [blocker.value for blocker in found] == stand
    if stand == ["ACCOUNT_MISMATCH"]:
        assert policy.next_step(extension, account, home()) is None


@pytest.mark.parametrize("state", [it for it in MembershipState if it.value != "ACTIVE"])
def test_only_an_active_membership_is_extended(state):
    assert policy.home_of(home(), "EU") == "NA"
    with pytest.raises(NothingToExtend):
        policy.home_of(home(state), "EU")


def test_nobody_extends_to_where_one_is_or_has_nothing():
    with pytest.raises(AlreadyAdmitted):
        policy.home_of(home(), "NA")
    with pytest.raises(NothingToExtend):
        policy.home_of(a_maker(), "EU")
    left = home(MembershipState.ACTIVE, Membership("EU", MembershipState.LEFT, NOON))
    assert policy.home_of(left, "EU") == "NA"


@pytest.mark.parametrize(("code", "fits"), [("DE", True), ("US", False), ("XX", False)])
def test_a_country_belongs_to_the_region(code, fits):
    if fits:
        policy.ensure_in_region(code, REGIONS, "EU", "country")
    else:
        with pytest.raises(InvalidRequest) as refused:
            policy.ensure_in_region(code, REGIONS, "EU", "country")
        assert refused.value.violations[0].message == "The region EU has DE, FR."


@pytest.mark.parametrize(
    ("official", "language", "fits"),
    [
        ({"en": "English", "fr": "French"}, "fr", True),
        ({"en": "English", "fr": "French"}, "en", True),
        ({"en": "English", "fr": "French"}, "es", False),
        ({"de": "German"}, "en", False),
        ({"de": "German"}, "", False),
        ({"de": "German"}, "DE", False),
    ],
)
def test_one_official_language_is_enough(official, language, fits):
    if fits:
        policy.ensure_official(language, official, "Canada")
    else:
        with pytest.raises(InvalidRequest, match="language"):
            policy.ensure_official(language, official, "Canada")


def test_languages_and_countries_are_named_as_one_says_them():
    official = {"en": "English", "fr": "French"}

    with pytest.raises(InvalidRequest) as refused:
        policy.ensure_official("es", official, "Canada")

    assert refused.value.violations[0].message == (
        "Listings and customer support in Canada are in English or French: send `en` or `fr`."
    )


@pytest.mark.parametrize("account", ["", "  ", "A\nB", "A" * 101])
def test_an_accounts_number_is_a_line_of_text(account):
    with pytest.raises(InvalidRequest):
        policy.ensure_registrable(account, Policy())


def test_an_account_needs_no_more_than_a_number():
    assert isinstance(european(), SellerAccount)
    policy.ensure_registrable("A-1 Ünï", Policy())
