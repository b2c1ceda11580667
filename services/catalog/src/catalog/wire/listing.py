"""Listings as the contract has them."""

from collections.abc import Iterable, Iterator

from catalog.domain.customization import Choice, Customization, Option, OptionList
from catalog.domain.listing import Listing, Offer, PrivateAccess, ProductionMethod, State
from catalog.domain.money import Money
from catalog.wire.retirement import to_retirement
from catalog.wire.values import from_money, to_choices, to_money
from chassis.errors import InvalidRequest, Violation
from chassis.ids import is_name, malformed
from chassis.moments import to_timestamp
from chassis.money import broken_money
from handmade.catalog.v1 import listing_pb2 as pb


def to_listing(listing: Listing, *, is_inside: bool) -> pb.Listing:
    """The listing as a message; without what is its maker's own unless the reader is inside."""
    offer = listing.offer
    return pb.Listing(
        name=listing.name,
        maker=listing.maker,
        country=listing.country,
        language=offer.language,
        title=offer.title,
        description=offer.description,
        category=offer.category,
        production_method=_to_production_method(offer.production_method),
        price=to_money(offer.price),
        sku=listing.sku if is_inside else "",
        production_days=offer.production_days,
        quantity=offer.quantity,
        customizations=map(to_customization, offer.customizations),
        option_set_version=listing.option_set_version,
        private_access=_to_private_access(listing, is_inside),
        state=pb.Listing.State.Value(listing.state.name),
        custom_orders_offered=listing.custom_orders_offered,
        create_time=to_timestamp(listing.created),
        update_time=to_timestamp(listing.updated),
        publish_time=to_timestamp(listing.published),
        revision=listing.revision,
        etag=str(listing.revision),
        retirement=to_retirement(listing.retirement),
    )


def _to_production_method(
    method: ProductionMethod | None,
) -> pb.Listing.ProductionMethod.ValueType:
    if method is None:
        return pb.Listing.PRODUCTION_METHOD_UNSPECIFIED
    return pb.Listing.ProductionMethod.Value(method.name)


def _to_private_access(listing: Listing, is_inside: bool) -> pb.Listing.PrivateAccess | None:
    private = listing.offer.private_access
    if private is None:
        return None
    if not is_inside:
        # Whoever else may see it is the intended buyer, or anybody with the link of one without.
        return pb.Listing.PrivateAccess(buyer=private.buyer)
    return pb.Listing.PrivateAccess(
        buyer=private.buyer,
        custom_order_request=private.custom_order_request,
        link_revision=listing.link_revision,
    )


def to_customization(customization: Customization) -> pb.Customization:
    """What buyers choose."""
    kind = customization.kind
    return pb.Customization(
        label=customization.label,
        instructions=customization.instructions,
        is_optional=customization.is_optional,
        option_list=None
        if kind is None
        else pb.Customization.OptionList(
            options=[
                pb.Customization.Option(label=option.label, surcharge=to_money(option.surcharge))
                for option in kind.options
            ]
        ),
    )


def to_configuration(
    listing: Listing,
    choices: Iterable[Choice],
    price: Money | None,
    problems: Iterable[Violation],
) -> pb.ListingConfiguration:
    """What a choice costs, or why it can't be bought."""
    return pb.ListingConfiguration(
        listing=listing.name,
        option_set_version=listing.option_set_version,
        choices=to_choices(choices),
        price=to_money(price),
        problems=[
            pb.ListingConfiguration.Problem(
                code=problem.rule, message=problem.message, subject=problem.subject
            )
            for problem in problems
        ],
    )


def from_listing(message: pb.Listing) -> Offer:
    """What the maker says in a message.

    Fails with `InvalidRequest` for what contradicts itself, naming every such field.
    """
    broken = list(_malformed(message))
    if broken:
        raise InvalidRequest(broken)
    private = message.private_access
    return Offer(
        title=message.title,
        language=message.language,
        description=message.description,
        category=message.category,
        production_method=_production_method(message),
        price=from_money(message.price) if message.HasField("price") else None,
        production_days=message.production_days,
        quantity=message.quantity if message.HasField("quantity") else None,
        customizations=tuple(map(_customization, message.customizations)),
        private_access=PrivateAccess(private.buyer, private.custom_order_request)
        if message.HasField("private_access")
        else None,
    )


def _malformed(message: pb.Listing) -> Iterator[Violation]:
    if message.HasField("price"):
        yield from broken_money(message.price, "listing.price")
    for index, customization in enumerate(message.customizations):
        place = f"listing.customizations[{index}].option_list.options"
        for number, option in enumerate(customization.option_list.options):
            if option.HasField("surcharge"):
                yield from broken_money(option.surcharge, f"{place}[{number}].surcharge")
    request = message.private_access.custom_order_request
    if request and not is_name(request, "customOrderRequests"):
        yield malformed("listing.private_access.custom_order_request", "customOrderRequests")


def _production_method(message: pb.Listing) -> ProductionMethod | None:
    if not message.production_method:
        return None
    return ProductionMethod[pb.Listing.ProductionMethod.Name(message.production_method)]


def _customization(message: pb.Customization) -> Customization:
    return Customization(
        label=message.label,
        kind=OptionList(
            tuple(
                Option(
                    option.label,
                    from_money(option.surcharge) if option.HasField("surcharge") else None,
                )
                for option in message.option_list.options
            )
        )
        if message.HasField("option_list")
        else None,
        instructions=message.instructions,
        is_optional=message.is_optional,
    )


def from_states(states: Iterable[pb.Listing.State.ValueType]) -> list[State]:
    """The states that a list is limited to."""
    return [State[pb.Listing.State.Name(state)] for state in states]
