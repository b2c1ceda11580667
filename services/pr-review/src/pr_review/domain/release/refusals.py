"""Why something can't be done with a press release in its state, or by this person."""

from datetime import date, datetime
from enum import Enum

from chassis.actors import Actor
from chassis.errors import Refused, Stale, Violation
from pr_review.domain.release.states import State, spoken


def readable(day: date) -> str:
    """The day as a sentence says it."""
    return f"{day.day} {day:%B %Y}"


class PressReleaseNotDraft(Refused):
    """Once submitted, what the maker wrote stays as it was handed in; the fact `state` says where
    the press release is.

    Upload another draft, or change its date by the method for that; for anything else withdraw it
    and start a copy.
    """

    def __init__(self, state: Enum) -> None:
        super().__init__("It was submitted and can't be changed any more.", state=state.value)


class PressReleaseNotSubmitted(Refused):
    """Only what waits for a representative can be taken; the fact `state` says where it is.

    Read it again and go by its state.
    """

    def __init__(self, state: Enum) -> None:
        super().__init__(f"The press release is {spoken(state)}, not submitted.", state=state.value)


class PressReleaseNotInReview(Refused):
    """Only what a representative has taken can be decided on, answered and passed on; the fact
    `state` says where it is.

    Take it first, if it still waits. While it waits for the maker, wait for the answer; it can be
    handed over meanwhile.
    """

    def __init__(self, state: Enum) -> None:
        super().__init__(f"The press release is {spoken(state)}, not in review.", state=state.value)


class PressReleaseTaken(Refused):
    """Another representative has taken it, and only that one goes on with it, or a colleague who
    stands in while that one is away.

    Take another one, or speak to the colleague in the fact `representative`, who can hand it over.
    """

    def __init__(self, by: Actor) -> None:
        super().__init__(
            f"{by.display_name} has taken this press release.",
            representative=by.display_name,
        )


class OwnPressRelease(Refused):
    """Nobody reviews what is their own, what they handed in for somebody, or had a part in.

    Leave it to another representative.
    """

    def __init__(self) -> None:
        super().__init__("You can't review a press release of your own.")


class RepresentativeUnchanged(Refused):
    """It is theirs already.

    Nothing is left to do.
    """

    def __init__(self, representative: Actor) -> None:
        super().__init__(
            f"{representative.display_name} has it already.",
            representative=representative.display_name,
        )


class RepresentativeHasPart(Refused):
    """The colleague it would go to handed it in, or had a part in it as the maker or an agency.

    Choose another colleague.
    """

    def __init__(self, colleague: Actor) -> None:
        super().__init__(
            f"{colleague.display_name} had a part in this press release.",
            representative=colleague.display_name,
        )


class LeadNeeded(Refused):
    """Only the press lead may do this: say yes to very short notice, accept a first contact, go on
    without a required stakeholder or against a veto.

    Ask a lead to do it.
    """

    def __init__(self) -> None:
        super().__init__("Only the press lead may do this.")


class SecondPersonNeeded(Refused):
    """Two people are needed, and you are the other one: who represents a press release neither
    grants very short notice for it nor overrides what stands against its approval, and who granted
    it does not approve it.

    Ask another lead, or hand it over to a colleague first.
    """

    def __init__(self) -> None:
        super().__init__("A second person must do this.")


class RoundsUsed(Refused):
    """Changes were asked for as often as may be, the fact `most`.

    Approve or decline it.
    """

    def __init__(self, most: int) -> None:
        super().__init__(
            f"Changes were asked for {most} times, the most there may be. Approve or decline it.",
            most=str(most),
        )


class TextNotNew(Refused):
    """Only a draft that has little of the one before can be marked as a new text.

    Ask for changes, or decline it with another reason.
    """

    def __init__(self) -> None:
        super().__init__("The text is still mostly that of the draft before.")


class ChangesNotRequested(Refused):
    """Only while changes are asked for there is something to answer; the fact `state` says where
    the press release is.

    Read it again and go by its state.
    """

    def __init__(self, state: State) -> None:
        super().__init__(
            f"The press release is {spoken(state)}; no changes are asked for.", state=state.value
        )


class AnswerNeedsDraft(Refused):
    """Changes that were asked for are answered with another draft: an approval is bound to it.

    Accept the tracked changes in Word, or make your own, upload that draft, then answer again.
    """

    def __init__(self) -> None:
        super().__init__("Upload the next draft, then answer.")


class DraftsClosed(Refused):
    """No draft can be uploaded any more; the fact `state` says where the press release is.

    Set a new date first if it has lapsed; otherwise start a copy.
    """

    def __init__(self, state: State) -> None:
        super().__init__(
            f"The press release is {spoken(state)} and takes no draft.", state=state.value
        )


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


class ExceptionNotAsked(Refused):
    """No exception waits for a decision.

    Read the press release again; the date may have changed.
    """

    def __init__(self) -> None:
        super().__init__("No exception is asked for at present.")


class StakeholderAskedBefore(Refused):
    """The person is asked for this area already; the fact `stakeholder` says under which number.

    Wait for the answer, or waive it with a reason first.
    """

    def __init__(self, who: Actor, number: str) -> None:
        super().__init__(
            f"{who.display_name} is asked for this area already.",
            stakeholder=number,
            name=who.display_name,
        )


class StakeholderHasPart(Refused):
    """Who handed it in, or had a part in it as the maker or an agency, is not asked about it.

    Ask somebody else.
    """

    def __init__(self, who: Actor) -> None:
        super().__init__(
            f"{who.display_name} had a part in this press release.", name=who.display_name
        )


class StakeholderUnknown(Refused):
    """Nobody was asked under this number.

    Read the press release again.
    """

    def __init__(self) -> None:
        super().__init__("No stakeholder has this number.")


class StakeholderOfAnother(Refused):
    """Somebody else is asked, and only they answer, delegate and decline.

    Leave it to the one in the fact `name`.
    """

    def __init__(self, who: Actor) -> None:
        super().__init__(f"{who.display_name} is asked, not you.", name=who.display_name)


class StakeholderNotAsked(Refused):
    """An answer is no longer expected; the fact `state` says whether it was declined or waived.

    Speak to the representative, who can ask again.
    """

    def __init__(self, state: Enum) -> None:
        super().__init__("An answer is no longer expected.", state=state.value)


class VetoStands(Refused):
    """A veto is passed on to nobody, nor declined: it stands until who said it says otherwise.

    Say something else of the draft first.
    """

    def __init__(self) -> None:
        super().__init__("Your veto stands. Say something else first.")


class ReleaseDateFixed(Refused):
    """The date can't be changed now; the fact `state` says where the press release is. The date of
    a draft is changed with the rest of it.

    Where it is over, start a copy with the new date.
    """

    def __init__(self, state: State) -> None:
        super().__init__(
            f"The press release is {spoken(state)}; its date can't be changed so.",
            state=state.value,
        )


class ReleaseDateUnchanged(Refused):
    """The date, time and zone are those it has.

    Nothing is left to do.
    """

    def __init__(self) -> None:
        super().__init__("It has this date already.")


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

    def __init__(self, release_on: date | None) -> None:
        said = "" if release_on is None else f", {readable(release_on)},"
        message = f"The release date{said} is past."
        super().__init__(
            message,
            violations=[Violation("RELEASE_DATE_PAST", message, "release_date")],
            release_date="" if release_on is None else release_on.isoformat(),
        )


class LeadTimeTooShort(Refused):
    """Press releases need time for review before they go out, and the release date comes too soon.

    Choose a date from the fact `earliest` on, or ask for an exception: give a reason in
    `exception_reason`. The representative decides on it; with less than three working days
    between, the fact `verdict` being `VERY_SHORT_NOTICE`, the press lead.
    """

    def __init__(self, submitted: date, earliest: date, verdict: Enum | None = None) -> None:
        message = (
            f"A press release needs {(earliest - submitted).days} days of review. "
            f"Submitted on {readable(submitted)}, it can go out "
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


class PressReleaseNotDecided(Refused):
    """Only what was decided on can be reopened; the fact `state` says where it is.

    Read it again and go by its state.
    """

    def __init__(self, state: State) -> None:
        super().__init__(
            f"The press release is {spoken(state)}; there is no decision to reopen.",
            state=state.value,
        )


class PressReleaseOver(Refused):
    """It is over, and there is nothing left to withdraw; the fact `state` says how it ended.

    Nothing is left to do.
    """

    def __init__(self, state: State) -> None:
        super().__init__(
            f"The press release is {spoken(state)}; it can't be withdrawn any more.",
            state=state.value,
        )


class PressReleaseNotWithdrawn(Refused):
    """Only a withdrawal can be undone; the fact `state` says where the press release is.

    Read it again and go by its state.
    """

    def __init__(self, state: State) -> None:
        super().__init__(f"The press release is {spoken(state)}, not withdrawn.", state=state.value)


class UndoTooLate(Refused):
    """A withdrawal can be undone until the fact `closes_at`, which is over.

    Start a copy of it; the two weeks are counted anew.
    """

    def __init__(self, closes_at: datetime) -> None:
        super().__init__(
            f"It could be undone until {closes_at:%Y-%m-%d %H:%M} UTC. Start a copy of it.",
            closes_at=closes_at,
        )


class PublicationNotApproved(Refused):
    """What was reported is not what was approved: there is no approval that still holds, or the
    text or the day is another. Only the press team and support record such a publication.

    Report the approved text; if another went out, write to the press team.
    """

    def __init__(self, state: State) -> None:
        super().__init__("What was published is not what was approved.", state=state.value)


class PublicationReported(Refused):
    """That it went out was reported before.

    Nothing is left to do.
    """

    def __init__(self, state: State) -> None:
        super().__init__("That it went out was reported before.", state=state.value)
