"""Press releases in MongoDB."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from pymongo import DESCENDING, IndexModel

from chassis import actors
from chassis.actors import Actor
from chassis.mongo import Database, Document, Mongo, Session, ensure_indexes, swap
from chassis.paging import Key, Page
from pr_review.domain.press_release import (
    Approval,
    Draft,
    Form,
    PressRelease,
    State,
    TimelineEntry,
)
from pr_review.domain.problems import PressReleaseChanged


class PressReleases:
    """The press releases of all makers."""

    def __init__(self, mongo: Mongo, database: Database) -> None:
        self._mongo = mongo
        self._releases = database["press_releases"]
        self._makers = database["makers"]

    async def prepare(self) -> None:
        """Makes the indexes for the lists, and for finding what a file belongs to."""
        newest = [("created", DESCENDING), ("_id", DESCENDING)]
        await ensure_indexes(
            self._releases,
            IndexModel([("maker", 1), *newest]),
            IndexModel([("state", 1), *newest]),
            IndexModel(newest),
            IndexModel("draft.file_id", sparse=True),
            IndexModel("approval.file_id", sparse=True),
        )

    async def add(self, release: PressRelease, session: Session) -> PressRelease:
        """Stores a new one."""
        await self._releases.insert_one(_to_document(release), session=session)
        return release

    async def save(self, release: PressRelease, session: Session) -> PressRelease:
        """Stores a change. Fails with `PressReleaseChanged` when another writer was first."""
        stored = await swap(self._releases, _to_document(release), PressReleaseChanged(), session)
        return _from_document(stored)

    async def find(self, release_id: str, session: Session | None = None) -> PressRelease | None:
        """The press release with this id."""
        found = await self._releases.find_one({"_id": release_id}, session=session)
        return None if found is None else _from_document(found)

    async def with_ids(self, ids: Iterable[str]) -> dict[str, PressRelease]:
        """Those that exist, in one command."""
        found = self._releases.find({"_id": {"$in": list(ids)}})
        return {row["_id"]: _from_document(row) async for row in found}

    async def page(
        self, page: Page, maker: str | None, states: Iterable[State]
    ) -> list[PressRelease]:
        """One more than the page holds, newest first, of a maker or of all."""
        wanted: dict[str, Any] = {"state": {"$in": [state.value for state in states]}}
        if maker is not None:
            wanted["maker"] = maker
        if page.after is not None:
            created, release_id = page.after
            wanted["$or"] = [
                {"created": {"$lt": created}},
                {"created": created, "_id": {"$lt": release_id}},
            ]
        found = self._releases.find(
            wanted,
            sort=[("created", DESCENDING), ("_id", DESCENDING)],
            limit=page.size + 1,
        )
        return [_from_document(row) async for row in found]

    async def first_of_each(
        self, makers: Mapping[str, Iterable[State]], size: int
    ) -> dict[str, list[PressRelease]]:
        """The newest of several makers, each in its states, in one command."""
        wanted = [
            {"maker": maker, "state": {"$in": [state.value for state in states]}}
            for maker, states in makers.items()
        ]
        newest = [
            {"$match": {"$or": wanted}},
            {"$sort": {"created": DESCENDING, "_id": DESCENDING}},
            {"$limit": size},
        ]
        found = await self._mongo.aggregate(
            self._makers,
            [
                {"$match": {"_id": {"$in": list(makers)}}},
                {
                    "$lookup": {
                        "from": self._releases.name,
                        "localField": "_id",
                        "foreignField": "maker",
                        "pipeline": newest,
                        "as": "releases",
                    }
                },
                {"$project": {"releases": 1}},
            ],
        )
        return {row["_id"]: [_from_document(one) for one in row["releases"]] for row in found}

    async def refers_to(self, file_id: str) -> bool:
        """Whether a file is somebody's present document or an approved one."""
        used = {"$or": [{"draft.file_id": file_id}, {"approval.file_id": file_id}]}
        return await self._releases.find_one(used, {"_id": 1}) is not None


def key_of(release: PressRelease) -> Key:
    """What the page behind this one starts after."""
    return (release.created, release.id)


def _to_document(release: PressRelease) -> Document:
    return {
        "_id": release.id,
        "revision": release.revision,
        "maker": release.maker,
        "state": release.state.value,
        "form": {**asdict(release.form), "release_on": _day(release.form.release_on)},
        "draft": asdict(release.draft) if release.draft else None,
        "representative": actors.to_document(release.representative),
        "approval": {
            **asdict(release.approval),
            "release_on": _day(release.approval.release_on),
            "representative": actors.to_document(release.approval.representative),
        }
        if release.approval
        else None,
        "timeline": [_to_entry(entry) for entry in release.timeline],
        "created": release.created,
        "updated": release.updated,
        "submitted": release.submitted,
    }


def _from_document(document: Document) -> PressRelease:
    form, approval = document["form"], document["approval"]
    return PressRelease(
        id=document["_id"],
        revision=document["revision"],
        maker=document["maker"],
        state=State(document["state"]),
        form=Form(**{**form, "release_on": _from_day(form["release_on"])}),
        draft=Draft(**document["draft"]) if document["draft"] else None,
        representative=_actor(document["representative"]),
        approval=Approval(
            **{
                **approval,
                "release_on": date.fromisoformat(approval["release_on"]),
                "representative": actors.from_document(approval["representative"]),
            }
        )
        if approval
        else None,
        timeline=tuple(
            TimelineEntry(
                **{**entry, "state": State(entry["state"]), "actor": _actor(entry["actor"])}
            )
            for entry in document["timeline"]
        ),
        created=document["created"],
        updated=document["updated"],
        submitted=document["submitted"],
    )


# MongoDB knows moments only; a day without a zone must not become one.
def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _from_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _actor(document: Mapping[str, str] | None) -> Actor | None:
    return actors.from_document(document) if document else None


def _to_entry(entry: TimelineEntry) -> Document:
    actor = actors.to_document(entry.actor)
    return {**asdict(entry), "state": entry.state.value, "actor": actor}
