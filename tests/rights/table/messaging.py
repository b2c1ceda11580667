"""The rows of the messaging service."""

from tests.rights.table import readers
from tests.rights.table.row import EMPTY, REFUSED, row

MESSAGING = {
    "GetThread": row(may=f"buyer maker messages {readers.TALK}", not_found="signed_in"),
    "ListThreads": row(may=f"maker messages {readers.TALK}", not_found="signed_in"),
    "ListThreads: of no maker": row(may=f"buyer maker {readers.TALK}", empty="signed_in"),
    "BatchListThreads": row(may=f"maker messages {readers.TALK}", empty="signed_in", absent=EMPTY),
    "LookupThreadsByName": row(
        may=f"buyer maker messages {readers.TALK}", empty="signed_in", absent=EMPTY
    ),
    "ListMessages": row(may=f"buyer maker messages {readers.TALK}", not_found="signed_in"),
    "BatchListMessages": row(
        may=f"buyer maker messages {readers.TALK}", empty="signed_in", absent=EMPTY
    ),
    "SendMessage": row(may="buyer maker messages", not_found="other_buyer makers partners"),
    "WatchMessages": row(
        may=f"buyer maker events {readers.TALK}", not_found="other_buyer makers partners"
    ),
    "WatchMessages: all": row(
        may=f"buyer maker events {readers.TALK}", empty="other_buyer makers partners"
    ),
    "GetCustomOrderRequest": row(may=f"buyer maker messages {readers.TALK}", not_found="signed_in"),
    "ListCustomOrderRequests": row(may=f"maker messages {readers.TALK}", not_found="signed_in"),
    "ListCustomOrderRequests: of no maker": row(
        may=f"buyer maker {readers.TALK}", empty="signed_in"
    ),
    "LookupCustomOrderRequestsByName": row(
        may=f"buyer maker messages {readers.TALK}", empty="signed_in", absent=EMPTY
    ),
    "CheckCustomOrders": row(may="all", absent=EMPTY),
    "CheckCustomOrders: a draft": row(may="maker", empty="all", absent=EMPTY),
    "CheckCustomOrders: private": row(may="maker", empty="all", absent=EMPTY),
    "AskCustomOrder": row(may="buyer other_buyer several"),
    "AskCustomOrder: from a draft": row(not_found="buyer other_buyer several"),
    "AskCustomOrder: from a private listing": row(not_found="buyer other_buyer several"),
    "DeclineCustomOrder": row(may="maker messages", not_found="makers partners"),
    "AnswerCustomOrderWithListing": row(may="maker messages", not_found="makers partners"),
    "GetOrder": row(may=f"buyer maker messages {readers.TALK}", not_found="signed_in"),
    "LookupOrdersByName": row(
        may=f"buyer maker messages {readers.TALK}", empty="signed_in", absent=EMPTY
    ),
    "RecordOrder": row(may="orders admin", absent=REFUSED),
}
