"""Counts of a queue that is longer than what is counted: of those that are due next."""

from datetime import timedelta

import pytest

from applications.domain.work import Assigned, WorkCounts, WorkFilter
from applications.store.work import Work
from tests.integration.applications.work.conftest import NOW
from tests.support.queue import asked, submitted, taken

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("narrowed", "counts"),
    [
        ({}, WorkCounts(all=3, unassigned=3, overdue=2)),
        ({"assigned": Assigned.NOBODY}, WorkCounts(all=3, unassigned=3, overdue=2)),
        ({"assigned": Assigned.OTHERS}, WorkCounts(all=2, applicant=1)),
        ({"assigned": Assigned.MINE}, WorkCounts(all=1, mine=1)),
    ],
)
async def test_a_long_queue_is_counted_from_what_is_due_next(queue, service, narrowed, counts):
    await queue(
        # Whom it waits for comes first in the index, and is due last.
        asked(NOW, "otto", NOW + 9 * DAY),
        taken(NOW, "otto"),
        taken(NOW, "rita"),
        submitted(NOW - 3 * DAY),
        submitted(NOW - 7 * DAY),
        submitted(NOW - 8 * DAY),
    )
    work = Work(service.frame.mongo, service.frame.database, most_counted=3)

    found = await work.count(WorkFilter("rita", asker_reviews=True, now=NOW, **narrowed))

    assert found == counts
