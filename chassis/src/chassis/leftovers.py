"""Sessions behind which a server may still hold a transaction, ended once it can be told."""

import asyncio
from typing import Any

import pymongo
import structlog

from chassis.endings import left_running

log = structlog.get_logger()

# A command that was given up may reach a busy server after an abort, and begin the transaction
# anew; a moment later it is ended with the rest.
_LATE_SECONDS = 1.0
_PAUSE_SECONDS = 1.0
_TRY_SECONDS = 2.0
# By then the server itself has ended what was left to it.
_KEPT_SECONDS = 90.0
_AT_ONCE = 500


class Leftovers:
    """Those of one client, all ended by one task, however many calls a fault has cut short.

    Until then nobody else gets such a session.
    """

    def __init__(self, client: Any) -> None:
        self._client = client
        self._sessions: list[tuple[float, Any]] = []
        self._is_sweeping = False

    def __len__(self) -> int:
        return len(self._sessions)

    def add(self, session: Any) -> None:
        """Leaves a session to be ended in a moment, or when the database is back."""
        left = asyncio.get_running_loop().time()
        self._sessions.append((left, session))
        if not self._is_sweeping:
            self._is_sweeping = True
            left_running(self._sweep())

    async def forget(self, *sessions: Any) -> None:
        """Ends whatever transactions the server may still hold for them."""
        ids = [session.session_id for session in sessions]
        await self._client.admin.command("killSessions", ids)

    async def _sweep(self) -> None:
        try:
            failed = 0
            while self._sessions:
                await asyncio.sleep(self._sessions[0][0] + _LATE_SECONDS - _now())
                if await self._swept(is_first=not failed):
                    failed = 0
                    continue
                failed += 1
                self._give_up()
                await asyncio.sleep(_PAUSE_SECONDS)
        finally:
            self._is_sweeping = False

    async def _swept(self, *, is_first: bool) -> bool:
        late = _now() - _LATE_SECONDS
        due = [session for left, session in self._sessions if left <= late][:_AT_ONCE]
        try:
            with pymongo.timeout(_TRY_SECONDS):
                await self.forget(*due)
                for session in due:
                    await session.end_session()
        except Exception as error:  # whatever it is, the next try is in a moment
            if is_first:
                log.warning(
                    "left for later", error=type(error).__name__, sessions=len(self._sessions)
                )
            return False
        del self._sessions[: len(due)]
        return True

    def _give_up(self) -> None:
        kept = [each for each in self._sessions if _now() - each[0] < _KEPT_SECONDS]
        if len(kept) < len(self._sessions):
            log.warning("left to the database", sessions=len(self._sessions) - len(kept))
        self._sessions = kept


def _now() -> float:
    return asyncio.get_running_loop().time()
