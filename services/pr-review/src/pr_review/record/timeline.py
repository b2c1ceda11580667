"""A timeline as a file, with all that is needed to check its chain by oneself."""

import json

from pr_review.domain.release import PressRelease
from pr_review.domain.release.chain import facts


def to_json(release: PressRelease) -> bytes:
    """Each entry with the facts that its hash is about, and the hash kept at the release."""
    entries, previous = [], ""
    for entry in release.timeline:
        entries.append({**facts(entry, release.id, previous), "hash": entry.hash})
        previous = entry.hash
    told = {"timeline_hash": release.timeline_hash, "timeline": entries}
    return json.dumps(told, ensure_ascii=False, indent=1).encode()
