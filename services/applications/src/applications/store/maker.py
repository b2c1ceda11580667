"""Makers in MongoDB."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pymongo import IndexModel

from applications.domain.maker import Grant, Maker, Membership, MembershipState
from chassis.errors import Stale
from chassis.mongo import Database, Document, Session, ensure_indexes, swap


class MakerChanged(Stale):
    """Somebody else changed the maker first.

    Read it again, then repeat what still makes sense.
    """

    def __init__(self) -> None:
        super().__init__("The maker has changed meanwhile. Read it again.")


class Makers:
    """All makers, one for an account."""

    def __init__(self, database: Database) -> None:
        self._makers = database["makers"]

    async def prepare(self) -> None:
        """Makes the index that keeps an account to one maker."""
        await ensure_indexes(
            self._makers, IndexModel("subject", name="one_per_account", unique=True)
        )

    async def find(self, maker_id: str, session: Session | None = None) -> Maker | None:
        """The maker with this id."""
        found = await self._makers.find_one({"_id": maker_id}, session=session)
        return None if found is None else _from_document(found)

    async def of_account(self, subject: str, session: Session | None = None) -> Maker | None:
        """The maker whose account has this subject."""
        found = await self._makers.find_one({"subject": subject}, session=session)
        return None if found is None else _from_document(found)

    async def with_ids(self, ids: Iterable[str]) -> dict[str, Maker]:
        """Those with these ids, in one command."""
        cursor = self._makers.find({"_id": {"$in": list(ids)}})
        return {row["_id"]: _from_document(row) async for row in cursor}

    async def page(self, after: str, limit: int) -> Sequence[Maker]:
        """Oldest first; those that come after the one with the id `after`."""
        wanted: Document = {"_id": {"$gt": after}} if after else {}
        cursor = self._makers.find(wanted).sort("_id", 1).limit(limit)
        return [_from_document(row) async for row in cursor]

    async def add(self, maker: Maker, session: Session) -> Maker:
        """Stores a new one. A twin in another transaction makes this one start again."""
        await self._makers.insert_one(_to_document(maker), session=session)
        return maker

    async def save(self, maker: Maker, session: Session) -> Maker:
        """Stores a change. Fails with `MakerChanged`."""
        stored = await swap(self._makers, _to_document(maker), MakerChanged(), session)
        return replace(maker, revision=stored["revision"])


def _to_document(maker: Maker) -> Document:
    return {
        "_id": maker.id,
        "subject": maker.subject,
        "email": maker.email,
        "display_name": maker.display_name,
        "country": maker.country,
        "created": maker.created,
        "memberships": [
            {
                "region": held.region,
                "state": held.state.value,
                "updated": held.updated,
                "ready_countries": list(held.ready_countries),
            }
            for held in maker.memberships
        ],
        "grants": [
            {"partner": grant.partner, "scopes": list(grant.scopes), "created": grant.created}
            for grant in maker.grants
        ],
        "revision": maker.revision,
    }


def _from_document(document: Document) -> Maker:
    return Maker(
        id=document["_id"],
        subject=document["subject"],
        email=document["email"],
        display_name=document["display_name"],
        country=document["country"],
        created=document["created"],
        memberships=tuple(
            Membership(
                region=held["region"],
                state=MembershipState(held["state"]),
                updated=held["updated"],
                ready_countries=tuple(held["ready_countries"]),
            )
            for held in document["memberships"]
        ),
        grants=tuple(
            Grant(grant["partner"], tuple(grant["scopes"]), grant["created"])
            for grant in document["grants"]
        ),
        revision=document["revision"],
    )
