"""Plays the marketplace that Handmade is a programme of: selling accounts, stock and orders.

It comes over gRPC as the real one does, with its own scopes in its token.
"""

import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

import grpc
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from dev.issuer import Issuer
from dev.problem import Problem
from dev.trust import PLAIN, Trust
from handmade.applications.v1 import maker_pb2, maker_pb2_grpc
from handmade.catalog.v1 import listing_pb2, reservation_pb2, reservation_pb2_grpc
from handmade.messaging.v1 import order_pb2, order_pb2_grpc

SCOPES = ("accounts:write", "orders:write")


@dataclass(frozen=True)
class Bought:
    """An order the marketplace has taken."""

    order_number: str
    name: str


class Marketplace:
    """The order system and the seller accounts of the marketplace."""

    def __init__(self, services: dict[str, str], tokens: Issuer, trust: Trust = PLAIN) -> None:
        token = tokens.token("order-system", "partner", scope=SCOPES)
        self._metadata = (("authorization", f"Bearer {token}"),)
        self._channels = {
            name: trust.channel(services[name]) for name in ("applications", "catalog", "messaging")
        }
        self._makers: Any = maker_pb2_grpc.MakerServiceStub(self._channels["applications"])
        self._stock: Any = reservation_pb2_grpc.ReservationServiceStub(self._channels["catalog"])
        self._orders: Any = order_pb2_grpc.OrderServiceStub(self._channels["messaging"])

    async def __aenter__(self) -> "Marketplace":
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for channel in self._channels.values():
            await channel.close()

    async def report_account(
        self,
        subject: str,
        email: str,
        region: str = "NA",
        *,
        account: str = "",
        plan: str = "PROFESSIONAL",
        is_legacy: bool = False,
        is_verified: bool = True,
        is_linked: bool = False,
        refusal: str = "",
        version: int = 1,
    ) -> None:
        """Says that the maker has a verified selling account, if not told otherwise the first.

        With a `refusal` it says why the seller was not verified, and that it was not.
        """
        reported = maker_pb2.SellerAccount(
            account=account or f"A-{subject}",
            subject=subject,
            region=region,
            email=email,
            plan=maker_pb2.SellerAccount.Plan.Value(plan),
            on_legacy_platform=is_legacy,
            verify_time=_now() if is_verified and not refusal else None,
            link_time=_now() if is_linked else None,
            refuse_time=_now() if refusal else None,
            refuse_reason=refusal,
            version=version,
        )
        request = maker_pb2.ReportSellerAccountRequest(
            seller_account=reported, request_id=_request_id()
        )
        await self._call(self._makers.ReportSellerAccount, request)

    async def sell(
        self,
        listing: str,
        buyer: str,
        *,
        link_secret: str = "",
        choices: Sequence[tuple[str, str]] = (),
        custom_order_request: str = "",
    ) -> Bought:
        """Reserves one, takes the money elsewhere, commits, and records the order."""
        reserve = reservation_pb2.ReserveStockRequest(
            listing=listing,
            buyer=buyer,
            quantity=1,
            choices=[
                listing_pb2.Choice(customization=customization, option=option)
                for customization, option in choices
            ],
            link_secret=link_secret,
            request_id=_request_id(),
        )
        held = await self._call(self._stock.ReserveStock, reserve)
        commit = reservation_pb2.CommitReservationRequest(name=held.name, request_id=_request_id())
        await self._call(self._stock.CommitReservation, commit)
        order = order_pb2.Order(
            order_number=_order_number(),
            buyer=buyer,
            listing=listing,
            quantity=1,
            price=held.price,
            option_set_version=held.option_set_version,
            choices=[
                order_pb2.Order.Choice(customization=choice.customization, option=choice.option)
                for choice in held.choices
            ],
            custom_order_request=custom_order_request,
            state=order_pb2.Order.PLACED,
            place_time=_now(),
            version=1,
        )
        record = order_pb2.RecordOrderRequest(order=order, request_id=_request_id())
        recorded = await self._call(self._orders.RecordOrder, record)
        return Bought(recorded.order_number, recorded.name)

    async def _call(self, method: Any, request: Message) -> Any:
        try:
            return await method(request, metadata=self._metadata)
        except grpc.aio.AioRpcError as error:
            name = type(request).__name__.removesuffix("Request")
            raise Problem(f"{name} was refused: {error.details()}") from error


def _request_id() -> str:
    return str(uuid.uuid4())


def _order_number() -> str:
    digits = f"{random.SystemRandom().randrange(10**17):017}"
    return f"{digits[:3]}-{digits[3:10]}-{digits[10:]}"


def _now() -> Timestamp:
    moment = Timestamp()
    moment.FromDatetime(datetime.now(UTC))
    return moment
