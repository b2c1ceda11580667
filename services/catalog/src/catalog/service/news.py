"""Tells of changes: each becomes an event in the transaction of the change itself."""

from collections.abc import Callable
from datetime import datetime

from google.protobuf.message import Message

from catalog.domain.listing import Listing
from catalog.domain.profile import Profile
from catalog.domain.reservation import Reservation
from catalog.wire.listing import to_listing
from catalog.wire.profile import to_profile
from catalog.wire.reservation import to_reservation
from chassis import caller
from chassis.events import Event, Events
from chassis.mongo import Session


class News:
    """Writes the events. A snapshot is the whole resource; who may see it is decided later."""

    def __init__(self, events: Events, now: Callable[[], datetime]) -> None:
        self._events = events
        self._now = now

    async def of_listing(self, what: str, listing: Listing, session: Session) -> None:
        """Something happened to a listing."""
        snapshot = to_listing(listing, is_inside=True)
        await self._tell(f"listing.{what}", listing, snapshot, listing.maker, session)

    async def of_profile(self, what: str, profile: Profile, session: Session) -> None:
        """Something happened to a profile."""
        snapshot = to_profile(profile, is_shown=True)
        await self._tell(f"maker_profile.{what}", profile, snapshot, profile.maker, session)

    async def of_reservation(self, what: str, reservation: Reservation, session: Session) -> None:
        """Something happened to a reservation."""
        snapshot = to_reservation(reservation)
        await self._tell(f"reservation.{what}", reservation, snapshot, "", session)

    async def _tell(
        self,
        what: str,
        resource: Listing | Profile | Reservation,
        snapshot: Message,
        maker: str,
        session: Session,
    ) -> None:
        event = Event(
            type=what,
            resource=resource.name,
            revision=resource.revision,
            occurred=self._now(),
            actor=caller.current().subject,
            snapshot=snapshot.SerializeToString(),
            facts={"maker": maker} if maker else {},
        )
        await self._events.append(event, session)
