"""Press releases as messages, and back."""

from datetime import date

import pytest
from google.type.date_pb2 import Date

from handmade.pr_review.v1 import press_draft_pb2
from handmade.pr_review.v1 import press_release_pb2 as pb
from pr_review.domain.release import State
from pr_review.reading.blocks import AsideKind
from pr_review.wire import release as wire
from pr_review.wire.release import Beside
from tests.unit.pr_review.builders import a_form, a_release, without_draft


def test_every_state_has_its_value_in_the_contract():
    numbers = [number for number in pb.PressRelease.State.values() if number]

    states = wire.states_of(pb.ListPressReleasesRequest(states=numbers))

    assert set(states) == set(State)


def test_no_wanted_state_means_all():
    assert set(wire.states_of(pb.ListPressReleasesRequest())) == set(State)


def test_a_form_survives_the_way_out_and_back():
    message = wire.to_press_release(a_release(), Beside())

    form, broken = wire.form_of(message, default_zone="Europe/Paris")

    assert (form, broken) == (a_form(), [])


def test_a_missing_zone_is_the_one_of_the_makers_country():
    form, _ = wire.form_of(pb.PressRelease(title="a"), default_zone="Europe/Paris")

    assert form.time_zone == "Europe/Paris"


@pytest.mark.parametrize(
    "given",
    [
        pytest.param({"year": 2027, "month": 2, "day": 29}, id="29 February in a common year"),
        pytest.param({"year": 2027, "month": 4, "day": 31}, id="31 April"),
        pytest.param({"year": 2027, "month": 4}, id="no day"),
        pytest.param({"month": 4, "day": 1}, id="no year"),
        pytest.param({"year": 2027, "month": 13, "day": 1}, id="month 13"),
        pytest.param({"year": 10000, "month": 1, "day": 1}, id="year 10000"),
        pytest.param({"year": 2**31 - 1, "month": 2**31 - 1, "day": -(2**31)}, id="huge"),
    ],
)
def test_a_day_that_does_not_exist_is_refused(given):
    message = pb.PressRelease(title="a", release_date=Date(**given))

    form, broken = wire.form_of(message, default_zone="")

    assert form.release_on is None
    assert [(found.rule, found.subject) for found in broken] == [("INVALID_DATE", "release_date")]


def test_29_february_exists_in_a_leap_year():
    message = pb.PressRelease(title="a", release_date=Date(year=2028, month=2, day=29))

    form, broken = wire.form_of(message, default_zone="")

    assert (form.release_on, broken) == (date(2028, 2, 29), [])


def test_what_is_not_there_is_not_set():
    message = wire.to_press_release(without_draft(release_on=None), Beside())

    for field in ("release_date", "draft", "representative", "approval", "submit_time"):
        assert not message.HasField(field)


def test_a_mention_can_stand_beside_the_words_in_every_way_there_is():
    assert {kind.value for kind in AsideKind} <= set(press_draft_pb2.DraftReading.Beside.keys())
