"""Invitations in MongoDB. Of a link's secret only the SHA-256 is stored."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from pymongo import IndexModel

from applications.domain.invitation import Invitation, State
from chassis.errors import Stale
from chassis.mongo import Database, Document, Session, ensure_indexes, swap


class InvitationChanged(Stale):
    """Somebody else changed the invitation first.

    Read it again, then repeat what still makes sense.
    """

    def __init__(self) -> None:
        super().__init__("The invitation has changed meanwhile. Read it again.")


class Invitations:
    """All invitations."""

    def __init__(self, database: Database) -> None:
        self._invitations = database["invitations"]

    async def prepare(self) -> None:
        """Makes the indexes."""
        await ensure_indexes(
            self._invitations,
            IndexModel("digest", name="by_digest", unique=True),
            IndexModel([("subject", 1), ("region", 1)], name="of_account"),
            IndexModel(
                "expires", name="due", partialFilterExpression={"state": State.ISSUED.value}
            ),
        )

    async def find(self, invitation_id: str, session: Session | None = None) -> Invitation | None:
        """The invitation with this id."""
        found = await self._invitations.find_one({"_id": invitation_id}, session=session)
        return None if found is None else _from_document(found)

    async def with_ids(self, ids: Iterable[str]) -> dict[str, Invitation]:
        """Those with these ids, in one command."""
        cursor = self._invitations.find({"_id": {"$in": list(ids)}})
        return {row["_id"]: _from_document(row) async for row in cursor}

    async def with_digest(self, digest: str, session: Session | None = None) -> Invitation | None:
        """The one whose secret has this SHA-256."""
        found = await self._invitations.find_one({"digest": digest}, session=session)
        return None if found is None else _from_document(found)

    async def unconfirmed_of(
        self, subject: str, region: str, session: Session
    ) -> Sequence[Invitation]:
        """Those of this account and region that a registration can still follow."""
        waiting = [State.ISSUED.value, State.REDEEMED.value]
        cursor = self._invitations.find(
            {"subject": subject, "region": region, "state": {"$in": waiting}}, session=session
        )
        return [_from_document(row) async for row in cursor]

    async def overdue(
        self, moment: datetime, most: int, but_not: Collection[str] = ()
    ) -> Sequence[str]:
        """The ids of those that have expired without this being stored, the oldest first."""
        cursor = (
            self._invitations.find(
                {
                    "state": State.ISSUED.value,
                    "expires": {"$lt": moment},
                    "_id": {"$nin": list(but_not)},
                },
                {"_id": 1},
            )
            .sort("expires", 1)
            .limit(most)
        )
        return [row["_id"] async for row in cursor]

    async def add(self, invitation: Invitation, session: Session) -> Invitation:
        """Stores a new one."""
        await self._invitations.insert_one(_to_document(invitation), session=session)
        return invitation

    async def save(self, invitation: Invitation, session: Session) -> Invitation:
        """Stores a change. Fails with `InvitationChanged`."""
        stored = await swap(
            self._invitations, _to_document(invitation), InvitationChanged(), session
        )
        return replace(invitation, revision=stored["revision"])


def _to_document(invitation: Invitation) -> Document:
    return {
        "_id": invitation.id,
        "application": invitation.application_id,
        "maker": invitation.maker_id,
        "subject": invitation.subject,
        "email": invitation.email,
        "region": invitation.region,
        "nonce": invitation.nonce,
        "digest": invitation.digest,
        "created": invitation.created,
        "expires": invitation.expires,
        "state": invitation.state.value,
        "redeemed": invitation.redeemed,
        "confirmed": invitation.confirmed,
        "ended": invitation.ended,
        "superseded_by": invitation.superseded_by,
        "revoke_reason": invitation.revoke_reason,
        "replaces": invitation.replaces,
        "identity_check": invitation.identity_check,
        "revision": invitation.revision,
    }


def _from_document(document: Document) -> Invitation:
    return Invitation(
        id=document["_id"],
        application_id=document["application"],
        maker_id=document["maker"],
        subject=document["subject"],
        email=document["email"],
        region=document["region"],
        nonce=document["nonce"],
        digest=document["digest"],
        created=document["created"],
        expires=document["expires"],
        state=State(document["state"]),
        redeemed=document["redeemed"],
        confirmed=document["confirmed"],
        # What was stored before there was a second invitation has none of these.
        ended=document.get("ended"),
        superseded_by=document.get("superseded_by", ""),
        revoke_reason=document.get("revoke_reason", ""),
        replaces=document.get("replaces", ""),
        identity_check=document.get("identity_check", ""),
        revision=document["revision"],
    )
