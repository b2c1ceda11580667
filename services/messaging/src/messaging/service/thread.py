"""Carries what buyers and makers write to each other."""

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime
from typing import Any

from chassis import caller
from chassis.caller import Role
from chassis.events import Event
from chassis.feeds import Feed
from chassis.ids import id_in, ids_in, new_id
from chassis.mongo import Session
from chassis.paging import Page, Pages
from chassis.requests import Requests
from handmade.messaging.v1 import thread_pb2 as pb
from handmade.messaging.v1 import thread_pb2_grpc
from messaging.domain.thread import Message, Thread, ThreadNotFound
from messaging.policy.clock import ResponseSla, due
from messaging.policy.numbers import Policy
from messaging.policy.text import plain_text
from messaging.service.once import once
from messaging.service.parties import READS_ALL, SCOPE, MakerNotFound, Parties, knows_buyer
from messaging.store.conversations import Conversations
from messaging.store.messages import Messages
from messaging.store.threads import Threads
from messaging.wire import thread as wire
from messaging.wire.custom_order import MAKERS

WATCH = "messages"
WATCH_SCOPE = "events:read"


class ThreadService(thread_pb2_grpc.ThreadServiceServicer):
    """Answers for threads and messages."""

    def __init__(
        self,
        threads: Threads,
        messages: Messages,
        conversations: Conversations,
        parties: Parties,
        numbers: Policy,
        slas: Sequence[ResponseSla],
        link: wire.Link,
        requests: Requests,
        feed: Feed,
        pages: Pages,
        now: Callable[[], datetime],
    ) -> None:
        self._threads = threads
        self._messages = messages
        self._conversations = conversations
        self._parties = parties
        self._numbers = numbers
        self._slas = slas
        self._link = link
        self.requests = requests
        self._feed = feed
        self._pages = pages
        self._now = now

    async def GetThread(self, request: pb.GetThreadRequest, context: Any) -> pb.Thread:
        """One that the caller may see."""
        return self._shown(await self._visible(request.name, "name"))

    async def ListThreads(
        self, request: pb.ListThreadsRequest, context: Any
    ) -> pb.ListThreadsResponse:
        """A maker's, or those the caller takes part in, or for support all."""
        page = self._pages.open(request)
        if request.maker:
            id_in(request.maker, MAKERS, "maker")
            if not await self._parties.readable([request.maker]):
                raise MakerNotFound(request.maker)
        who = caller.current()
        party = "" if who.has(*READS_ALL) else who.subject
        found = await self._threads.latest(
            maker=request.maker, party=party, after=page.after, limit=page.size + 1
        )
        return self._page_of_threads(page, found)

    async def BatchListThreads(
        self, request: pb.BatchListThreadsRequest, context: Any
    ) -> pb.BatchListThreadsResponse:
        """The first page of each maker whose threads the caller may see."""
        ids_in(request.makers, MAKERS, "makers")
        pages = {
            maker: self._pages.open(pb.ListThreadsRequest(maker=maker, page_size=request.page_size))
            for maker in request.makers
        }
        readable = await self._parties.readable(list(pages))
        size = max((page.size for page in pages.values()), default=0)
        found = await self._threads.latest_of_each(sorted(readable), size + 1)
        return pb.BatchListThreadsResponse(
            results=[
                pb.BatchListThreadsResponse.Result(
                    page=self._page_of_threads(pages[maker], found[maker])
                    if maker in found
                    else None
                )
                for maker in request.makers
            ]
        )

    async def LookupThreadsByName(
        self, request: pb.LookupThreadsByNameRequest, context: Any
    ) -> pb.LookupThreadsByNameResponse:
        """As many results as names."""
        ids_in(request.names, wire.COLLECTION)
        found = await self._parties.visible(await self._threads.named(request.names))
        shown = {thread.name: self._shown(thread) for thread in found}
        return pb.LookupThreadsByNameResponse(
            results=[
                pb.LookupThreadsByNameResponse.Result(thread=shown.get(name))
                for name in request.names
            ]
        )

    async def ListMessages(
        self, request: pb.ListMessagesRequest, context: Any
    ) -> pb.ListMessagesResponse:
        """A page of a thread that the caller may see, oldest first."""
        page = self._pages.open(request)
        thread = await self._visible(request.thread, "thread")
        after = int(str(page.after[0])) if page.after else 0
        found = await self._messages.page(thread.name, after, page.size + 1)
        is_own = bool(await self._parties.own([thread]))
        return self._page_of_messages(page, found, with_links=is_own)

    async def BatchListMessages(
        self, request: pb.BatchListMessagesRequest, context: Any
    ) -> pb.BatchListMessagesResponse:
        """The first page of each thread that the caller may see."""
        ids_in(request.threads, wire.COLLECTION, "threads")
        pages = {
            thread: self._pages.open(
                pb.ListMessagesRequest(thread=thread, page_size=request.page_size)
            )
            for thread in request.threads
        }
        size = max((page.size for page in pages.values()), default=0)
        found = await self._messages.first_of_each(list(pages), size + 1)
        visible = await self._parties.visible([thread for thread, _ in found])
        names = {thread.name for thread in visible}
        own = {thread.name for thread in await self._parties.own(visible)}
        shown = {
            thread.name: self._page_of_messages(
                pages[thread.name], messages, with_links=thread.name in own
            )
            for thread, messages in found
            if thread.name in names
        }
        return pb.BatchListMessagesResponse(
            results=[shown.get(name, pb.ListMessagesResponse()) for name in request.threads]
        )

    async def SendMessage(self, request: pb.SendMessageRequest, context: Any) -> pb.Message:
        """The message, as the side that the caller is."""
        return await self._send(request, self._now())

    @once
    async def _send(
        self, request: pb.SendMessageRequest, session: Session, received: datetime
    ) -> pb.Message:
        id_in(request.thread, wire.COLLECTION, "thread")
        text = plain_text(request.text, self._numbers.text_max)
        before = await self._conversations.of_thread(request.thread, session)
        author = await self._parties.author(before.thread)
        after = before.write(author, received, due(received, self._slas))
        message = after.latest(f"{request.thread}/messages/{new_id()}", author, text)
        actor = caller.current().subject
        await self._conversations.commit(before, after, message, actor, received, session)
        return wire.to_message(message)

    async def WatchMessages(
        self, request: pb.WatchMessagesRequest, context: Any
    ) -> AsyncIterator[pb.WatchMessagesResponse]:
        """Every message of the caller's conversations, or of one of them."""
        only = request.thread
        if only:
            await self._visible(only, "thread", WATCH_SCOPE)

        async def heard(event: Event) -> pb.Message | None:
            if event.type != "message.sent" or only not in ("", event.resource):
                return None
            return await self._heard(event)

        async for entry in self._feed.follow(WATCH, request.resume_token, heard, only):
            yield entry.fill(pb.WatchMessagesResponse(), "message")

    async def _heard(self, event: Event) -> pb.Message | None:
        """What the caller hears of a message, as things stand now."""
        who = caller.current()
        is_own = who.subject in event.parties or (
            who.has(Role.PARTNER)
            and await self._parties.may_hear(event, event.facts["maker"], WATCH_SCOPE)
        )
        if not (is_own or who.has(*READS_ALL)):
            return None
        message = pb.Message.FromString(event.snapshot)
        if message.listing and is_own:
            message.listing_url = self._link(message.listing, int(event.facts["link_revision"]))
        return message

    async def _visible(self, name: str, field: str, scope: str = SCOPE) -> Thread:
        id_in(name, wire.COLLECTION, field)
        found = await self._threads.find(name)
        if found is None or not await self._parties.sees(found, scope):
            raise ThreadNotFound(name)
        return found

    def _shown(self, thread: Thread) -> pb.Thread:
        return wire.to_thread(thread, self._now(), shows_buyer=knows_buyer(thread))

    def _page_of_threads(self, page: Page, found: Sequence[Thread]) -> pb.ListThreadsResponse:
        threads, has_more = page.cut(found)
        cursors = [page.token((thread.last_message, thread.name)) for thread in threads]
        return pb.ListThreadsResponse(
            threads=[self._shown(thread) for thread in threads],
            next_page_token=cursors[-1] if has_more else "",
            cursors=cursors,
        )

    def _page_of_messages(
        self, page: Page, found: Sequence[Message], *, with_links: bool
    ) -> pb.ListMessagesResponse:
        link = self._link if with_links else None
        messages, has_more = page.cut(found)
        cursors = [page.token((message.number,)) for message in messages]
        return pb.ListMessagesResponse(
            messages=[wire.to_message(message, link) for message in messages],
            next_page_token=cursors[-1] if has_more else "",
            cursors=cursors,
        )
