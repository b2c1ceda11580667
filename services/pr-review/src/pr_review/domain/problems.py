"""What can go wrong with a press release, beside being in the wrong state."""

from collections.abc import Iterable
from datetime import date, time

from chassis.errors import Invalid, NotFound, Refused, Stale, Violation
from pr_review.domain.release.refusals import readable


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


class TooFarAhead(Refused):
    """The release date is so far ahead that it is likely a typing error.

    Check the year; the fact `latest` is the latest possible date now.
    """

    def __init__(self, release_on: date, latest: date) -> None:
        message = (
            f"The release date, {readable(release_on)}, is too far ahead. "
            f"Check the year; {readable(latest)} is the latest possible date now."
        )
        super().__init__(
            message,
            violations=[Violation("TOO_FAR_AHEAD", message, "release_date")],
            latest=latest.isoformat(),
        )


class InvalidLocalTime(Refused):
    """No clock in the zone shows that time on that day: the clocks go forward over it.

    Choose another; the facts `next_date` and `next_time` name the next one there is.
    """

    def __init__(self, day: date, at: time, zone: str, next_day: date, next_at: time) -> None:
        message = (
            f"{at:%H:%M} on {readable(day)} does not exist in {zone}, where the clocks go forward. "
            f"The next time there is is {next_at:%H:%M}."
        )
        super().__init__(
            message,
            violations=[Violation("INVALID_LOCAL_TIME", message, "release_time")],
            next_date=next_day.isoformat(),
            next_time=f"{next_at:%H:%M}",
        )


class PressReleaseIncomplete(Refused):
    """Something is missing that a review needs. The violations name all of it at once.

    Add everything that is named, then submit again.
    """

    def __init__(self, violations: Iterable[Violation], **facts: str) -> None:
        super().__init__("The press release is not complete yet.", violations=violations, **facts)


class PressReleaseChanged(Stale):
    """Somebody else changed the press release first.

    Read it again, then repeat what still makes sense.
    """

    def __init__(self) -> None:
        super().__init__("It has changed since you read it. Read it again.")


class RepresentativeUnknown(Refused):
    """No account of that name is known as one of the press team here. Whoever was not seen lately
    is not known any more.

    Let the colleague open the press team's work once, or choose another from the list.
    """

    def __init__(self) -> None:
        super().__init__("Nobody of the press team is known by that account.")


class ColleagueUnknown(Refused):
    """No account of that name is known as a stakeholder, or as one of the press team, here. Whoever
    was not seen lately is not known any more.

    Let the colleague open the press team's work once, or choose another from the list.
    """

    def __init__(self) -> None:
        super().__init__("Nobody who can be asked is known by that account.")


class NobodyToAssign(Refused):
    """Nobody of the press team is known who is not away and had no part in the press release.

    Name a colleague, or take it yourself.
    """

    def __init__(self) -> None:
        super().__init__("Nobody of the press team is there to be given it.")


class NotFiledBySupport(Refused):
    """It was not started by you, or was submitted since, so that only its maker, or an agency that
    the maker let, acts on it.

    Tell the maker what to do, or start one for the maker.
    """

    def __init__(self) -> None:
        super().__init__("Only its maker or the maker's agency can do this.")


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


class ScannerAway(Refused):
    """The virus scanner that checks every upload does not answer, or gives no verdict on this file;
    without one no document is taken.

    Upload it again after a few minutes; nothing of it was kept, and nothing else has changed. If it
    stays so, ask support.
    """

    def __init__(self) -> None:
        super().__init__(
            "The file could not be checked for viruses at the moment, so it was not taken. "
            "Try again in a few minutes; if it stays so, ask support."
        )
