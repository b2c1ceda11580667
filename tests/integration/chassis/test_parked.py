"""Effects that were given up, as operators see them and set them going anew."""

from datetime import UTC, datetime

import pytest

from chassis.dispatch import Dispatcher
from chassis.events import Event, Events
from chassis.parked import Parked

NOW = datetime(2030, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
async def events(db):
    events = Events(db, frozenset({"thing.made"}))
    await events.prepare()
    return events


@pytest.fixture
async def given_up(mongo, events):
    """An event whose effect failed ten times."""
    event = Event("thing.made", "things/1", 1, NOW, "mia")
    await mongo.run_transaction(lambda session: events.append(event, session))
    await events.collection.update_one(
        {"_id": event.id},
        {
            "$set": {"parked": "OSError: the post office is closed", "attempts": 10, "failed": "…"},
            "$unset": {"open": ""},
        },
    )
    return event


async def test_what_was_given_up_is_listed_with_why(events, given_up):
    found = [document async for document in Parked(events).all()]

    assert [(document["_id"], document["parked"]) for document in found] == [
        (given_up.id, "OSError: the post office is closed")
    ]


async def test_what_is_set_going_anew_is_carried_out(mongo, events, given_up):
    carried_out = []

    async def effect(event):
        carried_out.append(event.id)

    assert await Parked(events).again(given_up.id)
    await Dispatcher(mongo, events, {"thing.made": effect}, lambda: NOW).dispatch()

    assert carried_out == [given_up.id]
    assert not await Parked(events).again(given_up.id)
    assert [document async for document in Parked(events).all()] == []


async def test_what_is_not_parked_is_not_set_going_anew(events):
    assert not await Parked(events).again("no such event")
