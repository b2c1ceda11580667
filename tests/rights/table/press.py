"""The rows of the press review service."""

from tests.rights.table import readers
from tests.rights.table.press_review import REVIEW
from tests.rights.table.row import DENIED, EMPTY, NOT_FOUND, row

PRESS = REVIEW | {
    "GetPressRelease": row(may=f"maker press {readers.PRESS}", not_found="signed_in"),
    "GetPressRelease: a draft": row(may="maker press service", not_found="signed_in"),
    "ListPressReleases": row(may=f"maker press {readers.PRESS}", not_found="signed_in"),
    "ListPressReleases: a draft": row(
        may="maker press service", empty=readers.PRESS, not_found="signed_in"
    ),
    "ListPressReleases: of no maker": row(may=f"maker {readers.PRESS}", empty="signed_in"),
    "BatchListPressReleases": row(
        may=f"maker press {readers.PRESS}", empty="signed_in", absent=EMPTY
    ),
    "BatchListPressReleases: a draft": row(
        may="maker press service", empty="signed_in", absent=EMPTY
    ),
    "LookupPressReleasesByName": row(
        may=f"maker press {readers.PRESS}", empty="signed_in", absent=EMPTY
    ),
    "LookupPressReleasesByName: a draft": row(
        may="maker press service", empty="signed_in", absent=EMPTY
    ),
    "StartPressRelease": row(
        may="maker press support", absent=DENIED, absent_to={"support": NOT_FOUND}
    ),
    "StartPressRelease: for oneself": row(
        may="maker other_maker", refused="makers", invalid="support"
    ),
    "UpdatePressRelease": row(may="maker press", not_found="makers partners support"),
    "UploadDraft": row(may="maker press", not_found="makers partners support"),
    "DownloadDraft": row(may=f"maker press {readers.PRESS}", not_found="signed_in"),
    "DownloadDraft: of a draft": row(may="maker press service", not_found="signed_in"),
    "SubmitPressRelease": row(may="maker press", not_found="makers partners support"),
    "TakePressRelease": row(may="pr pr_lead several"),
    "TakePressRelease: a draft": row(not_found="pr pr_lead several"),
    "ApprovePressRelease": row(may="pr pr_lead several"),
    "ApprovePressRelease: a draft": row(not_found="pr pr_lead several"),
    "WatchPressReleases": row(
        may=f"maker events {readers.PRESS}", not_found="makers partners stakeholder"
    ),
    "WatchPressReleases: a draft": row(
        may="maker events service", not_found=f"makers partners stakeholder {readers.PRESS}"
    ),
    "WatchPressReleases: all, a draft": row(
        may="maker events service", empty=f"makers partners stakeholder {readers.PRESS}"
    ),
    "WatchPressReleases: all": row(
        may=f"maker events {readers.PRESS}", empty="makers partners stakeholder"
    ),
}
