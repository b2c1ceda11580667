"""What a resolver finds in `info.context`: the services, loaders, links, and who is asking."""

import asyncio
import copy
from collections.abc import Awaitable, Callable, Hashable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any, Self, TypeVar

import strawberry
from strawberry.dataloader import DataLoader
from strawberry.fastapi import BaseContext

from chassis import caller
from chassis.caller import Caller
from gateway.clients import Applications, Catalog, Clients, Messaging, PrReview
from gateway.links import Link, Links
from gateway.rate import Seat, Turns, bucket_of
from gateway.values import File

K = TypeVar("K")
V = TypeVar("V")

# What a `Lookup…ByName` takes at once.
LOOKUP_SIZE = 100
SECONDS = 10.0


class Loader(DataLoader[K, V]):
    """Loads what several fields ask for in one batch, and each thing once."""

    def load(self, key: K) -> Awaitable[V]:
        """Returns what comes of one key."""
        # One field may be cancelled by its neighbour's failure while others wait for the same.
        return asyncio.shield(super().load(key))


class Context(BaseContext):
    """The context of one request; nothing in it outlives the request or meets another caller."""

    def __init__(
        self,
        clients: Clients,
        links: Links,
        language: str,
        address: str,
        turns: Turns | None = None,
        seat: Seat | None = None,
    ) -> None:
        super().__init__()
        self.clients = clients
        self.language = language
        # Where the request came from, as the server saw it.
        self.address = address
        # What a WebSocket holds of those that may be open.
        self.seat = seat
        # What the operation was measured to cost; of a subscription, each event.
        self.cost = 0
        self.slices: dict[Hashable, asyncio.Future[Any]] = {}
        self._loaders: dict[str, DataLoader[Any, Any]] = {}
        self._links = links
        self._turns = turns
        # How long an operation may take; a transport that streams files in raises it.
        self.seconds = SECONDS

    @property
    def caller(self) -> Caller:
        """Who is asking; anonymous without a token."""
        return caller.current()

    @property
    def applications(self) -> Applications:
        """The methods of the applications service."""
        return self.clients.applications

    @property
    def catalog(self) -> Catalog:
        """The methods of the catalog service."""
        return self.clients.catalog

    @property
    def messaging(self) -> Messaging:
        """The methods of the messaging service."""
        return self.clients.messaging

    @property
    def pr_review(self) -> PrReview:
        """The methods of the press review service."""
        return self.clients.pr_review

    def loader(
        self, name: str, load: Callable[[list[K]], Awaitable[Sequence[V]]]
    ) -> DataLoader[K, V]:
        """Returns this request's loader of that name, made with `load` when first asked for."""
        if name not in self._loaders:
            self._loaders[name] = Loader(load, max_batch_size=LOOKUP_SIZE)
        return self._loaders[name]

    def file(
        self,
        domain: str,
        resource_name: str,
        *,
        name: str,
        content_type: str,
        size: int,
        sha256: str,
    ) -> File:
        """Returns a file as the graph shows it, with a link for this caller."""
        link = Link(domain, resource_name, self.caller.subject, name, content_type, sha256)
        url, expires = self._links.make(link)
        return File(
            name=name,
            content_type=content_type,
            size=size,
            sha256=sha256,
            url=url,
            url_expires=expires,
        )

    def turn(self, *, is_paid: bool) -> AbstractAsyncContextManager[None]:
        """Surrounds one event of a subscription, which waits until the caller may have it."""
        if self._turns is None:
            return nullcontext()
        caller = bucket_of(self.caller.subject, self.address)
        return self._turns.turn(caller, 0 if is_paid else self.cost)

    def forget(self) -> None:
        """Drops what was read so far, because it changes, or has changed."""
        self.slices = {}
        self._loaders = {}

    def afresh(self) -> Self:
        """Returns the context of an operation, or of one event of it, that shares no memory."""
        own = copy.copy(self)
        own.forget()
        return own


Info = strawberry.Info[Context, None]
