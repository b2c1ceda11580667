"""Press releases in MongoDB."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pymongo import ASCENDING, DESCENDING, IndexModel

from chassis.mongo import Database, Document, Mongo, Session, ensure_indexes, swap
from chassis.paging import Key, Page, behind
from pr_review.domain.problems import PressReleaseChanged
from pr_review.domain.release import (
    UNDECIDED,
    PressRelease,
    State,
    WaitingFor,
)
from pr_review.store.release_document import from_document, to_document

_NEWEST = [("created", DESCENDING), ("_id", DESCENDING)]
_UNDECIDED = sorted(state.value for state in UNDECIDED)
_IN_HAND = sorted(it.value for it in WaitingFor if it is not WaitingFor.TAKER)
# In the very words of the query that the index is for. Only what is undecided is due.
_IS_DUE: Document = {"due": {"$type": "date"}}
_EARLIER, _TIME_ZONES = "of_earlier_releases", "of_other_time_zones"
# All that is stored by now has `files`.
_OF_EARLIER: Document = {"state": {"$in": _UNDECIDED}, "files": {"$exists": False}}


@dataclass(frozen=True)
class Selection:
    """Which press releases a list has, as they stand at `moment`: what lapsed has lapsed.

    Only those of a maker; else those that were submitted and, of drafts, those that `filer` started
    for a maker. `asked` narrows them to those that account was asked about; `sees_drafts` is for
    makers themselves, their partners, and services.
    """

    states: tuple[State, ...]
    moment: datetime
    maker: str | None = None
    filer: str = ""
    asked: str = ""
    sees_drafts: bool = False

    def to_filter(self) -> Document:
        """The query."""
        wanted: list[Document] = []
        if self.maker is not None:
            wanted.append({"maker": self.maker})
        if self.asked:
            wanted.append({"asked": self.asked})
        if not self.sees_drafts:
            submitted: Document = {"submitted": {"$ne": None}}
            own: Document = {"filer": self.filer}
            wanted.append({"$or": [submitted, own]} if self.filer else submitted)
        if set(self.states) != set(State):
            wanted.append(_standing(self.states, self.moment))
        return {"$and": wanted} if wanted else {}


class PressReleases:
    """The press releases of all makers."""

    def __init__(self, mongo: Mongo, database: Database) -> None:
        self._mongo = mongo
        self._releases = database["press_releases"]
        self._makers = database["makers"]

    async def prepare(self) -> None:
        """Makes the indexes: for lists, for finding what a file belongs to, and for sweeps."""
        await ensure_indexes(
            self._releases,
            IndexModel([("maker", 1), *_NEWEST]),
            IndexModel([("state", 1), *_NEWEST]),
            IndexModel(_NEWEST),
            IndexModel([("asked", 1), *_NEWEST], name="of_asked"),
            # What earlier releases stored says only by these what a file belongs to.
            IndexModel("draft.file_id", sparse=True),
            IndexModel("approval.file_id", sparse=True),
            IndexModel("files", name="of_file"),
            IndexModel("due", name="due", partialFilterExpression=_IS_DUE),
            IndexModel([("state", 1), ("files", 1)], name=_EARLIER),
            IndexModel([("state", 1), ("time_zones", 1)], name=_TIME_ZONES),
        )

    async def add(self, release: PressRelease, session: Session) -> PressRelease:
        """Stores a new one."""
        await self._releases.insert_one(to_document(release), session=session)
        return release

    async def save(self, release: PressRelease, session: Session) -> PressRelease:
        """Stores a change. Fails with `PressReleaseChanged` when another writer was first."""
        stored = await swap(self._releases, to_document(release), PressReleaseChanged(), session)
        return replace(release, revision=stored["revision"])

    async def bring_up(self, release: PressRelease, session: Session) -> None:
        """Stores what follows from what an earlier release stored, which changes nothing of it."""
        same = {"_id": release.id, "revision": release.revision}
        await self._releases.replace_one(same, to_document(release), session=session)

    async def find(self, release_id: str, session: Session | None = None) -> PressRelease | None:
        """The press release with this id."""
        found = await self._releases.find_one({"_id": release_id}, session=session)
        return None if found is None else from_document(found)

    async def with_ids(self, ids: Iterable[str]) -> dict[str, PressRelease]:
        """Those that exist, in one command."""
        found = self._releases.find({"_id": {"$in": list(ids)}})
        return {row["_id"]: from_document(row) async for row in found}

    async def page(self, page: Page, selection: Selection) -> list[PressRelease]:
        """One more than the page holds, newest first."""
        wanted = selection.to_filter()
        if page.after is not None:
            wanted = {"$and": [wanted, behind("created", page.after)]}
        found = self._releases.find(wanted, sort=_NEWEST, limit=page.size + 1)
        return [from_document(row) async for row in found]

    async def first_of_each(
        self, selections: Mapping[str, Selection], size: int
    ) -> dict[str, list[PressRelease]]:
        """The newest of several makers, of each those of its selection, in one command."""
        newest = [
            {"$match": {"$or": [it.to_filter() for it in selections.values()]}},
            {"$sort": dict(_NEWEST)},
            {"$limit": size},
        ]
        found = await self._mongo.aggregate(
            self._makers,
            [
                {"$match": {"_id": {"$in": list(selections)}}},
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
        return {row["_id"]: [from_document(one) for one in row["releases"]] for row in found}

    async def makers_asking(self, subject: str, makers: Iterable[str]) -> frozenset[str]:
        """Those of the makers about whose press releases an account was asked."""
        wanted = {"asked": subject, "maker": {"$in": list(makers)}}
        return frozenset(await self._releases.distinct("maker", wanted))

    async def held_by(self, subjects: Iterable[str], session: Session) -> dict[str, int]:
        """How many each of the accounts has in hand, those with none left out."""
        wanted = {
            "representative.subject": {"$in": list(subjects)},
            "waiting_for": {"$in": _IN_HAND},
        }
        count = {"_id": "$representative.subject", "count": {"$sum": 1}}
        rows = await self._mongo.aggregate(
            self._releases, [{"$match": wanted}, {"$group": count}], session
        )
        return {row["_id"]: row["count"] for row in rows}

    async def overdue(
        self, moment: datetime, limit: int, but_not: Collection[str] = ()
    ) -> Sequence[str]:
        """The ids of those whose release moment passed undecided, the longest overdue first."""
        due = {"$and": [_IS_DUE, {"due": {"$lte": moment}}, {"_id": {"$nin": list(but_not)}}]}
        cursor = self._releases.find(due, {"_id": 1})
        return [row["_id"] async for row in cursor.sort("due", ASCENDING).limit(limit)]

    async def of_earlier_releases(self, limit: int, but_not: Collection[str] = ()) -> Sequence[str]:
        """The ids of undecided ones that an earlier release stored, without when they lapse."""
        cursor = self._releases.find({**_OF_EARLIER, "_id": {"$nin": list(but_not)}}, {"_id": 1})
        # Named, for with little in hand another index looks as good.
        return [row["_id"] async for row in cursor.limit(limit).hint(_EARLIER)]

    async def of_other_time_zones(
        self, edition: str, limit: int, but_not: Collection[str] = ()
    ) -> Sequence[str]:
        """The ids of undecided ones that lapse by an earlier edition of the clock rules."""
        wanted = {
            "state": {"$in": _UNDECIDED},
            "time_zones": {"$not": {"$gte": edition}},
            "_id": {"$nin": list(but_not)},
        }
        cursor = self._releases.find(wanted, {"_id": 1})
        return [row["_id"] async for row in cursor.limit(limit).hint(_TIME_ZONES)]

    async def refers_to(self, file_id: str) -> bool:
        """Whether a file is needed: a document, what was read in one, or an approved one."""
        used = {
            "$or": [
                {"files": file_id},
                {"draft.file_id": file_id},
                {"approval.file_id": file_id},
            ]
        }
        return await self._releases.find_one(used, {"_id": 1}) is not None


def key_of(release: PressRelease) -> Key:
    """What the page behind this one starts after."""
    return (release.created, release.id)


def _standing(states: Iterable[State], moment: datetime) -> Document:
    """Those in one of the states at a moment, whether or not it is stored that they lapsed."""
    undecided = [state.value for state in states if state in UNDECIDED]
    others = [state.value for state in states if state not in UNDECIDED]
    standing: list[Document] = [
        {"state": {"$in": others}},
        {"state": {"$in": undecided}, "due": {"$not": {"$lte": moment}}},
    ]
    if State.LAPSED in states:
        standing.append({"state": {"$in": _UNDECIDED}, "due": {"$lte": moment}})
    return {"$or": [it for it in standing if it["state"]["$in"]]}
