"""Who hears of what, while everybody listens: feeds of the contracts and of the graph."""

import re

import pytest

from tests.rights.listening import FEEDS, changes_in
from tests.rights.people import KINDS
from tests.rights.table import ROWS
from tests.rights.wire import METHOD

# The first test that needs it waits until everything was asked as everybody.
pytestmark = pytest.mark.timeout(1800)

HEARD = [row for row in ROWS if row.startswith("Watch") and ": all" in row]


def test_every_feed_has_listeners():
    assert {feed.method for feed in FEEDS} == {
        method for method in METHOD if method.startswith("Watch")
    }


def test_every_way_to_narrow_a_feed_has_a_row():
    missing = [
        f"tests/rights/table: add a row for {method} narrowed by {field.name}"
        for method, described in METHOD.items()
        if method.startswith("Watch")
        for field in described.input_type.fields
        if field.name != "resume_token" and (method, field.name) not in NARROWED
    ]
    assert not missing, "\n".join(missing)


NARROWED = {
    ("WatchApplications", "application"),
    ("WatchMessages", "thread"),
    ("WatchPressReleases", "press_release"),
}


@pytest.mark.parametrize("row", HEARD)
@pytest.mark.parametrize("door", ["gRPC", "GraphQL"])
async def test_a_change_is_heard_by_whom_the_table_says(heard, row, door):
    wrong = {
        kind: f"{heard.outcomes[row, door, kind]}, not {ROWS[row].outcomes[kind]}"
        for kind in KINDS
        if (row, door, kind) in heard.outcomes
        and heard.outcomes[row, door, kind] != ROWS[row].outcomes[kind]
    }

    assert not wrong


async def test_every_row_of_a_feed_was_listened_for(world, heard):
    assert {change.row for change in changes_in(world)} == set(HEARD)


@pytest.mark.parametrize("method", [feed.method for feed in FEEDS])
async def test_a_partner_does_not_hear_afterwards_of_what_was_while_it_was_granted(heard, method):
    told = heard.after_revocation[method]
    if method == "WatchMakers":
        # Last it hears that the grant has ended, and of whom, and nothing else of the maker.
        [last] = told
        assert 'type: "maker.partner_revoked"' in last
        assert re.findall(r"^  (\w+):", last[last.index("maker {") :], re.M) == ["name", "revision"]
    else:
        assert told == []
