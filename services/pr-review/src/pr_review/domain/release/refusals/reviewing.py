"""Why somebody can't review."""

from enum import Enum

from chassis.actors import Actor
from chassis.errors import Refused
from pr_review.domain.release.states import State, told


class PressReleaseNotSubmitted(Refused):
    """It waits for nobody to take it, or is not for the staff to act on yet, or any more; the fact
    `state` says where it is.

    Read it again and go by its state.
    """

    def __init__(self, state: Enum) -> None:
        then = "submit it first" if state is State.DRAFT else "so this can't be done now"
        super().__init__(f"The press release {told(state)}; {then}.", state=state.value)


class PressReleaseNotInReview(Refused):
    """Only what a representative has taken can be decided on, answered and passed on; the fact
    `state` says where it is.

    Take it first, if it still waits. While it waits for the maker, wait for the answer; it can be
    handed over meanwhile.
    """

    def __init__(self, state: Enum) -> None:
        then = "take it first" if state is State.SUBMITTED else "it is not in review"
        super().__init__(f"The press release {told(state)}; {then}.", state=state.value)


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
    without a required stakeholder or against a veto, say that a colleague is away.

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

    def __init__(self, why: str) -> None:
        super().__init__(f"A second person must do this: {why}.")


class RoundsUsed(Refused):
    """Changes were asked for as often as may be, the fact `most`.

    Approve or decline it.
    """

    def __init__(self, most: int) -> None:
        super().__init__(
            f"Changes were asked for {most} times, the most there may be. Approve or decline it.",
            most=str(most),
        )


class MentionsFound(Refused):
    """The present draft mentions the marketplace, in as many places as the fact `mentions` says.

    Review it, or say in words to the maker why it needs no review all the same.
    """

    def __init__(self, count: int) -> None:
        super().__init__(
            f"Mentions of the marketplace in this draft: {count:,}. "
            "Say in words why it needs no review all the same.",
            mentions=str(count),
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
            f"The press release {told(state)}; no changes are asked for.", state=state.value
        )


class AnswerNeedsDraft(Refused):
    """Changes that were asked for are answered with another draft: an approval is bound to it.

    Accept the tracked changes in Word, or make your own, upload that draft, then answer again.
    """

    def __init__(self) -> None:
        super().__init__("Upload the next draft, then answer.")
