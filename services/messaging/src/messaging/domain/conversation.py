"""A thread together with what it is about: the two move as one."""

from dataclasses import dataclass
from datetime import datetime

from messaging.domain import custom_order
from messaging.domain.clock import ResponseClock
from messaging.domain.custom_order import CustomOrderRequest
from messaging.domain.thread import Author, Kind, Message, State, Thread


@dataclass(frozen=True)
class Conversation:
    """A thread and its custom-order request."""

    thread: Thread
    request: CustomOrderRequest

    def write(self, author: Author, at: datetime, due: datetime) -> "Conversation":
        """Takes a message that was received `at`. `due` is for the clock that a buyer's opens."""
        known = self.record_breach(at)
        match author:
            case Author.BUYER:
                return Conversation(
                    known.thread.write_as_buyer(at, due), known.request.hear_buyer(at)
                )
            case Author.MAKER:
                return Conversation(known.thread.write_as_maker(at), known.request.hear_maker(at))

    def decline(self, at: datetime) -> "Conversation":
        """Takes the maker's declining message, which ends the conversation."""
        known = self.record_breach(at)
        request = known.request.decline(at)
        return Conversation(known.thread.write_as_maker(at).close(), request)

    def offer(self, listing: str, at: datetime) -> "Conversation":
        """Takes the maker's message with a private listing."""
        known = self.record_breach(at)
        request = known.request.offer(listing, at)
        return Conversation(known.thread.write_as_maker(at), request)

    def record_breach(self, now: datetime) -> "Conversation":
        """Makes late answers known."""
        return Conversation(self.thread.record_breach(now), self.request.record_breach(now))

    def latest(
        self, name: str, author: Author, text: str, *, listing: str = "", link_revision: int = 0
    ) -> Message:
        """The message that was just taken."""
        return Message(
            name=name,
            thread=self.thread.name,
            number=self.thread.messages,
            author=author,
            text=text,
            created=self.thread.last_message,
            listing=listing,
            link_revision=link_revision,
        )


def begin(
    *,
    thread: str,
    request: str,
    listing: str,
    maker: str,
    maker_subject: str,
    buyer: str,
    buyer_alias: str,
    text: str,
    at: datetime,
    due: datetime,
) -> Conversation:
    """The conversation that a buyer opens by asking, with its first message taken."""
    clock = ResponseClock(at, due)
    opened = Thread(
        name=thread,
        kind=Kind.CUSTOM_ORDER,
        maker=maker,
        maker_subject=maker_subject,
        buyer=buyer,
        buyer_alias=buyer_alias,
        custom_order_request=request,
        state=State.AWAITING_MAKER,
        clock=clock,
        messages=1,
        last_message=at,
        created=at,
    )
    asked = CustomOrderRequest(
        name=request,
        maker=maker,
        maker_subject=maker_subject,
        listing=listing,
        text=text,
        buyer=buyer,
        buyer_alias=buyer_alias,
        thread=thread,
        state=custom_order.State.OPEN,
        clock=clock,
        created=at,
        updated=at,
    )
    return Conversation(opened, asked)
