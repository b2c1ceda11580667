"""The figures of weeks, which begin on Mondays in UTC."""

from datetime import UTC, datetime, timedelta

import pytest

from applications.domain.application import DeclineReason
from chassis.errors import Invalid
from tests.integration.applications.work.conftest import NOW
from tests.support.queue import occasion, submitted, taken

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MONDAY = datetime(2026, 11, 16, tzinfo=UTC)


def decided(began, took, region="NA", due=None):
    """One that was declined so long after its submission, its first answer."""
    application = taken(began, "rita", region=region, due=due)
    return application.decline(DeclineReason.RESOLD, "Bought.", occasion("rita", began + took))


def begins(week):
    return (week.week.year, week.week.month, week.week.day)


async def test_there_is_a_line_for_each_week_also_where_nothing_happened(rita):
    weeks = await rita.weeks()

    assert len(weeks) == 12
    assert begins(weeks[-1]) == (2026, 11, 16)
    assert begins(weeks[0]) == (2026, 8, 31)
    assert all(week.submitted == week.decided_in_time == 0 for week in weeks)
    assert not any(week.HasField("median_decision_seconds") for week in weeks)
    assert not any(week.HasField("median_first_answer_seconds") for week in weeks)


async def test_a_week_begins_at_midnight_on_monday(rita, did):
    almost = timedelta(milliseconds=1)
    for number, moment in enumerate((MONDAY - almost, MONDAY, MONDAY + 2 * DAY)):
        await did("application.submitted", f"applications/{number}", moment, "SUBMITTED")
    # Before the first week that is asked for.
    await did("application.submitted", "applications/3", MONDAY - 7 * DAY - almost, "SUBMITTED")

    weeks = await rita.weeks(weeks=2)

    assert [(begins(week), week.submitted) for week in weeks] == [
        ((2026, 11, 9), 1),
        ((2026, 11, 16), 2),
    ]


async def test_everything_that_ends_an_application_is_counted_by_its_kind(rita, did):
    for number, what in enumerate(("approved", "declined", "declined", "expired")):
        resource = f"applications/{number}"
        await did("application.submitted", resource, MONDAY, "SUBMITTED")
        await did(f"application.{what}", resource, MONDAY + HOUR, what.upper())
    # Reopened, it was expired all the same.
    await did("application.reopened", "applications/3", MONDAY + 2 * HOUR, "NEEDS_INFO")
    await did("application.started", "applications/4", MONDAY, "DRAFT")
    await did("application.withdrawn", "applications/4", MONDAY + HOUR, "WITHDRAWN")
    await did("application.submitted", "applications/5", MONDAY, "SUBMITTED")
    await did("application.withdrawn", "applications/5", MONDAY + HOUR, "WITHDRAWN")

    [week] = await rita.weeks(weeks=1)

    assert (week.submitted, week.approved, week.declined, week.expired) == (5, 1, 2, 1)
    # A draft that is taken back was never ours to count.
    assert week.withdrawn == 1


async def test_how_long_applicants_waited_is_the_median(rita, queue):
    began = MONDAY - DAY
    await queue(
        decided(began, 2 * DAY),
        decided(began, 3 * DAY),
        decided(began, 2.5 * DAY, due=began + 2 * DAY),
        submitted(NOW),
    )

    before, week = await rita.weeks(weeks=2)

    assert not before.HasField("median_decision_seconds")
    assert week.median_decision_seconds == 2.5 * 86_400
    assert week.median_first_answer_seconds == 2.5 * 86_400
    assert week.decided_in_time == 2


async def test_a_question_is_an_answer_too(rita, queue):
    began = MONDAY + HOUR
    application = taken(began, "rita")
    asking = application.ask(["Which kiln?"], NOW + DAY, occasion("rita", began + HOUR))
    answered = asking.respond({"1-1": "Gas."}, occasion("ada", began + 5 * HOUR))
    await queue(answered.approve("0190", occasion("rita", began + 7 * HOUR)))

    [week] = await rita.weeks(weeks=1)

    assert week.median_first_answer_seconds == 3600
    assert week.median_decision_seconds == 7 * 3600
    assert week.decided_in_time == 1


async def test_figures_are_told_by_region(rita, queue, did):
    await queue(decided(MONDAY, DAY), decided(MONDAY, 2 * DAY, region="EU"))
    for region in ("NA", "EU", "EU"):
        resource = f"applications/{region}{did}"
        await did("application.submitted", resource, MONDAY, "SUBMITTED", region=region)

    [europe] = await rita.weeks(weeks=1, region="EU")
    [everywhere] = await rita.weeks(weeks=1)

    assert (europe.submitted, europe.median_decision_seconds) == (2, 2 * 86_400)
    assert (everywhere.submitted, everywhere.median_decision_seconds) == (3, 1.5 * 86_400)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"weeks": 105}, "weeks"),
        ({"weeks": 0}, "weeks"),
        ({"weeks": -1}, "weeks"),
        ({"region": "XX"}, "region"),
    ],
)
async def test_what_cannot_be_told_is_refused(rita, asked, field):
    with pytest.raises(Invalid) as refusal:
        await rita.weeks(**asked)

    assert [it.subject for it in refusal.value.violations] == [field]
