"""The letter that a decision would send, shown before anything is decided."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from console.form import Form, several
from console.graph import Problem
from console.visit import Visit


@dataclass(frozen=True)
class Preview:
    """A letter as it would be sent, or why it cannot be shown."""

    form: str
    letter: Mapping[str, Any] | None = None
    problem: Problem | None = None


def _approval(form: Form) -> str:
    return "CONDITIONAL_APPROVAL" if several(form, "conditions") else "APPROVAL"


def _exception(form: Form) -> str:
    return "EXCEPTION_REFUSAL" if form.one("granted") == "no" else "EXCEPTION_GRANT"


KINDS: Mapping[str, Callable[[Form], str]] = {
    "request-changes": lambda form: "CHANGES",
    "approve": _approval,
    "decline": lambda form: "DECLINE",
    "mark-not-needed": lambda form: "NO_REVIEW_NEEDED",
    "decide-exception": _exception,
    "reopen": lambda form: "REOPENING",
}
"""Which letter each action sends."""


async def preview(visit: Visit, which: str, name: str) -> Preview:
    """Returns the letter of the action with what was typed into its form."""
    form = visit.form
    answer = await visit.ask(
        "press_release_letter",
        pressRelease=which,
        kind=KINDS[name](form),
        words=form.one("reason" if name == "reopen" else "words") or None,
        reason=(form.one("reason") or None) if name == "decline" else None,
        conditions=several(form, "conditions"),
    )
    found = answer.found("pressReleaseLetterPreview")
    if found is not None:
        return Preview(name, found)
    problem = answer.problem("pressReleaseLetterPreview")
    return Preview(name, problem=problem or Problem("", "The letter could not be written."))
