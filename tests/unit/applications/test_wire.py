"""Converters between the domain and the contract."""

import re
from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from applications.domain import (
    application,
    invitation,
    maker,
    membership,
    photo,
    questionnaire,
    region_extension,
)
from applications.domain.application import DeclineReason, Flag
from applications.domain.invitation import Standing
from applications.wire.application import for_applicant, to_application
from applications.wire.invitation import to_invitation, to_link
from applications.wire.maker import for_everybody, from_account, to_account, to_maker
from applications.wire.questionnaire import from_questionnaire, to_questionnaire
from handmade.applications.v1 import (
    application_pb2,
    application_work_pb2,
    invitation_pb2,
    maker_pb2,
    region_extension_pb2,
)
from tests.unit.applications.builders import (
    ANA,
    NOON,
    RITA,
    RUTH,
    a_maker,
    an_account,
    an_application,
    an_invitation,
    by,
    in_review,
    some_answers,
)

PAIRS = [
    (application.State, application_pb2.Application.State),
    (application.DeclineReason, application_pb2.Application.DeclineReason),
    (application.Flag, application_pb2.Application.Flag),
    (application.WaitingFor, application_work_pb2.ApplicationWorkItem.WaitingFor),
    (photo.PhotoKind, application_pb2.ApplicationPhoto.Kind),
    (photo.PhotoWarning, application_pb2.ApplicationPhoto.Warning),
    (questionnaire.ArtisanType, application_pb2.Questionnaire.ArtisanType),
    (questionnaire.HeadCount, application_pb2.Questionnaire.HeadCount),
    (questionnaire.ProductionMethod, application_pb2.Questionnaire.ProductionMethod),
    (questionnaire.Goods, application_pb2.Questionnaire.Goods),
    (questionnaire.Statement, application_pb2.Questionnaire.Statement),
    (questionnaire.SellerPlan, application_pb2.Questionnaire.SellerPlan),
    (invitation.State, invitation_pb2.Invitation.State),
    (invitation.Blocker, invitation_pb2.Invitation.Blocker),
    (invitation.Fit, invitation_pb2.InvitationLink.Fit),
    (membership.MembershipState, maker_pb2.Membership.State),
    (membership.MembershipReason, maker_pb2.Membership.Reason),
    (region_extension.State, region_extension_pb2.RegionExtension.State),
    (region_extension.Blocker, region_extension_pb2.RegionExtension.Blocker),
    (region_extension.ProfilePart, region_extension_pb2.RegionExtension.ProfilePart),
    (maker.Plan, maker_pb2.SellerAccount.Plan),
]


@pytest.mark.parametrize(("ours", "theirs"), PAIRS, ids=lambda it: getattr(it, "__name__", ""))
def test_every_choice_has_its_place_in_the_contract(ours, theirs):
    assert [choice.value for choice in ours] == list(theirs.keys())[1:]


def test_answers_survive_the_way_there_and_back():
    answers = some_answers(
        organisation_url="https://weavers.example",
        group_description="A village.",
        tools="A wheel.",
        production_partners="A foundry.",
        shop_urls=("https://a.example", "https://b.example"),
        language="fr",
        products=(
            questionnaire.ProductLine("art"),
            questionnaire.ProductLine(
                "home-and-kitchen",
                questionnaire.ProductionMethod.HAND_ALTERED,
                questionnaire.Goods.SUPPLIES_ALTERED,
            ),
        ),
        statements=tuple(questionnaire.Statement),
        seller_account="A1B2C3",
        seller_plan=questionnaire.SellerPlan.INDIVIDUAL,
    )

    assert from_questionnaire(to_questionnaire(answers), NOON, NOON) == answers


def test_when_the_statements_were_confirmed_is_not_the_clients_to_say():
    claimed = to_questionnaire(some_answers())
    claimed.attest_time.FromJsonString("1999-01-01T00:00:00Z")

    assert from_questionnaire(claimed, None, NOON).attested == NOON
    claimed.ClearField("attest_time")
    assert from_questionnaire(claimed, NOON, NOON).attested is None


def test_an_account_survives_the_way_there_and_back():
    account = an_account(
        linked=NOON, on_legacy_platform=True, refused=NOON, refuse_reason="No papers."
    )

    assert from_account(to_account(account)) == account


def test_the_staffs_business_is_not_shown_to_the_applicant():
    signed = in_review(flags=[Flag.CASE_BY_CASE, Flag.LARGE_GROUP]).approve("i1", by(RITA))
    full = to_application(signed)

    shown = for_applicant(full, "ana")

    assert len(full.flags) == 2
    assert full.first_signature.subject == "rita"
    assert not shown.flags
    assert not shown.HasField("first_signature")
    assert [entry.action for entry in shown.timeline] == ["submitted", "taken"]
    assert shown.reviewer.display_name == "Rita"
    assert "rita" not in str(shown)
    assert shown.timeline[0].actor.subject == "ana"


def test_what_the_staff_keep_to_themselves_moves_nothing_that_the_applicant_sees():
    before = in_review(flags=[Flag.CASE_BY_CASE], revision=3)
    later = NOON + timedelta(days=1)
    # As the store counts: every change is one more.
    noted = replace(before.note("Looks bought.", by(RITA, later)), revision=4)
    signed = replace(noted.approve("i1", by(RITA, later)), revision=5)
    given_back = replace(signed.release("", by(RITA, later)), revision=6)

    seen = for_applicant(to_application(before), "ana")
    assert for_applicant(to_application(noted), "ana") == seen
    assert for_applicant(to_application(signed), "ana") == seen
    assert to_application(signed).etag == "5"
    last = for_applicant(to_application(given_back), "ana")
    assert (last.etag, last.update_time.ToDatetime(tzinfo=UTC)) == ("4", later)


def test_a_timeline_says_why_in_codes_and_in_words():
    declined = in_review().decline(DeclineReason.RESOLD, "Bought.", by(RITA))
    withdrawn = in_review().withdraw("I moved.", by(ANA))
    handed_over = in_review().hand_over(RUTH, "", by(RITA))

    kind = application_pb2.Application
    [*_, entry] = to_application(declined).timeline
    assert (entry.reason, entry.decline_reason, entry.text) == ("RESOLD", kind.RESOLD, "")
    [*_, entry] = to_application(withdrawn).timeline
    assert (entry.reason, entry.decline_reason, entry.text) == ("", 0, "I moved.")
    [*_, entry] = to_application(handed_over).timeline
    assert (entry.reason, entry.text, entry.colleague.display_name) == ("", "", "Ruth")


def test_a_draft_shows_no_reviewer():
    shown = for_applicant(to_application(an_application()), "ana")

    assert not shown.HasField("reviewer")
    assert not shown.HasField("submit_time")
    assert shown.invitation == ""


def test_everybody_sees_who_a_maker_is_and_nothing_private():
    active = a_maker().admit("NA", NOON).activate("NA", ("US",), NOON).admit("EU", NOON)
    full = to_maker(active.grant("tool", ("events:read",), 20, NOON))

    shown = for_everybody(full)

    assert (shown.display_name, shown.country) == ("Reed Pottery", "US")
    assert [held.region for held in shown.memberships] == ["NA"]
    assert (shown.subject, shown.email, list(shown.grants)) == ("", "", [])
    assert full.grants[0].partner == "tool"


def test_why_a_membership_stands_and_how_to_write_to_its_maker_are_private():
    active = a_maker(language="fr").admit("NA", NOON).activate("NA", ("US",), NOON)
    back = active.suspend("NA", membership.MembershipReason.PERFORMANCE, "Late.", NOON).reinstate(
        "NA", "On time again.", NOON
    )
    full = to_maker(back)

    shown = for_everybody(full)

    assert (full.language, full.memberships[0].reason_text) == ("fr", "On time again.")
    assert (shown.language, shown.memberships[0].reason_text) == ("", "")
    assert shown.memberships[0].HasField("grant_time")


def test_nothing_of_a_secret_is_in_an_invitation():
    secretive = an_invitation(nonce="n0nce", digest="d1gest", identity_check="ch3cked")

    shown = str(to_invitation(secretive, Standing((), (), False, ()), NOON))
    link = str(to_link(secretive, None, NOON))

    for told in (shown, link):
        assert not {"n0nce", "d1gest", "ch3cked"} & set(re.findall(r"\w+", told))
    assert "ana@" not in link.lower()


def test_an_invitation_says_what_took_its_place():
    replaced = an_invitation(state=invitation.State.SUPERSEDED, superseded_by="i2")

    assert to_invitation(replaced, Standing((), (), False, ()), NOON).superseded_by == (
        "invitations/i2"
    )
