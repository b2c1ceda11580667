"""Who of the staff was seen here: there is no list of accounts but what their tokens say.

Addresses are kept so that they can be written to, and go with all else that is known of somebody
who was not seen for too long: docs/decisions/0015-addresses.md.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pymongo import IndexModel

from chassis.actors import Actor, acting
from chassis.caller import Caller, Role
from chassis.mongo import Database, Document, Session, ensure_indexes

_SEEN_EVERY = timedelta(minutes=1)
_MOST = 200


@dataclass(frozen=True)
class Colleague:
    """Somebody of the staff, as their token said when they were last seen.

    The `email` is empty unless it was verified, and the `language` unless they said one.
    """

    subject: str
    display_name: str
    roles: frozenset[Role]
    last_seen: datetime
    email: str = ""
    language: str = ""

    def acting(self, role: Role) -> Actor:
        """The colleague in a role."""
        return Actor(self.subject, self.display_name, role)


class Staff:
    """The staff that works with one service.

    Somebody is known from the first visit on, until one without the role or too long without any.
    """

    def __init__(
        self, database: Database, known_for: timedelta, now: Callable[[], datetime]
    ) -> None:
        self._staff = database["staff"]
        self._known_for = known_for
        self._now = now
        self._remembered: dict[Caller, datetime] = {}

    async def prepare(self) -> None:
        """Makes the indexes: for listing the colleagues of a role, and for forgetting them."""
        await ensure_indexes(
            self._staff,
            IndexModel([("roles", 1), ("display_name", 1)]),
            IndexModel("forgotten", name="forgotten", expireAfterSeconds=0),
        )

    async def remember(self, who: Caller, role: Role) -> None:
        """Notes that somebody was here, at most once a minute, for those who have the role.

        Of others it notes only that they do not have it any more. It is no part of what they came
        to do, and stays when that is refused.
        """
        now = self._now()
        if now - self._remembered.get(who, now - _SEEN_EVERY) < _SEEN_EVERY:
            return
        self._remembered = {
            each: seen for each, seen in self._remembered.items() if now - seen < _SEEN_EVERY
        }
        await self._staff.update_one(
            {"_id": who.subject},
            {
                "$set": {
                    "display_name": acting(who, role).display_name,
                    "roles": sorted(each.value for each in who.roles),
                    "email": who.email if who.email_verified else "",
                    "language": who.locale[:2].lower(),
                },
                "$max": {"last_seen": now, "forgotten": now + self._known_for},
            },
            upsert=who.has(role),
        )
        self._remembered[who] = now

    async def find(
        self, subject: str, role: Role, session: Session | None = None
    ) -> Colleague | None:
        """The colleague with this account, if known to have the role."""
        found = await self._staff.find_one({"_id": subject, **self._known(role)}, session=session)
        return None if found is None else _from_document(found)

    async def having(self, role: Role) -> Sequence[Colleague]:
        """Those known to have the role, by name; 200 at most."""
        cursor = self._staff.find(self._known(role)).sort("display_name", 1).limit(_MOST)
        return [_from_document(row) async for row in cursor]

    def _known(self, role: Role) -> Document:
        return {"roles": role.value, "last_seen": {"$gte": self._now() - self._known_for}}


def _from_document(document: Document) -> Colleague:
    known = {role.value for role in Role}
    return Colleague(
        subject=document["_id"],
        display_name=document["display_name"],
        # A newer release may know roles that this one does not.
        roles=frozenset(Role(role) for role in document["roles"] if role in known),
        last_seen=document["last_seen"],
        # What an earlier release noted has neither until the next visit.
        email=document.get("email", ""),
        language=document.get("language", ""),
    )
