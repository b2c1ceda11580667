"""Who may do what, and that it is told: more of what holds of everything stored."""

from collections import Counter

DECIDING = {"signed", "approved", "declined", "asked"}
KEEPING = {"released", "handed_over"}
APPLYING = {"answered", "reopened", "withdrawn"}
OF_EXTENSIONS = {
    "ACCOUNT_OPENING": "started",
    "SELLER_VERIFICATION": "registered",
    "APPROVED_UNLINKED": "approved",
    "LINKED": "linked",
    "REFUSED": "refused",
    "CANCELLED": "cancelled",
    "ENDED": "ended",
}
OVER = {"REFUSED", "CANCELLED", "ENDED"}


def ensure_all(before, after, granted):
    """Fails for whoever did what was another's, where `granted` are pairs of maker and partner."""
    for name, application in after["applications"].items():
        ensure_holder_acted(application)
        ensure_acted_for(before["applications"].get(name), application, granted)
        told = [(entry["action"], entry) for entry in application["timeline"]]
        ensure_in_activity(f"applications/{name}", "application", told, after["activity"])
    for name, extension in after["region_extensions"].items():
        told = [
            ("country_opened" if entry["country"] else OF_EXTENSIONS[entry["state"]], entry)
            for entry in extension["timeline"]
        ]
        ensure_in_activity(f"regionExtensions/{name}", "region_extension", told, after["activity"])
        ensure_one_way(extension, after)
    for invitation in after["invitations"].values():
        assert invitation["redeemed"] is None or invitation["redeemed"] <= invitation["expires"]


def ensure_holder_acted(application):
    """Who took it goes on with it, another signs second, and neither acts for the maker."""
    holder = signer = None
    for entry in application["timeline"]:
        actor = entry["actor"] and entry["actor"]["subject"]
        action, said = entry["action"], f"{entry['action']} by {actor}, held by {holder}"
        if action in DECIDING:
            if signer is None or action == "asked":
                assert actor == holder, said
            assert action != "approved" or actor != signer, said
            assert entry["actor"]["role"] == "reviewer", said
        elif action in KEEPING:
            assert actor == holder or entry["actor"]["role"] == "admin", said
        elif action in APPLYING:
            assert actor not in {holder, signer} - {None}, said
        match action:
            case "taken":
                holder = actor
            case "released":
                holder = None
            case "handed_over":
                holder = entry["colleague"]["subject"]
            case "signed":
                signer = actor
            case "answered":
                signer = None


def ensure_acted_for(before, after, granted):
    """Whoever acted for a maker just now was the maker, or a partner that it lets act."""
    earlier = before or {"timeline": [], "writers": []}
    owner = after["subject"]
    acted = {
        (entry["actor"]["subject"], entry["actor"]["role"])
        for entry in after["timeline"][len(earlier["timeline"]) :]
        if entry["action"] in {"started", "submitted", *APPLYING}
    }
    acted |= {(subject, "") for subject in set(after["writers"]) - set(earlier["writers"])}
    for subject, role in acted:
        is_own = subject == owner
        assert is_own or (owner, subject) in granted, f"{subject} acted for {owner}"
        assert role in ("", "maker" if is_own else "partner")


def ensure_in_activity(resource, kind, told, activity):
    """Each entry of a timeline is a line of the activity, and the other way round."""
    lines = Counter(
        (it["action"], it["occurred"], _who(it["actor"]), it["states"][""], it["rule_version"])
        for it in activity.get(resource, ())
        if it["action"].partition(".")[2] in {action for action, _ in told}
    )
    assert lines == Counter(
        (f"{kind}.{action}", it["moment"], _who(it["actor"]), it["state"], it["rule_version"])
        for action, it in told
    ), "the activity says otherwise than the timeline"


def ensure_one_way(extension, after):
    """There is one way into a region at a time: an extension, or an application."""
    if extension["state"] in OVER:
        return
    maker, region = extension["maker"], extension["region"]
    for application in after["applications"].values():
        place = application["maker"], application["region"], application["open"]
        assert place != (maker, region, True), "an application beside an extension"
    live = [it for it in after["region_extensions"].values() if it["state"] not in OVER]
    assert [it["region"] for it in live if it["maker"] == maker].count(region) == 1
    for held in after["makers"][maker]["memberships"]:
        if held["region"] == region and not held.get("extended_from"):
            assert held["state"] in ("REMOVED", "LEFT"), "a membership beside an extension"


def _who(actor):
    return actor and (actor["subject"], actor["role"])
