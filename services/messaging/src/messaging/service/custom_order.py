"""Lets buyers ask makers for something made to order, and makers answer."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from chassis import caller
from chassis.ids import id_in, ids_in, new_id
from chassis.makers import Maker
from chassis.mongo import Session
from chassis.paging import Pages
from chassis.requests import Requests
from handmade.messaging.v1 import custom_order_request_pb2 as pb
from handmade.messaging.v1 import custom_order_request_pb2_grpc
from messaging.aliases import Aliases
from messaging.domain.conversation import Conversation, begin
from messaging.domain.custom_order import (
    CustomOrderNotPossible,
    CustomOrderRequest,
    CustomOrderRequestNotFound,
    OnlyTheMakerAnswers,
)
from messaging.domain.listing import ListingNotFound
from messaging.domain.thread import Author
from messaging.policy.answering import Answering, ensure_answers
from messaging.policy.asking import Asking, reasons_not_to_ask
from messaging.policy.clock import ResponseSla, due
from messaging.policy.numbers import Policy
from messaging.policy.text import plain_text
from messaging.service.offers import Offers
from messaging.service.once import once
from messaging.service.parties import READS_ALL, MakerNotFound, Parties, knows_buyer
from messaging.store.conversations import Conversations
from messaging.store.custom_orders import CustomOrders
from messaging.wire import custom_order as wire


class CustomOrderRequestService(custom_order_request_pb2_grpc.CustomOrderRequestServiceServicer):
    """Answers for custom-order requests."""

    def __init__(
        self,
        custom_orders: CustomOrders,
        conversations: Conversations,
        offers: Offers,
        parties: Parties,
        aliases: Aliases,
        numbers: Policy,
        slas: Sequence[ResponseSla],
        requests: Requests,
        pages: Pages,
        now: Callable[[], datetime],
    ) -> None:
        self._custom_orders = custom_orders
        self._conversations = conversations
        self._offers = offers
        self._parties = parties
        self._aliases = aliases
        self._numbers = numbers
        self._slas = slas
        self.requests = requests
        self._pages = pages
        self._now = now

    async def GetCustomOrderRequest(
        self, request: pb.GetCustomOrderRequestRequest, context: Any
    ) -> pb.CustomOrderRequest:
        """One that the caller may see."""
        id_in(request.name, wire.COLLECTION)
        found = await self._custom_orders.find(request.name)
        if found is None or not await self._parties.sees(found):
            raise CustomOrderRequestNotFound(request.name)
        return self._shown(found)

    async def ListCustomOrderRequests(
        self, request: pb.ListCustomOrderRequestsRequest, context: Any
    ) -> pb.ListCustomOrderRequestsResponse:
        """Those to a maker, or those the caller takes part in, or for support all."""
        page = self._pages.open(request)
        if request.maker:
            id_in(request.maker, wire.MAKERS, "maker")
            if not await self._parties.readable([request.maker]):
                raise MakerNotFound(request.maker)
        who = caller.current()
        party = "" if who.has(*READS_ALL) else who.subject
        found, has_more = page.cut(
            await self._custom_orders.latest(
                maker=request.maker, party=party, after=page.after, limit=page.size + 1
            )
        )
        cursors = [page.token((one.created, one.name)) for one in found]
        return pb.ListCustomOrderRequestsResponse(
            custom_order_requests=[self._shown(one) for one in found],
            next_page_token=cursors[-1] if has_more else "",
            cursors=cursors,
        )

    async def LookupCustomOrderRequestsByName(
        self, request: pb.LookupCustomOrderRequestsByNameRequest, context: Any
    ) -> pb.LookupCustomOrderRequestsByNameResponse:
        """As many results as names."""
        ids_in(request.names, wire.COLLECTION)
        found = await self._parties.visible(await self._custom_orders.named(request.names))
        shown = {one.name: self._shown(one) for one in found}
        return pb.LookupCustomOrderRequestsByNameResponse(
            results=[
                pb.LookupCustomOrderRequestsByNameResponse.Result(
                    custom_order_request=shown.get(name)
                )
                for name in request.names
            ]
        )

    async def CheckCustomOrders(
        self, request: pb.CheckCustomOrdersRequest, context: Any
    ) -> pb.CheckCustomOrdersResponse:
        """As many results as listings."""
        ids_in(request.listings, wire.LISTINGS, "listings")
        askings = await self._offers.to_check(request.listings)
        shown = {
            name: wire.to_permission(reasons_not_to_ask(asking)) for name, asking in askings.items()
        }
        return pb.CheckCustomOrdersResponse(
            results=[
                pb.CheckCustomOrdersResponse.Result(permission=shown.get(name))
                for name in request.listings
            ]
        )

    async def AskCustomOrder(
        self, request: pb.AskCustomOrderRequest, context: Any
    ) -> pb.CustomOrderRequest:
        """The new request, with the clock on its answer."""
        id_in(request.listing, wire.LISTINGS, "listing")
        received = self._now()
        return await self._ask(request, received, await self._offers.to_ask(request.listing))

    @once
    async def _ask(
        self,
        request: pb.AskCustomOrderRequest,
        session: Session,
        received: datetime,
        found: tuple[Asking, Maker] | None,
    ) -> pb.CustomOrderRequest:
        text = plain_text(request.text, self._numbers.text_max)
        if found is None:
            raise ListingNotFound(request.listing)
        asking, maker = found
        reasons = reasons_not_to_ask(asking)
        if reasons:
            raise CustomOrderNotPossible(reasons)
        buyer = caller.current().subject
        opened = begin(
            thread=f"threads/{new_id()}",
            request=f"{wire.COLLECTION}/{new_id()}",
            listing=request.listing,
            maker=maker.name,
            maker_subject=maker.subject,
            buyer=buyer,
            buyer_alias=self._aliases.alias(buyer, maker.name),
            text=text,
            at=received,
            due=due(received, self._slas),
        )
        first = opened.latest(_message_in(opened), Author.BUYER, text)
        await self._conversations.open(opened, first, buyer, session)
        return self._shown(opened.request)

    async def DeclineCustomOrder(
        self, request: pb.DeclineCustomOrderRequest, context: Any
    ) -> pb.CustomOrderRequest:
        """The declined request."""
        return await self._decline(request, self._now())

    @once
    async def _decline(
        self, request: pb.DeclineCustomOrderRequest, session: Session, received: datetime
    ) -> pb.CustomOrderRequest:
        text = plain_text(request.text, self._numbers.text_max)
        before = await self._asked_of_caller(request.name, session)
        after = before.decline(received)
        message = after.latest(_message_in(after), Author.MAKER, text)
        actor = caller.current().subject
        saved = await self._conversations.commit(before, after, message, actor, received, session)
        return self._shown(saved.request)

    async def AnswerCustomOrderWithListing(
        self, request: pb.AnswerCustomOrderWithListingRequest, context: Any
    ) -> pb.CustomOrderRequest:
        """The answered request; its thread has the message with the link."""
        id_in(request.listing, wire.LISTINGS, "listing")
        received = self._now()
        asked = await self._custom_orders.find(request.name)
        if asked is not None and not await self._parties.sees(asked):
            # Nothing is waited for on account of it: how long it takes would tell that it is there.
            asked = None
        answering = await self._offers.to_answer(asked, request.listing)
        return await self._answer(request, received, answering)

    @once
    async def _answer(
        self,
        request: pb.AnswerCustomOrderWithListingRequest,
        session: Session,
        received: datetime,
        answering: Answering | None,
    ) -> pb.CustomOrderRequest:
        text = plain_text(request.text, self._numbers.text_max)
        before = await self._asked_of_caller(request.name, session)
        after = before.offer(request.listing, received)
        access = ensure_answers(before.request, answering)
        message = after.latest(
            _message_in(after),
            Author.MAKER,
            text,
            listing=request.listing,
            link_revision=access.link_revision,
        )
        actor = caller.current().subject
        saved = await self._conversations.commit(before, after, message, actor, received, session)
        return self._shown(saved.request)

    async def _asked_of_caller(self, name: str, session: Session) -> Conversation:
        id_in(name, wire.COLLECTION)
        found = await self._conversations.of_request(name, session)
        if not await self._parties.sees(found.request):
            raise CustomOrderRequestNotFound(name)
        if await self._parties.author(found.thread) is not Author.MAKER:
            raise OnlyTheMakerAnswers
        return found

    def _shown(self, request: CustomOrderRequest) -> pb.CustomOrderRequest:
        return wire.to_request(request, self._now(), shows_buyer=knows_buyer(request))


def _message_in(conversation: Conversation) -> str:
    return f"{conversation.thread.name}/messages/{new_id()}"
