"""Applications in MongoDB."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pymongo import DESCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from applications.domain.application import (
    Action,
    Application,
    DeclineReason,
    Flag,
    Occasion,
    OpenApplicationExists,
    State,
    TimelineEntry,
)
from applications.store.questionnaire import from_questionnaire, to_questionnaire
from chassis import actors
from chassis.actors import Actor
from chassis.errors import Stale
from chassis.mongo import Database, Document, Session, ensure_indexes, swap


class ApplicationChanged(Stale):
    """Somebody else changed the application first.

    Read it again, then repeat what still makes sense.
    """

    def __init__(self) -> None:
        super().__init__("The application has changed meanwhile. Read it again.")


@dataclass(frozen=True)
class Selection:
    """Which applications a list shows.

    `subject` is whose own they are; with `submitted_too`, everybody's that were submitted come
    besides. All else narrows it.
    """

    subject: str
    submitted_too: bool = False
    states: tuple[State, ...] = ()
    region: str = ""
    maker_id: str = ""

    def to_filter(self, before: str) -> Document:
        """The query, for those that come after the one with the id `before`."""
        own: Document = {"subject": self.subject}
        query: Document = own
        if self.submitted_too:
            query = {"$or": [own, {"state": {"$ne": State.DRAFT.value}}]}
        wanted: list[Document] = [query]
        if self.states:
            wanted.append({"state": {"$in": [state.value for state in self.states]}})
        if self.region:
            wanted.append({"region": self.region})
        if self.maker_id:
            wanted.append({"maker": self.maker_id})
        if before:
            wanted.append({"_id": {"$lt": before}})
        return {"$and": wanted}


class Applications:
    """All applications. Two open ones of an e-mail address and region can't be stored."""

    def __init__(self, database: Database) -> None:
        self._applications = database["applications"]

    async def prepare(self) -> None:
        """Makes the indexes."""
        await ensure_indexes(
            self._applications,
            IndexModel(
                [("email_folded", 1), ("region", 1)],
                name="one_open",
                unique=True,
                partialFilterExpression={"open": True},
            ),
            IndexModel([("subject", 1), ("_id", DESCENDING)], name="own"),
            IndexModel([("maker", 1), ("_id", DESCENDING)], name="of_maker"),
            IndexModel([("region", 1), ("_id", DESCENDING)], name="of_region"),
            IndexModel([("state", 1), ("_id", DESCENDING)], name="in_state"),
        )

    async def find(self, application_id: str, session: Session | None = None) -> Application | None:
        """The application with this id."""
        found = await self._applications.find_one({"_id": application_id}, session=session)
        return None if found is None else _from_document(found)

    async def with_ids(self, ids: Iterable[str]) -> dict[str, Application]:
        """Those with these ids, in one command."""
        cursor = self._applications.find({"_id": {"$in": list(ids)}})
        return {row["_id"]: _from_document(row) async for row in cursor}

    async def page(self, selection: Selection, before: str, limit: int) -> Sequence[Application]:
        """Newest first; those that come after the one with the id `before`."""
        cursor = (
            self._applications.find(selection.to_filter(before))
            .sort("_id", DESCENDING)
            .limit(limit)
        )
        return [_from_document(row) async for row in cursor]

    async def add(self, application: Application, session: Session) -> Application:
        """Stores a new one. Fails with `OpenApplicationExists`."""
        try:
            await self._applications.insert_one(_to_document(application), session=session)
        except DuplicateKeyError as error:
            raise OpenApplicationExists(application.region) from error
        return application

    async def save(self, application: Application, session: Session) -> Application:
        """Stores a change. Fails with `ApplicationChanged` and `OpenApplicationExists`."""
        try:
            stored = await swap(
                self._applications, _to_document(application), ApplicationChanged(), session
            )
        except DuplicateKeyError as error:
            raise OpenApplicationExists(application.region) from error
        return replace(application, revision=stored["revision"])


def _to_document(application: Application) -> Document:
    return {
        "_id": application.id,
        "maker": application.maker_id,
        "subject": application.subject,
        "email": application.email,
        "email_folded": application.email.casefold(),
        "region": application.region,
        "questionnaire": from_questionnaire(application.questionnaire),
        "questionnaire_version": application.questionnaire_version,
        "state": application.state.value,
        "open": application.is_open,
        "flags": [flag.value for flag in application.flags],
        "reviewer": actors.to_document(application.reviewer),
        "first_signature": actors.to_document(application.first_signature),
        "decline_reason": application.decline_reason and application.decline_reason.value,
        "decline_text": application.decline_text,
        "timeline": [_from_entry(entry) for entry in application.timeline],
        "created": application.created,
        "updated": application.updated,
        "submitted": application.submitted,
        "invitation": application.invitation_id,
        "revision": application.revision,
    }


def _from_document(document: Document) -> Application:
    reason = document["decline_reason"]
    return Application(
        id=document["_id"],
        maker_id=document["maker"],
        subject=document["subject"],
        email=document["email"],
        region=document["region"],
        questionnaire=to_questionnaire(document["questionnaire"]),
        questionnaire_version=document["questionnaire_version"],
        state=State(document["state"]),
        flags=tuple(Flag(flag) for flag in document["flags"]),
        reviewer=_to_actor(document["reviewer"]),
        first_signature=_to_actor(document["first_signature"]),
        decline_reason=DeclineReason(reason) if reason else None,
        decline_text=document["decline_text"],
        timeline=tuple(_to_entry(entry) for entry in document["timeline"]),
        created=document["created"],
        updated=document["updated"],
        submitted=document["submitted"],
        invitation_id=document["invitation"],
        revision=document["revision"],
    )


def _to_actor(document: Document | None) -> Actor | None:
    return None if document is None else actors.from_document(document)


def _from_entry(entry: TimelineEntry) -> Document:
    return {
        "moment": entry.occasion.moment,
        "actor": actors.to_document(entry.occasion.actor),
        "rule_version": entry.occasion.rule_version,
        "action": entry.action.value,
        "state": entry.state.value,
        "reason": entry.reason,
    }


def _to_entry(document: Document) -> TimelineEntry:
    occasion = Occasion(
        actor=actors.from_document(document["actor"]),
        moment=document["moment"],
        rule_version=document["rule_version"],
    )
    return TimelineEntry(
        occasion, Action(document["action"]), State(document["state"]), document["reason"]
    )
