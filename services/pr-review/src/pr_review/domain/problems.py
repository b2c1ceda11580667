"""What can go wrong with a press release, beside being in the wrong state."""

from collections.abc import Iterable
from datetime import date

from chassis.errors import Invalid, NotFound, Refused, Stale, Violation


class PressReleaseNotFound(NotFound):
    """There is no such press release, or the caller may not see it.

    Check the name, and with whose token you ask.
    """

    def __init__(self) -> None:
        super().__init__("There is no such press release.")


class MakerNotFound(NotFound):
    """There is no such maker, or the caller may not see its press releases.

    Check the name. As a partner you need the maker's grant of `press:write`.
    """

    def __init__(self) -> None:
        super().__init__("There is no such maker.")


class DraftNotFound(NotFound):
    """The press release has no document, or none with this digest.

    Read the press release again for the digest of its present document.
    """

    def __init__(self) -> None:
        super().__init__("There is no such document.")


class MembershipEnded(Refused):
    """The maker was in the programme and is in it nowhere any more, so that nothing is started,
    submitted or approved for it. The fact `states` says in which states its memberships are.

    What there is stays readable. Go on once the maker is a member again.
    """

    def __init__(self, states: Iterable[str]) -> None:
        named = ", ".join(sorted(set(states)))
        super().__init__(
            f"The maker is not in the programme any more: its membership is {named}. "
            "It can go on once it is a member again.",
            states=named,
        )


class OwnPressRelease(Refused):
    """Nobody reviews what they handed in themselves.

    Leave it to another representative.
    """

    def __init__(self) -> None:
        super().__init__("You can't review a press release of your own.")


class LeadTimeTooShort(Refused):
    """Press releases need time for review before they go out, and the release date comes too soon.

    Choose a date from the fact `earliest` on.
    """

    def __init__(self, submitted: date, earliest: date) -> None:
        message = (
            f"A press release needs {(earliest - submitted).days} days of review. "
            f"Submitted on {_readable(submitted)}, it can go out "
            f"on {_readable(earliest)} at the earliest."
        )
        super().__init__(
            message,
            violations=[Violation("LEAD_TIME_TOO_SHORT", message, "release_date")],
            earliest=earliest.isoformat(),
            submitted=submitted.isoformat(),
        )


class ReleaseDatePast(Refused):
    """The release day is over in the time zone it was meant in.

    Choose a later date and submit again.
    """

    def __init__(self, release_on: date) -> None:
        message = f"The release date, {_readable(release_on)}, is past."
        super().__init__(
            message,
            violations=[Violation("RELEASE_DATE_PAST", message, "release_date")],
            release_date=release_on.isoformat(),
        )


class TooFarAhead(Refused):
    """The release date is so far ahead that it is likely a typing error.

    Check the year; the fact `latest` is the latest possible date now.
    """

    def __init__(self, release_on: date, latest: date) -> None:
        message = (
            f"The release date, {_readable(release_on)}, is too far ahead. "
            f"Check the year; {_readable(latest)} is the latest possible date now."
        )
        super().__init__(
            message,
            violations=[Violation("TOO_FAR_AHEAD", message, "release_date")],
            latest=latest.isoformat(),
        )


class PressReleaseIncomplete(Refused):
    """Something is missing that a review needs. The violations name all of it at once.

    Add everything that is named, then submit again.
    """

    def __init__(self, violations: Iterable[Violation], **facts: str) -> None:
        super().__init__("The press release is not complete yet.", violations=violations, **facts)


class DraftChanged(Stale):
    """The document that was read is not the present one; another has been uploaded meanwhile.

    Read the present document, then decide with its digest.
    """

    def __init__(self, sha256: str) -> None:
        super().__init__(
            "Another document has been uploaded since you read it. Read the present one.",
            sha256=sha256,
        )


class PressReleaseChanged(Stale):
    """Somebody else changed the press release first.

    Read it again, then repeat what still makes sense.
    """

    def __init__(self) -> None:
        super().__init__("It has changed since you read it. Read it again.")


class DraftNotAccepted(Invalid):
    """The uploaded file is not a Word document that we take; the one violation says why. Nothing of
    it was kept.

    Follow the violation's message, which is written for the maker, and upload again.
    """

    def __init__(self, code: str, message: str, field: str = "file") -> None:
        super().__init__(message, violations=[Violation(code, message, field)])


class TooManyDocuments(Refused):
    """So many documents are being checked that this one was not checked in time.

    Upload it again after a minute; nothing of it was kept. Upload one after the other: of one
    account only one is checked at a time.
    """

    def __init__(self) -> None:
        super().__init__("Too many documents are being checked at the moment.")


def _readable(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
