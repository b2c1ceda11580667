"""Where Word documents are made, beside the calls that ask for them."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from chassis.errors import Problem
from pr_review.domain.word_file import WordFile
from pr_review.domain.word_out import TooManyWordDocuments
from pr_review.store.word_file import KEPT, Made, WordFiles

log = structlog.get_logger()

WAITING = 20
"""Documents that wait to be made, or are being made, at most."""

PATIENCE = 3.0
"""How many seconds a call waits for its document; with less than that it answers at once."""

ANEW = timedelta(minutes=3)
"""After which one that is not ready is begun again: longer than making one may take."""

Making = Callable[[], Awaitable[Made]]


class Workshop:
    """Makes documents one by one for each account, and a few at once.

    What is being made when the service ends is begun again when it is asked for.
    """

    def __init__(
        self, files: WordFiles, now: Callable[[], datetime], patience: float = PATIENCE
    ) -> None:
        self._files = files
        self._now = now
        self._patience = patience
        self._orders: asyncio.Queue[tuple[WordFile, Making, asyncio.Future[None]]] = asyncio.Queue()
        self._waiting = 0

    async def run(self) -> None:
        """Makes what is ordered, for ever."""
        async with asyncio.TaskGroup() as making:
            while True:
                making.create_task(self._make(*await self._orders.get()))

    async def ordered(
        self, file_id: str, release_id: str, *, for_maker: bool, make: Making
    ) -> WordFile:
        """The document with this id as it stands, made if there is none.

        Fails with `TooManyWordDocuments`.
        """
        now = self._now()
        wanted = WordFile(file_id, release_id, for_maker, begun=now, expires=now + KEPT)
        found = await self._files.find(file_id, release_id)
        if found is not None and found.stands(now, now - ANEW):
            return found
        if self._waiting >= WAITING:
            raise TooManyWordDocuments
        file, is_ours = await self._files.claim(wanted, now - ANEW)
        if not is_ours:
            return file
        self._waiting += 1
        done = asyncio.get_running_loop().create_future()
        self._orders.put_nowait((file, make, done))
        finished, _ = await asyncio.wait([done], timeout=self._patience)
        if not finished:
            return file
        done.result()
        return await self._files.find(file_id, release_id) or file

    async def _make(self, file: WordFile, make: Making, done: asyncio.Future[None]) -> None:
        try:
            made = await make()
            await self._files.finish(file, made, self._now() + KEPT)
        except TooManyWordDocuments as problem:
            # Nothing speaks against making it: whoever asks next has it begun at once.
            await self._forgotten(file)
            done.set_exception(problem)
            # The call may have stopped waiting.
            done.exception()
        except Problem as problem:
            await self._failed(file, str(problem))
        except Exception:
            log.exception("word document not made", file=file.id)
            await self._failed(file, "It could not be made, and that is our fault. Try again.")
        finally:
            self._waiting -= 1
            if not done.done():
                done.set_result(None)

    async def _forgotten(self, file: WordFile) -> None:
        try:
            await self._files.forget(file)
        except Exception:
            log.exception("word document that was not begun not forgotten", file=file.id)

    async def _failed(self, file: WordFile, why: str) -> None:
        try:
            await self._files.fail(file, why)
        except Exception:
            log.exception("failure of a word document not noted", file=file.id)
