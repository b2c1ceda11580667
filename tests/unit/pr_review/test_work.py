"""Who is there, who stands in, who gets what, and what clashes."""

from datetime import date, timedelta

import pytest

from chassis.weeks import mondays_until
from pr_review.domain.absence import Absence, acts_for, away
from pr_review.domain.problems import NobodyToAssign
from pr_review.domain.work import Decisions, Planned, Week, clashes
from pr_review.policy.work import least_loaded
from tests.unit.pr_review.builders import ADA, LENA, NOW, RITA, RUTH, Story, moment

DAY = timedelta(days=1)


def absent(who, substitute, **changes):
    given = {
        "id": who.subject,
        "who": who,
        "since": NOW,
        "until": NOW + 7 * DAY,
        "substitute": substitute,
        "created": NOW,
    }
    return Absence(**(given | changes))


@pytest.mark.parametrize(
    ("at", "is_away"),
    [(NOW - DAY, False), (NOW, True), (NOW + 7 * DAY - timedelta(seconds=1), True),
     (NOW + 7 * DAY, False)],
)  # fmt: skip
def test_somebody_is_away_from_one_moment_until_another(at, is_away):
    absences = [absent(RITA, RUTH)]

    assert away(absences, at) == ({"rita"} if is_away else set())
    assert acts_for(absences, "ruth", at) == ({"rita"} if is_away else set())
    assert acts_for(absences, "lena", at) == set()


def test_where_the_substitute_is_away_too_theirs_stands_in():
    absences = [absent(RITA, RUTH), absent(RUTH, LENA)]

    assert acts_for(absences, "lena", NOW) == {"rita", "ruth"}
    assert acts_for(absences, "ruth", NOW) == set()


def test_two_who_stand_in_for_each_other_leave_nobody():
    absences = [absent(RITA, RUTH), absent(RUTH, RITA)]

    assert acts_for(absences, "rita", NOW) == set()
    assert acts_for(absences, "ruth", NOW) == set()


def test_whoever_is_there_and_has_the_fewest_is_given_it():
    story = Story().upload()
    team = [RITA, RUTH, LENA, ADA]

    assert least_loaded(story.release, team, {"rita": 2, "ruth": 1, "lena": 1}, set()) == LENA
    assert least_loaded(story.release, team, {"rita": 2, "ruth": 1, "lena": 1}, {"lena"}) == RUTH
    with pytest.raises(NobodyToAssign):
        least_loaded(story.release, [RITA, ADA], {}, {"rita"})


def planned(number, day, *countries):
    return Planned(number, date(2027, 3, day), frozenset(countries))


def test_releases_clash_on_one_day_in_one_country():
    found = clashes(
        [
            planned("a", 2, "DE", "FR"),
            planned("b", 2, "FR"),
            planned("c", 2, "IT"),
            planned("d", 3, "FR"),
            planned("e", 2),
        ]
    )

    assert found == {"a": ["b"], "b": ["a"], "c": [], "d": [], "e": []}


def test_of_a_day_on_which_all_clashes_some_are_named():
    found = clashes(planned(f"{number:02}", 2, "DE", "FR") for number in range(30))

    assert {len(others) for others in found.values()} == {20}
    assert all(own not in others for own, others in found.items())


def test_weeks_begin_on_mondays_and_say_nothing_of_what_was_not():
    assert mondays_until(moment("2027-02-17T20:00Z"), 2) == [
        moment("2027-02-08T00:00Z"),
        moment("2027-02-15T00:00Z"),
    ]
    assert Week(NOW).average_rounds is None
    assert Week(NOW, rounds=(1, 2)).average_rounds == 1.5
    assert Decisions((10, 20)).median == 15
    assert Decisions().median is None
