"""What a row of the table says, and how it is written.

A row says what each kind of caller (`people.py`) gets for a thing of the maker that *is there*:

- `may`: it is done, or the answer shows the thing;
- `empty`: an answer without it (lists, lookups, batches, feeds);
- `not_found`, `refused`, `invalid`: NOT_FOUND, FAILED_PRECONDITION, INVALID_ARGUMENT.

`nobody` else gets UNAUTHENTICATED, and everybody else PERMISSION_DENIED. What a caller gets for
what is *absent* follows: who may not have the thing gets the very same answer, and who may have
it gets `absent`.

A row may be of a situation: `GetListing: a draft`. Of several rows the first is the ordinary one.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.rights.people import KINDS, named

MAY = "may"
EMPTY = "empty"
NOT_FOUND = "NOT_FOUND"
DENIED = "PERMISSION_DENIED"
SIGN_IN = "UNAUTHENTICATED"
REFUSED = "FAILED_PRECONDITION"
INVALID = "INVALID_ARGUMENT"


@dataclass(frozen=True)
class Row:
    """What each kind of caller gets, for what is there and, who may have it, for what is not."""

    outcomes: Mapping[str, str]
    absent: str
    absent_to: Mapping[str, str]

    def absent_for(self, kind: str) -> str:
        """What somebody who may have it gets for what is absent."""
        return self.absent_to.get(kind, self.absent)


def row(
    *,
    may: str = "",
    empty: str = "",
    not_found: str = "",
    refused: str = "",
    invalid: str = "",
    absent: str = NOT_FOUND,
    absent_to: Mapping[str, str] | None = None,
) -> Row:
    """A row; who is named twice gets what is said first. `absent_to` says who gets another one."""
    outcomes: dict[str, str] = {}
    said = {MAY: may, REFUSED: refused, INVALID: invalid, EMPTY: empty, NOT_FOUND: not_found}
    for outcome, words in said.items():
        for kind in named(words):
            outcomes.setdefault(kind, outcome)
    for kind in KINDS:
        outcomes.setdefault(kind, SIGN_IN if kind == "nobody" else DENIED)
    return Row(outcomes, absent, absent_to or {})
