"""Who may do what: one row for every operation."""

from tests.rights.table.applications import APPLICATIONS
from tests.rights.table.catalog import CATALOG
from tests.rights.table.messaging import MESSAGING
from tests.rights.table.press import PRESS
from tests.rights.table.row import (
    DENIED,
    EMPTY,
    INVALID,
    MAY,
    NOT_FOUND,
    REFUSED,
    SIGN_IN,
    Row,
    row,
)

__all__ = [
    "DENIED",
    "EMPTY",
    "GRAPH",
    "INVALID",
    "MAY",
    "METHODS",
    "NOT_FOUND",
    "REFUSED",
    "ROWS",
    "SIGN_IN",
    "Row",
]

OPERATIONS = {"GetStatus": row(may="admin service")}

# What only the graph has.
GRAPH = {
    "viewer": row(may="signed_in", empty="nobody"),
    "programmeCountries": row(may="all"),
}

# By the service as the contracts call it.
METHODS = {
    "applications": APPLICATIONS,
    "catalog": CATALOG,
    "messaging": MESSAGING,
    "pr_review": PRESS,
    "operations": OPERATIONS,
}

ROWS: dict[str, Row] = GRAPH | {
    name: row for rows in METHODS.values() for name, row in rows.items()
}
