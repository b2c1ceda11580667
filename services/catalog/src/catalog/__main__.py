"""Runs the catalog service."""

from catalog.effects import (
    PROFILE_PUBLISHED,
    PROFILE_RETIRED,
    GivesBack,
    ListingsFollow,
    Retires,
)
from catalog.service.listings import ListingService
from catalog.service.news import News
from catalog.service.profiles import MakerProfileService
from catalog.service.reservations import ReservationService
from catalog.service.rights import Rights
from catalog.service.shelf import Shelf
from catalog.service.watching import Watching
from catalog.settings import Settings
from catalog.store.endings import Endings
from catalog.store.listings import Listings
from catalog.store.profiles import Profiles
from catalog.store.reservations import Reservations
from chassis.links import PrivateLinks
from chassis.makers import Makers, copy_of_makers
from chassis.server import Frame, main
from handmade.applications.v1 import maker_pb2
from handmade.catalog.v1 import (
    listing_pb2,
    listing_pb2_grpc,
    maker_profile_pb2,
    maker_profile_pb2_grpc,
    reservation_pb2,
    reservation_pb2_grpc,
)

EFFECTS = frozenset({PROFILE_PUBLISHED, PROFILE_RETIRED})
SWEEP_SECONDS = 1.0


async def assemble(frame: Frame) -> None:
    """Bolts the service to the frame, and keeps a copy of the makers."""
    makers = Makers(frame.database)
    await bolt(frame, makers)
    channel = frame.channel("applications", maker_pb2)
    frame.keep_copy(copy_of_makers(frame.mongo, frame.database, channel))


async def bolt(frame: Frame, makers: Makers) -> None:
    """Bolts the service to the frame, over whatever feeds the copy of makers."""
    numbers, now, requests = Settings(), frame.now, frame.requests
    listings = Listings(frame.mongo, frame.database)
    profiles = Profiles(frame.mongo, frame.database)
    reservations = Reservations(frame.database)
    endings = Endings(frame.database)
    for store in (listings, profiles, reservations, makers, endings):
        await store.prepare()
    links = PrivateLinks(frame.settings.secret_key(), frame.settings.public_url)
    rights = Rights(makers, links, now)
    news = News(frame.events, now)
    gives_back = GivesBack(frame.mongo, reservations, listings, news, now)
    shelf = Shelf(listings, makers, rights, frame.pages, numbers)
    watching = Watching(frame.feed, makers)
    frame.serve(
        listing_pb2,
        listing_pb2_grpc,
        ListingService(
            listings, profiles, makers, rights, shelf, watching, links, numbers,
            requests, news, now,
        ),
    )  # fmt: skip
    frame.serve(
        maker_profile_pb2,
        maker_profile_pb2_grpc,
        MakerProfileService(profiles, makers, rights, numbers, requests, news, now),
    )
    frame.serve(
        reservation_pb2,
        reservation_pb2_grpc,
        ReservationService(
            reservations, listings, makers, gives_back, rights, numbers, requests, news, now
        ),
    )
    follows = ListingsFollow(frame.mongo, listings, profiles, news, now)
    frame.carry_out({PROFILE_PUBLISHED: follows.follow, PROFILE_RETIRED: follows.follow})
    frame.repeat("expired reservations", SWEEP_SECONDS, gives_back.sweep)
    retires = Retires(frame.mongo, endings, makers, listings, profiles, news, now)
    frame.repeat("ended memberships", SWEEP_SECONDS, retires.sweep)


if __name__ == "__main__":
    main("catalog", effects=EFFECTS, assemble=assemble)
