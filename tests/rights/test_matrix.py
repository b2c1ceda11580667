"""Who may do what: every operation as everybody, for what is there and for what is not.

A method of the contracts and the field of the graph that leads to it are held to the same row.
"""

import pytest

from handmade.messaging.v1 import thread_pb2
from tests.rights.asks import ASKS
from tests.rights.calls import CALLS
from tests.rights.graph import ROOTS
from tests.rights.matrix import WAYS, expected, expected_of_absent
from tests.rights.people import KINDS
from tests.rights.table import GRAPH, MAY, METHODS, REFUSED, ROWS
from tests.rights.things import an_id
from tests.rights.wire import METHOD, domain_of, invoke

# The first test that needs it waits until everything was asked as everybody.
pytestmark = pytest.mark.timeout(1800)

every_way = pytest.mark.parametrize("way", WAYS, ids=lambda way: way.title)


def test_every_method_of_the_contracts_has_a_row():
    named = {row.partition(":")[0] for row in ROWS}

    missing = [
        f'tests/rights/table: add a row "{method}" to those of {domain_of(method)}, '
        "and to tests/rights/calls how it is called"
        for method in METHOD
        if method not in named
    ]
    assert not missing, "\n".join(missing)


def test_every_root_field_of_the_graph_is_another_door_to_a_row():
    missing = [
        f'tests/rights/asks: say how "{root}" is asked, and which row it is a door to'
        for root in sorted(ROOTS - {ask.root for ask in ASKS})
    ]
    assert not missing, "\n".join(missing)


def test_every_row_and_every_way_is_of_something_that_exists():
    strange = [
        f"tests/rights/table: {row!r} is no method of {domain}"
        for domain, rows in METHODS.items()
        for row in rows
        if row.partition(":")[0] not in METHOD or domain_of(row.partition(":")[0]) != domain
    ]
    strange += [
        f"tests/rights/asks: the graph has no {ask.root}" for ask in ASKS if ask.root not in ROOTS
    ]
    strange += [f"{way.title}: there is no row {way.row!r}" for way in WAYS if way.row not in ROWS]
    assert not strange, "\n".join(strange)


def test_every_row_is_tried():
    feeds = {row for row in ROWS if row.startswith("Watch") and ": all" in row}

    assert {call.row for call in CALLS} | feeds == set(ROWS) - set(GRAPH)


@every_way
def test_what_is_there_is_for_whom_the_table_says(matrix, way):
    wrong = {
        kind: f"{cell.present}, not {expected(way, kind)}: {cell.told}"
        for kind in KINDS
        if (cell := matrix.cells[way.title, kind]).present != expected(way, kind)
    }

    assert not wrong


@every_way
def test_what_is_absent_is_said_to_be(matrix, way):
    wrong = {
        kind: f"{cell.absent}, not {expected_of_absent(way, kind)}"
        for kind in KINDS
        if ROWS[way.row].outcomes[kind] == MAY
        and not way.about_nothing
        and (cell := matrix.cells[way.title, kind]).absent != expected_of_absent(way, kind)
    }

    assert not wrong


@every_way
def test_what_is_not_for_the_caller_answers_just_as_what_is_absent(matrix, way):
    told_apart = {
        f"{kind}, {which}": (present, absent)
        for kind in KINDS
        if ROWS[way.row].outcomes[kind] not in (MAY, REFUSED)
        for which, present, absent in matrix.cells[way.title, kind].pairs
        if present != absent
    }

    assert not told_apart


async def test_the_owners_request_repeated_by_others_answers_as_one_never_made(matrix, world):
    thread = world.things["thread"]
    made = await a_message(world, "maker", thread, used := an_id())
    assert made.code == "OK"

    others = [kind for kind in KINDS if ROWS["SendMessage"].outcomes[kind] != MAY]
    told_apart = {}
    for kind in others:
        repeated = await a_message(world, kind, thread, used)
        never = await a_message(world, kind, thread, new := an_id())
        if repeated.without(used) != never.without(new):
            told_apart[kind] = (repeated, never)

    assert "other_maker" in others
    assert not told_apart


async def a_message(world, kind, thread, request_id):
    request = thread_pb2.SendMessageRequest(
        thread=thread.name, text="Said once.", request_id=request_id
    )
    return await invoke(world.channels, "SendMessage", request, world.token(kind, thread.scene))


def test_nothing_changed_that_was_refused_or_only_read(matrix):
    assert matrix.unasked_changes == {}
