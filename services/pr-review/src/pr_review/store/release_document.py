"""Press releases as documents. What an earlier release wrote lacks the newer fields."""

from dataclasses import replace
from typing import Any

from chassis.mongo import Document
from pr_review.domain.release import (
    PressRelease,
    TimelineEntry,
)
from pr_review.store.codec import decoded, encoded


def to_document(release: PressRelease) -> Document:
    """All of a press release, with what is looked for besides."""
    kept: Document = encoded(release)
    kept["_id"] = kept.pop("id")
    del kept["granted"], kept["memberships"]
    kept["timeline"] = [_from_entry(entry) for entry in release.timeline]
    return {**kept, **looked_for(release)}


def from_document(document: Document) -> PressRelease:
    """The press release in a document."""
    known: dict[str, Any] = {**document, "id": document["_id"], "timeline": ()}
    known.setdefault("drafts", [known["draft"]] if known.get("draft") else [])
    known.setdefault("received", document["submitted"])
    timeline = tuple(_to_entry(entry) for entry in document["timeline"])
    return replace(decoded(PressRelease, known), timeline=timeline)


def looked_for(release: PressRelease) -> Document:
    """What follows from the rest and is kept besides, for queries and their indexes."""
    waiting_for = release.waiting_for
    return {
        "files": sorted(files_of(release)),
        "asked": sorted(release.asked),
        "awaited": sorted(it.who.subject for it in release.open_questions),
        "filer": release.filer,
        "first_verdict": release.dates[0].notice.verdict.value if release.dates else None,
        "due": release.due,
        "next_due": release.next_due,
        "waiting_for": waiting_for and waiting_for.value,
        "waiting_since": release.waiting_since,
        "parties": sorted(release.parties),
        "round": release.round,
    }


def files_of(release: PressRelease) -> set[str]:
    """The ids of the files whose bytes it needs."""
    held = {file for it in release.drafts for file in (it.file_id, it.reading_id, it.html_id)}
    held |= {it.file_id for it in release.edited_copies}
    approvals = [*release.past_approvals, release.approval]
    approvals.append(release.withdrawal.approval if release.withdrawal else None)
    return (held | {it.file_id for it in approvals if it is not None}) - {""}


def _from_entry(entry: TimelineEntry) -> Document:
    rest = encoded(entry)
    occasion = rest.pop("occasion")
    return {
        "occurred": occasion["moment"],
        "actor": occasion["actor"],
        "rule_version": occasion["rule_version"],
        **rest,
    }


def _to_entry(document: Document) -> TimelineEntry:
    occasion = {
        "actor": document["actor"],
        "moment": document["occurred"],
        "rule_version": document["rule_version"],
    }
    return decoded(TimelineEntry, {**document, "occasion": occasion})
