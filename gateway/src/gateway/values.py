"""Values that several subgraphs show, each one shareable Python class."""

from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from typing import Self

import strawberry
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.money_pb2 import Money as MoneyProto

from handmade.access.v1 import access_pb2

_NANO = Decimal(1_000_000_000)


@strawberry.federation.type(shareable=True, description="An amount of money.")
class Money:
    amount: Decimal = strawberry.field(description="The amount, exact.")
    currency_code: str = strawberry.field(description="The currency's ISO 4217 code.")

    @classmethod
    def from_proto(cls, money: MoneyProto) -> Self:
        """Reads a protobuf amount."""
        amount = Decimal(money.units) + Decimal(money.nanos) / _NANO
        # Two places at least, as prices are written, and more only if they are there.
        exact = amount.normalize()
        places = max(2, -int(exact.as_tuple().exponent))
        return cls(
            amount=amount.quantize(Decimal(1).scaleb(-places)), currency_code=money.currency_code
        )


@strawberry.input(description="An amount of money.")
class MoneyInput:
    amount: Decimal = strawberry.field(description="The amount, exact.")
    currency_code: str = strawberry.field(description="The currency's ISO 4217 code.")

    def to_proto(self) -> MoneyProto:
        """Writes a protobuf amount, exactly: the scalar lets in nothing larger or finer."""
        units = int(self.amount)
        nanos = int((self.amount - units) * _NANO)
        return MoneyProto(currency_code=self.currency_code, units=units, nanos=nanos)


@strawberry.enum(description="How products are made.")
class ProductionMethod(Enum):
    MADE_BY_HAND = strawberry.enum_value("MADE_BY_HAND", description="Made by hand from materials.")
    HAND_ALTERED = strawberry.enum_value("HAND_ALTERED", description="Altered by hand.")
    HAND_ASSEMBLED = strawberry.enum_value("HAND_ASSEMBLED", description="Assembled by hand.")


@strawberry.federation.type(
    shareable=True,
    description="Somebody who did something, as their token named them then: one of the "
    "marketplace's staff, a maker or a partner.",
)
class Actor:
    id: strawberry.ID | None = strawberry.field(
        description="The account, always the same for the same person; null where the viewer may "
        "know the name and the role only."
    )
    display_name: str = strawberry.field(description="The name to show.")
    role: str = strawberry.field(description="The role in which they acted, such as `REVIEWER`.")

    @classmethod
    def from_proto(cls, actor: access_pb2.Actor) -> "Actor | None":
        """Reads an actor; None for an unset one, where nobody acted or a timer did."""
        if actor == access_pb2.Actor():
            return None
        return cls(
            id=strawberry.ID(actor.subject) if actor.subject else None,
            display_name=actor.display_name,
            role=access_pb2.Role.Name(actor.role),
        )


@strawberry.federation.type(shareable=True, description="A stored file that can be downloaded.")
class File:
    name: str = strawberry.field(description="The file's name.")
    content_type: str = strawberry.field(description="The media type, checked by content.")
    size: int = strawberry.field(description="The size in bytes.")
    sha256: str = strawberry.field(description="The SHA-256 of the bytes, in hexadecimal digits.")
    url: str = strawberry.field(
        description="Where to download it: the link needs no token, so whoever has it can, until "
        "`urlExpires`; with a token it works for its caller only."
    )
    url_expires: datetime = strawberry.field(description="Until when the URL works.")


def moment(timestamp: Timestamp) -> datetime:
    """Reads a protobuf moment as an aware time in UTC."""
    return timestamp.ToDatetime(tzinfo=UTC)


def moment_if_set(message: Message, field: str) -> datetime | None:
    """Reads a moment that a message may not have; None where it has none."""
    return moment(getattr(message, field)) if message.HasField(field) else None
