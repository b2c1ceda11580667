"""Who sees which field of what: every field of every type, as everybody."""

import pytest

from tests.rights.fields import PLACES, own_types, paths_in, type_named, types_read
from tests.rights.private import FIELDS

# The first test that needs it waits until everything was asked as everybody.
pytestmark = pytest.mark.timeout(1800)

every_place = pytest.mark.parametrize("at", range(len(PLACES)), ids=lambda at: _title(PLACES[at]))

# What nobody sees here: no application was declined, withdrawn or handed over, and no maker was
# suspended or left.
UNSAID = {
    "Application.timeline.reason",
    "Application.timeline.declineReason",
    "Application.timeline.text",
    "Application.timeline.colleague.id",
    "Application.timeline.colleague.displayName",
    "Application.timeline.colleague.role",
    "Maker.memberships.reason",
    "Maker.memberships.reasonText",
}


def _title(place):
    return f"{place.type} of {place.thing or 'oneself'}"


def test_every_type_is_read_somewhere():
    missing = [
        f"tests/rights/fields.py: add a place where the fields of {name} are read"
        for name in sorted(own_types() - types_read())
    ]
    assert not missing, "\n".join(missing)


def test_every_row_is_of_a_field():
    known = {
        f"{place.type}.{path}" for place in PLACES for path in paths_in(type_named(place.type))
    }

    assert set(FIELDS) <= known


@every_place
async def test_whoever_sees_a_thing_sees_the_fields_that_are_for_them(fields_seen, at):
    seen = fields_seen[at]
    wrong = {
        path: found for path in paths_in(type_named(seen.place.type)) if (found := seen.wrong(path))
    }

    assert not seen.errors
    assert seen.things
    assert not wrong, "differs among callers: give it a row in tests/rights/private.py, or mend it"


async def test_what_is_hidden_from_some_is_seen_by_others(fields_seen):
    shown = {
        f"{seen.place.type}.{path}"
        for seen in fields_seen
        for path in paths_in(type_named(seen.place.type))
        if seen.shows(path)
    }

    assert set(FIELDS) - shown == UNSAID
