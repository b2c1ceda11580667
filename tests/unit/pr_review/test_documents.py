"""Press releases as documents, and back; what an earlier or a later release wrote as well."""

import dataclasses
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum

import bson
import pytest

from chassis.actors import Actor
from chassis.caller import Role
from pr_review.domain.release import (
    Action,
    AnswerKind,
    Area,
    Market,
    Need,
    Occasion,
    PressRelease,
    State,
    TimelineEntry,
    Verdict,
)
from pr_review.store.codec import decoded, encoded
from pr_review.store.release_document import from_document, to_document
from tests.unit.pr_review.builders import LEO, RITA, WHY, Story, a_form


class Colour(Enum):
    RED = "RED"


@dataclasses.dataclass(frozen=True)
class Leaf:
    day: date
    at: time | None = None
    colours: tuple[Colour, ...] = ()


@dataclasses.dataclass(frozen=True)
class Tree:
    leaves: tuple[Leaf, ...] = ()
    waits: timedelta | None = None
    by: Actor | None = None
    height: float | None = None
    moment: datetime | None = None
    name: str = "oak"


WHOLE = Tree(
    leaves=(Leaf(date(2028, 2, 29), time(9, 30), (Colour.RED,)), Leaf(date(1, 1, 1))),
    waits=timedelta(days=3, milliseconds=7),
    by=Actor("ada", "Ada", Role.MAKER),
    height=0.5,
    moment=datetime(2027, 1, 1, tzinfo=UTC),
    name="élm",
)


def kept(document):
    """The document as MongoDB would give it back."""
    options = bson.CodecOptions(tz_aware=True)
    return bson.decode(bson.encode(document), options)


@pytest.mark.parametrize("tree", [Tree(), WHOLE])
def test_what_is_kept_comes_back(tree):
    assert decoded(Tree, kept(encoded(tree))) == tree


def test_days_and_hours_are_kept_without_a_zone_and_durations_in_milliseconds():
    document = encoded(WHOLE)

    assert document["leaves"][0] == {"day": "2028-02-29", "at": "09:30:00", "colours": ["RED"]}
    assert document["waits"] == 3 * 86_400_000 + 7


def test_what_an_earlier_release_did_not_know_has_its_default():
    assert decoded(Tree, {"height": 2.0}) == Tree(height=2.0)


def test_what_a_later_release_wrote_besides_is_left_out():
    assert decoded(Tree, {"roots": 7, "leaves": [{"day": "2027-03-02", "veins": 9}]}) == Tree(
        leaves=(Leaf(date(2027, 3, 2)),)
    )


def test_a_new_release_comes_back_whole():
    occasion = Occasion(Actor("ada", "Ada", Role.MAKER), datetime(2027, 2, 1, tzinfo=UTC), "2")
    form = a_form(release_at=time(9, 30), markets=(Market("JP", "Asia/Tokyo"),))
    release = PressRelease.start("id", "makers/1", "ada", form, occasion)

    assert from_document(kept(to_document(release))) == release


def test_one_with_a_past_comes_back_whole():
    story = Story("2027-02-18T20:00Z").handed_in(WHY)
    story.take()
    release = story.release.ask(
        LEO, Area.LEGAL, Need.REQUIRED, "May we?", story.now, story.on(RITA)
    )
    release = release.say("1", Verdict.VETO, "No.", (), story.release.draft.sha256, story.on(LEO))
    story.release = release
    story.at("2027-02-20T20:00Z").request_changes()
    story.at("2027-02-21T20:00Z").upload().answer()

    back = from_document(kept(to_document(story.release)))

    assert back == story.release
    assert back.change_requests[0].answer.kind in AnswerKind


def test_what_is_looked_for_besides_follows_from_the_rest():
    story = Story("2027-02-10T20:00Z").handed_in()
    release = story.release

    document = to_document(release)

    assert document["due"] == release.lapses
    assert document["next_due"] == release.next_due
    assert document["waiting_for"] == "TAKER"
    assert document["files"] == sorted({it.file_id for it in release.drafts})
    assert document["parties"] == sorted(release.parties)
    over = story.release.withdraw("", story.now, story.on(story.release.timeline[0].occasion.actor))
    assert to_document(over)["due"] is None


def test_entries_are_kept_as_0_1_0_kept_them():
    entry = TimelineEntry(
        Occasion(None, datetime(2027, 3, 3, tzinfo=UTC), "2"), Action.LAPSED, State.LAPSED
    )
    story = Story("2027-02-10T20:00Z").handed_in()
    release = dataclasses.replace(story.release, timeline=(entry,))

    [document] = to_document(release)["timeline"]

    assert {"occurred", "actor", "action", "state", "rule_version"} <= set(document)
    assert from_document(kept(to_document(release))).timeline == (entry,)
