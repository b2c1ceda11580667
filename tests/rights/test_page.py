"""`docs/rights.md` says in few words what the table says of everybody."""

import pytest

from dev.rights import PAGE
from tests.rights.page import COLUMNS, MARKS, NOBODY, WORDS, text
from tests.rights.people import KINDS
from tests.rights.private import FIELDS
from tests.rights.table import GRAPH, MAY, ROWS, SIGN_IN

KIND = {name.replace("_", " "): name for name in KINDS}


def test_the_page_is_as_the_table():
    assert PAGE.read_text(encoding="utf-8") == text(), "run `make docs`"


def test_every_kind_is_in_one_column():
    assert sorted(kind for kinds in COLUMNS.values() for kind in kinds) == sorted(KINDS)


def test_whoever_reads_a_row_learns_what_each_kind_gets():
    read = [line for line in text().splitlines() if line.count("|") == 7 and "`" in line]

    assert [outcomes(line) for line in read] == [
        {kind: MARKS[outcome] for kind, outcome in row.outcomes.items()}
        for row in in_the_order_of_the_page()
    ]


@pytest.mark.parametrize(
    ("row", "mark"),
    [
        ("`StartApplication`, `applicationStart`", "×"),
        ("`RecordOrder`", "!"),
        ("`GetThread`, `thread`", "–"),
        ("`LookupThreadsByName`", "○"),
        ("`GetOwnMaker`", ""),
    ],
)
def test_a_row_says_what_those_who_may_get_for_what_is_absent(row, mark):
    [line] = [line for line in text().splitlines() if line.startswith(f"| {row} |")]

    assert cells(line)[-1] == mark


def test_what_is_shown_in_part_is_told():
    assert [path for path, row in FIELDS.items() if bool(row.partly) != bool(row.part)] == []


def in_the_order_of_the_page():
    return [row for name, row in ROWS.items() if name not in GRAPH] + list(GRAPH.values())


def cells(line):
    return [cell.strip() for cell in line[1:-1].split("|")]


def outcomes(line):
    """Reads a row as the page's head explains it."""
    _, *may, others, _ = cells(line)
    found = {}
    for kinds, cell in zip(COLUMNS.values(), may, strict=True):
        for kind in kinds if cell.startswith("all") else named(cell):
            if (kind, cell) != (NOBODY, "all but nobody"):
                found[kind] = MARKS[MAY]
    rest = ""
    for part in filter(None, others.split("; ")):
        mark, _, who = part.replace(", also", "").partition(" ")
        if part == f"{mark}, also {NOBODY}":
            rest = found[NOBODY] = mark
        elif who in ("", "all others"):
            rest = mark
        else:
            found |= dict.fromkeys(set(named(who)) - set(found), mark)
    found.setdefault(NOBODY, MARKS[SIGN_IN])
    return {kind: found.get(kind, rest) for kind in KINDS}


def named(words):
    for word in filter(None, words.split(", ")):
        yield from [KIND[word]] if word in KIND else WORDS[word.removeprefix("other ")]
