"""What can be done: ask for a custom order, answer it, and write."""

import strawberry

from gateway.context import Info
from gateway.errors import Payload, ReportsUserErrors, request_id_field
from gateway.ids import from_id
from gateway.subgraphs.messaging.custom_order import CustomOrderRequest
from gateway.subgraphs.messaging.thread import Message
from handmade.messaging.v1 import custom_order_request_pb2 as pb
from handmade.messaging.v1 import thread_pb2 as pb_thread


@strawberry.input(description="From which listing to ask, and for what.")
class CustomOrderAskInput:
    listing: strawberry.ID = strawberry.field(description="The listing to ask from.")
    text: str = strawberry.field(
        description="What is wished for, plain text of 1 to 2,000 characters."
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Which custom order to decline, and what to tell the buyer.")
class CustomOrderDeclineInput:
    id: strawberry.ID = strawberry.field(description="The request.")
    text: str = strawberry.field(
        description="What the buyer is told, plain text of 1 to 2,000 characters."
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="Which custom order to answer, and with which listing.")
class CustomOrderAnswerWithListingInput:
    id: strawberry.ID = strawberry.field(description="The request.")
    listing: strawberry.ID = strawberry.field(
        description="The private listing; live, and the maker's own."
    )
    text: str = strawberry.field(
        description="What the buyer is told with it, plain text of 1 to 2,000 characters."
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.input(description="In which thread to write, and what.")
class MessageSendInput:
    thread: strawberry.ID = strawberry.field(description="The thread.")
    text: str = strawberry.field(
        description="What is written, plain text of 1 to 2,000 characters."
    )
    request_id: strawberry.ID | None = request_id_field()


@strawberry.type(description="What came of asking for a custom order.")
class CustomOrderAskPayload(Payload):
    custom_order_request: CustomOrderRequest | None = strawberry.field(
        default=None, description="The new request."
    )


@strawberry.type(description="What came of declining a custom order.")
class CustomOrderDeclinePayload(Payload):
    custom_order_request: CustomOrderRequest | None = strawberry.field(
        default=None, description="The declined request."
    )


@strawberry.type(description="What came of answering a custom order with a listing.")
class CustomOrderAnswerWithListingPayload(Payload):
    custom_order_request: CustomOrderRequest | None = strawberry.field(
        default=None, description="The answered request."
    )


@strawberry.type(description="What came of sending a message.")
class MessageSendPayload(Payload):
    message: Message | None = strawberry.field(default=None, description="The sent message.")


@strawberry.type(description="What can be done.")
class Mutation:
    @strawberry.mutation(
        description="Asks the maker of a listing for a custom order, which starts the 24-hour "
        "clock on the answer.",
        extensions=[ReportsUserErrors()],
    )
    async def custom_order_ask(
        self, info: Info, input: CustomOrderAskInput
    ) -> CustomOrderAskPayload:
        request = pb.AskCustomOrderRequest(
            listing=from_id(input.listing, "Listing", "listing"), text=input.text
        )
        asked = await info.context.messaging.AskCustomOrder(request)
        return CustomOrderAskPayload(custom_order_request=CustomOrderRequest.from_proto(asked))

    @strawberry.mutation(
        description="Declines a custom order, which is an answer and closes the thread.",
        extensions=[ReportsUserErrors()],
    )
    async def custom_order_decline(
        self, info: Info, input: CustomOrderDeclineInput
    ) -> CustomOrderDeclinePayload:
        request = pb.DeclineCustomOrderRequest(
            name=from_id(input.id, "CustomOrderRequest"), text=input.text
        )
        declined = await info.context.messaging.DeclineCustomOrder(request)
        return CustomOrderDeclinePayload(
            custom_order_request=CustomOrderRequest.from_proto(declined)
        )

    @strawberry.mutation(
        description="Answers a custom order with a private listing, whose link the thread carries.",
        extensions=[ReportsUserErrors()],
    )
    async def custom_order_answer_with_listing(
        self, info: Info, input: CustomOrderAnswerWithListingInput
    ) -> CustomOrderAnswerWithListingPayload:
        request = pb.AnswerCustomOrderWithListingRequest(
            name=from_id(input.id, "CustomOrderRequest"),
            listing=from_id(input.listing, "Listing", "listing"),
            text=input.text,
        )
        answered = await info.context.messaging.AnswerCustomOrderWithListing(request)
        return CustomOrderAnswerWithListingPayload(
            custom_order_request=CustomOrderRequest.from_proto(answered)
        )

    @strawberry.mutation(
        description="Writes in a thread; a maker's message is an answer, a buyer's asks for one.",
        extensions=[ReportsUserErrors()],
    )
    async def message_send(self, info: Info, input: MessageSendInput) -> MessageSendPayload:
        request = pb_thread.SendMessageRequest(
            thread=from_id(input.thread, "Thread", "thread"), text=input.text
        )
        sent = await info.context.messaging.SendMessage(request)
        return MessageSendPayload(message=Message.from_proto(sent))
