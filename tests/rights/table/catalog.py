"""The rows of the catalog service."""

from tests.rights.table import readers
from tests.rights.table.row import DENIED, EMPTY, row

CATALOG = {
    "GetListing": row(may="all"),
    "GetListing: a draft": row(may=readers.INSIDE, not_found="all"),
    "GetListing: private": row(may=readers.INSIDE, not_found="all"),
    "GetListing: private, by its link": row(may="all"),
    "GetListing: private, by a wrong link": row(may=readers.INSIDE, not_found="all"),
    "GetListing: private, for the buyer": row(may=f"buyer {readers.INSIDE}", not_found="all"),
    "ListListings": row(may="all", absent=EMPTY),
    "ListListings: a draft": row(may=readers.INSIDE, empty="all", absent=EMPTY),
    "ListListings: private": row(may=readers.INSIDE, empty="all", absent=EMPTY),
    "ListListings: of no maker": row(may="service", invalid="all"),
    "BatchListListings": row(may="all", absent=EMPTY),
    "BatchListListings: a draft": row(may=readers.INSIDE, empty="all", absent=EMPTY),
    "BatchListListings: private": row(may=readers.INSIDE, empty="all", absent=EMPTY),
    "LookupListingsByName": row(may="all", absent=EMPTY),
    "LookupListingsByName: a draft": row(may=readers.INSIDE, empty="all", absent=EMPTY),
    "LookupListingsByName: private": row(may=readers.INSIDE, empty="all", absent=EMPTY),
    "SearchListings": row(may="all", absent=EMPTY),
    "SearchListings: a draft": row(empty="all"),
    "SearchListings: private": row(empty="all"),
    "ConfigureListing": row(may="all"),
    "ConfigureListing: a draft": row(may=readers.INSIDE, not_found="all"),
    "ConfigureListing: private": row(may=readers.INSIDE, not_found="all"),
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
