"""What holds of everything stored, whoever called whatever: docs/rules.md#reviewing."""

from collections import Counter, defaultdict
from datetime import timedelta

OPEN = {"DRAFT", "SUBMITTED", "IN_REVIEW", "NEEDS_INFO"}
SEEN = OPEN - {"DRAFT"} | {"APPROVED", "DECLINED", "WITHDRAWN", "EXPIRED"}
MOVES = {
    "started": {("", "DRAFT")},
    "submitted": {("DRAFT", "SUBMITTED")},
    "taken": {("SUBMITTED", "IN_REVIEW")},
    "released": {("IN_REVIEW", "SUBMITTED")},
    "handed_over": {("IN_REVIEW", "IN_REVIEW"), ("NEEDS_INFO", "NEEDS_INFO")},
    "asked": {("IN_REVIEW", "NEEDS_INFO")},
    "answered": {("NEEDS_INFO", "IN_REVIEW")},
    "expired": {("NEEDS_INFO", "EXPIRED")},
    "reopened": {("EXPIRED", "NEEDS_INFO")},
    "signed": {("IN_REVIEW", "IN_REVIEW")},
    "approved": {("IN_REVIEW", "APPROVED")},
    "declined": {("IN_REVIEW", "DECLINED")},
    "withdrawn": {(state, "WITHDRAWN") for state in OPEN},
    "noted": {(state, state) for state in SEEN},
}
FOR_STAFF = {"signed", "released", "handed_over", "noted"}
OF_REVIEWERS = FOR_STAFF | {"taken", "asked", "approved", "declined"}
INVITATIONS = {
    "": {"ISSUED"},
    "ISSUED": {"REDEEMED", "CONFIRMED", "EXPIRED", "SUPERSEDED", "REVOKED"},
    "REDEEMED": {"CONFIRMED", "REVOKED"},
    "EXPIRED": {"SUPERSEDED", "REVOKED"},
}
MEMBERSHIPS = {
    "": {"GRANTED"},
    "GRANTED": {"ACTIVE", "REMOVED"},
    "ACTIVE": {"SUSPENDED", "LEFT"},
    "SUSPENDED": {"ACTIVE", "REMOVED"},
    # One who was in the programme applies again.
    "REMOVED": {"GRANTED"},
    "LEFT": {"GRANTED"},
}
# One that rests on another goes where that goes, and one report may both grant and link it.
EXTENDED = {
    "": {"GRANTED", "ACTIVE"},
    "GRANTED": {"ACTIVE", "SUSPENDED", "REMOVED", "LEFT"},
    "ACTIVE": {"SUSPENDED", "LEFT"},
    "SUSPENDED": {"ACTIVE", "REMOVED", "LEFT"},
    "REMOVED": {"GRANTED", "ACTIVE"},
    "LEFT": {"GRANTED", "ACTIVE"},
}
EXTENSIONS = {
    "": {"ACCOUNT_OPENING"},
    "ACCOUNT_OPENING": {"SELLER_VERIFICATION", "CANCELLED", "ENDED"},
    "SELLER_VERIFICATION": {"APPROVED_UNLINKED", "REFUSED", "CANCELLED", "ENDED"},
    "APPROVED_UNLINKED": {"LINKED", "ENDED"},
    "LINKED": {"LINKED", "ENDED"},
}
WAIT = timedelta(days=90)


async def kept(stored):
    """All that the laws are about, by id."""
    events = Counter()
    async for event in stored.events.find({}, {"type": 1, "resource": 1}):
        events[event["resource"], event["type"]] += 1
    activity = defaultdict(list)
    async for line in stored.activity.find():
        activity[line["resource"]].append(line)
    return {
        "applications": {it["_id"]: it async for it in stored.applications.find()},
        "invitations": {it["_id"]: it async for it in stored.invitations.find()},
        "makers": {it["_id"]: it async for it in stored.makers.find()},
        "region_extensions": {it["_id"]: it async for it in stored.region_extensions.find()},
        "events": events,
        "activity": activity,
    }


def ensure_all(before, after, now, wrote):
    """Fails for whatever is not as it must be, where these accounts wrote in each application."""
    for name, application in after["applications"].items():
        ensure_parts(application, wrote.get(f"applications/{name}", set()))
        ensure_history(before["applications"].get(name), application)
        ensure_told(name, application, after["events"])
        ensure_sum(application)
    ensure_one_open(after["applications"].values())
    ensure_waited(after["applications"].values())
    ensure_nobody_overdue_decided(after["applications"].values())
    ensure_invitations(before["invitations"], after["invitations"], now)
    ensure_memberships(before["makers"], after["makers"])
    ensure_extensions(before["region_extensions"], after["region_extensions"])


def ensure_history(before, after):
    """The timeline only grows, and by moves that there are."""
    earlier = before["timeline"] if before else []
    assert after["timeline"][: len(earlier)] == earlier, "the timeline was rewritten"
    state, moment = "", None
    for entry in after["timeline"]:
        move = (state, entry["state"])
        assert move in MOVES[entry["action"]], f"{entry['action']}: {move}"
        assert moment is None or entry["moment"] >= moment
        assert (entry["actor"] is None) == (entry["action"] == "expired")
        state, moment = entry["state"], entry["moment"]
    assert before is None or before["notes"] == after["notes"][: len(before["notes"])]


def ensure_told(name, application, events):
    """Every entry was told once."""
    told = Counter(entry["action"] for entry in application["timeline"])
    for action in MOVES:
        assert events[f"applications/{name}", f"application.{action}"] == told[action], action


def ensure_parts(application, wrote):
    """Who wrote in it for its maker had a part in it, told by the timeline or not, for ever."""
    assert set(application["applicants"]) == {application["subject"], *wrote}
    for staff in ("reviewer", "first_signature"):
        subject = (application[staff] or {}).get("subject")
        assert subject not in application["applicants"], f"{staff}: {subject} had a part"


def ensure_sum(application):
    """What is stored is what the timeline adds up to."""
    timeline = application["timeline"]
    reviewer, signer, approvers = None, None, []
    applicants = {application["subject"]}
    for entry in timeline:
        actor = entry["actor"] and entry["actor"]["subject"]
        if entry["action"] in OF_REVIEWERS:
            assert entry["actor"]["role"] in ("reviewer", "support", "admin")
            assert actor not in applicants, f"{entry['action']} by an applicant"
        elif actor:
            applicants.add(actor)
        match entry["action"]:
            case "taken":
                reviewer = actor
            case "released":
                reviewer = None
            case "handed_over":
                reviewer = entry["colleague"]["subject"]
            case "signed":
                signer = actor
                approvers.append(actor)
            case "answered":
                # What was signed has changed.
                signer, approvers = None, []
            case "approved":
                approvers.append(actor)
    actions = Counter(entry["action"] for entry in timeline)
    assert application["state"] == timeline[-1]["state"]
    assert (application["reviewer"] or {}).get("subject") == reviewer
    assert reviewer not in applicants
    assert (application["first_signature"] or {}).get("subject") == signer
    assert application["open"] == (application["state"] in OPEN)
    assert (application["ended"] is None) == application["open"]
    assert len(application["information_requests"]) == actions["asked"]
    assert actions["noted"] <= len(application["notes"])
    assert actions["reopened"] <= 1
    is_approved = application["state"] == "APPROVED"
    assert bool(application["invitation"]) == is_approved
    assert is_approved == (actions["approved"] == 1)
    if is_approved and "CASE_BY_CASE" in application["flags"]:
        assert len(set(approvers)) == 2
    for request in application["information_requests"][:-1]:
        assert request["answered"] is not None
    is_asked = application["state"] == "NEEDS_INFO"
    assert (application["due"] is not None) == is_asked
    waits_for_us = application["state"] in ("SUBMITTED", "IN_REVIEW")
    assert (application["answer_due"] is not None) == waits_for_us


def ensure_one_open(applications):
    """One address has one open application in a region, however it is written."""
    places = [(it["email"].casefold(), it["region"]) for it in applications if it["state"] in OPEN]
    assert len(places) == len(set(places))


def ensure_waited(applications):
    """Nobody hands in again before the time after a decline is over."""
    applications = list(applications)
    for declined in (it for it in applications if it["state"] == "DECLINED"):
        since = declined["timeline"][-1 - _notes_at_the_end(declined)]["moment"]
        for other in applications:
            is_same = other["subject"] == declined["subject"] or (
                other["email"].casefold() == declined["email"].casefold()
            )
            if other is declined or other["region"] != declined["region"] or not is_same:
                continue
            for entry in other["timeline"]:
                if entry["action"] in ("submitted", "reopened"):
                    assert not since < entry["moment"] < since + WAIT, entry["action"]


def ensure_nobody_overdue_decided(applications):
    """What was answered was answered in time."""
    for application in applications:
        for request in application["information_requests"]:
            if request["answered"] is not None:
                assert request["answered"] <= request["due"]


def ensure_invitations(before, after, now):
    """An invitation moves as it may, and an application has one that lives."""
    for name, invitation in after.items():
        earlier = before[name]["state"] if name in before else ""
        moved = invitation["state"]
        assert moved == earlier or moved in INVITATIONS.get(earlier, ()), (earlier, moved)
    living = Counter(
        it["application"] for it in after.values() if it["state"] in ("ISSUED", "REDEEMED")
    )
    assert all(number == 1 for number in living.values())


def ensure_memberships(before, after):
    """A membership moves as it may, and one that rests on another is never ahead of it."""
    for name, maker in after.items():
        earlier = {it["region"]: it["state"] for it in before.get(name, {}).get("memberships", ())}
        states = {it["region"]: it["state"] for it in maker["memberships"]}
        assert len(states) == len(maker["memberships"])
        for held in maker["memberships"]:
            region, state = held["region"], held["state"]
            moves = EXTENDED if held.get("extended_from") else MEMBERSHIPS
            was = earlier.get(region, "")
            assert state == was or state in moves[was], (region, was, state)
            if state == "ACTIVE" and held.get("extended_from"):
                assert states[held["extended_from"]] == "ACTIVE"


def ensure_extensions(before, after):
    """An extension's history only grows, and by moves that there are."""
    for name, extension in after.items():
        earlier = before[name]["timeline"] if name in before else []
        assert extension["timeline"][: len(earlier)] == earlier
        state = ""
        for entry in extension["timeline"]:
            assert entry["state"] in EXTENSIONS.get(state, ()), (state, entry["state"])
            state = entry["state"]
        assert extension["state"] == state


def ensure_shown(application, who, is_staff):
    """An answer tells nobody but staff, who had no part in it, what is the staff's own."""
    if is_staff:
        return
    assert not application.notes
    assert not application.flags
    assert not application.HasField("first_signature")
    assert {entry.action for entry in application.timeline}.isdisjoint(FOR_STAFF)
    actors = [entry.actor for entry in application.timeline]
    actors += [application.reviewer, *(it.reviewer for it in application.information_requests)]
    assert {actor.subject for actor in actors} <= {"", who.subject}


def _notes_at_the_end(application):
    count = 0
    for entry in reversed(application["timeline"]):
        if entry["action"] != "noted":
            break
        count += 1
    return count
