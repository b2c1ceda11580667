"""Who sees what, role by role."""

from dataclasses import replace

import pytest

from applications.domain.application import Flag
from applications.service.visibility import (
    application_in,
    is_told_last,
    maker_for,
    maker_in,
    may_see_application,
    may_see_invitation,
    no_longer_listening,
    shown_application,
)
from applications.wire.application import to_application
from applications.wire.maker import to_maker
from chassis.caller import ANONYMOUS, Caller, Role
from chassis.events import Event
from tests.unit.applications.builders import (
    ANA,
    NOON,
    RITA,
    a_maker,
    an_application,
    an_invitation,
    by,
    in_review,
)

STAFF = {Role.REVIEWER, Role.SUPPORT, Role.ADMIN}
DRAFT = an_application().start(by(ANA))
REVIEWED = in_review(flags=[Flag.CASE_BY_CASE])
APPLICANT = a_maker()
ACTIVE = a_maker().admit("NA", NOON).activate("NA", ("US",), NOON)


def somebody(role, subject="somebody"):
    return Caller(subject=subject, roles=frozenset({role}))


def told(kind, message):
    return Event(
        type=kind,
        resource=message.name,
        revision=1,
        occurred=NOON,
        actor="ana",
        snapshot=message.SerializeToString(),
        parties=("ana",),
    )


def heard(who, kind, application, **besides):
    full = to_application(application)
    return application_in(who, told(kind, full), full, **besides)


def seen_by(who, application):
    if not may_see_application(who, application):
        return None
    is_own = who.subject == application.subject
    return shown_application(who, to_application(application), is_own=is_own)


@pytest.mark.parametrize("role", Role)
def test_a_draft_is_seen_by_its_applicant_and_services(role):
    seen = role is Role.SERVICE

    assert may_see_application(somebody(role), DRAFT) == seen
    assert (heard(somebody(role), "application.changed", DRAFT) is not None) == seen
    assert may_see_application(somebody(role, "ana"), DRAFT)
    assert heard(somebody(role, "ana"), "application.changed", DRAFT) is not None


def test_a_partner_whom_the_maker_lets_sees_and_hears_what_the_maker_does():
    partner = somebody(Role.PARTNER)

    assert may_see_application(partner, DRAFT, is_let=True)
    shown = shown_application(partner, to_application(REVIEWED), is_own=False)
    assert shown == heard(partner, "application.taken", REVIEWED, listens=True)
    assert not shown.flags
    assert {entry.actor.subject for entry in shown.timeline} == {""}
    assert {entry.actor.display_name for entry in shown.timeline} == {"Ana", "Rita"}


@pytest.mark.parametrize("role", Role)
def test_what_was_submitted_is_seen_by_staff_with_its_flags(role):
    seen = seen_by(somebody(role), REVIEWED)

    assert (seen is not None) == (role in STAFF | {Role.SERVICE})
    assert heard(somebody(role), "application.taken", REVIEWED) == seen
    if seen is not None:
        assert list(seen.flags)


@pytest.mark.parametrize("role", Role)
def test_an_applicant_sees_the_own_application_without_flags_whatever_the_role(role):
    seen = seen_by(somebody(role, "ana"), REVIEWED)

    assert seen is not None
    assert not seen.flags


def test_a_signature_is_news_for_staff_alone():
    signed = REVIEWED.approve("i1", by(RITA))

    assert heard(somebody(Role.REVIEWER), "application.signed", signed) is not None
    assert heard(somebody(Role.MAKER, "ana"), "application.signed", signed) is None
    assert heard(somebody(Role.PARTNER), "application.signed", signed, listens=True) is None


def test_nobody_in_particular_sees_only_active_makers():
    assert not may_see_application(ANONYMOUS, REVIEWED)
    assert maker_for(ANONYMOUS, APPLICANT) is None
    assert maker_for(ANONYMOUS, ACTIVE).subject == ""
    assert not may_see_invitation(ANONYMOUS, an_invitation())


@pytest.mark.parametrize("role", Role)
def test_an_invitation_is_seen_by_staff_services_and_whom_it_invites(role):
    is_insider = role in STAFF | {Role.SERVICE}

    assert may_see_invitation(somebody(role), an_invitation()) == is_insider
    assert may_see_invitation(somebody(role, "ana"), an_invitation())


@pytest.mark.parametrize("role", Role)
def test_a_maker_is_private_to_itself_staff_and_services(role):
    is_insider = role in STAFF | {Role.SERVICE}

    assert (maker_for(somebody(role), APPLICANT) is not None) == is_insider
    assert (maker_for(somebody(role), ACTIVE).email != "") == is_insider
    assert maker_for(somebody(role, "ana"), APPLICANT).email == "ana@example.com"


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("scope", ["events:read", "catalog:write"])
def test_a_makers_changes_are_heard_by_insiders_and_by_partners_let_to_listen(role, scope):
    event = told("maker.changed", to_maker(ACTIVE.grant("somebody", (scope,), 20, NOON)))
    is_insider = role in STAFF | {Role.SERVICE}

    heard = maker_in(somebody(role), event)

    listens = role is Role.PARTNER and scope == "events:read"
    assert (heard is not None) == (is_insider or listens)
    if heard is not None:
        assert (heard.email != "") == is_insider
        assert [grant.partner for grant in heard.grants] == ["somebody"]


def test_a_partner_sees_its_own_grant_and_nobody_elses():
    granting = ACTIVE.grant("somebody", ("catalog:write",), 20, NOON).grant(
        "another", ("events:read",), 20, NOON
    )

    seen = maker_for(somebody(Role.PARTNER), granting)

    assert [(grant.partner, list(grant.scopes)) for grant in seen.grants] == [
        ("somebody", ["catalog:write"])
    ]
    assert not maker_for(somebody(Role.PARTNER, "a-third"), granting).grants
    assert not maker_for(somebody(Role.BUYER), granting).grants


@pytest.mark.parametrize("role", [Role.PARTNER, Role.BUYER])
@pytest.mark.parametrize("scopes", [(), ("catalog:write",)])
def test_that_a_grant_has_ended_is_the_last_that_its_partner_hears(role, scopes):
    before = ACTIVE.grant("somebody", ("events:read",), 20, NOON)
    after = before.grant("somebody", scopes, 20, NOON) if scopes else before.revoke("somebody")
    ending = replace(
        told("maker.partner_revoked", to_maker(after)),
        facts=no_longer_listening(before, after, "somebody"),
    )

    heard = maker_in(somebody(role), ending)

    assert is_told_last(somebody(role), ending) is (role is Role.PARTNER)
    if role is Role.PARTNER:
        assert {field.name for field, _ in heard.ListFields()} == {"name", "revision"}
    else:
        assert heard is None
    assert maker_in(somebody(Role.PARTNER, "another"), ending) is None


def test_who_heard_nothing_is_told_of_no_end():
    granted = ACTIVE.grant("somebody", ("catalog:write",), 20, NOON)
    listening = granted.grant("somebody", ("events:read",), 20, NOON)

    assert no_longer_listening(granted, granted.revoke("somebody"), "somebody") == {}
    assert no_longer_listening(granted, listening, "somebody") == {}
    assert no_longer_listening(listening, listening.grant("x", (), 20, NOON), "somebody") == {}


def test_the_feed_of_makers_keeps_to_makers():
    application = to_application(REVIEWED)

    assert maker_in(somebody(Role.SERVICE), told("application.taken", application)) is None
