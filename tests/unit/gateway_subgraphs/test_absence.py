"""What is not there is null everywhere in the graph, and never an empty text."""

from datetime import date

from gateway.subgraphs.applications.query import Viewer
from gateway.subgraphs.applications.questionnaire import Questionnaire
from gateway.subgraphs.catalog.customization import Customization, ListingConfiguration
from gateway.subgraphs.catalog.inputs import MakerProfileInput
from gateway.subgraphs.catalog.profile import MakerProfile
from gateway.subgraphs.pr_review.press_release import PressRelease
from gateway.values import Actor
from handmade.access.v1 import access_pb2
from handmade.applications.v1 import application_pb2
from handmade.catalog.v1 import listing_pb2, maker_profile_pb2
from handmade.pr_review.v1 import press_release_pb2
from tests.unit.gateway_subgraphs.graph import ask


def test_answers_that_were_not_given_are_null():
    answers = Questionnaire.from_proto(application_pb2.Questionnaire(country="US"))

    given = {name for name, value in vars(answers).items() if value not in (None, [])}
    assert given == {"country"}


def test_texts_that_were_not_given_are_null():
    release = PressRelease.from_proto(press_release_pb2.PressRelease(state="DRAFT"))
    customization = Customization.from_proto(listing_pb2.Customization(label="Colour"))
    profile = MakerProfile.from_proto(maker_profile_pb2.MakerProfile(state="PUBLISHED"))
    priced = listing_pb2.ListingConfiguration(problems=[{"code": "OUT_OF_STOCK"}])

    assert (release.distribution_plan, release.contact, release.time_zone) == (None, None, None)
    assert (release.release_on, release.earliest_release_on) == (None, None)
    assert customization.instructions is None
    assert profile.inspiration is None
    assert ListingConfiguration.from_proto(priced).problems[0].subject is None


def test_a_draft_says_its_earliest_day():
    draft = press_release_pb2.PressRelease(
        state="DRAFT", earliest_release_date={"year": 2030, "month": 6, "day": 1}
    )

    assert PressRelease.from_proto(draft).earliest_release_on == date(2030, 6, 1)


def test_what_is_left_out_of_an_input_is_empty_in_the_contract():
    given = MakerProfileInput(
        country="US", store_name="Ada", short_url="ada-s", language="en", about="Pots."
    )

    assert given.to_proto().inspiration == ""


async def test_a_viewer_whose_token_says_little_has_nulls():
    answer = await ask("{ viewer { email displayName } }", None)

    assert answer.data == {"viewer": {"email": None, "displayName": None}}
    assert Viewer.__annotations__["email"] == (str | None)


def test_somebody_may_be_known_by_name_and_role_alone():
    actor = access_pb2.Actor(display_name="Rosa", role="REVIEWER")

    hidden = Actor.from_proto(actor)

    assert (hidden.id, hidden.display_name, hidden.role) == (None, "Rosa", "REVIEWER")
    actor.subject = "rosa"
    assert Actor.from_proto(actor).id == "rosa"


def test_where_a_timer_acted_there_is_nobody():
    assert Actor.from_proto(access_pb2.Actor()) is None
