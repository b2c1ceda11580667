"""The copy of makers that every service but applications keeps, and who may act for one."""

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import grpc
from pymongo import IndexModel

from chassis.caller import Caller, Role
from chassis.copies import Copy
from chassis.errors import Forbidden, InvalidRequest, Refused, Unsettled
from chassis.events import Event
from chassis.ids import is_name, malformed
from chassis.memberships import ACTIVE, ENDED
from chassis.moments import from_timestamp
from chassis.mongo import Database, Document, Mongo, Session, ensure_indexes
from chassis.shared_reads import SharedReads
from handmade.applications.v1 import maker_pb2 as pb
from handmade.applications.v1 import maker_pb2_grpc


@dataclass(frozen=True)
class Maker:
    """What other services know of a maker. `admitted` has when the memberships were granted,
    `extended` the regions whose membership was extended from another region's. Only a service that
    writes to makers knows the `email` and the `language` to write in.
    """

    name: str
    subject: str
    display_name: str
    country: str
    states: dict[str, str]
    ready_countries: frozenset[str]
    grants: dict[str, frozenset[str]]
    admitted: Mapping[str, datetime] = field(default_factory=dict)
    extended: frozenset[str] = frozenset()
    email: str = ""
    language: str = ""

    def is_active(self, region: str = "") -> bool:
        """Whether the maker may sell in the region, or in any."""
        states = [self.states.get(region, "")] if region else list(self.states.values())
        return ACTIVE in states

    def is_over(self, region: str, since: datetime) -> bool:
        """Whether what was made at a moment belongs to a membership of the region that has ended.

        Who is admitted again has another membership, which brings nothing of the first back.
        """
        admitted = self.admitted.get(region)
        return self.states.get(region) in ENDED or (admitted is not None and since < admitted)


class NoMaker(Unsettled, Refused):
    """The caller has no application and no membership in the programme, so there is nothing to act
    on.

    Start an application first. If you are a partner, name the maker you act for in `maker`.
    """

    def __init__(self) -> None:
        super().__init__("Only makers can do this. Apply to the programme first.")


class GrantMissing(Unsettled, Forbidden):
    """The maker named in the request has not granted the calling partner this scope, or took it
    back, or does not exist, or none is named.

    Name the maker in `maker`, ask the maker to grant the scope in the fact `scope`
    (`partnerGrant`), and check the maker's name. A new grant holds everywhere within a second or
    so.
    """

    def __init__(self, scope: str, *, is_named: bool = True) -> None:
        super().__init__(
            f"No maker of that name has granted you `{scope}`. Ask the maker to grant it."
            if is_named
            else f"Name in `maker` the maker you act for, who must have granted you `{scope}`.",
            scope=scope,
        )


class Makers:
    """The makers as this service knows them, at most a second old."""

    def __init__(self, database: Database) -> None:
        self._makers = database["makers"]
        self._reads: SharedReads[Maker | None] = SharedReads()

    async def prepare(self) -> None:
        """Makes the index for finding a maker by its account."""
        await ensure_indexes(self._makers, IndexModel("subject", unique=True))

    async def find(self, name: str, session: Session | None = None) -> Maker | None:
        """The maker of this name."""
        found = await self._makers.find_one({"_id": name}, session=session)
        return None if found is None else from_document(found)

    async def named(self, names: list[str]) -> dict[str, Maker]:
        """The makers of these names, in one command."""
        found = self._makers.find({"_id": {"$in": names}})
        return {row["_id"]: from_document(row) async for row in found}

    async def may_hear(self, caller: Caller, event: Event, name: str, scope: str) -> bool:
        """Whether the caller acts for the maker as things stand now, asked with every event."""
        if caller.is_anonymous:
            return False
        return self.may_act(caller, await self.heard_of(event, name), scope)

    async def heard_of(self, event: Event, name: str) -> Maker | None:
        """The maker as things stand now, to be asked for with every event.

        A grant may end while its partner watches. The maker is read once for all who hear of the
        event at once.
        """
        return await self._reads.read(f"{event.id} {name}", lambda: self.find(name))

    async def of(self, caller: Caller, session: Session | None = None) -> Maker | None:
        """The caller's own maker."""
        if caller.is_anonymous:
            return None
        found = await self._makers.find_one({"subject": caller.subject}, session=session)
        return None if found is None else from_document(found)

    async def acting(
        self, caller: Caller, name: str, scope: str, session: Session | None = None
    ) -> Maker:
        """The maker the caller acts for: itself, or as a partner the one it names.

        Fails with `NoMaker` for somebody who never applied, and with `GrantMissing` for a
        partner whom that maker has not granted the scope.
        """
        if name and not is_name(name, "makers"):
            raise InvalidRequest([malformed("maker", "makers")])
        own = await self.of(caller, session)
        if own is not None and name in ("", own.name):
            return own
        if caller.has(Role.PARTNER):
            granted = await self.find(name, session) if name else None
            if granted is None or scope not in granted.grants.get(caller.subject, ()):
                raise GrantMissing(scope, is_named=bool(name))
            return granted
        if name:
            raise GrantMissing(scope)
        raise NoMaker

    def may_act(self, caller: Caller, maker: Maker | None, scope: str) -> bool:
        """Whether the caller is the maker or a partner with the scope."""
        if maker is None or caller.is_anonymous:
            return False
        if maker.subject == caller.subject:
            return True
        return caller.has(Role.PARTNER) and scope in maker.grants.get(caller.subject, ())


# 2: `admitted` and `extended`.
_SHAPE = 2
# 3: `email` and `language`, where they are kept.
_WRITTEN_TO_SHAPE = 3


class _Source:
    def __init__(self, stub: Any, written_to: bool) -> None:
        self._stub = stub
        self._to_document = to_document_with_address if written_to else to_document

    async def everything(self) -> AsyncGenerator[Document, None]:
        token = ""
        while True:
            page = await self._stub.ListMakers(
                pb.ListMakersRequest(page_size=100, page_token=token)
            )
            for maker in page.makers:
                yield self._to_document(maker)
            token = page.next_page_token
            if not token:
                return

    async def changes(self, resume_token: str) -> AsyncGenerator[tuple[Document | None, str], None]:
        feed = self._stub.WatchMakers(pb.WatchMakersRequest(resume_token=resume_token))
        try:
            async for entry in feed:
                changed = self._to_document(entry.maker) if entry.event_id else None
                yield changed, entry.resume_token
        finally:
            feed.cancel()


def copy_of_makers(
    mongo: Mongo, database: Database, channel: grpc.aio.Channel, *, written_to: bool = False
) -> Copy:
    """The copy, fed from applications through the channel.

    Addresses are kept only by a service that writes to makers: docs/decisions/0015-addresses.md.
    """
    stub: Any = maker_pb2_grpc.MakerServiceStub(channel)
    shape = _WRITTEN_TO_SHAPE if written_to else _SHAPE
    return Copy("makers", mongo, database, _Source(stub, written_to), shape=shape)


def to_document(maker: pb.Maker) -> Document:
    """The maker as the copy keeps it."""
    return {
        "_id": maker.name,
        "revision": maker.revision,
        "subject": maker.subject,
        "display_name": maker.display_name,
        "country": maker.country,
        "states": {membership.region: _state(membership.state) for membership in maker.memberships},
        "ready_countries": [
            code
            for membership in maker.memberships
            if membership.state == pb.Membership.ACTIVE
            for code in membership.ready_countries
        ],
        "admitted": {
            membership.region: from_timestamp(membership.grant_time)
            for membership in maker.memberships
            if membership.HasField("grant_time")
        },
        "extended": [
            membership.region for membership in maker.memberships if membership.extended_from
        ],
        "grants": [
            {"partner": grant.partner, "scopes": list(grant.scopes)} for grant in maker.grants
        ],
    }


def to_document_with_address(maker: pb.Maker) -> Document:
    """The maker as the copy of a service that writes to makers keeps it."""
    return {**to_document(maker), "email": maker.email, "language": maker.language}


def _state(number: int) -> str:
    # A state that a newer applications has is no reason to stop: it is only not ACTIVE.
    known = pb.Membership.State.DESCRIPTOR.values_by_number.get(number)
    return known.name if known else f"STATE_{number}"


def from_document(document: Document) -> Maker:
    """The maker in a document of the copy."""
    return Maker(
        name=document["_id"],
        subject=document["subject"],
        display_name=document["display_name"],
        country=document["country"],
        states=dict(document["states"]),
        ready_countries=frozenset(document["ready_countries"]),
        grants={grant["partner"]: frozenset(grant["scopes"]) for grant in document["grants"]},
        # A copy that an earlier release made has neither until it is listed again.
        admitted=dict(document.get("admitted", {})),
        extended=frozenset(document.get("extended", ())),
        email=document.get("email", ""),
        language=document.get("language", ""),
    )
