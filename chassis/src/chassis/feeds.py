"""Feeds of committed events: one change stream per process, fanned out in memory."""

import asyncio
import functools
import json
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Container
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar
from weakref import WeakValueDictionary

import structlog
from google.protobuf.message import Message
from pymongo.errors import OperationFailure, PyMongoError

from chassis import caller
from chassis.errors import Problem, Refused, invalid
from chassis.events import Event, Events, from_document
from chassis.moments import to_timestamp
from chassis.mongo import ChangeStream, Mongo
from chassis.shared_reads import SharedReads
from chassis.signing import Signer

log = structlog.get_logger()

HEARTBEAT_SECONDS = 0.5
_QUEUE = 1000
_CATCH_UPS = 2
_CATCH_UP_BATCH = 200
_CATCH_UP_WAIT_SECONDS = 0.02
_TOKENS = 4096
_HISTORY_LOST = frozenset({260, 280, 286})

T = TypeVar("T")
R = TypeVar("R", bound=Message)
# What a follower is told of an event, or None for what is none of its business.
Heard: TypeAlias = Callable[[Event], Awaitable[T | None]]


@dataclass(frozen=True)
class Entry(Generic[T]):
    """What a follower gets: an event and what it is told of it, or only where the feed stands."""

    token: str
    event: Event | None = None
    told: T | None = None

    def fill(self, response: R, field: str) -> R:
        """The response of a `Watch…` method with the entry in it, what is told in this field."""
        filled: Any = response
        filled.resume_token = self.token
        if self.event is not None and self.told is not None:
            filled.event_id = self.event.id
            filled.type = self.event.type
            filled.event_time.CopyFrom(to_timestamp(self.event.occurred))
            getattr(filled, field).CopyFrom(self.told)
        return response


@dataclass(frozen=True)
class _Mark:
    position: str
    event: Event | None


_Queue: TypeAlias = asyncio.Queue[_Mark | Problem]


class HistoryGone(Refused):
    """The changes since the resume token are no longer kept.

    Watch without a token, and once that has begun list everything, so that nothing falls between
    the two; a partner begins with `ListMakers`, which has whoever granted it something. Come back
    within the days that history is kept.
    """

    def __init__(self) -> None:
        super().__init__(
            "The history since this resume_token is gone. Watch without one, then list everything."
        )


class FellBehind(Refused):
    """The follower read too slowly and was let go; its last token still holds.

    Watch again with the last token you stored. Put what takes long behind a queue of your own.
    """

    def __init__(self) -> None:
        super().__init__("You read too slowly. Watch again with the last resume_token you got.")


class FeedInterrupted(Refused):
    """The service lost its own place in the history; whose token is younger can go on.

    Watch again with the last token you stored; if that is too old as well, you will be told so.
    """

    def __init__(self) -> None:
        super().__init__(
            "The feed was interrupted. Watch again with the last resume_token you got."
        )


class Feed:
    """The events of one service, in commit order.

    Positions are the change stream's own tokens, which compare as text. Clients get them signed,
    each for the watch that gave it, and never see anything of a position but that word.
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
        self._followers: set[_Queue] = set()
        self._catch_ups = asyncio.Semaphore(_CATCH_UPS)
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._positions: SharedReads[str] = SharedReads()
        self._position_turn = asyncio.Lock()
        self._positions_begun = 0
        # All who follow the same watch get the same token for the same event.
        self._token = functools.lru_cache(_TOKENS)(self._signed)

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
            mark = _Mark(self._position, from_document(document) if document is not None else None)
            for queue in list(self._followers):
                try:
                    queue.put_nowait(mark)
                except asyncio.QueueFull:
                    self._let_go(queue, FellBehind())

    def _let_go(self, queue: _Queue, why: Problem) -> None:
        self._followers.discard(queue)
        while not queue.empty():
            queue.get_nowait()
        queue.put_nowait(why)

    def _let_all_go(self) -> None:
        self._position = ""
        self._started.clear()
        for queue in list(self._followers):
            self._let_go(queue, FeedInterrupted())

    async def follow(
        self, watch: str, resume_token: str, heard: Heard[T], only: str = ""
    ) -> AsyncIterator[Entry[T]]:
        """Every event of which `heard` tells something, after the token or from now, without end.

        The first entry without a token has no event: it says where the feed begins. Whoever has
        caught up gets an entry without an event about every half second. `watch` names what is
        followed, `only` what it is narrowed to: a token of another watch is refused, as its holder
        may have missed what this one would have shown; that of the whole is good for each part.
        Fails with `InvalidRequest` for a token that is not of this watch, `HistoryGone` for one
        too old, `FellBehind` for a slow reader and `FeedInterrupted` when the history of the
        service itself is gone.
        """
        whole, watch = watch, f"{watch} {only}" if only else watch
        text = self._signer.read(resume_token)
        after = _position_in(text, (whole, watch)) if resume_token else ""
        # What has started may have lost its place again before we run.
        while not self._position:
            await self._started.wait()
        queue: _Queue = asyncio.Queue(self._queue)
        self._followers.add(queue)
        begins = self._position
        try:
            if after:
                async for entry in self._caught_up(watch, after, begins, heard):
                    yield entry
            else:
                # Ours may lie some milliseconds behind what was committed before this call.
                after = await self._positions.read(str(self._positions_begun), self._position_now)
                yield Entry(self._token(watch, after))
            async for entry in self._live(watch, queue, after, heard):
                yield entry
        finally:
            self._followers.discard(queue)

    async def _position_now(self) -> str:
        """Where the feed stands, for all who asked for it before this is read."""
        async with self._position_turn:
            # Whoever asks from here on may mean what is committed meanwhile, and asks anew.
            self._positions_begun += 1
            return await self._mongo.position(self._events)

    async def _caught_up(
        self, watch: str, after: str, until: str, heard: Heard[T]
    ) -> AsyncIterator[Entry[T]]:
        while after < until:
            marks = await self._gap(after, until)
            for mark in marks:
                after = mark.position
                told = await _told(mark, heard)
                if told is not None or mark is marks[-1]:
                    shown = mark.event if told is not None else None
                    yield Entry(self._token(watch, after), shown, told)

    async def _gap(self, after: str, until: str) -> list[_Mark]:
        """The next part of what a follower missed, read at once so that none can hold a place.

        Of all who come back on one account only one waits for a place at a time.
        """
        marks: list[_Mark] = []
        turn = self._turns.setdefault(caller.current().subject, asyncio.Lock())
        async with turn, self._catch_ups:
            try:
                async with self._mongo.watch(
                    self._events, {"_data": after}, _CATCH_UP_WAIT_SECONDS
                ) as stream:
                    while len(marks) < self._catch_up_batch:
                        document, position = await stream.next()
                        # What lies beyond is in the follower's queue already.
                        if document is not None and position <= until:
                            marks.append(_Mark(position, from_document(document)))
                        elif position >= until:
                            marks.append(_Mark(until, None))
                            break
            except OperationFailure as error:
                if error.code in _HISTORY_LOST:
                    raise HistoryGone from error
                raise
        return marks

    async def _live(
        self, watch: str, queue: _Queue, last: str, heard: Heard[T]
    ) -> AsyncIterator[Entry[T]]:
        spoke = 0.0
        while True:
            mark = await queue.get()
            if isinstance(mark, Problem):
                raise mark
            if mark.event is not None and mark.position <= last:
                continue
            told = await _told(mark, heard)
            if told is not None:
                yield Entry(self._token(watch, mark.position), mark.event, told)
            # Whoever has caught up hears so, also where something happens all the time.
            is_time = time.monotonic() - spoke > HEARTBEAT_SECONDS
            if queue.empty() and (mark.event is None or is_time):
                # Where nothing is written, ours stays behind where this follower began.
                yield Entry(self._token(watch, max(mark.position, last)))
                spoke = time.monotonic()

    def _signed(self, watch: str, position: str) -> str:
        return self._signer.sign(json.dumps([watch, position]))


def _position_in(text: str | None, watches: Container[str]) -> str:
    match json.loads(text) if text is not None else None:
        case [str(whose), str(position)] if whose in watches and re.fullmatch(
            r"[0-9A-F]{8,}", position
        ):
            return position
    raise invalid(
        "resume_token",
        "RESUME_TOKEN_INVALID",
        "Use the last resume_token you got from this watch, unchanged, or none to start from now.",
    )


async def _told(mark: _Mark, heard: Heard[T]) -> T | None:
    return await heard(mark.event) if mark.event is not None else None
