"""Every choice of the contracts is one of the graph, under the same name."""

import re

import pytest
from graphql import GraphQLEnumType

from applications.domain.application import Action
from gateway import app
from gateway.subgraphs import SUBGRAPHS
from pr_review.domain.release import Action as PressAction
from tests.contract.test_access import contracts

GRAPH = app.schema(SUBGRAPHS)._schema.type_map
# By the contract's name, without the package. Whoever adds one says what the graph calls it.
CALLED = {
    "Application.State": "ApplicationState",
    "Application.DeclineReason": "ApplicationDeclineReason",
    "Application.Flag": "ApplicationFlag",
    "ApplicationDuplicate.Kind": "ApplicationDuplicateKind",
    "ApplicationPhoto.Kind": "ApplicationPhotoKind",
    "ApplicationPhoto.Warning": "ApplicationPhotoWarning",
    "ApplicationWorkFilter.Assigned": "Assigned",
    "ApplicationWorkItem.WaitingFor": "WaitingFor",
    "Questionnaire.ArtisanType": "ArtisanType",
    "Questionnaire.HeadCount": "HeadCount",
    "Questionnaire.ProductionMethod": "ProductionMethod",
    "Questionnaire.Goods": "Goods",
    "Questionnaire.Statement": "ProgrammeStatement",
    "Questionnaire.SellerPlan": "SellerPlan",
    "Invitation.State": "InvitationState",
    "Invitation.Blocker": "RegistrationBlocker",
    "InvitationLink.Fit": "InvitationLinkFit",
    "Membership.State": "MembershipState",
    "Membership.Reason": "MembershipReason",
    "RegionExtension.State": "RegionExtensionState",
    "RegionExtension.Blocker": "RegionExtensionBlocker",
    "RegionExtension.ProfilePart": "ProfilePart",
    "Listing.State": "ListingState",
    "Listing.ProductionMethod": "ProductionMethod",
    "MakerProfile.State": "MakerProfileState",
    "Retirement.Reason": "RetirementReason",
    "CustomOrderRequest.State": "CustomOrderRequestState",
    "Order.State": "OrderState",
    "Thread.Kind": "ThreadKind",
    "Thread.State": "ThreadState",
    "ResponseClock.Verdict": "ResponseClockVerdict",
    "Message.Author": "MessageAuthor",
    "PressRelease.State": "PressReleaseState",
    "PressRelease.Type": "PressReleaseType",
    "PressRelease.Channel": "PressReleaseChannel",
    "PressRelease.DeclineReason": "PressReleaseDeclineReason",
    "PressRelease.Notice.Verdict": "PressReleaseNoticeVerdict",
    "PressRelease.ExceptionRequest.State": "PressReleaseExceptionState",
    "PressRelease.Letter.Kind": "PressReleaseLetterKind",
    "PressRelease.Answer.Kind": "PressReleaseAnswerKind",
    "PressReleaseWorkFilter.Assigned": "Assigned",
    "PressReleaseWorkItem.WaitingFor": "PressReleaseWaitingFor",
    "PressComment.Issue": "PressCommentIssue",
    "PressComment.Visibility": "PressCommentVisibility",
    "Stakeholder.Area": "StakeholderArea",
    "Stakeholder.Need": "StakeholderNeed",
    "Stakeholder.State": "StakeholderState",
    "Stakeholder.Verdict": "StakeholderVerdict",
    "DraftReading.Place": "DraftPlace",
    "DraftReading.Beside": "DraftBeside",
    "DraftReading.Check.Severity": "DraftCheckSeverity",
    "DraftReading.Mention.Flag": "DraftMentionFlag",
    "WordFile.State": "WordFileState",
}
# Roles are texts; the others are for callers over gRPC alone.
WITHOUT = {
    "Role",
    "DownloadApplicationPhotoRequest.Size",
    "SellerAccount.Plan",
    "Reservation.State",
}
# For whom something waits is said alike for all domains: the applicant is a maker.
SAID_OTHERWISE = {
    "ApplicationWorkItem.WaitingFor": {"SECOND_REVIEWER": "COLLEAGUE", "APPLICANT": "MAKER"}
}


def enums_in(message):
    yield from message.enum_types
    for nested in message.nested_types:
        yield from enums_in(nested)


def name_of(enum):
    return re.sub(r"^handmade\.\w+\.v1\.", "", enum.full_name)


ENUMS = {
    name_of(enum): enum
    for contract in contracts()
    for enum in (
        *contract.enum_types_by_name.values(),
        *(e for m in contract.message_types_by_name.values() for e in enums_in(m)),
    )
}


def test_every_enum_of_the_contracts_is_in_the_graph_or_named_here():
    assert set(CALLED) | WITHOUT == set(ENUMS)


@pytest.mark.parametrize("name", CALLED)
def test_the_graph_has_every_choice_of_the_contract_and_no_other(name):
    enum = GRAPH[CALLED[name]]
    assert isinstance(enum, GraphQLEnumType)

    told = {value.name for value in ENUMS[name].values if value.number}
    otherwise = SAID_OTHERWISE.get(name, {})

    assert set(enum.values) == {otherwise.get(choice, choice) for choice in told}


def test_whatever_can_happen_to_an_application_has_its_word_in_the_graph():
    words = set(GRAPH["ApplicationAction"].values)

    assert {action.value.upper() for action in Action} <= words


def test_whatever_can_happen_to_a_press_release_has_its_word_in_the_graph():
    words = set(GRAPH["PressReleaseAction"].values)

    said = {"commented", "comment_changed", "comment_deleted", "comment_resolved"}
    said |= {"comment_discussed", "comment_answered", "reminded", "escalated"}
    assert {it.upper() for it in {action.value for action in PressAction} | said} <= words
