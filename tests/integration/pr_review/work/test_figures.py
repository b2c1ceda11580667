"""The figures of weeks, which begin on Mondays in UTC."""

from datetime import UTC, datetime, timedelta

import pytest

from chassis.errors import Invalid
from tests.integration.pr_review.work.made import SHORT, a_story, somebody, waiting
from tests.unit.pr_review.builders import NOW, WHY, in_review

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MONDAY = datetime(2027, 2, 15, tzinfo=UTC)
OTTO = somebody("otto")


def decided(began, took, **given):
    """One that was declined so long after its submission, its first answer."""
    story = a_story(began, **given).take(OTTO)
    return story.after(seconds=took.total_seconds()).decline(actor=OTTO).release


def begins(week):
    return (week.week.year, week.week.month, week.week.day)


async def test_there_is_a_line_for_each_week_also_where_nothing_happened(rita):
    weeks = await rita.weeks()

    assert len(weeks) == 12
    assert begins(weeks[-1]) == (2027, 2, 15)
    assert begins(weeks[0]) == (2026, 11, 30)
    assert all(week.received == week.decided == 0 for week in weeks)
    for unset in ("median_first_answer_seconds", "median_decision_seconds", "average_rounds"):
        assert not any(week.HasField(unset) for week in weeks)


async def test_a_week_begins_at_midnight_on_monday(queue, rita):
    almost = timedelta(milliseconds=1)
    await queue(
        waiting(MONDAY - 7 * DAY - almost),
        waiting(MONDAY - almost),
        waiting(MONDAY),
        waiting(NOW, release_on=SHORT, reason=WHY),
    )

    weeks = await rita.weeks(weeks=2)

    assert [(begins(it), it.received, it.short_notice) for it in weeks] == [
        ((2027, 2, 8), 1, 0),
        ((2027, 2, 15), 2, 1),
    ]


async def test_what_ends_a_press_release_is_counted_by_its_kind(rita, did):
    for number, what in enumerate(("approved", "declined", "declined", "not_needed", "lapsed")):
        await did(what, f"pressReleases/{number}", MONDAY + HOUR, what.upper())
    # Reopened, it was declined all the same.
    await did("reopened", "pressReleases/1", MONDAY + 2 * HOUR, "IN_REVIEW")
    await did("started", "pressReleases/8", MONDAY, "DRAFT")
    await did("withdrawn", "pressReleases/8", MONDAY + HOUR, "WITHDRAWN")
    await did("submitted", "pressReleases/9", MONDAY, "SUBMITTED")
    await did("withdrawn", "pressReleases/9", MONDAY + HOUR, "WITHDRAWN")

    [week] = await rita.weeks(weeks=1)

    assert (week.approved, week.declined, week.not_needed, week.lapsed) == (1, 2, 1, 1)
    # A draft that is taken back was never ours to count.
    assert week.withdrawn == 1


async def test_how_long_makers_waited_is_the_median(queue, rita):
    began = MONDAY - 3 * DAY
    await queue(decided(began, 4 * DAY), decided(began, 3 * DAY), decided(began - 5 * DAY, 9 * DAY))

    before, week = await rita.weeks(weeks=2)

    assert not before.HasField("median_decision_seconds")
    assert week.median_decision_seconds == 4 * 86_400
    assert week.median_first_answer_seconds == 4 * 86_400
    assert (week.decided, week.decided_in_time) == (3, 2)
    assert week.average_rounds == 1


async def test_asking_for_changes_is_an_answer_and_begins_a_round(queue, rita):
    story = a_story(MONDAY + HOUR).take(OTTO).after(hours=1).request_changes(OTTO)
    story.after(hours=3).upload().answer().after(hours=3).approve(OTTO)
    await queue(story.release, decided(MONDAY, DAY))

    [week] = await rita.weeks(weeks=1)

    assert week.median_first_answer_seconds == (HOUR + DAY).total_seconds() / 2
    assert week.median_decision_seconds == (7 * HOUR + DAY).total_seconds() / 2
    assert week.average_rounds == 1.5


async def test_an_answer_before_it_lapsed_and_came_back_counts_from_the_submission(queue, rita):
    story = in_review(MONDAY - 30 * DAY, release_on=SHORT - 8 * DAY).request_changes()
    story.at(NOW).move("2027-03-20")
    assert story.release.received > story.release.first_answered
    await queue(story.release)

    weeks = await rita.weeks()

    told = [it.median_first_answer_seconds for it in weeks if it.received]
    assert told == [0]


async def test_figures_are_told_by_country(queue, rita, did):
    await queue(
        decided(MONDAY, DAY, countries=["US"]),
        decided(MONDAY, DAY / 2, countries=["DE", "FR"], release_on=SHORT, reason=WHY),
        waiting(MONDAY, countries=["DE"]),
    )
    for place, countries in enumerate((["US"], ["FR", "DE"])):
        await did(
            "declined", f"pressReleases/{place}", MONDAY + DAY, "DECLINED", countries=countries
        )

    [germany] = await rita.weeks(weeks=1, country="DE")
    [everywhere] = await rita.weeks(weeks=1)

    assert (germany.received, germany.short_notice, germany.declined) == (2, 1, 1)
    assert germany.median_decision_seconds == 86_400 / 2
    assert (everywhere.received, everywhere.declined, everywhere.decided) == (3, 2, 2)


async def test_what_really_happens_is_counted(stored, queue, rita, a_maker):
    maker = await a_maker()
    story = a_story(NOW - DAY, countries=["DE"])
    name = f"pressReleases/{story.release.id}"
    await queue(story.release)
    await stored["press_releases"].update_one({"_id": story.release.id}, {"$set": {"maker": maker}})
    await rita.do("TakePressRelease", name)
    await rita.do(
        "DeclinePressRelease",
        name,
        sha256=story.release.draft.sha256,
        reason="OTHER",
        words="Not like this.",
    )

    [germany] = await rita.weeks(weeks=1, country="DE")
    [france] = await rita.weeks(weeks=1, country="FR")

    assert (germany.declined, germany.decided, germany.decided_in_time) == (1, 1, 1)
    assert (france.declined, france.decided) == (0, 0)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"weeks": 105}, "weeks"),
        ({"weeks": 0}, "weeks"),
        ({"country": "Germany"}, "country"),
    ],
)
async def test_what_cannot_be_told_is_refused(rita, asked, field):
    with pytest.raises(Invalid) as refusal:
        await rita.weeks(**asked)

    assert [it.subject for it in refusal.value.violations] == [field]
