"""What a maker says about a listing or itself, as mutations take it."""

from typing import Any

import strawberry

from gateway.ids import from_id
from gateway.subgraphs.catalog.customization import CustomizationInput
from gateway.values import MoneyInput, ProductionMethod
from handmade.catalog.v1 import listing_pb2, maker_profile_pb2


@strawberry.input(description="Makes a listing private: nobody finds it without its link.")
class PrivateAccessInput:
    buyer: str | None = strawberry.field(
        default=None,
        description=(
            "The account of the only buyer who may use the link; null for whoever has it. "
            "For the buyer of a custom order name the request instead."
        ),
    )
    custom_order_request: strawberry.ID | None = strawberry.field(
        default=None,
        description="The custom-order request it answers; the link goes to whoever asked.",
    )

    def to_proto(self) -> listing_pb2.Listing.PrivateAccess:
        """Writes whom the listing is for."""
        request = self.custom_order_request
        path = "listing.private_access.custom_order_request"
        return listing_pb2.Listing.PrivateAccess(
            buyer=self.buyer or "",
            custom_order_request=from_id(request, "CustomOrderRequest", path)
            if request is not None
            else "",
        )


@strawberry.input(description="What a maker says about a product.")
class Said:
    language: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="The language of its texts, an ISO 639-1 code official in the country.",
    )
    description: str | None = strawberry.field(
        default=strawberry.UNSET, description="What it is, plain text of 1 to 2,000 characters."
    )
    category: str | None = strawberry.field(
        default=strawberry.UNSET, description="The category, such as `home-and-kitchen`."
    )
    production_method: ProductionMethod | None = strawberry.field(
        default=strawberry.UNSET, description="How it is made."
    )
    price: MoneyInput | None = strawberry.field(
        default=strawberry.UNSET,
        description="The price without options, in the country's currency.",
    )
    production_days: int | None = strawberry.field(
        default=strawberry.UNSET,
        description="Days from order to dispatch, customization included, 1 to 30.",
    )
    quantity: int | None = strawberry.field(
        default=strawberry.UNSET, description="How many can be bought; 0 means out of stock."
    )
    customizations: list[CustomizationInput] | None = strawberry.field(
        default=strawberry.UNSET, description="What buyers can choose, 10 customizations at most."
    )
    private_access: PrivateAccessInput | None = strawberry.field(
        default=strawberry.UNSET, description="Set to make it private, null to make it public."
    )

    def fields(self) -> dict[str, Any]:
        """Returns what was given as a proto's fields; None clears one.

        The names are those of an update mask, too.
        """
        given = {name: value for name, value in vars(self).items() if value is not strawberry.UNSET}
        return {name: _to_proto(value) for name, value in given.items()}


@strawberry.input(description="What to change of a listing. What is left out stays as it is.")
class ListingChangesInput(Said):
    title: str | None = strawberry.field(
        default=strawberry.UNSET, description="The headline, 1 to 200 characters."
    )


@strawberry.input(description="A new listing.")
class ListingInput(Said):
    title: str = strawberry.field(description="The headline, 1 to 200 characters.")
    country: str = strawberry.field(
        description="The country it is offered in, as an ISO 3166-1 code; cannot be changed."
    )
    sku: str = strawberry.field(
        description="Your own number for it, 1 to 40 characters, never used before; cannot be "
        "changed."
    )


def _to_proto(value: Any) -> Any:
    match value:
        case MoneyInput() | PrivateAccessInput() | CustomizationInput():
            return value.to_proto()
        case ProductionMethod():
            return value.name
        case list():
            return [_to_proto(one) for one in value]
    return value


@strawberry.input(description="Set to offer custom orders.")
class CustomOrdersInput:
    types: str = strawberry.field(description="What kinds are accepted, 1 to 1,000 characters.")
    production_time: str = strawberry.field(
        description="How long they take on average, 1 to 200 characters."
    )


@strawberry.input(description="A profile, whole.")
class MakerProfileInput:
    country: str = strawberry.field(description="The country it is for, as an ISO 3166-1 code.")
    store_name: str | None = strawberry.field(
        default=None,
        description="The store's name, unique, 2 to 40 characters; changes in all countries. Left "
        "out, it is that of the maker's other profiles; the first says it.",
    )
    short_url: str | None = strawberry.field(
        default=None,
        description="The end of the store's address, unique, 3 to 30 of `a-z`, `0-9` and `-`, not "
        "the store name; changes in all countries. Left out, it is that of the maker's other "
        "profiles; the first says it.",
    )
    language: str = strawberry.field(
        description="The language of the texts, an ISO 639-1 code official in the country."
    )
    about: str = strawberry.field(description="About the maker, 1 to 3,000 characters.")
    inspiration: str | None = strawberry.field(
        default=None,
        description="What inspires the maker, up to 1,500 characters. Needed in a country to which "
        "the membership was extended, if another profile says it.",
    )
    custom_orders: CustomOrdersInput | None = strawberry.field(
        default=None, description="Set to offer custom orders from the profile and every listing."
    )
    etag: str | None = strawberry.field(
        default=None, description="The etag read last; with a stale one nothing is changed."
    )

    def to_proto(self) -> maker_profile_pb2.MakerProfile:
        """Writes a profile."""
        custom_orders = self.custom_orders
        return maker_profile_pb2.MakerProfile(
            country=self.country,
            store_name=self.store_name or "",
            short_url=self.short_url or "",
            language=self.language,
            inspiration=self.inspiration or "",
            about=self.about,
            custom_orders=maker_profile_pb2.MakerProfile.CustomOrders(
                types=custom_orders.types, production_time=custom_orders.production_time
            )
            if custom_orders
            else None,
            etag=self.etag or "",
        )
