"""Listings: what a maker offers for sale in one country."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from catalog.domain.customization import Customization, OptionSet
from catalog.domain.money import Money
from catalog.domain.profile import Storefront
from catalog.domain.retirement import Retirement
from chassis.errors import NotFound, Refused, Stale


class State(Enum):
    """Where a listing is in its life."""

    DRAFT = "draft"
    LIVE = "live"
    RETIRED = "retired"


class ProductionMethod(Enum):
    """How a product is made."""

    MADE_BY_HAND = "made_by_hand"
    HAND_ALTERED = "hand_altered"
    HAND_ASSEMBLED = "hand_assembled"


class ListingNotFound(NotFound):
    """There is no such listing, or the caller may not know of it: a draft, another's private
    listing, or an inactive maker's.

    Check the name; for a private listing send the secret of its link.
    """

    def __init__(self) -> None:
        super().__init__("There is no such listing.")


class ListingNotDraft(Refused):
    """Only a draft can be published; the fact `state` says what the listing is.

    Nothing, if it is on sale already; change a listing on sale with `UpdateListing`.
    """

    def __init__(self, state: State) -> None:
        super().__init__(f"The listing is {state.value} already.", state=state.name)


class ListingRetired(Refused):
    """The membership under which the listing was made has ended, and the listing with it. The fact
    `state` says what the membership in its region is now, `country` where the listing was offered.

    Read it as often as you like. To sell the product again, become a member again and draft a new
    listing with a new SKU.
    """

    def __init__(self, country: str, state: str) -> None:
        super().__init__(
            "The membership under which this listing was made has ended, and the listing with it: "
            f"the membership is {state or 'gone'} now. As an active member, draft a new listing "
            "with a new SKU.",
            state=state,
            country=country,
        )


class ListingNotPrivate(Refused):
    """A public listing has no private link.

    Use the public address, or make a private listing.
    """

    def __init__(self) -> None:
        super().__init__("The listing is public. Make it private first.")


class ListingChanged(Stale):
    """Somebody else changed the listing first.

    Read it again, apply your change to what you find, and repeat.
    """

    def __init__(self) -> None:
        super().__init__("The listing has changed meanwhile. Read it again.")


@dataclass(frozen=True)
class PrivateAccess:
    """Makes a listing private. Without a buyer the link opens it to whoever has it."""

    buyer: str = ""
    custom_order_request: str = ""


@dataclass(frozen=True)
class Offer:
    """What the maker says about a product, and may change. `None` and empty mean: not said."""

    title: str
    language: str = ""
    description: str = ""
    category: str = ""
    production_method: ProductionMethod | None = None
    price: Money | None = None
    production_days: int = 0
    quantity: int | None = None
    customizations: tuple[Customization, ...] = ()
    private_access: PrivateAccess | None = None


@dataclass(frozen=True)
class Listing:
    """A listing. `store_name` and `custom_orders_offered` follow the maker's profiles."""

    id: str
    maker: str
    country: str
    sku: str
    offer: Offer
    state: State
    option_set_version: int
    link_revision: int
    store_name: str
    custom_orders_offered: bool
    created: datetime
    updated: datetime
    published: datetime | None = None
    retirement: Retirement | None = None
    revision: int = 1

    @property
    def name(self) -> str:
        """The resource name."""
        return f"listings/{self.id}"

    @property
    def is_private(self) -> bool:
        """Whether only its link opens it."""
        return self.offer.private_access is not None

    @property
    def is_live(self) -> bool:
        """Whether it is on sale."""
        return self.state is State.LIVE

    @property
    def is_public(self) -> bool:
        """Whether search and lists may show it."""
        return self.is_live and not self.is_private

    @property
    def option_set(self) -> OptionSet:
        """The present version of what buyers choose."""
        return OptionSet(self.id, self.option_set_version, self.offer.customizations)

    @classmethod
    def drafted(
        cls, key: str, country: str, sku: str, offer: Offer, storefront: Storefront, now: datetime
    ) -> "Listing":
        """A new listing of the storefront's maker."""
        return cls(
            id=key,
            maker=storefront.maker,
            country=country,
            sku=sku,
            offer=offer,
            state=State.DRAFT,
            option_set_version=1,
            link_revision=1,
            store_name=storefront.store_name,
            custom_orders_offered=storefront.offers_custom_orders(country),
            created=now,
            updated=now,
        )

    def edit(self, offer: Offer, now: datetime) -> "Listing":
        """The listing with another offer.

        Other customizations are a new version of the option set. A listing that becomes private
        gets a new link: one from an earlier private time stays dead.
        """
        chosen_anew = offer.customizations != self.offer.customizations
        hidden_anew = offer.private_access is not None and not self.is_private
        return replace(
            self,
            offer=offer,
            option_set_version=self.option_set_version + chosen_anew,
            link_revision=self.link_revision + hidden_anew,
            updated=now,
        )

    def publish(self, now: datetime) -> "Listing":
        """On sale from now on. A retired listing is refused before this is asked."""
        if self.state is not State.DRAFT:
            raise ListingNotDraft(self.state)
        return replace(self, state=State.LIVE, published=now, updated=now)

    def retire(self, retirement: Retirement) -> "Listing":
        """Off for good. Retiring again changes nothing; stock held for buyers stays held."""
        if self.state is State.RETIRED:
            return self
        return replace(self, state=State.RETIRED, retirement=retirement, updated=retirement.at)

    def rotate_link(self, now: datetime) -> "Listing":
        """A new link in the place of the old one."""
        self.ensure_private()
        return replace(self, link_revision=self.link_revision + 1, updated=now)

    def ensure_private(self) -> None:
        """Refuses a public listing."""
        if not self.is_private:
            raise ListingNotPrivate

    def restock(self, more: int, now: datetime) -> "Listing":
        """With so many more to buy, or fewer."""
        stock = (self.offer.quantity or 0) + more
        return replace(self, offer=replace(self.offer, quantity=stock), updated=now)

    def follow(self, storefront: Storefront, now: datetime) -> "Listing":
        """As the storefront presents it now."""
        return replace(
            self,
            store_name=storefront.store_name,
            custom_orders_offered=storefront.offers_custom_orders(self.country),
            updated=now,
        )
