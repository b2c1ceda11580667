"""The choices of this domain, as the contract has them, each described."""

from enum import Enum

import strawberry


def _value(name: str, description: str) -> strawberry.types.enum.EnumValueDefinition:
    return strawberry.enum_value(name, description=description)


@strawberry.enum(description="What a thread is about.")
class ThreadKind(Enum):
    CUSTOM_ORDER = _value("CUSTOM_ORDER", "A custom order the buyer asked for.")


@strawberry.enum(description="Whose turn it is in a thread.")
class ThreadState(Enum):
    AWAITING_MAKER = _value("AWAITING_MAKER", "The maker owes an answer.")
    AWAITING_BUYER = _value("AWAITING_BUYER", "The maker has answered; the buyer may write again.")
    CLOSED = _value("CLOSED", "Nobody can write any more: what it was about was declined.")


@strawberry.enum(description="What became of an answer.")
class ResponseClockVerdict(Enum):
    TICKING = _value("TICKING", "An answer is awaited and still in time.")
    MET = _value("MET", "Answered in time.")
    BREACHED = _value("BREACHED", "Not answered in time; stays so when the answer comes.")


@strawberry.enum(description="Who wrote a message.")
class MessageAuthor(Enum):
    BUYER = _value("BUYER", "The buyer.")
    MAKER = _value("MAKER", "The maker, or a partner for the maker.")
    MARKETPLACE = _value("MARKETPLACE", "The marketplace itself.")


@strawberry.enum(description="Where a custom-order request is in its life.")
class CustomOrderRequestState(Enum):
    OPEN = _value("OPEN", "Waits for the maker's first answer.")
    ANSWERED = _value("ANSWERED", "The maker has answered.")
    NEGOTIATING = _value("NEGOTIATING", "Buyer and maker are talking.")
    LINK_SENT = _value("LINK_SENT", "The maker made a private listing for it and sent the link.")
    PURCHASED = _value("PURCHASED", "The buyer bought it.")
    DECLINED = _value("DECLINED", "The maker does not take it.")


@strawberry.enum(description="Where an order is in its life.")
class OrderState(Enum):
    PLACED = _value("PLACED", "Placed, not sent yet.")
    SHIPPED = _value("SHIPPED", "On its way.")
    DELIVERED = _value("DELIVERED", "With the buyer.")
    CANCELLED = _value("CANCELLED", "Called off.")
