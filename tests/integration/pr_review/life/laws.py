"""What holds of every press release stored, whoever called whatever: docs/rules.md."""

from collections import Counter, defaultdict
from itertools import pairwise

UNDECIDED = {"SUBMITTED", "IN_REVIEW", "CHANGES_REQUESTED"}
HELD = {"IN_REVIEW", "CHANGES_REQUESTED"}
STATES = UNDECIDED | {
    "DRAFT", "APPROVED", "DECLINED", "NOT_NEEDED", "PUBLISHED", "PUBLISHED_WITHOUT_APPROVAL",
    "WITHDRAWN", "LAPSED",
}  # fmt: skip
OPEN = UNDECIDED | {"DRAFT", "APPROVED"}
DATED = UNDECIDED | {"APPROVED", "LAPSED"}


def _staying(states):
    return {(state, state) for state in states}


MOVES = {
    "started": {("", "DRAFT")},
    "changed": _staying({"DRAFT"}),
    "draft_uploaded": _staying(OPEN),
    "authorised": _staying(UNDECIDED | {"DRAFT"}),
    "first_contact_recorded": _staying(UNDECIDED | {"DRAFT"}),
    "first_contact_accepted": _staying(UNDECIDED),
    "submitted": {("DRAFT", "SUBMITTED")},
    "exception_asked": _staying(UNDECIDED | {"APPROVED"}),
    "exception_granted": _staying(UNDECIDED),
    "exception_refused": _staying(UNDECIDED),
    "exception_dropped": _staying(UNDECIDED | {"APPROVED"}),
    "taken": {("SUBMITTED", "IN_REVIEW")},
    "assigned": {("SUBMITTED", "IN_REVIEW")},
    "handed_over": _staying(HELD),
    "released": {("IN_REVIEW", "SUBMITTED")},
    "changes_requested": {("IN_REVIEW", "CHANGES_REQUESTED")},
    "answered": {("CHANGES_REQUESTED", "IN_REVIEW")},
    "date_changed": _staying(UNDECIDED | {"APPROVED"})
    | {("LAPSED", "SUBMITTED"), ("LAPSED", "IN_REVIEW")},
    "stakeholder_asked": _staying(HELD),
    "stakeholder_answered": _staying(HELD),
    "stakeholder_declined": _staying(HELD),
    "stakeholder_delegated": _staying(HELD),
    "stakeholder_waived": _staying(HELD),
    "approved": {("IN_REVIEW", "APPROVED")},
    "approval_voided": {("APPROVED", "IN_REVIEW")},
    "declined": {("IN_REVIEW", "DECLINED")},
    "not_needed": {("IN_REVIEW", "NOT_NEEDED")},
    "reopened": {(state, "IN_REVIEW") for state in ("APPROVED", "DECLINED", "NOT_NEEDED")},
    "withdrawn": {(state, "WITHDRAWN") for state in OPEN | {"LAPSED"}},
    "withdrawal_undone": {("WITHDRAWN", state) for state in OPEN | {"LAPSED"}},
    "lapsed": {(state, "LAPSED") for state in UNDECIDED},
    "published": {("APPROVED", "PUBLISHED")},
    "published_without_approval": {
        (state, "PUBLISHED_WITHOUT_APPROVAL")
        for state in STATES - {"DRAFT", "PUBLISHED", "PUBLISHED_WITHOUT_APPROVAL"}
    },
}
# Follows from another entry of the same call, which is the one that is told.
BESIDE = {"exception_asked", "exception_dropped", "approval_voided"}
DECIDING = {"changes_requested", "approved", "declined", "not_needed"}
OF_THE_TEAM = DECIDING | {"taken", "assigned", "handed_over", "released", "reopened"}
PASSING = {"OK", "OK_WITH_CONDITIONS", "NOT_RELEVANT"}
MAX_ROUNDS = 2


async def kept(stored):
    """All that the laws are about, by id."""
    events = Counter()
    async for event in stored.events.find({}, {"type": 1, "resource": 1}):
        events[event["resource"], event["type"]] += 1
    lines = defaultdict(list)
    async for line in stored.activity.find():
        lines[line["resource"]].append(line)
    comments = defaultdict(list)
    async for comment in stored.press_comments.find():
        comments[comment["release"]].append(comment)
    return {
        "releases": {it["_id"]: it async for it in stored.press_releases.find()},
        "comments": comments,
        "events": events,
        "activity": lines,
        "files": {it["_id"] async for it in stored["drafts.files"].find({}, {"_id": 1})},
        "readings": {it["_id"] async for it in stored["readings.files"].find({}, {"_id": 1})},
    }


def ensure_all(before, after, now):
    """Fails for whatever is not as it must be."""
    for name, release in after["releases"].items():
        earlier = before["releases"].get(name)
        ensure_history(earlier, release)
        ensure_told(f"pressReleases/{name}", release, after)
        ensure_sum(release)
        ensure_team(release)
        ensure_approval(release)
        ensure_drafts(earlier, release, after)
        ensure_nothing_late(earlier, release, now)
        ensure_just_approved(earlier, release, after["comments"][name])
    assert before["releases"].keys() <= after["releases"].keys(), "a press release is gone"


def ensure_history(before, after):
    """The timeline only grows, and by moves that there are."""
    earlier = before["timeline"] if before else []
    assert after["timeline"][: len(earlier)] == earlier, "the timeline was rewritten"
    state, back = "", ""
    for entry in after["timeline"]:
        move = (state, entry["state"])
        assert move in MOVES[entry["action"]], f"{entry['action']}: {move}"
        assert (entry["actor"] is None) == (entry["action"] == "lapsed"), entry
        if entry["action"] == "withdrawn":
            back = state
        if entry["action"] == "withdrawal_undone":
            assert entry["state"] == back, f"withdrawn from {back}, undone to {entry['state']}"
        state = entry["state"]
    moments = [entry["occurred"] for entry in after["timeline"]]
    assert all(one <= next for one, next in pairwise(moments)), "told in another order"


def ensure_told(name, release, after):
    """Every entry is an event and a line of the activity, but for what follows from another."""
    told = Counter(entry["action"] for entry in release["timeline"])
    lines = Counter(line["action"] for line in after["activity"][name])
    for action in MOVES.keys() - BESIDE - {"changed"}:
        type = f"press_release.{action}"
        assert after["events"][name, type] == told[action], f"{action} is no event"
        assert lines[type] == told[action], f"{action} is no activity"


def ensure_sum(release):
    """What is stored is what the timeline adds up to."""
    timeline = release["timeline"]
    told = Counter(entry["action"] for entry in timeline)
    holder = None
    for entry in timeline:
        match entry["action"]:
            case "taken":
                holder = entry["actor"]["subject"]
            case "assigned" | "handed_over":
                holder = entry["colleague"]["subject"]
            case "released":
                holder = None
    state = timeline[-1]["state"]
    assert release["state"] == state
    assert (release["representative"] or {}).get("subject") == holder
    assert (release["submitted"] is None) == (told["submitted"] == 0)
    assert told["submitted"] <= 1
    assert len(release["change_requests"]) == told["changes_requested"] <= MAX_ROUNDS
    assert told["answered"] < release["round"] <= told["changes_requested"] + 1
    assert len(release["stakeholders"]) == told["stakeholder_asked"]
    assert len(release["exceptions"]) == told["exception_asked"]
    # One that was withdrawn is kept with the withdrawal, which may be undone.
    kept = (release["approval"], (release["withdrawal"] or {}).get("approval"))
    approvals = len(release["past_approvals"]) + sum(it is not None for it in kept)
    assert approvals == told["approved"], "an approval is gone"
    waits_for_date = bool(release["exceptions"]) and release["exceptions"][-1]["state"] == "REFUSED"
    is_running = state in ("SUBMITTED", "IN_REVIEW") and not waits_for_date
    assert (release["answer_due"] is not None) == is_running
    if is_running or state == "CHANGES_REQUESTED":
        assert (release["answer_left"] is None) == is_running
    assert (release["ended"] is not None) == (state not in UNDECIDED | {"DRAFT"})
    assert (release["lapsed"] is not None) or state != "LAPSED"


def ensure_team(release):
    """Nobody reviews what they have a part in, and only who has it decides on it."""
    parties, holder = set(release["parties"]), None
    assert release["maker_subject"] in parties
    for entry in release["timeline"]:
        actor, action = entry["actor"], entry["action"]
        if action in OF_THE_TEAM:
            assert actor["subject"] not in parties, f"{action} by {actor['subject']}"
            assert actor["role"] in ("pr", "pr_lead"), f"{action} as {actor['role']}"
        is_override = action == "approved" and entry["text"]
        if action in DECIDING and not is_override:
            assert actor["subject"] == holder, f"{action} by {actor['subject']}, held by {holder}"
        if is_override:
            assert (actor["role"], actor["subject"] != holder) == ("pr_lead", True)
        match action:
            case "taken":
                holder = actor["subject"]
            case "assigned" | "handed_over":
                holder = entry["colleague"]["subject"]
                assert holder not in parties, "given to somebody with a part in it"
            case "released":
                holder = None
    for asked in release["stakeholders"]:
        assert asked["who"]["subject"] not in parties, "asked about their own"


def ensure_approval(release):
    """What is approved is these bytes on this day, and nothing stale."""
    approval = release["approval"]
    assert (approval is not None) == (release["state"] in ("APPROVED", "PUBLISHED")) or (
        release["state"] == "PUBLISHED_WITHOUT_APPROVAL"
    ), release["state"]
    if approval is None or release["state"] != "APPROVED":
        return
    form, exception = release["form"], (release["exceptions"] or [None])[-1]
    assert approval["sha256"] == release["drafts"][-1]["sha256"], "approved another text"
    assert (approval["release_on"], approval["time_zone"], approval["release_at"]) == (
        form["release_on"], form["time_zone"], form["release_at"]
    )  # fmt: skip
    assert approval["created"] < release["lapses"], "approved what had lapsed"
    verdict = release["notice"]["verdict"]
    if verdict != "ON_TIME":
        assert exception["state"] == "GRANTED", f"{verdict}: {exception['state']}"
    if verdict == "VERY_SHORT_NOTICE":
        granter = exception["decided_by"]
        assert granter["role"] == "pr_lead"
        assert granter["subject"] != approval["representative"]["subject"], "by one person alone"


def ensure_just_approved(before, after, comments):
    """At the moment of an approval nobody was left out, and nothing was open."""
    known = len(before["timeline"]) if before else 0
    new = [entry["action"] for entry in after["timeline"][known:]]
    if new != ["approved"] or after["approval"]["override_reason"]:
        return
    for asked in after["stakeholders"]:
        if asked["state"] == "WAIVED":
            continue
        is_veto = asked["verdict"] == "VETO" and asked["state"] == "ANSWERED"
        assert not is_veto, "approved against a veto"
        if asked["need"] == "REQUIRED":
            said = asked["state"], asked["verdict"] in PASSING
            assert said == ("ANSWERED", True), f"approved without a word: {said}"
    assert not [it for it in comments if it["status"] == "OPEN"], "approved with open issues"


def ensure_drafts(before, after, everything):
    """What was handed in stays, bytes and all, and what was read stays readable."""
    numbers = [draft["number"] for draft in after["drafts"]]
    assert numbers == sorted(set(numbers))
    if after["submitted"] is None:
        assert len(numbers) <= 1
    else:
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        held = (before or {}).get("drafts", []) if before and before["submitted"] else []
        kept = [(it["number"], it["sha256"], it["file_id"]) for it in after["drafts"]]
        assert kept[: len(held)] == [(it["number"], it["sha256"], it["file_id"]) for it in held]
    for draft in after["drafts"]:
        assert draft["file_id"] in everything["files"], "a draft has lost its bytes"
        assert draft["reading_id"] in everything["readings"], "a draft can't be read any more"


def ensure_nothing_late(before, after, now):
    """Past its release moment nothing is done to what was undecided but that it lapses."""
    if before is None or before["state"] not in UNDECIDED or before["lapses"] > now:
        return
    new = [entry["action"] for entry in after["timeline"][len(before["timeline"]) :]]
    assert not new or new[0] == "lapsed", f"{new[0]} of what had lapsed"
