"""Valid things; a test names the one field that matters."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from catalog.domain.customization import Choice, Customization, Option, OptionList
from catalog.domain.listing import Listing, Offer, PrivateAccess, ProductionMethod, State
from catalog.domain.market import Market
from catalog.domain.money import Money
from catalog.domain.profile import CustomOrders, Presentation, Profile, Storefront
from catalog.domain.reservation import Reservation
from catalog.policy.numbers import Policy

NOW = datetime(2030, 6, 1, 12, tzinfo=UTC)
NUMBERS = Policy()
MAKER = "makers/01900000-0000-7000-8000-000000000001"

__all__ = ["PrivateAccess"]


def dollars(amount):
    return Money(Decimal(str(amount)), "USD")


def options(label, *entries, **more):
    """A customization: `options("Colour", "Oatmeal", ("Cobalt", 2))`."""
    pairs = [entry if isinstance(entry, tuple) else (entry, None) for entry in entries]
    kind = OptionList(
        tuple(Option(name, None if more is None else dollars(more)) for name, more in pairs)
    )
    return Customization(label, kind, **more)


def choose(**chosen):
    return tuple(Choice(label, option) for label, option in chosen.items())


def an_offer(**changes):
    return replace(
        Offer(
            title="Stoneware mug",
            language="en",
            description="A mug of local stoneware.",
            category="home-and-kitchen",
            production_method=ProductionMethod.MADE_BY_HAND,
            price=dollars(32),
            production_days=10,
            quantity=12,
        ),
        **changes,
    )


def a_listing(state=State.DRAFT, country="US", sku="MUG-1", revision=1, **changes):
    listing = Listing.drafted(
        "01900000-0000-7000-8000-000000000002",
        country,
        sku,
        an_offer(**changes),
        Storefront(MAKER, "Ada's Kiln", "adas-kiln"),
        NOW,
    )
    published = NOW if state is State.LIVE else None
    return replace(listing, state=state, revision=revision, published=published)


def a_market(**changes):
    return replace(
        Market(
            country="US",
            region="NA",
            languages=("en",),
            currency="USD",
            membership="ACTIVE",
            ready_countries=frozenset({"US", "CA", "MX"}),
            countries=("US", "CA", "MX", "DE"),
        ),
        **changes,
    )


CANADA = a_market(country="CA", languages=("en", "fr"), currency="CAD")
GERMANY = a_market(
    country="DE",
    region="EU",
    languages=("de",),
    currency="EUR",
    ready_countries=frozenset({"DE"}),
    is_extended=True,
)


def a_presentation(**changes):
    return replace(
        Presentation(
            store_name="Ada's Kiln",
            short_url="adas-kiln",
            language="en",
            inspiration="The river behind the studio.",
            about="I throw mugs.",
            custom_orders=CustomOrders("Dogs on mugs.", "Two weeks."),
        ),
        **changes,
    )


def a_profile(country="US", **changes):
    return Profile(
        "01900000-0000-7000-8000-000000000003",
        MAKER,
        country,
        a_presentation(**changes),
        NOW,
        NOW,
        NOW,
    )


def a_reservation(**changes):
    return replace(
        Reservation(
            id="01900000-0000-7000-8000-000000000004",
            listing="01900000-0000-7000-8000-000000000002",
            buyer="bea",
            quantity=2,
            option_set_version=1,
            choices=choose(Colour="Cobalt"),
            price=dollars("36.50"),
            expires=NOW + timedelta(minutes=15),
            created=NOW,
            updated=NOW,
        ),
        **changes,
    )
