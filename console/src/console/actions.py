"""A button and what becomes of it: one mutation of the graph, tried with what was typed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol
from uuid import uuid4

from console import documents
from console.form import Form, Reader, Unreadable
from console.graph import Answer, Problem

_LATE = frozenset({"StateError", "StaleError"})
# Codes of a request that was surely not carried out, and the status of the page that says so. With
# any other it may have been: the answer was lost, or could not be made.
_NOT_DONE: Mapping[str, int] = {
    "BAD_REQUEST": 422,
    "BAD_USER_INPUT": 422,
    "BODY_TOO_LARGE": 422,
    "BODY_TOO_SLOW": 422,
    "FORBIDDEN": 404,
    "GRAPHQL_PARSE_FAILED": 422,
    "GRAPHQL_VALIDATION_FAILED": 422,
    "INVALID": 422,
    "LIMIT_EXCEEDED": 422,
    "NOT_FOUND": 404,
    "RATE_LIMITED": 429,
    "REFUSED": 422,
    "STALE": 409,
    "UNAUTHENTICATED": 422,
}
_AWAY = "It is not known whether this took effect. Nothing that you typed is lost: send it again."


@dataclass(frozen=True)
class Action:
    """A button's mutation: which fields of its form it takes, and what is said when it is done."""

    mutation: str
    fields: Mapping[str, Reader] = field(default_factory=dict)
    """Input fields of the mutation, which are the form's too, and how each is read."""
    done: str = "Done."
    name: str = ""
    """As the address has it; by default the mutation's verb, such as `ask-for-information`."""
    selects: str = ""
    """What of the payload is of use afterwards."""

    @property
    def document(self) -> str:
        """The mutation's document."""
        return documents.mutation(self.mutation, self.selects)


Actions = Mapping[str, Action]


def among(*actions: Action, noun: str) -> Actions:
    """Returns the actions of a page by their names; `noun` is what their mutations begin with."""
    return {action.name or kebab(action.mutation.removeprefix(noun)): action for action in actions}


def kebab(name: str) -> str:
    """Returns `ask-for-information` for `AskForInformation`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()


@dataclass(frozen=True)
class Wrong:
    """One thing that stood against it."""

    path: str
    """The field's path in the input, such as `questions.0`; empty for the whole."""
    message: str
    kind: str = ""
    code: str = ""


@dataclass(frozen=True)
class Attempt:
    """An action that was tried."""

    action: str
    """The name of the form it came from, mostly the action's own."""
    typed: Mapping[str, list[str]] = field(default_factory=dict)
    wrongs: tuple[Wrong, ...] = ()
    problem: Problem | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)
    sent_as: str = ""
    lost_to: str | None = None
    """What somebody else did meanwhile, in a sentence."""

    @property
    def is_done(self) -> bool:
        """Whether it took effect."""
        return not self.wrongs and self.problem is None

    @property
    def is_unsure(self) -> bool:
        """Whether it may have taken effect or not."""
        return self.problem is not None and self.problem.code not in _NOT_DONE

    @property
    def is_late(self) -> bool:
        """Whether the thing is not any more as it was when the form was shown."""
        return any(wrong.kind in _LATE for wrong in self.wrongs)

    @property
    def status(self) -> int:
        """The HTTP status of the page that shows it."""
        if self.problem is not None:
            return _NOT_DONE.get(self.problem.code, 503)
        return 409 if self.is_late else 422 if self.wrongs else 200

    def is_of(self, form: str) -> bool:
        """Whether this is what was sent from the form of that name."""
        return self.action == form

    def errors_of(self, name: str) -> list[str]:
        """Returns what is wrong with a field, or with something in it."""
        return [
            wrong.message
            for wrong in self.wrongs
            if wrong.path == name or wrong.path.startswith(f"{name}.")
        ]

    @property
    def others(self) -> list[str]:
        """What is wrong and belongs to no field of the form."""
        named = [
            wrong.message for wrong in self.wrongs if wrong.path.partition(".")[0] not in self.typed
        ]
        if self.problem is None:
            return named
        return [*named, f"{self.problem.message} {_AWAY if self.is_unsure else ''}".strip()]

    def after(self, said: str | None) -> "Attempt":
        """Returns it with what somebody else did, if it was late."""
        return replace(self, lost_to=said) if self.is_late else self


class Trying(Protocol):
    """Whoever tries something: `console.visit.Visit`, of which this needs no more."""

    form: Form

    async def change(self, document: str, given: Mapping[str, object]) -> Answer:
        """Returns the graph's answer to a mutation."""

    def missing(self) -> Exception:
        """What to raise where there is no such thing."""


async def attempt(
    visit: Trying, actions: Actions, name: str, fixed: Mapping[str, object]
) -> Attempt:
    """Tries the action of this name with the form that was sent.

    `fixed` are input fields that the address gives, such as the `id`.
    """
    action, form = actions.get(name), visit.form
    if action is None:
        raise visit.missing()
    tried = Attempt(
        form.one("form") or name,
        {**{known: [] for known in action.fields}, **form.typed},
        sent_as=form.one("request_id"),
    )
    given: dict[str, object] = {}
    wrongs = []
    for one, read in action.fields.items():
        try:
            given[one] = read(form, one)
        except Unreadable as error:
            wrongs.append(Wrong(one, str(error)))
    if wrongs:
        return replace(tried, wrongs=tuple(wrongs))
    answer = await visit.change(
        action.document, {**given, **fixed, "requestId": tried.sent_as or str(uuid4())}
    )
    payload = answer.found(action.mutation)
    if payload is None:
        # What failed below it would not say whether the mutation itself was carried out.
        problem = answer.problem(action.mutation) or Problem("", "It failed.")
        return replace(tried, problem=problem)
    return replace(tried, wrongs=tuple(map(_wrong, payload["userErrors"])), payload=payload)


def request_id(attempted: Attempt | None = None, form: str = "") -> str:
    """Returns the request id of a form: the last one while nobody knows what became of it."""
    if attempted and attempted.is_of(form) and attempted.is_unsure and attempted.sent_as:
        return attempted.sent_as
    return str(uuid4())


def _wrong(error: Mapping[str, Any]) -> Wrong:
    path = ".".join(error.get("path") or ()) or error.get("subject") or ""
    return Wrong(path, error["message"], error["__typename"], error["code"])


__all__ = ["Action", "Actions", "Attempt", "Form", "Wrong", "among", "attempt", "request_id"]
