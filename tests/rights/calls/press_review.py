"""How the review of press releases is called."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from tests.rights import pressed
from tests.rights.calls.way import LONG, Call, Fields, anything, name, nothing, page
from tests.rights.things import FIRST_CONTACT, Make, Thing
from tests.rights.world import EDITS, World


def fresh(make: Callable[..., object]) -> Callable[[World], Make]:
    """What makes a press release in a certain place for each caller."""
    return lambda world: partial(make, world)  # type: ignore[return-value]


def in_days(days: int) -> dict[str, int]:
    return {"seconds": int((datetime.now(UTC) + timedelta(days=days)).timestamp())}


def sha(it: Thing) -> Fields:
    return {"name": it.name, "sha256": it.facts["sha256"]}


def words(it: Thing) -> Fields:
    return sha(it) | {"words": "Please see our letter."}


def edits(it: Thing) -> Fields:
    return sha(it) | {"file_name": "edits.docx", "content": EDITS}


def reason(it: Thing) -> Fields:
    return {"name": it.name, "reason": "It has to be."}


def first_contact(it: Thing) -> Fields:
    return {"name": it.name, "first_contact_time": FIRST_CONTACT, "reference": "T-1"}


def agency(it: Thing) -> Fields:
    return {"name": it.name, "agency": "Loud & Clear", "reference": "T-2"}


def colleague(it: Thing) -> Fields:
    return {"name": it.name, "representative": it.facts.get("colleague", "somebody")}


def a_colleague(it: Thing) -> Fields:
    return {"representative": it.facts.get("colleague", "somebody")}


def away(it: Thing) -> Fields:
    return {"substitute": it.facts.get("substitute", "somebody"), "end_time": in_days(7)}


def done_to(it: Thing) -> Fields:
    return {"resource": it.name, "page_size": 100}


def exception(it: Thing) -> Fields:
    return {"name": it.name, "exception": "1", "granted": True}


def about(it: Thing) -> Fields:
    return {"press_release": it.name}


def a_comment(it: Thing) -> Fields:
    return about(it) | {"sha256": it.facts["sha256"], "block": "b1", "text": "Which dogs?"}


def comment(it: Thing) -> Fields:
    return {"name": f"{it.name}/comments/{it.facts['comment']}"}


def saying(it: Thing) -> Fields:
    return comment(it) | {"text": "Which ones?"}


def a_stakeholder(it: Thing) -> Fields:
    who = it.facts.get("who", "somebody")
    return about(it) | {"who": who, "area": "BRAND", "need": "OPTIONAL"}


def question(it: Thing) -> Fields:
    return about(it) | {"stakeholder": pressed.QUESTION}


def answer(it: Thing) -> Fields:
    return question(it) | {"sha256": it.facts["sha256"], "verdict": "OK"}


def passing(it: Thing) -> Fields:
    return question(it) | {"who": it.facts.get("other", "somebody")}


def without_word(it: Thing) -> Fields:
    return question(it) | {"reason": "It concerns others."}


def letter(it: Thing) -> Fields:
    return about(it) | {"kind": "CHANGES", "words": "See below."}


# With what the team does something, to what, and a request that is wrong in itself.
TEAMS_OWN: list[tuple[str, str, Callable[[Thing], Fields], Callable[..., object], Fields]] = [
    ("AssignPressRelease", "submitted_release", name, pressed.submitted, {"representative": "?"}),
    ("HandOverPressRelease", "taken_release", colleague, pressed.held, {"note": LONG}),
    ("ReleasePressRelease", "taken_release", name, pressed.held, {"note": LONG}),
    ("UploadEdits", "taken_release", edits, pressed.held, {"file_name": "edits.pdf"}),
    ("RequestPressReleaseChanges", "taken_release", words, pressed.held, {"words": ""}),
    (
        "DeclinePressRelease",
        "taken_release",
        lambda it: words(it) | {"reason": "NOT_ACCURATE"},
        pressed.held,
        {"sha256": "x"},
    ),
    ("MarkPressReleaseNotNeeded", "taken_release", words, pressed.held, {"sha256": "0" * 64}),
    ("ReopenPressRelease", "release", reason, pressed.declined, {"reason": ""}),
    ("DecidePressReleaseException", "taken_release", exception, pressed.hurried, {"words": LONG}),
    ("AddStakeholder", "asked_release", a_stakeholder, pressed.asked, {"question": LONG}),
    ("WaiveStakeholder", "asked_release", without_word, pressed.asked, {"reason": ""}),
]

PRESS_REVIEW = [
    *(
        Call(method, thing, fields, fresh=fresh(make), shown=anything)
        for method, thing, fields, make, _ in TEAMS_OWN
    ),
    *(
        Call(f"{method}: a draft", "draft_release", fields, broken=[lambda it, wrong=wrong: wrong])
        for method, _, fields, _, wrong in TEAMS_OWN
    ),
    Call(
        "RecordPressReleaseFirstContact",
        "submitted_release",
        first_contact,
        fresh=fresh(pressed.submitted),
    ),
    Call(
        "RecordPressReleaseFirstContact: a draft",
        "draft_release",
        first_contact,
        broken=[lambda it: {"reference": ""}],
    ),
    Call(
        "AcceptPressReleaseFirstContact",
        "submitted_release",
        reason,
        fresh=fresh(pressed.contacted),
    ),
    Call("AcceptPressReleaseFirstContact: a draft", "draft_release", reason),
    Call("AuthorisePressRelease", "submitted_release", agency, fresh=fresh(pressed.submitted)),
    Call(
        "AuthorisePressRelease: a draft",
        "draft_release",
        agency,
        fresh=fresh(pressed.drafted),
        broken=[lambda it: {"agency": ""}],
    ),
    Call(
        "ChangePressReleaseDate",
        "submitted_release",
        lambda it: {"name": it.name, "release_date": pressed.a_day(7)},
        fresh=fresh(pressed.submitted),
        broken=[lambda it: {"time_zone": "EST"}, lambda it: {"etag": "stale"}],
    ),
    Call(
        "AnswerPressRelease",
        "discussed_release",
        lambda it: sha(it) | {"kind": "ACCEPT_EDITS"},
        fresh=fresh(pressed.returned),
        broken=[lambda it: {"sha256": "0" * 64}, lambda it: {"text": LONG + "x"}],
    ),
    Call(
        "WithdrawPressRelease",
        "submitted_release",
        name,
        fresh=fresh(pressed.submitted),
        broken=[lambda it: {"reason": LONG}],
    ),
    Call("UndoPressReleaseWithdrawal", "release", name, fresh=fresh(pressed.withdrawn)),
    Call(
        "ReportPressReleasePublished",
        "release",
        name,
        fresh=fresh(pressed.approved),
        broken=[lambda it: {"publish_time": in_days(3)}, lambda it: {"uri": "javascript:0"}],
    ),
    Call("ListPressComments", "discussed_release", about),
    Call("ListPressComments: on a draft", "draft_release", about, shown=anything),
    Call(
        "BatchListPressComments",
        "discussed_release",
        lambda it: {"press_releases": [it.name]},
    ),
    Call(
        "AddPressComment",
        "taken_release",
        a_comment,
        fresh=fresh(pressed.held),
        broken=[lambda it: {"sha256": "0" * 64}, lambda it: {"block": "b999"}],
    ),
    Call("AddPressComment: on a draft", "draft_release", a_comment),
    Call(
        "AddPressComment: of one asked about",
        "asked_release",
        a_comment,
        fresh=fresh(pressed.asked),
    ),
    Call(
        "UpdatePressComment",
        "discussed_release",
        saying,
        fresh=fresh(pressed.commented),
        broken=[lambda it: {"etag": "stale"}, lambda it: {"text": ""}],
    ),
    Call(
        "DeletePressComment",
        "discussed_release",
        comment,
        shown=anything,
        fresh=fresh(pressed.commented),
    ),
    Call("ReplyToPressComment", "discussed_release", saying, fresh=fresh(pressed.discussed)),
    Call(
        "ResolvePressComment",
        "discussed_release",
        lambda it: comment(it) | {"issue": "FIXED"},
        fresh=fresh(pressed.commented),
    ),
    Call("AnswerAsStakeholder", "asked_release", answer, fresh=fresh(pressed.asked)),
    Call(
        "AnswerAsStakeholder: of others",
        "taken_release",
        answer,
        broken=[lambda it: {"verdict": "VETO"}, lambda it: {"sha256": "0" * 64}],
    ),
    Call("DelegateStakeholder", "asked_release", passing, fresh=fresh(pressed.asked)),
    Call("RefuseAsStakeholder", "asked_release", without_word, fresh=fresh(pressed.asked)),
    Call("GetDraftReading", "discussed_release", about),
    Call("GetDraftReading: of a draft", "draft_release", about),
    Call(
        "CompareDrafts",
        "discussed_release",
        about,
        shown=anything,
        broken=[lambda it: {"from_number": 7}],
    ),
    Call("MakeAnnotatedDraft", "discussed_release", about, shown=anything),
    Call("MakeRedline", "discussed_release", about, shown=anything),
    Call("MakeRecord", "discussed_release", about, shown=anything),
    Call("MakeRecord: of a draft", "draft_release", about, shown=anything),
    Call(
        "DownloadWordFile",
        "discussed_release",
        lambda it: about(it) | {"id": it.facts["file"]},
        shown=anything,
    ),
    Call("ListPressReleaseWork", "submitted_release", page, about_nothing=True),
    Call("CountPressReleaseWork", "release", nothing, shown=anything, about_nothing=True),
    Call("ListPressActivity", "release", done_to),
    Call("ListPressActivity: of a draft", "draft_release", done_to),
    Call("ListPressWeeklyFigures", "release", nothing, shown=anything, about_nothing=True),
    Call(
        "ListPlannedReleases",
        "release",
        lambda it: {"start_date": pressed.a_day(0), "end_date": pressed.a_day(12)},
        about_nothing=True,
    ),
    Call("ListRepresentatives", "release", nothing, shown=anything, about_nothing=True),
    Call("ListStakeholders", "release", nothing, shown=anything, about_nothing=True),
    *(
        Call(row, "release", fields, shown=anything, fresh=fresh(make), about_nothing=True)
        for row, fields, make in (
            ("SetPressAbsence", away, pressed.among_colleagues),
            (
                "SetPressAbsence: of a colleague",
                lambda it: away(it) | a_colleague(it),
                pressed.among_colleagues,
            ),
            ("EndPressAbsence", nothing, pressed.away),
            ("EndPressAbsence: of a colleague", a_colleague, pressed.with_one_away),
        )
    ),
    Call("PreviewPressLetter", "taken_release", letter, shown=anything),
    Call("PreviewPressLetter: a draft", "draft_release", letter),
]
