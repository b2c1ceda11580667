"""Knows the orders that the marketplace's order system has recorded."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from chassis import caller
from chassis.events import Event, Events
from chassis.ids import id_in, ids_in, new_id
from chassis.makers import Maker
from chassis.mongo import Session
from chassis.requests import Requests
from handmade.messaging.v1 import order_pb2 as pb
from handmade.messaging.v1 import order_pb2_grpc
from messaging.domain.listing import Listing
from messaging.domain.order import Order, OrderNotFound
from messaging.policy.numbers import Policy
from messaging.policy.recording import ensure_known, ensure_settles, ensure_well_formed
from messaging.service.offers import Offers
from messaging.service.once import once
from messaging.service.parties import Parties, knows_buyer
from messaging.store.conversations import Conversations
from messaging.store.custom_orders import CustomOrders
from messaging.store.orders import Orders
from messaging.wire import order as wire
from messaging.wire.snapshot import snapshot


class OrderService(order_pb2_grpc.OrderServiceServicer):
    """Answers for orders."""

    def __init__(
        self,
        orders: Orders,
        custom_orders: CustomOrders,
        conversations: Conversations,
        offers: Offers,
        parties: Parties,
        numbers: Policy,
        requests: Requests,
        events: Events,
        now: Callable[[], datetime],
    ) -> None:
        self._orders = orders
        self._custom_orders = custom_orders
        self._conversations = conversations
        self._offers = offers
        self._parties = parties
        self._numbers = numbers
        self.requests = requests
        self._events = events
        self._now = now

    async def GetOrder(self, request: pb.GetOrderRequest, context: Any) -> pb.Order:
        """One that the caller may see."""
        id_in(request.name, wire.COLLECTION)
        found = await self._orders.find(request.name)
        if found is None or not await self._parties.sees(found):
            raise OrderNotFound(request.name)
        return wire.to_order(found, shows_buyer=knows_buyer(found))

    async def LookupOrdersByName(
        self, request: pb.LookupOrdersByNameRequest, context: Any
    ) -> pb.LookupOrdersByNameResponse:
        """As many results as names."""
        ids_in(request.names, wire.COLLECTION)
        found = await self._parties.visible(await self._orders.named(request.names))
        shown = {one.name: wire.to_order(one, shows_buyer=knows_buyer(one)) for one in found}
        return pb.LookupOrdersByNameResponse(
            results=[
                pb.LookupOrdersByNameResponse.Result(order=shown.get(name))
                for name in request.names
            ]
        )

    async def RecordOrder(self, request: pb.RecordOrderRequest, context: Any) -> pb.Order:
        """The order as it is known now, which a report that came late does not change."""
        report = wire.from_report(request.order)
        received = self._now()
        ensure_well_formed(report, self._numbers, received)
        bought = await self._offers.bought(report.listing)
        return await self._record(request, report, received, bought)

    @once
    async def _record(
        self,
        request: pb.RecordOrderRequest,
        session: Session,
        report: Order,
        received: datetime,
        bought: tuple[Listing | None, Maker | None],
    ) -> pb.Order:
        known = await self._orders.numbered(report.order_number, session)
        if known is None:
            order = await self._first(report, ensure_known(*bought), received, session)
        else:
            order = known.update(report)
            if order is not known:
                order = await self._orders.save(order, session)
                await self._tell("order.updated", order, received, session)
        return wire.to_order(order, shows_buyer=True)

    async def _first(
        self, report: Order, seller: Maker, received: datetime, session: Session
    ) -> Order:
        order = replace(
            report,
            name=f"{wire.COLLECTION}/{new_id()}",
            maker=seller.name,
            maker_subject=seller.subject,
        )
        await self._orders.add(order, session)
        await self._tell("order.recorded", order, received, session)
        if order.custom_order_request:
            found = await self._custom_orders.find(order.custom_order_request, session)
            asked = ensure_settles(order, found)
            bought = asked.purchase(order.listing, order.name, received)
            actor = caller.current().subject
            await self._conversations.settle(asked, bought, actor, received, session)
        return order

    async def _tell(self, what: str, order: Order, at: datetime, session: Session) -> None:
        event = Event(
            type=what,
            resource=order.name,
            revision=order.revision,
            occurred=at,
            actor=caller.current().subject,
            snapshot=snapshot(order),
            parties=order.parties,
            facts={"maker": order.maker},
        )
        await self._events.append(event, session)
