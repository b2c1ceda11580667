"""How each method of the contracts is called: with what, and about which of the world's things."""

from tests.rights.calls.applications import APPLICATIONS
from tests.rights.calls.catalog import CATALOG
from tests.rights.calls.members import MEMBERS
from tests.rights.calls.messaging import MESSAGING
from tests.rights.calls.press import PRESS
from tests.rights.calls.press_review import PRESS_REVIEW
from tests.rights.calls.reviews import REVIEWS
from tests.rights.calls.way import Call, anything, nothing

OPERATIONS = [Call("GetStatus", "application", nothing, shown=anything, about_nothing=True)]

CALLS = [
    *APPLICATIONS,
    *REVIEWS,
    *MEMBERS,
    *CATALOG,
    *MESSAGING,
    *PRESS,
    *PRESS_REVIEW,
    *OPERATIONS,
]
