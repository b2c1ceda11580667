"""Who may call what over gRPC: every method as everybody, for what is there and what is not."""

import pytest

from tests.rights.calls import CALLS
from tests.rights.matrix import ROWS
from tests.rights.people import KINDS
from tests.rights.table import MAY, METHODS
from tests.rights.wire import METHOD, domain_of

every_row = pytest.mark.parametrize("call", CALLS, ids=lambda call: call.row)


def test_every_method_of_the_contracts_has_a_row():
    named = {row.partition(":")[0] for row in ROWS}

    missing = [
        f'tests/rights/table.py: add "{method}" to the rows of {domain_of(method)}, '
        "then say in calls.py how it is called"
        for method in METHOD
        if method not in named
    ]
    assert not missing, "\n".join(missing)


def test_every_row_is_of_a_method_and_of_its_domain():
    strange = [
        f"{row} is no method of {domain}"
        for domain, rows in METHODS.items()
        for row in rows
        if row.partition(":")[0] not in METHOD or domain_of(row.partition(":")[0]) != domain
    ]
    assert not strange, "\n".join(strange)


def test_every_row_says_how_it_is_called():
    feeds = {row for row in ROWS if row.startswith("Watch") and row.endswith(": all")}

    assert {call.row for call in CALLS} | feeds == set(ROWS)


@every_row
def test_what_is_there_is_for_whom_the_table_says(matrix, call):
    row = ROWS[call.row]
    wrong = {
        kind: f"{cell.present or 'not asked'}, not {row.outcomes[kind]} {cell.told}"
        for kind in KINDS
        if (cell := matrix.cells[call.row, kind]).present != row.outcomes[kind]
    }

    assert not wrong


@every_row
def test_what_is_absent_is_said_to_be_to_whom_it_might_be_shown(matrix, call):
    if call.about_nothing:
        return
    row = ROWS[call.row]
    wrong = {
        kind: cell.absent
        for kind in KINDS
        if row.outcomes[kind] == MAY and (cell := matrix.cells[call.row, kind]).absent != row.absent
    }

    assert not wrong


@every_row
def test_what_is_not_for_the_caller_answers_just_as_what_is_absent(matrix, call):
    row = ROWS[call.row]
    told_apart = {
        f"{kind}, {what}": (present, absent)
        for kind in KINDS
        if row.outcomes[kind] not in (MAY, "FAILED_PRECONDITION")
        for what, present, absent in matrix.cells[call.row, kind].pairs
        if present != absent
    }

    assert not told_apart


def test_nothing_changed_that_was_refused_or_only_read(matrix):
    assert matrix.unasked_changes == {}
