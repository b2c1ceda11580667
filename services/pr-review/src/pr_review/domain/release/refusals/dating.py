"""Why a date, or an exception from the two weeks, can't be had."""

from collections.abc import Sequence
from datetime import date, datetime, time
from enum import Enum

from chassis.errors import Refused, Stale, Violation
from pr_review.domain.release.states import State, told


def readable(day: date) -> str:
    """The day as a sentence says it."""
    return f"{day.day} {day:%B %Y}"


class ExceptionNotAsked(Refused):
    """No exception waits for a decision.

    Read the press release again; the date may have changed.
    """

    def __init__(self) -> None:
        super().__init__("No exception is asked for at present.")


class NoticeOnTime(Refused):
    """It was received in time, so it is not declined for coming too late.

    Decline it with another reason.
    """

    def __init__(self) -> None:
        super().__init__("It was received in time; decline it with another reason.")


class ReleaseDateFixed(Refused):
    """The date can't be changed now; the fact `state` says where the press release is. The date of
    a draft is changed with the rest of it.

    Where it is over, start a copy with the new date.
    """

    def __init__(self, state: State) -> None:
        super().__init__(
            f"The press release {told(state)}; its date can't be changed so.",
            state=state.value,
        )


class ReleaseDateUnchanged(Refused):
    """The date, time and zone are those it has.

    Nothing is left to do.
    """

    def __init__(self) -> None:
        super().__init__("It has this date already.")


class ReleaseDateChanged(Stale):
    """The day, time or zone that was read is not the present one; the maker has moved it meanwhile.
    The facts `release_date`, `release_time` and `time_zone` name the present ones; there may be no
    time.

    Read the press release again, then decide with its present date.
    """

    def __init__(
        self,
        release_on: date | None,
        release_at: time | None,
        time_zone: str,
        violations: tuple[Violation, ...] = (),
    ) -> None:
        super().__init__(
            "The maker has moved the release since you read it. Read it again.",
            violations=violations,
            release_date="" if release_on is None else release_on.isoformat(),
            release_time="" if release_at is None else f"{release_at:%H:%M}",
            time_zone=time_zone,
        )


class LapsedTooLong(Refused):
    """It lapsed undecided, and the time in which a new date revives it is over since the fact
    `closes_at`.

    Start a copy of it with the new date.
    """

    def __init__(self, closes_at: datetime) -> None:
        super().__init__(
            f"A new date was possible until {closes_at:%Y-%m-%d %H:%M} UTC. Start a copy of it.",
            closes_at=closes_at,
        )


class ReleaseDatePast(Refused):
    """The release day, or its moment, is over in the time zone it was meant in.

    Choose a later date; a press release that has lapsed goes on with one.
    """

    def __init__(
        self, release_on: date | None, release_at: time | None = None, time_zone: str = ""
    ) -> None:
        said = "" if release_on is None else f", {readable(release_on)},"
        field, message = "release_date", f"The release date{said} is past."
        if release_on is not None and release_at is not None:
            field = "release_time"
            message = (
                f"The release time, {release_at:%H:%M} on {readable(release_on)} in {time_zone}, "
                "is past."
            )
        super().__init__(
            message,
            violations=[Violation("RELEASE_DATE_PAST", message, field)],
            release_date="" if release_on is None else release_on.isoformat(),
        )


class LeadTimeTooShort(Refused):
    """Press releases need time for review before they go out, and the release date comes too soon.

    Choose a date from the fact `earliest` on, or ask for an exception: give a reason in
    `exception_reason`. The representative decides on it; with less than three working days
    between, the fact `verdict` being `VERY_SHORT_NOTICE`, the press lead.
    """

    def __init__(
        self,
        submitted: date,
        earliest: date,
        zones: Sequence[str],
        verdict: Enum | None = None,
    ) -> None:
        """`zones` are those of which the one furthest ahead says which day it was submitted on."""
        where = f"in {zones[0]}" if len(zones) == 1 else "where its calendars are furthest ahead"
        message = (
            f"A press release needs {(earliest - submitted).days} days of review. "
            f"Submitted on {readable(submitted)} {where}, it can go out "
            f"on {readable(earliest)} at the earliest. For an earlier date, say in the exception "
            "reason why it can't wait."
        )
        super().__init__(
            message,
            violations=[Violation("LEAD_TIME_TOO_SHORT", message, "release_date")],
            earliest=earliest.isoformat(),
            submitted=submitted.isoformat(),
            verdict="" if verdict is None else str(verdict.value),
        )
