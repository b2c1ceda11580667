"""The catalog service as its callers meet it, with a copy of makers that tests write themselves."""

import asyncio
import uuid
from contextlib import asynccontextmanager
from datetime import timedelta

from google.type.money_pb2 import Money
from pymongo import AsyncMongoClient

from catalog.__main__ import EFFECTS, bolt
from chassis.ids import new_id
from chassis.makers import Makers
from chassis.server import utc_now
from handmade.catalog.v1 import (
    listing_pb2,
    listing_pb2_grpc,
    maker_profile_pb2,
    maker_profile_pb2_grpc,
    reservation_pb2,
    reservation_pb2_grpc,
)
from tests.support.frames import served

NORTH_AMERICA = ("US", "CA", "MX")
# How long a test waits for what must happen at last. It is no claim about when, so a busy machine
# has all the time that a test may take.
PATIENCE = 60.0


class Clock:
    """The time, which a test may move."""

    def __init__(self):
        self.ahead = timedelta()

    def __call__(self):
        return utc_now() + self.ahead


class Person:
    """Somebody who calls the catalog."""

    def __init__(self, shop, subject="", *roles, **claims):
        self.subject = subject
        token = shop.process.issuer.token(subject, *roles, **claims) if subject else ""
        contracts = (listing_pb2, maker_profile_pb2, reservation_pb2)
        self.channel = shop.process.channel(*contracts, token=token)
        self.listings = listing_pb2_grpc.ListingServiceStub(self.channel)
        self.profiles = maker_profile_pb2_grpc.MakerProfileServiceStub(self.channel)
        self.stock = reservation_pb2_grpc.ReservationServiceStub(self.channel)
        shop.people.append(self)
        self.name = ""

    async def draft(self, **changes):
        """A listing that is fit to be published but for the changes."""
        request = listing_pb2.CreateListingRequest(
            listing=a_listing(**changes), request_id=request_id()
        )
        return await self.listings.CreateListing(request)

    async def publish(self, listing):
        request = listing_pb2.PublishListingRequest(name=listing.name, request_id=request_id())
        return await self.listings.PublishListing(request)

    async def sell(self, **changes):
        """A listing on sale."""
        return await self.publish(await self.draft(**changes))

    async def update(self, listing, mask=(), **changes):
        patch = listing_pb2.Listing(name=listing.name, **changes)
        request = listing_pb2.UpdateListingRequest(listing=patch, request_id=request_id())
        request.update_mask.paths.extend(mask)
        return await self.listings.UpdateListing(request)

    async def rotate(self, listing):
        request = listing_pb2.RotatePrivateLinkRequest(name=listing.name, request_id=request_id())
        return await self.listings.RotatePrivateLink(request)

    async def link(self, listing):
        return await self.listings.GetPrivateLink(
            listing_pb2.GetPrivateLinkRequest(name=listing.name)
        )

    async def get(self, listing, secret=""):
        return await self.listings.GetListing(
            listing_pb2.GetListingRequest(name=listing.name, link_secret=secret)
        )

    async def search(self, query, country="US", **page):
        request = listing_pb2.SearchListingsRequest(query=query, country=country, **page)
        return await self.listings.SearchListings(request)

    async def list(self, maker, **more):
        return await self.listings.ListListings(
            listing_pb2.ListListingsRequest(maker=maker, **more)
        )

    async def lookup(self, *names):
        answer = await self.listings.LookupListingsByName(
            listing_pb2.LookupListingsByNameRequest(names=names)
        )
        return [found.listing.name for found in answer.results]

    async def batch(self, *makers, size=0):
        answer = await self.listings.BatchListListings(
            listing_pb2.BatchListListingsRequest(makers=makers, page_size=size)
        )
        return list(answer.results)

    async def configure(self, listing, *chosen, quantity=0, secret=""):
        request = listing_pb2.ConfigureListingRequest(
            name=listing.name, choices=choices(*chosen), quantity=quantity, link_secret=secret
        )
        return await self.listings.ConfigureListing(request)

    async def present(self, maker="", **changes):
        request = maker_profile_pb2.PublishMakerProfileRequest(
            profile=a_profile(**changes), maker=maker, request_id=request_id()
        )
        return await self.profiles.PublishMakerProfile(request)

    async def reserve(self, listing, *chosen, quantity=1, buyer="bea", secret=""):
        request = reservation_pb2.ReserveStockRequest(
            listing=listing.name,
            buyer=buyer,
            quantity=quantity,
            choices=choices(*chosen),
            link_secret=secret,
            request_id=request_id(),
        )
        return await self.stock.ReserveStock(request)

    async def commit(self, reservation):
        return await self.stock.CommitReservation(
            reservation_pb2.CommitReservationRequest(name=reservation.name, request_id=request_id())
        )

    async def release(self, reservation):
        return await self.stock.ReleaseReservation(
            reservation_pb2.ReleaseReservationRequest(
                name=reservation.name, request_id=request_id()
            )
        )


class Shop:
    """The running service and those who use it."""

    def __init__(self, process, clock):
        self.process = process
        self.people = []
        self.clock = clock
        self.database = process.frame.database
        self.nobody = Person(self)
        self.orders = Person(self, "order-system", "partner", scope=["orders:write"])

    def person(self, subject, *roles, **claims):
        return Person(self, subject, *roles, **claims)

    async def maker(
        self, *, ready=NORTH_AMERICA, state="ACTIVE", grants=None, extended=(), **states
    ):
        """A maker as applications would tell of it."""
        person = Person(self, f"maker-{uuid.uuid4().hex[:8]}", "maker")
        person.name = f"makers/{new_id()}"
        await self.database["makers"].insert_one(
            {
                "_id": person.name,
                "revision": 1,
                "subject": person.subject,
                "display_name": "Ada Potter",
                "country": "US",
                "states": states or {"NA": state},
                "ready_countries": list(ready),
                "extended": list(extended),
                "grants": [
                    {"partner": partner, "scopes": list(scopes)}
                    for partner, scopes in (grants or {}).items()
                ],
            }
        )
        return person

    async def change(self, maker, **changes):
        """Applications tells something new of a maker."""
        await self.database["makers"].update_one(
            {"_id": maker.name},
            # As the copy does, which replaces the whole document.
            {"$set": changes, "$inc": {"revision": 1}, "$unset": {"settled": True}},
        )


@asynccontextmanager
async def a_shop(folder, mongodb_uri):
    clock, database = Clock(), f"test_{uuid.uuid4().hex}"

    async def assemble(frame):
        await bolt(frame, Makers(frame.database))

    async with served(
        "catalog", folder, mongodb_uri, database, assemble, effects=EFFECTS, now=clock
    ) as process:
        shop = Shop(process, clock)
        yield shop
        for person in shop.people:
            await person.channel.close()
    async with AsyncMongoClient(mongodb_uri) as client:
        await client.drop_database(database)


async def soon(read, holds):
    """What `read` answers once it holds."""
    async with asyncio.timeout(PATIENCE):
        while True:
            answer = await read()
            if holds(answer):
                return answer
            await asyncio.sleep(0.02)


def request_id():
    return str(uuid.uuid4())


def word():
    """A word that no other test uses."""
    return "w" + uuid.uuid4().hex[:12]


def dollars(amount):
    units, _, cents = str(amount).partition(".")
    return Money(currency_code="USD", units=int(units), nanos=int(f"{cents:0<9}"))


def choices(*chosen):
    return [
        listing_pb2.Choice(customization=customization, option=option)
        for customization, option in chosen
    ]


def options(label, *entries, **more):
    """A customization: `options("Colour", "Oatmeal", ("Cobalt", 2))`."""
    pairs = [entry if isinstance(entry, tuple) else (entry, None) for entry in entries]
    return listing_pb2.Customization(
        label=label,
        option_list=listing_pb2.Customization.OptionList(
            options=[
                listing_pb2.Customization.Option(
                    label=name, surcharge=None if more is None else dollars(more)
                )
                for name, more in pairs
            ]
        ),
        **more,
    )


def a_listing(**changes):
    said = {
        "country": "US",
        "language": "en",
        "title": "Stoneware mug",
        "description": "A mug of local stoneware, 300 ml, glazed by brush.",
        "category": "home-and-kitchen",
        "production_method": "MADE_BY_HAND",
        "price": dollars(32),
        "sku": f"MUG-{uuid.uuid4().hex[:12]}",
        "production_days": 10,
        "quantity": 12,
    }
    return listing_pb2.Listing(**{**said, **changes})


def a_profile(**changes):
    unique = uuid.uuid4().hex[:12]
    said = {
        "country": "US",
        "store_name": f"Ada's Kiln {unique}",
        "short_url": f"kiln-{unique}",
        "language": "en",
        "inspiration": "The river behind the studio.",
        "about": "I throw mugs and bowls from local stoneware.",
    }
    return maker_profile_pb2.MakerProfile(**{**said, **changes})


CUSTOM_ORDERS = maker_profile_pb2.MakerProfile.CustomOrders(
    types="Drawings of your animals.", production_time="About two weeks."
)


def secret_of(link):
    return link.url.partition("#")[2]


def rules(refusal):
    """The broken rules in a caught refusal."""
    return [violation.rule for violation in refusal.value.violations]
