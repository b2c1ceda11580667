"""Where a review ends that would go on without one. The numbers are a policy's."""

from chassis.errors import Refused


class TooManyDrafts(Refused):
    """A press release has a limited number of drafts, the fact `most`.

    Decide with the present one, or start a copy.
    """

    def __init__(self, most: int) -> None:
        super().__init__(f"A press release has {most:,} drafts at most.", most=str(most))


class TooManyStakeholders(Refused):
    """A limited number of questions is put to stakeholders, the fact `most`.

    Decide with what was said.
    """

    def __init__(self, most: int) -> None:
        super().__init__(f"{most:,} stakeholders are asked at most.", most=str(most))


class TooManySteps(Refused):
    """The timeline has a limited number of entries, the fact `most`, beyond which it is only
    decided on, withdrawn or reported as published.

    Decide on it, or withdraw it and start a copy.
    """

    def __init__(self, most: int) -> None:
        super().__init__(
            f"The timeline of this press release has {most:,} entries. Only a decision is left, or "
            "a copy.",
            most=str(most),
        )
