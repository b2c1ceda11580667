"""Invitations: mailed links with which one applicant registers, once."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum

from chassis.errors import NotFound, Refused, Violation


class State(Enum):
    """Where an invitation is in its life. That it has expired follows from the time alone."""

    ISSUED = "ISSUED"
    REDEEMED = "REDEEMED"
    CONFIRMED = "CONFIRMED"
    EXPIRED = "EXPIRED"


class Blocker(Enum):
    """What stands between a redeemed invitation and its confirmation."""

    CREATE_ACCOUNT = "CREATE_ACCOUNT"
    MIGRATE = "MIGRATE"
    UPGRADE_PLAN = "UPGRADE_PLAN"
    EMAIL_MISMATCH = "EMAIL_MISMATCH"
    VERIFY_ACCOUNT = "VERIFY_ACCOUNT"


@dataclass(frozen=True)
class Check:
    """One check that a confirmation rests on."""

    description: str
    met: bool


class InvitationNotFound(NotFound):
    """There is no such invitation, or the caller may not see it: the two are never told apart.

    Check the name, or open the link of the mail once more, whole.
    """

    def __init__(self, message: str = "There is no such invitation.") -> None:
        super().__init__(message)


class InvitationUsed(Refused):
    """The link has registered an account already, at the fact `redeemed_at`; it does so once.

    Sign in with that account to see where the registration stands.
    """

    def __init__(self, redeemed: datetime) -> None:
        super().__init__(
            "This invitation was used already. Sign in to see where your registration stands.",
            redeemed_at=redeemed,
        )


class InvitationExpired(Refused):
    """The link was good until the fact `closes_at`.

    Write to Handmade Support for a new one.
    """

    def __init__(self, expired: datetime) -> None:
        super().__init__(
            f"This invitation has expired on {expired:%d %B %Y}. Write to Handmade Support.",
            closes_at=expired,
        )


class EmailMismatch(Refused):
    """Registration needs the very e-mail address of the application, letter case included.

    Sign in with the account that has the address of the application. If the fact
    `letter_case_differs` is `true`, only the letter case of the address is another.
    """

    def __init__(self, letter_case_only: bool) -> None:
        message = (
            "Your account's e-mail address is the one you applied with, but the letter case "
            "differs. It must be the same letter for letter."
            if letter_case_only
            else "Your account's e-mail address is not the one you applied with. Sign in with that."
        )
        super().__init__(
            message,
            violations=[Violation("EMAIL_MISMATCH", message, "email")],
            letter_case_differs=str(letter_case_only).lower(),
        )


class AccountMismatch(Refused):
    """The application belongs to another account, though the e-mail address is the same.

    Sign in with the account that applied, or write to Handmade Support.
    """

    def __init__(self) -> None:
        message = (
            "You applied with another account. Sign in with that, or write to Handmade Support."
        )
        super().__init__(message, violations=[Violation("ACCOUNT_MISMATCH", message, "subject")])


@dataclass(frozen=True)
class Invitation:
    """One invitation. Of its secret only `digest` and a part, the `nonce`, are known here."""

    id: str
    application_id: str
    maker_id: str
    subject: str
    email: str
    region: str
    nonce: str
    digest: str
    created: datetime
    expires: datetime
    state: State = State.ISSUED
    redeemed: datetime | None = None
    confirmed: datetime | None = None
    revision: int = field(default=1)

    def state_at(self, moment: datetime) -> State:
        """Where it is in its life at a moment."""
        if self.state is State.ISSUED and moment > self.expires:
            return State.EXPIRED
        return self.state

    def redeem(self, subject: str, email: str, moment: datetime) -> "Invitation":
        """Uses the link up, for the account that applied and no other."""
        if email != self.email:
            raise EmailMismatch(email.casefold() == self.email.casefold())
        if subject != self.subject:
            raise AccountMismatch
        if self.redeemed is not None:
            raise InvitationUsed(self.redeemed)
        if self.state_at(moment) is State.EXPIRED:
            raise InvitationExpired(self.expires)
        return replace(self, state=State.REDEEMED, redeemed=moment)

    def settle(self, blockers: tuple[Blocker, ...], moment: datetime) -> "Invitation":
        """Confirms it if it was redeemed and nothing stands in the way any more."""
        if self.state is not State.REDEEMED or blockers:
            return self
        return replace(self, state=State.CONFIRMED, confirmed=moment)
