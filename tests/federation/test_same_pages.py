"""Full pages are answered alike, and so every field of the graph with something in it."""

import asyncio
import json

import pytest

from tests.federation.answers import told
from tests.federation.pages import answered, pages
from tests.federation.queries import is_allowed, readable

AT_ONCE = 4
# What nobody is ever told here, and why.
NEVER = {
    "Application.problems": "whoever asks here has no draft",
    "ApplicationProblem.code": "as above",
    "ApplicationProblem.message": "as above",
    "ApplicationProblem.subject": "as above",
    "Application.reopenUntil": "no applicant here is late",
    "ApplicationTimelineEntry.colleague": "nothing here is handed over",
    "ApplicationTimelineEntry.text": "nobody here withdraws",
    "InformationQuestion.answer": "it is one step further than a page goes",
    "InformationQuestion.answeredAt": "as above",
    "InformationQuestion.text": "as above",
    "Invitation.supersededBy": "an application leads to the invitation that took the place",
    "Questionnaire.categories": "the version that asks for them is no longer in force",
    "Questionnaire.productionMethod": "as above",
    "RegionExtension.blockers": "nothing stands in the way of the extension here",
    "RegionExtension.refuseReason": "as above",
    "Invitation.blockers": "nothing stands in the way of the accounts here",
    "Listing.retirement": "no maker here leaves the programme",
    "MakerProfile.retirement": "as above",
    "Retirement.reason": "as above",
    "Retirement.retiredAt": "as above",
    "Order.choices": "what was ordered is private listings, which leave nothing to choose",
    "OrderChoice.customization": "as above",
    "OrderChoice.option": "as above",
    "DraftCheck.block": "what is found in drafts here is about the whole",
    "DraftComparison.warnings": "no draft here has tracked changes",
    "DraftMention.beside": "drafts here mention the marketplace in their text alone",
    "DraftMention.flags": "as above",
    "DraftPicture.alt": "no draft here has a picture",
    "DraftPicture.blocks": "as above",
    "DraftPicture.contentType": "as above",
    "DraftPicture.height": "as above",
    "DraftPicture.id": "as above",
    "DraftPicture.name": "as above",
    "DraftPicture.size": "as above",
    "DraftPicture.width": "as above",
    "DraftReading.pictures": "as above",
    "DraftReading.comments": "nor a comment of Word's",
    "DraftWordComment.author": "as above",
    "DraftWordComment.block": "as above",
    "DraftWordComment.text": "as above",
    "PlannedPressRelease.clashes": "no two go out on one day here",
    "PressAbsence.endsAt": "nobody of the press team is away",
    "PressAbsence.representative": "as above",
    "PressAbsence.startsAt": "as above",
    "PressAbsence.substitute": "as above",
    "PressRelease.substitute": "as above",
    "PressRepresentative.absence": "as above",
    "PressReleaseAuthority.reference": "the maker says itself that its agency may act",
    "PressReleaseDraft.warnings": "nothing is odd about the drafts here",
    "DraftWarning.code": "as above",
    "DraftWarning.message": "as above",
    "DraftWarning.subject": "as above",
    "PressReleaseLetter.declineReason": "no press release here is declined",
    "PressReleaseLetter.overrideReason": "nothing stands in the way that a lead overrides",
    "PressReleaseStakeholder.conditions": "the stakeholder agrees without any in the end",
    "PressReleaseStakeholder.delegator": "no question here is passed on",
    "PressReleaseStakeholder.reason": "none is refused, and none waived",
    "PressReleaseWorkItem.questions": "no stakeholder asks here",
    "PrivateAccess.buyer": "no private listing here is for one buyer alone",
}


@pytest.fixture(scope="module")
async def compared(marketplace, graph):
    """Each page with its answer and, if there is one, the difference."""
    gate = asyncio.Semaphore(AT_ONCE)
    asked = list(pages(graph, marketplace.pool, tuple(marketplace.both.tokens)))
    assert all(is_allowed(graph, one) for one in asked)

    async def ask(one):
        async with gate:
            return await marketplace.both.compared(one)

    return list(zip(asked, await asyncio.gather(*map(ask, asked)), strict=True))


def test_full_pages_are_answered_alike(compared):
    for asked, (_, found) in compared:
        if found:
            pytest.fail(
                f"{told(asked)}\n\nthe graph:\n{json.dumps(found.graph, indent=1)}\n\n"
                f"Apollo Gateway:\n{json.dumps(found.router, indent=1)}",
                pytrace=False,
            )


def test_every_field_was_answered_with_something(compared, graph):
    every = {f"{name}.{field}" for name, found in readable(graph).items() for field in found}
    said = {
        field
        for _, (answer, _) in compared
        for field in answered(graph.query_type, answer["data"] or {})
    }

    assert every - said == set(NEVER), "\n".join(sorted((every - said) ^ set(NEVER)))
