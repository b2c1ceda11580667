"""Conversations: a thread, its request, its messages and their events change together."""

from collections.abc import Callable
from datetime import datetime

from chassis.events import Event, Events
from chassis.mongo import Session
from messaging.domain import custom_order, thread
from messaging.domain.conversation import Conversation
from messaging.domain.custom_order import CustomOrderRequest, State
from messaging.domain.thread import Message, Thread
from messaging.store.custom_orders import CustomOrders
from messaging.store.messages import Messages
from messaging.store.threads import Threads

HAPPENED = {
    State.OPEN: "asked",
    State.ANSWERED: "answered",
    State.NEGOTIATING: "negotiation_opened",
    State.LINK_SENT: "link_sent",
    State.PURCHASED: "purchased",
    State.DECLINED: "declined",
}
"""What brought a request into its state, as events name it."""

Snapshot = Callable[[Thread | CustomOrderRequest | Message], bytes]


class Conversations:
    """All conversations. What happens in one is written with its events in one transaction."""

    def __init__(
        self,
        threads: Threads,
        custom_orders: CustomOrders,
        messages: Messages,
        events: Events,
        snapshot: Snapshot,
    ) -> None:
        self._threads = threads
        self._custom_orders = custom_orders
        self._messages = messages
        self._events = events
        self._snapshot = snapshot

    async def of_thread(self, name: str, session: Session) -> Conversation:
        """The conversation in a thread; raises `ThreadNotFound`."""
        found = await self._threads.find(name, session)
        if found is None:
            raise thread.ThreadNotFound(name)
        request = await self._custom_orders.find(found.custom_order_request, session)
        if request is None:
            raise custom_order.CustomOrderRequestNotFound(found.custom_order_request)
        return Conversation(found, request)

    async def of_request(self, name: str, session: Session) -> Conversation:
        """The conversation about a request; raises `CustomOrderRequestNotFound`."""
        request = await self._custom_orders.find(name, session)
        if request is None:
            raise custom_order.CustomOrderRequestNotFound(name)
        found = await self._threads.find(request.thread, session)
        if found is None:
            raise thread.ThreadNotFound(request.thread)
        return Conversation(found, request)

    async def open(
        self, conversation: Conversation, first: Message, actor: str, session: Session
    ) -> None:
        """Keeps a new conversation with its first message."""
        await self._threads.add(conversation.thread, session)
        await self._custom_orders.add(conversation.request, session)
        await self._request_changed(
            HAPPENED[State.OPEN], conversation.request, actor, first.created, session
        )
        await self._say(conversation.thread, first, actor, session)

    async def commit(
        self,
        before: Conversation,
        after: Conversation,
        message: Message | None,
        actor: str,
        at: datetime,
        session: Session,
    ) -> Conversation:
        """Keeps what became of a conversation, and the message that did it if one did."""
        thread = await self._threads.save(after.thread, session)
        if before.thread.clock is not None and before.thread.clock.has_news(at):
            await self._thread_breached(thread, actor, at, session)
        request = await self.settle(before.request, after.request, actor, at, session)
        if message is not None:
            await self._say(thread, message, actor, session)
        return Conversation(thread, request)

    async def settle(
        self,
        before: CustomOrderRequest,
        after: CustomOrderRequest,
        actor: str,
        at: datetime,
        session: Session,
    ) -> CustomOrderRequest:
        """Keeps what became of a request, if anything; its thread is not touched."""
        if after == before:
            return before
        saved = await self._custom_orders.save(after, session)
        for what in _happened(before, after, at):
            await self._request_changed(what, saved, actor, at, session)
        return saved

    async def _say(self, said: Thread, message: Message, actor: str, session: Session) -> None:
        await self._messages.add(message, session)
        event = Event(
            type="message.sent",
            resource=said.name,
            revision=said.revision,
            occurred=message.created,
            actor=actor,
            snapshot=self._snapshot(message),
            parties=said.parties,
            facts={"maker": said.maker, "link_revision": str(message.link_revision)},
        )
        await self._events.append(event, session)

    async def _thread_breached(
        self, late: Thread, actor: str, at: datetime, session: Session
    ) -> None:
        event = Event(
            type="thread.clock_breached",
            resource=late.name,
            revision=late.revision,
            occurred=at,
            actor=actor,
            snapshot=self._snapshot(late),
            parties=late.parties,
            facts={"maker": late.maker},
        )
        await self._events.append(event, session)

    async def _request_changed(
        self, what: str, request: CustomOrderRequest, actor: str, at: datetime, session: Session
    ) -> None:
        event = Event(
            type=f"custom_order_request.{what}",
            resource=request.name,
            revision=request.revision,
            occurred=at,
            actor=actor,
            snapshot=self._snapshot(request),
            parties=request.parties,
            facts={"maker": request.maker},
        )
        await self._events.append(event, session)


def _happened(before: CustomOrderRequest, after: CustomOrderRequest, at: datetime) -> list[str]:
    """What a change of a request is called; something, for whoever follows requests."""
    happened = ["breached"] if before.clock.has_news(at) else []
    if after.state is not before.state or after.offers != before.offers:
        happened.append(HAPPENED[after.state])
    return happened or ["updated"]
