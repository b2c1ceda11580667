"""Who sees what, role by role."""

import pytest

from applications.domain.application import Flag
from applications.service.visibility import (
    application_for,
    application_in,
    maker_for,
    maker_in,
    may_see_invitation,
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


@pytest.mark.parametrize("role", Role)
def test_a_draft_is_seen_by_its_applicant_and_services(role):
    seen = role is Role.SERVICE
    event = told("application.changed", to_application(DRAFT))

    assert (application_for(somebody(role), DRAFT) is not None) == seen
    assert (application_in(somebody(role), event) is not None) == seen
    assert application_for(somebody(role, "ana"), DRAFT) is not None
    assert application_in(somebody(role, "ana"), event) is not None


@pytest.mark.parametrize("role", Role)
def test_what_was_submitted_is_seen_by_staff_with_its_flags(role):
    seen = application_for(somebody(role), REVIEWED)
    heard = application_in(somebody(role), told("application.taken", to_application(REVIEWED)))

    assert (seen is not None) == (role in STAFF | {Role.SERVICE})
    assert heard == seen
    if seen is not None:
        assert list(seen.flags)


@pytest.mark.parametrize("role", Role)
def test_an_applicant_sees_the_own_application_without_flags_whatever_the_role(role):
    seen = application_for(somebody(role, "ana"), REVIEWED)

    assert seen is not None
    assert not seen.flags


def test_a_signature_is_news_for_staff_alone():
    event = told("application.signed", to_application(REVIEWED.approve("i1", by(RITA))))

    assert application_in(somebody(Role.REVIEWER), event) is not None
    assert application_in(somebody(Role.MAKER, "ana"), event) is None


def test_nobody_in_particular_sees_only_active_makers():
    assert application_for(ANONYMOUS, REVIEWED) is None
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


def test_feeds_keep_to_their_kind():
    maker, application = to_maker(ACTIVE), to_application(REVIEWED)

    assert application_in(somebody(Role.SERVICE), told("maker.changed", maker)) is None
    assert maker_in(somebody(Role.SERVICE), told("application.taken", application)) is None
