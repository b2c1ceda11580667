"""Serves reservations, for the marketplace's order system."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from catalog.domain.listing import Listing, ListingNotFound
from catalog.domain.reservation import Reservation, ReservationNotFound
from catalog.effects import GivesBack
from catalog.policy.numbers import Policy
from catalog.policy.purchase import ListingNotBuyable, configuration
from catalog.policy.text import broken_account
from catalog.service.news import News
from catalog.service.rights import Rights, ensure_orderable
from catalog.service.turns import Turns
from catalog.store.listings import Listings
from catalog.store.reservations import Reservations
from catalog.wire.reservation import to_reservation
from catalog.wire.values import from_choices
from chassis.errors import InvalidRequest
from chassis.ids import id_in, new_id
from chassis.makers import Maker, Makers
from chassis.mongo import Session
from chassis.requests import Requests, changing
from handmade.catalog.v1 import reservation_pb2 as pb
from handmade.catalog.v1 import reservation_pb2_grpc


class ReservationService(reservation_pb2_grpc.ReservationServiceServicer):
    """The methods of `ReservationService`."""

    def __init__(
        self,
        reservations: Reservations,
        listings: Listings,
        makers: Makers,
        gives_back: GivesBack,
        rights: Rights,
        numbers: Policy,
        requests: Requests,
        news: News,
        now: Callable[[], datetime],
    ) -> None:
        self._reservations = reservations
        self._listings = listings
        self._makers = makers
        self._gives_back = gives_back
        self._rights = rights
        self._numbers = numbers
        self.requests = requests
        self._news = news
        self._now = now
        self._turns = Turns()

    async def ReserveStock(self, request: pb.ReserveStockRequest, context: Any) -> pb.Reservation:
        """Takes stock off a listing. Who comes at the same time meets in the transaction."""
        async with self._turns.on(request.listing):
            return await self._reserve(request, context)

    @changing
    async def _reserve(self, request: pb.ReserveStockRequest, session: Session) -> pb.Reservation:
        ensure_orderable(request.quantity, request.choices, self._numbers)
        if broken := list(broken_account("buyer", request.buyer, self._numbers.subject_max)):
            raise InvalidRequest(broken)
        listing, maker = await self._open(request, session)
        chosen = configuration(
            listing,
            from_choices(request.choices),
            request.quantity,
            maker_is_active=self._rights.sells(listing, maker),
        )
        if chosen.problems or chosen.price is None:
            raise ListingNotBuyable(chosen.problems)
        now = self._now()
        taken = await self._listings.save(listing, listing.restock(-request.quantity, now), session)
        await self._news.of_listing("stock_changed", taken, session)
        reservation = Reservation(
            id=new_id(),
            listing=listing.id,
            buyer=request.buyer,
            quantity=request.quantity,
            option_set_version=listing.option_set_version,
            choices=chosen.choices,
            price=chosen.price,
            expires=now + timedelta(minutes=self._numbers.reservation_minutes),
            created=now,
            updated=now,
        )
        await self._reservations.add(reservation, session)
        await self._news.of_reservation("held", reservation, session)
        return to_reservation(reservation)

    @changing
    async def CommitReservation(
        self, request: pb.CommitReservationRequest, session: Session
    ) -> pb.Reservation:
        """Makes a held reservation a sale, also of a maker who was suspended or left meanwhile:
        what is paid is served.
        """
        before = await self._find(request.name, session)
        after = before.commit(self._now())
        if after is not before:
            after = await self._reservations.save(after, session)
            await self._news.of_reservation("committed", after, session)
        return to_reservation(after)

    @changing
    async def ReleaseReservation(
        self, request: pb.ReleaseReservationRequest, session: Session
    ) -> pb.Reservation:
        """Gives a held reservation's stock back."""
        before = await self._find(request.name, session)
        return to_reservation(await self._gives_back.end(before, session))

    async def _find(self, name: str, session: Session) -> Reservation:
        found = await self._reservations.find(id_in(name, "reservations"), session)
        if found is None:
            raise ReservationNotFound
        return found

    async def _open(
        self, request: pb.ReserveStockRequest, session: Session
    ) -> tuple[Listing, Maker | None]:
        listing = await self._listings.find(id_in(request.listing, "listings", "listing"), session)
        if listing is None or not self._rights.opens(listing, request.buyer, request.link_secret):
            raise ListingNotFound
        maker = await self._makers.find(listing.maker, session)
        if maker is not None and self._rights.is_over(listing, maker):
            raise ListingNotFound
        return listing, maker
