"""Region extensions: the way of a maker's membership into another region."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Any

from applications.domain.address import differs_in_case_only
from applications.domain.application import Occasion
from chassis.errors import NotFound, Refused, Violation


class State(Enum):
    """Where an extension is in its life."""

    ACCOUNT_OPENING = "ACCOUNT_OPENING"
    SELLER_VERIFICATION = "SELLER_VERIFICATION"
    APPROVED_UNLINKED = "APPROVED_UNLINKED"
    LINKED = "LINKED"
    REFUSED = "REFUSED"
    CANCELLED = "CANCELLED"
    ENDED = "ENDED"


class ProfilePart(Enum):
    """A part of a maker's profile."""

    PROFILE_IMAGE = "PROFILE_IMAGE"
    STORE_NAME = "STORE_NAME"
    STOREFRONT_IMAGES = "STOREFRONT_IMAGES"
    SHORT_URL = "SHORT_URL"
    INSPIRATION = "INSPIRATION"
    ABOUT = "ABOUT"


COPIED = (
    ProfilePart.PROFILE_IMAGE,
    ProfilePart.STORE_NAME,
    ProfilePart.STOREFRONT_IMAGES,
    ProfilePart.SHORT_URL,
)
"""What of the profile is the same in every country by itself."""

TO_TRANSLATE = (ProfilePart.INSPIRATION, ProfilePart.ABOUT)
"""What of the profile the maker says in each country's language."""

OVER = frozenset({State.REFUSED, State.CANCELLED, State.ENDED})
UNDECIDED = frozenset({State.ACCOUNT_OPENING, State.SELLER_VERIFICATION})

_VERIFYING = "A seller is verified once the account is registered."


class Blocker(Enum):
    """What stands in the way of an extension."""

    EMAIL_MISMATCH = "EMAIL_MISMATCH"
    VERIFY_ACCOUNT = "VERIFY_ACCOUNT"
    LINK_ACCOUNTS = "LINK_ACCOUNTS"
    HOME_MEMBERSHIP = "HOME_MEMBERSHIP"
    REGISTER_ACCOUNT = "REGISTER_ACCOUNT"
    ACCOUNT_MISMATCH = "ACCOUNT_MISMATCH"


@dataclass(frozen=True)
class OpenedCountry:
    """A country in which the maker may list, and the official language it begins in."""

    country: str
    language: str
    opened: datetime


@dataclass(frozen=True)
class TimelineEntry:
    """Something that happened."""

    occasion: Occasion
    state: State
    country: str = ""


class RegionExtensionNotFound(NotFound):
    """There is no such region extension, or the caller may not see it: the two are never told
    apart.

    Check the name, and with whose token you ask.
    """

    def __init__(self) -> None:
        super().__init__("There is no such region extension.")


class RegionExtensionExists(Refused):
    """The maker's way into the region in the fact `region` has begun already; there is one at a
    time, and nobody applies for a region meanwhile.

    Go on with that one, or cancel it first.
    """

    def __init__(self, region: str) -> None:
        super().__init__(
            f"You are extending your membership to the region {region} already. Go on with that.",
            region=region,
        )


class RegionApplicationOpen(Refused):
    """An application for the region in the fact `region` is open, and there is one way into a
    region at a time.

    Wait for the decision, or withdraw the application and extend your membership instead.
    """

    def __init__(self, region: str) -> None:
        super().__init__(
            f"You have an open application for the region {region}. Withdraw it to extend your "
            "membership instead.",
            region=region,
        )


class NothingToExtend(Refused):
    """Only a maker with an active membership of its own in another region can extend it.

    Finish the registration in your home region first, or apply for the region in the fact `region`.
    """

    def __init__(self, region: str) -> None:
        super().__init__(
            f"You have no active membership that could be extended to the region {region}.",
            region=region,
        )


_NEXT = {
    State.ACCOUNT_OPENING: "Register the selling account first.",
    State.SELLER_VERIFICATION: "The account is registered; the marketplace verifies the seller.",
    State.APPROVED_UNLINKED: "The seller is verified; the marketplace links the accounts next.",
    State.LINKED: "The accounts are linked; open the countries in which you will list.",
    State.REFUSED: "The marketplace did not verify the seller; you may start another extension.",
    State.CANCELLED: "You gave this extension up; you may start another one.",
    State.ENDED: "This extension has ended with a membership; there is nothing left to do with it.",
}


class RegionExtensionState(Refused):
    """The extension is in another state than this needs. The fact `state` says in which, and the
    fact `needed` in which it would be possible, several with commas.

    Take the step that the message names, which is the next one in this state, and read the
    extension again: its state and its blockers say how far it is.
    """

    def __init__(self, state: State, when: str, needed: Iterable[State]) -> None:
        super().__init__(
            f"{when} {_NEXT[state]}",
            state=state.value,
            needed=",".join(each.value for each in needed),
        )


class ExtensionEmailMismatch(Refused):
    """The new selling account must have the very e-mail address of the home account, letter case
    included.

    Register the account with the address that the extension names in `email`. If the fact
    `letter_case_differs` is `true`, only the letter case is another.
    """

    def __init__(self, letter_case_only: bool) -> None:
        message = (
            "This is the e-mail address of your home account, but the letter case differs. It "
            "must be the same letter for letter."
            if letter_case_only
            else "This is not the e-mail address of your home account. Register with that."
        )
        super().__init__(
            message,
            violations=[Violation("EMAIL_MISMATCH", message, "email")],
            letter_case_differs=str(letter_case_only).lower(),
        )


class CountryOpen(Refused):
    """The country in the fact `country` is open already.

    Nothing; listings can be created there.
    """

    def __init__(self, country: str) -> None:
        super().__init__(f"The country {country} is open already.", country=country)


@dataclass(frozen=True)
class RegionExtension:
    """One extension. Its state moves only by the verbs below.

    `email` is the home account's address, which the new account must have. `old_refusal` is the
    one that the marketplace had reported before this began; it counts no more.
    """

    id: str
    maker_id: str
    subject: str
    region: str
    home_region: str
    primary_country: str
    email: str
    created: datetime
    updated: datetime
    state: State = State.ACCOUNT_OPENING
    account: str = ""
    refuse_reason: str = ""
    old_refusal: datetime | None = None
    opened: tuple[OpenedCountry, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    revision: int = field(default=1)

    @property
    def is_over(self) -> bool:
        """Whether nothing more can come of it."""
        return self.state in OVER

    def start(self, occasion: Occasion) -> "RegionExtension":
        """The extension with the first entry of its timeline."""
        return self._moved(State.ACCOUNT_OPENING, occasion)

    def register(self, account: str, email: str, occasion: Occasion) -> "RegionExtension":
        """The maker has registered an account with this address; the marketplace verifies it."""
        self._ensure_in(
            "A selling account is registered once, at the beginning.", State.ACCOUNT_OPENING
        )
        if email != self.email:
            raise ExtensionEmailMismatch(differs_in_case_only(email, self.email))
        return self._moved(State.SELLER_VERIFICATION, occasion, account=account)

    def approve(self, account: str, occasion: Occasion) -> "RegionExtension":
        """The marketplace has verified the seller, with this account."""
        self._ensure_in(_VERIFYING, State.SELLER_VERIFICATION)
        return self._moved(State.APPROVED_UNLINKED, occasion, account=account)

    def link(self, occasion: Occasion) -> "RegionExtension":
        """The marketplace has linked the accounts; countries can be opened."""
        self._ensure_in("Accounts are linked once the seller is verified.", State.APPROVED_UNLINKED)
        return self._moved(State.LINKED, occasion)

    def refuse(self, reason: str, occasion: Occasion) -> "RegionExtension":
        """The marketplace did not verify the seller."""
        self._ensure_in(_VERIFYING, State.SELLER_VERIFICATION)
        return self._moved(State.REFUSED, occasion, refuse_reason=reason)

    def cancel(self, occasion: Occasion) -> "RegionExtension":
        """The maker gives it up before it is approved."""
        self._ensure_in(
            "An extension can be given up until it is approved.",
            State.ACCOUNT_OPENING,
            State.SELLER_VERIFICATION,
        )
        return self._moved(State.CANCELLED, occasion)

    def end(self, occasion: Occasion) -> "RegionExtension":
        """The membership that it comes from, or leads to, has ended."""
        self._ensure_in("An extension ends once.", *(state for state in State if state not in OVER))
        return self._moved(State.ENDED, occasion)

    def open_country(self, country: str, language: str, occasion: Occasion) -> "RegionExtension":
        """The maker will sell in a country, and begins in this language."""
        self._ensure_in("Countries can be opened once the accounts are linked.", State.LINKED)
        if any(opened.country == country for opened in self.opened):
            raise CountryOpen(country)
        opened = OpenedCountry(country, language, occasion.moment)
        return self._moved(self.state, occasion, country, opened=(*self.opened, opened))

    def follow(self, email: str, moment: datetime) -> "RegionExtension":
        """The home account has this address now."""
        return replace(self, email=email, updated=moment)

    def _ensure_in(self, when: str, *states: State) -> None:
        if self.state not in states:
            raise RegionExtensionState(self.state, when, states)

    def _moved(
        self, state: State, occasion: Occasion, country: str = "", **changes: Any
    ) -> "RegionExtension":
        entry = TimelineEntry(occasion, state, country)
        return replace(
            self,
            state=state,
            timeline=(*self.timeline, entry),
            updated=occasion.moment,
            **changes,
        )
