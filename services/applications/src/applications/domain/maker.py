"""Makers: who they are, where they may sell, and whom they let act for them."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum

from chassis.errors import NotFound, Refused


class MembershipState(Enum):
    """Where a membership is in its life."""

    GRANTED = "GRANTED"
    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    REMOVED = "REMOVED"
    LEFT = "LEFT"


ENDED = frozenset({MembershipState.REMOVED, MembershipState.LEFT})


class Plan(Enum):
    """What a selling account pays for."""

    INDIVIDUAL = "INDIVIDUAL"
    PROFESSIONAL = "PROFESSIONAL"


@dataclass(frozen=True)
class Membership:
    """Where a maker stands in one region."""

    region: str
    state: MembershipState
    updated: datetime
    ready_countries: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grant:
    """A partner's right to act for a maker."""

    partner: str
    scopes: tuple[str, ...]
    created: datetime


@dataclass(frozen=True)
class SellerAccount:
    """What the marketplace last reported of somebody's selling account in a region."""

    account: str
    subject: str
    region: str
    email: str
    plan: Plan
    version: int
    on_legacy_platform: bool = False
    verified: datetime | None = None
    linked: datetime | None = None


class MakerNotFound(NotFound):
    """There is no such maker, or the caller may not see it: the two are never told apart.

    Check the name, and with whose token you ask.
    """

    def __init__(self) -> None:
        super().__init__("There is no such maker.")


class AlreadyAdmitted(Refused):
    """The maker is in the programme of that region already, and needs no approval for it.

    Nothing; apply only for another region.
    """

    def __init__(self, region: str) -> None:
        super().__init__(
            f"The maker is in the programme of the region {region} already.", region=region
        )


class MembershipNotGranted(Refused):
    """The maker has no approval for the region, and only an approved applicant can become active.

    Apply for the region and wait for the approval.
    """

    def __init__(self, region: str) -> None:
        super().__init__(f"There is no approval for the region {region}.", region=region)


class TooManyPartners(Refused):
    """A maker lets a limited number of partners act, the fact `most`.

    Revoke a partner that is no longer needed, then grant again.
    """

    def __init__(self, most: int) -> None:
        super().__init__(
            f"You let {most} partners act for you, which is the most. Revoke one first.",
            most=str(most),
        )


class NothingGranted(Refused):
    """The maker has granted nothing to this partner, so there is nothing to revoke.

    Check the partner's subject; otherwise there is nothing left to do.
    """

    def __init__(self) -> None:
        super().__init__("You have granted nothing to this partner.")


@dataclass(frozen=True)
class Maker:
    """Somebody who makes and sells, or applies to."""

    id: str
    subject: str
    email: str
    display_name: str
    country: str
    created: datetime
    memberships: tuple[Membership, ...] = ()
    grants: tuple[Grant, ...] = ()
    revision: int = field(default=1)

    @property
    def is_active(self) -> bool:
        """Whether it may sell anywhere."""
        return any(held.state is MembershipState.ACTIVE for held in self.memberships)

    def membership(self, region: str) -> Membership | None:
        """Where it stands in a region, if anywhere."""
        return next((held for held in self.memberships if held.region == region), None)

    def is_granted(self, partner: str, scope: str = "") -> bool:
        """Whether the partner may act for it, within the scope if one is named."""
        return any(
            grant.partner == partner and (not scope or scope in grant.scopes)
            for grant in self.grants
        )

    def introduce(self, display_name: str, country: str, email: str) -> "Maker":
        """Goes by what the latest application says.

        Buyers know an active maker by name and country, so an application that nobody has
        approved changes no more than its address.
        """
        if self.is_active:
            return replace(self, email=email)
        return replace(
            self, display_name=display_name or self.display_name, country=country, email=email
        )

    def ensure_not_admitted(self, region: str) -> None:
        """Fails with `AlreadyAdmitted` for a region in whose programme it is."""
        held = self.membership(region)
        if held is not None and held.state not in ENDED:
            raise AlreadyAdmitted(region)

    def admit(self, region: str, moment: datetime) -> "Maker":
        """Grants the membership of a region. Registration has still to follow."""
        self.ensure_not_admitted(region)
        return self._holding(Membership(region, MembershipState.GRANTED, moment))

    def activate(self, region: str, countries: tuple[str, ...], moment: datetime) -> "Maker":
        """Lets it sell in the countries of a region."""
        held = self.membership(region)
        if held is None or held.state is not MembershipState.GRANTED:
            raise MembershipNotGranted(region)
        return self._holding(Membership(region, MembershipState.ACTIVE, moment, countries))

    def grant(self, partner: str, scopes: tuple[str, ...], most: int, moment: datetime) -> "Maker":
        """Lets a partner act within the scopes, replacing what was granted to it before."""
        others = tuple(grant for grant in self.grants if grant.partner != partner)
        if len(others) >= most:
            raise TooManyPartners(most)
        return replace(self, grants=(*others, Grant(partner, scopes, moment)))

    def revoke(self, partner: str) -> "Maker":
        """Ends a partner's right."""
        if not self.is_granted(partner):
            raise NothingGranted
        return replace(
            self, grants=tuple(grant for grant in self.grants if grant.partner != partner)
        )

    def _holding(self, membership: Membership) -> "Maker":
        others = tuple(held for held in self.memberships if held.region != membership.region)
        return replace(self, memberships=(*others, membership))
