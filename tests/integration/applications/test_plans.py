"""No query of the service reads a whole collection: all that these tests asked is looked up."""

import pytest

from tests.support.plans import recorded

# What every run asks, even of this test alone.
KEPT = {
    "activity",
    "applications",
    "events",
    "invitations",
    "makers",
    "requests",
    "seller_accounts",
}


@pytest.mark.looks_back
async def test_no_query_reads_a_whole_collection(maker, reviewer, marketplace, stored):
    application = await maker.start()
    await maker.submit(application.name)
    await reviewer.take(application.name)
    await reviewer.approve(application.name)
    await marketplace.report(maker)

    plans = await recorded(stored, "applications")

    assert {plan.collection for plan in plans} >= KEPT
    assert [plan for plan in plans if "COLLSCAN" in plan.summary] == []
