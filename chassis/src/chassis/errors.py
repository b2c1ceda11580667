"""What can go wrong, in five kinds, each with a reason in capitals and facts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Self


@dataclass(frozen=True)
class Violation:
    """One broken rule: its code, what it says, and the field or thing it is about."""

    rule: str
    message: str
    subject: str = ""


def reason_of(name: str) -> str:
    """The reason clients see for an error class: `LeadTimeTooShort` is `LEAD_TIME_TOO_SHORT`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).upper()


class Problem(Exception):
    """The parent of the five kinds. Raise a subclass of a kind, never this."""

    def __init__(
        self, message: str, *, violations: Iterable[Violation] = (), **facts: str | datetime
    ) -> None:
        super().__init__(message)
        self.message = message
        self.reason = reason_of(type(self).__name__)
        self.violations = tuple(violations)
        self.facts = {
            key: value.isoformat() if isinstance(value, datetime) else str(value)
            for key, value in facts.items()
        }

    @classmethod
    def restored(
        cls,
        reason: str,
        message: str,
        violations: Iterable[Violation] = (),
        facts: dict[str, str] | None = None,
    ) -> Self:
        """The same problem on the client's side of a wire, where its own class is not known."""
        problem = cls.__new__(cls)
        Exception.__init__(problem, message)
        problem.message = message
        problem.reason = reason
        problem.violations = tuple(violations)
        problem.facts = dict(facts or {})
        return problem


class Invalid(Problem):
    """The request itself is wrong; `violations` name every field, by its path."""


class NotFound(Problem):
    """It does not exist, or the caller may not know that it does."""


class Forbidden(Problem):
    """The caller may never do this kind of thing."""


class Refused(Problem):
    """The request is well formed, but a rule or the present state stands against it.

    With `violations` rules are broken; without, the state is in the way. Where time is the
    reason, the facts `opens_at` and `closes_at` say from and until when it is accepted.
    """


class Unsettled:
    """Beside a kind: what a copy of another service's data knows may be a second behind.

    `chassis.requests` looks again for a moment before it is told.
    """


class Stale(Problem):
    """Somebody else changed it first. Read again, then repeat."""


class Unauthenticated(Problem):
    """Nobody is signed in, or the token is not accepted. Raised by the frame alone."""


class InvalidRequest(Invalid):
    """Fields of the request are wrong. The violations name each of them, by its path.

    Mend every field that is named and send the request again; repeating it unchanged cannot help.
    """

    def __init__(self, violations: Iterable[Violation]) -> None:
        found = tuple(violations)
        fields = ", ".join(violation.subject for violation in found)
        super().__init__(f"The request is not valid: {fields}.", violations=found)


def invalid(field: str, rule: str, message: str) -> InvalidRequest:
    """An `InvalidRequest` about one field."""
    return InvalidRequest([Violation(rule, message, field)])
