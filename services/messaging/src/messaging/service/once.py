"""Makes what changes something harmless to repeat, together with what was known beforehand."""

import functools
from collections.abc import Awaitable, Callable
from typing import TypeVar, TypeVarTuple, Unpack

from google.protobuf.message import Message

from chassis.mongo import Session
from chassis.requests import Changes

S = TypeVar("S", bound=Changes)
R = TypeVar("R", bound=Message)
A = TypeVar("A", bound=Message)
Known = TypeVarTuple("Known")


def once(
    method: Callable[[S, R, Session, Unpack[Known]], Awaitable[A]],
) -> Callable[[S, R, Unpack[Known]], Awaitable[A]]:
    """As `chassis.requests.changing`, for what also takes in something from before.

    That is the moment of receipt, since a transaction that has to run again does not make an
    answer later, and what was waited for, since nothing is waited for inside of a transaction.
    """

    @functools.wraps(method)
    async def handler(self: S, request: R, *known: *Known) -> A:
        return await self.requests.once(
            method.__qualname__, request, lambda session: method(self, request, session, *known)
        )

    return handler
