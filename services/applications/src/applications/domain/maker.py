"""Makers: who they are, where they may sell, and whom they let act for them."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum

from applications.domain.membership import (
    AlreadyAdmitted,
    HomeMembershipNotActive,
    Membership,
    MembershipNotActive,
    MembershipNotGranted,
    MembershipNotSuspended,
    MembershipReason,
    MembershipState,
)
from applications.domain.partner import Grant, NothingGranted, TooManyPartners
from chassis.errors import NotFound

_HOME = MembershipReason.HOME_MEMBERSHIP


class Plan(Enum):
    """What a selling account pays for."""

    INDIVIDUAL = "INDIVIDUAL"
    PROFESSIONAL = "PROFESSIONAL"


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
    refused: datetime | None = None
    refuse_reason: str = ""


class MakerNotFound(NotFound):
    """There is no such maker, or the caller may not see it: the two are never told apart.

    Check the name, and with whose token you ask.
    """

    def __init__(self, message: str = "There is no such maker.") -> None:
        super().__init__(message)


@dataclass(frozen=True)
class Maker:
    """Somebody who makes and sells, or applies to.

    `country` is empty until an application says it, `language` is the one to write in,
    `contact_name` the person to write to, as far as an application has told.
    """

    id: str
    subject: str
    email: str
    display_name: str
    country: str
    created: datetime
    memberships: tuple[Membership, ...] = ()
    grants: tuple[Grant, ...] = ()
    language: str = "en"
    contact_name: str = ""
    revision: int = field(default=1)

    @property
    def is_active(self) -> bool:
        """Whether it may sell anywhere."""
        return any(held.state is MembershipState.ACTIVE for held in self.memberships)

    @property
    def is_known_to_buyers(self) -> bool:
        """Whether it sells, or did until it was suspended, and so has orders to serve."""
        return any(
            held.state in (MembershipState.ACTIVE, MembershipState.SUSPENDED)
            for held in self.memberships
        )

    def membership(self, region: str) -> Membership | None:
        """Where it stands in a region, if anywhere."""
        return next((held for held in self.memberships if held.region == region), None)

    def is_active_in(self, region: str) -> bool:
        """Whether it may sell in a region."""
        held = self.membership(region)
        return held is not None and held.state is MembershipState.ACTIVE

    def is_admitted_to(self, region: str) -> bool:
        """Whether it is in a region's programme, in whatever state."""
        held = self.membership(region)
        return held is not None and not held.has_ended

    def was_in(self, region: str) -> bool:
        """Whether it was in a region's programme before, and is not any more."""
        held = self.membership(region)
        return held is not None and held.has_ended

    def base_for(self, region: str) -> Membership | None:
        """The active membership that can be extended to a region: one with its own application."""
        return next(
            (
                held
                for held in self.memberships
                if held.state is MembershipState.ACTIVE
                and not held.extended_from
                and held.region != region
            ),
            None,
        )

    def is_granted(self, partner: str, scope: str = "") -> bool:
        """Whether the partner may act for it, within the scope if one is named."""
        return any(
            grant.partner == partner and (not scope or scope in grant.scopes)
            for grant in self.grants
        )

    def introduce(self, display_name: str, country: str, email: str, language: str = "") -> "Maker":
        """Goes by what the latest application says.

        Buyers know a maker by name and country, so an application that nobody has approved
        changes no more than how to write to a maker whom they know.
        """
        known = replace(self, email=email, language=language or self.language)
        if self.is_known_to_buyers:
            return known
        return replace(known, display_name=display_name or self.display_name, country=country)

    def ensure_not_admitted(self, region: str) -> None:
        """Fails with `AlreadyAdmitted` for a region in whose programme it is."""
        if self.is_admitted_to(region):
            raise AlreadyAdmitted(region)

    def admit(self, region: str, moment: datetime) -> "Maker":
        """Grants the membership of a region. Registration has still to follow."""
        self.ensure_not_admitted(region)
        return self._holding(Membership(region, MembershipState.GRANTED, moment, granted=moment))

    def extend(self, region: str, home: str, moment: datetime) -> "Maker":
        """Grants the membership of a region because of an active one in another, its home."""
        self.ensure_not_admitted(region)
        if not self.is_active_in(home):
            raise HomeMembershipNotActive(home)
        return self._holding(
            Membership(region, MembershipState.GRANTED, moment, extended_from=home, granted=moment)
        )

    def activate(self, region: str, countries: tuple[str, ...], moment: datetime) -> "Maker":
        """Lets it sell in the countries of a region."""
        held = self.membership(region)
        if held is None or held.state is not MembershipState.GRANTED:
            raise MembershipNotGranted(region)
        active = held.moved(MembershipState.ACTIVE, moment)
        return self._holding(replace(active, ready_countries=countries))

    def open_country(self, region: str, code: str) -> "Maker":
        """Lets it sell in one more country of a region."""
        held = self._active(region)
        return self._holding(replace(held, ready_countries=(*held.ready_countries, code)))

    def suspend(
        self, region: str, reason: MembershipReason, text: str, moment: datetime
    ) -> "Maker":
        """Stops its selling in a region for now, and in those that rest on it."""
        state = MembershipState.SUSPENDED
        suspended = self._holding(self._active(region).moved(state, moment, reason, text))
        return suspended._following(
            region,
            lambda held: held.state is MembershipState.ACTIVE,
            lambda held: held.moved(state, moment, _HOME),
        )

    def reinstate(self, region: str, text: str, moment: datetime) -> "Maker":
        """Lets it sell again as before, and where it was suspended only because of this."""
        held = self._suspended(region)
        if held.extended_from and not self.is_active_in(held.extended_from):
            raise HomeMembershipNotActive(held.extended_from)
        state = MembershipState.ACTIVE
        reinstated = self._holding(held.moved(state, moment, text=text))
        return reinstated._following(
            region, lambda held: held.waits_for_home, lambda held: held.moved(state, moment)
        )

    def remove(self, region: str, reason: MembershipReason, text: str, moment: datetime) -> "Maker":
        """Puts it out of the programme of a region, and of those that rest on it."""
        return self._ending(self._suspended(region), MembershipState.REMOVED, reason, text, moment)

    def leave(self, region: str, reason: MembershipReason, text: str, moment: datetime) -> "Maker":
        """Goes from the programme of a region, and of those that rest on it."""
        return self._ending(self._active(region), MembershipState.LEFT, reason, text, moment)

    def take_back(self, region: str, text: str, moment: datetime) -> "Maker":
        """Ends a membership whose invitation was revoked before the registration."""
        held = self.membership(region)
        if held is None or held.state is not MembershipState.GRANTED:
            raise MembershipNotGranted(region)
        reason = MembershipReason.INVITATION_REVOKED
        return self._holding(held.moved(MembershipState.REMOVED, moment, reason, text))

    def keep_up(self, countries_of: Callable[[str], tuple[str, ...]]) -> "Maker":
        """Goes by the countries that the regions have now: where it applied itself it may list in
        all of them.
        """
        return replace(
            self,
            memberships=tuple(
                replace(held, ready_countries=countries_of(held.region))
                if not held.extended_from
                and held.state in (MembershipState.ACTIVE, MembershipState.SUSPENDED)
                and set(held.ready_countries) != set(countries_of(held.region))
                else held
                for held in self.memberships
            ),
        )

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

    def _active(self, region: str) -> Membership:
        held = self.membership(region)
        if held is None or held.state is not MembershipState.ACTIVE:
            raise MembershipNotActive(region, held)
        return held

    def _suspended(self, region: str) -> Membership:
        held = self.membership(region)
        if held is None or held.state is not MembershipState.SUSPENDED:
            raise MembershipNotSuspended(region, held)
        return held

    def _ending(
        self,
        held: Membership,
        state: MembershipState,
        reason: MembershipReason,
        text: str,
        moment: datetime,
    ) -> "Maker":
        ended = self._holding(held.moved(state, moment, reason, text))
        return ended._following(
            held.region,
            lambda one: not one.has_ended,
            lambda one: one.moved(state, moment, _HOME),
        )

    def _following(
        self,
        home: str,
        applies: Callable[[Membership], bool],
        follow: Callable[[Membership], Membership],
    ) -> "Maker":
        return replace(
            self,
            memberships=tuple(
                follow(held) if held.extended_from == home and applies(held) else held
                for held in self.memberships
            ),
        )

    def _holding(self, membership: Membership) -> "Maker":
        if self.membership(membership.region) is None:
            return replace(self, memberships=(*self.memberships, membership))
        return replace(
            self,
            memberships=tuple(
                membership if held.region == membership.region else held
                for held in self.memberships
            ),
        )
