"""What stands against an approval."""

from collections.abc import Iterable

from chassis.errors import Refused, Violation


class RequiredSignoffMissing(Refused):
    """A stakeholder whose yes is required has not said it of the present draft: they said nothing
    yet, spoke of an earlier draft, declined, or want changes. The violations name each.

    Wait for them, or remind them. A lead may waive one with a reason, or override it.
    """

    def __init__(self, violations: Iterable[Violation]) -> None:
        super().__init__("A required stakeholder has not agreed.", violations=violations)


class StakeholderVeto(Refused):
    """A stakeholder said that it must not go out, and has not said otherwise since. A veto outlasts
    new drafts. The violations name each.

    Speak to who said it. A lead may override it with a reason.
    """

    def __init__(self, violations: Iterable[Violation]) -> None:
        super().__init__("A stakeholder's veto stands.", violations=violations)


class OpenIssues(Refused):
    """Comments say that something must be done before an approval, and it is open whether it was.

    Resolve each as fixed or dropped. A lead may override them with a reason.
    """

    def __init__(self, violations: Iterable[Violation]) -> None:
        super().__init__("Issues are open.", violations=violations)


class ExceptionNotGranted(Refused):
    """It came with less than two weeks, and nobody who may has agreed to that.

    Decide on the exception first; where it was refused, the maker moves the date.
    """

    def __init__(self, violations: Iterable[Violation]) -> None:
        super().__init__("The time is short, and no exception was granted.", violations=violations)


class AuthorityMissing(Refused):
    """An agency filed it, and the maker has not been heard to allow that.

    The maker gives the authority, or support records it with a reference.
    """

    def __init__(self, violations: Iterable[Violation]) -> None:
        super().__init__("The maker's authority is missing.", violations=violations)


class NothingToOverride(Refused):
    """A lead's reason passes over what stands against an approval, and nothing does.

    Leave the approval to who represents it.
    """

    def __init__(self) -> None:
        super().__init__("Nothing stands against an approval that could be overridden.")


class ApprovalBlocked(Refused):
    """Several things stand against an approval. The violations name all of them, each with a rule
    that is a reason of its own where it stands alone.

    Settle everything that is named, then approve again.
    """

    def __init__(self, violations: Iterable[Violation]) -> None:
        super().__init__("Several things stand against an approval.", violations=violations)
