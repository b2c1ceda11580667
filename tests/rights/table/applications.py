"""The rows of the applications service."""

from tests.rights.table import readers
from tests.rights.table.row import DENIED, EMPTY, REFUSED, row

_REVIEWS = "reviewer several"
_DECIDES = "reviewer several admin"
_ON_STAFF = "reviewer support admin several"

APPLICATIONS = {
    "GetApplication": row(may=f"maker applications {readers.REVIEW}", not_found="signed_in"),
    "GetApplication: a draft": row(may="maker applications service", not_found="signed_in"),
    "ListApplications": row(may=f"maker applications {readers.REVIEW}", not_found="signed_in"),
    "ListApplications: of no maker": row(may=f"maker {readers.REVIEW}", empty="signed_in"),
    "LookupApplicationsByName": row(
        may=f"maker applications {readers.REVIEW}", empty="signed_in", absent=EMPTY
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
    "GetQuestionnaireForm": row(may="all"),
    "AddApplicationPhoto": row(may="maker applications", not_found="makers partners"),
    "RemoveApplicationPhoto": row(may="maker applications", not_found="makers partners"),
    "DownloadApplicationPhoto": row(
        may=f"maker applications {readers.REVIEW}", not_found="signed_in"
    ),
    "DownloadApplicationPhoto: of a draft": row(
        may="maker applications service", not_found="signed_in"
    ),
    "WithdrawApplication": row(may="maker applications", not_found="makers partners"),
    "ReopenApplication": row(may="maker applications", not_found="makers partners"),
    "AnswerInformationRequest": row(may="maker applications", not_found="makers partners"),
    "ReleaseApplication": row(may=_DECIDES),
    "ReleaseApplication: a draft": row(not_found=_DECIDES),
    "HandOverApplication": row(may=_DECIDES),
    "HandOverApplication: a draft": row(not_found=_DECIDES),
    "AskForInformation": row(may=_REVIEWS),
    "AskForInformation: a draft": row(not_found=_REVIEWS),
    "AddApplicationNote": row(may=_ON_STAFF),
    "AddApplicationNote: a draft": row(not_found=_ON_STAFF),
    "LookupApplicationDuplicates": row(may=_ON_STAFF, absent=EMPTY),
    "WatchApplications": row(may=f"maker events {readers.REVIEW}", not_found="makers partners"),
    "WatchApplications: a draft": row(
        may="maker events service", not_found=f"makers partners {readers.REVIEW}"
    ),
    "WatchApplications: all, a draft": row(
        may="maker events service", empty=f"makers partners {readers.REVIEW}"
    ),
    "WatchApplications: all": row(may=f"maker events {readers.REVIEW}", empty="makers partners"),
    "GetInvitation": row(may=f"maker {readers.REVIEW}", not_found="signed_in"),
    "LookupInvitationsByName": row(may=f"maker {readers.REVIEW}", empty="signed_in", absent=EMPTY),
    # Whoever has the secret of a mail knows that there is one.
    "RedeemInvitation": row(may="maker", refused="makers"),
    "CheckInvitationLink": row(may="all"),
    "ReissueInvitation": row(may="support admin"),
    "RevokeInvitation": row(may=_DECIDES),
    "GetMaker": row(may="all"),
    "GetMaker: not active": row(may=f"maker granted {readers.REVIEW}", not_found="all"),
    "GetOwnMaker": row(may="maker other_maker", not_found="signed_in"),
    "ListMakers": row(may=f"granted {readers.REVIEW}", empty="partners"),
    "LookupMakersByName": row(may="all", absent=EMPTY),
    "LookupMakersByName: not active": row(
        may=f"maker granted {readers.REVIEW}", empty="all", absent=EMPTY
    ),
    # Whoever has not applied yet becomes known as a maker by it.
    "GrantPartner": row(may="makers"),
    "RevokePartner": row(may="maker", refused="other_maker", not_found="makers", absent=REFUSED),
    "SuspendMembership": row(may=_DECIDES),
    "ReinstateMembership": row(may=_DECIDES),
    "RemoveMembership": row(may=_DECIDES),
    # Of a region in which the other maker is not.
    "LeaveProgramme": row(may="maker", refused="other_maker", not_found="makers"),
    "ReportSellerAccount": row(may="accounts admin"),
    "WatchMakers: all": row(may=f"maker events {readers.REVIEW}", empty="makers partners"),
    "GetRegionExtension": row(may=f"maker {_ON_STAFF}", not_found="signed_in"),
    "ListRegionExtensions": row(may=f"maker {_ON_STAFF}", not_found="signed_in"),
    "ListRegionExtensions: of no maker": row(may=f"maker {_ON_STAFF}", empty="signed_in"),
    "LookupRegionExtensionsByName": row(may=f"maker {_ON_STAFF}", empty="signed_in", absent=EMPTY),
    # To a region in which the other maker is already.
    "StartRegionExtension": row(
        may="maker", refused="other_maker", not_found="makers", absent=REFUSED
    ),
    "RegisterRegionExtension": row(may="maker", not_found="makers"),
    "OpenCountry": row(may="maker", not_found="makers"),
    "CancelRegionExtension": row(may="maker", not_found="makers"),
    "ListApplicationWork": row(may=_ON_STAFF),
    "CountApplicationWork": row(may=_ON_STAFF),
    "ListActivity": row(may=_ON_STAFF, absent=EMPTY),
    "ListWeeklyFigures": row(may=_ON_STAFF),
    "ListReviewers": row(may=_ON_STAFF),
}
