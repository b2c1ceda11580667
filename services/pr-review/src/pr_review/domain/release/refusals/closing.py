"""Why something can't be ended, or go on."""

from datetime import UTC, datetime

from chassis.errors import Refused
from pr_review.domain.release.states import State, told


class PressReleaseNotDecided(Refused):
    """Only what was decided on can be reopened; the fact `state` says where it is.

    Read it again and go by its state.
    """

    def __init__(self, state: State) -> None:
        super().__init__(
            f"The press release {told(state)}; there is no decision to reopen.",
            state=state.value,
        )


class PressReleaseOver(Refused):
    """It is over, and there is nothing left to withdraw; the fact `state` says how it ended.

    Nothing is left to do.
    """

    def __init__(self, state: State) -> None:
        super().__init__(
            f"The press release {told(state)}; it can't be withdrawn any more.",
            state=state.value,
        )


class PressReleaseNotWithdrawn(Refused):
    """Only a withdrawal can be undone; the fact `state` says where the press release is.

    Read it again and go by its state.
    """

    def __init__(self, state: State) -> None:
        super().__init__(
            f"The press release {told(state)}; it is not withdrawn.", state=state.value
        )


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
    text or the day is another. Only the press team and support record such a publication. Where it
    was approved for later, the fact `opens_at` says from when.

    Report the approved text once it has gone out; if another did, or none was approved, write to
    the press team.
    """

    def __init__(self, state: State, opens_at: datetime | None = None) -> None:
        if opens_at is not None:
            message = (
                f"It is approved to go out from {opens_at:%Y-%m-%d %H:%M} ({opens_at.tzinfo}) on, "
                "not before."
            )
            super().__init__(message, state=state.value, opens_at=opens_at.astimezone(UTC))
            return
        message = "What was published is not what was approved."
        if state is not State.APPROVED:
            message = (
                f"The press release {told(state)}; there is no approval. If it went out, write to "
                "the press team."
            )
        super().__init__(message, state=state.value)


class PublicationReported(Refused):
    """That it went out was reported before.

    Nothing is left to do.
    """

    def __init__(self, state: State) -> None:
        super().__init__("That it went out was reported before.", state=state.value)
