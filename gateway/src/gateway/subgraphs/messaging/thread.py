"""Threads and the messages in them."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Self

import strawberry
from strawberry.dataloader import DataLoader

from gateway.connections import After, Connection, First, page
from gateway.context import Info
from gateway.ids import Node, from_id, to_id
from gateway.subgraphs.messaging.clock import ResponseClock
from gateway.subgraphs.messaging.enums import MessageAuthor, ThreadKind, ThreadState
from gateway.subgraphs.messaging.listing import Listing
from gateway.values import moment
from handmade.messaging.v1 import thread_pb2 as pb

if TYPE_CHECKING:
    from gateway.subgraphs.messaging.custom_order import CustomOrderRequest
    from gateway.subgraphs.messaging.maker import Maker


@strawberry.type(description="One message.")
class Message(Node):
    author: MessageAuthor = strawberry.field(description="Who wrote it.")
    text: str = strawberry.field(description="What was written, as plain text.")
    listing_url: str | None = strawberry.field(
        description="The link that opens the private listing it offers, as it was when sent: dead "
        "once the maker replaced it; null for an ordinary message."
    )
    created_at: datetime = strawberry.field(description="When it was sent.")
    thread_name: strawberry.Private[str]
    listing_name: strawberry.Private[str]

    @strawberry.field(description="The thread it is in.")
    async def thread(self, info: Info) -> "Thread | None":
        return await Thread.named(info, self.thread_name)

    @strawberry.field(
        description="The private listing it offers; null for an ordinary message, and for those "
        "whom only the link lets in."
    )
    def listing(self) -> Listing | None:
        return Listing.stub(self.listing_name)

    @classmethod
    def from_proto(cls, message: pb.Message) -> Self:
        """Reads a message."""
        return cls(
            id=to_id("Message", message.name),
            author=MessageAuthor[pb.Message.Author.Name(message.author)],
            text=message.text,
            listing_url=message.listing_url or None,
            created_at=moment(message.create_time),
            thread_name=message.name.partition("/messages/")[0],
            listing_name=message.listing,
        )


@strawberry.federation.type(
    keys=["id"], description="What one buyer and one maker write to each other about one matter."
)
class Thread(Node):
    kind: ThreadKind = strawberry.field(description="What it is about.")
    state: ThreadState = strawberry.field(description="Whose turn it is.")
    buyer_alias: str = strawberry.field(
        description="The buyer under the name this maker knows: one for each pair."
    )
    buyer: str | None = strawberry.field(
        description="The buyer's account; null but for the buyer and support."
    )
    clock: ResponseClock | None = strawberry.field(
        description="The clock on the maker's answer; null while nothing waits for one."
    )
    last_message_at: datetime = strawberry.field(description="When the latest message was sent.")
    created_at: datetime = strawberry.field(description="When it began.")
    maker_name: strawberry.Private[str]
    request_name: strawberry.Private[str]

    @strawberry.field(description="The maker.")
    def maker(
        self,
    ) -> Annotated["Maker", strawberry.lazy("gateway.subgraphs.messaging.maker")] | None:
        from gateway.subgraphs.messaging.maker import Maker

        return Maker.stub(self.maker_name)

    @strawberry.field(description="The custom-order request it is about.")
    async def custom_order_request(
        self, info: Info
    ) -> (
        Annotated["CustomOrderRequest", strawberry.lazy("gateway.subgraphs.messaging.custom_order")]
        | None
    ):
        from gateway.subgraphs.messaging.custom_order import CustomOrderRequest

        return await CustomOrderRequest.named(info, self.request_name)

    @strawberry.field(description="Its messages, oldest first.")
    async def messages(
        self, info: Info, first: First = 25, after: After = None
    ) -> Connection[Message]:
        name, wanted = from_id(self.id, "Thread"), page(first, after)
        if after:
            request = pb.ListMessagesRequest(thread=name, **wanted)
            return _connection(await info.context.messaging.ListMessages(request))
        return _connection(await _first_messages(info, first).load(name))

    @classmethod
    def from_proto(cls, thread: pb.Thread) -> Self:
        """Reads a thread."""
        ticks = thread.HasField("clock")
        return cls(
            id=to_id("Thread", thread.name),
            kind=ThreadKind[pb.Thread.Kind.Name(thread.kind)],
            state=ThreadState[pb.Thread.State.Name(thread.state)],
            buyer_alias=thread.buyer_alias,
            buyer=thread.buyer or None,
            clock=ResponseClock.from_proto(thread.clock) if ticks else None,
            last_message_at=moment(thread.last_message_time),
            created_at=moment(thread.create_time),
            maker_name=thread.maker,
            request_name=thread.custom_order_request,
        )

    @classmethod
    async def named(cls, info: Info, name: str) -> Self | None:
        """Finds a thread by its resource name."""
        found = await _threads(info).load(name)
        return cls.from_proto(found) if found else None

    @classmethod
    async def resolve_reference(cls, info: Info, id: str) -> Self | None:
        """Finds a thread for another subgraph."""
        return await cls.named(info, from_id(id, "Thread"))


def connection(answer: pb.ListThreadsResponse) -> Connection[Thread]:
    """Returns a page of threads."""
    return Connection[Thread].of(
        map(Thread.from_proto, answer.threads), answer.cursors, answer.next_page_token
    )


def _connection(answer: pb.ListMessagesResponse) -> Connection[Message]:
    return Connection[Message].of(
        map(Message.from_proto, answer.messages), answer.cursors, answer.next_page_token
    )


def _first_messages(info: Info, first: int) -> DataLoader[str, pb.ListMessagesResponse]:
    async def load(names: list[str]) -> list[pb.ListMessagesResponse]:
        request = pb.BatchListMessagesRequest(threads=names, page_size=first)
        answer = await info.context.messaging.BatchListMessages(request)
        return list(answer.results)

    return info.context.loader(f"first {first} messages", load)


def _threads(info: Info) -> DataLoader[str, pb.Thread | None]:
    async def load(names: list[str]) -> list[pb.Thread | None]:
        request = pb.LookupThreadsByNameRequest(names=names)
        answer = await info.context.messaging.LookupThreadsByName(request)
        return [found.thread if found.HasField("thread") else None for found in answer.results]

    return info.context.loader("threads", load)
