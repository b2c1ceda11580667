"""The chain of a timeline: each entry's hash is about what it says and about the entry before.

Whoever changes, takes out, adds or moves an entry afterwards has to reckon all later hashes anew,
and the newest is also kept at the press release. docs/rules.md has the form for everybody.
"""

import json
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from chassis import actors
from pr_review.domain.release.record import Record
from pr_review.domain.release.states import TimelineEntry

FORM = 1
"""Of the facts below. With another form the hashes of what is kept stay as they are."""


def facts(entry: TimelineEntry, release_id: str, previous: str) -> dict[str, Any]:
    """What an entry's hash is about; `previous` is the hash of the entry before, empty for none."""
    return {
        "action": entry.action.value,
        "actor": actors.to_document(entry.occasion.actor),
        "colleague": actors.to_document(entry.colleague),
        "draft_number": entry.draft_number,
        "form": FORM,
        "moment": _moment(entry.occasion.moment),
        "number": entry.number,
        "press_release": release_id,
        "previous": previous,
        "reason": entry.reason,
        "release_on": entry.release_on.isoformat() if entry.release_on else None,
        "rule_version": entry.occasion.rule_version,
        "state": entry.state.value,
        "text": entry.text,
    }


def hash_of(known: dict[str, Any]) -> str:
    """The SHA-256 of facts, written as RFC 8785 has it: sorted, without spaces, in UTF-8."""
    written = json.dumps(known, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(written.encode()).hexdigest()


def chained(entry: TimelineEntry, release: Record) -> TimelineEntry:
    """The entry as the next one of a press release."""
    numbered = replace(entry, number=len(release.timeline) + 1)
    return replace(numbered, hash=hash_of(facts(numbered, release.id, _previous(release.timeline))))


def first_broken(release: Record) -> int | None:
    """The number of the first entry that does not hold, one beyond the last if there is one
    missing; None if all do.

    What was written before there were hashes is taken as it is: the chain begins with the first
    entry that has one.
    """
    previous = ""
    for number, entry in enumerate(release.timeline, start=1):
        if not entry.hash and not previous:
            continue
        held = entry.number == number and entry.hash == hash_of(facts(entry, release.id, previous))
        if not held:
            return number
        previous = entry.hash
    return None if release.timeline_hash == previous else len(release.timeline) + 1


def _previous(timeline: tuple[TimelineEntry, ...]) -> str:
    return timeline[-1].hash if timeline else ""


def _moment(moment: datetime) -> str:
    # Of what is shorter than a millisecond the database keeps nothing.
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")
