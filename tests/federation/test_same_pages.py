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
    "ActivityEntry.reason": "what was done last here needed none",
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
