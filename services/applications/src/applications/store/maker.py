"""Makers in MongoDB."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pymongo import IndexModel

from applications.domain.maker import Maker
from applications.domain.membership import Membership, MembershipReason, MembershipState
from applications.domain.partner import Grant
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
        """Makes the index that keeps an account to one maker, and that by the partner granted."""
        await ensure_indexes(
            self._makers,
            IndexModel("subject", name="one_per_account", unique=True),
            IndexModel([("grants.partner", 1), ("_id", 1)], name="of_partner"),
        )

    async def find(self, maker_id: str, session: Session | None = None) -> Maker | None:
        """The maker with this id."""
        found = await self._makers.find_one({"_id": maker_id}, session=session)
        return None if found is None else _from_document(found)

    async def of_account(self, subject: str, session: Session | None = None) -> Maker | None:
        """The maker whose account has this subject."""
        found = await self._makers.find_one({"subject": subject}, session=session)
        return None if found is None else _from_document(found)

    async def lock(self, maker_id: str, session: Session) -> None:
        """Lets nobody else change the maker, or lock it, until the transaction ends.

        Whoever begins a way into a region writes nothing of the maker by that. Without a write
        that all ways make, two could begin that exclude each other.
        """
        await self._makers.update_one({"_id": maker_id}, {"$inc": {"locked": 1}}, session=session)

    async def with_ids(self, ids: Iterable[str]) -> dict[str, Maker]:
        """Those with these ids, in one command."""
        cursor = self._makers.find({"_id": {"$in": list(ids)}})
        return {row["_id"]: _from_document(row) async for row in cursor}

    async def page(self, after: str, limit: int, partner: str = "") -> Sequence[Maker]:
        """Oldest first; those that come after the one with the id `after`.

        With a `partner` only those who have granted it something.
        """
        wanted: Document = {"grants.partner": partner} if partner else {}
        if after:
            wanted["_id"] = {"$gt": after}
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
        "memberships": [_from_membership(held) for held in maker.memberships],
        "grants": [
            {"partner": grant.partner, "scopes": list(grant.scopes), "created": grant.created}
            for grant in maker.grants
        ],
        "language": maker.language,
        "contact_name": maker.contact_name,
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
        memberships=tuple(_to_membership(held) for held in document["memberships"]),
        grants=tuple(
            Grant(grant["partner"], tuple(grant["scopes"]), grant["created"])
            for grant in document["grants"]
        ),
        # Makers of before it was kept were written to in English.
        language=document.get("language", "en"),
        contact_name=document.get("contact_name", ""),
        revision=document["revision"],
    )


def _from_membership(held: Membership) -> Document:
    return {
        "region": held.region,
        "state": held.state.value,
        "updated": held.updated,
        "ready_countries": list(held.ready_countries),
        "extended_from": held.extended_from,
        "reason": held.reason and held.reason.value,
        "reason_text": held.reason_text,
        "granted": held.granted,
    }


def _to_membership(document: Document) -> Membership:
    # Those of before there was anything to say have no reason, and rest on an application.
    reason = document.get("reason")
    return Membership(
        region=document["region"],
        state=MembershipState(document["state"]),
        updated=document["updated"],
        ready_countries=tuple(document["ready_countries"]),
        extended_from=document.get("extended_from", ""),
        reason=MembershipReason(reason) if reason else None,
        reason_text=document.get("reason_text", ""),
        granted=document.get("granted"),
    )
