"""What somebody typed, as it is told where its form is not on the page."""

from collections.abc import Mapping
from datetime import datetime

from console.words import told

_ZONE = "Zone"
# What forms send of what they are about. Nobody types it, and nobody could do anything with it.
_SENT_BY_FORMS = frozenset(
    {"sha256", "releaseOn", "releaseAt", "timeZone", "stakeholder", "exception", "invitation"}
    | {"object", "comment", "etag", "block", "start", "end", "number", "draftNumber"}
)
# Fields whose values are chosen, and which only then are codes.
_CHOSEN = frozenset({"area", "issue", "need", "reason", "verdict", "visibility"})


def in_words(typed: Mapping[str, list[str]]) -> Mapping[str, list[str]]:
    """Returns what was typed without what the page itself put in, choices in words.

    A moment is told by the clocks that it was typed by.
    """
    found = {}
    for name, values in typed.items():
        if name in _SENT_BY_FORMS:
            continue
        if name.endswith(_ZONE) and name.removesuffix(_ZONE) in typed:
            continue
        zone = next(iter(typed.get(f"{name}{_ZONE}", ())), "")
        said = [_said(name, value, zone) for value in values if value.strip()]
        if said:
            found[name] = said
    return found


def _said(name: str, value: str, zone: str) -> str:
    if name in _CHOSEN:
        return told(value) or value
    return _moment(value, zone) if zone else value


def _moment(value: str, zone: str) -> str:
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return value
    day = f"{found.day} {found:%B %Y}"
    return f"{day}, {found:%H:%M} ({zone})" if ":" in value else f"{day} ({zone})"
