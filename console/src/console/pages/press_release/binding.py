"""What a decision is bound to: the document and the plan that were on the screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from console.actions import Attempt

PLAN = ("sha256", "releaseOn", "releaseAt", "timeZone")


@dataclass(frozen=True)
class Bound:
    """What a form sends of what was read; `is_present` unless that has changed since."""

    fields: Mapping[str, str]
    is_present: bool = True


def bound(
    release: Mapping[str, Any],
    attempt: Attempt | None,
    form: str,
    names: tuple[str, ...] = ("sha256",),
) -> Bound:
    """Returns what a form is bound to.

    What was sent stays, so that a draft which came meanwhile is never decided on unread. Only once
    a refusal has told of the change, the form is about what is there now.
    """
    draft = release["draft"] or {"file": {"sha256": ""}}
    plan = {name: str(release[name] or "") for name in PLAN[1:]}
    present = {name: ({"sha256": draft["file"]["sha256"]} | plan)[name] for name in names}
    if attempt is None or not attempt.is_of(form) or is_stale(attempt):
        return Bound(present)
    sent = {name: attempt.typed[name][0] for name in names if attempt.typed.get(name)}
    read = present | sent
    return Bound(read, read == present)


def is_stale(attempt: Attempt) -> bool:
    """Whether a refusal said that something else was read than what is there now."""
    return any(wrong.kind == "StaleError" for wrong in attempt.wrongs)
