"""Why something can't be filed."""

from datetime import datetime
from enum import Enum

from chassis.errors import Refused, Stale, Violation
from pr_review.domain.release.states import State, told


class PressReleaseNotDraft(Refused):
    """Once submitted, what the maker wrote stays as it was handed in; the fact `state` says where
    the press release is.

    Upload another draft, or change its date by the method for that; for anything else withdraw it
    and start a copy.
    """

    def __init__(self, state: Enum) -> None:
        super().__init__("It was submitted and can't be changed any more.", state=state.value)


class DraftsClosed(Refused):
    """No draft can be uploaded any more; the fact `state` says where the press release is.

    Set a new date first if it has lapsed; otherwise start a copy.
    """

    def __init__(self, state: State) -> None:
        super().__init__(f"The press release {told(state)} and takes no draft.", state=state.value)


class DraftUnchanged(Refused):
    """The file is the present draft, byte by byte; its number is in the fact `draft`.

    Nothing is left to do, or choose the file you changed.
    """

    def __init__(self, number: int) -> None:
        super().__init__(f"This file is draft {number}, which we have already.", draft=str(number))


class DraftChanged(Stale):
    """The document that was read is not the present one; another has been uploaded meanwhile. The
    facts `draft` and `sha256` name the present one.

    Read the present document, then decide with its digest.
    """

    def __init__(
        self, sha256: str, number: int = 0, violations: tuple[Violation, ...] = ()
    ) -> None:
        super().__init__(
            "Another document has been uploaded since you read it. Read the present one.",
            violations=violations,
            sha256=sha256,
            draft=str(number),
        )


class AuthorityGiven(Refused):
    """The agency's authority was recorded before, or no agency acts.

    Nothing is left to do.
    """

    def __init__(self) -> None:
        super().__init__("No authority is missing.")


class FirstContactUnknown(Refused):
    """No first contact was recorded that could count.

    Let support record when the maker first wrote, and where that can be read.
    """

    def __init__(self) -> None:
        super().__init__("No first contact is recorded.")


class FirstContactTooLate(Refused):
    """A first contact lies before the press release was received, the fact `received`, and in the
    past.

    Check the moment.
    """

    def __init__(self, received: datetime) -> None:
        super().__init__(
            f"It was received on {received:%Y-%m-%d %H:%M} UTC; a first contact was before.",
            received=received,
        )


class FirstContactAccepted(Refused):
    """The first contact was accepted and counts as the moment of receipt.

    Nothing is left to do.
    """

    def __init__(self) -> None:
        super().__init__("The first contact was accepted already.")
