"""Where a review ends that would go on without one. The numbers are a policy's."""

from chassis.errors import Refused


class TooManyNotes(Refused):
    """An application has a limited number of notes, the fact `most`, of so many characters
    together, the fact `characters`. What is noted with a release or a hand-over counts too.

    Do without another note; what is to be kept at length belongs into another system.
    """

    def __init__(self, most: int, characters: int) -> None:
        super().__init__(
            f"An application has {most:,} notes at most, of {characters:,} characters together.",
            most=str(most),
            characters=str(characters),
        )


class TooManyQuestions(Refused):
    """An applicant is asked a limited number of times, the fact `most`, and a limited number of
    questions in all, the fact `questions`.

    Decide with what is known.
    """

    def __init__(self, most: int, questions: int) -> None:
        super().__init__(
            f"An applicant is asked {most:,} times at most, {questions:,} questions in all. Decide "
            "with what is known.",
            most=str(most),
            questions=str(questions),
        )


class TooManySteps(Refused):
    """The timeline of an application has a limited number of entries, the fact `most`, beyond which
    it is no longer passed on or noted about.

    Decide on it. Whoever has taken it keeps it until then.
    """

    def __init__(self, most: int) -> None:
        super().__init__(
            f"The timeline of this application has {most:,} entries. Decide on it; it can't be "
            "passed on or noted about any more.",
            most=str(most),
        )
