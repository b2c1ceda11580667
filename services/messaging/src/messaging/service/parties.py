"""Who may see what, and which side of a conversation the caller is."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from chassis import caller
from chassis.caller import Role
from chassis.errors import Forbidden, NotFound
from chassis.events import Event
from chassis.makers import Makers
from messaging.domain.thread import Author, Thread, ThreadNotFound

SCOPE = "messages:write"
READS_ALL = (Role.SUPPORT, Role.ADMIN, Role.SERVICE)
KNOWS_BUYERS = (Role.SUPPORT, Role.SERVICE)


class MakerNotFound(NotFound):
    """There is no such maker, or its conversations are none of the caller's business.

    Check the name. As a partner you need the maker's grant of `messages:write` or `events:read`.
    """

    def __init__(self, name: str) -> None:
        super().__init__("There is no such maker, or it is not yours to see.", name=name)


class OnlyPartiesWrite(Forbidden):
    """Staff read conversations and take no part in them.

    Write to the buyer or the maker by other ways.
    """

    def __init__(self) -> None:
        super().__init__("Only the buyer and the maker write here.")


class Shared(Protocol):
    """Something between a buyer and a maker."""

    @property
    def buyer(self) -> str:
        """The buyer's account."""
        ...

    @property
    def maker(self) -> str:
        """The maker's name."""
        ...

    @property
    def parties(self) -> tuple[str, str]:
        """The accounts of both."""
        ...


T = TypeVar("T", bound=Shared)


class Parties:
    """Decides for the current caller. What may not be seen is to be treated as absent."""

    def __init__(self, makers: Makers) -> None:
        self._makers = makers

    async def visible(self, things: Sequence[T], scope: str = SCOPE) -> list[T]:
        """Those of the things that the caller may see."""
        if caller.current().has(*READS_ALL):
            return list(things)
        return await self.own(things, scope)

    async def own(self, things: Sequence[T], scope: str = SCOPE) -> list[T]:
        """Those that the caller takes part in, or that are of makers who granted it the scope.

        Only they give a private listing's link away; who reads for the marketplace needs none.
        """
        who = caller.current()
        foreign = {thing.maker for thing in things if who.subject not in thing.parties}
        granting = await self._granting(foreign, scope)
        return [
            thing for thing in things if who.subject in thing.parties or thing.maker in granting
        ]

    async def sees(self, thing: Shared, scope: str = SCOPE) -> bool:
        """Whether the caller may see the thing."""
        return bool(await self.visible([thing], scope))

    async def readable(self, makers: Sequence[str]) -> set[str]:
        """Those of the makers whose conversations the caller may read, and who exist."""
        who = caller.current()
        found = await self._makers.named(list(makers))
        return {
            name
            for name, maker in found.items()
            if who.has(*READS_ALL) or self._makers.may_act(who, maker, SCOPE)
        }

    async def author(self, thread: Thread) -> Author:
        """As whom the caller writes.

        Fails with `ThreadNotFound`, and with `OnlyPartiesWrite` for those who only read.
        """
        who = caller.current()
        if who.subject == thread.buyer:
            return Author.BUYER
        if who.subject == thread.maker_subject or await self.has_grant(thread.maker, SCOPE):
            return Author.MAKER
        if who.has(*READS_ALL):
            raise OnlyPartiesWrite
        raise ThreadNotFound(thread.name)

    async def has_grant(self, maker: str, scope: str) -> bool:
        """Whether the caller is a partner to whom the maker has granted the scope."""
        return bool(await self._granting([maker], scope))

    async def may_hear(self, event: Event, maker: str, scope: str) -> bool:
        """Whether the caller, for whom the maker's grants decide, hears of the event."""
        return await self._makers.may_hear(caller.current(), event, maker, scope)

    async def _granting(self, makers: Iterable[str], scope: str) -> set[str]:
        who, names = caller.current(), list(makers)
        if not names or not who.has(Role.PARTNER):
            return set()
        found = await self._makers.named(names)
        return {
            name
            for name, maker in found.items()
            if scope in maker.grants.get(who.subject, frozenset())
        }


def knows_buyer(thing: Shared) -> bool:
    """Whether the caller may learn who the buyer is."""
    who = caller.current()
    return who.subject == thing.buyer or who.has(*KNOWS_BUYERS)
