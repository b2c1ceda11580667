"""GraphQL over HTTP, WebSocket and SSE, stricter than the library's own."""

import json
import re
from collections.abc import AsyncGenerator, Callable, Coroutine, Mapping
from contextlib import aclosing
from datetime import timedelta
from typing import Any, cast

from cross_web import FormData, HTTPException
from cross_web.request._starlette import StarletteRequestAdapter
from starlette.exceptions import HTTPException as FormRefused
from starlette.requests import Request
from starlette.responses import Response
from starlette.websockets import WebSocketDisconnect
from strawberry.asgi import ASGIWebSocketAdapter
from strawberry.exceptions import MissingQueryError
from strawberry.fastapi import GraphQLRouter
from strawberry.http import GraphQLHTTPResponse, GraphQLRequestData
from strawberry.http.exceptions import WebSocketDisconnected
from strawberry.http.streaming import AsyncTextStream, HTTPStreamTransport
from strawberry.schema.base import BaseSchema
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.subscriptions import GRAPHQL_SSE_PROTOCOL, GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.types import ExecutionResult, SubscriptionExecutionResult
from strawberry.types.graphql import OperationType
from strawberry.types.unset import UNSET

from chassis import caller
from chassis.tokens import Verifier
from gateway.context import Context
from gateway.errors import Failure, answer, coded
from gateway.limits import ensure_short
from gateway.middleware import MIB, refusal
from gateway.sockets import Socket, token_in
from gateway.sse import LinesOnly, told

MAX_RESPONSE = 5 * MIB
TOO_LARGE: dict[str, Any] = {
    "code": "RESPONSE_TOO_LARGE",
    "message": "The answer is too large. Ask for less.",
    "maximum": MAX_RESPONSE,
}
INIT_TIMEOUT = timedelta(seconds=5)
SUBSCRIPTIONS = 20
UPLOAD_SECONDS = 120.0
PREFLIGHT = "graphql-require-preflight"
# A multipart request has its operations and its map beside the one file.
FIELDS = 2
# What one answer is enough for.
ANSWERED = (OperationType.QUERY, OperationType.MUTATION)
STREAM_NEEDED = (
    "A subscription is a stream. Send it with `Accept: text/event-stream`, or over a WebSocket "
    "with the protocol `graphql-transport-ws`."
)
# What the last message of a WebSocket has room for.
MAX_REASON = 123
# The escape of a surrogate in JSON; most documents have none, and are not read twice.
SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class TextBroken(HTTPException):
    """A text has half of a surrogate pair, which is no character and cannot be sent on."""

    def __init__(self) -> None:
        super().__init__(400, "A text has half of a surrogate pair, such as `\\ud800` alone.")


class OneFileRequest(StarletteRequestAdapter):
    """A request whose form may have one file."""

    async def get_form_data(self) -> FormData:
        """Reads the form; what is large goes to a temporary file as it comes."""
        form = await self._request.form(max_files=1, max_fields=FIELDS, max_part_size=MIB)
        return FormData(files=form, form=form)


class Bounded(ASGIWebSocketAdapter):
    """A WebSocket over which no answer goes that is too large to be one."""

    async def send_json(self, message: Mapping[str, object]) -> None:
        """Sends a message, or what is wrong with its payload."""
        text = self.view.encode_json_string(message)
        if len(text) > MAX_RESPONSE:
            text = self.view.encode_json_string({**message, "payload": answer(**TOO_LARGE)})
        try:
            await self.ws.send_text(text)
        except WebSocketDisconnect as gone:
            raise WebSocketDisconnected from gone

    async def close(self, code: int, reason: str) -> None:
        """Says why it ends, in as many bytes as a close may have, even if the client chose some."""
        await super().close(code, reason.encode()[:MAX_REASON].decode(errors="ignore"))


class GraphQL(GraphQLRouter[Context, None]):
    """Serves a schema. No batches, no queries by GET, no answer but JSON that has codes."""

    request_adapter_class = OneFileRequest
    websocket_adapter_class = Bounded

    def __init__(
        self,
        schema: BaseSchema,
        path: str,
        context_getter: Callable[..., Any],
        verifier: Verifier,
        allowed_origins: list[str],
        socket: Callable[..., Socket],
        end: Callable[[], Coroutine[Any, Any, ExecutionResult]],
    ) -> None:
        super().__init__(
            schema,
            path=path,
            graphql_ide=None,
            allow_queries_via_get=False,
            context_getter=context_getter,
            subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL, GRAPHQL_SSE_PROTOCOL),
            connection_init_wait_timeout=INIT_TIMEOUT,
            max_subscriptions_per_connection=SUBSCRIPTIONS,
            multipart_uploads_enabled=True,
            allowed_origins=allowed_origins,
        )
        self.stream_transport_classes_by_protocol = {GRAPHQL_SSE_PROTOCOL: LinesOnly}
        # The library only ever calls it.
        self.graphql_transport_ws_handler_class = socket  # type: ignore[assignment]
        self._verifier = verifier
        self._end = end

    async def run(self, request: Any, context: Any = UNSET, root_value: Any = UNSET) -> Any:
        """Answers a request; its failures are GraphQL errors too."""
        try:
            return await super().run(request, context, root_value)
        except TextBroken as error:
            return refusal(400, "BAD_USER_INPUT", error.reason)
        except Failure as error:
            return refusal(400, **(error.extensions or {}), message=error.message)
        except HTTPException as error:
            return refusal(error.status_code, "BAD_REQUEST", error.reason)
        except FormRefused as error:
            return refusal(error.status_code, "BAD_REQUEST", error.detail)
        finally:
            if isinstance(request, Request):
                await request.close()

    def decode_json(self, data: str | bytes) -> object:
        """Reads JSON, however strange it is."""
        try:
            text = data.decode() if isinstance(data, bytes) else data
            found = super().decode_json(text)
            is_broken = has_half_a_pair(text, found)
        except (RecursionError, ValueError) as error:
            raise HTTPException(400, "The request's body is not JSON.") from error
        if not isinstance(found, dict | list):
            raise HTTPException(400, "The request's body is no object.")
        if is_broken:
            raise TextBroken
        return found

    async def parse_http_body(self, request: Any) -> GraphQLRequestData:
        """Reads a request: one operation, by a name if it has one, in a text that is not long."""
        if request.method != "POST":
            raise HTTPException(400, "Send operations by POST.")
        found = await super().parse_http_body(request)
        if isinstance(found, list):
            raise HTTPException(400, "One operation can be sent at a time.")
        if not isinstance(found.operation_name, str | None):
            raise HTTPException(400, "`operationName` must be text.")
        ensure_short(found.query)
        return found

    async def parse_multipart(self, request: Any) -> dict[str, str]:
        """Reads an upload by the multipart specification: one file, and no simple request."""
        if not request.headers.get(PREFLIGHT):
            raise HTTPException(400, "An upload needs the header `GraphQL-Require-Preflight`.")
        try:
            found = await super().parse_multipart(request)
        except (AttributeError, IndexError, TypeError, ValueError) as error:
            raise HTTPException(400, "The upload's operations and map do not fit.") from error
        if not isinstance(found, dict):
            raise HTTPException(400, "One operation can be sent at a time.")
        return found

    async def execute_operation(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """Runs an operation; one with a file may take longer."""
        context: Context = kwargs["context"]
        if request.headers.get("content-type", "").startswith("multipart/"):
            context.seconds = UPLOAD_SECONDS
        return await super().execute_operation(request, *args, **kwargs)

    async def execute_single(
        self,
        request: Request,
        request_adapter: Any,
        sub_response: Response,
        context: Context,
        root_value: None,
        request_data: GraphQLRequestData,
    ) -> ExecutionResult:
        """Runs an operation that has one answer."""
        try:
            return await self.schema.execute(
                request_data.query,
                root_value=root_value,
                variable_values=request_data.variables,
                context_value=context,
                operation_name=request_data.operation_name,
                allowed_operation_types=ANSWERED,
                operation_extensions=request_data.extensions,
            )
        except CannotGetOperationTypeError as error:
            reason = error.as_http_error_reason()
            raise Failure("GRAPHQL_VALIDATION_FAILED", reason) from error
        except InvalidOperationTypeError as error:
            raise HTTPException(400, STREAM_NEEDED) from error
        except MissingQueryError as error:
            raise HTTPException(400, "No GraphQL query found in the request") from error

    def _stream_result(
        self,
        request: Request,
        result: SubscriptionExecutionResult,
        transport: HTTPStreamTransport,
    ) -> AsyncTextStream:
        async def stream() -> AsyncGenerator[str, None]:
            async with aclosing(
                told(cast("AsyncGenerator[Any, None]", result), self._end)
            ) as results:
                async for one in results:
                    if one is None:
                        yield transport.heartbeat_message(self.encode_json_string)
                        continue
                    payload = await self.process_result(request, one)
                    yield transport.encode_next(payload, self._bounded_json)
            yield transport.encode_complete()

        return stream

    def _bounded_json(self, payload: object) -> str:
        text = self.encode_json_string(payload)
        return text if len(text) <= MAX_RESPONSE else self.encode_json_string(answer(**TOO_LARGE))

    async def process_result(self, request: Any, result: ExecutionResult) -> GraphQLHTTPResponse:
        """Makes sure that no error leaves without a code, wherever it came from."""
        if result.errors:
            result.errors = [coded(error) for error in result.errors]
        return await super().process_result(request, result)

    def create_response(self, response_data: Any, sub_response: Response) -> Response:
        """Writes the answer, unless it is too large to be one."""
        response = super().create_response(response_data, sub_response)
        if len(response.body) <= MAX_RESPONSE:
            return response
        return refusal(200, **TOO_LARGE)

    async def on_ws_connect(self, context: Context) -> Any:
        """Authenticates a connection by its first message. Fails with `TokenRefused`."""
        token = token_in(context.connection_params or {})
        who = await self._verifier.verify(token) if token else caller.ANONYMOUS
        caller.adopt(who, token)
        return UNSET


def has_half_a_pair(text: str, found: object) -> bool:
    """Whether a text in a JSON document is none that UTF-8 can carry."""
    if not SURROGATE.search(text):
        return False
    try:
        # Whole pairs became characters when the document was read.
        json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False
