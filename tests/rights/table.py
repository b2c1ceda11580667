"""Who may do what: one row for every operation.

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


def row(
    *,
    may: str = "",
    empty: str = "",
    not_found: str = "",
    refused: str = "",
    invalid: str = "",
    absent: str = NOT_FOUND,
) -> Row:
    """A row; who is named twice gets what is said first."""
    outcomes: dict[str, str] = {}
    said = {MAY: may, REFUSED: refused, INVALID: invalid, EMPTY: empty, NOT_FOUND: not_found}
    for outcome, words in said.items():
        for kind in named(words):
            outcomes.setdefault(kind, outcome)
    for kind in KINDS:
        outcomes.setdefault(kind, SIGN_IN if kind == "nobody" else DENIED)
    return Row(outcomes, absent)


# Each reads what was submitted; `several` is a reviewer and of the PR team.
_REVIEW = "reviewer support admin service several"
_PRESS = "pr pr_lead support admin service several"
_TALK = "support admin service"
_INSIDE = "maker catalog reviewer support admin service several"

APPLICATIONS = {
    "GetApplication": row(may=f"maker applications {_REVIEW}", not_found="signed_in"),
    "GetApplication: a draft": row(may="maker applications service", not_found="signed_in"),
    "ListApplications": row(may=f"maker applications {_REVIEW}", not_found="signed_in"),
    "ListApplications: of no maker": row(may=f"maker {_REVIEW}", empty="signed_in"),
    "LookupApplicationsByName": row(
        may=f"maker applications {_REVIEW}", empty="signed_in", absent=EMPTY
    ),
    "LookupApplicationsByName: a draft": row(
        may="maker applications service", empty="signed_in", absent=EMPTY
    ),
    "StartApplication": row(may="maker applications", absent=DENIED),
    "StartApplication: for oneself": row(may="makers"),
    "UpdateApplication": row(may="maker applications", not_found="makers partners"),
    "SubmitApplication": row(may="maker applications", not_found="makers partners"),
    "TakeApplication": row(may="reviewer several"),
    "TakeApplication: a draft": row(not_found="reviewer several"),
    "ApproveApplication": row(may="reviewer several"),
    "ApproveApplication: a draft": row(not_found="reviewer several"),
    "DeclineApplication": row(may="reviewer several"),
    "DeclineApplication: a draft": row(not_found="reviewer several"),
    "WatchApplications": row(may=f"maker events {_REVIEW}", not_found="makers partners"),
    "WatchApplications: a draft": row(
        may="maker events service", not_found=f"makers partners {_REVIEW}"
    ),
    "WatchApplications: all, a draft": row(
        may="maker events service", empty=f"makers partners {_REVIEW}"
    ),
    "WatchApplications: all": row(may=f"maker events {_REVIEW}", empty="makers partners"),
    "GetInvitation": row(may=f"maker {_REVIEW}", not_found="signed_in"),
    "LookupInvitationsByName": row(may=f"maker {_REVIEW}", empty="signed_in", absent=EMPTY),
    # Whoever has the secret of a mail knows that there is one.
    "RedeemInvitation": row(may="maker", refused="makers"),
    "GetMaker": row(may="all"),
    "GetMaker: not active": row(may=f"maker granted {_REVIEW}", not_found="all"),
    "GetOwnMaker": row(may="maker other_maker", not_found="signed_in"),
    "ListMakers": row(may=_REVIEW),
    "LookupMakersByName": row(may="all", absent=EMPTY),
    "LookupMakersByName: not active": row(
        may=f"maker granted {_REVIEW}", empty="all", absent=EMPTY
    ),
    "GrantPartner": row(may="maker other_maker", not_found="makers"),
    "RevokePartner": row(may="maker", refused="other_maker", not_found="makers", absent=REFUSED),
    "ReportSellerAccount": row(may="accounts admin"),
    "WatchMakers: all": row(may=f"maker events {_REVIEW}", empty="makers partners"),
}

CATALOG = {
    "GetListing": row(may="all"),
    "GetListing: a draft": row(may=_INSIDE, not_found="all"),
    "GetListing: private": row(may=_INSIDE, not_found="all"),
    "GetListing: private, by its link": row(may="all"),
    "GetListing: private, by a wrong link": row(may=_INSIDE, not_found="all"),
    "GetListing: private, for the buyer": row(may=f"buyer {_INSIDE}", not_found="all"),
    "ListListings": row(may="all", absent=EMPTY),
    "ListListings: a draft": row(may=_INSIDE, empty="all", absent=EMPTY),
    "ListListings: private": row(may=_INSIDE, empty="all", absent=EMPTY),
    "ListListings: of no maker": row(may="service", invalid="all"),
    "BatchListListings": row(may="all", absent=EMPTY),
    "BatchListListings: a draft": row(may=_INSIDE, empty="all", absent=EMPTY),
    "BatchListListings: private": row(may=_INSIDE, empty="all", absent=EMPTY),
    "LookupListingsByName": row(may="all", absent=EMPTY),
    "LookupListingsByName: a draft": row(may=_INSIDE, empty="all", absent=EMPTY),
    "LookupListingsByName: private": row(may=_INSIDE, empty="all", absent=EMPTY),
    "SearchListings": row(may="all", absent=EMPTY),
    "SearchListings: a draft": row(empty="all"),
    "SearchListings: private": row(empty="all"),
    "ConfigureListing": row(may="all"),
    "ConfigureListing: a draft": row(may=_INSIDE, not_found="all"),
    "ConfigureListing: private": row(may=_INSIDE, not_found="all"),
    "ConfigureListing: private, by its link": row(may="all"),
    "CreateListing": row(may="maker catalog", absent=DENIED),
    # One who never applied is told to.
    "CreateListing: for oneself": row(may="maker other_maker", refused="makers"),
    "UpdateListing": row(may="maker catalog", not_found="makers partners"),
    "UpdateListing: on sale": row(may="maker catalog", not_found="makers partners"),
    "PublishListing": row(may="maker catalog", not_found="makers partners"),
    "GetPrivateLink": row(may="maker catalog", not_found="makers partners"),
    "BatchGetPrivateLinks": row(may="maker catalog", empty="makers partners", absent=EMPTY),
    "RotatePrivateLink": row(may="maker catalog", not_found="makers partners"),
    "WatchListings: all, a draft": row(
        may="maker events reviewer support admin service several", empty="makers partners"
    ),
    "WatchListings: all": row(
        may="maker events reviewer support admin service several", empty="makers partners"
    ),
    "GetMakerProfile": row(may="all"),
    "LookupMakerProfilesByName": row(may="all", absent=EMPTY),
    "BatchGetMakerProfiles": row(may="all", absent=EMPTY),
    "PublishMakerProfile": row(may="maker catalog", absent=DENIED),
    "PublishMakerProfile: for oneself": row(may="maker other_maker", refused="makers"),
    "ReserveStock": row(may="orders admin"),
    "ReserveStock: a draft": row(not_found="orders admin"),
    "ReserveStock: private, without its link": row(not_found="orders admin"),
    "CommitReservation": row(may="orders admin"),
    "ReleaseReservation": row(may="orders admin"),
}

MESSAGING = {
    "GetThread": row(may=f"buyer maker messages {_TALK}", not_found="signed_in"),
    "ListThreads": row(may=f"maker messages {_TALK}", not_found="signed_in"),
    "ListThreads: of no maker": row(may=f"buyer maker {_TALK}", empty="signed_in"),
    "BatchListThreads": row(may=f"maker messages {_TALK}", empty="signed_in", absent=EMPTY),
    "LookupThreadsByName": row(
        may=f"buyer maker messages {_TALK}", empty="signed_in", absent=EMPTY
    ),
    "ListMessages": row(may=f"buyer maker messages {_TALK}", not_found="signed_in"),
    "BatchListMessages": row(may=f"buyer maker messages {_TALK}", empty="signed_in", absent=EMPTY),
    "SendMessage": row(may="buyer maker messages", not_found="other_buyer makers partners"),
    "WatchMessages": row(
        may=f"buyer maker events {_TALK}", not_found="other_buyer makers partners"
    ),
    "WatchMessages: all": row(
        may=f"buyer maker events {_TALK}", empty="other_buyer makers partners"
    ),
    "GetCustomOrderRequest": row(may=f"buyer maker messages {_TALK}", not_found="signed_in"),
    "ListCustomOrderRequests": row(may=f"maker messages {_TALK}", not_found="signed_in"),
    "ListCustomOrderRequests: of no maker": row(may=f"buyer maker {_TALK}", empty="signed_in"),
    "LookupCustomOrderRequestsByName": row(
        may=f"buyer maker messages {_TALK}", empty="signed_in", absent=EMPTY
    ),
    "CheckCustomOrders": row(may="all", absent=EMPTY),
    "CheckCustomOrders: a draft": row(may="maker", empty="all", absent=EMPTY),
    "CheckCustomOrders: private": row(may="maker", empty="all", absent=EMPTY),
    "AskCustomOrder": row(may="buyer other_buyer several"),
    "AskCustomOrder: from a draft": row(not_found="buyer other_buyer several"),
    "AskCustomOrder: from a private listing": row(not_found="buyer other_buyer several"),
    "DeclineCustomOrder": row(may="maker messages", not_found="makers partners"),
    "AnswerCustomOrderWithListing": row(may="maker messages", not_found="makers partners"),
    "GetOrder": row(may=f"buyer maker messages {_TALK}", not_found="signed_in"),
    "LookupOrdersByName": row(may=f"buyer maker messages {_TALK}", empty="signed_in", absent=EMPTY),
    "RecordOrder": row(may="orders admin", absent=REFUSED),
}

PRESS = {
    "GetPressRelease": row(may=f"maker press {_PRESS}", not_found="signed_in"),
    "GetPressRelease: a draft": row(may="maker press service", not_found="signed_in"),
    "ListPressReleases": row(may=f"maker press {_PRESS}", not_found="signed_in"),
    "ListPressReleases: a draft": row(
        may="maker press service", empty=_PRESS, not_found="signed_in"
    ),
    "ListPressReleases: of no maker": row(may=f"maker {_PRESS}", empty="signed_in"),
    "BatchListPressReleases": row(may=f"maker press {_PRESS}", empty="signed_in", absent=EMPTY),
    "BatchListPressReleases: a draft": row(
        may="maker press service", empty="signed_in", absent=EMPTY
    ),
    "LookupPressReleasesByName": row(may=f"maker press {_PRESS}", empty="signed_in", absent=EMPTY),
    "LookupPressReleasesByName: a draft": row(
        may="maker press service", empty="signed_in", absent=EMPTY
    ),
    "StartPressRelease": row(may="maker press", absent=DENIED),
    "StartPressRelease: for oneself": row(may="maker other_maker", refused="makers"),
    "UpdatePressRelease": row(may="maker press", not_found="makers partners"),
    "UploadDraft": row(may="maker press", not_found="makers partners"),
    "DownloadDraft": row(may=f"maker press {_PRESS}", not_found="signed_in"),
    "DownloadDraft: of a draft": row(may="maker press service", not_found="signed_in"),
    "SubmitPressRelease": row(may="maker press", not_found="makers partners"),
    "TakePressRelease": row(may="pr pr_lead several"),
    "TakePressRelease: a draft": row(not_found="pr pr_lead several"),
    "ApprovePressRelease": row(may="pr pr_lead several"),
    "ApprovePressRelease: a draft": row(not_found="pr pr_lead several"),
    "WatchPressReleases": row(may=f"maker events {_PRESS}", not_found="makers partners"),
    "WatchPressReleases: a draft": row(
        may="maker events service", not_found=f"makers partners {_PRESS}"
    ),
    "WatchPressReleases: all, a draft": row(
        may="maker events service", empty=f"makers partners {_PRESS}"
    ),
    "WatchPressReleases: all": row(may=f"maker events {_PRESS}", empty="makers partners"),
}

OPERATIONS = {"GetStatus": row(may="admin service")}

# What only the graph has.
GRAPH = {"viewer": row(may="signed_in", empty="nobody")}

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
