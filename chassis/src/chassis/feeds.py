"""Feeds of committed events: one change stream per process, fanned out in memory."""

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import structlog
from pymongo.errors import OperationFailure, PyMongoError

from chassis.errors import Refused, invalid
from chassis.events import Event, Events, from_document
from chassis.mongo import ChangeStream, Document, Mongo
from chassis.signing import Signer

log = structlog.get_logger()

HEARTBEAT_SECONDS = 0.5
_QUEUE = 1000
_CATCH_UPS = 2
_CATCH_UP_BATCH = 200
_CATCH_UP_WAIT_SECONDS = 0.02
_HISTORY_LOST = frozenset({260, 280, 286})


@dataclass(frozen=True)
class Entry:
    """What a follower gets: an event, or nothing but news of where the feed stands."""

    event: Event | None
    token: str


@dataclass(frozen=True)
class _Mark:
    position: str
    document: Document | None


class HistoryGone(Refused):
    """The changes since a resume token are no longer kept."""

    def __init__(self) -> None:
        super().__init__(
            "The history since this resume_token is gone. List everything, then watch without one."
        )


class FellBehind(Refused):
    """A follower that reads too slowly is let go; its last token still holds."""

    def __init__(self) -> None:
        super().__init__("You read too slowly. Watch again with the last resume_token you got.")


class Feed:
    """The events of one service, in commit order.

    Positions are the change stream's own tokens, which compare as text. Clients get them signed
    and never see anything of a position but that word.
    """

    def __init__(
        self,
        mongo: Mongo,
        events: Events,
        signer: Signer,
        on_change: Callable[[], None],
        queue: int = _QUEUE,
        catch_up_batch: int = _CATCH_UP_BATCH,
    ) -> None:
        self._mongo = mongo
        self._events = events.collection
        self._signer = signer
        self._on_change = on_change
        self._queue = queue
        self._catch_up_batch = catch_up_batch
        self._position = ""
        self._started = asyncio.Event()
        self._followers: set[asyncio.Queue[_Mark | None]] = set()
        self._catch_ups = asyncio.Semaphore(_CATCH_UPS)

    @property
    def followers(self) -> int:
        """How many follow now."""
        return len(self._followers)

    async def run(self) -> None:
        """Reads the change stream for ever, through faults of the database."""
        while True:
            try:
                after = {"_data": self._position} if self._position else None
                async with self._mongo.watch(self._events, after) as stream:
                    await self._read(stream)
            except PyMongoError as error:
                if isinstance(error, OperationFailure) and error.code in _HISTORY_LOST:
                    self._let_all_go()
                log.warning("feed interrupted", error=type(error).__name__)
                await asyncio.sleep(0.5)

    async def _read(self, stream: ChangeStream) -> None:
        while True:
            document, self._position = await stream.next()
            self._started.set()
            if document is not None:
                self._on_change()
            for queue in list(self._followers):
                try:
                    queue.put_nowait(_Mark(self._position, document))
                except asyncio.QueueFull:
                    self._let_go(queue)

    def _let_go(self, queue: "asyncio.Queue[_Mark | None]") -> None:
        self._followers.discard(queue)
        while not queue.empty():
            queue.get_nowait()
        queue.put_nowait(None)

    def _let_all_go(self) -> None:
        self._position = ""
        self._started.clear()
        for queue in list(self._followers):
            self._let_go(queue)

    async def follow(
        self, resume_token: str, wanted: Callable[[Event], bool]
    ) -> AsyncIterator[Entry]:
        """Every wanted event after the token, or from now; then as they come, without end.

        The first entry without a token has no event: it says where the feed begins. Whoever has
        caught up gets an entry without an event about every half second. Fails with
        `InvalidRequest` for a token that is not ours, `HistoryGone` for one too old, and
        `FellBehind` for a slow reader.
        """
        after = self._position_in(resume_token) if resume_token else None
        await self._started.wait()
        queue: asyncio.Queue[_Mark | None] = asyncio.Queue(self._queue)
        self._followers.add(queue)
        begins = self._position
        try:
            if after is None:
                yield Entry(None, self._token(begins))
            else:
                async for entry in self._caught_up(after, begins, wanted):
                    yield entry
            async for entry in self._live(queue, after or begins, wanted):
                yield entry
        finally:
            self._followers.discard(queue)

    async def _caught_up(
        self, after: str, until: str, wanted: Callable[[Event], bool]
    ) -> AsyncIterator[Entry]:
        while after < until:
            marks = await self._gap(after, until)
            for mark in marks:
                entry = self._entry(mark, wanted)
                if entry.event is not None or mark is marks[-1]:
                    yield entry
                after = mark.position

    async def _gap(self, after: str, until: str) -> list[_Mark]:
        """The next part of what a follower missed, read at once so that none can hold a place."""
        marks: list[_Mark] = []
        async with self._catch_ups:
            try:
                async with self._mongo.watch(
                    self._events, {"_data": after}, _CATCH_UP_WAIT_SECONDS
                ) as stream:
                    while len(marks) < self._catch_up_batch:
                        document, position = await stream.next()
                        # What lies beyond is in the follower's queue already.
                        if document is not None and position <= until:
                            marks.append(_Mark(position, document))
                        elif position >= until:
                            marks.append(_Mark(until, None))
                            break
            except OperationFailure as error:
                if error.code in _HISTORY_LOST:
                    raise HistoryGone from error
                raise
        return marks

    async def _live(
        self,
        queue: "asyncio.Queue[_Mark | None]",
        last: str,
        wanted: Callable[[Event], bool],
    ) -> AsyncIterator[Entry]:
        told = 0.0
        while True:
            mark = await queue.get()
            if mark is None:
                raise FellBehind
            if mark.position < last or (mark.position == last and mark.document is not None):
                continue
            entry = self._entry(mark, wanted)
            if entry.event is not None:
                yield entry
            # Whoever has caught up hears so, also where something happens all the time.
            is_time = time.monotonic() - told > HEARTBEAT_SECONDS
            if queue.empty() and (mark.document is None or is_time):
                yield Entry(None, entry.token)
                told = time.monotonic()

    def _entry(self, mark: _Mark, wanted: Callable[[Event], bool]) -> Entry:
        event = from_document(mark.document) if mark.document is not None else None
        shown = event if event is not None and wanted(event) else None
        return Entry(shown, self._token(mark.position))

    def _token(self, position: str) -> str:
        return self._signer.sign(json.dumps(position))

    def _position_in(self, token: str) -> str:
        text = self._signer.read(token)
        position = json.loads(text) if text is not None else ""
        if not re.fullmatch(r"[0-9A-F]{8,}", position):
            raise invalid(
                "resume_token",
                "RESUME_TOKEN_INVALID",
                "Use the last resume_token you got, unchanged, or none to start from now.",
            )
        return str(position)
