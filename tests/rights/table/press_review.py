"""The rows of reviewing press releases: what its maker's side, the press team and others do."""

from tests.rights.table.row import EMPTY, row

TEAM = "pr pr_lead several"
STAFF = f"{TEAM} support admin"
# Whoever reads a press release that nobody asked a stakeholder about, and to whom it is not there.
READERS, STRANGERS = f"maker press {STAFF}", "makers partners stakeholder"

# Of its maker's side. Support does it for a maker only in a draft that it started itself.
OWN = row(may="maker press", refused="support", not_found="makers partners")
# Of the press team, of whatever was submitted.
OURS = row(may=TEAM)
TEAMS_OWN = (
    "AssignPressRelease",
    "HandOverPressRelease",
    "ReleasePressRelease",
    "UploadEdits",
    "RequestPressReleaseChanges",
    "DeclinePressRelease",
    "MarkPressReleaseNotNeeded",
    "ReopenPressRelease",
    "DecidePressReleaseException",
    "AddStakeholder",
    "WaiveStakeholder",
)

REVIEW = {
    "RecordPressReleaseFirstContact": row(may=f"{TEAM} support"),
    "RecordPressReleaseFirstContact: a draft": row(not_found=f"{TEAM} support"),
    "AcceptPressReleaseFirstContact": row(may="pr_lead"),
    "AcceptPressReleaseFirstContact: a draft": row(not_found="pr_lead"),
    "AuthorisePressRelease": row(may="maker support several", not_found="makers"),
    "AuthorisePressRelease: a draft": row(may="maker", not_found="makers support"),
    "ChangePressReleaseDate": OWN,
    "AnswerPressRelease": OWN,
    "WithdrawPressRelease": OWN,
    "UndoPressReleaseWithdrawal": OWN,
    # Before its day only staff says that it went out: it was not approved to.
    "ReportPressReleasePublished": row(
        may=f"{TEAM} support", refused="maker press", not_found="makers partners"
    ),
    **dict.fromkeys(TEAMS_OWN, OURS),
    **{f"{method}: a draft": row(not_found=TEAM) for method in TEAMS_OWN},
    # What is said.
    "ListPressComments": row(may=READERS, not_found=STRANGERS),
    "ListPressComments: on a draft": row(may="maker press", not_found=f"{STRANGERS} {STAFF}"),
    "BatchListPressComments": row(may=READERS, empty=STRANGERS, absent=EMPTY),
    "AddPressComment": row(may=f"{TEAM} support", not_found="stakeholder"),
    "AddPressComment: on a draft": row(not_found=f"{TEAM} support stakeholder"),
    "AddPressComment: of one asked about": row(may=f"{TEAM} support stakeholder"),
    "UpdatePressComment": row(may=f"{TEAM} support", not_found="stakeholder"),
    "DeletePressComment": row(may=f"{TEAM} support", not_found="stakeholder"),
    "ReplyToPressComment": row(may=f"maker press {TEAM} support", not_found=STRANGERS),
    "ResolvePressComment": row(may=TEAM),
    # Whoever is asked is so by name; the press team has no say in their stead.
    "AnswerAsStakeholder": row(may="stakeholder", refused=TEAM),
    "AnswerAsStakeholder: of others": row(not_found="stakeholder", refused=TEAM),
    "DelegateStakeholder": row(may="stakeholder", refused=TEAM),
    "RefuseAsStakeholder": row(may="stakeholder", refused=TEAM),
    # Drafts, and what is made of them.
    "GetDraftReading": row(may=READERS, not_found=STRANGERS),
    "GetDraftReading: of a draft": row(may="maker press", not_found=f"{STRANGERS} {STAFF}"),
    "CompareDrafts": row(may=READERS, not_found=STRANGERS),
    "MakeAnnotatedDraft": row(may=READERS, not_found=STRANGERS),
    "MakeRedline": row(may=READERS, not_found=STRANGERS),
    "MakeRecord": OURS,
    "MakeRecord: of a draft": row(not_found=TEAM),
    "DownloadWordFile": row(may=f"maker press {STAFF} service", not_found="signed_in"),
    # The team's own affairs.
    "ListPressReleaseWork": row(may=STAFF, empty="stakeholder"),
    "CountPressReleaseWork": row(may=f"{STAFF} stakeholder"),
    # By what is absent nothing was done; what was done to a draft is its maker's own.
    "ListPressActivity": row(may=STAFF, absent=EMPTY),
    "ListPressActivity: of a draft": row(empty=STAFF),
    "ListPressWeeklyFigures": row(may=STAFF),
    "ListPlannedReleases": row(may=STAFF),
    "ListRepresentatives": row(may=STAFF),
    "ListStakeholders": row(may=f"{STAFF} stakeholder"),
    # Oneself, or anybody for the lead.
    "SetPressAbsence": row(may=TEAM),
    "SetPressAbsence: of a colleague": row(may="pr_lead", refused="pr several"),
    "EndPressAbsence": row(may=TEAM),
    "EndPressAbsence: of a colleague": row(may="pr_lead", refused="pr several"),
    "PreviewPressLetter": row(may=TEAM),
    "PreviewPressLetter: a draft": row(not_found=TEAM),
}
