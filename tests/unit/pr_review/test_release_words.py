"""What a refusal says, so that whoever reads it knows what to do."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from chassis.errors import InvalidRequest, Refused
from pr_review.domain.absence import Absence, SubstituteIsOneself, ensure_substitute
from pr_review.domain.release.parts import Market
from pr_review.domain.release.refusals import PublicationNotApproved
from pr_review.domain.release.states import State
from pr_review.policy import dates
from pr_review.policy import form as forms
from pr_review.policy import work as policy
from tests.unit.pr_review.builders import (
    LEADS,
    LENA,
    NOW,
    NUMBERS,
    RITA,
    WHY,
    Story,
    a_form,
    moment,
    planned,
)
from tests.unit.pr_review.stories import STATES, reviewed, submitted

SHORT, VERY_SHORT = "2027-02-18T20:00Z", "2027-02-26T20:00Z"


def short(at=SHORT):
    return Story(at, form=a_form()).handed_in(WHY)


def refusal(verb, *args, **fields):
    with pytest.raises(Refused) as refused:
        verb(*args, **fields)
    return refused.value


def test_who_decides_an_exception_of_what_nobody_has_is_told_to_take_it():
    found = refusal(short().except_)

    assert found.reason == "PRESS_RELEASE_NOT_IN_REVIEW"
    assert found.message == ("The press release is waiting for a representative; take it first.")


def test_what_has_lapsed_is_said_to_have_lapsed():
    story = short().at("2027-03-04T00:00Z")

    assert refusal(story.except_).message.startswith("The press release has lapsed;")
    assert refusal(story.take).message.startswith("The press release has lapsed;")


def test_what_is_reported_before_its_day_is_told_from_when_it_may_go_out():
    story = reviewed().approve()
    opens = dates.opens(story.release.form)

    found = refusal(story.report)

    assert isinstance(found, PublicationNotApproved)
    assert found.facts["opens_at"] == opens.isoformat()
    zone = story.release.form.time_zone
    local = opens.astimezone(ZoneInfo(zone))
    assert local.utcoffset()
    assert found.message == (
        f"It is approved to go out from {local:%Y-%m-%d %H:%M} ({zone}) on, not before."
    )


@pytest.mark.parametrize("state", [State.IN_REVIEW, State.NOT_NEEDED, State.DECLINED])
def test_what_has_no_approval_is_not_reported_but_written_of(state):
    found = refusal(STATES[state]().report)

    assert "there is no approval. If it went out, write to the press team." in found.message
    assert "opens_at" not in found.facts


def test_of_an_hour_that_is_past_the_hour_is_named_while_the_day_is_not_over():
    form = planned("2027-02-16 09:00 America/Los_Angeles")

    past = dates.date_problem(form, moment("2027-02-16T18:00Z"), NUMBERS)
    over = dates.date_problem(form, moment("2027-02-17T09:00Z"), NUMBERS)

    assert [(it.rule, it.subject) for it in past.violations] == [
        ("RELEASE_DATE_PAST", "release_time")
    ]
    assert "09:00 on 16 February 2027 in America/Los_Angeles" in past.message
    assert [it.subject for it in over.violations] == ["release_date"]


@pytest.mark.parametrize(
    ("story", "whose"),
    [
        (lambda: short().take(), "its representative or a lead decides"),
        (lambda: short(VERY_SHORT).take(), "a lead who does not represent it decides"),
        (lambda: short().take().except_(granted=False), "refused: the maker moves the date"),
    ],
)
def test_an_approval_without_an_exception_says_whose_turn_it_is(story, whose):
    [missing] = refusal(story().ensure_approvable).violations

    assert (missing.rule, whose in missing.message) == ("EXCEPTION_NOT_GRANTED", True)


def test_why_a_second_person_is_needed_is_said():
    granting = refusal(short(VERY_SHORT).take(LENA).except_, LENA, LEADS)
    approving = refusal(short(VERY_SHORT).except_(LENA, LEADS).take(LENA).approve, LENA, LEADS)
    overriding = refusal(submitted().take(LENA).approve, LENA, LEADS, "I say so.")

    assert "who represents it does not grant" in granting.message
    assert "who granted very short notice" in approving.message
    assert "does not override" in overriding.message


def test_nobody_stands_in_for_themselves():
    until = NOW + timedelta(days=1)
    absence = Absence(id="1", who=RITA, since=NOW, until=until, substitute=RITA, created=NOW)

    with pytest.raises(SubstituteIsOneself):
        ensure_substitute(absence, [])


@pytest.mark.parametrize("code", ["XX", "us", "USA", "UK", ""])
def test_what_is_no_country_is_refused(code):
    broken = forms.markets_are_countries(a_form(markets=(Market(code, "Europe/Berlin"),)), NUMBERS)

    assert [it.rule for it in broken] == ["COUNTRY_MALFORMED"]
    with pytest.raises(InvalidRequest):
        policy.ensure_country("country", code)
    policy.ensure_country("country", "GB")
