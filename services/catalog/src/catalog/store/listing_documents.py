"""How a listing is written and read."""

from catalog import words
from catalog.domain.listing import Listing, Offer, PrivateAccess, ProductionMethod, State
from catalog.store.documents import (
    from_customizations,
    from_money,
    from_retirement,
    to_customizations,
    to_money,
    to_retirement,
)
from chassis.mongo import Document


def to_document(listing: Listing) -> Document:
    """The listing, and what search finds it by while it is public and on sale."""
    offer = listing.offer
    return {
        "_id": listing.id,
        "maker": listing.maker,
        "country": listing.country,
        "sku": listing.sku,
        "title": offer.title,
        "language": offer.language,
        "description": offer.description,
        "category": offer.category,
        "production_method": offer.production_method and offer.production_method.value,
        "price": to_money(offer.price),
        "production_days": offer.production_days,
        "quantity": offer.quantity,
        "customizations": to_customizations(offer.customizations),
        "private_access": offer.private_access
        and {
            "buyer": offer.private_access.buyer,
            "custom_order_request": offer.private_access.custom_order_request,
        },
        "state": listing.state.value,
        "option_set_version": listing.option_set_version,
        "link_revision": listing.link_revision,
        "store_name": listing.store_name,
        "custom_orders_offered": listing.custom_orders_offered,
        "created": listing.created,
        "updated": listing.updated,
        "published": listing.published,
        "retirement": to_retirement(listing.retirement),
        "revision": listing.revision,
        "is_found": listing.is_public,
        "words": words.words(offer.title, offer.description, listing.store_name)
        if listing.is_public
        else [],
    }


def from_document(document: Document) -> Listing:
    """The listing in a document."""
    price, private = document["price"], document["private_access"]
    method = document["production_method"]
    return Listing(
        id=document["_id"],
        maker=document["maker"],
        country=document["country"],
        sku=document["sku"],
        offer=Offer(
            title=document["title"],
            language=document["language"],
            description=document["description"],
            category=document["category"],
            production_method=None if method is None else ProductionMethod(method),
            price=None if price is None else from_money(price),
            production_days=document["production_days"],
            quantity=document["quantity"],
            customizations=from_customizations(document["customizations"]),
            private_access=None
            if private is None
            else PrivateAccess(private["buyer"], private["custom_order_request"]),
        ),
        state=State(document["state"]),
        option_set_version=document["option_set_version"],
        link_revision=document["link_revision"],
        store_name=document["store_name"],
        custom_orders_offered=document["custom_orders_offered"],
        created=document["created"],
        updated=document["updated"],
        published=document["published"],
        # Listings that were stored before there were retired ones have none.
        retirement=from_retirement(document.get("retirement")),
        revision=document["revision"],
    )
