"""What of threads can be heard."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import datetime
from typing import Annotated, Self

import strawberry

from gateway.context import Info
from gateway.feeds import CREATED, EVENT, RESUME, ResumeAfter, follow, said
from gateway.ids import from_id
from gateway.subgraphs.messaging.thread import Message
from handmade.messaging.v1 import thread_pb2 as pb


@strawberry.type(description="A new message, or only where the subscription stands.")
class MessageAddedPayload:
    message: Message | None = strawberry.field(
        description="The message; null where this only says where the subscription stands."
    )
    event_id: strawberry.ID | None = strawberry.field(description=EVENT)
    created_at: datetime | None = strawberry.field(description=CREATED)
    resume_token: str = strawberry.field(description=RESUME)

    @classmethod
    def from_proto(cls, news: pb.WatchMessagesResponse) -> Self:
        """Reads what a feed said."""
        is_event = bool(news.event_id)
        return cls(
            message=Message.from_proto(news.message) if is_event else None,
            **said(news),
        )


@strawberry.type(description="What can be heard.")
class Subscription:
    @strawberry.subscription(
        description="Tells of every new message in the viewer's threads, their own included. The "
        "first payload comes at once and says from where on."
    )
    async def message_added(
        self,
        info: Info,
        thread: Annotated[
            strawberry.ID | None,
            strawberry.argument(description="Only those of this thread; none for all."),
        ] = None,
        after: ResumeAfter = None,
    ) -> AsyncGenerator[MessageAddedPayload, None]:
        request = pb.WatchMessagesRequest()
        if thread is not None:
            request.thread = from_id(thread, "Thread", "thread")
        async with aclosing(follow(info.context.messaging.WatchMessages, request, after)) as feed:
            async for news in feed:
                yield MessageAddedPayload.from_proto(news)
