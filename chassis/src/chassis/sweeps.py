"""What falls due is settled one by one, and what fails holds nothing else up."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import TypeVar

import structlog
from pymongo.errors import ConnectionFailure

log = structlog.get_logger()

T = TypeVar("T")


async def swept(
    due: Callable[[Collection[str]], Awaitable[Sequence[T]]],
    settle: Callable[[T], Awaitable[int]],
    complaint: str,
    key: Callable[[T], str] = str,
) -> int:
    """Settles what is due until nothing is left; says how many of them were.

    `due` gives the next few, but not those whose keys it is told: what fails is told as
    `complaint` and left for the next sweep. `settle` says whether there was anything to do, for
    another replica may have done it. Without the database the sweep ends.
    """
    count, failed = 0, set[str]()
    while few := await due(failed):
        for one in few:
            try:
                count += await settle(one)
            except ConnectionFailure:
                raise
            except Exception:
                log.exception(complaint, of=key(one))
                failed.add(key(one))
    return count
