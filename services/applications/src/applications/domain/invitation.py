"""Invitations: mailed links with which one applicant registers, once."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum

from applications.domain.address import differs_in_case_only
from chassis.errors import NotFound, Refused, Violation


class State(Enum):
    """Where an invitation is in its life. It expires by time alone, even before that is stored."""

    ISSUED = "ISSUED"
    REDEEMED = "REDEEMED"
    CONFIRMED = "CONFIRMED"
    EXPIRED = "EXPIRED"
    SUPERSEDED = "SUPERSEDED"
    REVOKED = "REVOKED"


REPLACEABLE = frozenset({State.ISSUED, State.EXPIRED})
REVOCABLE = frozenset({State.ISSUED, State.REDEEMED, State.EXPIRED})


class Blocker(Enum):
    """What stands between a redeemed invitation and its confirmation, in the order in which a
    person sees to it.
    """

    CREATE_ACCOUNT = "CREATE_ACCOUNT"
    MIGRATE = "MIGRATE"
    UPGRADE_PLAN = "UPGRADE_PLAN"
    EMAIL_MISMATCH = "EMAIL_MISMATCH"
    VERIFY_ACCOUNT = "VERIFY_ACCOUNT"


class Fit(Enum):
    """Whether an account can redeem a link."""

    FITS = "FITS"
    LETTER_CASE_DIFFERS = "LETTER_CASE_DIFFERS"
    OTHER_ACCOUNT = "OTHER_ACCOUNT"


@dataclass(frozen=True)
class Check:
    """One check that a confirmation rests on."""

    description: str
    met: bool


@dataclass(frozen=True)
class Standing:
    """How far a registration is: what is still to be done, and whether the maker may list, why."""

    blockers: tuple[Blocker, ...]
    checks: tuple[Check, ...]
    may_list: bool
    because: tuple[str, ...]


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


class InvitationSuperseded(Refused):
    """Another invitation was issued in the place of this one, at the fact `superseded_at`; its link
    is dead.

    Use the link of the later mail. If that never came, write to Handmade Support.
    """

    def __init__(self, superseded: datetime) -> None:
        super().__init__(
            f"This link is dead: another link was mailed on {superseded:%d %B %Y}. Use that one.",
            superseded_at=superseded,
        )


class InvitationRevoked(Refused):
    """The programme has taken the invitation back, at the fact `revoked_at`.

    Read why in the mail about it or in the invitation's `revoke_reason`. If you think that it is a
    mistake, write to Handmade Support.
    """

    def __init__(self, revoked: datetime) -> None:
        super().__init__(
            f"This invitation was taken back on {revoked:%d %B %Y}. Write to Handmade Support if "
            "you think that it is a mistake.",
            revoked_at=revoked,
        )


class InvitationNotReplaceable(Refused):
    """Only an invitation that waits to be used, or has expired, can be replaced by another; the
    fact `state` says what this one is.

    If it was used, its applicant has no need of another link. If it was replaced already, look at
    the one in the fact `superseded_by`.
    """

    def __init__(self, state: State, superseded_by: str = "") -> None:
        super().__init__(
            f"The invitation is {state.value.lower()}; only one that waits or has expired can be "
            "replaced.",
            state=state.value,
            superseded_by=f"invitations/{superseded_by}" if superseded_by else "",
        )


class InvitationNotRevocable(Refused):
    """Only an invitation whose registration is not complete can be taken back; the fact `state`
    says what this one is.

    A complete registration is a membership: suspend that. Of a replaced invitation, take back the
    one that replaced it.
    """

    def __init__(self, state: State) -> None:
        super().__init__(
            f"The invitation is {state.value.lower()} and can't be taken back any more.",
            state=state.value,
        )


class OwnInvitation(Refused):
    """Nobody replaces or takes back an invitation of their own, or one of an application that they
    had a part in.

    Leave it to a colleague.
    """

    def __init__(self) -> None:
        super().__init__("This is your own invitation. A colleague must see to it.")


class EmailMismatch(Refused):
    """Registration needs the very e-mail address of the application, letter case included.

    Sign in with the account that has the address of the application, or give yours that address,
    get a new token and try again. Who can do neither writes to Handmade Support. If the fact
    `letter_case_differs` is `true`, only the letter case of the address is another.
    """

    def __init__(self, letter_case_only: bool) -> None:
        message = (
            "Your account's e-mail address is the one you applied with, but the letter case "
            "differs. Change it in your account to be the same letter for letter, sign in once "
            "more and try again, or write to Handmade Support."
            if letter_case_only
            else "Your account's e-mail address is not the one you applied with. Sign in with the "
            "account that has it, or change the address of yours, or write to Handmade Support."
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
    """One invitation. Of its secret only `digest` and a part, the `nonce`, are known here.

    `ended` is since when its link is dead without having registered anybody. `replaces` is the one
    in whose place it was issued, after the `identity_check` that staff described.
    """

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
    ended: datetime | None = None
    superseded_by: str = ""
    revoke_reason: str = ""
    replaces: str = ""
    identity_check: str = ""
    revision: int = field(default=1)

    def state_at(self, moment: datetime) -> State:
        """Where it is in its life at a moment."""
        if self.state is State.ISSUED and moment > self.expires:
            return State.EXPIRED
        return self.state

    def fit(self, subject: str, email: str) -> Fit:
        """Whether an account can redeem it, as `redeem` sees it."""
        if email != self.email:
            is_case = differs_in_case_only(email, self.email)
            return Fit.LETTER_CASE_DIFFERS if is_case else Fit.OTHER_ACCOUNT
        return Fit.FITS if subject == self.subject else Fit.OTHER_ACCOUNT

    def redeem(self, subject: str, email: str, moment: datetime) -> "Invitation":
        """Uses the link up, for the account that applied and no other."""
        if email != self.email:
            raise EmailMismatch(differs_in_case_only(email, self.email))
        if subject != self.subject:
            raise AccountMismatch
        self._ensure_alive(moment)
        return replace(self, state=State.REDEEMED, redeemed=moment)

    def settle(self, blockers: tuple[Blocker, ...], moment: datetime) -> "Invitation":
        """Confirms it if it was redeemed and nothing stands in the way any more."""
        if self.state is not State.REDEEMED or blockers:
            return self
        return replace(self, state=State.CONFIRMED, confirmed=moment)

    def expire(self, moment: datetime) -> "Invitation":
        """Stores that it has expired, if it has."""
        if self.state is not State.ISSUED or self.state_at(moment) is not State.EXPIRED:
            return self
        return replace(self, state=State.EXPIRED, ended=self.expires)

    def supersede(self, by: str, moment: datetime) -> "Invitation":
        """Kills its link, since another invitation is issued in its place."""
        state = self.state_at(moment)
        if state not in REPLACEABLE:
            raise InvitationNotReplaceable(state, self.superseded_by)
        return replace(self, state=State.SUPERSEDED, superseded_by=by, ended=moment)

    def revoke(self, reason: str, moment: datetime) -> "Invitation":
        """Takes it back before the registration is complete."""
        state = self.state_at(moment)
        if state not in REVOCABLE:
            raise InvitationNotRevocable(state)
        return replace(self, state=State.REVOKED, revoke_reason=reason, ended=moment)

    def _ensure_alive(self, moment: datetime) -> None:
        ended = self.ended or moment
        if self.state is State.SUPERSEDED:
            raise InvitationSuperseded(ended)
        if self.state is State.REVOKED:
            raise InvitationRevoked(ended)
        if self.redeemed is not None:
            raise InvitationUsed(self.redeemed)
        if self.state_at(moment) is State.EXPIRED:
            raise InvitationExpired(self.expires)
