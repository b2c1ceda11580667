"""What is told before a press release goes out, and of whom what is overdue."""

from datetime import time

import pytest

from pr_review.domain.release.states import Need, Verdict
from pr_review.policy.numbers import Policy
from pr_review.policy.reminders import ReminderKind, reminders
from tests.unit.pr_review.builders import BEA, LEO, Area, Story, in_review, moment

NEARS, OVERDUE, WORD = ReminderKind


def told(story, *kinds):
    found = reminders(story.release, story.numbers)
    return [it for it in found if it.kind in (kinds or ReminderKind)]


def moments(found):
    return [f"{it.moment:%m-%d %H:%M}" for it in found]


def test_of_what_is_undecided_is_warned_five_three_and_one_working_day_before():
    # Tuesday, 2 March in Los Angeles; a weekend lies between.
    warnings = told(in_review(), NEARS)

    assert [it.days for it in warnings] == [5, 3, 1]
    assert moments(warnings) == ["02-23 08:00", "02-25 08:00", "03-01 08:00"]
    assert {it.due for it in warnings} == {moment("2027-03-03T08:00Z")}


def test_holidays_of_the_team_are_no_working_days_and_the_days_are_settings():
    story = in_review()
    story.numbers = Policy(holidays="2027-03-01", warning_working_days="1 2")

    assert moments(told(story, NEARS)) == ["02-25 08:00", "02-26 08:00"]


def test_where_it_is_over_before_the_teams_day_begins_there_is_no_warning_of_that_day():
    day_begins_first = {"release_at": time(0, 30), "time_zone": "Pacific/Kiritimati"}
    story = in_review("2027-02-10T20:00Z", **day_begins_first)
    story.numbers = Policy(warning_working_days="3 1 0")

    assert story.release.lapses == moment("2027-03-01T10:30Z")
    assert [it.days for it in told(story, NEARS)] == [3, 1]


@pytest.mark.parametrize(
    "end",
    [
        pytest.param(lambda it: it.approve(), id="approved"),
        pytest.param(lambda it: it.decline(), id="declined"),
        pytest.param(lambda it: it.withdraw(), id="withdrawn"),
        pytest.param(lambda it: it.at("2027-03-03T08:00Z"), id="lapsed"),
    ],
)
def test_of_what_is_over_nothing_is_told(end):
    assert told(end(in_review())) == []


def test_an_answer_that_is_overdue_is_told_to_the_lead_until_there_is_one():
    story = in_review()

    assert [it.due for it in told(story, OVERDUE)] == [story.release.answer_due]
    assert told(story.request_changes(), OVERDUE) == []
    assert len(told(story.upload().answer(), OVERDUE)) == 1


def test_before_anybody_has_taken_it_our_first_word_can_be_overdue_as_well():
    waiting = Story().handed_in()

    dues = [waiting.release.acknowledge_due, waiting.release.answer_due]
    assert [it.due for it in told(waiting, OVERDUE)] == dues
    assert [it.due for it in told(waiting.take(), OVERDUE)] == dues[1:]


def test_a_word_is_due_of_everybody_who_was_asked_for_one_and_has_not_said_it():
    story = in_review()
    story.ask(LEO).ask(BEA, Area.BRAND, Need.OPTIONAL).ask(LEO, Area.OTHER, Need.FOR_INFORMATION)

    assert [it.stakeholder for it in told(story, WORD)] == ["1", "2"]
    assert [it.stakeholder for it in told(story.say(Verdict.OK), WORD)] == ["2"]
    # A new text makes the word outdated, and it is waited for again.
    assert [it.stakeholder for it in told(story.upload(), WORD)] == ["1", "2"]


def test_another_date_has_warnings_of_its_own():
    story = in_review()
    before = {it.key for it in told(story, NEARS)}

    after = {it.key for it in told(story.move("2027-03-09"), NEARS)}

    assert len(after) == 3
    assert not before & after
