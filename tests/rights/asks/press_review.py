"""How the graph is told to review press releases, and asked about their review."""

from collections.abc import Callable
from typing import Any

from gateway.ids import to_id
from tests.rights import pressed
from tests.rights.asks.way import Ask, anything, do, gid, id_of
from tests.rights.calls import press_review as calls
from tests.rights.calls.way import Fields
from tests.rights.things import FIRST_CONTACT, Thing


def day(weeks: int) -> str:
    it = pressed.a_day(weeks)
    return f"{it.year:04}-{it.month:02}-{it.day:02}"


def of_comment(it: Thing) -> Fields:
    name = f"{it.name}/comments/{it.facts['comment']}"
    return {"id": str(to_id("PressComment", name))}


def as_called(fields: Callable[[Thing], Fields]) -> Callable[[Thing], Fields]:
    """The same as over gRPC, with the press release's id."""

    def given(it: Thing) -> Fields:
        called = fields(it)
        left = {key: value for key, value in called.items() if key not in ("name", "press_release")}
        if "content" in left:
            left["file"] = (left.pop("file_name"), left.pop("content"))
        return id_of(it) | left

    return given


def _do(root: str, row: str, thing: str, fields: Callable[[Thing], Fields], make: Any) -> Ask:
    return do(root, row, thing, fields, fresh=calls.fresh(make))


OF_TEAM = {
    "AssignPressRelease": "pressReleaseAssign",
    "HandOverPressRelease": "pressReleaseHandOver",
    "ReleasePressRelease": "pressReleaseRelease",
    "UploadEdits": "pressReleaseUploadEdits",
    "RequestPressReleaseChanges": "pressReleaseRequestChanges",
    "DeclinePressRelease": "pressReleaseDecline",
    "MarkPressReleaseNotNeeded": "pressReleaseMarkNotNeeded",
    "ReopenPressRelease": "pressReleaseReopen",
    "DecidePressReleaseException": "pressReleaseDecideException",
    "AddStakeholder": "pressReleaseAddStakeholder",
    "WaiveStakeholder": "pressReleaseWaiveStakeholder",
}

PRESS_REVIEW = [
    *(
        _do(OF_TEAM[method], method, thing, as_called(fields), make)
        for method, thing, fields, make, _ in calls.TEAMS_OWN
    ),
    _do(
        "pressReleaseRecordFirstContact",
        "RecordPressReleaseFirstContact",
        "submitted_release",
        lambda it: id_of(it) | {"firstContactAt": FIRST_CONTACT.isoformat(), "reference": "T-1"},
        pressed.submitted,
    ),
    _do(
        "pressReleaseAcceptFirstContact",
        "AcceptPressReleaseFirstContact",
        "submitted_release",
        as_called(calls.reason),
        pressed.contacted,
    ),
    _do(
        "pressReleaseAuthorise",
        "AuthorisePressRelease",
        "submitted_release",
        as_called(calls.agency),
        pressed.submitted,
    ),
    _do(
        "pressReleaseChangeDate",
        "ChangePressReleaseDate",
        "submitted_release",
        lambda it: id_of(it) | {"releaseOn": day(7)},
        pressed.submitted,
    ),
    _do(
        "pressReleaseAnswer",
        "AnswerPressRelease",
        "discussed_release",
        lambda it: as_called(calls.sha)(it) | {"kind": "ACCEPT_EDITS"},
        pressed.returned,
    ),
    _do(
        "pressReleaseWithdraw",
        "WithdrawPressRelease",
        "submitted_release",
        id_of,
        pressed.submitted,
    ),
    _do(
        "pressReleaseUndoWithdrawal",
        "UndoPressReleaseWithdrawal",
        "release",
        id_of,
        pressed.withdrawn,
    ),
    _do(
        "pressReleaseReportPublished",
        "ReportPressReleasePublished",
        "release",
        id_of,
        pressed.approved,
    ),
    _do(
        "pressCommentAdd",
        "AddPressComment",
        "taken_release",
        as_called(calls.a_comment),
        pressed.held,
    ),
    _do(
        "pressCommentUpdate",
        "UpdatePressComment",
        "discussed_release",
        lambda it: of_comment(it) | {"text": "Which ones?"},
        pressed.commented,
    ),
    _do(
        "pressCommentDelete",
        "DeletePressComment",
        "discussed_release",
        of_comment,
        pressed.commented,
    ),
    _do(
        "pressCommentReply",
        "ReplyToPressComment",
        "discussed_release",
        lambda it: of_comment(it) | {"text": "These."},
        pressed.discussed,
    ),
    _do(
        "pressCommentResolve",
        "ResolvePressComment",
        "discussed_release",
        lambda it: of_comment(it) | {"issue": "FIXED"},
        pressed.commented,
    ),
    _do(
        "pressReleaseAnswerAsStakeholder",
        "AnswerAsStakeholder",
        "asked_release",
        as_called(calls.answer),
        pressed.asked,
    ),
    _do(
        "pressReleaseDelegateStakeholder",
        "DelegateStakeholder",
        "asked_release",
        as_called(calls.passing),
        pressed.asked,
    ),
    _do(
        "pressReleaseRefuseAsStakeholder",
        "RefuseAsStakeholder",
        "asked_release",
        as_called(calls.without_word),
        pressed.asked,
    ),
    do("pressReleaseMakeAnnotatedDraft", "MakeAnnotatedDraft", "discussed_release", id_of),
    do("pressReleaseMakeRedline", "MakeRedline", "discussed_release", id_of),
    do("pressReleaseMakeRecord", "MakeRecord", "discussed_release", id_of),
    do(
        "pressAbsenceSet",
        "SetPressAbsence",
        "taken_release",
        lambda it: {
            "substitute": it.facts.get("substitute", "somebody"),
            "endsAt": f"{day(2)}T00:00:00Z",
        },
        fresh=calls.fresh(pressed.among_colleagues),
        about_nothing=True,
    ),
    do(
        "pressAbsenceEnd",
        "EndPressAbsence",
        "release",
        lambda it: {},
        fresh=calls.fresh(pressed.away),
        about_nothing=True,
    ),
    Ask(
        "Query.pressReleaseWork",
        "ListPressReleaseWork",
        "submitted_release",
        lambda it: {"first": 100},
        about_nothing=True,
    ),
    Ask(
        "Query.pressReleaseActivity",
        "ListPressActivity",
        "release",
        lambda it: {"first": 100, "object": gid(it.name)},
    ),
    *(
        Ask(f"Query.{root}", row, "release", lambda it: {}, anything, about_nothing=True)
        for root, row in (
            ("pressReleaseFigures", "ListPressWeeklyFigures"),
            ("pressReleaseRepresentatives", "ListRepresentatives"),
            ("pressReleaseStakeholders", "ListStakeholders"),
        )
    ),
    Ask(
        "Query.pressReleaseCalendar",
        "ListPlannedReleases",
        "release",
        lambda it: {"from": day(0), "until": day(12)},
        anything,
        about_nothing=True,
    ),
    Ask(
        "Query.pressReleaseLetterPreview",
        "PreviewPressLetter",
        "taken_release",
        lambda it: {"pressRelease": gid(it.name), "kind": "CHANGES"},
        anything,
    ),
]
