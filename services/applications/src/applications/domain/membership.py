"""Memberships: where a maker stands in the programme of one region."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from chassis.errors import Refused


class MembershipState(Enum):
    """Where a membership is in its life."""

    GRANTED = "GRANTED"
    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    REMOVED = "REMOVED"
    LEFT = "LEFT"


ENDED = frozenset({MembershipState.REMOVED, MembershipState.LEFT})


class MembershipReason(Enum):
    """Why a membership was suspended, removed or left."""

    NOT_HANDMADE = "NOT_HANDMADE"
    COMMUNICATION_RULES = "COMMUNICATION_RULES"
    POLICY_BREACH = "POLICY_BREACH"
    PERFORMANCE = "PERFORMANCE"
    HOME_MEMBERSHIP = "HOME_MEMBERSHIP"
    INVITATION_REVOKED = "INVITATION_REVOKED"
    CLOSING = "CLOSING"
    SELLING_ELSEWHERE = "SELLING_ELSEWHERE"
    COSTS = "COSTS"
    OTHER_REASON = "OTHER_REASON"


class AlreadyAdmitted(Refused):
    """The maker is in the programme of that region already, and needs no approval for it.

    Nothing; apply only for another region.
    """

    def __init__(self, region: str) -> None:
        super().__init__(
            f"There is an approval for the region {region} already; no other is needed.",
            region=region,
        )


class MembershipNotGranted(Refused):
    """The maker has no approval for the region, and only an approved applicant can become active.

    Apply for the region and wait for the approval.
    """

    def __init__(self, region: str) -> None:
        super().__init__(f"There is no approval for the region {region}.", region=region)


class MembershipNotActive(Refused):
    """Only an active membership can be suspended, left, or extended to another country. The fact
    `state` says what this one is, and is empty where there is none in the fact `region`.

    Read the maker again and go by the state: a suspended membership must be reinstated first.
    """

    def __init__(self, region: str, held: "Membership | None") -> None:
        super().__init__(_what_it_is(region, held, "active"), region=region, state=_state(held))


class MembershipNotSuspended(Refused):
    """Only a suspended membership can be reinstated, or its maker put out of the programme. The
    fact `state` says what this one is, and is empty where there is none in the fact `region`.

    Read the maker again and go by the state: to put a maker out, suspend the membership first.
    """

    def __init__(self, region: str, held: "Membership | None") -> None:
        super().__init__(_what_it_is(region, held, "suspended"), region=region, state=_state(held))


class HomeMembershipNotActive(Refused):
    """A membership that was extended from another is active only while that other one is; the fact
    `region` says whose.

    Reinstate the membership of that region first. Those that were suspended with it come back by
    themselves.
    """

    def __init__(self, home_region: str) -> None:
        super().__init__(
            f"The membership in the region {home_region}, which this rests on, is not active.",
            region=home_region,
        )


class OwnMembership(Refused):
    """Nobody suspends, reinstates or removes a membership of their own.

    Leave it to a colleague. To go from the programme as a maker, leave it.
    """

    def __init__(self) -> None:
        super().__init__("This is your own membership. A colleague must see to it.")


@dataclass(frozen=True)
class Membership:
    """Where a maker stands in one region.

    `extended_from` is the region of the membership it rests on, its home; empty where it rests on
    an application of its own. `granted` is unknown of what was granted before it was kept.
    """

    region: str
    state: MembershipState
    updated: datetime
    ready_countries: tuple[str, ...] = ()
    extended_from: str = ""
    reason: MembershipReason | None = None
    reason_text: str = ""
    granted: datetime | None = None

    @property
    def has_ended(self) -> bool:
        """Whether it is over for good."""
        return self.state in ENDED

    @property
    def waits_for_home(self) -> bool:
        """Whether it was suspended only because its home was."""
        return (
            self.state is MembershipState.SUSPENDED
            and self.reason is MembershipReason.HOME_MEMBERSHIP
        )

    def moved(
        self,
        state: MembershipState,
        moment: datetime,
        reason: MembershipReason | None = None,
        text: str = "",
    ) -> "Membership":
        """The membership in another state, and why."""
        return replace(self, state=state, updated=moment, reason=reason, reason_text=text)


def _state(held: Membership | None) -> str:
    return held.state.value if held else ""


def _what_it_is(region: str, held: Membership | None, wanted: str) -> str:
    if held is None:
        return f"There is no membership in the region {region}."
    return f"The membership in the region {region} is {held.state.value.lower()}, not {wanted}."
